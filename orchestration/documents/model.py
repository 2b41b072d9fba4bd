"""The shape every reader gives a document, whatever its format.

Belongs here: plain values that describe what a page shows (paragraphs, tables, pictures).
Does not belong here: how a format stores them (one reader a format) or what they mean
(`orchestration.extraction` decides structure, dbt decides meaning).

Nobody changes any of them once it is made. Paragraphs, cells and tables are not frozen because
a document has thousands, and making a frozen one takes several times as long.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

Severity = Literal["error", "warning", "info"]


@dataclass(slots=True)
class Paragraph:
    """One paragraph, its text as printed.

    Attributes:
        text: the printed text. A line break inside the paragraph is a newline; a superscript
            digit is its Unicode superscript character; an automatic list number is written out
            in front (`1.1 Centro …`).
        origin: where a person finds it in the file, where the format can say: `line 49`,
            `page 2`; empty otherwise.
    """

    text: str
    origin: str = ""


@dataclass(slots=True)
class Cell:
    """One cell of a table row.

    A horizontally merged cell is one cell, `columns` wide where the format can tell. Each row
    a vertically merged cell continues into has an empty cell with `continues` set where the
    format can tell, and a plain empty cell where it cannot (the text export).

    Attributes:
        text: the text of the cell's own paragraphs, one a line, outer blanks removed.
        tables: the tables nested directly in the cell.
    """

    blocks: tuple[Block, ...] = ()
    continues: bool = False
    columns: int = 1
    text: str = field(init=False, repr=False, compare=False)
    tables: tuple[Table, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Part text and tables once: they are asked for many times over."""
        paragraphs = [block for block in self.blocks if isinstance(block, Paragraph)]
        self.text = "\n".join([paragraph.text for paragraph in paragraphs]).strip()
        self.tables = ()
        if len(paragraphs) < len(self.blocks):
            self.tables = tuple([block for block in self.blocks if isinstance(block, Table)])

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The cell's own paragraphs, without those of tables nested in it."""
        return tuple([block for block in self.blocks if isinstance(block, Paragraph)])


@dataclass(slots=True)
class Table:
    """A table as rows of cells; rows may differ in length."""

    rows: tuple[tuple[Cell, ...], ...]
    origin: str = ""


Block: TypeAlias = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the document.

    Attributes:
        name: the picture's name in the file (`image2.jpeg`).
        content: its bytes, or None where the format carries only its words.
        lines: the words read from it, a printed line each; empty until it has been read.
        origins: where the file itself has each of those lines, as a paragraph's; empty where
            the words are not in the file.
        is_read: whether somebody tried to read its words (an export's own OCR counts).
    """

    name: str
    content: bytes | None = field(default=None, repr=False)
    lines: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    is_read: bool = False


@dataclass(frozen=True, slots=True)
class Remark:
    """Something a reader noticed that does not stop the document.

    `code` is a finding code of `quality.findings`; `message` tells a person what to do.
    """

    code: str
    severity: Severity
    message: str
    location: str = ""
    printed_text: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document in reading order, headers and footers kept apart.

    `ends_abruptly` is set where the file stops in the middle of a line: a sign, not a proof,
    that its end was lost. `trailing_blanks` counts the empty lines a text ends with, of which a
    whole export has some.
    """

    file_format: Literal["docx", "text", "pdf"]
    blocks: tuple[Block, ...]
    pictures: tuple[Picture, ...] = ()
    headers: tuple[Paragraph, ...] = ()
    footers: tuple[Paragraph, ...] = ()
    footnotes: tuple[Paragraph, ...] = ()
    remarks: tuple[Remark, ...] = ()
    ends_abruptly: bool = False
    trailing_blanks: int = 0


class DocumentRefused(Exception):
    """A document that cannot be loaded at all.

    Attributes:
        code: the finding code (`encrypted_document`, `too_large`, …).
        message: one sentence that says what is wrong and what to do.
        location: where in the file, when known.
    """

    def __init__(self, code: str, message: str, location: str = "") -> None:
        """Keep the finding's parts; `str()` of the error is its message."""
        super().__init__(message)
        self.code = code
        self.message = message
        self.location = location


PATIENCE: Final = 8.0
"""Wall-clock seconds that a second of work may take on a busy machine.

What a document costs is measured in processor time, so that what is read does not depend on
what else a machine does; wall-clock time only stops what waits for ever.
"""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may cost before it is refused.

    Attributes:
        seconds: processor time for all of it, so that a verdict stands within ten seconds by
            the clock where nothing else runs.
        picture_seconds: the part of it that the map's picture may take.
    """

    file_bytes: int = 64 * 1024 * 1024
    part_bytes: int = 64 * 1024 * 1024
    total_part_bytes: int = 256 * 1024 * 1024
    compression_ratio: int = 200
    table_depth: int = 32
    pages: int = 200
    lines: int = 200_000
    seconds: float = 8.0
    picture_seconds: float = 6.0


def walk_paragraphs(blocks: tuple[Block, ...]) -> Iterator[Paragraph]:
    """Every paragraph below `blocks` in reading order, those in nested tables included."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        else:
            for row in block.rows:
                for cell in row:
                    for inner in cell.blocks:  # a generator a cell costs more than its texts
                        if isinstance(inner, Paragraph):
                            yield inner
                        else:
                            yield from walk_paragraphs((inner,))


def paragraphs_of(*cells: Cell | None) -> tuple[Paragraph, ...]:
    """All paragraphs of some cells, in order."""
    found: list[Paragraph] = []
    for cell in cells:
        for block in cell.blocks if cell else ():
            if isinstance(block, Paragraph):
                found.append(block)
            else:
                found.extend(walk_paragraphs((block,)))
    return tuple(found)
