"""Counts printed inside labels: `CEM Regulares (3)`.

Belongs here: finding such a count, parting it from its label, and telling it from a footnote's
mark. Does not belong here: making it a figure (`coverage`, `service_tables`).
"""

from __future__ import annotations

import re

from orchestration.documents.model import Table
from orchestration.documents.words import without_marks

_COUNT_IN_LABEL = re.compile(
    r"(?<!\s)\s*\(\s*(\d{1,4})\s*\)\s*(?:[:.*¹²³⁴-⁹⁰⁽⁾]|\(\*+\)|\[\d{1,2}\])*\s*$"
)


def prints_counts_in_labels(table: Table, roles: list[str], marks: frozenset[str]) -> bool:
    """Whether the numbers in brackets behind the table's labels are counts, not footnote marks.

    They are where one of them is no mark of the document, or where all are the sums of the rows
    they stand over.
    """
    if "centre" not in roles or "count" not in roles:
        return False
    at, count_at = roles.index("centre"), roles.index("count")
    sums: list[tuple[str, int]] = []
    for row in table.rows[1:]:
        if len(row) != len(roles):
            continue
        match = _COUNT_IN_LABEL.search(row[at].text)
        if match:
            sums.append((match[1], 0))
        elif row[at].text:
            sums.append(("", 0))
        count = without_marks(row[count_at].text)
        if sums and count.isdecimal():
            sums[-1] = (sums[-1][0], sums[-1][1] + int(count))
    counts = [(printed, total) for printed, total in sums if printed]
    return any(printed not in marks for printed, _ in counts) or (
        bool(counts) and all(int(printed) == total for printed, total in counts)
    )


def label_without_count(label: str, marks: frozenset[str]) -> tuple[str, str | None]:
    """Part a label from a count printed inside it: `CEM Regulares (3)` → label and `3`.

    Args:
        label: the printed label.
        marks: numbers that are footnote marks in this document; they stay in the label.
    """
    match = _COUNT_IN_LABEL.search(label)
    if not match or match[1] in marks:
        return label, None
    return label[: match.start()].strip(), match[1]


def count_in_label_at(text: str) -> int | None:
    """Where the count printed behind a label starts (`CEM Regulares (3)`), if there is one."""
    match = _COUNT_IN_LABEL.search(text)
    return match.start(1) if match else None
