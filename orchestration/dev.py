"""`make dev`: the Dagster UI with its daemon, on 127.0.0.1 only."""

from __future__ import annotations

import os
import signal
import sys

from orchestration.progress import say
from orchestration.resources import RunTools
from orchestration.run_storage import prepare_dagster_home
from orchestration.settings import PROJECT, Settings


def main() -> None:
    """Prepare the state folder, then become `dagster dev`."""
    settings = Settings.from_environment()
    prepare_dagster_home(settings)
    tools = RunTools(settings)
    tools.dbt.manifest_path()
    tools.end()
    os.chdir(PROJECT)
    # Started in the background, a process ignores the interrupt that would end the UI.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    say(f"http://127.0.0.1:{settings.port}")
    command = ["-m", "dagster", "dev", "-m", "orchestration.definitions"]
    address = ["-h", "127.0.0.1", "-p", str(settings.port)]
    os.execve(
        sys.executable,
        [sys.executable, *command, *address, "--log-level", "warning"],
        settings.child_environment(),
    )


if __name__ == "__main__":
    main()
