"""Automatic list numbers, written out as Word prints them.

Belongs here: the lists of the numbering part, their counters and number formats.
Does not belong here: which paragraph is in which list (`story` asks, `styles` may know).
Bullets are decoration, not words, and give no text.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from lxml import etree

from orchestration.documents.docx.names import WORD
from orchestration.documents.docx.styles import PLAIN, Style, is_on, number_of, value_of

_LEVELS: Final = 9
_LONGEST_PATTERN: Final = 120
_ROMAN: Final = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_MOST_ROMAN: Final = 3999
_MOST_LETTERS: Final = 26 * 30


def _roman(number: int) -> str:
    if not 0 < number <= _MOST_ROMAN:
        return str(number)
    digits = []
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        digits.append(letters * count)
    return "".join(digits)


def _letters(number: int) -> str:
    """Letters from a to z, then aa, bb …: Word repeats the letter."""
    if not 0 < number <= _MOST_LETTERS:
        return str(number)
    repeats, letter = divmod(number - 1, 26)
    return chr(ord("a") + letter) * (repeats + 1)


_FORMATS: Final[dict[str, Callable[[int], str]]] = {
    "decimalZero": lambda number: f"{number:02d}",
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerLetter": _letters,
    "ordinal": lambda number: f"{number}.º",
    "numberInDash": lambda number: f"- {number} -",
    "none": lambda number: "",
}
"""Number formats other than plain digits, which stand for every format not named here."""


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 1
    number_format: str = "decimal"
    pattern: str = ""
    separator: str = " "
    is_legal: bool = False
    is_hidden: bool = False
    restart_after: int | None = None
    paragraph_style: str = ""


@dataclass(frozen=True, slots=True)
class _List:
    """One `w:num`: which counters it shares, its levels, and the numbers it starts anew from."""

    counters: str
    levels: dict[int, _Level]
    new_starts: dict[int, int]


class Numbering:
    """The lists of one document and how far each has counted.

    One object serves one reading of one document, in reading order.
    """

    def __init__(self, load: Callable[[], etree._Element | None]) -> None:
        """Take what parses the numbering part (None where there is none), called when needed."""
        self._load: Callable[[], etree._Element | None] | None = load
        self._abstracts: dict[str, etree._Element] = {}
        self._numbers: dict[str, etree._Element] = {}
        self._style_links: dict[str, str] = {}
        self._lists: dict[str, _List | None] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()

    def _read_definitions(self, root: etree._Element) -> None:
        for element in root.iterchildren(WORD + "abstractNum"):
            abstract_id = element.get(WORD + "abstractNumId", "")
            self._abstracts[abstract_id] = element
            link = value_of(element, WORD + "styleLink")
            if link:
                self._style_links[link] = abstract_id
        for element in root.iterchildren(WORD + "num"):
            self._numbers[element.get(WORD + "numId", "")] = element

    def number(
        self, list_id: str | None, level: int | None, style_id: str, style: Style = PLAIN
    ) -> str:
        """Count one paragraph and give the text Word prints in front of it, separator included.

        Args:
            list_id: the paragraph's own list, None where it leaves that to its style.
            level: the paragraph's own level, None likewise.
            style_id: the paragraph's style.
            style: that style.
        """
        from_style = list_id is None
        list_id = list_id or style.list_id
        if not list_id or list_id == "0":
            return ""
        found = self._list(list_id)
        if found is None:
            return ""
        if level is None:
            level = style.list_level if from_style else None
        if level is None:
            level = next(
                (at for at, is_of in found.levels.items() if is_of.paragraph_style == style_id), 0
            )
        return self._count(list_id, found, min(max(level, 0), _LEVELS - 1))

    def _count(self, list_id: str, found: _List, level: int) -> str:
        definition = found.levels.get(level, _Level())
        counts = self._counts.setdefault(found.counters, {})
        if level in found.new_starts and (list_id, level) not in self._started:
            counts[level] = found.new_starts[level]
        elif level in counts:
            counts[level] += 1
        else:
            counts[level] = definition.start
        self._started.add((list_id, level))
        for deeper in [at for at in counts if at > level]:
            restart_after = found.levels.get(deeper, _Level()).restart_after
            if restart_after is None or level < restart_after:
                del counts[deeper]
        if definition.is_hidden:
            return ""
        text = definition.pattern
        for at in range(level + 1):
            if f"%{at + 1}" in text:
                of_level = found.levels.get(at, _Level())
                count = counts.get(at, found.new_starts.get(at, of_level.start))
                is_plain = definition.is_legal or of_level.number_format not in _FORMATS
                shown = str(count) if is_plain else _FORMATS[of_level.number_format](count)
                text = text.replace(f"%{at + 1}", shown)
        return text + definition.separator if text.strip() else ""

    def _list(self, list_id: str) -> _List | None:
        if self._load is not None:
            root, self._load = self._load(), None
            if root is not None:
                self._read_definitions(root)
        if list_id not in self._lists:
            self._lists[list_id] = self._read_list(list_id)
        return self._lists[list_id]

    def _read_list(self, list_id: str) -> _List | None:
        element = self._numbers.get(list_id)
        counters = value_of(element, WORD + "abstractNumId")
        if element is None or counters is None or counters not in self._abstracts:
            return None
        abstract = self._abstracts[counters]
        link = value_of(abstract, WORD + "numStyleLink")
        if link in self._style_links:
            counters = self._style_links[link]
            abstract = self._abstracts[counters]
        levels = {
            number_of(level.get(WORD + "ilvl"), 0): _read_level(level)
            for level in abstract.iterchildren(WORD + "lvl")
        }
        new_starts: dict[int, int] = {}
        for override in element.iterchildren(WORD + "lvlOverride"):
            at = number_of(override.get(WORD + "ilvl"), 0)
            level_element = override.find(WORD + "lvl")
            if level_element is not None:
                levels[at] = _read_level(level_element)
            start = value_of(override, WORD + "startOverride")
            if start is not None:
                new_starts[at] = number_of(start, 1)
        return _List(counters, levels, new_starts)


def _read_level(element: etree._Element) -> _Level:
    number_format = next(element.iter(WORD + "numFmt"), None)
    shown_as = "decimal" if number_format is None else number_format.get(WORD + "val", "decimal")
    pattern = (value_of(element, WORD + "lvlText") or "")[:_LONGEST_PATTERN]
    restart = value_of(element, WORD + "lvlRestart")
    suffix = value_of(element, WORD + "suff")
    return _Level(
        start=number_of(value_of(element, WORD + "start"), 0),
        number_format=shown_as,
        pattern="" if shown_as == "bullet" else pattern,
        separator="" if suffix == "nothing" else " ",
        is_legal=bool(is_on(element.find(WORD + "isLgl"))),
        is_hidden=bool(is_on(element.find(f"{WORD}rPr/{WORD}vanish"))),
        restart_after=None if restart is None else number_of(restart, 0),
        paragraph_style=value_of(element, WORD + "pStyle") or "",
    )
