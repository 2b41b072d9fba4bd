"""What a refresh reads beside the summaries: files that need not be there.

Belongs here: which folders those are and how large their files may be. Does not belong here:
reading them (`poverty`, `maps`) or the inbox itself (`inbox`).
"""

from __future__ import annotations

from orchestration.loading.inbox import InboxFile, scan_optional
from orchestration.poverty.package import LARGEST_BYTES as LARGEST_WORKBOOK
from orchestration.settings import Settings

LARGEST_BOUNDARIES = 200 * 1024 * 1024
"""Bytes a file of outlines may have; all districts drawn finely are some 50 million."""


def workbooks(settings: Settings) -> list[InboxFile]:
    """The files in the folder of poverty workbooks."""
    return scan_optional(settings.poverty, LARGEST_WORKBOOK)


def boundary_files(settings: Settings) -> list[InboxFile]:
    """The files in the folder of outlines."""
    return scan_optional(settings.boundaries, LARGEST_BOUNDARIES)


def optional_inputs(settings: Settings) -> list[InboxFile]:
    """All of them: with the inbox, what decides whether anything is new."""
    return [*workbooks(settings), *boundary_files(settings)]
