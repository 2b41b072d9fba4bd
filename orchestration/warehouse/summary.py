"""What a person wants to know of the published file, and of what a run brought, in a few lines."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from orchestration.progress import counted
from orchestration.warehouse.files import first_row, open_read_only
from orchestration.warehouse.published import runs_in
from orchestration.warehouse.runs import Run

_SEVERITIES = ("error", "warning", "info")
_FILES_SHOWN = 20
_FINDINGS_SHOWN = 10

# What is new or changed of a month that was published before.
_REPLACED = """
with editions as (
    select
        *,
        lag(file_name) over (
            partition by reporting_unit_code, as_of_month order by revision_number
        ) as earlier_file_name
    from dimensional.dim_document
)

select
    reporting_unit || ' ' || strftime(as_of_month, '%Y-%m'),
    file_name,
    earlier_file_name,
    (
        select count(*)
        from quality.revisions
        where
            revisions.document_id = editions.document_id
            and revisions.earlier_as_of_month = editions.as_of_month
    )
from editions
where first_seen_run = ? and is_latest and earlier_file_name is not null
order by all
"""

# Files that were kept out whole are told of apart. Of the editions of a month the one in force is
# looked at, and the newest, where it came and is not in force.
_TO_LOOK_AT = """
with editions as (
    select
        *,
        revision_number = max(revision_number) over (
            partition by reporting_unit_code, as_of_month
        ) as is_newest
    from dimensional.dim_document
)

select
    findings.file_name || case when editions.is_latest then '' else ' (not in force)' end,
    findings.severity,
    findings.message,
    findings.location
from quality.findings
inner join editions
    on findings.document_id = editions.document_id
where
    editions.first_seen_run = ?
    and (editions.is_latest or editions.is_newest)
    and findings.severity in ('error', 'warning')
order by all
"""


@dataclass(frozen=True, slots=True)
class Summary:
    """What is in a published file.

    Attributes:
        run: the run that made it.
        documents: documents loaded, all revisions.
        months: first and last month they are about, `YYYY-MM`.
        figures: rows of `marts.published_figures`.
        findings: number of findings by severity.
        quarantine: file, finding code and message of every file kept out whole.
    """

    run: Run
    documents: int
    months: tuple[str, str]
    figures: int
    findings: dict[str, int]
    quarantine: list[tuple[str, str, str]]


def summarise(published: Path) -> Summary:
    """Read the summary of a published file.

    Raises:
        DamagedFile: the file cannot be read.
    """
    run = runs_in(published)[-1]
    with open_read_only(published) as connection:
        documents, first, last = first_row(
            connection,
            "select count(*), strftime(min(as_of_month), '%Y-%m'),"
            " strftime(max(as_of_month), '%Y-%m') from dimensional.dim_document",
        )
        (figures,) = first_row(connection, "select count(*) from marts.published_figures")
        severities = connection.execute(
            "select severity, count(*) from quality.findings group by severity"
        ).fetchall()
        quarantine = connection.execute(
            "select file_name, code, message from quality.quarantine order by all"
        ).fetchall()
    return Summary(
        run,
        documents,
        (first or "", last or ""),
        figures,
        {severity: dict(severities).get(severity, 0) for severity in _SEVERITIES},
        quarantine,
    )


def describe(summary: Summary, *, is_new: bool, published: Path) -> str:
    """The summary as the lines that end a refresh.

    Args:
        summary: of the published file.
        is_new: whether this refresh published it, or found nothing new.
        published: where it is.
    """
    run = summary.run
    read = run.documents_read if is_new else 0
    held_back = len({name for name, _, _ in summary.quarantine})
    months = " to ".join(sorted(set(filter(None, summary.months))))
    findings = ", ".join(
        counted(number, name, {"info": "infos"}.get(name))
        for name, number in summary.findings.items()
    )
    lines = [
        "",
        f"  documents   {counted(run.documents_in_inbox, 'file')}:"
        f" {run.documents_in_inbox - held_back} loaded, {held_back} quarantined"
        f" ({read} read, {run.documents_in_inbox - read} unchanged)",
        f"  figures     {counted(summary.figures, 'figure')} from"
        f" {counted(summary.documents, 'document')} ({months})",
        f"  findings    {findings}",
        f"  {'published' if is_new else 'unchanged'}   {published} (run {run.run_number})",
    ]
    if summary.quarantine:
        lines += ["", "  kept out, and what to do:"]
        lines += [
            f"  - {name}: {code}. {message}"
            for name, code, message in summary.quarantine[:_FILES_SHOWN]
        ]
    hidden = len(summary.quarantine) - _FILES_SHOWN
    if hidden > 0:
        lines.append(f"  … and {hidden} more in quality.quarantine")
    return "\n".join(lines)


def describe_news(published: Path) -> str:
    """What the run that made a published file brought: editions replaced, what to look at.

    Empty where it brought nothing of the kind. Editions that something newer replaced are left out.

    Raises:
        DamagedFile: the file cannot be read.
    """
    publication = sum(run.outcome == "published" for run in runs_in(published))
    with open_read_only(published) as connection:
        replaced = connection.execute(_REPLACED, [publication]).fetchall()
        findings = connection.execute(_TO_LOOK_AT, [publication]).fetchall()
    lines = [
        f"  replaced    {edition}: {name} takes the place of {earlier},"
        f" {counted(changed, 'figure differs', 'figures differ')}"
        + (" (make query Q=largest_revisions)" if changed else "")
        for edition, name, earlier, changed in replaced[:_FILES_SHOWN]
    ]
    if len(replaced) > _FILES_SHOWN:
        lines.append(f"  … and {len(replaced) - _FILES_SHOWN} more in dimensional.dim_document")
    if findings:
        lines.append("  to look at in what is new:")
        lines += [
            f"  - {name}: {severity}. {message}" + (f" [{location}]" if location else "")
            for name, severity, message, location in findings[:_FINDINGS_SHOWN]
        ]
    if len(findings) > _FINDINGS_SHOWN:
        lines.append(f"  … and {len(findings) - _FINDINGS_SHOWN} more in quality.findings")
    return "\n".join(lines)
