"""What the atlas speaks of: a child's circumstances, facts, levels, routes and their stages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from routes.errors import BrokenJourneyError, RoutesError

Company = Literal["alone", "family"]
Status = Literal["refugee", "asylum_seeker", "undocumented", "trafficked"]
Role = Literal["origin", "transit", "destination"]
Evidence = Literal["read", "official", "named"]

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is known for one question of a rubric, and the rule that it meets.

    Attributes:
        level: the level that the rule gives, or None when unknown or without effect.
        facts: the facts in force, the deciding (worst) one first; more than one value
            among them is a conflict, and both are shown.
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
    def source_ids(self) -> tuple[str, ...]:
        seen = (fact.source_id for answer in self.answers for fact in answer.facts)
        return tuple(dict.fromkeys(seen))


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One country and place on a journey, as documented, at city scale.

    ``lon`` and ``lat`` are the city's, EPSG:4326. ``mode`` is how the leg that ends here is
    travelled: land, sea, air, or None at the first stage.
    """

    order: int
    iso3: str
    role: Role
    place: str
    lon: float
    lat: float
    mode: str | None
    note: str
    source_id: str
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """One branch of a route, its stages in order, as documented; not one child's track."""

    route_id: str
    branch: str
    name: str
    stages: tuple[Stage, ...]

    def __post_init__(self) -> None:
        found = [stage.order for stage in self.stages]
        expected = list(range(1, len(found) + 1))
        if found != expected:
            missing = sorted(set(expected) - set(found))
            what = f"order {missing[0]} is missing" if missing else "orders repeat"
            raise BrokenJourneyError(
                f"Route {self.route_id!r}, branch {self.branch!r}: {what} (found "
                f"{', '.join(map(str, found))}). Add the stage, or renumber the ones after it."
            )


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
