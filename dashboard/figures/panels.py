"""Tables of levels as a Plotly figure: a profile, several profiles, a country's years.

Every cell is a bar, because bars can be hatched and cells of a heatmap can't.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from textwrap import wrap
from typing import Any

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from dashboard.figures.look import ink_of, legend_bar, marker_of
from dashboard.theme import NOT_APPLICABLE_CLASS, PAPER

CELL = 36  # pixels a row
TITLES = "title of a panel"
TITLE = 18  # pixels a line of a panel's title
MANY_COLUMNS = 4  # from more on, their names stand aslant


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One value. ``column`` and ``row`` count from 1.

    Attributes:
        css: class of its step, see dashboard.theme.
        label: of its step, as in the legend.
        text: what is written on it.
        words: the same in words, for the pointer.
        drop: what is written on its left edge, where the level falls; "" is nothing.
        is_framed: it has a dark rim.
    """

    column: int
    row: int
    css: str
    label: str
    text: str
    words: str
    drop: str = ""
    is_framed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One table of values."""

    title: str
    columns: Sequence[str]
    rows: Sequence[str]
    cells: Sequence[Cell] = field(repr=False)

    @property
    def height(self) -> int:
        """Pixels of the cells."""
        return CELL * len(self.rows)

    @property
    def title_lines(self) -> list[str]:
        return wrap(self.title, 88)

    @property
    def is_aslant(self) -> bool:
        return len(self.columns) > MANY_COLUMNS

    @property
    def names_height(self) -> int:
        """Pixels over the cells that the names of the columns need."""
        return min(18 + 4 * max(map(len, self.columns)), 160) if self.is_aslant else 26

    @property
    def head(self) -> int:
        """Pixels over the cells, for title and names of the columns."""
        return self.names_height + TITLE * len(self.title_lines) + 6


def body_height(panels: Sequence[Panel]) -> int:
    """Return the pixels of height that the panels need, without the first one's head."""
    return sum(panel.height for panel in panels) + sum(p.head + 14 for p in panels[1:])


def figure(panels: Sequence[Panel], legend: Mapping[str, str], mode: str = "light") -> go.Figure:
    """Draw the panels one under the other.

    Args:
        legend: label -> class of every step, in the order of the legend. Cells without a label
            are plain: their text alone.
        mode: light or dark.
    """
    body, used = body_height(panels), 0.0
    made = make_subplots(rows=len(panels), cols=1)
    for label, css in legend.items():
        made.add_trace(legend_bar(label, css, mode), row=1, col=1)
    for number, panel in enumerate(panels, start=1):
        for label, css in {**legend, "": NOT_APPLICABLE_CLASS}.items():
            cells = [cell for cell in panel.cells if cell.label == label]
            if cells:
                made.add_trace(_bars(cells, label, css, mode), row=number, col=1)
        used += panel.head + 14 if number > 1 else 0
        domain = [max(0.0, 1 - (used + panel.height) / body), 1 - used / body]
        used += panel.height
        _axes(made, number, panel, domain, mode)
    widest = max(len(row) for panel in panels for row in panel.rows)
    last = max((len(panel.columns[-1]) for panel in panels if panel.is_aslant), default=0)
    left = 26 + round(6.6 * widest)
    made.update_layout(barmode="overlay", margin={"l": left, "r": max(16, 5 * last)})
    made.update_annotations({"xshift": 16 - left}, selector={"name": TITLES})
    return made


def _bars(cells: Sequence[Cell], label: str, css: str, mode: str) -> go.Bar:
    return go.Bar(
        x=[cell.column for cell in cells],
        y=[0.94] * len(cells),
        base=[cell.row - 0.47 for cell in cells],
        width=[0.97] * len(cells),
        text=[escape(cell.text) for cell in cells],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        constraintext="none",
        textfont={"color": ink_of(css, mode)},
        marker=_rimmed(cells, marker_of(css, mode), mode),
        customdata=[escape(cell.words) for cell in cells],
        hovertemplate="%{customdata}<extra></extra>",
        name=escape(label),
        legendgroup=label,
        showlegend=False,
    )


def _rimmed(cells: Sequence[Cell], marker: dict[str, Any], mode: str) -> dict[str, Any]:
    """Return the marker with a dark rim around the cells that are framed."""
    if not any(cell.is_framed for cell in cells):
        return marker
    plain, ink = marker["line"], PAPER[mode]["ink"]
    line = {
        "width": [2.5 if cell.is_framed else plain["width"] for cell in cells],
        "color": [ink if cell.is_framed else plain["color"] for cell in cells],
    }
    return {**marker, "line": line}


def _axes(made: go.Figure, number: int, panel: Panel, domain: Sequence[float], mode: str) -> None:
    quiet = PAPER[mode]["quiet"]
    made.update_xaxes(
        row=number, col=1, side="top", range=[0.5, len(panel.columns) + 0.5], showgrid=False,
        zeroline=False, fixedrange=True, tickvals=list(range(1, len(panel.columns) + 1)),
        ticktext=[escape(text) for text in panel.columns], ticks="", automargin=False,
        ticklabeloverflow="allow",
        tickangle=-32 if panel.is_aslant else 0,
    )  # fmt: skip
    made.update_yaxes(
        row=number, col=1, range=[len(panel.rows) + 0.5, 0.5], domain=domain, showgrid=False,
        zeroline=False, fixedrange=True, tickvals=list(range(1, len(panel.rows) + 1)), ticks="",
        ticktext=[f"{escape(text)} " for text in panel.rows], automargin=False,
    )  # fmt: skip
    axis = "" if number == 1 else str(number)
    if panel.title:
        lines = "<br>".join(f"<b>{escape(line)}</b>" for line in panel.title_lines)
        made.add_annotation(
            text=lines, xref="paper", x=0, xanchor="left", align="left", showarrow=False,
            yref=f"y{axis} domain", y=1, yanchor="bottom", yshift=panel.names_height,
            name=TITLES,
        )  # fmt: skip
    for cell in panel.cells:
        if cell.drop:
            made.add_annotation(
                text=cell.drop, xref=f"x{axis}", x=cell.column - 0.5, yref=f"y{axis}",
                y=cell.row + 0.28, showarrow=False, borderpad=1, font={"size": 10},
                bgcolor=PAPER[mode]["paper"], bordercolor=quiet, hovertext=escape(cell.words),
            )  # fmt: skip
