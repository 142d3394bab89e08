"""Maps on paper: the world by step, and one journey's own map. Unknown is hatched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from dashboard.figures import loss_layer, mark_spots, route_map, way_marks, world_svg
from dashboard.figures.atlas_map import MANY, MARK, AtlasMap
from dashboard.figures.way_marks import LossMark, WayMarks
from dashboard.pictures.losses import draw_losses, draw_spans
from dashboard.pictures.paper import Paper, safe
from dashboard.pictures.profile import draw_badge
from dashboard.pictures.subject import Box
from routes import Journey

ROOM = 30.0  # map units around what chosen routes cover
LEAST = 90.0  # map units: the closest a map is brought
DOT = 3.4  # pixels at 13 pixels an em
SMALL_NUMBER = 0.72  # em, under a mark of the world
LEGIBLE = 50  # em: on a narrower world no number has room under its mark


@dataclass(frozen=True, slots=True, kw_only=True)
class WorldView:
    """What a map of the atlas shows.

    Attributes:
        looks: ISO3 -> CSS class of its step.
        words: ISO3 -> what it is, for those who point at it.
        dimmed: countries that step back.
        routes: routes drawn.
        roles: roles whose stage marks show.
        losses: marks of deaths and missing over the routes.
    """

    looks: Mapping[str, str]
    words: Mapping[str, str]
    dimmed: frozenset[str]
    routes: Sequence[str]
    roles: Sequence[str]
    is_world: bool
    losses: Sequence[LossMark] = ()


@dataclass(frozen=True, slots=True)
class _Window:
    """The part of the map in view, in map units, and how many pixels a unit is."""

    x: float
    y: float
    scale: float


def world_height(shapes: AtlasMap, view: WorldView, width: float) -> float:
    """Return how tall a map of this width wants to be."""
    return width * shapes.height / shapes.width if view.is_world else width * 0.56


def draw_world(paper: Paper, box: Box, shapes: AtlasMap, view: WorldView) -> float:
    """Draw the map into the whole box; return its height."""
    height = box.height or world_height(shapes, view, box.width)
    window = _window(shapes, view, box.width, height)
    at = _at(box, window)
    _clip_open(paper, box, height)
    if view.is_world:
        paper.add(
            f'<path transform="{at}" fill="{paper.colour("ocean")}" d="{world_svg.outline()}"/>'
        )
    else:
        paper.rect(box.x, box.y, box.width, height, paper.colour("ocean"))
    _countries(paper, shapes, view.looks, view.words, view.dimmed, at, window.scale)
    _dots(paper, box, shapes, view.looks, view.words, view.dimmed, window)
    _routes(paper, shapes, view, at, window.scale)
    if view.losses:
        _losses(paper, replace(box, height=height), shapes, view, window)
    paper.add("</g>")
    return height


def _at(box: Box, window: _Window) -> str:
    x, y = box.x - window.x * window.scale, box.y - window.y * window.scale
    return f"translate({x:.2f},{y:.2f}) scale({window.scale:.5f})"


def _clip_open(paper: Paper, box: Box, height: float) -> None:
    name = f"frame{round(box.x)}-{round(box.y)}"
    paper.add(
        f'<clipPath id="{name}"><rect x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" '
        f'height="{height:.1f}" rx="4"/></clipPath><g clip-path="url(#{name})">'
    )


def _window(shapes: AtlasMap, view: WorldView, width: float, height: float) -> _Window:
    if view.is_world:
        scale = min(width / shapes.width, height / shapes.height)
        return _Window(
            x=(shapes.width - width / scale) / 2, y=(shapes.height - height / scale) / 2,
            scale=scale,
        )  # fmt: skip
    corners = np.array([shapes.boxes[route_id] for route_id in view.routes])
    low, high = corners[:, :2].min(axis=0) - ROOM, corners[:, 2:].max(axis=0) + ROOM
    points = [(float(low[0]), float(low[1])), (float(high[0]), float(high[1]))]
    x, y, seen, _ = world_svg.frame(points, width / height, pad=0.0, least=LEAST)
    if seen >= shapes.width:
        return _window(shapes, _as_world(view), width, height)
    x = min(max(x, 0.0), shapes.width - seen)
    tall = seen * height / width
    if tall < shapes.height:
        y = min(max(y, 0.0), shapes.height - tall)
    return _Window(x=x, y=y, scale=width / seen)


def _as_world(view: WorldView) -> WorldView:
    return replace(view, is_world=True)


def _countries(
    paper: Paper,
    shapes: AtlasMap,
    looks: Mapping[str, str],
    words: Mapping[str, str],
    dimmed: frozenset[str],
    at: str,
    scale: float,
) -> None:
    tenths = world_svg.PATH_SCALE
    groups: dict[tuple[bool, str], list[str]] = {}
    for iso3, path in shapes.world.paths.items():
        css = looks.get(iso3, "x")
        if css == "u":  # one path for all: a PDF holds the whole hatch once for each
            drawn = path
        else:
            drawn = f'<path d="{path}"><title>{safe(words.get(iso3, ""))}</title></path>'
        groups.setdefault((iso3 in dimmed, css), []).append(drawn)
    line = 0.6 / (scale * tenths)
    paper.add(
        f'<g transform="{at} scale({tenths:g})" stroke="{paper.colour("border")}" '
        f'stroke-width="{line:.2f}" stroke-linejoin="round">'
    )
    for (is_dimmed, css), paths in sorted(groups.items(), reverse=True):
        fill = paper.fill_of(css, unit=scale * tenths)
        faint = ' opacity="0.3"' if is_dimmed else ""
        shapes_of = [f'<path d="{"".join(paths)}"/>'] if css == "u" else paths
        paper.add(f'<g fill="{fill}"{faint}>', *shapes_of, "</g>")
    paper.add("</g>")


def _dots(
    paper: Paper,
    box: Box,
    shapes: AtlasMap,
    looks: Mapping[str, str],
    words: Mapping[str, str],
    dimmed: frozenset[str],
    window: _Window,
) -> None:
    radius = DOT * paper.em / 13
    for iso3 in sorted(shapes.world.small):
        if iso3 not in shapes.world.points or iso3 not in looks:
            continue
        px, py = shapes.world.points[iso3]
        x = box.x + (px - window.x) * window.scale
        y = box.y + (py - window.y) * window.scale
        is_dimmed = iso3 in dimmed
        faint = ' opacity="0.3"' if is_dimmed else ""
        r = radius * (0.6 if is_dimmed else 1)
        paper.add(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:.1f}" fill="{paper.fill_of(looks[iso3])}" '
            f'stroke="{paper.colour("quiet")}" stroke-width="0.8"{faint}>'
            f"<title>{safe(words.get(iso3, iso3))}</title></circle>"
        )


def _routes(paper: Paper, shapes: AtlasMap, view: WorldView, at: str, scale: float) -> None:
    many = len(view.routes) > MANY
    thick = paper.em / 13 / scale
    route, casing = paper.colour("route"), paper.colour("casing")
    paper.add(f'<g transform="{at}" fill="none" stroke-linejoin="round">')
    for route_id in view.routes:
        for path in shapes.lines[route_id]:
            wide, strong = (1.8, 0.35) if many else (3.0, 0.75)
            paper.add(
                f'<path d="{path}" stroke="{casing}" stroke-width="{wide * thick:.3f}" '
                f'opacity="{strong}"/><path d="{path}" stroke="{route}" '
                f'stroke-width="{(0.8 if many else 1.3) * thick:.3f}" '
                f'opacity="{0.75 if many else 1}"/>'
            )
    size = (0.42 if many else 1.0) * thick
    drawn: set[tuple[str, str]] = set()
    for route_id in view.routes:
        for role, place, x, y in shapes.marks[route_id]:
            if role not in view.roles or (role, place) in drawn:
                continue
            drawn.add((role, place))
            fill = route if role == "destination" else casing
            paper.add(
                f'<path transform="translate({x:.1f},{y:.1f}) scale({size:.4f})" '
                f'd="{MARK[role]}" fill="{fill}" stroke="{route}" '
                f'stroke-width="{0.9 / 0.42 if many else 1.3:.2f}">'
                f"<title>{safe(place)} ({role})</title></path>"
            )
    paper.add("</g>")


def _losses(paper: Paper, box: Box, shapes: AtlasMap, view: WorldView, window: _Window) -> None:
    """Draw deaths and missing over the routes of the world."""
    many = loss_layer.is_many(frozenset(view.routes))
    marks = [way_marks.short(mark) if many else mark for mark in view.losses if mark.legs]
    text = SMALL_NUMBER if many else 0.85
    if many and box.width < LEGIBLE * paper.em:  # the words beside the picture have the numbers
        marks = [replace(mark, label="") for mark in marks]
    size = box.width / shapes.width * (loss_layer.SIZE_OF_MANY if many else loss_layer.SIZE)
    at: way_marks.View = (window.x, window.y, window.scale)
    spots = loss_layer.spots_on(
        shapes, frozenset(view.routes), marks, at, (box.width, box.height), size=size,
        letter=0.55 * text * paper.em,
    )  # fmt: skip
    marks = [
        way_marks.short(mark) if spot.is_short and mark.label else mark
        for mark, spot in zip(marks, spots, strict=True)
    ]
    legs = loss_layer.legs_of(marks)
    paper.add(f'<g transform="translate({box.x:.1f},{box.y:.1f})">')
    draw_spans(paper, legs, at, size, wide=14.0)
    paper.add("</g>")
    draw_losses(paper, box, marks, spots, size, text=text)


def draw_way(
    paper: Paper,
    box: Box,
    shapes: AtlasMap,
    journey: Journey,
    looks: Mapping[str, str],
    marks: WayMarks | None = None,
) -> float:
    """Draw one journey's map into the box, stages numbered; return its height.

    Args:
        looks: ISO3 -> CSS class of the countries on the way; the others stay blank.
        marks: numbers that stand on the map.
    """
    height = box.height or box.width * 0.5
    at = np.array([world_svg.project_point(s.lon, s.lat) for s in journey.stages])
    x, y, seen, _ = world_svg.frame(
        route_map.to_frame(journey, at), box.width / height, pad=0.16, least=route_map.LEAST
    )
    window = _Window(x, y, box.width / seen)
    points = (at - np.array([x, y])) * window.scale
    radius = 0.8 * paper.em
    badges = route_map.spread(points, box.width, height, apart=2.3 * radius)
    _clip_open(paper, box, height)
    paper.rect(box.x, box.y, box.width, height, paper.colour("ocean"))
    names = {iso3: shapes.names[iso3] for iso3 in journey.iso3s}
    _countries(paper, shapes, looks, names, frozenset(), _at(box, window), window.scale)
    _dots(paper, box, shapes, looks, names, frozenset(), window)
    drawn = _Numbers(marks or WayMarks(), journey, window, box, height)
    drawn.under(paper, points, shapes)
    _legs(paper, box, journey, window)
    drawn.over(paper, np.vstack([points, badges]))
    for stage, (px, py), (bx, by) in zip(journey.stages, points, badges, strict=True):
        if np.hypot(px - bx, py - by) > 5:
            paper.add(
                f'<path d="M{box.x + px:.1f},{box.y + py:.1f}L{box.x + bx:.1f},{box.y + by:.1f}" '
                f'stroke="{paper.colour("ink")}" stroke-width="1"/>'
                f'<circle cx="{box.x + px:.1f}" cy="{box.y + py:.1f}" r="2.5" '
                f'fill="{paper.colour("ink")}"/>'
            )
        draw_badge(paper, box.x + bx, box.y + by, radius, stage)
    paper.add("</g>")
    return height


def _legs(paper: Paper, box: Box, journey: Journey, window: _Window) -> None:
    dashes = {"sea": "7 5", "air": "2 5"}
    for leg in journey.legs:
        start, end = (leg.start.lon, leg.start.lat), (leg.end.lon, leg.end.lat)
        if start == end:
            continue
        path = "".join(
            world_svg.line_path(
                (box.x + (px - window.x) * window.scale, box.y + (py - window.y) * window.scale)
                for px, py in piece
            )
            for piece in world_svg.leg_pieces(start, end)
        )
        dash = f' stroke-dasharray="{dashes[leg.mode]}"' if leg.mode in dashes else ""
        paper.add(
            f'<path d="{path}" fill="none" stroke="{paper.colour("casing")}" stroke-width="4" '
            f'opacity="0.75"/><path d="{path}" fill="none" stroke="{paper.colour("route")}" '
            f'stroke-width="1.8"{dash}/>'
        )


@dataclass(frozen=True, slots=True)
class _Numbers:
    """The numbers of a journey's map on paper: bands and shading under the way, marks over it."""

    marks: WayMarks
    journey: Journey
    window: _Window
    box: Box
    height: float

    @property
    def size(self) -> float:
        return self.box.width / route_map.WIDTH

    @property
    def view(self) -> way_marks.View:
        return self.window.x, self.window.y, self.window.scale

    def under(self, paper: Paper, points: way_marks.Points, shapes: AtlasMap) -> None:
        bands = sorted(self.marks.bands, key=lambda band: -band.people)
        most = max((band.people for band in bands), default=1)
        ends = way_marks.anchors(
            self.journey, points, shapes.world.points, self.view, self.box.width, self.height
        )
        paper.add(f'<g transform="translate({self.box.x:.1f},{self.box.y:.1f})" fill="none">')
        for band in bands:
            path = way_marks.band_path(ends[band.start_iso3], ends[band.end_iso3])
            for people, strong in ((band.people, 0.22), (band.children or 0, 0.62)):
                if people:
                    wide = max(way_marks.band_width(people, most) * self.size, 0.5)
                    paper.add(
                        f'<path d="{path}" stroke="{paper.colour("accent")}" stroke-linecap="round"'
                        f' stroke-width="{wide:.2f}" opacity="{strong}">'
                        f"<title>{safe(band.words)}</title></path>"
                    )
        draw_spans(
            paper, [leg for mark in self.marks.losses for leg in mark.legs], self.view, self.size
        )
        paper.add("</g>")

    def over(self, paper: Paper, taken: way_marks.Points) -> None:
        losses = [mark for mark in self.marks.losses if mark.legs]
        spots = mark_spots.spots(
            losses, way_marks.way_lines(self.journey, self.view), taken, self.view, self.box.width,
            self.height, mark_spots.Manner(size=self.size, letter=0.55 * 0.85 * paper.em),
        )  # fmt: skip
        draw_losses(paper, self.box, losses, spots, self.size)
