"""The dictionary as one HTML page that needs nothing else: no server, script or other file."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from orchestration.dictionary.entries import key_of
from orchestration.warehouse.catalogue import Table

_TEMPLATES = Path(__file__).with_name("templates")

_MEANINGS = {
    "dimensional": "places, services, measures, months and documents; the facts about them",
    "marts": "what most questions need, with names",
    "quality": "what does not add up, what was changed, what was refused",
    "raw": "what the documents say, word for word",
}


def write_dictionary_page(tables: Sequence[Table], file_name: str, path: Path) -> None:
    """Write the page.

    Args:
        tables: what it describes, tables of one schema next to each other.
        file_name: the name of the warehouse file, as the page calls it.
        path: the file to write.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    schemas = [
        (schema, list(members)) for schema, members in groupby(tables, lambda table: table.schema)
    ]
    page = environment.get_template("dictionary.html").render(
        schemas=schemas, meanings=_MEANINGS, file_name=file_name, key_of=key_of
    )
    path.write_text(page + "\n", encoding="utf-8")
