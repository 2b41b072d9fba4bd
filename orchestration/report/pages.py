"""Writing the files of editions: a page, its figures as CSV, its summary as a Word file.

Belongs here: what a helper process does for the editions of one unit
(`python -m orchestration.report.pages`), and what the site does itself where they are few.
Does not belong here: which editions need writing (`site`), or what a page says (`department`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import duckdb

from orchestration.report.checks import MOST_ROWS
from orchestration.report.department import department_pages
from orchestration.report.downloads import figures_csv
from orchestration.report.fingerprints import Edition
from orchestration.report.render import render
from orchestration.warehouse.by_document import rows_by_document
from orchestration.warehouse.files import open_read_only
from orchestration.written_summary import write_document
from orchestration.written_summary.content import read_contents

ENDINGS: Final = (".html", ".csv", ".docx", ".svg")
"""Of an edition's files; the last only where there is a map."""
FIGURES_AT_ONCE: Final = 7_000
"""Of the editions that the warehouse is asked about together, some two dozen usual ones: what it
says of them is held in memory."""

MEMORY_LIMIT: Final = "100MB"
"""What DuckDB may keep in memory in each of the processes that write pages; 60 MB are enough for
6,000 documents, 40 are not."""

_FIGURES: Final = """
select document_id, count(*) from dimensional.fct_reported_metrics
where document_id = any(?)
group by document_id
"""


@dataclass(frozen=True, slots=True)
class PagesRequest:
    """Editions of a department to write.

    Attributes:
        warehouse: the published file.
        folder: where the report is.
        editions: to write.
        maps: of those that have one, by path.
        districts: the picture in their Word files, drawn by who asks: what draws takes as much
            memory as all else here.
    """

    warehouse: Path
    folder: Path
    editions: tuple[Edition, ...]
    maps: dict[str, bytes]
    districts: bytes | None


def write_pages(request: PagesRequest) -> int:
    """Write the files of some editions; gives their number.

    Raises:
        DamagedFile: the published file cannot be read.
    """
    with open_read_only(request.warehouse, MEMORY_LIMIT) as connection:
        for editions in _batches(connection, request.editions):
            for edition, files in _files(connection, editions, request):
                path = request.folder / edition.path
                for ending, content in files.items():
                    write_whole(path.with_name(path.name + ending), content)
                if ".svg" not in files:
                    path.with_name(path.name + ".svg").unlink(missing_ok=True)
    return len(request.editions)


def _batches(
    connection: duckdb.DuckDBPyConnection, editions: Sequence[Edition]
) -> Iterator[list[Edition]]:
    """Editions in turn, as many together as have few figures enough, or one."""
    counts = rows_by_document(connection, _FIGURES, [one.subject.document_id for one in editions])
    batch: list[Edition] = []
    figures = 0
    for edition in editions:
        own = sum(count for (count,) in counts[edition.subject.document_id])
        if batch and figures + own > FIGURES_AT_ONCE:
            yield batch
            batch, figures = [], 0
        batch.append(edition)
        figures += own
    yield batch


def _files(
    connection: duckdb.DuckDBPyConnection, editions: Sequence[Edition], request: PagesRequest
) -> Iterator[tuple[Edition, dict[str, bytes]]]:
    """Each edition's files by ending; the page last, so that its links always lead somewhere.

    The warehouse is asked once about all of them.
    """
    contents = read_contents(connection, [edition.subject for edition in editions])
    figures = figures_csv(connection, [edition.subject.document_id for edition in editions])
    pages = department_pages(connection, contents)
    for edition, content, page in zip(editions, contents, pages, strict=True):
        subject = edition.subject
        picture = request.maps.get(edition.path)
        files = {
            ".csv": figures[subject.document_id],
            ".docx": write_document(content, request.districts),
        }
        if picture is not None:
            files[".svg"] = picture
        files[".html"] = render(
            "department.html",
            page=page,
            edition=edition,
            map=f"{subject.as_of_month:%Y-%m}.svg" if picture is not None else "",
            most=MOST_ROWS,
            root="../",
        )
        yield edition, files


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
