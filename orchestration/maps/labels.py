"""Putting words on a map so that none covers another.

Belongs here: boxes in pixels and the search for a free place. Does not belong here: what the
words say, or drawing them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

_NARROW = frozenset("fijlrtI.,:;·'()[]| ")
_NARROW_WIDTH, _WIDTH, _CAPITAL_WIDTH, _WIDEST = 0.29, 0.56, 0.69, 0.86
"""Widths of letters of a sans-serif face as shares of its size, a little on the wide side."""

_WIDTH_IN_A_TEXT = 0.52
"""Mean width of a letter of running text."""

_DIRECTIONS = (0, 180, 30, -30, 150, -150, 60, -60, 120, -120, 90, -90, 15, -15, 165, -165)
"""In which directions a free place is looked for: to the right first, then to the left."""


_WORTH_OF_A_CROSSING = 120.0
"""How much farther away a label may stand for one crossing less, in pixels."""

_Lead = tuple[float, float, float, float]
"""A straight line from a point to another."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels, `y` downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box, gap: float = 1.5) -> bool:
        """Whether two boxes come nearer to each other than a gap."""
        return (
            self.left < other.right + gap
            and other.left < self.right + gap
            and self.top < other.bottom + gap
            and other.top < self.bottom + gap
        )

    def is_within(self, other: Box) -> bool:
        """Whether the box lies inside another."""
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.top >= other.top
            and self.bottom <= other.bottom
        )


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """About how wide a line of text is, in pixels."""
    return sum(map(_letter_width, text)) * size * (1.05 if bold else 1.0)


def _letter_width(letter: str) -> float:
    if letter in _NARROW:
        return _NARROW_WIDTH
    if letter in "mwMW":
        return _WIDEST
    return _CAPITAL_WIDTH if letter.isupper() else _WIDTH


def letters_in(width: float, size: float) -> int:
    """About how many letters a line of running text of a width holds."""
    return int(width / (size * _WIDTH_IN_A_TEXT))


def box_around(x: float, y: float, radius: float) -> Box:
    """The box of a mark."""
    return Box(x - radius, y - radius, x + radius, y + radius)


@dataclass(slots=True)
class Layout:
    """What is taken already, and the search for what is free.

    Attributes:
        frame: nothing is placed outside it.
        marks: boxes of points and symbols, which a line to a label may cross.
        words: boxes of labels, which it should not.
        leads: from each label to what it is about.
    """

    frame: Box
    marks: list[Box] = field(default_factory=list)
    words: list[Box] = field(default_factory=list)
    leads: list[_Lead] = field(default_factory=list)

    def take(self, box: Box) -> None:
        """Keep a box free of labels from now on."""
        self.marks.append(box)

    def place(
        self, x: float, y: float, width: float, height: float, *, nearest: float, farthest: float
    ) -> Box | None:
        """Take the best free box of a size beside a point; None where there is none.

        The nearest is the best, unless its line to the point crosses another label or another
        label's line crosses it: each of these is worth a longer way.

        Args:
            x: of the point.
            y: of the point.
            width: of the box.
            height: of the box.
            nearest: least distance from the point to the box.
            farthest: greatest distance to look at.
        """
        best: tuple[float, Box, _Lead] | None = None
        for distance, box in _candidates(x, y, width, height, nearest, farthest):
            if best and distance >= best[0]:
                break
            if not self._is_free(box):
                continue
            lead = x, y, *nearest_in(box, x, y)
            crossings = sum(_crosses(lead, one) for one in self.words) + sum(
                _crosses(one, box) for one in self.leads
            )
            cost = distance + _WORTH_OF_A_CROSSING * crossings
            if best is None or cost < best[0]:
                best = cost, box, lead
        if best is None:
            return None
        _, box, lead = best
        self.words.append(box)
        self.leads.append(lead)
        return box

    def _is_free(self, box: Box) -> bool:
        return box.is_within(self.frame) and not any(
            box.overlaps(one) for taken in (self.words, self.marks) for one in taken
        )


def nearest_in(box: Box, x: float, y: float) -> tuple[float, float]:
    """The point of a box that is nearest to a point."""
    return min(max(x, box.left), box.right), min(max(y, box.top), box.bottom)


def _crosses(lead: _Lead, box: Box) -> bool:
    """Whether a straight line passes through a box, by clipping it at each side in turn."""
    x, y, x2, y2 = lead
    start, end = 0.0, 1.0
    for here, there, low, high in ((x, x2, box.left, box.right), (y, y2, box.top, box.bottom)):
        step = there - here
        if abs(step) < 1e-9:
            if not low < here < high:
                return False
            continue
        first, last = sorted(((low - here) / step, (high - here) / step))
        start, end = max(start, first), min(end, last)
    return start < end


def _candidates(
    x: float, y: float, width: float, height: float, nearest: float, farthest: float
) -> Iterator[tuple[float, Box]]:
    """Boxes round a point with their distance, the nearest first; right before left."""
    distance = nearest
    while distance <= farthest:
        for degrees in _DIRECTIONS:
            angle = math.radians(degrees)
            # The box touches the end of a ray with the side that faces the point.
            middle_x = x + math.cos(angle) * (distance + width / 2)
            middle_y = y - math.sin(angle) * (distance + height / 2)
            yield (
                distance,
                Box(
                    middle_x - width / 2,
                    middle_y - height / 2,
                    middle_x + width / 2,
                    middle_y + height / 2,
                ),
            )
        distance += max(4.0, distance * 0.2)
