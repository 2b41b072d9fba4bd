"""Spoils composed pages in ways that happen, and says what a reader must report.

Belongs here: faults of a document that can be opened, one at a time: wrong sums, unreadable
numbers, misplaced rows, missing parts. Does not belong here: broken files (`broken`), faults
that only two documents together have (`series`).

A fault changes the pages and the expected figures in one step, so that a spoilt document is
scored like any other: figures kept out must not be published, all others must.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from tests.document_writer.blocks import TableBlock, TableCell, cell, walk
from tests.document_writer.catalogue import SERVICE_BY_CODE
from tests.document_writer.compose import compose
from tests.document_writer.places import bare, is_resolvable
from tests.document_writer.reference import geography, reporting_units
from tests.document_writer.sheet import Composition, Slot
from tests.document_writer.style import MONTHS, Style, period_label
from tests.document_writer.truth import Period, Truth, month_end
from tests.document_writer.write import Written, encode

Scope = Literal["document", "row", "figure", "none"]

FAR_FUTURE = 2090
INVENTED_PROVINCE = "Villa Quimérica del Wayra"
HOSTILE_TEXTS = (
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd",
    "<script>alert(1)</script>",
    "'; drop table figures; --",
)


class NotApplicable(Exception):
    """The composed pages have no place for the fault; take another truth."""


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


# Choosing a place -------------------------------------------------------------------------


def _pick(composition: Composition, rng: random.Random, wanted: Callable[[Slot], bool]) -> Slot:
    slots = [slot for slot in composition.slots if wanted(slot)]
    if not slots:
        raise NotApplicable
    return rng.choice(slots)


def _is_printed_number(slot: Slot) -> bool:
    """A number in a table, printed without a mark."""
    figure = slot.figure
    return (
        figure.value is not None
        and slot.paragraph is not None
        and slot.printed.replace(_separator(slot), "").isdecimal()
    )


def _separator(slot: Slot) -> str:
    """What stands between the groups of a slot's number; a blank where it has none."""
    others = [char for char in slot.printed if not char.isdigit()]
    return others[0] if others else " "


def _is_detail(block: str) -> Callable[[Slot], bool]:
    return lambda slot: (
        slot.figure.block == block and not slot.figure.is_total and _is_printed_number(slot)
    )


def _keep_out(composition: Composition, rows: set[int]) -> None:
    for slot in composition.slots:
        if slot.figure.row in rows:
            slot.figure.is_kept_out = True


def _keep_out_all(composition: Composition) -> None:
    for slot in composition.slots:
        slot.figure.is_kept_out = True


def _change_value(slot: Slot, rng: random.Random) -> None:
    value = (slot.figure.value or 0) + rng.choice((1, 2, 5))
    slot.reprint(str(value))
    slot.figure.value = value


# Sums that do not agree -------------------------------------------------------------------


def _wrong_total(composition: Composition, rng: random.Random) -> None:
    _change_value(
        _pick(
            composition,
            rng,
            lambda slot: (
                slot.figure.block == "coverage"
                and slot.figure.is_total
                and slot.figure.modality is None
            ),
        ),
        rng,
    )


def _wrong_subtotal(composition: Composition, rng: random.Random) -> None:
    _change_value(
        _pick(
            composition,
            rng,
            lambda slot: slot.figure.is_total and slot.figure.modality is not None,
        ),
        rng,
    )


def _wrong_matrix_total(composition: Composition, rng: random.Random) -> None:
    _change_value(
        _pick(
            composition, rng, lambda slot: slot.figure.block == "matrix" and slot.figure.is_total
        ),
        rng,
    )


def _wrong_matrix_cell(composition: Composition, rng: random.Random) -> None:
    _change_value(_pick(composition, rng, _is_detail("matrix")), rng)


def _wrong_legend(composition: Composition, rng: random.Random) -> None:
    _change_value(
        _pick(composition, rng, lambda slot: slot.figure.block == "map_legend"),
        rng,
    )


# Numbers nobody can take ------------------------------------------------------------------


def _reprint_as(
    respell: Callable[[int, random.Random], str], smallest: int = 1, block: str | None = None
) -> Callable[[Composition, random.Random], None]:
    """A fault that prints a number some other way and keeps its figure out."""

    def spoil(composition: Composition, rng: random.Random) -> None:
        blocks = (block,) if block else ("usage", "coverage", "matrix")
        slot = _pick(
            composition,
            rng,
            lambda slot: (
                slot.figure.block in blocks
                and not slot.figure.is_total
                and _is_printed_number(slot)
                and (slot.figure.value or 0) >= smallest
            ),
        )
        slot.reprint(respell(slot.figure.value or 0, rng))
        slot.figure.is_kept_out = True

    return spoil


def _with_letter(value: int, rng: random.Random) -> str:
    digits = str(value)
    for digit, letter in (("0", "O"), ("1", "l"), ("5", "S")):
        if digit in digits:
            return digits.replace(digit, letter, 1) if len(digits) > 1 else f"{digits}O"
    at = rng.randrange(1, len(digits) + 1)
    return f"{digits[:at]}O{digits[at:]}"


def _with_mixed_separators(value: int, rng: random.Random) -> str:
    digits = str(value)
    return rng.choice(
        (
            f"{digits[:1]},{digits[1:3]}.{digits[3:]}7",
            f"{digits[:-2]}.{digits[-2:]}",
            f"1,{digits[:2]}",
            f"1.{digits[-3:]},{digits[:3]}",
        )
    )


# Rows that are not what they should be ----------------------------------------------------


def _province_rows(composition: Composition, rng: random.Random) -> Slot:
    """A slot in a row of a coverage table whose cells are all its own."""
    return _pick(
        composition,
        rng,
        lambda slot: (
            _is_detail("coverage")(slot)
            and slot.cells is not None
            and not any(one.starts or one.continues for one in slot.cells)
        ),
    )


def _row_of(slot: Slot) -> tuple[TableBlock, list[TableCell]]:
    if slot.table is None or slot.cells is None:
        raise NotApplicable
    return slot.table, slot.cells


def _duplicate_row(composition: Composition, rng: random.Random) -> None:
    slot = _province_rows(composition, rng)
    table, cells = _row_of(slot)
    if any(par.text.rstrip().endswith(")") for one in cells for par in walk(one.blocks)):
        raise NotApplicable  # a subtotal in a label would be doubled too
    at = next(number for number, row in enumerate(table.rows) if row is cells)
    printed = slot.printed
    doubled = copy.deepcopy(cells)
    for par in (par for one in doubled for par in walk(one.blocks)):
        if par.text.strip() == printed:
            par.text = str((slot.figure.value or 0) + 3)
    table.rows.insert(at + 1, doubled)
    _keep_out(composition, {slot.figure.row})


def _replace_province(
    name: Callable[[Composition, random.Random], str],
) -> Callable[[Composition, random.Random], None]:
    def spoil(composition: Composition, rng: random.Random) -> None:
        slot = _province_rows(composition, rng)
        _, cells = _row_of(slot)
        province = bare(geography().names[slot.figure.province_ubigeo or ""])
        for par in (par for one in cells for par in walk(one.blocks)):
            if bare(par.text) == province:
                par.text = name(composition, rng)
                _keep_out(composition, {slot.figure.row})
                return
        raise NotApplicable

    return spoil


def _foreign_province(composition: Composition, rng: random.Random) -> str:
    """A province of another department that no place here could be confused with."""
    places = geography()
    here = composition.truth.unit.department_ubigeo
    for _ in range(50):
        department = rng.choice([code for code in places.departments if code != here])
        ubigeo = rng.choice(places.children[department])
        name = places.names[ubigeo]
        nearby = [
            *places.children[here],
            *(
                district
                for province in places.children[here]
                for district in places.children[province]
            ),
        ]
        alike = [bare(places.names[other]) == bare(name) for other in nearby]
        if not any(alike) and not any(is_resolvable(name, other) for other in nearby):
            return name
    raise NotApplicable


def _short_row(composition: Composition, rng: random.Random) -> None:
    slot = _pick(composition, rng, _is_detail("matrix"))
    _, cells = _row_of(slot)
    del cells[rng.randrange(1, len(cells))]
    _keep_out(composition, {slot.figure.row})


def _long_row(composition: Composition, rng: random.Random) -> None:
    slot = _pick(composition, rng, _is_detail("matrix"))
    _, cells = _row_of(slot)
    cells.append(cell("4"))
    _keep_out(composition, {slot.figure.row})


def _district_is_province(composition: Composition, rng: random.Random) -> None:
    """The province's name stands where a district's belongs."""
    places = geography()

    def is_clear(slot: Slot) -> bool:
        province = slot.figure.province_ubigeo
        return (
            slot.figure.block == "coverage"
            and slot.figure.district_ubigeo is not None
            and province is not None
            and all(
                bare(places.names[province])
                not in (bare(places.names[district]), bare(places.capitals[district]))
                for district in places.children[province]
            )
        )

    slot = _pick(composition, rng, is_clear)
    _, cells = _row_of(slot)
    names = places.names
    for par in (par for one in cells for par in walk(one.blocks)):
        if bare(par.text) == bare(names[slot.figure.district_ubigeo or ""]):
            par.text = names[slot.figure.province_ubigeo or ""]
            slot.figure.district_ubigeo = None
            return
    raise NotApplicable


# Labels ----------------------------------------------------------------------------------


def _unknown_service(composition: Composition, rng: random.Random) -> None:
    slot = _pick(composition, rng, _is_detail("matrix"))
    table, _ = _row_of(slot)
    service = slot.figure.service_code
    label = SERVICE_BY_CODE[service or ""].matrix_label
    for one in table.rows[0]:
        for par in walk(one.blocks):
            if par.text == label:
                par.text = "PROG. WAYRA"
    for other in composition.slots:
        if other.table is table and other.figure.service_code == service:
            other.figure.service_code = None


def _unknown_measure(composition: Composition, rng: random.Random) -> None:
    """The words of a measure are others; every figure of the measure keeps its number."""

    def has_words_of_its_own(slot: Slot) -> bool:
        words = SERVICE_BY_CODE.get(slot.figure.service_code or "")
        return (
            slot.figure.block == "usage"
            and words is not None
            and len(words.measures) == 1
            and slot.figure.measure_code is not None
        )

    slot = _pick(composition, rng, has_words_of_its_own)
    table, _ = _row_of(slot)
    words = SERVICE_BY_CODE[slot.figure.service_code or ""].measures[0]
    for row in table.rows:
        for par in (par for one in row for par in walk(one.blocks)):
            par.text = par.text.replace(words.after, "atenciones del plan piloto")
    for other in composition.slots:
        if other.figure.block == "usage" and other.table is table:
            other.figure.measure_code = None


def _hostile_text(composition: Composition, rng: random.Random) -> None:
    """A place's own name, which is no figure, is a text that programs may run."""
    for block in composition.pages.body:
        if isinstance(block, TableBlock):
            for par in walk([block]):
                if par.text.startswith("Casa de Acogida "):
                    par.text = rng.choice(HOSTILE_TEXTS)
                    return
    raise NotApplicable


def _zero_width(composition: Composition, rng: random.Random) -> None:
    if composition.style.encoding in ("latin-1", "cp1252"):
        raise NotApplicable
    slot = _province_rows(composition, rng)
    _, cells = _row_of(slot)
    province = bare(geography().names[slot.figure.province_ubigeo or ""])
    for par in (par for one in cells for par in walk(one.blocks)):
        if bare(par.text) == province:
            par.text = par.text[:2] + "\u200b" + par.text[2:]
            return
    raise NotApplicable


def _odd_digits(composition: Composition, rng: random.Random) -> None:
    """A number in full-width digits, which are read as they look."""
    if composition.style.encoding in ("latin-1", "cp1252"):
        raise NotApplicable
    slot = _pick(composition, rng, _is_printed_number)
    wide = {ord(digit): chr(ord(digit) - ord("0") + 0xFF10) for digit in "0123456789"}
    slot.reprint(slot.printed.translate(wide))


def _control_characters(composition: Composition, rng: random.Random) -> None:
    """A backspace and an escape in a label, which a text file may hold."""
    slot = _province_rows(composition, rng)
    _, cells = _row_of(slot)
    province = bare(geography().names[slot.figure.province_ubigeo or ""])
    for par in (par for one in cells for par in walk(one.blocks)):
        if bare(par.text) == province:
            par.text = par.text[:2] + "\x08\x1b" + par.text[2:]
            return
    raise NotApplicable


# Departments and periods ------------------------------------------------------------------


def _another_unit(composition: Composition, rng: random.Random) -> Truth:
    truth = composition.truth
    codes = [
        code
        for code, unit in reporting_units().items()
        if unit.department_ubigeo != truth.unit.department_ubigeo and unit.kind == "department"
    ]
    return replace(truth, unit=reporting_units()[rng.choice(codes)])


def _two_departments(composition: Composition, rng: random.Random) -> None:
    other = compose(_another_unit(composition, rng), composition.style)
    composition.pages.body += other.pages.body
    _keep_out_all(composition)


def _names_another_department(composition: Composition, rng: random.Random) -> None:
    """The matrices' heading names another department than the title."""
    name = _another_unit(composition, rng).unit.name.upper()
    for par in walk(composition.pages.body):
        if par.text.startswith("CONSOLIDADO DE SERVICIOS"):
            par.text = f"CONSOLIDADO DE SERVICIOS EN EL DEPARTAMENTO DE {name}"
            return
    raise NotApplicable


def _misspelt_title(composition: Composition, rng: random.Random) -> None:
    """A letter of the department's name in the title is doubled."""
    name = composition.truth.unit.name.upper()
    if composition.truth.unit.kind != "department" or len(name) < 6 or " " in name:
        raise NotApplicable
    at = rng.randrange(2, len(name) - 1)
    for par in walk(composition.pages.body[:1]):
        if par.text.endswith(name):
            par.text = par.text.removesuffix(name) + name[:at] + name[at] + name[at:]
            return
    raise NotApplicable


def _no_period(composition: Composition, rng: random.Random) -> None:
    labels = {period_label(period, composition.style) for period in composition.truth.periods}
    for par in walk(composition.pages.body):
        if par.text in labels:
            par.text = rng.choice(("Periodo", "Acumulado"))
    if composition.pages.map_page is not None:
        composition.pages.map_page.stamp = ["Elaborado: Oficina de Monitoreo (OME). MIMP."]
    _keep_out_all(composition)


def _future_month(composition: Composition, rng: random.Random) -> None:
    truth = composition.truth
    years = FAR_FUTURE - truth.year
    later = replace(
        truth,
        year=FAR_FUTURE,
        periods=tuple(_later(period, years) for period in truth.periods),
    )
    spoilt = compose(later, composition.style)
    composition.truth, composition.pages = later, spoilt.pages
    composition.slots = spoilt.slots
    _keep_out_all(composition)


def _later(period: Period, years: int) -> Period:
    return replace(
        period,
        start=period.start.replace(year=period.start.year + years),
        end=month_end(period.end.year + years, period.end.month),
    )


def _map_of_another_month(composition: Composition, rng: random.Random) -> None:
    page = composition.pages.map_page
    if page is None:
        raise NotApplicable
    month, year = composition.truth.month, composition.truth.year
    printed = f"{MONTHS[month - 1]} {year}"
    page.stamp = [line.replace(printed, f"{MONTHS[month % 12]} {year - 1}") for line in page.stamp]


def _cut_off(composition: Composition, rng: random.Random) -> None:
    """The last pages are missing: matrices, glossary and map, and some of the sections."""
    body = composition.pages.body
    tables = [number for number, block in enumerate(body) if isinstance(block, TableBlock)]
    if len(tables) < 5:
        raise NotApplicable
    composition.pages.body = body[: rng.choice(tables[1:-3]) + 1]
    composition.pages.map_page = None
    _keep_out_all(composition)


FAULTS: dict[str, Fault] = {
    fault.name: fault
    for fault in (
        Fault("wrong_total", "total_mismatch", "warning", "none", _wrong_total),
        Fault("wrong_subtotal", "total_mismatch", "warning", "none", _wrong_subtotal),
        Fault("wrong_matrix_total", "total_mismatch", "warning", "none", _wrong_matrix_total),
        Fault("wrong_matrix_cell", "matrix_mismatch", "warning", "none", _wrong_matrix_cell),
        Fault("wrong_legend", "legend_mismatch", "warning", "none", _wrong_legend),
        Fault(
            "negative_number",
            "negative_value",
            "error",
            "figure",
            _reprint_as(lambda value, rng: f"-{value}"),
        ),
        Fault(
            "negative_in_brackets",
            "negative_value",
            "error",
            "figure",
            _reprint_as(lambda value, rng: f"({value})", block="matrix"),
        ),
        Fault(
            "minus_behind_number",
            "unreadable_number",
            "error",
            "figure",
            _reprint_as(lambda value, rng: f"{value}-", block="coverage"),
        ),
        Fault(
            "fraction_behind_number",
            "unreadable_number",
            "error",
            "figure",
            _reprint_as(lambda value, rng: f"{value} ½", block="coverage"),
        ),
        Fault(
            "letter_in_number",
            "unreadable_number",
            "error",
            "figure",
            _reprint_as(_with_letter),
        ),
        Fault(
            "ambiguous_thousands",
            "unreadable_number",
            "error",
            "figure",
            _reprint_as(_with_mixed_separators, smallest=1000, block="usage"),
        ),
        Fault(
            "absurd_number",
            "out_of_range",
            "error",
            "figure",
            _reprint_as(lambda value, rng: f"{value}98765432109876"),
        ),
        Fault("duplicate_row", "duplicate_row", "error", "row", _duplicate_row),
        Fault(
            "foreign_province",
            "unknown_place",
            "error",
            "row",
            _replace_province(_foreign_province),
        ),
        Fault(
            "invented_province",
            "unknown_place",
            "error",
            "row",
            _replace_province(lambda composition, rng: INVENTED_PROVINCE),
        ),
        Fault("short_row", "ragged_row", "error", "row", _short_row),
        Fault("long_row", "ragged_row", "error", "row", _long_row),
        Fault(
            "district_is_province",
            "place_level_mismatch",
            "warning",
            "none",
            _district_is_province,
        ),
        Fault("unknown_service", "unknown_service", "warning", "none", _unknown_service),
        Fault("unknown_measure", "unknown_measure", "warning", "none", _unknown_measure),
        Fault("hostile_text", "suspicious_text", "warning", "none", _hostile_text),
        Fault(
            "zero_width",
            "odd_characters",
            "warning",
            "none",
            _zero_width,
            formats=("docx", "text"),
        ),
        Fault(
            "odd_digits",
            "odd_characters",
            "warning",
            "none",
            _odd_digits,
            formats=("docx", "text"),
        ),
        Fault(
            "control_characters",
            "odd_characters",
            "warning",
            "none",
            _control_characters,
            formats=("text",),
        ),
        Fault("misspelt_title", "department_conflict", "warning", "none", _misspelt_title),
        Fault("two_departments", "several_departments", "error", "document", _two_departments),
        Fault(
            "names_another_department",
            "department_conflict",
            "warning",
            "none",
            _names_another_department,
        ),
        Fault("no_period", "missing_period", "error", "document", _no_period),
        Fault("future_month", "future_period", "error", "document", _future_month),
        Fault("map_of_another_month", "period_conflict", "warning", "none", _map_of_another_month),
        Fault("cut_off", "incomplete_document", "error", "document", _cut_off),
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
