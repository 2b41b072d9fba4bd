"""The maps of poverty and services, drawn after publishing.

Does not belong here: which maps need drawing, or the drawing (`maps`). A map that cannot be drawn
never fails a run: what was published stays published, and the materialization says what is
missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import dagster as dg

from orchestration.assets.metadata import markdown_table
from orchestration.assets.publishing import PUBLISHED
from orchestration.maps.update import MapsReport, update_maps
from orchestration.progress import counted, say
from orchestration.resources import OWNER, RunTools

_SECONDS = 120.0
"""No map is begun after this time; the next refresh draws those that are left."""

_MOST_SHOWN = 3
"""Pictures in a materialization; one where none was drawn."""


@dg.asset(
    key=dg.AssetKey(["maps", "poverty_and_services"]),
    deps=[PUBLISHED],
    group_name="maps",
    kinds={"svg", "png"},
    owners=[OWNER],
    description="Maps of poverty and services, SVG and PNG: each department with summaries, and "
    "the country. Only those whose figures changed are drawn again.",
)
def poverty_and_services(tools: dg.ResourceParam[RunTools]) -> dg.MaterializeResult[None]:
    """Draw what changed, and show it."""
    settings = tools.settings
    report = update_maps(settings, settings.warehouse, _SECONDS)
    for line in _lines(report):
        say(f"  maps: {line}")
    metadata: dict[str, dg.MetadataValue | int] = {
        "folder": dg.MetadataValue.path(settings.maps),
        "drawn": len(report.drawn),
        "unchanged": len(report.unchanged),
        "postponed": len(report.postponed),
    }
    if report.failed:
        metadata["failed"] = markdown_table(["map", "reason"], report.failed)
    if report.boundary_findings:
        metadata["outlines"] = markdown_table(
            ["file", "severity", "code", "message"],
            [
                (one.file_name, one.severity, one.code, one.message)
                for one in report.boundary_findings
            ],
        )
    shown = report.drawn[:_MOST_SHOWN] or [
        (name, settings.maps / f"{name}.png") for name in report.unchanged[-1:]
    ]
    if shown:
        metadata["pictures"] = _pictures(shown)
    return dg.MaterializeResult(metadata=metadata)


def _lines(report: MapsReport) -> list[str]:
    lines = [f"{name} could not be drawn: {reason}" for name, reason in report.failed]
    if report.postponed:
        lines.append(f"no time for {', '.join(report.postponed)}; the next refresh draws them")
    if report.drawn:
        lines.append(f"drew {counted(len(report.drawn), 'map')}")
    return lines


def _pictures(shown: Sequence[tuple[str, Path]]) -> dg.MarkdownMetadataValue:
    """Some maps, in the materialization itself."""
    from orchestration.maps.drawing import preview

    return dg.MetadataValue.md("\n\n".join(f"![{name}]({preview(png)})" for name, png in shown))
