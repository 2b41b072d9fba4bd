"""What the stories of one Word file share: styles, lists, notes met, and the budget.

Does not belong here: reading markup (`story`, `runs`).
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Final

from orchestration.documents.docx.archive import RESEND
from orchestration.documents.docx.numbering import Numbering
from orchestration.documents.docx.styles import Styles
from orchestration.documents.model import DocumentRefused, Limits

_BLOCKS_PER_LOOK: Final = 64


def kept_elsewhere() -> DocumentRefused:
    """Why a document is refused whose text is not all in it."""
    return DocumentRefused(
        "incomplete_document",
        "Part of the document is kept in another file that is only merged in when "
        f"Word opens it: {RESEND}.",
    )


@dataclass(slots=True)
class Context:
    """What the stories of one document share.

    Attributes:
        picture_ids: relationship ids of the pictures met, in reading order (keys of a dict,
            to be found fast).
        notes: by kind (`footnoteReference`, `endnoteReference`), the notes met: their number by
            their id, in reading order.
        flattened: how many tables lay deeper than the limit.
        drawn_elsewhere: what the document shows and keeps in a part of another program.
    """

    styles: Styles
    numbering: Numbering
    limits: Limits
    deadline: float
    most_characters: int
    picture_ids: dict[str, None] = field(default_factory=dict)
    notes: dict[str, dict[str, int]] = field(
        default_factory=lambda: {"footnoteReference": {}, "endnoteReference": {}}
    )
    flattened: int = 0
    drawn_elsewhere: dict[str, None] = field(default_factory=dict)
    _characters: int = 0
    _blocks: int = 0

    def count_text(self, text: str) -> None:
        """Bound the text of the whole document and the time it takes.

        Raises:
            DocumentRefused: `too_large`.
        """
        self._characters += len(text)
        if self._characters > self.most_characters:
            raise DocumentRefused(
                "too_large",
                f"The document has more than {self.most_characters // 1_000_000} million "
                f"characters of text; a summary has some 20 000: check that it is one, and "
                f"{RESEND}.",
            )
        self._blocks += 1
        if self._blocks % _BLOCKS_PER_LOOK == 0 and time.process_time() > self.deadline:
            raise DocumentRefused(
                "too_large",
                f"The document took more than {self.limits.seconds:g} seconds to read: check "
                f"that it is a summary of one department, and {RESEND}.",
            )
