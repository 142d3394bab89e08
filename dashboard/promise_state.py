"""The states of the pages on commitments, the timeline and good practice, to and from the URL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from dashboard.data import Data
from dashboard.state import Lens, Query, link
from routes import GOALS, STATES, Gaps
from routes.model import ROLES

WORST, COUNTRY = "worst", "country"
SINCE = {"2016": "since the New York Declaration", "2010": "since 2010", "all": "all of them"}
LENS = ("child", "year", "checked")


def changed_lens(lens: Lens, changes: dict[str, Any]) -> Lens:
    """Take the lens's changes out of all changes."""
    return replace(lens, **{name: changes.pop(name) for name in LENS if name in changes})


@dataclass(frozen=True, slots=True, kw_only=True)
class GapState:
    """One view of promises beside practice.

    Attributes:
        goal: 1 to 6, whose promises are the columns; 0 is all six goals, one column each.
        routes, roles: whose countries are shown; no route is all of them.
        only: rows with a cell in one of these states; none is all rows.
        sort: ``worst``, ``country``, or a column: ``goal-2`` or a commitment's id.
        cell: (ISO3, column) that is open, or None.
    """

    lens: Lens = field(default_factory=Lens)
    goal: int = 0
    routes: tuple[str, ...] = ()
    roles: tuple[str, ...] = ROLES
    only: tuple[str, ...] = ()
    sort: str = WORST
    cell: tuple[str, str] | None = None

    @classmethod
    def read(cls, data: Data, query: str) -> tuple[GapState, tuple[str, ...]]:
        """Return the view, and one sentence for each value that had to be dropped."""
        read = Query(query)
        goal = read.whole("goal", GOALS, 0)
        names = columns(data, goal)
        cells = [f"{iso3}.{name}" for iso3 in data.iso3s for name in names]
        cell = read.one_of("cell", frozenset(cells), "")
        iso3, _, name = cell.partition(".")
        state = cls(
            lens=Lens.read(read),
            goal=goal,
            routes=read.some_of("routes", data.route_ids),
            roles=read.some_of("roles", ROLES) or ROLES,
            only=read.some_of("only", STATES),
            sort=read.one_of("sort", (WORST, COUNTRY, *names), WORST),
            cell=(iso3, name) if cell else None,
        )
        return state, read.close()

    def pairs(self) -> list[tuple[str, str]]:
        return [
            *self.lens.pairs(),
            ("goal", str(self.goal) if self.goal else ""),
            ("routes", ",".join(self.routes)),
            ("roles", "" if self.roles == ROLES else ",".join(self.roles)),
            ("only", ",".join(self.only)),
            ("sort", "" if self.sort == WORST else self.sort),
            ("cell", ".".join(self.cell) if self.cell else ""),
        ]

    def href(self, **changes: Any) -> str:
        """Return the link to this page with some choices changed; ``child`` and the like too."""
        lens = changed_lens(self.lens, changes)
        return link("/commitments", replace(self, lens=lens, **changes).pairs())

    def to_goal(self, goal: int) -> str:
        """Return the link to the promises of a goal; what belongs to other columns is dropped."""
        sort = self.sort if self.sort in (WORST, COUNTRY) else WORST
        return self.href(goal=goal, sort=sort, cell=None)


def columns(data: Data, goal: int) -> tuple[str, ...]:
    """Return the names of the matrix's columns: goals, or the commitments of one."""
    if goal == 0:
        return tuple(f"goal-{number}" for number in GOALS)
    rules = data.atlas.promise_rules
    return tuple(
        one.commitment_id
        for one in data.atlas.commitments(goal=goal)
        if rules.instruments[one.instrument_id].bound_by
    )


def gaps_of(data: Data, state: GapState) -> Gaps:
    """Return promises beside practice in the countries of the view."""
    lens = state.lens
    on = countries_on(data, state.routes, state.roles)
    return data.gaps(data.age_class(lens.child), lens.year, lens.checked).only(on)


def countries_on(data: Data, routes: Sequence[str], roles: Sequence[str] = ROLES) -> set[str]:
    """Return the countries (ISO3) with one of these roles on these routes; no route is all."""
    return {
        iso3
        for route_id in routes or data.route_ids
        for iso3, found in data.atlas.routes[route_id].roles().items()
        if found & set(roles)
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineState:
    """One view of the timeline.

    Attributes:
        goal: milestones of it and of all goals; 0 is every goal.
        routes: whose countries are shown; none is all of them.
        countries: these countries alone (ISO3); none is all on the routes.
        since: how far back milestones go: 2016, 2010 or all.
        steady: countries whose law and practice did not change are shown, too.
    """

    lens: Lens = field(default_factory=Lens)
    goal: int = 0
    routes: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    since: str = "2016"
    steady: bool = False

    @classmethod
    def read(cls, data: Data, query: str) -> tuple[TimelineState, tuple[str, ...]]:
        """Return the view, and one sentence for each value that had to be dropped."""
        read = Query(query)
        state = cls(
            lens=Lens.read(read),
            goal=read.whole("goal", GOALS, 0),
            routes=read.some_of("routes", data.route_ids),
            countries=read.some_of("countries", data.iso3s),
            since=read.one_of("since", SINCE, "2016"),
            steady=read.flag("steady"),
        )
        return state, read.close()

    def pairs(self) -> list[tuple[str, str]]:
        return [
            *self.lens.pairs(),
            ("goal", str(self.goal) if self.goal else ""),
            ("routes", ",".join(self.routes)),
            ("countries", ",".join(self.countries)),
            ("since", "" if self.since == "2016" else self.since),
            ("steady", "1" if self.steady else ""),
        ]

    def href(self, **changes: Any) -> str:
        """Return the link to this page with some choices changed; ``child`` and the like too."""
        lens = changed_lens(self.lens, changes)
        return link("/timeline", replace(self, lens=lens, **changes).pairs())

    @property
    def first_year(self) -> int | None:
        return None if self.since == "all" else int(self.since)


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeState:
    """One view of good practice; whatever is empty narrows nothing.

    Attributes:
        featured: only what UNICEF's report of December 2017 featured.
    """

    goal: int = 0
    role: str = ""
    country: str = ""
    measure: str = ""
    featured: bool = False

    @classmethod
    def read(cls, data: Data, query: str) -> tuple[PracticeState, tuple[str, ...]]:
        """Return the view, and one sentence for each value that had to be dropped."""
        read = Query(query)
        state = cls(
            goal=read.whole("goal", GOALS, 0),
            role=read.one_of("role", ROLES, ""),
            country=read.one_of("country", data.iso3s, ""),
            measure=read.one_of("measure", data.atlas.rubrics.measures, ""),
            featured=read.flag("featured"),
        )
        return state, read.close()

    def href(self, **changes: Any) -> str:
        """Return the link to the list with some choices changed."""
        state = replace(self, **changes)
        return link(
            "/practice",
            [
                ("goal", str(state.goal) if state.goal else ""),
                ("role", state.role),
                ("country", state.country),
                ("measure", state.measure),
                ("featured", "1" if state.featured else ""),
            ],
        )
