"""Text assembly, first half: from glyphs to words and printed lines.

Belongs here: where a word ends, which words stand on one line, superscripts, doubled prints.
Does not belong here: which lines make a paragraph (`paragraphs`), cells (`grid`).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import pairwise

from orchestration.documents.pdf.shapes import Glyph, Line, Rule, Word

WORD_GAP = 0.18
"""A gap wider than this share of the size parts two words: a space that is not drawn."""
LETTER_GAP = 0.15
"""The same between two letters: kerning narrows the space beside an A or a Y (`Y ADOLESCENTES`)."""
THIN_GAP = 0.1
"""A gap wider than this share of the size parts two digits: a thin space that is not drawn."""
AT_LINE = 0.8
"""How far from a vertical line the glyphs on its two sides end and begin (points)."""
PADDING = 8.0
"""A cell's words begin at most this far behind its line (points)."""
SAME_BASELINE = 0.25
"""How far apart, as a share of the size, the baselines of one line's words may be."""
MARK = re.compile(r"\(?\d{1,3}\)?")
"""The number of a note as it is printed raised."""
OVERLAP = 0.43
"""Share of its height that a smaller word has in common with the line it is raised beside."""
RAISED_SIZE = 0.86
"""A superscript is at most this much of its line's size."""
RAISED_BY = 0.10
"""A superscript stands at least this share of the size above the baseline."""

SUPERSCRIPT = str.maketrans("0123456789oa()", "⁰¹²³⁴⁵⁶⁷⁸⁹ºª⁽⁾")


def join_words(glyphs: list[Glyph], down: list[Rule]) -> list[Word]:
    """Join glyphs, in drawing order, into words.

    A word ends at a space glyph, at a gap, where size, baseline or direction change, and at a
    vertical line: full cells without margins leave no gap between their words.

    Args:
        glyphs: the page's characters.
        down: its vertical lines, joined and sorted.
    """
    words: list[Word] = []
    letters: list[str] = []
    start = end = baseline = size = 0.0
    turn = first = 0
    for number, glyph in enumerate(glyphs):
        text, glyph_start, glyph_end, glyph_baseline, glyph_size, glyph_turn = glyph
        if text == " ":
            if letters:
                words.append(
                    Word("".join(letters), start, end, baseline, size, turn, first, number, True)
                )
                letters = []
            elif words:
                words[-1].space_after = True
            continue
        if letters:
            gap = glyph_start - end
            if (
                turn == glyph_turn
                and -0.5 * size < gap < WORD_GAP * size
                and abs(glyph_baseline - baseline) < 0.05 * size
                and abs(glyph_size - size) < 0.05 * size
                and not (gap > LETTER_GAP * size and text.isalpha() and letters[-1].isalpha())
            ):
                if gap > THIN_GAP * size and text.isdigit() and letters[-1].isdigit():
                    letters.append(" ")
                letters.append(text)
                end = max(end, glyph_end)
                continue
            words.append(Word("".join(letters), start, end, baseline, size, turn, first, number))
        letters, first = [text], number
        start, end, baseline = glyph_start, glyph_end, glyph_baseline
        size, turn = glyph_size, glyph_turn
    if letters:
        words.append(Word("".join(letters), start, end, baseline, size, turn, first, len(glyphs)))
    return _part_at_lines(words, glyphs, down) if down else words


def _part_at_lines(words: list[Word], glyphs: list[Glyph], down: list[Rule]) -> list[Word]:
    """Part the upright words between whose letters a vertical line stands."""
    places = [rule.at for rule in down]
    starts: set[float] = set()
    parted: list[Word] = []
    for word in words:
        low = bisect_right(places, word.start + 0.5)
        high = bisect_left(places, word.end - 0.5)
        y = word.baseline - 0.3 * word.size
        crossing = [
            rule.at for rule in down[low:high] if word.turn == 0 and rule.start <= y <= rule.end
        ]
        if not crossing:
            parted.append(word)
            continue
        own = glyphs[word.first : word.stop]
        cuts = [0]
        for number in range(1, len(own)):
            before, after = own[number - 1], own[number]
            right = after.start + AT_LINE
            if any(before.end - AT_LINE <= at <= right for at in crossing):
                cuts.append(number)
            # A word too wide for its cell reaches over the line to where the next one begins.
            elif any(before.start < at <= right and right < at + PADDING for at in crossing):
                starts = starts or {round(other.start, 1) for other in words}
                if round(after.start, 1) in starts:
                    cuts.append(number)
        cuts.append(len(own))
        for low, high in pairwise(cuts):
            parted.append(
                Word(
                    "".join(glyph.text for glyph in own[low:high]),
                    own[low].start,
                    own[high - 1].end,
                    word.baseline,
                    word.size,
                    word.turn,
                    word.first + low,
                    word.first + high,
                    word.space_after and high == len(own),
                )
            )
    return parted


def join_lines(words: list[Word], page: int) -> list[Line]:
    """Put the words of one place (a cell, a page body) on lines, top to bottom.

    Args:
        words: in any order.
        page: the page's number.
    """
    lines: list[Line] = []
    for turn in sorted({word.turn for word in words}):
        same = [word for word in words if word.turn == turn]
        lines.extend(line_of(row, page) for row in print_rows(same))
    return lines


def print_rows(words: list[Word]) -> list[list[Word]]:
    """Words of one direction by the line they are printed on, top to bottom."""
    rows: list[list[Word]] = []
    leads: list[Word] = []
    for word in sorted(words, key=lambda each: each.baseline - 0.3 * each.size):
        for place in range(len(rows) - 1, max(len(rows) - 4, -1), -1):
            if _share_line(leads[place], word):
                rows[place].append(word)
                if word.size > leads[place].size * 1.05:
                    leads[place] = word
                break
        else:
            rows.append([word])
            leads.append(word)
    return rows


def _share_line(lead: Word, word: Word) -> bool:
    """Whether two words stand on one line: on one baseline, or one raised beside the other."""
    small, large = sorted((lead.size, word.size))
    if small > RAISED_SIZE * large:
        return abs(lead.baseline - word.baseline) <= SAME_BASELINE * large
    top = max(lead.baseline - 0.75 * lead.size, word.baseline - 0.75 * word.size)
    bottom = min(lead.baseline + 0.2 * lead.size, word.baseline + 0.2 * word.size)
    return bottom - top >= OVERLAP * small


def _size_of(words: list[Word], size: float) -> float:
    """The size of a line whose most letters are of `size`, or of what these are raised beside.

    A note's number may have more digits than the count that bears it (`1` with `10` raised).
    """
    marks = [word for word in words if word.size <= size]
    marked = [word for word in words if word.size * RAISED_SIZE >= size]
    are_raised = len(marks) + len(marked) == len(words) and all(
        MARK.fullmatch(mark.text)
        and any(
            abs(mark.start - word.end) < WORD_GAP * word.size
            and word.baseline - mark.baseline > RAISED_BY * word.size
            for word in marked
        )
        for mark in marks
    )
    return max(word.size for word in marked) if are_raised and marked else size


def line_of(words: list[Word], page: int) -> Line:
    """The words of one printed line, of one direction, as a line."""
    turn = words[0].turn
    words.sort(key=lambda word: word.start)
    weights: dict[float, int] = {}
    for word in words:
        weights[word.size] = weights.get(word.size, 0) + len(word.text)
    size = max(weights, key=lambda each: (weights[each], each))
    if len(weights) > 1:
        size = _size_of(words, size)
    full = [word for word in words if word.size > RAISED_SIZE * size] or words
    baseline = max(full, key=lambda word: len(word.text)).baseline
    pieces: list[str] = []
    last: Word | None = None
    first_end: float | None = None
    for word in words:
        text = word.text
        if word.size <= RAISED_SIZE * size and baseline - word.baseline > RAISED_BY * size:
            text = text.translate(SUPERSCRIPT)
        if last is not None:
            if text == last.text and word.start - last.start < 0.3 * word.size:
                continue  # printed twice for a bold look
            gap = word.start - last.end
            least = LETTER_GAP if text[0].isalpha() and last.text[-1].isalpha() else WORD_GAP
            if last.space_after or gap >= least * min(word.size, last.size):
                pieces.append(" ")
                # A no-break space is not drawn: the parts of its number wrap as one word.
                bound = not last.space_after and last.text[-1].isdigit() and text[0].isdigit()
                if first_end is None and not bound:
                    first_end = last.end
        pieces.append(text)
        last = word
    start, end = words[0].start, max(word.end for word in words)
    if turn == 0:
        top, bottom = baseline - 0.75 * size, baseline + 0.2 * size
    elif turn == 2:
        top, bottom = -baseline - 0.2 * size, -baseline + 0.75 * size
    elif turn == 1:
        top, bottom = -end, -start
    else:
        top, bottom = start, end
    return Line(
        text="".join(pieces),
        start=start,
        end=end,
        baseline=baseline,
        size=size,
        first_word=(end if first_end is None else first_end) - start,
        ends_with_space=last is not None and last.space_after,
        turn=turn,
        page=page,
        top=top,
        bottom=bottom,
    )
