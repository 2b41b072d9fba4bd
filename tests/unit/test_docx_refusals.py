"""Word files that are refused, and what is wrong with them in one sentence."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.documents.docx import read_docx
from orchestration.documents.model import DocumentRefused, Limits, walk_paragraphs
from tests.unit.docx_parts import (
    content_types,
    p,
    read,
    relations,
    tbl,
    tc,
    texts,
    tr,
    word_entries,
    word_file,
    zipped,
)

LIMITS = Limits()
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def refusal(content: bytes, limits: Limits = LIMITS) -> DocumentRefused:
    with pytest.raises(DocumentRefused) as refused:
        read_docx(content, limits)
    message = refused.value.message
    assert message.endswith(".") and ":" in message and "\n" not in message
    assert len(message) < 300
    return refused.value


def with_entry(name: str, content: str | bytes, body: str = p("x")) -> bytes:
    return zipped((word_entries(body) | {name: content}).items())


def damaged(content: bytes, name: str) -> bytes:
    """The zip with one byte of this entry's packed data turned."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entry = archive.getinfo(name)
    start = entry.header_offset + 30 + len(entry.filename) + entry.compress_size // 2
    return content[:start] + bytes([content[start] ^ 0xFF]) + content[start + 1 :]


def spaces(megabytes: int) -> Iterator[tuple[str, bytes]]:
    """A Word file whose main part is mostly blanks: packed a thousand times smaller."""
    for name, content in word_entries("@").items():
        head, _, tail = (content if isinstance(content, str) else "").partition("@")
        filling = b" " * (megabytes << 20) if tail else b""
        yield name, head.encode() + filling + tail.encode()


def test_compound_files_are_told_apart() -> None:
    encrypted = OLE + "EncryptionInfo".encode("utf-16-le") + "EncryptedPackage".encode("utf-16-le")
    assert refusal(encrypted).code == "encrypted_document"
    assert refusal(OLE + "WordDocument".encode("utf-16-le")).code == "unsupported_format"
    assert refusal(OLE + "Workbook".encode("utf-16-le")).code == "unsupported_format"
    assert refusal(OLE[:8]).code == "unsupported_format"


@pytest.mark.parametrize(
    ("main_type", "code"),
    [
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
         "unsupported_format"),
        ("application/vnd.ms-excel.sheet.binary.macroEnabled.main", "unsupported_format"),
        ("application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
         "unsupported_format"),
        ("application/x-something.main+xml", "unreadable_document"),
    ],
)  # fmt: skip
def test_other_office_files_are_named(main_type: str, code: str) -> None:
    entries = word_entries(p("x")) | {
        "[Content_Types].xml": content_types("word/document.xml", main_type)
    }
    assert refusal(zipped(entries.items())).code == code
    without_relations = {name: text for name, text in entries.items() if name != "_rels/.rels"}
    assert refusal(zipped(without_relations.items())).code == code


def test_an_open_document_is_named() -> None:
    content = zipped([("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", "")])
    refused = refusal(content)
    assert refused.code == "unsupported_format"
    assert "OpenDocument" in refused.message


@pytest.mark.parametrize(
    "entries",
    [
        [("resumen.docx", "x")],
        [("mimetype", b"\xff\xfe")],
        [("[Content_Types].xml", content_types())],
        [("[Content_Types].xml", content_types()), ("_rels/.rels", relations())],
        [
            ("[Content_Types].xml", content_types()),
            ("_rels/.rels", relations(("r", "officeDocument", "word/gone.xml"))),
        ],
        [
            ("[Content_Types].xml", content_types()),
            ("_rels/.rels", relations(("r", "officeDocument", "../../../etc/passwd"))),
        ],
    ],
)
def test_a_zip_without_a_main_part_is_unreadable(entries: list[tuple[str, str | bytes]]) -> None:
    assert refusal(zipped(entries)).code == "unreadable_document"


@pytest.mark.parametrize(
    "main", ["", "no xml", "<a", "<a/>", "<w:document xmlns:w='urn:other'><w:body/></w:document>"]
)
def test_a_main_part_that_is_no_document_is_unreadable(main: str) -> None:
    refused = refusal(with_entry("word/document.xml", main))
    assert (refused.code, refused.location) == ("unreadable_document", "word/document.xml")


def test_every_cut_of_a_file_is_refused() -> None:
    content = word_file(p("x") * 50)
    for kept in (4, 30, 200, len(content) // 2, len(content) - 30, len(content) - 1):
        assert refusal(content[:kept]).code == "unreadable_document"


@pytest.mark.parametrize(
    "name", ["[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/styles.xml"]
)
def test_damage_in_a_needed_part_is_refused(name: str) -> None:
    content = word_file(p("palabras distintas 1453 73139"), styles="<w:style w:styleId='a'/>")
    refused = refusal(damaged(content, name))
    assert (refused.code, refused.location) == ("unreadable_document", name)


def test_damage_in_a_part_that_is_not_needed_does_no_harm() -> None:
    content = damaged(with_entry("docProps/app.xml", "<a>bcdefgh</a>"), "docProps/app.xml")
    assert texts(read_docx(content, LIMITS).blocks) == ["x"]


@pytest.mark.parametrize(
    "name",
    ["/etc/passwd", "../x", "word/../../x", "..\\x", "C:\\x", "c:x", "word/a\0b"],
)
def test_paths_out_of_the_archive_are_unsafe(name: str) -> None:
    content = with_entry(name.replace("\0", "@@"), "x")
    assert refusal(content.replace(b"a@@b", b"a\0\0b")).code == "unsafe_document"


def test_an_entry_twice_is_unsafe_whatever_its_case() -> None:
    entries = list(word_entries(p("uno")).items())
    with pytest.warns(UserWarning, match="Duplicate"):
        same = zipped([*entries, ("word/document.xml", "<x/>")])
    assert refusal(same).code == "unsafe_document"
    assert refusal(zipped([*entries, ("Word/Document.xml", "<x/>")])).code == "unsafe_document"


def test_too_many_entries_are_unsafe() -> None:
    content = word_file(p("x")) + b"PK\x01\x02" * 10_001
    assert refusal(content).code == "unsafe_document"


def test_a_zip_with_a_password_is_encrypted() -> None:
    content = bytearray(word_file(p("x")))
    at = content.index(b"PK\x01\x02")
    (flags,) = struct.unpack_from("<H", content, at + 8)
    struct.pack_into("<H", content, at + 8, flags | 1)
    assert refusal(bytes(content)).code == "encrypted_document"


def test_a_packing_word_does_not_use_is_unreadable() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_LZMA) as archive:
        for name, content in word_entries(p("x")).items():
            archive.writestr(name, content)
    assert refusal(buffer.getvalue()).code == "unreadable_document"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_unsafe(encoding: str) -> None:
    bomb = (
        "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;'>]>"
        "<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>"
        "<w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>"
    ).encode(encoding)
    refused = refusal(with_entry("word/document.xml", bomb))
    assert (refused.code, refused.location) == ("unsafe_document", "word/document.xml")


def test_a_document_type_cannot_hide_in_an_odd_encoding() -> None:
    hidden = b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE x +AFs-+AF0-+AD4-<x/>'
    assert refusal(with_entry("word/document.xml", hidden)).code == "unreadable_document"


def test_a_bomb_is_unsafe_and_a_large_part_too_large() -> None:
    assert refusal(zipped(spaces(20))).code == "unsafe_document"
    small = replace(LIMITS, part_bytes=1 << 20)
    assert refusal(zipped(spaces(2)), small).code == "too_large"
    both = replace(LIMITS, total_part_bytes=1 << 20)
    assert refusal(zipped(spaces(2)), both).code == "too_large"


def test_words_repeated_for_megabytes_are_taken() -> None:
    document = read(p("palabra " * 500_000))
    assert sum(len(line.text) for line in walk_paragraphs(document.blocks)) == 4_000_000


def test_markup_and_text_without_end_are_too_large() -> None:
    assert refusal(word_file("<w:p/>" * 1_000_000)).code == "too_large"
    assert refusal(word_file(p("palabra " * 1_100_000))).code == "too_large"


def test_time_is_bounded() -> None:
    refused = refusal(word_file(p("x") * 200), replace(LIMITS, seconds=-1.0))
    assert refused.code == "too_large"


def test_text_kept_in_another_file_makes_a_document_incomplete() -> None:
    for element in ("altChunk", "subDoc"):
        assert refusal(word_file(p("x") + f"<w:{element} r:id='a'/>")).code == "incomplete_document"
    inline = "<w:p><w:subDoc r:id='a'/></w:p>"
    assert refusal(word_file(inline)).code == "incomplete_document"


def test_a_large_part_that_is_not_needed_only_earns_a_warning() -> None:
    content = with_entry("customXml/item1.bin", b"\0" * (65 << 20))
    document = read_docx(content, LIMITS)
    assert texts(document.blocks) == ["x"]
    assert [(remark.code, remark.severity, remark.location) for remark in document.remarks] == [
        ("too_large", "warning", "customXml/item1.bin")
    ]


def test_macros_only_earn_a_warning() -> None:
    document = read_docx(with_entry("word/vbaProject.bin", "x"), LIMITS)
    assert [(remark.code, remark.severity) for remark in document.remarks] == [
        ("unsafe_document", "warning")
    ]


def test_a_picture_never_refuses_its_document() -> None:
    entries = word_entries(
        '<w:p><w:r><w:pict><v:imagedata r:id="i"/></w:pict></w:r></w:p>' + p("x"),
        targets=(("i", "image", "media/map.bmp"),),
        more={"word/media/map.bmp": b"\0" * (65 << 20)},
    )
    document = read_docx(zipped(entries.items()), LIMITS)
    assert document.pictures == ()
    assert [remark.code for remark in document.remarks] == ["picture_not_read"]
    assert texts(document.blocks) == ["x"]


def test_hostile_text_stays_text() -> None:
    hostile = "=cmd|' /C calc'!A0 &lt;script&gt; '; drop table x; -- \u202e@SUM(1)"
    (text,) = texts(read(p(hostile)).blocks)
    assert text == hostile.replace("&lt;", "<").replace("&gt;", ">")


WHOLE = word_file(
    tbl(tr(tc("Ilo"), tc("1 453"))),
    styles="<w:style w:styleId='a'/>",
    numbering="<w:num w:numId='1'/>",
)


@settings(max_examples=120, deadline=None)
@given(
    changes=st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), max_size=8),
    kept=st.integers(0, len(WHOLE)),
)
def test_no_damage_does_worse_than_a_refusal(changes: list[tuple[int, int]], kept: int) -> None:
    content = bytearray(WHOLE)
    for at, value in changes:
        content[at] = value
    try:
        document = read_docx(bytes(content[: max(kept, 200)]), LIMITS)
    except DocumentRefused as refused:
        assert refused.message
    else:
        assert document.file_format == "docx"


@settings(max_examples=80, deadline=None)
@given(body=st.text(st.sampled_from("<>/w:ptblrc ='1"), max_size=200))
def test_no_markup_does_worse_than_a_refusal(body: str) -> None:
    try:
        document = read(body)
    except DocumentRefused as refused:
        assert refused.code == "unreadable_document"
    else:
        assert document.file_format == "docx"
