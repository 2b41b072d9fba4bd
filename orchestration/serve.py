"""Dagster's own processes: the UI for a look (`make dev`), and the two services of a server.

`dev` is UI and daemon in one, for a person at a terminal. A server runs `webserver` (the UI) and
`daemon` (schedule, sensor, run monitoring) side by side, see `docs/deployment.md`. Each prepares
the instance's folder beside the warehouse and then becomes Dagster's command, so that signals
reach it. Addresses are of this machine only.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys

from orchestration.progress import say
from orchestration.resources import RunTools
from orchestration.run_storage import prepare_dagster_home
from orchestration.settings import PROJECT, Settings, SettingsError

_DEFINITIONS = ["-m", "orchestration.definitions"]
_QUIET = ["--log-level", "warning"]
# It tells to use another command, which is no part of what is installed here.
_NO_ADVERTISEMENT = ["-W", "ignore:Function `dev_command` is superseded"]


def command_of(process: str, host: str, port: int) -> list[str]:
    """The arguments to Python that become a process: dev, webserver or daemon."""
    address = ["-h", host, "-p", str(port)]
    return {
        "dev": [*_NO_ADVERTISEMENT, "-m", "dagster", "dev", *_DEFINITIONS, *address, *_QUIET],
        "webserver": ["-m", "dagster_webserver", *_DEFINITIONS, *address, *_QUIET],
        "daemon": ["-m", "dagster._daemon", "run", *_DEFINITIONS, *_QUIET],
    }[process]


def main() -> None:
    """Prepare the state folder, then become the process asked for."""
    parser = argparse.ArgumentParser(prog="python -m orchestration.serve", description=__doc__)
    parser.add_argument("process", nargs="?", default="dev", choices=("dev", "webserver", "daemon"))
    parser.add_argument(
        "--host",
        default="127.0.0.1",
        help="address of the UI; inside a container 0.0.0.0, published on 127.0.0.1 only",
    )
    options = parser.parse_args()
    try:
        settings = Settings.from_environment()
        prepare_dagster_home(settings)
    except (SettingsError, OSError) as error:
        sys.exit(f"error: {error}")
    tools = RunTools(settings)
    tools.dbt.manifest_path()
    tools.end()
    os.chdir(PROJECT)
    # Started in the background, a process ignores the interrupt that would end it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if options.process != "daemon":
        say(f"http://{options.host}:{settings.port}")
    command = [sys.executable, *command_of(options.process, options.host, settings.port)]
    os.execve(sys.executable, command, settings.child_environment())


if __name__ == "__main__":
    main()
