"""Outlines of districts from files somebody has put into `seeds/boundaries`, checked.

Belongs here: reading GeoJSON and TopoJSON, finding which property holds the codes, and refusing
or mending what cannot be drawn. A map without outlines is drawn with points, so that nothing
here ever stops anything.
Does not belong here: drawing (`department`, `country`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from orchestration.documents.model import Severity
from orchestration.loading.inbox import InboxFile
from orchestration.poverty.cells import code_of
from orchestration.progress import counted

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_PERU: Final = (-82.0, -19.0, -68.0, 1.0)
"""West, south, east and north of everything that can be a district, degrees."""

_FARTHEST_CAPITAL_DEGREES: Final = 0.5
_LEAST_SHARE_OF_CODES: Final = 0.5
_MOST_FEATURES: Final = 20_000
_SHOWN: Final = 8
_ENDINGS: Final = {".geojson", ".json", ".topojson"}


@dataclass(frozen=True, slots=True)
class BoundaryFinding:
    """Something wrong or worth knowing in a file of outlines.

    Attributes:
        severity: error (the file is not used), warning (a part of it is not) or info.
        code: a finding code as in `quality.findings`.
        file_name: the file.
        message: what is wrong and what to do.
    """

    severity: Severity
    code: str
    file_name: str
    message: str


@dataclass(slots=True)
class Boundaries:
    """The outlines that can be drawn.

    Attributes:
        outlines: polygon in degrees by district code.
        findings: what was wrong or worth knowing.
        sources: the files they are from.
    """

    outlines: dict[str, BaseGeometry] = field(default_factory=dict)
    findings: list[BoundaryFinding] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)


def read_boundaries(
    files: Sequence[InboxFile], capitals: Mapping[str, tuple[float, float] | None]
) -> Boundaries:
    """Read every file of outlines.

    Args:
        files: the files.
        capitals: latitude and longitude of the capital by code of every known district.
    """
    boundaries = Boundaries()
    for file in files:
        _File(file.name, boundaries).read(file, capitals)
    missing = sorted(capitals.keys() - boundaries.outlines.keys())
    if boundaries.outlines and missing:
        boundaries.findings.append(
            BoundaryFinding(
                "info",
                "incomplete_document",
                ", ".join(boundaries.sources),
                f"{counted(len(missing), 'district')} without an outline, drawn as points: "
                f"{_listed(missing)}.",
            )
        )
    return boundaries


class _Unusable(Exception):
    """A file none of whose outlines can be used."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class _File:
    """The reading of one file."""

    def __init__(self, name: str, boundaries: Boundaries) -> None:
        self._name = name
        self._boundaries = boundaries

    def read(self, file: InboxFile, capitals: Mapping[str, tuple[float, float] | None]) -> None:
        try:
            shapes, codes = self._features(file, capitals)
        except _Unusable as unusable:
            self._find("error", unusable.code, str(unusable))
        else:
            self._keep(shapes, codes, capitals)

    @staticmethod
    def _features(
        file: InboxFile, capitals: Mapping[str, tuple[float, float] | None]
    ) -> tuple[list[BaseGeometry | None], list[str | None]]:
        if file.problem:
            raise _Unusable(file.problem_code, file.problem)
        if file.path.suffix.lower() not in _ENDINGS or not _is_json(file.path):
            raise _Unusable(
                "unsupported_format",
                "The file is no GeoJSON or TopoJSON; convert it, in degrees (WGS 84).",
            )
        try:
            shapes, columns, crs = _read_features(file.path)
        except Exception as error:
            # GDAL's reader raises several kinds; to a person all mean the same.
            raise _Unusable(
                "unreadable_document",
                f"The file cannot be read as GeoJSON or TopoJSON ({str(error).splitlines()[0]}); "
                "export it again.",
            ) from error
        codes = _codes(columns, capitals)
        if codes is None:
            raise _Unusable(
                "unknown_layout",
                "No property of its features holds INEI codes of districts; add one named ubigeo.",
            )
        if not _is_in_degrees(shapes, crs):
            raise _Unusable(
                "out_of_range",
                "The coordinates are not longitude and latitude in Peru; export the file in "
                "degrees (WGS 84, EPSG:4326).",
            )
        return shapes, codes

    def _keep(
        self,
        shapes: Sequence[BaseGeometry | None],
        codes: Sequence[str | None],
        capitals: Mapping[str, tuple[float, float] | None],
    ) -> None:
        from shapely import Point, unary_union

        parts: dict[str, list[BaseGeometry]] = {}
        unknown: list[str] = []
        empty: list[str] = []
        mended: list[str] = []
        repeated: list[str] = []
        far: list[str] = []
        for code, shape in zip(codes, shapes, strict=True):
            if code is None or code not in capitals:
                unknown.append(code or "none")
                continue
            polygon, was_mended = _polygon(shape)
            if polygon is None:
                empty.append(code)
                continue
            if was_mended:
                mended.append(code)
            parts.setdefault(code, []).append(polygon)
        for code, polygons in parts.items():
            capital = capitals[code]
            outline = unary_union(polygons)
            if code in self._boundaries.outlines:
                repeated.append(code)
            elif (
                capital
                and outline.distance(Point(capital[1], capital[0])) > _FARTHEST_CAPITAL_DEGREES
            ):
                far.append(code)
            else:
                if len(polygons) > 1:
                    repeated.append(code)
                self._boundaries.outlines[code] = outline
        self._boundaries.sources.append(self._name)
        for found, code_of_finding, what in (
            (unknown, "unknown_place", "features have no code of a known district; left out"),
            (empty, "invalid_shape", "outlines are empty or no areas; left out"),
            (mended, "invalid_shape", "outlines crossed themselves and were mended"),
            (repeated, "duplicate_row", "codes are there more than once; the parts of one file "
             "were joined, of several files the first was taken"),
            (far, "out_of_range", "outlines lie far from their district's capital; left out"),
        ):  # fmt: skip
            if found:
                message = f"{len(found)} {what}: {_listed(found)}."
                self._find("warning", code_of_finding, message)

    def _find(self, severity: Severity, code: str, message: str) -> None:
        self._boundaries.findings.append(BoundaryFinding(severity, code, self._name, message))


def _is_json(path: Path) -> bool:
    """Whether it is JSON at all: the library underneath opens many things, some of them links."""
    with path.open("rb") as file:
        return file.read(256).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")


def _read_features(path: Path) -> tuple[list[BaseGeometry | None], list[list[Any]], str]:
    import shapely
    from pyogrio import raw

    meta, _, geometry, columns = raw.read(path, force_2d=True, max_features=_MOST_FEATURES)
    shapes = list(shapely.from_wkb(geometry, on_invalid="ignore"))
    return shapes, [column.tolist() for column in columns], str(meta.get("crs") or "")


def _codes(columns: list[list[Any]], known: Mapping[str, Any]) -> list[str | None] | None:
    """The column whose values are codes of districts most often, if it is often enough."""
    best: list[str | None] | None = None
    best_share = _LEAST_SHARE_OF_CODES
    for values in columns:
        codes = [code_of(value) for value in values]
        share = len({code for code in codes if code in known}) / max(len(codes), 1)
        if share >= best_share:
            best, best_share = codes, share
    return best


def _is_in_degrees(shapes: Sequence[BaseGeometry | None], crs: str) -> bool:
    if crs and not any(name in crs.upper() for name in ("4326", "CRS84", "4979", "WGS 84")):
        return False
    west, south, east, north = _PERU
    return all(
        west <= shape.bounds[0]
        and south <= shape.bounds[1]
        and shape.bounds[2] <= east
        and shape.bounds[3] <= north
        for shape in shapes
        if shape is not None and not shape.is_empty
    )


def _polygon(shape: BaseGeometry | None) -> tuple[BaseGeometry | None, bool]:
    """The areas of a shape, and whether it had to be mended."""
    from shapely import make_valid, unary_union

    if shape is None or shape.is_empty:
        return None, False
    is_valid = bool(shape.is_valid)
    whole = shape if is_valid else make_valid(shape)
    areas = [part for part in getattr(whole, "geoms", [whole]) if part.area > 0]
    return (unary_union(areas), not is_valid) if areas else (None, False)


def _listed(codes: Sequence[str]) -> str:
    return ", ".join(codes[:_SHOWN]) + (", …" if len(codes) > _SHOWN else "")
