"""What the API answers about what is supposed: always said to be no fact."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from dashboard.api.models import (
    Goal,
    Iso3,
    LevelValue,
    PagePath,
    Sentence,
    Shape,
)
from routes.model import Role

Bound = Annotated[
    int | None,
    Field(ge=0, le=4, description="What the unknown facts allow; null where nothing changes."),
]
NotAFact = Annotated[
    Literal[False], Field(description="Always false: a calculation on supposed facts, not a fact.")
]


class Supposition(Shape):
    """One change that is supposed."""

    change: Annotated[str, Field(examples=["LBY:end-detention-families"])]
    iso3: Iso3
    words: Annotated[str, Field(description="What the country is supposed to do.")]
    concerns_child: Annotated[bool, Field(description="Whether it is about the child asked for.")]


class SupposedLevel(Shape):
    """One goal in a country that changes something."""

    iso3: Iso3
    country: str
    goal: Goal
    level_before: LevelValue
    level_after: LevelValue
    worst_before: Bound
    best_before: Bound
    worst_after: Bound
    best_after: Bound


class SupposedCell(Shape):
    """One goal at one stage of a journey that is touched."""

    what_if: Annotated[str, Field(description="The question that this answers.")]
    is_fact: NotAFact = False
    route_id: Annotated[str, Field(description="Empty on a journey of one's own.")]
    branch: str
    order: Annotated[int, Field(ge=1)]
    iso3: Iso3
    country: str
    place: str
    role: Role
    goal: Goal
    level_before: LevelValue
    level_after: LevelValue
    worst_before: Bound
    best_before: Bound
    worst_after: Bound
    best_after: Bound


class TouchedJourney(Shape):
    """One journey through a country that changes something."""

    route_id: Annotated[str, Field(description="Empty on a journey of one's own.")]
    branch: str
    name: str
    is_changed: Annotated[bool, Field(description="Some level on it changes.")]
    weakest_before: LevelValue
    weakest_after: LevelValue
    weakest_worst_after: Bound
    weakest_best_after: Bound
    drops_before: Annotated[int, Field(ge=0)]
    drops_after: Annotated[int, Field(ge=0)]
    url: PagePath


class WhatIf(Shape):
    """What a change of policy would do for one child in one year. A calculation, not a fact."""

    is_fact: NotAFact = False
    title: str
    changes: list[Supposition]
    journeys_count: Annotated[int, Field(ge=0, description="Journeys looked at.")]
    sentences: list[Sentence]
    levels: Annotated[
        list[SupposedLevel], Field(description="Judged goals of the countries that change.")
    ]
    journeys: Annotated[list[TouchedJourney], Field(description="Those through such a country.")]
    cells: Annotated[list[SupposedCell], Field(description="Their stages x goals.")]
    url: PagePath


class RankedLever(Shape):
    """One lever in one country, and what it alone would do. A calculation, not a fact."""

    rank: Annotated[int, Field(ge=1, description="Equal counts share a rank.")]
    rank_weighted: Annotated[
        int | None, Field(description="By the largest single figure; null without one.")
    ]
    is_fact: NotAFact = False
    change: Annotated[str, Field(examples=["LBY:end-detention"])]
    iso3: Iso3
    country: str
    lever: str
    goal: Goal
    label: str
    note: Annotated[str, Field(description="What the facts can't say about it.")]
    level_before: LevelValue
    level_after: LevelValue
    journeys_through: int
    journeys_lifted: Annotated[int, Field(description="Whose weakest known level rises.")]
    routes_lifted: list[str]
    weakest_levels_raised: int
    levels_raised: int
    levels_newly_known: int
    lifted_if_unknown_worst: int
    lifted_if_unknown_best: int
    figure: Annotated[
        int | None, Field(description="The largest single figure of the lifted routes; none is "
                          "ever added to another.")
    ]  # fmt: skip
    figure_route_id: str
    figure_year: int | None
    figure_unit: str
    figure_group: str
    figure_scope: Annotated[str, Field(description="What it counts and leaves out.")]
    figure_source_id: str
    routes_without_figure: list[str]
    url: PagePath
