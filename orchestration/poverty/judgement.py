"""Whether a workbook can be believed: it is taken whole or not at all.

Ranks and robust groups only mean something among all districts, so a workbook with one
impossible row is not read around that row: it is refused with every fault named, and the
edition before stays current. What is only odd is a warning.
Does not belong here: finding the values (`workbook`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from statistics import correlation
from typing import Final

from orchestration.documents.model import Severity
from orchestration.documents.words import normalise
from orchestration.poverty.model import Estimate, WorkbookFinding, WorkbookReading
from orchestration.poverty.places import KnownPlaces
from orchestration.progress import counted

LEAST_COVERAGE: Final = 0.9
"""Share of the districts of its year that a workbook must have."""

LEAST_AGREEMENT: Final = 0.95
"""Rank correlation that the printed order of poverty must have with the intervals' middles; that
of the edition of 2018 is 0.999997, with its intervals one row too low 0.66."""

_MOST_ALIKE: Final = 0.9
_MOST_UPSIDE_DOWN: Final = 0.5
_MOST_UNKNOWN: Final = 0.05
_MOST_MISNAMED: Final = 0.2
_FIRST_EDITION: Final = 2000
_FEWEST_RANKS: Final = 20
_MOST_FINDINGS_OF_A_KIND: Final = 10
_SHOWN: Final = 8


def judge(reading: WorkbookReading, places: KnownPlaces, year_now: int) -> None:
    """Add to a reading's findings what is wrong with it, and drop repeated and empty rows."""
    findings = [
        *reading.findings,
        *_judge_edition(reading, places, year_now),
        *_judge_values(reading.estimates),
        *_judge_order(reading.estimates),
        *_judge_repetitions(reading.estimates),
        *_judge_places(reading.estimates, places),
        *_judge_coverage(reading, places, year_now),
    ]
    reading.findings = list(_shortened(findings))
    first = {estimate.ubigeo: estimate for estimate in reversed(reading.estimates)}
    reading.estimates = [
        estimate
        for estimate in reading.estimates
        if first[estimate.ubigeo] is estimate and estimate.lower is not None
    ]


def _judge_edition(
    reading: WorkbookReading, places: KnownPlaces, year_now: int
) -> Iterator[WorkbookFinding]:
    said = "; ".join(
        f"its {place} {' and '.join(map(str, sorted(years)))}"
        for place, years in reading.years_said.items()
    )
    if reading.edition is None and said:
        yield WorkbookFinding(
            "error",
            "missing_period",
            f"The workbook does not say one year the poverty map is of ({said}); leave only that "
            "year in its title.",
            printed_text=reading.title,
        )
    elif reading.edition is None:
        yield WorkbookFinding(
            "error",
            "missing_period",
            "Neither the title rows nor the notes nor the file name say one year the poverty map "
            "is of; put the year into the file name, such as Anexo_Estadistico_2018.xlsx.",
            printed_text=reading.title,
        )
    elif not _FIRST_EDITION <= reading.edition <= year_now:
        yield WorkbookFinding(
            "error",
            "future_period",
            f"The workbook says it is of {reading.edition}, which cannot be; correct the year in "
            "its title.",
            printed_text=reading.title,
        )
    elif any(reading.edition not in years for years in reading.years_said.values()):
        yield WorkbookFinding(
            "warning",
            "period_conflict",
            f"The workbook says different years ({said}); it was taken for the edition of "
            f"{reading.edition}: correct the one that is wrong.",
            printed_text=reading.title,
        )
    yield from _judge_likeness(reading, places)


def _judge_likeness(reading: WorkbookReading, places: KnownPlaces) -> Iterator[WorkbookFinding]:
    """Two poverty maps never say the same: one that does has another one's year in its title."""
    for edition, intervals in places.intervals.items():
        if reading.edition in (None, edition):
            continue
        shared = [one for one in reading.estimates if one.ubigeo in intervals]
        alike = sum((one.lower, one.upper) == intervals[one.ubigeo] for one in shared)
        if alike > _MOST_ALIKE * len(shared):
            yield WorkbookFinding(
                "warning",
                "period_conflict",
                f"{alike} of {len(shared)} intervals are those of the edition of {edition}, and "
                f"the workbook says it is of {reading.edition}: if that year is wrong, correct it "
                "and publish from nothing, so that the edition is forgotten.",
                printed_text=reading.title,
            )


def _judge_order(estimates: list[Estimate]) -> Iterator[WorkbookFinding]:
    """Whether the printed order is that of the intervals: if not, columns or rows were shifted."""
    ranked = [
        (one.lower + one.upper, float(one.rank))
        for one in estimates
        if one.lower is not None and one.upper is not None and one.rank is not None
    ]
    if len(ranked) < _FEWEST_RANKS:
        return
    middles, ranks = zip(*ranked, strict=True)
    agreement = -correlation(_positions(middles), _positions(ranks))
    if agreement < LEAST_AGREEMENT:
        yield WorkbookFinding(
            "error",
            "out_of_range",
            f"The order of poverty does not follow the intervals (rank correlation "
            f"{agreement:.2f}, at least {LEAST_AGREEMENT} is expected): rank 1 must be the "
            "poorest; check that no column or row was shifted.",
        )


def _positions(values: Sequence[float]) -> list[int]:
    """Where each value stands among all, equal ones in the order they come."""
    positions = [0] * len(values)
    for position, index in enumerate(sorted(range(len(values)), key=values.__getitem__)):
        positions[index] = position
    return positions


def _judge_values(estimates: list[Estimate]) -> Iterator[WorkbookFinding]:
    impossible = sum(map(_is_impossible, estimates))
    are_swapped = impossible > _MOST_UPSIDE_DOWN * len(estimates)
    if are_swapped:
        yield WorkbookFinding(
            "error",
            "out_of_range",
            f"{impossible} of {len(estimates)} rows have no interval between 0 and 100 per cent "
            "under Inferior and Superior: two columns were swapped or shifted; put them back "
            "in order.",
        )
    for one in estimates:
        if (one.lower is None) != (one.upper is None):
            yield _of(
                one,
                "error",
                "unreadable_number",
                "has only one end of its interval; complete the row",
            )
        if not are_swapped and _is_impossible(one):
            yield _of(
                one,
                "error",
                "out_of_range",
                f"has the interval {one.lower} to {one.upper}, which is none between 0 and "
                "100 per cent; correct the row",
            )
        if one.population is not None and one.population <= 0:
            yield _of(
                one,
                "error",
                "out_of_range",
                f"has the population {one.population}; correct the row",
            )
    highest = max((one.upper for one in estimates if one.upper is not None), default=100.0)
    if highest <= 1:
        yield WorkbookFinding(
            "error",
            "out_of_range",
            f"The highest end of all intervals is {highest}: these are fractions; the workbook "
            "must have per cent, as INEI prints it.",
        )
    yield from _counted(
        [one for one in estimates if one.lower is None and one.upper is None],
        "warning",
        "incomplete_document",
        "an interval",
        "They are left out; complete their rows if INEI gives them one.",
    )
    yield from _counted(
        [one for one in estimates if one.population is None],
        "warning",
        "incomplete_document",
        "a population",
        "No count of people includes them; complete the column if INEI gives it.",
    )
    yield from _counted(
        [one for one in estimates if one.rank is None],
        "info",
        "incomplete_document",
        "a place in the order of poverty",
        "No printed list is compared at them; complete the column if INEI gives it.",
    )


def _is_impossible(one: Estimate) -> bool:
    return (
        one.lower is not None and one.upper is not None and not 0 <= one.lower <= one.upper <= 100
    )


def _judge_repetitions(estimates: list[Estimate]) -> Iterator[WorkbookFinding]:
    rows: dict[str, list[Estimate]] = defaultdict(list)
    for one in estimates:
        rows[one.ubigeo].append(one)
    for same in rows.values():
        if len(same) == 1:
            continue
        if len({(one.lower, one.upper, one.population, one.rank) for one in same}) == 1:
            yield _of(
                same[1],
                "warning",
                "duplicate_row",
                "is there twice with the same figures and counts once; delete one of the rows",
            )
        else:
            rows_named = " and ".join(one.location.rpartition(" > ")[2] for one in same)
            yield _of(
                same[1],
                "error",
                "duplicate_row",
                f"is there twice with different figures ({rows_named}); keep the right one",
            )


def _judge_places(estimates: list[Estimate], places: KnownPlaces) -> Iterator[WorkbookFinding]:
    unknown = [one for one in estimates if one.ubigeo not in places.districts]
    for one in unknown:
        if one.ubigeo[:4] in places.provinces:
            yield _of(
                one,
                "warning",
                "unknown_place",
                "is no district known; its row is kept but in no table until the district is in "
                "geography.csv",
            )
        else:
            yield _of(one, "error", "unknown_place", "has a code of no province; correct the code")
    if len(unknown) > _MOST_UNKNOWN * len(estimates):
        yield WorkbookFinding(
            "error",
            "unknown_place",
            f"{len(unknown)} of {len(estimates)} codes are no INEI codes of districts; check that "
            "the column Ubigeo has INEI's codes, not RENIEC's.",
        )
    named = [
        one for one in estimates if one.ubigeo in places.districts and normalise(one.district_text)
    ]
    misnamed = [
        one
        for one in named
        if normalise(one.district_text) != normalise(places.districts[one.ubigeo])
    ]
    if len(misnamed) > _MOST_MISNAMED * len(named):
        examples = ", ".join(f"{one.ubigeo} {one.district_text}" for one in misnamed[:3])
        yield WorkbookFinding(
            "error",
            "unknown_place",
            f"{len(misnamed)} of {len(named)} codes have another district's name beside them "
            f"({examples}, …): codes and rows were shifted, or the codes are RENIEC's. Put INEI's "
            "own file here again.",
        )


def _judge_coverage(
    reading: WorkbookReading, places: KnownPlaces, year_now: int
) -> Iterator[WorkbookFinding]:
    expected = places.districts_in(reading.edition or year_now)
    present = {one.ubigeo for one in reading.estimates if one.lower is not None}
    missing = sorted(expected - present)
    if len(expected) - len(missing) < LEAST_COVERAGE * len(expected):
        yield WorkbookFinding(
            "error",
            "incomplete_document",
            f"The workbook has {len(expected) - len(missing)} of the {len(expected)} districts; "
            f"at least {LEAST_COVERAGE:.0%} are needed. Put the whole workbook here.",
        )
        return
    reached = {code[:2] for code in present}
    without = sorted({code[:2] for code in missing} - reached)
    if without:
        yield WorkbookFinding(
            "error",
            "incomplete_document",
            f"The workbook has no district of {', '.join(without)} (codes of departments): it was "
            "cut. Put the whole workbook here.",
        )
    elif missing:
        whole = sorted({code[:4] for code in missing} - {code[:4] for code in present})
        provinces = (
            f" Among them are all districts of the provinces {_listed(whole)}: check that no rows "
            "were left out."
            if whole
            else ""
        )
        yield WorkbookFinding(
            "warning" if whole else "info",
            "incomplete_document",
            f"{counted(len(missing), 'district')} without an estimate in this edition: "
            f"{_listed(missing)}.{provinces or ' Nothing to do where INEI gives none.'}",
        )


def _of(one: Estimate, severity: Severity, code: str, what: str) -> WorkbookFinding:
    name = f"{one.ubigeo} {one.district_text}".strip()
    return WorkbookFinding(severity, code, f"{name} {what}.", one.location, one.ubigeo)


def _counted(
    estimates: list[Estimate], severity: Severity, code: str, what: str, advice: str
) -> Iterator[WorkbookFinding]:
    if estimates:
        codes = _listed([one.ubigeo for one in estimates])
        message = f"{counted(len(estimates), 'district')} without {what}: {codes}. {advice}"
        yield WorkbookFinding(severity, code, message, estimates[0].location)


def _listed(codes: list[str]) -> str:
    return ", ".join(codes[:_SHOWN]) + (", …" if len(codes) > _SHOWN else "")


def _shortened(findings: Iterable[WorkbookFinding]) -> Iterator[WorkbookFinding]:
    """The first findings of each kind, and how many more there are."""
    counts: Counter[tuple[Severity, str]] = Counter()
    for finding in findings:
        counts[finding.severity, finding.code] += 1
        if counts[finding.severity, finding.code] <= _MOST_FINDINGS_OF_A_KIND:
            yield finding
    for (severity, code), number in counts.items():
        hidden = number - _MOST_FINDINGS_OF_A_KIND
        if hidden > 0:
            yield WorkbookFinding(
                severity, code, f"There are {hidden} more of this kind; correct these first."
            )
