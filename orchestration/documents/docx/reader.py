"""A Word file's bytes to a `Document`: opens the parts, has each story read, gathers the rest."""

from __future__ import annotations

import posixpath
import time
from typing import Final

from lxml import etree

from orchestration.documents.docx.archive import RESEND, Archive, UnreadablePart
from orchestration.documents.docx.context import Context
from orchestration.documents.docx.markup import MarkupReader
from orchestration.documents.docx.names import RELATION, WORD
from orchestration.documents.docx.numbering import Numbering
from orchestration.documents.docx.package import Package, Relation
from orchestration.documents.docx.runs import note_mark
from orchestration.documents.docx.story import Story
from orchestration.documents.docx.styles import Styles
from orchestration.documents.model import (
    Block,
    Document,
    DocumentRefused,
    Limits,
    Paragraph,
    Picture,
    Remark,
    walk_paragraphs,
)

_OLE_SIGNATURE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MOST_CHARACTERS: Final = 8_000_000
_NOTE_PARTS: Final[dict[str, tuple[str, str]]] = {
    "footnoteReference": ("footnotes", "footnote"),
    "endnoteReference": ("endnotes", "endnote"),
}
"""Kind of a reference in the text: the relationship of the part, the element of a note."""


def read_docx(content: bytes, limits: Limits) -> Document:
    """Read a Word file as a person sees it printed.

    Tracked changes are accepted, fields show their result, hidden text is left out, list
    numbers and note marks are written out, text boxes follow the paragraph they hang on.
    Pictures are those of the body, in reading order, each once; those of headers and footers
    are left out. A footnote's text starts with its own mark.

    Args:
        content: the file's bytes.
        limits: what the document may cost; pictures together may weigh as much as one part.

    Raises:
        DocumentRefused: `encrypted_document`, `unsupported_format`, `unsafe_document`,
            `too_large`, `unreadable_document` or `incomplete_document`.
    """
    deadline = time.process_time() + limits.seconds
    if content.startswith(_OLE_SIGNATURE):
        raise _refused_compound_file(content)
    archive = Archive(content, limits)
    return _Reading(archive, limits, deadline).document()


def _refused_compound_file(content: bytes) -> DocumentRefused:
    """Why a compound (OLE) file is no document for us, from the names in its directory."""

    def holds(name: str) -> bool:
        return name.encode("utf-16-le") in content

    if holds("EncryptedPackage"):
        return DocumentRefused(
            "encrypted_document",
            "The document is protected by a password: open it in Word, remove the password, save "
            "it and put that file into the inbox.",
        )
    if holds("WordDocument"):
        return DocumentRefused(
            "unsupported_format",
            f"The file is in the format of Word 97-2003 (.doc): {RESEND}.",
        )
    return DocumentRefused(
        "unsupported_format",
        "The file is an old Office file that is no Word document: save the summary as .docx and "
        "put that file into the inbox.",
    )


class _Reading:
    """The reading of one Word file."""

    def __init__(self, archive: Archive, limits: Limits, deadline: float) -> None:
        self._archive = archive
        self._limits = limits
        self._markup = MarkupReader(archive)
        self._package = Package(archive, self._markup)
        self._main_part = self._package.main_part
        self._relations = self._package.relations(self._main_part)
        self._context = Context(
            styles=Styles(self._companion("styles")),
            numbering=Numbering(lambda: self._companion("numbering")),
            limits=limits,
            deadline=deadline,
            most_characters=_MOST_CHARACTERS,
        )
        self._remarks: list[Remark] = []

    def document(self) -> Document:
        """Read everything, in the order in which lists and notes count."""
        root = self._markup.parse(self._main_part)
        body = root.find(WORD + "body")
        if root.tag != WORD + "document" or body is None:
            raise DocumentRefused(
                "unreadable_document",
                f"The Word file's main part is no document: {RESEND}.",
                location=self._main_part,
            )
        blocks = Story(root, self._context).blocks(body)
        picture_ids = tuple(self._context.picture_ids)
        footnotes = self._notes()
        headers = self._margin_texts(root, "headerReference")
        footers = self._margin_texts(root, "footerReference")
        pictures = self._pictures(picture_ids)
        if self._context.flattened:
            self._remarks.append(
                Remark(
                    "unknown_layout",
                    "warning",
                    f"Tables lie more than {self._limits.table_depth} deep in each other; what is "
                    "deeper was read as plain paragraphs. Check that the file is a summary.",
                )
            )
        for thing in self._context.drawn_elsewhere:
            self._remarks.append(
                Remark(
                    "picture_not_read",
                    "warning",
                    f"The document shows {thing}, whose numbers are not read: where they are "
                    "figures of the summary, put them into a table of the document.",
                )
            )
        return Document(
            file_format="docx",
            blocks=blocks,
            pictures=pictures,
            headers=headers,
            footers=footers,
            footnotes=footnotes,
            remarks=(*self._remarks, *self._archive.remarks_on_unread()),
        )

    def _companion(self, kind: str) -> etree._Element | None:
        """The root of the part the main part names as its `kind`, None where it has none."""
        for relation in self._relations.values():
            is_inside = not relation.is_external and relation.target in self._archive
            if relation.kind == kind and is_inside:
                return self._markup.parse(relation.target)
        return None

    def _notes(self) -> tuple[Paragraph, ...]:
        """The notes that the body refers to, footnotes before endnotes, with their marks."""
        paragraphs: list[Paragraph] = []
        for reference, (part_kind, element_name) in _NOTE_PARTS.items():
            wanted = dict(self._context.notes[reference])
            root = self._companion(part_kind) if wanted else None
            if root is None:
                continue
            notes = {note.get(WORD + "id"): note for note in root.iter(WORD + element_name)}
            for note_id, number in wanted.items():
                if note_id in notes:
                    story = Story(notes[note_id], self._context, note_mark(number))
                    paragraphs.extend(walk_paragraphs(story.blocks(notes[note_id])))
        return tuple(paragraphs)

    def _margin_texts(self, root: etree._Element, reference: str) -> tuple[Paragraph, ...]:
        """The paragraphs of the headers or footers in use, each part once."""
        parts: list[str] = []
        for element in root.iter(WORD + reference):
            relation = self._relations.get(element.get(RELATION + "id", ""))
            if relation is not None and not relation.is_external and relation.target not in parts:
                parts.append(relation.target)
        blocks: list[Block] = []
        for part in parts:
            if part in self._archive:
                part_root = self._markup.parse(part)
                blocks.extend(Story(part_root, self._context).blocks(part_root))
        return tuple(walk_paragraphs(tuple(blocks)))

    def _pictures(self, picture_ids: tuple[str, ...]) -> tuple[Picture, ...]:
        pictures: dict[str, Picture] = {}
        room = self._limits.part_bytes
        for picture_id in picture_ids:
            relation = self._relations.get(picture_id)
            if relation is None or relation.target in pictures:
                continue
            content = self._picture_bytes(relation, room)
            if content is not None:
                room -= len(content)
                pictures[relation.target] = Picture(posixpath.basename(relation.target), content)
        return tuple(pictures.values())

    def _picture_bytes(self, relation: Relation, room: int) -> bytes | None:
        """A picture's bytes, or None with a remark: a picture never refuses a document."""
        reason = "is kept outside the file, which is never followed"
        if not relation.is_external:
            try:
                content = self._archive.read(relation.target, at_most=room)
            except UnreadablePart as error:
                reason = f"cannot be unpacked ({error})"
            else:
                return content
        self._remarks.append(
            Remark(
                "picture_not_read",
                "warning",
                f"A picture {reason}: insert it into the document again if it is the map.",
                location=relation.target[:200],
            )
        )
        return None
