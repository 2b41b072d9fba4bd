"""The published file, as the asset after the gate.

Does not belong here: the steps of publishing (`warehouse.publishing`) or the gate (`checks`).
"""

from __future__ import annotations

from collections.abc import Sequence

import dagster as dg

from orchestration.assets.metadata import markdown_table
from orchestration.gate.suites import Suite
from orchestration.progress import say
from orchestration.resources import OWNER, RunTools
from orchestration.warehouse.files import first_row, open_read_only
from orchestration.warehouse.published import runs_in
from orchestration.warehouse.publishing import publish
from orchestration.warehouse.runs import Journal
from orchestration.warehouse.summary import summarise

PUBLISHED = dg.AssetKey(["published", "warehouse"])


def build_published_asset(
    upstream: Sequence[dg.AssetKey], suites: Sequence[Suite]
) -> dg.AssetsDefinition:
    """The asset that moves the candidate over the published file.

    Args:
        upstream: what analysts see; its failed blocking checks keep this from running.
        suites: what must have been found of the candidate in the same run.
    """

    @dg.asset(
        key=PUBLISHED,
        deps=list(upstream),
        group_name="published",
        kinds={"duckdb", "file"},
        owners=[OWNER],
        description="The DuckDB file analysts read, replaced in one atomic step.",
    )
    def warehouse(tools: dg.ResourceParam[RunTools]) -> dg.MaterializeResult[None]:
        """Publish the candidate."""
        settings = tools.settings
        tools.gate.must_have_passed(suites)
        say(f"4/4 publishing {settings.warehouse}")
        # The gate has judged: its memory is for those who write the report.
        tools.gate.end()
        with open_read_only(settings.candidate) as connection:
            (quarantined,) = first_row(
                connection, "select count(distinct file_name) from quality.quarantine"
            )
        run = runs_in(settings.candidate)[-1].ended(
            "published", "", documents_quarantined=quarantined
        )
        publish(settings, run)
        Journal(settings.journal).write(run)
        summary = summarise(settings.warehouse)
        return dg.MaterializeResult(
            metadata={
                "file": dg.MetadataValue.path(settings.warehouse),
                "bytes": settings.warehouse.stat().st_size,
                "run": run.run_number,
                "documents": summary.documents,
                "figures": summary.figures,
                "findings": markdown_table(["severity", "findings"], summary.findings.items()),
                "quarantine": markdown_table(
                    ["file", "code", "what to do"], summary.quarantine[:50]
                ),
            }
        )

    return warehouse
