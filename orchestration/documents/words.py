"""The words tables of these summaries are headed with, and how printed text is compared.

Belongs here: the vocabulary of table headers as data, and the normal form in which printed
words are compared. Used by the text export's grammar (a header shape tells where a table
starts) and by extraction (a header says what its column holds).
Does not belong here: names of services, measures or places; those are `seeds/reference`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

_ACCENTS = re.compile("[\u0300-\u036f]")
_NOT_WORD = re.compile(r"[^A-Z0-9]+")
_ORDINAL_MARKS = str.maketrans({"°": " ", "º": " ", "ª": " ", "²": " ", "³": " ", "¹": " "})


@lru_cache(maxsize=16384)
def normalise(text: str) -> str:
    """Upper case without accents, every run of other characters one blank.

    `N.º` and `N°` become `N`; `Usuarias/os` becomes `USUARIAS OS`.
    """
    decomposed = unicodedata.normalize("NFD", text.translate(_ORDINAL_MARKS).upper())
    return _NOT_WORD.sub(" ", _ACCENTS.sub("", decomposed)).strip()


ROLE_OF_HEADER: Final[dict[str, str]] = {
    "PROVINCIA": "province",
    "PROVINCIAS": "province",
    "PROV": "province",
    "PROVINCIA SERVICIO": "province",
    "PROVINCIA SERVICIOS": "province",
    "PROVINCIAS SERVICIO": "province",
    "PROVINCIAS SERVICIOS": "province",
    "DISTRITO": "district",
    "DISTRITOS": "district",
    "DIST": "district",
    "N": "count",
    "NO": "count",
    "NRO": "count",
    "NUM": "count",
    "NUMERO": "count",
    "CANT": "count",
    "CANTIDAD": "count",
    "TIPO": "centre",
    "TIPO CEM": "centre",
    "TIPO DE CEM": "centre",
    "TIPO DE CENTRO": "centre",
    "TIPO DE SERVICIO": "centre",
    "MODALIDAD": "centre",
    "CENTRO": "centre",
    "CENTROS": "centre",
    "INTERVENCION": "place",
    "AMBITO": "place",
    "AMBITO DE INTERVENCION": "place",
    "LUGAR": "place",
    "LOCALIDAD": "place",
    "CENTRO POBLADO": "place",
    "DIRECCION": "place",
    "NOMBRE": "place",
    "SERVICIO COBERTURA": "service",
    "SERVICIOS COBERTURA": "service",
    "SERVICIO Y COBERTURA": "service",
    "SERVICIO": "service",
    "SERVICIOS": "service",
    "COBERTURA": "service",
    "COBERTURA SERVICIO": "service",
    "POBLACION OBJETIVO": "target",
    "POBLACION OBJETIVA": "target",
    "PUBLICO OBJETIVO": "target",
    "USUARIAS OS": "usage",
    "USUARIOS AS": "usage",
    "USUARIAS": "usage",
    "USUARIOS": "usage",
    "USUARIAS Y USUARIOS": "usage",
    "USUARIOS Y USUARIAS": "usage",
    "USUARIAS USUARIOS": "usage",
    "USUARIOS USUARIAS": "usage",
    "PERSONAS ATENDIDAS": "usage",
    "POBLACION ATENDIDA": "usage",
    "ATENCIONES": "usage",
    "BENEFICIARIAS OS": "usage",
    "BENEFICIARIOS": "usage",
    "BENEFICIARIOS AS": "usage",
}
"""What a column holds, by the normal form of its header."""

PERIOD_COLUMN: Final = frozenset(
    {"PERIODO", "PERIODOS", "ANO", "ANOS", "MES", "MESES", "FECHA", "ANO MES", "PERIODO MES"}
)
"""What heads a column whose cells are periods."""

_ROLE_OF_FIRST_WORD: Final[dict[str, str]] = {"NOMBRE": "place", "TIPO": "centre"}
_COUNT_OF = re.compile(r"^(?:N|NRO|NUM|NUMERO|CANT|CANTIDAD) (?:DE )?(?!ORDEN)[A-Z]{3}")
"""`N° de CEM`, `Cantidad de centros`."""
_ASIDE = re.compile(
    r"^\s*(?:%|%?\s*(?:var(?:iaci[oó]n)?|porcentaje|diferencia|crecimiento|incremento|meta|avance"
    r"|observaci[oó]n(?:es)?)\b[\s.%()]*(?:\w+[\s.%()]*){0,3}$)",
    re.IGNORECASE,
)
"""What heads a column of remarks, shares or targets: none of its numbers is a count."""
_FOOTNOTE_MARKS = re.compile(
    r"\s*(?:\(?\*+\)?|\((?:\d{1,2}|[a-fp])/?\)|\[\d{1,2}\]|(?<=\s)[\da-fp]/|[¹²³⁴⁵⁶⁷⁸⁹⁰⁽⁾]+)\s*$"
)
LONGEST_LABEL: Final = 1000
"""Characters of the longest header or label; what is longer is a text of another kind."""
_YEAR = r"(?:19|20)\d{2}"
_YEAR_ALONE = r"20[0-3]\d"
"""A number that no word says to be a year is one in these years only; any other is a count."""
MONTH_WORDS: Final = (
    r"(?:ENE(?:RO)?|FEB(?:RERO)?|MAR(?:ZO)?|ABR(?:IL)?|MAY(?:O)?|JUN(?:IO)?|JUL(?:IO)?"
    r"|AGO(?:STO)?|SET(?:IEMBRE)?|SEP(?:TIEMBRE|T)?|OCT(?:UBRE)?|NOV(?:IEMBRE)?|DIC(?:IEMBRE)?)"
)
_PERIOD = re.compile(
    rf"^(?:(?:AL|A|HASTA|DEL|DE|PERIODO|MES DE|ACUMULADO|AVANCE)\s+)*"
    rf"(?:ANO\s+{_YEAR}|{_YEAR_ALONE}"
    rf"|(?:\d{{1,2}}\s+(?:DE\s+)?)?{MONTH_WORDS}(?:\s+(?:DE\s+|DEL\s+)?{_YEAR})?"
    rf"(?:\s+(?:A|AL|HASTA|Y)?\s*(?:\d{{1,2}}\s+(?:DE\s+)?)?{MONTH_WORDS})?"
    rf"(?:\s+(?:DE\s+|DEL\s+)?(?:{_YEAR}|\d{{2}}))?)$"
)
_PERIOD_NEEDS = re.compile(rf"{_YEAR}|{MONTH_WORDS}")


@lru_cache(maxsize=8192)
def without_marks(text: str) -> str:
    """The text without footnote marks at its end (`Total *`, `Ilo (1)`, `Año 2022¹`)."""
    if len(text) > LONGEST_LABEL:
        return text
    previous = None
    while previous != text:
        previous, text = text, _FOOTNOTE_MARKS.sub("", text)
    return text


@lru_cache(maxsize=8192)
def header_role(text: str) -> str | None:
    """What a column under this header holds, or None where the header is not known.

    A header starts with a capital; that tells `Personas atendidas` above a column from the
    `personas atendidas` of a cell whose number is missing.

    Returns:
        province, district, count, centre, place, service, target, usage, period, aside (beside
        the figures, none itself), or None.
    """
    if len(text) > LONGEST_LABEL:
        return None
    if is_period_label(text):
        return "period"
    if len(text) <= 40 and _ASIDE.match(text):
        return "aside"
    words = normalise(without_marks(text))
    if not words:
        return None
    if not text.lstrip()[0].isupper():
        return None
    if words in ROLE_OF_HEADER:
        return ROLE_OF_HEADER[words]
    if len(words) <= 40 and _COUNT_OF.match(words):
        return "count"
    return _ROLE_OF_FIRST_WORD.get(words.split(" ", 1)[0]) if len(words) <= 40 else None


@lru_cache(maxsize=8192)
def is_period_label(text: str) -> bool:
    """Whether a text is nothing but a period: `Año 2022`, `Ene - Feb 2023`, `Enero a Setiembre`."""
    words = normalise(without_marks(text[: LONGEST_LABEL + 1]))
    return bool(len(words) <= 60 and _PERIOD.match(words) and _PERIOD_NEEDS.search(words))


_TOTAL = re.compile(r"^(?:SUB\s?TOTAL|TOTAL|TOTALES)\b")


@lru_cache(maxsize=8192)
def is_total_label(text: str) -> bool:
    """Whether a row or column label announces a total (`Total`, `TOTAL GENERAL`, `Subtotal`)."""
    return bool(_TOTAL.match(normalise(text)))


_LIKE_FIGURE: Final = re.compile(r"^\s*(?:\d|[-–—−]\s*(?:$|\n)|[SN]/[IDA]\b)", re.IGNORECASE)


@lru_cache(maxsize=8192)
def is_like_figure(text: str) -> bool:
    """Whether a text starts as figures do: with a digit, a lone dash, `S/I`; no period."""
    return bool(_LIKE_FIGURE.match(text)) and not is_period_label(text)


def heads_grid(texts: Sequence[str], below: Sequence[str]) -> bool:
    """Whether a row can only head a table of figures: words alone, among them or below periods.

    Args:
        texts: what the row's cells print.
        below: what those of the next row print.
    """
    if len(texts) < 2 or not all(texts) or any(map(is_like_figure, texts)):
        return False
    if normalise(texts[0]) in PERIOD_COLUMN or any(map(is_period_label, texts[1:])):
        return True
    is_of_periods = not below or not below[0]
    printed = [text for text in below if text]
    return is_of_periods and bool(printed) and all(map(is_period_label, printed))
