"""Headings: which paragraph names the service whose table follows.

Belongs here: judging paragraphs between tables as heading, definition, source or plain text.
Does not belong here: which service a heading names (dbt).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from orchestration.documents.model import Paragraph
from orchestration.extraction.recorder import Section
from orchestration.extraction.vocabulary import names_a_programme, names_a_service

_NUMBER = (
    r"(?P<number>(?:[A-Z]\.)?\d{1,2}(?:\.\d{1,2})*|[IVX]{1,5}(?:\.\d{1,2})*"
    r"|[A-Za-z](?:\.\d{1,2})?)"
)
_NUMBERED = re.compile(
    rf"^\s*{_NUMBER}\s*(?:[.)°º–:-]+\s*|(?<=\d)\s+)(?P<rest>[^\W\d].*)$", re.DOTALL
)
_ROMAN = re.compile(r"^\s*[IVX]{1,5}\s*[.)–-](?!\d)")
_CONTENTS = re.compile(
    r"(?<![.…])(?<!\. )(?:(?<!\t)(?<!\t )\t|\.{4,}|…{2,}|(?:\. ){4,})\s*\d{1,3}\s*$"
)
"""How a line of the table of contents ends: a leader and a page."""
_SOURCE = re.compile(r"^\s*(?:fuente|elaboraci[oó]n|elaborado|nota)\b", re.IGNORECASE)
_GLOSSARY = re.compile(r"^\s*GLOSARIO\b", re.IGNORECASE)
_CAPTION = re.compile(r"^\s*(?:tabla|cuadro|gr[aá]fico)\s*(?:N\s*[°º.]*\s*)?\d+\s*[.:–-]*\s*", re.I)
_PART_OF_SECTION = re.compile(
    r"^(?:coberturas?|atenci[oó]n(?:es)?|usuari[oa]s|beneficiari[oa]s|personas|poblaci[oó]n|cuadro"
    r"|tabla|detalle|indicador(?:es)?|period[oi]s?|resultados|cifras|metas?|distribuci[oó]n"
    r"|n[uú]mero|cantidad|casos|(?:se\s+)?cuenta|los?\s+siguientes?|seg[uú]n|por|ubicaci[oó]n(?:es)?"
    r"|relaci[oó]n|lista(?:do)?|directorio|sedes?|locales|lugares|provincias|distritos|datos"
    r"|informaci[oó]n|estad[ií]sticas?|evoluci[oó]n|situaci[oó]n|avances?|producci[oó]n)\b",
    re.IGNORECASE,
)
"""What starts the words over a table of a section (`Cobertura`, `Atenciones realizadas`)."""
_NAME_IN_PART = re.compile(r"\s+(?:de\s+l[ao]s?|del?|l[ao]s|en)\s+|\s+[–—-]\s+|[:()]")
_LABEL_AT_MOST: Final = 140
_MATRIX_HEADING = re.compile(
    r"^(?:[IVX\d.]+[.)]?\s*)?CONSOLIDADO\b|SERVICIOS\s+(?:QUE\s+(?:OPERAMOS|SON\s+DADOS)|DADOS\s+EN)\b",
    re.IGNORECASE,
)


def is_source(paragraph: Paragraph) -> bool:
    """Whether a paragraph is a source or note line under a table."""
    return bool(_SOURCE.match(paragraph.text))


def is_glossary(paragraph: Paragraph) -> bool:
    """Whether a paragraph heads the glossary."""
    return bool(_GLOSSARY.match(paragraph.text))


def is_matrix_heading(paragraph: Paragraph) -> bool:
    """Whether a paragraph announces the consolidated matrices."""
    text = paragraph.text.strip()[:200]
    return bool(_MATRIX_HEADING.search(text)) and not _ends_in_a_page(text)


def caption_of(paragraphs: list[Paragraph]) -> str:
    """The words right over a table that say what it counts; empty where they open a section.

    A whole sentence says what a service is, not what a table counts.
    """
    last = next((p for p in reversed(paragraphs) if not is_source(p)), None)
    if last is None or is_numbered(last) or len(last.text) > _LABEL_AT_MOST:
        return ""
    text = last.text.strip()
    return "" if text.endswith(".") else text.rstrip(":")


def is_capitals(paragraph: Paragraph) -> bool:
    """Whether a paragraph is printed in capitals, as the headings of parts are."""
    text = paragraph.text.strip()
    return len(text) > 3 and text == text.upper() and any(char.isalpha() for char in text)


def is_numbered(paragraph: Paragraph) -> bool:
    """Whether a paragraph starts with a section number (`1.1`, `IV.`, `2)`, `B.`)."""
    text = _CAPTION.sub("", paragraph.text)
    return bool(_NUMBERED.match(text)) and not is_contents_line(paragraph)


def is_contents_line(paragraph: Paragraph) -> bool:
    """Whether a paragraph is a line of the table of contents: a heading, a leader, its page."""
    return _ends_in_a_page(paragraph.text)


def _ends_in_a_page(text: str) -> bool:
    text = text.rstrip()
    return text[-1:].isdigit() and bool(_CONTENTS.search(text))


def section_of(paragraphs: list[Paragraph]) -> Section | None:
    """The section that the paragraphs before a table open, or None where they open none.

    A numbered paragraph wins over a label ending in a colon, that over a short line; of equals
    the one nearest to the table. What names a service wins over what names none: a service
    without a number stands below the numbered heading of its programme. A programme's Roman
    numeral opens a section only where nothing else does: what follows is no more of the service
    before it.
    """
    headings = [
        Paragraph(_CAPTION.sub("", p.text))
        for p in paragraphs
        if not is_source(p) and not is_contents_line(p)
    ]
    opened = _opened_by([p for p in headings if not _ROMAN.match(p.text)])
    return opened or _opened_by([p for p in headings if _ROMAN.match(p.text)])


def _opened_by(candidates: list[Paragraph]) -> Section | None:
    first: Section | None = None
    for choose in (_numbered_section, _labelled_section, _short_section):
        for paragraph in reversed(candidates):
            section = choose(paragraph)
            if section and _names_service(section):
                return section
            first = first or section
    return first


def _names_service(section: Section) -> bool:
    """Whether a section is headed by a service; not by a programme, whatever its short name."""
    return _heads_service(section.heading or "")


@lru_cache(maxsize=1024)
def _heads_service(heading: str) -> bool:
    parts = [part for part in (heading, *_NAME_IN_PART.split(heading)) if part]
    return any(map(names_a_service, parts)) and not any(map(names_a_programme, parts))


def _part_of_section(text: str) -> Section | None:
    """The service that the words over one of its tables name (`Cobertura del CEM`), if any."""
    named = [part for part in _NAME_IN_PART.split(text)[1:] if names_a_service(part or "")]
    return Section(None, named[0].strip()) if named else None


def _numbered_section(paragraph: Paragraph) -> Section | None:
    match = _NUMBERED.match(paragraph.text)
    if not match:
        return None
    return Section(match["number"], _label(match["rest"]))


def _labelled_section(paragraph: Paragraph) -> Section | None:
    label, colon, _ = paragraph.text.partition(":")
    label = label.strip()
    if not colon or not label:
        return None
    if _PART_OF_SECTION.match(label):
        return _part_of_section(label)
    if len(label) <= _LABEL_AT_MOST and not _is_introduction(label):
        return Section(None, label)
    return None


def _short_section(paragraph: Paragraph) -> Section | None:
    text = paragraph.text.strip()
    if not text or len(text) > _LABEL_AT_MOST:
        return None
    if _PART_OF_SECTION.match(text):
        return _part_of_section(text)
    if not text.endswith("."):
        return Section(None, text)
    return None


def _is_introduction(label: str) -> bool:
    """A sentence that leads to a list (`… los servicios que brinda este programa son`)."""
    return bool(re.search(r"\b(?:son|siguientes?|servicios que brinda)\s*$", label, re.IGNORECASE))


def _label(text: str) -> str:
    label = text.partition(":")[0].strip()
    return label if len(label) <= _LABEL_AT_MOST else label[:_LABEL_AT_MOST].rsplit(" ", 1)[0]
