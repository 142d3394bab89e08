"""Levels over the years as a small stacked chart, in SVG: a column a year, unknown hatched on top.

All charts of a page count the same countries, so their heights can be compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from dashboard.colouring import GOAL_LEVELS
from dashboard.theme import UNKNOWN_CLASS, step_class
from routes import YearCount

WIDTH, HEIGHT = 400, 180
LEFT, RIGHT, TOP, BOTTOM = 34, 6, 8, 22  # room around the plot, in pixels
GAP = 0.14  # of a column's slot


def chart(
    years: Sequence[YearCount], *, year: int, since: int | None, label: str, name: str
) -> str:
    """Return the chart.

    Args:
        year, since: columns that are marked: the one looked at, and the one compared with.
        label: what the picture shows, for those who can't see it.
        name: tells this chart's hatching apart from others' on a page; letters and digits.
    """
    total = max(sum(one.levels) + one.unknown for one in years) or 1
    slot = (WIDTH - LEFT - RIGHT) / len(years)
    high = HEIGHT - TOP - BOTTOM
    columns = "".join(
        _column(one, LEFT + i * slot, slot, high / total, name, marked=one.year in (year, since))
        for i, one in enumerate(years)
    )
    ends = "".join(
        f'<text x="{LEFT + (i + 0.5) * slot:.1f}" y="{HEIGHT - 6}" text-anchor="middle"'
        f"{' class=marked' if one.year in (year, since) else ''}>{one.year}</text>"
        for i, one in enumerate(years)
        if one.year == year or _has_room(one.year, years, year, since)
    )
    axis = "".join(
        f'<path class="grid" d="M{LEFT},{TOP + high * (1 - at / total):.1f}H{WIDTH - RIGHT}"/>'
        f'<text x="{LEFT - 5}" y="{TOP + high * (1 - at / total) + 4:.1f}" text-anchor="end">'
        f"{at}</text>"
        for at in (0, total)
    )
    return (
        f'<svg class="level-years" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{escape(label)}">{_hatch(name)}{axis}{columns}{ends}</svg>'
    )


def _has_room(one: int, years: Sequence[YearCount], year: int, since: int | None) -> bool:
    """Tell whether a year is named: the one compared with, or an end far enough from both."""
    if one == since:
        return abs(one - year) > 1
    marked = [told for told in (year, since) if told is not None]
    return one in (years[0].year, years[-1].year) and all(abs(one - told) > 1 for told in marked)


def _column(one: YearCount, x: float, slot: float, scale: float, name: str, *, marked: bool) -> str:
    """Draw one year, the worst level at the bottom, each part with its words."""
    parts = [
        (step_class(level), number, f"level {level}, {GOAL_LEVELS[level][0].lower()}")
        for level, number in enumerate(one.levels)
    ]
    parts.append((UNKNOWN_CLASS, one.unknown, "not known"))
    drawn, y = "", float(HEIGHT - BOTTOM)
    left, wide = x + slot * GAP / 2, slot * (1 - GAP)
    for css, number, words in parts:
        if not number:
            continue
        y -= number * scale
        fill = f' fill="url(#hatch-{name})"' if css == UNKNOWN_CLASS else ""
        drawn += (
            f'<rect class="c-{css}"{fill} x="{left:.1f}" y="{y:.1f}" width="{wide:.1f}" '
            f'height="{number * scale:.1f}"><title>{one.year}: {number}, {words}</title></rect>'
        )
    if marked:
        drawn += f'<path class="mark" d="M{left:.1f},{HEIGHT - BOTTOM + 3}h{wide:.1f}"/>'
    return drawn


def _hatch(name: str) -> str:
    """The look of unknown, which no level has."""
    return (
        f'<defs><pattern id="hatch-{name}" width="4.5" height="4.5" '
        'patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<rect class="hatch-ground" width="4.5" height="4.5"/>'
        '<path class="hatch-line" d="M0,0V4.5" stroke-width="2"/></pattern></defs>'
    )
