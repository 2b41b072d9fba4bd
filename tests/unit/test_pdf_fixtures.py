"""Reads PDFs that LibreOffice printed from invented documents, and compares every block.

The fixtures are made by `tests/fixtures/pdf/make_fixtures.py`, which also wrote what each must
read as from the description of the document, not from the PDF.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from orchestration.documents.model import Block, Document, Limits, Paragraph, walk_paragraphs
from orchestration.documents.pdf import read_pdf

FOLDER = Path(__file__).parents[1] / "fixtures" / "pdf"
NAMES = sorted(path.stem for path in FOLDER.glob("*.pdf"))


def read(name: str) -> Document:
    return read_pdf((FOLDER / f"{name}.pdf").read_bytes(), Limits(seconds=60))


def plain(blocks: tuple[Block, ...]) -> list[Any]:
    return [
        block.text
        if isinstance(block, Paragraph)
        else {
            "rows": [
                [{"blocks": plain(cell.blocks), "continues": cell.continues} for cell in row]
                for row in block.rows
            ]
        }
        for block in blocks
    ]


def test_there_are_fixtures() -> None:
    assert len(NAMES) >= 4


@pytest.mark.parametrize("name", NAMES)
def test_reads_every_block_in_its_place(name: str) -> None:
    expected = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    assert plain(read(name).blocks) == expected


@pytest.mark.parametrize("name", NAMES)
def test_every_paragraph_says_its_page(name: str) -> None:
    origins = [paragraph.origin for paragraph in walk_paragraphs(read(name).blocks)]
    pages = [int(origin.removeprefix("page ")) for origin in origins]
    assert pages[0] == 1
    assert max(pages) > 1


def test_headers_and_page_numbers_are_kept_apart() -> None:
    document = read("tacna_plain")
    assert [line.text for line in document.headers] == ["Ministerio de prueba"] * 2
    assert [line.text for line in document.footers] == ["1 / 2", "2 / 2"]
    assert [line.origin for line in document.footers] == ["page 1", "page 2"]


@pytest.mark.parametrize("name", NAMES)
def test_an_ordinary_file_gives_no_remark(name: str) -> None:
    assert read(name).remarks == ()
