"""What materializations report: small tables a person can read, safe to show in a browser."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

import dagster as dg


def markdown_table(
    columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> dg.MarkdownMetadataValue:
    """Rows as a Markdown table, `none` where there are none; text of a document stays text."""
    rows = list(rows)
    if not rows:
        return dg.MetadataValue.md("none")
    lines = [_line(columns), _line(["---"] * len(columns)), *(_line(row) for row in rows)]
    return dg.MetadataValue.md("\n".join(lines))


def plain(text: str) -> str:
    """Text of a document without anything that Markdown or HTML would act on."""
    marked = escape(" ".join(text.split()))
    return "".join("\\" + letter if letter in "\\`*_[]|~" else letter for letter in marked)


def _line(values: Sequence[Any]) -> str:
    cells = ("" if value is None else str(value) for value in values)
    return f"| {' | '.join(cell if cell == '---' else plain(cell) for cell in cells)} |"
