"""What the dbt process is asked for and answers with."""

from __future__ import annotations

from dataclasses import dataclass, field


class DbtFailed(Exception):
    """dbt could not parse or build the project; the message names what failed."""


@dataclass(frozen=True, slots=True)
class ParseRequest:
    """Read the project; write its manifest where the one there is stale."""

    write_manifest: bool


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """Build seeds and models and run the data tests, all of them or those selected by name."""

    select: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NodeFailure:
    """A model that could not be built, or a test that found rows it must not find."""

    unique_id: str
    status: str
    message: str


@dataclass(frozen=True, slots=True)
class BuildResult:
    """How it ended."""

    success: bool
    failures: list[NodeFailure] = field(default_factory=list)
    exception: str = ""

    @property
    def reason(self) -> str:
        """Why it did not succeed, in one line that names what failed."""
        named = [f"{one.unique_id.split('.')[2]}: {one.message}" for one in self.failures[:3]]
        return " ".join("; ".join([*named, self.exception]).split()).strip("; ")
