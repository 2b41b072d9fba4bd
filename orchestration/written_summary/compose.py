"""The order of the pages: title, programmes and their services, promoted services, matrices, map.

Belongs here: which heading stands over what. Does not belong here: the tables themselves
(`tables`, `matrices`), the map page (`map_page`), or the file (`word`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from orchestration.written_summary.content import Content, Figure, Service, first_step
from orchestration.written_summary.map_page import map_blocks
from orchestration.written_summary.matrices import matrix_tables
from orchestration.written_summary.pages import PageBlock, PageBreak, Paragraph
from orchestration.written_summary.tables import ServiceFigures, place_tables, service_table
from orchestration.written_summary.wording import in_unit, of_unit

PROMOTED: Final = "SERVICIOS QUE PROMUEVE EL MIMP:"
OTHERS: Final = "OTROS SERVICIOS"
OPERATED_MATRIX: Final = "SERVICIOS QUE OPERAMOS AL 100%"
COORDINATED_MATRIX: Final = (
    "SERVICIOS QUE SON DADOS EN COORDINACIÓN CON GOBIERNOS REGIONALES, PROVINCIALES Y LOCALES"
)
_ROMAN: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def compose(content: Content, map_picture: bytes | None = None) -> list[PageBlock]:
    """Lay out everything the warehouse says of a document.

    Args:
        content: what it says.
        map_picture: a PNG for the map page, without words that could be taken for figures.
    """
    return [
        *_title(content),
        *_services(content),
        *_matrices(content),
        PageBreak(),
        *map_blocks(content, map_picture),
    ]


def _title(content: Content) -> Iterator[PageBlock]:
    subject = content.subject
    unit = of_unit(subject.unit_code, subject.unit, subject.department_ubigeo)
    yield Paragraph(f"RESUMEN EJECUTIVO {unit.upper()}", "title")
    yield Paragraph("SERVICIOS QUE BRINDA:", "part")


def _services(content: Content) -> Iterator[PageBlock]:
    printed = _by_service(content)
    needed = content.subject.as_of_month
    has_month = any(
        figure.period[1] >= needed and figure.block == "usage" for figure in content.figures
    )
    parts: dict[str, list[ServiceFigures]] = {}
    for service_figures in printed:
        parts.setdefault(_part_of(service_figures.service), []).append(service_figures)
    promoted = parts.pop(PROMOTED, [])
    for number, (heading, members) in enumerate(parts.items(), start=1):
        yield Paragraph(f"{_roman(number)}. {heading}", "part")
        for position, member in enumerate(members, start=1):
            month = None if has_month else needed
            has_month = has_month or bool(member.usage)
            yield from _section(content, member, f"{number}.{position}", month)
    if promoted:
        yield Paragraph(PROMOTED, "part")
    for position, member in enumerate(promoted, start=1):
        yield from _section(content, member, f"{position}.", None)


def _roman(number: int) -> str:
    return _ROMAN[number - 1] if number <= len(_ROMAN) else str(number)


def _part_of(service: Service) -> str:
    if service.is_promoted:
        return PROMOTED
    if service.program is None:
        return OTHERS
    acronym = f" – {service.program_code}" if _is_acronym(service.program_code) else ""
    return service.program.upper() + acronym


def _is_acronym(code: str | None) -> bool:
    return code is not None and code.isalpha()


def _by_service(content: Content) -> list[ServiceFigures]:
    """The usage and coverage figures of each service, services in printed order."""
    found: dict[Service, list[Figure]] = {}
    for figure in content.figures:
        if figure.block in ("usage", "coverage") and figure.service is not None:
            found.setdefault(figure.service, []).append(figure)
    return [ServiceFigures(service, tuple(figures)) for service, figures in found.items()]


def _section(
    content: Content, figures: ServiceFigures, number: str, month: date | None
) -> Iterator[PageBlock]:
    step = first_step(figures.figures[0].location)
    definition = content.notes.get(("definition", step), "").partition(":")[2].strip()
    lead = f"{number} {heading_of(figures.service)}"
    yield Paragraph(f": {definition}" if definition else ":", "section", lead)
    target = content.notes.get(("target_population", step), "")
    yield service_table(figures, target, month)
    for table in place_tables(figures):
        yield Paragraph("")
        yield table
    source = content.notes.get(("source", step))
    if source:
        yield Paragraph(source, "source")


def heading_of(service: Service) -> str:
    """A service's name as headings and labels print it: `Estrategia Rural – ER`."""
    name = " ".join(service.name.split()).rstrip(" :")
    if service.acronym and service.acronym not in name:
        return f"{name} – {service.acronym}"
    return name


def _matrices(content: Content) -> Iterator[PageBlock]:
    subject = content.subject
    unit = in_unit(subject.unit_code, subject.unit, subject.department_ubigeo)
    yield PageBreak()
    yield Paragraph(f"CONSOLIDADO DE SERVICIOS EN {unit.upper()}", "part")
    for heading, table in matrix_tables(content, OPERATED_MATRIX, COORDINATED_MATRIX):
        yield Paragraph(heading, "part")
        yield table
        yield Paragraph()
