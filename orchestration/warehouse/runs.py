"""The history of refreshes, kept outside the DuckDB files so that a failed run is in it too.

Belongs here: the journal (one line when a run starts, one when it ends) and run numbers.
Does not belong here: Dagster's own run history, or what a run did in detail.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

_INTERRUPTED = "The process ended before the run did."


@dataclass(frozen=True, slots=True)
class Run:
    """One refresh; a row of `raw.refresh_runs`.

    Attributes:
        run_number: counts all refreshes that did something, from 1.
        started_at: UTC, `YYYY-MM-DD HH:MM:SS.ffffff`.
        finished_at: UTC; None while the run goes on.
        code_version: hash of the sources it ran with.
        inputs_hash: hash of the names and bytes in the inbox.
        inputs: the files that came, changed or went since the last published run, as JSON: an
            array of objects with file_name, sha256 and change (new, changed, gone). Those of all
            published runs so far, applied in turn, are the inputs of a run.
        documents_in_inbox: files in the inbox.
        documents_read: files read in this run.
        documents_unchanged: files whose bytes were known.
        documents_quarantined: files in the inbox that are kept out whole.
        outcome: running | published | refused | failed | interrupted.
        message: one line for a person.
    """

    run_number: int
    started_at: str
    finished_at: str | None = None
    code_version: str = ""
    inputs_hash: str = ""
    inputs: str = "[]"
    documents_in_inbox: int = 0
    documents_read: int = 0
    documents_unchanged: int = 0
    documents_quarantined: int = 0
    outcome: str = "running"
    message: str = ""

    def ended(self, outcome: str, message: str, **changes: Any) -> Run:
        """The same run, ended now."""
        return replace(self, outcome=outcome, message=message, finished_at=now(), **changes)

    def as_row(self) -> tuple[Any, ...]:
        """Its values in the order of `raw.refresh_runs`."""
        values = asdict(self)
        for name in ("started_at", "finished_at"):
            values[name] = datetime.fromisoformat(values[name]) if values[name] else None
        return tuple(values.values())


class Journal:
    """The file of runs: append only, one JSON object a line, the last line of a run counts."""

    def __init__(self, path: Path) -> None:
        """Use the journal at `path`; it need not exist yet."""
        self._path = path

    def runs(self) -> dict[int, Run]:
        """All runs by number; those that never ended are interrupted."""
        runs: dict[int, Run] = {}
        for line in self._lines():
            try:
                run = Run(**json.loads(line))
            except (TypeError, ValueError):
                continue  # half a line of a process that was killed while it wrote
            runs[run.run_number] = run
        return runs

    def write(self, run: Run) -> None:
        """Append what is known of a run."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("a", encoding="utf-8") as file:
            # The newline in front ends what a killed process may have left half written.
            file.write("\n" + json.dumps(asdict(run)) + "\n")

    def _lines(self) -> Iterable[str]:
        if not self._path.exists():
            return []
        return self._path.read_text(encoding="utf-8", errors="replace").splitlines()


def history(published: Iterable[Run], journal: Journal, current: Run) -> list[Run]:
    """Every run so far by number, the current one last.

    What the journal says of a run counts more than what an earlier published file says, except
    that a run whose file was published was published: a process killed right after that had no
    time to tell the journal.
    """
    known = {run.run_number: run for run in published}
    ended = {number: run for number, run in known.items() if run.outcome == "published"}
    runs = known | journal.runs() | ended
    runs.pop(current.run_number, None)
    past = [
        replace(run, outcome="interrupted", message=_INTERRUPTED)
        if run.outcome == "running"
        else run
        for run in runs.values()
    ]
    return [*sorted(past, key=lambda run: run.run_number), current]


def changed_inputs(past: Iterable[Run], files: Mapping[str, str]) -> str:
    """The inputs that are others than those of the last published run, as `Run.inputs` has them.

    Args:
        past: the runs before, by number.
        files: the SHA-256 of each file by name.
    """
    known: dict[str, str] = {}
    for run in past:
        for one in json.loads(run.inputs) if run.outcome == "published" else []:
            known[one["file_name"]] = "" if one["change"] == "gone" else one["sha256"]
    present = {name: sha256 for name, sha256 in known.items() if sha256}
    changes = [
        (name, sha256, "changed" if name in present else "new")
        for name, sha256 in files.items()
        if present.get(name) != sha256
    ]
    changes += [(name, present[name], "gone") for name in present if name not in files]
    names = ("file_name", "sha256", "change")
    return json.dumps([dict(zip(names, one, strict=True)) for one in sorted(changes)])


def now() -> str:
    """The time as the history keeps it: UTC, without a zone."""
    return datetime.now(UTC).replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")


RUN_COLUMNS = tuple(column.name for column in fields(Run))
