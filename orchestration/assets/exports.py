"""The exports, written after publishing.

Does not belong here: which files there are, or writing them (`exports`).
"""

from __future__ import annotations

import dagster as dg

from orchestration.assets.publishing import PUBLISHED
from orchestration.exports import write_exports
from orchestration.progress import counted, say
from orchestration.resources import OWNER, RunTools


@dg.asset(
    key=dg.AssetKey(["published", "exports"]),
    deps=[PUBLISHED],
    group_name="published",
    kinds={"parquet", "csv", "excel"},
    owners=[OWNER],
    description="Parquet and CSV of every dimensional table and mart, a workbook of the main marts "
    "and datapackage.json with the hash of each file. Left as they are where nothing in them would "
    "change.",
)
def exports(tools: dg.ResourceParam[RunTools]) -> dg.MaterializeResult[None]:
    """Write the files beside the published one."""
    settings = tools.settings
    outcome = write_exports(settings.warehouse, settings.exports, settings.state / "exports.json")
    if outcome.is_new:
        say(f"  exports: {counted(outcome.files, 'file')} in {outcome.folder}")
    return dg.MaterializeResult(
        metadata={
            "folder": dg.MetadataValue.path(outcome.folder),
            "files": outcome.files,
            "bytes": outcome.bytes,
            "written now": outcome.is_new,
        }
    )
