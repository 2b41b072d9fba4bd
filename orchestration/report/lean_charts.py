"""Pygal's charts without what only its own pages use: most of the time it takes to draw one.

A report of thousands of documents has tens of thousands of charts. Left out are Pygal's style
sheet and scripts, and what they show when a pointer rests on a mark. The settings of a drawing
are attributes of the chart, where Pygal looks into two places for every name it uses.
Does not belong here: what a chart shows (`charts`).
"""

from __future__ import annotations

from typing import Any

import pygal
from pygal.state import State


class _Lean:
    """To be mixed into a chart that is drawn once."""

    __getattribute__ = object.__getattribute__
    __setattr__ = object.__setattr__

    @property
    def state(self) -> _Lean:
        """The settings of the drawing: the chart itself has them."""
        return self

    @state.setter
    def state(self, state: State | None) -> None:
        vars(self).update(vars(state) if state else {})

    @state.deleter
    def state(self) -> None:
        pass

    def _draw(self) -> None:
        self.svg.add_styles = self.svg.add_scripts = _nothing  # type: ignore[attr-defined]
        super()._draw()  # type: ignore[misc]

    def _tooltip_data(self, *_: Any, **__: Any) -> None:
        pass


def _nothing() -> None:
    pass


class Line(_Lean, pygal.Line):  # type: ignore[misc]
    """A line; its name is Pygal's, which is in the picture."""


class HorizontalStackedBar(_Lean, pygal.HorizontalStackedBar):  # type: ignore[misc]
    """Stacked horizontal bars; their name is Pygal's, which is in the picture."""
