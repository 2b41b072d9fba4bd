"""Every bad input that is tried, and the verdict it must get: one row each.

Belongs here: the list. Does not belong here: how broken bytes are built (`broken_files`) or how
a page is spoilt (`tests.document_writer.faults`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from tests.document_writer.blocks import walk
from tests.document_writer.catalogue import SERVICE_BY_CODE
from tests.document_writer.compose import compose
from tests.document_writer.faults import FAULTS, write_faulty
from tests.document_writer.spoilt_places import NotApplicable
from tests.document_writer.spoilt_words import HOSTILE_TEXTS
from tests.document_writer.write import SUFFIXES, encode
from tests.faults import broken_files as broken
from tests.faults.cases import MAP_BLOCKS, REFUSED, BadInput, Made, Subject, Verdict
from tests.faults.cases import plain_text as _text
from tests.faults.cases import refused_file as _file
from tests.faults.mangled_texts import mangled_texts

KEPT_OUT = "Taken, with the figure kept out and shown"
WARNED = "Taken, with a warning"
HOSTILE = "Hostile text"

CUT_AT = (10, 30, 50, 70, 85, 95)
"""Per cent of its bytes at which a document is cut off."""

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "pdf"

HOSTILE_LABELS = (
    "=cmd|' /C calc'!A",
    "@SUM(A:A)*cmd",
    "<script>alert()</script>",
    "'; drop table figures; --",
)
"""Texts that programs may run, without digits: a number in them would be a figure's."""

MINUTES = (
    "ACTA DE LA SESIÓN ORDINARIA DEL CONSEJO\n\nSiendo las nueve horas se reunieron quince "
    "miembros y acordaron lo siguiente:\n\n\tTema\n\tVotos\n\n\tPresupuesto\n\t15\n\n\n"
    "Sin otro asunto que tratar se levantó la sesión.\n"
)


def bad_inputs() -> list[BadInput]:
    """All of them, in the order of the table."""
    return [
        *_refused_bytes(),
        *_refused_documents(),
        *mangled_texts(),
        *_cut_off(),
        *_spoilt(),
        *_odd_but_taken(),
        *_hostile(),
    ]


# Refused whole ------------------------------------------------------------------------------


def _word(subject: Subject) -> bytes:
    return subject.written("docx").content


def _refused_bytes() -> Iterator[BadInput]:
    damaged, unsafe, other = "unreadable_document", "unsafe_document", "unsupported_format"
    yield _file("empty file", ".docx", lambda s: b"", "empty_document")
    yield _file("one line end", ".pdf", lambda s: b"\n", "empty_document")
    yield _file("blanks and line ends only", ".txt", lambda s: b" \r\n\t\n" * 90, "empty_document")
    yield _file("a mark and nothing else", ".txt", lambda s: b"\xef\xbb\xbf", "empty_document")
    yield _file("zeros only", ".docx", lambda s: b"\0" * 5000, "empty_document")
    for start, label in (
        (b"", "garbage"),
        (b"PK\x03\x04", "garbage after a zip's first bytes"),
        (b"%PDF-1.7\n", "garbage after a PDF's first bytes"),
    ):
        make = partial(lambda start, s: broken.garbage(s.seed, start=start), start)
        yield _file(label, ".docx", make, damaged)
    yield _file("Word 97 file", ".docx", lambda s: broken.compound_file("WordDocument"), other)
    yield _file(
        "Word 97 file named .txt",
        ".txt",
        lambda s: broken.compound_file("WordDocument", size=8192),
        other,
    )
    yield _file(
        "encrypted Word file",
        ".docx",
        lambda s: broken.compound_file("EncryptionInfo", "EncryptedPackage"),
        "encrypted_document",
    )
    yield _file("spreadsheet named .docx", ".docx", lambda s: broken.spreadsheet(), other)
    yield _file("OpenDocument named .docx", ".docx", lambda s: broken.open_document(), other)
    yield _file(
        "web page named .docx",
        ".docx",
        lambda s: b"<!DOCTYPE html>\n<html><body>" + _text(s).encode(),
        other,
    )
    yield _file(
        "web page named .txt", ".txt", lambda s: b"\n  <HTML lang=es>" + _text(s).encode(), other
    )
    yield _file("RTF named .docx", ".docx", lambda s: b"{\\rtf1\\ansi RESUMEN}", other)
    yield _file("picture named .pdf", ".pdf", lambda s: b"\x89PNG\r\n\x1a\n" + b"\0" * 99, other)
    yield _file("zip bomb", ".docx", lambda s: broken.zip_bomb(), unsafe, "too_large")
    yield _file("bombs in a bomb", ".docx", lambda s: broken.nested_bomb(), damaged, unsafe)
    yield _file("XML bomb", ".docx", lambda s: broken.xml_bomb(_word(s)), unsafe)
    yield _file(
        "external XML entity", ".docx", lambda s: broken.with_external_entity(_word(s)), unsafe
    )
    for path in ("../../etc/passwd", "/etc/passwd", "word/..\\..\\x"):
        make = partial(
            lambda path, s: broken.zipped([*broken.unzipped(_word(s)).items(), (path, b"x")]), path
        )
        yield _file(f"entry {path} in the zip", ".docx", make, unsafe)
    yield _file(
        "no main part",
        ".docx",
        lambda s: broken.without_entry(_word(s), "word/document.xml"),
        damaged,
    )
    yield _file(
        "no content types",
        ".docx",
        lambda s: broken.without_entry(_word(s), "[Content_Types].xml"),
        damaged,
    )
    yield _file(
        "a zip of other files",
        ".docx",
        lambda s: broken.zipped([("resumen.docx", _word(s))]),
        damaged,
    )
    yield _file(
        "main part that is no XML",
        ".docx",
        lambda s: broken.with_main_part(_word(s), lambda text: text[:-40]),
        damaged,
    )
    yield _file(
        "a block of bytes lost in the middle",
        ".docx",
        lambda s: broken.without_middle(_word(s)),
        damaged,
    )
    yield _file(
        "encrypted PDF",
        ".pdf",
        lambda s: broken.encrypted_pdf(["RESUMEN EJECUTIVO"]),
        "encrypted_document",
    )
    yield _file("PDF of scans", ".pdf", lambda s: broken.scanned_pdf(), "no_text_layer")
    yield _file("PDF bomb", ".pdf", lambda s: broken.pdf_bomb(), unsafe, "too_large")
    yield _file(
        "PDF whose pages lead in a circle",
        ".pdf",
        lambda s: broken.pdf_loop(),
        damaged,
        "no_text_layer",
        "too_large",
    )


def _refused_documents() -> Iterator[BadInput]:
    yield _file("text of another subject", ".txt", lambda s: MINUTES.encode(), "not_a_summary")
    yield _file(
        "Word file of another subject",
        ".docx",
        lambda s: broken.with_main_part(_word(s), _only_first_words),
        "not_a_summary",
    )
    yield _file(
        "PDF of another subject",
        ".pdf",
        lambda s: broken.plain_pdf(["ACTA DE LA SESIÓN", "Se acordó lo siguiente."]),
        "not_a_summary",
    )
    for instead, label in ((" ", "one blank"), ("    ", "four blanks"), ("", "nothing")):
        make = partial(lambda new, s: _text(s).replace("\t", new).encode(), instead)
        yield _file(f"tabs lost to {label}", ".txt", make, "unknown_layout")
    for encoding in ("cp1252", "latin-1", "mac_roman", "cp437", "cp850", "cp1251"):
        make = partial(
            lambda encoding, s: _text(s).encode().decode(encoding, "replace").encode(), encoding
        )
        yield _file(f"UTF-8 read as {encoding}", ".txt", make, "unreadable_document")
    yield _file(
        "letters with accents lost to ?",
        ".txt",
        lambda s: _text(s).encode("ascii", "replace"),
        "unreadable_document",
    )
    yield _file(
        "letters with accents lost to marks",
        ".txt",
        lambda s: _text(s).encode("cp1252", "replace").decode("utf-8", "replace").encode(),
        "unreadable_document",
    )
    for name in ("two_departments", "no_period", "future_month"):
        for file_format in ("text", "docx"):
            fault = FAULTS[name]
            yield BadInput(
                f"{name.replace('_', ' ')} ({file_format})",
                REFUSED,
                SUFFIXES[file_format],
                partial(_spoil, name, file_format),
                "refused",
                (fault.code,),
            )


def _only_first_words(text: str) -> str:
    """A Word file's text part with nothing of a summary left in it."""
    start, end = text.index("<w:body>") + len("<w:body>"), text.rindex("</w:body>")
    return f"{text[:start]}<w:p><w:r><w:t>Acta de la sesión.</w:t></w:r></w:p>{text[end:]}"


def _cut_off() -> Iterator[BadInput]:
    incomplete = ("incomplete_document", "unknown_layout", "not_a_summary", "missing_period")
    for percent in CUT_AT:
        yield _file(
            f"text cut off at {percent} %",
            ".txt",
            partial(_cut_in_a_line, percent),
            *(incomplete if percent <= 10 else incomplete[:1]),
        )
        yield _file(
            f"text cut off after the line at {percent} %",
            ".txt",
            partial(_cut_after_line, percent),
            *(incomplete if percent <= 10 else incomplete[:1]),
        )
    for percent in CUT_AT:
        make = partial(lambda percent, s: broken.cut(_word(s), percent), percent)
        yield _file(f"Word file cut off at {percent} %", ".docx", make, "unreadable_document")
    for percent in (30, 70, 95):
        make = partial(lambda percent, s: broken.cut(_printed(), percent), percent)
        yield _file(f"PDF cut off at {percent} %", ".pdf", make, "unreadable_document")
    yield _file(
        "text that ends before CONSOLIDADO",
        ".txt",
        partial(_text_before, "CONSOLIDADO"),
        "incomplete_document",
    )
    for file_format in ("text", "docx"):
        yield BadInput(
            f"last pages missing ({file_format})",
            REFUSED,
            SUFFIXES[file_format],
            partial(_spoil, "cut_off", file_format),
            "refused",
            ("incomplete_document",),
        )


def _cut_in_a_line(percent: int, subject: Subject) -> bytes:
    """A text in any encoding, cut where a line has begun."""
    return broken.cut(subject.written("text").content, percent).rstrip(b"\r\n\0")


def _cut_after_line(percent: int, subject: Subject) -> bytes:
    """A text cut at a line end, outside the glossary, whose end nothing announces."""
    style = {"encoding": "utf-8", "line_ending": "\n", "map_page": True, "glossary": False}
    content = subject.written("text", **style).content
    return content[: content.index(b"\n", len(content) * percent // 100) + 1]


def _text_before(mark: str, subject: Subject) -> bytes:
    text = subject.written("text", encoding="utf-8", line_ending="\n", map_page=True).content
    at = text.rfind(mark.encode())
    if at < 0:
        raise NotApplicable
    return text[:at]


def _text_without_map(mark: str, subject: Subject) -> Made:
    """A text that ends before a mark behind its matrices; all figures but the map's are there."""
    written = subject.written("text", encoding="utf-8", line_ending="\n", map_page=True)
    figures = (figure for figure in written.figures if figure.block not in MAP_BLOCKS)
    return Made(_text_before(mark, subject), tuple(figures))


def _printed() -> bytes:
    """A whole PDF."""
    return (FIXTURES / "tacna_plain.pdf").read_bytes()


# Taken, with something said -----------------------------------------------------------------


def _spoil(name: str, file_format: str, subject: Subject) -> Made:
    written = write_faulty(subject.truth(), subject.style(), file_format, name, subject.seed)
    figures = written.figures
    if file_format != "text":
        figures = tuple(figure for figure in figures if figure.block not in MAP_BLOCKS)
    return Made(written.content, figures)


def _spoilt() -> Iterator[BadInput]:
    """The faults of the document writer that do not refuse the document."""
    of_the_map = {"wrong_legend", "map_of_another_month"}
    for name, fault in FAULTS.items():
        if fault.scope == "document":
            continue
        verdict: Verdict = "kept out" if fault.severity == "error" else "warned"
        for file_format in ("text", "docx"):
            if file_format in fault.formats and (name not in of_the_map or file_format == "text"):
                yield BadInput(
                    f"{name.replace('_', ' ')} ({file_format})",
                    HOSTILE
                    if name == "hostile_text"
                    else KEPT_OUT
                    if verdict == "kept out"
                    else WARNED,
                    SUFFIXES[file_format],
                    partial(_spoil, name, file_format),
                    verdict,
                    (fault.code,),
                    named=True,
                )


def _with_word_file(change: Callable[[bytes], bytes]) -> Callable[[Subject], Made]:
    """A good document's Word file, changed where no figure is."""

    def make(subject: Subject) -> Made:
        written = subject.written("docx")
        figures = (one for one in written.figures if one.block not in MAP_BLOCKS)
        return Made(change(written.content), tuple(figures))

    return make


def _with_text(change: Callable[[str], str]) -> Callable[[Subject], Made]:
    """A good document's text export, changed where no figure is."""

    def make(subject: Subject) -> Made:
        style = {"encoding": "utf-8", "line_ending": "\n", "newer_tika": False, "sources": True}
        written = subject.written("text", **style)
        return Made(change(written.content.decode()).encode(), written.figures)

    return make


def _nested_tables(depth: int) -> str:
    table = "<w:p><w:r><w:t>nada</w:t></w:r></w:p>"
    for _ in range(depth):
        table = f"<w:tbl><w:tr><w:tc>{table}<w:p/></w:tc></w:tr></w:tbl>"
    return f"{table}<w:p/>"


def _large_cell(megabytes: int) -> str:
    text = "palabra " * (megabytes * broken.MEGABYTE // 8)
    cell = f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
    return f"<w:tbl><w:tr><w:tc>{cell}</w:tc></w:tr></w:tbl><w:p/>"


def _odd_but_taken() -> Iterator[BadInput]:
    def row(name: str, suffix: str, make: Callable[[Subject], Made], *codes: str) -> BadInput:
        return BadInput(name, WARNED, suffix, make, "warned", tuple(codes))

    yield row(
        "macros inside",
        ".docm",
        _with_word_file(
            lambda content: broken.with_entries(content, word__vbaProject_bin=b"\xd0\xcf" * 900)
        ),
        "unsafe_document",
    )
    for mark in ("GLOSARIO", "[image: ]"):
        make = partial(_text_without_map, mark)
        yield row(f"text that ends before {mark}", ".txt", make, "incomplete_document")
    yield row(
        "a 200 MB part that nothing uses",
        ".docx",
        _with_word_file(
            lambda content: broken.with_entries(
                content, customXml__item9_bin=b"\0" * (200 * broken.MEGABYTE)
            )
        ),
        "too_large",
    )
    yield row(
        "fifty levels of tables",
        ".docx",
        _with_word_file(lambda content: broken.with_body(content, _nested_tables(50))),
        "unknown_layout",
    )
    yield row(
        "megabytes of text in a cell",
        ".docx",
        _with_word_file(lambda content: broken.with_body(content, _large_cell(3))),
        "suspicious_text",
    )
    yield row(
        "megabytes of text in a paragraph",
        ".txt",
        _with_text(lambda text: text.replace("\n", "\n" + "palabra " * 400_000 + "\n", 1)),
        "suspicious_text",
    )
    yield row(
        "megabytes of numbers in a cell",
        ".docx",
        _with_word_file(
            lambda content: broken.with_body(content, _large_cell(1).replace("palabra", "12 345 y"))
        ),
        "suspicious_text",
        "unclaimed_number",
    )


def _hostile() -> Iterator[BadInput]:
    for text in HOSTILE_TEXTS:
        yield BadInput(
            f"{text} as a paragraph",
            HOSTILE,
            ".txt",
            _with_text(partial(lambda text, page: page.replace("\n", f"\n{text}\n", 1), text)),
            "warned",
            ("suspicious_text",),
            named=True,
        )
    for text in HOSTILE_LABELS:
        for file_format in ("text", "docx"):
            yield BadInput(
                f"{text} as a measure ({file_format})",
                HOSTILE,
                SUFFIXES[file_format],
                partial(_hostile_measure, text, file_format),
                "warned",
                ("unknown_measure",),
                named=True,
            )


def _hostile_measure(text: str, file_format: str, subject: Subject) -> Made:
    """A hostile text in place of a measure's words, so that it becomes a label of the marts."""
    composition = compose(subject.truth(), subject.style(measures="cells"))
    words = SERVICE_BY_CODE["LINEA_100"].measures[0].after
    of_measure = [
        slot.figure
        for slot in composition.slots
        if slot.figure.measure_code == "consultas_telefonicas" and slot.figure.value is not None
    ]
    if not of_measure:
        raise NotApplicable
    for par in walk(composition.pages.body):
        par.text = par.text.replace(words, text)
    for slot in composition.slots:
        if slot.figure.measure_code == "consultas_telefonicas":
            slot.figure.measure_code = None
    figures = [
        figure
        for figure in composition.figures
        if file_format == "text" or figure.block not in MAP_BLOCKS
    ]
    return Made(encode(composition, file_format), tuple(figures))
