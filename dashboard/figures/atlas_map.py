"""The world map as SVG: countries in the colour of their step, routes over them.

Made on the server for the first paint; the browser recolours the same shapes. SVG because
Plotly's choropleth has no pattern fill, and unknown must be a hatch, not a colour.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from html import escape

import numpy as np

from dashboard.figures import world_svg
from routes import Atlas, Route

MARK = {
    "origin": "M-4,0a4,4 0 1,0 8,0a4,4 0 1,0 -8,0z",
    "transit": "M0,-4.6L4.6,0L0,4.6L-4.6,0z",
    "destination": "M-4,0a4,4 0 1,0 8,0a4,4 0 1,0 -8,0z",
}
# Countries are drawn in tenths of a map unit, dots in whole ones: one hatch for each.
HATCH = (
    "<defs>"
    + "".join(
        f'<pattern id="{name}" width="{size}" height="{size}" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="{size}" height="{size}" class="hatch-ground"/>'
        f'<path d="M0,0V{size}" stroke-width="{size / 3:g}" class="hatch-line"/></pattern>'
        for name, size in (("hatch", 42), ("hatch-dot", 3))
    )
    + "</defs>"
)


CLOSEST = 8.0  # the map is not brought nearer than this by itself
ROOM = 30.0  # map units around what a chosen route covers
MANY = 3  # from more routes on, lines and marks are drawn lighter


class AtlasMap:
    """The shapes of one atlas, projected once.

    Attributes:
        width, height: the viewBox, in map units.
        boxes: route id -> the corners of what it covers, in map units: x0, y0, x1, y1.
        lines: route id -> the path of each of its journeys.
        marks: route id -> role, place and point (map units) of each of its stages, once.
        journeys: route id -> its journeys.
    """

    def __init__(self, atlas: Atlas) -> None:
        self.world = world_svg.country_paths(atlas.countries.reset_index(drop=True))
        self.names = dict(atlas.countries["name"])
        self.width, self.height = self.world.width, self.world.height
        self.lines = {r.route_id: _lines(r) for r in atlas.routes.values()}
        self.marks = {r.route_id: _marks(r) for r in atlas.routes.values()}
        self.journeys = {r.route_id: r.journeys for r in atlas.routes.values()}
        self._routes = {r.route_id: self._route(r) for r in atlas.routes.values()}
        self.boxes = {route.route_id: _box(route) for route in atlas.routes.values()}
        self.svg = lru_cache(maxsize=64)(self._svg)

    def _svg(
        self,
        classes: tuple[tuple[str, str], ...],
        dimmed: frozenset[str],
        routes: frozenset[str],
        country: str,
        roles: tuple[str, ...],
        label: str,
        losses: str = "",
    ) -> str:
        """Return the map.

        Args:
            classes: (ISO3, CSS class) of every country, see dashboard.theme.
            dimmed: countries that step back.
            routes: routes drawn; the others are kept hidden, and left out when there is none.
            country: the selected one, or "".
            roles: the roles whose stage marks show.
            label: what the picture shows, in words, for those who can't see it.
            losses: what stands over the routes, see dashboard.figures.loss_layer.
        """
        look = dict(classes)
        shapes = "".join(
            f'<path id="c-{iso3}" data-c="{iso3}" class="{self._class(iso3, look, dimmed)}" '
            f'd="{path}"/>'
            for iso3, path in self.world.paths.items()
        )
        dots = "".join(
            f'<circle data-c="{iso3}" class="dot {self._class(iso3, look, dimmed)}" '
            f'cx="{x:.1f}" cy="{y:.1f}" r="3.4"/>'
            for iso3, (x, y) in self.world.points.items()
            if iso3 in self.world.small
        )
        lines = "".join(
            svg if route_id in routes else svg.replace("<g ", '<g hidden="" ', 1)
            for route_id, svg in self._routes.items()
            if routes
        )
        outline = world_svg.outline()
        zoom = self._zoom(routes)
        many = ' class="many"' if len(routes) > MANY else ""
        tenths = f"scale({world_svg.PATH_SCALE:g})"
        picked = self.world.paths.get(country, "")
        return (
            f'<svg id="map" viewBox="0 0 {self.width:g} {self.height:g}" role="img" '
            f'aria-label="{escape(label)}" preserveAspectRatio="xMidYMid meet">{HATCH}'
            f'<g id="map-zoom"{zoom}><path class="ocean" d="{outline}"/>'
            f'<g id="map-countries" transform="{tenths}">{shapes}</g><g id="map-dots">{dots}</g>'
            f'<path id="map-picked" transform="{tenths}" d="{picked}"/>'
            f'<g id="map-routes" data-roles="{",".join(roles)}"'
            f"{many}>{lines}</g>{losses}</g></svg>"
        )

    def seen_in(self, x: float, y: float, width: float, height: float) -> list[str]:
        """Return the countries (ISO3) whose shape may show in a part of the map."""
        found = []
        for iso3, (x0, y0, x1, y1) in self.world.bounds.items():
            if x0 <= x + width and x1 >= x and y0 <= y + height and y1 >= y:
                found.append(iso3)
        return found

    def view(self, routes: frozenset[str]) -> tuple[float, float, float]:
        """Return how far the map is moved (x, y) and how close it is brought for these routes."""
        if len(routes) in (0, len(self.boxes)):
            return 0.0, 0.0, 1.0
        corners = np.array([self.boxes[route_id] for route_id in routes])
        x0, y0 = corners[:, :2].min(axis=0)
        x1, y1 = corners[:, 2:].max(axis=0)
        # The same sum as in assets/atlas.js, so that the map does not jump when it takes over.
        k = min(self.width / (x1 - x0 + 2 * ROOM), self.height / (y1 - y0 + 2 * ROOM), CLOSEST)
        k = max(k, 1.0)
        x, y = self.width / 2 - k * (x0 + x1) / 2, self.height / 2 - k * (y0 + y1) / 2
        x = min(max(x, self.width * (1 - k)), 0.0)
        y = min(max(y, self.height * (1 - k)), 0.0)
        return float(x), float(y), float(k)

    def _zoom(self, routes: frozenset[str]) -> str:
        """Return attributes that bring the chosen routes close; none when all are chosen."""
        if len(routes) in (0, len(self.boxes)):
            return ""
        x, y, k = self.view(routes)
        return (
            f' transform="translate({x:.2f},{y:.2f}) scale({k:.4f})" style="--k:{k:.4f}" '
            f'data-zoom="{x:.2f},{y:.2f},{k:.4f}"'
        )

    def _route(self, route: Route) -> str:
        """Return one <g>: a cased line a journey, and a mark a stage by its role."""
        parts = [
            f'<path class="casing" d="{path}"/><path class="line" d="{path}"/>'
            for path in self.lines[route.route_id]
        ]
        parts += [
            f'<g class="mark {role}" transform="translate({x:.1f},{y:.1f})">'
            f'<path d="{MARK[role]}"/><title>{escape(place)} ({role})</title></g>'
            for role, place, x, y in self.marks[route.route_id]
        ]
        return (
            f'<g data-route="{route.route_id}" class="route">'
            f"<title>{escape(route.name)}</title>{''.join(parts)}</g>"
        )

    def _class(self, iso3: str, look: Mapping[str, str], dimmed: frozenset[str]) -> str:
        name = look.get(iso3, "x")
        return f"{name} dim" if iso3 in dimmed else name


def _box(route: Route) -> tuple[float, float, float, float]:
    points = [world_svg.project_point(s.lon, s.lat) for j in route.journeys for s in j.stages]
    xs, ys = zip(*points, strict=True)
    return round(min(xs), 1), round(min(ys), 1), round(max(xs), 1), round(max(ys), 1)


def _lines(route: Route) -> tuple[str, ...]:
    return tuple(
        world_svg.route_line([(stage.lon, stage.lat) for stage in journey.stages])
        for journey in route.journeys
    )


def _marks(route: Route) -> tuple[tuple[str, str, float, float], ...]:
    found: dict[tuple[str, str], tuple[float, float]] = {}
    for journey in route.journeys:
        for stage in journey.stages:
            found[(stage.role, stage.place)] = (stage.lon, stage.lat)
    return tuple(
        (role, place, *world_svg.project_point(lon, lat))
        for (role, place), (lon, lat) in found.items()
    )
