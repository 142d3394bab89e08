"""Official figures in the API: what can be asked, and what is answered."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from dashboard.api.models import Iso3, Shape
from dashboard.api.questions import CODE, Goal, Iso3s, Paged, Year

NAME = r"^[a-z0-9_]{1,80}$"
Withheld = Annotated[
    str | None,
    Field(
        description="Why there is no figure: a count from 1 to 9 is not shown, nor one that would "
        "let it be worked out. Null when nothing is withheld."
    ),
]
Snapshot = Annotated[str, Field(description="Publisher's answer that it was read from.")]
Locator = Annotated[str, Field(description="File of the snapshot and the line or item in it.")]
OneCountry = Annotated[
    str | None, Field(pattern=CODE, description="ISO 3166-1 alpha-3.", examples=["ERI"])
]
RouteName = Annotated[
    str | None, Field(description="Only this route.", examples=["central-med-horn"])
]


class OfSeries(Paged):
    goal: Goal = None


class OfObservations(Paged):
    series: Annotated[
        str | None,
        Field(pattern=NAME, description="Only this series.", examples=["unhcr_stateless"]),
    ] = None
    goal: Goal = None
    iso3: Iso3s = None
    year: Annotated[
        Year | None, Field(description="Only this year; with `latest`, none later.")
    ] = None
    latest: Annotated[
        bool,
        Field(description="One row a series and country: the newest; null where it is withheld."),
    ] = False


class OfPairs(Paged):
    origin: OneCountry = None
    destination: OneCountry = None
    route_id: RouteName = None
    year: Annotated[Year | None, Field(description="Only this year.")] = None


class OfDeaths(Paged):
    route_id: RouteName = None
    shared: Annotated[
        bool,
        Field(
            description="With a route: also where the publisher's route is a sea or border that "
            "more than this route passes."
        ),
    ] = False
    kind: Annotated[
        Literal["route", "region", "world"] | None, Field(description="Only such areas.")
    ] = None
    year: Annotated[Year | None, Field(description="Only this year.")] = None


class SeriesClass(Shape):
    """One class that a series is coloured by: low <= value < high."""

    words: str
    low: float | None
    high: float | None


class Series(Shape):
    """A series of official figures. It stands beside the levels and makes none."""

    series: str
    title: str
    goal: Annotated[int, Field(ge=1, le=6)]
    unit: str
    group: str
    counted: Annotated[str, Field(description="Who is counted, and of what age.")]
    better: Annotated[str, Field(description="Which way is better: lower, higher or neither.")]
    classes: list[SeriesClass]
    leaves_out: str
    feeds: Annotated[str, Field(description="beside: it makes no level.")]
    publisher: str
    source_id: str
    countries_count: Annotated[
        int, Field(ge=0, description="Countries with a figure; 0 when no snapshot is held.")
    ]
    first_year: int | None
    last_year: int | None


class Observation(Shape):
    """One official figure for a country and a year. Null is unknown or withheld, never 0."""

    series: str
    iso3: Iso3
    country: str
    year: int
    value: float | None
    unit: str
    lower: float | None
    upper: float | None
    status: str
    note: str
    withheld: Withheld
    source_id: str
    snapshot: Snapshot
    locator: Locator


class PairFlow(Shape):
    """People of one country in another at the end of a year; not how many crossed."""

    origin_iso3: Iso3
    origin: str
    destination_iso3: Iso3
    destination: str
    year: int
    people: int | None
    children: Annotated[
        int | None, Field(description="Of the part whose age is known; see age_coverage.")
    ]
    age_coverage: Annotated[
        float | None,
        Field(ge=0, le=0.9, description="Least share whose age is known; 0.9 may be everyone."),
    ]
    withheld_people: Withheld
    withheld_children: Withheld
    source_id: str
    snapshot: Snapshot
    locator: Locator


class Deaths(Shape):
    """Deaths and disappearances in an area and year: the least it can be."""

    area_kind: str
    area: Annotated[str, Field(description="The publisher's own name.")]
    year: int
    dead_or_missing: int | None
    children: Annotated[int | None, Field(description="Where the publisher knows; null if not.")]
    note: str
    route_ids: Annotated[list[str], Field(description="Routes of ours that mean the same.")]
    shared_route_ids: Annotated[
        list[str], Field(description="Routes of ours that pass it among others.")
    ]
    withheld: Withheld
    withheld_children: Withheld
    source_id: str
    snapshot: Snapshot
    locator: Locator
