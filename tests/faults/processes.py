"""Every way the machine, or another process, may fail a refresh, by family in the table's order."""

from __future__ import annotations

from tests.faults import disks, gates, inboxes, kills, published_files, surroundings, together
from tests.faults.process_fault import ProcessFault

PROCESS_FAULTS: dict[str, list[ProcessFault]] = {
    "Killed": kills.FAULTS,
    "Several at once": together.FAULTS,
    "Published file": published_files.FAULTS,
    "Disks": disks.FAULTS,
    "Inbox": inboxes.FAULTS,
    "Surroundings": surroundings.FAULTS,
    "Gate": gates.FAULTS,
}
