"""Outlines of districts from files somebody has put into `seeds/boundaries`, checked.

Belongs here: reading GeoJSON and TopoJSON, finding which property holds the codes, and refusing
or mending what cannot be drawn. A map without outlines is drawn with points, so that nothing
here ever stops anything.
Does not belong here: drawing (`department`, `country`).
"""

from __future__ import annotations

import csv
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

Capitals = Mapping[str, tuple[float, float] | None]
"""Latitude and longitude of the capital, where known, by code of every known district."""

_FARTHEST_CAPITAL_DEGREES: Final = 0.5
_NEAR_CAPITAL_DEGREES: Final = 0.05
_LEAST_SHARE_NEAR: Final = 0.7
_FEWEST_TO_JUDGE: Final = 5
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
        used: by file that could be used, how many of them are from it.
    """

    outlines: dict[str, BaseGeometry] = field(default_factory=dict)
    findings: list[BoundaryFinding] = field(default_factory=list)
    used: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BoundaryCheck:
    """What the outlines of some files are good for.

    Attributes:
        used: by file that could be used, how many outlines are from it.
        findings: what is wrong or worth knowing.
    """

    used: dict[str, int]
    findings: list[BoundaryFinding]


def read_boundaries(files: Sequence[InboxFile], capitals: Capitals) -> Boundaries:
    """Read every file of outlines.

    Args:
        files: the files.
        capitals: the districts known.
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
                next(reversed(boundaries.used)),
                f"{counted(len(missing), 'district')} without an outline, drawn as points: "
                f"{_listed(missing)}.",
            )
        )
    return boundaries


def read_capitals(reference: Path) -> Capitals:
    """The districts of `geography.csv` with their capitals' coordinates."""
    with (reference / "geography.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["ubigeo"]: (float(row["latitude"]), float(row["longitude"]))
            if row["latitude"] and row["longitude"]
            else None
            for row in csv.DictReader(file)
            if row["level"] == "district"
        }


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

    def read(self, file: InboxFile, capitals: Capitals) -> None:
        try:
            shapes, codes = self._features(file, capitals)
        except _Unusable as unusable:
            self._find("error", unusable.code, str(unusable))
        else:
            self._keep(shapes, codes, capitals)

    @staticmethod
    def _features(
        file: InboxFile, capitals: Capitals
    ) -> tuple[list[BaseGeometry | None], list[str | None]]:
        if file.problem:
            raise _Unusable(file.problem_code, file.problem)
        if file.path.suffix.lower() not in _ENDINGS or not _is_json(file.path):
            raise _Unusable(
                "unsupported_format",
                "The file is no GeoJSON or TopoJSON; convert it, in degrees (WGS 84).",
            )
        try:
            layers = _read_layers(file.path)
        except Exception as error:
            # GDAL's reader raises several kinds; to a person all mean the same.
            raise _Unusable(
                "unreadable_document",
                f"The file cannot be read as GeoJSON or TopoJSON ({str(error).splitlines()[0]}); "
                "export it again.",
            ) from error
        if not any(shapes for shapes, _ in layers):
            raise _Unusable("empty_document", "The file has no features; export it again.")
        if any(len(shapes) >= _MOST_FEATURES for shapes, _ in layers):
            raise _Unusable(
                "too_large",
                f"The file has {_MOST_FEATURES:,} features or more; export districts, not what "
                "they consist of.",
            )
        coded = [
            (share, shapes, codes)
            for shapes, columns in layers
            for share, codes in [_codes(columns, capitals)]
            if share >= _LEAST_SHARE_OF_CODES
        ]
        if not coded:
            raise _Unusable(
                "unknown_layout",
                "No property of its features holds INEI codes of districts; add one named ubigeo.",
            )
        _, shapes, codes = max(coded, key=lambda layer: layer[0])
        _refuse_misplaced(shapes, codes, capitals)
        return shapes, codes

    def _keep(
        self,
        shapes: Sequence[BaseGeometry | None],
        codes: Sequence[str | None],
        capitals: Capitals,
    ) -> None:
        from shapely import unary_union

        parts: dict[str, list[BaseGeometry]] = {}
        left_out: dict[str, list[str]] = {"unknown": [], "empty": [], "mended": []}
        for code, shape in zip(codes, shapes, strict=True):
            if code is None or code not in capitals:
                left_out["unknown"].append(code or "none")
                continue
            polygon, was_mended = _polygon(shape)
            if polygon is None:
                left_out["empty"].append(code)
                continue
            if was_mended:
                left_out["mended"].append(code)
            parts.setdefault(code, []).append(polygon)
        far: list[str] = []
        elsewhere: list[str] = []
        used = 0
        for code, polygons in parts.items():
            outline = unary_union(polygons)
            if code in self._boundaries.outlines:
                elsewhere.append(code)
            elif _distance(outline, capitals[code]) > _FARTHEST_CAPITAL_DEGREES:
                far.append(code)
            else:
                self._boundaries.outlines[code] = outline
                used += 1
        self._boundaries.used[self._name] = used
        repeated = [code for code, polygons in parts.items() if len(polygons) > 1]
        for found, finding_code, what in (
            (left_out["unknown"], "unknown_place", "without the code of a known district, left "
             "out; correct the code, or add the district to geography.csv"),
            (left_out["empty"], "invalid_shape", "empty or without area, left out; draw it again"),
            (left_out["mended"], "invalid_shape", "crossing itself, mended; look at it on the "
             "map"),
            (repeated, "duplicate_row", "in several parts under one code, joined; check that "
             "none belongs to another district"),
            (elsewhere, "duplicate_row", "in another file too, whose outline is used; keep one "
             "of the files"),
            (far, "out_of_range", "far from its district's capital, left out; check its code"),
        ):  # fmt: skip
            if found:
                outlines = counted(len(found), "outline")
                self._find("warning", finding_code, f"{outlines} ({_listed(found)}) {what}.")

    def _find(self, severity: Severity, code: str, message: str) -> None:
        self._boundaries.findings.append(BoundaryFinding(severity, code, self._name, message))


def _is_json(path: Path) -> bool:
    """Whether it is JSON at all: the library underneath opens many things, some of them links."""
    with path.open("rb") as file:
        return file.read(256).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")


def _read_layers(path: Path) -> list[tuple[list[BaseGeometry | None], list[list[Any]]]]:
    """Shapes and properties of every layer; a TopoJSON file often has provinces too."""
    import shapely
    from pyogrio import list_layers, raw

    layers = []
    for name, kind in list_layers(path):
        if kind is None:
            continue
        _, _, geometry, columns = raw.read(
            path, layer=name, force_2d=True, max_features=_MOST_FEATURES
        )
        shapes = list(shapely.from_wkb(geometry, on_invalid="ignore"))
        layers.append((shapes, [column.tolist() for column in columns]))
    return layers


def _codes(columns: list[list[Any]], known: Mapping[str, Any]) -> tuple[float, list[str | None]]:
    """The column whose values are codes of districts most often, and how often that is."""
    best: list[str | None] = []
    best_share = 0.0
    for values in columns:
        codes = [code_of(value) for value in values]
        share = len({code for code in codes if code in known}) / max(len(codes), 1)
        if share > best_share:
            best_share, best = share, codes
    return best_share, best


def _refuse_misplaced(
    shapes: Sequence[BaseGeometry | None], codes: Sequence[str | None], capitals: Capitals
) -> None:
    """Refuse outlines that are not where their districts are, for the whole file at once."""
    from shapely import box

    placed = [
        (shape, capital)
        for shape, code in zip(shapes, codes, strict=True)
        if shape is not None and not shape.is_empty and (capital := capitals.get(code or ""))
    ]
    peru = box(*_PERU)
    if sum(peru.contains(box(*shape.bounds)) for shape, _ in placed) < len(placed) / 2:
        raise _Unusable(
            "out_of_range",
            "The coordinates are not longitude and latitude in Peru; export the file in "
            "degrees (WGS 84, EPSG:4326).",
        )
    near = sum(_distance(shape, capital) <= _NEAR_CAPITAL_DEGREES for shape, capital in placed)
    if len(placed) >= _FEWEST_TO_JUDGE and near < _LEAST_SHARE_NEAR * len(placed):
        raise _Unusable(
            "unknown_place",
            f"Only {near} of {len(placed)} outlines hold their district's capital: the codes are "
            "shifted, or are not INEI's (RENIEC has others); correct them.",
        )


def _distance(shape: BaseGeometry, capital: tuple[float, float] | None) -> float:
    """How far a capital lies outside an outline, degrees; 0 where it is not known."""
    from shapely import Point

    return float(shape.distance(Point(capital[1], capital[0]))) if capital else 0.0


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
