"""Opening pages in a headless Chromium, as a reader would, without any driver.

Belongs here: starting the browser and what it gives back: the page as it stands after loading,
what its console said, a print. Does not belong here: what a page should say.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from html import unescape
from importlib.util import find_spec
from pathlib import Path

import pytest

from orchestration.settings import PROJECT

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("chrome")
AXE_HINT = "axe-core is not installed: pip install axe-core-python, or npm install axe-core"
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--enable-logging=stderr",
    "--log-level=0",
    "--virtual-time-budget=20000",
)
_CONSOLE = re.compile(r':CONSOLE[^\]]*\] (".*)$', re.MULTILINE)

needs_browser = pytest.mark.skipif(
    CHROMIUM is None, reason="Chromium is not installed: apt-get install chromium"
)


@dataclass(frozen=True)
class Opened:
    """A page in the browser: its HTML after loading, and the lines of its console."""

    html: str
    console: tuple[str, ...]


def open_page(page: Path, *flags: str) -> Opened:
    """Load a page from the file system."""
    done = _run(f"file://{page}", "--dump-dom", *flags)
    return Opened(done.stdout, tuple(match[1] for match in _CONSOLE.finditer(done.stderr)))


def print_page(page: Path, pdf: Path) -> None:
    """Print a page as the browser would on paper."""
    _run(f"file://{page}", "--no-pdf-header-footer", f"--print-to-pdf={pdf}")


def axe_violations(page: Path, folder: Path, *flags: str) -> list[str]:
    """What axe finds wrong on a page, a line a rule; skips the test where axe is not installed.

    The page is copied into `folder` without its content policy, which forbids all scripts.
    """
    text = page.read_text(encoding="utf-8")
    text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text)
    checked = folder / page.name
    script = f"<script>{_axe_source()}</script><script>{_RUN_AXE}</script></body>"
    checked.write_text(text.replace("</body>", script), encoding="utf-8")
    html = open_page(checked, *flags).html
    found = re.search(r'<pre id="axe-result">(.*?)</pre>', html, re.DOTALL)
    assert found, "axe did not finish"
    return [str(line) for line in json.loads(unescape(found[1]))]


_RUN_AXE = """
axe.run(document, {resultTypes: ["violations"]}).then(function (result) {
  var lines = result.violations.map(function (one) {
    return one.id + " (" + one.impact + "): " + one.help + ": " +
      one.nodes.slice(0, 3).map(function (node) { return node.html.slice(0, 160); }).join(" | ");
  });
  var place = document.createElement("pre");
  place.id = "axe-result";
  place.textContent = JSON.stringify(lines);
  document.body.appendChild(place);
});
"""


def _axe_source() -> str:
    package = find_spec("axe_core_python")
    folders = [Path(one) for one in (package.submodule_search_locations or ())] if package else []
    for folder in (*folders, PROJECT / "node_modules" / "axe-core"):
        if (folder / "axe.min.js").exists():
            return (folder / "axe.min.js").read_text(encoding="utf-8")
    pytest.skip(AXE_HINT)


def _run(address: str, *flags: str) -> subprocess.CompletedProcess[str]:
    assert CHROMIUM is not None
    with tempfile.TemporaryDirectory() as profile:
        return subprocess.run(
            [CHROMIUM, *_FLAGS, f"--user-data-dir={profile}", *flags, address],
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        )
