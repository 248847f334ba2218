"""The citizen panel's pages."""
