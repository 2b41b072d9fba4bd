"""Faults of machines and processes: those tried on every test run. `make faults` tries all."""

from __future__ import annotations

import pytest

from tests.faults.place import Place
from tests.faults.processes import (
    ProcessFault,
    changes_of_files,
    killed_at_boundaries,
    process_faults,
)

BOUNDED = [fault for fault in process_faults() if fault.is_bounded]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A healthy warehouse that every test leaves healed."""
    return Place(tmp_path_factory.mktemp("faults") / "place")


@pytest.mark.parametrize("fault", BOUNDED, ids=lambda fault: fault.name)
def test_a_fault_ends_well(place: Place, fault: ProcessFault) -> None:
    assert fault.attempt(place)


def test_killed_around_publishing(place: Place) -> None:
    """Before the version is kept, before the rename, and right after it."""
    last = changes_of_files(place)
    said = killed_at_boundaries(range(last - 3, last + 1))(place)
    assert said.startswith("killed 4 times")
