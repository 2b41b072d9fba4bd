"""How a document is set in type: paper, fonts, borders, shading.

Belongs here: what a reader of the file's text never sees, and a reader of its printout does.
Does not belong here: what is printed, or which tables have lines at all (`style`).

`Look()` is the real document's; `random_look` draws another one. Lengths are twentieths of a
point, sizes of type half points, as Word counts them.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Look:
    """One document's typography.

    Attributes (where the name does not say it):
        margin: left and right of the text.
        cell_margin: left and right in a cell.
        border: the kind of line around cells, as Word names it; border_width: in eighths of a
            point.
        header_fill: the colour behind heading rows, or nothing.
        centres_cells: headings and numbers stand in the middle of their cells.
        justifies: paragraphs outside tables fill their lines.
        splits_rows: a row may be cut by the end of a page.
        running_head: a line printed at the top of each page, or nothing.
    """

    paper: tuple[int, int] = (11906, 16838)
    margin: int = 1150
    font: str = "Liberation Sans"
    size: int = 16
    cell_margin: int = 60
    border: str = "single"
    border_width: int = 4
    header_fill: str = ""
    centres_cells: bool = False
    justifies: bool = False
    splits_rows: bool = False
    running_head: str = ""

    @property
    def width(self) -> int:
        """The width between the margins, in whole hundreds."""
        return (self.paper[0] - 2 * self.margin) // 100 * 100

    @property
    def small_size(self) -> int:
        """The size of type in tables of many columns."""
        return self.size - 3

    @property
    def nested_margin(self) -> int:
        """How much narrower than its cell a nested table is."""
        return 2 * self.cell_margin + 40


CHOICES: dict[str, tuple[Any, ...]] = {
    "paper": ((11906, 16838), (11906, 16838), (12240, 15840), (16838, 11906)),
    "margin": (1150, 1150, 1700, 567),
    "font": (
        "Liberation Sans",
        "Carlito",
        "Liberation Serif",
        "Liberation Sans Narrow",
        "DejaVu Sans",
    ),
    "size": (16, 16, 18, 20, 14),
    "cell_margin": (60, 80, 108, 108),
    "border": ("single", "single", "double", "dotted", "dashed"),
    "border_width": (4, 4, 8, 12),
    "header_fill": ("", "", "D9E2F3", "1F3864"),
    "centres_cells": (False, False, True),
    "justifies": (False, False, True),
    "splits_rows": (False, True),
    "running_head": ("", "", "Informe N° 023-2023-MIMP, 12 de 26 regiones"),
}
"""What each knob may be set to; repeated settings are met more often."""


def random_look(seed: int) -> Look:
    """Another document's typography, the same for the same seed."""
    rng = random.Random(f"look {seed}")
    return Look(**{knob: rng.choice(settings) for knob, settings in CHOICES.items()})
