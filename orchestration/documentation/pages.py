"""Writing the pages: one look, no server, no script, nothing from elsewhere.

Belongs here: rendering a template into a file. Does not belong here: what a page says.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

_TEMPLATES = Path(__file__).with_name("templates")


def write_page(template: str, path: Path, **values: Any) -> None:
    """Render a template of `templates` into a file; whatever is put into it is escaped."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    text = environment.get_template(template).render(values)
    path.write_text(text + "\n", encoding="utf-8")
