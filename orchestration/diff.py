"""`make diff`: what differs between the published file and the candidate or a kept version."""

from __future__ import annotations

import sys
from pathlib import Path

from orchestration.progress import counted, say, shorten
from orchestration.settings import Settings, SettingsError
from orchestration.warehouse.difference import Part, compare
from orchestration.warehouse.files import DamagedFile
from orchestration.warehouse.published import kept_versions

_ROWS_SHOWN = 40
_CELL_WIDTH = 60


def main(arguments: list[str]) -> int:
    """Print the differences; gives the exit status.

    The other file is the candidate where there is one, else the newest kept version.
    """
    try:
        settings = Settings.from_environment()
    except SettingsError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    other = _choose(settings, arguments[0] if arguments else "")
    if other is None or not settings.warehouse.exists():
        numbers = (
            ", ".join(str(version.run_number) for version in kept_versions(settings)) or "none"
        )
        print(
            f"error: nothing to compare; published: {settings.warehouse.exists()},"
            f" candidate: {settings.candidate.exists()}, kept runs: {numbers}",
            file=sys.stderr,
        )
        return 1
    try:
        parts = compare(settings.warehouse, other)
    except DamagedFile as damage:
        print(f"error: {damage}", file=sys.stderr)
        return 1
    say(f"published  {settings.warehouse}\nother      {other}")
    for part in parts:
        _print(part)
    return 0


def _choose(settings: Settings, name: str) -> Path | None:
    if name in {"", "candidate"} and settings.candidate.exists():
        return settings.candidate
    kept = kept_versions(settings)
    if name == "":
        return kept[0].path if kept else None
    return next((version.path for version in kept if str(version.run_number) == name), None)


def _print(part: Part) -> None:
    say(f"\n{part.title}: {counted(len(part.rows), 'difference')}")
    if not part.rows:
        return
    shown = [[_text(value) for value in row] for row in part.rows[:_ROWS_SHOWN]]
    widths = [max(map(len, column)) for column in zip(part.columns, *shown, strict=True)]
    for row in [part.columns, *shown]:
        say("  " + "  ".join(f"{text:<{width}}" for text, width in zip(row, widths, strict=True)))
    if len(part.rows) > _ROWS_SHOWN:
        say(f"  … and {len(part.rows) - _ROWS_SHOWN} more")


def _text(value: object) -> str:
    text = "" if value is None else " ".join(str(value).split())
    return shorten(text, _CELL_WIDTH)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
