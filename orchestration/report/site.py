"""The site: which pages there are, and writing those whose data changed.

Belongs here: files and their order. Does not belong here: what a page says.
A page that is not of this warehouse any more is removed; a file that this never wrote is not.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb

from orchestration.progress import say
from orchestration.report.checks import MOST_ROWS
from orchestration.report.department import department_page
from orchestration.report.downloads import figures_csv
from orchestration.report.fingerprints import Edition, editions_of, fingerprints_of
from orchestration.report.maps import Maps
from orchestration.report.national import national_page
from orchestration.report.render import render
from orchestration.warehouse.files import open_read_only
from orchestration.written_summary import SummaryWriter
from orchestration.written_summary.content import subjects

INDEX: Final = "index.html"
COUNTRY_MAP: Final = "mapa.svg"
MANIFEST: Final = "pages.json"
ENDINGS: Final = (".html", ".csv", ".docx", ".svg")
"""Of an edition's files; the last only where there is a map."""
_SAID_EVERY: Final = 50


@dataclass(frozen=True, slots=True)
class ReportOutcome:
    """What was done: the pages there are, those written now, those removed."""

    index: Path
    pages: int
    written: int
    removed: int


def build_report(warehouse: Path, folder: Path, maps_folder: Path | None = None) -> ReportOutcome:
    """Write the site of a published file.

    Args:
        warehouse: the published file; only read.
        folder: where the site is; made where it is missing.
        maps_folder: where the maps were drawn, if they were.

    Raises:
        DamagedFile: the published file cannot be read.
    """
    maps = Maps(maps_folder)
    with open_read_only(warehouse) as connection:
        editions = editions_of(subjects(connection))
        pictures = {
            edition.path: maps.department(edition.subject)
            for edition in editions
            if edition.after is None
        }
        wanted = fingerprints_of(connection, editions, pictures)
        known = _read_manifest(folder)
        stale = [
            edition
            for edition in editions
            if known.get(edition.path) != wanted[edition.path] or not _is_whole(folder, edition)
        ]
        writer = SummaryWriter(connection)
        for number, edition in enumerate(stale, start=1):
            files = _files(connection, writer, edition, pictures.get(edition.path))
            for ending, content in files.items():
                _write(folder / f"{edition.path}{ending}", content)
            if ".svg" not in files:
                (folder / f"{edition.path}.svg").unlink(missing_ok=True)
            if number % _SAID_EVERY == 0:
                say(f"  report: {number} of {len(stale)} pages written")
        if editions:
            _write_national(connection, editions, folder, maps.country())
    gone = [path for path in known if path not in wanted]
    for path in gone:
        _remove(folder, path)
    _write(folder / MANIFEST, json.dumps(wanted, indent=0, sort_keys=True).encode() + b"\n")
    return ReportOutcome(folder / INDEX, len(editions), len(stale), len(gone))


def _files(
    connection: duckdb.DuckDBPyConnection,
    writer: SummaryWriter,
    edition: Edition,
    picture: bytes | None,
) -> dict[str, bytes]:
    """An edition's files by ending; the page last, so that its links always lead somewhere."""
    subject = edition.subject
    files = {
        ".csv": figures_csv(connection, subject.document_id),
        ".docx": writer.write(subject.unit_code, subject.as_of_month),
    }
    if picture is not None:
        files[".svg"] = picture
    files[".html"] = render(
        "department.html",
        page=department_page(connection, subject),
        edition=edition,
        map=f"{subject.as_of_month:%Y-%m}.svg" if picture is not None else "",
        most=MOST_ROWS,
        root="../",
    )
    return files


def _write_national(
    connection: duckdb.DuckDBPyConnection,
    editions: Sequence[Edition],
    folder: Path,
    picture: bytes | None,
) -> None:
    if picture is not None:
        _write(folder / COUNTRY_MAP, picture)
    page = national_page(connection, [edition.subject for edition in editions])
    name = COUNTRY_MAP if picture is not None else ""
    _write(folder / INDEX, render("national.html", page=page, map=name, root=""))


def _is_whole(folder: Path, edition: Edition) -> bool:
    return all((folder / f"{edition.path}{ending}").exists() for ending in ENDINGS[:-1])


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
