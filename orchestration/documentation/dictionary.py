"""The dictionary as a page: every table and column, as the warehouse file describes them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from orchestration.documentation.entries import key_of
from orchestration.documentation.pages import write_page
from orchestration.warehouse.catalogue import Table

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
    schemas = [
        (schema, list(members)) for schema, members in groupby(tables, lambda table: table.schema)
    ]
    write_page(
        "dictionary.html",
        path,
        schemas=schemas,
        meanings=_MEANINGS,
        file_name=file_name,
        key_of=key_of,
    )
