"""Small SVG drawings of official figures over the years. Words and tables stand beside them."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

WIDTH, HEIGHT, MARGIN = 132, 30, 4


def spark(values: Mapping[int, float], first: int, last: int) -> str:
    """Return a line of values by year, from nought at the bottom to the largest on top.

    Only years that follow one another are joined: a gap in the record stays a gap.

    Args:
        values: year -> value, none of them unknown; nought or more.
        first, last: the years at the two ends, so that lines of several series align.
    """
    top = max(values.values(), default=0) or 1
    span = max(last - first, 1)

    def place(year: int) -> tuple[float, float]:
        across = MARGIN + (year - first) / span * (WIDTH - 2 * MARGIN)
        return round(across, 1), round(HEIGHT - MARGIN - values[year] / top * (HEIGHT - 8), 1)

    years = sorted(year for year in values if first <= year <= last)
    lines = "".join(
        f"M{place(a)[0]} {place(a)[1]}L{place(b)[0]} {place(b)[1]}"
        for a, b in pairwise(years)
        if b == a + 1
    )
    dots = "".join(
        '<circle cx="{}" cy="{}" r="{}"/>'.format(*place(year), 2.6 if year == years[-1] else 1.3)
        for year in years
    )
    base = HEIGHT - MARGIN
    return (
        f'<svg class="spark" viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true">'
        f'<path class="base" d="M{MARGIN} {base}H{WIDTH - MARGIN}"/>'
        f'<path class="line" d="{lines}"/>{dots}</svg>'
    )
