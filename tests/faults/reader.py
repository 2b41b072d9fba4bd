"""A reader that queries the published file without pause, until it is told to stop.

`python -m tests.faults.reader FILE STOP RESULT`: ends when the file STOP exists, and writes what
it saw into RESULT. Belongs here: what an analyst's program does. Does not belong here: judging.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from tests.faults.place import Seen, look


def main(published: Path, stop: Path, result: Path) -> None:
    """Read until told to stop."""
    os.nice(19)  # eight of them would leave the refreshes no processor
    reads = 0
    errors: list[str] = []
    seen: list[Seen] = []
    while not stop.exists():
        try:
            now = look(published)
        except Exception as error:
            errors.append(f"{type(error).__name__}: {error}"[:300])
            continue
        reads += 1
        if not seen or seen[-1] != now:
            seen.append(now)
    states = [[one.mark, one.figures, one.doubled, one.run] for one in seen]
    result.write_text(json.dumps({"reads": reads, "errors": errors[:5], "states": states}))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
