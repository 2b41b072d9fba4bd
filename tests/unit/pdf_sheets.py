"""Draws small PDFs by hand, object by object, for the PDF reader's tests.

Belongs here: a file with text, lines and pictures at given places, and any object a test wants
beside them. Does not belong here: documents as a word processor prints them; those are the
fixtures in `tests/fixtures/pdf`.

Places are points from the top left corner, as the reader gives them.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field

HEIGHT, WIDTH = 842, 595


@dataclass
class Sheet:
    """One page; each method draws and returns the sheet."""

    rotate: int = 0
    drawing: list[bytes] = field(default_factory=list)
    picture: bytes = b""

    def text(self, x: float, y: float, text: str, size: float = 10) -> Sheet:
        """Print text with its baseline at y."""
        return self._text(f"1 0 0 1 {x} {HEIGHT - y}", text, size)

    def rising(self, x: float, y: float, text: str, size: float = 10) -> Sheet:
        """Print text that reads upwards from (x, y)."""
        return self._text(f"0 1 -1 0 {x} {HEIGHT - y}", text, size)

    def _text(self, matrix: str, text: str, size: float) -> Sheet:
        shown = text.encode("cp1252").replace(b"\\", b"\\\\")
        shown = shown.replace(b"(", b"\\(").replace(b")", b"\\)")
        start = f"BT /F1 {size} Tf {matrix} Tm (".encode()
        self.drawing.append(start + shown + b") Tj ET")
        return self

    def across(self, y: float, x0: float, x1: float) -> Sheet:
        """Rule a horizontal line."""
        return self.draw(f"0.5 w {x0} {HEIGHT - y} m {x1} {HEIGHT - y} l S")

    def down(self, x: float, y0: float, y1: float) -> Sheet:
        """Rule a vertical line."""
        return self.draw(f"0.5 w {x} {HEIGHT - y0} m {x} {HEIGHT - y1} l S")

    def bar(self, x0: float, y0: float, x1: float, y1: float) -> Sheet:
        """Fill a rectangle."""
        return self.draw(f"{x0} {HEIGHT - y1} {x1 - x0} {y1 - y0} re f")

    def grid(self, xs: list[float], ys: list[float]) -> Sheet:
        """Rule a full grid."""
        for y in ys:
            self.across(y, xs[0], xs[-1])
        for x in xs:
            self.down(x, ys[0], ys[-1])
        return self

    def draw(self, operators: str) -> Sheet:
        """Draw by PDF operators."""
        self.drawing.append(operators.encode())
        return self

    def show_picture(self, x: float, y: float, width: float, height: float, side: int) -> Sheet:
        """Show a grey square picture of `side` pixels; (x, y) is its upper left corner."""
        self.picture = bytes(range(256)) * (side * side // 256 + 1)
        self.picture = self.picture[: side * side]
        place = f"q {width} 0 0 {height} {x} {HEIGHT - y - height} cm /Im1 Do Q"
        return self.draw(place)


def write(objects: list[bytes], trailer: bytes = b"") -> bytes:
    """A whole file of numbered objects, the first of them the catalogue, with its index."""
    content = b"%PDF-1.5\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    index = len(content)
    content += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    content += b"".join(b"%010d 00000 n \n" % place for place in places)
    content += b"trailer\n<</Size %d/Root 1 0 R%s>>\n" % (len(objects) + 1, trailer)
    return content + b"startxref\n%d\n%%%%EOF\n" % index


def stream(body: bytes, entries: bytes = b"", *, is_packed: bool = False) -> bytes:
    """A stream object."""
    if is_packed:
        body = zlib.compress(body)
        entries += b"/Filter/FlateDecode"
    return b"<</Length %d%s>>\nstream\n" % (len(body), entries) + body + b"\nendstream"


def pdf(*sheets: Sheet, catalogue: bytes = b"", more: tuple[bytes, ...] = ()) -> bytes:
    """The sheets as a file.

    Args:
        sheets: its pages.
        catalogue: further entries of the catalogue.
        more: further objects; the first is object 4.
    """
    first = 4 + len(more)
    pages: list[bytes] = []
    objects: list[bytes] = []
    for sheet in sheets:
        number = first + len(objects)
        images = b"/XObject<</Im1 %d 0 R>>" % (number + 2) if sheet.picture else b""
        pages.append(b"%d 0 R" % number)
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Rotate %d/Contents %d 0 R"
            b"/Resources<</Font<</F1 3 0 R>>%s>>>>"
            % (WIDTH, HEIGHT, sheet.rotate, number + 1, images)
        )
        objects.append(stream(b"\n".join(sheet.drawing), is_packed=True))
        if sheet.picture:
            side = int(len(sheet.picture) ** 0.5)
            entries = b"/Type/XObject/Subtype/Image/Width %d/Height %d" % (side, side)
            entries += b"/ColorSpace/DeviceGray/BitsPerComponent 8"
            objects.append(stream(sheet.picture, entries, is_packed=True))
    return write(
        [
            b"<</Type/Catalog/Pages 2 0 R%s>>" % catalogue,
            b"<</Type/Pages/Kids[%s]/Count %d>>" % (b" ".join(pages), len(pages)),
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
            *more,
            *objects,
        ]
    )
