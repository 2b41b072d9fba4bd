"""From glyphs to words, lines and paragraphs."""

from __future__ import annotations

import pytest

from orchestration.documents.pdf import access
from orchestration.documents.pdf.lines import join_lines, join_words
from orchestration.documents.pdf.paragraphs import Habits, join_paragraphs, learn_habits
from orchestration.documents.pdf.shapes import Glyph, Line, Rule

LETTER = 5.0
"""Width of every letter below; a space is half as wide."""

MARKED = Habits(marks_wraps=True, marks_all=False, words=frozenset())
UNMARKED = Habits(marks_wraps=False, marks_all=False, words=frozenset())


def glyphs(
    text: str, x: float = 0.0, y: float = 0.0, size: float = 10.0, gap: float = 0.0
) -> list[Glyph]:
    """Letters side by side; `_` leaves the width of a space without drawing one."""
    printed = []
    for letter in text:
        width = LETTER / 2 if letter in " _" else LETTER * size / 10
        if letter != "_":
            printed.append(Glyph(letter, x, x + width, y, size, 0))
        x += width + gap
    return printed


def texts(printed: list[Glyph], down: list[Rule] | None = None) -> list[str]:
    return [line.text for line in join_lines(join_words(printed, down or []), 1)]


def column(*printed: str, width: float = 100.0, step: float = 12.0) -> list[Line]:
    """Lines under each other in a place `width` wide; one that ends in a space prints it."""
    lines = []
    for number, text in enumerate(printed):
        words = join_words(glyphs(text, y=number * step), [])
        line = join_lines(words, 1)[0]
        line.left, line.right = 0.0, width
        lines.append(line)
    return lines


def paragraphs(lines: list[Line], habits: Habits) -> list[str]:
    return [text for text, _ in join_paragraphs(lines, habits)]


def test_words_are_parted_by_spaces_drawn_or_not() -> None:
    assert texts(glyphs("casos atendidos_por")) == ["casos atendidos por"]


def test_a_no_break_space_that_is_not_drawn_parts_digits() -> None:
    assert texts(glyphs("15_646")) == ["15 646"]


def test_a_thin_space_that_is_not_drawn_parts_digits() -> None:
    thin = [*glyphs("15"), *glyphs("646", x=11.2)]
    assert texts(thin) == ["15 646"]


def test_a_space_narrowed_by_kerning_parts_letters() -> None:
    assert texts([*glyphs("NIÑOS Y"), *glyphs("ADOLESCENTES", x=6.5 * LETTER + 1.6)]) == [
        "NIÑOS Y ADOLESCENTES"
    ]


def test_letters_close_together_are_one_word() -> None:
    assert texts(glyphs("Total", gap=-0.3)) == ["Total"]


def test_full_cells_without_margins_are_parted_by_the_line_between_them() -> None:
    printed = glyphs("RURALHRT")
    assert [word.text for word in join_words(printed, [Rule(25.0, -20, 20)])] == ["RURAL", "HRT"]


def test_a_word_that_reaches_over_the_next_cells_word_is_parted_from_it() -> None:
    """What begins where the words of that column begin is the next cell's."""
    printed = glyphs("ACOBAMBAS") + glyphs("4", x=42) + glyphs("5", x=42, y=20)
    words = join_words(printed, [Rule(41, -20, 40)])
    assert [word.text for word in words] == ["ACOBAMBAS", "4", "5"]


def test_a_word_that_sticks_out_of_its_cell_stays_whole() -> None:
    printed = glyphs("Bautista")
    assert [word.text for word in join_words(printed, [Rule(22.5, -20, 20)])] == ["Bautista"]


def test_a_raised_small_digit_is_a_superscript() -> None:
    printed = [*glyphs("sigue."), *glyphs("1", x=30.0, y=-4.0, size=6.0)]
    assert texts(printed) == ["sigue.¹"]


def test_a_raised_mark_may_have_more_digits_than_the_count_that_bears_it() -> None:
    assert texts([*glyphs("1"), *glyphs("10", x=5.0, y=-4.0, size=6.0)]) == ["1¹⁰"]
    assert texts([*glyphs("1"), *glyphs("10", x=12.0, y=-4.0, size=6.0)]) == ["1 10"]


def test_a_browser_raises_digits_that_are_hardly_smaller() -> None:
    assert texts([*glyphs("Mujer"), *glyphs("1", x=25, y=-3.4, size=8.33)]) == ["Mujer¹"]


def test_a_raised_mark_in_brackets_is_a_superscript() -> None:
    assert texts(glyphs("574") + glyphs("(1)", x=15.5, y=-3.0, size=6.0)) == ["574⁽¹⁾"]


def test_a_small_digit_on_the_baseline_is_none() -> None:
    printed = [*glyphs("Tabla"), *glyphs("1", x=30.0, size=6.0)]
    assert texts(printed) == ["Tabla 1"]


def test_bold_print_by_printing_twice_is_read_once() -> None:
    assert texts([*glyphs("TOTAL 38"), *glyphs("TOTAL 38", x=0.3)]) == ["TOTAL 38"]


def test_lines_printed_over_each_other_stay_apart() -> None:
    assert texts([*glyphs("CONSOLIDADO"), *glyphs("SERVICIOS", x=12, y=3.6)]) == [
        "CONSOLIDADO",
        "SERVICIOS",
    ]


def test_wrapped_lines_are_one_paragraph() -> None:
    lines = column("casos atendidos por ", "violencia familiar", width=105)
    assert paragraphs(lines, MARKED) == ["casos atendidos por violencia familiar"]
    assert paragraphs(lines, UNMARKED) == ["casos atendidos por violencia familiar"]


def test_a_line_with_room_for_the_next_word_ends_its_paragraph() -> None:
    lines = column("1 453", "casos atendidos", width=105)
    assert paragraphs(lines, MARKED) == ["1 453", "casos atendidos"]
    assert paragraphs(lines, UNMARKED) == ["1 453", "casos atendidos"]


def test_a_figure_over_its_words_stands_alone_where_nothing_else_tells() -> None:
    lines = column("1 453", "Resoluciones", "entregadas", width=70)
    assert paragraphs(lines, UNMARKED) == ["1 453", "Resoluciones entregadas"]


def test_a_number_announced_at_a_line_end_is_of_its_sentence() -> None:
    lines = column("Decreto Legislativo N° ", "1411.", width=115)
    assert paragraphs(lines, UNMARKED) == ["Decreto Legislativo N° 1411."]


def test_a_number_wrapped_at_its_space_is_whole_in_its_paragraph() -> None:
    lines = column("se informó a 15 ", "646 personas", width=80)
    assert paragraphs(lines, MARKED) == ["se informó a 15 646 personas"]


def test_a_number_wrapped_at_its_space_is_whole_where_no_space_is_printed() -> None:
    lines = column("A través de 1", "376", width=62)
    assert paragraphs(lines, UNMARKED) == ["A través de 1 376"]
    assert paragraphs(column("casos en 2 023", "376", width=75), UNMARKED)[0] != "casos en 2 023"
    assert paragraphs(column("en 2023", "376", width=40), UNMARKED) == ["en 2023", "376"]


def test_a_word_that_only_begins_sentences_begins_a_paragraph() -> None:
    """A full line leaves no room for the space that tells whether it was wrapped."""
    lines = column("por violencia", "A través de 143", width=LETTER * 12.5 + 1)
    assert paragraphs(lines, MARKED) == ["por violencia", "A través de 143"]
    lines = column("Casa de", "A. Nuevo", width=LETTER * 8)
    assert paragraphs(lines, MARKED) == ["Casa de A. Nuevo"]


def test_a_wide_step_parts_paragraphs() -> None:
    lines = column("actividades en la ", "atención", width=95)
    below = column("actividades en la ", "atención", width=95)
    for line in below:
        line.baseline += 36
    assert paragraphs(lines + below, MARKED) == ["actividades en la atención"] * 2


def test_a_word_broken_in_a_narrow_cell_is_mended() -> None:
    lines = column("Intervenció", "n", width=57)
    assert paragraphs(lines, MARKED) == ["Intervención"]
    assert paragraphs(lines, UNMARKED) == ["Intervención"]


@pytest.mark.parametrize(("head", "tail"), [("implem", "entado"), ("impleme", "ntado")])
def test_no_two_words_end_and_begin_like_that(head: str, tail: str) -> None:
    lines = column(head, tail, width=LETTER * len(head) + 1)
    assert paragraphs(lines, UNMARKED) == [head + tail]
    apart = column("servicios", "llamados", width=LETTER * len("servicios") + 1)
    assert paragraphs(apart, UNMARKED) == ["servicios llamados"]


@pytest.mark.parametrize(
    "pieces",
    [("Huaur", "a"), ("Rod", "rig", "uez"), ("Provin", "cia"), ("Comi", "sarías"), ("Il", "o")],
)
def test_known_words_broken_in_a_narrow_cell_are_mended(pieces: tuple[str, ...]) -> None:
    """However many the pieces are, and where the last of them is a word of its own."""
    lines = column(*pieces, width=LETTER * max(map(len, pieces)) + 1)
    assert paragraphs(lines, UNMARKED) == ["".join(pieces)]


def test_a_known_word_broken_where_its_language_changes_is_mended() -> None:
    """LibreOffice does that where there is room left; two known words stay two."""
    for habits in (MARKED, UNMARKED):
        assert paragraphs(column("HUAR", "MEY", width=33), habits) == ["HUARMEY"]
        assert paragraphs(column("P", "rovincia", width=42), habits) == ["Provincia"]
    assert paragraphs(column("SAN", "MARCOS", width=33), UNMARKED) == ["SAN MARCOS"]


def test_a_number_broken_in_a_narrow_cell_is_mended() -> None:
    assert paragraphs(column("72 01", "1", width=26), UNMARKED) == ["72 011"]


def test_short_words_that_fill_their_line_are_not_glued() -> None:
    habits = Habits(marks_wraps=False, marks_all=False, words=frozenset({"car", "nna"}))
    assert paragraphs(column("CAR", "NNA", width=18), habits) == ["CAR NNA"]


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("político-", "social", "político-social"),
        ("Emergencia - ", "CEM", "Emergencia - CEM"),
        ("desprotec\u00ad", "ción", "desprotección"),
    ],
)
def test_hyphens_at_a_line_end(first: str, second: str, joined: str) -> None:
    assert paragraphs(column(first, second, width=60), UNMARKED) == [joined]


@pytest.mark.parametrize("number", ["1.2", "3.1)", "2.1.-", "4.-", "B.1."])
def test_the_next_numbered_heading_begins_a_paragraph_even_after_a_full_line(number: str) -> None:
    full = "una oración larga que llena todo el renglón de la página."
    lines = column(full, f"{number} Estrategia Rural", width=LETTER * len(full))
    assert paragraphs(lines, UNMARKED) == [full, f"{number} Estrategia Rural"]


def test_a_numbered_heading_begins_a_paragraph_after_a_source_that_fills_its_line() -> None:
    full = "Fuente: Dirección de las Niñas y de los Niños"
    lines = column(full, "3. Centros Integrales", width=LETTER * len(full))
    assert paragraphs(lines, UNMARKED) == [full, "3. Centros Integrales"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("El presupuesto de la oficina regional asciende a 2 millones.", "CENTRO EMERGENCIA MUJER"),
        ("CONSEJO NACIONAL PARA LA INTEGRACIÓN – CONADIS", "El Registro Nacional de la Persona"),
    ],
)
def test_a_heading_in_capitals_is_a_paragraph_even_where_a_line_is_full(
    first: str, second: str
) -> None:
    width = glyphs(first)[-1].end + 1
    for habits in (MARKED, UNMARKED):
        assert paragraphs(column(first, second, width=width), habits) == [first, second]


def test_a_heading_in_capitals_goes_on_in_capitals_and_behind_its_colon() -> None:
    first = "CENTRO DE DESARROLLO INTEGRAL DE LA FAMILIA:"
    for second in ("CEDIF: Lugar de apoyo para todos", "Lugar de apoyo para familias"):
        lines = column(first, second, width=glyphs(first)[-1].end + 1)
        assert paragraphs(lines, UNMARKED) == [f"{first} {second}"]


def test_each_bullet_begins_a_paragraph() -> None:
    lines = column("• atención en la ", "ciudad", "• visitas", width=85)
    assert paragraphs(lines, UNMARKED) == ["• atención en la ciudad", "• visitas"]


def test_accents_printed_apart_are_joined_to_their_letters() -> None:
    assert paragraphs(column("Atencio\u0301n"), UNMARKED) == ["Atención"]


def test_habits_are_learnt_from_the_spaces_at_line_ends() -> None:
    libre = [column("casos atendidos por ", "violencia", width=105) for _ in range(3)]
    assert learn_habits(libre).marks_wraps
    word = [column("casos atendidos por ", "violencia ", width=105) for _ in range(3)]
    assert not learn_habits(word).marks_wraps
    assert learn_habits(word).marks_all


def test_ligatures_whose_bytes_stand_in_the_wrong_order() -> None:
    """Ghostscript writes the letters of `fi` so when it prints a PDF again."""
    read = [access._text_of(code) for code in (0x6600, 0x6900, 0xFB01, 0xF1)]
    assert read == ["f", "i", "fi", "ñ"]
