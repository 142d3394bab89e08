"""The choices of a what-if view, to and from the URL."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from dashboard.data import Data
from dashboard.state import LONGEST_NAME, Lens, Query, link
from dashboard.ways import Way, find_country
from routes import (
    GOALS,
    MOST_CHANGES,
    Effect,
    Journey,
    PolicyChange,
    Ranking,
    RoutesError,
    WhatIf,
)

ORDERS = {"journeys": "By journeys lifted", "children": "By recorded children"}
PATH = "/what-if"
NOT_FACT = "A calculation, not a fact"
FORECAST = "Nothing here is a forecast, and nothing of it is on record."


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIfState:
    """One what-if.

    Attributes:
        changes: what is supposed, in the order of ``WhatIf.changes``.
        way: the journeys looked at: a route with all its branches, one branch, one's own way;
            every documented one when empty.
        goal: whose weakest stage the levers are ranked by, 1 to 6; 0 is all goals together.
        order: how the levers are ordered, of ``ORDERS``.
    """

    changes: tuple[PolicyChange, ...] = ()
    way: Way = field(default_factory=Way)
    goal: int = 0
    order: str = "journeys"
    lens: Lens = field(default_factory=Lens)

    @classmethod
    def read(cls, data: Data, query: str) -> tuple[WhatIfState, tuple[str, ...]]:
        """Read a query string; what can't be supposed is dropped with a sentence."""
        read = Query(query)
        changes = _changes(data, read)
        judged = [goal for goal in GOALS if data.atlas.rubrics.goals[goal].is_judged]
        state = cls(
            changes=changes,
            way=_way(data, read),
            goal=read.whole("goal", (0, *judged), 0),
            order=read.one_of("order", ORDERS, "journeys"),
            lens=Lens.read(read),
        )
        return state, read.close()

    def pairs(self) -> list[tuple[str, str]]:
        """Return the choices for a query string; ``change`` comes once for each change."""
        return [
            *(("change", str(change)) for change in self.changes),
            ("route", str(self.way)),
            ("goal", str(self.goal) if self.goal else ""),
            ("order", "" if self.order == "journeys" else self.order),
            *self.lens.pairs(),
        ]

    def href(self, **changes: Any) -> str:
        """Return the link to this view with some choices changed; ``child`` and the like too."""
        lens = {name: changes.pop(name) for name in ("child", "year", "checked") if name in changes}
        state = replace(self, lens=replace(self.lens, **lens), **changes)
        return link(PATH, state.pairs())

    def with_change(self, change: PolicyChange) -> str:
        """Return the link to this view with one more change."""
        return self.href(changes=tuple(sorted({*self.changes, change})))

    def without(self, change: PolicyChange) -> str:
        return self.href(changes=tuple(c for c in self.changes if c != change))

    def made(self, data: Data) -> WhatIf:
        return data.atlas.what_if(self.changes)

    def journeys(self, data: Data) -> tuple[Journey, ...]:
        """Return the journeys looked at."""
        if self.way.stops or self.way.branch:
            return (self.way.journey(data.atlas),)
        routes = data.atlas.routes
        chosen = [routes[self.way.route]] if self.way.route else list(routes.values())
        return tuple(journey for route in chosen for journey in route.journeys)

    def effect(self, data: Data) -> Effect:
        """Return what the changes do for the child; kept for the few views asked for last."""
        return data.kept(_effect, self)

    def ranking(self, data: Data) -> Ranking:
        """Return the ranked levers for the journeys, child, year and goal."""
        return data.kept(_ranking, replace(self, changes=(), order="journeys"))


def _effect(data: Data, state: WhatIfState) -> Effect:
    lens = state.lens
    return state.made(data).effect(
        data.age_class(lens.child),
        lens.year,
        journeys=state.journeys(data),
        checked_only=lens.checked,
        base=data.world(lens.child, lens.checked),
    )


def _ranking(data: Data, state: WhatIfState) -> Ranking:
    lens = state.lens
    return data.atlas.levers(
        journeys=state.journeys(data),
        child=data.age_class(lens.child),
        year=lens.year,
        goal=state.goal or None,
        checked_only=lens.checked,
        world=data.world(lens.child, lens.checked),
    )


def _changes(data: Data, read: Query) -> tuple[PolicyChange, ...]:
    """Take what can be supposed together, one by one; say what is left out."""
    asked = list(read.many("change"))
    country, lever = read.text("country", LONGEST_NAME), read.text("lever", 80)
    if country and lever:
        iso3 = find_country(data.atlas, country)
        if iso3 is None:
            read.dropped.append(f"No country is called “{country}”. Choose one from the list.")
        else:
            asked.append(f"{iso3}:{lever}")
    elif country or lever:
        read.dropped.append("A change needs a country and what it does; choose both.")
    taken: list[PolicyChange] = []
    for text in asked[: 2 * MOST_CHANGES]:
        try:
            change = PolicyChange.parse(text)
            data.atlas.what_if([*taken, change])
        except RoutesError as error:
            read.dropped.append(str(error))
        else:
            taken.append(change)
    return tuple(sorted(set(taken)))


def _way(data: Data, read: Query) -> Way:
    text = read.text("route", 120)
    if not text:
        return Way()
    way = Way.parse(text)
    try:
        way.journey(data.atlas)
    except RoutesError as error:
        read.dropped.append(f"{error} All documented routes are shown.")
        return Way()
    return way
