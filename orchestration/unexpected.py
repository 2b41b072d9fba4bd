"""One line about an error that ends a refresh, for whoever typed the command.

Belongs here: from an exception to what a person can do. Does not belong here: failures of steps,
which a run reports itself (`run_job`, `failures`).
"""

from __future__ import annotations

import shutil
import traceback
from contextlib import suppress

from orchestration.building.messages import DbtFailed
from orchestration.helper_process import HelperDied
from orchestration.settings import Settings

_CANNOT_BE_WRITTEN = ("disk I/O error", "File too large", "disk is full", "No space left")
_FULL_BYTES = 1024 * 1024
"""Less room than this is none: not even the run can be noted."""


def explain(error: Exception, settings: Settings) -> str:
    """The line; what else is known of an error nobody expects goes to a file, if one can be."""
    if isinstance(error, DbtFailed | HelperDied):
        return f"nothing was published: {error}"
    with suppress(OSError):
        (settings.logs / "refresh-error.log").write_text("".join(traceback.format_exception(error)))
    if settings.folder.is_dir() and shutil.disk_usage(settings.folder).free < _FULL_BYTES:
        return f"the disk of {settings.folder} is full; make room and refresh again"
    if isinstance(error, OSError) and error.filename:
        return f"{error.strerror}: {error.filename}"
    first = str(error).strip().splitlines() or [""]
    if any(words in first[0] for words in _CANNOT_BE_WRITTEN):
        return (
            f"a file in {settings.folder} cannot be written ({first[0]}); is there a quota,"
            " or no room left?"
        )
    return f"{type(error).__name__}: {first[0]} (more in {settings.logs / 'refresh-error.log'})"
