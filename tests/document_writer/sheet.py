"""The sheet under the composer's hands: pages so far, and the figures put on them.

Belongs here: adding blocks, printing a figure and noting what it means in one step. Does not
belong here: what to print where (`compose`).
"""

from __future__ import annotations

import copy
import random
from dataclasses import dataclass, field

from tests.document_writer.blocks import PageBlock, Pages, Par, TableBlock, TableCell
from tests.document_writer.style import Style, grouped, place_name, strayed
from tests.document_writer.truth import Amount, ExpectedFigure, Period, Truth

GAP_WORDS = {"blank": "", "dash": "-", "no_information": "S/I"}


@dataclass(slots=True)
class Slot:
    """Where an expected figure is printed, so that a fault can change what is there.

    A figure of the map has a line of `map_lines` instead of a paragraph.
    """

    figure: ExpectedFigure
    paragraph: Par | None
    printed: str
    table: TableBlock | None = None
    cells: list[TableCell] | None = None
    map_lines: list[str] | None = None
    map_line: int = 0

    def reprint(self, printed: str) -> None:
        """Print something else in the figure's place."""
        if self.paragraph is not None:
            self.paragraph.text = self.paragraph.text.replace(self.printed, printed, 1)
        elif self.map_lines is not None:
            line = self.map_lines[self.map_line]
            self.map_lines[self.map_line] = line.replace(self.printed, printed, 1)
        self.printed = printed
        self.figure.printed_text = printed


@dataclass(slots=True)
class Composition:
    """Pages with the figures on them: slots of printed figures, blanks left out."""

    truth: Truth
    style: Style
    pages: Pages
    slots: list[Slot]

    @property
    def figures(self) -> list[ExpectedFigure]:
        """Every figure a reader must publish."""
        return [slot.figure for slot in self.slots if not slot.figure.is_kept_out]


@dataclass(slots=True)
class Sheet:
    """Pages in the making."""

    truth: Truth
    style: Style
    rng: random.Random
    pages: Pages = field(default_factory=Pages)
    slots: list[Slot] = field(default_factory=list)
    rows: int = 0
    mark_was_used: bool = False

    def add(self, *blocks: PageBlock) -> None:
        """Append blocks to the body."""
        self.pages.body.extend(blocks)

    def add_blanks(self, count: int) -> None:
        """Append empty paragraphs."""
        self.pages.body.extend(Par() for _ in range(count))

    def next_row(self) -> int:
        """Begin a printed row; its number tells its figures from those of other rows."""
        self.rows += 1
        return self.rows

    def place(self, ubigeo: str) -> str:
        """A place's name as this author writes it."""
        return strayed(place_name(ubigeo, self.style, self.rng), self.style, self.rng)

    def label(self, text: str) -> Par:
        """A label's paragraph, with this author's stray blanks and marks."""
        par = Par(strayed(text, self.style, self.rng))
        if self.style.mark_label and self.rng.random() < self.style.mark_label:
            self.mark_was_used = True
            # A raised 1 behind a digit ("Línea 100") would be one number in a text export.
            is_raised = self.style.mark == "¹" and self.style.superscript_marks
            if is_raised and not par.text.rstrip()[-1:].isdigit():
                par.superscript = "1"
            else:
                par.text = par.text.rstrip() + self.style.mark
        return par

    def number_text(self, amount: Amount, *, with_mark: bool = True) -> str:
        """An amount as this author prints it."""
        if amount.value is None:
            return GAP_WORDS[amount.status]
        text = grouped(amount.value, self.style.thousands)
        if with_mark and self.style.mark_number and self.rng.random() < self.style.mark_number:
            self.mark_was_used = True
            text += self.style.mark
        return text

    def note(
        self,
        block: str,
        amount: Amount,
        printed: str,
        paragraph: Par | None,
        row: int,
        *,
        service: str | None = None,
        measure: str | None = "centros",
        modality: str | None = None,
        province: str | None = None,
        district: str | None = None,
        period: Period | None = None,
        is_total: bool = False,
        is_kept_out: bool = False,
        table: TableBlock | None = None,
        cells: list[TableCell] | None = None,
    ) -> None:
        """Say what a printed figure means; a blank is no printed figure."""
        if amount.status in ("blank", "listed"):
            return
        period = period or self.truth.as_of
        figure = ExpectedFigure(
            block,
            service,
            measure,
            modality,
            self.truth.unit.department_ubigeo,
            province,
            district,
            period.start,
            period.end,
            period.kind,
            is_total,
            amount.value,
            amount.status,
            printed,
            row,
            is_kept_out,
        )
        self.slots.append(Slot(figure, paragraph, printed, table, cells))

    def finish(self) -> Composition:
        """The finished pages with their figures."""
        return Composition(self.truth, self.style, self.pages, self.slots)


def in_parts(sheet: Sheet, table: TableBlock) -> list[PageBlock]:
    """The table; or, as this author breaks tables, its start and the rest below its header again.

    No cell that is merged down is cut in two.
    """
    first = table.header_rows
    places = [
        number
        for number in range(first + 2, len(table.rows) - 1)
        if not any(one.continues for one in table.rows[number])
    ]
    if not sheet.style.breaks_tables or not places:
        return [table]
    at = sheet.rng.choice(places)
    header = copy.deepcopy(table.rows[:first])
    rest = TableBlock([*header, *table.rows[at:]], first)
    del table.rows[at:]
    moved = {id(row) for row in rest.rows}
    for slot in sheet.slots:
        if slot.table is table and id(slot.cells) in moved:
            slot.table = rest
    return [table, Par(), rest]
