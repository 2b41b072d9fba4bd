"""Text exports of Word files, as Apache Tika prints them: tables as tab-led cells.

`restored` undoes what an editor did to every line, `lines` cuts the text into paragraphs and
cells, `tables` rebuilds rows and nested tables from the cells, `pictures` takes the words read
from pictures off the end. This module puts them together; the encoding of the bytes is
`orchestration.documents.encoding`.
"""

from __future__ import annotations

import re

from orchestration.documents.characters import clean_lines
from orchestration.documents.encoding import decode_text
from orchestration.documents.model import Document, DocumentRefused, Limits, Paragraph
from orchestration.documents.text_export.lines import cut
from orchestration.documents.text_export.pictures import split_pictures
from orchestration.documents.text_export.restored import restored
from orchestration.documents.text_export.tables import rebuild_blocks

__all__ = ["read_text_export"]


_BOOKMARK = re.compile(r"\[bookmark: ?[^\]\n]{0,200}\]")
_NOTE_REFERENCE = re.compile(r"\[(?:foot|end)noteRef:(\d+)\]")
_NOTE = r"\[\d{1,3}: +([^\]\n]*)\] ?"
_NOTE_ON_ITS_LINE = re.compile(rf"^[ \t]*{_NOTE}\n", re.MULTILINE)
_NOTE_TEXT = re.compile(rf"[ \t]*{_NOTE}")
_NOTE_BEFORE_BLANK = re.compile(rf"[ \t]*{_NOTE}\n(?=\n)")
_NOTE_AT_LINE_END = re.compile(rf"{_NOTE}$", re.MULTILINE)
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def read_text_export(content: bytes, limits: Limits) -> Document:
    """Read a text export into a `Document`.

    Raises:
        DocumentRefused: where the bytes are no readable text (`unreadable_document`), or have
            more lines than any summary (`too_large`).
    """
    text = decode_text(content)
    if text.count("\n") > limits.lines:
        raise DocumentRefused(
            "too_large",
            f"The text has more than {limits.lines:,} lines, and a summary has about a thousand; "
            "check that it is the right file.",
        )
    exported = restored(text.split("\n"))
    text, footnotes = _without_marks("\n".join(exported))
    lines, remarks = clean_lines(text.split("\n"))
    body, pictures = split_pictures(lines)
    return Document(
        file_format="text",
        blocks=tuple(rebuild_blocks(cut(body))),
        pictures=pictures,
        footnotes=footnotes,
        remarks=remarks,
        ends_abruptly=bool(lines[-1].strip()),
        trailing_blanks=_trailing_blanks(lines),
    )


def _trailing_blanks(lines: list[str]) -> int:
    """Empty lines at the end; the last item of `lines` is what follows the last line end."""
    blanks = 0
    for line in reversed(lines[:-1]):
        if line.strip():
            break
        blanks += 1
    return blanks


def _without_marks(text: str) -> tuple[str, tuple[Paragraph, ...]]:
    """Take out what prints nothing or stands elsewhere on the page.

    Bookmarks go; a reference to a note becomes a raised number, and the note's text, which the
    export prints right behind the paragraph or below it, a footnote. Tika ends the line behind
    a note's text and then that of the paragraph: the first of the two is no empty line.
    """
    if "[bookmark" in text:
        text = _BOOKMARK.sub("", text)
    if "noteRef:" not in text:
        return text, ()
    notes = tuple(Paragraph(match[1]) for match in _NOTE_TEXT.finditer(text))
    text = _NOTE_ON_ITS_LINE.sub("", text)
    if len(_NOTE_AT_LINE_END.findall(text)) == len(_NOTE_BEFORE_BLANK.findall(text)):
        text = _NOTE_BEFORE_BLANK.sub("", text)
    text = _NOTE_TEXT.sub("", text)
    return _NOTE_REFERENCE.sub(lambda match: match[1].translate(_SUPERSCRIPT), text), notes
