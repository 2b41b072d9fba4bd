"""The parent's side of the dbt process, and the manifest that Dagster's assets are made from.

Does not belong here: what the models are (`dbt_project`) or how they look in Dagster (`assets`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from orchestration.building.messages import BuildRequest, BuildResult, DbtFailed, ParseRequest
from orchestration.fingerprint import dbt_version
from orchestration.helper_process import HelperProcess
from orchestration.settings import DBT_PROJECT, Settings

_PARTIAL_PARSE = "partial_parse.msgpack"


class DbtProcess:
    """dbt in a process of its own; start it early, it parses while others work."""

    def __init__(self, settings: Settings) -> None:
        """Nothing is started yet."""
        self._settings = settings
        self._process: HelperProcess | None = None
        self._is_parsed = False

    def start(self) -> None:
        """Start the process and let it parse, without waiting; does nothing if it runs."""
        if self._process is None:
            self._forget_another_checkout()
            self._process = HelperProcess(
                "orchestration.building.dbt_worker",
                self._settings.child_environment(),
                self._settings.logs / "dbt-process.log",
            )
            self._process.send(ParseRequest(write_manifest=not self._is_manifest_fresh()))
            self._is_parsed = False

    def manifest_path(self) -> Path:
        """The manifest of the project as it is now, made first where it is missing or stale."""
        if not self._is_manifest_fresh():
            self._settings.make_folders()
            self.start()
            self._wait_for_parse()
            self._stamp.write_text(self._wanted_stamp())
        return self._manifest

    @property
    def _manifest(self) -> Path:
        return self._settings.dbt_target / "manifest.json"

    @property
    def _stamp(self) -> Path:
        return self._settings.dbt_target / "manifest.version"

    def _forget_another_checkout(self) -> None:
        """Remove what dbt remembers of the project under another path: it would read that one."""
        try:
            is_of_this = self._stamp.read_text(errors="replace").startswith(f"{DBT_PROJECT}\n")
        except OSError:
            is_of_this = False
        if not is_of_this:
            (self._settings.dbt_target / _PARTIAL_PARSE).unlink(missing_ok=True)

    def _is_manifest_fresh(self) -> bool:
        try:
            return self._stamp.read_text(errors="replace") == self._wanted_stamp()
        except OSError:
            return False

    def _wanted_stamp(self) -> str:
        """Where and which the project is, and the manifest's hash: neither stale nor cut off."""
        digest = hashlib.sha256(self._manifest.read_bytes()).hexdigest()
        return f"{DBT_PROJECT}\n{dbt_version()} {digest}"

    def build(self, select: Sequence[str] = ()) -> Iterator[dict[str, Any]]:
        """Build the project, or the named models, in the candidate.

        Yields:
            dbt's event for each seed, model and test that ended.

        Raises:
            DbtFailed: a model or a test failed; raised after the last event.
        """
        self.start()
        self._wait_for_parse()
        assert self._process is not None
        self._process.send(BuildRequest(tuple(select)))
        while not isinstance(answer := self._process.receive(), BuildResult):
            yield answer
        if not answer.success:
            raise DbtFailed(answer.reason)

    def end(self) -> None:
        """End the process, if it runs."""
        if self._process is not None:
            self._process.leave()
            self._process = None

    def _wait_for_parse(self) -> None:
        if self._is_parsed or self._process is None:
            return
        result = self._process.receive()
        if not result.success:
            self.end()
            raise DbtFailed(f"the dbt project cannot be read: {result.reason}")
        self._is_parsed = True


def read_manifest(path: Path) -> dict[str, Any]:
    """The manifest as dbt wrote it."""
    manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return manifest


def is_part(node: Mapping[str, Any]) -> bool:
    """Whether a node is only a part of other models' statements: no table, no view, no event."""
    return bool(node["config"].get("materialized") == "ephemeral")
