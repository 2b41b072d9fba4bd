"""The report's Spanish: how codes of the warehouse are said, and how numbers are printed.

Belongs here: tables of words and formatting. Does not belong here: which of them a page shows.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from textwrap import shorten
from typing import Final

from orchestration.written_summary import wording
from orchestration.written_summary.wording import LONG_MONTHS, SHORT_MONTHS

MINUS: Final = "−"

SEVERITIES: Final = {
    "error": "Error",
    "warning": "Advertencia",
    "info": "Información",
}

FINDINGS: Final = {
    "total_mismatch": "Un total impreso no es la suma de sus partes",
    "matrix_mismatch": "Las tablas de detalle y el consolidado dicen cosas distintas",
    "legend_mismatch": "La leyenda del mapa y las tablas dicen cosas distintas",
    "cumulative_mismatch": "El acumulado del año no concuerda con ediciones anteriores",
    "negative_value": "Un número negativo",
    "unreadable_number": "Un número que no se puede leer",
    "out_of_range": "Un número fuera de lo posible",
    "duplicate_row": "Una fila aparece más de una vez",
    "ragged_row": "Una fila no tiene las celdas de su encabezado",
    "unclaimed_number": "Un número que no se pudo atribuir a ningún dato",
    "odd_characters": "Caracteres extraños",
    "suspicious_text": "Un texto con forma de fórmula o programa",
    "restated": "Una cifra ya publicada aparece con otro valor",
    "unknown_place": "Un lugar que no se reconoce",
    "similar_place": "Un lugar escrito de otra manera, reconocido por parecido",
    "place_level_mismatch": "Un lugar en la columna de otro nivel",
    "unknown_service": "Un servicio que no se conoce",
    "unknown_measure": "Una medida que no se conoce",
    "missing_period": "Falta el periodo de una cifra",
    "future_period": "Un periodo en el futuro",
    "period_conflict": "El documento nombra periodos distintos",
    "department_conflict": "El documento nombra departamentos distintos",
    "several_departments": "El documento trata de varios departamentos",
    "unreadable_document": "El archivo no se puede leer",
    "encrypted_document": "El archivo está protegido con contraseña",
    "unsafe_document": "El archivo no es seguro",
    "too_large": "El archivo es demasiado grande",
    "empty_document": "El archivo está vacío",
    "no_text_layer": "El PDF no tiene texto, solo imágenes",
    "unsupported_format": "El formato del archivo no se admite",
    "not_a_summary": "El archivo no es un resumen ejecutivo",
    "unknown_layout": "Una disposición que no se conoce",
    "incomplete_document": "El documento está incompleto",
    "duplicate_file": "El mismo archivo está dos veces",
    "picture_not_read": "El mapa no se pudo leer",
    "deleted_text": "Textos tachados que no se contaron",
}

_ASK_WHICH: Final = "Pregunte al ministerio cuál es el correcto."
_LOOK: Final = "Mire ese lugar del documento."
_KEPT_OUT: Final = "No se publica; pida al ministerio un documento corregido."
_WHOLE: Final = "Pida al ministerio el documento completo."
_COPY: Final = "Pida al ministerio otra copia."

REMEDIES: Final = {
    "total_mismatch": f"Sume las partes, que son lo que se cuenta. {_ASK_WHICH}",
    "matrix_mismatch": f"Cuente las filas de las tablas. {_ASK_WHICH}",
    "legend_mismatch": f"Mire el mapa; las sumas siguen las tablas. {_ASK_WHICH}",
    "cumulative_mismatch": f"Compare las dos ediciones. {_ASK_WHICH}",
    "restated": f"Cada edición conserva lo que imprime. {_ASK_WHICH}",
    "negative_value": _KEPT_OUT,
    "unreadable_number": _KEPT_OUT,
    "out_of_range": _KEPT_OUT,
    "duplicate_row": f"Compruebe que no se haya contado dos veces. {_ASK_WHICH}",
    "ragged_row": "Sus cifras no se publican; compare la fila con su encabezado.",
    "unclaimed_number": "Mire ese lugar y diga qué cuenta.",
    "odd_characters": "Se leyeron como se ven; compruebe las cifras de esos lugares.",
    "suspicious_text": "Se guarda como texto; pregunte a quien lo envió por qué está ahí.",
    "unknown_place": "Lo que dice de él no se publica; corrija el nombre o agregue su escritura.",
    "similar_place": "Mire si es ese lugar; si lo es, agregue su escritura.",
    "place_level_mismatch": (
        "La cifra queda en el lugar que se nombra; pregunte al ministerio si se refiere a todo él."
    ),
    "unknown_service": "Sus cifras se publican con ese nombre; agréguelo a los servicios.",
    "unknown_measure": "Sus cifras se publican con ese nombre; agréguela a las medidas.",
    "missing_period": "Complete el encabezado de la columna; sin él no se publica.",
    "future_period": "Corrija el año o el mes de los encabezados.",
    "period_conflict": "Se siguió lo que dicen las tablas; mire de qué mes son las cifras.",
    "department_conflict": "Mire de qué departamento son las cifras.",
    "several_departments": "Ponga cada resumen en un archivo propio.",
    "unreadable_document": _COPY,
    "encrypted_document": "Pida una copia sin contraseña.",
    "unsafe_document": "Ábralo con cuidado y pida una copia sin lo que sobra.",
    "too_large": "Compruebe que sea el archivo correcto.",
    "empty_document": _COPY,
    "no_text_layer": "Pida el documento de Word.",
    "unsupported_format": "Pida el documento de Word.",
    "not_a_summary": "Compruebe que sea el archivo correcto; si no es un resumen, retírelo.",
    "unknown_layout": f"{_LOOK} Puede haber cifras que no se leyeron.",
    "incomplete_document": _WHOLE,
    "duplicate_file": "Se contó una vez; uno de los dos puede retirarse.",
    "picture_not_read": "Mire el mapa en el documento.",
    "deleted_text": "Pida al ministerio el documento con los cambios aceptados.",
}
"""What a person does about a finding, by its code."""

REFUSALS: Final = {
    "missing_period": (
        "Ninguna tabla ni título dice de qué mes es",
        "Complete el encabezado de una columna de periodo.",
    ),
    "unknown_layout": (
        "No se reconoció ninguna tabla",
        "Exporte el documento otra vez o pida el de Word.",
    ),
    "unknown_place": (
        "No se reconoce de qué departamento es",
        "Complete el título o agregue su escritura.",
    ),
}
"""What is said, and what is done, of a code that refuses a whole file and not a figure."""

_NO_WORDS: Final = "Mire el encabezado y pida al ministerio un documento corregido."

UNNAMED: Final = {
    "unknown_service": ("Ningún texto dice de qué servicio son unas cifras", _NO_WORDS),
    "unknown_measure": ("Ningún texto dice qué cuentan unas cifras", _NO_WORDS),
}
"""What is said, and what is done, of a code about printed words where none are printed."""

_LONGEST_QUOTE: Final = 120

ARITHMETIC_FINDINGS: Final = frozenset(
    {"total_mismatch", "matrix_mismatch", "legend_mismatch", "cumulative_mismatch"}
)
"""Findings that a comparison of `quality.reconciliation` says in more detail."""

COMPARISONS: Final = {
    "detail_vs_total": ("suma de las filas", "total impreso"),
    "subtotal_vs_rows": ("suma de las filas", "subtotal impreso"),
    "span_vs_months": ("suma de los meses", "total impreso de los meses"),
    "matrix_rows_vs_total": ("suma de la fila", "total impreso de la fila"),
    "matrix_columns_vs_total": ("suma de la columna", "total impreso de la columna"),
    "matrix_grand_total": ("suma de las celdas", "gran total impreso"),
    "detail_vs_matrix": ("tablas de detalle", "consolidado"),
    "tables_vs_legend": ("tablas", "leyenda del mapa"),
    "year_to_date_vs_earlier": ("acumulado de una edición anterior", "acumulado de esta edición"),
    "year_to_date_vs_months": ("suma de los meses", "acumulado impreso"),
    "year_vs_months": ("enero a diciembre", "año impreso"),
}
"""What the two sides of a comparison are, by its kind."""

CHANGES: Final = {
    "changed": "cambió",
    "added": "se agregó",
    "removed": "se retiró",
    "restated": "se publicó antes con otro valor",
}

BLOCKS: Final = {
    "usage": "usuarias/os",
    "coverage": "cobertura",
    "matrix": "consolidado",
    "map_legend": "leyenda del mapa",
    "poverty_ranking": "orden de pobreza",
}

STATUSES: Final = {"dash": "raya", "no_information": "sin información", "blank": "en blanco"}


_STEPS: Final = {
    "table": "tabla",
    "row": "fila",
    "cell": "celda",
    "picture": "imagen",
    "line": "línea",
    "page": "página",
    "consolidated": "consolidado",
    "glossary": "glosario",
    "start": "comienzo",
    "header": "encabezado",
    "footer": "pie de página",
    "footnote": "nota",
}
_STEP: Final = re.compile(rf"(?<![\w-])({'|'.join(_STEPS)})(?= \d|$| >)")


def place(location: str | None) -> str:
    """A place in a document: `1.1 CEM > tabla 1 > fila 2 (línea 30)`."""
    return _STEP.sub(lambda match: _STEPS[match[1]], location or "")


def finding(code: str, printed_text: str | None = None) -> str:
    """What a finding says and what to do: `Un servicio que no se conoce: «Casa Rosa». …`.

    Empty words say that nothing is printed, none that what is printed is not repeated.
    """
    what, remedy = FINDINGS.get(code, code), REMEDIES.get(code, "")
    if printed_text == "":
        what, remedy = UNNAMED.get(code, (what, remedy))
    return _said(what, remedy, printed_text)


def refusal(code: str, printed_text: str | None = None) -> str:
    """Why a whole file was kept out, and what to do."""
    what, remedy = REFUSALS.get(code, (FINDINGS.get(code, code), REMEDIES.get(code, "")))
    return _said(what, remedy, printed_text)


def _said(what: str, remedy: str, printed_text: str | None) -> str:
    quoted = shorten(printed_text or "", _LONGEST_QUOTE, placeholder=" …")
    return " ".join(filter(None, (what + (f": «{quoted}»." if quoted else "."), remedy)))


def number(value: Decimal | int) -> str:
    """A whole number with its thousands apart, never broken over two lines."""
    return wording.number(value).replace(" ", "\u00a0")


def month_long(month: date) -> str:
    """`enero de 2023`."""
    return f"{LONG_MONTHS[month.month - 1].lower()} de {month.year}"


def month_short(month: date) -> str:
    """`Ene 2023`."""
    return f"{SHORT_MONTHS[month.month - 1]} {month.year}"


def period_long(start: date, end: date, kind: str) -> str:
    """`año 2022`, `enero de 2023`, `enero a marzo de 2023`."""
    if kind == "year":
        return f"año {start.year}"
    if kind == "year_to_date" and start.month != end.month:
        return f"{LONG_MONTHS[start.month - 1].lower()} a {month_long(end)}"
    return month_long(end)


def signed(value: Decimal | int) -> str:
    """`+12`, `−3`, `0`."""
    sign = "+" if value > 0 else MINUS if value < 0 else ""
    return f"{sign}{number(value if value >= 0 else -value)}"


def percent(value: float) -> str:
    """`+8,1 %`."""
    sign = "+" if value > 0 else MINUS if value < 0 else ""
    return f"{sign}{abs(value):.1f}\u00a0%".replace(".", ",")


def share(lower: float, upper: float) -> str:
    """An interval in per cent: `12,3–18,9 %`."""
    return f"{lower:.1f}–{upper:.1f}\u00a0%".replace(".", ",")
