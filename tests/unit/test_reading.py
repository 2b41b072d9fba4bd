from __future__ import annotations

import dataclasses
import hashlib
import os
from pathlib import Path

from orchestration.documents.model import Limits
from orchestration.loading.inbox import InboxFile
from orchestration.loading.reading import ReadingPool
from orchestration.loading.verdicts import Reading
from orchestration.settings import Settings
from tests.conftest import SHIPPED_DOCUMENTS

_SHIPPED = next(path for path in sorted(SHIPPED_DOCUMENTS.rglob("*")) if path.is_file())


def _file(path: Path, sha256: str = "") -> InboxFile:
    content = b"" if sha256 else path.read_bytes()
    return InboxFile(path.name, path, sha256 or hashlib.sha256(content).hexdigest(), len(content))


def _read(settings: Settings, *files: InboxFile) -> dict[str, Reading]:
    return {file.name: reading for file, reading in ReadingPool(settings).read(files)}


def _code(reading: Reading) -> str:
    assert reading.rows is not None
    (code,) = reading.rows["reading_findings"]["code"]
    return str(code)


def test_a_document_is_read_into_columns(settings: Settings) -> None:
    reading = _read(settings, _file(_SHIPPED))[_SHIPPED.name]
    assert reading.outcome == "read"
    assert reading.rows is not None
    figures = reading.rows["service_figures"]
    assert len(figures["figure_id"]) == len(figures["printed_text"]) > 0


def test_one_bad_file_does_not_keep_others_from_being_read(
    settings: Settings, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.docx"
    bad.write_bytes(b"\x00\x01\x02 no document")
    readings = _read(settings, _file(bad), _file(_SHIPPED))
    assert readings["bad.docx"].outcome == "refused"
    assert readings[_SHIPPED.name].outcome == "read"


def test_a_file_that_takes_too_long_is_refused_and_the_next_one_read(
    settings: Settings, tmp_path: Path
) -> None:
    endless = tmp_path / "endless"
    os.mkfifo(endless)
    hasty = dataclasses.replace(settings, limits=Limits(seconds=0.1, picture_seconds=0.0))
    readings = _read(hasty, _file(endless, sha256="0" * 64), _file(_SHIPPED))
    assert _code(readings["endless"]) == "too_large"
    assert not readings["endless"].is_final
    assert readings[_SHIPPED.name].outcome == "read"


def test_a_file_that_takes_too_much_processor_time_is_refused(
    settings: Settings, tmp_path: Path
) -> None:
    tedious = tmp_path / "tedious.txt"
    tedious.write_text("RESUMEN EJECUTIVO\n\n\n" + "\tPalabras 1 453\n" * 190_000)
    hasty = dataclasses.replace(settings, limits=Limits(seconds=0.5, picture_seconds=0.0))
    readings = _read(hasty, _file(tedious), _file(_SHIPPED))
    assert _code(readings["tedious.txt"]) == "too_large"
    assert not readings["tedious.txt"].is_final
    assert readings[_SHIPPED.name].outcome == "read"


def test_a_file_that_takes_too_much_memory_is_refused(settings: Settings, tmp_path: Path) -> None:
    vast = tmp_path / "vast"
    with vast.open("wb") as file:
        file.truncate(300 * 1024 * 1024)
    frugal = dataclasses.replace(settings, document_memory_bytes=100 * 1024 * 1024)
    reading = _read(frugal, _file(vast, sha256="0" * 64))["vast"]
    assert _code(reading) == "too_large"


def test_a_file_that_vanished_or_changed_is_said_to_be_so(
    settings: Settings, tmp_path: Path
) -> None:
    changed = tmp_path / "changed.txt"
    changed.write_text("new")
    readings = _read(
        settings, _file(changed, sha256="0" * 64), _file(tmp_path / "gone.txt", sha256="1" * 64)
    )
    assert readings["changed.txt"].outcome == "changed"
    assert readings["gone.txt"].outcome == "gone"
