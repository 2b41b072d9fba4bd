"""Faults of words: labels nobody knows, hostile texts, departments and periods that disagree.

Each function changes the pages and the expected figures in one step. Does not belong here: which
finding a fault must give (`faults`), or faults of figures (`spoilt_figures`).
"""

from __future__ import annotations

import random
from dataclasses import replace

from tests.document_writer.blocks import TableBlock, walk
from tests.document_writer.catalogue import SERVICE_BY_CODE
from tests.document_writer.compose import compose
from tests.document_writer.places import bare
from tests.document_writer.reference import geography, reporting_units
from tests.document_writer.sheet import Composition, Slot
from tests.document_writer.spoilt_places import (
    NotApplicable,
    is_detail,
    is_printed_number,
    keep_out_all,
    pick,
    province_rows,
    row_of,
)
from tests.document_writer.style import MONTHS, period_label
from tests.document_writer.truth import Period, Truth, month_end

FAR_FUTURE = 2090
HOSTILE_TEXTS = (
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd",
    "<script>alert(1)</script>",
    "'; drop table figures; --",
)


def unknown_service(composition: Composition, rng: random.Random) -> None:
    slot = pick(composition, rng, is_detail("matrix"))
    table, _ = row_of(slot)
    service = slot.figure.service_code
    label = SERVICE_BY_CODE[service or ""].matrix_label
    for one in table.rows[0]:
        for par in walk(one.blocks):
            if par.text == label:
                par.text = "PROG. WAYRA"
    for other in composition.slots:
        if other.table is table and other.figure.service_code == service:
            other.figure.service_code = None


def unknown_measure(composition: Composition, rng: random.Random) -> None:
    """The words of a measure are others; every figure of the measure keeps its number."""

    def has_words_of_its_own(slot: Slot) -> bool:
        words = SERVICE_BY_CODE.get(slot.figure.service_code or "")
        return (
            slot.figure.block == "usage"
            and words is not None
            and len(words.measures) == 1
            and slot.figure.measure_code is not None
            and slot.table is not None
            and any(words.measures[0].after in par.text for par in walk([slot.table]))
        )

    slot = pick(composition, rng, has_words_of_its_own)
    table, _ = row_of(slot)
    words = SERVICE_BY_CODE[slot.figure.service_code or ""].measures[0]
    for par in walk([table]):
        par.text = par.text.replace(words.after, "atenciones del plan piloto")
    for other in composition.slots:
        if other.figure.block == "usage" and other.table is table:
            other.figure.measure_code = None


def hostile_text(composition: Composition, rng: random.Random) -> None:
    """A place's own name, which is no figure, is a text that programs may run."""
    for block in composition.pages.body:
        if isinstance(block, TableBlock):
            for par in walk([block]):
                if par.text.startswith("Casa de Acogida "):
                    par.text = rng.choice(HOSTILE_TEXTS)
                    return
    raise NotApplicable


def zero_width(composition: Composition, rng: random.Random) -> None:
    if composition.style.encoding in ("latin-1", "cp1252"):
        raise NotApplicable
    _put_into_a_province(composition, rng, "\u200b")


def odd_digits(composition: Composition, rng: random.Random) -> None:
    """A number in full-width digits, which are read as they look."""
    if composition.style.encoding in ("latin-1", "cp1252"):
        raise NotApplicable
    slot = pick(composition, rng, is_printed_number)
    wide = {ord(digit): chr(ord(digit) - ord("0") + 0xFF10) for digit in "0123456789"}
    slot.reprint(slot.printed.translate(wide))


def control_characters(composition: Composition, rng: random.Random) -> None:
    """A backspace and an escape in a label, which a text file may hold."""
    _put_into_a_province(composition, rng, "\x08\x1b")


def _put_into_a_province(composition: Composition, rng: random.Random, characters: str) -> None:
    slot = province_rows(composition, rng)
    _, cells = row_of(slot)
    province = bare(geography().names[slot.figure.province_ubigeo or ""])
    for par in (par for one in cells for par in walk(one.blocks)):
        if bare(par.text) == province:
            par.text = par.text[:2] + characters + par.text[2:]
            return
    raise NotApplicable


def _another_unit(composition: Composition, rng: random.Random) -> Truth:
    truth = composition.truth
    codes = [
        code
        for code, unit in reporting_units().items()
        if unit.department_ubigeo != truth.unit.department_ubigeo and unit.kind == "department"
    ]
    return replace(truth, unit=reporting_units()[rng.choice(codes)])


def two_departments(composition: Composition, rng: random.Random) -> None:
    other = compose(_another_unit(composition, rng), composition.style)
    composition.pages.body += other.pages.body
    keep_out_all(composition)


def names_another_department(composition: Composition, rng: random.Random) -> None:
    """The matrices' heading names another department than the title."""
    name = _another_unit(composition, rng).unit.name.upper()
    for par in walk(composition.pages.body):
        if par.text.startswith("CONSOLIDADO DE SERVICIOS"):
            par.text = f"CONSOLIDADO DE SERVICIOS EN EL DEPARTAMENTO DE {name}"
            return
    raise NotApplicable


def misspelt_title(composition: Composition, rng: random.Random) -> None:
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


def no_period(composition: Composition, rng: random.Random) -> None:
    labels = {period_label(period, composition.style) for period in composition.truth.periods}
    for par in walk(composition.pages.body):
        if par.text.replace("\n", " ") in labels:
            par.text = rng.choice(("Periodo", "Acumulado"))
    if composition.pages.map_page is not None:
        composition.pages.map_page.stamp = ["Elaborado: Oficina de Monitoreo (OME). MIMP."]
    keep_out_all(composition)


def future_month(composition: Composition, rng: random.Random) -> None:
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
    keep_out_all(composition)


def _later(period: Period, years: int) -> Period:
    return replace(
        period,
        start=period.start.replace(year=period.start.year + years),
        end=month_end(period.end.year + years, period.end.month),
    )


def map_of_another_month(composition: Composition, rng: random.Random) -> None:
    page = composition.pages.map_page
    if page is None:
        raise NotApplicable
    month, year = composition.truth.month, composition.truth.year
    printed = f"{MONTHS[month - 1]} {year}"
    page.stamp = [line.replace(printed, f"{MONTHS[month % 12]} {year - 1}") for line in page.stamp]


def cut_off(composition: Composition, rng: random.Random) -> None:
    """The last pages are missing: matrices, glossary and map, and some of the sections."""
    body = composition.pages.body
    tables = [number for number, block in enumerate(body) if isinstance(block, TableBlock)]
    if len(tables) < 5:
        raise NotApplicable
    kept = body[: rng.choice(tables[1:-3]) + 1]
    if any(slot.figure.block == "matrix" and slot.table in kept for slot in composition.slots):
        raise NotApplicable
    composition.pages.body = kept
    composition.pages.map_page = None
    keep_out_all(composition)
