"""How values and names are printed in the ministry's documents.

Belongs here: numbers, months and places as Spanish text; the report prints them the same way.
Does not belong here: which of them stand where (`compose`).
"""

from __future__ import annotations

import unicodedata
from datetime import date
from decimal import Decimal
from typing import Final

SHORT_MONTHS: Final = (
    "Ene", "Feb", "Mar", "Abr", "May", "Jun", "Jul", "Ago", "Set", "Oct", "Nov", "Dic",
)  # fmt: skip
LONG_MONTHS: Final = (
    "Enero",
    "Febrero",
    "Marzo",
    "Abril",
    "Mayo",
    "Junio",
    "Julio",
    "Agosto",
    "Setiembre",
    "Octubre",
    "Noviembre",
    "Diciembre",
)
NO_NUMBER: Final = {"dash": "-", "no_information": "S/I", "blank": "", "listed": ""}
"""What is printed where no number is, by `value_status`."""


def number(value: Decimal | int) -> str:
    """A whole number with its thousands apart: `73 139`."""
    return f"{int(value):,}".replace(",", " ")


def figure_text(value: Decimal | None, value_status: str, printed_text: str | None) -> str:
    """What a cell prints for a figure; a text that could not be read stays as it was printed."""
    if value is not None:
        return number(value)
    return NO_NUMBER.get(value_status, printed_text or "")


def period_label(start: date, end: date, kind: str) -> str:
    """The heading of a period's column: `Año 2022`, `Ene 2023`, `Ene - Set 2023`."""
    if kind == "year":
        return f"Año {start.year}"
    last = SHORT_MONTHS[end.month - 1]
    if kind == "year_to_date":
        return f"{SHORT_MONTHS[start.month - 1]} - {last} {end.year}"
    return f"{last} {end.year}"


def month_name(month: date) -> str:
    """`Enero 2023`."""
    return f"{LONG_MONTHS[month.month - 1]} {month.year}"


def capitals(text: str) -> str:
    """A name in capitals without accents, as the matrices and the map print places."""
    decomposed = unicodedata.normalize("NFD", text.replace("ñ", "\0").replace("Ñ", "\0"))
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return plain.replace("\0", "Ñ").upper()


_CALLAO: Final = "07"


def in_unit(unit_code: str, unit: str, department_ubigeo: str) -> str:
    """A reporting unit after `en`: `el departamento de Moquegua`, `Lima Metropolitana`."""
    if unit_code == _CALLAO:
        return f"la Provincia Constitucional del {unit}"
    return f"el departamento de {unit}" if unit_code == department_ubigeo else unit


def of_unit(unit_code: str, unit: str, department_ubigeo: str) -> str:
    """A reporting unit with `de` before it: `del departamento de Moquegua`."""
    phrase = in_unit(unit_code, unit, department_ubigeo)
    return f"d{phrase}" if phrase.startswith("el ") else f"de {phrase}"
