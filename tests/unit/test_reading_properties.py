"""Whatever an author writes is read back: the same printed numbers, each in its block.

Values, places and measures are compared on whole warehouses (`tests/integration`); here what
readers and extraction alone must give, for any truth and any style.
"""

from __future__ import annotations

import random
import re
from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orchestration.documents.read import read_document
from orchestration.extraction import extract
from orchestration.extraction.rows import Extraction
from tests.document_writer import random_style, random_truth, write
from tests.document_writer.reference import reporting_units
from tests.document_writer.truth import ExpectedFigure

UNITS = sorted(reporting_units())
SEEDS = st.integers(min_value=0, max_value=10**9)
_MARKS = re.compile(r"\((?:\d|\*)\)|\([\d.]+%\)|[*¹²³]")
_NOT_SIGNS = re.compile(r"[^\dA-Za-z/–—-]")


def signs(printed: str) -> str:
    """A printed number without separators, blanks and footnote marks."""
    return _NOT_SIGNS.sub("", _MARKS.sub("", printed))


def printed_in(extraction: Extraction, file_format: str) -> Counter[tuple[str, bool, str]]:
    """What was read: block, whether it is a total, printed signs."""
    found: Counter[tuple[str, bool, str]] = Counter()
    rows = extraction.rows
    for row in rows["service_figures"]:
        is_total = row.row_kind == "total"  # type: ignore[attr-defined]
        found["usage", is_total, signs(row.printed_text)] += 1  # type: ignore[attr-defined]
    for row in rows["service_coverage"]:
        is_total = row.row_kind != "detail"  # type: ignore[attr-defined]
        found["coverage", is_total, signs(row.count_text or "")] += 1  # type: ignore[attr-defined]
    for row in rows["consolidated_cells"]:
        is_total = "total" in (row.row_kind, row.column_kind)  # type: ignore[attr-defined]
        found["matrix", is_total, signs(row.printed_text)] += 1  # type: ignore[attr-defined]
    if file_format == "text":
        for row in rows["map_legend"]:
            found["map_legend", False, signs(row.count_text)] += 1  # type: ignore[attr-defined]
        for row in rows["poverty_ranking"]:
            found["poverty_ranking", False, str(row.rank_position)] += 1  # type: ignore[attr-defined]
    return Counter({key: count for key, count in found.items() if key[2]})


def printed_by(
    figures: tuple[ExpectedFigure, ...], file_format: str
) -> Counter[tuple[str, bool, str]]:
    """What was written, in the same terms."""
    wanted: Counter[tuple[str, bool, str]] = Counter()
    for figure in figures:
        if figure.block in ("map_legend", "poverty_ranking"):
            if file_format == "text":
                wanted[figure.block, False, str(figure.value)] += 1
        else:
            wanted[figure.block, figure.is_total, signs(figure.printed_text)] += 1
    return wanted


def check(seed: int, file_format: str) -> None:
    """Write a document drawn from a seed, read it, and compare."""
    drawn = random.Random(seed)
    truth = random_truth(seed, drawn.choice(UNITS), drawn.randint(2019, 2025), drawn.randint(1, 12))
    written = write(truth, random_style(seed), file_format)
    extraction = extract(read_document(written.content), "0" * 16)
    printed = (*written.figures, *written.recomputed)
    assert printed_in(extraction, file_format) == printed_by(printed, file_format)
    unclaimed = [
        entry.context  # type: ignore[attr-defined]
        for entry in extraction.rows["numbers"]
        if entry.number_class == "unclaimed"  # type: ignore[attr-defined]
    ]
    assert unclaimed == []


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(seed=SEEDS)
def test_text_exports_are_read_back(seed: int) -> None:
    """Both layouts, all encodings and habits."""
    check(seed, "text")


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(seed=SEEDS)
def test_word_files_are_read_back(seed: int) -> None:
    """Nested tables, merges, split runs, lists, text boxes, content controls."""
    check(seed, "docx")
