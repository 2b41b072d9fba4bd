"""Text exports that lost something on their way: an encoding, their order, their measure.

Belongs here: whole texts changed from end to end. Does not belong here: texts cut off, and single
figures that are wrong (`catalogue`, `tests.document_writer.faults`).
"""

from __future__ import annotations

import quopri
from collections.abc import Callable, Iterator

from tests.faults.cases import BadInput, Subject, plain_text, refused_file

_MORE_LINES_THAN_A_SUMMARY = 250_000

_WRITTEN_OUT: tuple[tuple[str, Callable[[str], bytes]], ...] = (
    ("bytes of a DOS code page", lambda text: text.encode("cp850", "replace")),
    ("bytes of Mac Roman", lambda text: text.encode("mac_roman", "replace")),
    ("letters written as in UTF-7", lambda text: text.encode("utf-7")),
    ("letters written as in a web page", lambda text: text.encode("ascii", "xmlcharrefreplace")),
    ("letters written as in a mail", lambda text: quopri.encodestring(text.encode())),
    ("letters written as in a program", lambda text: text.encode("ascii", "backslashreplace")),
    ("UTF-8 read as Latin-1 twice", lambda text: _misread(_misread(text)).encode()),
)


def mangled_texts() -> Iterator[BadInput]:
    """One case for each way."""
    for name, write_out in _WRITTEN_OUT:
        yield refused_file(
            name,
            ".txt",
            lambda subject, write_out=write_out: write_out(plain_text(subject)),  # type: ignore[misc]
            "unreadable_document",
        )
    yield refused_file(
        "the same summary twice in a text", ".txt", _twice, "unknown_layout", "incomplete_document"
    )
    yield refused_file(
        "a text of more lines than any summary",
        ".txt",
        lambda subject: (
            plain_text(subject).encode() + b"\tIlo\n\t2\n\n" * (_MORE_LINES_THAN_A_SUMMARY // 3)
        ),
        "too_large",
    )
    yield refused_file(
        "a text whose columns ran together",
        ".txt",
        lambda subject: plain_text(subject).replace("\n\t", " ").encode(),
        "unknown_layout",
        "incomplete_document",
    )


def _misread(text: str) -> str:
    return text.encode().decode("latin-1")


def _twice(subject: Subject) -> bytes:
    text = plain_text(subject, map_page=False)
    return (text + text).encode()
