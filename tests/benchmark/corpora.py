"""The documents that are measured, written from a seed by the tests' document writer.

Belongs here: which documents, and keeping them between runs. Does not belong here: writing a
document (`tests.document_writer`). They lie in the benchmark's folder, by seed and by a hash of
the writer and of the reference data it draws from: another writer writes them anew.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from orchestration.fingerprint import hash_files
from orchestration.settings import REFERENCE
from tests.benchmark.measure import ROOT
from tests.document_writer import Style, random_truth, write
from tests.document_writer.as_pdf import NoOffice
from tests.document_writer.corpus import corpus, write_corpus
from tests.document_writer.reference import geography

SEED = 7
FIRST_YEAR = 2003
"""Twenty years from here are over: a month in the future is kept out of the facts."""
UNIT = "18"


class Corpora:
    """Months of text exports of 25 departments, and single documents of a format."""

    def __init__(self, folder: Path) -> None:
        """Keep them below `folder`."""
        writer = hash_files([ROOT / "tests" / "document_writer", REFERENCE])
        self._folder = folder / f"documents-{SEED}-{writer}"

    def link_months(self, inbox: Path, first: int, last: int) -> int:
        """Put the documents of months into an inbox, as hard links; gives their number.

        Args:
            inbox: a folder on the same file system; made where it is missing.
            first: the first month, counted from January of `FIRST_YEAR`.
            last: the month after the last one.
        """
        self._write_missing(range(first, last))
        count = 0
        for month in range(first, last):
            for path in sorted(self._month(month).rglob("*.txt")):
                other = inbox / path.parent.name / path.name
                other.parent.mkdir(parents=True, exist_ok=True)
                os.link(path, other)
                count += 1
        return count

    def documents(self, file_format: str, count: int) -> list[Path]:
        """Some documents of one format; none where this machine cannot write it."""
        folder = self._folder / file_format
        paths = [folder / f"{number:02}.{file_format}" for number in range(count)]
        folder.mkdir(parents=True, exist_ok=True)
        for number, path in enumerate(paths):
            if not path.exists():
                truth = random_truth(SEED + number, UNIT, FIRST_YEAR + number, 1)
                try:
                    written = write(truth, Style(map_page=False), file_format)
                except NoOffice:
                    return []
                path.write_bytes(written.content)
        return paths

    def _month(self, month: int) -> Path:
        return self._folder / "months" / str(month)

    def _write_missing(self, months: Sequence[int]) -> None:
        missing = [month for month in months if not self._month(month).exists()]
        if missing:
            with multiprocessing.get_context("fork").Pool() as pool:
                pool.map(self._write, missing, chunksize=1)

    def _write(self, month: int) -> None:
        part = self._month(month).with_suffix(f".{os.getpid()}")
        shutil.rmtree(part, ignore_errors=True)
        when = [(FIRST_YEAR + month // 12, month % 12 + 1)]
        departments = geography().departments
        write_corpus(part, corpus(SEED, departments, when, ["text"]), is_plain=True)
        part.rename(self._month(month))
