"""The atlas's table as a Plotly table: country, value, year, evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import plotly.graph_objects as go

from dashboard.figures.look import fill_of, ink_of
from dashboard.theme import PAPER

ROW = 24
MOST = 24  # rows shown at once; the table scrolls


def figure(rows: Sequence[Any], legend: Mapping[str, str], mode: str) -> tuple[go.Figure, int]:
    """Return the table and its height in pixels.

    Args:
        rows: with country, roles, label, as_of_year and evidence.
        legend: label -> class of its step.
    """
    paper = PAPER[mode]
    looks = [legend[row.label] for row in rows]
    columns = [
        [escape(row.country) for row in rows],
        [", ".join(row.roles) for row in rows],
        [escape(row.label) for row in rows],
        [row.as_of_year or "–" for row in rows],
        [row.evidence or "–" for row in rows],
    ]
    plain = [paper["card"]] * len(rows)
    value_fill = [fill_of(css, mode) for css in looks]
    value_ink = [ink_of(css, mode) for css in looks]
    inks = [paper["ink"]] * len(rows)
    made = go.Figure(
        go.Table(
            columnwidth=[3, 3, 4, 1.2, 1.4],
            header={
                "values": ["Country", "Role", "Value", "As of", "Evidence"],
                "fill_color": paper["paper"], "line_color": paper["line"], "align": "left",
                "font": {"color": paper["quiet"], "size": 12},
            },
            cells={
                "values": columns, "height": ROW, "align": "left", "line_color": paper["line"],
                "fill_color": [plain, plain, value_fill, plain, plain],
                "font": {"color": [inks, inks, value_ink, inks, inks], "size": 12},
            },
        ),
        layout={"margin": {"l": 16}},
    )  # fmt: skip
    return made, ROW * (min(len(rows), MOST) + 2)
