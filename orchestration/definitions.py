"""Where everything meets: assets, checks, the job, its schedule and sensors, and resources.

Does not belong here: anything that could be said elsewhere. Tests call `build_defs` with
settings of their own; Dagster loads `defs`.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Any

import dagster as dg

from orchestration.assets.models import build_model_assets
from orchestration.assets.outputs import OUTPUTS, finished
from orchestration.assets.publishing import build_published_asset
from orchestration.assets.raw import INBOX, build_raw_assets
from orchestration.building.dbt_process import read_manifest
from orchestration.checks.gate import build_gate_checks
from orchestration.checks.watch import WATCH_CHECKS
from orchestration.gate.suites import load_suites
from orchestration.hooks import build_journal_hook
from orchestration.resources import RunTools, build_resources
from orchestration.run_storage import prepare_dagster_home
from orchestration.schedules import build_nightly_schedule
from orchestration.sensors import build_failure_sensor, build_inbox_sensor
from orchestration.settings import PROJECT, Settings

warnings.filterwarnings("ignore", category=dg.BetaWarning)

JOB = "refresh"
_SHOWN_TO_ANALYSTS = {"dimensional", "marts", "quality"}


def build_defs(settings: Settings | None = None, tools: RunTools | None = None) -> dg.Definitions:
    """All definitions.

    Args:
        settings: where to read and write; from the environment where None.
        tools: helper processes that were started already.
    """
    settings = settings or Settings.from_environment()
    tools = tools or RunTools(settings)
    manifest = read_manifest(tools.dbt.manifest_path())
    raw = build_raw_assets(manifest)
    models = build_model_assets(manifest)
    shown = sorted(key for key in models.keys if key.path[0] in _SHOWN_TO_ANALYSTS)
    suites = load_suites(allow_shrink=settings.allow_shrink)
    job = dg.define_asset_job(
        JOB,
        selection=dg.AssetSelection.all(),
        executor_def=dg.in_process_executor,
        hooks={build_journal_hook(settings)},
        description="From the inbox to the published file: read, build, judge, publish.",
    )
    return dg.Definitions(
        assets=_linked_to_code(
            [INBOX, raw, models, build_published_asset(shown, suites), *OUTPUTS, finished], settings
        ),
        asset_checks=[*build_gate_checks(suites), *WATCH_CHECKS],
        jobs=[job],
        schedules=[build_nightly_schedule(job, settings)],
        sensors=[build_inbox_sensor(job, settings), build_failure_sensor(settings)],
        resources=build_resources(tools),
        executor=dg.in_process_executor,
    )


def _linked_to_code(
    assets: Sequence[dg.AssetsDefinition | dg.AssetSpec], settings: Settings
) -> Sequence[Any]:
    """The assets with links to the files they are written in, here or in the repository."""
    linked = dg.with_source_code_references(assets)
    if settings.repository:
        anchor = dg.AnchorBasedFilePathMapping(PROJECT / "pyproject.toml", "pyproject.toml")
        linked = dg.link_code_references_to_git(
            linked,
            git_url=settings.repository,
            git_branch="main",
            file_path_mapping=anchor,
            platform="gitlab" if "gitlab" in settings.repository else "github",
        )
    return linked


@dg.definitions
def defs() -> dg.Definitions:
    """What `dagster` loads: the definitions for the environment it runs in."""
    settings = Settings.from_environment()
    prepare_dagster_home(settings)
    tools = RunTools(settings)
    try:
        return build_defs(settings, tools)
    finally:
        tools.end()
