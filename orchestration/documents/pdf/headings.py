"""The headings of a table whose lines are not drawn, told from the text around them.

Belongs here: printed lines as groups of words that stand apart, and which of them are headings
side by side. Does not belong here: how far such a table reaches (`unruled`), what headings mean
(extraction).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, NamedTuple

from orchestration.documents.pdf.shapes import Word
from orchestration.documents.words import ROLE_OF_HEADER, header_role, normalise, without_marks

GAP: Final = 0.6
"""Words farther apart than this stand in two columns (shares of the size)."""
TINY_GAP: Final = 0.12
"""The same for words without a space drawn between them, where the document draws spaces."""
WIDE_STEP: Final = 3.6
"""A step to the next line wider than this, in sizes, ends a table without lines of its own."""
TIGHT_STEP: Final = 1.6
"""A step within one text is at most this wide."""
HALF_STEP: Final = 0.85
"""Lines closer than this, in sizes, stand beside each other: one is in the middle of its cell."""
MOST_HEADER_LINES: Final = 5

PLACES: Final = frozenset({"province", "district"})
DETAILS: Final = frozenset({"province", "district", "count", "centre", "place"})
FRAME: Final = frozenset({"service", "usage", "target", "period"})
_HEADER_WORDS: Final = frozenset(word for header in ROLE_OF_HEADER for word in header.split(" "))
COUNT = re.compile(r"(?:\d[\d.,\s]*|[-–—]|S/I)[*⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾()\d/]*", re.IGNORECASE)


class Chunk(NamedTuple):
    """Words of one line that stand close together.

    `is_open`: a space is drawn after the last of them.
    """

    x0: float
    x1: float
    text: str
    is_open: bool = False


@dataclass(slots=True)
class PrintedRow:
    """One printed line as its chunks; a table that stands there already is one, down to `low`."""

    baseline: float
    size: float
    chunks: list[Chunk]
    low: float = 0.0

    @property
    def top(self) -> float:
        """Where its letters begin."""
        return self.baseline - 0.95 * self.size

    @property
    def bottom(self) -> float:
        """Where its letters end."""
        return max(self.baseline + 0.3 * self.size, self.low)

    @property
    def text(self) -> str:
        """All its words."""
        return " ".join(chunk.text for chunk in self.chunks)


@dataclass(slots=True)
class Headings:
    """The headings of a table.

    Attributes:
        kind: `frame` (service, usage, periods), `details` (places and counts) or `matrix`.
        columns: the headings from left to right; roles: what they head.
        first, body: the lines from `first` up to but not with `body`.
        spanning: the heading over all periods.
        gutters: where the columns part, once the table's other lines have been seen.
        marks_wraps: whether a space is drawn where a line was wrapped, and none at a text's end.
        is_labelled: whether the label of a frame's service has been seen.
    """

    kind: str
    columns: list[Chunk]
    roles: list[str | None]
    first: int
    body: int
    spanning: Chunk | None = None
    gutters: list[tuple[float, float]] = field(default_factory=list)
    marks_wraps: bool = False
    is_labelled: bool = False


def looks_like_headings(text: str) -> bool:
    """Whether a line outside every table may be the headings of a table without lines."""
    if len(text) > 110:
        return False
    words = [word for word in normalise(text).split(" ") if word]
    known = sum(word in _HEADER_WORDS for word in words)
    places = {role for word in words if (role := ROLE_OF_HEADER.get(word)) in PLACES}
    return bool(words) and (
        known >= 0.5 * len(words)
        or words[0] in ("PROVINCIA", "PROVINCIAS")
        or len(places) == len(PLACES)  # `Hogares de Refugio | Provincia | Distrito | Nombre`
    )


def holds_several_headings(text: str) -> bool:
    """Whether a line is the headings of several columns of a table of places."""
    words = normalise(text).split(" ")
    names_places = any(header_role(word.capitalize()) in PLACES for word in words)
    return names_places and header_role(text) is None and all(w in _HEADER_WORDS for w in words)


def draws_spaces(words: list[Word]) -> bool:
    """Whether a page has a space drawn between most words, not only a gap."""
    return sum(word.space_after for word in words) > 0.3 * len(words)


def printed_row(words: list[Word], has_spaces: bool) -> PrintedRow:
    """One line's chunks. Words of one cell have a space drawn between them where any have."""
    words = sorted(words, key=lambda word: word.start)
    size = max(word.size for word in words)
    chunks: list[Chunk] = []
    is_apart = True
    for word in words:
        last = chunks[-1] if chunks else None
        most = (TINY_GAP if is_apart and has_spaces else GAP) * size
        if last is not None and word.start - last.x1 <= most:
            blank = "" if is_apart and word.start - last.x1 < TINY_GAP * size else " "
            text = f"{last.text}{blank}{word.text}"
            chunks[-1] = Chunk(last.x0, max(last.x1, word.end), text, word.space_after)
        else:
            chunks.append(Chunk(word.start, word.end, word.text, word.space_after))
        is_apart = not word.space_after
    baseline = sorted(word.baseline for word in words)[len(words) // 2]
    return PrintedRow(baseline, size, chunks)


def headings_at(rows: list[PrintedRow], first: int) -> Headings | None:
    """The table whose headings begin at a line."""
    for height in range(1, MOST_HEADER_LINES + 1):
        block = rows[first : first + height]
        if len(block) < height or (height > 1 and is_step(block[-2], block[-1], WIDE_STEP)):
            return None
        found = _frame_headings(block, first) or _detail_headings(block, first)
        if found and found.kind != "frame" and not _belongs_to_headings(block, found):
            return None
        if found:
            return _with_all_headings(rows, found)
    return None


def _belongs_to_headings(block: list[PrintedRow], found: Headings) -> bool:
    """Whether the first of some lines is one of headings, not of the text before them."""
    without = _detail_headings(block[1:], found.first + 1)
    if without is None:
        return True
    if len(found.columns) > len(without.columns):
        # Headings that stand higher than the others are in the middle beside them, or go on.
        below = [chunk for row in block[1:] for chunk in row.chunks]
        is_alone = not any(
            one.x0 < two.x1 and two.x0 < one.x1 for one in block[0].chunks for two in below
        )
        return found.kind == "matrix" or not (is_alone and is_step(block[0], block[1], HALF_STEP))
    return found.kind == "matrix" and not is_step(block[0], block[1], TIGHT_STEP)


def is_step(row: PrintedRow, below: PrintedRow, most: float) -> bool:
    """Whether the step between two lines is wider than this many sizes."""
    return below.baseline - row.baseline > most * max(row.size, below.size)


def _frame_headings(block: list[PrintedRow], first: int) -> Headings | None:
    """`Servicio / Cobertura | Usuarias/os`, over periods or not; `Usuarias/os` over periods."""
    named = [(chunk, header_role(chunk.text)) for chunk in _with_whole_headings(block)]
    if any(role not in FRAME for _, role in named):
        return None
    spanning = None
    columns = sorted(named, key=lambda each: each[0].x0)
    if any(role == "period" for _, role in named):
        usage = [chunk for chunk, role in named if role == "usage"]
        spanning = usage[0] if usage else None
        columns = [each for each in columns if each[1] != "usage"]
    elif len({role for _, role in named}) < 2:
        return None
    chunks = [chunk for chunk, _ in columns]
    if len(chunks) < 2 or any(one.x1 >= two.x0 for one, two in pairwise(chunks)):
        return None
    return Headings(
        "frame", chunks, [role for _, role in columns], first, first + len(block), spanning
    )


def _with_whole_headings(block: list[PrintedRow]) -> list[Chunk]:
    """The chunks of some lines; a heading wrapped over several of them is one."""
    chunks: list[Chunk] = []
    for chunk in (chunk for row in block for chunk in row.chunks):
        for place, above in enumerate(chunks):
            text = f"{above.text} {chunk.text}"
            is_below = bool(chunk.text) and above.x0 < chunk.x1 and chunk.x0 < above.x1
            role = header_role(text)
            before = header_role(above.text)
            if is_below and (before is None or (role in FRAME and before == role)):
                x0, x1 = min(above.x0, chunk.x0), max(above.x1, chunk.x1)
                chunks[place] = Chunk(x0, x1, text, chunk.is_open)
                break
        else:
            chunks.append(chunk)
    return chunks


def _detail_headings(block: list[PrintedRow], first: int) -> Headings | None:
    """Headings of a table of places and counts, or of a matrix."""
    columns = _stacked([chunk for row in block for chunk in row.chunks])
    if len(columns) < 2:
        return None
    roles = [
        header_role(chunk.text) or header_role(chunk.text.replace(" ", "")) for chunk in columns
    ]
    details = sum(role in DETAILS for role in roles)
    is_matrix = roles[0] in PLACES and len(columns) >= 3 and details == 1
    if not any(role in PLACES for role in roles) or (details < 2 and not is_matrix):
        return None
    if any(COUNT.fullmatch(chunk.text) for chunk in columns):
        return None
    return Headings(
        "matrix" if is_matrix else "details", columns, list(roles), first, first + len(block)
    )


def _stacked(chunks: list[Chunk]) -> list[Chunk]:
    """Chunks over each other joined into one."""
    columns: list[Chunk] = []
    for chunk in sorted(chunks, key=lambda each: each.x0):
        last = columns[-1] if columns else None
        if last is not None and chunk.x0 < last.x1:
            x1 = max(last.x1, chunk.x1)
            columns[-1] = Chunk(last.x0, x1, f"{last.text} {chunk.text}", chunk.is_open)
        else:
            columns.append(chunk)
    return columns


def _with_all_headings(rows: list[PrintedRow], found: Headings) -> Headings:
    """Take the lines on which headings go on: close below, and in the headings' columns."""
    if found.kind == "frame":
        for below in range(found.body, min(found.first + MOST_HEADER_LINES, len(rows))):
            block = rows[found.first : below + 1]
            if is_step(block[-2], block[-1], WIDE_STEP):
                break
            found = _frame_headings(block, found.first) or found
        return found
    while found.body < len(rows) and found.body - found.first < MOST_HEADER_LINES:
        row = rows[found.body]
        is_wrapped = not is_step(rows[found.body - 1], row, TIGHT_STEP) and not any(
            COUNT.fullmatch(chunk.text) for chunk in row.chunks
        )
        columns = _stacked([*found.columns, *row.chunks])
        if not is_wrapped or len(columns) != len(found.columns) or _is_body(row, found):
            break
        if _begins_cells(rows, found):
            break
        found.columns, found.body = columns, found.body + 1
    return found


def _is_body(row: PrintedRow, found: Headings) -> bool:
    """Whether a line under headings has something under those of places that goes on with none."""
    return any(
        chunk.x0 < column.x1 and chunk.x1 > column.x0
        for column, role in zip(found.columns, found.roles, strict=True)
        if role in PLACES
        for chunk in row.chunks
        if header_role(f"{column.text} {chunk.text}") is None
    )


def _begins_cells(rows: list[PrintedRow], found: Headings) -> bool:
    """Whether the line under headings that are whole is the first of cells of several lines."""
    row, below = rows[found.body], rows[found.body + 1 : found.body + 2]
    if not is_step(rows[found.body - 1], row, HALF_STEP):
        return False  # it stands beside headings that are in the middle of their cells
    if below and not is_step(row, below[0], HALF_STEP):
        return True
    marks_wraps = any(chunk.is_open for each in rows for chunk in each.chunks)
    for chunk in row.chunks:
        for column in found.columns:
            if chunk.x0 < column.x1 and chunk.x1 > column.x0:
                both = f"{column.text} {chunk.text}"
                is_left = abs(chunk.x0 - column.x0) < 1  # spaces are not drawn at centred ends
                is_whole = _is_known(column.text) or (
                    marks_wraps and is_left and not column.is_open and header_role(column.text)
                )
                if is_whole and not _is_known(both) and not chunk.text[0].islower():
                    return True
    return False


def _is_known(text: str) -> bool:
    """Whether a text is the whole of a heading, not only its beginning."""
    return normalise(without_marks(text)) in ROLE_OF_HEADER
