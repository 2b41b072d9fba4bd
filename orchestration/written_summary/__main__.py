"""`python -m orchestration.written_summary --department 18 --month 2023-01 --out file.docx`.

Belongs here: the arguments, and one clear line where it cannot be done.
"""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

from orchestration.settings import Settings, SettingsError
from orchestration.warehouse.files import DamagedFile, of_this_version, open_read_only
from orchestration.written_summary.content import NoSuchDocument
from orchestration.written_summary.write import write_summary


def main(arguments: list[str] | None = None) -> int:
    """Write the file, and give the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m orchestration.written_summary",
        description="Writes a summary back as a Word file, from the published warehouse alone.",
    )
    parser.add_argument("--department", required=True, help="18, or lima_metropolitana")
    parser.add_argument("--month", required=True, type=_month, help="2023-01")
    parser.add_argument("--out", required=True, type=Path, help="the file to write")
    options = parser.parse_args(arguments)
    try:
        warehouse = Settings.from_environment().warehouse
        with of_this_version(warehouse), open_read_only(warehouse) as connection:
            content = write_summary(connection, options.department, options.month)
    except (DamagedFile, NoSuchDocument, SettingsError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    options.out.write_bytes(content)
    print(f"{options.out}: {len(content):,} bytes")
    return 0


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no month; write 2023-01") from error


if __name__ == "__main__":
    sys.exit(main())
