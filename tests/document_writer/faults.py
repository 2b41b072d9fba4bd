"""Spoils composed pages in ways that happen, and says what a reader must report.

Belongs here: which faults there are, one at a time, and the finding and the figures each costs.
Does not belong here: how pages are spoilt (`spoilt_figures`, `spoilt_words`), broken files
(`broken`), faults that only two documents together have (`series`).

A fault changes the pages and the expected figures in one step, so that a spoilt document is
scored like any other: figures kept out must not be published, all others must.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from tests.document_writer.compose import compose
from tests.document_writer.sheet import Composition
from tests.document_writer.spoilt_figures import (
    INVENTED_PROVINCE,
    district_is_province,
    duplicate_row,
    foreign_province,
    long_row,
    replace_province,
    reprint_as,
    short_row,
    with_letter,
    with_mixed_separators,
    wrong_legend,
    wrong_matrix_cell,
    wrong_matrix_total,
    wrong_subtotal,
    wrong_total,
)
from tests.document_writer.spoilt_words import (
    control_characters,
    cut_off,
    future_month,
    hostile_text,
    map_of_another_month,
    misspelt_title,
    names_another_department,
    no_period,
    odd_digits,
    two_departments,
    unknown_measure,
    unknown_service,
    zero_width,
)
from tests.document_writer.style import Style
from tests.document_writer.truth import Truth
from tests.document_writer.write import Written, encode

Scope = Literal["document", "row", "figure", "none"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One way a document goes wrong.

    Attributes:
        name: what tests call it.
        code: the finding code a reader must report.
        severity: error | warning.
        scope: what the error keeps out: the whole document, a row's figures, a figure, nothing.
        spoil: changes the pages and the expected figures; raises NotApplicable.
        formats: the file formats that can show it.
    """

    name: str
    code: str
    severity: Literal["error", "warning"]
    scope: Scope
    spoil: Callable[[Composition, random.Random], None]
    formats: tuple[str, ...] = ("docx", "text", "pdf")


FAULTS: dict[str, Fault] = {
    fault.name: fault
    for fault in (
        Fault("wrong_total", "total_mismatch", "warning", "none", wrong_total),
        Fault("wrong_subtotal", "total_mismatch", "warning", "none", wrong_subtotal),
        Fault("wrong_matrix_total", "total_mismatch", "warning", "none", wrong_matrix_total),
        Fault("wrong_matrix_cell", "matrix_mismatch", "warning", "none", wrong_matrix_cell),
        Fault("wrong_legend", "legend_mismatch", "warning", "none", wrong_legend),
        Fault(
            "negative_number",
            "negative_value",
            "error",
            "figure",
            reprint_as(lambda value, rng: f"-{value}"),
        ),
        Fault(
            "negative_in_brackets",
            "negative_value",
            "error",
            "figure",
            reprint_as(lambda value, rng: f"({value})", block="matrix"),
        ),
        Fault(
            "minus_behind_number",
            "unreadable_number",
            "error",
            "figure",
            reprint_as(lambda value, rng: f"{value}-", block="coverage"),
        ),
        Fault(
            "fraction_behind_number",
            "unreadable_number",
            "error",
            "figure",
            reprint_as(lambda value, rng: f"{value} ½", block="coverage"),
        ),
        Fault(
            "letter_in_number",
            "unreadable_number",
            "error",
            "figure",
            reprint_as(with_letter),
        ),
        Fault(
            "ambiguous_thousands",
            "unreadable_number",
            "error",
            "figure",
            reprint_as(with_mixed_separators, smallest=1000, block="usage"),
        ),
        Fault(
            "absurd_number",
            "out_of_range",
            "error",
            "figure",
            reprint_as(lambda value, rng: f"{value}98765432109876"),
        ),
        Fault("duplicate_row", "duplicate_row", "error", "row", duplicate_row),
        Fault(
            "foreign_province",
            "unknown_place",
            "error",
            "row",
            replace_province(foreign_province),
        ),
        Fault(
            "invented_province",
            "unknown_place",
            "error",
            "row",
            replace_province(lambda composition, rng: INVENTED_PROVINCE),
        ),
        Fault("short_row", "ragged_row", "error", "row", short_row),
        Fault("long_row", "ragged_row", "error", "row", long_row),
        Fault(
            "district_is_province",
            "place_level_mismatch",
            "warning",
            "none",
            district_is_province,
        ),
        Fault("unknown_service", "unknown_service", "warning", "none", unknown_service),
        Fault("unknown_measure", "unknown_measure", "warning", "none", unknown_measure),
        Fault("hostile_text", "suspicious_text", "warning", "none", hostile_text),
        Fault(
            "zero_width",
            "odd_characters",
            "warning",
            "none",
            zero_width,
            formats=("docx", "text"),
        ),
        Fault(
            "odd_digits",
            "odd_characters",
            "warning",
            "none",
            odd_digits,
            formats=("docx", "text"),
        ),
        Fault(
            "control_characters",
            "odd_characters",
            "warning",
            "none",
            control_characters,
            formats=("text",),
        ),
        Fault("misspelt_title", "department_conflict", "warning", "none", misspelt_title),
        Fault("two_departments", "several_departments", "error", "document", two_departments),
        Fault(
            "names_another_department",
            "department_conflict",
            "warning",
            "none",
            names_another_department,
        ),
        Fault("no_period", "missing_period", "error", "document", no_period),
        Fault("future_month", "future_period", "error", "document", future_month),
        Fault("map_of_another_month", "period_conflict", "warning", "none", map_of_another_month),
        Fault("cut_off", "incomplete_document", "error", "document", cut_off),
    )
}
"""The faults by name."""


def spoil(composition: Composition, name: str, seed: int = 0) -> Fault:
    """Spoil composed pages in place; returns the fault. Raises NotApplicable."""
    fault = FAULTS[name]
    fault.spoil(composition, random.Random(f"fault {name} {seed}"))
    return fault


def write_faulty(truth: Truth, style: Style, file_format: str, name: str, seed: int = 0) -> Written:
    """Write a document with one fault; its findings are the fault's code.

    Raises:
        NotApplicable: the truth or style has no place for the fault.
    """
    composition = compose(truth, style)
    fault = spoil(composition, name, seed)
    return Written(
        file_format,
        encode(composition, file_format),
        tuple(composition.figures),
        (fault.code,),
    )
