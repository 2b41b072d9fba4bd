"""The map page: ranked poorest districts, poverty bands, service counts, month stamp.

The page is a picture; its words come through OCR with noise, or as text printed over the map.
Belongs here: telling the lines that say something from the noise around them, by their shape
and by the names of services. Does not belong here: which district a misread name is (dbt
resolves it among the department's own).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from orchestration.documents.model import Paragraph
from orchestration.documents.words import MONTH_WORDS, normalise
from orchestration.extraction.numbers import find_numbers
from orchestration.extraction.recorder import Claim, Recorder
from orchestration.extraction.rows import (
    DepartmentMention,
    MapLegendEntry,
    PeriodMention,
    PovertyBand,
    PovertyRank,
)
from orchestration.extraction.vocabulary import names_a_service

_LIST_HEADING = re.compile(r"PROV\w*\s*[-–—_.:/]*\s*DIST\w*", re.IGNORECASE)
_SOURCE = re.compile(r"fuente|elabora", re.IGNORECASE)
_EDGES = re.compile(r"^[^A-Za-zÁÉÍÓÚÜÑáéíóúüñ]+|[^A-Za-zÁÉÍÓÚÜÑáéíóúüñ.)]+$")
_LIST_NUMBER = re.compile(r"^\s*\d{1,2}\s*[.)°º-]\s*|^\s*\d{1,2}\s+(?=[A-ZÁÉÍÓÚÑ])")
_PAIR = re.compile(
    r"^(?P<province>.{2,40}?)\s*(?:\s[-–—~_=]+\s?|[-–—~_=]+\s|[–—])\s*(?P<district>.{2,40})$"
)
_HYPHEN_PAIR = re.compile(r"^(?P<province>[^-]{2,40})-(?P<district>[^-]{2,40})$")
_WORDS = re.compile(r"^[A-ZÁÉÍÓÚÜÑ0-9$.'’ ]{5,60}$")
_LETTERS_AT_LEAST: Final = 0.7
_LEGEND = re.compile(
    r"(?<![\w.,%])(?P<count>[-−]?\d{1,3}(?:[OoIlSBZ|]+\d*(?=\s))?|[lIO|](?=\s))(?:[.:](?=\s))?\s*"
    r"(?P<label>[A-Za-zÁÉÍÓÚÑáéíóúñ][^\d%]{2,90})"
)
_BAND = re.compile(r"(?:men[oa]r|entre|ent\w*e?l|[mw][ai]\w*or)\D{0,12}\w*\d", re.IGNORECASE)
_PERCENT: Final = "%"
_DIGIT = re.compile("[0-9]")
_STAMP = re.compile(
    rf"\b(?P<period>(?:{MONTH_WORDS})\.?\s+(?:de\s+|del\s+)?(?:19|20)\d{{2}})\b", re.IGNORECASE
)
_STAMP_OWNER = re.compile(r"\b(?:MIMP|OGM\w*|OME|OFICINA|ELABORA\w*|ESTADISTICA\w*)\b")
_REGION = re.compile(
    r"\bEN\s+(?:LA|EL)\s+(?P<unit>(?:REGION|DEPARTAMENTO|PROVINCIA CONSTITUCIONAL|PROVINCIA)\s+.+)$"
)
_USUAL_LIST: Final = 10
"""The lists name ten districts; after them, names in capitals are labels of the map."""
_LONGEST_LIST: Final = 20
_LONGEST_LINE: Final = 200
_LONGEST_LEGEND: Final = 1000
_LINES_OF_NOISE_IN_A_LIST: Final = 3
_SAME_NAME: Final = 0.8
"""Likeness (0 to 1) from which two names are one, a letter or two misread or lost."""


@dataclass(frozen=True, slots=True)
class MapSummary:
    """How much of a map page was found; completeness is judged by it."""

    ranks: int
    has_stamp: bool


def extract_map(recorder: Recorder, lines: list[Paragraph]) -> MapSummary:
    """Add the ranked list, legend, bands, stamp and heading found in the page's lines."""
    listed = _extract_list(recorder, lines)
    rest = [line for line in lines if id(line) not in listed]
    for line in rest:
        _extract_legend(recorder, line)
    _extract_bands(recorder, rest)
    has_stamp = _extract_stamp(recorder, rest)
    _extract_heading(recorder, rest)
    return MapSummary(len(listed), has_stamp)


def _extract_list(recorder: Recorder, lines: list[Paragraph]) -> set[int]:
    """Add the ranked districts; returns the identities of their lines."""
    ranked = _list_under_heading(lines) or _longest_run(lines)
    for position, (line, province, district) in enumerate(ranked, start=1):
        recorder.extraction.add(
            PovertyRank(
                recorder.document_id,
                recorder.next_figure_id(),
                recorder.next_row_id(),
                recorder.location(line),
                position,
                province,
                district,
                line.text.strip(),
            )
        )
        recorder.claim_all((line,), Claim("misread_name"))
    return {id(line) for line, _, _ in ranked}


def _list_under_heading(lines: list[Paragraph]) -> list[tuple[Paragraph, str, str]]:
    for index, line in enumerate(lines):
        if len(line.text) < 60 and _LIST_HEADING.search(normalise(line.text)):
            ranked = _ranked_lines(lines[index + 1 :])
            if ranked:
                return ranked
    return []


def _ranked_lines(lines: list[Paragraph]) -> list[tuple[Paragraph, str, str]]:
    ranked: list[tuple[Paragraph, str, str]] = []
    noise = 0
    is_first_column_over = False
    for line in lines:
        is_source = bool(_SOURCE.search(line.text))
        if is_source and not is_first_column_over and 0 < len(ranked) < _USUAL_LIST:
            is_first_column_over = True
            continue
        if is_source or len(ranked) == _LONGEST_LIST:
            break
        pair = _pair(line.text)
        if is_first_column_over:
            # A second column comes after all of the first; nothing else may stand between.
            if pair is None or names_a_service(line.text) or not _is_set_like(line, ranked[-1][0]):
                break
        elif pair is None and len(ranked) < _USUAL_LIST:
            pair = _undivided(line.text)
        if pair:
            ranked.append((line, *pair))
            noise = 0
        else:
            noise += 1
            if noise > _LINES_OF_NOISE_IN_A_LIST:
                break
    return _without_labels_of_the_map(ranked)


def _without_labels_of_the_map(
    ranked: list[tuple[Paragraph, str, str]],
) -> list[tuple[Paragraph, str, str]]:
    """The ranked lines, without a lone name that another line ranks: it labels its place."""
    districts = [normalise(district) for _, province, district in ranked if province]
    return [
        (line, province, district)
        for line, province, district in ranked
        if province or not get_close_matches(normalise(district), districts, 1, _SAME_NAME)
    ]


def _is_set_like(line: Paragraph, other: Paragraph) -> bool:
    """Whether two lines are both in capitals, or neither is."""
    return line.text.isupper() == other.text.isupper()


def _longest_run(lines: list[Paragraph]) -> list[tuple[Paragraph, str, str]]:
    """The longest run of `PROVINCE - DISTRICT` lines in capitals, where the heading is lost."""
    best: list[tuple[Paragraph, str, str]] = []
    run: list[tuple[Paragraph, str, str]] = []
    for line in lines:
        pair = _pair(line.text)
        if pair and line.text.upper() == line.text:
            run.append((line, *pair))
            best = max(best, run, key=len)
        else:
            run = []
    return best if len(best) >= 3 else []


def _pair(text: str) -> tuple[str, str] | None:
    if len(text) > _LONGEST_LINE:
        return None
    cleaned = _EDGES.sub("", _LIST_NUMBER.sub("", text.strip()))
    match = _PAIR.match(cleaned) or _HYPHEN_PAIR.match(cleaned)
    if not match or not cleaned[:1].isupper() or not _is_mostly_letters(cleaned):
        return None
    return match["province"].strip(" -–—.,"), match["district"].strip(" -–—.,")


def _is_mostly_letters(text: str) -> bool:
    """Names survive a misread letter or two (`ESPIN0ZA`, `CHAP1MARCA`); noise does not."""
    printed = [char for char in text if not char.isspace() and char not in "-–—~_=.,|"]
    letters = sum(char.isalpha() for char in printed)
    return letters >= _LETTERS_AT_LEAST * len(printed)


def _undivided(text: str) -> tuple[str, str] | None:
    """A line of the list whose dash was lost: both names in one text."""
    if len(text) > _LONGEST_LINE:
        return None
    cleaned = _EDGES.sub("", _LIST_NUMBER.sub("", text.strip()))
    if _WORDS.match(cleaned) and " " in cleaned and _is_mostly_letters(cleaned):
        return "", cleaned
    return None


def _extract_legend(recorder: Recorder, line: Paragraph) -> None:
    """Add the service counts of a line; a number before anything but a service is none."""
    if _PERCENT in line.text or len(line.text) > _LONGEST_LEGEND:
        return
    for match in _LEGEND.finditer(line.text):
        label = _EDGES.sub("", match["label"]).strip()
        if not names_a_service(_without_trailing_noise(label)):
            continue
        figure_id = recorder.next_figure_id()
        recorder.extraction.add(
            MapLegendEntry(
                recorder.document_id,
                figure_id,
                recorder.next_row_id(),
                recorder.location(line),
                _without_trailing_noise(label),
                match["count"],
                line.text.strip(),
            )
        )
        for token in find_numbers(line.text):
            if token.start == match.start("count"):
                recorder.claim(line, token, Claim("figure", figure_id))


def _without_trailing_noise(label: str) -> str:
    words = label.split(" ")
    while len(words) > 1 and len(re.sub(r"\W", "", words[-1])) < 2:
        words.pop()
    return " ".join(words)


def _extract_bands(recorder: Recorder, lines: list[Paragraph]) -> None:
    order = 0
    for line in lines:
        is_percent = _PERCENT in line.text or "y" in line.text
        if not (is_percent and _DIGIT.search(line.text) and _BAND.search(line.text)):
            continue
        order += 1
        recorder.claim_all((line,), Claim("poverty_band"))
        recorder.extraction.add(
            PovertyBand(recorder.document_id, recorder.location(line), order, line.text.strip())
        )


def _extract_stamp(recorder: Recorder, lines: list[Paragraph]) -> bool:
    stamps = [
        (line, match)
        for line in lines
        if _DIGIT.search(line.text) and (match := _STAMP.search(line.text))
    ]
    owned = [item for item in stamps if _STAMP_OWNER.search(normalise(item[0].text))]
    for line, match in (owned or stamps)[-1:]:
        recorder.claim_all((line,), Claim("year"))
        recorder.extraction.add(
            PeriodMention(
                recorder.document_id, recorder.location(line), "map_stamp", match["period"]
            )
        )
    return bool(stamps)


def _extract_heading(recorder: Recorder, lines: list[Paragraph]) -> None:
    for line in lines:
        words = normalise(line.text)
        match = _REGION.search(words) if "MIMP" in words else None
        if match:
            recorder.extraction.add(
                DepartmentMention(
                    recorder.document_id,
                    recorder.location(line),
                    "map_heading",
                    re.sub(r"^(?:REGION|DEPARTAMENTO)\s+(?:DEL?\s+)?", "", match["unit"]),
                    line.text.strip(),
                )
            )
            return
