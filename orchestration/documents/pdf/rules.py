"""Ruled lines made whole: pieces joined, double borders folded, ends drawn out to where they meet.

Belongs here: what makes of a page's drawn pieces the lines a reader sees.
Does not belong here: which lines make a table (`grid`), PDF objects (`access`), lines that are
not drawn (`unruled`).
"""

from __future__ import annotations

from collections.abc import Iterable

from orchestration.documents.pdf.shapes import Rule

SAME_LINE = 0.6
"""Pieces this close to one line, end to end, are one line (points)."""
DOUBLE_LINE = 3.0
"""Parallel lines this close are one border drawn double (points)."""
PIECE_GAP = 4.0
"""The longest gap between the pieces of one dashed line (points)."""
REACH = 12.4
"""The longest way a line's end is drawn out to the line it was meant to meet (points)."""
MET = 1.6
"""A line's end this close to another line meets it (points)."""
SHORTEST = 5.0
"""A line shorter than this borders nothing (points)."""


def join_pieces(pieces: Iterable[Rule]) -> list[Rule]:
    """Join the pieces of each line and fold double borders into one.

    End-to-end joining allows next to no sideways shift, for a border of one cell must not be
    taken for the continuation of its neighbour's.
    """
    ordered = sorted(pieces)
    joined: list[Rule] = []
    group: list[Rule] = []
    for piece in ordered:
        if group and piece.at - group[0].at > SAME_LINE:
            joined.extend(_join_group(group))
            group = []
        group.append(piece)
    if group:
        joined.extend(_join_group(group))
    return _fold_doubles([rule for rule in joined if rule.end - rule.start >= SHORTEST])


def _join_group(group: list[Rule]) -> list[Rule]:
    group.sort(key=lambda rule: rule.start)
    joined: list[Rule] = []
    at, start, end, weight = 0.0, 0.0, float("-inf"), 0.0
    for rule in group:
        length = max(rule.end - rule.start, 0.01)
        if rule.start <= end + PIECE_GAP:
            end = max(end, rule.end)
            at = (at * weight + rule.at * length) / (weight + length)
            weight += length
        else:
            if weight:
                joined.append(Rule(at, start, end))
            at, start, end, weight = rule.at, rule.start, rule.end, length
    if weight:
        joined.append(Rule(at, start, end))
    return joined


def _fold_doubles(rules: list[Rule]) -> list[Rule]:
    """Fold lines drawn side by side into the longest of them.

    A chain is followed: the double borders of a cell and of the table in it stand together.
    """
    kept: list[Rule] = []
    reached: list[float] = []
    for rule in sorted(rules):
        for place in range(len(kept) - 1, -1, -1):
            if rule.at - reached[place] > DOUBLE_LINE:
                continue
            other = kept[place]
            shared = min(rule.end, other.end) - max(rule.start, other.start)
            shorter, longer = sorted((rule, other), key=lambda each: each.end - each.start)
            if shared >= 0.8 * (shorter.end - shorter.start):
                start, end = min(rule.start, other.start), max(rule.end, other.end)
                kept[place] = Rule(longer.at, start, end)
                reached[place] = rule.at
                break
        else:
            kept.append(rule)
            reached.append(rule.at)
    return sorted(kept)


def borders(rule: Rule, down: list[Rule]) -> bool:
    """Whether a horizontal line meets a vertical one, as a table's border does."""
    return any(
        rule.start - MET <= other.at <= rule.end + MET
        and other.start - MET <= rule.at <= other.end + MET
        for other in down
    )


def meet(across: list[Rule], down: list[Rule]) -> tuple[list[Rule], list[Rule]]:
    """Draw out the ends of lines to the lines they were meant to meet.

    A double border leaves its corners open by its own width.
    """
    return _drawn_out(across, down), _drawn_out(down, across)


def _drawn_out(rules: list[Rule], others: list[Rule]) -> list[Rule]:
    drawn: list[Rule] = []
    for rule in rules:
        reached = [other for other in others if other.start - REACH <= rule.at <= other.end + REACH]
        near, beside, met = (
            [other.at for other in reached if other.start - slack <= rule.at <= other.end + slack]
            for slack in (REACH, DOUBLE_LINE, MET)
        )
        start, end = rule.start, rule.end
        if not any(-MET <= at - start <= DOUBLE_LINE for at in met):
            # At a corner already, it goes on only to a line that stands over it.
            ats = beside if any(-MET <= at - start <= DOUBLE_LINE for at in near) else near
            start = max((at for at in ats if start - REACH <= at < start), default=start)
        if not any(-MET <= end - at <= DOUBLE_LINE for at in met):
            ats = beside if any(-MET <= end - at <= DOUBLE_LINE for at in near) else near
            end = min((at for at in ats if end < at <= end + REACH), default=end)
        drawn.append(Rule(rule.at, start, end))
    return drawn
