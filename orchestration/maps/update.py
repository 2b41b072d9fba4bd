"""Which maps have to be drawn again, and drawing those.

Belongs here: telling from a fingerprint of the facts whether a picture is still right, and
stopping when time is up. Does not belong here: the pictures (`department`, `country`).
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orchestration.documents.words import normalise
from orchestration.fingerprint import hash_files
from orchestration.loading.inbox import InboxFile
from orchestration.loading.inputs import boundary_files
from orchestration.maps.boundaries import Boundaries, BoundaryFinding, read_boundaries
from orchestration.maps.facts import CountryFacts, DepartmentFacts
from orchestration.maps.reading import (
    departments_with_documents,
    read_country,
    read_department,
)
from orchestration.settings import PROJECT, Settings
from orchestration.warehouse.files import open_read_only

if TYPE_CHECKING:
    import altair as alt

COUNTRY = "peru"
_RECORD = "maps.json"


@dataclass(slots=True)
class MapsReport:
    """What an update did.

    Attributes:
        drawn: name of each map drawn, with its PNG.
        unchanged: names of those that were right already.
        postponed: names of those there was no time for.
        failed: names of those that could not be drawn, with the reason.
        boundary_findings: what is wrong with the files of outlines, where they were read.
    """

    drawn: list[tuple[str, Path]] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    postponed: list[str] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)
    boundary_findings: list[BoundaryFinding] = field(default_factory=list)


def map_name(facts: DepartmentFacts | CountryFacts) -> str:
    """The name of a map's files, such as `18-moquegua`."""
    if isinstance(facts, CountryFacts):
        return COUNTRY
    return f"{facts.ubigeo}-{normalise(facts.name).lower().replace(' ', '-')}"


def draw(facts: DepartmentFacts | CountryFacts, boundaries: Boundaries) -> alt.LayerChart:
    """The picture of some facts."""
    if isinstance(facts, CountryFacts):
        from orchestration.maps.country import draw_country

        return draw_country(facts, boundaries.outlines)
    from orchestration.maps.department import draw_department

    return draw_department(facts, boundaries.outlines)


def load_boundaries(settings: Settings, warehouse: Path) -> Boundaries:
    """The outlines there are, checked against the districts of a warehouse."""
    files = boundary_files(settings)
    if not files:
        return Boundaries()
    return read_boundaries(files, _capitals(read_country(warehouse)))


def update_maps(settings: Settings, warehouse: Path, seconds: float) -> MapsReport:
    """Draw the maps whose facts changed: the country, then the departments with summaries.

    Args:
        settings: where the maps and the outlines are.
        warehouse: the file to draw from, read-only.
        seconds: no map is begun after this time.
    """
    started = time.monotonic()
    report = MapsReport()
    record = settings.maps / _RECORD
    known = _read_record(record)
    country = read_country(warehouse)
    wanted: list[DepartmentFacts | CountryFacts] = [
        country,
        *(read_department(warehouse, code) for code in departments_with_documents(warehouse)),
    ]
    files = _usable(boundary_files(settings), warehouse)
    look = _look(files)
    boundaries: Boundaries | None = None
    for facts in wanted:
        name = map_name(facts)
        fingerprint = _fingerprint(look, facts)
        if known.get(name) == fingerprint and _is_there(settings.maps / name):
            report.unchanged.append(name)
            continue
        if time.monotonic() - started > seconds:
            report.postponed.append(name)
            continue
        try:
            if boundaries is None:
                boundaries = read_boundaries(files, _capitals(country))
                report.boundary_findings = boundaries.findings
            # Imported here: where nothing changed nothing is drawn.
            from orchestration.maps.drawing import write_picture

            _, png = write_picture(draw(facts, boundaries), settings.maps / name)
        except Exception as error:
            # A picture is never worth a failed refresh: what was published stays published.
            report.failed.append((name, f"{type(error).__name__}: {error}"))
            continue
        report.drawn.append((name, png))
        known[name] = fingerprint
        _write_record(record, known)
    return report


def _usable(files: list[InboxFile], warehouse: Path) -> list[InboxFile]:
    """The files of outlines that the refresh looked at and did not refuse."""
    if not files:
        return []
    with open_read_only(warehouse) as connection:
        rows = connection.execute(
            "select sha256 from raw.boundary_files where outcome = 'read'"
        ).fetchall()
    hashes = {sha256 for (sha256,) in rows}
    return [file for file in files if file.sha256 in hashes]


def _capitals(country: CountryFacts) -> dict[str, tuple[float, float] | None]:
    return {
        one.ubigeo: (one.latitude, one.longitude)
        if one.latitude is not None and one.longitude is not None
        else None
        for one in country.districts
    }


def _look(files: list[InboxFile]) -> str:
    """What decides a picture beside its facts: the drawing's sources, libraries and outlines."""
    return " ".join(
        [
            hash_files([PROJECT / "orchestration" / "maps"]),
            version("altair"),
            version("vl-convert-python"),
            *(file.sha256 for file in files),
        ]
    )


def _fingerprint(look: str, facts: DepartmentFacts | CountryFacts) -> str:
    return hashlib.sha256(f"{look}\n{facts!r}".encode()).hexdigest()[:16]


def _is_there(stem: Path) -> bool:
    return stem.with_suffix(".svg").exists() and stem.with_suffix(".png").exists()


def _read_record(path: Path) -> dict[str, str]:
    try:
        known: Any = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def _write_record(path: Path, known: Mapping[str, str]) -> None:
    partial = path.with_name(f".{path.name}.part")
    partial.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    partial.replace(path)
