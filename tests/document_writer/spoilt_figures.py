"""Faults of figures: sums that do not agree, numbers nobody can take, rows that are not right.

Each function changes the pages and the expected figures in one step. Does not belong here: which
finding a fault must give (`faults`), or faults of labels and whole documents (`spoilt_words`).
"""

from __future__ import annotations

import copy
import random
from collections.abc import Callable

from tests.document_writer.blocks import cell, walk
from tests.document_writer.places import bare, is_resolvable
from tests.document_writer.reference import geography
from tests.document_writer.sheet import Composition, Slot
from tests.document_writer.spoilt_places import (
    NotApplicable,
    is_detail,
    is_printed_number,
    keep_out,
    pick,
    province_rows,
    row_of,
)
from tests.document_writer.truth import ExpectedFigure

INVENTED_PROVINCE = "Villa Quimérica del Wayra"


def _change_value(slot: Slot, rng: random.Random) -> None:
    value = (slot.figure.value or 0) + rng.choice((1, 2, 5))
    slot.reprint(str(value))
    slot.figure.value = value


def _is_unknown(figure: ExpectedFigure) -> bool:
    return figure.block == "coverage" and figure.value_status == "no_information"


def _total_that_can_be_checked(
    composition: Composition, rng: random.Random, *, of_a_kind: bool
) -> Slot:
    """A coverage table's total, all of whose rows print a count."""
    unknown = {slot.figure.service_code for slot in composition.slots if _is_unknown(slot.figure)}
    return pick(
        composition,
        rng,
        lambda slot: (
            slot.figure.block == "coverage"
            and slot.figure.is_total
            and (slot.figure.modality is not None) == of_a_kind
            and slot.figure.service_code not in unknown
        ),
    )


def wrong_total(composition: Composition, rng: random.Random) -> None:
    _change_value(_total_that_can_be_checked(composition, rng, of_a_kind=False), rng)


def wrong_subtotal(composition: Composition, rng: random.Random) -> None:
    _change_value(_total_that_can_be_checked(composition, rng, of_a_kind=True), rng)


def wrong_matrix_total(composition: Composition, rng: random.Random) -> None:
    _change_value(
        pick(composition, rng, lambda slot: slot.figure.block == "matrix" and slot.figure.is_total),
        rng,
    )


def wrong_matrix_cell(composition: Composition, rng: random.Random) -> None:
    _change_value(pick(composition, rng, is_detail("matrix")), rng)


def wrong_legend(composition: Composition, rng: random.Random) -> None:
    _change_value(
        pick(composition, rng, lambda slot: slot.figure.block == "map_legend"),
        rng,
    )


def reprint_as(
    respell: Callable[[int, random.Random], str], smallest: int = 1, block: str | None = None
) -> Callable[[Composition, random.Random], None]:
    """A fault that prints a number some other way and keeps its figure out."""

    def spoil(composition: Composition, rng: random.Random) -> None:
        blocks = (block,) if block else ("usage", "coverage", "matrix")
        slot = pick(
            composition,
            rng,
            lambda slot: (
                slot.figure.block in blocks
                and not slot.figure.is_total
                and is_printed_number(slot)
                and (slot.figure.value or 0) >= smallest
            ),
        )
        slot.reprint(respell(slot.figure.value or 0, rng))
        slot.figure.is_kept_out = True

    return spoil


def with_letter(value: int, rng: random.Random) -> str:
    digits = str(value)
    for digit, letter in (("0", "O"), ("1", "l"), ("5", "S")):
        if digit in digits:
            return digits.replace(digit, letter, 1) if len(digits) > 1 else f"{digits}O"
    at = rng.randrange(1, len(digits) + 1)
    return f"{digits[:at]}O{digits[at:]}"


def with_mixed_separators(value: int, rng: random.Random) -> str:
    digits = str(value)
    return rng.choice(
        (
            f"{digits[:1]},{digits[1:3]}.{digits[3:]}7",
            f"{digits[:-2]}.{digits[-2:]}",
            f"1,{digits[:2]}",
            f"1.{digits[-3:]},{digits[:3]}",
        )
    )


def duplicate_row(composition: Composition, rng: random.Random) -> None:
    slot = province_rows(composition, rng)
    table, cells = row_of(slot)
    if any(par.text.rstrip().endswith(")") for one in cells for par in walk(one.blocks)):
        raise NotApplicable  # a subtotal in a label would be doubled too
    at = next(number for number, row in enumerate(table.rows) if row is cells)
    printed = slot.printed
    doubled = copy.deepcopy(cells)
    for par in (par for one in doubled for par in walk(one.blocks)):
        if par.text.strip() == printed:
            par.text = str((slot.figure.value or 0) + 3)
    table.rows.insert(at + 1, doubled)
    keep_out(composition, {slot.figure.row})


def replace_province(
    name: Callable[[Composition, random.Random], str],
) -> Callable[[Composition, random.Random], None]:
    def spoil(composition: Composition, rng: random.Random) -> None:
        slot = province_rows(composition, rng)
        _, cells = row_of(slot)
        province = bare(geography().names[slot.figure.province_ubigeo or ""])
        for par in (par for one in cells for par in walk(one.blocks)):
            if bare(par.text) == province:
                par.text = name(composition, rng)
                keep_out(composition, {slot.figure.row})
                return
        raise NotApplicable

    return spoil


def foreign_province(composition: Composition, rng: random.Random) -> str:
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


def short_row(composition: Composition, rng: random.Random) -> None:
    slot = pick(composition, rng, is_detail("matrix"))
    _, cells = row_of(slot)
    del cells[rng.randrange(1, len(cells))]
    keep_out(composition, {slot.figure.row})


def long_row(composition: Composition, rng: random.Random) -> None:
    slot = pick(composition, rng, is_detail("matrix"))
    _, cells = row_of(slot)
    cells.append(cell("4"))
    keep_out(composition, {slot.figure.row})


def district_is_province(composition: Composition, rng: random.Random) -> None:
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

    slot = pick(composition, rng, is_clear)
    _, cells = row_of(slot)
    names = places.names
    for par in (par for one in cells for par in walk(one.blocks)):
        if bare(par.text) == bare(names[slot.figure.district_ubigeo or ""]):
            par.text = names[slot.figure.province_ubigeo or ""]
            slot.figure.district_ubigeo = None
            return
    raise NotApplicable
