"""Reading a PDF with a text layer, as Word or LibreOffice prints it.

Belongs here: the order of the steps, and turning placed items into the `Document` every reader
gives. Each step has a module: `safety` (may it be read at all), `access` and `hidden` (PDFium),
`rules` (ruled lines), `running` and `footnotes` (what is no part of the body), `frames` and `grid`
(geometry of tables), `headings`, `parting` and all that begin with `unruled` (tables whose lines
are not drawn), `lines` and `paragraphs` (text), `layout` (one page), `stitch` (all pages).
"""

from __future__ import annotations

import re

from orchestration.documents.model import (
    Block,
    Cell,
    Document,
    DocumentRefused,
    Limits,
    Paragraph,
    Remark,
    Table,
)
from orchestration.documents.pdf.access import Clock, large_pictures, read_pages
from orchestration.documents.pdf.footnotes import take_footnotes
from orchestration.documents.pdf.layout import PageItems, walk
from orchestration.documents.pdf.lines import SUPERSCRIPT, join_words
from orchestration.documents.pdf.paragraphs import Habits, join_paragraphs, learn_habits
from orchestration.documents.pdf.rules import join_pieces
from orchestration.documents.pdf.running import take_running
from orchestration.documents.pdf.safety import check_bytes, open_document, remarks_on
from orchestration.documents.pdf.shapes import Item, Line, PageWords, PrintedPage, TablePlace
from orchestration.documents.pdf.stitch import join_pages, set_limits
from orchestration.documents.pdf.unruled import OpenTable
from orchestration.documents.pdf.unruled_places import lay_out

FEWEST_CHARACTERS = 20
"""A document with fewer printed characters than this has no text layer worth reading."""

__all__ = ["read_pdf"]


def read_pdf(content: bytes, limits: Limits) -> Document:
    """Read a PDF into paragraphs, tables and pictures.

    Args:
        content: the file's bytes, untrusted.
        limits: what it may cost (bytes, pages, seconds).

    Returns:
        The document in reading order; a paragraph wrapped over lines is one, a table continued
        over pages is one, `origin` says the page.

    Raises:
        DocumentRefused: encrypted_document, no_text_layer, unreadable_document or too_large.
    """
    clock = Clock(limits.seconds)
    active = check_bytes(content, limits, clock)
    document = open_document(content, limits)
    try:
        printed = list(read_pages(document, clock))
        _demand_text(printed)
        sheets = [_words_of(page, clock) for page in printed]
        footnotes = take_footnotes(sheets)
        headers, footers = take_running(sheets)
        pages: list[PageItems] = []
        open_tables: list[OpenTable] = []
        for sheet in sheets:
            clock.check()
            laid, open_tables = lay_out(sheet, pages[-1] if pages else None, open_tables)
            pages.append(laid)
        pictures = tuple(large_pictures(document, printed, limits, clock))
        remarks = (*remarks_on(document, active), *_remarks_on_struck(printed))
    finally:
        document.close()
    set_limits(pages)
    habits = learn_habits(run for page in pages for run in walk(page.items))
    items = join_pages(pages, habits)
    return Document(
        file_format="pdf",
        blocks=_blocks(items, habits),
        pictures=pictures,
        headers=_paragraphs(headers),
        footers=_paragraphs(footers),
        footnotes=tuple(_footnote(lines, habits) for lines in footnotes),
        remarks=remarks,
    )


def _words_of(page: PrintedPage, clock: Clock) -> PageWords:
    """A page's glyphs as words and the pieces of its lines as whole ones."""
    clock.check()
    across, down = join_pieces(page.across), join_pieces(page.down)
    words = join_words(page.glyphs, down)
    page.glyphs.clear()
    return PageWords(page.number, page.width, page.height, words, across, down, page.images)


def _remarks_on_struck(printed: list[PrintedPage]) -> tuple[Remark, ...]:
    pages = [page for page in printed if page.struck]
    if not pages:
        return ()
    count = sum(page.struck for page in pages)
    numbers = ", ".join(str(page.number) for page in pages[:10])
    return (
        Remark(
            "deleted_text",
            "info",
            f"Text struck out as deleted was not counted ({count} in all, page {numbers}): look "
            "whether that is right, or ask for the document with its changes accepted.",
            f"page {pages[0].number}",
        ),
    )


def _demand_text(pages: list[PrintedPage]) -> None:
    glyphs = [glyph.text for page in pages for glyph in page.glyphs if glyph.text != " "]
    unknown = sum(1 for text in glyphs if text == "\ufffd" or "\ue000" <= text <= "\uf8ff")
    if len(glyphs) - unknown < FEWEST_CHARACTERS:
        raise DocumentRefused(
            "no_text_layer",
            "The PDF holds pictures of pages but no text; ask for the Word file or a PDF "
            "printed from it, or add a text layer by OCR.",
        )
    if unknown > 0.3 * len(glyphs):
        raise DocumentRefused(
            "no_text_layer",
            "The PDF does not say which letters its fonts show, so its text cannot be read; "
            "ask for the Word file or print it to PDF again.",
        )


def _paragraphs(lines: list[Line]) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(line.text, f"page {line.page}") for line in lines)


def _footnote(lines: list[Line], habits: Habits) -> Paragraph:
    """A note as one paragraph, its mark raised however it is printed."""
    text = " ".join(text for text, _ in join_paragraphs(lines, habits))
    mark = re.match(r"\d{1,2}(?=\D)", text)
    if mark:
        text = mark[0].translate(SUPERSCRIPT) + text[mark.end() :]
    return Paragraph(text, f"page {lines[0].page}")


def _blocks(items: list[Item], habits: Habits) -> tuple[Block, ...]:
    blocks: list[Block] = []
    run: list[Line] = []
    for item in [*items, None]:
        if isinstance(item, Line):
            run.append(item)
            continue
        for text, page in join_paragraphs(run, habits):
            blocks.append(Paragraph(text, f"page {page}"))
        run = []
        if isinstance(item, TablePlace):
            rows = tuple(
                tuple(Cell(_blocks(cell.content, habits), cell.continues) for cell in row)
                for row in item.rows
            )
            blocks.append(Table(rows, f"page {item.page}"))
    return tuple(blocks)
