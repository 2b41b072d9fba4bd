"""The parts of an office file and how they point at each other.

Belongs here: finding the main part by content type and relationship (never by a fixed name),
and following a part's internal relationships. External targets are known but never followed.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from orchestration.documents.docx.archive import RESEND, Archive, UnreadablePart
from orchestration.documents.docx.markup import MarkupReader
from orchestration.documents.model import DocumentRefused

_CONTENT_TYPES: Final = "[Content_Types].xml"
_WORD_TYPE_WORDS: Final = ("wordprocessingml", "ms-word")
_OTHER_PROGRAMS: Final[dict[str, str]] = {
    "spreadsheetml": "an Excel workbook",
    "ms-excel": "an Excel workbook",
    "presentationml": "a PowerPoint presentation",
    "ms-powerpoint": "a PowerPoint presentation",
    "opendocument": "an OpenDocument file",
    "ms-visio": "a Visio drawing",
    "epub": "an e-book",
}
"""Words of a content type, and what a person calls such a file."""


@dataclass(frozen=True, slots=True)
class Relation:
    """One relationship of a part: the last word of its type, and where it points."""

    kind: str
    target: str
    is_external: bool


class Package:
    """An office file's parts, found the way Word finds them."""

    def __init__(self, archive: Archive, markup: MarkupReader) -> None:
        """Read the content types.

        Raises:
            DocumentRefused: `unsupported_format` where another program's file lies inside,
                `unreadable_document` where no office file does.
        """
        self._archive = archive
        self._markup = markup
        self._types = self._read_content_types()

    def _read_content_types(self) -> dict[str, str]:
        if _CONTENT_TYPES not in self._archive:
            raise self._not_word(self._declared_mimetype())
        types: dict[str, str] = {}
        for element in self._markup.parse(_CONTENT_TYPES):
            part, content_type = element.get("PartName"), element.get("ContentType")
            if part and content_type:
                types[part.lstrip("/").lower()] = content_type.lower()
        return types

    def _declared_mimetype(self) -> str:
        if "mimetype" not in self._archive:
            return ""
        try:
            return self._archive.read("mimetype")[:200].decode("ascii", "replace").lower()
        except UnreadablePart:
            return ""

    def _not_word(self, content_type: str) -> DocumentRefused:
        for words, thing in _OTHER_PROGRAMS.items():
            if words in content_type:
                return DocumentRefused(
                    "unsupported_format",
                    f"The file is {thing}, not a Word document: save the summary as .docx and "
                    "put that file into the inbox.",
                )
        return DocumentRefused(
            "unreadable_document",
            "The zip holds no Word document: if the summary is packed inside it, unpack it; "
            f"otherwise {RESEND}.",
        )

    @property
    def main_part(self) -> str:
        """The name of the document's own part.

        Raises:
            DocumentRefused: `unsupported_format` or `unreadable_document`, as above.
        """
        for relation in self.relations("").values():
            if relation.kind == "officeDocument" and not relation.is_external:
                content_type = self._types.get(relation.target.lower(), "")
                if not content_type or any(word in content_type for word in _WORD_TYPE_WORDS):
                    return relation.target
                raise self._not_word(content_type)
        for part, content_type in self._types.items():
            if ".main" in content_type and part in self._archive:
                if any(word in content_type for word in _WORD_TYPE_WORDS):
                    return part
                raise self._not_word(content_type)
        raise self._not_word("")

    def relations(self, part: str) -> dict[str, Relation]:
        """A part's relationships by id; `""` is the package itself. None where it has no list."""
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        if rels not in self._archive:
            return {}
        relations = {}
        for element in self._markup.parse(rels):
            kind, target = element.get("Type", ""), element.get("Target", "")
            is_external = element.get("TargetMode", "") == "External"
            relations[element.get("Id", "")] = Relation(
                kind=kind.rpartition("/")[2],
                target=target if is_external else _resolve(folder, target),
                is_external=is_external,
            )
        return relations


def _resolve(folder: str, target: str) -> str:
    """A relationship's target as a part name; one that climbs out names no part."""
    path = unquote(target.partition("#")[0]).replace("\\", "/")
    return posixpath.normpath(posixpath.join("/", folder, path)).lstrip("/")
