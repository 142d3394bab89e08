"""What the API answers on promises, milestones and good practice."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from dashboard.api.models import Goal, Grade, Iso3, PagePath, Shape, SourceIds
from routes import State
from routes.model import Confidence, Role


class Commitment(Shape):
    """One promise in one instrument."""

    commitment_id: Annotated[str, Field(examples=["2-crc-37-b"])]
    goal: Goal
    instrument_id: Annotated[str, Field(examples=["CRC"])]
    instrument: str
    locator: Annotated[str, Field(examples=["art. 37(b)"])]
    year: Annotated[int, Field(description="Of adoption.")]
    is_binding: Annotated[bool, Field(description="Binds in law a state that is party to it.")]
    promise: str
    bound_by: Annotated[
        str,
        Field(description="Measure whose fact shows that a country promised; empty where no act "
              "of a country is held, so that the promise is held against none."),
    ]  # fmt: skip
    measures: Annotated[list[str], Field(description="Measures that tell whether it is kept.")]
    evidence: Grade
    confidence: Confidence
    source_id: str
    url: PagePath


class Milestone(Shape):
    event_id: str
    date: Annotated[str, Field(description="YYYY-MM-DD, YYYY-MM or YYYY.")]
    precision: Literal["day", "month", "year"]
    scope: Literal["global", "regional", "national"]
    iso3s: Annotated[list[str], Field(description="Countries it concerns; empty: none alone.")]
    goal: Annotated[int | None, Field(ge=1, le=6, description="Null: it bears on all goals.")]
    kind: str
    title: str
    summary: str
    evidence: Grade
    confidence: Confidence
    source_id: str
    url: PagePath


class HistoryYear(Shape):
    """Law and practice of detention in one country and year."""

    iso3: Iso3
    country: str
    year: int
    law: Annotated[str | None, Field(description="Value of detention_law; null is unknown.")]
    practice: Annotated[
        str | None, Field(description="Value of detention_practice; null is unknown.")
    ]


class Practice(Shape):
    """One documented good practice."""

    case_id: str
    title: str
    iso3s: list[str]
    goal: Goal
    roles: list[Role]
    in_beyond_borders: Annotated[
        bool | None,
        Field(description="Featured in UNICEF's Beyond Borders (December 2017); null: not known."),
    ]
    from_year: int | None
    to_year: int | None
    what: str
    result: Annotated[str, Field(description="As reported; empty where none is known.")]
    actors: list[str]
    services: list[str]
    measures: list[str]
    evidence: Grade
    confidence: Confidence
    source_id: str
    url: PagePath


class Check(Shape):
    """One measure that tells whether a promise is kept."""

    rule: str
    measure: str
    value: Annotated[str | None, Field(description="Null: no fact tells.")]
    found: Annotated[
        Literal["kept", "partly", "not_kept"] | None,
        Field(
            description="Null: the answer says nothing, or speaks for a year before the promise."
        ),
    ]
    reason: str
    is_law: Annotated[bool, Field(description="It tells of a rule, not of what happens.")]
    as_of_year: int | None
    evidence: Grade
    source_id: Annotated[str, Field(description="Empty where no fact tells.")]


class Gap(Shape):
    """One promise of one country beside what the facts show."""

    iso3: Iso3
    country: str
    goal: Goal
    commitment_id: str
    instrument: str
    locator: str
    is_binding: bool
    is_promised: bool
    stance: Annotated[
        str | None,
        Field(description="The country's act: party, signatory, none, yes, no, abstain, absent; "
              "null where none is held for the year."),
    ]  # fmt: skip
    since: Annotated[int | None, Field(description="Year of the promise, if known.")]
    state: Annotated[
        State,
        Field(description="not_promised and unknown are no breach; kept_in_law: the rule keeps it, "
              "practice is not known."),
    ]  # fmt: skip
    is_unchecked: Annotated[
        bool, Field(description="Some fact behind it is named but was not yet opened.")
    ]
    checks: list[Check]
    evidence: Grade
    source_ids: SourceIds
    url: PagePath
