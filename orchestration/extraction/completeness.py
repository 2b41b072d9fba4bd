"""Whether what was read is a summary, and a whole one.

Belongs here: judging a document by the parts it must have, and a text export by how it ends.
Does not belong here: judging figures (dbt) or bytes (readers).

A text can be cut off anywhere without a sign in its bytes. What gives it away is what it had
announced and does not bring: a second matrix, a matrix's total row, the pages of its own page
count, the rest of a map page that had begun.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from orchestration.documents.model import Document, Paragraph, walk_paragraphs
from orchestration.documents.words import normalise
from orchestration.extraction.matrices import MatrixShape
from orchestration.extraction.poverty_map import MapSummary
from orchestration.extraction.recorder import Recorder
from orchestration.extraction.sections import section_of

_FEWEST_RANKED: Final = 5
_BLANKS_AT_AN_END: Final = 2
_MATRIX_HEADING = re.compile(r"^(?:CONSOLIDADO\b.*\b)?SERVICIOS QUE (?:OPERAMOS|SON DADOS)\b")
_PAGE_COUNT = re.compile(r"^\s*(?:p[aá]g\w*\.?\s*)?(\d{1,3})\s*(?:/|de)\s*(\d{1,3})\s*$", re.I)
_PICTURE_MARK = re.compile(r"^\s*\[image:[^\]]*\]\s*$")
_MAP_WORDS = re.compile(r"MAPA DE POBREZA|POBREZA MONETARIA|PROVINCIA\W+DISTRITO|^LEYENDA")
_OUR_WORDS = re.compile(
    r"\b(?:MIMP|AURORA|INABIF|CONADIS|DEMUNA|CEM|MUJER(?:ES)?|SERVICIOS QUE BRINDA)\b"
)
_WORDS_NEAR_THE_END = re.compile(
    r"^CONSOLIDADO\b|^GLOSARIO\b|^SERVICIOS QUE (?:OPERAMOS|SON DADOS)"
)
_NOT_IN_FORCE: Final = "a whole edition of the month stays in force beside it"
_GRID_LABEL = re.compile(r"\d{5,7}$")


@dataclass(slots=True)
class Parts:
    """The parts of a summary that were met.

    Attributes:
        titles: the printed titles, in order.
        after_matrices: the printed paragraphs after the last matrix and the last table of a
            service, in order; those of the glossary and of the page margins too.
        begins_again: whether a service's table follows a title that follows a matrix and says
            the same as an earlier one.
        begins_with_matrices: whether services' tables follow the matrices.
    """

    titles: list[str] = field(default_factory=list)
    is_titled_again: bool = False
    begins_again: bool = False
    begins_with_matrices: bool = False
    service_tables: int = 0
    matrices: list[MatrixShape] = field(default_factory=list)
    after_matrices: list[Paragraph] = field(default_factory=list)
    has_glossary: bool = False

    def add_title(self, printed: str) -> None:
        """Note a title; one after a matrix may begin another summary."""
        title = normalise(printed)
        self.is_titled_again |= bool(self.matrices) and title in self.titles
        self.titles.append(title)

    def add_service_table(self) -> None:
        """Note a table of a service; what stood before it was no end of the document."""
        self.service_tables += 1
        self.after_matrices = []
        self.begins_again |= self.is_titled_again
        self.begins_with_matrices |= bool(self.matrices)


def judge(recorder: Recorder, parts: Parts, map_summary: MapSummary) -> None:
    """Refuse what is no summary, has an unknown layout, or lost its end."""
    known = parts.service_tables + len(parts.matrices)
    if not known and not (parts.titles and _says(recorder, _OUR_WORDS)):
        _refuse(
            recorder,
            "not_a_summary",
            "It is no RESUMEN EJECUTIVO of the MIMP's services: neither its title and words nor "
            "any of its tables were found. Take it out of the inbox.",
        )
    elif not known and not _says(recorder, _WORDS_NEAR_THE_END):
        _refuse(
            recorder,
            "incomplete_document",
            "The document stops before its first table. Ask for the whole document.",
        )
    elif not known:
        _refuse(
            recorder,
            "unknown_layout",
            "The title is there but no table could be recognised; an export without tabs loses "
            "them. Export the document again, or send the Word file.",
        )
    elif not parts.matrices:
        _refuse(
            recorder,
            "incomplete_document",
            "The consolidated matrices are missing: the document stops before its end. Ask for "
            "the whole document.",
        )
    elif parts.begins_again:
        _refuse(
            recorder,
            "unknown_layout",
            "The file holds several summaries one after the other; put each in a file of its own.",
        )
    elif skipped := _skipped_page(recorder.document):
        _refuse(
            recorder,
            "incomplete_document",
            f"By the printed page counts, page {skipped} is not where it belongs: pages are "
            "missing or out of order. Ask for the whole document.",
        )
    elif missing := _missing_part(recorder, parts, map_summary):
        _refuse(
            recorder,
            "incomplete_document",
            f"The document stops before its end: {missing}. Ask for the whole document.",
        )
    else:
        _doubt(recorder, parts, map_summary)


def _says(recorder: Recorder, words: re.Pattern[str]) -> bool:
    """Whether any text of the document has these words."""
    paragraphs = walk_paragraphs(recorder.document.blocks)
    return any(words.search(normalise(paragraph.text)) for paragraph in paragraphs)


def _missing_part(recorder: Recorder, parts: Parts, map_summary: MapSummary) -> str:
    """What a cut-off document lacks, in words; empty where it seems whole."""
    if _announces_matrix(parts):
        return "a matrix is announced and does not follow"
    document = recorder.document
    is_followed = bool(document.pictures) or any(p.text.strip() for p in parts.after_matrices)
    if missing := _missing_rows(parts.matrices, is_followed):
        return missing
    if _lacks_pages(document, parts) and (document.file_format == "pdf" or _is_torn(document)):
        return "the pages after the last page count are missing"
    if document.file_format != "text":
        return ""
    if not is_followed and not _is_closed(document, parts.matrices):
        return "nothing follows the matrices, neither glossary nor map nor page count"
    if _map_has_begun(recorder, parts):
        return _missing_of_map(recorder, map_summary)
    if parts.begins_with_matrices and _is_torn(document) and _ends_with_heading(parts):
        return "a service is announced and its table does not follow"
    if document.ends_abruptly and not _ends_with_last_page(parts):
        return "its last line is cut off"
    return ""


def _is_closed(document: Document, matrices: list[MatrixShape]) -> bool:
    """Whether a text ends where its last table does, and that table is a whole second matrix."""
    is_whole = len(matrices) > 1 and matrices[-1].places >= matrices[0].places
    return is_whole and document.trailing_blanks >= _BLANKS_AT_AN_END


def _ends_with_heading(parts: Parts) -> bool:
    return not parts.has_glossary and section_of(parts.after_matrices[-1:]) is not None


def _announces_matrix(parts: Parts) -> bool:
    headings = (normalise(paragraph.text) for paragraph in parts.after_matrices)
    return any(_MATRIX_HEADING.match(heading) for heading in headings)


def _missing_rows(matrices: list[MatrixShape], is_followed: bool) -> str:
    """What the matrices lack; one with all places of the first was given no total by its author."""
    if any(shape.rows == 0 for shape in matrices):
        return "a matrix has no rows"
    first, last = matrices[0], matrices[-1]
    lost_its_total = first.has_total_row and not last.has_total_row
    if not is_followed and lost_its_total and last.places < first.places:
        return "the last matrix has fewer places than the first one, and no total row"
    return ""


def _map_has_begun(recorder: Recorder, parts: Parts) -> bool:
    of_pictures = [line for picture in recorder.document.pictures for line in picture.lines]
    printed = [*of_pictures, *(paragraph.text for paragraph in parts.after_matrices)]
    return any(_MAP_WORDS.search(normalise(text)) for text in printed) or any(
        _GRID_LABEL.search(line) for line in of_pictures
    )


def _missing_of_map(recorder: Recorder, map_summary: MapSummary) -> str:
    """What the words of the map page lack, where nothing says that they are whole."""
    document = recorder.document
    with_words = [picture for picture in document.pictures if picture.lines]
    is_followed = len(with_words) > 1 or document.trailing_blanks > _BLANKS_AT_AN_END
    if is_followed or (map_summary.has_stamp and map_summary.ranks >= _FEWEST_RANKED):
        return ""
    if not document.ends_abruptly and map_summary.has_stamp and not map_summary.ranks:
        return ""  # the list could not be read at all, which is no sign of a cut
    return "the map page has begun and breaks off"


def _lacks_pages(document: Document, parts: Parts) -> bool:
    """Whether the last page count is not the last page's and no picture stands for the rest."""
    if document.pictures:
        return False
    printed = [paragraph.text for paragraph in parts.after_matrices]
    if document.trailing_blanks and printed and _PICTURE_MARK.match(printed[-1]):
        return False
    return _has_more_pages([*printed, *(footer.text for footer in document.footers)])


def _skipped_page(document: Document) -> int | None:
    """The first page that a PDF's page counts leave out (`2 / 8`, and `4 / 8` on the next one)."""
    counts = sorted(
        (int(margin.origin.removeprefix("page ")), int(match[1]))
        for margin in (*document.headers, *document.footers)
        if document.file_format == "pdf" and (match := _PAGE_COUNT.match(margin.text))
    )
    for (page, number), (later, after) in pairwise([(0, 0), *counts]):
        if after - number > later - page:
            return number + 1
    return None


def _is_torn(document: Document) -> bool:
    """Whether a text ends without the empty line that follows each part of an export."""
    return document.file_format == "text" and not document.trailing_blanks


def _has_more_pages(printed: list[str]) -> bool:
    """Whether the last of the page counts among some texts (`7 / 8`) is not the last page's."""
    counts = [match for text in printed if (match := _PAGE_COUNT.match(text))]
    return bool(counts) and int(counts[-1][1]) < int(counts[-1][2])


def _ends_with_last_page(parts: Parts) -> bool:
    match = _PAGE_COUNT.match(parts.after_matrices[-1].text) if parts.after_matrices else None
    return match is not None and match[1] == match[2]


def _doubt(recorder: Recorder, parts: Parts, map_summary: MapSummary) -> None:
    """Say what is odd about the end of a document that is taken."""
    document = recorder.document
    if 0 < map_summary.ranks < _FEWEST_RANKED:
        recorder.find(
            "info",
            "incomplete_document",
            f"Only {map_summary.ranks} of the map's ranked districts could be read; read "
            "the map by eye.",
        )
    is_followed = any(paragraph.text.strip() for paragraph in parts.after_matrices)
    if document.file_format != "text" or not (document.pictures or is_followed):
        _doubt_pages(recorder, parts, is_followed=is_followed)
        return
    has_picture_mark = any(_PICTURE_MARK.match(p.text) for p in parts.after_matrices)
    has_margin = has_picture_mark or any(_PAGE_COUNT.match(p.text) for p in parts.after_matrices)
    has_more_pages = _has_more_pages([p.text for p in parts.after_matrices])
    is_ended = bool(document.trailing_blanks) or _ends_with_last_page(parts)
    has_begun = _map_has_begun(recorder, parts)
    if has_more_pages and not has_begun and (document.pictures or has_picture_mark):
        _doubt_end(recorder, "The map's place is there but none of its words")
    elif has_more_pages and not has_begun:
        _doubt_end(recorder, "The pages after the last page count are missing, and so is the map")
    elif not document.pictures and not is_ended and (parts.has_glossary or has_margin):
        _doubt_end(recorder, "The document ends without its last page count and without the map")
    elif document.pictures and not document.trailing_blanks:
        where = "in the middle of" if document.ends_abruptly else "right behind"
        recorder.find(
            "info",
            "incomplete_document",
            f"The file ends {where} a line of its pictures, after all that is read from the map. "
            "Compare its last lines with the Word file.",
        )


def _doubt_pages(recorder: Recorder, parts: Parts, *, is_followed: bool) -> None:
    """Say what the pages after the matrices lack, which not every author adds."""
    document = recorder.document
    is_told = any(remark.code == "picture_not_read" for remark in document.remarks)
    has_words = any(picture.lines for picture in document.pictures)
    if is_told or has_words or _map_has_begun(recorder, parts):
        return
    if is_followed or document.pictures:
        recorder.find(
            "info",
            "incomplete_document",
            "No map was read in the document; look whether it has one, and compare with the "
            "ministry's.",
        )
        return
    recorder.find(
        "warning",
        "incomplete_document",
        "The document ends with its matrices, neither glossary nor map follows. Check that it is "
        f"whole; {_NOT_IN_FORCE}.",
    )


def _doubt_end(recorder: Recorder, what: str) -> None:
    recorder.find(
        "warning",
        "incomplete_document",
        f"{what}: the export was made without reading pictures, or was cut off there. Compare "
        f"its last lines with the Word file; {_NOT_IN_FORCE}.",
    )


def _refuse(recorder: Recorder, code: str, message: str) -> None:
    recorder.find("error", code, message)
