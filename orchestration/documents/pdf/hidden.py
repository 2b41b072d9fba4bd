"""Text a PDF draws but does not show.

Belongs here: whether a text object stands outside what may be painted there.
Does not belong here: reading a page's characters (`access`), remarks on a file (`safety`).
"""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2.raw as pdfium

MOST_CORNERS = 64
"""An outline with more corners than this is no text box's."""


def address_of(raw_object: Any) -> int:
    """Which object a pointer of PDFium's means, to compare two of them."""
    return ctypes.cast(raw_object, ctypes.c_void_p).value or 0


def is_hidden(text: Any) -> bool:
    """Whether a text stands outside what may be painted: lines a text box has no room for."""
    clip = pdfium.FPDFPageObj_GetClipPath(text)
    count = pdfium.FPDFClipPath_CountPaths(clip)
    if count <= 0:
        return False
    sides = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(text, *sides):
        return False
    left, bottom, right, top = (side.value for side in sides)
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
