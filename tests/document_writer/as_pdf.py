"""Prints pages to PDF: the Word file, converted by LibreOffice where it is installed.

Belongs here: running LibreOffice. Does not belong here: the Word file (`as_docx`).
Each process uses a user profile of its own, so that tests may run side by side.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.document_writer.as_docx import write_docx
from tests.document_writer.look import Look
from tests.document_writer.sheet import Composition

SECONDS_FOR_ONE = 120
SECONDS_FOR_EACH_MORE = 10


class NoOffice(RuntimeError):
    """LibreOffice is not installed; tests skip with this message."""


def office() -> str:
    """The path of LibreOffice's command; raises NoOffice where there is none."""
    command = shutil.which("soffice") or shutil.which("libreoffice")
    if command is None:
        raise NoOffice("LibreOffice is not installed (apt-get install libreoffice-writer)")
    return command


def write_pdf(composition: Composition, look: Look | None = None) -> bytes:
    """The PDF's bytes."""
    return convert([write_docx(composition, for_print=True, look=look)])[0]


def convert(word_files: Sequence[bytes]) -> list[bytes]:
    """Word files as PDF, in the same order; one start of LibreOffice for all of them."""
    command = office()
    profile = Path(tempfile.gettempdir()) / f"document-writer-office-{os.getuid()}-{os.getpid()}"
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for number, content in enumerate(word_files):
            path = Path(folder) / f"{number}.docx"
            path.write_bytes(content)
            paths.append(path)
        try:
            subprocess.run(
                [
                    command,
                    f"-env:UserInstallation={profile.as_uri()}",
                    "--headless",
                    "--convert-to",
                    "pdf",
                    "--outdir",
                    folder,
                    *map(str, paths),
                ],
                check=True,
                capture_output=True,
                timeout=SECONDS_FOR_ONE + SECONDS_FOR_EACH_MORE * len(paths),
            )
        finally:
            shutil.rmtree(profile, ignore_errors=True)
        return [path.with_suffix(".pdf").read_bytes() for path in paths]
