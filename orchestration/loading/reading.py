"""Reading many files at once, each within its limits, in helper processes.

Belongs here: handing out files, deadlines, and the verdict about a file that broke its reader.
Does not belong here: reading itself (`reading_worker`), or what becomes of the rows (`load`).
"""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import wait

from orchestration.documents.model import PATIENCE
from orchestration.helper_process import HelperDied, HelperProcess
from orchestration.loading.inbox import InboxFile
from orchestration.loading.verdicts import (
    TAKEN,
    Reading,
    ReadingRequest,
    refusal,
    too_much_memory,
)
from orchestration.settings import Settings

_START_SECONDS = 60.0
"""What a helper may need to start, on a busy machine; a document's own time begins after it."""


@dataclass(slots=True)
class _Reader:
    process: HelperProcess
    file: InboxFile | None = None
    deadline: float = 0.0


class ReadingPool:
    """A few helper processes that read files."""

    def __init__(self, settings: Settings) -> None:
        """Start nothing yet; processes start with the first files."""
        self._settings = settings
        self._readers: list[_Reader] = []
        self._tried_again: set[str] = set()

    def read(self, files: Sequence[InboxFile]) -> Iterator[tuple[InboxFile, Reading]]:
        """The verdict about each file, in the order of `files`.

        A file whose reader takes too long or dies is refused as too large; its reader is
        replaced and the others go on. Where a reader died or was kept waiting, another one tries
        once more: it may have been for something else than the file.
        """
        waiting = list(reversed(files))
        self._tried_again.clear()
        verdicts: dict[str, Reading] = {}
        given = 0
        try:
            while len(self._readers) < min(self._settings.readers, len(files)):
                self._readers.append(self._start())
            while given < len(files):
                self._hand_out(waiting)
                for file, reading in self._collect():
                    if reading is None:
                        waiting.append(file)
                    else:
                        verdicts[file.name] = reading
                while given < len(files) and files[given].name in verdicts:
                    yield files[given], verdicts.pop(files[given].name)
                    given += 1
        finally:
            for reader in self._readers:
                reader.process.kill()
            self._readers.clear()

    def _start(self) -> _Reader:
        module = "orchestration.loading.reading_worker"
        log = self._settings.logs / "reading.log"
        return _Reader(HelperProcess(module, self._settings.child_environment(), log))

    def _hand_out(self, waiting: list[InboxFile]) -> None:
        for reader in self._readers:
            if reader.file is None and waiting:
                file = waiting.pop()
                try:
                    self._give(reader, file)
                except HelperDied:
                    # It ended while it had nothing to do; a new one has not.
                    reader.process = self._start().process
                    self._give(reader, file)

    def _give(self, reader: _Reader, file: InboxFile) -> None:
        settings = self._settings
        reader.process.send(
            ReadingRequest(file.path, file.sha256, settings.limits, settings.document_memory_bytes)
        )
        reader.file = file
        reader.deadline = time.monotonic() + _START_SECONDS

    def _collect(self) -> Iterator[tuple[InboxFile, Reading | None]]:
        """Verdicts that have come in; None for a file that is to be tried again."""
        busy = {reader.process.connection: reader for reader in self._readers if reader.file}
        patience = min(reader.deadline for reader in busy.values()) - time.monotonic()
        ready = set(wait(list(busy), timeout=max(patience, 0.0)))
        for connection, reader in busy.items():
            file = reader.file
            assert file is not None
            if connection in ready:
                try:
                    answer = reader.process.receive()
                except HelperDied as died:
                    yield file, self._died(file, died.status)
                    reader.process = self._start().process
                else:
                    if answer == TAKEN:
                        patience = PATIENCE * self._settings.limits.seconds
                        reader.deadline = time.monotonic() + patience
                        continue
                    yield file, answer
            elif time.monotonic() >= reader.deadline:
                reader.process.kill()
                # A reader bounds its processor time itself: this one was kept from working, by
                # a busy machine or because the run was stopped for a while.
                yield file, None if self._may_try_again(file) else self._too_slow(file)
                reader.process = self._start().process
            else:
                continue
            reader.file = None

    def _died(self, file: InboxFile, status: int) -> Reading | None:
        if -status == signal.SIGXCPU:
            return self._too_slow(file)
        if self._may_try_again(file):
            return None
        return too_much_memory(file.document_id, self._settings.document_memory_bytes)

    def _may_try_again(self, file: InboxFile) -> bool:
        """Whether the file was given to one reader only; notes that it is given to another."""
        is_first = file.name not in self._tried_again
        self._tried_again.add(file.name)
        return is_first

    def _too_slow(self, file: InboxFile) -> Reading:
        message = (
            f"Reading the file takes more than {self._settings.limits.seconds:g} seconds; "
            "send the summary alone, without attachments or large pictures."
        )
        return refusal(file.document_id, "too_large", message, is_final=False)
