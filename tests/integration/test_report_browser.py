"""The report in a browser: it opens, says what the warehouse says, prints, and can be used."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import duckdb
import pytest

from orchestration.report import build_report
from tests.browser import axe_violations, needs_browser, open_page, print_page
from tests.integration.conftest import SERIES_UNIT

pytestmark = needs_browser

PHONE = "--window-size=390,1600"
PAGES = ["index.html", f"{SERIES_UNIT}/2023-03.html", "15/2021-04.html"]


class Shown(HTMLParser):
    """The words of every figure that is a number."""

    def __init__(self) -> None:
        super().__init__()
        self.figures: dict[str, str] = {}
        self._open = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open = (dict(attrs).get("data-figure") or "") if tag == "data" else ""

    def handle_data(self, data: str) -> None:
        if self._open:
            self.figures[self._open] = data
            self._open = ""


@pytest.fixture(scope="module")
def site(many_documents: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("browsed") / "report"
    build_report(many_documents, folder)
    return folder


@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_and_its_console_is_silent(site: Path, page: str) -> None:
    opened = open_page(site / page)
    assert "<h1" in opened.html
    assert opened.console == ()


def test_the_figures_a_reader_sees_are_the_warehouses(site: Path, many_documents: Path) -> None:
    page = Shown()
    page.feed(open_page(site / f"{SERIES_UNIT}/2023-03.html").html)
    with duckdb.connect(many_documents, read_only=True) as connection:
        rows = connection.execute(
            "select figure_id, cast(value as bigint) from marts.published_figures"
            " where is_latest and department_ubigeo = ? and as_of_month = '2023-03-01'"
            " and block != 'matrix' and value is not null",
            [SERIES_UNIT],
        ).fetchall()
    assert len(rows) > 20
    printed = {figure: int(re.sub(r"\D", "", text)) for figure, text in page.figures.items()}
    assert printed == dict(rows)


@pytest.mark.parametrize("page", PAGES)
def test_nothing_runs_over_the_edge_of_a_phone(site: Path, tmp_path: Path, page: str) -> None:
    text = (site / page).read_text(encoding="utf-8")
    text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text)
    measure = "<script>document.title = document.documentElement.scrollWidth</script></body>"
    measured = tmp_path / "page.html"
    measured.write_text(text.replace("</body>", measure), encoding="utf-8")
    html = open_page(measured, PHONE).html
    width = re.search(r"<title>(\d+)</title>", html)
    assert width and int(width[1]) <= 500  # headless Chromium's narrowest window


@pytest.mark.parametrize("flag", ["--window-size=1280,900", PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("page", PAGES)
def test_axe_finds_nothing(site: Path, tmp_path: Path, page: str, flag: str) -> None:
    assert axe_violations(site / page, tmp_path, flag) == []


def test_a_page_prints_on_a_few_sheets(site: Path, tmp_path: Path) -> None:
    pypdfium2 = pytest.importorskip("pypdfium2")
    print_page(site / f"{SERIES_UNIT}/2023-03.html", tmp_path / "page.pdf")
    document = pypdfium2.PdfDocument(tmp_path / "page.pdf")
    assert 1 <= len(document) <= 12
    width, height = document[0].get_size()
    assert (round(width), round(height)) == (595, 842)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    assert "Centro Emergencia Mujer" in text and "Descargas" not in text
