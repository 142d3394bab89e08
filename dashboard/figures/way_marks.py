"""Numbers on a journey's map: losses beside the part they count, people as bands between countries.

A loss is a sum over a part of the way. Its mark stands beside the middle of that part, in the
clearest spot, so that nobody reads it as a place; the part itself is shaded. Areas of marks and
widths of bands are in proportion to numbers: of marks the same on every journey.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import pairwise
from textwrap import wrap

import numpy as np
import numpy.typing as npt

from dashboard.figures import world_svg
from routes import Journey, Leg

Points = npt.NDArray[np.float64]
View = tuple[float, float, float]  # map units of the picture's corner; its units a map unit

RADIUS = 0.5  # of a mark for one person, on a picture 760 wide; grows with the root
WITHHELD = 8.0  # radius of the ring that stands for a withheld number
NAME = 24  # letters of a line of an area's name
LINE = 14.0  # of what stands under a mark
WIDEST, THINNEST = 13.0, 0.8  # of bands of people
BOW = 0.2  # of a band, in its length: it must not pass for the way


@dataclass(frozen=True, slots=True, kw_only=True)
class LossMark:
    """A sum of deaths and disappearances over legs.

    Attributes:
        least: None where it is withheld.
        children: known among them; None draws none.
        area: the publisher's name of what it counts, as it stands under the label; "" for none.
        label: what stands under it; ``words``: what is said when it is pointed at.
        name: of the area, whether it is written there or not.
        letter: stands on it where there is no room for its number; "" for none.
    """

    least: int | None
    children: int | None
    legs: tuple[Leg, ...]
    area: str
    label: str
    words: str
    name: str = ""
    letter: str = ""

    @property
    def radius(self) -> float:
        return WITHHELD if self.least is None else radius(self.least)

    @property
    def lines(self) -> list[str]:
        """What stands under it: the number, then the area's name."""
        return [self.label, *wrap(self.area, NAME)]


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowBand:
    """People of one country in a later one of the way; ``children`` None is not known."""

    start_iso3: str
    end_iso3: str
    people: int
    children: int | None
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WayMarks:
    """All numbers on one map."""

    losses: tuple[LossMark, ...] = ()
    bands: tuple[FlowBand, ...] = ()


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a mark stands, and its lead: from its rim towards the shading.

    Attributes:
        near: the point of its legs that it hangs beside; None where that plays no part.
        is_short: there is room for no more than the number under it.
    """

    at: tuple[float, float]
    lead: tuple[tuple[float, float], tuple[float, float]]
    near: tuple[float, float] | None = None
    is_short: bool = False


def radius(number: int) -> float:
    """Return the radius whose area is in proportion to a number."""
    return RADIUS * float(np.sqrt(number))


def leg_lines(leg: Leg, view: View) -> list[Points]:
    """Return a leg on the picture, in pieces where it crosses the map's edge."""
    start, end = (leg.start.lon, leg.start.lat), (leg.end.lon, leg.end.lat)
    if start == end:
        return []
    x, y, scale = view
    return [
        (np.asarray(piece) - np.array([x, y])) * scale for piece in world_svg.leg_pieces(start, end)
    ]


def short(mark: LossMark) -> LossMark:
    """Return a mark with as little under it as can be: ``≥ 1,719``; nothing where withheld."""
    return replace(mark, area="", label="" if mark.least is None else f"≥ {mark.least:,}")


def with_rim(spot: Spot, r: float) -> Spot:
    """Return a spot whose lead begins at the rim of a mark of another radius."""
    at, end = np.array(spot.at), np.array(spot.lead[1])
    away = float(np.hypot(*(end - at))) or 1.0
    return replace(spot, lead=(pair_of(at + (end - at) * min(r / away, 1.0)), spot.lead[1]))


def way_lines(journey: Journey, view: View) -> list[Points]:
    """Return the whole way on the picture."""
    return [line for leg in journey.legs for line in leg_lines(leg, view)]


def dense(line: Points) -> Points:
    """Add points, so that none is farther than some 6 units from the next."""
    made = [line[:1]]
    for a, b in pairwise(line):
        steps = max(1, int(np.hypot(*(b - a)) / 6))
        made.append(a + (b - a) * (np.arange(1, steps + 1) / steps)[:, None])
    return np.vstack(made)


def along(lines: Sequence[Points], part: float) -> Points:
    """Return the point at a part, 0 to 1, of the length of lines, one after the other."""
    points = np.vstack([dense(line) for line in lines])
    return np.asarray(points[min(int(len(points) * part), len(points) - 1)])


def pair_of(point: Points) -> tuple[float, float]:
    return float(point[0]), float(point[1])


def anchors(
    journey: Journey,
    at: Points,
    labels: Mapping[str, tuple[float, float]],
    view: View,
    width: float,
    height: float,
) -> dict[str, tuple[float, float]]:
    """Return where bands of a country begin and end: its label's point, or amid its stages.

    Args:
        at: the stages on the picture.
        labels: ISO3 -> label point in map units.
    """  # fmt: skip
    x, y, scale = view
    found = {}
    for iso3 in dict.fromkeys(journey.iso3s):
        px, py = labels.get(iso3, (np.nan, np.nan))
        px, py = (px - x) * scale, (py - y) * scale
        if not (20 <= px <= width - 20 and 20 <= py <= height - 20):
            mine = [stage.iso3 == iso3 for stage in journey.stages]
            px, py = at[np.array(mine)].mean(axis=0)
        found[iso3] = (float(px), float(py))
    return found


def band_path(start: tuple[float, float], end: tuple[float, float]) -> str:
    """Return a bow to the left of the direction of travel."""
    (x0, y0), (x1, y1) = start, end
    x, y = (x0 + x1) / 2 + (y1 - y0) * BOW, (y0 + y1) / 2 - (x1 - x0) * BOW
    return f"M{x0:.1f},{y0:.1f}Q{x:.1f},{y:.1f} {x1:.1f},{y1:.1f}"


def band_width(people: int, most: int) -> float:
    """Return the width of a band, the largest ``WIDEST`` wide."""
    return max(THINNEST, people / most * WIDEST)


def bands_svg(bands: Sequence[FlowBand], ends: Mapping[str, tuple[float, float]]) -> str:
    """Return people as bands, the widest below; the dark part is children known among them."""
    most = max((band.people for band in bands), default=1)
    drawn = []
    for band in sorted(bands, key=lambda band: -band.people):
        path = band_path(ends[band.start_iso3], ends[band.end_iso3])
        drawn.append(
            f"<g><title>{escape(band.words)}</title>"
            f'<path class="people" d="{path}" stroke-width="{band_width(band.people, most):.2f}"/>'
        )
        if band.children:
            wide = band_width(band.children, most)
            drawn.append(f'<path class="children" d="{path}" stroke-width="{wide:.2f}"/>')
        drawn.append("</g>")
    return f'<g class="bands">{"".join(drawn)}</g>' if drawn else ""


def spans_svg(marks: Sequence[LossMark], view: View) -> str:
    """Return the shading of the legs that marks count."""
    drawn = "".join(
        f'<path d="{world_svg.line_path(map(tuple, line))}"/>'
        for mark in marks
        for leg in mark.legs
        for line in leg_lines(leg, view)
    )
    return f'<g class="spans">{drawn}</g>' if drawn else ""


def losses_svg(marks: Sequence[LossMark], spots: Sequence[Spot]) -> str:
    """Return the marks: a disc for all, a darker one in it for children, a ring where withheld."""
    drawn = []
    for mark, spot in zip(marks, spots, strict=True):
        r, (x, y) = mark.radius, spot.at
        if mark.least is None:
            disc = f'<circle class="withheld" r="{r:g}"/>'
        else:
            disc = f'<circle class="all" r="{r:.2f}"/>'
            if mark.children:
                disc += f'<circle class="children" r="{radius(mark.children):.2f}"/>'
        (x0, y0), (x1, y1) = spot.lead
        first, *name = mark.lines
        named = "".join(
            f'<tspan class="area" x="0" dy="{LINE:g}">{escape(line)}</tspan>' for line in name
        )
        drawn.append(
            f'<path class="loss-lead" d="M{x0:.1f},{y0:.1f}L{x1:.1f},{y1:.1f}"/>'
            f'<g class="loss" transform="translate({x:.1f},{y:.1f})">'
            f"<title>{escape(mark.words)}</title>{disc}"
            f'<text y="{r + LINE:.1f}">{escape(first)}{named}</text>{_letter(mark)}</g>'
        )
    return f'<g class="losses">{"".join(drawn)}</g>' if drawn else ""


def _letter(mark: LossMark) -> str:
    return f'<text class="letter" dy="0.35em">{escape(mark.letter)}</text>' if mark.letter else ""
