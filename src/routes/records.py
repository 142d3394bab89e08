"""What was promised, what happened when, and what worked: three curated tables as objects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import pandas as pd

from routes.model import Confidence, Evidence, Role

Scope = Literal["global", "regional", "national"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """One promise in one instrument, as the table ``commitments`` holds it.

    Attributes:
        instrument_id: names the instrument; ``Rubrics.instruments`` tells what binds a country.
        year: of adoption.
        is_binding: binds in law a state that is party to it.
        promise: what is promised, in our words.
    """

    commitment_id: str
    goal: int
    instrument_id: str
    instrument: str
    locator: str
    year: int
    is_binding: bool
    promise: str
    source_id: str
    evidence: Evidence
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """One event. ``date`` is YYYY-MM-DD, YYYY-MM or YYYY, as exact as ``precision`` says.

    ``iso3s``: the countries it concerns; empty where it concerns none in particular.
    ``goal``: None where it bears on all of them.
    """

    event_id: str
    date: str
    precision: Literal["day", "month", "year"]
    scope: Scope
    iso3s: tuple[str, ...]
    goal: int | None
    kind: str
    title: str
    summary: str
    source_id: str
    evidence: Evidence
    confidence: Confidence

    @property
    def year(self) -> int:
        return int(self.date[:4])


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodPractice:
    """One documented good practice.

    Attributes:
        in_beyond_borders: featured in UNICEF's report of December 2017; None is not known.
        result: what was reported to have come of it; "" where none is known to us.
        measures: measures of the rubrics that it moves.
    """

    case_id: str
    title: str
    iso3s: tuple[str, ...]
    goal: int
    roles: tuple[Role, ...]
    in_beyond_borders: bool | None
    from_year: int | None
    to_year: int | None
    what: str
    result: str
    actors: tuple[str, ...]
    services: tuple[str, ...]
    measures: tuple[str, ...]
    source_id: str
    evidence: Evidence
    confidence: Confidence


@dataclass(frozen=True, kw_only=True)
class Records:
    """The three tables, each in its own order: by goal, by date, by goal.

    ``commitments`` and ``practices`` are named by their ids.
    """

    commitments: Mapping[str, Commitment] = field(default_factory=dict)
    timeline: tuple[Milestone, ...] = ()
    practices: Mapping[str, GoodPractice] = field(default_factory=dict)

    @classmethod
    def from_tables(
        cls, commitments: pd.DataFrame, timeline: pd.DataFrame, practices: pd.DataFrame
    ) -> Records:
        """Make the objects of the built tables, see geodata.resources."""
        promised = (_commitment(row) for row in _rows(commitments))
        events = (_milestone(row) for row in _rows(timeline))
        worked = (_practice(row) for row in _rows(practices))
        return cls(
            commitments={one.commitment_id: one for one in sorted(promised, key=lambda c: c.goal)},
            timeline=tuple(sorted(events, key=lambda event: (event.date, event.event_id))),
            practices={one.case_id: one for one in sorted(worked, key=lambda p: p.goal)},
        )

    def find_commitments(
        self, *, goal: int | None = None, instrument_id: str | None = None
    ) -> tuple[Commitment, ...]:
        """Return the commitments of a goal, of an instrument, of both, or all."""
        return tuple(
            one
            for one in self.commitments.values()
            if goal in (None, one.goal) and instrument_id in (None, one.instrument_id)
        )

    def find_milestones(
        self,
        *,
        goal: int | None = None,
        iso3s: Iterable[str] | None = None,
        first_year: int | None = None,
    ) -> tuple[Milestone, ...]:
        """Return milestones in order of time.

        Args:
            goal: those of a goal, and those that bear on all.
            iso3s: those of these countries, and the global and regional ones; an empty list
                leaves the latter alone.
            first_year: those of that year and later.
        """
        wanted = None if iso3s is None else set(iso3s)
        return tuple(
            event
            for event in self.timeline
            if (goal is None or event.goal in (None, goal))
            and (wanted is None or not event.iso3s or wanted & set(event.iso3s))
            and (first_year is None or event.year >= first_year)
        )

    def find_practices(
        self,
        *,
        goal: int | None = None,
        role: Role | None = None,
        iso3: str | None = None,
        measure: str | None = None,
    ) -> tuple[GoodPractice, ...]:
        """Return documented good practice, narrowed by whatever is named."""
        return tuple(
            one
            for one in self.practices.values()
            if goal in (None, one.goal)
            and (role is None or role in one.roles)
            and (iso3 is None or iso3 in one.iso3s)
            and (measure is None or measure in one.measures)
        )


def _rows(table: pd.DataFrame) -> Iterable[dict[str, Any]]:
    for row in table.to_dict("records"):
        yield {str(name): None if pd.isna(cell) else cell for name, cell in row.items()}


def _parts(text: str | None) -> tuple[str, ...]:
    return tuple(part for part in (text or "").split("|") if part)


def _commitment(row: dict[str, Any]) -> Commitment:
    told = {name: cell for name, cell in row.items() if name != "binding"}
    numbers = {"goal": int(row["goal"]), "year": int(row["year"])}
    return Commitment(**{**told, **numbers, "is_binding": row["binding"] == "yes"})


def _milestone(row: dict[str, Any]) -> Milestone:
    goal = None if row["goal"] is None else int(row["goal"])
    return Milestone(**{**row, "goal": goal, "iso3s": _parts(row["iso3s"])})


_YES_NO = {"yes": True, "no": False}


def _practice(row: dict[str, Any]) -> GoodPractice:
    years = {
        name: None if row[name] is None else int(row[name]) for name in ("from_year", "to_year")
    }
    lists = {
        name: _parts(row[name]) for name in ("iso3s", "roles", "actors", "services", "measures")
    }
    return GoodPractice(
        **{
            **row,
            **years,
            **lists,
            "goal": int(row["goal"]),
            "in_beyond_borders": _YES_NO.get(row["in_beyond_borders"]),
            "result": row["result"] or "",
        }
    )
