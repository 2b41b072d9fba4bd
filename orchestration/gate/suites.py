"""The suites of `expectations/`, as values.

A suite is one YAML file about one subject. Each of its expectations has a name that reads as a
sentence, a Great Expectations type with its arguments, the audit whose rows, or some of them, it
looks at (`expectations/audits/<audit>.sql`), a reason, a severity, and the key columns that lead
a person to the place. Does not belong here: running them (`runner`).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

import yaml

from orchestration.settings import SUITES


@dataclass(frozen=True, slots=True)
class GateExpectation:
    """One thing that must hold.

    Attributes:
        name: unique over all suites; reads as a sentence.
        audit: the audit query whose rows are looked at.
        where: a condition in SQL on these rows; empty for all of them.
        type: a Great Expectations type (`expect_column_values_to_be_between`).
        arguments: its arguments.
        severity: critical (nothing is published) or warning (shown, never blocking).
        reason: why it must hold, and what is wrong if it does not.
        keys: columns of the audit that say where.
        compares_with_published: whether the audit reads what is published now; it is then left
            out where nothing is, or where that was made by another schema.
    """

    name: str
    audit: str
    type: str
    severity: Literal["critical", "warning"]
    reason: str
    arguments: dict[str, Any] = field(default_factory=dict)
    keys: tuple[str, ...] = ()
    where: str = ""
    compares_with_published: bool = False

    @property
    def query(self) -> str:
        """The rows that are looked at, as a query."""
        text = (SUITES / "audits" / f"{self.audit}.sql").read_text(encoding="utf-8")
        return f"from (\n{text.strip()}\n)\nwhere {self.where.strip()}" if self.where else text


@dataclass(frozen=True, slots=True)
class Suite:
    """The expectations of one subject, and the asset whose checks they are."""

    subject: str
    asset: tuple[str, str]
    expectations: tuple[GateExpectation, ...]


def load_suites(*, allow_shrink: bool = False, folder: Path = SUITES) -> tuple[Suite, ...]:
    """All suites, by subject.

    Args:
        allow_shrink: whether what compares with the published file only warns.
        folder: where they are.
    """
    return tuple(_load(path, allow_shrink) for path in sorted(folder.glob("*.yaml")))


def _load(path: Path, allow_shrink: bool) -> Suite:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    expectations = tuple(
        replace(one, severity="warning") if allow_shrink and one.compares_with_published else one
        for one in (
            GateExpectation(**{**values, "keys": tuple(values.get("keys", ()))})
            for values in content["expectations"]
        )
    )
    schema, table = content["asset"].split(".")
    return Suite(path.stem, (schema, table), expectations)
