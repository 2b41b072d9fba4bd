"""Bytes to `Document`: one reader a format, nothing about what the figures mean.

`read.read_document` tells the format from the bytes and calls its reader. Pure Python:
no Dagster, no DuckDB, no environment.
"""
