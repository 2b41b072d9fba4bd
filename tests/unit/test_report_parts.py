"""The small parts of the report: its Spanish, changes, charts, cells, downloads."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pygal
import pytest

from orchestration.report import lean_charts, words
from orchestration.report.__main__ import main as write_report
from orchestration.report.charts import bars_chart, trend_chart
from orchestration.report.downloads import figures_csv
from orchestration.report.fingerprints import editions_of
from orchestration.report.maps import Maps
from orchestration.report.measures import Point, change
from orchestration.report.pages import FIGURES_AT_ONCE, _batches
from orchestration.report.render import render
from orchestration.report.svg import inline, slim
from orchestration.written_summary.content import Subject

MONTHS = [Point(date(2023, month, 1), 10 * month, month == 2) for month in (1, 2, 3)]


def _subject(unit: str, month: int) -> Subject:
    return Subject(f"{unit}-{month}", unit, "Unidad", unit[:2], date(2023, month, 1))


@pytest.mark.parametrize(
    ("now", "earlier", "difference", "percent", "direction"),
    [
        (110, 100, "+10", "+10,0\u00a0%", "sube"),
        (90, 120, "−30", "−25,0\u00a0%", "baja"),
        (5, 5, "0", "0,0\u00a0%", "igual"),
        (1500, 0, "+1\u00a0500", "", "sube"),
    ],
)
def test_a_change_says_how_much_and_which_way(
    now: int, earlier: int, difference: str, percent: str, direction: str
) -> None:
    one = change("enero de 2022", Decimal(now), Decimal(earlier))
    assert (one.difference, one.percent, one.direction) == (difference, percent, direction)


@pytest.mark.parametrize(
    ("location", "place"),
    [
        ("1.1 CEM > table 1 > row 2 > cell 3", "1.1 CEM > tabla 1 > fila 2 > celda 3"),
        ("1.1 CEM > table 1 (line 30)", "1.1 CEM > tabla 1 (línea 30)"),
        ("picture 1 (image2.jpeg) > line 29", "imagen 1 (image2.jpeg) > línea 29"),
        ("consolidated > table 14", "consolidado > tabla 14"),
        ("2.1 Portable row house", "2.1 Portable row house"),
        (None, ""),
    ],
)
def test_a_place_in_a_document_is_said_in_spanish(location: str | None, place: str) -> None:
    assert words.place(location) == place


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("Casa Rosa", "Un servicio que no se conoce: «Casa Rosa»."),
        (None, "Un servicio que no se conoce."),
        ("Casa Rosa " * 30, f"Un servicio que no se conoce: «{'Casa Rosa ' * 11}Casa …»."),
    ],
)
def test_a_finding_is_said_in_spanish_with_what_is_printed_and_what_to_do(
    printed: str | None, said: str
) -> None:
    assert words.finding("unknown_service", printed) == (
        f"{said} Sus cifras se publican con ese nombre; agréguelo a los servicios."
    )


def test_a_finding_about_words_that_are_not_printed_does_not_ask_to_add_them() -> None:
    assert words.finding("unknown_service", "") == (
        "Ningún texto dice de qué servicio son unas cifras. "
        "Mire el encabezado y pida al ministerio un documento corregido."
    )
    assert words.finding("similar_place", "") == words.finding("similar_place")
    assert words.UNNAMED.keys() <= words.FINDINGS.keys()


def test_a_file_kept_out_is_told_of_as_a_whole() -> None:
    assert words.refusal("future_period", "MAY 2090") == words.finding("future_period", "MAY 2090")
    assert words.refusal("unknown_layout").startswith("No se reconoció ninguna tabla. Exporte")
    assert words.REFUSALS.keys() <= words.FINDINGS.keys()


def test_a_trend_is_named_for_those_who_do_not_see_it_and_has_no_other_words_for_them() -> None:
    svg = trend_chart(MONTHS, date(2023, 3, 1), 'Casos "graves" <b>')
    assert 'aria-label="Casos &quot;graves&quot; &lt;b&gt;: 3 meses' in svg
    assert svg.count("role=") == svg.count("aria-") == 1


def test_a_derived_month_is_a_hollow_mark() -> None:
    svg = trend_chart(MONTHS, date(2023, 3, 1), "Casos")
    assert re.findall(r'<circle[^>]* class="(\w+)"', svg) == ["printed", "derived", "marked"]


def test_no_line_bridges_a_month_that_is_missing() -> None:
    svg = trend_chart([*MONTHS, Point(date(2023, 5, 1), 7, False)], date(2023, 5, 1), "Casos")
    assert svg.count("<circle") == len(MONTHS) + 1
    assert len(re.findall(r'<path d="[^"]*L', svg)) == 1


def test_a_chart_is_the_same_every_time_and_brings_no_script() -> None:
    charts = [trend_chart(MONTHS, date(2023, 3, 1), "Casos") for _ in range(2)]
    assert charts[0] == charts[1]
    assert "script" not in charts[0]
    assert "<style" not in charts[0]


def test_lean_charts_are_pygals(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [("Zeta", "uno", 3), ("Alfa", "uno", 1), ("Alfa", "dos", 2)]

    def drawn() -> list[str]:
        trend = trend_chart(MONTHS, date(2023, 3, 1), "Casos")
        return [trend, bars_chart(rows, ["uno", "dos"], "Centros")]

    lean = drawn()
    monkeypatch.setattr(lean_charts, "Line", pygal.Line)
    monkeypatch.setattr(lean_charts, "HorizontalStackedBar", pygal.HorizontalStackedBar)
    assert lean == drawn()


def test_one_point_is_no_trend_and_no_row_no_bars() -> None:
    assert trend_chart(MONTHS[:1], date(2023, 1, 1), "Casos") == ""
    assert bars_chart([], ["a"], "Centros") == ""


def test_bars_stand_in_the_order_given() -> None:
    rows = [("Zeta", "uno", 3), ("Alfa", "uno", 1), ("Alfa", "dos", 2)]
    svg = bars_chart(rows, ["uno", "dos"], "Centros")
    heights = {name: float(y) for y, name in re.findall(r' y="([\d.]+)"[^>]*>(\w+)</text>', svg)}
    assert heights["Zeta"] < heights["Alfa"]


def test_two_pictures_on_a_page_share_no_names() -> None:
    svgs = [
        f'<svg width="1"><clipPath id="clip1"/><g clip-path="url(#clip1)">{n}</g></svg>'
        for n in (1, 2)
    ]
    first, second = (set(re.findall(r'id="([^"]+)"', inline(svg, "x"))) for svg in svgs)
    assert not first & second
    assert f"url(#{first.pop()})" in inline(svgs[0], "x")


def test_a_picture_keeps_what_is_seen() -> None:
    svg = '<svg><path aria-label="x: 1" role="mark" d="M1.23456,2h3"/><text>1,5</text></svg>'
    assert slim(svg) == '<svg><path d="M1.23,2h3"/><text>1,5</text></svg>'


def test_a_missing_map_is_none(tmp_path: Path) -> None:
    assert Maps(tmp_path / "nowhere").country() is None
    (tmp_path / "18-moquegua.svg").write_text("<svg/>", encoding="utf-8")
    maps = Maps(tmp_path)
    assert maps.department(_subject("18", 1)) == b"<svg/>"
    assert maps.department(_subject("15", 1)) is None


def test_an_edition_knows_those_before_and_after_of_its_own_unit() -> None:
    editions = editions_of([_subject("18", 3), _subject("23", 2), _subject("18", 1)])
    assert [(one.path, one.before, one.after) for one in editions] == [
        ("18/2023-01", None, date(2023, 3, 1)),
        ("18/2023-03", date(2023, 1, 1), None),
        ("23/2023-02", None, None),
    ]


def test_a_formula_is_neutral_in_the_csv() -> None:
    with duckdb.connect() as connection:
        connection.execute("create schema marts")
        connection.execute(
            "create table marts.published_figures as"
            " select 'd' as document_id, 'f' as figure_id, '=cmd|x' as service, -5 as value"
        )
        lines = figures_csv(connection, ["d"])["d"].decode("utf-8-sig").splitlines()
    assert lines == ["document_id,figure_id,service,value", "d,f,'=cmd|x,-5"]


def test_many_editions_are_asked_about_together_and_large_ones_alone() -> None:
    editions = editions_of([_subject("18", month) for month in range(1, 6)])
    half = FIGURES_AT_ONCE // 2
    figures = [half, half, 1, 2 * FIGURES_AT_ONCE, 1]
    with duckdb.connect() as connection:
        connection.execute("create schema dimensional")
        connection.execute("create table dimensional.fct_reported_metrics (document_id varchar)")
        for edition, count in zip(editions, figures, strict=True):
            connection.execute(
                "insert into dimensional.fct_reported_metrics select ? from range(?)",
                [edition.subject.document_id, count],
            )
        batches = list(_batches(connection, editions))
    months = [[one.subject.as_of_month.month for one in batch] for batch in batches]
    assert months == [[1, 2], [3], [4], [5]]


def test_templates_escape_what_they_are_given() -> None:
    template = render("parts.html").decode()
    assert template.strip() == ""
    from orchestration.report.render import _environment

    text = _environment().from_string("<p>{{ x }}</p>").render(x="<script>alert(1)</script>")
    assert text == "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"


def test_a_published_file_of_another_version_is_told_of_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    warehouse = tmp_path / "mimp.duckdb"
    duckdb.connect(warehouse).close()
    monkeypatch.setenv("MIMP_WAREHOUSE", str(warehouse))
    assert write_report([]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "another version" in said
    assert "make refresh" in said
