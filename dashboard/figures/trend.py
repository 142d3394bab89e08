"""How a view changes over the years: countries in view by step, one bar a year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from dashboard.colouring import Colouring
from dashboard.theme import HATCH, UNKNOWN_INK, chart_layout, step_fill


def figure(
    colouring: Colouring,
    counts: Mapping[int, Mapping[str, int]],
    years: Sequence[int],
    mode: str = "light",
) -> go.Figure:
    """Draw a stacked bar a year, the worst step at the bottom, unknown hatched on top.

    Args:
        counts: year -> step name -> number of countries in view.
    """
    order = [step for step in reversed(colouring.steps) if step.code >= 0]
    order += [step for step in colouring.steps if step.code < 0]
    bars = []
    for step in order:
        numbers = [counts[year][step.name] for year in years]
        fill = step_fill(step.css)
        marker: dict[str, object] = {"color": fill, "line": {"width": 0}}
        if step.code < 0:  # unknown has a texture that no level has, here as on the map
            marker["color"] = UNKNOWN_INK[mode].fill
            marker["pattern"] = {
                "shape": "/" if step.name == "unknown" else "",
                "fgcolor": HATCH[mode],
                "bgcolor": UNKNOWN_INK[mode].fill,
                "size": 6,
            }
        bars.append(
            go.Bar(
                name=step.label,
                x=list(years),
                y=numbers,
                marker=marker,
                hovertemplate=f"%{{x}}: %{{y}} countries, {step.label.lower()}<extra></extra>",
            )
        )
    made = go.Figure(bars)
    made.update_layout(**chart_layout())
    # The page has its own legend, with words, counts and a filter.
    made.update_layout(barmode="stack", bargap=0.15, showlegend=False)
    made.update_xaxes(dtick=1 if len(years) < 20 else 2, fixedrange=True)
    made.update_yaxes(title_text="countries", fixedrange=True, rangemode="tozero")
    return made
