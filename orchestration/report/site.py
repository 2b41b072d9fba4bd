"""The site: which pages there are, and writing those whose data changed.

Belongs here: files and their order. Does not belong here: what a page says.
A page that is not of this warehouse any more is removed; a file that this never wrote is not.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb

from orchestration.report.checks import MOST_ROWS
from orchestration.report.department import DrawMap, department_page
from orchestration.report.downloads import figures_csv
from orchestration.report.fingerprints import Edition, editions_of, fingerprints_of
from orchestration.report.national import national_page
from orchestration.report.render import render
from orchestration.warehouse.files import open_read_only
from orchestration.written_summary import write_summary
from orchestration.written_summary.content import subjects

INDEX: Final = "index.html"
MANIFEST: Final = "pages.json"
ENDINGS: Final = (".html", ".csv", ".docx")


@dataclass(frozen=True, slots=True)
class ReportOutcome:
    """What was done: the pages there are, those written now, those removed."""

    index: Path
    pages: int
    written: int
    removed: int


def build_report(warehouse: Path, folder: Path, draw_map: DrawMap | None = None) -> ReportOutcome:
    """Write the site of a published file.

    Args:
        warehouse: the published file; only read.
        folder: where the site is; made where it is missing.
        draw_map: draws the map of a department's page.

    Raises:
        DamagedFile: the published file cannot be read.
    """
    with open_read_only(warehouse) as connection:
        editions = editions_of(subjects(connection))
        wanted = fingerprints_of(connection, editions)
        known = _read_manifest(folder)
        stale = [
            edition
            for edition in editions
            if known.get(edition.path) != wanted[edition.path] or not _is_whole(folder, edition)
        ]
        for edition in stale:
            for ending, content in _files(connection, edition, draw_map):
                _write(folder / f"{edition.path}{ending}", content)
        if editions:
            page = national_page(connection, [edition.subject for edition in editions], "")
            _write(folder / INDEX, render("national.html", page=page, root=""))
    gone = [path for path in known if path not in wanted]
    for path in gone:
        _remove(folder, path)
    _write(folder / MANIFEST, json.dumps(wanted, indent=0, sort_keys=True).encode() + b"\n")
    return ReportOutcome(folder / INDEX, len(editions), len(stale), len(gone))


def _files(
    connection: duckdb.DuckDBPyConnection, edition: Edition, draw_map: DrawMap | None
) -> Iterator[tuple[str, bytes]]:
    """The files of an edition by ending; the page last, so that its links always lead somewhere."""
    subject = edition.subject
    yield ".csv", figures_csv(connection, subject.document_id)
    yield ".docx", write_summary(connection, subject.unit_code, subject.as_of_month)
    page = department_page(connection, subject, draw_map)
    yield ".html", render("department.html", page=page, edition=edition, most=MOST_ROWS, root="../")


def _is_whole(folder: Path, edition: Edition) -> bool:
    return all((folder / f"{edition.path}{ending}").exists() for ending in ENDINGS)


def _read_manifest(folder: Path) -> dict[str, str]:
    """The pages written before; none where the list is missing or cannot be read."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return (
        {str(path): str(text) for path, text in manifest.items()}
        if isinstance(manifest, dict)
        else {}
    )


def _write(path: Path, content: bytes) -> None:
    """Write a file whole, or leave the one that is there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(path.name + ".new")
    new.write_bytes(content)
    new.replace(path)


def _remove(folder: Path, path: str) -> None:
    """Remove an edition's files; a path that leads out of the folder is left alone."""
    for ending in ENDINGS:
        file = (folder / f"{path}{ending}").resolve()
        if file.is_relative_to(folder.resolve()):
            file.unlink(missing_ok=True)
    parent = (folder / path).parent
    if parent.is_dir() and parent != folder and not any(parent.iterdir()):
        parent.rmdir()
