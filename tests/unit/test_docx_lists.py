"""Automatic list numbers, as Word prints them."""

from __future__ import annotations

import pytest

from orchestration.documents.docx.numbering import _letters, _roman
from tests.unit.docx_parts import read, texts


def level(at: int, number_format: str, pattern: str, more: str = "", start: int = 1) -> str:
    return (
        f"<w:lvl w:ilvl='{at}'><w:start w:val='{start}'/><w:numFmt w:val='{number_format}'/>"
        f"{more}<w:lvlText w:val='{pattern}'/></w:lvl>"
    )


def abstract(identifier: int, *levels: str, more: str = "") -> str:
    return f"<w:abstractNum w:abstractNumId='{identifier}'>{more}{''.join(levels)}</w:abstractNum>"


def num(identifier: int, of: int, overrides: str = "") -> str:
    return f"<w:num w:numId='{identifier}'><w:abstractNumId w:val='{of}'/>{overrides}</w:num>"


def item(text: str, list_id: int | None = None, at: int | None = None, style: str = "") -> str:
    numbering = ("" if at is None else f"<w:ilvl w:val='{at}'/>") + (
        "" if list_id is None else f"<w:numId w:val='{list_id}'/>"
    )
    properties = (f"<w:pStyle w:val='{style}'/>" if style else "") + (
        f"<w:numPr>{numbering}</w:numPr>" if numbering else ""
    )
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


OUTLINE = abstract(0, level(0, "upperRoman", "%1."), level(1, "decimal", "%1.%2", "<w:isLgl/>"))


def numbered(body: str, numbering: str, styles: str = "") -> list[object]:
    return texts(read(body, numbering=numbering, styles=styles).blocks)


def test_levels_count_and_restart_below_a_higher_one() -> None:
    body = (
        item("AURORA", 1, 0) + item("CEM", 1, 1) + item("ER", 1, 1)
        + item("INABIF", 1, 0) + item("CAR", 1, 1)
    )  # fmt: skip
    assert numbered(body, OUTLINE + num(1, 0)) == [
        "I. AURORA", "1.1 CEM", "1.2 ER", "II. INABIF", "2.1 CAR",
    ]  # fmt: skip


def test_a_level_used_before_its_parent_shows_the_parents_start() -> None:
    assert numbered(item("CEM", 1, 1) + item("ER", 1, 1), OUTLINE + num(1, 0)) == [
        "1.1 CEM",
        "1.2 ER",
    ]


def test_lists_that_share_a_definition_count_on_unless_they_start_anew() -> None:
    restart = "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='1'/></w:lvlOverride>"
    numbering = abstract(0, level(0, "decimal", "%1.")) + num(1, 0) + num(2, 0) + num(3, 0, restart)
    body = item("a", 1, 0) + item("b", 2, 0) + item("c", 3, 0) + item("d", 3, 0) + item("e", 1, 0)
    assert numbered(body, numbering) == ["1. a", "2. b", "1. c", "2. d", "3. e"]


def test_a_list_may_redefine_a_level_and_start_anywhere() -> None:
    override = (
        f"<w:lvlOverride w:ilvl='0'>{level(0, 'lowerLetter', '%1)', start=3)}</w:lvlOverride>"
    )
    numbering = abstract(0, level(0, "decimal", "%1.")) + num(1, 0, override)
    assert numbered(item("x", 1, 0) + item("y", 1, 0), numbering) == ["c) x", "d) y"]


@pytest.mark.parametrize(("restart", "expected"), [(0, "2.2 d"), (1, "2.1 d")])
def test_a_level_may_go_on_across_its_parents(restart: int, expected: str) -> None:
    levels = (
        level(0, "decimal", "%1."),
        level(1, "decimal", "%1.%2", f"<w:lvlRestart w:val='{restart}'/>"),
    )
    body = item("a", 1, 0) + item("b", 1, 1) + item("c", 1, 0) + item("d", 1, 1)
    assert numbered(body, abstract(0, *levels) + num(1, 0))[-1] == expected


def test_styles_carry_numbers() -> None:
    styles = (
        "<w:style w:type='paragraph' w:styleId='Titulo1'><w:pPr><w:numPr><w:numId w:val='1'/>"
        "</w:numPr></w:pPr></w:style>"
        "<w:style w:type='paragraph' w:styleId='Titulo2'><w:basedOn w:val='Titulo1'/><w:pPr>"
        "<w:numPr><w:ilvl w:val='1'/></w:numPr></w:pPr></w:style>"
        "<w:style w:type='paragraph' w:styleId='Titulo3'><w:pPr><w:numPr><w:numId w:val='2'/>"
        "</w:numPr></w:pPr></w:style>"
        "<w:style w:type='paragraph' w:styleId='Sin'><w:basedOn w:val='Titulo1'/>"
        "<w:pPr><w:numPr><w:numId w:val='0'/></w:numPr></w:pPr></w:style>"
    )
    linked = abstract(
        5,
        level(0, "decimal", "no %1"),
        level(2, "lowerLetter", "%3)", "<w:pStyle w:val='Titulo3'/>"),
    )
    body = (
        item("uno", style="Titulo1")
        + item("dos", style="Titulo2")
        + item("tres", style="Titulo3")
        + item("nada", style="Sin")
        + item("tampoco", 0, 0, "Titulo1")
        + item("cuatro", style="Titulo1")
    )
    assert numbered(body, OUTLINE + linked + num(1, 0) + num(2, 5), styles) == [
        "I. uno", "1.1 dos", "a) tres", "nada", "tampoco", "II. cuatro",
    ]  # fmt: skip


def test_a_definition_may_lie_behind_a_list_style() -> None:
    styles = "<w:style w:type='numbering' w:styleId='Lista'/>"
    numbering = (
        abstract(0, more="<w:numStyleLink w:val='Lista'/>")
        + abstract(1, level(0, "decimal", "%1)"), more="<w:styleLink w:val='Lista'/>")
        + num(1, 0)
    )
    assert numbered(item("a", 1, 0), numbering, styles) == ["1) a"]


@pytest.mark.parametrize(
    ("number_format", "more", "pattern", "expected"),
    [
        ("decimalZero", "", "%1.", "07. x"),
        ("upperRoman", "", "%1", "VII x"),
        ("lowerRoman", "", "(%1)", "(vii) x"),
        ("upperLetter", "", "%1.", "G. x"),
        ("ordinal", "", "%1", "7.º x"),
        ("cardinalText", "", "%1.", "7. x"),
        ("none", "", "Anexo", "Anexo x"),
        ("bullet", "", "\uf0b7", "x"),
        ("decimal", "<w:suff w:val='nothing'/>", "%1.", "7.x"),
        ("decimal", "<w:rPr><w:vanish/></w:rPr>", "%1.", "x"),
        ("decimal", "", "", "x"),
    ],
)
def test_number_formats(number_format: str, more: str, pattern: str, expected: str) -> None:
    numbering = abstract(0, level(0, number_format, pattern, more, start=7)) + num(1, 0)
    assert numbered(item("x", 1, 0), numbering) == [expected]


def test_an_empty_item_still_prints_its_number() -> None:
    numbering = abstract(0, level(0, "decimal", "%1.")) + num(1, 0)
    assert numbered(item("", 1, 0) + item("b", 1, 0), numbering) == ["1. ", "2. b"]


def test_unknown_lists_give_no_number() -> None:
    assert numbered(item("x", 77, 0), num(1, 9)) == ["x"]
    assert texts(read(item("x", 1, 0)).blocks) == ["x"]


def test_letters_and_roman_numbers_stay_bounded() -> None:
    assert [_letters(at) for at in (1, 26, 27, 28, 53)] == ["a", "z", "aa", "bb", "aaa"]
    assert [_roman(at) for at in (4, 9, 14, 40, 1994)] == ["iv", "ix", "xiv", "xl", "mcmxciv"]
    assert _roman(10**8) == _letters(10**8) == "100000000"
    assert _roman(0) == "0"
