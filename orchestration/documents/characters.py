"""Characters that show nothing or look like others: taken out of every text, and told.

Zero-width, direction and control characters go; digits of other scripts and full-width forms
become the digits they show, hyphens that do not break or are as wide as a digit plain ones;
digits in text turned from right to left become unreadable. Applied to every document, whatever
its format: to a text's lines before it is cut into cells, to others after reading.
Does not belong here: accents, case and spelling, which are meaning (dbt).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from orchestration.documents.model import (
    Block,
    Cell,
    Document,
    Paragraph,
    Picture,
    Remark,
    Table,
    walk_paragraphs,
)

_NEVER_SHOWN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069"
    "\ufe00-\ufe0f\ufeff\ufff9-\ufffc]"
)
_OTHER_DIGIT = re.compile(r"(?![0-9])\d")
_FULL_WIDTH = re.compile("[\uff01-\uff5e]")
_HYPHENS = "\u2010\u2011\u2012\ufe63\uff0d"
_PLAIN_HYPHENS = str.maketrans(dict.fromkeys(_HYPHENS, "-"))
_UNREADABLE = "\ufffd"
"""What stands for a damaged byte."""
_TURNED = re.compile("[\u202b\u202e\u2067][^\u202c\u2069]*")
"""Text that prints from right to left, up to where that ends."""
_DIGITS = re.compile(r"\d+")
_ODD = re.compile(
    f"{_NEVER_SHOWN.pattern}|{_OTHER_DIGIT.pattern}|{_FULL_WIDTH.pattern}|[{_UNREADABLE}{_HYPHENS}]"
)
_SOFT_HYPHEN = "\u00ad"
_SHOWN_AT_MOST = 60


def clean_characters(document: Document) -> Document:
    """The document without characters that do not print, and a remark where there were any."""
    if not _ODD.search("".join(_signs(document))):
        return document
    cleaner = _Cleaner()
    return replace(
        document,
        blocks=tuple(cleaner.blocks(document.blocks)),
        headers=tuple(cleaner.paragraph(item) for item in document.headers),
        footers=tuple(cleaner.paragraph(item) for item in document.footers),
        footnotes=tuple(cleaner.paragraph(item) for item in document.footnotes),
        pictures=tuple(cleaner.picture(picture) for picture in document.pictures),
        remarks=document.remarks + cleaner.remarks(),
    )


def clean_lines(lines: list[str]) -> tuple[list[str], tuple[Remark, ...]]:
    """The same of a text's lines, whose words decide which cells and rows there are."""
    if not _ODD.search("".join(set("".join(lines)))):
        return lines, ()
    cleaner = _Cleaner()
    cleaned = [
        cleaner.paragraph(Paragraph(line, f"line {number}")).text
        for number, line in enumerate(lines, start=1)
    ]
    return cleaned, cleaner.remarks()


def _signs(document: Document) -> set[str]:
    """The characters the document is printed with, each once, but for those of plain texts."""
    signs: set[str] = set()
    for blocks in (document.blocks, document.headers, document.footers, document.footnotes):
        for paragraph in walk_paragraphs(blocks):
            if not _is_plain(paragraph.text):
                signs.update(paragraph.text)
    for picture in document.pictures:
        signs.update(*picture.lines)
    return signs


@lru_cache(maxsize=256)
def _digit(char: str) -> str:
    return str(unicodedata.digit(char))


def _is_plain(text: str) -> bool:
    return text.isascii() and text.isprintable()


def _is_odd(text: str) -> bool:
    return not text.isascii() and bool(_OTHER_DIGIT.search(text) or _FULL_WIDTH.search(text))


def _without_numbers(turned: re.Match[str]) -> str:
    """Nobody reads the digits of turned text in the order they are stored in."""
    return _DIGITS.sub(lambda digits: _UNREADABLE * len(digits[0]), turned[0])


class _Cleaner:
    """Cleans texts and remembers the first odd one and how many there were."""

    def __init__(self) -> None:
        self._count = 0
        self._first: Paragraph | None = None
        self._first_place = ""

    def blocks(self, blocks: tuple[Block, ...], path: str = "") -> Iterator[Block]:
        """The blocks in order, each cleaned; `path` is where they stand."""
        tables = 0
        for block in blocks:
            if isinstance(block, Paragraph):
                yield self.paragraph(block, path or "text between tables")
                continue
            tables += 1
            place = f"{path} > table {tables}".removeprefix(" > ")
            yield Table(
                tuple(
                    tuple(
                        Cell(
                            tuple(self.blocks(cell.blocks, f"{place} > row {row} > cell {column}")),
                            cell.continues,
                            cell.columns,
                        )
                        for column, cell in enumerate(cells, start=1)
                    )
                    for row, cells in enumerate(block.rows, start=1)
                ),
                block.origin,
            )

    def paragraph(self, paragraph: Paragraph, place: str = "page margin") -> Paragraph:
        text = self.text(paragraph.text)
        if text is paragraph.text and _UNREADABLE not in text:
            return paragraph
        plain = paragraph.text.translate(_PLAIN_HYPHENS).replace(_SOFT_HYPHEN, "")
        if _UNREADABLE in text or text != plain:
            self._count += 1
            if self._first is None:
                self._first, self._first_place = paragraph, paragraph.origin or place
        return Paragraph(text, paragraph.origin)

    def picture(self, picture: Picture) -> Picture:
        return replace(picture, lines=tuple(self.text(line) for line in picture.lines))

    def text(self, text: str) -> str:
        if _is_plain(text):
            return text
        if _NEVER_SHOWN.search(text):
            text = _TURNED.sub(_without_numbers, text)
            text = _NEVER_SHOWN.sub("", text)
        text = text.translate(_PLAIN_HYPHENS)
        if _is_odd(text):
            text = _FULL_WIDTH.sub(lambda match: chr(ord(match[0]) - 0xFEE0), text)
            text = _OTHER_DIGIT.sub(lambda match: _digit(match[0]), text)
        return text

    def remarks(self) -> tuple[Remark, ...]:
        if self._first is None:
            return ()
        shown = self._first.text.encode("unicode_escape").decode("ascii")[:_SHOWN_AT_MOST]
        return (
            Remark(
                code="odd_characters",
                severity="warning",
                message="Texts with characters that do not print or digits of another script "
                f"({self._count}), read as they look: check the figures of these places.",
                location=self._first_place,
                printed_text=shown,
            ),
        )
