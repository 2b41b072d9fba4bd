"""What an editor or a mail did to every line of a text is undone, or the text is refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from orchestration.documents.model import DocumentRefused, Limits
from orchestration.documents.read import read_document
from orchestration.documents.text_export import read_text_export
from orchestration.documents.text_export.restored import restored
from tests.document_writer import Style, random_truth
from tests.document_writer.as_text import render_text
from tests.document_writer.compose import compose

ROOT = Path(__file__).parents[2]
SHIPPED = (ROOT / "seeds" / "documents" / "2023-01" / "moquegua.txt").read_text(encoding="utf-8")
NEWER_STYLE = Style(newer_tika=True, matrix_total_column=False)
NEWER = render_text(compose(random_truth(7, "18", 2023, 4), NEWER_STYLE))


def each_line(change: Callable[[str], str]) -> Callable[[str], str]:
    """A change of every line."""
    return lambda text: "\n".join(map(change, text.split("\n")))


def of_blanks(change: Callable[[int], int]) -> Callable[[str], str]:
    """A change of how many empty lines stand together."""
    return lambda text: re.sub(r"\n\n+", lambda run: "\n" * (1 + change(len(run[0]) - 1)), text)


@pytest.mark.parametrize("text", [SHIPPED, NEWER], ids=["classic", "newer"])
@pytest.mark.parametrize(
    "change",
    [
        each_line(lambda line: line + "  "),
        lambda text: text.replace("\n", "\n\n"),
        of_blanks(lambda count: 2 * count),
        lambda text: text.replace("\n", "\r\r\n"),
        lambda text: text.replace("\n", "\n\r"),
        lambda text: text.replace("\n", "\v"),
        lambda text: text.replace("\n\n\n", "\n\n\f\n"),
    ],
    ids=["padded", "doubled", "blanks doubled", "crcrlf", "lfcr", "vertical tabs", "feeds"],
)
def test_what_was_done_to_all_lines_is_undone(text: str, change: Callable[[str], str]) -> None:
    """The same blocks, though lines have other numbers."""

    def shown(content: str) -> list[str]:
        blocks = read_text_export(content.encode(), Limits()).blocks
        return [re.sub(r"line \d+", "", re.sub(r" +'", "'", repr(block))) for block in blocks]

    assert shown(change(text)) == shown(text)


@pytest.mark.parametrize("text", [SHIPPED, NEWER], ids=["classic", "newer"])
@pytest.mark.parametrize(
    ("change", "what"),
    [
        (of_blanks(lambda count: 0), "empty lines were taken out"),
        (each_line(str.rstrip), "Tabs at line ends were taken out"),
        (lambda text: text.replace("\n", "\r", text.count("\n") // 2), "carriage return"),
    ],
    ids=["no blanks", "stripped", "mixed"],
)
def test_what_cannot_be_undone_is_refused(
    text: str, change: Callable[[str], str], what: str
) -> None:
    """Never another table; the finding says what happened."""
    with pytest.raises(DocumentRefused, match=what) as refused:
        read_text_export(change(text).encode(), Limits())
    assert refused.value.code == "unreadable_document"


def test_two_blank_lines_made_one_are_missed_where_they_end_tables() -> None:
    """A classic table ends with two; a newer one may end with one."""
    with pytest.raises(DocumentRefused, match="empty lines"):
        restored(of_blanks(lambda count: 1)(SHIPPED).split("\n"))
    assert restored(of_blanks(lambda count: min(count, 9))(NEWER).split("\n"))


def test_what_prints_nothing_does_not_hide_a_header() -> None:
    """Words decide which cells make a table, so they are cleaned before; hyphens look alike."""
    hidden = re.sub(r"(?<=[a-z])(?=[a-z])", "\u200b", SHIPPED).replace("-", "\u2011")
    document, plain = read_document(hidden.encode()), read_document(SHIPPED.encode())
    assert document.blocks == plain.blocks
    assert [remark.code for remark in document.remarks] == ["odd_characters"]
    assert read_document(SHIPPED.replace("-", "\u2011").encode()).remarks == ()


def test_a_label_before_a_nested_header_makes_no_row_below_it_short() -> None:
    """Nothing is missing where the cell around the table begins on the header's line."""
    rows = "".join(f"\t{place}\t{count}\n" for count, place in enumerate(("Pasco", "Oxapampa")))
    table = (
        f"\tServicio\tCobertura\tPoblación Objetivo\n\tDEMUNA\t\tProvincia\tN°\n{rows}\n\tNiñez\n\n"
    )
    lines = (table * 8).split("\n")
    assert restored(lines) == lines
