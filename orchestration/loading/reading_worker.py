"""The helper process that reads documents: untrusted bytes are opened here and nowhere else.

It limits its own memory, and its
parent kills it when a document takes too long. Whatever a document does to the readers ends as
a verdict about that document.
"""

from __future__ import annotations

import hashlib
import math
import resource
from collections.abc import Callable
from typing import Any

from orchestration.documents.model import DocumentRefused
from orchestration.documents.picture_text import read_picture_lines
from orchestration.documents.read import read_document
from orchestration.extraction import extract
from orchestration.loading.verdicts import (
    TAKEN,
    Reading,
    ReadingRequest,
    as_columns,
    refusal,
    too_much_memory,
)


def read(request: ReadingRequest) -> Reading:
    """Read and extract one file."""
    document_id = request.sha256[:16]
    try:
        content = request.path.read_bytes()
        if hashlib.sha256(content).hexdigest() != request.sha256:
            return Reading("changed")
        document = read_document(content, request.limits, read_picture_lines)
        extraction = extract(document, document_id)
    except FileNotFoundError:
        return Reading("gone")
    except DocumentRefused as refused:
        return refusal(document_id, refused.code, refused.message, refused.location)
    except MemoryError:
        return too_much_memory(document_id, request.memory_bytes)
    except RecursionError:
        message = "The file is nested too deeply to be read; export the summary again."
        return refusal(document_id, "too_large", message)
    except Exception as error:
        message = (
            f"The reader failed on this file ({type(error).__name__}: {error}). "
            "Export the summary again; if that does not help, report the file as a fault."
        )
        return refusal(document_id, "unreadable_document", message[:500])
    return Reading("read", document.file_format, extraction.title, as_columns(extraction))


def answer(request: ReadingRequest, send_ahead: Callable[[Any], None]) -> Reading:
    """Read one file within its bounds; says ahead that it was taken, when its time begins."""
    send_ahead(TAKEN)
    limit = request.memory_bytes
    resource.setrlimit(resource.RLIMIT_DATA, (limit, resource.RLIM_INFINITY))
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = math.ceil(used.ru_utime + used.ru_stime + request.limits.seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.RLIM_INFINITY))
    return read(request)
