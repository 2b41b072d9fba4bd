"""What OCR makes of the map picture's words, for text exports.

Belongs here: confused letters, lost blanks, junk between the lines, like those of the real
export. Does not belong here: the words themselves (`compose_map`). A name never becomes
unreadable for a person who knows the department, and a count never changes.
"""

from __future__ import annotations

import random

from tests.document_writer.blocks import MapPage
from tests.document_writer.places import is_resolvable, without_accents

CONFUSIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Ñ", ("N", "R", "H")),
    ("Á", ("A", "Â", "4")),
    ("É", ("E", "É", "F")),
    ("Í", ("I", "l")),
    ("Ó", ("O", "6")),
    ("Ú", ("U", "Ü")),
    ("O", ("0", "Q")),
    ("Q", ("O", "G")),
    ("G", ("C", "6")),
    ("I", ("l", "1")),
    ("B", ("8", "R")),
    ("S", ("5", "$")),
    ("M", ("N", "W")),
    ("TA", ("TÀ", "IA")),
    ("AN", ("N", "AM")),
    ("CH", ("CN", "OH")),
)
"""A letter or two, and what they are misread as."""

LEGEND_BULLETS = ("", "@ ", "(@ ", "g4 |@& ", "b @ ", "(g ", "@)  ", "® ", "O ")
LEGEND_TAILS = ("", "", "", " ®", " .", ",")
LINE_TAILS = ("", "", "", ",", ".", " .", " |")
JUNK = (
    "T",
    "P",
    "@",
    "&",
    "© 5",
    "®",
    "o",
    "Puaia",
    "LS",
    "LacaRILA",
    "s S PUNO",
    "h =,",
    "| 3 —",
    "o 5w 2 @ «",
    "Kmaros",
    "ELALGRRORAL",
    "PR",
)
"""Lines that say nothing."""

ACCENT_MISREADINGS = (("ó", "é"), ("ó", "o"), ("í", "i"), ("ñ", "fi"), ("á", "a"))


def map_lines(
    page: MapPage, ranking: tuple[str, ...], rng: random.Random, level: float
) -> list[str]:
    """The picture's words as OCR prints them, a line each, blank lines between groups.

    Args:
        page: the words drawn.
        ranking: the ubigeos behind the ranking's lines, to keep misread names resolvable.
        rng: what the noise is drawn from.
        level: 0 for a perfect reading, 1 for the worst.
    """
    lines: list[str] = []

    def junk(count: int) -> None:
        for _ in range(count):
            if rng.random() < level:
                lines.extend((rng.choice(JUNK), ""))

    if level > 0:
        lines += [f"osog00 {page.grid_labels[0]}", "", page.grid_labels[3], ""]
    lines += ["@ PERU" if level else "PERÚ", "", "Ministerio", "de la Mujer y", ""]
    lines += ["Poblaciones Vulnerables", "", "LEYENDA", "", "Capitales Distritales", ""]
    junk(5)
    for label in page.place_labels[:2]:
        lines += [_misread(without_accents(label), rng, level), ""]
    lines += [*page.ranking_heading, ""]
    for position, text in enumerate(page.ranking):
        district = ranking[position] if position < len(ranking) else ""
        lines.append(_ranking_line(text, district, rng, level))
    lines += ["Fuente: Mapa de Pobreza 2018", ""]
    if level > 0:
        lines += ["a60000", ""]
    for position, text in enumerate(page.legend):
        lines.append(_legend_line(text, rng, level))
        if level > 0 and position == 0 and page.place_labels:
            lines.append(f"2 {_misread(page.place_labels[0].lower(), rng, 1.0)[-5:]}")
        if rng.random() < 0.5:
            lines.append("")
    junk(3)
    lines += ["", _title_line(page.title[0], rng, level), "", *page.title[1:2], ""]
    for band in page.bands:
        prefix = rng.choice(("", "[ ", "[ | ", "[l ")) if rng.random() < level else ""
        lines.append(prefix + band)
    junk(2)
    lines += ["MAPA DE POBREZA PROVINCIAL", "", *page.stamp, ""]
    for label in page.grid_labels[1:]:
        lines += ["T", label, ""] if level else [label]
    return [without_accents(line) if rng.random() < level / 4 else line for line in lines]


def _misread(text: str, rng: random.Random, level: float) -> str:
    """The text with some letters confused."""
    for letters, readings in CONFUSIONS:
        if letters in text and rng.random() < level * 0.3:
            text = text.replace(letters, rng.choice(readings), 1)
    return text


def _ranking_line(text: str, district: str, rng: random.Random, level: float) -> str:
    """A ranking line, misread as far as its places stay resolvable."""
    if rng.random() >= level or " - " not in text:
        return text
    province_name, district_name = text.split(" - ", 1)
    misread_province = _one_misreading(province_name, rng)
    misread_district = _one_misreading(district_name, rng)
    if district and is_resolvable(misread_province, district[:4]):
        province_name = misread_province
    if district and is_resolvable(misread_district, district):
        district_name = misread_district
    return f"{province_name} - {district_name}{rng.choice(LINE_TAILS)}"


def _one_misreading(name: str, rng: random.Random) -> str:
    """The name with at most one confusion."""
    present = [pair for pair in CONFUSIONS if pair[0] in name]
    if not present:
        return name
    letters, readings = rng.choice(present)
    return name.replace(letters, rng.choice(readings), 1)


def _legend_line(text: str, rng: random.Random, level: float) -> str:
    """A legend line: its bullet misread, blanks lost, an accent misread; never its count."""
    if rng.random() >= level:
        return text
    count, words = text.split(" ", 1)
    for accent, reading in ACCENT_MISREADINGS:
        if rng.random() < 0.3:
            words = words.replace(accent, reading, 1)
    if rng.random() < 0.4:
        words = words.replace(" ", "", 1)
    blank = rng.choice(("", " ", " ", "  "))
    return f"{rng.choice(LEGEND_BULLETS)}{count}{blank}{words}{rng.choice(LEGEND_TAILS)}"


def _title_line(text: str, rng: random.Random, level: float) -> str:
    """The map's title, with a lost blank."""
    return text.replace("MONETARIA Y", "MONETARIAY") + " ™" if rng.random() < level else text
