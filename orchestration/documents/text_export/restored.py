"""Undoes what an editor or a mail program did to every line of a text export.

The layout tells rows and tables by empty lines, so what adds or removes them everywhere changes
what a text says. Where the change can be undone for certain it is, elsewhere the text is refused.
Does not belong here: encodings and line ends (`orchestration.documents.encoding`), or reading
the lines (`lines`).
"""

from __future__ import annotations

import itertools
from typing import Final

from orchestration.documents.model import DocumentRefused
from orchestration.documents.text_export.between import stands_between_tables
from orchestration.documents.text_export.lines import (
    NESTED_ROLES,
    PLACE_ROLES,
    prints_a_row_a_line,
)
from orchestration.documents.words import header_role, is_total_label

_FEW: Final = 20
"""Cells or empty lines that say nothing yet of how a text was changed."""


def restored(lines: list[str]) -> list[str]:
    """The lines as they were exported.

    Args:
        lines: all lines; the last one is what follows the last line end.

    Raises:
        DocumentRefused: `unreadable_document` where empty lines or empty cells were taken out.
    """
    if sum(line[:1] == "\t" for line in lines) < _FEW:
        return lines
    if "" not in lines[:-1] and sum(not line.strip(" ") for line in lines) > _FEW:
        lines = [line.rstrip(" ") for line in lines]
    if not any(lines[1::2]):
        lines = lines[::2]
    *blanks, _ = _runs_of_empty_lines([*lines, ""])
    if len(blanks) > _FEW and not any(count % 2 for count in blanks):
        lines = _with_half_the_blanks(lines)
    elif not blanks or (max(blanks) < 2 and _ends_a_table(lines)):
        raise DocumentRefused(
            "unreadable_document",
            "The text's empty lines were taken out, and they part its rows and tables: export it "
            "again and leave it as it is.",
        )
    if _lost_empty_cells(lines):
        raise DocumentRefused(
            "unreadable_document",
            "Tabs at line ends were taken out, and they are the tables' empty cells: export the "
            "text again and leave it as it is.",
        )
    return lines


def _runs_of_empty_lines(lines: list[str]) -> list[int]:
    runs = itertools.groupby(lines, "".__eq__)
    return [len(list(run)) for is_empty, run in runs if is_empty]


def _ends_a_table(lines: list[str]) -> bool:
    """Whether one empty line parts a source, note or heading from the cell above it.

    In the classic layout a table ends with two, the newer one tells its rows by lines.
    """
    if prints_a_row_a_line(lines):
        return False
    first = next(at for at, line in enumerate(lines) if line[:1] == "\t")
    return any(
        not above and stands_between_tables(line)
        for above, line in itertools.pairwise(lines[first:])
    )


def _with_half_the_blanks(lines: list[str]) -> list[str]:
    kept: list[str] = []
    for is_empty, run in itertools.groupby(lines, "".__eq__):
        found = list(run)
        kept += found[: (len(found) + 1) // 2] if is_empty else found
    return kept


def _lost_empty_cells(lines: list[str]) -> bool:
    """Whether the blanks at all line ends are gone, and tabs with them that were empty cells."""
    if any(line[-1:] in (" ", "\t") for line in lines):
        return False
    return _periods_lack_a_cell(lines) or _rows_lack_cells(lines)


def _periods_lack_a_cell(lines: list[str]) -> bool:
    """Whether the row of periods lacks the empty cell below `Servicio / Cobertura`.

    Where that row never had the cell, one empty line parts it from the header; where the cell's
    tab was taken off, its own line end is left as a second one.
    """
    for at, line in enumerate(lines[:-4]):
        if header_role(line.strip()) == "usage" and lines[at + 1 : at + 3] == ["", ""]:
            below = itertools.takewhile(_is_below, lines[at + 4 : at + 6])
            if header_role("\n".join((lines[at + 3].strip(), *below))) == "period":
                return True
    return False


def _is_below(line: str) -> bool:
    """Whether a line goes on with the cell above it."""
    return bool(line) and not line.startswith("\t")


def _rows_lack_cells(lines: list[str]) -> bool:
    """Whether rows of one line each are shorter than the header of places above them."""
    width = short = 0
    for line in lines:
        cells = line.lstrip("\t").split("\t")
        roles = [header_role(cell) for cell in cells]
        if not line.startswith("\t"):
            width = 0
        elif any(role in PLACE_ROLES for role in roles):
            # What stands before the header is the label of the cell around its table.
            width = len(cells) - next(at for at, role in enumerate(roles) if role in NESTED_ROLES)
        elif not any(map(is_total_label, cells)):
            short += 1 < line.count("\t") < width
    return short > 1
