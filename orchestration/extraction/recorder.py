"""Collects raw rows while a document is walked, and remembers which numbers they claim.

Belongs here: identifiers, locations, claims. Does not belong here: deciding what a text is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from orchestration.documents.model import Block, Document, Paragraph
from orchestration.extraction.numbers import NumberToken, class_at, find_numbers
from orchestration.extraction.rows import Extraction, ReadingFinding

_SECTION_WORDS_AT_MOST = 60
_START = "start"
"""Where a text is that no heading precedes and whose file has no lines or pages."""


@dataclass(slots=True)
class Section:
    """The heading under which a table or text stands."""

    number: str | None = None
    heading: str | None = None

    @property
    def path(self) -> str:
        """The heading as the first step of a location."""
        words = " ".join(part for part in (self.number, self.heading) if part)
        return words[:_SECTION_WORDS_AT_MOST].rstrip()


def _step(path: str, paragraph: Paragraph) -> str:
    """A location: the path to a paragraph, and where the file itself has it."""
    if not paragraph.origin:
        return path or _START
    return f"{path} ({paragraph.origin})" if path else f"({paragraph.origin})"


class Claim(NamedTuple):
    """Why a number of a paragraph is accounted for."""

    number_class: str
    figure_id: str | None = None


@dataclass(slots=True)
class Recorder:
    """The extraction being built, with the ledger's claims by paragraph and character.

    footnote_marks are the numbers that notes under tables start with: `(1) Cifra preliminar`.
    """

    document: Document
    extraction: Extraction
    document_id: str = field(init=False)
    footnote_marks: frozenset[str] = frozenset()
    claims: dict[int, dict[int, Claim]] = field(default_factory=dict)
    locations: dict[int, str] = field(default_factory=dict)
    _figures: int = 0
    _rows: int = 0

    def __post_init__(self) -> None:
        """Take the identifier every row has from the extraction."""
        self.document_id = self.extraction.document_id

    def next_figure_id(self) -> str:
        """A new figure's identifier, counted in reading order."""
        self._figures += 1
        return f"{self.document_id}-{self._figures:04d}"

    def next_row_id(self) -> str:
        """A new printed row's identifier."""
        self._rows += 1
        return f"{self.document_id}-r{self._rows:03d}"

    def locate(self, block: Block, path: str) -> None:
        """Remember where a block and all paragraphs below it are."""
        if isinstance(block, Paragraph):
            self.locations[id(block)] = _step(path, block)
            return
        for row_number, row in enumerate(block.rows, start=1):
            row_path = f"{path} > row {row_number}"
            for cell_number, cell in enumerate(row, start=1):
                if not cell.blocks:
                    continue
                cell_path = f"{row_path} > cell {cell_number}"
                tables = 0
                for inner in cell.blocks:
                    if isinstance(inner, Paragraph):
                        self.locations[id(inner)] = _step(cell_path, inner)
                    else:
                        tables += 1
                        self.locate(inner, f"{cell_path} > table {tables}")

    def location(self, *paragraphs: Paragraph, default: str = "") -> str:
        """Where the first of some paragraphs is; `default` where there is none."""
        for paragraph in paragraphs:
            found = self.locations.get(id(paragraph))
            if found is not None:
                return found
        return default

    def claim(self, paragraph: Paragraph, token: NumberToken, claim: Claim) -> None:
        """Account for one number of a paragraph."""
        self.claims.setdefault(id(paragraph), {})[token.start] = claim

    def claim_all(
        self,
        paragraphs: tuple[Paragraph, ...],
        claim: Claim,
        spans_of: Sequence[tuple[int, int, str]] = (),
    ) -> None:
        """Account for all numbers of some paragraphs, those in named spans by the span's class."""
        for paragraph in paragraphs:
            for token in find_numbers(paragraph.text):
                named = class_at(spans_of, token)
                self.claim(paragraph, token, Claim(named) if named else claim)

    def find(
        self,
        severity: str,
        code: str,
        message: str,
        *,
        location: str = "",
        printed_text: str = "",
        row_id: str | None = None,
        figure_id: str | None = None,
    ) -> None:
        """Add a finding."""
        self.extraction.add(
            ReadingFinding(
                self.document_id,
                severity,
                code,
                location,
                printed_text[:500],
                message,
                row_id,
                figure_id,
            )
        )
