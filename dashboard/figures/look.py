"""How a step looks in a Plotly figure, and what stands around every figure that leaves the atlas.

Colours are the theme's. What is not known has a hatch that no level has.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape
from textwrap import wrap
from typing import Any

import plotly.graph_objects as go

from dashboard.theme import (
    HATCH,
    NOT_APPLICABLE_CLASS,
    PAPER,
    UNKNOWN_CLASS,
    UNKNOWN_INK,
    chart_layout,
    step_fill,
    step_ink,
)

SIDE = 16  # pixels left free at the sides
NARROWEST = 640  # pixels that the words around a figure count on
TITLE = 24  # pixels a line of the title
LINE = 16  # pixels a line of the caption
ROW = 22  # pixels a row of the legend


def fill_of(css: str, mode: str) -> str:
    """Return the ground colour of a step's class."""
    if css == NOT_APPLICABLE_CLASS:
        return PAPER[mode]["card"]
    return step_fill(css) or UNKNOWN_INK[mode].fill


def ink_of(css: str, mode: str) -> str:
    """Return the text colour that reads on a step."""
    return step_ink(css) or UNKNOWN_INK[mode].text


def pattern_of(css: str, mode: str) -> dict[str, Any]:
    """Return the hatch of a step: one for what is not known, none for all else."""
    return {
        "shape": "/" if css == UNKNOWN_CLASS else "",
        "fgcolor": HATCH[mode],
        "bgcolor": fill_of(css, mode),
        "size": 6,
        "solidity": 0.35,
    }


def marker_of(css: str, mode: str) -> dict[str, Any]:
    """Return the marker of a bar in the look of a step."""
    rim = HATCH[mode] if css in (UNKNOWN_CLASS, NOT_APPLICABLE_CLASS) else PAPER[mode]["border"]
    return {
        "color": fill_of(css, mode),
        "pattern": pattern_of(css, mode),
        "line": {"width": 1, "color": rim},
    }


def faded(colour: str, mode: str, part: float = 0.3) -> str:
    """Return a colour stepped back towards the paper, as dimmed countries are."""
    ground = PAPER[mode]["ocean"]
    mixed = (
        round(part * int(colour[i : i + 2], 16) + (1 - part) * int(ground[i : i + 2], 16))
        for i in (1, 3, 5)
    )
    return "#" + "".join(f"{value:02x}" for value in mixed)


def legend_bar(label: str, css: str, mode: str) -> go.Bar:
    """Return an entry of the legend: a bar without an extent."""
    return go.Bar(
        x=[None], y=[None], name=escape(label), legendgroup=label, marker=marker_of(css, mode)
    )


def framed(
    figure: go.Figure,
    *,
    title: str,
    line: str,
    caption: Sequence[str],
    legend: Mapping[str, str],
    above: int,
    body: int,
    below: int,
    link: str,
    mode: str,
) -> go.Figure:
    """Put title, legend and caption around a figure; texts are escaped here.

    Args:
        line: what the view shows, in a sentence, under the title.
        caption: paragraphs under the figure.
        legend: label -> class of each entry.
        body: pixels of height of the drawing itself.
        above: pixels over the drawing that belong to it.
        below: pixels that the axis under the drawing needs.
        link: web address of the same view, under the caption's last word; "" is none.
    """
    paper = PAPER[mode]
    named, said = wrap(title, 58) or [""], wrap(line, 92) or [""]
    told = [text for paragraph in caption for text in wrap(paragraph, 106)]
    words = "<br>".join(escape(text) for text in told)
    if link:
        shown = link if len(link) < 100 else f"{link[:99]}…"
        words += f'<br><a href="{escape(link)}">{escape(shown)}</a>'
        told.append(link)
    widest = max((len(label) for label in legend), default=1) * 7 + 48
    rows = math.ceil(len(legend) / max(1, NARROWEST // widest))
    top, bottom = (
        38 + TITLE * len(named) + LINE * len(said) + above,
        below + ROW * rows + 22 + LINE * len(told),
    )
    own = figure.layout.margin.to_plotly_json()  # of a drawing that needs more room at its sides
    figure.update_layout(**chart_layout())
    figure.update_layout(
        title={
            "text": "<br>".join(f"<b>{escape(text)}</b>" for text in named),
            "subtitle": {
                "text": "<br>".join(escape(text) for text in said),
                "font": {"size": 13, "color": paper["quiet"]},
            },
            "font": {"size": 18},
            "x": 0,
            "xref": "container",
            "y": 1,
            "yref": "container",
            "yanchor": "top",
            "pad": {"t": 16, "l": SIDE},
        },
        font_color=paper["ink"],
        paper_bgcolor=paper["paper"],
        height=top + body + bottom,
        legend={
            "orientation": "h", "x": 0, "xanchor": "left", "yanchor": "top",
            "y": -(below + 6) / body, "traceorder": "normal", "itemsizing": "trace",
        },
    )  # fmt: skip
    margin = {"l": 52, "r": SIDE, **own, "t": top, "b": bottom}
    figure.update_layout(margin=margin)
    figure.add_annotation(
        text=words, xref="paper", x=0, xanchor="left", align="left", yref="paper", y=0,
        yanchor="top", xshift=SIDE - margin["l"], yshift=-(below + ROW * rows + 14),
        showarrow=False,
        font={"size": 11.5, "color": paper["quiet"]}, name="caption",
    )  # fmt: skip
    return figure
