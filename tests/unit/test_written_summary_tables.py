"""What the written-back tables print, and how the pipeline would read it."""

from __future__ import annotations

import dataclasses
import io
from datetime import date
from decimal import Decimal

import docx
import pytest
from docx.shared import Cm
from PIL import Image

from orchestration.documents.read import read_document
from orchestration.extraction import extract
from orchestration.extraction.rows import ServiceCoverage, ServiceFigure
from orchestration.written_summary import wording
from orchestration.written_summary.compose import compose
from orchestration.written_summary.content import (
    Content,
    Figure,
    Rank,
    Service,
    Subject,
    first_step,
)
from orchestration.written_summary.pages import PageBlock, Paragraph, Picture
from orchestration.written_summary.word import write_word

SUBJECT = Subject("d" * 16, "18", "Moquegua", "18", date(2023, 3, 1))
CEM = Service("CEM", "Centro Emergencia Mujer", "CEM", "AURORA", "Programa Nacional")
AS_OF = (date(2023, 3, 1), date(2023, 3, 31), "as_of")
YEAR = (date(2022, 1, 1), date(2022, 12, 31), "year")
SO_FAR = (date(2023, 1, 1), date(2023, 3, 31), "year_to_date")

USAGE = Figure(
    "f-1", "usage", "1.1 CEM > table 1 > row 3 > cell 2", CEM, "CEM", None, None,
    "casos_atendidos", "casos atendidos", SO_FAR, None, None, None, False, None,
    Decimal(1453), "number", "1 453",
)  # fmt: skip
CENTRE = dataclasses.replace(
    USAGE, figure_id="f-2", block="coverage", measure_code="centros", measure="", period=AS_OF,
    province="Ilo", value=Decimal(2), printed_text="2",
)  # fmt: skip


def _content(*figures: Figure, ranks: tuple[Rank, ...] = ()) -> Content:
    return Content(SUBJECT, figures, ranks, ("Menor al 20%",), {})


def _read(content: Content) -> dict[str, list[object]]:
    blocks = compose(content)
    document = read_document(write_word(blocks, title="Resumen"))
    return {table: list(rows) for table, rows in extract(document, "0" * 16).rows.items()}


def _coverage(*figures: Figure) -> list[ServiceCoverage]:
    rows = _read(_content(*figures))["service_coverage"]
    return [row for row in rows if isinstance(row, ServiceCoverage)]


def _usage(*figures: Figure) -> list[ServiceFigure]:
    rows = _read(_content(*figures))["service_figures"]
    return [row for row in rows if isinstance(row, ServiceFigure)]


@pytest.mark.parametrize(
    ("period", "label"),
    [
        (YEAR, "Año 2022"),
        (SO_FAR, "Ene - Mar 2023"),
        ((date(2023, 9, 1), date(2023, 9, 30), "month"), "Set 2023"),
        ((date(2023, 1, 1), date(2023, 1, 31), "year_to_date"), "Ene - Ene 2023"),
    ],
)
def test_a_period_is_labelled_as_the_ministry_does(
    period: tuple[date, date, str], label: str
) -> None:
    assert wording.period_label(*period) == label


@pytest.mark.parametrize(
    ("unit", "phrase"),
    [
        (("18", "Moquegua", "18"), "del departamento de Moquegua"),
        (("07", "Callao", "07"), "de la Provincia Constitucional del Callao"),
        (("LIMA_METROPOLITANA", "Lima Metropolitana", "15"), "de Lima Metropolitana"),
    ],
)
def test_a_unit_is_named_with_its_article(unit: tuple[str, str, str], phrase: str) -> None:
    assert wording.of_unit(*unit) == phrase


def test_capitals_keep_the_letter_enye() -> None:
    assert wording.capitals("Marañón – Ichuña") == "MARAÑON – ICHUÑA"


@pytest.mark.parametrize(
    ("location", "step"),
    [
        ("1.1 Centro (CEM) > table 1 > row 2 (line 5)", "1.1 Centro (CEM)"),
        ("1.4 Hogar de Refugio Temporal (HRT) (line 113)", "1.4 Hogar de Refugio Temporal (HRT)"),
        ("1.4 Hogar de Refugio Temporal (HRT)", "1.4 Hogar de Refugio Temporal (HRT)"),
    ],
)
def test_the_first_step_of_a_location_is_its_heading(location: str, step: str) -> None:
    assert first_step(location) == step


@pytest.mark.parametrize(
    ("status", "printed"), [("dash", "-"), ("no_information", "S/I"), ("number", "1 453")]
)
def test_a_usage_cell_prints_the_number_or_what_stands_for_it(status: str, printed: str) -> None:
    value = Decimal(1453) if status == "number" else None
    other = dataclasses.replace(USAGE, measure="actividades", value=Decimal(7))
    figure = dataclasses.replace(USAGE, value=value, value_status=status)
    rows = _usage(figure, other)
    assert [(row.printed_text, row.measure_label) for row in rows] == [
        (printed, "casos atendidos"),
        ("7", "actividades"),
    ]


def test_a_measure_that_is_a_sentence_keeps_its_words_around_the_number() -> None:
    sentence = dataclasses.replace(USAGE, measure="A través de N acciones preventivas")
    also = dataclasses.replace(USAGE, measure="se sensibilizó a N personas", value=Decimal(402))
    plain, first, second = _usage(USAGE, sentence, also)
    assert plain.measure_label == "casos atendidos"
    assert (first.printed_text, second.printed_text) == ("1 453", "402")
    assert first.measure_label == "acciones preventivas se sensibilizó a"
    assert second.measure_label == "personas"


def test_the_month_stands_in_a_column_although_no_figure_is_in_it() -> None:
    figure = dataclasses.replace(USAGE, period=YEAR)
    labels = {
        getattr(row, "printed_text", "") for row in _read(_content(figure))["period_mentions"]
    }
    assert "Mar 2023" in labels


def test_a_place_that_stands_twice_gets_a_table_of_its_own() -> None:
    again = dataclasses.replace(CENTRE, figure_id="f-3", value=Decimal(5))
    rows = _coverage(CENTRE, again)
    assert [row.count_text for row in rows] == ["2", "5"]
    tables = {row.location.split(" > row ")[1].rsplit(" > table ", 1)[1] for row in rows}
    assert len(tables) == 2


def test_a_row_of_no_province_does_not_take_the_one_above() -> None:
    nowhere = dataclasses.replace(CENTRE, figure_id="f-3", province=None, value=Decimal(9))
    rows = {row.count_text: row.province_text for row in _coverage(CENTRE, nowhere)}
    assert rows["2"] == "Ilo"
    assert not rows["9"]


def test_a_listed_place_prints_no_number() -> None:
    listed = dataclasses.replace(
        CENTRE, district="Pacocha", place_name="Casa", value=None, value_status="listed"
    )
    (row,) = _coverage(listed)
    assert (row.count_text, row.district_text, row.place_name) == (None, "Pacocha", "Casa")


@pytest.mark.parametrize("value", [Decimal(3), Decimal(12345), None])
def test_a_subtotal_is_read_again_whether_it_fits_in_a_label_or_not(value: Decimal | None) -> None:
    detail = dataclasses.replace(CENTRE, modality="Regular", modality_code="regular")
    subtotal = dataclasses.replace(
        detail, figure_id="f-3", province=None, is_total=True, total_of="modality", value=value,
        value_status="number" if value is not None else "dash",
    )  # fmt: skip
    kinds = {
        row.row_kind: (row.centre_label, row.count_text) for row in _coverage(detail, subtotal)
    }
    text = wording.number(value) if value is not None else "-"
    assert kinds["subtotal"] == ("CEM Regular", text)
    assert kinds["detail"] == ("CEM Regular", "2")


def test_a_line_of_the_ranking_that_could_not_be_read_takes_its_rank() -> None:
    ranks = (
        Rank(1, "Ilo", "Pacocha"),
        Rank(2, None, None),
        Rank(3, "Mariscal Nieto", "Carumas"),
    )
    rows = _read(_content(USAGE, ranks=ranks))["poverty_ranking"]
    shown = [(getattr(r, "rank_position", 0), getattr(r, "district_text", "")) for r in rows]
    assert shown == [(1, "PACOCHA"), (2, "ILEGIBLE"), (3, "CARUMAS")]


def test_an_unknown_service_keeps_its_printed_label() -> None:
    unknown = dataclasses.replace(USAGE, service=Service(None, "Casa <b>X</b> & Cía:"))
    (row,) = _usage(unknown)
    assert row.row_label == "Casa <b>X</b> & Cía:"


def test_a_document_without_a_matrix_is_still_whole() -> None:
    rows = _read(_content(USAGE))
    assert not [r for r in rows["reading_findings"] if getattr(r, "severity", "") == "error"]


def test_what_no_word_file_may_hold_is_left_out() -> None:
    content = write_word([Paragraph("a\x00b\x0bc\ud800d")], title="x")
    text = " ".join(p.text for p in read_document(content).blocks if hasattr(p, "text"))
    assert text.split() == ["a", "b", "c", "d"]


def test_pictures_and_paragraphs_keep_their_order_and_a_title_its_signs() -> None:
    pictures = [Picture(_png(colour), f"colour {colour}") for colour in (1, 2)]
    blocks: list[PageBlock] = [
        Paragraph("a"), pictures[0], Paragraph("b"), Paragraph("c"), pictures[1]
    ]  # fmt: skip
    document = docx.Document(io.BytesIO(write_word(blocks, title="Café & <té>")))
    assert document.core_properties.title == "Café & <té>"
    shown = [
        paragraph.text or paragraph._p.xpath(".//wp:docPr/@descr")[0]
        for paragraph in document.paragraphs
    ]
    assert shown == ["a", "colour 1", "b", "c", "colour 2"]
    assert [shape.width for shape in document.inline_shapes] == [Cm(8), Cm(8)]


def _png(colour: int) -> bytes:
    """A picture of one pixel."""
    written = io.BytesIO()
    Image.new("L", (1, 1), colour).save(written, "PNG")
    return written.getvalue()


def test_the_total_of_months_or_places_is_written_as_one() -> None:
    total = dataclasses.replace(USAGE, is_total=True, total_of="department")
    months = [
        dataclasses.replace(
            USAGE,
            figure_id=f"m-{month}",
            period=(date(2023, month, 1), date(2023, month, 28 + 3 * (month != 2)), "month"),
        )
        for month in (1, 2, 3)
    ]
    place = dataclasses.replace(USAGE, figure_id="p-1", province="Ilo")
    for parts in (months, [place], [dataclasses.replace(place, measure="A través de N casos")]):
        of_parts = dataclasses.replace(total, measure=parts[0].measure)
        kinds = [row.row_kind for row in _usage(*parts, of_parts, CENTRE)]
        assert kinds == ["detail"] * len(parts) + ["total"]
