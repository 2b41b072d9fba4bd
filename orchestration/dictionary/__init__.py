"""The data dictionary: every table and column of the warehouse, from its own comments."""
