"""The helper process that looks at files of outlines before anything depends on them.

GDAL opens whatever somebody has put
there, so that it is opened here first, within bounds of memory and time: a file that breaks this
process is a finding and is never opened by the run itself.
Does not belong here: what is wrong with outlines (`boundaries`), or the tables (`loading`).
"""

from __future__ import annotations

import resource
from collections.abc import Callable, Sequence
from typing import Any, Final

from orchestration.loading.inbox import InboxFile
from orchestration.maps.boundaries import BoundaryCheck, read_boundaries, read_capitals
from orchestration.settings import REFERENCE

MEMORY_BYTES: Final = 2 * 1024 * 1024 * 1024
"""Memory the files may take; 104 MB of GeoJSON took 0.3 GB."""


def answer(files: Sequence[InboxFile], _: Callable[[Any], None]) -> BoundaryCheck:
    """What is wrong with files of outlines."""
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_BYTES, resource.RLIM_INFINITY))
    boundaries = read_boundaries(files, read_capitals(REFERENCE))
    return BoundaryCheck(boundaries.used, boundaries.findings)
