"""How an author writes: every habit that changes from one document to another.

Belongs here: the knobs, how often each setting is met, and how a number, a period or a place
looks under a style. Does not belong here: which paragraphs and tables there are (`compose`).

`Style()` is the real document's author; `random_style` draws another one. Knobs combine freely;
the few that exclude each other are settled in `random_style`.
"""

from __future__ import annotations

import dataclasses
import random
from dataclasses import dataclass
from typing import Any

from tests.document_writer.places import abbreviations_of, slipped, without_accents
from tests.document_writer.reference import geography
from tests.document_writer.truth import Period

MONTHS: tuple[str, ...] = (
    "Enero",
    "Febrero",
    "Marzo",
    "Abril",
    "Mayo",
    "Junio",
    "Julio",
    "Agosto",
    "Setiembre",
    "Octubre",
    "Noviembre",
    "Diciembre",
)

PROVINCE = 4
"""Digits of a province's ubigeo."""

SEPTEMBER_SPELLINGS = {"short": ("Set", "Sep"), "long": ("Setiembre", "Septiembre")}


@dataclass(frozen=True, slots=True)
class Style:
    """One author's habits.

    Attributes (where the name does not say it):
        thousands: what stands between groups of three digits.
        number_header: the heading of a column of counts.
        month_words: short (`Ene`) or long (`Enero`).
        range_joiner: between the two months of a range.
        newest_first: whether the newest period column comes first.
        period_case: as_is | upper.
        place_case: title | upper.
        abbreviate, slip, stray_space, mark_label, mark_number: how often, from 0 to 1.
        mark: what is added where a mark is.
        superscript_marks: whether a raised 1 on a label is a superscript run (a plain digit in
            a text export) rather than the character.
        numbering: roman_decimal | decimal | paren | letters | roman_only | none.
        automatic_numbering: numbers of promoted services are list numbers, not typed.
        dash: between a service's name and its acronym.
        province_order: given | shuffled | alphabetical.
        coverage_order: usual | count_first | district_first | province_first.
        subtotals: line_break | inline | none.
        modality_cells: merged (a cell over its provinces) | repeated.
        label_position: of the service's label around the nested table: before | after |
            own_paragraph (before, and an empty paragraph between) | usual (as the real one).
        measure_break: the words stand on a line below their number.
        bare_gaps: a dash or S/I that is alone in its cell has no words after it.
        measures: cells (as the real document) | rows | columns | headed (names in a header row).
        matrix_gap: what a cell without centres shows.
        title: department | region | dash_region | plain.
        heading: glued (a text box) | separate.
        nested_coverage: coverage tables stand in the usage table's first cell; otherwise
            they come before it as tables of their own.
        nested_rules: which lines of nested tables are drawn: all | across | none.
        table_rules: the same of other tables: all | none.
        usage_table: how users are counted: beside (a column a period, beside the label) |
            turned (a row a period) | by_province | months (under their year, with a total).
        first_month: the month of the year that a table of months begins with; its total is no
            period that is published where that is not January.
        kinds_across: kinds of centre are columns of a coverage table, not rows.
        places_across: provinces are the columns of a table of one row of counts.
        prose: sentences with numbers that are no figures, after each programme's introduction
            and after each source line.
        breaks_tables: tables of many rows go on as another one that repeats the header.
        laid_in: coverage is in split cells of its service's table, nested in none.
        shares: of all centres, beside the counts of coverage: none | column | behind (in brackets).
        explains: how often, from 0 to 1, a province has its capital in brackets behind it.
        matrices_first: the matrices come before the sections.
        title_rows: a row over the whole width of a table of users names its service.
        period_lines: the year of a period's heading stands on a line of its own.
        words_first: a measure's words stand before its number, with a colon.
        keeps_empty: whether a row-a-line export prints empty paragraphs.
    """

    seed: int = 0
    thousands: str = " "
    number_header: str = "N°"
    month_words: str = "short"
    september: int = 0
    range_joiner: str = " - "
    newest_first: bool = False
    period_case: str = "as_is"
    place_case: str = "title"
    drop_accents: bool = False
    abbreviate: float = 0.0
    slip: float = 0.0
    stray_space: float = 0.1
    mark: str = "*"
    mark_label: float = 0.0
    mark_number: float = 0.0
    superscript_marks: bool = False
    numbering: str = "roman_decimal"
    automatic_numbering: bool = False
    dash: str = "–"
    upper_headings: bool = False
    heading_variant: int = 0
    province_order: str = "given"
    coverage_order: str = "usual"
    subtotals: str = "line_break"
    modality_cells: str = "merged"
    label_position: str = "usual"
    label_colon: bool = True
    measures: str = "cells"
    measure_break: bool = True
    bare_gaps: bool = False
    coverage_totals: bool = True
    matrix_total_row: bool = True
    matrix_total_column: bool = True
    matrix_column_order: str = "given"
    matrix_upper: bool = True
    matrix_gap: str = "\xa0"
    title: str = "department"
    heading: str = "glued"
    glossary: bool = True
    introductions: bool = True
    sources: bool = True
    map_page: bool = True
    blank_lines: int = 1
    trailing_paragraphs: int = 1
    nested_coverage: bool = True
    footnotes: bool = False
    bookmarks: bool = False
    content_controls: bool = False
    split_runs: bool = True
    tracked_changes: bool = False
    ocr_noise: float = 0.5
    newer_tika: bool = False
    header_on_top: bool = False
    encoding: str = "utf-8"
    line_ending: str = "\n"
    nested_rules: str = "all"
    table_rules: str = "all"
    usage_table: str = "beside"
    kinds_across: bool = False
    places_across: bool = False
    breaks_tables: bool = False
    prose: int = 0
    first_month: int = 1
    laid_in: bool = False
    shares: str = "none"
    explains: float = 0.0
    matrices_first: bool = False
    title_rows: bool = False
    period_lines: bool = False
    words_first: bool = False
    keeps_empty: bool = True


CHOICES: dict[str, tuple[Any, ...]] = {
    "thousands": (" ", "\xa0", "\u2009", "\u202f", ",", ".", ""),
    "number_header": ("Nº", "N°", "N.°", "N.º", "N° ", "Nº "),
    "month_words": ("short", "short", "long"),
    "september": (0, 0, 1),
    "range_joiner": (" - ", " – ", " a ", "-", " al "),
    "newest_first": (False, False, True),
    "period_case": ("as_is", "as_is", "as_is", "upper"),
    "place_case": ("title", "title", "upper"),
    "drop_accents": (False, False, False, True),
    "abbreviate": (0.0, 0.0, 0.3, 0.8),
    "slip": (0.0, 0.0, 0.0, 0.05),
    "stray_space": (0.0, 0.1, 0.3),
    "mark": ("*", "(1)", "¹", "**", "(*)"),
    "mark_label": (0.0, 0.0, 0.1),
    "mark_number": (0.0, 0.0, 0.1),
    "superscript_marks": (False, True),
    "numbering": (
        "roman_decimal",
        "roman_decimal",
        "decimal",
        "paren",
        "letters",
        "roman_only",
        "none",
    ),
    "automatic_numbering": (False, True),
    "dash": ("–", "-", "—"),
    "upper_headings": (False, False, False, True),
    "heading_variant": (0, 0, 1),
    "province_order": ("given", "shuffled", "alphabetical"),
    "coverage_order": ("usual", "usual", "count_first", "district_first", "province_first"),
    "subtotals": ("line_break", "inline", "none"),
    "modality_cells": ("merged", "merged", "repeated"),
    "label_position": ("usual", "usual", "before", "after", "own_paragraph"),
    "label_colon": (True, False),
    "measures": ("cells", "cells", "rows", "columns", "headed"),
    "measure_break": (True, False),
    "bare_gaps": (False, True),
    "coverage_totals": (True, True, False),
    "matrix_total_row": (True, True, True, False),
    "matrix_total_column": (True, True, True, False),
    "matrix_column_order": ("given", "shuffled"),
    "matrix_upper": (True, True, False),
    "matrix_gap": ("\xa0", "", "0", "-", " "),
    "title": ("department", "department", "region", "dash_region", "plain"),
    "heading": ("glued", "separate"),
    "glossary": (True, True, False),
    "introductions": (True, True, False),
    "sources": (True, True, True, False),
    "map_page": (True, True, True, False),
    "blank_lines": (0, 1, 1, 2),
    "trailing_paragraphs": (0, 1, 1, 2, 4),
    "nested_coverage": (True, True, True, True, False),
    "footnotes": (False, False, True),
    "bookmarks": (False, False, True),
    "content_controls": (False, False, True),
    "split_runs": (True, True, False),
    "tracked_changes": (False, False, True),
    "ocr_noise": (0.0, 0.3, 0.6),
    "newer_tika": (False, False, True),
    "header_on_top": (False, False, True),
    "encoding": (
        "utf-8",
        "utf-8",
        "utf-8-sig",
        "nfd",
        "utf-16-le",
        "utf-16-be",
        "latin-1",
        "cp1252",
    ),
    "line_ending": ("\n", "\n", "\r\n", "\r"),
    "nested_rules": ("all", "all", "all", "none", "across"),
    "table_rules": ("all", "all", "all", "all", "none"),
    "usage_table": ("beside", "beside", "beside", "turned", "by_province", "months"),
    "kinds_across": (False, False, False, True),
    "places_across": (False, False, False, True),
    "breaks_tables": (False, False, False, True),
    "prose": (0, 0, 1, 2),
    "first_month": (1, 1, 2),
    "laid_in": (False, False, False, True),
    "shares": ("none", "none", "none", "column", "behind"),
    "explains": (0.0, 0.0, 0.0, 0.2),
    "matrices_first": (False, False, False, False, True),
    "title_rows": (False, False, False, True),
    "period_lines": (False, False, False, True),
    "words_first": (False, False, False, True),
    "keeps_empty": (True, False),
}
"""What each knob may be set to; repeated settings are met more often."""


def random_style(seed: int, **fixed: Any) -> Style:
    """Another author's habits, the same for the same seed; `fixed` settles some of them."""
    rng = random.Random(f"style {seed}")
    drawn = {knob: rng.choice(settings) for knob, settings in CHOICES.items()}
    drawn.update(fixed)
    if drawn["encoding"] == "latin-1" and drawn["line_ending"] == "\r":
        drawn["line_ending"] = "\n"
    is_grid = drawn["usage_table"] != "beside" or drawn["kinds_across"]
    if is_grid and "table_rules" not in fixed:
        drawn["table_rules"] = "all"
    return dataclasses.replace(Style(seed=seed), **drawn)


def grouped(value: int, separator: str) -> str:
    """A number with its thousands apart."""
    return f"{value:,}".replace(",", separator)


def month_word(month: int, style: Style) -> str:
    """A month's printed name."""
    if month == 9:
        return SEPTEMBER_SPELLINGS[style.month_words][style.september]
    word = MONTHS[month - 1]
    return word[:3] if style.month_words == "short" else word


def period_label(period: Period, style: Style) -> str:
    """The heading of a usage column."""
    if period.kind == "year":
        label = f"Año {period.start.year}"
    elif period.kind == "month":
        label = f"{month_word(period.start.month, style)} {period.start.year}"
    else:
        first, last = month_word(1, style), month_word(period.end.month, style)
        label = f"{first}{style.range_joiner}{last} {period.start.year}"
    return label.upper() if style.period_case == "upper" else label


def period_heading(period: Period, style: Style) -> str:
    """The label of a period above its column, on two lines where the author breaks it."""
    label = period_label(period, style)
    return "\n".join(label.rsplit(" ", 1)) if style.period_lines else label


def place_name(ubigeo: str, style: Style, rng: random.Random) -> str:
    """A place's printed name."""
    name = geography().names[ubigeo]
    if style.abbreviate and rng.random() < style.abbreviate:
        shorter = abbreviations_of(ubigeo)
        if shorter:
            name = rng.choice(shorter)
    elif style.slip and rng.random() < style.slip:
        name = slipped(name, ubigeo, rng)
    if style.explains and len(ubigeo) == PROVINCE and rng.random() < style.explains:
        name = f"{name} ({geography().capitals[ubigeo]})"
    if style.drop_accents:
        name = without_accents(name)
    return name.upper() if style.place_case == "upper" else name


def strayed(text: str, style: Style, rng: random.Random) -> str:
    """The text, sometimes with blanks nobody meant around it."""
    if not style.stray_space or rng.random() >= style.stray_space:
        return text
    return rng.choice((text + " ", " " + text, text + "  ", text.replace(" ", "  ", 1)))
