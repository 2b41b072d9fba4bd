"""`make report`, `python -m orchestration.report`: write the site of the published file.

Belongs here: what a person at a terminal sees.
"""

from __future__ import annotations

import argparse
import sys

from orchestration.progress import counted
from orchestration.report.site import build_report, report_helpers
from orchestration.settings import Settings, SettingsError
from orchestration.warehouse.files import DamagedFile, of_this_version


def main(arguments: list[str] | None = None) -> int:
    """Write the site, and give the exit status."""
    parser = argparse.ArgumentParser(
        prog="make report",
        description="Writes the report of the published warehouse into the folder beside it.",
    )
    parser.parse_args(arguments)
    try:
        settings = Settings.from_environment()
        with of_this_version(settings.warehouse):
            outcome = build_report(
                settings.warehouse, settings.report, settings.maps, report_helpers(settings)
            )
    except (DamagedFile, SettingsError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    print(
        f"{counted(outcome.pages, 'page')}, {outcome.written} written, {outcome.removed} removed:"
        f" {outcome.index}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
