"""One bad input and the verdict it must get.

Belongs here: the shape of a case. Does not belong here: which cases there are (`catalogue`).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from tests.document_writer.corpus import hash_of
from tests.document_writer.generate import random_truth
from tests.document_writer.reference import reporting_units
from tests.document_writer.style import Style, random_style
from tests.document_writer.truth import ExpectedFigure, Truth
from tests.document_writer.write import Written, write

Verdict = Literal["refused", "kept out", "warned", "taken"]
"""The whole document is refused; a figure or row is kept out; a warning; nothing but taken."""

_FIRST_YEAR = 2019
_MONTHS = 7 * 12

MAP_BLOCKS = frozenset({"map_legend", "poverty_ranking"})
"""Blocks that stand in a picture in Word files and PDFs."""


@dataclass(frozen=True, slots=True)
class Subject:
    """The department, month and author of a case: others for every case.

    Attributes:
        number: the case's place in the catalogue.
        turn: counts up where a fault has no place in what was drawn.
    """

    number: int
    turn: int = 0

    @property
    def unit_code(self) -> str:
        """The reporting unit."""
        codes = sorted(reporting_units())
        rounds = self.number // _MONTHS + self.turn
        return codes[(self.number + 7 * rounds) % len(codes)]

    @property
    def month(self) -> tuple[int, int]:
        """Year and month; no two cases of a unit share one."""
        years, month = divmod(self.number % _MONTHS, 12)
        return _FIRST_YEAR + years, 1 + month

    @property
    def seed(self) -> int:
        """A number for what is drawn."""
        return hash_of(1 + self.turn, self.unit_code, *self.month)

    def truth(self) -> Truth:
        """What the document says."""
        return random_truth(self.seed, self.unit_code, *self.month)

    def style(self, **fixed: object) -> Style:
        """How it is written."""
        return random_style(self.seed, **fixed)

    def written(self, file_format: str, **fixed: object) -> Written:
        """The document without any fault."""
        return write(self.truth(), self.style(**fixed), file_format)


@dataclass(frozen=True, slots=True)
class BadInput:
    """A bad document and what must be said of it.

    Attributes:
        name: what tests and the table call it.
        family: the heading it stands under in the table.
        suffix: the ending of its file name, often a wrong one.
        make: builds its bytes, and the figures that must be published from it; draws again
            (`NotApplicable`) where the fault has no place in the subject's document.
        verdict: what must become of it.
        codes: finding codes, of which one must be reported.
        named: whether the finding must name a place in the document.
    """

    name: str
    family: str
    suffix: str
    make: Callable[[Subject], Made]
    verdict: Verdict
    codes: tuple[str, ...]
    named: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """A case's bytes, and the figures that must be published from them."""

    content: bytes
    figures: tuple[ExpectedFigure, ...] = ()
    subject: Subject = field(default_factory=lambda: Subject(0))


REFUSED = "Refused whole"
"""The family of what is refused whole."""


def refused_file(
    name: str, suffix: str, make: Callable[[Subject], bytes], *codes: str, family: str = REFUSED
) -> BadInput:
    """A file that is refused whole with one of some codes."""
    return BadInput(
        name, family, suffix, lambda subject: Made(make(subject)), "refused", tuple(codes)
    )


def plain_text(subject: Subject, **fixed: object) -> str:
    """A text export in the classic layout, in letters every encoding has."""
    style = {"encoding": "utf-8", "line_ending": "\n", "newer_tika": False, **fixed}
    return unicodedata.normalize("NFC", subject.written("text", **style).content.decode())


SEVERITY: dict[Verdict, str] = {
    "refused": "error",
    "kept out": "error",
    "warned": "warning",
    "taken": "info",
}
"""The severity of the finding that a verdict goes with."""


@cache
def made(case: BadInput, number: int) -> Made:
    """The case's bytes, drawn until the fault has a place in the document."""
    from tests.document_writer.spoilt_places import NotApplicable

    for turn in range(40):
        subject = Subject(number, turn)
        try:
            result = case.make(subject)
        except NotApplicable:
            continue
        return Made(result.content, result.figures, subject)
    raise LookupError(f"{case.name} has no place in any document drawn")
