"""`Document` to raw rows and the number ledger: what stands where, text as printed.

`extract` is the door; `rows` the shape of what comes out. Structure is decided here (this cell
belongs to this service, this period column, this province row); meaning is not (numbers,
periods, places and names become facts in dbt). Pure Python: no Dagster, no DuckDB.
"""

from orchestration.extraction.extract import extract

__all__ = ["extract"]
