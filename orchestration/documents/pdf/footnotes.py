"""Notes at the foot of a page, under a short ruled line.

Belongs here: which lines of a page are notes. They are taken before tables are looked for, and
before running feet, which look the same where pages have the same note.
Does not belong here: running feet (`running`), the source or note right under a table, which is
text of the body.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from orchestration.documents.pdf.grid import frames_of_tables
from orchestration.documents.pdf.lines import line_of, print_rows
from orchestration.documents.pdf.paragraphs import SIZE_CHANGE
from orchestration.documents.pdf.rules import borders
from orchestration.documents.pdf.running import MARGIN_SHARE, PAGE_NUMBER
from orchestration.documents.pdf.shapes import Line, PageWords, Rule, Word

HIGHEST = 0.4
"""Notes stand below this share of the page."""
LONGEST_RULE = 0.45
"""The line over notes takes at most this share of the page's width."""
LARGEST = 1.02
"""Notes are printed no larger than this, as a share of the document's usual size."""
WIDEST_STEP = 2.4
"""A line farther than this below the one before is none of the notes (sizes)."""
WIDEST_STEP_TO_NOTE = 3.2
"""The same for a line that opens the next note: notes may be set apart like paragraphs."""
COLUMN_GAP = 2.0
"""A line with a wider gap than this is a row of a table (sizes)."""
SLACK = 2.0
"""How far what stands below a rule may reach over it (points)."""
NOTE_MARK = re.compile(r"(?:[⁰¹²³⁴⁵⁶⁷⁸⁹]+|\d{1,2}|\*{1,3})\s*(?=[^\s\d|/•·–-])")
"""How a note begins; not the foot `1 | Resumen ejecutivo`."""


def take_footnotes(pages: Sequence[PageWords]) -> list[list[Line]]:
    """Take the notes under a short rule at a page's foot: text that opens with a mark.

    Returns:
        The lines of each note, in page order.
    """
    notes: list[list[Line]] = []
    for page in pages:
        for rule in page.across:
            rows = _rows_of_notes(rule, page) if _may_part_notes(rule, page) else []
            lines = [line_of(words, page.number) for words in rows]
            if not lines or max(line.size for line in lines) > LARGEST * _usual_size(pages):
                continue
            for line in lines:
                if NOTE_MARK.match(line.text):
                    notes.append([])
                notes[-1].append(line)
            page.words = page.without([word for words in rows for word in words])
            break
    return notes


def _may_part_notes(rule: Rule, page: PageWords) -> bool:
    is_low = rule.at >= HIGHEST * page.height
    is_short = rule.end - rule.start <= LONGEST_RULE * page.width
    return is_low and is_short and not borders(rule, page.down)


def _rows_of_notes(rule: Rule, page: PageWords) -> list[list[Word]]:
    """The printed lines under a rule that are notes; what is set off from them is a foot."""
    foot = _top_of_foot(rule, page)
    below = [
        word
        for word in page.words
        if word.turn == 0 and rule.at - SLACK <= word.baseline - 0.75 * word.size < foot
    ]
    rows: list[list[Word]] = []
    for words in print_rows(below):
        line = line_of(words, page.number)
        last = line_of(rows[-1], page.number) if rows else line
        widest = WIDEST_STEP_TO_NOTE if NOTE_MARK.match(line.text) else WIDEST_STEP
        is_apart = line.baseline - last.baseline > widest * line.size
        if is_apart or line.size > SIZE_CHANGE * last.size or PAGE_NUMBER.fullmatch(line.text):
            break
        if _is_row_of_table(words, line) or not (rows or NOTE_MARK.match(line.text)):
            return []
        rows.append(words)
    low = rows[-1][0].baseline if rows else rule.at
    if any(rule.at < other.at < low for other in page.across) or any(
        rule.at - SLACK <= other.start < low for other in page.down
    ):
        return []  # a table
    middle = (rule.start + rule.end) / 2
    return [] if any(frame.holds(middle, rule.at) for frame in frames_of_tables(page)) else rows


def _top_of_foot(rule: Rule, page: PageWords) -> float:
    """Where the first line is ruled below the notes that belongs to a running foot."""
    least = (1 - MARGIN_SHARE) * page.height
    return min(
        (
            other.at
            for other in page.across
            if other.at > max(rule.at + SLACK, least)
            and other.end - other.start > LONGEST_RULE * page.width
        ),
        default=page.height,
    )


def _is_row_of_table(words: list[Word], line: Line) -> bool:
    """Whether a line's words stand in columns; a mark may stand apart from its note."""
    gaps = [right.start - left.end for left, right in pairwise(words)]
    return any(gap > COLUMN_GAP * line.size for gap in gaps[1:])


def _usual_size(pages: Sequence[PageWords]) -> float:
    sizes = sorted(word.size for page in pages for word in page.words)
    return sizes[len(sizes) // 2]
