"""Numeric tokens in printed text: where they are, and which of them are plainly no figures.

Belongs here: finding tokens and naming the classes that context alone decides (a year after a
month, an age, a law). Does not belong here: their value (dbt), or which raw row claims them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice
from typing import Final, NamedTuple

from orchestration.documents.words import MONTH_WORDS

_SPACES = "[ \u00a0\u2007\u2009\u202f\u2005\u200a]"
_SEPARATOR = f"(?:{_SPACES}|[.,'’])"
_GROUPED = rf"\d{{1,3}}(?:{_SEPARATOR}\d{{3}})+(?!\d)(?:[.,]\d{{1,2}}(?!\d))?"
_DIGIT = re.compile(r"\d")
_LETTER_OR_SIGN = re.compile(r"[^\d\s.,]")
"""What every class of number that is no figure needs beside its digits."""
_PLAIN = r"\d+(?:[.,]\d+)*"
_SPOILT = r"(?=[\dOoIlSBZ|]*\d)(?=[\dOoIlSBZ|]*[OoIlSBZ|])[\dOoIlSBZ|]+(?![\w])"
_TOKEN = re.compile(
    rf"(?<![\w.,])(?:[-−]?(?:{_GROUPED}|{_SPOILT}|{_PLAIN}))"
    rf"|(?<=[^\W\d_])\d+(?:{_SEPARATOR}\d{{3}})*"
)

_MONTH_ABBREVIATED = rf"(?:{MONTH_WORDS})\.?"
NO_FIGURE_CLASSES: Final[tuple[tuple[str, re.Pattern[str]], ...]] = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        (
            "law_number",
            r"\b(?:ley|decreto(?:\s+\w+)?|d\.?\s?[slu]\.?|resoluci[oó]n(?:\s+\w+)?|r\.?\s?[mds]\.?"
            r"|ordenanza(?:\s+\w+)?|directiva)\s*(?:n\s?[°º.]*[°º]?|nro\.?|n[uú]m\.?)\s*"
            r"[\d.]+(?:[-–/][\w-]+)*",
        ),
        ("law_number", r"\b\d{2,5}[-–]\d{4}[-–/][A-Z]{2,}[\w/-]*"),
        ("age", r"\b\d{1,3}\s*(?:a|y|hasta|-|–)\s*\d{1,3}\s+(?:años?|meses)\b"),
        ("age", r"\b\d{1,3}\s+(?:años?|meses)\b"),
        ("age", r"\bmayores?\s+de\s+\d{1,3}\b|\bmenores?\s+de\s+\d{1,3}\b"),
        (
            "duration",
            r"\b\d{1,3}\s+(?:horas?|d[ií]as?|minutos?|semanas?)\b|\b24\s*/\s*7\b|\b\d{1,2}:\d{2}\b",
        ),
        ("date", r"\b\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?(?:19|20)?\d{2}\b"),
        (
            "reference_number",
            r"\b(?:anexo|cuadro|tabla|gr[aá]fico|figura|mapa|cap[ií]tulo|art[ií]culo|art\.|numeral"
            r"|inciso|nota|informe|oficio|memor[aá]ndum|expediente|exp\.)\s*"
            r"(?:n\s?[°º.]*[°º]?|nro\.?)?\s*\d+(?:[.-]\d+)*",
        ),
        (
            "identity_number",
            r"\b(?:dni|ruc|cip|cmp|cpsp|cal|c\.?e\.?p)\b[\s.:°ºn]*(?:n\s?[°º.]*[°º]?)?\s*\d{3,11}",
        ),
        (
            "territory",
            r"\b\d[\d.,\s]{0,20}(?:provincias|distritos|habitantes|centros\s+poblados|comunidades"
            r"|km|kil[oó]metros|hect[aá]reas)\b|\bpoblaci[oó]n\s+(?:total\s+)?de\s+\d[\d.,\s]*\d",
        ),
        ("percentage", r"\b\d{1,3}(?:[.,]\d+)?\s*%"),
        ("service_name", r"\bl[ií]nea\s+1\d{2}\b|\bchat\s+1\d{2}\b|\bmi\s?60\s?\+?"),
        (
            "year",
            rf"\b{_MONTH_ABBREVIATED}(?:\s*[-–a]\s*{_MONTH_ABBREVIATED})?\s*(?:de\s+|del\s+)?(?:19|20)\d{{2}}\b",
        ),
        (
            "year",
            r"\b(?:año|años|desde|hasta|mapa de pobreza)\s+(?:el\s+)?(?:año\s+)?(?:19|20)\d{2}\b",
        ),
        ("date", rf"\b\d{{1,2}}\s+(?:de\s+)?(?:{MONTH_WORDS})\b"),
        (
            "page_number",
            r"(?:(?<!\.)\.{4,}|(?<!…)…{2,}|(?<!\. )(?:\. ){4,}|(?<!\t)(?<!\t )\t)"
            r"\s*\d{1,3}\s*$",
        ),
        (
            "telephone",
            r"\b(?:tel[eé]fono\w*|telf?\b\.?|cel(?:ular)?\b\.?|fax|anexo|central)\s*:?\s*"
            r"[\d()\s–-]{6,}",
        ),
        (
            "address",
            r"\b(?:jr|jir[oó]n|av|avenida|calle|psje|pasaje|mz|lote|carretera)\b\.?[^\d\n]{1,60}\d+",
        ),
    )
)
"""Named classes and the patterns that decide them in running text."""

_FOOTNOTE_MARK = re.compile(
    r"^\s*(?:\(\d{1,2}\)|\[\d{1,2}\]|\d/(?!\d))(?=\s*\S)|(?<=[^\s(])\s?(?:\(\d{1,2}\)|\[\d{1,2}\])(?=\s|$|[.,;:])|\b\d/(?=\s|$)"
)


LONG_TEXT: Final = 100_000
"""Characters of one text that are searched for numbers; a whole summary has fewer."""
NUMBERS_OF_ONE_TEXT: Final = 500
"""Numbers of one text that are accounted for one by one; a whole summary has fewer."""
_SPANS_AT_MOST: Final = 2 * NUMBERS_OF_ONE_TEXT


class NumberToken(NamedTuple):
    """A numeric token and its place in a text."""

    start: int
    end: int
    text: str


@lru_cache(maxsize=8192)
def find_numbers(text: str) -> tuple[NumberToken, ...]:
    """Numeric tokens in reading order; digits glued to letters count too (`3Educadores`).

    A thousands group must have three digits (`1 453`, `15.646`); a token never crosses a line.
    """
    text = text[:LONG_TEXT]
    if not _DIGIT.search(text):
        return ()
    return tuple(
        NumberToken(match.start(), match.end(), match[0]) for match in _TOKEN.finditer(text)
    )


@lru_cache(maxsize=4096)
def no_figure_spans(text: str) -> tuple[tuple[int, int, str], ...]:
    """Spans of text whose numbers are no figures, with the name of their class."""
    if not _LETTER_OR_SIGN.search(text):
        return ()
    return tuple(
        (match.start(), match.end(), name)
        for name, pattern in NO_FIGURE_CLASSES
        for match in islice(pattern.finditer(text[:LONG_TEXT]), _SPANS_AT_MOST)
    )


def footnote_mark_spans(text: str) -> list[tuple[int, int, str]]:
    """Spans of footnote marks: after a word or number (`Total (1)`), or before a note's text."""
    if "(" not in text and "[" not in text and "/" not in text:
        return []
    marks = islice(_FOOTNOTE_MARK.finditer(text[:LONG_TEXT]), _SPANS_AT_MOST)
    return [(m.start(), m.end(), "footnote_mark") for m in marks]


def spans_beside_a_count(text: str) -> tuple[tuple[int, int, str], ...]:
    """Spans of what may stand behind the one count of a cell: footnote marks, its share."""
    if len(find_numbers(text)) < 2:
        return ()
    shares = [span for span in no_figure_spans(text) if span[2] == "percentage" and span[0]]
    return (*footnote_mark_spans(text), *shares)


def class_at(spans: Sequence[tuple[int, int, str]], token: NumberToken) -> str | None:
    """The class of the span a token lies in, or None."""
    for start, end, name in spans:
        if start <= token.start < end:
            return name
    return None
