"""The one door to reading: bytes in, a `Document` out, or a `DocumentRefused`.

Belongs here: the order of things (size, format, reader, characters, pictures). A text's characters
are its reader's, as they decide where cells and rows end.
Does not belong here: any format's details.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from orchestration.documents.characters import clean_characters
from orchestration.documents.detect import detect_format
from orchestration.documents.model import (
    Document,
    DocumentRefused,
    Limits,
    Picture,
    Remark,
    Severity,
)

PictureReader = Callable[[bytes, float], tuple[str, ...] | None]

_SMALLEST_MAP_BYTES: Final = 12_000


def read_document(
    content: bytes, limits: Limits | None = None, read_picture: PictureReader | None = None
) -> Document:
    """Read a document of any supported format.

    Args:
        content: the file's bytes.
        limits: what the document may cost; the defaults of `Limits` where None.
        read_picture: reads the words of a picture within a number of seconds of processor
            time (`TimeoutError` past them), or returns None where no reader is installed;
            pictures stay unread where it is None.

    Raises:
        DocumentRefused: with the finding code and what to do.
    """
    limits = limits or Limits()
    started = time.process_time()
    if len(content) > limits.file_bytes:
        raise DocumentRefused(
            "too_large",
            f"The file has {len(content):,} bytes, more than the {limits.file_bytes:,} allowed; "
            "save it without embedded media.",
        )
    document = _read_format(content, limits)
    if read_picture is None or all(picture.is_read for picture in document.pictures):
        return document
    left = limits.seconds - (time.process_time() - started)
    return _read_pictures(document, read_picture, min(left, limits.picture_seconds))


def _read_format(content: bytes, limits: Limits) -> Document:
    match detect_format(content):
        case "docx":
            from orchestration.documents.docx import read_docx

            return clean_characters(read_docx(content, limits))
        case "pdf":
            from orchestration.documents.pdf import read_pdf

            return clean_characters(read_pdf(content, limits))
        case "text":
            from orchestration.documents.text_export import read_text_export

            return read_text_export(content, limits)


def _read_pictures(document: Document, read_picture: PictureReader, seconds: float) -> Document:
    """Read the largest picture that can be the map; the others are ornaments."""
    unread = [picture for picture in document.pictures if picture.content and not picture.is_read]
    largest = max(unread, key=_size, default=None)
    if largest is None or _size(largest) < _SMALLEST_MAP_BYTES:
        return document
    try:
        lines = read_picture(largest.content or b"", seconds)
    except TimeoutError:
        return _with_remark(
            document,
            "warning",
            f"Reading the map's picture takes more than {seconds:g} s; insert it with fewer "
            "pixels, for its list and legend are missing here.",
            largest.name,
        )
    if lines is None:
        return _with_remark(
            document,
            "info",
            "The map is a picture and no program to read it is installed; install "
            "tesseract-ocr with its Spanish data and refresh again to read its list and legend.",
            largest.name,
        )
    pictures = tuple(
        replace(picture, lines=lines, is_read=True) if picture is largest else picture
        for picture in document.pictures
    )
    return clean_characters(replace(document, pictures=pictures))


def _with_remark(document: Document, severity: Severity, message: str, location: str) -> Document:
    remark = Remark("picture_not_read", severity, message, location=location)
    return replace(document, remarks=(*document.remarks, remark))


def _size(picture: Picture) -> int:
    return len(picture.content or b"")
