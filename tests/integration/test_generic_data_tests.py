"""The project's own dbt tests, tested: rows that must pass, rows that must fail, the boundary.

Belongs here: `dbt_project/tests/generic`, run by dbt on rows written here. Does not belong here:
whether the warehouse passes them (dbt says so in every refresh).
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from tests.bounded import LONGEST

GENERIC_TESTS = Path(__file__).parents[2] / "dbt_project" / "tests" / "generic"


@dataclass(frozen=True)
class Case:
    """One use of a generic test: the rows, and how many of them (or groups) must fail.

    `column` is the column the test is declared on, or None for a test of the whole model.
    """

    name: str
    test: str
    columns: str
    rows: str
    failures: int
    arguments: dict[str, object]
    column: str | None = None

    @property
    def model(self) -> str:
        return f"select * from (values {self.rows}) as written_rows ({self.columns})"

    @property
    def declaration(self) -> dict[str, object]:
        test = {self.test: {"name": self.name, "arguments": self.arguments}}
        if self.column:
            return {"name": self.name, "columns": [{"name": self.column, "data_tests": [test]}]}
        return {"name": self.name, "data_tests": [test]}


def unique_combination(name: str, rows: str, failures: int, condition: str = "true") -> Case:
    arguments: dict[str, object] = {"columns": ["unit", "month"], "condition": condition}
    return Case(name, "unique_combination", "unit, month, kind", rows, failures, arguments)


def relationships_where(name: str, rows: str, failures: int, condition: str = "true") -> Case:
    arguments: dict[str, object] = {
        "columns": ["service", "measure"],
        "to": "ref('parents')",
        "to_columns": ["service", "measure"],
        "condition": condition,
    }
    return Case(name, "relationships_where", "service, measure", rows, failures, arguments)


def total_equals_parts(name: str, rows: str, failures: int, **more: object) -> Case:
    arguments: dict[str, object] = {
        "value": "centres",
        "group_by": ["document", "service"],
        "total_condition": "is_total",
        "part_condition": "not is_total",
        **more,
    }
    columns = "document, service, is_total, centres"
    return Case(name, "total_equals_parts", columns, rows, failures, arguments)


def contiguous_numbers(name: str, rows: str, failures: int) -> Case:
    arguments: dict[str, object] = {"group_by": ["unit"]}
    return Case(name, "contiguous_numbers", "unit, revision", rows, failures, arguments, "revision")


def exactly_one_flagged(name: str, rows: str, failures: int) -> Case:
    arguments: dict[str, object] = {"group_by": ["unit"]}
    columns = "unit, is_latest"
    return Case(name, "exactly_one_flagged", columns, rows, failures, arguments, "is_latest")


def confidential_places_hidden(name: str, rows: str, failures: int) -> Case:
    arguments: dict[str, object] = {"place_columns": ["district", "printed_district"]}
    columns = "service_code, district, printed_district"
    return Case(name, "confidential_places_hidden", columns, rows, failures, arguments)


CASES = [
    unique_combination("each_unit_and_month_once", "('18', 1, 'a'), ('18', 2, 'a')", 0),
    unique_combination("a_unit_and_month_twice", "('18', 1, 'a'), ('18', 1, 'b')", 1),
    unique_combination("nulls_are_equal", "(null, 1, 'a'), (null, 1, 'b'), ('18', 1, 'a')", 1),
    unique_combination(
        "only_rows_of_the_condition", "('18', 1, 'a'), ('18', 1, 'b')", 0, condition="kind = 'a'"
    ),
    Case("zero_is_not_negative", "not_negative", "value", "(0), (1)", 0, {}, "value"),
    Case("no_number_is_not_negative", "not_negative", "value", "(null), (1)", 0, {}, "value"),
    Case("minus_one_is_negative", "not_negative", "value", "(-1), (0), (-5)", 2, {}, "value"),
    relationships_where("both_columns_are_found", "('CEM', 'cases'), ('UPE', 'children')", 0),
    relationships_where("each_column_alone_is_not_enough", "('CEM', 'children')", 1),
    relationships_where("nulls_point_nowhere", "('CEM', null), (null, 'x'), ('CEM', 'cases')", 0),
    relationships_where("a_null_parent_hides_no_orphan", "('XYZ', 'cases')", 1),
    relationships_where(
        "only_children_of_the_condition", "('XYZ', 'cases')", 0, condition="service != 'XYZ'"
    ),
    total_equals_parts(
        "totals_that_add_up", "(1, 'a', true, 3), (1, 'a', false, 1), (1, 'a', false, 2)", 0
    ),
    total_equals_parts(
        "a_total_one_too_high", "(1, 'a', true, 4), (1, 'a', false, 1), (1, 'a', false, 2)", 1
    ),
    total_equals_parts(
        "a_difference_at_the_tolerance", "(1, 'a', true, 4), (1, 'a', false, 3)", 0, tolerance=1
    ),
    total_equals_parts(
        "a_difference_beyond_the_tolerance", "(1, 'a', true, 5), (1, 'a', false, 3)", 1, tolerance=1
    ),
    total_equals_parts("a_total_that_vanished", "(1, 'a', false, 3), (1, 'a', false, 3)", 1),
    total_equals_parts(
        "totals_of_nameless_groups",
        "(1, null, true, 3), (1, null, false, 3), (2, null, true, 4), (2, null, false, 3)",
        1,
    ),
    total_equals_parts(
        "half_of_the_totals_where_half_will_do",
        "(1, 'a', true, 3), (1, 'a', false, 3), (2, 'a', false, 3)",
        0,
        minimum_coverage=0.5,
    ),
    total_equals_parts(
        "fewer_totals_than_will_do",
        "(1, 'a', true, 3), (1, 'a', false, 3), (2, 'a', false, 3)",
        1,
        minimum_coverage=0.51,
    ),
    total_equals_parts(
        "a_part_that_is_not_known",
        "(1, 'a', true, 9), (1, 'a', false, 3), (1, 'a', false, null)",
        0,
    ),
    total_equals_parts("a_total_without_parts", "(1, 'a', true, 9)", 0),
    contiguous_numbers("one_two_three", "('18', 2), ('18', 1), ('18', 3), ('21', 1)", 0),
    contiguous_numbers("one_and_three", "('18', 1), ('18', 3), ('21', 1)", 1),
    contiguous_numbers("two_first", "('18', 2), ('18', 3)", 1),
    contiguous_numbers("one_twice", "('18', 1), ('18', 1)", 1),
    contiguous_numbers("no_group_no_order", "(null, 7), ('18', 1)", 0),
    exactly_one_flagged("one_latest_each", "('18', true), ('18', false), ('21', true)", 0),
    exactly_one_flagged("two_latest", "('18', true), ('18', true), ('21', true)", 1),
    exactly_one_flagged("none_latest", "('18', false), ('21', true)", 1),
    confidential_places_hidden("an_open_service_shows_its_district", "('UPE', '180101', 'x')", 0),
    confidential_places_hidden("a_confidential_one_shows_none", "('HRT', null, null)", 0),
    confidential_places_hidden("a_confidential_one_shows_its_code", "('HRT', '180101', null)", 1),
    confidential_places_hidden("a_confidential_one_shows_its_name", "('HRT', null, 'x')", 1),
]

PARENTS = {
    "parents": "select * from (values ('CEM', 'cases'), ('UPE', 'children'), (null, null)) "
    "as parents (service, measure)",
    "dim_program": "select * from (values ('UPE', 'district'), ('HRT', 'province')) "
    "as services (service_code, finest_place_level)",
}


@pytest.fixture(scope="module")
def failures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, int]:
    """How many rows failed, by the name of the test, as one run of dbt says."""
    project = tmp_path_factory.mktemp("generic_tests")
    models = project / "models"
    models.mkdir()
    for name, sql in {**PARENTS, **{case.name: case.model for case in CASES}}.items():
        (models / f"{name}.sql").write_text(sql, encoding="utf-8")
    declarations = {"version": 2, "models": [case.declaration for case in CASES]}
    (models / "schema.yml").write_text(yaml.safe_dump(declarations), encoding="utf-8")
    settings = {
        "name": "generic_tests",
        "profile": "generic_tests",
        "test-paths": ["tests"],
        "flags": {"send_anonymous_usage_stats": False},
    }
    (project / "dbt_project.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    shutil.copytree(GENERIC_TESTS, project / "tests" / "generic")
    output = {"type": "duckdb", "path": str(project / "rows.duckdb"), "threads": 1}
    profile = {"generic_tests": {"target": "rows", "outputs": {"rows": output}}}
    (project / "profiles.yml").write_text(yaml.safe_dump(profile), encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "dbt.cli.main", "build", "--profiles-dir", "."],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
        timeout=LONGEST,
    )
    results_file = project / "target" / "run_results.json"
    assert results_file.exists(), run.stdout + run.stderr
    results = json.loads(results_file.read_text(encoding="utf-8"))["results"]
    return {
        result["unique_id"].split(".")[2]: result["failures"]
        for result in results
        if result["unique_id"].startswith("test.")
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.test}-{case.name}")
def test_a_generic_test_fails_exactly_the_rows_it_should(
    case: Case, failures: dict[str, int]
) -> None:
    assert failures[case.name] == case.failures


def test_every_generic_test_is_shown_to_pass_and_to_fail() -> None:
    ours = {path.stem for path in GENERIC_TESTS.glob("*.sql")}
    passing = {case.test for case in CASES if not case.failures}
    failing = {case.test for case in CASES if case.failures}
    assert passing == ours
    assert failing == ours
