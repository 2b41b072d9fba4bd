"""The table of a benchmark, as Markdown.

Does not belong here: measuring, or the goals (`goals`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.benchmark.goals import goals, per_document
from tests.benchmark.measure import Cost
from tests.benchmark.peers import OURS, PEERS
from tests.benchmark.refreshing import PARTS
from tests.benchmark.results import Results

REFRESHES = ("shipped", "25 documents", "900 documents", "6000 documents")
_RUNS = ("cold", "a month more", "unchanged, asked", "unchanged")
_FLOORS = (
    "imports",
    "imports of the unchanged",
    "reading loop",
    "dbt parse",
    "dbt run",
    "dbt test",
    "dbt build",
    "compiled SQL alone",
)


def table(results: Results) -> str:
    """Everything that was measured, and the goals."""
    return "\n".join(
        [
            *_machine(results),
            *_refreshes(results),
            *_parts(results),
            *_floors(results),
            *_reading(results),
            *_peers(results),
            *_queries(results),
            *_goals(results),
        ]
    )


def _machine(results: Results) -> Iterator[str]:
    machine = results.section("machine")
    if machine:
        yield (
            f"{machine['processors']} processors ({machine['system']}), Python {machine['python']}"
        )


def _refreshes(results: Results) -> Iterator[str]:
    yield from _head("Refreshes", "refresh", "seconds", "processor seconds", "peak memory", "runs")
    for section in REFRESHES:
        for name in _RUNS:
            if cost := results.cost(section, name):
                yield _row(f"{section}, {name}", *_shown(cost), cost.runs)


def _parts(results: Results) -> Iterator[str]:
    columns = [
        (section, name)
        for section in REFRESHES
        for name in _RUNS
        if results.value(section, f"{name}, parts")
    ]
    names = [f"{section}, {name}" for section, name in columns]
    yield from _head("Their parts, in seconds", "part", *names)
    for part in PARTS:
        seconds = [results.value(*column[:1], f"{column[1]}, parts")[part] for column in columns]
        yield _row(part, *(f"{one:.2f}" for one in seconds))


def _floors(results: Results) -> Iterator[str]:
    yield from _head("Floors", "alone", "seconds", "processor seconds", "peak memory", "runs")
    for section in REFRESHES:
        for name in _FLOORS:
            if cost := results.cost(section, name):
                yield _row(f"{section}, {name}", *_shown(cost), cost.runs)


def _reading(results: Results) -> Iterator[str]:
    yield from _head("One document, read and extracted", "format", "here", "library visiting it")
    for file_format in ("text", "docx", "pdf"):
        ours, theirs = (results.cost("reading", file_format + peer) for peer in ("", ", peer"))
        if ours:
            peer = f"{1000 * theirs.seconds:.1f} ms" if theirs else ""
            yield _row(file_format, f"{1000 * ours.seconds:.1f} ms", peer)


def _peers(results: Results) -> Iterator[str]:
    title = f"Programs on the same {results.value('peers', 'documents')} .docx"
    yield from _head(title, "program", "start and one", "each more", "peak memory")
    for name in (OURS, *PEERS):
        if one := results.cost("peers", f"{name}, one"):
            every = results.cost("peers", f"{name}, all") or one
            each = f"{1000 * per_document(results, name):.1f} ms"
            yield _row(name, f"{one.cpu:.2f} s", each, f"{every.megabytes:.0f} MB")
        elif reason := results.value("peers", f"{name}, one"):
            yield _row(name, reason, "", "")


def _queries(results: Results) -> Iterator[str]:
    title = "The cookbook on 6,000 documents, in milliseconds"
    yield from _head(title, "query", "warehouse", "Parquet", "ratio")
    for name, found in results.section("queries").items():
        here, there = found["warehouse"], found["parquet"]
        yield _row(name, f"{here:.1f}", f"{there:.1f}", f"×{here / there:.2f}")


def _goals(results: Results) -> Iterator[str]:
    yield from _head("Goals", "goal", "limit", "found", "")
    for goal in goals(results):
        yield goal.line()


def _shown(cost: Cost) -> tuple[str, str, str]:
    return f"{cost.seconds:.2f}", f"{cost.cpu:.2f}", f"{cost.megabytes:.0f} MB"


def _head(title: str, *columns: str) -> Iterator[str]:
    yield from ("", f"### {title}", "", _row(*columns))
    yield _row("---", *("---:" for _ in columns[1:]))


def _row(*cells: Any) -> str:
    return f"| {' | '.join(str(cell) for cell in cells)} |"
