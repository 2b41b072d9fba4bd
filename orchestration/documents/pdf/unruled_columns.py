"""Where the columns of a table without lines part.

Belongs here: of the gaps between two headings that no word of the table's rows crosses, which one
parts their columns. Does not belong here: how far the table reaches (`unruled_end`), its rows
(`unruled_rows`).

Headings may stand in the middle of their columns and the words below them at the left, or the
other way round, so that words stand under no heading. Rows that are filled tell whose they are,
and so does a column of counts, which holds nothing else.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from orchestration.documents.pdf.headings import (
    COUNT,
    DETAILS,
    Chunk,
    Headings,
    PrintedRow,
)
from orchestration.documents.words import header_role, is_total_label

Gap = tuple[float, float]
NARROWEST_GAP: Final = 0.5
"""A gap narrower than this parts nothing (points)."""
BESIDE: Final = 1.5
"""What stands farther than this from a label is none of its words (sizes): `Línea  100`."""
FIGURE: Final = re.compile(r"\d[\d.,\s]*(?:\s\D|[*(]|$)")
"""How a text begins that says how many people a service reached."""


def gaps_between(low: float, high: float, ink: list[Gap]) -> list[Gap]:
    """The parts of an interval that no ink covers, from left to right."""
    gaps: list[Gap] = []
    start = low
    for x0, x1 in [*sorted(ink), (high, high)]:
        if x0 - start > NARROWEST_GAP:
            gaps.append((start, min(x0, high)))
        start = max(start, x1)
    return gaps


def columns_part_at(
    found: Headings, rows: list[PrintedRow], gutters: list[Gap], inks: list[list[Gap]]
) -> list[Gap]:
    """The gap between each two columns that agrees with most rows; of those, the widest.

    Args:
        found: the headings.
        rows: the lines below them.
        gutters: the intervals between the headings.
        inks: what stands in each of them.
    """
    parted: list[Gap] = []
    for place, ((g0, g1), ink) in enumerate(zip(gutters, inks, strict=True)):
        gaps = gaps_between(g0, g1, ink)
        if len(gaps) > 1:
            against = _against_in_frame if found.kind == "frame" else _against
            wrong = [against(found, rows, place, gap, (g0, g1)) for gap in gaps]
            gaps = [gap for gap, count in zip(gaps, wrong, strict=True) if count == min(wrong)]
        parted += [max(gaps, key=lambda gap: gap[1] - gap[0])] if gaps else []
    return parted


def nested_headings(row: PrintedRow) -> list[Chunk]:
    """The headings of a table of places that stand on a line, of shares and totals among them."""
    roles = [header_role(chunk.text) for chunk in row.chunks]
    if not any(role in DETAILS for role in roles):
        return []
    return [
        chunk
        for chunk, role in zip(row.chunks, roles, strict=True)
        if role in DETAILS or role == "aside" or is_total_label(chunk.text)
    ]


def _against(found: Headings, rows: list[PrintedRow], place: int, gap: Gap, between: Gap) -> int:
    """How many texts would stand on the wrong side of a gap behind the column `place`."""
    wrong = 0
    holds_counts = [_holds_counts(found, column) for column in (place, place + 1)]
    for row in rows:
        if len(row.chunks) == len(found.columns):
            wrong += row.chunks[place].x0 >= gap[1] or row.chunks[place + 1].x1 <= gap[0]
        elif holds_counts[0] != holds_counts[1]:
            own = [c for c in row.chunks if between[0] <= c.x0 and c.x1 <= between[1]]
            wrong += sum((c.x1 <= gap[0]) != _is_left(c.text, holds_counts) for c in own)
    return wrong


def _against_in_frame(
    found: Headings, rows: list[PrintedRow], place: int, gap: Gap, _between: Gap
) -> int:
    """How many rows of nested tables a gap behind the column `place` would cut.

    A line of such a table has as many texts as there are headings over it. Where there is none,
    a figure beside a label belongs to the period on the right.
    """
    if "service" not in found.roles:
        return 0
    wrong = columns = 0
    is_left = place < max(n for n, role in enumerate(found.roles) if role == "service")
    is_before_figures = found.roles[place + 1] == "period"
    for row in rows:
        heads = nested_headings(row)
        columns = len(heads) if len(heads) > 1 else columns
        if is_left and columns and len(row.chunks) >= columns:
            wrong += sum(chunk.x0 >= gap[1] for chunk in row.chunks) < columns
        if not heads and is_before_figures:
            figures = [
                chunk
                for before, chunk in pairwise(row.chunks)
                if FIGURE.match(chunk.text) and chunk.x0 - before.x1 > BESIDE * row.size
            ]
            if columns:  # a bare number may be one of the nested table's
                figures = [c for c in figures if any(map(str.isalpha, c.text))]
            wrong += any(c.x1 <= gap[0] for c in figures)
    return wrong


def _holds_counts(found: Headings, column: int) -> bool:
    return found.roles[column] == "count" or (found.kind == "matrix" and column > 0)


def _is_left(text: str, holds_counts: list[bool]) -> bool:
    """Whether a text stands left, where one of two columns holds counts."""
    return holds_counts[0] == bool(COUNT.fullmatch(text))
