"""Reads Word files with one program: `python peer_process.py PROGRAM FILE…`.

Run in the environments of `peers`, where nothing of this project is installed; only "this
project" imports it. Each program visits all text and tables of each file and gives what its
users start from. A process that reads one file, taken from one that reads many, leaves reading.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any


def _ours(files: list[str]) -> None:
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    from orchestration.documents.read import read_document
    from orchestration.extraction import extract

    for file in files:
        extract(read_document(Path(file).read_bytes()), "0" * 16)


def _python_docx(files: list[str]) -> None:
    import docx

    def visit(container: Any) -> int:
        letters = sum(len(paragraph.text) for paragraph in container.paragraphs)
        for table in container.tables:
            for row in table.rows:
                letters += sum(visit(cell) for cell in row.cells)
        return letters

    for file in files:
        visit(docx.Document(file))


def _docling(files: list[str]) -> None:
    from docling.datamodel.base_models import InputFormat  # type: ignore[import-not-found]
    from docling.document_converter import DocumentConverter  # type: ignore[import-not-found]

    converter = DocumentConverter(allowed_formats=[InputFormat.DOCX])
    for file in files:
        converter.convert(file).document.export_to_dict()


def _unstructured(files: list[str]) -> None:
    from unstructured.partition.docx import partition_docx  # type: ignore[import-not-found]

    for file in files:
        partition_docx(file)


def _pandoc(files: list[str]) -> None:
    for file in files:
        command = ["pandoc", "--from", "docx", "--to", "json", file]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    {
        "this project": _ours,
        "python-docx": _python_docx,
        "docling": _docling,
        "unstructured": _unstructured,
        "pandoc": _pandoc,
    }[sys.argv[1]](sys.argv[2:])
