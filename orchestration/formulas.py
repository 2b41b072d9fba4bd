"""Text that a spreadsheet would run as a formula, made neutral by an apostrophe before it.

Numbers are left alone: only text can carry what a document's author typed.
"""

from __future__ import annotations

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def neutral(text: str) -> str:
    """The text, with an apostrophe before it where it starts like a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def neutral_sql(expression: str) -> str:
    """The same as an SQL expression over a text."""
    codes = ", ".join(f"chr({ord(start)})" for start in FORMULA_STARTS)
    return f"case when left({expression}, 1) in ({codes}) then '''' else '' end || {expression}"
