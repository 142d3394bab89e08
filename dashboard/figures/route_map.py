"""One journey's own map as SVG: zoomed, numbered stages, role by form, legs told apart by line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import numpy as np
import numpy.typing as npt

from dashboard.figures import mark_spots, way_marks, world_svg
from dashboard.figures.atlas_map import AtlasMap
from dashboard.figures.way_marks import WayMarks
from routes import Journey

WIDTH, HEIGHT = 760.0, 420.0  # of the picture, in its own units
BADGE = 11.0  # radius of a stage's badge
APART = 2 * BADGE + 2
EDGE = 18.0  # badges keep this far from the picture's edge
LEAST = 70.0  # map units: a short journey is not blown up beyond this width

Points = npt.NDArray[np.float64]


def svg(
    shapes: AtlasMap,
    journey: Journey,
    looks: Mapping[str, str],
    label: str,
    *,
    can_pick: bool,
    marks: WayMarks | None = None,
) -> str:
    """Draw the journey.

    Args:
        shapes: the projected world.
        looks: ISO3 -> CSS class of the countries on the way; the others stay blank.
        label: what the picture shows, in words.
        can_pick: countries off the way react to the pointer, to be taken into the journey.
        marks: numbers that stand on the map.
    """
    at = np.array([world_svg.project_point(s.lon, s.lat) for s in journey.stages])
    x, y, width, height = world_svg.frame(
        to_frame(journey, at), WIDTH / HEIGHT, pad=0.16, least=LEAST
    )
    scale = WIDTH / width
    on_picture = (at - np.array([x, y])) * scale
    badges = spread(on_picture)
    tenths = world_svg.PATH_SCALE
    ground = f"translate({-x * scale:.1f},{-y * scale:.1f}) scale({scale * tenths:.4f})"
    seen = shapes.seen_in(x, y, width, height)
    countries = "".join(
        f'<path data-c="{iso3}" class="{looks.get(iso3, "x")}" d="{shapes.world.paths[iso3]}"/>'
        for iso3 in seen
    )
    dots = "".join(
        f'<circle data-c="{iso3}" class="dot {looks.get(iso3, "x")}" r="4" '
        f'cx="{(px - x) * scale:.1f}" cy="{(py - y) * scale:.1f}"/>'
        for iso3, (px, py) in shapes.world.points.items()
        if iso3 in shapes.world.small
        and (can_pick or iso3 in looks)
        and x <= px <= x + width
        and y <= py <= y + height
    )
    size = 2.6 / (scale * tenths)  # the hatch keeps its width on the picture
    hatch = (
        f'<defs><pattern id="hatch" width="{2.4 * size:.1f}" height="{2.4 * size:.1f}" '
        'patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<rect width="{2.4 * size:.1f}" height="{2.4 * size:.1f}" class="hatch-ground"/>'
        f'<path d="M0,0V{2.4 * size:.1f}" stroke-width="{0.8 * size:.1f}" class="hatch-line"/>'
        '</pattern><pattern id="hatch-dot" width="4" height="4" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect width="4" height="4" class="hatch-ground"/>'
        '<path d="M0,0V4" stroke-width="1.3" class="hatch-line"/></pattern></defs>'
    )
    pick = ' data-pick="1"' if can_pick else ""
    marks = marks or WayMarks()
    view = (x, y, scale)
    losses = [mark for mark in marks.losses if mark.legs]
    spots = mark_spots.spots(
        losses, way_marks.way_lines(journey, view), np.vstack([on_picture, badges]), view,
        WIDTH, HEIGHT,
    )  # fmt: skip
    ends = way_marks.anchors(journey, on_picture, shapes.world.points, view, WIDTH, HEIGHT)
    return (
        f'<svg class="route-map" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" role="img" '
        f'aria-label="{escape(label)}"{pick}>{hatch}'
        f'<rect class="ocean" width="{WIDTH:g}" height="{HEIGHT:g}"/>'
        f'<g class="countries" transform="{ground}">{countries}</g>{dots}'
        f"{way_marks.bands_svg(marks.bands, ends)}{way_marks.spans_svg(losses, view)}"
        f"{_legs(journey, x, y, scale)}{way_marks.losses_svg(losses, spots)}"
        f"{_badges(journey, on_picture, badges)}</svg>"
    )


def to_frame(journey: Journey, at: Points) -> list[tuple[float, float]]:
    """Stages, and the legs between them, so that a leg over the north stays in the picture."""
    legs = [
        point
        for leg in journey.legs
        for piece in world_svg.leg_pieces(
            (leg.start.lon, leg.start.lat), (leg.end.lon, leg.end.lat)
        )
        for point in piece
    ]
    return [*((float(px), float(py)) for px, py in at), *legs]


def spread(
    points: Points, width: float = WIDTH, height: float = HEIGHT, *, apart: float = APART
) -> Points:
    """Push badges apart until none covers another, and keep them inside the picture."""
    placed = points.copy()
    low, high = np.array([EDGE, EDGE]), np.array([width - EDGE, height - EDGE])
    for _ in range(120):
        moved = False
        for i in range(len(placed)):
            for j in range(i):
                gap = placed[i] - placed[j]
                distance = float(np.hypot(*gap))
                if distance >= apart:
                    continue
                # Stages in one place are parted along a turning direction.
                turn = np.array([np.cos(2.4 * i), np.sin(2.4 * i)])
                way = gap / distance if distance > 1e-6 else turn
                push = way * (apart - distance) / 2 + turn * 0.05
                placed[i] += push
                placed[j] -= push
                moved = True
        placed = np.clip(placed, low, high)
        if not moved:
            break
    return placed


def _legs(journey: Journey, x: float, y: float, scale: float) -> str:
    drawn = []
    for leg in journey.legs:
        start, end = (leg.start.lon, leg.start.lat), (leg.end.lon, leg.end.lat)
        if start == end:
            continue
        path = "".join(
            world_svg.line_path(((px - x) * scale, (py - y) * scale) for px, py in piece)
            for piece in world_svg.leg_pieces(start, end)
        )
        mode = leg.mode or "untold"
        drawn.append(f'<path class="casing" d="{path}"/><path class="line {mode}" d="{path}"/>')
    return f'<g class="legs">{"".join(drawn)}</g>'


FORMS = {
    "origin": '<circle r="11"/>',
    "transit": '<path d="M0,-14L14,0L0,14L-14,0z"/>',
    "destination": '<circle r="11"/>',
}


def _badges(journey: Journey, points: Points, badges: Sequence[Sequence[float]] | Points) -> str:
    drawn = []
    for stage, (px, py), (bx, by) in zip(journey.stages, points, badges, strict=True):
        lead = ""
        if np.hypot(px - bx, py - by) > 5:
            lead = (
                f'<path class="lead" d="M{px:.1f},{py:.1f}L{bx:.1f},{by:.1f}"/>'
                f'<circle class="spot" cx="{px:.1f}" cy="{py:.1f}" r="2.5"/>'
            )
        drawn.append(
            f'{lead}<g class="stage {stage.role}" data-stage="{stage.order}" '
            f'transform="translate({bx:.1f},{by:.1f})">{FORMS[stage.role]}'
            f'<text dy="4.5">{stage.order}</text>'
            f"<title>{stage.order} {escape(stage.place)} ({stage.role})</title></g>"
        )
    return f'<g class="stages">{"".join(drawn)}</g>'
