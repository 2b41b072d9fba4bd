"""Tables of Word files: merges, nesting, what wraps rows and cells, tracked rows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from orchestration.documents.docx import read_docx
from orchestration.documents.model import Document, Limits, Table, walk_paragraphs
from tests.unit.docx_parts import p, read, rows, tbl, tc, texts, tr, word_file

LIMITS = Limits()
GO_ON = "<w:vMerge/>"
START = "<w:vMerge w:val='restart'/>"


def table_of(document: Document) -> Table:
    (table,) = document.blocks
    assert isinstance(table, Table)
    return table


def test_a_horizontal_merge_is_one_cell() -> None:
    table = table_of(
        read(
            tbl(
                tr(tc("Servicio"), tc("Usuarias/os", "<w:gridSpan w:val='2'/>")),
                tr(tc(""), tc("Año 2022"), tc("Ene 2023")),
            )
        )
    )
    assert rows(table) == [["Servicio", "Usuarias/os"], ["", "Año 2022", "Ene 2023"]]


def test_a_legacy_horizontal_merge_is_one_cell_and_loses_no_text() -> None:
    table = table_of(
        read(
            tbl(
                tr(
                    tc("Total", "<w:hMerge w:val='restart'/>"),
                    tc("", "<w:hMerge w:val='continue'/>"),
                    tc("15", "<w:hMerge/>"),
                    tc("6"),
                )
            )
        )
    )
    assert rows(table) == [[["Total", "15"], "6"]]


def test_a_vertical_merge_continues_in_empty_cells() -> None:
    table = table_of(
        read(tbl(tr(tc("CEM", START), tc("1")), tr(tc("", GO_ON), tc("2")), tr(tc(""), tc("3"))))
    )
    assert [row[0].continues for row in table.rows] == [False, True, False]
    assert rows(table) == [["CEM", "1"], ["", "2"], ["", "3"]]


def test_text_in_a_continued_cell_is_kept() -> None:
    table = table_of(read(tbl(tr(tc("CEM", START)), tr(tc("3", "<w:vMerge w:val='continue'/>")))))
    assert table.rows[1][0].continues
    assert table.rows[1][0].text == "3"


def test_a_row_that_starts_a_column_later_gets_an_empty_cell() -> None:
    table = table_of(
        read(
            tbl(
                tr(tc("Total"), tc("Ilo"), tc("1")),
                tr(tc("Ilo"), tc("2"), properties="<w:gridBefore w:val='1'/>"),
                tr(tc("Total"), tc("3"), properties="<w:gridAfter w:val='1'/>"),
                grid=(2000, 2000, 2000),
            )
        )
    )
    assert rows(table) == [["Total", "Ilo", "1"], ["", "Ilo", "2"], ["Total", "3"]]


def test_a_row_shifted_by_a_hair_gets_none() -> None:
    table = table_of(
        read(
            tbl(
                tr(tc("Ilo", "<w:gridSpan w:val='2'/>"), tc("1")),
                tr(tc("Total"), tc("1"), properties="<w:gridBefore w:val='1'/>"),
                grid=(60, 2000, 2000),
            )
        )
    )
    assert rows(table) == [["Ilo", "1"], ["Total", "1"]]


def test_a_cell_keeps_paragraphs_breaks_and_nested_tables_in_order() -> None:
    nested = tbl(tr(tc("Provincia"), tc("N°")), tr(tc("Ilo"), tc("1")))
    table = table_of(
        read(
            tbl(
                tr(
                    tc(p("CEM:") + nested + p("") + p("Total (1)")),
                    tc(
                        "<w:p><w:r><w:t>1 453</w:t><w:br/><w:t>casos</w:t></w:r></w:p>"
                        + p("73 139")
                    ),
                )
            )
        )
    )
    assert rows(table) == [
        [["CEM:", [["Provincia", "N°"], ["Ilo", "1"]], "Total (1)"], ["1 453\ncasos", "73 139"]]
    ]


@pytest.mark.parametrize(
    "wrapper",
    [
        "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>",
        "<w:customXml w:element='x'>{}</w:customXml>",
        "<w:sdt><w:sdtContent><w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt></w:sdtContent></w:sdt>",
        "<mc:AlternateContent><mc:Choice Requires='w14'>{}</mc:Choice>"
        "<mc:Fallback><w:p/></mc:Fallback></mc:AlternateContent>",
    ],
)
def test_rows_cells_and_tables_are_found_in_every_wrapper(wrapper: str) -> None:
    cell = wrapper.format(tc(wrapper.format(p("Ilo"))))
    table = table_of(read(wrapper.format(tbl(wrapper.format(tr(cell, tc("1")))))))
    assert rows(table) == [["Ilo", "1"]]


def test_deleted_rows_and_cells_are_dropped_inserted_ones_kept() -> None:
    change = "<w:{} w:id='1' w:author='a'/>"
    table = table_of(
        read(
            tbl(
                tr(tc("Ilo"), tc("9", change.format("cellDel")), tc("1")),
                tr(tc("fuera"), tc("9"), properties=change.format("del")),
                tr(tc("dentro"), tc("2"), properties=change.format("ins")),
            )
        )
    )
    assert rows(table) == [["Ilo", "1"], ["dentro", "2"]]
    assert read(tbl(tr(tc("x"), properties=change.format("del")))).blocks == ()


def test_a_hidden_row_is_dropped_where_all_its_words_are_hidden() -> None:
    hidden = "<w:trPr><w:hidden/></w:trPr>"
    unseen = tc("").replace("<w:p>", "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>9</w:t></w:r>", 1)
    table = table_of(
        read(
            tbl(tr(tc("Ilo")), f"<w:tr>{hidden}{unseen}</w:tr>", f"<w:tr>{hidden}{tc('1')}</w:tr>")
        )
    )
    assert rows(table) == [["Ilo"], ["1"]]


def test_tables_split_by_hand_stay_two() -> None:
    header = tr(tc("Provincia"), tc("N°"), properties="<w:tblHeader/>")
    document = read(
        tbl(header, tr(tc("Ilo"), tc("1"))) + p("") + tbl(header, tr(tc("Mariscal Nieto"), tc("2")))
    )
    assert texts(document.blocks) == [
        [["Provincia", "N°"], ["Ilo", "1"]],
        [["Provincia", "N°"], ["Mariscal Nieto", "2"]],
    ]


def nested(levels: int, innermost: str) -> str:
    content = innermost
    for level in range(levels):
        content = tbl(tr(tc(p(f"nivel {levels - level}") + content)))
    return content


def depth_of(table: Table) -> int:
    depth = 1
    while inner := table.rows[0][0].tables:
        table, depth = inner[0], depth + 1
    return depth


@pytest.mark.parametrize("levels", [1, LIMITS.table_depth, LIMITS.table_depth + 1, 50, 600])
def test_no_depth_of_tables_loses_words_or_breaks_the_reader(levels: int) -> None:
    document = read(nested(levels, p("1 453")))
    words = [paragraph.text for paragraph in walk_paragraphs(document.blocks)]
    assert words == [*(f"nivel {level + 1}" for level in range(levels)), "1 453"]
    assert depth_of(table_of(document)) == min(levels, LIMITS.table_depth)
    codes = [remark.code for remark in document.remarks]
    assert codes == (["unknown_layout"] if levels > LIMITS.table_depth else [])


def test_the_depth_kept_is_the_limits() -> None:
    content = word_file(nested(5, p("x")))
    document = read_docx(content, replace(LIMITS, table_depth=2))
    assert depth_of(table_of(document)) == 2
    assert [remark.severity for remark in document.remarks] == ["warning"]


def test_markup_deeper_than_a_parser_goes_is_refused_in_words() -> None:
    from orchestration.documents.model import DocumentRefused

    with pytest.raises(DocumentRefused) as refused:
        read(nested(3000, p("x")))
    assert refused.value.code == "unreadable_document"
    assert refused.value.location == "word/document.xml"
