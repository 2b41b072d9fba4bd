"""Headings: which paragraph names the service whose table follows.

Belongs here: judging paragraphs between tables as heading, definition, source or plain text.
Does not belong here: which service a heading names (dbt).
"""

from __future__ import annotations

import re
from typing import Final

from orchestration.documents.model import Paragraph
from orchestration.extraction.recorder import Section

_NUMBER = r"(?P<number>(?:[A-Z]\.)?\d{1,2}(?:\.\d{1,2})*|[IVX]{1,5}|[A-Za-z])"
_NUMBERED = re.compile(
    rf"^\s*{_NUMBER}\s*(?:[.)°º–:-]+\s*|(?<=\d)\s+)(?P<rest>[^\W\d].*)$", re.DOTALL
)
_ROMAN = re.compile(r"^\s*[IVX]{1,5}\s*[.)–-]")
_SOURCE = re.compile(r"^\s*(?:fuente|elaboraci[oó]n|elaborado|nota)\b", re.IGNORECASE)
_GLOSSARY = re.compile(r"^\s*GLOSARIO\b", re.IGNORECASE)
_PART_OF_SECTION = re.compile(
    r"^(?:cobertura|atenci[oó]n(?:es)?|usuari[oa]s|personas|poblaci[oó]n|cuadro|tabla)\b"
    r"(?:\W*(?:as|os|atendid\w*|realizadas|brindadas|por periodo|del servicio|n\W*\d+|\d+))*\W*$",
    re.IGNORECASE,
)
"""What names a table of a section (`Cobertura`, `Atenciones realizadas`), not a service."""
_LABEL_AT_MOST: Final = 140


def is_source(paragraph: Paragraph) -> bool:
    """Whether a paragraph is a source or note line under a table."""
    return bool(_SOURCE.match(paragraph.text))


def is_glossary(paragraph: Paragraph) -> bool:
    """Whether a paragraph heads the glossary."""
    return bool(_GLOSSARY.match(paragraph.text))


def is_capitals(paragraph: Paragraph) -> bool:
    """Whether a paragraph is printed in capitals, as the headings of parts are."""
    text = paragraph.text.strip()
    return len(text) > 3 and text == text.upper() and any(char.isalpha() for char in text)


def is_numbered(paragraph: Paragraph) -> bool:
    """Whether a paragraph starts with a section number (`1.1`, `IV.`, `2)`, `B.`)."""
    return bool(_NUMBERED.match(paragraph.text))


def section_of(paragraphs: list[Paragraph]) -> Section | None:
    """The section that the paragraphs before a table open, or None where they open none.

    A numbered paragraph wins over a label ending in a colon, that over a short line; of equals
    the one nearest to the table.
    """
    candidates = [p for p in paragraphs if not is_source(p) and not _ROMAN.match(p.text)]
    for choose in (_numbered_section, _labelled_section, _short_section):
        for paragraph in reversed(candidates):
            section = choose(paragraph)
            if section:
                return section
    return None


def _numbered_section(paragraph: Paragraph) -> Section | None:
    match = _NUMBERED.match(paragraph.text)
    if not match:
        return None
    return Section(match["number"], _label(match["rest"]))


def _labelled_section(paragraph: Paragraph) -> Section | None:
    label, colon, _ = paragraph.text.partition(":")
    label = label.strip()
    if not colon or not label or _PART_OF_SECTION.match(label):
        return None
    if len(label) <= _LABEL_AT_MOST and not _is_introduction(label):
        return Section(None, label)
    return None


def _short_section(paragraph: Paragraph) -> Section | None:
    text = paragraph.text.strip()
    if len(text) > _LABEL_AT_MOST or _PART_OF_SECTION.match(text):
        return None
    if not text.endswith("."):
        return Section(None, text)
    return None


def _is_introduction(label: str) -> bool:
    """A sentence that leads to a list (`… los servicios que brinda este programa son`)."""
    return bool(re.search(r"\b(?:son|siguientes?|servicios que brinda)\s*$", label, re.IGNORECASE))


def _label(text: str) -> str:
    label = text.partition(":")[0].strip()
    return label if len(label) <= _LABEL_AT_MOST else label[:_LABEL_AT_MOST].rsplit(" ", 1)[0]
