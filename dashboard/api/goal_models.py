"""What the API answers on the six goals and on sets of countries."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from dashboard.api.models import Goal, Level, LevelValue, PagePath, Shape, Share
from routes import State
from routes.model import Role


class GoalStanding(Shape):
    """Where the world stands on one goal, for one child and year."""

    goal: Goal
    title: str
    question: str
    is_judged: Annotated[bool, Field(description="False: no level is given, and none is known.")]
    countries_count: Annotated[
        int, Field(description="Countries counted; without territories and disputed areas.")
    ]
    level_0_count: int
    level_1_count: int
    level_2_count: int
    level_3_count: int
    level_4_count: int
    unknown_count: int
    known_share: Share
    since: Annotated[int | None, Field(description="Year compared with; null: none is known.")]
    rose: Annotated[list[str], Field(description="Countries known in both years that rose.")]
    fell: list[str]
    uneven: Annotated[
        list[str],
        Field(description="Of these, where other questions are answered now than then."),
    ]
    same_count: int
    not_comparable_count: Annotated[
        int, Field(description="Not known in one of the two years, or in both.")
    ]
    stages_known: Annotated[int, Field(description="Of all stages of documented journeys.")]
    stages_unknown: int
    least_level: LevelValue
    least: Annotated[
        list[str],
        Field(description="All stages at it: route/branch/order/country.",
              examples=[["central-med-horn/main/4/LBY"]]),
    ]  # fmt: skip
    most_level: LevelValue
    most: list[str]
    url: PagePath


class CountryStanding(Level):
    """One country on one goal, and how it moved."""

    since: Annotated[int | None, Field(description="Year compared with; null: none is known.")]
    level_then: LevelValue
    moved: Annotated[
        Literal["rose", "fell", "same", "not_comparable"],
        Field(description="not_comparable: not known in one of the two years."),
    ]
    is_uneven: Annotated[bool, Field(description="Other questions are answered now than then.")]
    url: PagePath


class SheetCell(Level):
    """One goal of one country on a negotiation sheet, and how its promises are kept."""

    roles: Annotated[list[Role], Field(description="On documented routes; empty: on none.")]
    promises: Annotated[
        State,
        Field(description="The worst that is known of the goal's promises; unknown and "
              "not_promised are no breach."),
    ]  # fmt: skip
    promises_not_kept: int
    promises_partly: int
    promises_kept_in_law: int
    promises_kept: int
    promises_unknown: int
    promises_not_promised: int
    promises_not_applicable: int
    url: PagePath


class LinkingWay(Shape):
    """A documented journey through at least two countries of the sheet."""

    route_id: str
    branch: str
    name: str
    iso3s: Annotated[list[str], Field(description="Those of the sheet, in the order of travel.")]
    orders: Annotated[list[int], Field(description="Stages in them, 1 at the origin.")]
    url: PagePath


class Sheet(Shape):
    """Six goals in a set of countries, and the journeys that link them."""

    title: str
    iso3s: list[str]
    cells: list[SheetCell]
    ways: list[LinkingWay]
    url: PagePath
