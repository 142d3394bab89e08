"""What the atlas speaks of: a child's circumstances, facts, levels, routes and their stages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Literal, get_args

import geopandas as gpd
from shapely.geometry import Point

from geodata.own.marks import is_own
from routes import geometry
from routes.errors import BrokenJourneyError, RoutesError

Company = Literal["alone", "family"]
Status = Literal["refugee", "asylum_seeker", "undocumented", "trafficked"]
Role = Literal["origin", "transit", "destination"]
Mode = Literal["land", "sea", "air"]
Evidence = Literal["read", "official", "named"]
Confidence = Literal["high", "medium", "low"]

COMPANIES: tuple[Company, ...] = get_args(Company)
STATUSES: tuple[Status, ...] = get_args(Status)
ROLES: tuple[Role, ...] = get_args(Role)


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """The circumstances that decide which rules apply: a lens, not a person.

    Attributes:
        age: completed years, 0 to 17.
        company: alone (unaccompanied or separated) or with family.
        status: the label that the law puts on her.
    """

    age: int = 15
    company: Company = "alone"
    status: Status = "asylum_seeker"

    def __post_init__(self) -> None:
        if not 0 <= self.age <= 17:
            raise RoutesError(f"A child's age is 0 to 17 years, not {self.age}.")
        if self.company not in COMPANIES:
            raise RoutesError(f"company is one of {', '.join(COMPANIES)}, not {self.company!r}.")
        if self.status not in STATUSES:
            raise RoutesError(f"status is one of {', '.join(STATUSES)}, not {self.status!r}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One sourced statement about one country, as the curated tables hold it.

    Attributes:
        kind: rule, practice, commitment or assessment.
        value: a value of the measure's scale, already read for the child's age.
        as_of_year: the year that the source speaks for.
        carried_years: how many years after ``as_of_year`` it is used here; 0 when inside.
        table, row: where it stands in the curated facts (row 1 is the header).
    """

    fact_id: str
    iso3: str
    measure: str
    kind: str
    value: str
    group: str
    company: str
    min_age_detainable: int | None
    from_year: int
    to_year: int | None
    as_of_year: int
    carried_years: int
    summary: str
    legal_basis: str
    source_id: str
    evidence: Evidence
    confidence: str
    table: str
    row: int

    @property
    def is_own(self) -> bool:
        """Whether a reader brought it: it is not part of the atlas."""
        return is_own(self.source_id)

    @property
    def origin(self) -> str:
        """``own`` or ``atlas``, for files."""
        return "own" if self.is_own else "atlas"


def conflict_words(facts: Sequence[Fact]) -> str:
    """Say which of differing facts counts; the deciding one is first. "" where all agree."""
    if len({fact.value for fact in facts}) < 2:
        return ""
    if facts[0].is_own and not all(fact.is_own for fact in facts):
        return "Facts differ; the own fact counts, and what the atlas says is shown beside it."
    return "Facts differ; the lower one counts."


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is known for one question of a rubric, and the rule that it meets.

    Attributes:
        level: the level that the rule gives, or None when unknown or without effect.
        facts: the facts in force, the deciding one first: a reader's own, else the worst; more
            than one value among them is a conflict, and both are shown.
    """

    question: str
    part: str
    measure: str
    applies: bool
    value: str | None
    rule: str | None
    reason: str | None
    level: int | None
    facts: tuple[Fact, ...]

    @property
    def is_conflict(self) -> bool:
        return len({fact.value for fact in self.facts}) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """The protection level of one goal in one country, for one child and year.

    Attributes:
        value: 0 not protected ... 4 protected in law and practice; None is unknown.
        known_share: part of the rubric's questions that apply and have an answer, 0 to 1.
        why: the sentence that says what set the level.
        answers: every question of the rubric, answered or not.
        is_unchecked: some fact behind it is named but was not yet opened.
    """

    iso3: str
    goal: int
    value: int | None
    known_share: float
    is_unchecked: bool
    why: str
    answers: tuple[Answer, ...]

    @property
    def is_own(self) -> bool:
        """Whether a reader's own fact decides one of its answers."""
        return any(answer.facts[0].is_own for answer in self.answers if answer.facts)

    @property
    def source_ids(self) -> tuple[str, ...]:
        seen = (fact.source_id for answer in self.answers for fact in answer.facts)
        return tuple(dict.fromkeys(seen))


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One country and place on a journey, at city scale when documented.

    ``lon`` and ``lat`` are the city's, EPSG:4326; on a journey that a reader built, the country's
    label point. ``mode`` is how the leg that ends here is travelled; None at the first stage and
    wherever nothing is documented. ``source_id`` is empty and ``evidence`` None when no source
    stands behind the stage.
    """

    order: int
    iso3: str
    role: Role
    place: str
    lon: float
    lat: float
    mode: Mode | None = None
    note: str = ""
    source_id: str = ""
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """The way from one stage to the next, drawn straight over the ground."""

    start: Stage
    end: Stage

    @property
    def mode(self) -> Mode | None:
        return self.end.mode

    @property
    def line(self) -> Any:
        """The geodesic, EPSG:4326: a LineString, or a MultiLineString across 180 degrees."""
        return geometry.geodesic_line(_point(self.start), _point(self.end))

    @property
    def distance_km(self) -> float:
        return geometry.distance_km(_point(self.start), _point(self.end))


def _point(stage: Stage) -> geometry.Point:
    return stage.lon, stage.lat


_TURNED: dict[Role, Role] = {
    "origin": "destination",
    "transit": "transit",
    "destination": "origin",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """Stages in order: one branch of a route as documented, or a reader's own way.

    It is not one child's track. A reader's own journey has no ``route_id``.
    """

    route_id: str
    branch: str
    name: str
    stages: tuple[Stage, ...]

    def __post_init__(self) -> None:
        found = [stage.order for stage in self.stages]
        if not found:
            raise BrokenJourneyError(f"{self.label}: no stages. A journey has at least one.")
        expected = list(range(1, len(found) + 1))
        if found != expected:
            missing = sorted(set(expected) - set(found))
            what = f"order {missing[0]} is missing" if missing else "stages are not in order"
            raise BrokenJourneyError(
                f"{self.label}: {what} (found {', '.join(map(str, found))}). Add the stage, or "
                "renumber the ones after it."
            )

    @property
    def label(self) -> str:
        """How an error speaks of it."""
        if self.is_own:
            return f"Own journey {self.name!r}"
        return f"Route {self.route_id!r}, branch {self.branch!r}"

    @property
    def is_own(self) -> bool:
        """Built by a reader; no source documents it."""
        return self.route_id == ""

    @property
    def iso3s(self) -> tuple[str, ...]:
        """The country of each stage, in travel order, repeats kept."""
        return tuple(stage.iso3 for stage in self.stages)

    @property
    def legs(self) -> tuple[Leg, ...]:
        return tuple(Leg(start=start, end=end) for start, end in pairwise(self.stages))

    @property
    def distance_km(self) -> float:
        """Length over the ground. The true way is longer: call it a lower bound."""
        return sum(leg.distance_km for leg in self.legs)

    def reversed(self) -> Journey:
        """Return the way back, as a journey of one's own: no source documents it as travelled.

        Origin and destination change roles; each leg keeps its mode.
        """
        modes = [leg.mode for leg in self.legs]
        back = zip(reversed(self.stages), [None, *reversed(modes)], strict=True)
        return Journey(
            route_id="",
            branch="",
            name=f"{self.name}, the way back",
            stages=tuple(
                replace(
                    stage, order=order, role=_TURNED[stage.role], mode=mode, note="",
                    source_id="", evidence=None,
                )
                for order, (stage, mode) in enumerate(back, start=1)
            ),
        )  # fmt: skip

    def to_frame(self) -> gpd.GeoDataFrame:
        """Return one row a stage, with its point, EPSG:4326."""
        rows = [
            {
                "route_id": self.route_id,
                "branch": self.branch,
                "order": stage.order,
                "iso3": stage.iso3,
                "role": stage.role,
                "place": stage.place,
                "mode_from_previous": stage.mode,
                "note": stage.note,
                "source_id": stage.source_id,
                "evidence": stage.evidence,
                "geometry": Point(stage.lon, stage.lat),
            }
            for stage in self.stages
        ]
        return gpd.GeoDataFrame(rows, geometry="geometry", crs="EPSG:4326")

    def legs_frame(self) -> gpd.GeoDataFrame:
        """Return one row a leg, with its geodesic line, EPSG:4326; none for a single stage."""
        columns: dict[str, list[Any]] = {
            "route_id": [self.route_id for _ in self.legs],
            "branch": [self.branch for _ in self.legs],
            "from_order": [leg.start.order for leg in self.legs],
            "to_order": [leg.end.order for leg in self.legs],
            "from_iso3": [leg.start.iso3 for leg in self.legs],
            "to_iso3": [leg.end.iso3 for leg in self.legs],
            "mode": [leg.mode for leg in self.legs],
            "distance_km": [leg.distance_km for leg in self.legs],
        }
        lines = [leg.line for leg in self.legs]
        return gpd.GeoDataFrame(columns, geometry=lines, crs="EPSG:4326")


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A known corridor, with one or more branches."""

    route_id: str
    name: str
    region: str
    description: str
    drivers: str
    source_id: str
    evidence: Evidence
    journeys: tuple[Journey, ...]

    def roles(self) -> dict[str, frozenset[Role]]:
        """Return the roles that each country (ISO3) has on this route."""
        roles: dict[str, set[Role]] = {}
        for journey in self.journeys:
            for stage in journey.stages:
                roles.setdefault(stage.iso3, set()).add(stage.role)
        return {iso3: frozenset(found) for iso3, found in roles.items()}
