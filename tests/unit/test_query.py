"""`make query`: what is typed or piped in, and how answers are printed."""

from __future__ import annotations

import io
import os
import pty
import select
import signal
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from orchestration.query import main
from orchestration.settings import PROJECT

_PATIENCE_SECONDS = 60
_WORDS = "word word word word word word"
_WIDE = ", ".join(f"'{_WORDS}' as column_{number}" for number in range(20))


@pytest.fixture
def warehouse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A published file with one table."""
    path = tmp_path / "mimp.duckdb"
    with duckdb.connect(path) as connection:
        connection.execute("create table places as select 'Línea 100' as service, null as centres")
    monkeypatch.setenv("MIMP_WAREHOUSE", str(path))
    return path


def _piped(text: str, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))
    return main(list(arguments))


@pytest.mark.parametrize("end", ["", ";", "\n;\n", "\n.quit\n", "\nquit\n", ";\nexit;\nselect 2"])
@pytest.mark.usefixtures("warehouse")
def test_a_piped_query_is_answered_however_it_ends(
    end: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _piped(f"select *\nfrom places{end}", monkeypatch, "--format", "csv") == 0
    assert capsys.readouterr().out == "service,centres\nLínea 100,\n"


@pytest.mark.usefixtures("warehouse")
def test_a_piped_query_that_fails_is_an_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _piped("select nothing from places", monkeypatch) == 1
    assert capsys.readouterr().err.startswith("error: ")


@pytest.mark.usefixtures("warehouse")
def test_commands_are_answered_and_not_taken_for_sql(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _piped("help\n.tables\n.mode line\nselect * from places;", monkeypatch) == 0
    printed = capsys.readouterr().out
    assert printed.count(".quit leaves") == 2
    assert printed.endswith("service = Línea 100\ncentres = NULL\n")


@pytest.mark.usefixtures("warehouse")
def test_no_column_and_no_row_is_hidden_from_a_pipe(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _piped(f"select range as number, {_WIDE} from range(500)", monkeypatch) == 0
    lines = capsys.readouterr().out.splitlines()
    assert all(f"column_{number}" in lines[1] for number in range(20))
    assert sum(line.count(_WORDS) == 20 for line in lines) == 500


def test_a_folder_is_said_to_be_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MIMP_WAREHOUSE", str(tmp_path))
    assert _piped("select 1", monkeypatch) == 1
    answered = capsys.readouterr()
    assert "is a folder" in answered.err
    assert not answered.out


def test_an_interrupt_forgets_the_statement_and_keeps_the_prompt(warehouse: Path) -> None:
    """At a terminal, where what is too wide for it comes as a line a value."""
    person, terminal = pty.openpty()
    environment = {**os.environ, "MIMP_WAREHOUSE": str(warehouse), "PATH": "", "COLUMNS": "80"}
    with subprocess.Popen(
        [sys.executable, "-m", "orchestration.query"],
        cwd=PROJECT,
        env=environment,
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        start_new_session=True,
        preexec_fn=_hear_interrupts,
    ) as process:
        os.close(terminal)
        _read_until(person, b"sql> ")
        os.write(person, b"select half\n")
        _read_until(person, b"...> ")
        process.send_signal(signal.SIGINT)
        _read_until(person, b"sql> ")
        os.write(person, f"select {_WIDE};\n".encode())
        answer = _read_until(person, b"column_19 = word")
        assert b"column_0 = word" in answer
        _read_until(person, b"sql> ")
        os.write(person, b".quit\n")
        assert process.wait(timeout=20) == 0
    os.close(person)


def _hear_interrupts() -> None:
    """A shell starts what runs in its background deaf to them."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _read_until(terminal: int, expected: bytes) -> bytes:
    """What is printed up to some words."""
    printed = b""
    while expected not in printed:
        ready, _, _ = select.select([terminal], [], [], _PATIENCE_SECONDS)
        assert ready, f"{expected!r} did not come after {printed!r}"
        printed += os.read(terminal, 4096)
    return printed
