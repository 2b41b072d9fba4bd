"""`make docs`: write what is to be read about the published file into one folder.

Belongs here: what a person at a terminal sees. The files lie in `docs` beside the published file;
`index.html` leads to them.
"""

from __future__ import annotations

import argparse
import os
import sys

from orchestration.building.messages import DbtFailed
from orchestration.documentation.dictionary import write_dictionary_page
from orchestration.documentation.entries import write_dictionary_csv
from orchestration.documentation.expectations import write_expectation_page
from orchestration.documentation.models import write_model_pages
from orchestration.documentation.pages import write_page
from orchestration.progress import counted
from orchestration.settings import NO_TELEMETRY, Settings, SettingsError
from orchestration.warehouse.catalogue import read_catalogue
from orchestration.warehouse.files import DamagedFile, open_read_only
from orchestration.warehouse.published import runs_in


def main(arguments: list[str] | None = None) -> int:
    """Write all pages, and give the exit status."""
    argparse.ArgumentParser(
        prog="make docs",
        description="Writes the data dictionary, dbt's documentation of the models and the gate's "
        "expectations, for the published warehouse, into one folder.",
    ).parse_args(arguments)
    try:
        settings = Settings.from_environment()
        if not settings.warehouse.exists():
            print("error: nothing is published yet; run make refresh", file=sys.stderr)
            return 1
        _write(settings)
    except (DamagedFile, DbtFailed, SettingsError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


def _write(settings: Settings) -> None:
    folder = settings.folder / "docs"
    folder.mkdir(exist_ok=True)
    with open_read_only(settings.warehouse) as connection:
        tables = read_catalogue(connection)
    write_dictionary_page(tables, settings.warehouse.name, folder / "dictionary.html")
    write_dictionary_csv(tables, folder / "dictionary.csv")
    columns = sum(len(table.columns) for table in tables)
    print(f"  dictionary    {counted(len(tables), 'table')}, {counted(columns, 'column')}")
    verdicts = write_expectation_page(settings, folder / "expectations.html")
    print(f"  expectations  {verdicts}")
    freshness = write_model_pages(settings, folder / "models.html")
    late = sum(one.status != "pass" for one in freshness)
    age = f"; {counted(late, 'source')} older than a monthly summary would be" if late else ""
    print(f"  models        dbt's page{age}")
    write_page(
        "index.html",
        folder / "index.html",
        file_name=settings.warehouse.name,
        run=runs_in(settings.warehouse)[-1],
        tables=len(tables),
        columns=columns,
        verdicts=verdicts,
        freshness=freshness,
        beside=[name for name in ("report", "exports") if (settings.folder / name).is_dir()],
    )
    print(f"  start at      {folder / 'index.html'}")


if __name__ == "__main__":
    os.environ.update(NO_TELEMETRY)
    sys.exit(main())
