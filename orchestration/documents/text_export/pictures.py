"""The words of pictures at the end of a text export: a picture's name, then what OCR read."""

from __future__ import annotations

import re

from orchestration.documents.model import Picture

_PICTURE_NAME = re.compile(
    r"^\S[^\t]{0,80}\.(?:jpe?g|png|gif|bmp|tiff?|emf|wmf)\s*$", re.IGNORECASE
)


def split_pictures(lines: list[str]) -> tuple[list[str], tuple[Picture, ...]]:
    """Take the pictures' words off the end.

    Returns:
        the lines before the first picture's name that no table follows, and the pictures.
    """
    after_cells = next((at for at in range(len(lines), 0, -1) if lines[at - 1][:1] == "\t"), 0)
    names = [
        index
        for index in range(after_cells, len(lines))
        if "." in lines[index][-8:] and _PICTURE_NAME.match(lines[index])
    ]
    if not names:
        return lines, ()
    ends = [*names[1:], len(lines)]
    pictures = tuple(_picture(lines, start, end) for start, end in zip(names, ends, strict=True))
    return lines[: names[0]], pictures


def _picture(lines: list[str], start: int, end: int) -> Picture:
    """The picture whose name is at `start`; its words stand before `end`."""
    printed = [index for index in range(start + 1, end) if lines[index].strip()]
    return Picture(
        name=lines[start].strip(),
        lines=tuple(lines[index].strip() for index in printed),
        origins=tuple(f"line {index + 1}" for index in printed),
        is_read=True,
    )
