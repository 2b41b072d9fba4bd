"""Other programs reading the same Word files, in an environment of their own.

Belongs here: building that environment, once, in the benchmark's folder, and timing whole
processes that read all files. Does not belong here: the programs' calls (`peer_process`).
A program that cannot be installed here is skipped with a line that says so.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.benchmark.measure import ROOT, Cost, time_process

PEERS = {
    "python-docx": "python-docx",
    "docling": "docling",
    "unstructured": "unstructured[docx]",
    "pandoc": "",
}
"""Programs by name, with what pip installs for them; pandoc is looked for on the machine."""
OURS = "this project"
_SCRIPT = str(ROOT / "tests" / "benchmark" / "peer_process.py")
_INSTALL_SECONDS = 1800


def measure_peers(
    folder: Path, files: Sequence[Path], runs: int
) -> Iterator[tuple[str, Cost | str, Cost | str]]:
    """Each program with what it takes to start and read one file, and to read all.

    Where it cannot be run, the reason stands in place of the costs.
    """
    for name, requirement in {OURS: "", **PEERS}.items():
        python = sys.executable
        if requirement:
            python = str(folder / name / "bin" / "python")
            if reason := _install(folder / name, requirement):
                yield name, reason, reason
                continue
        if name == "pandoc" and shutil.which("pandoc") is None:
            yield name, "pandoc is not installed", "pandoc is not installed"
            continue
        try:
            one, every = (
                time_process([_SCRIPT, name, *map(str, some)], runs=runs, python=python)
                for some in (files[:1], files)
            )
        except RuntimeError as error:
            reason = f"failed: {str(error).strip().splitlines()[-1][:100]}"
            yield name, reason, reason
            continue
        yield name, one, every


def _install(folder: Path, requirement: str) -> str:
    """Install a program where it is not yet; gives why it cannot be, if so."""
    mark = folder / "installed"
    if mark.exists():
        return ""
    shutil.rmtree(folder, ignore_errors=True)
    print(f"installing {requirement} (once; not timed)", flush=True)
    try:
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        subprocess.run(
            [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", requirement],
            check=True,
            capture_output=True,
            timeout=_INSTALL_SECONDS,
        )
    except (subprocess.SubprocessError, OSError) as error:
        return f"skipped: {requirement} cannot be installed here ({type(error).__name__})"
    mark.write_text(requirement)
    return ""
