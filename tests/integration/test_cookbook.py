"""The analysts' cookbook: each query runs on the shipped document and answers what it did before.

`make test ARGS="tests/integration/test_cookbook.py --update-snapshots"` writes the answers anew.
"""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import duckdb
import pytest

from orchestration.settings import PROJECT, QUERIES
from tests.refreshing import Refreshed

_ANSWERS = PROJECT / "tests" / "golden" / "cookbook"
_NAMES = sorted(query.stem for query in QUERIES.glob("*.sql"))
_FOR_ANALYSTS = {"dimensional", "marts", "quality"}


def _text(name: str) -> str:
    return (QUERIES / f"{name}.sql").read_text(encoding="utf-8")


def _answer(warehouse: Path, query: str) -> str:
    with duckdb.connect(warehouse, read_only=True) as connection:
        cursor = connection.execute(query)
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow([column[0] for column in cursor.description or ()])
        writer.writerows(cursor.fetchall())
    return text.getvalue()


@pytest.mark.parametrize("name", _NAMES)
def test_the_answer_is_the_pinned_one(
    name: str, refreshed: Refreshed, request: pytest.FixtureRequest
) -> None:
    answer = _answer(refreshed.settings.warehouse, _text(name))
    pinned = _ANSWERS / f"{name}.csv"
    if request.config.getoption("--update-snapshots"):
        pinned.parent.mkdir(exist_ok=True)
        pinned.write_text(answer, encoding="utf-8")
    assert answer == pinned.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", _NAMES)
def test_a_query_says_its_question_and_what_to_beware_of(name: str) -> None:
    comments = [line for line in _text(name).splitlines() if line.startswith("--")]
    assert re.fullmatch(r"-- [A-Z].*\?", comments[0]), comments[0]
    assert comments[1].startswith("-- Caution: ")


@pytest.mark.parametrize("name", _NAMES)
def test_a_query_reads_what_is_for_analysts_and_orders_its_rows(name: str) -> None:
    code = re.sub(r"--.*", "", _text(name))
    schemas = set(re.findall(r"^\s*(?:from|[a-z ]*join)\s+(\w+)\.", code, re.MULTILINE))
    schemas |= set(re.findall(r"schema_name = '(\w+)'", code))
    assert schemas
    assert schemas <= _FOR_ANALYSTS
    assert re.search(r"^order by\b", code, re.MULTILINE)


def test_there_is_an_answer_for_each_query_and_no_other() -> None:
    assert sorted(path.stem for path in _ANSWERS.glob("*.csv")) == _NAMES
    assert len(_NAMES) >= 15
