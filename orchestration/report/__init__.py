"""The report: a static site in Spanish, a national page and a page per department and month.

`build_report` is the door. It reads the published file only; everything it writes can be opened
from the file system, without a server or anything from outside.
Does not belong here: figures that are not in the warehouse, or the drawing of maps (`maps`).
"""

from orchestration.report.site import ReportOutcome, build_report, report_helpers

__all__ = ["ReportOutcome", "build_report", "report_helpers"]
