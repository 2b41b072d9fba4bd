from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path

import pytest

from orchestration.loading.inbox import scan_inbox

_LARGEST = 1000


def _names(inbox: Path) -> list[str]:
    return [file.name for file in scan_inbox(inbox, _LARGEST)]


def test_nested_and_flat_files_are_found_sorted_by_name(tmp_path: Path) -> None:
    (tmp_path / "2023-01").mkdir()
    (tmp_path / "2023-01" / "b.docx").write_bytes(b"b")
    (tmp_path / "a").write_bytes(b"a")
    assert _names(tmp_path) == ["2023-01/b.docx", "a"]


def test_a_document_is_known_by_its_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"same")
    (tmp_path / "b.pdf").write_bytes(b"same")
    first, second = scan_inbox(tmp_path, _LARGEST)
    assert first.sha256 == second.sha256 == hashlib.sha256(b"same").hexdigest()
    assert first.document_id == first.sha256[:16]
    assert first.size == 4


@pytest.mark.parametrize(
    "name", [".DS_Store", ".hidden.docx", "~$resumen.docx", "x.tmp", "x.part", "Thumbs.db", "x~"]
)
def test_hidden_and_temporary_files_are_no_input(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"x")
    assert _names(tmp_path) == []


def test_links_out_of_the_inbox_are_not_followed(tmp_path: Path) -> None:
    inbox, outside = tmp_path / "inbox", tmp_path / "outside"
    inbox.mkdir()
    outside.mkdir()
    (outside / "secret.txt").write_bytes(b"secret")
    (inbox / "file.txt").symlink_to(outside / "secret.txt")
    (inbox / "folder").symlink_to(outside)
    (inbox / "loop").symlink_to(inbox)
    (inbox / "dangling").symlink_to(inbox / "nothing")
    (inbox / "real.txt").write_bytes(b"real")
    (inbox / "alias.txt").symlink_to(inbox / "real.txt")
    assert _names(inbox) == ["alias.txt", "real.txt"]


def test_what_is_no_regular_file_is_no_input(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert _names(tmp_path) == []


def test_a_file_that_is_too_large_is_listed_with_its_problem(tmp_path: Path) -> None:
    (tmp_path / "large.docx").write_bytes(b"x" * (_LARGEST + 1))
    (file,) = scan_inbox(tmp_path, _LARGEST)
    assert file.problem_code == "too_large"
    assert "1,001 bytes" in file.problem


def test_a_missing_folder_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(NotADirectoryError, match="nowhere"):
        scan_inbox(tmp_path / "nowhere", _LARGEST)


def test_a_folder_that_cannot_be_opened_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As root every folder can be opened, so the refusal is made here."""
    (tmp_path / "closed").mkdir()
    (tmp_path / "a.txt").write_bytes(b"text")
    scandir = os.scandir

    def refuse(path: Path) -> object:
        if path.name == closed:
            raise PermissionError(errno.EACCES, "Permission denied")
        return scandir(path)

    closed = "closed"
    monkeypatch.setattr("os.scandir", refuse)
    told = {file.name: file.problem for file in scan_inbox(tmp_path, 100)}
    assert told["a.txt"] == ""
    assert "folder cannot be opened" in told["closed"]
    closed = tmp_path.name
    with pytest.raises(NotADirectoryError, match="Permission denied"):
        scan_inbox(tmp_path, 100)


def test_a_link_to_itself_and_a_name_of_no_encoding_stop_nothing(tmp_path: Path) -> None:
    (tmp_path / "circle.txt").symlink_to("circle.txt")
    Path(os.fsdecode(bytes(tmp_path) + b"/\xff.txt")).write_bytes(b"text")
    assert [file.name for file in scan_inbox(tmp_path, 1000)] == ["\\xff.txt"]
