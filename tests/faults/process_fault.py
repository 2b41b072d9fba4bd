"""One fault of the machine or of another process.

Belongs here: the shape of a case. Does not belong here: which there are (`processes`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.faults.place import Place


@dataclass(frozen=True, slots=True)
class ProcessFault:
    """One fault: what it is called and how it is tried.

    Attributes:
        name: what tests and the table call it.
        attempt: takes a healthy place, harms it, gives in a few words what happened, and leaves
            the place healed by an ordinary refresh; raises `Wrong` where it ended otherwise than
            it must.
        is_bounded: whether `make test` tries it too.
        is_possible: whether it can be tried here: some need rights that not every user has.
    """

    name: str
    attempt: Callable[[Place], str]
    is_bounded: bool = False
    is_possible: Callable[[], bool] = field(default=lambda: True)
