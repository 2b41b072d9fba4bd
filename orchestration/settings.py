"""Where a run reads and writes, and what it may cost: the only reader of the environment.

Belongs here: paths, limits and switches, with their defaults and the variables that change them.
Does not belong here: what is done with them. Everything a run writes lies in the folder of the
warehouse file, so that pointing `MIMP_WAREHOUSE` elsewhere leaves nothing behind anywhere else.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from orchestration.documents.model import Limits

PROJECT = Path(__file__).resolve().parent.parent
DBT_PROJECT = PROJECT / "dbt_project"
REFERENCE = PROJECT / "seeds" / "reference"
SUITES = PROJECT / "expectations"
QUERIES = PROJECT / "warehouse" / "queries"
SOURCES = (
    PROJECT / "orchestration",
    DBT_PROJECT,
    REFERENCE,
    SUITES,
    PROJECT / "requirements.lock",
)
"""Everything beside the documents that decides what is published."""
NOT_SOURCES = frozenset({"__pycache__", "target", "logs", "dbt_packages", ".user.yml"})
"""Names of files and folders that tools leave among the sources."""

STORAGE_VERSION = "v1.4.0"
"""DuckDB storage version of every file written, so that analysts' older clients can read it."""

MEMORY_LIMIT = "350MB"
"""What DuckDB may keep in memory, in each process that opens a file; beyond it, it uses the disk.
All statements for 6,000 documents were seen to pass in it, those of dbt in one thread: two need
more than 400 MB. dbt's profile says the same."""

NO_TELEMETRY = {
    "DAGSTER_DISABLE_TELEMETRY": "1",
    "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    "DO_NOT_TRACK": "1",
    "GX_ANALYTICS_ENABLED": "false",
}
"""What every process of a run has in its environment: nothing here reports to anybody."""


class SettingsError(ValueError):
    """A variable of the environment that makes no sense; its message says what to write."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Paths, limits and switches of one run.

    Attributes:
        documents: the inbox, read recursively, never written.
        warehouse: the published DuckDB file.
        poverty: INEI's poverty workbooks, read where there are any.
        boundaries: outlines of districts for the maps, read where there are any.
        allow_shrink: whether a refresh may publish fewer documents or figures than are
            published now although their files are still in the inbox.
        kept_versions: how many earlier published files are kept for `make rollback`.
        readers: how many documents are read at the same time.
        document_memory_bytes: memory one document may take while it is read.
        limits: what else one document may cost before it is refused.
        late_after_days: days after the end of a month at which its summaries are missed; 0 for
            an archive that nobody adds to.
        kept_run_days: how long Dagster's events of a run are kept; 0 for ever. The history of
            refreshes itself is always kept.
        automatic: whether schedule and inbox sensor start switched on, as on a server; either way
            the UI switches them.
        repository: address of the repository (its branch `main`) that the UI's links to code
            lead to, on GitHub, GitLab or alike; empty for the files of this machine.
        notify_command: a shell command that gets a message on standard input when a scheduled
            run fails, to send it by e-mail or to a chat; empty for none.
        port: where `make dev` serves the Dagster UI, on 127.0.0.1 only.
    """

    documents: Path = PROJECT / "seeds" / "documents"
    warehouse: Path = PROJECT / "warehouse" / "mimp.duckdb"
    poverty: Path = PROJECT / "seeds" / "poverty"
    boundaries: Path = PROJECT / "seeds" / "boundaries"
    allow_shrink: bool = False
    kept_versions: int = 3
    readers: int = 1
    document_memory_bytes: int = 500 * 1024 * 1024
    limits: Limits = field(default_factory=Limits)
    late_after_days: int = 0
    kept_run_days: int = 400
    automatic: bool = False
    repository: str = ""
    notify_command: str = ""
    port: int = 3000

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """The settings the environment asks for.

        Raises:
            SettingsError: a variable holds something other than what it is for.
        """
        default = cls()
        settings = cls(
            documents=_path(environment, "MIMP_DOCUMENTS", default.documents),
            warehouse=_file(environment, "MIMP_WAREHOUSE", default.warehouse),
            poverty=_path(environment, "MIMP_POVERTY", default.poverty),
            boundaries=_path(environment, "MIMP_BOUNDARIES", default.boundaries),
            allow_shrink=_switch(environment, "MIMP_ALLOW_SHRINK"),
            kept_versions=_count(environment, "MIMP_KEPT_VERSIONS", default.kept_versions),
            readers=_count(environment, "MIMP_READERS", min(os.cpu_count() or 1, 4), least=1),
            limits=Limits(
                seconds=_count(
                    environment, "MIMP_DOCUMENT_SECONDS", int(default.limits.seconds), least=1
                )
            ),
            document_memory_bytes=1024
            * 1024
            * _count(environment, "MIMP_DOCUMENT_MEGABYTES", 500, least=100),
            late_after_days=_count(environment, "MIMP_LATE_AFTER_DAYS", default.late_after_days),
            kept_run_days=_count(environment, "MIMP_KEPT_RUN_DAYS", default.kept_run_days),
            automatic=_switch(environment, "MIMP_AUTOMATIC"),
            repository=environment.get("MIMP_REPOSITORY", "").strip().rstrip("/"),
            notify_command=environment.get("MIMP_NOTIFY_COMMAND", "").strip(),
            port=_count(environment, "MIMP_PORT", default.port, least=1),
        )
        settings._check_places()
        return settings

    def _check_places(self) -> None:
        if self.warehouse == self.candidate:
            raise SettingsError(
                f"MIMP_WAREHOUSE is {str(self.warehouse)!r}, the name of the working file;"
                " write another name, such as mimp.duckdb"
            )
        if self.folder.resolve().is_relative_to(self.documents.resolve()):
            raise SettingsError(
                f"MIMP_WAREHOUSE is {str(self.warehouse)!r}, inside the inbox {self.documents};"
                " what is published would be read as a summary: choose a folder outside"
            )

    @property
    def folder(self) -> Path:
        """The folder of the published file; all that a run writes is in it."""
        return self.warehouse.parent

    @property
    def address(self) -> str:
        """Of the Dagster UI, as seen from this machine."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def candidate(self) -> Path:
        """The working file: built, judged by the gate, then moved over the published one."""
        return self.folder / "candidate.duckdb"

    @property
    def versions(self) -> Path:
        """Earlier published files, `<name>-<run number>.duckdb`."""
        return self.folder / "versions"

    @property
    def exports(self) -> Path:
        """Parquet, CSV and the rest, written after each publication."""
        return self.folder / "exports"

    @property
    def report(self) -> Path:
        """The static report, written after each publication."""
        return self.folder / "report"

    @property
    def maps(self) -> Path:
        """The poverty maps, drawn after each publication."""
        return self.folder / "maps"

    @property
    def state(self) -> Path:
        """What the tools keep for themselves: run history, dbt artifacts, logs, the lock."""
        return self.folder / "state"

    @property
    def lock(self) -> Path:
        """The lock of the folder: one refresh at a time."""
        return self.state / "refresh.lock"

    @property
    def journal(self) -> Path:
        """The history of refreshes, failed ones included."""
        return self.state / "runs.jsonl"

    @property
    def published_state(self) -> Path:
        """Size and time of the published file as it was left, to see whether it was changed."""
        return self.state / "published"

    @property
    def readable_copy(self) -> Path:
        """A copy of the published file while another program keeps that one to itself."""
        return self.state / "published.duckdb"

    @property
    def finished(self) -> Path:
        """The number of the run whose exports and report were completed last."""
        return self.state / "finished"

    @property
    def untouched(self) -> Path:
        """What was looked at and printed when nothing was new."""
        return self.state / "untouched"

    @property
    def dagster_home(self) -> Path:
        """Run history, schedule and sensor state."""
        return self.state / "dagster"

    @property
    def dbt_target(self) -> Path:
        """Manifest, compiled SQL and the partial parse."""
        return self.state / "dbt"

    @property
    def logs(self) -> Path:
        """What helper processes print."""
        return self.state / "logs"

    @property
    def can_read_pictures(self) -> bool:
        """Whether the words of pictures can be read here (Tesseract is installed)."""
        return shutil.which("tesseract") is not None

    def make_folders(self) -> None:
        """Create the folders a run writes into.

        Raises:
            OSError: the folder of the warehouse cannot be written.
            SettingsError: a folder stands where the published file should, and nothing was ever
                published there.
        """
        if self.warehouse.is_dir() and not self.published_state.exists():
            raise SettingsError(
                f"MIMP_WAREHOUSE is {str(self.warehouse)!r}, a folder; write the path of a file,"
                f" such as {self.warehouse / 'mimp.duckdb'}"
            )
        for folder in (self.state, self.dagster_home, self.dbt_target, self.logs, self.versions):
            folder.mkdir(parents=True, exist_ok=True)

    def child_environment(self) -> dict[str, str]:
        """The environment of helper processes and of Dagster's own processes."""
        return {
            **os.environ,
            **NO_TELEMETRY,
            "MIMP_DOCUMENTS": str(self.documents),
            "MIMP_WAREHOUSE": str(self.warehouse),
            "MIMP_POVERTY": str(self.poverty),
            "MIMP_BOUNDARIES": str(self.boundaries),
            "MIMP_CANDIDATE": str(self.candidate),
            "DAGSTER_HOME": str(self.dagster_home),
            "DBT_PROFILES_DIR": str(DBT_PROJECT),
            "DBT_TARGET_PATH": str(self.dbt_target),
            "DBT_LOG_PATH": str(self.logs),
            "PYTHONPATH": str(PROJECT),
        }


def _path(environment: Mapping[str, str], name: str, default: Path) -> Path:
    text = environment.get(name, "").strip()
    return Path(text).expanduser().absolute() if text else default


def _file(environment: Mapping[str, str], name: str, default: Path) -> Path:
    """The path of a file; where it is a link, that of the file it leads to.

    Replacing a link would leave whoever reads the file itself with the old one for ever.
    """
    path = _path(environment, name, default)
    if not path.name:
        raise SettingsError(f"{name} is {str(path)!r}; write the path of a file")
    return Path(os.path.realpath(path)) if path.is_symlink() else path


def _switch(environment: Mapping[str, str], name: str) -> bool:
    text = environment.get(name, "").strip().lower()
    if text in {"", "0", "no", "false"}:
        return False
    if text in {"1", "yes", "true"}:
        return True
    raise SettingsError(f"{name} is {text!r}; write 1 or 0")


def _count(environment: Mapping[str, str], name: str, default: int, least: int = 0) -> int:
    text = environment.get(name, "").strip()
    if not text:
        return default
    if not text.isdecimal() or int(text) < least:
        raise SettingsError(f"{name} is {text!r}; write a whole number of at least {least}")
    return int(text)
