"""How the maps look: colours, faces, words.

Belongs here: everything a designer would change. The five colours of the bands get darker step
by step in even steps of lightness (after ColorBrewer's YlOrBr, made for colour-blind readers), so
that they stay apart in grey and from the paper.
Does not belong here: where things are put.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

RAMP: Final = ("#fbeaa6", "#fdc258", "#ee8420", "#b9460a", "#641e02")
GREYS: Final = ("#3c3c3c", "#a6a6a6", "#efefef")
"""For shares of people: sure, perhaps, not; no colours, which mean bands."""
INK: Final = "#1a1a1a"
SOFT_INK: Final = "#555555"
HAIRLINE: Final = "#b5b5b5"
PAPER: Final = "#ffffff"
GROUND: Final = "#f4f4f2"
SERVICE_INK: Final = "#0b3c5d"
# Sizes of letters. A page 1100 wide shows a picture at nine tenths of its size.
TITLE: Final = 22.0
SUBTITLE: Final = 14.0
HEADING: Final = 15.0
SUBHEADING: Final = 13.5
WORDS: Final = 13.0
SMALL: Final = 12.0
CROWDED: Final = 11.0
"""Only where much has to stand on a map."""

_MONTHS: Final = (
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "setiembre",
    "octubre",
    "noviembre",
    "diciembre",
)


def band_colours(codes: Sequence[str]) -> dict[str, str]:
    """A colour for each band, the least poor the lightest."""
    last = max(len(codes) - 1, 1)
    return {code: RAMP[round(number * (len(RAMP) - 1) / last)] for number, code in enumerate(codes)}


def month_name(month: str) -> str:
    """`2023-01` as it is said: enero de 2023."""
    year, number = month.split("-")
    return f"{_MONTHS[int(number) - 1]} de {year}"


def months_named(months: Iterable[str]) -> str:
    """Some months as they are said, each once."""
    return ", ".join(month_name(month) for month in sorted(set(months)))


def decimal(value: float) -> str:
    """A number with a decimal comma."""
    return f"{value:.1f}".replace(".", ",")


def thousands(value: int) -> str:
    """A whole number with its thousands set apart."""
    return f"{value:,}".replace(",", "\u202f")


def wrap(text: str, letters: int) -> list[str]:
    """A text broken into lines of at most so many letters, between words."""
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) + 1 > letters and lines[-1]:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
