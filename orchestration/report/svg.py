"""What the report does to SVG that others drew, so that it is small and can live on a page.

Does not belong here: drawing (`charts`, `orchestration.maps`).
"""

from __future__ import annotations

import hashlib
import re
from html import escape
from typing import Final

_LONG_NUMBERS: Final = re.compile(r"(\d\.\d\d)\d+")
_IDS: Final = re.compile(r'(\bid="|url\(#|href="#)([\w-]+)')


def inline(svg: str, name: str) -> str:
    """A picture for the middle of a page: named, its inner names unlike any other picture's."""
    svg = _LONG_NUMBERS.sub(r"\1", svg)
    prefix = hashlib.sha256(svg.encode()).hexdigest()[:8]
    svg = _IDS.sub(lambda match: f"{match[1]}g{prefix}-{match[2]}", svg)
    return svg.replace("<svg ", f'<svg role="img" aria-label="{escape(name)}" ', 1)
