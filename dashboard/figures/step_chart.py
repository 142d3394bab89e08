"""Law and practice of one country over the years as a small step chart, in SVG.

All charts of a page share their years and heights, so that they can be compared at a glance. A year
of which nothing is known is a gap in the line: never a step, never zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

WIDTH, HEIGHT = 320, 118
STEPS = 4  # colour steps 0 (worst, at the bottom) to 4
MARKS = {"law": "M-4,4h8v-8h-8z", "practice": "M-4.2,0a4.2,4.2 0 1,0 8.4,0a4.2,4.2 0 1,0 -8.4,0z"}
TICK = "M0,-5l4,7h-8z"
SHIFT = 2.0  # of law up and of practice down, so that two equal lines are both seen


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Where a chart stands: its size and the room around the plot, in pixels."""

    years: Sequence[int]
    width: float = WIDTH
    height: float = HEIGHT
    left: float = 6
    right: float = 6
    top: float = 14
    bottom: float = 22

    def x(self, year: float) -> float:
        """Return where a year begins; each has a slot of one width."""
        slot = (self.width - self.left - self.right) / len(self.years)
        return self.left + (year - self.years[0]) * slot

    def y(self, step: int) -> float:
        return self.top + (self.height - self.top - self.bottom) * (1 - step / STEPS)

    @property
    def foot(self) -> float:
        """The line of years."""
        return self.height - self.bottom

    def holds(self, year: float) -> bool:
        return self.years[0] <= year < self.years[-1] + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """The mark at the middle of a spell: its step and its words with its years."""

    x: float
    y: float
    step: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One stroke through known years, as the data of an SVG path, with a point a spell."""

    path: str
    points: tuple[Point, ...]


def runs(frame: Frame, one: Series, *, shift: float = SHIFT) -> list[Run]:
    """Return one stroke for each run of known years, a mark at the middle of each spell."""
    found = []
    shift = -shift if one.kind == "law" else shift
    told = zip(frame.years, one.steps, one.labels, strict=True)
    for is_unknown, run in groupby(told, key=lambda told: told[1] is None):
        if is_unknown:
            continue
        path, points = "", []
        for step, group in groupby(run, key=lambda each: each[1]):
            if step is None:  # can't be: the run is of known years
                continue
            spell = list(group)
            start, end = frame.x(spell[0][0]), frame.x(spell[-1][0] + 1)
            at = frame.y(step) + shift
            path += f"V{at:.1f}H{end:.1f}" if path else f"M{start:.1f},{at:.1f}H{end:.1f}"
            span = str(spell[0][0])
            span += f" to {spell[-1][0]}" if len(spell) > 1 else ""
            words = f"{spell[0][2]}, {span}"
            points.append(Point(x=(start + end) / 2, y=at, step=step, words=words))
        found.append(Run(path=path, points=tuple(points)))
    return found


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
    frame = Frame(years=years)
    grid = "".join(
        f'<path class="grid" d="M{frame.left},{frame.y(step):.1f}H{WIDTH - frame.right}"/>'
        for step in (0, STEPS)
    )
    marked = "".join(
        f'<g class="global"><path d="M{frame.x(year + 0.5):.1f},{frame.top}V{frame.foot}"/>'
        f"<title>{escape(name)}</title></g>"
        for year, name in (lines or {}).items()
        if frame.holds(year)
    )
    drawn = "".join(_line(frame, one) for one in series)
    own = "".join(
        f'<path class="tick" transform="translate({frame.x(tick.year):.1f},{frame.foot + 5})" '
        f'd="{TICK}"><title>{escape(tick.title)}</title></path>'
        for tick in ticks
        if frame.holds(tick.year)
    )
    ends = (
        f'<text x="{frame.left}" y="{HEIGHT - 4}">{years[0]}</text>'
        f'<text x="{WIDTH - frame.right}" y="{HEIGHT - 4}" text-anchor="end">{years[-1]}</text>'
    )
    return (
        f'<svg class="step-chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{escape(label)}">{grid}{marked}{drawn}{own}{ends}</svg>'
    )


def _line(frame: Frame, one: Series) -> str:
    drawn = ""
    for run in runs(frame, one):
        marks = "".join(
            f'<path class="point s{point.step}" transform="translate({point.x:.1f},'
            f'{point.y:.1f})" d="{MARKS[one.kind]}"><title>{escape(point.words)}</title></path>'
            for point in run.points
        )
        drawn += f'<path class="run" d="{run.path}"/>{marks}'
    return f'<g class="{one.kind}">{drawn}</g>'
