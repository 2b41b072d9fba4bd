"""Figures from bytes to `marts.published_figures`: the shipped document, and a corpus.

The shipped document is compared with a golden file written by hand; the corpus (many
departments, months, authors' habits, all three formats) with what its writer says it printed.
One warehouse is built for all of it.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.built_warehouse import build_warehouse
from tests.document_writer import Style, random_style, random_truth, write
from tests.document_writer.as_docx import write_docx
from tests.document_writer.as_pdf import NoOffice, convert
from tests.document_writer.compose import compose
from tests.document_writer.reference import reporting_units
from tests.document_writer.score import Score, score
from tests.document_writer.truth import ExpectedFigure

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ROOT / "seeds" / "documents" / "2023-01" / "moquegua.txt"
ORIGINAL = ROOT.parent / "shared" / "seed" / "moquegua_2023-01.txt"
GOLDEN = ROOT / "tests" / "golden" / "moquegua_2023-01.csv"
MAP_BLOCKS = frozenset({"map_legend", "poverty_ranking"})
"""Blocks that stand in a picture in Word files and PDFs; reading those is tested apart."""
AT_LEAST = {"text": 1.0, "docx": 1.0, "pdf": 0.99}


@dataclass(slots=True)
class Corpus:
    """Documents by name, and what each must give."""

    documents: dict[str, bytes] = field(default_factory=dict)
    expected: dict[str, tuple[ExpectedFigure, ...]] = field(default_factory=dict)
    has_pdf: bool = True


def write_corpus() -> Corpus:
    """A document of every reporting unit as text and Word file, every second one as PDF too."""
    corpus = Corpus()
    for_print: dict[str, bytes] = {}
    for number, unit_code in enumerate(sorted(reporting_units())):
        drawn = random.Random(f"corpus {number}")
        truth = random_truth(number, unit_code, drawn.randint(2019, 2025), drawn.randint(1, 12))
        style = random_style(1000 + number)
        for file_format in ("text", "docx"):
            written = write(truth, style, file_format)
            name = f"{unit_code}{written.suffix}"
            corpus.documents[name] = written.content
            corpus.expected[name] = written.figures
        if number % 2 == 0:
            composition = compose(truth, style)
            for_print[f"{unit_code}.pdf"] = write_docx(composition, for_print=True)
            corpus.expected[f"{unit_code}.pdf"] = tuple(composition.figures)
    try:
        corpus.documents.update(zip(for_print, convert(list(for_print.values())), strict=True))
    except NoOffice:
        corpus.has_pdf = False
    return corpus


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    """The documents of the corpus."""
    return write_corpus()


@pytest.fixture(scope="module")
def warehouse(
    corpus: Corpus, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A warehouse of the shipped document, the original where it is present, and the corpus."""
    path = tmp_path_factory.mktemp("figures") / "warehouse.duckdb"
    documents = {"shipped.txt": SHIPPED.read_bytes(), **corpus.documents}
    if ORIGINAL.exists():
        documents["original.txt"] = ORIGINAL.read_bytes()
    build_warehouse(documents, path)
    connection = duckdb.connect(str(path), read_only=True)
    yield connection
    connection.close()


def published(warehouse: duckdb.DuckDBPyConnection, file_name: str) -> list[dict[str, Any]]:
    """The published figures of one document."""
    relation = warehouse.execute(
        "select * from marts.published_figures where file_name = ? order by figure_id", [file_name]
    )
    names = [column[0] for column in relation.description or ()]
    return [dict(zip(names, row, strict=True)) for row in relation.fetchall()]


def as_printed(value: Any) -> str:
    """A value as the golden file writes it."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


@pytest.mark.parametrize("file_name", ["shipped.txt", "original.txt"])
def test_every_figure_of_the_summary_is_published(
    warehouse: duckdb.DuckDBPyConnection, file_name: str
) -> None:
    """The golden figures, field by field; none missing, none more."""
    if file_name == "original.txt" and not ORIGINAL.exists():
        pytest.skip("the ministry's own file is not beside the project; the shipped one was tested")
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        golden = list(csv.DictReader(file))
    columns = list(golden[0])
    actual = [
        {name: as_printed(row[name]) for name in columns} for row in published(warehouse, file_name)
    ]
    assert sorted(actual, key=str) == sorted(golden, key=str)
    assert all(row["location"] for row in published(warehouse, file_name))


@pytest.mark.parametrize("file_name", ["shipped.txt", "original.txt"])
def test_the_known_contradictions_are_found_and_nothing_else(
    warehouse: duckdb.DuckDBPyConnection, file_name: str
) -> None:
    """Legend against tables, province as district, a service only in the matrix."""
    if file_name == "original.txt" and not ORIGINAL.exists():
        pytest.skip("the ministry's own file is not beside the project; the shipped one was tested")
    findings = warehouse.execute(
        "select severity, code, message from quality.findings "
        "where file_name = ? and severity <> 'info' order by code",
        [file_name],
    ).fetchall()
    assert [(severity, code) for severity, code, _ in findings] == [
        ("warning", "legend_mismatch"),
        ("warning", "matrix_mismatch"),
        ("warning", "place_level_mismatch"),
    ]
    legend, matrix, place = (message for _, _, message in findings)
    assert "Educadores de Calle" in legend and "2" in legend and "3" in legend
    assert "Sociedad de Beneficencia" in matrix
    assert "Mariscal Nieto" in place


@pytest.mark.parametrize("file_format", ["text", "docx", "pdf"])
def test_corpus_is_read_figure_by_figure(
    warehouse: duckdb.DuckDBPyConnection, corpus: Corpus, file_format: str
) -> None:
    """Precision and recall over all documents of a format."""
    if file_format == "pdf" and not corpus.has_pdf:
        pytest.skip("LibreOffice is not installed, so no PDF could be written; fixtures are tested")
    suffix = {"text": ".txt", "docx": ".docx", "pdf": ".pdf"}[file_format]
    total = Score()
    units = 0
    for name, figures in corpus.expected.items():
        if not name.endswith(suffix):
            continue
        units += 1
        expected = [f for f in figures if file_format == "text" or f.block not in MAP_BLOCKS]
        total.add(score(expected, published(warehouse, name)))
    assert units >= 12
    assert total.expected > 1000
    assert total.recall >= AT_LEAST[file_format], total.differences()
    assert total.precision >= AT_LEAST[file_format], total.differences()


def test_no_number_of_the_corpus_is_unclaimed(warehouse: duckdb.DuckDBPyConnection) -> None:
    """Every numeric token of every document is a figure or of a named class."""
    assert (
        warehouse.execute(
            "select file_name, printed_text, context, location from quality.number_ledger "
            "where number_class = 'unclaimed'"
        ).fetchall()
        == []
    )


def test_every_claim_of_the_ledger_is_a_raw_row(warehouse: duckdb.DuckDBPyConnection) -> None:
    """The ledger's figures exist, and no document is without any."""
    orphans = warehouse.execute(
        """
        select count(*) from raw.numbers as ledger
        where ledger.number_class = 'figure' and ledger.figure_id not in (
            select figure_id from raw.service_figures
            union all select figure_id from raw.service_coverage
            union all select figure_id from raw.consolidated_cells
            union all select figure_id from raw.map_legend
        )
        """
    ).fetchone()
    assert orphans == (0,)


def test_plain_style_is_the_shipped_layout() -> None:
    """The writer's default author prints the shipped document's kind of tables."""
    written = write(random_truth(3, "18", 2023, 1), Style(), "text").content.decode()
    for label in ("\tServicio / Cobertura\n", "\tUsuarias/os\n", "\tPROVINCIAS\n", "\tTipo CEM\n"):
        assert label in SHIPPED.read_text(encoding="utf-8").replace(" \n", "\n")
        assert label in written.replace(" \n", "\n")
