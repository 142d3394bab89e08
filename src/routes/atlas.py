"""The whole atlas in memory: countries, routes, facts, sources, and the levels they make."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

import geodata
from geodata.provenance import KEPT, current_build
from geodata.resources import BUILT, OPTIONAL
from routes.briefs import Brief, Seen, country_brief, journey_brief
from routes.comparison import Comparison, compare
from routes.country_names import ReadList, known_names, read_list
from routes.country_sets import CountrySet, countries_of_set, country_sets
from routes.coverage import Coverage, coverage
from routes.errors import UnknownNameError
from routes.gaps import Gaps
from routes.histories import History, histories
from routes.journeys import from_table, journey, text_or_empty
from routes.keeping import gaps
from routes.kept_levels import LEVELS, RUBRICS, Kept
from routes.levers import PolicyChange
from routes.missing import Missing, missing
from routes.model import ROLES, Child, Journey, Level, Role, Route
from routes.official import (
    FigureSeries,
    OfficialFigures,
    deaths_on,
    flows_between,
    journeys_of,
    known_series,
    observations,
    pairs_of,
)
from routes.open_questions import OpenQuestions, open_questions
from routes.origins import Origins, origins
from routes.overview import Overview
from routes.profiles import Profile, profile
from routes.promises import PromiseRules, load_promise_rules
from routes.protection import LAST_YEAR, Protection, World
from routes.ranking import Ranking, levers
from routes.records import Commitment, GoodPractice, Milestone, Records
from routes.rubric import Rubrics, load_rubrics
from routes.sheet import Sheet, sheet
from routes.standing import Standing, standing
from routes.what_if import WhatIf, what_if


@dataclass(frozen=True)
class Atlas:
    """All that the model reads, loaded once.

    Attributes:
        countries: GeoDataFrame, EPSG:4326, one row a country or disputed area, indexed by iso3.
        sources: one row a source, indexed by source_id.
        withheld: the fact rows that did not load as values, with the reason.
        recorded_figures: what was counted on routes, one row a count; see ``figures``.
        tables: folder of the rubrics it was read with; the package's own when None.
        provenance: which line of which curated file each built row was read from.
        records: commitments, milestones and good practice; see ``commitments``, ``timeline`` and
            ``practices``.
        versions: the days on which the data changed and what changed.
        corrections: every correction since the first version, the oldest first.
        data_version: names the facts, layers, rubrics and levels that were built.
        folder: where it was built; the project's own built folder when None.
        build: the folder of the build itself.
        own: a reader's own values and what each stands before; empty in the atlas itself.
        held: built tables and layers held in memory, in place of those in the folder.
    """

    countries: gpd.GeoDataFrame
    routes: dict[str, Route]
    sources: pd.DataFrame
    withheld: pd.DataFrame
    recorded_figures: pd.DataFrame
    protection: Protection
    rubrics: Rubrics
    versions: pd.DataFrame
    corrections: pd.DataFrame
    data_version: str
    manifest: dict[str, Any]
    folder: Path | None = None
    records: Records = field(default_factory=Records)
    tables: Path | None = None
    provenance: pd.DataFrame = field(default_factory=pd.DataFrame)
    build: Path | None = None
    own: pd.DataFrame = field(default_factory=pd.DataFrame)
    held: Mapping[str, pd.DataFrame] = field(default_factory=dict)

    def table(self, name: str) -> pd.DataFrame:
        """Return a built table, or layer as a GeoDataFrame, as it stands in this atlas.

        Raises:
            geodata.DataError: it can't be read, or the build in use is another one by now.
        """
        if name in self.held:
            return self.held[name]
        schema = BUILT.get(name) or OPTIONAL[name]
        load = geodata.load_layer if schema.geometry else geodata.load_table
        return load(name, self.folder)

    @property
    def build_version(self) -> str:
        """The data version of the build it was read from; another one with facts in memory."""
        return str(self.manifest.get("own", {}).get("beside", self.data_version))

    @property
    def is_only_here(self) -> bool:
        """Whether a reader's own facts are in it for her alone: other readers' links lack them."""
        return "beside" in self.manifest.get("own", {})

    def __repr__(self) -> str:
        own = f", {self.own_said}" if self.own_said else ""
        return (
            f"Atlas({len(self.countries)} countries and areas, {len(self.routes)} routes, data of "
            f"{self.date}, version {self.data_version}{own})"
        )

    @property
    def own_name(self) -> str:
        """Whose own facts are in it; "" in the atlas itself."""
        return str(self.manifest.get("own", {}).get("name", ""))

    @property
    def own_said(self) -> str:
        """What every way out says of a reader's own facts; "" in the atlas itself."""
        name = self.own_name
        if self.is_only_here:
            return f"with own facts of {name}, not part of the atlas and not at its address"
        return f"with own facts of {name}, not part of the atlas" if name else ""

    @property
    def date(self) -> str:
        """The day of this version of the data, YYYY-MM-DD."""
        return str(self.manifest["date"])

    def route(self, route_id: str) -> Route:
        if route_id not in self.routes:
            names = {route.route_id: route.name for route in self.routes.values()}
            raise UnknownNameError("route", route_id, names, names=names)
        return self.routes[route_id]

    def world(self, child: Child, *, checked_only: bool = False) -> World:
        """Return what this child meets in every country and year."""
        return self.protection.world(child, checked_only=checked_only)

    def levels(
        self, iso3: str, child: Child, year: int, *, checked_only: bool = False
    ) -> dict[int, Level]:
        """Return the six levels of one country, unfolded into their facts."""
        return self.protection.levels(iso3, child, year, checked_only=checked_only)

    def journey(
        self, way: str | Sequence[str], branch: str | None = None, name: str = ""
    ) -> Journey:
        """Return a branch of a route, or one's own journey of 2 to 15 country codes.

        See ``routes.journey``.
        """
        return journey(self, way, branch, name)

    def profile(
        self,
        journey: Journey,
        child: Child,
        year: int,
        *,
        checked_only: bool = False,
        world: World | None = None,
    ) -> Profile:
        """Return what this child meets along a journey. See ``routes.profile``."""
        return profile(self, journey, child, year, checked_only=checked_only, world=world)

    def profiles(
        self,
        children: Sequence[Child] | None = None,
        years: Sequence[int] | None = None,
        *,
        checked_only: bool = False,
    ) -> Overview:
        """Profile every documented branch for many children and years in one go.

        Args:
            children: both companies under all four statuses, aged 15, when None.
            years: every year for which facts are held, when None.
        """
        return Overview(self, children, years, checked_only=checked_only)

    def compare(self, a: Profile, b: Profile) -> Comparison:
        """Return what differs between two profiles. See ``routes.compare``."""
        return compare(a, b)

    def what_if(self, changes: Iterable[PolicyChange | str]) -> WhatIf:
        """Suppose other facts in one or more countries, and see what levels they would make.

        Args:
            changes: ``PolicyChange`` objects, or as in a link: ``"LBY:end-detention"`` (a lever of
                ``routes.catalogue``) or ``"LBY:detention_practice:exceptional"`` (one measure set
                to one value). Their order does not matter; none at all changes nothing.

        Raises:
            UnknownNameError: no such country, lever, measure or value; lists the nearest.
            RoutesError: two changes contradict each other, or there are more than 20.
        """
        return what_if(self, changes)

    def levers(
        self,
        *,
        route: str | None = None,
        journeys: Sequence[Journey] | None = None,
        child: Child | None = None,
        year: int = LAST_YEAR,
        goal: int | None = None,
        checked_only: bool = False,
        world: World | None = None,
    ) -> Ranking:
        """Rank every lever in every country: which single change lifts most weakest stages.

        Args:
            route: one route's journeys; all documented ones when None.
            journeys: these journeys, in place of a route's.
            child: the usual one (15, alone, seeking asylum) when None.
            goal: the weakest stage of this goal; of all judged goals together when None.
            world: what the child meets everywhere, if it is at hand.

        Raises:
            UnknownNameError: no such route.
            RoutesError: the goal is not judged, there is no journey, or no facts of the year.
        """
        return levers(
            self, route=route, journeys=journeys, child=child, year=year, goal=goal,
            checked_only=checked_only, world=world,
        )  # fmt: skip

    def coverage(
        self, child: Child, *, checked_only: bool = False, world: World | None = None
    ) -> Coverage:
        """Return how well the rubrics' questions are answered. See ``routes.coverage``.

        Args:
            world: what the child meets everywhere, if it is at hand.
        """
        return coverage(self.protection, world or self.world(child, checked_only=checked_only))

    def missing(
        self,
        *,
        goal: int | None = None,
        routes: Sequence[str] | None = None,
        roles: Sequence[Role] | None = None,
        child: Child | None = None,
        year: int = LAST_YEAR,
        checked_only: bool = False,
        world: World | None = None,
    ) -> Missing:
        """Return what has no answer on the routes, weighted by recorded children and not.

        Arguments and errors as in ``open_questions``.
        """
        return missing(
            self, goal=goal, routes=routes, roles=roles, child=child, year=year,
            checked_only=checked_only, world=world,
        )  # fmt: skip

    def open_questions(
        self,
        *,
        goal: int | None = None,
        routes: Sequence[str] | None = None,
        roles: Sequence[Role] | None = None,
        child: Child | None = None,
        year: int = LAST_YEAR,
        checked_only: bool = False,
        world: World | None = None,
    ) -> OpenQuestions:
        """Rank what is not known or not checked: which fact would teach us most.

        Args:
            goal: its questions; those of all judged goals when None. None are asked of a goal
                that is not judged.
            routes: countries on these, and journeys of these; all documented ones when None.
            roles: of the countries on the way; all when None.
            child: the usual one (15, alone, seeking asylum) when None.
            world: what the child meets everywhere, if it is at hand.

        Raises:
            UnknownNameError: no such route.
            RoutesError: no facts of the year.
        """
        return open_questions(
            self, goal=goal, routes=routes, roles=roles, child=child, year=year,
            checked_only=checked_only, world=world,
        )  # fmt: skip

    @cached_property
    def detail(self) -> gpd.GeoDataFrame:
        """Finer country shapes for the map of one route, EPSG:4326, indexed by iso3.

        Read when first asked for. A country without a finer shape has the one of ``countries``.
        """
        finer = geodata.load_layer("countries_detail", self.folder).set_index("iso3").geometry
        shapes = finer.reindex(self.countries.index).fillna(self.countries.geometry)
        return gpd.GeoDataFrame({"iso3": shapes.index}, geometry=shapes, crs=self.countries.crs)

    def figures(self, route_id: str) -> pd.DataFrame:
        """Return the recorded figures of a route, by measure, group and year.

        Each row says in ``scope_note`` what it counts: rows are never added up. Empty when no
        figure is held for the route.

        Raises:
            UnknownNameError: no such route; lists the nearest.
        """
        figures = self.recorded_figures
        mine = figures[figures["route_id"] == self.route(route_id).route_id]
        by = ["measure", "group", "year", "scope_note"]
        return mine.sort_values(by, kind="stable").reset_index(drop=True)

    @cached_property
    def origins(self) -> Origins:
        """What the build says of itself: lines and cells, steps, code. See ``routes.origins``."""
        return origins(self)

    @cached_property
    def official(self) -> OfficialFigures:
        """Official figures beside the levels: every table, read when first asked for."""
        return OfficialFigures(self.build or current_build(self.folder))

    def series(self, *, goal: int | None = None) -> tuple[FigureSeries, ...]:
        """Return the series of official figures, of one goal when named."""
        every = self.official.series.values()
        return tuple(one for one in every if goal in (None, one.goal))

    def one_series(self, name: str) -> FigureSeries:
        """Return a series by its name.

        Raises:
            UnknownNameError: there is none of that name; lists the nearest.
        """
        return known_series(self.official, name)

    def observations(
        self,
        series: str | None = None,
        *,
        iso3: str | None = None,
        year: int | None = None,
        latest: bool = False,
    ) -> pd.DataFrame:
        """Return official figures of countries, narrowed by whatever is named.

        Args:
            year: that year alone; with ``latest``, no later one.
            latest: one row a series and country, the newest year that has a figure; its value is NA
                where that figure is withheld.

        Raises:
            UnknownNameError: no such series; lists the nearest.
        """
        if series is not None:
            self.one_series(series)
        return observations(
            self.official.observations, series=series, iso3=iso3, year=year, latest=latest
        )

    def flows(
        self, *, origin: str | None = None, destination: str | None = None, year: int | None = None
    ) -> pd.DataFrame:
        """Return people of one country in another at the end of a year, narrowed as named."""
        found = self.official.flows
        asked = (("origin_iso3", origin), ("destination_iso3", destination), ("year", year))
        for column, value in asked:
            if value is not None:
                found = found[found[column] == value]
        return found.reset_index(drop=True)

    def flows_on(self, way: str | Journey, year: int | None = None) -> pd.DataFrame:
        """Return flows between countries of a way: of an earlier stage's people in a later one.

        They count people of the one country who were in the other, whichever way they came: never
        add pairs up along a way.

        Args:
            way: a route_id, for all its branches, or a journey.
            year: every year when None.
        """
        found = flows_between(self.official.flows, pairs_of(journeys_of(self, way)))
        return found if year is None else found[found["year"] == year].reset_index(drop=True)

    def flow_years(self, way: str | Journey) -> tuple[int, ...]:
        """Return the years for which there are flows on a way, ascending."""
        return tuple(sorted({int(year) for year in self.flows_on(way)["year"]}))

    def deaths(
        self, *, kind: str | None = None, area: str | None = None, year: int | None = None
    ) -> pd.DataFrame:
        """Return deaths and disappearances, least estimates, narrowed as named."""
        found = self.official.deaths
        for column, value in (("area_kind", kind), ("area", area), ("year", year)):
            if value is not None:
                found = found[found[column] == value]
        return found.reset_index(drop=True)

    def deaths_on(self, route_id: str, *, shared: bool = False) -> pd.DataFrame:
        """Return deaths on a route by year, with ``match`` and ``comment``.

        Args:
            shared: also where the publisher's route is a sea or border that more than this route
                passes; say so wherever it is shown.

        Raises:
            UnknownNameError: no such route; lists the nearest.
        """
        return deaths_on(self.official, self.route(route_id).route_id, shared=shared)

    @cached_property
    def promise_rules(self) -> PromiseRules:
        """What binds a country to a promise, and what counts as kept. See ``routes.promises``."""
        return load_promise_rules(self.rubrics, self.records.commitments, self.tables)

    @cached_property
    def known_names(self) -> dict[str, str]:
        """Every code and name of a country, in small letters without signs -> ISO3."""
        return known_names(self)

    def read_countries(self, text: str) -> ReadList:
        """Return the countries that a pasted list names. See ``routes.country_names``."""
        return read_list(self, text)

    @cached_property
    def country_sets(self) -> dict[str, CountrySet]:
        """Sets of countries that sit at one table, by key. See ``routes.country_sets``."""
        return country_sets(self)

    def countries_of_set(
        self, key: str, *, year: int = LAST_YEAR, world: World | None = None
    ) -> tuple[str, ...]:
        """Return the countries (ISO3) of ``region:western-asia``, ``party:CRC`` and the like."""
        return countries_of_set(self, key, year=year, world=world)

    def commitments(
        self, *, goal: int | None = None, instrument_id: str | None = None
    ) -> tuple[Commitment, ...]:
        """Return what was promised, by goal; of one goal or one instrument when named."""
        return self.records.find_commitments(goal=goal, instrument_id=instrument_id)

    def timeline(
        self,
        *,
        goal: int | None = None,
        iso3s: Iterable[str] | None = None,
        first_year: int | None = None,
    ) -> tuple[Milestone, ...]:
        """Return milestones in order of time. See ``Records.find_milestones``."""
        return self.records.find_milestones(goal=goal, iso3s=iso3s, first_year=first_year)

    def practices(
        self,
        *,
        goal: int | None = None,
        role: Role | None = None,
        iso3: str | None = None,
        measure: str | None = None,
    ) -> tuple[GoodPractice, ...]:
        """Return documented good practice, by goal; narrowed by whatever is named."""
        return self.records.find_practices(goal=goal, role=role, iso3=iso3, measure=measure)

    def gaps(
        self,
        *,
        goal: int | None = None,
        routes: Sequence[str] | None = None,
        roles: Sequence[Role] | None = None,
        countries: Sequence[str] | None = None,
        child: Child | None = None,
        year: int = LAST_YEAR,
        checked_only: bool = False,
        world: World | None = None,
    ) -> Gaps:
        """Return what countries promised beside what the facts show. See ``routes.keeping``."""
        return gaps(
            self, goal=goal, routes=routes, roles=roles, countries=countries, child=child,
            year=year, checked_only=checked_only, world=world,
        )  # fmt: skip

    def standing(
        self,
        goal: int,
        *,
        year: int = LAST_YEAR,
        since: int | None = None,
        child: Child | None = None,
        countries: Iterable[str] | None = None,
        checked_only: bool = False,
        world: World | None = None,
    ) -> Standing:
        """Return where countries stand on a goal and how they moved. See ``routes.standing``."""
        return standing(
            self, goal, year=year, since=since, child=child, countries=countries,
            checked_only=checked_only, world=world,
        )  # fmt: skip

    def sheet(
        self,
        countries: Iterable[str],
        *,
        child: Child | None = None,
        year: int = LAST_YEAR,
        checked_only: bool = False,
        world: World | None = None,
        gaps: Gaps | None = None,
    ) -> Sheet:
        """Return six goals of a set of countries and what links them. See ``routes.sheet``."""
        return sheet(
            self, countries, child=child, year=year, checked_only=checked_only, world=world,
            gaps=gaps,
        )  # fmt: skip

    def brief(
        self,
        of: str | Journey,
        *,
        child: Child | None = None,
        year: int = LAST_YEAR,
        checked_only: bool = False,
    ) -> Brief:
        """Return two pages on a country (its ISO3) or a journey, with footnotes.

        Raises:
            UnknownNameError: no such country.
        """
        seen = Seen(atlas=self, child=child or Child(), year=year, checked_only=checked_only)
        return country_brief(seen, of) if isinstance(of, str) else journey_brief(seen, of)

    def histories(
        self,
        countries: Iterable[str] | None = None,
        *,
        child: Child | None = None,
        checked_only: bool = False,
        world: World | None = None,
    ) -> tuple[History, ...]:
        """Return law and practice of detention by year. See ``routes.histories``."""
        return histories(
            self, countries=countries, child=child, checked_only=checked_only, world=world
        )

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


def load(folder: Path | str | None = None, *, as_kept: bool = False) -> Atlas:
    """Load the built layers and make the atlas of them.

    Args:
        folder: where ``childways build`` wrote, or an address such as ``s3://bucket/built``; the
            project's own built folder when None.
        as_kept: take the rubrics and levels that the build holds, whatever today's would be. So
            is every edition read that was taken out of the store.

    Raises:
        geodata.DataError: a layer is missing, cut short or not the one the manifest names.
    """
    if isinstance(folder, str):
        folder = current_build(folder)  # once: a newer one may be put there meanwhile
    manifest = geodata.load_manifest(folder)
    as_kept = as_kept or bool(manifest.get(KEPT))
    build = current_build(folder)
    tables = build / RUBRICS if as_kept else None
    rubrics = load_rubrics(tables)
    countries = geodata.load_layer("countries", folder).set_index("iso3", drop=False)
    countries = countries.sort_values("name", key=lambda name: name.str.normalize("NFKD"))
    routes = routes_of(geodata.load_table("routes", folder), geodata.load_layer("stages", folder))
    protection = Protection(geodata.load_table("facts", folder), rubrics, tuple(countries.index))
    if as_kept:
        protection.kept = Kept.read(
            build / LEVELS, protection.countries, protection.measures
        ).finder(protection)
    return Atlas(
        countries=countries,
        routes=routes,
        sources=geodata.load_table("sources", folder).set_index("source_id", drop=False),
        withheld=geodata.load_table("withheld", folder),
        recorded_figures=geodata.load_table("recorded_figures", folder),
        protection=protection,
        rubrics=rubrics,
        versions=geodata.load_table("versions", folder),
        corrections=geodata.load_table("corrections", folder),
        data_version=str(manifest["data_version"]),
        manifest=manifest,
        folder=folder,
        records=Records.from_tables(
            *(geodata.load_table(name, folder) for name in ("commitments", "timeline", "practices"))
        ),
        tables=tables,
        provenance=geodata.load_table("provenance", folder),
        build=build,
        own=geodata.load_table("own", folder),
    )


def routes_of(table: pd.DataFrame, stages: gpd.GeoDataFrame) -> dict[str, Route]:
    """Return route_id -> route, of the built ``routes`` and ``stages``."""
    journeys = from_table(stages)
    return {
        row.route_id: Route(
            route_id=row.route_id,
            name=row.name,
            region=row.region,
            description=row.description,
            drivers=text_or_empty(row.drivers),
            source_id=row.source_id,
            evidence=row.evidence,
            journeys=tuple(j for j in journeys if j.route_id == row.route_id),
        )
        for row in table.itertuples(index=False)
    }
