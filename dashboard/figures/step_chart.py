"""Law and practice of one country over the years as a small step chart, in SVG.

All charts of a page share their years and heights, so that they can be compared at a glance. A year
of which nothing is known is a gap in the line: never a step, never zero.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

WIDTH, HEIGHT = 320, 118
LEFT, RIGHT, TOP, BOTTOM = 6, 6, 14, 22  # room around the plot, in pixels
STEPS = 4  # colour steps 0 (worst, at the bottom) to 4
MARKS = {"law": "M-4,4h8v-8h-8z", "practice": "M-4.2,0a4.2,4.2 0 1,0 8.4,0a4.2,4.2 0 1,0 -8.4,0z"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One line: ``kind`` is law or practice, ``steps`` a colour step a year, None unknown."""

    kind: str
    steps: tuple[int | None, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """One milestone below the line of years. ``year`` may be broken: months are parts of it."""

    year: float
    title: str


def chart(
    years: Sequence[int],
    series: Iterable[Series],
    *,
    label: str,
    ticks: Sequence[Tick] = (),
    lines: Mapping[int, str] | None = None,
) -> str:
    """Return the chart.

    Args:
        years: on the shared axis, a slot each.
        label: what the picture shows, for those who can't see it.
        ticks: the country's own milestones.
        lines: years of global milestones -> their names, each a thin line.
    """
    slot = (WIDTH - LEFT - RIGHT) / len(years)

    def x(year: float) -> float:
        return LEFT + (year - years[0]) * slot

    def y(step: int) -> float:
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - step / STEPS)

    grid = "".join(
        f'<path class="grid" d="M{LEFT},{y(step):.1f}H{WIDTH - RIGHT}"/>' for step in (0, STEPS)
    )
    marked = "".join(
        f'<g class="global"><path d="M{x(year + 0.5):.1f},{TOP}V{HEIGHT - BOTTOM}"/>'
        f"<title>{escape(name)}</title></g>"
        for year, name in (lines or {}).items()
        if years[0] <= year <= years[-1]
    )
    drawn = "".join(_line(years, one, x, y) for one in series)
    own = "".join(
        f'<path class="tick" transform="translate({x(tick.year):.1f},{HEIGHT - BOTTOM + 5})" '
        f'd="M0,-5l4,7h-8z"><title>{escape(tick.title)}</title></path>'
        for tick in ticks
        if years[0] <= tick.year < years[-1] + 1
    )
    ends = (
        f'<text x="{LEFT}" y="{HEIGHT - 4}">{years[0]}</text>'
        f'<text x="{WIDTH - RIGHT}" y="{HEIGHT - 4}" text-anchor="end">{years[-1]}</text>'
    )
    return (
        f'<svg class="step-chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{escape(label)}">{grid}{marked}{drawn}{own}{ends}</svg>'
    )


def _line(
    years: Sequence[int], one: Series, x: Callable[[float], float], y: Callable[[int], float]
) -> str:
    """One stroke for each run of known years, a mark at the middle of each spell."""
    found = []
    shift = -2.0 if one.kind == "law" else 2.0  # so that two equal lines are both seen
    runs = groupby(zip(years, one.steps, one.labels, strict=True), key=lambda told: told[1] is None)
    for is_unknown, run in runs:
        told = list(run)
        if is_unknown:
            continue
        path, marks = "", ""
        for step, group in groupby(told, key=lambda each: each[1]):
            if step is None:  # can't be: the run is of known years
                continue
            spell = list(group)
            start, end = x(spell[0][0]), x(spell[-1][0] + 1)
            at = y(step) + shift
            path += f"V{at:.1f}H{end:.1f}" if path else f"M{start:.1f},{at:.1f}H{end:.1f}"
            span = str(spell[0][0])
            span += f" to {spell[-1][0]}" if len(spell) > 1 else ""
            marks += (
                f'<path class="point s{step}" transform="translate({(start + end) / 2:.1f},'
                f'{at:.1f})" d="{MARKS[one.kind]}"><title>{escape(spell[0][2])}, {span}</title>'
                "</path>"
            )
        found.append(f'<path class="run" d="{path}"/>{marks}')
    return f'<g class="{one.kind}">{"".join(found)}</g>'
