"""Runs bad inputs through whole refreshes and collects what was said of each.

Belongs here: the inbox, the two refreshes (the good documents first, so that there is something
to keep), and what the published file says of a case afterwards. Does not belong here: judging it
(`judge` does that for tests and table alike, in one place at the end of this module).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from orchestration.settings import Settings
from tests.document_writer.score import score
from tests.faults.cases import MAP_BLOCKS, SEVERITY, BadInput, Made, made
from tests.refreshing import Refreshed, run_module

_FINDINGS = "select file_name, document_id, severity, code, location, message from quality.findings"
_QUARANTINE = (
    "select file_name, document_id, code, message, published_document_id from quality.quarantine"
)
_SHORTEST_ADVICE = 30


@dataclass(frozen=True, slots=True)
class Tried:
    """One case after the refresh."""

    case: BadInput
    made: Made
    file_name: str
    is_unchanged: bool
    findings: list[dict[str, Any]]
    quarantine: list[dict[str, Any]]
    figures: list[dict[str, Any]]
    earlier: list[dict[str, Any]]
    kept: list[dict[str, Any]]

    @property
    def finding(self) -> dict[str, Any] | None:
        """The finding the case must have."""
        return next(
            (
                one
                for one in self.findings
                if one["code"] in self.case.codes and one["severity"] == SEVERITY[self.case.verdict]
            ),
            None,
        )


@dataclass(slots=True)
class Trial:
    """All cases after the refresh, by name."""

    settings: Settings
    first: Refreshed
    second: Refreshed
    tried: dict[str, Tried] = field(default_factory=dict)


def try_inputs(cases: Sequence[BadInput], folder: Path) -> Trial:
    """Publish good documents, put the bad ones in their place, and refresh again.

    Where no case is to be refused, nothing is published before.
    """
    inbox = folder / "inbox"
    inbox.mkdir(parents=True)
    settings = Settings(documents=inbox, warehouse=folder / "out" / "mimp.duckdb")
    good: dict[str, str] = {}
    names: dict[str, str] = {}
    for number, case in enumerate(cases):
        names[case.name] = f"{number:03}{case.suffix}"
        if case.verdict == "refused":
            content = made(case, number).subject.written("text").content
            (inbox / names[case.name]).write_bytes(content)
            good[case.name] = hashlib.sha256(content).hexdigest()[:16]
    first = refresh(settings, "none") if good else Refreshed(settings, 0, "", "")
    before = _rows(settings.warehouse, "select * from marts.published_figures")
    for number, case in enumerate(cases):
        (inbox / names[case.name]).write_bytes(made(case, number).content)
    trial = Trial(
        settings, first, refresh(settings, "none", MIMP_TEST_OUTPUTS="published__exports")
    )
    figures = _rows(settings.warehouse, "select * from marts.published_figures")
    findings = _rows(settings.warehouse, _FINDINGS)
    quarantine = _rows(settings.warehouse, _QUARANTINE)
    for number, case in enumerate(cases):
        name, bad = names[case.name], made(case, number)
        content = (inbox / name).read_bytes()
        document_id = hashlib.sha256(content).hexdigest()[:16]
        trial.tried[case.name] = Tried(
            case,
            bad,
            name,
            content == bad.content,
            [one for one in findings if one["file_name"] == name],
            [one for one in quarantine if one["file_name"] == name],
            [one for one in figures if one["document_id"] == document_id],
            [one for one in before if one["document_id"] == good.get(case.name)],
            [one for one in figures if one["document_id"] == good.get(case.name)],
        )
    return trial


def refresh(settings: Settings, fault: str, value: str = "", **variables: str) -> Refreshed:
    """A refresh with a fault (`driver`), or with none."""
    done = run_module("tests.faults.driver", settings, fault, value, **variables)
    return Refreshed(settings, done.returncode, done.stdout, done.stderr)


def judge(tried: Tried) -> list[str]:
    """What is wrong with how a case was treated; nothing where it is as it must be."""
    faults = [] if tried.is_unchanged else ["its file was changed"]
    if tried.finding is None:
        found = sorted({(one["severity"], one["code"]) for one in tried.findings})
        faults.append(f"no {' or '.join(tried.case.codes)}, but {found}")
    elif tried.case.named and not tried.finding["location"]:
        faults.append("the finding names no place")
    faults += [
        f"no advice in {one['message']!r}"
        for one in tried.findings
        if one["severity"] == "error"
        and not (len(one["message"]) > _SHORTEST_ADVICE and one["message"].endswith("."))
    ]
    return faults + (_judge_refused(tried) if tried.case.verdict == "refused" else _judge(tried))


def _judge_refused(tried: Tried) -> list[str]:
    faults = []
    if tried.figures:
        faults.append(f"{len(tried.figures)} figures were published from it")
    if not tried.earlier or tried.kept != tried.earlier:
        faults.append("what was published before did not stay")
    codes = {one["code"] for one in tried.quarantine}
    if not codes & set(tried.case.codes):
        faults.append(f"it is in quarantine for {sorted(codes) or 'nothing'}")
    return faults


def _judge(tried: Tried) -> list[str]:
    faults = []
    errors = {one["code"] for one in tried.findings if one["severity"] == "error"}
    surplus = errors - (set(tried.case.codes) if tried.case.verdict == "kept out" else set())
    if surplus:
        faults.append(f"it has errors besides: {sorted(surplus)}")
    if tried.quarantine:
        faults.append("it is in quarantine")
    figures = tried.figures
    if tried.case.suffix != ".txt":
        figures = [one for one in figures if one["block"] not in MAP_BLOCKS]
    compared = score(tried.made.figures, figures)
    if not compared.right == compared.expected == compared.actual:
        faults.append(compared.differences(5))
    return faults


def _rows(path: Path, query: str) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    with duckdb.connect(path, read_only=True) as connection:
        cursor = connection.execute(f"{query} order by all")
        columns = [column[0] for column in cursor.description]
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
