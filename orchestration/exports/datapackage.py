"""`datapackage.json`: what the exported files are, as a Frictionless data package.

Each CSV is a tabular resource with its schema, taken from the catalogue of the warehouse: column
comments, primary keys, and foreign keys between exported tables. The other files are listed with
their size and hash. No licence is named: the figures are the ministry's, and its publications
say what may be done with them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from orchestration.exports.tables import is_nested
from orchestration.warehouse.catalogue import Column, Table

DATAPACKAGE = "datapackage.json"

_DESCRIPTION = """\
What the monthly resumen ejecutivo of Peru's Ministry of Women and Vulnerable Populations prints, \
department by department: services, people served, centres, and the district poverty ranking. \
Every figure can be traced to its document and cell (file_name, location). The documents it was \
made from, each with its sha256, are the rows of dimensional.dim_document. The figures are those \
of the ministry's publications, whose own terms apply to their reuse; no licence is granted here. \
In CSV files text that starts like a formula (= + - @ tab or carriage return) has an apostrophe \
before it."""

_SOURCES = [
    {
        "title": "Ministerio de la Mujer y Poblaciones Vulnerables (MIMP): resumen ejecutivo, "
        "a document a department and month",
        "path": "https://www.gob.pe/mimp",
    },
    {
        "title": "Instituto Nacional de Estadística e Informática (INEI): mapa de pobreza "
        "monetaria provincial y distrital, and the codes of places (ubigeo)",
        "path": "https://www.gob.pe/inei",
    },
]

_FIELD_TYPES = {
    "VARCHAR": "string",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "DOUBLE": "number",
    "INTEGER": "integer",
    "BIGINT": "integer",
}
_MEDIA_TYPES = {
    ".csv": "text/csv",
    ".parquet": "application/vnd.apache.parquet",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def write_datapackage(folder: Path, tables: Sequence[Table], others: Mapping[str, str]) -> None:
    """Describe the files of a folder.

    Args:
        folder: where `<schema>/<table>.csv` and `.parquet` are; the descriptor is written there.
        tables: the exported tables.
        others: what other files are, by path below the folder.
    """
    exported = {table.full_name for table in tables}
    resources: list[dict[str, Any]] = []
    for table in tables:
        path = f"{table.schema}/{table.name}"
        resources.append(_tabular(folder, f"{path}.csv", table, exported))
        resources.append(_file(folder, f"{path}.parquet", f"{table.full_name} as Parquet."))
    resources += [_file(folder, path, what) for path, what in others.items()]
    package = {
        "profile": "data-package",
        "name": "resumen-ejecutivo",
        "title": "Resumen ejecutivo del MIMP",
        "description": _DESCRIPTION,
        "sources": _SOURCES,
        "resources": resources,
    }
    text = json.dumps(package, indent=1, ensure_ascii=False)
    (folder / DATAPACKAGE).write_text(text + "\n", encoding="utf-8")


def _tabular(folder: Path, path: str, table: Table, exported: Iterable[str]) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in table.columns],
        "missingValues": [""],
    }
    if table.primary_key:
        schema["primaryKey"] = list(table.primary_key)
    foreign = [
        {
            "fields": list(key.columns),
            "reference": {
                "resource": f"{table.schema}.{key.table}",
                "fields": list(key.referenced),
            },
        }
        for key in table.foreign_keys
        if f"{table.schema}.{key.table}" in exported
    ]
    if foreign:
        schema["foreignKeys"] = foreign
    return {
        "name": table.full_name,
        "type": "table",
        "profile": "tabular-data-resource",
        "description": table.comment,
        **_content(folder, path),
        "encoding": "utf-8-sig",
        "schema": schema,
    }


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": _field_type(column),
        "description": column.comment,
    }
    if column.is_required:
        field["constraints"] = {"required": True}
    return field


def _field_type(column: Column) -> str:
    if is_nested(column):
        return "object"
    if column.data_type.startswith("DECIMAL"):
        return "integer" if column.data_type.endswith(",0)") else "number"
    return _FIELD_TYPES.get(column.data_type, "any")


def _file(folder: Path, path: str, what: str) -> dict[str, Any]:
    return {
        "name": path.replace("/", ".").lower(),
        "type": "file",
        "description": what,
        **_content(folder, path),
    }


def _content(folder: Path, path: str) -> dict[str, Any]:
    file = folder / path
    with file.open("rb") as content:
        sha256 = hashlib.file_digest(content, "sha256").hexdigest()
    return {
        "path": path,
        "format": file.suffix[1:],
        "mediatype": _MEDIA_TYPES[file.suffix],
        "bytes": file.stat().st_size,
        "hash": f"sha256:{sha256}",
    }
