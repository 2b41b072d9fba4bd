"""What reading one workbook gives: estimates, findings, or both.

Belongs here: plain values. Does not belong here: how they are found (`layout`, `workbook`) or
judged (`judgement`).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from orchestration.documents.model import Severity


@dataclass(frozen=True, slots=True)
class WorkbookFinding:
    """Something wrong or worth knowing in a workbook; an error refuses it whole.

    Attributes:
        severity: error | warning | info.
        code: a finding code of `quality.findings`.
        message: one or two sentences that say what is wrong and what to do.
        location: `sheet > row 8`, empty for the whole file.
        printed_text: the text the finding is about.
    """

    severity: Severity
    code: str
    message: str
    location: str = ""
    printed_text: str = ""


@dataclass(frozen=True, slots=True)
class Estimate:
    """One district's row of the workbook, numbers as numbers.

    Attributes:
        location: `sheet > row 8`.
        ubigeo: INEI code of the district, six digits with the zero a number loses.
        department_text: the department as printed.
        province_text: the province as printed.
        district_text: the district as printed.
        population: persons, None where blank.
        lower: lower end of the 95 % interval, per cent; None where the row has no interval.
        upper: upper end of the 95 % interval, per cent; None where the row has no interval.
        robust_group: the robust group as printed, None where blank.
        rank: the printed place in the order of poverty, None where blank.
    """

    location: str
    ubigeo: str
    department_text: str
    province_text: str
    district_text: str
    population: int | None
    lower: float | None
    upper: float | None
    robust_group: int | None
    rank: int | None


@dataclass(slots=True)
class WorkbookReading:
    """Everything that was read from one workbook.

    Attributes:
        edition: the year the poverty map is of, None where nothing says it.
        years_said: the years its title, notes and file name say, where they say any.
        population_year: the year its population is projected to, None where nothing says it.
        title: the title rows, for people.
        estimates: one per district row.
        findings: what was wrong or worth knowing.
    """

    edition: int | None = None
    years_said: dict[str, frozenset[int]] = field(default_factory=dict)
    population_year: int | None = None
    title: str = ""
    estimates: list[Estimate] = field(default_factory=list)
    findings: list[WorkbookFinding] = field(default_factory=list)

    @property
    def is_refused(self) -> bool:
        """Whether an error keeps the whole workbook out."""
        return any(finding.severity == "error" for finding in self.findings)


class WorkbookRefused(Exception):
    """A workbook nothing can be read from; carries the finding that says why."""

    def __init__(self, code: str, message: str, location: str = "") -> None:
        """Keep the finding; `str()` of the error is its message."""
        super().__init__(message)
        self.finding = WorkbookFinding("error", code, message, location)
