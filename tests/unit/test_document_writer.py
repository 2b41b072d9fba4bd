"""The document writer itself: truths that agree, layouts that are faithful, seeds that hold."""

from __future__ import annotations

import dataclasses
import io
import re
import zipfile
from datetime import date
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.document_writer import FORMATS, Style, random_style, random_truth, write
from tests.document_writer.__main__ import months_between
from tests.document_writer.as_docx import write_docx
from tests.document_writer.as_pdf import NoOffice, office
from tests.document_writer.as_text import encoded, render_text, write_blocks
from tests.document_writer.blocks import Par, TableBlock, cell, continued, walk
from tests.document_writer.compose import compose
from tests.document_writer.corpus import corpus, write_corpus
from tests.document_writer.faults import FAULTS, spoil, write_faulty
from tests.document_writer.places import abbreviations_of, bare, is_resolvable
from tests.document_writer.reference import geography, reporting_units
from tests.document_writer.score import score
from tests.document_writer.series import amount_of, falling_year_to_date, month_after_month
from tests.document_writer.spoilt_places import NotApplicable
from tests.document_writer.style import CHOICES, grouped, period_label
from tests.document_writer.truth import (
    LISTED,
    Amount,
    CoverageTruth,
    ExpectedFigure,
    MeasureTruth,
    ServiceTruth,
    Truth,
    month_period,
    year_period,
    year_to_date_period,
)

SHIPPED = Path(__file__).parents[2] / "seeds" / "documents" / "2023-01" / "moquegua.txt"
SEEDS = range(40)


def shipped_lines(first: str, last: str) -> list[str]:
    """The shipped input's lines after the one that starts with `first`, up to `last`."""
    lines = SHIPPED.read_text(encoding="utf-8").split("\n")
    start = next(number for number, line in enumerate(lines) if line.startswith(first))
    end = next(number for number in range(start, len(lines)) if lines[number].startswith(last))
    return lines[start + 1 : end]


def shipped_truth() -> Truth:
    """Some of the shipped document's services, as a truth."""
    sanchez_cerro, ilo, nieto = "1802", "1803", "1801"

    def measure(code: str, *values: int) -> MeasureTruth:
        return MeasureTruth(code, tuple(Amount(value) for value in values))

    def centre(province: str, count: int, label: str, modality: str | None) -> CoverageTruth:
        return CoverageTruth(province, Amount(count), label, modality)

    regular, police = ("CEM Regulares", "Regular"), ("CEM Comisaria", "Comisaría")
    return Truth(
        unit=reporting_units()["18"],
        year=2023,
        month=1,
        periods=(year_period(2022), month_period(2023, 1)),
        services=(
            ServiceTruth(
                "CEM",
                (
                    measure("casos_atendidos", 1453, 137),
                    measure("actividades_atencion", 73139, 6610),
                    measure("acciones_preventivas", 1543, 51),
                    measure("personas_sensibilizadas", 15646, 402),
                ),
                (
                    centre(nieto, 1, *regular),
                    centre(ilo, 1, *regular),
                    centre(sanchez_cerro, 1, *regular),
                    centre(nieto, 2, *police),
                    centre(ilo, 1, *police),
                ),
            ),
            ServiceTruth(
                "ER",
                (measure("casos_derivados", 40, 0),),
                (CoverageTruth(sanchez_cerro, LISTED, None, None, "180204", "Ichuña"),),
            ),
            ServiceTruth("LINEA_100", (measure("consultas_telefonicas", 722, 47),)),
            ServiceTruth(
                "MI60",
                (measure("pam_atendidas", 7, 0), measure("resoluciones_directorales", 9, 0)),
            ),
            ServiceTruth(
                "CIAM",
                (),
                (
                    CoverageTruth(nieto, Amount(6)),
                    CoverageTruth(ilo, Amount(3)),
                    CoverageTruth(sanchez_cerro, Amount(10)),
                ),
            ),
        ),
        ranking=("180105", "180204"),
    )


@pytest.mark.parametrize(
    ("first", "last", "trailing"),
    [
        ("1.1 Centro", "  Fuente", 1),
        ("1.2 Estrategia", "  Fuente", 0),
        ("1.3 Línea", "  Fuente", 1),
        ("4.1 Servicio", "        ", 1),
        ("3. Centros Integrales", "        ", 1),
    ],
)
def test_written_tables_have_the_shipped_layout(first: str, last: str, trailing: int) -> None:
    style = Style(stray_space=0.0, trailing_paragraphs=trailing)
    written = render_text(compose(shipped_truth(), style)).split("\n")
    # The real author's stray blanks are the only thing the writer does not repeat.
    wanted = [line.rstrip(" ") for line in shipped_lines(first, last)]
    # Nor is an empty paragraph between a heading and its table.
    wanted = wanted[next(number for number, line in enumerate(wanted) if line) :]
    name = first.split(" ", 1)[1]
    start = next(number for number, line in enumerate(written) if re.match(rf"\S+ {name}", line))
    assert [line.rstrip(" ") for line in written[start + 1 : start + 1 + len(wanted)]] == wanted


def test_classic_layout_of_cells_paragraphs_and_nested_tables() -> None:
    inner = TableBlock([[cell("a"), cell("b")]])
    table = TableBlock([[cell(inner, Par("after")), cell("x", "y")], [continued(), cell("z")]])
    parts: list[str] = []
    write_blocks([Par("before"), table, Par("behind")], parts.append)
    assert "".join(parts) == ("before\n\t\ta\n\tb\n\n\nafter\n\tx\ny\n\n\t\n\tz\n\n\nbehind\n")


def test_newer_layout_prints_a_row_on_a_line_and_a_nested_cell_on_a_new_one() -> None:
    style = Style(stray_space=0.0, newer_tika=True, map_page=False)
    text = render_text(compose(shipped_truth(), style))
    assert "\tServicio / Cobertura\tUsuarias/os\n\t\tAño 2022\tEne 2023\n" in text
    assert "\tCentro Emergencia Mujer - CEM:\t\nTipo CEM\n\tProvincia\tN°\n" in text
    assert "\tLínea 100\t722\nConsultas telefónicas\n\t47\nConsultas telefónicas\n" in text


def figures_by_key(truth: Truth, style: Style) -> dict[tuple[object, ...], ExpectedFigure]:
    """Matrix figures by service, province and whether they are totals."""
    return {
        (figure.service_code, figure.province_ubigeo, figure.is_total): figure
        for figure in compose(truth, style).figures
        if figure.block == "matrix"
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_matrix_legend_and_totals_agree_with_the_detail(seed: int) -> None:
    truth = random_truth(seed)
    style = random_style(
        seed, matrix_gap="0", matrix_total_row=True, matrix_total_column=True, map_page=True
    )
    figures = compose(truth, style).figures
    matrix = figures_by_key(truth, style)
    for service in truth.services:
        detail = [
            figure
            for figure in figures
            if figure.block == "coverage"
            and figure.service_code == service.code
            and not figure.is_total
        ]
        totals = [
            figure.value
            for figure in figures
            if figure.block == "coverage"
            and figure.service_code == service.code
            and figure.is_total
            and figure.modality is None
        ]
        assert totals in ([], [sum(figure.value or 0 for figure in detail)])
        if (service.code, None, True) in matrix:
            assert matrix[service.code, None, True].value == service.centres()
            legend = [
                figure.value or 0
                for figure in figures
                if figure.block == "map_legend" and figure.service_code == service.code
            ]
            assert sum(legend) in (0, service.centres())


@pytest.mark.parametrize("seed", SEEDS)
def test_every_expected_number_is_printed(seed: int) -> None:
    composition = compose(random_truth(seed), random_style(seed))
    texts = [par.text for par in walk(composition.pages.body)]
    page = composition.pages.map_page
    texts += [*page.ranking, *page.legend] if page else []
    everything = "\n".join(texts)
    for slot in composition.slots:
        assert slot.printed in everything
        if slot.figure.block not in ("poverty_ranking",) and slot.figure.value is not None:
            digits = re.sub(r"(\(1\)|\D)", "", slot.printed)
            assert digits == str(slot.figure.value)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 10**6), file_format=st.sampled_from(["text", "docx"]))
def test_the_same_seed_gives_the_same_bytes(seed: int, file_format: str) -> None:
    def once() -> bytes:
        style = random_style(seed, map_page=False)
        return write(random_truth(seed, is_small=True), style, file_format).content

    assert once() == once()


def test_another_seed_gives_another_document() -> None:
    assert len({write(random_truth(seed), Style(), "text").content for seed in range(10)}) == 10


def test_every_reporting_unit_and_every_month_can_be_written() -> None:
    units = {random_truth(1, code).unit.code for code in reporting_units()}
    assert len(units) == 27
    for month in range(1, 13):
        truth = random_truth(1, "07", 2024, month)
        assert truth.periods[-1].end == truth.as_of.end


def test_every_setting_of_every_knob_is_written_in_text_and_word() -> None:
    truth = random_truth(3, "18", 2023, 9, period_columns=2)
    for knob, choices in CHOICES.items():
        for setting in set(choices):
            style = dataclasses.replace(Style(seed=5, map_page=False), **{knob: setting})
            composition = compose(truth, style)
            assert composition.figures, (knob, setting)
            assert encoded(render_text(composition), style.encoding), (knob, setting)
            assert zipfile.is_zipfile(io.BytesIO(write_docx(composition))), (knob, setting)


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({}, "Ene - Set 2023"),
        ({"range_joiner": " – "}, "Ene – Set 2023"),
        ({"month_words": "long", "range_joiner": " a "}, "Enero a Setiembre 2023"),
        ({"september": 1}, "Ene - Sep 2023"),
        ({"september": 1, "month_words": "long"}, "Enero - Septiembre 2023"),
    ],
)
def test_period_labels(changes: dict[str, object], wanted: str) -> None:
    style = dataclasses.replace(Style(), **changes)  # type: ignore[arg-type]
    assert period_label(year_to_date_period(2023, 9), style) == wanted


def test_numbers_are_grouped_in_threes() -> None:
    assert grouped(1234567, "\u202f") == "1\u202f234\u202f567"
    assert grouped(999, ".") == "999"


def test_shortened_and_mistyped_names_stay_with_their_place() -> None:
    assert "G. Sánchez Cerro" in abbreviations_of("1802")
    assert is_resolvable("Mariscal Nieta", "1801")
    assert not is_resolvable("Ica", "1801")
    places = geography()
    for seed in range(6):
        truth = random_truth(seed)
        style = random_style(
            seed,
            slip=1.0,
            abbreviate=0.0,
            explains=0.0,
            mark_label=0.0,
            matrix_upper=True,
            map_page=False,
        )
        for slot in compose(truth, style).slots:
            if slot.figure.block == "matrix" and slot.figure.province_ubigeo and slot.cells:
                printed = next(walk(slot.cells[0].blocks)).text
                official = places.names[slot.figure.province_ubigeo]
                assert bare(printed) == bare(official) or is_resolvable(
                    printed, slot.figure.province_ubigeo
                )


def test_months_of_a_unit_add_up() -> None:
    truths = month_after_month(4, "06", 2024, 4)
    so_far = [amount_of(truth, "CEM", "casos_atendidos", 1) for truth in truths]
    assert so_far == sorted(so_far)
    year_before = {amount_of(truth, "CEM", "casos_atendidos", 0) for truth in truths}
    assert len(year_before) == 1
    earlier, later = falling_year_to_date(4, "06", 2024)
    assert amount_of(later, "CEM", "casos_atendidos", 1) < amount_of(
        earlier, "CEM", "casos_atendidos", 1
    )


@pytest.mark.parametrize("name", sorted(FAULTS))
def test_every_fault_changes_the_document_and_says_what_is_kept_out(name: str) -> None:
    spoilt = 0
    for seed in range(60):
        truth, style = random_truth(seed), random_style(seed, map_page=True)
        try:
            written = write_faulty(truth, style, "text", name, seed)
        except NotApplicable:
            continue
        spoilt += 1
        clean = write(truth, style, "text")
        assert written.content != clean.content
        assert written.findings == (FAULTS[name].code,)
        scope = FAULTS[name].scope
        if scope == "document":
            assert written.figures == ()
        elif scope == "none":
            assert len(written.figures) == len(clean.figures)
        else:
            assert len(clean.figures) - len(written.figures) > 0
        if spoilt == 3:
            return
    assert spoilt > 0


def test_a_fault_is_the_same_for_the_same_seed() -> None:
    first, second = (compose(random_truth(2), Style()) for _ in range(2))
    spoil(first, "negative_number", 9)
    spoil(second, "negative_number", 9)
    assert render_text(first) == render_text(second)


def published(figure: ExpectedFigure) -> dict[str, object]:
    """A figure as a row of the published table."""
    return {**dataclasses.asdict(figure), "period_start": figure.period_start.isoformat()}


def test_score_counts_missing_invented_and_changed_figures() -> None:
    figures = compose(random_truth(5), Style(map_page=False)).figures
    rows = [published(figure) for figure in figures]
    perfect = score(figures, rows)
    assert (perfect.precision, perfect.recall) == (1.0, 1.0)
    changed = [dict(row) for row in rows]
    changed[0]["value"] = 10**9
    worse = score(figures, changed[:-1])
    assert worse.right == len(figures) - 2
    assert worse.expected == len(figures)
    assert len(worse.missing) == 2
    assert len(worse.invented) == 1
    assert "not published" in worse.differences()


def test_score_takes_any_measure_for_a_lone_dash() -> None:
    period = (date(2023, 1, 1), date(2023, 1, 31), "month")
    figure = ExpectedFigure(
        "usage",
        "ER",
        "casos_derivados",
        None,
        "18",
        None,
        None,
        *period,
        False,
        None,
        "dash",
        "-",
        1,
    )
    assert score([figure], [{**published(figure), "measure_code": None}]).recall == 1.0
    number = dataclasses.replace(figure, value=3, value_status="number")
    assert score([number], [{**published(number), "measure_code": None}]).recall == 0.0


def test_word_files_open_and_hold_nested_tables() -> None:
    document = docx.Document(
        io.BytesIO(write(shipped_truth(), Style(stray_space=0.0), "docx").content)
    )
    first = document.tables[0]
    assert first.rows[0].cells[0].text == "Servicio / Cobertura"
    assert first.rows[2].cells[0].tables[0].rows[1].cells[1].text == "Mariscal Nieto"
    assert len(document.inline_shapes) == 1


@pytest.mark.parametrize("encoding", ["utf-8-sig", "nfd", "utf-16-le", "utf-16-be", "latin-1"])
def test_text_exports_in_other_encodings_say_the_same(encoding: str) -> None:
    text = "N° 1\u2009453 – Ichuña"
    content = encoded(text, encoding)
    codec = {"nfd": "utf-8", "utf-16-le": "utf-16", "utf-16-be": "utf-16"}.get(encoding, encoding)
    assert re.sub(r"\s", " ", content.decode(codec)).startswith("N° 1 453")


def test_a_corpus_is_written_from_the_command_lines_words(tmp_path: Path) -> None:
    months = months_between("2022-12:2023-02,2024-05")
    assert months == [(2022, 12), (2023, 1), (2023, 2), (2024, 5)]
    documents = corpus(1, ["18", "lima_provincias"], months[:1], ["text", "docx"])
    assert write_corpus(tmp_path, documents) == 2
    names = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.*"))
    assert names == ["2022-12/18.txt", "2022-12/lima_provincias.docx"]


def test_pdfs_are_printed_where_libreoffice_is_installed() -> None:
    try:
        office()
    except NoOffice as reason:
        pytest.skip(str(reason))
    written = write(random_truth(6, "23", is_small=True), Style(map_page=False), "pdf")
    assert written.content.startswith(b"%PDF-")
    assert written.file_format in FORMATS
