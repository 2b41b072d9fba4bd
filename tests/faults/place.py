"""A warehouse folder to do harm to: its inbox, its refreshes, and what a reader sees.

Belongs here: making the inbox, changing it so that a refresh has something to publish, looking at
the published file as a reader does, and finding litter. Does not belong here: the harm
(`processes`).
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from orchestration.settings import PROJECT, Settings
from orchestration.warehouse.published import note_states
from tests import bounded
from tests.document_writer import random_truth, write
from tests.document_writer.style import Style
from tests.faults import pipeline
from tests.refreshing import Refreshed, environment_of

_SHIPPED = next(
    path for path in sorted((PROJECT / "seeds" / "documents").rglob("*")) if path.is_file()
)
_MARKED = "1 453"
_FIRST_MARK = 20_000
_OTHERS = (("07", 2023, 1), ("25", 2023, 1))
_SEEN = """
select
    max(value) filter (
        where is_latest and service_code = 'CEM' and measure_code = 'casos_atendidos'
        and period_kind = 'year' and department_ubigeo = '18'
    ),
    count(*) filter (where is_latest),
    count(*) - count(distinct figure_id),
    (select count(*) from dimensional.dim_document),
    (select max(run_number) from quality.refresh_runs)
from marts.published_figures
"""
_OURS = {"mimp.duckdb", "state", "versions", "exports", "report", "maps"}


class Wrong(AssertionError):
    """A fault ended otherwise than it must; the message says how."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a reader sees in a published file.

    Attributes:
        mark: the number printed in the newest document; tells the states of the inbox apart.
        figures: latest figures; the same in every state.
        doubled: figures published twice.
        documents: documents loaded, revisions too.
        run: the newest run in the history.
    """

    mark: int
    figures: int
    doubled: int
    documents: int
    run: int


def look(path: Path) -> Seen:
    """Open a published file as a reader does.

    Raises:
        duckdb.Error: it cannot be opened or read.
    """
    with duckdb.connect(path, read_only=True) as connection:
        row = connection.execute(_SEEN).fetchone()
    assert row is not None
    return Seen(*(int(value or 0) for value in row))


@dataclass(slots=True)
class Place:
    """A folder with an inbox and a warehouse."""

    folder: Path
    number: int = 0
    figures: int = 0
    seconds: float = 0.0
    settings: Settings = field(init=False)

    def __post_init__(self) -> None:
        """Make the inbox and publish it once."""
        inbox = self.folder / "inbox"
        inbox.mkdir(parents=True)
        self.temporary.mkdir()
        self.settings = Settings(documents=inbox, warehouse=self.folder / "out" / "mimp.duckdb")
        for unit_code, year, month in _OTHERS:
            written = write(random_truth(1, unit_code, year, month), Style(), "text")
            (inbox / f"{unit_code}.txt").write_bytes(written.content)
        self.vary()
        self.refresh()
        self.figures = self.seen().figures

    @property
    def temporary(self) -> Path:
        """Where the refreshes may put temporary files."""
        return self.folder / "tmp"

    @property
    def mark(self) -> int:
        """The number the newest document prints."""
        return _FIRST_MARK + self.number

    def vary(self) -> None:
        """Give the inbox something new: a revision with another number."""
        self.number += 1
        text = _SHIPPED.read_text(encoding="utf-8")
        assert text.count(_MARKED) == 1
        revised = self.settings.documents / "18.txt"
        revised.write_text(text.replace(_MARKED, str(self.mark)), encoding="utf-8")

    def publish_changed(self, *statements: str) -> None:
        """Change the published file as if a refresh had published it so."""
        with duckdb.connect(self.settings.warehouse) as connection:
            for statement in statements:
                connection.execute(statement)
        note_states(self.settings, self.settings.warehouse)

    def seen(self) -> Seen:
        """What a reader sees now."""
        return look(self.settings.warehouse)

    def refresh(self, fault: str = "none", value: str = "", **variables: str) -> Refreshed:
        """Refresh, with a fault or without; without one it must end well and be whole."""
        started = time.monotonic()
        done = pipeline.refresh(
            self.settings, fault, value, TMPDIR=str(self.temporary), **variables
        )
        if fault == "none":
            self.seconds = time.monotonic() - started
            self.must_be_whole(done)
        return done

    def start(
        self, fault: str = "none", value: str = "", **variables: str
    ) -> subprocess.Popen[str]:
        """Start a refresh and do not wait for it."""
        return bounded.start(
            [sys.executable, "-m", "tests.faults.driver", fault, value],
            env=environment_of(self.settings, TMPDIR=str(self.temporary), **variables),
            cwd=PROJECT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def must_be_whole(self, done: Refreshed) -> None:
        """After a refresh without fault: the newest state, nothing lost, doubled or left over."""
        if done.status != 0 or done.errors:
            raise Wrong(f"the next refresh ended with {done.status}: {done.errors[-500:]}")
        seen = self.seen()
        if seen.mark != self.mark:
            raise Wrong(f"the newest document is not published: {seen}")
        if seen.doubled or (self.figures and seen.figures != self.figures):
            raise Wrong(f"figures were lost or doubled: {seen}, should be {self.figures}")
        if left := self.litter():
            raise Wrong(f"left over: {', '.join(left)}")

    def must_have_failed(self, done: Refreshed, before: Seen, *words: str) -> str:
        """After a refresh that could not publish: one clear line, and the old file is there."""
        lines = done.errors.strip().splitlines()
        if done.status != 1 or len(lines) != 1 or not lines[0].startswith("error: "):
            raise Wrong(f"it ended with {done.status} and said {done.errors[-800:]!r}")
        if missing := [word for word in words if word not in lines[0]]:
            raise Wrong(f"it does not say {missing}: {lines[0]}")
        if self.seen() != before:
            raise Wrong(f"the publication changed: {self.seen()}, was {before}")
        return lines[0].removeprefix("error: ")

    def litter(self) -> list[str]:
        """What a refresh should not leave behind."""
        settings = self.settings
        left = [path.name for path in settings.folder.iterdir() if path.name not in _OURS]
        kept = [path.name for path in settings.versions.iterdir()]
        left += [name for name in kept if not re.fullmatch(r"mimp-\d+\.duckdb", name)]
        if len(kept) > settings.kept_versions:
            left.append(f"{len(kept)} kept versions")
        left += [f"tmp/{path.name}" for path in self.temporary.iterdir()]
        return left + [f"process {number}" for number in self.processes()]

    def processes(self, words: str = "") -> list[int]:
        """Processes that work on this warehouse, those whose command has certain words."""
        own = f"MIMP_WAREHOUSE={self.settings.warehouse}\0".encode()
        found = []
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit() or int(entry.name) == os.getpid():
                continue
            try:
                is_ours = own in (entry / "environ").read_bytes() + b"\0"
                command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue
            if is_ours and command and words in command:
                found.append(int(entry.name))
        return found

    def kill(self, process: subprocess.Popen[str]) -> None:
        """Kill a refresh at once and wait until its helpers are gone too."""
        process.send_signal(signal.SIGKILL)
        process.communicate()
        self.wait_for_helpers()

    def wait_for_helpers(self) -> None:
        """A dead refresh must leave no process behind."""
        deadline = time.monotonic() + 20
        while self.processes():
            if time.monotonic() > deadline:
                raise Wrong(f"processes outlive the refresh: {self.processes()}")
            time.sleep(0.05)

    def must_be_one_state(self, before: Seen) -> str:
        """After a kill: the publication before or the newest, complete; says which."""
        seen = self.seen()
        if seen.figures != self.figures or seen.doubled:
            raise Wrong(f"a state between: {seen}")
        if seen.mark not in (before.mark, self.mark):
            raise Wrong(f"neither the old nor the new publication: {seen}, was {before}")
        return "old file" if seen.mark == before.mark else "new file"
