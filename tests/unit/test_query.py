"""`make query`: what is typed or piped in, and how answers are printed."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import duckdb
import pytest

from orchestration.query import main

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


def test_an_interrupt_forgets_the_statement_and_keeps_the_prompt(
    warehouse: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed: list[str | type[BaseException]] = ["select half", KeyboardInterrupt]
    typed += ["select service from places;", EOFError]
    assert _at_a_terminal(typed, monkeypatch) == ["sql> ", "...> ", "sql> ", "sql> "]
    assert "Línea 100" in capsys.readouterr().out


@pytest.mark.parametrize(("columns", "is_too_narrow"), [("80", True), ("5000", False)])
@pytest.mark.usefixtures("warehouse")
def test_what_is_too_wide_for_a_terminal_comes_as_a_line_a_value(
    columns: str,
    is_too_narrow: bool,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    _at_a_terminal([f"select {_WIDE};", ".quit"], monkeypatch)
    printed = capsys.readouterr().out
    for number in range(20):
        assert (f"column_{number} = {_WORDS}\n" in printed) is is_too_narrow


def _at_a_terminal(
    typed: list[str | type[BaseException]], monkeypatch: pytest.MonkeyPatch
) -> list[str]:
    """Run the prompt for a person who types this; gives the prompts that person saw.

    Without a real terminal, whose signals depend on who started the tests.
    """
    prompts = []

    def answer(prompt: str) -> str:
        prompts.append(prompt)
        line = typed.pop(0)
        if isinstance(line, str):
            return line
        raise line

    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("builtins.input", answer)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    assert main([]) == 0
    return prompts
