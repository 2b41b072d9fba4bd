"""Running heads and feet: what stands at the edges of the pages, told once for all of them.

Belongs here: which lines at the top and bottom of pages are heads and feet, and the ruled lines
drawn around them. It comes before tables are looked for, so that none takes a head for its own.
Does not belong here: notes at a page's foot (`footnotes`), the tables of the body (`layout`).

A line is running where most pages print, at one distance from their edge, what another page
prints there too; only the page's number may differ. So the first page may have none, odd and
even pages or the parts of a document may have their own. Headings that a table repeats at the
top of each page look the same: they share a frame with the rows below them, are read as the
headings of a table without lines, or stand in columns met in the midst of a page as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from orchestration.documents.pdf.grid import frames_of_tables
from orchestration.documents.pdf.headings import (
    MOST_HEADER_LINES,
    WIDE_STEP,
    draws_spaces,
    headings_at,
    printed_row,
)
from orchestration.documents.pdf.lines import join_lines, line_of, print_rows
from orchestration.documents.pdf.rules import MET, borders
from orchestration.documents.pdf.shapes import Box, Line, PageWords, Rule, Word

MARGIN_SHARE = 0.16
"""The share of a page, at its top and bottom, in which heads and feet stand."""
SAME_PLACE = 4.0
"""Running lines stand at the same height, give or take this (points)."""
SAME_HEIGHT = 1.0
"""The foot of a page of another text stands at the height of the others, give or take this."""
APART = 2.0
"""It stands farther than this below the text of the body (sizes)."""
FRAME_MARGIN = 2.0
"""A frame around a running line is drawn up to this far from it (sizes)."""
MOST_PAGES = 0.6
"""The share of the pages, but the first, that print a running line at one height."""
NEAR_TEXT = 0.6
"""How far from its text a ruled line over or under a running line stands (sizes)."""

PAGE_NUMBER = re.compile(
    r"(?:p[áa]g(?:ina|\.)?\s*)?[-–|•·]?\s*(\d{1,4})\s*[-–|•·]?"
    r"(?:\s*(?:/|de|of)\s*(\d{1,4}))?\s*[-–|•·]?",
    re.IGNORECASE,
)
PAGE_OF_ALL = re.compile(
    r"\bp[áa]g(?:ina\b|\.)?\s*(\d{1,4})\s*(?:/|de|of)\s*(\d{1,4})\b", re.IGNORECASE
)
NUMBER = re.compile(r"(?<![\d.,])\d{1,4}(?![.,]?\d)")
NOT_BESIDE_NUMBER = re.compile(r"[^\s|•·–-]")

Key = tuple[tuple[str, ...], int | None]
"""A line's words in any order, and how far the number left out of them is from its page's."""


@dataclass(slots=True)
class _EdgeLine:
    """A printed line near a page's edge.

    Attributes:
        place: its page's place in the document, from 0.
        reach: how far its baseline is from the edge.
    """

    line: Line
    words: list[Word]
    place: int
    reach: float
    is_running: bool = False


def take_running(pages: Sequence[PageWords]) -> tuple[list[Line], list[Line]]:
    """Take running heads and feet out of the pages, with the lines ruled around them.

    Returns:
        The lines of the heads and of the feet, in page order.
    """
    return _take_side(pages, is_top=True), _take_side(pages, is_top=False)


def _take_side(pages: Sequence[PageWords], *, is_top: bool) -> list[Line]:
    edges = [_edge_lines(page, place, is_top=is_top) for place, page in enumerate(pages)]
    _tell([line for lines in edges for line in lines], pages)
    if not is_top:
        _tell_feet_of_their_own(edges, pages)
    taken: list[Line] = []
    for page, lines in zip(pages, edges, strict=True):
        running = list(takewhile(lambda each: each.is_running, lines))
        running, frames = _without_tables(running, page, is_top=is_top)
        if running:
            _take(running, frames, page, is_top=is_top)
            taken += sorted((each.line for each in running), key=lambda line: line.baseline)
    return taken


def _edge_lines(page: PageWords, place: int, *, is_top: bool) -> list[_EdgeLine]:
    """The lines near an edge of a page, outermost first."""
    most, least = MARGIN_SHARE * page.height, (1 - MARGIN_SHARE) * page.height
    near = [
        word
        for word in page.words
        if word.turn == 0
        and (
            word.baseline + 0.2 * word.size <= most
            if is_top
            else word.baseline - 0.75 * word.size >= least
        )
    ]
    lines: list[_EdgeLine] = []
    for words in print_rows(near):
        line = line_of(words, page.number)
        reach = line.baseline if is_top else page.height - line.baseline
        lines.append(_EdgeLine(line, words, place, reach))
    return lines if is_top else lines[::-1]


def _tell(lines: list[_EdgeLine], pages: Sequence[PageWords]) -> None:
    """Mark the running ones among the lines near an edge of all pages."""
    alike: dict[Key, list[_EdgeLine]] = {}
    for each in lines:
        each.is_running = _counts_pages(each.line, len(pages))
        for key in _keys(each.line):
            alike.setdefault(key, []).append(each)
    groups = [
        group for same in alike.values() if len(same) > 1 and len(group := _at_one_height(same)) > 1
    ]
    headings = _Headings(pages)
    for group in groups:
        places = {
            each.place
            for other in groups
            if abs(other[0].reach - group[0].reach) <= SAME_PLACE
            for each in other
        }
        is_number = all(PAGE_NUMBER.fullmatch(each.line.text.strip()) for each in group)
        if is_number or (len(places) >= MOST_PAGES * (len(pages) - 1) and not headings.hold(group)):
            for each in group:
                each.is_running = True


def _tell_feet_of_their_own(edges: list[list[_EdgeLine]], pages: Sequence[PageWords]) -> None:
    """Mark what a page, most often the first, prints alone where others have their foot.

    At the top that would be the title of a first page without a head.
    """
    feet = [each.reach for lines in edges for each in lines if each.is_running]
    for page, lines in zip(pages, edges, strict=True):
        if not lines or lines[0].is_running:
            continue
        line = lines[0].line
        above = max((w.baseline for w in page.words if w.baseline < line.top), default=0.0)
        is_apart = line.top - above > APART * line.size
        if is_apart and any(abs(lines[0].reach - reach) <= SAME_HEIGHT for reach in feet):
            lines[0].is_running = True


def _keys(line: Line) -> Iterator[Key]:
    """What a line is compared by: its words, and its words without the page's number."""
    text = line.text
    yield tuple(sorted(text.split())), None
    for match in NUMBER.finditer(text):
        before, after = text[: match.start()], text[match.end() :]
        offset = int(match[0]) - line.page
        is_at_end = not (NOT_BESIDE_NUMBER.search(before) and NOT_BESIDE_NUMBER.search(after))
        if offset == 0 or is_at_end:
            yield tuple(sorted(f"{before}#{after}".split())), offset


def _counts_pages(line: Line, count: int) -> bool:
    """Whether a line says which of all pages it stands on; that needs no other page to tell."""
    text = line.text.strip()
    alone = PAGE_NUMBER.fullmatch(text)
    if alone and alone[2]:
        return int(alone[1]) == line.page
    named = PAGE_OF_ALL.search(text)
    return named is not None and (int(named[1]), int(named[2])) == (line.page, count)


def _at_one_height(lines: list[_EdgeLine]) -> list[_EdgeLine]:
    """The most of some lines that stand at one distance from the edge, one a page."""
    ordered = sorted(lines, key=lambda each: each.reach)
    best: list[_EdgeLine] = []
    for first, lowest in enumerate(ordered):
        near = {
            each.place: each for each in ordered[first:] if each.reach - lowest.reach <= SAME_PLACE
        }
        if len(near) > len(best):
            best = list(near.values())
    return best


@dataclass(slots=True)
class _Headings:
    """Tells the headings that a table repeats on each page from running heads."""

    pages: Sequence[PageWords]
    in_midst: set[str] = field(default_factory=set)
    """The lines in the midst of the pages, once they have been asked for."""

    def hold(self, group: list[_EdgeLine]) -> bool:
        """Whether lines that are alike are headings, each with rows of a table below it."""
        if all(self._begins_table(each) for each in group):
            return True
        first = group[0]
        if len({each.line.text for each in group}) > 1:
            return False
        page = self.pages[first.place]
        is_parted = len(printed_row(first.words, draws_spaces(page.words)).chunks) > 1
        return is_parted and first.line.text in self._lines_in_midst()

    def _begins_table(self, each: _EdgeLine) -> bool:
        """Whether a line is the first of the headings of a table without lines."""
        page = self.pages[each.place]
        top = each.line.baseline - each.line.size / 2
        bottom = top + MOST_HEADER_LINES * WIDE_STEP * each.line.size
        near = [word for word in page.words if word.turn == 0 and top < word.baseline < bottom]
        has_spaces = draws_spaces(page.words)
        rows = [printed_row(words, has_spaces) for words in print_rows(near)]
        return headings_at(rows, 0) is not None

    def _lines_in_midst(self) -> set[str]:
        if not self.in_midst:
            for page in self.pages:
                low, high = MARGIN_SHARE * page.height, (1 - MARGIN_SHARE) * page.height
                words = [word for word in page.words if low < word.baseline < high]
                self.in_midst.update(line.text for line in join_lines(words, page.number))
        return self.in_midst


def _without_tables(
    running: list[_EdgeLine], page: PageWords, *, is_top: bool
) -> tuple[list[_EdgeLine], list[Box]]:
    """The first of some lines, up to one that shares a frame with text that is not running.

    Returns:
        Those lines, and the frames that are drawn around them alone.
    """
    beside = [each.line.baseline for each in running]
    if not any(rule.start <= y <= rule.end for rule in page.down for y in beside):
        return running, []
    others = page.without([word for each in running for word in each.words])

    def is_own(frame: Box) -> bool:
        return not any(frame.holds(*word.middle) for word in others)

    # Next to the body, the lines of its tables would be drawn out to those of a head or foot.
    edge = _without_body(page, running[-1].line, is_top=is_top)
    own = [frame for frame in frames_of_tables(edge) if is_own(frame)]
    tables: list[Box] = []
    if not all(_stands_in(each, own) for each in running):
        frames = frames_of_tables(page)
        own += filter(is_own, frames)
        tables = [frame for frame in frames if not is_own(frame)]
    kept = list(
        takewhile(lambda each: _stands_in(each, own) or not _stands_in(each, tables), running)
    )
    return kept, [frame for frame in own if any(_stands_in(each, [frame]) for each in kept)]


def _without_body(page: PageWords, last: Line, *, is_top: bool) -> PageWords:
    """A page with only the ruled lines up to a little past its innermost running line."""
    slack = FRAME_MARGIN * last.size
    low, high = (0.0, last.bottom + slack) if is_top else (last.top - slack, page.height)
    across = [rule for rule in page.across if low <= rule.at <= high]
    down = [rule for rule in page.down if low <= rule.start and rule.end <= high]
    return replace(page, across=across, down=down)


def _stands_in(each: _EdgeLine, frames: list[Box]) -> bool:
    return any(frame.holds(*word.middle) for frame in frames for word in each.words)


def _take(running: list[_EdgeLine], frames: list[Box], page: PageWords, *, is_top: bool) -> None:
    """Take lines out of a page, with their frames and the lines ruled beside them."""
    page.words = page.without([word for each in running for word in each.words])
    page.down = [rule for rule in page.down if not _is_drawn_for(rule, frames, is_across=False)]
    page.across = [rule for rule in page.across if not _is_drawn_for(rule, frames, is_across=True)]
    last = running[-1].line
    slack = NEAR_TEXT * last.size
    page.across = [
        rule
        for rule in page.across
        if (rule.at > last.baseline + slack if is_top else rule.at < last.top - slack)
        or borders(rule, page.down)
    ]


def _is_drawn_for(rule: Rule, frames: list[Box], *, is_across: bool) -> bool:
    """Whether a ruled line is part of one of some frames."""
    middle = (rule.start + rule.end) / 2
    x, y = (middle, rule.at) if is_across else (rule.at, middle)
    return any(
        frame.x0 - MET <= x <= frame.x1 + MET and frame.y0 - MET <= y <= frame.y1 + MET
        for frame in frames
    )
