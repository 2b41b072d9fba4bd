"""The goals a refresh is held against, each from figures of one run of the benchmark.

Belongs here: what is compared with what, and the limit. Does not belong here: measuring, or what
to do where a goal is missed (docs/performance.md).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tests.benchmark.results import Results


@dataclass(frozen=True, slots=True)
class Goal:
    """One comparison: what was found, the limit, and whether more or less than it is good."""

    name: str
    found: float
    limit: float
    unit: str = "×"
    is_least: bool = False

    @property
    def is_met(self) -> bool:
        """Whether it is met."""
        return self.found >= self.limit if self.is_least else self.found <= self.limit

    def line(self) -> str:
        """As a row of a table."""
        word = "at least" if self.is_least else "at most"
        limit, found = f"{self.limit:g} {self.unit}", f"{self.found:.0f} {self.unit}"
        if self.unit == "×":
            limit, found = f"×{self.limit:.3g}", f"×{self.found:.2f}"
        outcome = "met" if self.is_met else "**not met**"
        return f"| {self.name} | {word} {limit} | {found} | {outcome} |"


def goals(results: Results) -> Iterator[Goal]:
    """Every goal whose figures were measured."""
    for make in (_full_refresh, _unchanged, _a_month_more, _sql, _memory, _docling, _documents):
        yield from make(results)


def _full_refresh(results: Results) -> Iterator[Goal]:
    for section in ("shipped", "900 documents", "6000 documents"):
        cold, floor = results.cost(section, "cold"), _floor(results, section)
        if cold and floor:
            name = f"{section}: full refresh, of imports + bare dbt build + bare reading"
            yield Goal(name, cold.seconds / floor, 1.25)
            parts = results.value(section, "cold, parts") or {}
            after = sum(parts.get(part, 0.0) for part in ("exports", "maps", "report"))
            name = f"{section}: the same until it is published"
            yield Goal(name, (cold.seconds - after) / floor, 1.25)


def _floor(results: Results, section: str) -> float:
    costs = (
        results.cost("shipped", "imports"),
        results.cost(section, "dbt build"),
        results.cost(section, "reading loop"),
    )
    return sum(cost.seconds for cost in costs if cost) if all(costs) else 0.0


def _unchanged(results: Results) -> Iterator[Goal]:
    needed = results.cost("shipped", "imports of the unchanged")
    for section in ("shipped", "900 documents", "6000 documents"):
        cold, unchanged = results.cost(section, "cold"), results.cost(section, "unchanged")
        if unchanged and needed:
            name = f"{section}: unchanged refresh, of the imports it needs"
            yield Goal(name, unchanged.seconds / needed.seconds, 1.1)
        if unchanged and cold:
            name = f"{section}: unchanged refresh, of the cold one"
            yield Goal(name, unchanged.seconds / cold.seconds, 0.33)


def _a_month_more(results: Results) -> Iterator[Goal]:
    """Reading looks at the new documents only; the rows of the others are copied, by SQL."""
    alone = results.value("25 documents", "cold, documents read")
    for section in ("900 documents", "6000 documents"):
        more = results.value(section, "a month more, documents read")
        if alone and more:
            name = f"a month more than {section}: documents read, of the same to none"
            yield Goal(name, more / alone, 1.5)
    few, many = (
        _part(results, section, "a month more, parts", "reading and loading")
        for section in ("900 documents", "6000 documents")
    )
    if few and many:
        name = "a month more than 6,000 documents: reading and loading, of that to 900"
        yield Goal(name, many / few, 6000 / 900)


def _sql(results: Results) -> Iterator[Goal]:
    few, many = (
        results.cost(section, "compiled SQL alone")
        for section in ("900 documents", "6000 documents")
    )
    if few and many:
        name = "SQL for 6,000 documents, of that for 900 (×6.67 documents)"
        yield Goal(name, many.cpu / few.cpu, 6000 / 900)


def _memory(results: Results) -> Iterator[Goal]:
    for name in ("cold", "a month more"):
        cost = results.cost("6000 documents", name)
        if cost:
            yield Goal(f"6,000 documents, {name}: peak memory", cost.megabytes, 1000, "MB")


def _docling(results: Results) -> Iterator[Goal]:
    ours, theirs = (per_document(results, name) for name in ("this project", "docling"))
    if ours and theirs:
        name = "a .docx read by docling, of one read and extracted here"
        yield Goal(name, theirs / ours, 20, is_least=True)


def per_document(results: Results, name: str) -> float:
    """Processor seconds of one more document of a program that reads Word files; 0 if unknown."""
    one, every = results.cost("peers", f"{name}, one"), results.cost("peers", f"{name}, all")
    count = results.value("peers", "documents")
    return (every.cpu - one.cpu) / (count - 1) if one and every and count else 0.0


def _documents(results: Results) -> Iterator[Goal]:
    ours = results.cost("reading", "text")
    if ours:
        yield Goal("a text export, read and extracted", 1000 * ours.seconds, 10, "ms")
    for file_format in ("docx", "pdf"):
        ours, theirs = (results.cost("reading", f"{file_format}{peer}") for peer in ("", ", peer"))
        if ours and theirs:
            name = f"a {file_format}, read and extracted, of the library visiting it"
            yield Goal(name, ours.seconds / theirs.seconds, 1.0)


def _part(results: Results, section: str, name: str, part: str) -> float:
    parts = results.value(section, name)
    return float(parts[part]) if parts else 0.0
