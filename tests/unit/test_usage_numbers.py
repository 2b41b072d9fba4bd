"""What is printed as one number stays one; what nobody can take is kept as printed."""

from __future__ import annotations

import pytest

from orchestration.documents.model import Cell, Paragraph
from orchestration.extraction.usage import read_usage_cell


def numbers(text: str) -> list[tuple[str, str]]:
    cell = Cell(tuple(Paragraph(line) for line in text.split("\n")))
    return [(number.printed_text, number.label) for number in read_usage_cell(cell).numbers]


@pytest.mark.parametrize(
    "printed",
    [
        "14X3", "1#53", "1\ufffd53", "4 5x3", "1_453", "1*453", "1/453", "1+453", "14e3", "0x1F",
        "1½", "1-453", "1–453", "1;453", "13?", "1.45E3", "137 a 140", "137-140", "1 mil",
        "2 millones", "1 45 3", "1 453 000 000 000", "l37", "1O3", "4l", "-137", "−137",
        "–137", "- 137", "– 137", "(137)", "( 137 )", "137-", "137 –", "menos 137", "más de 137",
        "S/ 137", "≈137", "> 137", "137 ½", "137 O", "13 l", "=137", "1\n37", "1\n453",
        "8\u03368\u0336", "8\u033635",
    ],
)  # fmt: skip
def test_a_spoilt_number_is_never_taken_apart(printed: str) -> None:
    assert numbers(f"{printed}\ncasos atendidos") == [(printed, "casos atendidos")]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("137*\ncasos", "137"), ("137(1)\ncasos", "137"), ("137¹ casos", "137"),
        ("137.\ncasos", "137"), ("137casos", "137"),
        ("137 casos", "137"), ("1 453 casos", "1 453"), ("1.453, casos", "1.453"),
        ("137 - casos", "137"), ("137- casos", "137"), ("137 -casos", "137"),
    ],
)  # fmt: skip
def test_marks_and_punctuation_are_no_part_of_a_number(text: str, printed: str) -> None:
    assert numbers(text) == [(printed, "casos")]


def test_two_numbers_with_words_between_them_are_two() -> None:
    assert numbers("A través de 51\nacciones se informó a\n402 personas") == [
        ("51", "acciones se informó a"),
        ("402", "personas"),
    ]


def test_lines_of_label_and_number_may_stand_above_a_sentence() -> None:
    lines = "Casos atendidos: 137\nActividades: 6 610\nA través de 51 acciones\na 402 personas"
    assert numbers(lines) == [
        ("137", "Casos atendidos"),
        ("6 610", "Actividades"),
        ("51", "acciones a"),
        ("402", "personas"),
    ]


@pytest.mark.parametrize("bullet", ["- ", "– ", "> ", "+ "])
def test_a_sign_before_each_of_several_numbers_is_a_bullet(bullet: str) -> None:
    assert numbers(f"{bullet}137 casos\n{bullet}6 610 actividades") == [
        ("137", "casos"),
        ("6 610", "actividades"),
    ]


def test_signs_glued_to_several_numbers_are_signs() -> None:
    assert numbers("–137 casos\n–6 610 actividades") == [
        ("–137", "casos"),
        ("–6 610", "actividades"),
    ]


@pytest.mark.parametrize("text", ["casos – 137", "casos: 137", "casos (137)", "casos\n137"])
def test_a_label_before_a_number_says_nothing_of_its_sign(text: str) -> None:
    assert [printed for printed, _ in numbers(text)] == ["137"]


def test_numbers_without_words_are_one_a_line() -> None:
    assert numbers("137\n6 610") == [("137", ""), ("6 610", "")]


@pytest.mark.parametrize("mark", ["-", "–", "S/I", "s/d"])
def test_a_mark_for_none_may_follow_its_words(mark: str) -> None:
    assert numbers(f"casos: {mark}\nactividades: 12") == [(mark, "casos"), ("12", "actividades")]


def test_a_mark_for_none_may_follow_its_words_without_a_colon() -> None:
    """As a number may; a dash there is punctuation."""
    assert numbers("casos atendidos S/I\nactividades 12") == [
        ("S/I", "casos atendidos"),
        ("12", "actividades"),
    ]
    assert numbers("12 casos s/i del distrito") == [("12", "casos s/i del distrito")]


def test_a_dash_that_goes_on_after_a_colon_is_no_mark() -> None:
    assert numbers("casos: 137\nhorario: - lunes a viernes")[0][0] == "137"
    assert len(numbers("casos: 137\nhorario: - lunes a viernes")) == 1


def test_a_date_beside_a_number_is_no_number() -> None:
    assert numbers("91 casos al 31 de enero") == [("91", "casos al 31 de enero")]


def test_words_beyond_a_line_that_is_whole_are_no_label_of_what_stands_above_it() -> None:
    assert numbers("S/I\nactividades: 39\nA través de 791\nacciones informó a 6 604 personas") == [
        ("S/I", ""),
        ("39", "actividades"),
        ("791", "acciones informó a"),
        ("6 604", "personas"),
    ]
