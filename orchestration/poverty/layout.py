"""Which sheet, which rows and which columns of a workbook hold the estimates, and its year.

Belongs here: the layout as INEI prints it: title rows, headings over several rows, data, note
rows. Headings are found by their words; only where none is found the known order of columns
counts. Does not belong here: values (`cells`) or whether they can be right (`judgement`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from orchestration.documents.words import normalise
from orchestration.poverty.cells import DISTRICT_DIGITS, code_of, text_of, without_footnote_mark

Rows = Sequence[Sequence[Any]]
"""The values of a sheet, a tuple a row."""

_HEADINGS: Final[dict[str, re.Pattern[str]]] = {
    "ubigeo": re.compile(r"(CODIGO )?(DE )?UBIGEO( INEI)?|CODIGO( DE DISTRITO)?"),
    "department": re.compile(r"DEPARTAMENTOS?|REGION"),
    "province": re.compile(r"PROVINCIAS?"),
    "district": re.compile(r"DISTRITOS?"),
    "population": re.compile(r"(PROYECCION DE )?(LA )?POBLACION(?!.*POBREZA)( .{0,40})?"),
    "lower": re.compile(r"(LIMITE |LIM |EXTREMO )?INF(ERIOR)?( .{0,20})?"),
    "upper": re.compile(r"(LIMITE |LIM |EXTREMO )?SUP(ERIOR)?( .{0,20})?"),
    "robust_group": re.compile(r"GRUPOS? ROBUSTOS?( .{0,20})?"),
    "rank": re.compile(r"UBICACION( .{0,60})?|RANKING( .{0,20})?|ORDEN( DE POBREZA)?"),
}
_NEEDED: Final = {"ubigeo", "lower", "upper"}
_KNOWN_ORDER: Final = tuple(_HEADINGS)
_SHEET_NAME: Final = "ANEXO1"
_MOST_HEADING_ROWS: Final = 40
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_OTHER_YEARS: Final = re.compile(
    r"\b(POBLACION|PROYECCION(ES)?|PROYECTADA|CENSOS?|ENAHO|ENCUESTA|ACTUALIZAD[AO]|PUBLICAD[AO])"
    r"((?!POBREZA)[A-Z ]){0,40} (\d{1,2} DE [A-Z]+ DEL? )?\d{4}( (Y )?\d{4})*\b"
)
"""Years of something other than the map: of its population, census, survey or printing."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things stand in a sheet.

    Attributes:
        heading_row: index of the row with the heading of the codes; titles stand above it.
        first_data_row: index of the first district's row.
        columns: index of each column that was found.
        is_by_position: whether the columns were taken by their known order.
    """

    heading_row: int
    first_data_row: int
    columns: dict[str, int]
    is_by_position: bool = False


@dataclass(frozen=True, slots=True)
class Edition:
    """Which year the poverty map of a workbook is of, and who says so.

    Attributes:
        year: the year, None where nothing says one single year.
        said_by: years by where they stand: title, notes, file name; those that say any.
    """

    year: int | None
    said_by: dict[str, frozenset[int]]


def order_of_sheets(names: Sequence[str]) -> list[str]:
    """The sheets to look at: the one named as INEI names it first."""
    return sorted(names, key=lambda name: normalise(name).replace(" ", "") != _SHEET_NAME)


def find_layout(rows: Rows) -> Layout | None:
    """The layout of a sheet, or None where it is no sheet of estimates."""
    by_words = _by_words(rows)
    if by_words:
        return by_words
    return _by_position(rows)


def _by_words(rows: Rows) -> Layout | None:
    for number, row in enumerate(rows[:_MOST_HEADING_ROWS]):
        for column, value in enumerate(row):
            if _heading(text_of(value)) == "ubigeo":
                first = _first_district(rows, number, column)
                columns = _columns(rows[:first]) if first else {}
                if first and columns.keys() >= _NEEDED:
                    return Layout(number, first, columns)
    return None


def _first_district(rows: Rows, heading_row: int, column: int) -> int | None:
    for number, row in enumerate(rows[heading_row:_MOST_HEADING_ROWS], start=heading_row):
        if _is_district(_cell(row, column)):
            return number
    return None


def _columns(headings: Rows) -> dict[str, int]:
    """The column of each heading, looking from the data upwards: titles come last."""
    columns: dict[str, int] = {}
    for number in range(len(headings) - 1, -1, -1):
        for column, value in enumerate(headings[number]):
            name = _heading(text_of(value))
            if (
                name
                and name not in columns
                and column not in columns.values()
                and not _is_of_extreme_poverty(headings, number, column)
            ):
                columns[name] = column
    return columns


def _heading(text: str) -> str | None:
    words = normalise(without_footnote_mark(text))
    return next((name for name, pattern in _HEADINGS.items() if pattern.fullmatch(words)), None)


def _is_of_extreme_poverty(rows: Rows, number: int, column: int) -> bool:
    """Whether the headings over a column say that it is about extreme poverty only."""
    for row in reversed(rows[max(0, number - 4) : number]):
        # A heading over several columns stands in the first of them.
        left = [text_of(value) for value in row[: column + 1] if text_of(value)]
        if left and "EXTREMA" in normalise(left[-1]):
            return True
    return False


def _by_position(rows: Rows) -> Layout | None:
    """The known order of columns, where a sheet's headings are not in it or not readable."""
    for number, row in enumerate(rows[:_MOST_HEADING_ROWS]):
        if _is_district(_cell(row, 0)) and all(_is_number(_cell(row, i)) for i in (4, 5, 6)):
            if any(text_of(_cell(row, column)).isdecimal() for column in (1, 2, 3)):
                return None
            return Layout(number, number, {name: i for i, name in enumerate(_KNOWN_ORDER)}, True)
    return None


def _is_district(value: Any) -> bool:
    code = code_of(value)
    return code is not None and len(code) == DISTRICT_DIGITS


def _is_number(value: Any) -> bool:
    return bool(re.fullmatch(r"\d+([.,]\d+)?", text_of(value)))


def find_edition(rows: Rows, layout: Layout, file_name: str) -> Edition:
    """The year of the poverty map: from the title rows, the notes under the data or the name.

    What stands first counts. Where it says several years, the others may decide between these,
    and never for another one.
    """
    title = _texts(rows[: layout.heading_row])
    notes = _texts(rows[_end_of_data(rows, layout) :])
    about_poverty = [text for text in title if "POBREZA" in text]
    evidence = {
        "title": _years(about_poverty) or _years(title),
        "notes": _years(
            text for text in notes if "MAPA DE POBREZA" in text or "MAPA DE LA POBREZA" in text
        ),
        "file name": _years([normalise(file_name)]),
    }
    said_by = {place: years for place, years in evidence.items() if years}
    candidates: frozenset[int] = frozenset()
    for years in said_by.values():
        candidates = candidates & years or candidates or years
    year = next(iter(candidates)) if len(candidates) == 1 else None
    return Edition(year, said_by)


def _years(texts: Iterable[str]) -> frozenset[int]:
    return frozenset(
        int(year) for text in texts for year in _YEAR.findall(_OTHER_YEARS.sub("", text))
    )


def find_population_year(rows: Rows, layout: Layout) -> int | None:
    """The year in the heading of the population, or in a heading below it."""
    column = layout.columns.get("population")
    if column is None:
        return None
    for row in rows[: layout.first_data_row]:
        text = normalise(without_footnote_mark(text_of(_cell(row, column))))
        years = _YEAR.findall(text)
        if years and (len(text) == 4 or _heading(text) == "population"):
            return int(years[0])
    return None


def title_of(rows: Rows, layout: Layout) -> str:
    """The title rows as one line."""
    texts = [text_of(value) for row in rows[: layout.heading_row] for value in row]
    return " ".join(filter(None, texts))[:500]


def _end_of_data(rows: Rows, layout: Layout) -> int:
    column = layout.columns["ubigeo"]
    with_codes = [
        number
        for number, row in enumerate(rows)
        if number >= layout.first_data_row and code_of(_cell(row, column))
    ]
    return with_codes[-1] + 1 if with_codes else len(rows)


def _texts(rows: Rows) -> list[str]:
    return [normalise(text_of(value)) for row in rows for value in row if text_of(value)]


def _cell(row: Sequence[Any], column: int) -> Any:
    return row[column] if column < len(row) else None
