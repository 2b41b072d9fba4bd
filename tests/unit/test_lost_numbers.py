"""A measure that has no number that can be read is kept, with what stands in the number's place."""

from __future__ import annotations

import pytest

from orchestration.documents.model import Cell, Paragraph
from orchestration.extraction.lost_numbers import with_lost_numbers
from orchestration.extraction.usage import read_usage_cell

_CASES, _ACTS = "casos atendidos", "actividades en atención"


def numbers(text: str, other: str) -> list[tuple[str, str]]:
    """The numbers of a cell beside the cell of another period."""
    cells = [
        read_usage_cell(Cell(tuple(Paragraph(line) for line in one.split("\n"))))
        for one in (text, other)
    ]
    return [
        (number.printed_text, number.label) for number in with_lost_numbers(cells[0], cells).numbers
    ]


@pytest.mark.parametrize(
    "printed", ["NaN", "CXXXVII", "ciento treinta y siete", "#¡REF!", "137%", "���", "O", ""]
)
def test_what_stands_for_a_number_is_kept_as_printed(printed: str) -> None:
    other = f"1 453\n{_CASES}\n\n73 139\n{_ACTS}"
    assert numbers(f"{printed}\n{_CASES}\n\n6 610\n{_ACTS}", other) == [
        (printed, _CASES),
        ("6 610", _ACTS),
    ]
    assert numbers(f"137\n{_CASES}\n\n{printed}\n{_ACTS}", other) == [
        ("137", _CASES),
        (printed, _ACTS),
    ]
    assert numbers(f"{printed}\n{_CASES}", f"1 453\n{_CASES}") == [(printed, _CASES)]


def test_words_that_lead_a_sentence_are_no_lost_number() -> None:
    other = "A través de 1 543\nacciones se informó a\n15 646 personas"
    assert numbers("A través de 51\nacciones se informó a\n402 personas", other) == [
        ("51", "acciones se informó a"),
        ("402", "personas"),
    ]


def test_a_sentence_without_its_number_is_blank() -> None:
    other = "A través de 1 543\nacciones se informó a\n15 646 personas"
    assert numbers("A través de\nacciones se informó a\n402 personas", other) == [
        ("", "acciones se informó a"),
        ("402", "personas"),
    ]


def test_a_measure_of_one_period_alone_changes_nothing() -> None:
    assert numbers(f"137 {_CASES}", f"1 453 {_CASES}\n7 {_ACTS}") == [("137", _CASES)]
    assert numbers(f"137 {_CASES}\n7 {_ACTS}", f"1 453 {_CASES}") == [
        ("137", _CASES),
        ("7", _ACTS),
    ]
