"""`make query`: the published file, read-only, for questions in SQL.

Belongs here: running a query of the cookbook by name, the prompt, and how answers are printed.
Where the DuckDB shell is installed, a person at a terminal gets that instead of the prompt.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import io
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb

from orchestration.progress import say
from orchestration.settings import QUERIES, Settings, SettingsError
from orchestration.warehouse.files import DamagedFile, open_read_only

_FORMATS = ("table", "line", "csv")
_ROWS_SHOWN = 200
_UNBOUNDED = 1_000_000
_PROMPT = "sql> "
_CONTINUED = "...> "
_LEAVE = {".quit", ".exit", "quit", "exit"}
_HELP = """\
A query ends with ; and may go over several lines. Ctrl-C forgets what was typed, .quit leaves.
There is one more command with a dot: .mode table, .mode line (a line a value) or .mode csv.
`show all tables;` says what there is; warehouse/queries holds questions already written down."""


def main(arguments: list[str]) -> int:
    """Run one query of the cookbook by name, or open a prompt; gives the exit status."""
    parser = argparse.ArgumentParser(prog="make query", description=__doc__)
    parser.add_argument("name", nargs="?", help="a query of warehouse/queries")
    parser.add_argument("--format", choices=_FORMATS, help="how answers are printed")
    options = parser.parse_args(arguments)
    try:
        settings = Settings.from_environment()
    except SettingsError as error:
        return _fail(str(error), status=2)
    warehouse = settings.warehouse
    if warehouse.is_dir():
        return _fail(f"{warehouse} is a folder, not a published file; name the file in it")
    if not warehouse.exists():
        return _fail(f"nothing is published as {warehouse} yet; run make refresh")
    try:
        if options.name:
            return _run_named(warehouse, options.name, options.format)
        shell = shutil.which("duckdb") if _is_interactive() and not options.format else None
        if shell:
            os.execv(shell, [shell, "-readonly", str(warehouse)])
        return _answer_all(warehouse, options.format)
    except DamagedFile as damage:
        return _fail(f"{damage}; make refresh builds it again")


def _fail(message: str, status: int = 1) -> int:
    print(f"error: {message}", file=sys.stderr)
    return status


def _is_interactive() -> bool:
    return sys.stdin.isatty()


def _run_named(warehouse: Path, name: str, layout: str | None) -> int:
    path = QUERIES / f"{name.removesuffix('.sql')}.sql"
    if not path.is_file():
        names = ", ".join(sorted(query.stem for query in QUERIES.glob("*.sql")))
        return _fail(f"there is no query {name}; there are: {names}")
    text = path.read_text(encoding="utf-8")
    if layout != "csv":
        say(text.strip() + "\n")
    with open_read_only(warehouse) as connection:
        _show(connection, text, layout)
    return 0


def _answer_all(warehouse: Path, layout: str | None) -> int:
    """Answer what is typed or piped in; gives 1 where a piped statement failed, and ends there."""
    with open_read_only(warehouse) as connection:
        if _is_interactive():
            say(f"{warehouse}, read-only. End a query with ; and the session with .quit")
        for statement in _statements():
            if statement.startswith(".mode"):
                chosen = statement.removeprefix(".mode").strip()
                layout = chosen if chosen in _FORMATS else layout
                say(f"answers as {layout or 'table'}; there are {', '.join(_FORMATS)}")
                continue
            try:
                _show(connection, statement, layout)
            except KeyboardInterrupt:
                connection.interrupt()
                say("interrupted")
            except (duckdb.Error, RuntimeError) as error:
                if not _is_interactive():
                    return _fail(str(error))
                say(str(error))
    return 0


def _statements() -> Iterator[str]:
    """What is typed, a whole statement at a time; the last one needs no semicolon."""
    typed = ""
    while True:
        try:
            line = _read_line(_CONTINUED if typed else _PROMPT).strip()
        except KeyboardInterrupt:
            say("")
            typed = ""
            continue
        except EOFError:
            line = ".quit"
        word = line.rstrip(";").lower()
        if word in _LEAVE:
            if typed:
                yield typed
            return
        if word in {"help", ".help"} or (line.startswith(".") and not word.startswith(".mode")):
            say(_HELP)
        elif word.startswith(".mode"):
            yield word
        else:
            typed = f"{typed}\n{line}".strip()
            if typed.endswith(";"):
                yield typed
                typed = ""


def _read_line(prompt: str) -> str:
    """A line of the input; the prompt only where a person sees it."""
    if _is_interactive():
        with contextlib.suppress(ImportError):
            # Importing it is what gives the prompt history and editing.
            import readline  # noqa: F401
        return input(prompt)
    return input()


def _show(connection: duckdb.DuckDBPyConnection, text: str, layout: str | None) -> None:
    """Print the answers to some statements.

    Without a layout it is a table with all columns; at a terminal that is too narrow for it, a
    line a value, so that no column is hidden.
    """
    for statement in connection.extract_statements(text):
        relation = connection.sql(statement)
        if relation is not None:
            say(_printed(relation, layout))


def _printed(relation: duckdb.DuckDBPyRelation, layout: str | None) -> str:
    if layout == "csv":
        return _as_csv(relation)
    if layout == "line":
        return _as_lines(relation)
    table = _as_table(relation)
    is_too_wide = table.find("\n") > shutil.get_terminal_size().columns
    if not layout and sys.stdout.isatty() and is_too_wide:
        return _as_lines(relation, _ROWS_SHOWN)
    return table


def _as_table(relation: duckdb.DuckDBPyRelation) -> str:
    printed = io.StringIO()
    rows = _ROWS_SHOWN if sys.stdout.isatty() else _UNBOUNDED
    with contextlib.redirect_stdout(printed):
        relation.show(max_rows=rows, max_width=_UNBOUNDED, max_col_width=_UNBOUNDED)
    return printed.getvalue().rstrip()


def _as_lines(relation: duckdb.DuckDBPyRelation, at_most: int = _UNBOUNDED) -> str:
    width = max(map(len, relation.columns))
    rows = relation.limit(at_most + 1).fetchall()
    blocks = [
        "\n".join(
            f"{name:>{width}} = {'NULL' if value is None else value}"
            for name, value in zip(relation.columns, row, strict=True)
        )
        for row in rows[:at_most]
    ]
    if len(rows) > at_most:
        blocks.append(f"… and more rows than {at_most}; a limit or FORMAT=csv shows others")
    return "\n\n".join(blocks) or "no rows"


def _as_csv(relation: duckdb.DuckDBPyRelation) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(relation.columns)
    writer.writerows(relation.fetchall())
    return text.getvalue().rstrip("\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
