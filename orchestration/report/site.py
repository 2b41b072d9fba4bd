"""The site: which pages there are, and writing those whose data changed.

Belongs here: files and their order. Does not belong here: what a page says.
A page that is not of this warehouse any more is removed; a file that this never wrote is not.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb

from orchestration.helper_pool import HelperPool
from orchestration.progress import say
from orchestration.report.fingerprints import Edition, editions_of, fingerprints_of
from orchestration.report.maps import Maps
from orchestration.report.national import national_page
from orchestration.report.pages import (
    ENDINGS,
    MEMORY_LIMIT,
    PagesRequest,
    by_unit,
    write_pages,
    write_whole,
)
from orchestration.report.render import render
from orchestration.settings import Settings
from orchestration.warehouse.files import open_read_only
from orchestration.written_summary.content import subjects
from orchestration.written_summary.map_picture import draw_districts

INDEX: Final = "index.html"
COUNTRY_MAP: Final = "mapa.svg"
MANIFEST: Final = "pages.json"
_SAID_EVERY: Final = 50
_WORTH_HELPERS: Final = 40
"""Pages from which on it is worth starting processes to write them."""


@dataclass(frozen=True, slots=True)
class ReportOutcome:
    """What was done: the pages there are, those written now, those removed."""

    index: Path
    pages: int
    written: int
    removed: int


def report_helpers(settings: Settings) -> HelperPool:
    """Helpers that write pages, as many as documents are read at the same time."""
    return HelperPool(
        "orchestration.report.pages",
        settings.child_environment(),
        settings.logs / "report.log",
        settings.readers,
    )


def build_report(
    warehouse: Path,
    folder: Path,
    maps_folder: Path | None = None,
    pool: HelperPool | None = None,
) -> ReportOutcome:
    """Write the site of a published file.

    Args:
        warehouse: the published file; only read.
        folder: where the site is; made where it is missing.
        maps_folder: where the maps were drawn, if they were.
        pool: helpers that run `report.pages`, for many pages; without it all are written here.

    Raises:
        DamagedFile: the published file cannot be read.
    """
    maps = Maps(maps_folder)
    with open_read_only(warehouse, MEMORY_LIMIT) as connection:
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
        requests = _requests(connection, warehouse, folder, stale, pictures)
        _write_stale(requests, len(stale), pool)
        if editions:
            _write_national(connection, editions, folder, maps.country())
    gone = [path for path in known if path not in wanted]
    for path in gone:
        _remove(folder, path)
    write_whole(folder / MANIFEST, json.dumps(wanted, indent=0, sort_keys=True).encode() + b"\n")
    return ReportOutcome(folder / INDEX, len(editions), len(stale), len(gone))


def _requests(
    connection: duckdb.DuckDBPyConnection,
    warehouse: Path,
    folder: Path,
    stale: Sequence[Edition],
    pictures: Mapping[str, bytes | None],
) -> Iterator[PagesRequest]:
    """What to write, a request a unit."""
    for group in by_unit(stale):
        maps = {one.path: found for one in group if (found := pictures.get(one.path)) is not None}
        districts = draw_districts(connection, group[0].subject.department_ubigeo)
        yield PagesRequest(warehouse, folder, group, maps, districts)


def _write_stale(requests: Iterator[PagesRequest], pages: int, pool: HelperPool | None) -> None:
    use_pool = pool is not None and pages >= _WORTH_HELPERS
    answers = pool.answers([*requests]) if pool and use_pool else map(write_pages, requests)
    written = 0
    for count in answers:
        said, written = written // _SAID_EVERY, written + count
        if written // _SAID_EVERY > said:
            say(f"  report: {written} of {pages} pages written")


def _write_national(
    connection: duckdb.DuckDBPyConnection,
    editions: Sequence[Edition],
    folder: Path,
    picture: bytes | None,
) -> None:
    if picture is not None:
        write_whole(folder / COUNTRY_MAP, picture)
    page = national_page(connection, [edition.subject for edition in editions])
    name = COUNTRY_MAP if picture is not None else ""
    write_whole(folder / INDEX, render("national.html", page=page, map=name, root=""))


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


def _remove(folder: Path, path: str) -> None:
    """Remove an edition's files; a path that leads out of the folder is left alone."""
    for ending in ENDINGS:
        file = (folder / f"{path}{ending}").resolve()
        if file.is_relative_to(folder.resolve()):
            file.unlink(missing_ok=True)
    parent = (folder / path).parent
    if parent.is_dir() and parent != folder and not any(parent.iterdir()):
        parent.rmdir()
