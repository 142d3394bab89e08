"""What the API answers on the six goals and on sets of countries."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from dashboard.api.models import Goal, Level, LevelValue, PagePath, Shape, Share


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
