"""What the API answers: every shape once, for the answers, the checks and the documentation."""

from __future__ import annotations

from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from routes.model import Company, Evidence, Mode, Role, Status

EmptyBecause = Literal["no such country", "year not covered", "unknown", "not applicable"]
Goal = Annotated[int, Field(ge=1, le=6, description="Policy goal, 1 to 6.", examples=[2])]
Share = Annotated[float, Field(ge=0, le=1)]
LevelValue = Annotated[
    int | None,
    Field(
        ge=0,
        le=4,
        description="4 protected in law and practice to 0 not protected; null is unknown, never 0.",
    ),
]
Iso3 = Annotated[
    str, Field(description="ISO 3166-1 alpha-3; disputed areas begin with X.", examples=["LBY"])
]
Grade = Annotated[
    Evidence | None,
    Field(
        description="The weakest evidence behind the value: official (copied from an official data "
        "set), read (supporting text was read), named (source named, not yet opened); null where "
        "nothing stands behind it."
    ),
]
SourceIds = Annotated[list[str], Field(description="Rows of /sources that stand behind it.")]
PagePath = Annotated[str, Field(description="The page of the atlas that shows the same.")]


class Shape(BaseModel):
    """Base of every answer: nothing undeclared goes out."""

    model_config = ConfigDict(extra="forbid")


class Lens(Shape):
    """The child and year for which levels are told."""

    age: Annotated[int, Field(ge=0, le=17, description="Completed years.")]
    company: Company
    status: Status
    year: int
    checked: Annotated[bool, Field(description="Sources named but not yet opened are left out.")]


class Meta(Shape):
    """What goes with every answer."""

    total: Annotated[int, Field(ge=0, description="Rows on all pages.")]
    page: Annotated[int, Field(ge=1)]
    per_page: Annotated[int, Field(ge=1)]
    data_version: Annotated[str, Field(examples=["ad24fe67ca48"])]
    own_facts: Annotated[
        str,
        Field(
            description="Says when own facts of a reader are in the answer that are not part of "
            "the atlas; empty otherwise."
        ),
    ]
    licence: str
    citation: str
    empty_because: Annotated[
        EmptyBecause | None, Field(description="Why there is no data; null when there is some.")
    ]
    notes: Annotated[
        list[str], Field(description="Whatever was asked for and could not be used, in words.")
    ]
    lens: Annotated[Lens | None, Field(description="Null where no child or year plays a part.")]


Item = TypeVar("Item")


class Envelope(Shape, Generic[Item]):
    data: Item
    meta: Meta


class RouteRoles(Shape):
    route_id: str
    roles: list[Role]


class Country(Shape):
    iso3: Iso3
    name: str
    name_fr: str
    name_es: str
    name_ar: str
    un_region: str
    un_subregion: str
    kind: Literal["country", "territory", "disputed"]
    is_disputed: bool
    label_lon: Annotated[float, Field(description="Label point, degrees east.")]
    label_lat: Annotated[float, Field(description="Label point, degrees north.")]
    facts_count: Annotated[int, Field(ge=0, description="Facts held on it.")]
    routes: Annotated[list[RouteRoles], Field(description="Routes through it, with its roles.")]
    url: PagePath


class Branch(Shape):
    branch: str
    name: str
    iso3s: Annotated[list[str], Field(description="Country of each stage, in travel order.")]
    distance_km: Annotated[float, Field(ge=0, description="Geodesic; a lower bound.")]
    url: PagePath


class Route(Shape):
    route_id: Annotated[str, Field(examples=["central-med-horn"])]
    name: str
    region: str
    description: str
    drivers: list[str]
    branches: list[Branch]
    evidence: Grade
    source_id: str
    url: PagePath


class Stage(Shape):
    order: Annotated[int, Field(ge=1, description="1 at the origin.")]
    iso3: Iso3
    country: str
    role: Role
    place: str
    lon: float
    lat: float
    mode: Annotated[Mode | None, Field(description="How the leg that ends here is travelled.")]
    note: str
    evidence: Grade
    source_id: Annotated[str, Field(description="Empty on a journey of one's own.")]


class Journey(Shape):
    route_id: Annotated[str, Field(description="Empty on a journey of one's own.")]
    branch: str
    name: str
    distance_km: Annotated[float, Field(ge=0, description="Geodesic; a lower bound.")]
    stages: list[Stage]
    url: PagePath


class Level(Shape):
    """One goal in one country."""

    iso3: Iso3
    country: str
    goal: Goal
    level: LevelValue
    known_share: Annotated[Share, Field(description="Questions of the goal with an answer.")]
    is_unchecked: Annotated[
        bool, Field(description="Some fact behind it is named but was not yet opened.")
    ]
    is_own: Annotated[
        bool, Field(description="A reader's own fact, not part of the atlas, plays a part.")
    ]
    is_judged: Annotated[bool, Field(description="Whether the goal has a rubric at all.")]
    why: Annotated[str, Field(description="What set the level, or why it is unknown.")]
    evidence: Grade
    source_ids: SourceIds


class StageLevel(Level):
    """One goal at one stage of a journey."""

    order: Annotated[int, Field(ge=1)]


class Cell(Shape):
    order: Annotated[int, Field(ge=1)]
    iso3: Iso3
    goal: Goal
    level: LevelValue


class Drop(Shape):
    """A fall in level against the last earlier stage where it is known."""

    goal: Goal
    from_order: int
    from_iso3: Iso3
    from_level: Annotated[int, Field(ge=0, le=4)]
    to_order: int
    to_iso3: Iso3
    to_level: Annotated[int, Field(ge=0, le=4)]
    size: Annotated[int, Field(ge=1, le=4)]
    is_border: bool
    is_largest: bool
    is_uneven: Annotated[
        bool,
        Field(description="Other questions have answers: what is not known may play a part."),
    ]
    across: Annotated[list[int], Field(description="Stages between, where it is not known.")]


class Sentence(Shape):
    kind: Annotated[str, Field(examples=["weakest"])]
    text: str


class Profile(Journey):
    """What one child meets on a journey in one year."""

    known_share: Annotated[Share, Field(description="Known levels of stages x judged goals.")]
    unchecked_share: Annotated[
        Share, Field(description="Of the known levels, those that rest on unopened sources.")
    ]
    levels: Annotated[list[StageLevel], Field(description="Stages x goals, in travel order.")]
    weakest: Annotated[list[Cell], Field(description="All cells at the lowest known level.")]
    drops: list[Drop]
    sentences: list[Sentence]

    def level_at(self, order: int, goal: int) -> StageLevel:
        """Return the level of one goal at one stage; both count from 1."""
        return next(one for one in self.levels if (one.order, one.goal) == (order, goal))


class Fact(Shape):
    fact_id: str
    iso3: Iso3
    measure: Annotated[str, Field(examples=["detention_law"])]
    goals: Annotated[list[int], Field(description="Goals whose rubric asks for the measure.")]
    kind: Literal["rule", "practice", "commitment", "assessment"]
    value: str
    group: Annotated[str, Field(description="Which children: all, or one status.")]
    company: Literal["any", "alone", "family"]
    min_age_detainable: int | None
    max_days_children: int | None
    from_year: int
    to_year: Annotated[int | None, Field(description="Null: still so when compiled.")]
    as_of_year: Annotated[int, Field(description="The year that the source speaks for.")]
    summary: str
    legal_basis: str
    evidence: Grade
    confidence: Literal["high", "medium", "low"]
    source_id: str
    origin: Annotated[
        Literal["atlas", "own"],
        Field(description="own: a reader's own fact, not part of the atlas."),
    ]
    table: Annotated[str, Field(description="Curated table that holds it.")]
    row: Annotated[int, Field(ge=2, description="Line in that table.")]


class Source(Shape):
    source_id: str
    publisher: str
    title: str
    year: int | None
    address: Annotated[str, Field(description="Where it can be read; empty if not known.")]
    licence: Annotated[str, Field(description="Its terms; empty if not known.")]
    facts_count: Annotated[int, Field(ge=0, description="Facts that rest on it.")]


class Flow(Shape):
    """One recorded figure. Figures of different scope are never added up."""

    route_id: str
    year: int
    measure: str
    group: str
    value: float
    unit: str
    lower: float | None
    upper: float | None
    scope_note: Annotated[str, Field(description="What exactly is counted, where and when.")]
    evidence: Grade
    confidence: str
    source_id: str


class Geometry(BaseModel):
    """RFC 7946; exterior rings counterclockwise, cut at 180 degrees."""

    type: Literal["Point", "LineString", "MultiLineString", "Polygon", "MultiPolygon"]
    coordinates: list[Any]


class Feature(BaseModel):
    type: Literal["Feature"] = "Feature"
    id: str | None = None
    geometry: Geometry | None
    properties: dict[str, Any]


class FeatureCollection(BaseModel):
    """RFC 7946, WGS 84; ``meta`` is a foreign member."""

    type: Literal["FeatureCollection"] = "FeatureCollection"
    features: list[Feature]
    meta: Meta
