"""The summary written back from the warehouse says what the original said."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import duckdb
import pytest

from orchestration.documents.picture_text import read_picture_lines
from orchestration.documents.read import read_document
from orchestration.extraction import extract
from orchestration.settings import Settings
from orchestration.written_summary import write_summary
from orchestration.written_summary.content import NoSuchDocument, subjects
from tests.integration.conftest import SERIES_UNIT, WrittenBack
from tests.refreshing import Refreshed, run_module

_FIGURES = """
select
    documents.reporting_unit_code,
    documents.as_of_month,
    figures.block,
    figures.service,
    figures.measure,
    figures.modality,
    coalesce(figures.district_ubigeo, figures.province_ubigeo, figures.department_ubigeo),
    figures.period_start,
    figures.period_end,
    figures.period_kind,
    figures.is_total,
    figures.value,
    figures.value_status
from marts.published_figures as figures
inner join dimensional.dim_document as documents using (document_id)
where figures.is_latest
"""
_LISTED = """
select
    documents.reporting_unit_code,
    documents.as_of_month,
    coalesce(coverage.service_code, coverage.service_label),
    coverage.place_ubigeo,
    coverage.count_method,
    coverage.centres
from dimensional.fct_service_coverage as coverage
inner join dimensional.dim_document as documents using (document_id)
where documents.is_latest and coverage.count_method = 'listed'
"""


def _rows(path: Path, query: str) -> Counter[tuple[object, ...]]:
    with duckdb.connect(path, read_only=True) as connection:
        return Counter(connection.execute(query).fetchall())


@pytest.mark.parametrize("query", [_FIGURES, _LISTED], ids=["figures", "listed_centres"])
def test_every_document_written_back_gives_the_same_figures(
    written_back: WrittenBack, query: str
) -> None:
    original, again = _rows(written_back.original, query), _rows(written_back.again, query)
    assert sum(original.values()) > 50
    assert not original - again, "lost"
    assert not again - original, "invented"


def test_a_document_written_back_has_no_errors_and_no_number_left_over(
    written_back: WrittenBack,
) -> None:
    found = _rows(
        written_back.again,
        "select code, file_name, location, message from quality.findings"
        " where (severity = 'error' and location not like '%ILEGIBLE%')"
        " or code = 'unclaimed_number'",
    )
    # A line of the ranking that could not be read stands as such, and takes its rank.
    assert all(code == "unknown_place" and "ILEGIBLE" in str(text) for code, _, _, text in found)


def test_every_reporting_unit_is_written_back(written_back: WrittenBack) -> None:
    query = "select distinct reporting_unit_code, as_of_month from dimensional.dim_document"
    assert _rows(written_back.original, query) == _rows(written_back.again, query)


def test_the_same_warehouse_gives_the_same_bytes(many_documents: Path) -> None:
    with duckdb.connect(many_documents, read_only=True) as connection:
        subject = subjects(connection)[0]
        first, second = (
            write_summary(connection, subject.unit_code, subject.as_of_month) for _ in range(2)
        )
    assert first == second


def test_the_map_picture_has_no_words_that_could_be_read_as_figures(many_documents: Path) -> None:
    with duckdb.connect(many_documents, read_only=True) as connection:
        content = write_summary(connection, SERIES_UNIT, date(2023, 3, 1))
    document = read_document(content, None, read_picture_lines)
    plain = read_document(content)
    if not any(picture.is_read for picture in document.pictures):
        pytest.skip("tesseract is not installed here: nobody else reads the picture's words")
    for table in ("map_legend", "poverty_ranking", "poverty_bands"):
        with_words, without = (extract(one, "0" * 16).rows[table] for one in (document, plain))
        assert len(with_words) == len(without)


def test_a_refuge_is_never_placed_below_its_province(many_documents: Path) -> None:
    with duckdb.connect(many_documents, read_only=True) as connection:
        confidential = connection.execute(
            "select service_code from dimensional.dim_program where finest_place_level = 'province'"
        ).fetchall()
        assert confidential
        for subject in subjects(connection):
            content = write_summary(
                connection, subject.unit_code, subject.as_of_month, with_picture=False
            )
            rows = extract(read_document(content), "0" * 16).rows["service_coverage"]
            for row in rows:
                if "Refugio" in (row.row_label or ""):  # type: ignore[attr-defined]
                    assert not row.district_text  # type: ignore[attr-defined]
                    assert not row.place_name  # type: ignore[attr-defined]


def test_an_unknown_document_says_what_there_is(many_documents: Path) -> None:
    with (
        duckdb.connect(many_documents, read_only=True) as connection,
        pytest.raises(NoSuchDocument, match="2023-03"),
    ):
        write_summary(connection, SERIES_UNIT, date(1999, 1, 1))


def test_the_command_writes_the_file(refreshed: Refreshed, tmp_path: Path) -> None:
    out = tmp_path / "moquegua.docx"
    arguments = ("--department", "18", "--month", "2023-01", "--out", str(out))
    done = run_module("orchestration.written_summary", refreshed.settings, *arguments)
    assert done.returncode == 0, done.stderr
    assert read_document(out.read_bytes()).file_format == "docx"


def test_the_command_says_in_a_line_what_it_cannot_do(settings: Settings, tmp_path: Path) -> None:
    arguments = ("--department", "18", "--month", "2023-01", "--out", str(tmp_path / "x.docx"))
    done = run_module("orchestration.written_summary", settings, *arguments)
    assert done.returncode == 1
    assert done.stderr.startswith("error: ") and len(done.stderr.splitlines()) == 1
