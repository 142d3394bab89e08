"""The whole atlas in memory: countries, routes, facts, sources, and the levels they make."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

import geodata
from routes.errors import UnknownNameError
from routes.model import ROLES, Child, Journey, Level, Role, Route, Stage
from routes.protection import Protection, World
from routes.rubric import Rubrics, load_rubrics


@dataclass(frozen=True)
class Atlas:
    """All that the model reads, loaded once.

    Attributes:
        countries: GeoDataFrame, EPSG:4326, one row a country or disputed area, indexed by iso3.
        sources: one row a source, indexed by source_id.
        withheld: the fact rows that did not load as values, with the reason.
        data_version: names the facts and layers that the atlas was built from.
    """

    countries: gpd.GeoDataFrame
    routes: dict[str, Route]
    sources: pd.DataFrame
    withheld: pd.DataFrame
    protection: Protection
    rubrics: Rubrics
    data_version: str
    manifest: dict[str, Any]

    def route(self, route_id: str) -> Route:
        if route_id not in self.routes:
            raise UnknownNameError("route", route_id, self.routes)
        return self.routes[route_id]

    def world(self, child: Child, *, checked_only: bool = False) -> World:
        """Return what this child meets in every country and year."""
        return self.protection.world(child, checked_only=checked_only)

    def levels(
        self, iso3: str, child: Child, year: int, *, checked_only: bool = False
    ) -> dict[int, Level]:
        """Return the six levels of one country, unfolded into their facts."""
        return self.protection.levels(iso3, child, year, checked_only=checked_only)

    def layer(self, role: Role, route_ids: Iterable[str] | None = None) -> gpd.GeoDataFrame:
        """Return the countries with this role on the chosen routes (all when None), EPSG:4326.

        One of the three layers (origin, transit, destination). A country can be in several.
        ``route_ids`` in the result lists the routes on which it has the role.
        """
        if role not in ROLES:
            raise UnknownNameError("role", role, ROLES)
        chosen = self.routes if route_ids is None else {r: self.route(r) for r in route_ids}
        on: dict[str, list[str]] = {}
        for route in chosen.values():
            for iso3, roles in route.roles().items():
                if role in roles:
                    on.setdefault(iso3, []).append(route.route_id)
        layer = self.countries[self.countries.index.isin(on)].copy()
        layer["role"] = role
        layer["route_ids"] = [tuple(on[iso3]) for iso3 in layer.index]
        return layer

    def routes_through(self, iso3: str) -> dict[str, tuple[Role, ...]]:
        """Return route_id -> roles of the country on it, in the order origin to destination."""
        return {
            route.route_id: tuple(role for role in ROLES if role in roles[iso3])
            for route in self.routes.values()
            if iso3 in (roles := route.roles())
        }


def _text(value: object) -> str:
    return "" if value is None or pd.isna(value) else str(value)


def _journeys(stages: pd.DataFrame) -> tuple[Journey, ...]:
    return tuple(
        Journey(
            route_id=str(route_id),
            branch=str(branch),
            name=str(rows["branch_name"].iloc[0]),
            stages=tuple(
                Stage(
                    order=int(row.order),
                    iso3=row.iso3,
                    role=row.role,
                    place=row.place,
                    lon=float(row.geometry.x),
                    lat=float(row.geometry.y),
                    mode=_text(row.mode_from_previous) or None,
                    note=_text(row.note),
                    source_id=row.source_id,
                    evidence=row.evidence,
                )
                for row in rows.sort_values("order").itertuples()
            ),
        )
        for (route_id, branch), rows in stages.groupby(["route_id", "branch"], sort=False)
    )


def load(folder: Path | None = None) -> Atlas:
    """Load the built layers and make the atlas of them.

    Args:
        folder: where ``childways build`` wrote; the project's own built folder when None.

    Raises:
        geodata.DataError: a layer is missing, cut short or not the one the manifest names.
    """
    rubrics = load_rubrics()
    countries = geodata.load_layer("countries", folder).set_index("iso3", drop=False)
    countries = countries.sort_values("name", key=lambda name: name.str.normalize("NFKD"))
    journeys = _journeys(geodata.load_layer("stages", folder))
    routes = {
        row.route_id: Route(
            route_id=row.route_id,
            name=row.name,
            region=row.region,
            description=row.description,
            drivers=_text(row.drivers),
            source_id=row.source_id,
            evidence=row.evidence,
            journeys=tuple(j for j in journeys if j.route_id == row.route_id),
        )
        for row in geodata.load_table("routes", folder).itertuples(index=False)
    }
    manifest = geodata.load_manifest(folder)
    return Atlas(
        countries=countries,
        routes=routes,
        sources=geodata.load_table("sources", folder).set_index("source_id", drop=False),
        withheld=geodata.load_table("withheld", folder),
        protection=Protection(geodata.load_table("facts", folder), rubrics, tuple(countries.index)),
        rubrics=rubrics,
        data_version=str(manifest["data_version"]),
        manifest=manifest,
    )
