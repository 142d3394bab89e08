"""What the API can be asked: query strings and bodies. A name that is not declared is refused."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from dashboard import state
from dashboard.state import LONGEST_NAME, LONGEST_QUERY
from routes import FEWEST_STAGES, FIRST_YEAR, LAST_YEAR, MOST_CHANGES, MOST_STAGES, Child, State
from routes.model import Company, Evidence, Role, Status
from routes.open_questions import Standing

MOST_ROWS = 1000
LAST_PAGE = 1_000_000
CODE = r"^[A-Za-z0-9]{3}$"
CHANGE = r"[A-Za-z0-9]{3}:[a-z0-9_A-Z-]{1,60}(:[A-Za-z0-9_-]{1,30})?"
CHANGES = rf"^{CHANGE}(,{CHANGE}){{0,{MOST_CHANGES - 1}}}$"
CODES = r"^[A-Za-z0-9]{3}(,[A-Za-z0-9]{3}){0,249}$"
NAME = r"^[A-Za-z0-9_-]{1,80}$"

Goal = Annotated[
    int | None, Field(ge=1, le=6, description="Only this policy goal, 1 to 6.", examples=[2])
]
Iso3s = Annotated[
    str | None,
    Field(
        pattern=CODES,
        description="Only these countries: ISO 3166-1 alpha-3 codes, separated by commas.",
        examples=["LBY,ITA"],
    ),
]
Year = Annotated[int, Field(ge=1, le=9999)]


Stop = Annotated[str, Field(max_length=60)]


class Question(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Paged(Question):
    page: Annotated[int, Field(ge=1, le=LAST_PAGE, description="Which page, from 1.")] = 1
    per_page: Annotated[int, Field(ge=1, le=MOST_ROWS, description="Rows a page.")] = 100


class OfChild(Question):
    """The child and year; each has the value that the site opens with."""

    age: Annotated[int, Field(ge=0, le=17, description="The child's completed years.")] = 15
    company: Annotated[Company, Field(description="Alone or with family.")] = "alone"
    status: Annotated[Status, Field(description="The label that the law puts on the child.")] = (
        "asylum_seeker"
    )
    year: Annotated[Year, Field(description=f"Facts are held for {FIRST_YEAR} to {LAST_YEAR}.")] = (
        LAST_YEAR
    )
    checked: Annotated[
        bool, Field(description="Leave out what rests on sources named but not yet opened.")
    ] = False

    @property
    def lens(self) -> state.Lens:
        child = Child(age=self.age, company=self.company, status=self.status)
        return state.Lens(child=child, year=self.year, checked=self.checked)


class OfLevels(Paged, OfChild):
    iso3: Iso3s = None
    goal: Goal = None


class OfFacts(Paged):
    iso3: Iso3s = None
    measure: Annotated[
        str | None, Field(description="Only this measure.", examples=["detention_law"])
    ] = None
    goal: Goal = None
    evidence: Annotated[
        Evidence | None, Field(description="Only facts whose source was checked in this way.")
    ] = None


class OfFlows(Paged):
    route_id: Annotated[
        str | None, Field(description="Only this route.", examples=["central-med-horn"])
    ] = None
    measure: Annotated[
        str | None, Field(description="Only this count.", examples=["children_arrivals"])
    ] = None
    year: Annotated[Year | None, Field(description="Only figures for this year.")] = None


Countries = Annotated[
    str | None,
    Field(
        pattern=CODES,
        description="Those of these countries, and those of none: ISO 3166-1 alpha-3 codes, "
        "separated by commas.",
        examples=["GBR,ITA"],
    ),
]
Country = Annotated[
    str | None,
    Field(pattern=CODE, description="Only this country, ISO 3166-1 alpha-3.", examples=["ITA"]),
]
RouteId = Annotated[
    str | None, Field(description="Only this route.", examples=["central-med-horn"])
]
OneRole = Annotated[Role | None, Field(description="Only this role on the way.")]


class OfCommitments(Paged):
    goal: Goal = None
    instrument_id: Annotated[
        str | None, Field(description="Only this instrument.", examples=["CRC"])
    ] = None


class OfTimeline(Paged):
    goal: Goal = None
    iso3: Countries = None
    first_year: Annotated[Year | None, Field(description="That year and later.")] = None


class OfPractices(Paged):
    goal: Goal = None
    role: OneRole = None
    iso3: Country = None
    measure: Annotated[
        str | None,
        Field(description="Only what moves this measure.", examples=["school_primary_secondary"]),
    ] = None


class OfGaps(Paged, OfChild):
    iso3: Iso3s = None
    goal: Goal = None
    route_id: RouteId = None
    role: OneRole = None
    state: Annotated[State | None, Field(description="Only promises in this state.")] = None


class OfGoals(OfChild):
    since: Annotated[
        Year | None,
        Field(description="The year compared with; the first one covered, goal by goal, when left "
              "out.", examples=[2016]),
    ] = None  # fmt: skip


class OfOneGoal(Paged, OfGoals):
    pass


class OfCoverage(Paged, OfChild):
    iso3: Iso3s = None
    goal: Goal = None
    route_id: RouteId = None
    role: OneRole = None


class OfOpenQuestions(OfCoverage):
    standing: Annotated[
        Standing | None,
        Field(description="Only what is not known, or what rests on a source not yet opened."),
    ] = None
    order: Annotated[
        Literal["journeys", "children"],
        Field(
            description="By journeys through the country, or by recorded children (those with a "
            "figure)."
        ),
    ] = "journeys"


class OfSheet(OfChild):
    iso3: Iso3s = None
    of: Annotated[
        str | None,
        Field(description="A set of countries: a UN region, a route, the parties of a treaty, a "
              "vote on a compact.", examples=["region:western-asia"]),
    ] = None  # fmt: skip
    goal: Goal = None
    role: OneRole = None


class OfWhatIf(OfChild):
    changes: Annotated[
        str,
        Field(
            pattern=CHANGES,
            description="A country and a lever (LBY:end-detention), or a country, a measure and "
            "its value (LBY:detention_practice:exceptional); several separated by commas.",
            examples=["LBY:end-detention-families,GRC:school-for-all"],
        ),
    ]
    route_id: RouteId = None


class OfLevers(Paged, OfChild):
    route_id: RouteId = None
    goal: Annotated[
        int | None,
        Field(
            ge=1,
            le=6,
            examples=[2],
            description="The weakest stage of this goal; of all goals together when left out.",
        ),
    ] = None
    order: Annotated[
        Literal["journeys", "children"],
        Field(description="By journeys lifted, or by recorded children (those with a figure)."),
    ] = "journeys"


class OneChange(BaseModel):
    """What one country is supposed to do."""

    model_config = ConfigDict(extra="forbid")

    iso3: Annotated[str, Field(max_length=60, description="Code of the country.")]
    change: Annotated[
        str, Field(max_length=100, description="A lever, or a measure and its value as m:v.")
    ]


class Supposed(Question):
    """Changes that are supposed, on all documented journeys or on one of one's own."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "changes": [
                        {"iso3": "LBY", "change": "end-detention-families"},
                        {"iso3": "ITA", "change": "detention_practice:exceptional"},
                    ],
                    "stops": ["ERI", "SDN", "LBY", "ITA"],
                }
            ]
        },
    )

    changes: Annotated[list[OneChange], Field(min_length=1, max_length=MOST_CHANGES)]
    stops: Annotated[
        list[Stop] | None,
        Field(
            min_length=FEWEST_STAGES,
            max_length=MOST_STAGES,
            description="A journey of one's own; every documented one when left out.",
        ),
    ] = None


class OfJourneyBrief(OfChild):
    branch: Annotated[
        str | None, Field(max_length=60, description="Of a route; its first when left out.")
    ] = None
    stops: Annotated[
        str | None,
        Field(
            max_length=4 * MOST_STAGES + 60,
            examples=["ERI,SDN,LBY"],
            description="With `own`: codes of the countries in travel order, separated by commas.",
        ),
    ] = None
    name: Annotated[
        str | None, Field(max_length=LONGEST_NAME, description="With `own`: what to call it.")
    ] = None  # fmt: skip


class OfView(Paged):
    per_page: Annotated[
        int, Field(ge=1, le=MOST_ROWS, description="Rows a page, where the view is a list.")
    ] = MOST_ROWS
    url: Annotated[
        str,
        Field(
            min_length=1,
            max_length=LONGEST_QUERY + 200,
            description="Address of a page: its path and query, with or without the host.",
            examples=["/journey/central-med-horn?status=refugee"],
        ),
    ]


class OwnJourney(Question):
    """A journey of one's own: countries in travel order, none twice in a row."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"stops": ["ERI", "SDN", "LBY", "ITA"], "name": "By sea"}]},
    )

    stops: Annotated[
        list[Stop],
        Field(
            min_length=FEWEST_STAGES,
            max_length=MOST_STAGES,
            description="Codes of the countries, ISO 3166-1 alpha-3.",
        ),
    ]
    name: Annotated[
        str, Field(max_length=LONGEST_NAME, description="What to call it; made up when empty.")
    ] = ""
