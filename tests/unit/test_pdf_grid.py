"""The geometry of tables: which lines make which cells, and what is nested in what."""

from __future__ import annotations

from orchestration.documents.pdf.frames import find_frames
from orchestration.documents.pdf.grid import cut_table
from orchestration.documents.pdf.rules import join_pieces, meet
from orchestration.documents.pdf.shapes import Box, CellPlace, Rule, TablePlace


def cut(across: list[Rule], down: list[Rule], above: tuple[float, ...] = ()) -> TablePlace:
    across, down = meet(join_pieces(across), join_pieces(down))
    frames = find_frames(across, down)
    assert len(frames) == 1
    return cut_table(frames[0], across, down, 1, above)


def shape(table: TablePlace) -> list[list[str]]:
    """Rows of marks: `o` a cell, `^` one that goes on, `T` one with a table in it."""
    return [[mark(cell) for cell in row] for row in table.rows]


def mark(cell: CellPlace) -> str:
    if cell.continues:
        return "^"
    return "T" if any(isinstance(item, TablePlace) for item in cell.content) else "o"


def nested(table: TablePlace) -> TablePlace:
    found = [
        item
        for row in table.rows
        for cell in row
        for item in cell.content
        if isinstance(item, TablePlace)
    ]
    assert len(found) == 1
    return found[0]


def grid(xs: list[float], ys: list[float]) -> tuple[list[Rule], list[Rule]]:
    return [Rule(y, xs[0], xs[-1]) for y in ys], [Rule(x, ys[0], ys[-1]) for x in xs]


def test_pieces_of_a_dashed_line_are_one_line() -> None:
    pieces = [Rule(100, x, x + 5) for x in range(50, 200, 8)]
    assert join_pieces(pieces) == [Rule(100, 50, 199)]


def test_a_border_of_one_cell_does_not_become_its_neighbours() -> None:
    assert len(join_pieces([Rule(100, 50, 150), Rule(101.5, 150, 250)])) == 2


def test_a_double_border_is_one_line() -> None:
    assert len(join_pieces([Rule(100, 50, 250), Rule(102, 52, 248)])) == 1


def test_a_line_that_passes_its_own_a_little_is_not_drawn_out_to_the_next_table() -> None:
    across = [Rule(100, 50, 250), Rule(120, 50, 250), Rule(130, 50, 250), Rule(150, 50, 250)]
    down = [Rule(50, 98, 122.5), Rule(250, 98, 122.5), Rule(50, 128, 152), Rule(250, 128, 152)]
    assert len(find_frames(*meet(across, down))) == 2


def test_a_corner_that_a_double_border_leaves_open_is_not_drawn_out_to_a_line_below() -> None:
    """The line over footnotes begins beside it."""
    for gap in (2.5, 4.8):
        across = [Rule(0, 0, 100), Rule(50, gap, 100), Rule(62, 6, 40)]
        down = [Rule(0, 0, 50.5), Rule(50, 0, 50), Rule(100, 0, 50)]
        assert find_frames(*meet(across, down)) == [Box(0, 0, 100, 50.5)]


def test_an_outer_line_reaches_the_side_past_a_table_that_begins_below_it() -> None:
    """Borders drawn double leave their corners open, here as wide as the nested table's."""
    across = [Rule(100, 50, 250), Rule(114, 57.3, 243), Rule(200, 50, 250)]
    across += [Rule(y, 58, 150) for y in (122, 136, 150)]
    down = [Rule(x, 100, 200) for x in (50, 200, 250)] + [Rule(x, 118, 150) for x in (58, 100, 150)]
    assert shape(cut(across, down)) == [["o", "o"], ["T", "o"]]


def test_a_nested_table_whose_side_was_moved_keeps_its_last_row() -> None:
    """In small type a table stands close to the foot of its cell, and its lines end before it."""
    across = [Rule(y, 50, 400) for y in (100, 120, 153)] + [Rule(y, 60, 250) for y in (131, 140)]
    across.append(Rule(149, 60, 250))
    down = [Rule(x, 100, 153) for x in (50, 300, 400)] + [Rule(x, 131, 148.5) for x in (60, 150)]
    down.append(Rule(250, 130.5, 149.4))
    assert shape(nested(cut(across, down))) == [["o", "o"], ["o", "o"]]


def test_a_plain_grid() -> None:
    across, down = grid([50, 150, 250, 350], [100, 120, 140])
    assert shape(cut(across, down)) == [["o", "o", "o"], ["o", "o", "o"]]


def test_a_horizontal_merge_is_one_cell() -> None:
    across = [Rule(y, 50, 350) for y in (100, 120, 140)]
    down = [Rule(50, 100, 140), Rule(350, 100, 140), Rule(150, 100, 140), Rule(250, 120, 140)]
    table = cut(across, down)
    assert shape(table) == [["o", "o"], ["o", "o", "o"]]
    assert table.rows[0][1].box == Box(150, 100, 350, 120)


def test_a_vertical_merge_leaves_an_empty_cell_in_each_row_below() -> None:
    across = [Rule(100, 50, 350), Rule(120, 150, 350), Rule(140, 150, 350), Rule(160, 50, 350)]
    down = [Rule(x, 100, 160) for x in (50, 150, 250, 350)]
    assert shape(cut(across, down)) == [["o", "o", "o"], ["^", "o", "o"], ["^", "o", "o"]]


def header_over(ys: list[float]) -> tuple[list[Rule], list[Rule]]:
    """[service | usage over two periods] and a row below; the service cell is merged."""
    across = [Rule(100, 50, 450), Rule(120, 250, 450), *(Rule(y, 50, 450) for y in ys)]
    down = [Rule(x, 100, ys[-1]) for x in (50, 250, 450)] + [Rule(350, 120, ys[-1])]
    return across, down


def test_a_split_heading_is_no_nested_table() -> None:
    assert shape(cut(*header_over([140, 200]))) == [["o", "o"], ["^", "o", "o"], ["o", "o", "o"]]


def test_a_split_heading_at_the_end_of_a_page_is_no_nested_table() -> None:
    assert shape(cut(*header_over([140]))) == [["o", "o"], ["^", "o", "o"]]


def test_a_table_set_in_a_cell() -> None:
    across, down = header_over([140, 300])
    inner_across, inner_down = grid([56, 110, 180, 230], [160, 180, 200])
    table = cut(across + inner_across, down + inner_down)
    assert shape(table) == [["o", "o"], ["^", "o", "o"], ["T", "o", "o"]]
    assert shape(nested(table)) == [["o", "o", "o"], ["o", "o", "o"]]


def test_a_nested_table_that_shares_its_sides_with_the_cell() -> None:
    across, down = header_over([140, 300])
    across += [Rule(y, 50, 250) for y in (160, 180, 200)]
    down += [Rule(x, 160, 200) for x in (110, 180)]
    table = cut(across, down)
    assert shape(table) == [["o", "o"], ["^", "o", "o"], ["T", "o", "o"]]
    assert nested(table).box == Box(50, 160, 250, 200)


def test_a_nested_table_that_fills_its_cell_from_top_to_bottom() -> None:
    across, down = grid([50, 150, 350, 450], [100, 120, 200])
    inner_across, inner_down = grid([156, 270, 330], [121, 140, 160, 198])
    table = cut(across + inner_across, down + inner_down)
    assert shape(table) == [["o", "o", "o"], ["o", "T", "o"]]
    assert shape(nested(table)) == [["o", "o"], ["o", "o"], ["o", "o"]]


def test_a_nested_table_beside_cells_split_in_two() -> None:
    across, down = header_over([140, 300])
    inner_across, inner_down = grid([56, 110, 180, 230], [160, 180, 200])
    table = cut([*across, *inner_across, Rule(230, 250, 450)], down + inner_down)
    assert shape(table) == [["o", "o"], ["^", "o", "o"], ["T", "o", "o"], ["^", "o", "o"]]


def test_a_row_line_of_a_nested_table_by_chance_level_with_a_split_beside_it() -> None:
    across, down = header_over([140, 300])
    across += [Rule(y, 50, 250) for y in (160, 180, 200, 220)] + [Rule(200, 250, 450)]
    down += [Rule(x, 160, 220) for x in (110, 180)]
    table = cut(across, down)
    assert shape(table) == [["o", "o"], ["^", "o", "o"], ["T", "o", "o"], ["^", "o", "o"]]
    assert shape(nested(table)) == [["o", "o", "o"]] * 3


def test_tables_nested_three_deep() -> None:
    across: list[Rule] = []
    down: list[Rule] = []
    left, right, top, bottom = 50.0, 550.0, 100.0, 400.0
    for _ in range(4):
        more = grid([left, left + 60, right], [top, bottom])
        across, down = across + more[0], down + more[1]
        left, right, top, bottom = left + 70, right - 10, top + 20, bottom - 20
    table = cut(across, down)
    depth = 0
    while any(mark(cell) == "T" for row in table.rows for cell in row):
        assert shape(table) == [["o", "T"]]
        table, depth = nested(table), depth + 1
    assert depth == 3


def test_the_columns_of_the_page_before_tell_own_lines_from_nested_ones() -> None:
    across = [Rule(100, 50, 450), Rule(160, 250, 450), Rule(220, 50, 450)]
    down = [Rule(x, 100, 220) for x in (50, 250, 350, 450)]
    inner_across, inner_down = grid([56, 110, 180, 230], [101, 120, 140])
    table = cut(across + inner_across, down + inner_down, above=(250, 350))
    assert shape(table) == [["T", "o", "o"], ["^", "o", "o"]]


def test_frames_in_frames_without_end_are_cut_in_bounded_time() -> None:
    across: list[Rule] = []
    down: list[Rule] = []
    for inset in range(0, 270, 6):
        more = grid([10 + inset, 585 - inset], [10 + inset, 832 - inset])
        across, down = across + more[0], down + more[1]
    assert cut(across, down).rows


def test_a_drawing_of_thousands_of_lines_is_no_table() -> None:
    across = [Rule(10 + i * 0.65, 10, 590) for i in range(1300)]
    down = [Rule(10 + i * 0.45, 10, 800) for i in range(1300)]
    assert find_frames(across, down) == []


def test_a_nested_row_whose_own_lines_across_are_those_of_its_cell() -> None:
    """Its sides give it away: no words fit between them and the cell's, one of which they touch."""
    across = [Rule(y, 50, 400) for y in (100, 120, 140)]
    down = [Rule(x, 100, 140) for x in (50, 120, 330, 400)]
    down += [Rule(x, 120, 140) for x in (127, 260, 326.4)]
    table = cut(across, down)
    assert shape(table) == [["o", "o", "o"], ["o", "T", "o"]]
    assert shape(nested(table)) == [["o", "o"]]
