"""What the report does to SVG that others drew, so that it is small and can live on a page.

Does not belong here: drawing (`charts`, `orchestration.maps`).
"""

from __future__ import annotations

import hashlib
import re
from html import escape
from typing import Final

_UNSEEN: Final = re.compile(
    r' (?:aria-[a-z]+|role|class|stroke-dasharray="1,0"|font-style="normal")(?:="[^"]*")?(?=[ />])'
)
_LONG_NUMBERS: Final = re.compile(r"(\d\.\d\d)\d+")
_IDS: Final = re.compile(r'(\bid="|url\(#|href="#)([\w-]+)')


def slim(svg: str) -> str:
    """The same picture without its drawer's own marks and digits nobody sees.

    The marks tell a screen reader of every line and dot; a picture is told of as a whole.
    """
    return _LONG_NUMBERS.sub(r"\1", _UNSEEN.sub("", svg))


def inline(svg: str, name: str) -> str:
    """A picture for the middle of a page: named, its inner names unlike any other picture's."""
    svg = _LONG_NUMBERS.sub(r"\1", svg)
    prefix = hashlib.sha256(svg.encode()).hexdigest()[:8]
    svg = _IDS.sub(lambda match: f"{match[1]}g{prefix}-{match[2]}", svg)
    return svg.replace("<svg ", f'<svg role="img" aria-label="{escape(name)}" ', 1)
