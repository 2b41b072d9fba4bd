"""`python -m orchestration.dictionary`: write the dictionary of the published file.

Belongs here: what a person at a terminal sees. The files lie in `docs` beside the published file.
"""

from __future__ import annotations

import argparse
import sys

from orchestration.dictionary.entries import write_dictionary_csv
from orchestration.dictionary.page import write_dictionary_page
from orchestration.settings import Settings, SettingsError
from orchestration.warehouse.catalogue import read_catalogue
from orchestration.warehouse.files import DamagedFile, open_read_only


def main(arguments: list[str] | None = None) -> int:
    """Write the page and the CSV, and give the exit status."""
    argparse.ArgumentParser(
        prog="python -m orchestration.dictionary",
        description="Writes the data dictionary of the published warehouse: a page and a CSV.",
    ).parse_args(arguments)
    try:
        settings = Settings.from_environment()
        if not settings.warehouse.exists():
            print("error: nothing is published yet; run make refresh", file=sys.stderr)
            return 1
        with open_read_only(settings.warehouse) as connection:
            tables = read_catalogue(connection)
    except (DamagedFile, SettingsError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    folder = settings.folder / "docs"
    folder.mkdir(exist_ok=True)
    write_dictionary_page(tables, settings.warehouse.name, folder / "dictionary.html")
    write_dictionary_csv(tables, folder / "dictionary.csv")
    columns = sum(len(table.columns) for table in tables)
    print(f"{len(tables)} tables, {columns} columns: {folder / 'dictionary.html'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
