from __future__ import annotations

import json
from pathlib import Path

from orchestration.warehouse.runs import Journal, Run, changed_inputs, history, now


def test_the_last_line_of_a_run_counts(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "state" / "runs.jsonl")
    run = Run(1, now())
    journal.write(run)
    journal.write(run.ended("published", "well"))
    assert journal.runs()[1].outcome == "published"
    assert journal.runs()[1].finished_at is not None


def test_half_a_line_of_a_killed_process_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "runs.jsonl"
    journal = Journal(path)
    journal.write(Run(1, now(), outcome="published"))
    with path.open("a") as file:
        file.write('{"run_number": 2, "sta')
    journal.write(Run(3, now()))
    assert list(journal.runs()) == [1, 3]


def test_a_run_that_never_ended_was_interrupted(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "runs.jsonl")
    published = [Run(1, now(), outcome="published")]
    journal.write(Run(2, now()))
    current = Run(3, now())
    journal.write(current)
    outcomes = [(run.run_number, run.outcome) for run in history(published, journal, current)]
    assert outcomes == [(1, "published"), (2, "interrupted"), (3, "running")]


def test_a_run_killed_after_its_file_was_published_was_published(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "runs.jsonl")
    run = Run(1, now())
    journal.write(run)
    current = Run(2, now())
    past = history([run.ended("published", "")], journal, current)[:-1]
    assert [one.outcome for one in past] == ["published"]


def test_inputs_are_told_from_those_of_the_last_published_run() -> None:
    first = Run(1, now(), outcome="published", inputs=changed_inputs([], {"a": "1", "b": "2"}))
    refused = Run(2, now(), outcome="refused", inputs=changed_inputs([first], {"c": "9"}))
    second = changed_inputs([first, refused], {"b": "3", "c": "4"})
    assert [tuple(one.values()) for one in json.loads(second)] == [
        ("a", "1", "gone"),
        ("b", "3", "changed"),
        ("c", "4", "new"),
    ]
    published = Run(3, now(), outcome="published", inputs=second)
    assert changed_inputs([first, refused, published], {"b": "3", "c": "4"}) == "[]"
    assert "new" in changed_inputs([first, refused, published], {"a": "1", "b": "3", "c": "4"})
