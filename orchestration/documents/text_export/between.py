"""How lines look that stand between tables, and how those of a cell's figures look.

Belongs here: source lines, notes, headings, introductions; figures with their measures. Does not
belong here: which cell or table a line is of (`lines`, `tables`).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from orchestration.documents.words import is_like_figure

DIGITS: Final = r"\d[\d\s.,*¹²³()]*"
"""A pattern of a number as a line prints it, with its marks."""

NO_NUMBER: Final = r"[-–—](?:[\s*]*$|\s(?-i:[a-záéíóúñ]))|[SN]/[ID]\b"
"""A pattern of what stands for a number, alone or before its measure."""

_SOURCE_OR_NOTE = re.compile(
    r"^\s*(?:FUENTE|ELABORA|NOTA)|^\s*(?:\(?\*+\)?|\(\d{1,2}\)|\d{1,2}/|[¹²³⁴⁵⁶⁷⁸⁹⁰]+)\s*\S",
    re.IGNORECASE,
)
_NUMBERED_HEADING = re.compile(
    r"^\s*(?:(?:\d{1,2}|[IVX]{1,5}|[A-Z])(?:\.\d{1,2})+[.)-]{0,2}|(?:\d{1,2}|[IVX]{1,5})[.)-]{1,2}"
    r"|[A-Z][.)]|[a-z]\))\s*[^\W\d]"
)
_PAGE_COUNT = re.compile(
    r"^\s*p[aá]g(?:ina)?\.?\s*\d{1,3}(?:\s*(?:de|/)\s*\d{1,3})?\s*$", re.IGNORECASE
)
_CAPITALS = re.compile(r"^[^a-záéíóúñü]{24,}$")
_LABEL = re.compile(r"^[^\d:]{4,140}:\s+[^\d\s]")
_COUNTED = re.compile(
    rf"^\s*[^\W\d][^\d:\n]{{2,100}}:\s*(?:{DIGITS}|{NO_NUMBER}\s*)$", re.IGNORECASE
)
_COUNT_ALONE = re.compile(rf"^\s*(?:{DIGITS}|{NO_NUMBER})$", re.IGNORECASE)


def is_source_or_heading(line: str) -> bool:
    """Whether a line is a source, a note or a numbered heading."""
    return bool(_SOURCE_OR_NOTE.match(line) or _NUMBERED_HEADING.match(line))


def counts_something(line: str) -> bool:
    """Whether a line is a measure and its number (`Casos atendidos: 3 456`)."""
    return bool(_COUNTED.match(line))


def counts_below(text: str) -> bool:
    """Whether a text is a number and below it what it counts, or the other way round."""
    first, *others = text.split("\n", 2)
    if not others:
        return False
    number = others[0] if first.rstrip().endswith(":") else first
    return bool(_COUNT_ALONE.match(number))


@lru_cache(maxsize=4096)
def holds_figure(text: str) -> bool:
    """Whether one of a cell's lines starts with a figure or ends with what it counts."""
    return any(is_like_figure(line) or counts_something(line) for line in text.split("\n"))


def stands_between_tables(line: str) -> bool:
    """Whether a line can hardly be a paragraph of a cell."""
    return bool(
        is_source_or_heading(line)
        or _PAGE_COUNT.match(line)
        or _CAPITALS.match(line.strip())
        or (_LABEL.match(line) and not counts_something(line))
    )
