"""Where on composed pages a fault can be put, and what it keeps out.

Does not belong here: the faults (`spoilt_figures`, `spoilt_words`).
"""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.document_writer.blocks import TableBlock, TableCell
from tests.document_writer.sheet import Composition, Slot


class NotApplicable(Exception):
    """The composed pages have no place for the fault; take another truth."""


def pick(composition: Composition, rng: random.Random, wanted: Callable[[Slot], bool]) -> Slot:
    slots = [slot for slot in composition.slots if wanted(slot)]
    if not slots:
        raise NotApplicable
    return rng.choice(slots)


def is_printed_number(slot: Slot) -> bool:
    """A number in a table, printed without a mark."""
    figure = slot.figure
    return (
        figure.value is not None
        and slot.paragraph is not None
        and slot.printed.replace(separator(slot), "").isdecimal()
    )


def separator(slot: Slot) -> str:
    """What stands between the groups of a slot's number; a blank where it has none."""
    others = [char for char in slot.printed if not char.isdigit()]
    return others[0] if others else " "


def is_detail(block: str) -> Callable[[Slot], bool]:
    return lambda slot: (
        slot.figure.block == block and not slot.figure.is_total and is_printed_number(slot)
    )


def keep_out(composition: Composition, rows: set[int]) -> None:
    for slot in composition.slots:
        if slot.figure.row in rows:
            slot.figure.is_kept_out = True


def keep_out_all(composition: Composition) -> None:
    for slot in composition.slots:
        slot.figure.is_kept_out = True


def row_of(slot: Slot) -> tuple[TableBlock, list[TableCell]]:
    if slot.table is None or slot.cells is None:
        raise NotApplicable
    return slot.table, slot.cells


def province_rows(composition: Composition, rng: random.Random) -> Slot:
    """A slot in a row of a coverage table whose cells are all its own."""
    return pick(
        composition,
        rng,
        lambda slot: (
            is_detail("coverage")(slot)
            and slot.cells is not None
            and not any(one.starts or one.continues for one in slot.cells)
        ),
    )
