"""A gate that refuses, and what may and may not shrink.

Belongs here: refusals before publishing. Does not belong here: what is expected of a candidate
(`expectations/` and its unit tests).
"""

from __future__ import annotations

from tests.faults.place import Place, Wrong
from tests.faults.process_fault import ProcessFault
from tests.refreshing import run_module


def shrinking(place: Place) -> str:
    """The published file has a figure that the candidate has not."""
    place.publish_changed(
        "create or replace table marts.published_figures as from marts.published_figures"
        " union all (from marts.published_figures order by figure_id limit 1)"
    )
    before = place.seen()
    place.vary()
    done = place.refresh("try")
    said = place.must_have_failed(
        done, before, "the gate refused", "no_document_or_figure_disappears", "document_id"
    )
    _must_leave_candidate(place)
    place.refresh("none", MIMP_ALLOW_SHRINK="1")
    return said


def broken_expectation(place: Place) -> str:
    """Models that lose a figure on the way are refused, with the document named."""
    before = place.seen()
    place.vary()
    done = place.refresh("lose_a_figure")
    said = place.must_have_failed(
        done, before, "the gate refused", "published_figures_are_the_printed_ones", "file_name"
    )
    _must_leave_candidate(place)
    place.refresh()
    return said


def _must_leave_candidate(place: Place) -> None:
    if not place.settings.candidate.exists():
        raise Wrong("the candidate was not left for a look")
    difference = run_module("orchestration.diff", place.settings)
    if difference.returncode or "figures: " not in difference.stdout:
        raise Wrong(f"make diff: {difference.stdout} {difference.stderr}")


def rollback_and_forth(place: Place) -> str:
    """Returned to the version before; the next refresh publishes what the inbox holds."""
    before = place.seen()
    place.vary()
    place.refresh()
    returned = run_module("orchestration.rollback", place.settings)
    if returned.returncode or place.seen() != before:
        raise Wrong(f"{returned.stdout} {returned.stderr} {place.seen()}")
    place.refresh("none", MIMP_TEST_OUTPUTS="all")
    return returned.stdout.splitlines()[0]


FAULTS = [
    ProcessFault("fewer figures than are published", shrinking),
    ProcessFault("a figure lost by the models", broken_expectation),
    ProcessFault("rolled back", rollback_and_forth),
]
