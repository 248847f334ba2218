"""Korean-aware indexing and querying, and the search page."""
