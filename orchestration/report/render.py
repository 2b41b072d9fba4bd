"""Pages as HTML: Jinja2 with everything escaped that is not a chart or map drawn here.

Does not belong here: what a page says (`department`, `national`).
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orchestration.report import words

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).with_name("templates")


def render(template: str, **values: Any) -> bytes:
    """A page's bytes; lines of blanks only are left out."""
    text = _environment().get_template(template).render(**values)
    return "\n".join(line.strip() for line in text.splitlines() if line.strip()).encode() + b"\n"


@lru_cache(maxsize=1)
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["style"] = Markup((TEMPLATES / "style.css").read_text(encoding="utf-8"))
    environment.filters["drawn"] = Markup
    environment.filters["month_long"] = words.month_long
    environment.filters["month_short"] = words.month_short
    environment.filters["number"] = words.number
    return environment
