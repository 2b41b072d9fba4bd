"""The DuckDB files: the candidate, the published one, and the versions before it."""
