"""Putting words on a map so that none covers another.

Belongs here: boxes in pixels and the search for a free place. Does not belong here: what the
words say, or drawing them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

_WIDTH_OF_A_LETTER = 0.56
"""Mean width of a letter of a sans-serif face as a share of its size, a little on the wide side."""


_DIRECTIONS = (0, 180, 30, -30, 150, -150, 60, -60, 120, -120, 90, -90)
"""In which directions a free place is looked for: to the right first, then to the left."""


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
    return len(text) * size * _WIDTH_OF_A_LETTER * (1.08 if bold else 1.0)


def box_around(x: float, y: float, radius: float) -> Box:
    """The box of a mark."""
    return Box(x - radius, y - radius, x + radius, y + radius)


@dataclass(slots=True)
class Layout:
    """What is taken already, and the search for what is free.

    Attributes:
        frame: nothing is placed outside it.
        taken: boxes in use, those of points and symbols too.
    """

    frame: Box
    taken: list[Box] = field(default_factory=list)

    def take(self, box: Box) -> None:
        """Keep a box free of labels from now on."""
        self.taken.append(box)

    def place(
        self, x: float, y: float, width: float, height: float, *, nearest: float, farthest: float
    ) -> Box | None:
        """Take the nearest free box of a size beside a point; None where there is none.

        Args:
            x: of the point.
            y: of the point.
            width: of the box.
            height: of the box.
            nearest: least distance from the point to the box.
            farthest: greatest distance to look at.
        """
        return self.take_first(_candidates(x, y, width, height, nearest, farthest))

    def take_first(self, boxes: Iterable[Box]) -> Box | None:
        """Take the first of some boxes that is free; None where none is."""
        for box in boxes:
            if box.is_within(self.frame) and not any(box.overlaps(one) for one in self.taken):
                self.take(box)
                return box
        return None


def _candidates(
    x: float, y: float, width: float, height: float, nearest: float, farthest: float
) -> Iterator[Box]:
    """Boxes round a point, the nearest first; to its right before to its left."""
    distance = nearest
    while distance <= farthest:
        for degrees in _DIRECTIONS:
            angle = math.radians(degrees)
            # The box touches the end of a ray with the side that faces the point.
            middle_x = x + math.cos(angle) * (distance + width / 2)
            middle_y = y - math.sin(angle) * (distance + height / 2)
            yield Box(
                middle_x - width / 2,
                middle_y - height / 2,
                middle_x + width / 2,
                middle_y + height / 2,
            )
        distance += max(4.0, distance * 0.2)
