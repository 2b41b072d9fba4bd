"""Text a PDF draws that does not count: cut off by its text box, or deleted and struck through.

Belongs here: telling such text objects from all others.
Does not belong here: reading a page's characters (`access`), remarks on a file (`safety`).

A tracked deletion is printed in its author's colour, with a line of that colour through the middle
of its letters, from its first to its last. No border is all of that; a line that is black, or
longer than the text on it, strikes nothing out.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

MOST_CORNERS = 64
"""An outline with more corners than this is no text box's."""
LEAST_COLOUR = 48
"""The parts of a colour differ by at least this much; black, white and greys are none."""
THICKEST_STRIKE = 2.5
"""A line through text is at most this thick (points)."""
SIDE = 2.5
"""How far such a line may begin before its text and end behind it (points)."""
MIDDLE = (0.2, 0.8)
"""The part of the letters' height in which it stands."""

Colour = tuple[int, int, int]


class ColouredText(NamedTuple):
    """A text object that is printed in colour, and where its letters stand (y grows upwards)."""

    address: int
    colour: Colour
    box: tuple[float, float, float, float]


def address_of(raw_object: Any) -> int:
    """Which object a pointer of PDFium's means, to compare two of them."""
    return ctypes.cast(raw_object, ctypes.c_void_p).value or 0


def is_hidden(text: Any) -> bool:
    """Whether a text stands outside what may be painted: lines a text box has no room for."""
    clip = pdfium.FPDFPageObj_GetClipPath(text)
    count = pdfium.FPDFClipPath_CountPaths(clip)
    if count <= 0:
        return False
    box = _box_of(text, _room())
    if box is None:
        return False
    left, bottom, right, top = box
    x, y = ctypes.c_float(), ctypes.c_float()
    for place in range(count):
        xs, ys = [], []
        corners = pdfium.FPDFClipPath_CountPathSegments(clip, place)
        for index in range(corners if corners <= MOST_CORNERS else 0):
            segment = pdfium.FPDFClipPath_GetPathSegment(clip, place, index)
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            xs.append(x.value)
            ys.append(y.value)
        if xs and (right < min(xs) or left > max(xs) or top < min(ys) or bottom > max(ys)):
            return True
    return False


def _room() -> list[ctypes.c_float]:
    return [ctypes.c_float() for _ in range(4)]


def _box_of(
    raw_object: Any, sides: Sequence[ctypes.c_float]
) -> tuple[float, float, float, float] | None:
    """Left, bottom, right and top of an object; `sides` is room for four numbers."""
    if not pdfium.FPDFPageObj_GetBounds(raw_object, *sides):
        return None
    left, bottom, right, top = (side.value for side in sides)
    return left, bottom, right, top


def _colour_of(raw_object: Any, get: Callable[..., Any]) -> Colour | None:
    """An object's colour, None for black, white and greys."""
    parts = [ctypes.c_uint() for _ in range(4)]
    if not get(raw_object, *parts):
        return None
    red, green, blue = (part.value for part in parts[:3])
    is_coloured = max(red, green, blue) - min(red, green, blue) >= LEAST_COLOUR
    return (red, green, blue) if is_coloured else None


def coloured_text(raw_object: Any) -> ColouredText | None:
    """A text object as one that may be struck out; None where it is not printed in colour."""
    colour = _colour_of(raw_object, pdfium.FPDFPageObj_GetFillColor)
    box = _box_of(raw_object, _room()) if colour else None
    return ColouredText(address_of(raw_object), colour, box) if colour and box else None


def struck_out(texts: list[ColouredText], paths: Iterable[Any]) -> set[int]:
    """The addresses of the texts that a line of their own colour strikes out.

    Args:
        texts: the coloured texts of a page.
        paths: the page's path objects.
    """
    struck: set[int] = set()
    sides = _room()
    filled, stroked = ctypes.c_int(), ctypes.c_int()
    for path in paths:
        box = _box_of(path, sides)
        if box is None or box[3] - box[1] > THICKEST_STRIKE or box[2] - box[0] < 1:
            continue
        pdfium.FPDFPath_GetDrawMode(path, filled, stroked)
        is_stroke = bool(stroked.value)
        if not is_stroke and not filled.value:
            continue
        get = pdfium.FPDFPageObj_GetStrokeColor if is_stroke else pdfium.FPDFPageObj_GetFillColor
        colour = _colour_of(path, get)
        left, right, middle = box[0], box[2], (box[1] + box[3]) / 2
        under = [
            text
            for text in texts
            if text.colour == colour
            and left < (text.box[0] + text.box[2]) / 2 < right
            and _crosses(middle, text)
        ]
        if not under:
            continue
        before = left - min(text.box[0] for text in under)
        behind = right - max(text.box[2] for text in under)
        # A space at the end of the text is struck out with it.
        if abs(before) <= SIDE and -SIDE <= behind <= 2 * SIDE:
            struck.update(text.address for text in under)
    return struck


def _crosses(y: float, text: ColouredText) -> bool:
    """Whether a line's height is that of the middle of a text's letters; a dash is its middle."""
    _, bottom, _, top = text.box
    low, high = MIDDLE
    height = top - bottom
    return bottom + low * height - 0.5 <= y <= bottom + high * height + 0.5
