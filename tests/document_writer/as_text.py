"""Writes pages as the text export of a Word file: Apache Tika's layout, in any encoding.

Belongs here: the layout's grammar, classic and newer, and the bytes. Does not belong here: what
stands on the pages (`compose`) or what OCR makes of the map (`ocr_noise`).

Classic:  paragraph := text NL;  cell := TAB block+;  row := cell+ NL;  table := row+ NL.
Newer:    a cell's first paragraph has no line end of its own, so that a row is one line; each
          further one stands between line ends. The count of paragraphs is not kept per depth,
          so a table nested below a paragraph starts on a new line.
A merged cell prints once; the rows a cell is merged down into print an empty cell.
"""

from __future__ import annotations

import codecs
import random
import unicodedata
from collections.abc import Callable

from tests.document_writer.blocks import PageBlock, Pages, Par, walk
from tests.document_writer.ocr_noise import map_lines
from tests.document_writer.sheet import Composition
from tests.document_writer.style import Style

LOGO = "[image: Logo_monitoreo2-1]"
LOGO_WORDS = (
    "Ministerio Oficina General de Monitoreo,",
    "de la Mujery Evaluacién de Politicas y",
    "Poblaciones Vulnerables Gestion Descentralizada",
)


def write_text(composition: Composition) -> bytes:
    """The text export's bytes, under the composition's style."""
    style = composition.style
    text = render_text(composition)
    if style.line_ending != "\n":
        text = text.replace("\n", style.line_ending)
    return encoded(text, style.encoding)


def render_text(composition: Composition) -> str:
    """The text export's text, lines ended by newlines."""
    pages, style = composition.pages, composition.style
    parts: list[str] = []
    if style.newer_tika or style.header_on_top:
        parts.append(f"{LOGO}\n")
    _number_footnotes(pages.body)
    if style.newer_tika:
        _Newer(parts, keeps_empty=style.keeps_empty).blocks(pages.body)
    else:
        write_blocks(pages.body, parts.append)
    parts.append(_tail(pages, composition, style))
    return "".join(parts)


def _number_footnotes(body: list[PageBlock]) -> None:
    """Give each footnote its number within the document."""
    number = 0
    for par in walk(body):
        if par.footnote is not None:
            number += 1
            par.footnote_number = number


def write_blocks(blocks: list[PageBlock], put: Callable[[str], None]) -> None:
    """The classic layout of some blocks, written with `put`."""
    for block in blocks:
        if isinstance(block, Par):
            put(_paragraph_text(block))
            put("\n")
            continue
        for row in block.rows:
            for one in row:
                put("\t")
                write_blocks(one.blocks, put)
            put("\n")
        put("\n")


def _paragraph_text(par: Par, *, is_newer: bool = False) -> str:
    """A paragraph's text with its number, marks, notes and text box.

    Where classic writes a reference and the note behind it, newer writes the note in its place.
    """
    if not (par.number or par.superscript or par.box or par.footnote or par.bookmark):
        return par.text
    text = par.text + par.superscript
    if par.number:
        text = f"{par.number} {text}"
    if par.bookmark:
        text = f"[bookmark: {par.bookmark}]{text}"
    if par.footnote is not None and is_newer:
        text = f"{text} {par.footnote}\n\n"
    elif par.footnote is not None:
        number = par.footnote_number
        text = f"{text}[footnoteRef:{number}] [{number}:  {par.footnote}] \n"
    if par.box is not None:
        text = f"{text}{par.box}\n"
    return text


class _Newer:
    """The newer layout; the count of paragraphs in a cell is shared by all depths."""

    def __init__(self, parts: list[str], *, keeps_empty: bool) -> None:
        """Write into `parts`; some versions print no empty paragraphs."""
        self.parts = parts
        self.keeps_empty = keeps_empty
        self.cell_depth = 0
        self.in_cell = 0

    def blocks(self, blocks: list[PageBlock]) -> None:
        """Write some blocks."""
        for block in blocks:
            if isinstance(block, Par):
                self.paragraph(block)
                continue
            for row in block.rows:
                for one in row:
                    self.parts.append("\t")
                    self.cell_depth += 1
                    self.blocks(one.blocks)
                    self.cell_depth -= 1
                    self.in_cell = 0
                self.parts.append("\n")
            self.parts.append("\n")

    def paragraph(self, par: Par) -> None:
        """Write a paragraph, between line ends where it is not a cell's first."""
        if not (self.keeps_empty or _paragraph_text(par, is_newer=True)):
            return
        is_further = self.cell_depth > 0 and self.in_cell > 0
        if is_further:
            self.parts.append("\n")
        self.parts.append(_paragraph_text(par, is_newer=True))
        if is_further or self.cell_depth == 0:
            self.parts.append("\n")
        if self.cell_depth > 0:
            self.in_cell += 1


def _tail(pages: Pages, composition: Composition, style: Style) -> str:
    """Headers and footers of the last sections, then the pictures and their words."""
    last = pages.page_count
    if pages.map_page is None:
        return f"{LOGO}\n· \n{last} / {last}\n\n"
    lines = [LOGO, "· ", f"{last - 2} / {last}", "", LOGO, "", f"{last - 1} / {last}", "", "", ""]
    lines += ["[image: ]", "", "", "image2.jpeg"]
    rng = random.Random(f"ocr {composition.truth.seed} {style.seed}")
    lines += map_lines(pages.map_page, composition.truth.ranking, rng, style.ocr_noise)
    lines += ["", "", "", "image1.jpeg", *LOGO_WORDS, "", "", "", "", "", ""]
    return "\n".join(lines)


def encoded(text: str, encoding: str) -> bytes:
    """The text's bytes; what an encoding lacks is written the way people replace it."""
    if encoding == "nfd":
        return unicodedata.normalize("NFD", text).encode()
    if encoding == "utf-16-le":
        return codecs.BOM_UTF16_LE + text.encode(encoding)
    if encoding == "utf-16-be":
        return codecs.BOM_UTF16_BE + text.encode(encoding)
    if encoding in ("latin-1", "cp1252"):
        for missing, instead in (("\u2009", "\xa0"), ("\u202f", "\xa0"), ("™", "")):
            text = text.replace(missing, instead)
        if encoding == "latin-1":
            text = text.replace("–", "-").replace("—", "-")
        return text.encode(encoding, errors="replace")
    return text.encode(encoding)
