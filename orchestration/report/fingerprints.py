"""What a page is made from, as one short text a page: a page is written again when it changes.

Belongs here: hashing rows and sources, a few set-based queries for all pages together.
Does not belong here: writing (`site`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import duckdb

from orchestration.report.measures import MONTHS_SHOWN
from orchestration.written_summary.content import Subject

_BY_DOCUMENT: Final = (
    "dimensional.dim_document",
    "dimensional.fct_reported_metrics",
    "dimensional.fct_poverty",
    "quality.findings",
    "quality.reconciliation",
    "quality.revisions",
    "marts.consolidated_services",
    "marts.department_summary",
)
_SHARED: Final = (
    "dimensional.dim_program",
    "dimensional.dim_measure",
    "dimensional.dim_modality",
    "dimensional.dim_geography",
)
_SOURCES: Final = ("report", "written_summary")


@dataclass(frozen=True, slots=True)
class Edition:
    """A page's document with its neighbours: the editions of the unit before and after it."""

    subject: Subject
    before: date | None
    after: date | None

    @property
    def path(self) -> str:
        """The page below the report's folder, without ending: `18/2023-01`."""
        return f"{self.subject.unit_code}/{self.subject.as_of_month:%Y-%m}"


def editions_of(subjects: Sequence[Subject]) -> list[Edition]:
    """Every page, with its neighbours."""
    ordered = sorted(subjects, key=lambda one: (one.unit_code, one.as_of_month))
    editions = []
    for position, subject in enumerate(ordered):
        near = [ordered[at] for at in (position - 1, position + 1) if 0 <= at < len(ordered)]
        months = [one.as_of_month for one in near if one.unit_code == subject.unit_code]
        editions.append(
            Edition(
                subject,
                next((month for month in months if month < subject.as_of_month), None),
                next((month for month in months if month > subject.as_of_month), None),
            )
        )
    return editions


def fingerprints_of(
    connection: duckdb.DuckDBPyConnection,
    editions: Sequence[Edition],
    pictures: Mapping[str, bytes | None],
) -> dict[str, str]:
    """Everything each page depends on, by the page's path.

    Args:
        connection: to the published file.
        editions: every page.
        pictures: their maps, by path, where they have one.
    """
    shared = [duckdb.__version__, sources_version(), *_shared(connection)]
    documents = _by_document(connection)
    trends = _by_month(connection)
    accumulated: dict[str, list[tuple[date, str]]] = {}
    found = {}
    for edition in editions:
        subject = edition.subject
        own = documents.get(subject.document_id, "")
        earlier = accumulated.setdefault(subject.unit_code, [])
        near = [
            text for month, text in earlier if _months(month, subject.as_of_month) < MONTHS_SHOWN
        ]
        months = [
            f"{month} {text}"
            for month, text in trends.get(subject.unit_code, ())
            if 0 <= _months(month, subject.as_of_month) < MONTHS_SHOWN
        ]
        picture = hashlib.sha256(pictures.get(edition.path) or b"").hexdigest()
        parts = [*shared, str(edition), own, picture, *near, *months]
        found[edition.path] = hashlib.sha256("\n".join(parts).encode()).hexdigest()
        earlier.append((subject.as_of_month, own))
    return found


def _months(earlier: date, later: date) -> int:
    return (later.year - earlier.year) * 12 + later.month - earlier.month


def _by_document(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    found: dict[str, str] = {}
    for table in _BY_DOCUMENT:
        rows = connection.execute(
            f"select document_id, count(*), bit_xor(hash(rows)) from {table} as rows"
            " where document_id is not null group by 1"
        ).fetchall()
        for document_id, count, value in rows:
            found[document_id] = f"{found.get(document_id, '')} {count}:{value}"
    return found


def _by_month(connection: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[date, str]]]:
    found: dict[str, list[tuple[date, str]]] = {}
    rows = connection.execute(
        "select reporting_unit_code, month, bit_xor(hash(rows)) from marts.monthly_trends as rows"
        " group by all order by all"
    ).fetchall()
    for unit, month, value in rows:
        found.setdefault(unit, []).append((month, str(value)))
    return found


def _shared(connection: duckdb.DuckDBPyConnection) -> list[str]:
    tables = [f"select bit_xor(hash(rows)) from {table} as rows" for table in _SHARED]
    tables.append(
        "select bit_xor(hash(rows)) from dimensional.fct_poverty as rows where document_id is null"
    )
    return [str(connection.execute(query).fetchone()) for query in tables]


def sources_version() -> str:
    """A hash of the code and templates that pages are made by."""
    folder = Path(__file__).resolve().parent.parent
    digest = hashlib.sha256()
    for name in _SOURCES:
        for path in sorted((folder / name).rglob("*")):
            if path.suffix in {".py", ".html", ".css"}:
                digest.update(path.relative_to(folder).as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()
