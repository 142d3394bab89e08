"""The choices of the Data page, to and from the URL."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from dashboard.data import Data
from dashboard.promise_state import changed_lens
from dashboard.state import Lens, Query, link
from routes import GOALS
from routes.coverage import asked_measures
from routes.model import ROLES
from routes.open_questions import STANDINGS

PATH = "/data"
VIEWS = {
    "tables": "Tables and layers",
    "coverage": "What is known",
    "missing": "What is missing",
}
ORDERS = {"journeys": "By journeys through the country", "children": "By recorded children"}
LEAST_KNOWN, COUNTRY = "known", "country"


@dataclass(frozen=True, slots=True, kw_only=True)
class DataState:
    """One view of the Data page.

    Attributes:
        view: of ``VIEWS``.
        goal: 1 to 6, whose questions are the columns; 0 is all goals, one column each.
        routes, roles: whose countries are shown; no route is all of them.
        sort: ``known`` (all questions), ``country``, ``age``, ``goal-2`` or a measure; what is
            least known, or oldest, comes first.
        descending: the other way round.
        order: of the open questions, of ``ORDERS``.
        standing: only questions that stand so; "" is all open ones.
        cell: (ISO3, measure) that a reader can tell us a fact on, or None.
    """

    view: str = "tables"
    lens: Lens = field(default_factory=Lens)
    goal: int = 0
    routes: tuple[str, ...] = ()
    roles: tuple[str, ...] = ROLES
    sort: str = LEAST_KNOWN
    descending: bool = False
    order: str = "journeys"
    standing: str = ""
    cell: tuple[str, str] | None = None

    @classmethod
    def read(cls, data: Data, query: str) -> tuple[DataState, tuple[str, ...]]:
        """Return the view, and one sentence for each value that had to be dropped."""
        read = Query(query)
        goal = read.whole("goal", GOALS, 0)
        sorts = (LEAST_KNOWN, COUNTRY, "age", *columns(data, goal))
        sort = read.one_of("sort", (*sorts, *(f"-{name}" for name in sorts)), LEAST_KNOWN)
        measures = data.atlas.rubrics.measures
        cells = frozenset(f"{iso3}.{measure}" for iso3 in data.iso3s for measure in measures)
        cell = read.one_of("cell", cells, "")
        iso3, _, measure = cell.partition(".")
        state = cls(
            view=read.one_of("view", VIEWS, "tables"),
            lens=Lens.read(read),
            goal=goal,
            routes=read.some_of("routes", data.route_ids),
            roles=read.some_of("roles", ROLES) or ROLES,
            sort=sort.removeprefix("-"),
            descending=sort.startswith("-"),
            order=read.one_of("order", ORDERS, "journeys"),
            standing=read.one_of("standing", STANDINGS, ""),
            cell=(iso3, measure) if cell else None,
        )
        return state, read.close()

    def pairs(self) -> list[tuple[str, str]]:
        sort = ("-" if self.descending else "") + self.sort
        return [
            ("view", "" if self.view == "tables" else self.view),
            *self.lens.pairs(),
            ("goal", str(self.goal) if self.goal else ""),
            ("routes", ",".join(self.routes)),
            ("roles", "" if self.roles == ROLES else ",".join(self.roles)),
            ("sort", "" if sort == LEAST_KNOWN else sort),
            ("order", "" if self.order == "journeys" else self.order),
            ("standing", self.standing),
            ("cell", ".".join(self.cell) if self.cell else ""),
        ]

    def href(self, **changes: Any) -> str:
        """Return the link to this page with some choices changed; ``child`` and the like too."""
        lens = changed_lens(self.lens, changes)
        return link(PATH, replace(self, lens=lens, **changes).pairs())

    def csv_href(self) -> str:
        return link(f"{PATH}.csv", self.pairs())

    def to_goal(self, goal: int) -> str:
        """Return the link to the questions of a goal; an order of other columns is dropped."""
        sort = self.sort if self.sort in (LEAST_KNOWN, COUNTRY, "age") else LEAST_KNOWN
        return self.href(goal=goal, sort=sort, descending=self.descending and sort == self.sort)


def columns(data: Data, goal: int) -> tuple[str, ...]:
    """Return the names of the matrix's columns: goals, or the measures that one asks for."""
    if goal == 0:
        return tuple(f"goal-{number}" for number in GOALS)
    return asked_measures(data.atlas.rubrics.goals[goal])
