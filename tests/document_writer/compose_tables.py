"""Lays out the tables of one service: which there are, and its label around them.

Belongs here: coverage beside, before or inside the table of users or target population. Does
not belong here: those tables themselves (`compose_coverage`, `compose_usage`), the matrices
(`compose_matrix`), the document around the tables (`compose`) or the look of a single number or
name (`style`).
"""

from __future__ import annotations

from tests.document_writer.blocks import PageBlock, Par, TableBlock, TableCell, cell
from tests.document_writer.compose_coverage import coverage_table
from tests.document_writer.compose_grids import counts_in_grid, grid_of
from tests.document_writer.compose_laid_in import lay_in
from tests.document_writer.compose_usage import usage_table
from tests.document_writer.service_words import ServiceWords
from tests.document_writer.sheet import Sheet, in_parts
from tests.document_writer.truth import ServiceTruth


def add_service_tables(sheet: Sheet, service: ServiceTruth, words: ServiceWords) -> bool:
    """Add a service's tables to the body; False where it has text only."""
    style = sheet.style
    grid = None
    if style.usage_table != "beside" and service.measures:
        grid = grid_of(sheet, service, words)
    has_own_coverage = bool(service.coverage) and not (
        grid is not None and counts_in_grid(sheet, service, words)
    )
    coverage = coverage_table(sheet, service, words) if has_own_coverage else None
    is_laid_in = style.laid_in and coverage is not None and _prints_counts(sheet, coverage)
    if words.program == "promoted" and coverage is not None:
        table = _promoted_table(sheet, words, coverage)
        sheet.add(lay_in(sheet, table, coverage, 1) if is_laid_in else table)
    elif words.shape == "refuge" and coverage is not None:
        sheet.add(_target_table(sheet, words, coverage))
    elif service.measures:
        if coverage is not None and (grid is not None or not style.nested_coverage):
            sheet.add(*in_parts(sheet, coverage), Par())
            coverage = None
        if grid is not None:
            sheet.add(*in_parts(sheet, grid))
            return True
        table = usage_table(sheet, service, words, _label_blocks(sheet, words, coverage))
        if is_laid_in and coverage is not None:
            table = lay_in(sheet, table, coverage, table.header_rows)
        sheet.add(table)
    else:
        return False
    return True


def _prints_counts(sheet: Sheet, coverage: TableBlock) -> bool:
    """Whether a coverage table has a column of counts under a header that says so."""
    header = [block for one in coverage.rows[0] for block in one.blocks]
    return any(isinstance(par, Par) and par.text == sheet.style.number_header for par in header)


def _label_blocks(
    sheet: Sheet, words: ServiceWords, coverage: TableBlock | None
) -> list[PageBlock]:
    """The first cell of a service's table: its label around its coverage table."""
    style = sheet.style
    position = words.usual_label if style.label_position == "usual" else style.label_position
    has_colon = style.label_colon and coverage is not None and position != "after"
    label = sheet.label(words.label + ":" if has_colon else words.label)
    if style.footnotes and not label.superscript:
        label.footnote = "Incluye a todas las personas atendidas."
    if coverage is None:
        return [label]
    trailing: list[PageBlock] = [Par() for _ in range(style.trailing_paragraphs)]
    if position == "after":
        return [coverage, label, *trailing]
    if position == "own_paragraph":
        return [label, Par(), coverage, *(trailing or [Par()])]
    return [label, coverage, *(trailing or [Par()])]


def _target_table(sheet: Sheet, words: ServiceWords, coverage: TableBlock) -> TableBlock:
    """A table of places beside the people the service is for."""
    return TableBlock(
        [
            [cell("Servicio / Cobertura"), cell("Población Objetivo")],
            [TableCell(_label_blocks(sheet, words, coverage)), cell(words.target)],
        ]
    )


def _promoted_table(sheet: Sheet, words: ServiceWords, coverage: TableBlock) -> TableBlock:
    """A table of a service of regions or municipalities: label, places, target population."""
    style = sheet.style
    position = words.usual_label if style.label_position == "usual" else style.label_position
    blocks: list[PageBlock] = [Par()] if position == "own_paragraph" else []
    blocks += [coverage, *(Par() for _ in range(max(1, style.trailing_paragraphs)))]
    return TableBlock(
        [
            [cell("Servicio"), cell("Cobertura"), cell("Población Objetivo")],
            [cell(sheet.label(words.label)), TableCell(blocks), cell(words.target)],
        ]
    )
