"""The state folder, the clock, the environment and the rights a refresh runs with.

Belongs here: what surrounds a refresh and is neither its input nor its output.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from orchestration.settings import PROJECT, Settings
from tests.bounded import LONGEST
from tests.faults.place import Place, Wrong
from tests.faults.process_fault import ProcessFault
from tests.refreshing import environment_of, run_module

_AS_NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
_NONSENSE = {
    "MIMP_ALLOW_SHRINK": "perhaps",
    "MIMP_KEPT_VERSIONS": "-1",
    "MIMP_READERS": "many",
    "MIMP_DOCUMENT_SECONDS": "1.5",
    "MIMP_DOCUMENT_MEGABYTES": "1",
    "MIMP_LATE_AFTER_DAYS": "soon",
    "MIMP_PORT": "http",
    "MIMP_WAREHOUSE": "/",
}


def damaged_state(place: Place) -> str:
    """Every file a refresh keeps for itself is garbage, and the journal is cut in a line."""
    settings = place.settings
    with settings.journal.open("ab") as journal:
        journal.write(b'\n{"run_number": 7, "started\xff')
    garbage = [
        path
        for path in settings.state.rglob("*")
        if path.is_file() and path not in (settings.journal, settings.lock)
    ]
    for path in garbage:
        path.write_bytes(b"\xff\x00garbage" * 500)
    place.vary()
    place.refresh()
    return f"{len(garbage)} files written anew"


def no_state(place: Place) -> str:
    """The state folder is gone."""
    before = place.seen()
    shutil.rmtree(place.settings.state)
    place.vary()
    place.refresh()
    if place.seen().run <= before.run:
        raise Wrong("run numbers went back")
    return "made anew; the history is in the published file"


def clock_set_back(place: Place) -> str:
    """The calendar is before the months that are published."""
    place.vary()
    done = place.refresh("clock_back", "1500")
    if done.status or "is published; is the clock right" not in done.output:
        raise Wrong(f"{done.status} {done.output[-500:]} {done.errors}")
    if place.seen().mark != place.mark:
        raise Wrong(f"{place.seen()}")
    place.refresh()
    return "published; the newest month published counts as this one, and that is said"


def other_time(place: Place) -> str:
    """Another time zone, and the whole process in another year."""
    place.vary()
    place.refresh("none", TZ="Pacific/Kiritimati")
    faketime = shutil.which("faketime")
    if not faketime:
        return "another time zone changes nothing (faketime is not installed)"
    for when in ("2019-02-03 04:05:06", "2041-02-03 04:05:06"):
        place.vary()
        done = subprocess.run(
            [faketime, when, sys.executable, "-m", "tests.faults.driver", "try", ""],
            env=environment_of(place.settings, TMPDIR=str(place.temporary)),
            cwd=PROJECT,
            capture_output=True,
            text=True,
            check=False,
            timeout=LONGEST,
        )
        if done.returncode or place.seen().mark != place.mark:
            raise Wrong(f"{when}: {done.returncode} {done.stdout[-300:]} {done.stderr[-300:]}")
    place.vary()
    place.refresh()
    return "published in every year; run numbers, not times, tell the order"


def bare_environment(place: Place) -> str:
    """No HOME, LANG=C, and a strict umask."""
    place.vary()
    umask = os.umask(0o077)
    home = os.environ.pop("HOME", None)
    try:
        place.refresh("none", LANG="C", LC_ALL="C", PYTHONUTF8="0")
    finally:
        os.umask(umask)
        if home is not None:
            os.environ["HOME"] = home
    return "published"


def awkward_paths(place: Place) -> str:
    """Blanks, accents, quotes and a percent sign in both paths, given relatively, over a link."""
    folder = place.folder / "año 'uno' \"dos\" 50% ñ;"
    shutil.copytree(place.settings.documents, folder / "in box")
    link = place.folder / "link.duckdb"
    link.symlink_to(folder / "out" / "w h.duckdb")
    relative = os.path.relpath(folder, PROJECT)
    settings = Settings(
        documents=Path(relative, "in box"), warehouse=Path(os.path.relpath(link, PROJECT))
    )
    done = run_module("tests.faults.driver", settings, "none", "")
    if done.returncode or not link.is_symlink() or not (folder / "out" / "w h.duckdb").exists():
        raise Wrong(f"{done.returncode} {done.stdout[-300:]} {done.stderr[-500:]}")
    shutil.rmtree(folder)
    link.unlink()
    return "published where the link leads"


def nonsense_in_variables(place: Place) -> str:
    """Each variable holds something it cannot mean; so do the other commands say."""
    before = place.seen()
    for name, value in _NONSENSE.items():
        for module in ("orchestration.refresh", "orchestration.diff", "orchestration.query"):
            done = run_module(module, place.settings, **{name: value})
            if done.returncode != 2 or done.stderr.count("\n") != 1 or name not in done.stderr:
                raise Wrong(f"{module} {name}: {done.returncode} {done.stderr}")
    if place.seen() != before:
        raise Wrong("the publication changed")
    return f"{done.stderr.strip()}, and so for each"


def as_nobody(place: Place) -> str:
    """A user without rights to the folder runs a refresh."""
    before = place.seen()
    place.vary()
    done = subprocess.run(
        [*_AS_NOBODY, sys.executable, "-m", "orchestration.refresh"],
        env=environment_of(place.settings),
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
        timeout=LONGEST,
    )
    if done.returncode != 1 or "Permission denied" not in done.stderr:
        raise Wrong(f"{done.returncode} {done.stderr}")
    if done.stderr.count("\n") != 1 or place.seen() != before:
        raise Wrong(done.stderr)
    place.refresh()
    return done.stderr.strip().removeprefix("error: ")


def can_be_nobody() -> bool:
    """Whether processes can be started as a user without rights, and find Python then."""
    if os.geteuid() or not shutil.which("setpriv"):
        return False
    command = [*_AS_NOBODY, sys.executable, "-c", "import orchestration.refresh"]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, check=False, timeout=LONGEST)
    return not done.returncode


def can_have_own_network() -> bool:
    """Whether a process can be started in a network of its own."""
    return not subprocess.run(
        ["unshare", "-n", "true"], capture_output=True, check=False
    ).returncode


def without_network(place: Place) -> str:
    """A refresh in a network of its own, where every attempt to leave the machine is counted."""
    place.vary()
    inside = (
        "ip link set lo up; grep '^Ip:' /proc/net/snmp >&2;"
        f" {sys.executable} -m tests.faults.driver none '' >/dev/null;"
        " status=$?; grep '^Ip:' /proc/net/snmp >&2; exit $status"
    )
    done = subprocess.run(
        ["unshare", "-n", "sh", "-c", inside],
        env=environment_of(place.settings, TMPDIR=str(place.temporary), MIMP_TEST_OUTPUTS="all"),
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
        timeout=LONGEST,
    )
    counts = [line.split() for line in done.stderr.splitlines() if line.startswith("Ip:")]
    if done.returncode or len(counts) != 4:
        raise Wrong(f"{done.returncode} {done.stderr[-500:]}")
    at = counts[0].index("OutNoRoutes")
    attempts = int(counts[3][at]) - int(counts[1][at])
    if attempts:
        raise Wrong(f"{attempts} attempts to reach the network")
    place.refresh()
    return "published without one attempt to reach the network"


FAULTS = [
    ProcessFault("every file of the state folder damaged", damaged_state, is_bounded=True),
    ProcessFault("the state folder gone", no_state),
    ProcessFault("clock set back", clock_set_back),
    ProcessFault("another time zone, another year", other_time),
    ProcessFault("no HOME, LANG=C, umask 077", bare_environment),
    ProcessFault("awkward paths, relative, over a link", awkward_paths),
    ProcessFault("nonsense in the variables", nonsense_in_variables),
    ProcessFault("a user without rights", as_nobody, is_possible=can_be_nobody),
    ProcessFault("no network", without_network, is_possible=can_have_own_network),
]
