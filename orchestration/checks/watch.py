"""What is watched of the published file after the gate: is it current, is anything missing?

These never block. Does not belong here: anything about the candidate (`gate`).
"""

from __future__ import annotations

from datetime import timedelta

import dagster as dg

from orchestration.assets.metadata import markdown_table
from orchestration.assets.publishing import PUBLISHED
from orchestration.currency import is_current
from orchestration.lima import lima_date
from orchestration.progress import counted
from orchestration.settings import Settings
from orchestration.warehouse.files import first_row, open_read_only

_LAGGING_UNITS = """
with newest as (
    select reporting_unit, max(as_of_month) as month
    from dimensional.dim_document
    group by reporting_unit
)

select reporting_unit, strftime(month, '%Y-%m')
from newest
where month < (select max(month) from newest)
order by all
"""
_MISSING_MONTHS = """
with units as (
    select reporting_unit, min(as_of_month) as first, max(as_of_month) as last
    from dimensional.dim_document
    group by reporting_unit
),

expected as (
    select reporting_unit, cast(unnest(range(first, last, interval 1 month)) as date) as month
    from units
)

select expected.reporting_unit, strftime(expected.month, '%Y-%m')
from expected
left join dimensional.dim_document as documents
    on
        expected.reporting_unit = documents.reporting_unit
        and expected.month = documents.as_of_month
where documents.document_id is null
order by all
"""


@dg.asset_check(
    asset=PUBLISHED,
    description="The published file was made from the files that are in the inbox now.",
)
def published_file_is_current(settings: dg.ResourceParam[Settings]) -> dg.AssetCheckResult:
    """Compare the inbox with the run that made the published file."""
    current = is_current(settings)
    # What is written after publishing is written after this check.
    return _result(current.is_current or current.lacks_only_outputs, current.reason)


@dg.asset_check(
    asset=PUBLISHED,
    description="The newest summary is not older than MIMP_LATE_AFTER_DAYS allows "
    "(passes where that is not set: an archive has no deadline).",
)
def newest_month_is_recent(settings: dg.ResourceParam[Settings]) -> dg.AssetCheckResult:
    """Compare the newest month with today in Lima."""
    with open_read_only(settings.warehouse) as connection:
        (newest,) = first_row(
            connection, "select last_day(max(as_of_month)) from dimensional.dim_document"
        )
    if not settings.late_after_days or newest is None:
        return _result(True, "no deadline is set (MIMP_LATE_AFTER_DAYS)")
    due = newest + timedelta(days=31 + settings.late_after_days)
    return _result(
        lima_date() <= due, f"the newest month ends on {newest}; its successor was due on {due}"
    )


@dg.asset_check(
    asset=PUBLISHED,
    description="Every department's months follow each other without a gap, and none lags behind "
    "the newest month of all.",
)
def no_month_is_missing(settings: dg.ResourceParam[Settings]) -> dg.AssetCheckResult:
    """Look for gaps in each department's months."""
    with open_read_only(settings.warehouse) as connection:
        missing = [
            *(
                (*row, "missing between others")
                for row in connection.execute(_MISSING_MONTHS).fetchall()
            ),
            *(
                (*row, "the newest there is")
                for row in connection.execute(_LAGGING_UNITS).fetchall()
            ),
        ]
    metadata = {"months": markdown_table(["department", "month", "what"], missing[:100])}
    return _result(
        not missing, f"{counted(len(missing), 'month is', 'months are')} missing or late", metadata
    )


WATCH_CHECKS = [published_file_is_current, newest_month_is_recent, no_month_is_missing]


def _result(
    passed: bool, reason: str, metadata: dict[str, dg.MarkdownMetadataValue] | None = None
) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(
        passed=passed,
        severity=dg.AssetCheckSeverity.WARN,
        description=reason,
        metadata=metadata or {},
    )
