"""The report's files: which pages there are, what they say, when they are written again."""

from __future__ import annotations

import csv
import io
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import duckdb
import pytest

from orchestration.documents.read import read_document
from orchestration.report import build_report, words
from tests.integration.conftest import HOSTILE_UNIT, SERIES_UNIT

LARGEST_PAGE = 300_000


class Page(HTMLParser):
    """What a page says, for a test: its figures, links, headings and table headers."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.figures: dict[str, str | None] = {}
        self.links: list[str] = []
        self.ids: list[str] = []
        self.headings: list[int] = []
        self.headers_without_scope = 0
        self.tags: list[str] = []
        self.text = path.read_text(encoding="utf-8")
        self.feed(self.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append(tag)
        if found.get("data-figure"):
            self.figures[found["data-figure"] or ""] = found.get("value")
        for name in ("href", "src"):
            if found.get(name):
                self.links.append(found[name] or "")
        if found.get("id"):
            self.ids.append(found["id"] or "")
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "th" and not found.get("scope"):
            self.headers_without_scope += 1


@pytest.fixture(scope="module")
def site(many_documents: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the corpus, with stand-ins for two maps."""
    folder = tmp_path_factory.mktemp("site")
    maps = folder / "maps"
    maps.mkdir()
    picture = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9"/></svg>'
    for name in (f"{SERIES_UNIT}-moquegua.svg", "peru.svg"):
        (maps / name).write_text(picture, encoding="utf-8")
    build_report(many_documents, folder / "report", maps)
    return folder / "report"


def _pages(site: Path) -> list[Path]:
    return sorted(site.glob("*/*.html"))


def _rows(path: Path, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(path, read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_every_document_in_force_has_a_page_and_its_downloads(
    site: Path, many_documents: Path
) -> None:
    wanted = _rows(
        many_documents,
        "select reporting_unit_code || '/' || strftime(as_of_month, '%Y-%m')"
        " from dimensional.dim_document where is_latest order by 1",
    )
    assert [(str(page.relative_to(site).with_suffix("")),) for page in _pages(site)] == wanted
    for page in _pages(site):
        assert read_document(page.with_suffix(".docx").read_bytes()).file_format == "docx"
        assert page.with_suffix(".csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_every_link_leads_to_a_file_or_a_place_on_the_page(site: Path) -> None:
    for path in [site / "index.html", *_pages(site)]:
        page = Page(path)
        for link in page.links:
            if link.startswith("#"):
                assert link[1:] in page.ids, f"{path}: {link}"
            elif not link.startswith("data:"):
                assert "://" not in link
                assert (path.parent / link).resolve().exists(), f"{path}: {link}"
        assert len(page.ids) == len(set(page.ids)), f"{path}: an id stands twice"


def test_the_figures_on_a_page_are_the_warehouses(site: Path, many_documents: Path) -> None:
    rows = _rows(
        many_documents,
        "select documents.reporting_unit_code || '/' || strftime(documents.as_of_month, '%Y-%m'),"
        " figures.figure_id, cast(figures.value as bigint)"
        " from marts.published_figures as figures"
        " inner join dimensional.dim_document as documents using (document_id)"
        " where figures.is_latest and figures.block != 'matrix'",
    )
    wanted: dict[str, dict[str, str | None]] = {}
    for path, figure_id, value in rows:
        wanted.setdefault(str(path), {})[str(figure_id)] = None if value is None else str(value)
    for path, figures in wanted.items():
        assert Page(site / f"{path}.html").figures == figures, path


def test_a_period_that_is_printed_and_empty_is_shown_as_such(site: Path) -> None:
    assert any("<dd>(en blanco)</dd>" in Page(page).text for page in _pages(site))


def test_the_matrices_on_a_page_are_the_warehouses(site: Path, many_documents: Path) -> None:
    rows = _rows(
        many_documents,
        "select reporting_unit_code || '/' || strftime(as_of_month, '%Y-%m'), delivery,"
        " list(cast(matrix_centres as bigint)) from marts.consolidated_services"
        " where matrix_centres > 0 group by all",
    )
    assert rows
    for path, delivery, counts in rows:
        text = Page(site / f"{path}.html").text
        table = text.partition(f'id="consolidado-{delivery}"')[2].partition("</table>")[0]
        shown = [int(one) for one in re.findall(r'<data value="(\d+)"', table) if int(one) > 0]
        assert sorted(shown) == sorted(counts), (path, delivery)  # type: ignore[call-overload]


def test_the_national_page_and_the_pages_of_departments_count_the_same_centres(site: Path) -> None:
    index = (site / "index.html").read_text(encoding="utf-8")
    rows = re.findall(
        r'href="(\S+\.html)">[^<]*<span[^>]*>, [^<]*</span></a></td>'
        r'<td class="n">(\d+)</td>',
        index,
    )
    totals = {
        path: found[1]
        for path, _ in rows
        if (found := re.search(r"Centros en total</dt><dd>(\d+)<", Page(site / path).text))
    }
    assert len(totals) > 3
    assert totals == {path: count for path, count in rows if path in totals}


def test_the_csv_of_a_page_is_the_marts(site: Path, many_documents: Path) -> None:
    page = _pages(site)[0]
    text = page.with_suffix(".csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    (wanted,) = _rows(
        many_documents,
        "select count(*), sum(value) from marts.published_figures where is_latest and document_id ="
        f" '{rows[0]['document_id']}'",
    )
    assert (len(rows), sum(int(row["value"]) for row in rows if row["value"])) == wanted


def test_every_finding_is_said_in_spanish(many_documents: Path) -> None:
    codes = {code for (code,) in _rows(many_documents, "select code from quality.findings")}
    kinds = {kind for (kind,) in _rows(many_documents, "select kind from quality.reconciliation")}
    assert len(codes) > 10
    assert codes <= set(words.FINDINGS)
    assert set(words.REMEDIES) == set(words.FINDINGS)
    assert kinds - {"ranking_vs_official"} <= set(words.COMPARISONS)


def test_pages_are_small_and_hold_no_script_and_nothing_from_outside(site: Path) -> None:
    for path in [site / "index.html", *_pages(site)]:
        page = Page(path)
        assert len(page.text.encode()) < LARGEST_PAGE, path
        assert "script" not in page.tags
        assert not re.search(r"""(?:src|href|url\()\s*=?\s*["']?(?:https?:)?//""", page.text)


def test_pages_can_be_read_by_ear(site: Path) -> None:
    for path in [site / "index.html", *_pages(site)]:
        page = Page(path)
        assert 'lang="es"' in page.text
        assert 'lang="en"' not in page.text
        assert page.tags.count("main") == page.tags.count("h1") == 1
        assert page.headings[0] == 1
        steps = zip(page.headings, page.headings[1:], strict=False)
        assert all(later - earlier <= 1 for earlier, later in steps), path
        assert page.headers_without_scope == 0
        assert page.tags.count("table") == page.tags.count("caption")


def test_a_change_is_against_a_period_of_the_same_length(site: Path, many_documents: Path) -> None:
    text = Page(site / SERIES_UNIT / "2023-03.html").text
    (row,) = _rows(
        many_documents,
        "select cast(later.value - earlier.value as bigint)"
        " from marts.published_figures as later, marts.published_figures as earlier"
        " where later.is_latest and earlier.is_latest"
        " and (later.department_ubigeo, earlier.department_ubigeo) = ('18', '18')"
        " and later.measure_code = 'casos_atendidos' and earlier.measure_code = 'casos_atendidos'"
        " and later.service_code = 'CEM' and earlier.service_code = 'CEM'"
        " and later.period_kind = 'year_to_date' and earlier.period_kind = 'year_to_date'"
        " and later.as_of_month = '2023-03-01' and earlier.as_of_month = '2022-03-01'",
    )
    difference = f"{abs(int(str(row[0]))):,}".replace(",", "\u00a0")
    assert re.search(rf"[+−]{difference} \([^)]*\) frente a enero a marzo de 2022", text)
    assert "frente a año" not in text


def test_a_revision_is_told_with_both_values(site: Path) -> None:
    text = Page(site / SERIES_UNIT / "2023-05.html").text
    changes = text.partition('id="cambios"')[2].partition("</section>")[0]
    assert "Centro Emergencia Mujer" in changes
    assert "(+7), cambió (antes: edición de mayo de 2023, revisión 1)" in changes


def test_what_does_not_add_up_is_told_with_its_place(site: Path, many_documents: Path) -> None:
    differing = _rows(
        many_documents,
        "select distinct documents.reporting_unit_code || '/' ||"
        " strftime(documents.as_of_month, '%Y-%m') from quality.reconciliation as compared"
        " inner join dimensional.dim_document as documents using (document_id)"
        " where documents.is_latest and compared.status = 'differs'"
        " and compared.kind != 'ranking_vs_official'",
    )
    assert differing
    for (path,) in differing:
        text = Page(site / f"{path}.html").text
        section = text.partition('id="revisar"')[2].partition("</section>")[0]
        assert "Dos cifras de lo mismo que no coinciden" in section
        assert "tabla" in section or "imagen" in section


def test_only_the_newest_page_of_a_unit_has_the_map(site: Path) -> None:
    pages = sorted((site / SERIES_UNIT).glob("*.html"))
    assert [page for page in pages if page.with_suffix(".svg").exists()] == [pages[-1]]
    assert f'src="{pages[-1].stem}.svg"' in pages[-1].read_text(encoding="utf-8")
    assert 'src="mapa.svg"' in (site / "index.html").read_text(encoding="utf-8")


def test_a_second_time_writes_nothing_and_the_same_bytes(
    many_documents: Path, site: Path, tmp_path: Path
) -> None:
    maps = site.parent / "maps"
    before = {path: path.stat().st_mtime_ns for path in _pages(site)}
    assert build_report(many_documents, site, maps).written == 0
    assert before == {path: path.stat().st_mtime_ns for path in _pages(site)}
    page = _pages(site)[3]
    content = {path: path.read_bytes() for path in page.parent.glob(f"{page.stem}.*")}
    page.unlink()
    assert build_report(many_documents, site, maps).written == 1
    assert content == {path: path.read_bytes() for path in page.parent.glob(f"{page.stem}.*")}


def test_only_pages_whose_data_changed_are_written_and_gone_ones_are_removed(
    many_documents: Path, site: Path, tmp_path: Path
) -> None:
    warehouse, report = tmp_path / "w.duckdb", tmp_path / "report"
    shutil.copy(many_documents, warehouse)
    shutil.copytree(site, report)
    before = {path: path.read_bytes() for path in _pages(report)}

    def put(*, is_latest: bool) -> tuple[int, int, int]:
        with duckdb.connect(warehouse) as connection:
            connection.execute(
                "update dimensional.dim_document set is_latest = ? where as_of_month = '2023-03-01'"
                " and reporting_unit_code = ?",
                [is_latest, SERIES_UNIT],
            )
        outcome = build_report(warehouse, report, site.parent / "maps")
        return outcome.pages, outcome.written, outcome.removed

    # The pages before and after it lose a neighbour, later ones a month to compare with.
    pages, written, removed = put(is_latest=False)
    assert (pages, removed) == (len(before) - 1, 1)
    assert not list((report / SERIES_UNIT).glob("2023-03.*"))
    assert 1 <= written <= 3
    assert put(is_latest=True) == (len(before), written + 1, 0)
    assert before == {path: path.read_bytes() for path in _pages(report)}


def test_hostile_text_of_a_document_is_text_on_the_page(site: Path) -> None:
    page = Page(site / HOSTILE_UNIT / "2023-06.html")
    assert "script" not in page.tags
    assert "Casa &lt;script&gt;alert(x)&lt;/script&gt;" in page.text
