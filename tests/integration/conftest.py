"""Warehouses that several modules of integration tests read: made once a run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import duckdb
import pytest

from orchestration.settings import PROJECT
from orchestration.written_summary import write_summary
from orchestration.written_summary.content import subjects
from tests.built_warehouse import build_warehouse
from tests.document_writer import FORMATS, Style, random_style, random_truth, write
from tests.document_writer.corpus import corpus
from tests.document_writer.faults import FAULTS, write_faulty
from tests.document_writer.reference import reporting_units
from tests.document_writer.series import amount_of, with_amount
from tests.document_writer.spoilt_places import NotApplicable
from tests.made_once import made_once

SHIPPED = PROJECT / "seeds" / "documents"
SERIES_UNIT = "18"
HOSTILE_UNIT = "23"


@dataclass(frozen=True)
class WrittenBack:
    """A warehouse of many documents, and the one made of all of them written back."""

    original: Path
    again: Path


@pytest.fixture(scope="session")
def many_documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse of a corpus: every unit, every format, many styles, every fault, a revision."""

    def make(folder: Path) -> Path:
        documents = [_shipped(), _every_unit(), _series(), _faulty(), _revised(), _hostile()]
        build_warehouse(dict(chain.from_iterable(documents)), folder / "w.duckdb")
        return folder / "w.duckdb"

    return made_once(tmp_path_factory, "many_documents", make)


@pytest.fixture(scope="session")
def written_back(many_documents: Path, tmp_path_factory: pytest.TempPathFactory) -> WrittenBack:
    """The corpus, and every document of it written back from its warehouse and read again."""

    def make(folder: Path) -> WrittenBack:
        documents = {}
        with duckdb.connect(many_documents, read_only=True) as connection:
            for subject in subjects(connection):
                documents[f"{subject.as_of_month:%Y-%m}/{subject.unit_code}.docx"] = write_summary(
                    connection, subject.unit_code, subject.as_of_month, with_picture=False
                )
        build_warehouse(documents, folder / "w.duckdb")
        return WrittenBack(many_documents, folder / "w.duckdb")

    return made_once(tmp_path_factory, "written_back", make)


def _shipped() -> Iterator[tuple[str, bytes]]:
    for file in sorted(SHIPPED.rglob("*.*")):
        yield str(file.relative_to(SHIPPED)), file.read_bytes()


def _every_unit() -> Iterator[tuple[str, bytes]]:
    for document in corpus(3, sorted(reporting_units()), [(2021, 4)], FORMATS):
        written = document.written()
        yield document.name + written.suffix, written.content


def _series() -> Iterator[tuple[str, bytes]]:
    """A unit's months, one of them a year before another, accumulated counts in each."""
    for year, month in ((2022, 3), (2022, 12), (2023, 2), (2023, 3)):
        truth = random_truth(4, SERIES_UNIT, year, month, period_columns=2)
        written = write(truth, random_style(4, map_page=True), "text")
        yield f"series/{year}-{month:02}.txt", written.content


def _faulty() -> Iterator[tuple[str, bytes]]:
    """A document with each fault, each of a unit and month of its own."""
    units = sorted(reporting_units())
    for number, name in enumerate(sorted(FAULTS)):
        for seed in range(10 * number, 10 * number + 10):
            unit = units[(number + seed) % len(units)]
            truth = random_truth(seed, unit, 2019 + number // 12, 1 + number % 12)
            try:
                written = write_faulty(
                    truth, random_style(seed), ("text", "docx")[number % 2], name, seed
                )
            except NotApplicable:
                continue
            yield f"faulty/{name}{written.suffix}", written.content
            break


def _revised() -> Iterator[tuple[str, bytes]]:
    """A document, and its revision with one number changed."""
    truth = random_truth(9, SERIES_UNIT, 2023, 5, period_columns=2, gap_share=0.0)
    changed = with_amount(
        truth, "CEM", "casos_atendidos", 1, amount_of(truth, "CEM", "casos_atendidos", 1) + 7
    )
    # By province, one number changed would be several.
    style = random_style(9, usage_table="beside")
    yield "revised/first.txt", write(truth, style, "text").content
    yield "revised/second.txt", write(changed, style, "text").content


def _hostile() -> Iterator[tuple[str, bytes]]:
    """A document whose unknown service is named like a program for a browser."""
    truth = random_truth(2, HOSTILE_UNIT, 2023, 6, is_small=True)
    text = write(truth, Style(), "text").content.decode()
    text = text.replace("Centro Emergencia Mujer", "Casa <script>alert(x)</script>")
    yield "hostile.txt", text.replace("CEM", "ZZZ").encode()
