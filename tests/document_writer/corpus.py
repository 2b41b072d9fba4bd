"""Writes many documents: corpora for scoring and for the benchmark.

Belongs here: which documents a corpus has. Does not belong here: a single document (`write`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.document_writer.generate import random_truth
from tests.document_writer.look import random_look
from tests.document_writer.reference import reporting_units
from tests.document_writer.style import Style, random_style
from tests.document_writer.write import Written, write


@dataclass(frozen=True, slots=True)
class CorpusDocument:
    """One document of a corpus; `name` is its path below the corpus folder, without ending."""

    name: str
    seed: int
    unit_code: str
    year: int
    month: int
    file_format: str

    def written(self, *, is_plain: bool = False) -> Written:
        """Write it; `is_plain` in the real document's style instead of a drawn one.

        The unit's figures come from the corpus seed alone, so that its months agree; the style
        and the look are others for every document.
        """
        truth = random_truth(self.seed, self.unit_code, self.year, self.month)
        style_seed = hash_of(self.seed, self.unit_code, self.year, self.month)
        if is_plain:
            return write(truth, Style(seed=0), self.file_format)
        return write(truth, random_style(style_seed), self.file_format, random_look(style_seed))


def hash_of(seed: int, unit_code: str, year: int, month: int) -> int:
    """A number for a document, the same in every process."""
    position = sorted(reporting_units()).index(unit_code)
    return ((seed * 31 + position) * 100 + year - 2000) * 12 + month


def corpus(
    seed: int,
    unit_codes: Sequence[str],
    months: Iterable[tuple[int, int]],
    formats: Sequence[str],
) -> Iterator[CorpusDocument]:
    """A document for each unit and month, its format taken from `formats` in turn."""
    count = 0
    for year, month in months:
        for unit_code in unit_codes:
            file_format = formats[count % len(formats)]
            count += 1
            name = f"{year}-{month:02}/{unit_code}"
            yield CorpusDocument(name, seed, unit_code, year, month, file_format)


def write_corpus(
    folder: Path, documents: Iterable[CorpusDocument], *, is_plain: bool = False
) -> int:
    """Write a corpus below a folder; returns how many documents were written."""
    count = 0
    for document in documents:
        written = document.written(is_plain=is_plain)
        path = folder / (document.name + written.suffix)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(written.content)
        count += 1
    return count
