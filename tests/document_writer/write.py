"""From a truth and a style to a file's bytes and what a reader must make of them.

Belongs here: the one entry point tests and benchmarks call. Does not belong here: the formats.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.document_writer.compose import compose
from tests.document_writer.look import Look
from tests.document_writer.sheet import Composition
from tests.document_writer.style import Style
from tests.document_writer.truth import ExpectedFigure, Truth

FORMATS: tuple[str, ...] = ("docx", "text", "pdf")
SUFFIXES: dict[str, str] = {"docx": ".docx", "text": ".txt", "pdf": ".pdf"}


@dataclass(frozen=True, slots=True)
class Written:
    """A written document and its right answers.

    Attributes:
        content: the file's bytes.
        figures: every figure that must be published, and no other.
        recomputed: printed totals that are of no kind of period, and not published.
        findings: finding codes that must be reported; others may be, of severity info.
    """

    file_format: str
    content: bytes
    figures: tuple[ExpectedFigure, ...]
    findings: tuple[str, ...] = ()
    recomputed: tuple[ExpectedFigure, ...] = ()

    @property
    def suffix(self) -> str:
        """The file name's usual ending."""
        return SUFFIXES[self.file_format]


def encode(composition: Composition, file_format: str, look: Look | None = None) -> bytes:
    """The bytes of composed pages in a format, a PDF set in type as `look` says."""
    if file_format == "text":
        from tests.document_writer.as_text import write_text

        return write_text(composition)
    if file_format == "docx":
        from tests.document_writer.as_docx import write_docx

        return write_docx(composition)
    from tests.document_writer.as_pdf import write_pdf

    return write_pdf(composition, look)


def write(truth: Truth, style: Style, file_format: str, look: Look | None = None) -> Written:
    """Write one document without faults."""
    composition = compose(truth, style)
    content = encode(composition, file_format, look)
    kept_out = tuple(slot.figure for slot in composition.slots if slot.figure.is_kept_out)
    return Written(file_format, content, tuple(composition.figures), recomputed=kept_out)
