"""What a published file was made from, as hashes: how a run knows that nothing is new.

Belongs here: hashes of the sources and of the inbox. Does not belong here: comparing them with
what is published (`refresh`) or with what is loaded (`loading`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from orchestration.settings import DBT_PROJECT, NOT_SOURCES, PROJECT, REFERENCE, SOURCES

NOT_FINAL = "not final"
"""Stands for the reader version of a verdict that another try may change: time was up."""

_READING_LIBRARIES = ("lxml", "pillow", "pypdfium2")
_READING_WORDS = (
    "geography.csv",
    "measure_spellings.csv",
    "modality_spellings.csv",
    "service_spellings.csv",
)
"""Reference data that reading itself looks at: legends of maps, words broken in PDFs."""


def hash_files(paths: Iterable[Path]) -> str:
    """One hash over the names and bytes of all files below `paths`, caches left out."""
    digest = hashlib.sha256()
    for path in sorted(file for root in paths for file in _files(root)):
        digest.update(f"{path.relative_to(PROJECT)}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def reader_version(can_read_pictures: bool) -> str:
    """What decides how bytes become raw rows: a document is read once under each."""
    code = [PROJECT / "orchestration" / name for name in ("documents", "extraction")]
    sources = hash_files([*code, *(REFERENCE / name for name in _READING_WORDS)])
    libraries = [f"{name} {version(name)}" for name in _READING_LIBRARIES]
    return _hash_text([sources, *libraries, f"pictures {can_read_pictures}"])


def workbook_reader_version() -> str:
    """What decides how a poverty workbook is read and judged."""
    known = [REFERENCE / "geography.csv", *REFERENCE.glob("poverty_[0-9][0-9][0-9][0-9].csv")]
    sources = hash_files([PROJECT / "orchestration" / "poverty", *known])
    return _hash_text([sources, f"openpyxl {version('openpyxl')}"])


def boundary_reader_version() -> str:
    """What decides what is said of files of outlines."""
    maps = PROJECT / "orchestration" / "maps"
    sources = hash_files(
        [maps / "boundaries.py", maps / "boundary_worker.py", REFERENCE / "geography.csv"]
    )
    return _hash_text([sources, *(f"{name} {version(name)}" for name in ("pyogrio", "shapely"))])


def code_version() -> str:
    """Everything beside the documents that decides what is published."""
    return hash_files(SOURCES)


def dbt_version() -> str:
    """What decides the dbt manifest."""
    return hash_files([DBT_PROJECT, REFERENCE, PROJECT / "requirements.lock"])


def inputs_hash(files: Iterable[tuple[str, str]]) -> str:
    """One hash over the names and hashes of the files in the inbox."""
    return _hash_text(f"{name}\0{sha256}" for name, sha256 in sorted(files))


def _files(root: Path) -> Iterable[Path]:
    if root.is_file():
        return [root]
    if not root.is_dir():
        raise FileNotFoundError(f"{root} decides what is published, and is not there")
    return [
        path
        for path in root.rglob("*")
        if path.is_file() and not NOT_SOURCES.intersection(path.relative_to(root).parts)
    ]


def _hash_text(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
