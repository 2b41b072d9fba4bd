"""Numbers in sentences: what they are where no table claims them.

Belongs here: the named classes of numbers that only sentences print (money, ratios, floors,
telephones, ordinals), and numbers that repeat what a table of the document prints.
Does not belong here: classes that cells and headings need too (`numbers`), or going over the
document (`ledger`).

A number that none of this explains stays unclaimed: a sentence may be the only place where a
figure is printed, and no figure is made of it.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from itertools import islice
from typing import Final

from orchestration.documents.words import normalise
from orchestration.extraction.numbers import LONG_TEXT, NumberToken
from orchestration.extraction.vocabulary import counted_words, names_a_service

_NUMBER = r"\d+(?:[ .,\u00a0\u2009\u202f]\d{3})*(?:[.,]\d+)?"
_NO = r"(?:n\s?[°º.]+[°º]?|nro\.?|n[uú]m\.?)"
_LIST = r"\d+(?:\.\d+)*(?:\s*(?:,|y|al?|-|–)\s*\d+(?:\.\d+)*)*"
_SPANS_AT_MOST: Final = 100
_FEWEST_DIGITS: Final = 2
_WORDS_OF_A_NAME: Final = 3

PROSE_CLASSES: Final[tuple[tuple[str, re.Pattern[str]], ...]] = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        ("address", r"\S+@\S+|(?:https?://|www\.)\S+|\S+\.(?:gob|com|org|edu)\.\S+"),
        ("money", rf"(?:\bS/\.?|US\$|\$)\s*{_NUMBER}(?:\s+mill[oó]n(?:es)?)?"),
        ("money", rf"\b{_NUMBER}\s+(?:mil\s+|mill[oó]n(?:es)?\s+)?(?:de\s+)?(?:nuevos\s+)?soles\b"),
        ("ratio", rf"\b{_NUMBER}\s+de\s+(?:cada\s+)?{_NUMBER}"),
        ("ratio", rf"\bpor\s+(?:cada\s+)?{_NUMBER}\s+(?:habitantes|personas|mujeres|hogares)\b"),
        ("ratio", rf"\b(?:tasa|[ií]ndice|puntaje|promedio|raz[oó]n)\b[^.\n\d]{{0,40}}{_NUMBER}"
                  rf"(?:\s+sobre\s+{_NUMBER})?"),
        ("law_number", rf"\b(?:decreto\s+legislativo|d\.?\s*leg\.?|convenio|convenci[oó]n)\s*"
                       rf"{_NO}?\s*\d[\d.]*"),
        ("reference_number", rf"{_NO}\s*[A-Z]{{0,3}}\d[\w./–-]*"),
        ("reference_number", r"\b[A-ZÁÉÍÓÚÑ]{2,}[-–]\d{1,3}\b"),
        ("reference_number",
         rf"\b(?:versi[oó]n|ubigeo|c[oó]digo(?:\s+\w+)?|quintil(?:es)?|semana(?:\s+\w+)?|quincena"
         rf"|bimestre|trimestre|semestre|fase|etapa|objetivos?(?:\s+\w+){{0,3}}|metas?|ejes?"
         rf"|componentes?|nivel(?:es)?|ods|categor[ií]a|tomo|agenda)\s*{_NO}?\s*{_LIST}"),
        ("ordinal", r"\b\d{1,3}\s?(?:\.\s?)?(?:er|ro|do|da|ra|to|ta|mo|ma|vo|va|no|na|ª|º|°)"
                    r"(?![\wº°])"),
        ("address", rf"\b(?:piso|oficina|of\.|int(?:erior)?\.?|d(?:e)?pto\.?|km\.?|kil[oó]metro"
                    rf"|lote|lt\.?|mz\.?|manzana|puerta|bloque|cuadra)\s*{_NO}?\s*\d+"),
        ("duration", r"\b(?:de\s+)?\d{1,2}(?::\d{2})?\s*(?:[ap]\.?\s?m\.?)?\s+(?:a|hasta)\s+"
                     r"(?:las\s+)?\d{1,2}(?::\d{2})?\s*(?:h(?:rs?|oras?)?\b|[ap]\.?\s?m\b)"),
        ("duration", r"\b\d{1,2}\s*[ap]\.?\s?m\b"),
        ("age", r"\b\d{1,2}\s?\+\s*(?:años?)?"),
        ("date", r"\bdel?\s+\d{1,2}\s+al\s+\d{1,2}\b"),
        ("telephone", r"\b(?:whatsapp|celulares|emergencias?|l[ií]neas?|chat|n[uú]mero)\b\s*:?\s*"
                      r"\d[^.;\n]{0,60}"),
        ("telephone", r"\(0?\d{1,2}\)\s*\d{3}[\s-]?\d{3,4}\b"),
        ("telephone", r"\b9\d{2}[ -]?\d{3}[ -]?\d{3}\b"),
        ("territory", rf"\b{_NUMBER}\s*(?:m\s*s\.?\s*n\.?\s*m|msnm|km\s?[2²]?|metros|ha\b|kg\b)"),
        ("territory", rf"\b{_NUMBER}\s+(?:regiones|departamentos|pa[ií]ses|ciudades|lenguas"
                      rf"|idiomas|continentes)\b"),
        ("page_number", r"^\s*[-–]\s*\d{1,3}\s*[-–]\s*$"),
    )
)  # fmt: skip
"""Named classes and the patterns that decide them in sentences."""

_LONGEST_NAME: Final = 200
"""Characters behind a number in which the name of what it counts ends."""


@lru_cache(maxsize=256)
def prose_spans(text: str) -> tuple[tuple[int, int, str], ...]:
    """Spans of a sentence whose numbers are no figures, with the name of their class."""
    text = text[:LONG_TEXT]
    return tuple(
        (match.start(), match.end(), name)
        for name, pattern in PROSE_CLASSES
        for match in islice(pattern.finditer(text), _SPANS_AT_MOST)
    )


def digits_of(token: NumberToken) -> str:
    """A number without what parts its thousands."""
    if token.text.isdecimal():
        return token.text
    return "".join(char for char in token.text if char.isdigit())


def restates(text: str, token: NumberToken, figures: Collection[str]) -> bool:
    """Whether a sentence's number repeats a figure of the document.

    One digit alone may be chance, unless what it counts stands behind it.

    Args:
        text: the sentence.
        token: the number.
        figures: the digits of the document's figures.
    """
    digits = digits_of(token)
    if digits not in figures:
        return False
    return len(digits) >= _FEWEST_DIGITS or _is_counted(text[token.end : token.end + _LONGEST_NAME])


def _is_counted(after: str) -> bool:
    """Whether words start with a service or what measures count: `3 CEM`, `5 casos`."""
    words = after.split()[:_WORDS_OF_A_NAME]
    return any(
        names_a_service(" ".join(words[:count]).rstrip(".,;:"))
        for count in range(1, len(words) + 1)
    ) or bool(words and normalise(words[0]) in counted_words())
