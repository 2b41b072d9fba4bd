"""Text assembly, second half: from printed lines to paragraphs.

Belongs here: whether a line goes on in the next one or a paragraph ends, and how the two are
joined. Does not belong here: where lines stand (`lines`), which belong to a cell (`layout`).

A line was wrapped where the next word had no room left. Word processors help: LibreOffice
prints the space at which it wrapped a line and none at a paragraph's end, Word prints one at
both; so the space counts only in documents whose cells mostly end without one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from orchestration.documents.pdf.shapes import Line

SIZE_CHANGE = 1.13
"""Neighbouring lines whose sizes differ more than this belong to two paragraphs."""
PITCH_CHANGE = 1.3
"""A step this much larger than the paragraph's own begins a new paragraph."""
WIDEST_PITCH = 2.2
"""Lines of one paragraph are never this many sizes apart."""
SOFT_HYPHEN = "\u00ad"

LIST_START = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2})*\.?\)?|[IVX]{1,5}\.|[a-z]\)|[•▪●○◦■❖➢✓*·–-])\s+\S"
)
NUMBERED_HEADING = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})+\.?|\d{1,2}\.|[IVX]{1,5}\.)\s+[A-ZÁÉÍÓÚÑ]")
SENTENCE_END = re.compile(r"[.:;!?][\"”»)]?$")


@dataclass(frozen=True, slots=True)
class Habits:
    """What a document's printing tells about its line ends.

    `marks_wraps`: a space is printed where a line was wrapped and none at a paragraph's end.
    """

    marks_wraps: bool


def learn_habits(last_lines: Iterable[Line], all_lines: Iterable[Line]) -> Habits:
    """Tell how a document prints line ends.

    Args:
        last_lines: lines that certainly end a paragraph (the last ones of cells).
        all_lines: every line.
    """
    ends = [line.ends_with_space for line in last_lines]
    wraps = sum(1 for line in all_lines if line.ends_with_space)
    rarely = sum(ends) <= 0.2 * len(ends)
    return Habits(marks_wraps=len(ends) >= 3 and rarely and wraps >= 3)


def join_paragraphs(lines: list[Line], habits: Habits) -> list[tuple[str, int]]:
    """Join consecutive lines of one place into paragraphs.

    Returns:
        Each paragraph's text and the page it begins on.
    """
    paragraphs: list[tuple[str, int]] = []
    text = ""
    page = 0
    for place, line in enumerate(lines):
        if place and goes_on(lines, place, habits):
            text = _glue(text, lines[place - 1], line, habits)
        else:
            if text:
                paragraphs.append((text, page))
            text, page = line.text, line.page
    if text:
        paragraphs.append((text, page))
    return [(" ".join(text.replace(SOFT_HYPHEN, "").split()), page) for text, page in paragraphs]


def goes_on(lines: list[Line], place: int, habits: Habits) -> bool:
    """Whether line `place` continues the paragraph of the line before it."""
    before, line = lines[place - 1], lines[place]
    if before.turn != line.turn:
        return False
    if max(before.size, line.size) > SIZE_CHANGE * min(before.size, line.size):
        return False
    if not _is_near(lines, place):
        return False
    return wraps_into(before, line, habits)


def _is_near(lines: list[Line], place: int) -> bool:
    """Whether the step between two lines is one within a paragraph."""
    before, line = lines[place - 1], lines[place]
    if before.page != line.page:
        return True
    step = line.baseline - before.baseline
    if step > WIDEST_PITCH * line.size:
        return False
    for other in (place - 1, place + 1):
        if 0 < other < len(lines) and other != place:
            above, below = lines[other - 1], lines[other]
            pitch = below.baseline - above.baseline
            alike = max(above.size, below.size) <= SIZE_CHANGE * min(line.size, above.size)
            same_page = above.page == below.page == line.page
            if alike and same_page and pitch > 0.8 * line.size and step > PITCH_CHANGE * pitch:
                return False
    return True


def wraps_into(before: Line, line: Line, habits: Habits) -> bool:
    """Whether `before` was wrapped where `line` begins, judged by room and printed space."""
    needed = line.first_word + 0.25 * line.size
    room = room_left(before)
    if habits.marks_wraps:
        if not before.ends_with_space:
            hyphened = before.text.endswith(("-", SOFT_HYPHEN)) and needed > room
            return hyphened or _is_broken_word(before, line, room)
        return needed > room - 0.35 * line.size or line.text[:1].islower()
    if NUMBERED_HEADING.match(line.text) and SENTENCE_END.search(before.text):
        return False
    return needed > room


def room_left(line: Line) -> float:
    """The width a line has left for one more word."""
    left, right = line.start - line.left, line.right - line.end
    if abs(left - right) <= 2.0 + 0.1 * max(left, right):
        return left + right
    return right


def _is_broken_word(before: Line, line: Line, room: float) -> bool:
    """Whether a word too long for its cell was broken between its letters."""
    return (
        not before.ends_with_space
        and " " not in before.text.strip()
        and room < 0.9 * before.size
        and before.text[-1:].isalpha()
        and line.text[:1].isalpha()
        and before.text[-1:].isupper() == line.text[:1].isupper()
    )


def _glue(text: str, before: Line, line: Line, habits: Habits) -> str:
    if text.endswith(SOFT_HYPHEN):
        return text[:-1] + line.text
    if text.endswith("-") and not text.endswith(" -") and line.text[:1].isalpha():
        return text + line.text
    if habits.marks_wraps and not before.ends_with_space and text[-1:].isalpha():
        return text + line.text
    return f"{text} {line.text}"
