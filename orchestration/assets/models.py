"""The dbt seeds and models as assets, and their data tests as checks.

Asset key = `[schema, table]`, group = schema. Row counts, column schemas and column lineage are
worked out once, after the build, from the candidate and the compiled SQL.
Does not belong here: running dbt (`building`), or what a model says (`dbt_project`).
"""

import time
from collections.abc import Iterator, Mapping
from typing import Any

import dagster as dg
from dagster._core.definitions.metadata import CodeReferencesMetadataSet
from dagster_dbt import (
    DagsterDbtTranslator,
    DagsterDbtTranslatorSettings,
    DbtProject,
    dbt_assets,
)
from dagster_dbt.core.dbt_cli_event import DbtCoreCliEventMessage

from orchestration.assets.data_tests import failing_rows, sentence_of
from orchestration.assets.lineage import BuiltTables
from orchestration.assets.metadata import markdown_table
from orchestration.building.dbt_process import is_part
from orchestration.building.messages import DbtFailed
from orchestration.loading.raw_tables import describe_raw_columns
from orchestration.progress import say
from orchestration.resources import OWNER, RunTools
from orchestration.settings import DBT_PROJECT
from orchestration.warehouse.files import open_for_writing


class SchemaTranslator(DagsterDbtTranslator):
    """Names dbt's nodes as the warehouse does."""

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        """`[schema, table]`."""
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

    def get_metadata(self, dbt_resource_props: Mapping[str, Any]) -> Mapping[str, Any]:
        """dbt's, and the file it is written in."""
        path = (DBT_PROJECT / dbt_resource_props["original_file_path"]).resolve()
        return {
            **super().get_metadata(dbt_resource_props),
            **CodeReferencesMetadataSet(
                code_references=dg.CodeReferencesMetadataValue(
                    code_references=[
                        dg.LocalFileCodeReference(file_path=str(path), label=path.name)
                    ]
                )
            ),
        }

    def get_asset_check_spec(
        self,
        asset_spec: dg.AssetSpec,
        manifest: Mapping[str, Any],
        unique_id: str,
        project: DbtProject | None,
    ) -> dg.AssetCheckSpec | None:
        """A data test as a check that says in a sentence what it expects."""
        spec = super().get_asset_check_spec(asset_spec, manifest, unique_id, project)
        return spec and spec._replace(description=sentence_of(manifest["nodes"][unique_id]))


def build_model_assets(manifest: Mapping[str, Any]) -> dg.AssetsDefinition:
    """The assets of the project whose manifest is given."""
    translator = SchemaTranslator(DagsterDbtTranslatorSettings(enable_asset_checks=True))
    asset_keys = {
        unique_id: translator.get_asset_key(node)
        for unique_id, node in {**manifest["nodes"], **manifest["sources"]}.items()
        if node["resource_type"] in {"model", "seed", "source"} and not is_part(node)
    }

    @dbt_assets(manifest=manifest, dagster_dbt_translator=translator, name="models")
    def models(
        context: dg.AssetExecutionContext, tools: dg.ResourceParam[RunTools]
    ) -> Iterator[Any]:
        """Build the models in the candidate and run their tests."""
        select = [key.path[-1] for key in context.selected_asset_keys] if context.is_subset else []
        messages, failure = _build(manifest, tools, sorted(select))
        compiled = tools.settings.dbt_target / "compiled" / "mimp"
        with open_for_writing(tools.settings.candidate) as connection:
            describe_raw_columns(connection)
            tables = BuiltTables(connection, manifest, asset_keys, compiled)
            failing = {
                unique_id: markdown_table(
                    *failing_rows(connection, manifest["nodes"][unique_id], compiled)
                )
                for unique_id in (
                    _unique_id(message)
                    for message in messages
                    if message["data"]["status"] in {"fail", "warn"}
                )
            }
        for message in messages:
            unique_id = _unique_id(message)
            for event in DbtCoreCliEventMessage(message, {}).to_default_asset_events(
                manifest, translator, context
            ):
                if isinstance(event, dg.Output):
                    known = tables.metadata_of(unique_id)
                    yield event.with_metadata({**event.metadata, **known})
                elif isinstance(event, dg.AssetCheckResult) and not event.passed:
                    found = failing.get(unique_id, "the test could not be run")
                    yield event.with_metadata({**event.metadata, "failing rows": found})
                else:
                    yield event
        if failure:
            raise dg.Failure(f"dbt: {failure}", allow_retries=False)

    return models


def _build(
    manifest: Mapping[str, Any], tools: RunTools, select: list[str]
) -> tuple[list[dict[str, Any]], str]:
    """Dbt's messages about every node that ended, and why it failed if it did."""
    kinds = [node["resource_type"] for node in manifest["nodes"].values() if not is_part(node)]
    models = sum(kind in {"model", "seed"} for kind in kinds)
    say(f"2/4 building {models} tables, {kinds.count('test')} tests")
    tools.start_gate()
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
    finally:
        # A build is all that a run asks of dbt; its memory is for those who come after it.
        tools.dbt.end()
    return messages, ""


def _unique_id(message: Mapping[str, Any]) -> str:
    """The node a message of dbt is about."""
    return str(message["data"]["node_info"]["unique_id"])
