"""The shapes of how much is known, and of what is missing."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from dashboard.api.models import Goal, Grade, Iso3, LevelValue, PagePath, Shape, Share, SourceIds
from routes.model import Role
from routes.open_questions import Standing


class Coverage(Shape):
    """How many of a goal's questions have an answer in one country. No level of protection."""

    iso3: Iso3
    country: str
    roles: Annotated[list[Role], Field(description="Its roles on documented routes.")]
    goal: Goal
    asked: Annotated[int, Field(ge=0, description="Questions of the rubric that apply.")]
    answered: Annotated[int, Field(ge=0, description="Those with an answer, good or bad.")]
    checked: Annotated[
        int, Field(ge=0, description="Answers that do not rest on a source not yet opened.")
    ]
    known_share: Share
    middle_age: Annotated[
        int | None,
        Field(
            description="Over all goals: years since the year that the middle answer speaks for, "
            "treaties left out; null where no core question has an answer."
        ),
    ]
    url: PagePath


class OpenQuestion(Shape):
    """A question without an answer, or with one not yet checked, and what hangs on it."""

    rank: Annotated[int, Field(ge=1, description="By journeys x reach; equals share a rank.")]
    rank_weighted: Annotated[
        int | None,
        Field(description="By the largest recorded figure x reach; null without any figure."),
    ]
    iso3: Iso3
    country: str
    goal: Goal
    measure: str
    question: str
    standing: Standing
    level: LevelValue
    worst: Annotated[
        int, Field(ge=0, le=4, description="The level were this and all that is unknown the worst.")
    ]
    best: Annotated[
        int, Field(ge=0, le=4, description="The level were this and all that is unknown the best.")
    ]
    reach: Annotated[
        int, Field(ge=0, le=4, description="Levels by which this answer alone can move it.")
    ]
    makes_known: Annotated[
        bool, Field(description="The level is unknown and this answer alone makes it known.")
    ]
    journeys: Annotated[int, Field(ge=0, description="Documented journeys through the country.")]
    routes: list[str]
    figure: Annotated[
        int | None,
        Field(description="The largest single count of recorded children on one of the routes. "
              "Counts are never added up."),
    ]  # fmt: skip
    figure_route_id: str
    figure_year: int | None
    figure_unit: str
    figure_group: str
    figure_scope: str
    figure_source_id: str
    url: PagePath


class KnownCell(Shape):
    """One cell of the Data page's matrix: the questions of a goal in a country, or one of them."""

    iso3: Iso3
    country: str
    roles: Annotated[list[Role], Field(description="Its roles on the routes of the view.")]
    goal: Goal
    measure: Annotated[
        str | None, Field(description="The question; null where those of a goal are counted.")
    ]
    asked: Annotated[int, Field(ge=0, description="Questions that apply.")]
    answered: Annotated[int, Field(ge=0, description="Those with an answer, good or bad.")]
    checked: Annotated[
        int, Field(ge=0, description="Answers that do not rest on a source not yet opened.")
    ]
    known_share: Annotated[
        float | None, Field(ge=0, le=1, description="Null where no question applies.")
    ]
    speaks_for: Annotated[
        int | None,
        Field(description="Year of the answer to a single question; null for several, or none."),
    ]
    evidence: Grade
    source_ids: SourceIds


class HeldTable(Shape):
    """One table or layer that the atlas holds."""

    table: str
    rows_count: Annotated[int | None, Field(description="Null: it is made when it is asked for.")]
    first_year: Annotated[int | None, Field(description="That its rows speak for.")]
    last_year: int | None
    content: Annotated[
        str | None,
        Field(description="Digest of what it says, on any machine alike; null: not recorded."),
    ]
