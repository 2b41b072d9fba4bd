"""Whether what was read is a summary, and a whole one.

Belongs here: judging a document by the parts it must have. Does not belong here: judging
figures (dbt) or bytes (readers).
"""

from __future__ import annotations

from dataclasses import dataclass

from orchestration.extraction.poverty_map import MapSummary
from orchestration.extraction.recorder import Recorder

_FEWEST_RANKED = 5


@dataclass(slots=True)
class Parts:
    """The parts of a summary that were met."""

    titles: int = 0
    tables: int = 0
    service_tables: int = 0
    matrices: int = 0
    has_end_after_matrices: bool = False
    unknown_tables: int = 0


def judge(recorder: Recorder, parts: Parts, map_summary: MapSummary) -> None:
    """Refuse what is no summary, has an unknown layout, or lost its end."""
    known = parts.service_tables + parts.matrices
    if not parts.titles and not known:
        _refuse(
            recorder,
            "not_a_summary",
            "Neither the title RESUMEN EJECUTIVO nor any of a summary's tables was found; this "
            "is another document. Take it out of the inbox.",
        )
    elif not known:
        _refuse(
            recorder,
            "unknown_layout",
            "The title is there but no table could be recognised; an export without tabs loses "
            "them. Export the document again, or send the Word file.",
        )
    elif not parts.matrices:
        _refuse(
            recorder,
            "incomplete_document",
            "The consolidated matrices are missing: the document stops before its end. Ask for "
            "the whole document.",
        )
    elif _is_cut_off(recorder, parts, map_summary):
        _refuse(
            recorder,
            "incomplete_document",
            "The document stops before its end (map page or what follows the matrices is cut "
            "off). Ask for the whole document.",
        )
    elif map_summary.has_lines and 0 < map_summary.ranks < _FEWEST_RANKED:
        recorder.find(
            "info",
            "incomplete_document",
            f"Only {map_summary.ranks} of the map's ranked districts could be read.",
        )


def _is_cut_off(recorder: Recorder, parts: Parts, map_summary: MapSummary) -> bool:
    document = recorder.document
    if document.file_format != "text":
        return False
    if parts.matrices < 2 and not parts.has_end_after_matrices:
        return True
    if not document.ends_abruptly:
        return not parts.has_end_after_matrices
    has_whole_map = map_summary.ranks >= _FEWEST_RANKED and map_summary.has_stamp
    return not has_whole_map and not (parts.has_end_after_matrices and not map_summary.has_lines)


def _refuse(recorder: Recorder, code: str, message: str) -> None:
    recorder.find("error", code, message)
