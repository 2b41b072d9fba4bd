"""What README promises: its queries give what stands below them, its links and verbs exist."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from orchestration.settings import PROJECT
from tests.refreshing import Refreshed

_README = (PROJECT / "README.md").read_text(encoding="utf-8")
_QUERIES = re.findall(r"```sql\n(.+?)```\n```text\n(.+?)```", _README, re.DOTALL)
_PAGES = [PROJECT / "README.md", PROJECT / "CONTRIBUTING.md", PROJECT / "SECURITY.md"]
_PAGES += [PROJECT / "warehouse" / "README.md", *sorted((PROJECT / "docs").glob("*.md"))]


@pytest.mark.parametrize(("query", "printed"), _QUERIES)
def test_a_query_gives_what_stands_below_it(query: str, printed: str, refreshed: Refreshed) -> None:
    lines = printed.strip().splitlines()
    rows = refreshed.rows(query)
    assert len(rows) == len(lines)
    for row, line in zip(rows, lines, strict=True):
        cells = re.split(r"\s{2,}", line.strip())
        assert len(cells) == len(row), line
        for cell, value in zip(cells, row, strict=True):
            assert _shown(value).startswith(cell.removesuffix("…").rstrip()), line


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(str, value))}]"
    return value.isoformat() if isinstance(value, date) else str(value)


def test_every_query_of_readme_is_looked_at() -> None:
    assert len(_QUERIES) == _README.count("```sql")


@pytest.mark.parametrize("page", _PAGES, ids=[page.name for page in _PAGES])
def test_links_between_pages_lead_somewhere(page: Any) -> None:
    text = page.read_text(encoding="utf-8")
    for target, anchor in re.findall(r"\]\((?!https?:)([^)#\s]*)#?([^)\s]*)\)", text):
        file = (page.parent / target).resolve() if target else page
        assert file.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in {_anchor(heading) for heading in headings}, anchor


def _anchor(heading: str) -> str:
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("page", _PAGES, ids=[page.name for page in _PAGES])
def test_verbs_named_exist(page: Any) -> None:
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    verbs = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    text = page.read_text(encoding="utf-8")
    named = set(re.findall(r"(?:`|^|&& |    )make ([a-z]+)", text, re.MULTILINE))
    assert named <= verbs
