"""What the API answers at /views: the same as a page of the atlas shows."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from dashboard.api.brief_models import Brief
from dashboard.api.chain_models import Chain
from dashboard.api.coverage_models import HeldTable, KnownCell, OpenQuestion
from dashboard.api.goal_models import CountryStanding, GoalStanding, Sheet
from dashboard.api.models import (
    Country,
    EmptyBecause,
    Goal,
    Grade,
    Iso3,
    Lens,
    Level,
    LevelValue,
    PagePath,
    Profile,
    Sentence,
    Shape,
    Share,
    SourceIds,
)
from dashboard.api.promise_models import Gap, HistoryYear, Milestone, Practice
from dashboard.api.supposed_models import RankedLever, WhatIf
from routes.model import Role


class AtlasRow(Shape):
    """One country in the atlas's table."""

    iso3: Iso3
    country: str
    roles: list[Role]
    step: Annotated[str, Field(description="Legend step, as in the address.")]
    label: Annotated[str, Field(description="The step in words.")]
    level: Annotated[
        int | None,
        Field(description="Level 0 to 4 of a goal, or place on the measure's scale, 0 the worst; "
              "null is unknown or not applicable."),
    ]  # fmt: skip
    number: Annotated[
        float | None,
        Field(description="The number that the step stands for; null where it is a step alone."),
    ]
    unit: Annotated[str, Field(description="What the number counts.")]
    empty_because: EmptyBecause | None
    as_of_year: int | None
    evidence: Grade
    source_ids: SourceIds


class StepYear(Shape):
    """Countries at one step of the legend in one year."""

    year: int
    step: str
    label: str
    countries: int


class LabelLevel(Shape):
    """One goal at one stage for the same child under another label."""

    status: str
    order: int
    iso3: Iso3
    goal: Goal
    level: LevelValue


class LegendStep(Shape):
    step: str
    label: str
    meaning: str
    countries_count: int


class AtlasView(Shape):
    view: Literal["atlas"] = "atlas"
    url: PagePath
    title: str
    colour: str
    label: str
    known: Annotated[str, Field(description="The legend's sentence on what is known.")]
    legend: list[LegendStep]
    rows: list[AtlasRow]


class JourneyView(Shape):
    view: Literal["journey"] = "journey"
    url: PagePath
    title: str
    goal: Goal
    profile: Profile


class Pair(Shape):
    """One goal at two stages that answer to each other; null where a side has no such stage."""

    goal: Goal
    iso3: Iso3
    order_a: int | None
    order_b: int | None
    level_a: LevelValue
    level_b: LevelValue
    difference: Annotated[
        int | None, Field(description="Level B less level A; null unless both are known.")
    ]
    is_uneven: Annotated[
        bool,
        Field(description="Other questions have answers: what is not known may play a part."),
    ]
    evidence_a: Grade
    source_ids_a: SourceIds
    evidence_b: Grade
    source_ids_b: SourceIds


class CompareView(Shape):
    view: Literal["compare"] = "compare"
    url: PagePath
    title: str
    a: Profile
    b: Profile
    lens_b: Lens
    pairs: Annotated[list[Pair], Field(description="Aligned stages x goals.")]
    sentences: list[Sentence]


class CountryView(Shape):
    view: Literal["country"] = "country"
    url: PagePath
    title: str
    country: Country
    levels: list[Level]


class RouteRow(Shape):
    """One route in the list of journeys, told by its first branch."""

    route_id: str
    branch: str
    name: str
    region: str
    weakest_level: LevelValue
    largest_drop: Annotated[
        int | None, Field(description="0: no known level falls; null: it can't be told.")
    ]
    levels_known: int
    levels_asked: int
    unchecked_share: Share
    evidence: Grade
    source_id: str
    weakest_at: Annotated[str, Field(description="Countries and goals of that level, in words.")]
    largest_drop_at: Annotated[
        str, Field(description="Between which countries, for which goal, both levels; or why none.")
    ]
    weaker_branches: Annotated[
        str, Field(description="Other branches that are weaker, with their lowest level.")
    ]


class JourneysView(Shape):
    view: Literal["journeys"] = "journeys"
    url: PagePath
    title: str
    rows: list[RouteRow]


class WhatIfView(Shape):
    view: Literal["what-if"] = "what-if"
    url: PagePath
    title: str
    what_if: WhatIf
    levers: Annotated[list[RankedLever], Field(description="The single changes, by rank.")]


class GoalsView(Shape):
    view: Literal["goals"] = "goals"
    url: PagePath
    title: str
    goals: list[GoalStanding]
    rows: list[CountryStanding]


class SheetView(Shape):
    view: Literal["sheet"] = "sheet"
    url: PagePath
    title: str
    sheet: Sheet


class CommitmentsView(Shape):
    view: Literal["commitments"] = "commitments"
    url: PagePath
    title: str
    rows: Annotated[list[Gap], Field(description="Countries of the matrix x promises.")]


class TimelineView(Shape):
    view: Literal["timeline"] = "timeline"
    url: PagePath
    title: str
    milestones: list[Milestone]
    histories: Annotated[
        list[HistoryYear], Field(description="Detention of children in the countries drawn.")
    ]


class PracticeView(Shape):
    view: Literal["practice"] = "practice"
    url: PagePath
    title: str
    rows: list[Practice]


class CoverageView(Shape):
    view: Literal["coverage"] = "coverage"
    url: PagePath
    title: str
    rows: Annotated[list[KnownCell], Field(description="Countries x goals, or x questions.")]


class MissingView(Shape):
    view: Literal["missing"] = "missing"
    url: PagePath
    title: str
    rows: list[OpenQuestion]


class TablesView(Shape):
    view: Literal["tables"] = "tables"
    url: PagePath
    title: str
    rows: list[HeldTable]


class BriefView(Shape):
    view: Literal["brief"] = "brief"
    url: PagePath
    title: str
    brief: Brief


class ExplainView(Shape):
    view: Literal["explain"] = "explain"
    url: PagePath
    title: str
    chain: Chain


View = Annotated[
    AtlasView
    | JourneyView
    | CompareView
    | CountryView
    | JourneysView
    | WhatIfView
    | GoalsView
    | SheetView
    | CommitmentsView
    | TimelineView
    | PracticeView
    | CoverageView
    | MissingView
    | TablesView
    | BriefView
    | ExplainView,
    Field(discriminator="view"),
]
