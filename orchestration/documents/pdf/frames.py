"""Which ruled lines make one table, and its outline.

Belongs here: grouping lines that touch, outlines that stand in no other. Does not belong here:
cutting a table into cells, telling what is nested in them (`grid`), making the lines whole
(`rules`).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from orchestration.documents.pdf.rules import MET
from orchestration.documents.pdf.shapes import Box, Rule

TOUCH = 4.2
"""Lines ending this close to another touch it (points)."""
SMALLEST = (20.0, 7.0)
"""Width and height below which a frame is a mark, not a table (points)."""
MOST_RULES = 2500
"""A page with more lines than this is a drawing; its lines make no tables."""


@dataclass(slots=True)
class Group:
    """Lines that touch each other."""

    across: list[Rule] = field(default_factory=list)
    down: list[Rule] = field(default_factory=list)

    @property
    def box(self) -> Box:
        """Their outline."""
        xs = [rule.at for rule in self.down]
        ys = [rule.at for rule in self.across]
        for rule in self.across:
            xs += (rule.start, rule.end)
        for rule in self.down:
            ys += (rule.start, rule.end)
        return Box(min(xs), min(ys), max(xs), max(ys))


def touching(across: list[Rule], down: list[Rule]) -> list[Group]:
    """Group lines that touch, directly or through others.

    Their ends are drawn out to what they were meant to meet: a line that stands a little apart
    from them still, as the one over footnotes does under a table, is none of theirs.
    """
    parent = list(range(len(across) + len(down)))

    def root(place: int) -> int:
        while parent[place] != place:
            parent[place] = parent[parent[place]]
            place = parent[place]
        return place

    for left, flat in enumerate(across):
        low, high = flat.start - MET, flat.end + MET
        for right, upright in enumerate(down, len(across)):
            if low <= upright.at <= high and upright.start - MET <= flat.at <= upright.end + MET:
                parent[root(left)] = root(right)
    groups: dict[int, Group] = {}
    for place, rule in enumerate(across):
        groups.setdefault(root(place), Group()).across.append(rule)
    for place, rule in enumerate(down, len(across)):
        groups.setdefault(root(place), Group()).down.append(rule)
    return list(groups.values())


def find_frames(across: list[Rule], down: list[Rule]) -> list[Box]:
    """The outlines of the tables of a page that stand in no other, top to bottom."""
    if len(across) + len(down) > MOST_RULES:
        return []
    groups = [group for group in touching(across, down) if group.across and group.down]
    return outermost([group.box for group in groups])


def outermost(boxes: list[Box]) -> list[Box]:
    """The boxes large enough for a table that stand in no other, top to bottom."""
    kept: list[Box] = []
    for box in sorted(boxes, key=lambda box: -box.width * box.height):
        if _is_large(box) and not any(frame.covers(box, TOUCH) for frame in kept):
            kept.append(box)
    return sorted(kept, key=lambda box: (box.y0, box.x0))


def _is_large(box: Box) -> bool:
    return box.width >= SMALLEST[0] and box.height >= SMALLEST[1]
