"""Names of services and places as they are printed, from `seeds/reference`.

A map's legend is told from the place labels around it by the services it names, a column of
figures of one province from one of one measure by its header; which names there are is data.
Does not belong here: which service or place a label is; labels are kept as printed and dbt
resolves them.
"""

from __future__ import annotations

import csv
import re
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path
from typing import Final

from orchestration.documents.words import normalise

_EXPLANATION = re.compile(r"(?<=[^\s(])\s*\([^()]*\)\s*$")
_REFERENCE = Path(__file__).resolve().parents[2] / "seeds" / "reference"
_SPELLING_FILES: Final = ("service_spellings.csv", "modality_spellings.csv")
_MODALITY_FILE: Final = "modality_spellings.csv"
_CLOSE_ENOUGH: Final = 0.82
_SHORTEST_NOISY_NAME: Final = 6
_SHORTEST_MEASURE_WORD: Final = 5


@lru_cache(maxsize=1)
def service_names() -> frozenset[str]:
    """All printed names of services and their modalities, letters only (`CEMREGULAR`)."""
    names = {squeeze(row["spelling"]) for name in _SPELLING_FILES for row in _rows(name)}
    return frozenset(name for name in names if name)


@lru_cache(maxsize=1)
def modality_names() -> frozenset[str]:
    """The printed names of services' modalities, letters only."""
    return frozenset(squeeze(row["spelling"]) for row in _rows(_MODALITY_FILE))


def _rows(file_name: str) -> list[dict[str, str]]:
    with (_REFERENCE / file_name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@lru_cache(maxsize=1)
def _place_words() -> dict[str, str]:
    """Abbreviations in full; words that only say a level as nothing."""
    return {row["word"]: row["expansion"] for row in _rows("place_words.csv")}


@lru_cache(maxsize=1)
def _places() -> dict[str, str]:
    """The level of each name of a province or district; of both, province."""
    levels: dict[str, str] = {}
    names = {row["ubigeo"]: row for row in _rows("geography.csv") if row["level"] != "department"}
    for row in names.values():
        _add_place(levels, row[row["level"]], row["level"])
    for alias in _rows("place_aliases.csv"):
        if alias["ubigeo"] in names:
            _add_place(levels, alias["spelling"], names[alias["ubigeo"]]["level"])
    return levels


def _add_place(levels: dict[str, str], name: str, level: str) -> None:
    key = _place_key(name)
    if levels.get(key) != "province":
        levels[key] = level


def _place_key(text: str) -> str:
    words = _place_words()
    return " ".join(filter(None, (words.get(word, word) for word in normalise(text).split())))


@lru_cache(maxsize=4096)
def place_level(text: str) -> str | None:
    """`province` or `district` where a text is the name of one, anywhere in Peru, else None.

    What stands in brackets behind a name explains it (`El Collao (Ilave)`).
    """
    key = _place_key(_EXPLANATION.sub("", text))
    return _places().get(key.removeprefix("DE ")) if key else None


@lru_cache(maxsize=4096)
def names_a_modality(text: str) -> bool:
    """Whether a text names a kind of centre of a service (`CEM Comisaría`), not a service."""
    return squeeze(text) in modality_names()


@lru_cache(maxsize=1)
def counted_words() -> frozenset[str]:
    """The first words of what measures count (`CASOS`, `PERSONAS`), in normal form."""
    return frozenset(
        normalise(row["spelling"]).split(" ", 1)[0] for row in _rows("measure_spellings.csv")
    )


@lru_cache(maxsize=1)
def measure_words() -> frozenset[str]:
    """All words of what measures count but the shortest, which tell nothing, in normal form."""
    words = (
        word
        for row in _rows("measure_spellings.csv")
        for word in normalise(row["spelling"]).split()
    )
    return frozenset(word for word in words if len(word) >= _SHORTEST_MEASURE_WORD) | frozenset(
        word for word in counted_words() if len(word) > 2
    )


@lru_cache(maxsize=1)
def _programme_names() -> frozenset[str]:
    return frozenset(squeeze(row["name_es"]) for row in _rows("programs.csv"))


@lru_cache(maxsize=1024)
def names_a_programme(text: str) -> bool:
    """Whether a text is the name of a programme or unit, which has several services."""
    return squeeze(text) in _programme_names()


def squeeze(text: str) -> str:
    """The letters and digits of a text in normal form, without blanks."""
    return normalise(text).replace(" ", "")


@lru_cache(maxsize=4096)
def names_a_service(text: str) -> bool:
    """Whether a noisy text names a service: a known name, or one misread in a letter or two."""
    squeezed = squeeze(text)
    names = service_names()
    if squeezed in names:
        return True
    if len(squeezed) < _SHORTEST_NOISY_NAME:
        return False
    matcher = SequenceMatcher(None, "", squeezed, autojunk=False)
    return any(
        _is_close(name, matcher)
        for name in names
        if abs(len(name) - len(squeezed)) <= 0.3 * len(squeezed)
    )


def _is_close(name: str, matcher: SequenceMatcher[str]) -> bool:
    """Whether a name is close to the text that `matcher` has prepared as its second."""
    matcher.set_seq1(name)
    return (
        matcher.real_quick_ratio() >= _CLOSE_ENOUGH
        and matcher.quick_ratio() >= _CLOSE_ENOUGH
        and matcher.ratio() >= _CLOSE_ENOUGH
    )
