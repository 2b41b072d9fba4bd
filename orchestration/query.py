"""`make query`: the published file, read-only, for questions in SQL.

Uses the DuckDB shell where it is installed, a small prompt of its own where it is not.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import duckdb

from orchestration.progress import say
from orchestration.settings import QUERIES, Settings, SettingsError
from orchestration.warehouse.files import DamagedFile, open_read_only

_ROWS_SHOWN = 200
_PROMPT = "sql> "
_CONTINUED = "...> "


def main(arguments: list[str]) -> int:
    """Run one query of the cookbook by name, or open a prompt; gives the exit status."""
    try:
        settings = Settings.from_environment()
    except SettingsError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    if not settings.warehouse.exists():
        print("error: nothing is published yet; run make refresh", file=sys.stderr)
        return 1
    try:
        if arguments:
            return _run_named(settings.warehouse, arguments[0])
        shell = shutil.which("duckdb")
        if shell:
            os.execv(shell, [shell, "-readonly", str(settings.warehouse)])
        return _prompt(settings.warehouse)
    except DamagedFile as damage:
        print(f"error: {damage}; make refresh builds it again", file=sys.stderr)
        return 1


def _run_named(warehouse: Path, name: str) -> int:
    path = QUERIES / f"{name.removesuffix('.sql')}.sql"
    if not path.is_file():
        names = ", ".join(sorted(query.stem for query in QUERIES.glob("*.sql")))
        print(f"error: there is no query {name}; there are: {names}", file=sys.stderr)
        return 1
    text = path.read_text(encoding="utf-8")
    say(text.strip() + "\n")
    with open_read_only(warehouse) as connection:
        _show(connection, text)
    return 0


def _prompt(warehouse: Path) -> int:
    say(f"{warehouse}, read-only. End a query with ; and the session with .quit")
    with open_read_only(warehouse) as connection:
        statement = ""
        while True:
            try:
                line = input(_CONTINUED if statement else _PROMPT)
            except (EOFError, KeyboardInterrupt):
                return 0
            if line.strip() in {".quit", ".exit"}:
                return 0
            statement = f"{statement}\n{line}".strip()
            if statement.endswith(";"):
                try:
                    _show(connection, statement)
                except duckdb.Error as error:
                    say(str(error))
                statement = ""


def _show(connection: duckdb.DuckDBPyConnection, statement: str) -> None:
    relation = connection.sql(statement)
    if relation is not None:
        relation.show(max_rows=_ROWS_SHOWN, max_width=160)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
