"""The inbox and the `raw` tables read from it.

Does not belong here: reading or loading (`loading`).
"""

import errno
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import dagster as dg

from orchestration.assets.metadata import markdown_table
from orchestration.fingerprint import code_version
from orchestration.loading.load import LoadReport, load_inbox
from orchestration.loading.raw_tables import ALL_TABLES, RawTable, described_by
from orchestration.progress import say
from orchestration.resources import OWNER, RunTools
from orchestration.run_storage import forget_runs
from orchestration.settings import Settings
from orchestration.warehouse.published import find_memory, kept_versions
from orchestration.warehouse.publishing import clean_up
from orchestration.warehouse.runs import Journal, Run, now

INBOX = dg.AssetSpec(
    ["inbox", "documents"],
    group_name="inbox",
    description="The summaries as received, in the folder MIMP_DOCUMENTS; never edited.",
    kinds={"file"},
    owners=[OWNER],
)
_PASSING_ERRORS = {errno.EIO, errno.EAGAIN, errno.EBUSY, errno.ESTALE, errno.ETIMEDOUT}
"""Errors of a disk or a network share that may be gone a moment later."""


def build_raw_assets(manifest: Mapping[str, Any]) -> dg.AssetsDefinition:
    """The tables of `raw`, one step.

    Args:
        manifest: dbt's; what a column means is written with the staging models.
    """

    @dg.multi_asset(
        name="raw",
        specs=[_spec_of(table, manifest) for table in ALL_TABLES],
        description="Reads the documents that are new in the inbox into the tables of `raw`.",
    )
    def raw(
        context: dg.AssetExecutionContext, tools: dg.ResourceParam[RunTools]
    ) -> Iterator[dg.MaterializeResult[None]]:
        """Start a run, load the inbox into a new candidate, and say what was found."""
        settings = tools.settings
        tools.start()
        clean_up(settings)
        if settings.kept_run_days:
            kept_since = datetime.now(UTC) - timedelta(days=settings.kept_run_days)
            forget_runs(context.instance, kept_since)
        run = start_run(settings)
        say(f"1/4 reading {settings.documents}")
        try:
            report = load_inbox(settings, run)
        except OSError as error:
            if error.errno in _PASSING_ERRORS:
                raise dg.RetryRequested(max_retries=2, seconds_to_wait=5) from error
            raise
        for remark in report.remarks:
            say(f"  note: {remark}")
        Journal(settings.journal).write(report.run)
        for name, count in report.rows.items():
            details = _documents_metadata(report) if name == "documents" else {}
            yield dg.MaterializeResult(
                asset_key=["raw", name], metadata={"dagster/row_count": count, **details}
            )

    return raw


def _spec_of(table: RawTable, manifest: Mapping[str, Any]) -> dg.AssetSpec:
    columns = []
    for name, kind in table.columns.items():
        model, column = described_by(table.name, name)
        described = manifest["nodes"][f"model.mimp.{model}"]["columns"].get(column, {})
        columns.append(dg.TableColumn(name, kind, described.get("description")))
    return dg.AssetSpec(
        ["raw", table.name],
        deps=[INBOX.key],
        group_name="raw",
        description=table.comment,
        kinds={"python", "duckdb"},
        owners=[OWNER],
        metadata={
            "dagster/column_schema": dg.TableSchema(columns),
            "dagster/table_name": f"raw.{table.name}",
        },
    )


def start_run(settings: Settings) -> Run:
    """A new run, with the number after the last one known anywhere."""
    journal = Journal(settings.journal)
    numbers = [
        *journal.runs(),
        *(run.run_number for run in find_memory(settings).runs),
        *(version.run_number for version in kept_versions(settings)),
    ]
    run = Run(max(numbers, default=0) + 1, now(), code_version=code_version())
    journal.write(run)
    return run


def _documents_metadata(report: LoadReport) -> dict[str, dg.MetadataValue | int | str]:
    refused = [(one.file_name, one.code, one.message) for one in report.refusals]
    return {
        "run": report.run.run_number,
        "files in the inbox": report.run.documents_in_inbox,
        "documents read": report.run.documents_read,
        "documents unchanged": report.run.documents_unchanged,
        "documents that could not be read": report.run.documents_quarantined,
        "what to do about them": markdown_table(["file", "code", "what to do"], refused[:50]),
        "remarks": " ".join(report.remarks) or "none",
    }
