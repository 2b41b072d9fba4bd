"""Reading a PDF's pages with PDFium: characters, ruled lines and pictures with their places.

Belongs here: the calls into pypdfium2, and turning what it says into `shapes` as the page is
shown (rotation and page box taken away). Does not belong here: what any of it means.

PDFium's raw calls are used character by character because its own text order and its own idea
of a space do not know about table cells.
"""

from __future__ import annotations

import ctypes
import io
import math
import time
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from orchestration.documents.model import DocumentRefused, Limits, Picture
from orchestration.documents.pdf.hidden import (
    ColouredText,
    address_of,
    coloured_text,
    is_hidden,
    struck_out,
)
from orchestration.documents.pdf.shapes import Box, Glyph, ImagePlace, PrintedPage, Rule

THIN = 3.6
"""A filled shape no thicker than this is a ruled line, a thicker one is shading (points)."""
FAR = 1e5
"""No coordinate of a page is larger; broken files have endless and undefined ones (points)."""
THICKEST_STROKE = 6.0
"""A stroke wider than this paints a background."""
SLANT = 0.7
"""How far a ruled line may lean (points)."""
SLOPE = 0.12
"""How far text may lean from upright or turned, in quarter turns."""
MOST_GLYPHS = 100_000
"""More characters on one page than any page holds."""
MOST_OBJECTS = 300_000
DEEPEST_FORM = 6
SMALLEST_PICTURE = (120.0, 120.0, 150)
"""Shown width and height (points) and pixels a side below which a picture is a logo."""
LARGEST_PICTURE = 20_000_000
"""Pixels of a picture that is still decoded."""

Place = Callable[[float, float], tuple[float, float]]

_PLAIN = {
    0x02: "-",  # PDFium's mark for a hyphen at a line's end
    0xFFFE: "-",
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
    0xF0B7: "•",
    0xF0A7: "▪",
    0xF02D: "-",
}
_SWAPPED = frozenset(letter << 8 for letter in range(0x61, 0x7B))
"""Letters of a ligature as Ghostscript writes them, their two bytes in the wrong order."""
_SPACES = frozenset([0x09, 0x20, 0xA0, 0x1680, 0x202F, 0x205F, 0x3000, *range(0x2000, 0x200B)])
_DROPPED = frozenset([0x00, 0x0A, 0x0D, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF])


class Clock:
    """Says when a document has taken too much processor time."""

    def __init__(self, seconds: float) -> None:
        """Start counting."""
        self.seconds = seconds
        self._end = time.process_time() + seconds

    def check(self) -> None:
        """Raise `DocumentRefused` (too_large) once the time is over."""
        if time.process_time() > self._end:
            raise DocumentRefused(
                "too_large",
                f"The PDF takes longer than {self.seconds:g} s to read; print it again without "
                "drawings, or raise the time limit in the settings.",
            )


def read_pages(document: pypdfium2.PdfDocument, clock: Clock) -> Iterator[PrintedPage]:
    """Every page of a document in order.

    Raises:
        DocumentRefused: unreadable_document where a page cannot be opened, too_large where it
            holds too much or the time is over.
    """
    for number in range(1, len(document) + 1):
        clock.check()
        try:
            page = document[number - 1]
            text_page = page.get_textpage()
        except pypdfium2.PdfiumError as error:
            raise DocumentRefused(
                "unreadable_document",
                f"Page {number} of the PDF cannot be opened; ask for the file again.",
                f"page {number}",
            ) from error
        try:
            yield _read_page(page, text_page, number, clock)
        finally:
            text_page.close()
            page.close()


def _read_page(
    page: pypdfium2.PdfPage, text_page: pypdfium2.PdfTextPage, number: int, clock: Clock
) -> PrintedPage:
    width, height = page.get_size()
    quarter = page.get_rotation() // 90
    place = _placing(page, quarter)
    printed = PrintedPage(number, width, height)
    hidden = _read_objects(page, printed, place, clock)
    _read_glyphs(text_page, printed, quarter, place, clock, hidden)
    return printed


def _placing(page: pypdfium2.PdfPage, quarter: int) -> Place:
    """How a point of the page's own space is placed on the page as shown."""
    left, bottom, right, top = page.get_bbox()
    if quarter == 1:
        return lambda x, y: (y - bottom, x - left)
    if quarter == 2:
        return lambda x, y: (right - x, y - bottom)
    if quarter == 3:
        return lambda x, y: (top - y, right - x)
    return lambda x, y: (x - left, top - y)


def _read_glyphs(
    text_page: pypdfium2.PdfTextPage,
    printed: PrintedPage,
    quarter: int,
    place: Place,
    clock: Clock,
    hidden: set[int],
) -> None:
    count = text_page.count_chars()
    if count > MOST_GLYPHS:
        raise DocumentRefused(
            "too_large",
            f"Page {printed.number} holds {count} characters, more than a page can; "
            "ask for the document as a PDF of ordinary pages.",
            f"page {printed.number}",
        )
    raw = text_page.raw
    rect, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    matrix = pdfium.FS_MATRIX()
    at_rect, at_x, at_y = ctypes.byref(rect), ctypes.byref(x), ctypes.byref(y)
    unicode_of, angle_of = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetCharAngle
    box_of, origin_of = pdfium.FPDFText_GetLooseCharBox, pdfium.FPDFText_GetCharOrigin
    size_of = pdfium.FPDFText_GetFontSize
    keep = printed.glyphs.append
    last_y, turn = math.nan, 0
    last_named, scaled_y, scale = math.nan, math.nan, 1.0
    for index in range(count):
        if not index & 4095:
            clock.check()
        text = _text_of(unicode_of(raw, index))
        if not text or not box_of(raw, index, at_rect):
            continue
        if hidden and address_of(pdfium.FPDFText_GetTextObject(raw, index)) in hidden:
            continue
        left, top, right, bottom = rect.left, rect.top, rect.right, rect.bottom
        if not (-FAR < left <= right < FAR and -FAR < bottom < top < FAR):
            continue  # nowhere; or a space PDFium made up, which has no height
        origin_of(raw, index, at_x, at_y)
        if y.value != last_y:  # letters on one baseline are turned alike
            last_y = y.value
            quarters = (math.tau - angle_of(raw, index)) / (math.pi / 2)
            if not abs(quarters - round(quarters)) < SLOPE:
                last_y = math.nan
                continue  # a watermark, or a name along a river
            turn = round(quarters) % 4
            if turn:
                last_y = math.nan
        named = size_of(raw, index)
        if named != last_named or y.value != scaled_y:
            # Printers scale whole lines: browsers by 0.75, some write size 1 and scale by ten.
            last_named, scaled_y = named, y.value
            pdfium.FPDFText_GetMatrix(raw, index, ctypes.byref(matrix))
            scale = math.hypot(matrix.c, matrix.d) or 1.0
        size = named * scale
        if not 0 < size < FAR:
            continue
        x0, y0 = place(left, bottom)
        x1, y1 = place(right, top)
        base_x, base_y = place(x.value, y.value)
        shown = (turn - quarter) % 4
        if shown == 0:
            keep(
                Glyph(text, x0, x1, base_y, size, 0)
                if x0 <= x1
                else Glyph(text, x1, x0, base_y, size, 0)
            )
        elif shown == 1:
            keep(Glyph(text, -max(y0, y1), -min(y0, y1), base_x, size, 1))
        elif shown == 2:
            keep(Glyph(text, -max(x0, x1), -min(x0, x1), -base_y, size, 2))
        else:
            keep(Glyph(text, min(y0, y1), max(y0, y1), -base_x, size, 3))


@lru_cache(maxsize=4096)
def _text_of(code: int) -> str:
    """What a character code prints; empty where it prints nothing."""
    if code in _SPACES:
        return " "
    if code in _PLAIN:
        return _PLAIN[code]
    if code < 0x20 or code in _DROPPED:
        return ""
    if code in _SWAPPED:
        return chr(code >> 8)
    return chr(code) if code <= 0x10FFFF else "\ufffd"


# --- lines and pictures -----------------------------------------------------------------------


class _Matrix(tuple[float, float, float, float, float, float]):
    """A transformation as PDF writes it."""

    @classmethod
    def of(cls, raw_object: Any) -> _Matrix:
        """The matrix of a page object."""
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFPageObj_GetMatrix(raw_object, matrix)
        return cls((matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f))

    def then(self, outer: _Matrix) -> _Matrix:
        """This transformation followed by another."""
        a, b, c, d, e, f = self
        oa, ob, oc, od, oe, of = outer
        return _Matrix(
            (
                a * oa + b * oc,
                a * ob + b * od,
                c * oa + d * oc,
                c * ob + d * od,
                e * oa + f * oc + oe,
                e * ob + f * od + of,
            )
        )


_IDENTITY = _Matrix((1.0, 0.0, 0.0, 1.0, 0.0, 0.0))


def _read_objects(
    page: pypdfium2.PdfPage, printed: PrintedPage, place: Place, clock: Clock
) -> set[int]:
    """Read a page's lines and pictures.

    Returns:
        The text objects that do not count.
    """
    hidden: set[int] = set()
    coloured: list[ColouredText] = []
    for seen, (raw_object, kind, outer) in enumerate(_objects(page.raw), 1):
        if not seen & 1023:
            clock.check()
        if seen > MOST_OBJECTS:
            raise DocumentRefused(
                "too_large",
                f"Page {printed.number} draws more than {MOST_OBJECTS} objects; print the "
                "document again without its drawings.",
                f"page {printed.number}",
            )
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            _read_path(raw_object, outer, printed, place)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            a, b, c, d, e, f = _Matrix.of(raw_object).then(outer)
            corners = [place(e + i * a + j * c, f + i * b + j * d) for i in (0, 1) for j in (0, 1)]
            xs, ys = zip(*corners, strict=True)
            # Numbered also where it stands nowhere, for the number finds it again.
            box = Box(min(xs), min(ys), max(xs), max(ys))
            printed.images.append(ImagePlace(box, len(printed.images)))
        elif kind == pdfium.FPDF_PAGEOBJ_TEXT and outer is _IDENTITY:
            if is_hidden(raw_object):
                hidden.add(address_of(raw_object))
            elif text := coloured_text(raw_object):
                coloured.append(text)
    if coloured:
        own = _objects(page.raw)
        paths = (each for each, kind, outer in own if kind == pdfium.FPDF_PAGEOBJ_PATH)
        struck = struck_out(coloured, paths)
        printed.struck = len(struck)
        hidden |= struck
    return hidden


def _objects(raw_page: Any) -> Iterator[tuple[Any, int, _Matrix]]:
    """Page objects, those inside forms included, with the matrix of the form around them."""
    get, kind_of = pdfium.FPDFPage_GetObject, pdfium.FPDFPageObj_GetType
    for place in range(pdfium.FPDFPage_CountObjects(raw_page)):
        raw_object = get(raw_page, place)
        kind = kind_of(raw_object)
        if kind == pdfium.FPDF_PAGEOBJ_FORM:
            yield from _form_objects(raw_object, _IDENTITY, 0)
        else:
            yield raw_object, kind, _IDENTITY


def _form_objects(form: Any, outer: _Matrix, depth: int) -> Iterator[tuple[Any, int, _Matrix]]:
    matrix = _Matrix.of(form).then(outer)
    for place in range(pdfium.FPDFFormObj_CountObjects(form)):
        raw_object = pdfium.FPDFFormObj_GetObject(form, place)
        kind = pdfium.FPDFPageObj_GetType(raw_object)
        if kind == pdfium.FPDF_PAGEOBJ_FORM:
            if depth < DEEPEST_FORM:
                yield from _form_objects(raw_object, matrix, depth + 1)
        else:
            yield raw_object, kind, matrix


def _read_path(path: Any, outer: _Matrix, printed: PrintedPage, place: Place) -> None:
    filled, stroked = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, filled, stroked)
    if not filled.value and not stroked.value:
        return
    count = pdfium.FPDFPath_CountSegments(path)
    if count > 5000:
        return  # a drawing
    a, b, c, d, e, f = _Matrix.of(path).then(outer)
    if stroked.value:
        stroke = ctypes.c_float()
        pdfium.FPDFPageObj_GetStrokeWidth(path, stroke)
        if stroke.value * math.sqrt(abs(a * d - b * c)) > THICKEST_STROKE:
            return
    x, y = ctypes.c_float(), ctypes.c_float()
    outline: list[tuple[float, float]] = []
    straight = True
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = place(a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if straight:
                _keep_outline(outline, bool(stroked.value), printed)
            outline, straight = [point], True
            continue
        straight = straight and kind == pdfium.FPDF_SEGMENT_LINETO
        outline.append(point)
        if pdfium.FPDFPathSegment_GetClose(segment):
            outline.append(outline[0])
    if straight:
        _keep_outline(outline, bool(stroked.value), printed)


def _keep_outline(
    outline: list[tuple[float, float]], is_stroked: bool, printed: PrintedPage
) -> None:
    """Keep what an outline of straight pieces rules: its thin body, or its stroked sides."""
    if len(outline) < 2:
        return
    xs = [point[0] for point in outline]
    ys = [point[1] for point in outline]
    if not abs(sum(xs)) + abs(sum(ys)) < FAR * len(outline):
        return
    x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
    is_flat, is_upright = y1 - y0 <= THIN, x1 - x0 <= THIN
    if is_flat or is_upright:
        # A dot of a dotted border is both; the chain it belongs to decides.
        if is_flat and (len(outline) > 2 or y1 - y0 <= SLANT):
            printed.across.append(Rule((y0 + y1) / 2, x0, x1))
        if is_upright and (len(outline) > 2 or x1 - x0 <= SLANT):
            printed.down.append(Rule((x0 + x1) / 2, y0, y1))
        return
    if not is_stroked:
        return
    for (ax, ay), (bx, by) in pairwise(outline):
        if abs(ay - by) <= SLANT and abs(ax - bx) > SLANT:
            printed.across.append(Rule((ay + by) / 2, min(ax, bx), max(ax, bx)))
        elif abs(ax - bx) <= SLANT and abs(ay - by) > SLANT:
            printed.down.append(Rule((ax + bx) / 2, min(ay, by), max(ay, by)))


def large_pictures(
    document: pypdfium2.PdfDocument, pages: list[PrintedPage], limits: Limits, clock: Clock
) -> Iterator[Picture]:
    """The pictures large enough to be a map, within what a document may cost."""
    total = 0
    for printed in pages:
        large = {
            image.number
            for image in printed.images
            if image.box.width >= SMALLEST_PICTURE[0] and image.box.height >= SMALLEST_PICTURE[1]
        }
        if not large:
            continue
        page = document[printed.number - 1]
        kinds = [pdfium.FPDF_PAGEOBJ_IMAGE]
        for number, image in enumerate(page.get_objects(kinds, max_depth=DEEPEST_FORM + 1)):
            if number not in large or not isinstance(image, pypdfium2.PdfImage):
                continue
            clock.check()
            content, ending = _encoded(image)
            if not content:
                continue
            total += len(content)
            if len(content) > limits.part_bytes or total > limits.total_part_bytes:
                break
            yield Picture(f"page {printed.number} picture {number + 1}.{ending}", content)
        page.close()


def _encoded(image: pypdfium2.PdfImage) -> tuple[bytes, str]:
    """A picture's bytes and their kind; no bytes where it is too small, too large or broken.

    A JPEG is given as it stands in the file; others as BMP, for packing them to be unpacked
    at once would cost more than reading the rest of the page.
    """
    stream = io.BytesIO()
    try:
        width, height = image.get_px_size()
        if min(width, height) < SMALLEST_PICTURE[2] or width * height > LARGEST_PICTURE:
            return b"", ""
        if image.get_filters() == ["DCTDecode"]:
            content = bytes(image.get_data(decode_simple=False))
            with Image.open(io.BytesIO(content), formats=("JPEG",)) as jpeg:
                if jpeg.mode in ("RGB", "L"):
                    return content, "jpeg"
        image.get_bitmap(render=False).to_pil().convert("RGB").save(stream, "BMP")
    except (pypdfium2.PdfiumError, OSError, ValueError, RuntimeError, KeyError):
        return b"", ""
    return stream.getvalue(), "bmp"
