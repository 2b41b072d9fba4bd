"""Files of what analysts see, for programs that do not read DuckDB."""

from orchestration.exports.write import ExportOutcome, write_exports

__all__ = ["ExportOutcome", "write_exports"]
