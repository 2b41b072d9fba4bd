"""The words of the names that the reference tables know, to mend words broken between lines.

Belongs here: the single words of places, services, measures and table headers. Does not belong
here: what a name means (dbt), or where a word was broken (`paragraphs`).
"""

from __future__ import annotations

import csv
from bisect import bisect_left
from functools import lru_cache
from pathlib import Path
from typing import Final

from orchestration.documents.words import ROLE_OF_HEADER, normalise

_REFERENCE: Final = Path(__file__).resolve().parents[3] / "seeds" / "reference"
_COLUMNS: Final = {
    "geography.csv": ("department", "province", "district"),
    "service_spellings.csv": ("spelling",),
    "modality_spellings.csv": ("spelling",),
    "measure_spellings.csv": ("spelling",),
}


def is_known_word(word: str, *, may_go_on: bool = False) -> bool:
    """Whether a word of three letters or more stands in a known name, accents and case apart.

    Its plural is known too; with `may_go_on`, so is what a longer word begins with.
    """
    key = normalise(word)
    words = _known_words()
    place = bisect_left(words, key)
    following = words[place] if place < len(words) else ""
    if following == key or (may_go_on and len(key) >= 5 and following.startswith(key)):
        return len(key) >= 3
    return key.endswith("S") and len(key) > 4 and is_known_word(key[:-1])


@lru_cache(maxsize=1)
def _known_words() -> tuple[str, ...]:
    words = {word for header in ROLE_OF_HEADER for word in header.split(" ")}
    for file_name, columns in _COLUMNS.items():
        with (_REFERENCE / file_name).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                for column in columns:
                    words.update(normalise(row[column]).split(" "))
    return tuple(sorted(word for word in words if len(word) >= 3))
