"""The rules between the packages of `orchestration`, held over their imports.

Belongs here: who may know whom. Does not belong here: the models (`test_dbt_manifest`).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from orchestration.settings import PROJECT

_SOURCES = PROJECT / "orchestration"
_TREES = {path: ast.parse(path.read_text("utf-8")) for path in sorted(_SOURCES.rglob("*.py"))}

KNOWS_NOTHING_BUT = {
    "documents": set[str](),
    "extraction": {"documents"},
    "progress": set[str](),
    "formulas": set[str](),
    "lima": set[str](),
    "helper_process": set[str](),
    "helper_worker": set[str](),
    "locking": set[str](),
    "settings": {"documents"},
    "warehouse": {"progress", "settings"},
    "gate": {"helper_process", "settings", "warehouse"},
    "building": {"fingerprint", "helper_process", "settings"},
    "written_summary": {"maps", "settings", "warehouse"},
    "report": {
        *("helper_pool", "helper_process", "progress", "settings", "warehouse", "written_summary"),
    },
}
"""What is below everything else, or beside it, and what of the project it may import."""

MAY_IMPORT = {
    "dagster": {
        *("assets", "checks", "definitions", "failures", "hooks", "resources", "run_job"),
        *("run_storage", "schedules", "sensors"),
    },
    "dagster_dbt": {"assets"},
    "dbt": {"building"},
    "great_expectations": {"gate"},
    "pandas": {"gate"},
    "pypdfium2": {"documents"},
    "docx": {"written_summary"},
    "openpyxl": {"poverty"},
}
"""The packages that may know a library: replacing one touches nothing else."""


def _package(path: Path) -> str:
    parts = path.relative_to(_SOURCES).parts
    return parts[0] if len(parts) > 1 else path.stem


def _imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize("package", KNOWS_NOTHING_BUT)
def test_what_lies_below_knows_nothing_above(package: str) -> None:
    known = {
        name.split(".")[1]
        for path, tree in _TREES.items()
        if _package(path) == package
        for name in _imports(tree)
        if name.startswith("orchestration.")
    }
    assert known - {package} <= KNOWS_NOTHING_BUT[package]


@pytest.mark.parametrize("library", MAY_IMPORT)
def test_a_library_is_known_where_it_belongs(library: str) -> None:
    users = {
        _package(path)
        for path, tree in _TREES.items()
        if any(name.split(".")[0] == library for name in _imports(tree))
    }
    assert users
    assert users <= MAY_IMPORT[library]


def test_only_the_settings_read_the_environment() -> None:
    readers = {
        path.name
        for path, tree in _TREES.items()
        for node in ast.walk(tree)
        if _reads_environment(node)
    }
    assert readers <= {"settings.py"}


def _reads_environment(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        called = ast.unparse(node.func)
        return called.endswith(("getenv", "environ.get", "environ.items"))
    return (
        isinstance(node, ast.Subscript)
        and isinstance(node.ctx, ast.Load)
        and ast.unparse(node.value).endswith("environ")
    )


def test_every_package_says_what_it_is_for() -> None:
    silent = [
        str(path.relative_to(PROJECT))
        for path, tree in _TREES.items()
        if len(ast.get_docstring(tree) or "") < 20
    ]
    assert not silent
