"""One document to raw rows: walks it once, in reading order, and hands each part on.

Belongs here: the order of things. Does not belong here: how any part is read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from orchestration.documents.model import Block, Document, Paragraph, Table, walk_paragraphs
from orchestration.extraction.completeness import Parts, judge
from orchestration.extraction.continued import join_continued
from orchestration.extraction.coverage import extract_coverage
from orchestration.extraction.coverage_columns import coverage_roles
from orchestration.extraction.departments import (
    TITLE_LINES,
    is_title,
    mention_introduction,
    mention_matrix_heading,
    mention_title,
)
from orchestration.extraction.grids import read_grid
from orchestration.extraction.inlaid import with_coverage_nested
from orchestration.extraction.ledger import LedgerTexts, TextKind, write_ledger
from orchestration.extraction.matrices import extract_matrix, find_matrix
from orchestration.extraction.numbers import LONG_TEXT
from orchestration.extraction.poverty_map import MapSummary, extract_map
from orchestration.extraction.recorder import Claim, Recorder, Section
from orchestration.extraction.rows import Extraction, Note
from orchestration.extraction.sections import (
    caption_of,
    is_capitals,
    is_contents_line,
    is_glossary,
    is_matrix_heading,
    is_numbered,
    is_source,
    section_of,
)
from orchestration.extraction.service_headers import (
    has_coverage_inside,
    is_service_table,
    names_any_service,
    part_heading_rows,
    split_joined_tables,
)
from orchestration.extraction.service_tables import ServiceTableReader

_HOSTILE = re.compile(
    r"^\s*[=@+]\s*[A-Za-z(]|<\s*script|cmd\s*\||drop\s+table|javascript:", re.IGNORECASE
)
_SIGN_OF_HOSTILE = re.compile("[=@+<|]")
_SHORTEST_HOSTILE: Final = 3
_CONTACTS = re.compile(
    r"\b(?:tel[eé]fonos?|direcci[oó]n|celular|correo|e-?mail|horario)\b", re.IGNORECASE
)
"""What heads the columns of a directory."""
_TERRITORY = re.compile(
    r"^\s*(?:(?:n\W{1,3}|nro\.?|n[uú]mero|cantidad|total)\s*(?:de\s+)?)?"
    r"(?:provincias|distritos|centros poblados|comunidades|poblaci[oó]n(?! objetiv)|habitantes"
    r"|superficie|extensi[oó]n|altitud|densidad|capital|regi[oó]n|departamento|ubigeo)\b",
    re.IGNORECASE,
)
"""What a table of facts about the department says it prints."""
_NOTE = re.compile(r"^\s*\((\d{1,2})\)\s*\S")
_KEPT_TEXT = 20_000
_TYPED_NUMBER = re.compile(r"^\s*\d{1,2}(?:\.\d{1,2})*\s*[.)]\s*")


def extract(document: Document, document_id: str) -> Extraction:
    """Everything a document says, as raw rows.

    Args:
        document: what a reader gave.
        document_id: the first 16 hexadecimal digits of the SHA-256 of the document's bytes.

    Returns:
        rows of every table in `rows.EXTRACTED`. A document that is no summary, or not a whole
        one, has a finding of severity error that names neither row nor figure.
    """
    return _Walk(document, document_id).run()


class _Walk:
    """The state of one walk: the section open, the texts since the last table, what was met."""

    def __init__(self, document: Document, document_id: str) -> None:
        self._document = document
        self._recorder = Recorder(document, Extraction(document_id), _footnote_marks(document))
        self._parts = Parts()
        self._section = Section()
        self._since_table: list[Paragraph] = []
        self._texts: list[LedgerTexts] = []
        self._tables = 0

    def run(self) -> Extraction:
        self._take_remarks()
        blocks = tuple(join_continued(self._document.blocks))
        for index, block in enumerate(blocks):
            if isinstance(block, Table):
                for table in split_joined_tables(block):
                    self._take_table(table)
            else:
                self._take_paragraph(block, blocks[index + 1 : index + 1 + TITLE_LINES])
        map_summary = self._take_map()
        self._take_margins()
        self._find_suspicious_texts()
        judge(self._recorder, self._parts, map_summary)
        write_ledger(self._recorder, self._texts)
        return self._recorder.extraction

    def _take_remarks(self) -> None:
        for remark in self._document.remarks:
            self._recorder.find(
                remark.severity,
                remark.code,
                remark.message,
                location=remark.location,
                printed_text=remark.printed_text,
            )

    def _take_table(self, table: Table) -> None:
        self._tables += 1
        before, self._since_table = self._since_table, []
        above, table = part_heading_rows(table)
        before += above
        announced = any(is_matrix_heading(paragraph) for paragraph in before)
        found = find_matrix(table, announced)
        opened = section_of(before)
        if found is None and opened:
            self._section = opened
        path = f"{self._section.path} > table {self._tables}".removeprefix(" > ")
        if found is not None:
            path = f"consolidated > table {self._tables}"
        for paragraph in above:
            self._recorder.locate(paragraph, path)
        self._add_texts(above, "heading")
        self._recorder.locate(table, path)
        table = with_coverage_nested(table)
        paragraphs = list(walk_paragraphs((table,)))
        is_frame = len(table.rows) == 1 and len(table.rows[0]) == 1
        self._add_texts(paragraphs, "running" if is_frame else "table")
        self._take_titles(paragraphs)
        if found is not None:
            self._take_matrix(*found, before)
        elif _describes_territory(table):
            self._recorder.claim_all(tuple(paragraphs), Claim("territory"))
        elif read_grid(self._recorder, table, self._section, caption_of(before)):
            self._parts.add_service_table()
        elif is_service_table(table) or has_coverage_inside(table):
            self._parts.add_service_table()
            ServiceTableReader(self._recorder, table, self._section).read()
        elif coverage_roles(table):
            self._parts.add_service_table()
            extract_coverage(self._recorder, table, self._section, None)
        else:
            self._take_unknown(table, path)

    def _take_titles(self, paragraphs: list[Paragraph]) -> None:
        """A title in a cell is one too: a framed first page, or a second summary run together."""
        for index, paragraph in enumerate(paragraphs):
            if is_title(paragraph):
                self._parts.add_title(paragraph.text)
                mention_title(
                    self._recorder, paragraph, paragraphs[index + 1 : index + 1 + TITLE_LINES]
                )

    def _take_matrix(self, table: Table, header: int, before: list[Paragraph]) -> None:
        self._parts.after_matrices = []
        headings = [p for p in before if is_capitals(p) and not is_source(p)][-2:]
        heading = " ".join(" ".join(p.text.split()) for p in headings) or None
        for paragraph in headings:
            mention_matrix_heading(self._recorder, paragraph)
        number = len(self._parts.matrices) + 1
        shape = extract_matrix(self._recorder, table, header, heading, number)
        self._parts.matrices.append(shape)

    def _take_unknown(self, table: Table, path: str) -> None:
        text = " | ".join(cell.text for row in table.rows[:2] for cell in row if cell.text)
        if _CONTACTS.search(text):
            self._recorder.claim_all(tuple(walk_paragraphs((table,))), Claim("contact"))
            return
        if len(table.rows) == 1 and len(table.rows[0]) == 1:
            return  # a frame around words, no table
        if text:
            self._recorder.find(
                "info",
                "unknown_layout",
                "This table is of no kind that is known here; nothing was read from it. Check that "
                "it has no figures of services.",
                location=path,
                printed_text=text,
            )

    def _take_paragraph(self, paragraph: Paragraph, following: Sequence[Block]) -> None:
        self._since_table.append(paragraph)
        if is_glossary(paragraph):
            self._parts.has_glossary = True
        elif self._parts.matrices:
            self._parts.after_matrices.append(paragraph)
        is_titled, has_number = is_title(paragraph), is_numbered(paragraph)
        kind = self._kind_of(paragraph, is_titled=is_titled, has_number=has_number)
        step = self._step_of(paragraph, is_titled=is_titled, has_number=has_number)
        self._recorder.locate(paragraph, step)
        if is_titled:
            self._parts.add_title(paragraph.text)
            lines = [block for block in following if isinstance(block, Paragraph)]
            mention_title(self._recorder, paragraph, lines)
        elif kind in ("paragraph", "definition") and not self._parts.has_glossary:
            mention_introduction(self._recorder, paragraph)
        self._add_note(paragraph, kind)
        is_heading = (
            kind in ("heading", "definition", "glossary")
            or has_number
            or is_contents_line(paragraph)
        )
        self._add_texts((paragraph,), "heading" if is_heading else "running")

    def _step_of(self, paragraph: Paragraph, *, is_titled: bool, has_number: bool) -> str:
        if self._parts.has_glossary:
            return "glossary"
        if is_titled:
            return "title"
        opened = section_of([paragraph]) if has_number else None
        return (opened or self._section).path

    def _kind_of(self, paragraph: Paragraph, *, is_titled: bool, has_number: bool) -> str:
        if is_source(paragraph):
            return "source"
        if self._parts.has_glossary and not paragraph.text.strip().startswith("["):
            return "glossary"
        if is_titled or is_capitals(paragraph):
            return "heading"
        return "definition" if has_number else "paragraph"

    def _add_note(self, paragraph: Paragraph, kind: str) -> None:
        text = paragraph.text.strip()
        if text:
            self._recorder.extraction.add(
                Note(
                    self._recorder.document_id,
                    self._recorder.location(paragraph),
                    self._section.number,
                    self._section.heading,
                    kind,
                    text[:_KEPT_TEXT],
                )
            )

    def _add_texts(self, paragraphs: Sequence[Paragraph], kind: TextKind) -> None:
        if paragraphs:
            self._texts.append(LedgerTexts(paragraphs, kind))

    def _take_map(self) -> MapSummary:
        lines = [p for p in self._parts.after_matrices if not _heads_section_of_a_service(p)]
        for number, picture in enumerate(self._document.pictures, start=1):
            origins = picture.origins or ("",) * len(picture.lines)
            printed = [
                Paragraph(line, origin) for line, origin in zip(picture.lines, origins, strict=True)
            ]
            for index, line in enumerate(printed, start=1):
                self._recorder.locate(line, f"picture {number} ({picture.name}) > line {index}")
            self._add_texts(printed, "picture")
            lines.extend(printed)
        return extract_map(self._recorder, lines)

    def _take_margins(self) -> None:
        margins = (
            ("header", self._document.headers),
            ("footer", self._document.footers),
            ("footnote", self._document.footnotes),
        )
        for kind, paragraphs in margins:
            for number, paragraph in enumerate(paragraphs, start=1):
                self._recorder.locate(paragraph, f"{kind} {number}")
                self._add_note(paragraph, kind)
            self._add_texts(paragraphs, "footnote" if kind == "footnote" else "margin")

    def _find_suspicious_texts(self) -> None:
        for paragraphs, kind in self._texts:
            printed = "\n".join([paragraph.text for paragraph in paragraphs])
            if len(printed) <= LONG_TEXT and not _has_sign_of_hostile(printed):
                continue
            for paragraph in paragraphs:
                message = _suspicion_of(paragraph.text, kind)
                if message:
                    self._recorder.find(
                        "warning",
                        "suspicious_text",
                        message,
                        location=self._recorder.location(paragraph),
                        printed_text=paragraph.text,
                    )


def _suspicion_of(printed: str, kind: TextKind) -> str:
    """What is suspicious about a text, and what to do; empty where nothing is."""
    if len(printed) > LONG_TEXT:
        return (
            f"One text of {len(printed):,} characters; its numbers were not all read. Look at it "
            "in the document."
        )
    if kind != "picture" and _is_hostile(printed):
        return (
            "The text looks like a formula, script or command; it is kept as text. Ask the sender "
            "why it is there."
        )
    return ""


def _is_hostile(text: str) -> bool:
    """Whether a text looks like a formula, script or command."""
    is_long_enough = len(text) >= _SHORTEST_HOSTILE
    return is_long_enough and _has_sign_of_hostile(text) and bool(_HOSTILE.search(text))


def _has_sign_of_hostile(text: str) -> bool:
    words = text.lower()
    return bool(_SIGN_OF_HOSTILE.search(text)) or "drop" in words or "javascript" in words


def _describes_territory(table: Table) -> bool:
    """Whether every row, or every column, says of the territory what it prints."""
    labels = [row[0].text for row in table.rows if row and any(cell.text for cell in row)]
    header = [cell.text for cell in table.rows[0] if cell.text]
    return any(len(words) > 1 and all(map(_TERRITORY.match, words)) for words in (labels, header))


def _footnote_marks(document: Document) -> frozenset[str]:
    """The numbers that notes between tables start with."""
    return frozenset(
        match[1]
        for block in document.blocks
        if isinstance(block, Paragraph) and (match := _NOTE.match(block.text))
    )


def _heads_section_of_a_service(paragraph: Paragraph) -> bool:
    """Whether a paragraph is a numbered heading (`6. CIAM`), not a legend's count (`6 CIAM`)."""
    number = _TYPED_NUMBER.match(paragraph.text)
    return number is not None and names_any_service(paragraph.text[number.end() :])
