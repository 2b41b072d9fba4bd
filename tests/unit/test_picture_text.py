"""Reading the words of a picture: what Tesseract is given, and what its answer becomes."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from orchestration.documents import picture_text, read
from orchestration.documents.model import Document, Picture
from orchestration.documents.picture_text import read_picture_lines

SECONDS = 60.0
INK = (20, 20, 20)

needs_tesseract = pytest.mark.skipif(
    shutil.which("tesseract") is None, reason="tesseract is not installed (apt: tesseract-ocr)"
)

RANKING = [
    "MARISCAL NIETO - SAN CRISTOBAL",
    "GENERAL SANCHEZ CERRO - ICHUNA",
    "GENERAL SANCHEZ CERRO - MATALAQUE",
    "MARISCAL NIETO - CARUMAS",
    "ILO - PACOCHA",
]
LEGEND = ["3 CEM Regular", "12 CEM Comisaria", "1 Hogar de Refugio Temporal - HRT"]
BANDS = ["Menor al 20%", "Entre el 20% y 30%", "Mayor al 50%"]
SHADES = [(255, 255, 178), (253, 141, 60), (189, 0, 38)]


def written(image: Image.Image, file_format: str = "PNG") -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, file_format)
    return buffer.getvalue()


def map_page(scale: float, *, ruled: bool = False) -> Image.Image:
    """A small map page: list and bands side by side, legend with symbols, shapes, a stamp."""

    def at(left: float, top: float) -> tuple[float, float]:
        return (left * scale, top * scale)

    def box(left: float, top: float, right: float, bottom: float) -> list[tuple[float, float]]:
        return [at(left, top), at(right, bottom)]

    font = ImageFont.load_default(round(22 * scale))
    image = Image.new("RGB", (round(1300 * scale), round(900 * scale)), "white")
    draw = ImageDraw.Draw(image)
    shape = [at(60, 500), at(400, 420), at(640, 600), at(500, 840), at(120, 800)]
    draw.polygon(shape, fill=SHADES[1], outline=INK)
    draw.text(at(30, 30), "PROVINCIA - DISTRITO", INK, font=font)
    for position, line in enumerate(RANKING):
        y = 70 + position * 40
        draw.text(at(30, y), line, INK, font=font)
        if ruled:
            draw.line(box(20, y + 34, 620, y + 34), INK, width=2)
    for position, line in enumerate(BANDS):
        y = 70 + position * 40
        draw.rectangle(box(760, y, 800, y + 26), SHADES[position], INK)
        draw.text(at(815, y), line, INK, font=font)
    for position, line in enumerate(LEGEND):
        y = 450 + position * 40
        draw.rectangle(box(760, y, 784, y + 24), SHADES[position], INK)
        draw.text(at(796, y), line, INK, font=font)
    draw.text(at(700, 820), "Elaborado: MIMP. Enero 2023.", INK, font=font)
    return image


@needs_tesseract
@pytest.mark.parametrize(
    ("scale", "ruled", "file_format"),
    [(1.0, False, "PNG"), (1.6, True, "JPEG"), (0.7, True, "PNG")],
)
def test_a_map_page_is_read_box_by_box(scale: float, ruled: bool, file_format: str) -> None:
    lines = read_picture_lines(written(map_page(scale, ruled=ruled), file_format), SECONDS)
    assert lines is not None
    start = lines.index("PROVINCIA - DISTRITO") + 1
    assert list(lines[start : start + len(RANKING)]) == RANKING
    assert [line for line in lines if line in LEGEND] == LEGEND
    assert [line for line in lines if line in BANDS] == BANDS
    assert any("Enero 2023" in line for line in lines)


@needs_tesseract
@pytest.mark.parametrize("turn", [90, 180])
def test_a_map_page_that_is_stored_turned_is_read_upright(turn: int) -> None:
    page = map_page(1.0).rotate(turn, expand=True)
    lines = read_picture_lines(written(page), SECONDS)
    assert lines is not None
    assert set(RANKING) <= set(lines)


@needs_tesseract
def test_a_map_page_with_the_noise_of_a_bad_scan_is_read() -> None:
    pixels = np.asarray(map_page(1.0)).copy()
    drawn = np.random.default_rng(7)
    is_speck = drawn.random(pixels.shape[:2]) < 0.008
    pixels[is_speck] = drawn.integers(0, 256, int(is_speck.sum()))[:, None]
    lines = read_picture_lines(written(Image.fromarray(pixels), "JPEG"), SECONDS)
    assert lines is not None
    assert set(RANKING) <= set(lines)


@needs_tesseract
def test_words_on_a_transparent_ground_and_in_colour_are_read() -> None:
    image = Image.new("RGBA", (700, 200), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(40)
    draw.text((20, 20), "MAPA DE POBREZA", (0, 0, 0, 255), font=font)
    draw.text((20, 110), "REGION MOQUEGUA", (200, 0, 0, 255), font=font)
    assert read_picture_lines(written(image), SECONDS) == ("MAPA DE POBREZA", "REGION MOQUEGUA")


@needs_tesseract
def test_a_picture_without_words_gives_none() -> None:
    assert read_picture_lines(written(Image.new("RGB", (300, 200), "white")), SECONDS) == ()


def test_without_tesseract_nothing_is_claimed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert read_picture_lines(written(map_page(0.3)), SECONDS) is None


@pytest.fixture
def never_started(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A tesseract that leaves a mark when it is started."""
    program, mark = tmp_path / "tesseract", tmp_path / "started"
    program.write_text(f"#!/bin/sh\ntouch {mark}\n")
    program.chmod(0o755)
    monkeypatch.setattr(shutil, "which", lambda _: str(program))
    return mark


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no picture",
        b"\x01\x00\x00\x00" + b"\0" * 36 + b" EMF" + b"\0" * 60,
        b"\xd7\xcd\xc6\x9a" + b"\0" * 40,
        b"\x89PNG\r\n\x1a\n" + b"\0" * 40,
        written(map_page(0.3))[:2000],
        written(Image.new("1", (8000, 6000))),
    ],
    ids=["empty", "text", "emf", "wmf", "broken", "cut off", "too many pixels"],
)
def test_what_is_no_readable_picture_gives_no_lines(content: bytes, never_started: Path) -> None:
    assert read_picture_lines(content, SECONDS) == ()
    assert not never_started.exists()


def test_no_time_left_starts_nothing(never_started: Path) -> None:
    with pytest.raises(TimeoutError):
        read_picture_lines(written(map_page(0.3)), 0.0)
    assert not never_started.exists()


def test_a_tesseract_that_hangs_is_stopped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "tesseract"
    program.write_text('#!/bin/sh\n[ "$1" = --list-langs ] || exec sleep 600\n')
    program.chmod(0o755)
    with pytest.raises(TimeoutError):
        picture_text._look(str(program), Image.new("L", (50, 50)), 0.1)


def test_a_tesseract_that_works_for_too_long_is_stopped(tmp_path: Path) -> None:
    program = tmp_path / "tesseract"
    program.write_text('#!/bin/sh\n[ "$1" = --list-langs ] || while :; do :; done\n')
    program.chmod(0o755)
    with pytest.raises(TimeoutError):
        picture_text._look(str(program), Image.new("L", (50, 50)), 1.0)


def test_spanish_is_asked_for_only_where_it_is_installed(tmp_path: Path) -> None:
    for language, options in (("spa", ("-l", "spa")), ("eng", ())):
        program = tmp_path / language
        program.write_text(f"#!/bin/sh\necho 'List of available languages:'\necho {language}\n")
        program.chmod(0o755)
        assert picture_text._language(str(program)) == options
    assert picture_text._language(str(tmp_path / "gone")) == ()


def test_symbols_are_painted_over_with_their_outline_and_nothing_else() -> None:
    image = Image.new("RGB", (900, 600), "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((100, 100, 116, 116), (250, 120, 0), INK)
    draw.line((124, 100, 124, 116), INK)
    draw.rectangle((300, 100, 700, 400), (250, 120, 0))
    draw.rectangle((400, 200, 410, 215), INK)
    grey = np.asarray(picture_text._without_symbols_and_rules(image))
    assert (grey[95:122, 95:122] == 255).all()
    assert (grey[100:117, 124] < 50).all()
    assert (grey[150:180, 310:390] < 200).all()
    assert (grey[200:216, 400:411] < 50).all()


def test_rules_are_painted_over_and_letters_are_not() -> None:
    grey = np.full((600, 900), 255, dtype=np.uint8)
    grey[100:102, 50:700] = 0
    grey[50:500, 300] = 0
    grey[200:220, 400:412] = 0
    grey[520:580, 600:850] = 0
    picture_text._paint_over_rules(grey)
    assert (grey[:200] == 255).all()
    assert (grey[220:520] == 255).all()
    assert (grey[200:220, 400:412] == 0).all()
    assert (grey[520:580, 600:850] == 0).all()


def row(line: int, left: int, text: str, confidence: float = 90.0, top: int = 100) -> str:
    return f"5\t1\t1\t1\t{line}\t1\t{left}\t{top}\t{len(text) * 10}\t20\t{confidence}\t{text}"


def test_a_line_is_cut_where_a_column_ends_and_noise_is_dropped() -> None:
    table = "\n".join(
        [
            "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight"
            "\tconf\ttext",
            "4\t1\t1\t1\t1\t0\t0\t100\t900\t20\t-1\t",
            row(1, 0, "ILO"),
            row(1, 40, "-"),
            row(1, 60, "PACOCHA"),
            row(1, 400, "Mayor"),
            row(1, 460, "al"),
            row(1, 490, " "),
            row(2, 0, "xq", 12.0),
            row(3, 0, "|—"),
            row(4, 0, "3"),
        ]
    )
    assert [line.text for line in picture_text._lines_of(table)] == [
        "ILO - PACOCHA",
        "Mayor al",
        "3",
    ]
    assert picture_text._lines_of("") == []


def test_lists_side_by_side_are_not_mixed() -> None:
    def line(left: int, top: int, text: str) -> picture_text._Line:
        return picture_text._Line(left, top, left + 200, top + 20, text, 90.0)

    mixed = [line(0, 0, "a1"), line(500, 5, "b1"), line(3, 30, "a2"), line(500, 34, "b2"),
             line(0, 60, "a3"), line(0, 300, "c")]  # fmt: skip
    ordered = picture_text._in_reading_order(mixed)
    assert [line.text for line in ordered] == ["a1", "a2", "a3", "b1", "b2", "c"]


def _too_slow(content: bytes, seconds: float) -> tuple[str, ...] | None:
    raise TimeoutError


@pytest.mark.parametrize(
    ("reader", "severity", "advice"),
    [
        (lambda content, seconds: None, "info", "install tesseract-ocr"),
        (_too_slow, "warning", "fewer pixels"),
    ],
    ids=["no program", "too slow"],
)
def test_a_map_that_is_not_read_is_said_to_be_so(
    monkeypatch: pytest.MonkeyPatch,
    reader: Callable[[bytes, float], tuple[str, ...] | None],
    severity: str,
    advice: str,
) -> None:
    document = Document("docx", (), pictures=(Picture("map.png", bytes(20_000)),))
    monkeypatch.setattr(read, "_read_format", lambda content, limits: document)
    (remark,) = read.read_document(b"", read_picture=reader).remarks
    assert (remark.code, remark.severity) == ("picture_not_read", severity)
    assert advice in remark.message
