"""What the text or number in one cell of the workbook says.

Belongs here: codes that lost their leading zero, decimal commas, numbers kept as text.
Does not belong here: whether a value can be right (`judgement`).
"""

from __future__ import annotations

import math
import re
from typing import Any, Final

DISTRICT_DIGITS: Final = 6
"""Digits of a district's code; a province has 4, a department 2."""

_FOOTNOTE_MARK: Final = re.compile(r"\s*\d{1,2}/\s*$")
_MARK_OF_A_VALUE: Final = re.compile(r"(^\*+\s*|\s*\*+$|\s*[a-z]/$|\s+\d{1,2}/$)", re.IGNORECASE)
_NOTHING: Final = {"", "-", "–", "—", "...", "…", "n.d.", "nd", "s/i", "*"}
_THOUSANDS: Final = re.compile(r"[+-]?\d{1,3}([., \u00a0\u202f])\d{3}(\1\d{3})*")
_NUMBER: Final = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)")


class NoNumber(ValueError):
    """A cell that should hold a number and holds something else."""


def text_of(value: Any) -> str:
    """A cell's text on one line, outer blanks removed; a whole number has no decimals."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).split())


def without_footnote_mark(text: str) -> str:
    """A heading or name without the mark of its note (`Grupos robustos 2/`)."""
    return _FOOTNOTE_MARK.sub("", text)


def shown(value: Any, number_format: str) -> Any:
    """A cell's value as the workbook shows it: one with a per cent format is kept as a fraction."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if is_number and "%" in number_format and math.isfinite(value):
        # A fraction times a hundred is not always what is shown: 0.057 is 5.7, not 5.7000...01.
        return round(value * 100, 6)
    return value


def code_of(value: Any) -> str | None:
    """The code in a cell: 2, 4 or 6 digits, its lost leading zero put back; None if it has none."""
    text = _without_mark(text_of(value).strip("'\" "))
    if not text.isascii() or not text.isdecimal() or not 1 <= len(text) <= 6:
        return None
    return text.zfill(len(text) + len(text) % 2)


def decimal_of(value: Any) -> float | None:
    """A number that may have decimals, a comma or a per cent sign; None where the cell is blank.

    Raises:
        NoNumber: the cell holds something else.
    """
    if isinstance(value, bool):
        raise NoNumber(text_of(value))
    if isinstance(value, int | float):
        if not math.isfinite(value):
            raise NoNumber(str(value))
        return float(value)
    text = text_of(value)
    if text.lower() in _NOTHING:
        return None
    digits = _without_mark(text).removesuffix("%").strip()
    if not _NUMBER.fullmatch(digits):
        raise NoNumber(text)
    return float(digits.replace(",", "."))


def whole_of(value: Any) -> int | None:
    """A whole number, thousands set apart by a blank, comma or dot; None where the cell is blank.

    A projected population may be stored with decimals; it is rounded as the workbook shows it.

    Raises:
        NoNumber: the cell holds something else.
    """
    text = _without_mark(text_of(value))
    if not isinstance(value, int | float) and _THOUSANDS.fullmatch(text):
        return int(re.sub(r"[^\d+-]", "", text))
    number = decimal_of(value)
    return None if number is None else round(number)


def _without_mark(text: str) -> str:
    """A value without the mark of its note: an asterisk, a letter (`5,8 a/`), a number."""
    return _MARK_OF_A_VALUE.sub("", text)
