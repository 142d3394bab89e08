"""The atlas in the shapes of the API. Every number here is the model's."""

from __future__ import annotations

from collections import Counter
from functools import cached_property, lru_cache
from typing import Any

import pandas as pd
from shapely.geometry import MultiLineString

from dashboard.api import models
from dashboard.api.formats import feature
from dashboard.data import Data
from dashboard.state import Lens
from dashboard.ways import JourneyState, Way
from geodata.own import is_own
from routes import Child, Journey, Profile, Route
from routes.model import Evidence, Leg
from routes.model import Level as ModelLevel
from routes.protection import UNKNOWN

# The weakest first: what a value rests on is as good as its weakest fact.
WEAKEST_FIRST: tuple[Evidence, ...] = ("named", "read", "official")


def weakest(grades: set[str]) -> Evidence | None:
    """Return the weakest of some evidence grades."""
    return next((grade for grade in WEAKEST_FIRST if grade in grades), None)


def or_none(value: Any) -> Any:
    return None if pd.isna(value) else value


def whole(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)


def lens_of(lens: Lens) -> models.Lens:
    child = lens.child
    return models.Lens(
        age=child.age,
        company=child.company,
        status=child.status,
        year=lens.year,
        checked=lens.checked,
    )


class Content:
    """Makes answers of the data. Levels of a country are kept; memory is bounded."""

    def __init__(self, data: Data) -> None:
        self.data = data
        self._levels = lru_cache(maxsize=2000)(self._levels_of)

    @cached_property
    def _facts_by_country(self) -> Counter[str]:
        return Counter(self.data.atlas.protection.facts["iso3"])

    @cached_property
    def _facts_by_source(self) -> Counter[str]:
        return Counter(self.data.atlas.protection.facts["source_id"])

    def country(self, iso3: str) -> models.Country:
        row = self.data.atlas.countries.loc[iso3]
        through = self.data.atlas.routes_through(iso3)
        return models.Country(
            iso3=iso3,
            name=row["name"],
            name_fr=row["name_fr"],
            name_es=row["name_es"],
            name_ar=row["name_ar"],
            un_region=row["un_region"],
            un_subregion=row["un_subregion"],
            kind=row["kind"],
            is_disputed=row["is_disputed"] == "yes",
            label_lon=float(row["label_lon"]),
            label_lat=float(row["label_lat"]),
            facts_count=self._facts_by_country[iso3],
            routes=[
                models.RouteRoles(route_id=route_id, roles=list(roles))
                for route_id, roles in through.items()
            ],
            url=f"/country/{iso3}",
        )

    def country_feature(self, country: models.Country) -> models.Feature:
        shape = self.data.atlas.countries.geometry[country.iso3]
        return feature(shape, country.model_dump(exclude={"routes"}), country.iso3)

    def route(self, route: Route) -> models.Route:
        return models.Route(
            route_id=route.route_id,
            name=route.name,
            region=route.region,
            description=route.description,
            drivers=[part.strip() for part in route.drivers.split(";") if part.strip()],
            branches=[
                models.Branch(
                    branch=journey.branch,
                    name=journey.name,
                    iso3s=list(journey.iso3s),
                    distance_km=round(journey.distance_km, 1),
                    url=self.url(journey),
                )
                for journey in route.journeys
            ],
            evidence=route.evidence,
            source_id=route.source_id,
            url=f"/journey/{route.route_id}",
        )

    def route_feature(self, route: models.Route) -> models.Feature:
        legs = [leg for way in self.data.atlas.routes[route.route_id].journeys for leg in way.legs]
        line = lines([leg.line for leg in legs])
        return feature(line, route.model_dump(exclude={"branches"}), route.route_id)

    def url(self, journey: Journey, lens: Lens | None = None) -> str:
        first = (
            "" if journey.is_own else self.data.atlas.routes[journey.route_id].journeys[0].branch
        )
        way = Way.of(journey, first_branch=first)
        return JourneyState(way=way, lens=lens or Lens()).href()

    def stages(self, journey: Journey) -> list[models.Stage]:
        return [
            models.Stage(
                order=stage.order,
                iso3=stage.iso3,
                country=self.data.name(stage.iso3),
                role=stage.role,
                place=stage.place,
                lon=stage.lon,
                lat=stage.lat,
                mode=stage.mode,
                note=stage.note,
                evidence=stage.evidence,
                source_id=stage.source_id,
            )
            for stage in journey.stages
        ]

    def journey(self, journey: Journey) -> models.Journey:
        return models.Journey(**self._way(journey, Lens()))

    def _way(self, journey: Journey, lens: Lens) -> dict[str, Any]:
        return {
            "route_id": journey.route_id,
            "branch": journey.branch,
            "name": journey.name,
            "distance_km": round(journey.distance_km, 1),
            "stages": self.stages(journey),
            "url": self.url(journey, lens),
        }

    def levels(self, iso3: str, lens: Lens) -> tuple[models.Level, ...]:
        """Return the six levels of a country for a child and year."""
        return self._levels(iso3, self.data.age_class(lens.child), lens.year, lens.checked)

    def _levels_of(
        self, iso3: str, child: Child, year: int, checked: bool
    ) -> tuple[models.Level, ...]:
        found = self.data.atlas.protection.supposed_levels(
            self.data.world(child, checked), iso3, child, year, {}, checked_only=checked
        )
        return tuple(self._level(level) for level in found.values())

    def _level(self, level: ModelLevel) -> models.Level:
        is_judged = self.data.atlas.rubrics.goals[level.goal].is_judged
        asked = [a for a in level.answers if a.part != "shown" or not is_judged]
        return models.Level(
            iso3=level.iso3,
            country=self.data.name(level.iso3),
            goal=level.goal,
            level=level.value,
            known_share=round(level.known_share, 4),
            is_unchecked=level.is_unchecked,
            is_own=level.is_own,
            is_judged=is_judged,
            why=level.why,
            evidence=weakest({answer.facts[0].evidence for answer in asked if answer.facts}),
            source_ids=list(level.source_ids),
        )

    def profile(self, journey: Journey, lens: Lens) -> models.Profile:
        """Return what the child meets on the journey.

        Raises:
            RoutesError: no facts are held for the year.
        """
        found = self.data.profile(journey, lens.child, lens.year, lens.checked)
        levels = [
            models.StageLevel(order=stage.order, **level.model_dump())
            for stage in journey.stages
            for level in self.levels(stage.iso3, lens)
        ]
        return models.Profile(
            **self._way(journey, lens),
            known_share=round(found.known_share, 4),
            unchecked_share=round(found.unchecked_share, 4),
            levels=levels,
            weakest=[
                models.Cell(
                    order=cell.stage.order, iso3=cell.stage.iso3, goal=cell.goal, level=cell.level
                )
                for cell in found.weakest
            ],
            drops=_drops(found),
            sentences=[models.Sentence(kind=one.kind, text=one.text) for one in found.sentences()],
        )

    def journey_features(
        self, journey: Journey, profile: models.Profile | None = None
    ) -> list[models.Feature]:
        """Return the stages (points, with their levels) and legs (lines) of a journey."""
        way = {"route_id": journey.route_id, "branch": journey.branch}
        levels: dict[int, dict[str, Any]] = {}
        for one in profile.levels if profile else ():
            levels.setdefault(one.order, {})[f"goal_{one.goal}"] = one.level
        found = []
        points = journey.to_frame().geometry
        for stage, point in zip(self.stages(journey), points, strict=True):
            told = {"part": "stage", **way, **stage.model_dump(exclude={"lon", "lat"})}
            found.append(feature(point, {**told, **levels.get(stage.order, {})}))
        found += [feature(leg.line, {"part": "leg", **way, **_leg(leg)}) for leg in journey.legs]
        return found

    def fact(self, row: dict[str, Any]) -> models.Fact:
        names = set(models.Fact.model_fields) - {"goals", "origin"}
        told = {name: or_none(row[name]) for name in names}
        told["origin"] = "own" if is_own(row["source_id"]) else "atlas"
        for name in ("min_age_detainable", "max_days_children", "from_year", "to_year",
                     "as_of_year", "row"):  # fmt: skip
            told[name] = whole(row[name])
        goals = self.data.atlas.rubrics.goals.values()
        return models.Fact(
            goals=[goal.goal for goal in goals if row["measure"] in goal.measures()], **told
        )

    def source(self, source_id: str) -> models.Source:
        row = self.data.atlas.sources.loc[source_id]
        return models.Source(
            source_id=source_id,
            publisher=row["publisher"],
            title=row["title"],
            year=whole(row["year"]),
            address=or_none(row["url"]) or "",
            licence=or_none(row["licence"]) or "",
            facts_count=self._facts_by_source[source_id],
        )

    def flow(self, row: dict[str, Any]) -> models.Flow:
        told = {name: or_none(row[name]) for name in models.Flow.model_fields}
        return models.Flow(**{**told, "year": int(row["year"])})

    def known_levels(self, lens: Lens, iso3s: list[str], goals: list[int]) -> int:
        """Return how many of these levels are known."""
        world = self.data.world(self.data.age_class(lens.child), lens.checked)
        at = [world.countries.index(iso3) for iso3 in iso3s]
        levels = world.levels[at][:, [goal - 1 for goal in goals], world.year_index(lens.year)]
        return int((levels != UNKNOWN).sum())


def _drops(profile: Profile) -> list[models.Drop]:
    largest = max((drop.size for drop in profile.drops), default=0)
    return [
        models.Drop(
            goal=drop.goal,
            from_order=drop.from_stage.order,
            from_iso3=drop.from_stage.iso3,
            from_level=drop.from_level,
            to_order=drop.to_stage.order,
            to_iso3=drop.to_stage.iso3,
            to_level=drop.to_level,
            size=drop.size,
            is_border=drop.is_border,
            is_largest=drop.size == largest,
            is_uneven=drop.is_uneven,
            across=[stage.order for stage in drop.across],
        )
        for drop in profile.drops
    ]


def _leg(leg: Leg) -> dict[str, Any]:
    return {
        "from_order": leg.start.order,
        "to_order": leg.end.order,
        "from_iso3": leg.start.iso3,
        "to_iso3": leg.end.iso3,
        "mode": leg.mode,
        "distance_km": round(leg.distance_km, 1),
        "evidence": leg.end.evidence,
        "source_id": leg.end.source_id,
    }


def lines(shapes: list[Any]) -> Any:
    """Return lines as one MultiLineString; None when there is none."""
    parts = [part for shape in shapes for part in getattr(shape, "geoms", (shape,))]
    return MultiLineString(parts) if parts else None
