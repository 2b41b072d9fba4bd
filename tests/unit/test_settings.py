from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from orchestration.settings import (
    DBT_PROJECT,
    MEMORY_LIMIT,
    PROJECT,
    STORAGE_VERSION,
    Settings,
    SettingsError,
)


def test_defaults_are_the_shipped_folders() -> None:
    settings = Settings.from_environment({})
    assert settings.documents == PROJECT / "seeds" / "documents"
    assert settings.warehouse == PROJECT / "warehouse" / "mimp.duckdb"
    assert not settings.allow_shrink


def test_empty_variables_are_as_none_at_all() -> None:
    assert Settings.from_environment({"MIMP_WAREHOUSE": "", "MIMP_READERS": " "}) == (
        Settings.from_environment({})
    )


def test_everything_written_lies_beside_the_warehouse() -> None:
    settings = Settings.from_environment({"MIMP_WAREHOUSE": "/out/w.duckdb"})
    written = [
        settings.candidate,
        settings.versions,
        settings.exports,
        settings.report,
        settings.state,
        settings.lock,
        settings.journal,
        settings.finished,
        settings.dagster_home,
        settings.dbt_target,
        settings.logs,
    ]
    assert all(path.is_relative_to("/out") for path in written)


def test_dbt_opens_the_candidate_as_everything_else_does() -> None:
    profile = yaml.safe_load((DBT_PROJECT / "profiles.yml").read_text(encoding="utf-8"))
    output = profile["mimp"]["outputs"]["candidate"]
    assert output["config_options"]["storage_compatibility_version"] == STORAGE_VERSION
    assert output["settings"]["memory_limit"] == MEMORY_LIMIT


def test_a_relative_path_is_made_absolute() -> None:
    settings = Settings.from_environment({"MIMP_DOCUMENTS": "in"})
    assert settings.documents == Path.cwd() / "in"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MIMP_ALLOW_SHRINK", "maybe"),
        ("MIMP_KEPT_VERSIONS", "-1"),
        ("MIMP_READERS", "0"),
        ("MIMP_DOCUMENT_SECONDS", "1.5"),
        ("MIMP_WAREHOUSE", "/"),
        ("MIMP_WAREHOUSE", "/out/candidate.duckdb"),
    ],
)
def test_nonsense_is_refused_with_the_name_of_the_variable(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        Settings.from_environment({name: value})


def test_child_processes_report_to_nobody() -> None:
    environment = Settings().child_environment()
    assert environment["DBT_SEND_ANONYMOUS_USAGE_STATS"] == "false"
    assert environment["GX_ANALYTICS_ENABLED"] == "false"
    assert environment["DAGSTER_DISABLE_TELEMETRY"] == "1"


def test_nothing_is_published_into_the_inbox(tmp_path: Path) -> None:
    inside = {"MIMP_DOCUMENTS": str(tmp_path), "MIMP_WAREHOUSE": str(tmp_path / "w" / "w.duckdb")}
    with pytest.raises(SettingsError, match="inside the inbox"):
        Settings.from_environment(inside)


def test_a_link_to_the_warehouse_leads_to_the_file_itself(tmp_path: Path) -> None:
    link = tmp_path / "link.duckdb"
    link.symlink_to(tmp_path / "disk" / "mimp.duckdb")
    settings = Settings.from_environment({"MIMP_WAREHOUSE": str(link)})
    assert settings.warehouse == tmp_path.resolve() / "disk" / "mimp.duckdb"


def test_a_folder_is_no_warehouse(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    settings = Settings.from_environment({"MIMP_WAREHOUSE": str(folder)})
    with pytest.raises(SettingsError, match="a folder; write the path of a file"):
        settings.make_folders()
    assert list(tmp_path.iterdir()) == [folder]
