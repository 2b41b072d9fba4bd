"""The words printed in a picture, read by Tesseract where it is installed.

Belongs here: making a map page legible for Tesseract, running it within bounds of time and
size, and putting what it saw into the order a person reads it in.
Does not belong here: what the words mean, or which pictures are worth reading.

A map page is sparse text over coloured shapes, beside boxes: a legend, a ranked list. What was
measured on drawn maps of many sizes and fonts: Tesseract's sparse mode finds twice the lines of
its page modes; ruled lines and the legend's filled symbols, which it glues to the words beside
them, have to be painted over first; small pictures have to be enlarged. Another look with the
symbols left in, or at another size, found next to nothing more for twice the time.
"""

from __future__ import annotations

import io
import math
import re
import resource
import shutil
import signal
import subprocess
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from PIL import Image

from orchestration.documents.model import PATIENCE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_RASTER_FORMATS: Final = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP")
_MOST_PIXELS: Final = 40_000_000
_SIDE: Final = 3300
"""Pixels of the longer side while reading: an A4 page at some 280 dots an inch."""
_SPARSE_TEXT: Final = "11"
_ORIENTATION: Final = "0"
_PREFERRED_LANGUAGE: Final = "spa"
_LISTING_SECONDS: Final = 5.0

_COLOURFUL: Final = 30
"""Difference of the strongest and weakest channel from which a pixel counts as coloured."""
_SYMBOL_SIDE: Final = (0.003, 0.035)
"""Smallest and largest side of a legend's symbol, as parts of the picture's longer side."""
_SYMBOL_FILL: Final = 0.68
"""Least part of its box a symbol fills: a disc fills 0.79, a letter less than this."""
_DARK: Final = 150
_SHORTEST_RULE: Final = 1 / 25
"""Length from which a straight dark run is a ruled line, as a part of the longer side."""
_THICKEST_RULE: Final = 1 / 300
"""Thickness past which a straight dark run is a filled ground, as a part of the longer side."""
_SURE_ENOUGH: Final = 25.0
"""Tesseract's confidence (0 to 100) below which a line is noise from the map's shapes."""
_SURE: Final = 70.0
"""Confidence from which a line counts as read for sure."""
_LEGIBLE: Final = 0.25
"""Share of the letters that is read for sure on any upright page; some 0.05 on turned ones."""
_FEW_LETTERS: Final = 15
"""Fewer letters than this may be all that is seen of a turned page."""
_SPECK: Final = 60
"""How much darker than all pixels around it a pixel is that belongs to no letter."""
_SPECK_LEFT: Final = 15
"""The same where a picture is known to be noisy."""
_SPECKLED: Final = 0.0005
"""Share of such pixels from which a picture is noisy; clean drawings have a tenth of it."""
_LIST_GAP: Final = 2.0
"""Gap between two lines, in line heights, up to which they belong to the same list."""
_COLUMN_GAP: Final = 2.5
"""Gap between two words, in line heights, from which they stand in different columns."""


@dataclass(frozen=True, slots=True)
class _Line:
    """One line as Tesseract saw it, in pixels of the enlarged picture."""

    left: int
    top: int
    right: int
    bottom: int
    text: str
    confidence: float

    @property
    def height(self) -> int:
        """The line's height."""
        return self.bottom - self.top

    def goes_on_in(self, other: _Line) -> bool:
        """Whether `other` is the next line of the same list: close below and left-aligned."""
        height = max(self.height, other.height)
        return (
            -height / 2 < other.top - self.bottom < _LIST_GAP * height
            and abs(other.left - self.left) < 2 * height
        )


def read_picture_lines(content: bytes, seconds: float) -> tuple[str, ...] | None:
    """Read the printed lines of a picture.

    Lines of one list or box follow each other, boxes go from top to bottom.

    Args:
        content: the picture's bytes, of any format.
        seconds: processor time after which reading is given up. Wall-clock time would make
            what is read depend on what else the machine does; it is only a backstop.

    Returns:
        the lines; none of them where the picture cannot be opened, is too large or holds no
        words; None where Tesseract is not installed.

    Raises:
        TimeoutError: it took too long.
    """
    program = shutil.which("tesseract")
    if program is None:
        return None
    if seconds <= 0:
        raise TimeoutError
    picture = _open(content)
    if picture is None:
        return ()
    lines = _look(program, _without_symbols_and_rules(picture), seconds)
    return tuple(line.text for line in _in_reading_order(lines))


def _open(content: bytes) -> Image.Image | None:
    """The picture on white ground, no larger than it is read; None where it is no picture."""
    try:
        with Image.open(io.BytesIO(content), formats=_RASTER_FORMATS) as image:
            if image.width * image.height > _MOST_PIXELS or min(image.size) < 1:
                return None
            image.draft("RGB", (_SIDE, _SIDE))
            if image.has_transparency_data:
                ground = Image.new("RGBA", image.size, "white")
                picture = Image.alpha_composite(ground, image.convert("RGBA")).convert("RGB")
            else:
                picture = image.convert("RGB")
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError):
        return None
    picture.thumbnail((_SIDE, _SIDE), Image.Resampling.LANCZOS)
    return picture


def _without_symbols_and_rules(picture: Image.Image) -> Image.Image:
    """The picture in grey, with filled symbols and ruled lines painted over."""
    # Imported here: together they cost more time than opening most documents.
    import numpy as np

    channels = np.asarray(picture)
    grey = _without_specks(np.asarray(picture.convert("L"))).copy()
    _paint_over_symbols(grey, channels.max(axis=2) - channels.min(axis=2) > _COLOURFUL)
    _paint_over_rules(grey)
    return Image.fromarray(grey)


def _without_specks(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The picture with the noise of a bad scan taken out, where it has some."""
    import numpy as np
    from scipy import ndimage  # type: ignore[import-untyped]

    around = np.ones((3, 3), dtype=bool)
    around[1, 1] = False
    darkest = ndimage.minimum_filter(grey, footprint=around).astype("int16")
    if float((darkest - grey > _SPECK).mean()) < _SPECKLED:
        return grey
    lightest = ndimage.maximum_filter(grey, footprint=around).astype("int16")
    is_alone = (darkest - grey > _SPECK_LEFT) | (grey - lightest > _SPECK_LEFT)
    # Only specks are smoothed: the strokes of small letters would go with them.
    smooth: NDArray[np.uint8] = np.where(is_alone, ndimage.median_filter(grey, size=3), grey)
    return smooth


def _paint_over_symbols(grey: NDArray[np.uint8], coloured: NDArray[np.bool_]) -> None:
    """Whiten small filled discs and squares, with the outline around them."""
    import numpy as np
    from scipy import ndimage

    labels, _ = ndimage.label(coloured)
    pixels = np.bincount(labels.ravel())
    side = max(grey.shape)
    least, most = max(5.0, side * _SYMBOL_SIDE[0]), side * _SYMBOL_SIDE[1]
    for label, (rows, columns) in enumerate(ndimage.find_objects(labels), start=1):
        high, wide = rows.stop - rows.start, columns.stop - columns.start
        is_small = least <= min(high, wide) and max(high, wide) <= most
        if is_small and pixels[label] >= _SYMBOL_FILL * high * wide:
            # Not a pixel more than the outline: the count stands right beside the symbol.
            outline = 1 + max(high, wide) // 8
            grey[
                max(0, rows.start - outline) : rows.stop + outline,
                max(0, columns.start - outline) : columns.stop + outline,
            ] = 255


def _paint_over_rules(grey: NDArray[np.uint8]) -> None:
    """Whiten straight dark runs that are too long for any letter."""
    dark = (grey < _DARK).astype("uint8")
    side = max(grey.shape)
    length = max(40, round(side * _SHORTEST_RULE))
    thickness = max(6, round(side * _THICKEST_RULE))
    for axis in (0, 1):
        runs = _runs(dark, length, axis)
        # What is thick in the other direction too is a dark ground, maybe with words on it.
        grey[(runs > 0) & (_runs(runs, thickness, 1 - axis) == 0)] = 255


def _runs(dark: NDArray[np.uint8], length: int, axis: int) -> NDArray[np.uint8]:
    """The dark pixels that lie in a run of at least this length along an axis."""
    from scipy import ndimage

    inner = ndimage.minimum_filter1d(dark, length, axis=axis, mode="constant")
    # An even filter's centre lies half a pixel off; the origin brings the run back.
    origin = -1 if length % 2 == 0 else 0
    runs: NDArray[np.uint8] = ndimage.maximum_filter1d(inner, length, axis=axis, origin=origin)
    return runs


def _look(program: str, picture: Image.Image, seconds: float) -> list[_Line]:
    """The lines Tesseract sees, none where it fails.

    A map page may be stored turned. Then next to nothing is read for sure, and it is looked at
    again the way Tesseract says that it stands.

    Raises:
        TimeoutError: it took longer than `seconds` of processor time.
    """
    before = _children_seconds()
    lines = _lines_of(_run(program, _enlarged(picture), _SPARSE_TEXT, "tsv", seconds))
    if _is_legible(lines):
        return lines
    left = seconds - (_children_seconds() - before)
    said = _run(program, picture, _ORIENTATION, "", left)
    turn = re.search(r"^Rotate: (90|180|270)$", said, re.MULTILINE)
    if turn is None:
        return lines
    turned = picture.rotate(-int(turn[1]), expand=True)
    left = seconds - (_children_seconds() - before)
    again = _lines_of(_run(program, _enlarged(turned), _SPARSE_TEXT, "tsv", left))
    return again if _is_legible(again) else lines


def _is_legible(lines: list[_Line]) -> bool:
    """Whether at least some of what was seen was seen for sure."""
    letters = sum(len(line.text) for line in lines)
    sure = sum(len(line.text) for line in lines if line.confidence >= _SURE)
    return letters >= _FEW_LETTERS and sure >= _LEGIBLE * letters


def _enlarged(picture: Image.Image) -> Image.Image:
    scale = _SIDE / max(picture.size)
    if scale <= 1:
        return picture
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return picture.resize(size, Image.Resampling.BICUBIC)


def _run(program: str, picture: Image.Image, mode: str, output: str, seconds: float) -> str:
    """What Tesseract prints about a picture; nothing where it fails."""
    if seconds <= 0:
        raise TimeoutError
    buffer = io.BytesIO()
    picture.save(buffer, "BMP")
    language = () if mode == _ORIENTATION else _language(program)
    command = [program, "stdin", "stdout", *language, "--psm", mode, *output.split()]
    # One thread each: documents are read in parallel, and threads of one page only compete.
    limited = f'ulimit -t {math.ceil(seconds)} && OMP_THREAD_LIMIT=1 exec "$@"'
    try:
        finished = subprocess.run(
            ["sh", "-c", limited, "sh", *command],
            input=buffer.getvalue(),
            capture_output=True,
            timeout=PATIENCE * seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise TimeoutError from error
    except OSError:
        return ""
    if -finished.returncode in (signal.SIGXCPU, signal.SIGKILL):
        raise TimeoutError
    return finished.stdout.decode("utf-8", "replace")


def _children_seconds() -> float:
    """Processor time of the programs that were run so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@cache
def _language(program: str) -> tuple[str, ...]:
    """The options for Spanish where it is installed, else none: Tesseract's default."""
    try:
        listing = subprocess.run(
            [program, "--list-langs"],
            capture_output=True,
            timeout=_LISTING_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ()
    is_there = _PREFERRED_LANGUAGE in listing.stdout.decode("utf-8", "replace").split()
    return ("-l", _PREFERRED_LANGUAGE) if is_there else ()


def _lines_of(table: str) -> list[_Line]:
    """The lines of Tesseract's table of words, cut where a column ends."""
    lines: list[_Line] = []
    words: list[_Line] = []
    current = None
    for row in [*table.splitlines()[1:], ""]:
        fields = row.split("\t")
        is_word = len(fields) == 12 and fields[0] == "5" and bool(fields[11].strip())
        if row and not is_word:
            continue
        place = tuple(fields[1:5])
        if words and place != current:
            lines.extend(_columns(words))
            words = []
        if is_word:
            current = place
            left, top, width, height = map(int, fields[6:10])
            words.append(
                _Line(left, top, left + width, top + height, fields[11], float(fields[10]))
            )
    return [
        line
        for line in lines
        if line.confidence >= _SURE_ENOUGH and any(map(str.isalnum, line.text))
    ]


def _columns(words: list[_Line]) -> list[_Line]:
    """The words of one line as one line a column."""
    height = sorted(word.height for word in words)[len(words) // 2]
    columns = [[words[0]]]
    for word in words[1:]:
        if word.left - columns[-1][-1].right > _COLUMN_GAP * height:
            columns.append([])
        columns[-1].append(word)
    return [
        _Line(
            min(word.left for word in column),
            min(word.top for word in column),
            max(word.right for word in column),
            max(word.bottom for word in column),
            " ".join(word.text for word in column),
            sum(word.confidence * len(word.text) for word in column)
            / sum(len(word.text) for word in column),
        )
        for column in columns
    ]


def _in_reading_order(lines: list[_Line]) -> list[_Line]:
    """Lines box by box: each list from its first line to its last, lists from top to bottom."""
    lists: list[list[_Line]] = []
    for line in sorted(lines, key=lambda line: (line.top, line.left)):
        for other in reversed(lists):
            if other[-1].goes_on_in(line):
                other.append(line)
                break
        else:
            lists.append([line])
    return [line for one in lists for line in one]
