"""The report, written after publishing.

Does not belong here: which pages need writing, or what they say (`report`).
"""

from __future__ import annotations

import dagster as dg

from orchestration.assets.maps import poverty_and_services
from orchestration.assets.publishing import PUBLISHED
from orchestration.progress import counted, say
from orchestration.resources import OWNER, RunTools


@dg.asset(
    key=dg.AssetKey(["published", "report"]),
    deps=[PUBLISHED, *poverty_and_services.keys],
    group_name="published",
    kinds={"html", "docx"},
    owners=[OWNER],
    description="The report for officials: a national page, a page per department and month with "
    "its figures as CSV and its summary written back as a Word file. Only pages whose data changed "
    "are written again.",
)
def report(tools: dg.ResourceParam[RunTools]) -> dg.MaterializeResult[None]:
    """Write the pages that changed."""
    from orchestration.report import build_report, report_helpers

    settings = tools.settings
    outcome = build_report(
        settings.warehouse, settings.report, settings.maps, report_helpers(settings)
    )
    if outcome.written or outcome.removed:
        say(f"  report: {counted(outcome.written, 'page')} written")
    return dg.MaterializeResult(
        metadata={
            "index": dg.MetadataValue.path(outcome.index),
            "pages": outcome.pages,
            "written": outcome.written,
            "removed": outcome.removed,
        }
    )
