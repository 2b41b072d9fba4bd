"""Several helpers of one kind that share a list of requests.

Belongs here: handing out requests and collecting answers as they come. Does not belong here:
deadlines, or going on after a helper died (`loading.reading` needs both and has its own).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any

from orchestration.helper_process import HelperProcess


@dataclass(frozen=True, slots=True)
class HelperPool:
    """How helpers are started, and how many at most."""

    module: str
    environment: Mapping[str, str]
    log: Path
    size: int

    def answers(self, requests: Sequence[Any]) -> Iterator[Any]:
        """The answer to each request, in the order they come in.

        Raises:
            HelperDied: a helper ended before it answered; what it raised, is raised here too.
        """
        waiting = list(reversed(requests))
        helpers: list[HelperProcess] = []
        try:
            for _ in range(min(self.size, len(requests))):
                helpers.append(HelperProcess(self.module, self.environment, self.log))
                helpers[-1].send(waiting.pop())
            busy = {helper.connection: helper for helper in helpers}
            while busy:
                for connection in wait(list(busy)):
                    helper = busy.pop(connection)  # type: ignore[arg-type]
                    answer = helper.receive()
                    if waiting:
                        helper.send(waiting.pop())
                        busy[helper.connection] = helper
                    yield answer
        finally:
            for helper in helpers:
                helper.kill()
