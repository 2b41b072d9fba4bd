"""Compares the figures a document prints with those that were published from it.

Belongs here: matching figures and counting. Does not belong here: where the published rows come
from (a query, a test's own pipeline).

A figure is told by block, service, measure, modality, places, period and whether it is a total;
two figures that share all of it (two refuges in one district) are matched as often as they are
printed. A figure counts as right when its status and value are right too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from tests.document_writer.truth import ExpectedFigure

KNOWN_MODALITIES = frozenset({"Regular", "Comisaría", "Centro de salud"})
"""Modalities with a canonical name; a printed kind of centre of any other name is not compared."""

Key = tuple[Any, ...]


@dataclass(slots=True)
class Score:
    """How well published figures agree with the printed ones.

    Attributes:
        expected: figures printed.
        actual: figures published.
        right: figures that agree in everything.
        missing: keys with values printed but not published.
        invented: keys with values published but not printed.
    """

    expected: int = 0
    actual: int = 0
    right: int = 0
    missing: list[Key] = field(default_factory=list)
    invented: list[Key] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """The share of published figures that are right."""
        return self.right / self.actual if self.actual else 1.0

    @property
    def recall(self) -> float:
        """The share of printed figures that were published right."""
        return self.right / self.expected if self.expected else 1.0

    def add(self, other: Score) -> None:
        """Add another document's score to this one."""
        self.expected += other.expected
        self.actual += other.actual
        self.right += other.right
        self.missing += other.missing
        self.invented += other.invented

    def differences(self, limit: int = 20) -> str:
        """What differs, a line each, for a failed test's message."""
        lines = [f"precision {self.precision:.4f} recall {self.recall:.4f}"]
        for title, keys in (("not published", self.missing), ("not printed", self.invented)):
            lines += [f"  {title}: {_readable(key)}" for key in keys[:limit]]
            if len(keys) > limit:
                lines.append(f"  {title}: and {len(keys) - limit} more")
        return "\n".join(lines)


_NAMES = (
    "block",
    "service",
    "measure",
    "modality",
    "department",
    "province",
    "district",
    "start",
    "end",
    "kind",
    "total",
    "status",
    "value",
)


def _readable(key: Key) -> str:
    return " ".join(
        f"{name}={value}"
        for name, value in zip(_NAMES, key, strict=True)
        if value not in (None, False)
    )


def score(expected: Iterable[ExpectedFigure], actual: Iterable[Mapping[str, Any]]) -> Score:
    """Compare printed figures with rows of `marts.published_figures` of the same document.

    Args:
        expected: a writer's figures; those a fault keeps out are left out.
        actual: rows as mappings with (at least) the columns of an expected figure.
    """
    wanted = Counter(_expected_key(figure) for figure in expected if not figure.is_kept_out)
    found = Counter(_actual_key(row) for row in actual)
    right = wanted & found
    missing, invented = wanted - found, found - wanted
    # A lone dash has no words that name its measure: any measure, or none, is right for it.
    for key in list(missing.elements()):
        if key[0] != "usage" or key[-2] == "number":
            continue
        for other in list(invented):
            if key[:2] == other[:2] and key[3:] == other[3:] and invented[other] > 0:
                missing[key] -= 1
                invented[other] -= 1
                right[key] += 1
                break
    return Score(
        expected=wanted.total(),
        actual=found.total(),
        right=right.total(),
        missing=sorted((+missing).elements(), key=str),
        invented=sorted((+invented).elements(), key=str),
    )


def _expected_key(figure: ExpectedFigure) -> Key:
    return (
        figure.block,
        figure.service_code,
        figure.measure_code,
        figure.modality if figure.modality in KNOWN_MODALITIES else None,
        figure.department_ubigeo,
        figure.province_ubigeo,
        figure.district_ubigeo,
        figure.period_start,
        figure.period_end,
        figure.period_kind,
        figure.is_total,
        figure.value_status,
        figure.value,
    )


def _actual_key(row: Mapping[str, Any]) -> Key:
    modality = row["modality"]
    value = row["value"]
    return (
        row["block"],
        row["service_code"],
        row["measure_code"],
        modality if modality in KNOWN_MODALITIES else None,
        row["department_ubigeo"],
        row["province_ubigeo"],
        row["district_ubigeo"],
        _as_date(row["period_start"]),
        _as_date(row["period_end"]),
        row["period_kind"],
        bool(row["is_total"]),
        row["value_status"],
        None if value is None else int(value),
    )


def _as_date(value: Any) -> date | None:
    """A date as a date, whatever client the row came through."""
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date):
        return value
    return date.fromisoformat(str(value)[:10])
