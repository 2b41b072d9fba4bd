"""Names of services as they are printed, from `seeds/reference`, for reading noisy legends.

A map's legend is told from the place labels around it by the services it names; which names
there are is data. Everywhere else labels are kept as printed and dbt resolves them.
"""

from __future__ import annotations

import csv
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path
from typing import Final

from orchestration.documents.words import normalise

_REFERENCE = Path(__file__).resolve().parents[2] / "seeds" / "reference"
_SPELLING_FILES: Final = ("service_spellings.csv", "modality_spellings.csv")
_CLOSE_ENOUGH: Final = 0.82
_SHORTEST_NOISY_NAME: Final = 6


@lru_cache(maxsize=1)
def service_names() -> frozenset[str]:
    """All printed names of services and their modalities, letters only (`CEMREGULAR`)."""
    names: set[str] = set()
    for file_name in _SPELLING_FILES:
        with (_REFERENCE / file_name).open(encoding="utf-8", newline="") as file:
            names.update(squeeze(row["spelling"]) for row in csv.DictReader(file))
    return frozenset(name for name in names if name)


def squeeze(text: str) -> str:
    """The letters and digits of a text in normal form, without blanks."""
    return normalise(text).replace(" ", "")


@lru_cache(maxsize=4096)
def names_a_service(text: str) -> bool:
    """Whether a noisy text names a service: a known name, or one misread in a letter or two."""
    squeezed = squeeze(text)
    names = service_names()
    if squeezed in names:
        return True
    if len(squeezed) < _SHORTEST_NOISY_NAME:
        return False
    return any(
        abs(len(name) - len(squeezed)) <= 0.3 * len(squeezed) and _is_close(name, squeezed)
        for name in names
    )


def _is_close(name: str, text: str) -> bool:
    matcher = SequenceMatcher(None, name, text, autojunk=False)
    return (
        matcher.real_quick_ratio() >= _CLOSE_ENOUGH
        and matcher.quick_ratio() >= _CLOSE_ENOUGH
        and matcher.ratio() >= _CLOSE_ENOUGH
    )
