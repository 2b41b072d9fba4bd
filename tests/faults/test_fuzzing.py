"""Documents changed at random: whatever comes, it is read or refused, and nothing is invented.

Seeds are documents of the writer. What was found once is a fixed case at the end of this file.
Does not belong here: what a known fault must give (`test_bad_inputs`).
"""

from __future__ import annotations

import functools
import os
import random
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orchestration.documents.encoding import decode_text
from orchestration.documents.model import (
    Block,
    Cell,
    Document,
    DocumentRefused,
    Paragraph,
    Table,
    walk_paragraphs,
)
from orchestration.documents.read import read_document
from orchestration.extraction import extract
from orchestration.extraction.rows import Extraction
from tests.document_writer import random_style, random_truth, write
from tests.document_writer.reference import reporting_units
from tests.faults.broken_files import unzipped, zipped
from tests.faults.catalogue import FIXTURES

_EXAMPLES = int(os.environ.get("MIMP_FUZZ_EXAMPLES", "0"))
"""Examples of each test, drawn anew in every run; without it a few, the same in every run."""
_BOUNDED = settings(
    max_examples=_EXAMPLES or 60,
    deadline=None,
    derandomize=not _EXAMPLES,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
_DIGITS = re.compile(r"\d")
_RANDOM = st.randoms(use_true_random=False)
_SEEDS = st.integers(0, 11)
_PIECES = (
    "\t",
    "\n",
    "\n\n",
    "\t\t",
    "Provincia",
    "TOTAL",
    "-",
    "S/I",
    "9",
    "1 453",
    "Año 2022",
    "",
)


@functools.cache
def seed_document(seed: int, file_format: str) -> bytes:
    """One of a dozen documents of other departments and authors."""
    units = sorted(reporting_units())
    truth = random_truth(seed, units[seed * 2 % len(units)], 2019 + seed % 6, 1 + seed)
    return write(truth, random_style(seed), file_format).content


def must_be_sound(content: bytes) -> Extraction | None:
    """Read or refused; and every number that was read is printed somewhere in the document."""
    try:
        document = read_document(content)
    except DocumentRefused as refused:
        assert refused.code and refused.message.endswith(".")
        return None
    return must_be_printed(document)


def must_be_printed(document: Document) -> Extraction:
    """Every number that extraction gives stands in the document, digit by digit."""
    extraction = extract(document, "0" * 16)
    printed = "\n".join(
        [
            *(paragraph.text for paragraph in walk_paragraphs(document.blocks)),
            *(line for picture in document.pictures for line in picture.lines),
        ]
    )
    for table, column in (
        ("service_figures", "printed_text"),
        ("service_coverage", "count_text"),
        ("consolidated_cells", "printed_text"),
        ("map_legend", "count_text"),
    ):
        for row in extraction.rows[table]:
            text = getattr(row, column) or ""
            assert all(line in printed for line in text.split("\n")), (table, text)
    identities = [
        row.figure_id  # type: ignore[attr-defined]
        for table in ("service_figures", "service_coverage", "consolidated_cells", "map_legend")
        for row in extraction.rows[table]
    ]
    assert len(identities) == len(set(identities))
    return extraction


def changed_bytes(content: bytes, rng: random.Random) -> bytes:
    """The bytes with a few turned, taken out, put in twice or cut off."""
    changed = bytearray(content)
    for _ in range(rng.randint(1, 12)):
        at = rng.randrange(len(changed))
        action = rng.randrange(4)
        if action == 0:
            changed[at] = rng.randrange(256)
        elif action == 1:
            del changed[at : at + rng.randint(1, 40)]
        elif action == 2:
            changed[at:at] = changed[at : at + rng.randint(1, 200)]
        else:
            changed[at:at] = rng.randbytes(rng.randint(1, 6))
        if not changed:
            return b""
    return bytes(changed)


def changed_lines(text: str, rng: random.Random) -> str:
    """The text with lines, tabs and cells lost, doubled, moved or replaced."""
    lines = text.split("\n")
    for _ in range(rng.randint(1, 10)):
        at = rng.randrange(len(lines))
        action = rng.randrange(6)
        if action == 0 and len(lines) > 1:
            del lines[at]
        elif action == 1:
            lines.insert(at, lines[rng.randrange(len(lines))])
        elif action == 2:
            lines[at] = lines[at].lstrip("\t")
        elif action == 3:
            lines[at] = "\t" + lines[at]
        elif action == 4:
            lines[at] = lines[at].replace(" ", rng.choice(_PIECES), 1)
        else:
            lines[at] = _DIGITS.sub(lambda _: rng.choice("0123456789OlI-.,"), lines[at], count=1)
    return "\n".join(lines)


@_BOUNDED
@given(seed=_SEEDS, rng=_RANDOM)
def test_bytes_of_text_exports(seed: int, rng: random.Random) -> None:
    must_be_sound(changed_bytes(seed_document(seed, "text"), rng))


@_BOUNDED
@given(seed=_SEEDS, rng=_RANDOM)
def test_lines_and_tabs_of_text_exports(seed: int, rng: random.Random) -> None:
    text = decode_text(seed_document(seed, "text"))
    must_be_sound(changed_lines(text, rng).encode())


@_BOUNDED
@given(seed=_SEEDS, rng=_RANDOM)
def test_bytes_of_word_files(seed: int, rng: random.Random) -> None:
    must_be_sound(changed_bytes(seed_document(seed, "docx"), rng))


@_BOUNDED
@given(seed=_SEEDS, rng=_RANDOM)
def test_markup_of_word_files(seed: int, rng: random.Random) -> None:
    """Elements of the text part are lost, doubled or moved; the rest is as it was."""
    entries = unzipped(seed_document(seed, "docx"))
    markup = entries["word/document.xml"].decode()
    cells = [match.start() for match in re.finditer(r"<w:(?:tc|tr|p|tbl)\b", markup)]
    for _ in range(rng.randint(1, 4)):
        start = rng.choice(cells)
        name = markup[start + 1 : start + 6].split(">")[0].split(" ")[0]
        end = markup.find(f"</{name}>", start)
        if end < 0:
            continue
        end += len(name) + 3
        piece = markup[start:end]
        markup = markup[:start] + piece * rng.choice((0, 2, 3)) + markup[end:]
        cells = [at for at in cells if at < start] or cells[:1]
    entries["word/document.xml"] = markup.encode()
    must_be_sound(zipped(entries.items()))


@settings(_BOUNDED, max_examples=40)
@given(name=st.sampled_from(sorted(path.name for path in FIXTURES.glob("*.pdf"))), rng=_RANDOM)
def test_bytes_of_pdfs(name: str, rng: random.Random) -> None:
    must_be_sound(changed_bytes((FIXTURES / name).read_bytes(), rng))


_TEXTS = st.one_of(
    st.sampled_from(
        (
            "Servicio / Cobertura", "Usuarias/os", "Año 2022", "Ene 2023", "Provincia", "Distrito",
            "N°", "Tipo CEM", "CEM Regulares (3)", "TOTAL", "PROVINCIAS", "CEM", "DEMUNA", "1 453",
            "casos atendidos", "-", "S/I", "", " ", "-5", "1O3", "12.345", "1,2.3", "(2)",
            "RESUMEN EJECUTIVO DEL DEPARTAMENTO DE MOQUEGUA", "Fuente: MIMP", "GLOSARIO",
            "MARISCAL NIETO - CARUMAS", "PROVINCIA - DISTRITO", "MIMP. Enero 2023.",
        )
    ),
    st.text(max_size=12),
)  # fmt: skip
_PARAGRAPHS = st.builds(Paragraph, _TEXTS)
_BLOCKS: st.SearchStrategy[Block] = st.recursive(
    _PARAGRAPHS,
    lambda inner: st.lists(
        st.lists(
            st.builds(Cell, st.lists(inner, max_size=3).map(tuple)), min_size=1, max_size=4
        ).map(tuple),
        min_size=1,
        max_size=5,
    ).map(lambda rows: Table(tuple(rows))),
    max_leaves=25,
)


@settings(_BOUNDED, max_examples=150)
@given(blocks=st.lists(_BLOCKS, max_size=6), file_format=st.sampled_from(("docx", "text", "pdf")))
def test_any_tree_of_blocks(blocks: list[Block], file_format: str) -> None:
    must_be_printed(Document(file_format, tuple(blocks)))  # type: ignore[arg-type]


_PIECES_OF_LONG_LINES = (
    "a", " ", "\u00a0", "1 ", ". ", "...", "-", "– ", "(1) ", "*", "1 % ", "[bookmark: ", "=",
)  # fmt: skip


@pytest.mark.parametrize("piece", _PIECES_OF_LONG_LINES)
@pytest.mark.parametrize("before", ["\t47\nConsultas telefónicas", "1.3 Línea 100", "@ 2 CEM"])
def test_a_long_line_is_searched_once(before: str, piece: str) -> None:
    """Searching such lines again from each of their characters would take hours."""
    usage = f"\tServicio\n\tUsuarias/os\n\n\t\n\tEne 2023\n\n\tCEM\n{before}"
    long_line = piece * (40_000 // len(piece))
    must_be_sound(f"{usage}{long_line}!\n\n\n\nLEYENDA\n{before}{long_line}\n".encode())
