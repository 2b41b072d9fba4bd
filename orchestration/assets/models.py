"""The dbt seeds and models as assets, and their data tests as checks.

Asset key = `[schema, table]`, group = schema. Row counts, column schemas and column lineage are
worked out once, after the build, from the candidate and the compiled SQL.
Does not belong here: running dbt (`building`), or what a model says (`dbt_project`).
"""

import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings, dbt_assets
from dagster_dbt.core.dbt_cli_event import DbtCoreCliEventMessage

from orchestration.assets.lineage import BuiltTables
from orchestration.building.dbt_process import read_manifest
from orchestration.building.messages import DbtFailed
from orchestration.loading.raw_tables import describe_raw_columns
from orchestration.progress import say
from orchestration.resources import OWNER, RunTools
from orchestration.warehouse.files import open_for_writing


class SchemaTranslator(DagsterDbtTranslator):
    """Names dbt's nodes as the warehouse does."""

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        """`[schema, table]`; a source says its own in `meta.dagster.asset_key`."""
        if dbt_resource_props["resource_type"] == "source":
            return super().get_asset_key(dbt_resource_props)
        return dg.AssetKey([dbt_resource_props["schema"], dbt_resource_props["name"]])

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        """The schema."""
        return str(dbt_resource_props["schema"])

    def get_owners(self, dbt_resource_props: Mapping[str, Any]) -> list[str]:
        """The same for all."""
        return [OWNER]

    def get_description(self, dbt_resource_props: Mapping[str, Any]) -> str:
        """The model's description, without its SQL."""
        return str(dbt_resource_props["description"])


def build_model_assets(manifest_path: Path) -> dg.AssetsDefinition:
    """The assets of the project whose manifest is given."""
    manifest = read_manifest(manifest_path)
    translator = SchemaTranslator(DagsterDbtTranslatorSettings(enable_asset_checks=True))
    asset_keys = {
        unique_id: translator.get_asset_key(node)
        for unique_id, node in {**manifest["nodes"], **manifest["sources"]}.items()
        if node["resource_type"] in {"model", "seed", "source"}
    }

    @dbt_assets(manifest=manifest, dagster_dbt_translator=translator, name="models")
    def models(
        context: dg.AssetExecutionContext, tools: dg.ResourceParam[RunTools]
    ) -> Iterator[Any]:
        """Build the models in the candidate and run their tests."""
        select = [key.path[-1] for key in context.selected_asset_keys] if context.is_subset else []
        messages, failure = _build(manifest, tools, sorted(select))
        with open_for_writing(tools.settings.candidate) as connection:
            describe_raw_columns(connection)
            tables = BuiltTables(
                connection, manifest, asset_keys, tools.settings.dbt_target / "compiled" / "mimp"
            )
        for message in messages:
            for event in DbtCoreCliEventMessage(message, {}).to_default_asset_events(
                manifest, translator, context
            ):
                if isinstance(event, dg.Output):
                    unique_id = message["data"]["node_info"]["unique_id"]
                    known = tables.metadata_of(unique_id)
                    yield event.with_metadata({**event.metadata, **known})
                else:
                    yield event
        if failure:
            raise dg.Failure(f"dbt: {failure}", allow_retries=False)

    return models


def _build(
    manifest: Mapping[str, Any], tools: RunTools, select: list[str]
) -> tuple[list[dict[str, Any]], str]:
    """Dbt's messages about every node that ended, and why it failed if it did."""
    kinds = [node["resource_type"] for node in manifest["nodes"].values()]
    models = sum(kind in {"model", "seed"} for kind in kinds)
    say(f"2/4 building {models} tables, {kinds.count('test')} tests")
    messages: list[dict[str, Any]] = []
    said = time.monotonic()
    try:
        for message in tools.dbt.build(select):
            messages.append(message)
            if time.monotonic() - said > 5:
                said = time.monotonic()
                say(f"  {len(messages)} of {len(kinds)} done")
    except DbtFailed as failure:
        return messages, str(failure)
    return messages, ""
