"""What of a Word paragraph is printed, and as what."""

from __future__ import annotations

import io

import docx
import pytest

from orchestration.documents.docx import read_docx
from orchestration.documents.model import Limits
from tests.unit.docx_parts import STRICT, p, part, read, relations, texts, word_entries, zipped


def run(inner: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr>{inner}</w:r>"


def t(text: str) -> str:
    return f'<w:t xml:space="preserve">{text}</w:t>'


def printed(inline: str, **parts: object) -> list[object]:
    return texts(read(f"<w:p>{inline}</w:p>", **parts).blocks)


def test_a_file_of_python_docx_is_read_in_body_order() -> None:
    document = docx.Document()
    document.add_heading("RESUMEN EJECUTIVO", 0)
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Año 2022", "1 453"
    document.add_paragraph("Fuente: AURORA")
    buffer = io.BytesIO()
    document.save(buffer)

    read_back = read_docx(buffer.getvalue(), Limits())

    assert texts(read_back.blocks) == [
        "RESUMEN EJECUTIVO",
        [["Año 2022", "1 453"]],
        "Fuente: AURORA",
    ]
    assert read_back.file_format == "docx"
    assert read_back.remarks == ()


@pytest.mark.parametrize(
    ("inline", "text"),
    [
        (run(t("1 4")) + run(t("53")), "1 453"),
        (run(t("casos") + "<w:br/>" + t("atendidos")), "casos\natendidos"),
        (run(t("a") + "<w:cr/>" + t("b")), "a\nb"),
        (run(t("a") + "<w:tab/>" + t("b") + "<w:ptab/>" + t("c")), "a\tb\tc"),
        (run(t("Ene") + "<w:noBreakHyphen/>" + t("Feb")), "Ene-Feb"),
        (run(t("Moque") + "<w:softHyphen/>" + t("gua")), "Moquegua"),
        (run(t("N") + '<w:sym w:font="Symbol" w:char="F0B0"/>'), "N°"),
        (run('<w:sym w:font="Symbol" w:char="F037"/>'), "7"),
        (run('<w:sym w:font="Arial" w:char="00BA"/><w:sym w:char="zz"/>'), "º"),
        (run("<w:t>  juntos </w:t>") + run("<w:t> y\nseguidos</w:t>"), "juntosy seguidos"),
        (run("<w:br w:type='page'/>" + t("tras el salto")), "tras el salto"),
        (run(t("UPE Moquegua ")), "UPE Moquegua "),
        (run("<w:ruby><w:rubyBase>" + run(t("base")) + "</w:rubyBase></w:ruby>"), "base"),
        (
            run(
                "<mc:AlternateContent><mc:Choice Requires='cx1'/>"
                "<mc:Fallback><w:t>CIAM</w:t></mc:Fallback></mc:AlternateContent>"
            ),
            "CIAM",
        ),
    ],
)
def test_characters_print_as_word_prints_them(inline: str, text: str) -> None:
    assert printed(inline) == [text]


@pytest.mark.parametrize(
    "wrapped",
    [
        "<w:hyperlink r:id='x'>{}</w:hyperlink>",
        "<w:smartTag w:element='place'><w:smartTagPr/>{}</w:smartTag>",
        "<w:customXml w:element='x'>{}</w:customXml>",
        "<w:sdt><w:sdtPr><w:alias w:val='no'/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>",
        "<w:ins w:id='1' w:author='a'>{}</w:ins>",
        "<w:moveTo w:id='1' w:author='a'>{}</w:moveTo>",
        "<w:fldSimple w:instr='PAGE'>{}</w:fldSimple>",
        "<w:dir w:val='rtl'><w:bdo w:val='ltr'>{}</w:bdo></w:dir>",
    ],
)
def test_words_are_found_in_every_wrapper(wrapped: str) -> None:
    assert printed(run(t("a ")) + wrapped.format(run(t("1 453"))) + run(t(" z"))) == ["a 1 453 z"]


@pytest.mark.parametrize(
    "dropped",
    [
        f"<w:del w:id='1' w:author='a'>{run('<w:delText>9</w:delText>')}</w:del>",
        f"<w:moveFrom w:id='1' w:author='a'>{run(t('9'))}</w:moveFrom>",
        run(t("9"), "<w:vanish/>"),
        run("<w:instrText>PAGE 9</w:instrText>"),
        run(t("9"), "<w:rStyle w:val='Oculto'/>"),
        run("<w:ruby><w:rt>" + run(t("9")) + "</w:rt></w:ruby>"),
    ],
)
def test_what_is_not_printed_is_left_out(dropped: str) -> None:
    styles = (
        "<w:style w:type='character' w:styleId='Base'><w:rPr><w:vanish/></w:rPr></w:style>"
        "<w:style w:type='character' w:styleId='Oculto'><w:basedOn w:val='Base'/></w:style>"
    )
    assert printed(run(t("6 ")) + dropped + run(t("casos")), styles=styles) == ["6 casos"]


@pytest.mark.parametrize("struck", ["<w:strike/>", "<w:dstrike w:val='1'/>"])
def test_digits_that_are_crossed_out_are_no_number(struck: str) -> None:
    words = printed(run(t("88 casos"), struck) + run(t("35"), "<w:strike w:val='0'/>"))
    assert words == ["8\u03368\u0336 casos35"]


def test_hiding_can_be_switched_off_again() -> None:
    styles = (
        "<w:style w:type='paragraph' w:styleId='Oculto'><w:rPr><w:vanish/></w:rPr></w:style>"
        "<w:style w:type='paragraph' w:styleId='Visto'><w:basedOn w:val='Oculto'/>"
        "<w:rPr><w:vanish w:val='0'/></w:rPr></w:style>"
    )
    document = read(
        p("no", "<w:pStyle w:val='Oculto'/>")
        + p("si", "<w:pStyle w:val='Oculto'/>", "<w:vanish w:val='false'/>")
        + p("tambien", "<w:pStyle w:val='Visto'/>"),
        styles=styles,
    )
    assert texts(document.blocks) == ["si", "tambien"]


def field(instruction: str, result: str) -> str:
    mark = "<w:fldChar w:fldCharType='{}'/>"
    return (
        run(mark.format("begin"))
        + run(f"<w:instrText>{instruction}</w:instrText>")
        + run(mark.format("separate"))
        + result
        + run(mark.format("end"))
    )


def test_of_a_field_the_result_counts() -> None:
    assert printed(run(t("Pág. ")) + field(" PAGE ", run(t("6")))) == ["Pág. 6"]


def test_a_field_within_an_instruction_is_not_printed() -> None:
    mark = "<w:fldChar w:fldCharType='{}'/>"
    inner = field(" MERGEFIELD n ", run(t("77")))
    outer = (
        run(mark.format("begin"))
        + run("<w:instrText> IF </w:instrText>")
        + inner
        + run(mark.format("separate"))
        + run(t("5"))
        + run(mark.format("end"))
    )
    assert printed(outer) == ["5"]


def test_a_field_that_never_ends_hides_nothing() -> None:
    broken = run("<w:fldChar w:fldCharType='begin'/>") + run(t("1 453"))
    assert printed(broken) == ["1 453"]


def test_a_field_may_span_paragraphs() -> None:
    mark = "<w:r><w:fldChar w:fldCharType='{}'/></w:r>"
    body = (
        f"<w:p>{mark.format('begin')}{run('<w:instrText>TOC</w:instrText>')}"
        f"{mark.format('separate')}{run(t('uno'))}</w:p>{p('dos')}<w:p>{mark.format('end')}</w:p>"
    )
    assert texts(read(body).blocks) == ["uno", "dos"]


def test_raised_digits_become_superscripts() -> None:
    styles = (
        "<w:style w:type='character' w:styleId='Nota'>"
        "<w:rPr><w:vertAlign w:val='superscript'/></w:rPr></w:style>"
    )
    raised = "<w:vertAlign w:val='superscript'/>"
    assert printed(run(t("453")) + run(t("12"), raised)) == ["453¹²"]
    assert printed(run(t("453")) + run(t("(1)"), "<w:rStyle w:val='Nota'/>"), styles=styles) == [
        "453⁽¹⁾"
    ]
    assert printed(run(t("N")) + run(t("o"), raised)) == ["Nº"]
    lowered = run(t("2"), "<w:vertAlign w:val='subscript'/>")
    assert printed(run(t("H")) + lowered) == ["H2"]
    assert printed(run(t("12")) + lowered) == ["12₂"]


def test_a_digit_moved_up_by_hand_behind_another_is_a_mark() -> None:
    up, little = "<w:position w:val='6'/>", "<w:position w:val='2'/>"
    assert printed(run(t("191")) + run(t("1"), up)) == ["191¹"]
    assert printed(run(t("19"), up) + run(t("1"), up)) == ["191"]
    assert printed(run(t("19")) + run(t("1"), little)) == ["191"]
    assert printed(run(t("12")) + run(t("2"), "<w:position w:val='-6'/>")) == ["12₂"]


def test_what_is_chosen_from_a_list_is_printed() -> None:
    """No run repeats it; the month of a period may be chosen so."""
    choices = "".join(f"<w:listEntry w:val='{month}'/>" for month in ("Ene", "Feb"))
    for result, month in (
        ("<w:result w:val='1'/>", "Feb"),
        ("", "Ene"),
        ("<w:result w:val='9'/>", ""),
    ):
        field = f"<w:ffData><w:ddList>{result}{choices}</w:ddList></w:ffData>"
        begins = f"<w:fldChar w:fldCharType='begin'>{field}</w:fldChar>"
        ends = "<w:instrText> FORMDROPDOWN </w:instrText><w:fldChar w:fldCharType='end'/>"
        assert printed(run(begins) + run(ends) + run(t(" 2023"))) == [f"{month} 2023"]


def test_notes_are_numbered_in_reading_order_and_kept_apart() -> None:
    footnotes = (
        f"<w:footnote w:id='0' w:type='separator'>{p('no')}</w:footnote>"
        f"<w:footnote w:id='2'>{p('segunda')}</w:footnote>"
        f"<w:footnote w:id='7'><w:p>{run('<w:footnoteRef/>')}{run(t(' primera, 2 líneas'))}</w:p>"
        f"{p('sigue')}</w:footnote>"
        f"<w:footnote w:id='9'>{p('sin llamada')}</w:footnote>"
    )
    endnotes = (
        f"<w:endnote w:id='3'><w:p>{run('<w:endnoteRef/>')}{run(t(' fin'))}</w:p></w:endnote>"
    )
    raised = "<w:vertAlign w:val='superscript'/>"
    document = read(
        f"<w:p>{run(t('Ilo'))}{run('<w:footnoteReference w:id=' + chr(34) + '7' + chr(34) + '/>')}"
        f"{run('<w:endnoteReference w:id=' + chr(34) + '3' + chr(34) + '/>', raised)}</w:p>"
        f"<w:p>{run(t('453'))}{run('<w:footnoteReference w:id=' + chr(34) + '2' + chr(34) + '/>')}"
        f"</w:p>",
        footnotes=footnotes,
        endnotes=endnotes,
    )
    assert texts(document.blocks) == ["Ilo¹¹", "453²"]
    assert [note.text for note in document.footnotes] == [
        "¹ primera, 2 líneas",
        "sigue",
        "segunda",
        "¹ fin",
    ]


def test_a_typed_note_mark_replaces_the_number() -> None:
    reference = "<w:footnoteReference w:customMarkFollows='1' w:id='1'/>"
    assert printed(run(t("453")) + run(reference + t("*"))) == ["453*"]


def test_mathematics_is_read() -> None:
    fraction = (
        "<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num>"
        "<m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>"
    )
    assert printed(run(t("tasa ")) + fraction) == ["tasa 1/2"]


def test_a_paragraph_whose_end_was_deleted_runs_into_the_next() -> None:
    for mark in ("<w:del w:id='1' w:author='a'/>", "<w:vanish/><w:specVanish/>"):
        body = p("1.1 Línea", f"<w:rPr>{mark}</w:rPr>") + p(" 100: servicio") + p("otro")
        assert texts(read(body).blocks) == ["1.1 Línea 100: servicio", "otro"]


def test_blank_paragraphs_print_nothing() -> None:
    assert texts(read(p("") + p(" \u00a0 ") + p("x") + "<w:p/>").blocks) == ["x"]


def test_headers_and_footers_are_kept_apart_each_part_once() -> None:
    section = "<w:sectPr><w:headerReference w:type='{}' r:id='h1'/>{}</w:sectPr>"
    body = f"<w:p><w:pPr>{section.format('first', '')}</w:pPr></w:p>{p('cuerpo')}" + section.format(
        "default", "<w:footerReference w:type='default' r:id='f1'/>"
    )
    head = f"<w:tbl><w:tr><w:tc>{p('PERÚ')}</w:tc><w:tc>{p('MIMP')}</w:tc></w:tr></w:tbl>"
    foot = f"<w:p>{field(' PAGE ', run(t('6')))}{run(t(' / 8'))}</w:p>"
    document = read(
        body,
        targets=(("h1", "header", "header1.xml"), ("f1", "footer", "footer1.xml")),
        more={"word/header1.xml": part("hdr", head), "word/footer1.xml": part("ftr", foot)},
    )
    assert texts(document.blocks) == ["cuerpo"]
    assert [line.text for line in document.headers] == ["PERÚ", "MIMP"]
    assert [line.text for line in document.footers] == ["6 / 8"]


def test_a_strict_document_reads_the_same() -> None:
    entries = word_entries(
        p("Ilo", run="<w:vertAlign w:val='superscript'/>")
        + "<w:p><m:oMath><m:r><m:t>9</m:t></m:r></m:oMath></w:p>"
        + "<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>",
    )
    plain = read_docx(zipped(entries.items()), Limits())
    for name, content in entries.items():
        for transitional, strict in STRICT:
            content = str(content).replace(transitional, strict)
        entries[name] = content
    assert "purl.oclc.org" in str(entries["word/document.xml"])
    assert read_docx(zipped(entries.items()), Limits()) == plain
    assert texts(plain.blocks) == ["Ilo", "9", [[""]]]


def test_a_part_in_utf_16_is_read() -> None:
    entries = word_entries(p("Ichuña"))
    entries["word/document.xml"] = (
        '<?xml version="1.0" encoding="UTF-16"?>' + str(entries["word/document.xml"])
    ).encode("utf-16")
    assert texts(read_docx(zipped(entries.items()), Limits()).blocks) == ["Ichuña"]


def test_the_main_part_is_found_by_relation_not_by_name() -> None:
    entries = word_entries(p("aquí"))
    moved = {
        "[Content_Types].xml": str(entries["[Content_Types].xml"]).replace(
            "word/document", "Otra/Parte 1"
        ),
        "_rels/.rels": relations(("r1", "officeDocument", "/otra/Parte%201.xml")),
        "otra/Parte 1.xml": entries["word/document.xml"],
    }
    assert texts(read_docx(zipped(moved.items()), Limits()).blocks) == ["aquí"]
    without_relations = word_entries(p("por tipo"))
    del without_relations["_rels/.rels"]
    assert texts(read_docx(zipped(without_relations.items()), Limits()).blocks) == ["por tipo"]
