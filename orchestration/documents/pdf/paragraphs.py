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

    `marks_wraps`: a space is printed where a line was wrapped and none at a paragraph's end, for
    lines set to the left; centred and justified ones say nothing.
    """

    marks_wraps: bool


def learn_habits(runs: Iterable[list[Line]]) -> Habits:
    """Tell how a document prints line ends from the runs of lines of all its places."""
    ends = marked_ends = wraps = marked_wraps = 0
    for run in runs:
        for place, line in enumerate(run):
            if is_centred(line):
                continue
            if place + 1 == len(run):
                ends += 1
                marked_ends += line.ends_with_space
            elif needed_room(run[place + 1]) > room_left(line) > line.size:
                wraps += 1
                marked_wraps += line.ends_with_space
    return Habits(wraps >= 3 and marked_ends <= 0.25 * ends and marked_wraps >= 0.8 * wraps)


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
    needed, room = needed_room(line), room_left(before)
    if habits.marks_wraps and not is_centred(before) and room > 0.3 * before.size:
        if before.ends_with_space:
            return needed > room - 0.35 * line.size or line.text[:1].islower()
        return needed > room and before.text.endswith(("-", SOFT_HYPHEN))
    if NUMBERED_HEADING.match(line.text) and SENTENCE_END.search(before.text):
        return False
    return needed > room


def needed_room(line: Line) -> float:
    """The width its first word would have needed on the line before."""
    return line.first_word + 0.25 * line.size


def is_centred(line: Line) -> bool:
    """Whether a line stands in the middle of its place, clear of both sides."""
    left, right = line.start - line.left, line.right - line.end
    return left > 2.0 and abs(left - right) <= 2.0 + 0.1 * max(left, right)


def room_left(line: Line) -> float:
    """The width a line has left for one more word."""
    left, right = line.start - line.left, line.right - line.end
    return left + right if is_centred(line) else right


def _is_broken_word(before: Line, line: Line) -> bool:
    """Whether a word too long for its cell was broken between its letters."""
    return (
        not before.ends_with_space
        and " " not in before.text
        and room_left(before) < 0.7 * before.size
        and before.text[-1:].isalpha()
        and line.text[:1].isalpha()
        and before.text[-1:].isupper() == line.text[:1].isupper()
    )


def _glue(text: str, before: Line, line: Line, habits: Habits) -> str:
    if text.endswith(SOFT_HYPHEN):
        return text[:-1] + line.text
    if text.endswith("-") and not text.endswith(" -") and line.text[:1].isalpha():
        return text + line.text
    if habits.marks_wraps and _is_broken_word(before, line):
        return text + line.text
    return f"{text} {line.text}"
