"""Lays a truth out under a style: the pages, and the figures a reader must find on them.

Belongs here: the order of headings, sections, matrices, glossary and map. Does not belong here:
the tables themselves (`compose_tables`, `compose_matrix`), the map's words (`compose_map`), file
formats.

Pages and expected figures are made in one pass, so that they cannot disagree: whatever puts a
number on the page also says what it means.
"""

from __future__ import annotations

import random

from tests.document_writer.blocks import Par
from tests.document_writer.catalogue import PROGRAMS, SERVICE_BY_CODE
from tests.document_writer.compose_map import add_map
from tests.document_writer.compose_matrix import add_matrix
from tests.document_writer.compose_tables import add_service_tables
from tests.document_writer.places import without_accents
from tests.document_writer.prose import SENTENCES
from tests.document_writer.service_words import ProgramWords, ServiceWords
from tests.document_writer.sheet import Composition, Sheet
from tests.document_writer.style import Style
from tests.document_writer.truth import ServiceTruth, Truth

OPERATED_HEADING = "SERVICIOS QUE OPERAMOS AL 100%"
COORDINATED_HEADING = (
    "SERVICIOS QUE SON DADOS EN COORDINACIÒN CON GOBIERNOS REGIONALES, PROVINCIALES Y LOCALES"
)
PROMOTED_HEADING = "SERVICIOS QUE PROMUEVE EL MIMP:"
GLOSSARY_HEADING = "GLOSARIO DE TÉRMINOS: " + COORDINATED_HEADING

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")

TITLES: dict[tuple[str, str], str] = {
    ("department", "department"): "RESUMEN EJECUTIVO DEL DEPARTAMENTO DE {name}",
    ("department", "region"): "RESUMEN EJECUTIVO DE LA REGIÓN {name}",
    ("department", "dash_region"): "RESUMEN EJECUTIVO – REGIÓN {name}",
    ("department", "plain"): "RESUMEN EJECUTIVO - {name}",
    ("constitutional_province", "department"): "RESUMEN EJECUTIVO DE LA PROVINCIA"
    " CONSTITUCIONAL DEL CALLAO",
    ("constitutional_province", "region"): "RESUMEN EJECUTIVO DE LA REGIÓN {name}",
    ("constitutional_province", "dash_region"): "RESUMEN EJECUTIVO – REGIÓN {name}",
    ("constitutional_province", "plain"): "RESUMEN EJECUTIVO DEL CALLAO",
    ("metropolitan", "department"): "RESUMEN EJECUTIVO DE LIMA METROPOLITANA",
    ("provinces", "department"): "RESUMEN EJECUTIVO DE LIMA PROVINCIAS",
    ("provinces", "dash_region"): "RESUMEN EJECUTIVO – REGIÓN LIMA PROVINCIAS",
}
"""The title by kind of reporting unit and style; a missing pair is titled as `department`."""

UNIT_PHRASES: dict[str, str] = {
    "department": "el departamento de {name}",
    "constitutional_province": "la Provincia Constitucional del {name}",
    "metropolitan": "{name}",
    "provinces": "{name}",
}
"""How a sentence names a unit, by its kind."""


def compose(truth: Truth, style: Style) -> Composition:
    """Lay the truth out under the style."""
    sheet = Sheet(truth, style, random.Random(f"compose {truth.seed} {style.seed}"))
    _add_title(sheet)
    if style.matrices_first:
        _add_matrices(sheet)
    by_program: dict[str, list[ServiceTruth]] = {}
    for service in truth.services:
        if service.has_section:
            by_program.setdefault(SERVICE_BY_CODE[service.code].program, []).append(service)
    position = 0
    for program in PROGRAMS:
        if program.code in by_program:
            _add_program(sheet, program, position, by_program[program.code])
            position += 1
    if "promoted" in by_program:
        sheet.add(Par(PROMOTED_HEADING, is_heading=True))
        for number, service in enumerate(by_program["promoted"], start=1):
            _add_service(sheet, service, _promoted_number(style, number))
    if not style.matrices_first:
        _add_matrices(sheet)
    if style.glossary:
        _add_glossary(sheet)
    if style.map_page:
        add_map(sheet)
    return sheet.finish()


def unit_phrase(sheet: Sheet) -> str:
    """The reporting unit as a sentence names it."""
    unit = sheet.truth.unit
    name = without_accents(unit.name) if sheet.style.drop_accents else unit.name
    return UNIT_PHRASES[unit.kind].format(name=name)


def _add_title(sheet: Sheet) -> None:
    unit, style = sheet.truth.unit, sheet.style
    # "Región Lima" is the provinces without the capital: the whole is always the department.
    wanted = "department" if unit.code == "15" else style.title
    title = TITLES.get((unit.kind, wanted), TITLES[unit.kind, "department"])
    name = unit.name.upper()
    title = title.format(name=without_accents(name) if style.drop_accents else name)
    sheet.add(Par(title, is_heading=True), Par(" "), Par("SERVICIOS QUE BRINDA:", is_heading=True))
    sheet.add_blanks(1)


def _program_number(style: Style, position: int) -> str:
    if style.numbering in ("roman_decimal", "roman_only"):
        return f"{ROMAN[position]}. "
    if style.numbering == "decimal":
        return f"{position + 1}. "
    if style.numbering == "paren":
        return f"{position + 1}) "
    if style.numbering == "letters":
        return f"{chr(ord('A') + position)}. "
    return ""


def _service_number(style: Style, position: int, number: int) -> str:
    if style.numbering == "roman_decimal":
        return f"{position + 1}.{number} "
    if style.numbering == "decimal":
        return f"{position + 1}.{number}. "
    if style.numbering == "paren":
        return f"{position + 1}.{number}) "
    if style.numbering == "letters":
        return f"{chr(ord('A') + position)}.{number} "
    return ""


def _promoted_number(style: Style, number: int) -> str:
    if style.numbering in ("roman_decimal", "decimal", "roman_only"):
        return f"{number}. "
    if style.numbering == "paren":
        return f"{number}) "
    if style.numbering == "letters":
        return f"{chr(ord('a') + number - 1)}) "
    return ""


def _add_program(
    sheet: Sheet, program: ProgramWords, position: int, services: list[ServiceTruth]
) -> None:
    style = sheet.style
    heading = _program_number(style, position) + program.heading
    sheet.add(Par(without_accents(heading) if style.drop_accents else heading, is_heading=True))
    sheet.add_blanks(1)
    if style.introductions:
        if program.introduction:
            sheet.add(Par(program.introduction))
        if program.lists_services:
            sheet.add(
                Par(f"Estos son los servicios del programa que funcionan en {unit_phrase(sheet)}:")
            )
        elif program.introduction:
            sheet.add_blanks(1)
    _add_prose(sheet)
    numbered = 0
    for service in services:
        number = ""
        if SERVICE_BY_CODE[service.code].is_numbered:
            numbered += 1
            number = _service_number(style, position, numbered)
        _add_service(sheet, service, number)


def _add_prose(sheet: Sheet) -> None:
    """Sentences whose numbers are no figures."""
    sentences = sheet.rng.sample(SENTENCES, sheet.style.prose)
    sheet.add(*(Par(sentence) for sentence in sentences))


def section_heading(words: ServiceWords, style: Style) -> str:
    """A service's heading without number and definition."""
    heading = words.headings[min(style.heading_variant, len(words.headings) - 1)]
    heading = heading.replace(" – ", f" {style.dash} ")
    return heading.upper() if style.upper_headings else heading


def _add_service(sheet: Sheet, service: ServiceTruth, number: str) -> None:
    words, style = SERVICE_BY_CODE[service.code], sheet.style
    heading = section_heading(words, style)
    is_automatic = style.automatic_numbering and words.program == "promoted"
    typed = "" if is_automatic else number
    bookmark = f"_Hlk{124000000 + len(sheet.pages.body)}" if style.bookmarks else ""
    automatic = number.strip() if is_automatic else ""
    if sheet.rng.random() < 0.15 and style.seed:
        heading_par = Par(f"{typed}{heading}")
        sheet.add(heading_par, Par(words.definition))
    else:
        heading_par = Par(f"{typed}{heading}: {words.definition}")
        sheet.add(heading_par)
    heading_par.number, heading_par.bookmark, heading_par.is_heading = automatic, bookmark, True
    if style.seed and sheet.rng.random() < 0.2:
        sheet.add_blanks(1)
    has_table = add_service_tables(sheet, service, words)
    if has_table and style.sources:
        indent = " " * sheet.rng.choice((0, 1, 2, 2, 13, 17))
        sheet.add(Par(f"{indent}Fuente: {words.source}"))
        _add_prose(sheet)
    if has_table and sheet.mark_was_used:
        sheet.add(Par(f"{style.mark} Cifra preliminar."))
        sheet.mark_was_used = False
    sheet.add_blanks(style.blank_lines)


def _add_matrices(sheet: Sheet) -> None:
    style = sheet.style
    operated = sheet.truth.matrix_services(coordinated=False)
    coordinated = sheet.truth.matrix_services(coordinated=True)
    phrase = unit_phrase(sheet).upper()
    consolidated = f"CONSOLIDADO DE SERVICIOS EN {phrase}"
    if style.drop_accents:
        consolidated = without_accents(consolidated)
    if operated:
        if style.heading == "glued":
            sheet.add_blanks(3)
            sheet.add(Par(consolidated, box=OPERATED_HEADING, is_heading=True))
        else:
            sheet.add(Par(consolidated, is_heading=True), Par(OPERATED_HEADING, is_heading=True))
            sheet.add_blanks(1)
        add_matrix(sheet, operated)
        sheet.add_blanks(1)
    if coordinated:
        if style.heading == "glued":
            sheet.add(Par("", box=COORDINATED_HEADING, is_heading=True))
        else:
            sheet.add(Par(COORDINATED_HEADING, is_heading=True))
        sheet.add_blanks(1)
        add_matrix(sheet, coordinated)


def _add_glossary(sheet: Sheet) -> None:
    sheet.add(Par("\t"), Par(GLOSSARY_HEADING, is_heading=True))
    sheet.add_blanks(1)
    for service in sheet.truth.services:
        words = SERVICE_BY_CODE[service.code]
        if words.matrix_label is not None and service.has_section:
            sheet.add(Par(f"{words.headings[0]}: {words.definition.lower()}"))
