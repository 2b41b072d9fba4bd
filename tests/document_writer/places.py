"""How people write a place's name: case, accents, abbreviations, slips.

Belongs here: spellings a person still resolves within the parent place. Does not belong here:
spellings nobody could (those are faults).
"""

from __future__ import annotations

import difflib
import random
import re
import unicodedata
from functools import cache

from tests.document_writer.reference import geography

ABBREVIATIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("General ", ("G. ", "Gral. ", "Gral ")),
    ("Mariscal ", ("Mcal. ", "Mcal ", "Mrcal. ")),
    ("Contralmirante ", ("Contralmte. ", "Contralm. ")),
    ("Carlos Fermín ", ("C. F. ", "Carlos F. ", "C.F. ")),
    ("Coronel ", ("Cnel. ", "Crnl. ")),
    ("Daniel Alcides ", ("D. A. ", "Daniel A. ")),
    ("Antonio Raymondi", ("Antonio Raimondi", "A. Raymondi")),
    ("Antonio Raimondi", ("Antonio Raymondi", "A. Raimondi")),
    ("Santa ", ("Sta. ",)),
    ("Santo ", ("Sto. ",)),
    ("San ", ("S. ", "Sn. ")),
    ("Nuestra Señora ", ("Ntra. Sra. ",)),
)
"""A word of an official name and the ways people shorten it."""

SLIPS: tuple[tuple[str, str], ...] = (
    ("z", "s"),
    ("s", "z"),
    ("b", "v"),
    ("v", "b"),
    ("y", "i"),
    ("hu", "u"),
    ("ll", "y"),
    ("c", "s"),
    ("nn", "n"),
    ("rr", "r"),
    ("m", "n"),
)
"""A spelling and what people type instead of it."""

SHORTEST_SLIPPED_NAME = 7
CLEARLY_ALIKE = 0.86
CLEARLY_NEARER = 0.12


def without_accents(text: str) -> str:
    """The text with every accent, the tilde of ñ included, taken off."""
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@cache
def bare(text: str) -> str:
    """The letters of a name, for comparing: no accents, case, dots or doubled spaces."""
    return re.sub(r"[^a-z0-9]+", " ", without_accents(text).lower()).strip()


@cache
def is_resolvable(printed: str, ubigeo: str) -> bool:
    """Whether a slip is clearly nearest to its place among the places it may be confused with.

    Those are its siblings, and for a district every other district of the department (the
    ranking is read without headings).
    """
    places = geography()
    rivals = set(places.siblings(ubigeo))
    if len(ubigeo) == 6:
        for province in places.children[ubigeo[:2]]:
            rivals.update(places.children[province])
            rivals.add(province)
    else:
        for province in places.children[ubigeo[:2]]:
            rivals.update(places.children[province])
    name = bare(places.names[ubigeo])
    wanted = difflib.SequenceMatcher(None, bare(printed), name).ratio()
    if wanted < CLEARLY_ALIKE:
        return False
    for rival in rivals:
        other = bare(places.names[rival])
        if other == name:
            continue
        matcher = difflib.SequenceMatcher(None, bare(printed), other)
        if (
            matcher.real_quick_ratio() > wanted - CLEARLY_NEARER
            and matcher.ratio() > wanted - CLEARLY_NEARER
        ):
            return False
    return True


@cache
def abbreviations_of(ubigeo: str) -> tuple[str, ...]:
    """The shortened spellings of a place that no sibling shares."""
    places = geography()
    name = places.names[ubigeo]
    spellings: list[str] = []
    for word, shorter_words in ABBREVIATIONS:
        if name.startswith(word) and len(name) > len(word.strip()) - 1:
            spellings += [name.replace(word, shorter, 1) for shorter in shorter_words]
    others = {bare(places.names[other]) for other in places.siblings(ubigeo) if other != ubigeo}
    return tuple(spelling for spelling in spellings if bare(spelling) not in others)


def slipped(name: str, ubigeo: str, rng: random.Random) -> str:
    """The name with one letter mistyped, or as it is where no slip stays resolvable."""
    if len(name) < SHORTEST_SLIPPED_NAME:
        return name
    for _ in range(4):
        if rng.random() < 0.5:
            wrong, typed = rng.choice(SLIPS)
            candidate = name[0] + name[1:].replace(wrong, typed, 1)
        else:
            at = rng.randrange(2, len(name) - 1)
            candidate = name[:at] + name[at + 1 :]
            if " " in (name[at], name[at - 1]):
                continue
        if bare(candidate) != bare(name) and is_resolvable(candidate, ubigeo):
            return candidate
    return name
