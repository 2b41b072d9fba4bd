"""Writing the files of editions: a page, its figures as CSV, its summary as a Word file.

Belongs here: what a helper process does for the editions of one unit
(`python -m orchestration.report.pages`), and what the site does itself where they are few.
Does not belong here: which editions need writing (`site`), or what a page says (`department`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import duckdb

from orchestration.report.checks import MOST_ROWS
from orchestration.report.department import department_page
from orchestration.report.downloads import figures_csv
from orchestration.report.fingerprints import Edition
from orchestration.report.render import render
from orchestration.warehouse.files import open_read_only
from orchestration.written_summary import SummaryWriter

ENDINGS: Final = (".html", ".csv", ".docx", ".svg")
"""Of an edition's files; the last only where there is a map."""


@dataclass(frozen=True, slots=True)
class PagesRequest:
    """Editions to write, with the maps of those that have one, by path."""

    warehouse: Path
    folder: Path
    editions: tuple[Edition, ...]
    pictures: dict[str, bytes]


def write_pages(request: PagesRequest) -> int:
    """Write the files of some editions; gives their number.

    Raises:
        DamagedFile: the published file cannot be read.
    """
    folder = request.folder
    with open_read_only(request.warehouse) as connection:
        writer = SummaryWriter(connection)
        for edition in request.editions:
            files = _files(connection, writer, edition, request.pictures.get(edition.path))
            for ending, content in files.items():
                write_whole(folder / f"{edition.path}{ending}", content)
            if ".svg" not in files:
                (folder / f"{edition.path}.svg").unlink(missing_ok=True)
    return len(request.editions)


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


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole, or leave the one that is there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(path.name + ".new")
    new.write_bytes(content)
    new.replace(path)


def by_unit(editions: Sequence[Edition]) -> list[tuple[Edition, ...]]:
    """Editions in groups of one unit, whose picture is then drawn once."""
    units: dict[str, list[Edition]] = {}
    for edition in editions:
        units.setdefault(edition.subject.unit_code, []).append(edition)
    return [tuple(group) for group in units.values()]


def answer(request: PagesRequest, _: Callable[[Any], None]) -> int:
    """Write the pages a helper of `site` was asked for; gives their number."""
    return write_pages(request)
