"""The citizen panel and its ballots."""
