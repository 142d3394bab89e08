"""Deaths and missing on the atlas's map: the marks of a journey's map, for several routes at once.

A mark hangs beside the middle of the legs that it counts and keeps its size while the map is
brought closer. It stands at the same spot in every year, so that nothing jumps when years play.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape

import numpy as np

from dashboard.figures import mark_spots, way_marks, world_svg
from dashboard.figures.atlas_map import MANY, AtlasMap
from dashboard.figures.way_marks import LossMark, Spot, View
from routes import Leg

# Of marks, in map units a unit of a journey's map; as in assets/figures.css.
SIZE, SIZE_OF_MANY = 0.85, 0.6
# Marks stay near what they count, whatever lies under them: a map of the world is no journey's.
REACHES = (17.0, 22.0, 28.0)
CLEAR, WORDS_TOUCH = 4.0, 2.0
PARTS = (0.5, 0.4, 0.6, 0.3, 0.7)
LETTER = 6.9  # width of a letter under a mark, in a journey map's units


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an area's mark hangs: a point on its legs (map units), and the spot beside it."""

    anchor: tuple[float, float]
    spot: Spot


def is_many(routes: frozenset[str]) -> bool:
    """Whether so many routes are drawn that marks are smaller and carry numbers alone."""
    return len(routes) > MANY


def layers(
    shapes: AtlasMap, routes: frozenset[str], by_year: Mapping[int, Sequence[LossMark]]
) -> dict[int, str]:
    """Return year -> the marks as SVG, to stand over the routes inside the map's zoomed group.

    Args:
        routes: those that the map shows.
        by_year: the marks of each year; those without legs are left out.
    """
    many = is_many(routes)
    drawn = {year: _drawn(marks, many=many) for year, marks in by_year.items()}
    size = SIZE_OF_MANY if many else SIZE
    places = _places(shapes, routes, drawn, size)
    css = ' class="many"' if many else ""
    return {
        year: f'<g id="map-losses"{css}>{_spans(marks)}'
        f"{''.join(_mark(one, places[one.name]) for one in marks)}</g>"
        for year, marks in drawn.items()
    }


def largest(by_year: Mapping[int, Sequence[LossMark]]) -> list[LossMark]:
    """Return each area's largest mark of any year: it needs the most room."""
    found: dict[str, LossMark] = {}
    for marks in by_year.values():
        for mark in marks:
            was = found.get(mark.name)
            if was is None or mark.radius > was.radius:
                found[mark.name] = mark
    return list(found.values())


def _drawn(marks: Sequence[LossMark], *, many: bool) -> list[LossMark]:
    return [way_marks.short(mark) if many else mark for mark in marks if mark.legs]


def spots_on(
    shapes: AtlasMap,
    routes: frozenset[str],
    marks: Sequence[LossMark],
    view: View,
    room: tuple[float, float],
    *,
    size: float,
    letter: float,
) -> list[Spot]:
    """Return where marks stand on a picture of these routes.

    Args:
        room: width and height of the picture, in its own units.
        size, letter: see ``mark_spots.Manner``.
    """
    lines = _lines(legs_of(marks), view)
    taken = np.empty((0, 2))
    if not is_many(routes):  # else there is no spot that is clear of all
        for route_id in sorted(routes):
            for journey in shapes.journeys[route_id]:
                lines += way_marks.way_lines(journey, view)
        stages = [(x, y) for r in sorted(routes) for _, _, x, y in shapes.marks[r]]
        taken = (np.array(stages) - np.array(view[:2])) * view[2]
    manner = mark_spots.Manner(
        size=size,
        letter=letter,
        reaches=REACHES,
        parts=PARTS,
        clear=CLEAR,
        words_touch=WORDS_TOUCH,
        can_shorten=True,
    )
    return mark_spots.spots(marks, lines, taken, view, *room, manner)


def legs_of(marks: Sequence[LossMark]) -> list[Leg]:
    """Return every leg that marks count, once."""
    legs = {
        (leg.start.lon, leg.start.lat, leg.end.lon, leg.end.lat): leg
        for mark in marks
        for leg in mark.legs
    }
    return list(legs.values())


def _lines(legs: Sequence[Leg], view: View) -> list[way_marks.Points]:
    return [line for leg in legs for line in way_marks.leg_lines(leg, view)]


def _places(
    shapes: AtlasMap,
    routes: frozenset[str],
    by_year: Mapping[int, Sequence[LossMark]],
    size: float,
) -> dict[str, _Place]:
    tx, ty, k = shapes.view(routes)
    view: View = (-tx / k, -ty / k, k)
    marks = largest(by_year)
    spots = spots_on(
        shapes, routes, marks, view, (shapes.width, shapes.height), size=size, letter=LETTER * size
    )
    places = {}
    for mark, spot in zip(marks, spots, strict=True):
        near = np.array(spot.near)
        x, y = near / k + np.array(view[:2])
        to_rim, to_way = spot.lead
        beside = replace(
            spot,
            at=_aside(spot.at, near, size),
            lead=(_aside(to_rim, near, size), _aside(to_way, near, size)),
        )
        places[mark.name] = _Place((float(x), float(y)), beside)
    return places


def _aside(point: tuple[float, float], near: way_marks.Points, size: float) -> tuple[float, float]:
    """Return a point of the picture from the anchor on, in a journey map's units."""
    x, y = (np.array(point) - near) / size
    return float(x), float(y)


def _mark(mark: LossMark, place: _Place) -> str:
    x, y = place.anchor
    mark = way_marks.short(mark) if place.spot.is_short else mark
    spot = way_marks.with_rim(place.spot, mark.radius)
    (x0, y0), (x1, y1) = spot.lead
    casing = f'<path class="loss-lead casing" d="M{x0:.1f},{y0:.1f}L{x1:.1f},{y1:.1f}"/>'
    return (
        f'<g class="hung" data-loss="{escape(mark.name)}" transform="translate({x:.1f},{y:.1f})">'
        f"<g>{casing}{way_marks.losses_svg([mark], [spot])}</g></g>"
    )


def _spans(marks: Sequence[LossMark]) -> str:
    """Return the shading of what the marks count."""
    path = "".join(
        world_svg.line_path(map(tuple, line)) for line in _lines(legs_of(marks), (0.0, 0.0, 1.0))
    )
    return f'<g class="spans"><path d="{path}"/></g>' if path else ""
