"""The rules of the dbt project, held over its manifest and the warehouse it builds.

Belongs here: what every model must have (layer, grain, description, contract). Does not belong
here: what a model says (dbt unit tests) or whether its rows are right (dbt data tests).
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.building.dbt_process import is_part
from orchestration.loading.raw_tables import ALL_TABLES
from orchestration.settings import PROJECT
from tests.bounded import LONGEST
from tests.refreshing import Refreshed

DBT_PROJECT = PROJECT / "dbt_project"

READS = {
    "staging": {"raw"},
    "intermediate": {"staging", "intermediate", "reference"},
    "dimensional": {"intermediate", "dimensional", "reference"},
    "marts": {"dimensional"},
    "quality": {"staging", "intermediate", "dimensional", "quality"},
}
"""The layers a layer may read."""

PREFIXES = {"staging": ("stg_",), "intermediate": ("int_",), "dimensional": ("dim_", "fct_")}
PARTS = "parts"
"""The folder, in a layer's, of the parts of its models: ephemeral, of no schema of their own."""

CONTRACTED = {"dimensional", "marts"}
SHOWN = {"dimensional", "marts", "quality"}
"""The layers analysts read: each column also says its name in the document, or that it has none."""

PUBLISHED_FIGURES = [
    *("figure_id", "document_id", "file_name", "as_of_month", "is_latest"),
    *("department_ubigeo", "department", "province_ubigeo", "province"),
    *("district_ubigeo", "district", "program_code", "service_code", "service", "modality"),
    *("measure_code", "measure", "unit", "measure_kind"),
    *("period_label", "period_start", "period_end", "period_kind", "block", "is_total"),
    *("value", "value_status", "printed_text", "location"),
]
FINDINGS = ["document_id", "file_name", "severity", "code", "location", "message", "printed_text"]

Node = dict[str, Any]


@pytest.fixture(scope="module")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The project as dbt parses it, away from the project's own target folder."""
    folder = tmp_path_factory.mktemp("manifest")
    run = subprocess.run(
        [
            *(sys.executable, "-m", "dbt.cli.main", "parse", "--profiles-dir", "."),
            *("--target-path", str(folder), "--log-path", str(folder)),
        ],
        cwd=DBT_PROJECT,
        env={**os.environ, "MIMP_CANDIDATE": str(folder / "candidate.duckdb")},
        capture_output=True,
        text=True,
        check=False,
        timeout=LONGEST,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    parsed: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return parsed


def models_of(manifest: dict[str, Any], *other_types: str) -> Iterator[Node]:
    """What dbt makes tables and views of."""
    for node in manifest["nodes"].values():
        if node["resource_type"] in {"model", *other_types} and not is_part(node):
            yield node


def parts_of(manifest: dict[str, Any]) -> Iterator[Node]:
    return filter(is_part, manifest["nodes"].values())


def data_tests_of(manifest: dict[str, Any], model: Node) -> Iterator[Node]:
    for node in manifest["nodes"].values():
        if node["resource_type"] == "test" and node.get("attached_node") == model["unique_id"]:
            yield node


def test_each_layer_reads_only_the_layers_below_it(manifest: dict[str, Any]) -> None:
    parents = {**manifest["nodes"], **manifest["sources"]}
    wrong = [
        f"{model['name']} reads {parents[parent]['schema']}.{parents[parent]['name']}"
        for model in (*models_of(manifest), *parts_of(manifest))
        for parent in model["depends_on"]["nodes"]
        if parents[parent]["schema"] not in READS[model["schema"]]
        and not (is_part(parents[parent]) and parents[parent]["schema"] == model["schema"])
    ]
    assert not wrong


def test_folder_schema_and_name_say_the_layer(manifest: dict[str, Any]) -> None:
    wrong = [
        model["original_file_path"]
        for model in models_of(manifest)
        if Path(model["original_file_path"]).parent.name != model["schema"]
        or not model["name"].startswith(PREFIXES.get(model["schema"], ("",)))
    ]
    wrong += [
        part["original_file_path"]
        for part in parts_of(manifest)
        if Path(part["original_file_path"]).parent.parts[1:] != (part["schema"], PARTS)
        or not part["name"].startswith("part_")
    ]
    assert not wrong


def test_every_model_states_its_grain_first(manifest: dict[str, Any]) -> None:
    wrong = [
        model["name"]
        for model in (*models_of(manifest), *parts_of(manifest))
        if not re.match(r"One row(?: per |: )", model["description"])
    ]
    assert not wrong


def test_every_grain_analysts_rely_on_is_tested_as_unique(manifest: dict[str, Any]) -> None:
    wrong = [
        model["name"]
        for model in models_of(manifest)
        if model["schema"] in SHOWN
        and not any(
            test["test_metadata"]["name"] in {"unique", "unique_combination"}
            for test in data_tests_of(manifest, model)
            if test["test_metadata"]
        )
    ]
    assert not wrong


def test_dimensional_and_marts_have_enforced_contracts_and_primary_keys(
    manifest: dict[str, Any],
) -> None:
    models = [model for model in models_of(manifest) if model["schema"] in CONTRACTED]
    without_contract = [model["name"] for model in models if not model["contract"]["enforced"]]
    without_key = [
        model["name"]
        for model in models
        if "primary_key"
        not in {
            constraint["type"]
            for holder in (model, *model["columns"].values())
            for constraint in holder["constraints"]
        }
    ]
    assert (without_contract, without_key) == ([], [])


def test_facts_point_to_their_dimensions(manifest: dict[str, Any]) -> None:
    keys = {
        "document_id": "dim_document",
        "service_code": "dim_program",
        "place_ubigeo": "dim_geography",
        "month": "dim_month",
    }
    wrong = [
        f"{model['name']}.{column}"
        for model in models_of(manifest)
        if model["name"].startswith("fct_")
        for column, dimension in keys.items()
        if column in model["columns"]
        and not any(
            constraint["type"] == "foreign_key" and dimension in str(constraint["to"])
            for constraint in model["columns"][column]["constraints"]
        )
    ]
    assert not wrong


def test_every_column_shown_says_its_name_in_the_document(manifest: dict[str, Any]) -> None:
    wrong = [
        f"{model['name']}.{name}"
        for model in models_of(manifest)
        if model["schema"] in SHOWN
        for name, column in model["columns"].items()
        if not re.search(r"(?:Not in the document|In the document: .+)\.$", column["description"])
    ]
    assert not wrong


def test_everything_is_described(manifest: dict[str, Any]) -> None:
    holders = [
        *(
            node
            for node in manifest["nodes"].values()
            if node["resource_type"] in {"model", "seed"}
        ),
        *manifest["sources"].values(),
        *manifest["exposures"].values(),
    ]
    wrong = [holder["name"] for holder in holders if not holder["description"].strip()]
    wrong += [
        f"{holder['name']}.{name}"
        for holder in holders
        for name, column in holder.get("columns", {}).items()
        if not column["description"].strip()
    ]
    assert not wrong


def test_described_columns_are_the_columns_of_the_warehouse(
    manifest: dict[str, Any], refreshed: Refreshed
) -> None:
    built: dict[tuple[str, str], list[str]] = {}
    for schema, table, column in refreshed.rows(
        "select schema_name, table_name, column_name from duckdb_columns() "
        "where not internal order by schema_name, table_name, column_index"
    ):
        built.setdefault((schema, table), []).append(column)
    described = {
        (node["schema"], node["name"]): list(node["columns"])
        for node in models_of(manifest, "seed")
    }
    assert described == {name: built.get(name) for name in described}


def test_described_columns_of_parts_are_the_columns_they_give(
    manifest: dict[str, Any], refreshed: Refreshed
) -> None:
    compiled = refreshed.settings.dbt_target / "compiled" / "mimp"
    with duckdb.connect() as connection:
        # By this name dbt knows the file it builds.
        connection.execute(f"attach '{refreshed.settings.warehouse}' as candidate (read_only)")
        given = {
            part["name"]: connection.sql(
                (compiled / part["original_file_path"]).read_text(encoding="utf-8")
            ).columns
            for part in parts_of(manifest)
        }
    assert given == {part["name"]: list(part["columns"]) for part in parts_of(manifest)}


def test_descriptions_are_comments_of_the_warehouse(
    manifest: dict[str, Any], refreshed: Refreshed
) -> None:
    comments = {
        (schema, table, column): comment
        for schema, table, column, comment in refreshed.rows(
            "select schema_name, table_name, column_name, comment from duckdb_columns() "
            "union all select schema_name, table_name, null, comment from duckdb_tables()"
        )
    }
    described = {
        (model["schema"], model["name"], name): description
        for model in models_of(manifest)
        if model["schema"] in SHOWN
        for name, description in [
            (None, model["description"]),
            *((name, column["description"]) for name, column in model["columns"].items()),
        ]
    }
    assert described == {name: comments.get(name) for name in described}


def test_interfaces_have_exactly_their_columns(manifest: dict[str, Any]) -> None:
    columns = {model["name"]: list(model["columns"]) for model in models_of(manifest)}
    assert columns["published_figures"] == PUBLISHED_FIGURES
    assert columns["findings"] == FINDINGS


def test_every_mart_is_exposed(manifest: dict[str, Any]) -> None:
    exposed = {
        parent
        for exposure in manifest["exposures"].values()
        for parent in exposure["depends_on"]["nodes"]
    }
    wrong = [
        model["name"]
        for model in models_of(manifest)
        if model["schema"] in {"marts", "quality"} and model["unique_id"] not in exposed
    ]
    assert not wrong


def test_exposures_say_what_reads_them(manifest: dict[str, Any]) -> None:
    """Each package's tables are those its code asks for; every table of analysts is exported."""
    names = {
        unique_id: f"{node['schema']}.{node['name']}"
        for unique_id, node in {**manifest["nodes"], **manifest["sources"]}.items()
        if not is_part(node)
    }
    exposed = {
        exposure["name"]: {names[parent] for parent in exposure["depends_on"]["nodes"]}
        for exposure in manifest["exposures"].values()
    }
    for package in ("report", "maps", "written_summary"):
        texts = [file.read_text() for file in (PROJECT / "orchestration" / package).rglob("*.py")]
        asked = set(re.findall(r"\b[a-z]+\.\w+", " ".join(texts))) & set(names.values())
        assert exposed[package] == asked, package
    shown = {one for one in names.values() if one.startswith(("dimensional.", "marts."))}
    assert exposed["exports"] == shown
    assert exposed["published_warehouse"] >= shown


def test_sources_are_described_as_the_tables_they_are(manifest: dict[str, Any]) -> None:
    described = {one["name"]: one["description"] for one in manifest["sources"].values()}
    assert described == {table.name: table.comment for table in ALL_TABLES}


def test_every_source_model_and_seed_is_read_by_something(manifest: dict[str, Any]) -> None:
    """Staging apart: it also says what the columns of each raw table mean, read or not."""
    holders = [*manifest["nodes"].values(), *manifest["exposures"].values()]
    read = {
        parent
        for holder in holders
        if holder["resource_type"] != "test"
        for parent in holder["depends_on"].get("nodes", [])
    }
    unread = [
        node["name"]
        for node in [*models_of(manifest, "seed"), *manifest["sources"].values()]
        if node["unique_id"] not in read and node["schema"] != "staging"
    ]
    assert not unread


def test_unique_tests_are_of_the_key_the_grain_names(manifest: dict[str, Any]) -> None:
    """A primary key is also tested: DuckDB's constraint is only on tables with a contract."""
    for model in models_of(manifest):
        key = {
            *(
                name
                for name, column in model["columns"].items()
                if any(one["type"] == "primary_key" for one in column["constraints"])
            ),
            *(
                name
                for one in model["constraints"]
                if one["type"] == "primary_key"
                for name in one["columns"]
            ),
        }
        tested = [
            {test["test_metadata"]["kwargs"]["column_name"]}
            if test["test_metadata"]["name"] == "unique"
            else set(test["test_metadata"]["kwargs"]["columns"])
            for test in data_tests_of(manifest, model)
            if (test["test_metadata"] or {}).get("name") in {"unique", "unique_combination"}
        ]
        assert not key or key in tested, model["name"]
