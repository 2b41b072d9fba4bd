"""Faults of machines and processes: those tried on every test run. `make faults` tries all."""

from __future__ import annotations

import pytest

from tests.faults.place import Place
from tests.faults.process_fault import ProcessFault
from tests.faults.processes import PROCESS_FAULTS

BOUNDED = [fault for faults in PROCESS_FAULTS.values() for fault in faults if fault.is_bounded]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A healthy warehouse that every test leaves healed."""
    return Place(tmp_path_factory.mktemp("faults") / "place")


@pytest.mark.parametrize("fault", BOUNDED, ids=lambda fault: fault.name)
def test_a_fault_ends_well(place: Place, fault: ProcessFault) -> None:
    assert fault.attempt(place)
