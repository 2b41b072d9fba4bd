"""What can be printed about a service, a measure or a programme.

Belongs here: the shape of the catalogue's entries. Does not belong here: the entries
(`catalogue`).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MeasureWords:
    """A measure of a usage cell: the words before and after its number.

    `typical` is the order of magnitude of a month; `adds_up` whether months may be summed.
    `alone` is the measure's name over a column of bare numbers where it is not `after`.
    A measure that `continues_sentence` is printed in the sentence of the measure before it.
    """

    code: str
    after: str
    before: str = ""
    typical: int = 100
    adds_up: bool = True
    continues_sentence: bool = False
    alone: str = ""


@dataclass(frozen=True, slots=True)
class ServiceWords:
    """Everything printed about one service.

    Attributes:
        code: as in the reference.
        program: key of PROGRAMS, or `promoted` for services of regions and municipalities.
        headings: the section heading's spellings, the real document's first.
        definition: our words after the heading's colon.
        label: the row label of the usage or coverage table.
        measures: what a usage table prints; none for services without users.
        shape: the coverage table's columns, or `none`.
        centre_heading: the heading of the column with the kind of centre.
        centres: (printed kind of centre, canonical modality or None).
        matrix_label: column label of the consolidated matrix, or None.
        legend: (printed words, modality) of the map's legend.
        target: the target population of tables without usage columns.
        source: who the line under the table names.
        share: how often a generated document has the service.
        is_numbered: whether the real document numbers its section.
        usual_label: before | after | own_paragraph: where the real label stands around the
            nested table (see `Style.label_position`).
        has_bare_columns: the real usage table has no column for the service, and a column for
            each measure.
    """

    code: str
    program: str
    headings: tuple[str, ...]
    definition: str
    label: str
    measures: tuple[MeasureWords, ...] = ()
    shape: str = "none"
    centre_heading: str = "Centro"
    centres: tuple[tuple[str, str | None], ...] = ()
    matrix_label: str | None = None
    legend: tuple[tuple[str, str | None], ...] = ()
    target: str = ""
    source: str = ""
    share: float = 1.0
    is_numbered: bool = True
    usual_label: str = "before"
    has_bare_columns: bool = False


@dataclass(frozen=True, slots=True)
class ProgramWords:
    """A part of the document that belongs to one programme or unit."""

    code: str
    heading: str
    introduction: str
    lists_services: bool = False
