"""Maps as a command: `python -m orchestration.maps --department 18 --out maps/`.

Belongs here: arguments, messages and the exit status. Does not belong here: the pictures.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from orchestration.documents.words import normalise
from orchestration.maps.facts import CountryFacts, DepartmentFacts
from orchestration.maps.reading import (
    NothingToDraw,
    departments,
    read_country,
    read_department,
)
from orchestration.maps.update import draw, load_boundaries, map_name
from orchestration.progress import say
from orchestration.settings import Settings, SettingsError
from orchestration.warehouse.files import DamagedFile, of_this_version

_HELP = """\
Draws maps of poverty and services from a warehouse file, as SVG and PNG.

environment:
  MIMP_WAREHOUSE   the file to draw from (warehouse/mimp.duckdb)
  MIMP_BOUNDARIES  folder of outlines of districts (seeds/boundaries), used where it has any

exit status: 0 drawn; 1 nothing to draw from, the reason in one line; 2 wrong use.
"""


def main(arguments: list[str] | None = None) -> int:
    """Draw, and give the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m orchestration.maps",
        description=_HELP,
        formatter_class=argparse.RawTextHelpFormatter,
    )
    parser.add_argument(
        "--department", action="append", default=[], help="code or name; may be repeated"
    )
    parser.add_argument("--all", action="store_true", help="every department")
    parser.add_argument("--country", action="store_true", help="the country")
    parser.add_argument(
        "--service", default="CEM", help="code of the service on the country's map (CEM)"
    )
    parser.add_argument("--warehouse", type=Path, help="the file to draw from")
    parser.add_argument("--out", type=Path, help="folder to write into (beside the warehouse)")
    options = parser.parse_args(arguments)
    if not (options.department or options.all or options.country):
        parser.error("say what to draw: --department, --all or --country")
    try:
        settings = Settings.from_environment()
        with of_this_version(options.warehouse or settings.warehouse):
            return _draw(options, settings)
    except SettingsError as error:
        return _fail(str(error), 2)
    except (NothingToDraw, DamagedFile) as error:
        return _fail(str(error), 1)
    except OSError as error:
        return _fail(f"{error.strerror or error}: {error.filename or ''}", 1)


def _draw(options: argparse.Namespace, settings: Settings) -> int:
    warehouse = options.warehouse or settings.warehouse
    if not warehouse.exists():
        return _fail(f"there is no {warehouse}; run `make refresh` first", 1)
    known = departments(warehouse)
    wanted = (
        list(known) if options.all else [_department(known, text) for text in options.department]
    )
    every: list[DepartmentFacts | CountryFacts] = [
        read_department(warehouse, code) for code in dict.fromkeys(wanted)
    ]
    if options.country:
        every.append(read_country(warehouse, options.service.upper()))
    boundaries = load_boundaries(settings, warehouse)
    for finding in boundaries.findings:
        say(f"  {finding.severity}: {finding.file_name}: {finding.message}")
    from orchestration.maps.drawing import write_picture

    folder = options.out or settings.maps
    for facts in every:
        paths = write_picture(draw(facts, boundaries), folder / map_name(facts))
        say("  ".join(str(path) for path in paths))
    return 0


def _department(known: dict[str, str], text: str) -> str:
    """The code of a department given by code or name."""
    for code, name in known.items():
        if text.strip().zfill(2) == code or normalise(text) == normalise(name):
            return code
    names = ", ".join(f"{code} {name}" for code, name in known.items())
    raise NothingToDraw(f"{text} is no department; there are {names}")


def _fail(message: str, status: int) -> int:
    print(f"error: {message}", file=sys.stderr, flush=True)
    return status


if __name__ == "__main__":
    sys.exit(main())
