"""The demonstration's content, built by the same actions that people use."""
