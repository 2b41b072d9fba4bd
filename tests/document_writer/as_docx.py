"""Writes pages as a Word file, part by part.

Belongs here: the body's XML (paragraphs, runs, tables, text boxes, pictures) and the package.
Does not belong here: the parts that are the same in every file (`docx_parts`), what stands on
the pages (`compose`).

The XML is written as text: a library that keeps a tree would be a hundred times slower, and
could not write half of what Word writes.
"""

from __future__ import annotations

import io
import random
import zipfile
from xml.sax.saxutils import escape

from tests.document_writer import docx_parts
from tests.document_writer.blocks import PageBlock, Par, TableBlock, TableCell
from tests.document_writer.look import Look
from tests.document_writer.map_picture import logo_picture, map_picture
from tests.document_writer.sheet import Composition
from tests.document_writer.style import Style

WIDE_TABLE_COLUMNS = 6
"""A table of more columns is set in smaller type."""

MAP_EMU = (5_760_000, 8_145_000)


def write_docx(
    composition: Composition, *, for_print: bool = False, look: Look | None = None
) -> bytes:
    """The Word file's bytes.

    Args:
        composition: the pages and their style.
        for_print: leave out what a printout shows otherwise than a reader counts it (tracked
            changes), for files that are only made to be printed to PDF.
        look: how it is set in type; the real document's way by default.
    """
    return _DocxWriter(composition, for_print, look or Look()).package()


class _DocxWriter:
    """Collects the parts of one Word file."""

    def __init__(self, composition: Composition, for_print: bool, look: Look) -> None:
        """Begin a file for a composition."""
        self.look = look
        self.composition = composition
        self.style: Style = composition.style
        self.rng = random.Random(f"docx {composition.truth.seed} {composition.style.seed}")
        self.for_print = for_print
        self.has_changes = self.style.tracked_changes and not for_print
        self.footnotes: list[str] = []
        self.number_format = ""
        self.drawings = 0

    def package(self) -> bytes:
        """The zipped parts."""
        body = self.body()
        pages = self.composition.pages
        media = {"image1.png": logo_picture()}
        if pages.map_page is not None:
            media["image2.png"] = map_picture(pages.map_page, self.composition.truth.seed)
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for name, text in docx_parts.parts(
                body,
                self.footnotes,
                self.number_format,
                self.look,
                has_map=pages.map_page is not None,
            ).items():
                archive.writestr(zipfile.ZipInfo(name, docx_parts.TIME), text.encode())
            for name, content in media.items():
                archive.writestr(zipfile.ZipInfo(f"word/media/{name}", docx_parts.TIME), content)
        return buffer.getvalue()

    def body(self) -> str:
        """The body's XML: blocks, the map's page, the last section."""
        out: list[str] = []
        for block in self.composition.pages.body:
            if isinstance(block, TableBlock):
                out.append(self.table(block, self.look.width, self.style.table_rules))
            elif self.style.content_controls and block.is_heading and self.rng.random() < 0.5:
                out.append(docx_parts.content_control(self.paragraph(block)))
            else:
                out.append(self.paragraph(block, aligned="both" if self.look.justifies else ""))
        if self.composition.pages.map_page is not None:
            out.append(f"<w:p><w:pPr>{docx_parts.section(self.look)}</w:pPr></w:p>")
            self.drawings += 1
            picture = docx_parts.inline_picture("rIdMap", self.drawings, "", *MAP_EMU)
            out.append(f"<w:p><w:r>{picture}</w:r></w:p>")
        out.append(docx_parts.section(self.look))
        return "".join(out)

    # Paragraphs ---------------------------------------------------------------------------

    def paragraph(self, par: Par, size: int = 0, aligned: str = "") -> str:
        """A paragraph with its list number, bookmark, runs, notes and text box.

        Args:
            par: what it holds.
            size: of its type; the document's where it is 0.
            aligned: as Word names it, where not to the left.
        """
        size = size or self.look.size
        properties = ""
        if par.number:
            self.number_format = self.number_format or par.number
            properties = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
        if aligned:
            properties += f'<w:jc w:val="{aligned}"/>'
        properties = f"<w:pPr>{properties}</w:pPr>" if properties else ""
        run_properties = (
            f'<w:rPr>{"<w:b/>" if par.is_heading else ""}<w:sz w:val="{size}"/></w:rPr>'
        )
        parts = [properties]
        if par.bookmark:
            self.drawings += 1
            parts.append(
                f'<w:bookmarkStart w:id="{self.drawings}" w:name="{par.bookmark}"/>'
                f'<w:bookmarkEnd w:id="{self.drawings}"/>'
            )
        if par.text:
            parts.append(self.runs(par.text, run_properties))
        if par.superscript:
            parts.append(
                f'<w:r><w:rPr><w:sz w:val="{size}"/><w:vertAlign w:val="superscript"/></w:rPr>'
                f"<w:t>{escape(par.superscript)}</w:t></w:r>"
            )
        if par.footnote is not None:
            self.footnotes.append(par.footnote)
            parts.append(docx_parts.footnote_reference(len(self.footnotes)))
        if par.box is not None:
            self.drawings += 1
            content = f"<w:p>{self.runs(par.box, run_properties)}</w:p>"
            parts.append(docx_parts.text_box(content, self.drawings, in_line=self.for_print))
        return f"<w:p>{''.join(parts)}</w:p>"

    def runs(self, text: str, properties: str) -> str:
        """The text as runs: split anywhere, changed, or inside a content control."""
        if self.has_changes and text.isdecimal() and self.rng.random() < 0.2:
            return docx_parts.tracked_change(
                str(int(text) + 7), self.run(text, properties), properties
            )
        pieces = [text]
        if self.style.split_runs and len(text) > 1 and self.rng.random() < 0.4:
            cut = self.rng.randrange(1, len(text))
            pieces = [text[:cut], text[cut:]]
        runs = [self.run(piece, properties) for piece in pieces]
        if self.style.content_controls and self.rng.random() < 0.05:
            runs[-1] = docx_parts.content_control(runs[-1])
        return "".join(runs)

    def run(self, text: str, properties: str) -> str:
        """One run; newlines are breaks and tabs are tabs."""
        inner: list[str] = []
        for number, line in enumerate(text.split("\n")):
            if number:
                inner.append("<w:br/>")
            for position, piece in enumerate(line.split("\t")):
                if position:
                    inner.append("<w:tab/>")
                if piece:
                    inner.append(f'<w:t xml:space="preserve">{escape(piece)}</w:t>')
        return f"<w:r>{properties}{''.join(inner)}</w:r>"

    # Tables -------------------------------------------------------------------------------

    def table(self, table: TableBlock, width: int, rules: str) -> str:
        """A table, its columns' widths by what they hold."""
        columns = max(sum(one.span for one in row) for row in table.rows)
        widths = _column_widths(table, columns, width)
        size = self.look.small_size if columns > WIDE_TABLE_COLUMNS else self.look.size
        rows = [
            self.row(row, widths, size, is_header=number < table.header_rows)
            for number, row in enumerate(table.rows)
        ]
        grid = "".join(f'<w:gridCol w:w="{column}"/>' for column in widths)
        return (
            f"<w:tbl>{docx_parts.table_properties(width, rules, self.look)}"
            f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
        )

    def row(self, row: list[TableCell], widths: list[int], size: int, *, is_header: bool) -> str:
        """A row; header rows repeat on the next page."""
        properties = "" if self.look.splits_rows else "<w:cantSplit/>"
        properties += "<w:tblHeader/>" if is_header else ""
        at = 0
        cells: list[str] = []
        for one in row:
            cells.append(self.cell(one, sum(widths[at : at + one.span]), size, is_header))
            at += one.span
        return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"

    def cell(self, one: TableCell, width: int, size: int, is_header: bool) -> str:
        """A cell with its merges and blocks; Word wants a paragraph at its end."""
        merge = ""
        if one.span > 1:
            merge += f'<w:gridSpan w:val="{one.span}"/>'
        if one.starts:
            merge += '<w:vMerge w:val="restart"/>'
        elif one.continues:
            merge += "<w:vMerge/>"
        if is_header and self.look.header_fill:
            fill = self.look.header_fill
            merge += f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>'
        if self.look.centres_cells:
            merge += '<w:vAlign w:val="center"/>'
        blocks = [self.block(block, width, size, is_header) for block in one.blocks]
        if not one.blocks or isinstance(one.blocks[-1], TableBlock):
            blocks.append("<w:p/>")
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{merge}</w:tcPr>'
            f"{''.join(blocks)}</w:tc>"
        )

    def block(self, block: PageBlock, width: int, size: int, is_header: bool) -> str:
        """A paragraph or a nested table inside a cell."""
        if isinstance(block, Par):
            is_number = not any(map(str.isalpha, block.text))
            is_centred = self.look.centres_cells and (is_header or is_number)
            return self.paragraph(block, size, "center" if is_centred else "")
        return self.table(block, width - self.look.nested_margin, self.style.nested_rules)


def _column_widths(table: TableBlock, columns: int, width: int) -> list[int]:
    """Widths that add up to the table's: by the longest word of a column, tables much wider."""
    weights = [5.0] * columns
    for row in table.rows:
        at = 0
        for one in row:
            if one.span == 1 and at < columns:
                for block in one.blocks:
                    if isinstance(block, TableBlock):
                        weights[at] = max(weights[at], 46.0)
                        continue
                    words = block.text.split()
                    longest = max((len(word) for word in words), default=0)
                    wish = max(longest + 2.0, min(len(block.text) / 2.5, 22.0))
                    weights[at] = max(weights[at], wish)
            at += one.span
    total = sum(weights)
    widths = [max(1, int(width * weight / total)) for weight in weights]
    widths[-1] += width - sum(widths)
    return widths
