"""Rows, labels and columns of tables without lines: centred, wrapped, merged, left blank."""

from __future__ import annotations

import pytest

from orchestration.documents.pdf.headings import Chunk, Headings, PrintedRow, headings_at
from orchestration.documents.pdf.unruled_end import end_of
from orchestration.documents.pdf.unruled_labels import label_starts
from orchestration.documents.pdf.unruled_rows import row_starts
from orchestration.documents.pdf.unruled_texts import Body, body_of
from tests.unit.pdf_sheets import Sheet
from tests.unit.test_pdf_pages import TITLE, read, tables, words

HEADINGS = ("Centro", "Provincia", "N°")
REFUGES = ("Centro", "Provincia", "Nombre del HRT")
Texts = tuple[float, str, str, str]


def headed(
    lines: list[Texts], headings: tuple[str, str, str] = HEADINGS
) -> tuple[Headings, list[PrintedRow]]:
    """Headings and lines below them, each a height and texts of three columns, 70 points apart.

    A text that ends in a blank has a space drawn behind it, as wrapped ones have.
    """
    rows = []
    printed: list[Texts] = [(4.0, *headings), *lines]
    for y, *texts in printed:
        chunks = [
            Chunk(70 * place, 70 * place + 4 * len(text.strip()), text.strip(), text[-1] == " ")
            for place, text in enumerate(texts)
            if isinstance(text, str) and text
        ]
        rows.append(PrintedRow(y, 8, chunks))
    found = headings_at(rows, 0)
    assert found is not None
    return found, rows


def body(lines: list[Texts], headings: tuple[str, str, str] = HEADINGS) -> Body:
    found, rows = headed(lines, headings)
    found.gutters = [(60, 70), (130, 140)]
    found.marks_wraps = any(chunk.is_open for row in rows for chunk in row.chunks)
    return body_of(found, rows[1:])


def stacked(*rows: tuple[str, str, str]) -> list[Texts]:
    return [(14.0 + 10 * number, *row) for number, row in enumerate(rows)]


def test_a_row_without_a_count_beside_a_wrapped_label() -> None:
    lines = stacked(
        ("CEM de ", "Ilo", "1"),
        ("Salud", "", ""),
        ("CEM de ", "Yarowilca", ""),
        ("Salud", "", ""),
    )
    assert row_starts(body(lines), []) == [0, 2]


def test_a_first_row_without_a_count() -> None:
    lines = stacked(("CAR", "Huacaybamba", ""), ("CAR ", "Pachitea", "1"))
    assert row_starts(body(lines), []) == [0, 1]


def test_a_label_that_begins_like_the_one_above_it_is_another() -> None:
    lines = stacked(("UPE ", "Ilo", "1"), ("Yurimaguas", "", ""), ("UPE ", "Moho", "2"))
    assert label_starts(body(lines), [0, 2]) == {0, 2}


CENTRED = [
    (14.0, "", "Ilo", "1"),
    (24.0, "CEM", "Moho", "2"),
    (34.0, "", "Lampa", "1"),
    (44.0, "", "Puno", "1"),
    (49.0, "CAR", "", ""),
    (54.0, "", "Sandia", "3"),
    (64.0, "CEM de ", "", ""),
    (69.0, "", "Yunguyo", "4"),
    (74.0, "Salud", "", ""),
    (84.0, "Total", "", "12"),
]


def test_labels_in_the_middle_of_the_rows_they_cover() -> None:
    lines = body(CENTRED)
    starts = row_starts(lines, [])
    counts = [max(lines.text(n, 2) for n in range(*pair)) for pair in pairs(starts, 10)]
    assert counts == ["1", "2", "1", "1", "3", "4", "12"]
    labels = sorted(label_starts(lines, starts))
    covered = ["".join(lines.text(n, 2) for n in range(*pair)) for pair in pairs(labels, 10)]
    assert covered == ["121", "13", "4", "12"]


def pairs(starts: list[int], end: int) -> list[tuple[int, int]]:
    return list(zip(starts, [*starts[1:], end], strict=True))


def test_a_label_between_two_lines_does_not_end_the_table() -> None:
    found, rows = headed(CENTRED)
    assert end_of(rows, found, []) == len(rows)


def test_a_text_that_hangs_out_is_none_of_the_table() -> None:
    found, rows = headed([(14, "CAR", "Ilo", "1"), (24, "CEM (2)", "Ilo", "1")])
    rows.append(PrintedRow(34, 8, [Chunk(-6, 40, "(centros de la región)")]))
    assert end_of(rows, found, []) == 3


@pytest.mark.parametrize("drawn", [[], [29.0]])
def test_a_wrapped_place_beside_cells_in_the_middle(drawn: list[float]) -> None:
    lines = [
        (14.0, "", "", "Casa de "),
        (19.0, "HRT", "Ilo", ""),
        (24.0, "", "", "Acogida"),
        (34.0, "", "", "Casa de "),
        (39.0, "HRT", "Moho", ""),
        (44.0, "", "", "Acogida"),
    ]
    assert row_starts(body(lines, REFUGES), drawn) == [0, 3]


def test_a_label_after_a_wrapped_place_that_left_room() -> None:
    found, rows = headed([(14, "Ilo ", "El Algarrobal", "1"), (24, "(Ilo)", "", "")])
    found.marks_wraps = True
    rows.append(PrintedRow(34, 8, [Chunk(0, 40, "Estrategia Rural")]))
    assert end_of(rows, found, []) == 3


def test_a_blank_count_in_a_row_between_others() -> None:
    lines = stacked(("CAR", "Huancabamba", "4"), ("CAR", "Ayabaca ", ""), ("CAR", "Paita", "2"))
    assert row_starts(body(lines), []) == [0, 1, 2]


def test_a_wrapped_label_of_each_row_is_no_label_of_both() -> None:
    lines = stacked(
        ("Centros de ", "Chincha", "1"),
        ("referencia", "", ""),
        ("Centros de ", "Ica", "S/I"),
        ("referencia", "", ""),
    )
    rows = body(lines)
    assert row_starts(rows, []) == [0, 2]
    assert label_starts(rows, [0, 2]) == {0, 2}


def test_lines_drawn_between_rows_part_nothing_else() -> None:
    lines = stacked(("CEM", "Ilo", "1"), ("", "(Moquegua)", ""), ("CEM", "Moho", ""))
    assert row_starts(body(lines), [29.0]) == [0, 2]


def test_the_first_line_of_centred_cells_is_no_heading() -> None:
    rows = [(14.0, "", "", "Casa de"), (19.0, "HRT", "Ilo", ""), (24.0, "", "", "Acogida")]
    assert headed(rows, REFUGES)[0].body == 1
    assert headed(stacked(("CEM", "", ""), ("CAR", "Ilo", "1")))[0].body == 1


def test_rows_farther_apart_than_the_lines_of_a_cell() -> None:
    lines = [
        (14.0, "CEM", "Ilo", "1"),
        (28.0, "CAR", "Moho", "2"),
        (42.0, "CAR", "Mariscal", "1"),
        (52.0, "", "Nieto", ""),
        (66.0, "CAR", "Yunguyo", ""),
    ]
    assert row_starts(body(lines), []) == [0, 1, 2, 4]


def test_headings_in_the_middle_over_words_at_the_left() -> None:
    sheet = Sheet().text(60, 80, TITLE).text(100, 100, "N°").text(230, 100, "Centro")
    sheet.text(420, 100, "Provincia")
    for y, count, place in ((114, "2", "SECHURA"), (128, "11", "PIURA")):
        sheet.text(100, y, count).text(150, y, "SAU").text(330, y, place)
    (table,) = tables(read(sheet))
    assert words(table)[1:] == [["2", "SAU", "SECHURA"], ["11", "SAU", "PIURA"]]


def test_a_label_above_headings_is_none_of_them() -> None:
    sheet = Sheet().text(60, 80, TITLE).grid([60, 320, 520], [100, 140, 220])
    sheet.across(120, 320, 520).text(150, 124, "Servicio / Cobertura").text(400, 112, "Usuarias/os")
    sheet.down(420, 120, 220).text(340, 134, "Año 2022").text(440, 134, "Ene 2023")
    sheet.text(65, 152, "SAU").text(350, 170, "44").text(450, 170, "21")
    sheet.text(100, 166, "N°").text(230, 166, "Provincia").text(100, 180, "2").text(230, 180, "Ilo")
    (outer,) = tables(read(sheet))
    assert words(outer.rows[2][0].tables[0]) == [["N°", "Provincia"], ["2", "Ilo"]]


def test_a_place_with_a_blank_behind_it_does_not_go_on_where_its_heading_shows_room() -> None:
    """Typed behind a short name, the blank looks as if the line were wrapped there."""
    lines = stacked(("CAR", "Ilo ", "1"), ("CAR", "Tacna", ""), ("CAR", "Moho", "2"))
    lines.append((44.0, "CEM de ", "", ""))
    lines.append((54.0, "Salud", "Ilo", "1"))
    assert body(lines).goes_on(1, 0, 1) == -1.0


def test_a_centred_place_over_two_lines_is_no_row_without_its_end() -> None:
    """Its counts stand between its lines: what opens with a bracket ends what stands above."""
    rows = [
        PrintedRow(
            10, 8, [Chunk(0, 60, "PROVINCIAS"), Chunk(80, 95, "CEM"), Chunk(140, 160, "UPE")]
        ),
        PrintedRow(
            20, 8, [Chunk(0, 70, "FERRENAFE", True), Chunk(80, 85, "5"), Chunk(140, 145, "2")]
        ),
        PrintedRow(30, 8, [Chunk(0, 68, "LAMBAYEQUE", True)]),
        PrintedRow(35, 8, [Chunk(80, 85, "4"), Chunk(140, 145, "1")]),
        PrintedRow(40, 8, [Chunk(0, 70, "(LAMBAYEQUE)")]),
    ]
    found = headings_at(rows, 0)
    assert found is not None
    found.gutters, found.marks_wraps = [(70, 80), (95, 140)], True
    assert row_starts(body_of(found, rows[1:]), []) == [0, 1]
