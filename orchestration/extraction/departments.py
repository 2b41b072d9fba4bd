"""Where a document says which department it is about.

Belongs here: finding the title and the sentences that name the department, and cutting out the
words that do. Does not belong here: which department those words are (dbt).
"""

from __future__ import annotations

import re
from typing import Final

from orchestration.documents.model import Paragraph
from orchestration.documents.words import MONTH_WORDS, normalise
from orchestration.extraction.recorder import Recorder
from orchestration.extraction.rows import DepartmentMention, PeriodMention

TITLE = re.compile(r"\bRES[UÚ]MEN\s+EJECUTIVO\b", re.IGNORECASE)
TITLE_LINES: Final = 4
"""How many lines after the title may go on with it: the department, the month."""
_SHORTEST_TITLE: Final = len("RESUMEN EJECUTIVO")
_LAST_WORD: Final = "EJECUTIVO"
_LONGEST_TITLE: Final = 160
_BEFORE_TITLE = re.compile(r"^\W*(?:DEPARTAMENTO|REGI[OÓ]N|PROVINCIA|MIMP|\d{0,2}\W*$|$)", re.I)
_TITLE_REST = re.compile(
    r"^(?:(?:DE LA|DEL|DE|EN LA|EN EL|LA|EL|SERVICIOS DEL MIMP|MIMP)\s+)*"
    r"(?:(?:DEPARTAMENTO|REGION|GOBIERNO REGIONAL|DPTO|DEPARTAMENTAL|REGIONAL)\s*)?"
    r"(?:(?:DE LA|DEL|DE)\s+)?(?P<unit>.*)$"
)
_PERIOD = re.compile(
    rf"\s*\b(?:(?:AL?\s+)?(?:MES DE\s+)?(?:{MONTH_WORDS})\s*(?:DE\s+|DEL\s+)?)?(?:19|20)\d{{2}}\s*$"
)
_DAY_OF_EVENT = re.compile(
    r"\b(?:elaborad|aprobad|publicad|emitid|firmad|impres|vigente|creado|ley\b|r\.?\s?m\b|d\.?\s?s\b)",
    re.IGNORECASE,
)
"""What makes a date that of an event, not the month a summary is of."""
_PLACE_AND_DAY = re.compile(r"^\s*[^\W\d_]+(?:\s[^\W\d_]+){0,3},\s*(?:el\s+)?\d{1,2}\s+de\b")
"""How a letter is dated (`Lima, 15 de mayo de 2024`)."""
_REFERENCE = re.compile(r"\bN\s?[.°ºo]{0,2}\s?\d{1,4}(?:\s?[-–/]\s?[\w.]+)*")
"""The number a summary was filed under (`N° 012-2024-MIMP/OGMEPGD`)."""
_IN_DEPARTMENT = re.compile(
    r"\b(?:departamento|regi[oó]n|provincia constitucional)\s+(?:del?\s+(?:la\s+)?)?"
    r"(?P<unit>[A-ZÁÉÍÓÚÑ][\wáéíóúñÁÉÍÓÚÑ]*(?:\s+(?:de|del|la|los)?\s?[A-ZÁÉÍÓÚÑ][\wáéíóúñ]+)*)"
)
_MATRIX_HEADING = re.compile(
    r"\b(?:DEPARTAMENTO|REGION|PROVINCIA)\s+(?:CONSTITUCIONAL\s+)?(?:(?:DE LA|DEL|DE)\s+)?"
    r"(?P<unit>.+?)(?:\s*SERVICIOS.*)?$"
)


def is_title(paragraph: Paragraph) -> bool:
    """Whether a paragraph is a summary's title; the department may stand before the words."""
    if len(paragraph.text) < _SHORTEST_TITLE:
        return False
    text = paragraph.text[:_LONGEST_TITLE]
    if _LAST_WORD not in text.upper():
        return False
    match = TITLE.search(text)
    return match is not None and bool(_BEFORE_TITLE.match(text[: match.start()]))


def mention_title(recorder: Recorder, paragraph: Paragraph, following: list[Paragraph]) -> None:
    """Add the title's department and month, printed on the next lines where the title is broken."""
    printed = " ".join(paragraph.text.split())
    rest = _rest_of_title(paragraph.text)
    unit = _unit_of(rest)
    if not unit and following:
        printed = f"{printed} {' '.join(following[0].text.split())}"
        rest = _rest_of_title(following[0].text)
        unit = _unit_of(rest)
    location = recorder.location(paragraph)
    recorder.extraction.title = recorder.extraction.title or printed
    recorder.extraction.add(
        DepartmentMention(recorder.document_id, location, "title", unit, printed)
    )
    for words in (rest, *(_only_period(line.text) for line in following)):
        period = _PERIOD.search(words)
        if period and period[0].strip():
            recorder.extraction.add(
                PeriodMention(recorder.document_id, location, "title", period[0].strip())
            )
            break


def _rest_of_title(text: str) -> str:
    return normalise(_REFERENCE.sub("", TITLE.sub("", text, count=1)))


def _only_period(text: str) -> str:
    """A line that says little more than the month (`Marzo 2023`, `Datos al 30 de junio …`).

    A sentence with a date (`Aprobado el 7 de marzo de 2023.`) is none, nor is a letter's date.
    """
    words = normalise(text)
    is_event = bool(_DAY_OF_EVENT.search(text) or _PLACE_AND_DAY.match(text))
    is_sentence = text.rstrip().endswith(".") or is_event
    return words if len(words) <= 60 and not is_sentence else ""


def _unit_of(title_rest: str) -> str:
    match = _TITLE_REST.match(_PERIOD.sub("", title_rest))
    return match["unit"].strip() if match else ""


def mention_introduction(recorder: Recorder, paragraph: Paragraph) -> None:
    """Add the department an introducing sentence names, where it names one."""
    match = _IN_DEPARTMENT.search(paragraph.text)
    if match:
        _add(recorder, paragraph, "introduction", match["unit"])


def mention_matrix_heading(recorder: Recorder, paragraph: Paragraph) -> None:
    """Add the department a matrix's heading names, where it names one."""
    match = _MATRIX_HEADING.search(normalise(paragraph.text))
    if match:
        _add(recorder, paragraph, "matrix_heading", match["unit"])


def _add(recorder: Recorder, paragraph: Paragraph, kind: str, unit: str) -> None:
    recorder.extraction.add(
        DepartmentMention(
            recorder.document_id,
            recorder.location(paragraph),
            kind,
            unit,
            " ".join(paragraph.text.split())[:300],
        )
    )
