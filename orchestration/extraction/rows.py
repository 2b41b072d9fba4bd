"""The rows extraction gives: one dataclass a table of the `raw` schema.

Belongs here: the columns of `raw.*`, their order and their meaning. The loader creates the
tables from these classes, and the comments of the published file come from their docstrings.
Does not belong here: reading (`documents`), finding rows (the other modules of this folder),
or what a text means (dbt).

Every text is as printed, outer blanks removed; None means the document has no such cell,
an empty string that the cell is blank. `location` is a path a person can follow:
`1.1 Centro Emergencia Mujer – CEM > table 1 > row 3 > cell 1 > table 1 > row 2 > cell 3`.
`figure_id` identifies a printed figure and is the same for the same bytes; `row_id` names
the printed row it stands in, so that a fault of the row keeps all its figures out.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import ClassVar


@dataclass(slots=True)
class RawRow:
    """Base of all raw rows; `table` is the name in the `raw` schema.

    Nobody changes a row once it is made. They are not frozen because a document has thousands,
    and making a frozen one takes several times as long.
    """

    table: ClassVar[str] = ""

    document_id: str


@dataclass(slots=True)
class DepartmentMention(RawRow):
    """One row per place where a document says which department it is about.

    mention_kind: title | introduction | matrix_heading | map_heading. printed_text is the whole
    sentence or heading; department_text only the words that name the department.
    """

    table: ClassVar[str] = "department_mentions"

    location: str
    mention_kind: str
    department_text: str
    printed_text: str


@dataclass(slots=True)
class PeriodMention(RawRow):
    """One row per printed period label.

    mention_kind: column (of a usage table) | map_stamp | title.
    """

    table: ClassVar[str] = "period_mentions"

    location: str
    mention_kind: str
    printed_text: str


@dataclass(slots=True)
class ServiceFigure(RawRow):
    """One row per number printed in a usage column ("Usuarias/os"), with the words around it.

    One row a number: a cell with two measures gives two rows. A usage cell that holds a dash,
    S/I or nothing gives one row with that as printed_text. measure_label is the words that
    follow the number up to the next number, or those before it where none follow;
    column_heading the heading between period and cell, where there is one. row_kind: detail |
    total; a row of totals has the service of the rows above it. province_text and district_text
    are the places the figure is printed for, None where it is for the whole department.
    """

    table: ClassVar[str] = "service_figures"

    figure_id: str
    row_id: str
    location: str
    section_number: str | None
    section_heading: str | None
    row_label: str | None
    row_kind: str
    column_heading: str | None
    period_label: str | None
    measure_label: str | None
    cell_text: str
    printed_text: str
    province_text: str | None = None
    district_text: str | None = None


@dataclass(slots=True)
class ServiceCoverage(RawRow):
    """One row per row of a coverage table: where centres of a service are, and how many.

    row_kind: detail | subtotal | total. A subtotal printed inside a label ("CEM Regulares (3)")
    is a row of its own. centre_label is the printed kind of centre (carried down merged cells),
    place_name the printed name of the centre or place of intervention; province_location and
    district_location are where their texts stand, those carried down too. count_text is None
    where the table has no column of numbers: the row itself then says that one is there.
    """

    table: ClassVar[str] = "service_coverage"

    figure_id: str
    row_id: str
    location: str
    section_number: str | None
    section_heading: str | None
    row_label: str | None
    row_kind: str
    centre_label: str | None
    province_text: str | None
    district_text: str | None
    place_name: str | None
    count_text: str | None
    province_location: str | None = None
    district_location: str | None = None


@dataclass(slots=True)
class ConsolidatedCell(RawRow):
    """One row per cell of a consolidated province × service matrix, blank cells included.

    place_level: province | district, by the header over the row labels; row_kind and
    column_kind: detail | total. matrix_number counts the matrices of the document
    from 1; matrix_heading is the heading printed above it; row_label_location is where the row's
    label stands.
    """

    table: ClassVar[str] = "consolidated_cells"

    figure_id: str
    row_id: str
    location: str
    matrix_number: int
    matrix_heading: str | None
    row_label: str
    place_level: str
    row_kind: str
    column_label: str
    column_kind: str
    printed_text: str
    row_label_location: str | None = None


@dataclass(slots=True)
class MapLegendEntry(RawRow):
    """One row per service count in the map's legend ("3 Educadores Calle")."""

    table: ClassVar[str] = "map_legend"

    figure_id: str
    row_id: str
    location: str
    service_label: str
    count_text: str
    printed_text: str


@dataclass(slots=True)
class PovertyRank(RawRow):
    """One row per line of the map's list of poorest districts, poorest first.

    rank_position counts from 1 in printed order; the list prints no rank numbers of its own.
    """

    table: ClassVar[str] = "poverty_ranking"

    figure_id: str
    row_id: str
    location: str
    rank_position: int
    province_text: str
    district_text: str
    printed_text: str


@dataclass(slots=True)
class PovertyBand(RawRow):
    """One row per band of the poverty legend ("Entre el 20% y 30%"), in printed order from 1."""

    table: ClassVar[str] = "poverty_bands"

    location: str
    band_order: int
    printed_text: str


@dataclass(slots=True)
class Note(RawRow):
    """One row per printed text that is no figure.

    note_kind: heading | definition | source | target_population | glossary | paragraph |
    header | footer | footnote.
    """

    table: ClassVar[str] = "notes"

    location: str
    section_number: str | None
    section_heading: str | None
    note_kind: str
    printed_text: str


@dataclass(slots=True)
class LedgerEntry(RawRow):
    """One row per numeric token printed anywhere in the document: the number ledger.

    number_class is `figure` (figure_id says which raw row claims it), a named class that is no
    figure (section_number, page_number, year, law_number, grid_label, restated in a sentence, …),
    or `unclaimed`.
    """

    table: ClassVar[str] = "numbers"

    number_order: int
    location: str
    printed_text: str
    context: str
    number_class: str
    figure_id: str | None


@dataclass(slots=True)
class ReadingFinding(RawRow):
    """One row per thing wrong that reading or extraction saw.

    An error with neither figure_id nor row_id refuses the whole document; with row_id it keeps
    out every figure of that row, with figure_id that figure.
    """

    table: ClassVar[str] = "reading_findings"

    severity: str
    code: str
    location: str
    printed_text: str
    message: str
    row_id: str | None = None
    figure_id: str | None = None


EXTRACTED: tuple[type[RawRow], ...] = (
    DepartmentMention,
    PeriodMention,
    ServiceFigure,
    ServiceCoverage,
    ConsolidatedCell,
    MapLegendEntry,
    PovertyRank,
    PovertyBand,
    Note,
    LedgerEntry,
    ReadingFinding,
)
"""The raw tables that extraction fills, in load order."""


@dataclass(slots=True)
class Extraction:
    """Everything extraction found in one document: raw rows by table name."""

    document_id: str
    title: str = ""
    rows: dict[str, list[RawRow]] = field(
        default_factory=lambda: {row_type.table: [] for row_type in EXTRACTED}
    )

    def add(self, row: RawRow) -> None:
        """Append a row to its table."""
        self.rows[row.table].append(row)


def column_names(row_type: type[RawRow]) -> tuple[str, ...]:
    """The columns of a raw table, in order."""
    return tuple(column.name for column in fields(row_type))
