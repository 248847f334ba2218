"""Public apps with links to their source."""
