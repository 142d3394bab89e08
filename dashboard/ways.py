"""Journeys in an address: a branch of a route, or a reader's own way; and the pages' states."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote

from dashboard.state import LONGEST_NAME, NO_MARKS, USUAL_GOAL, Lens, Query, link
from routes import GOALS, MOST_STAGES, Atlas, Journey

OWN = "own"  # stands where a route's id would
MARKS = ("deaths", "flows")  # numbers that a journey's map may show


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainState:
    """A page whose only choices are the lens."""

    path: str
    lens: Lens = field(default_factory=Lens)

    @classmethod
    def read(cls, path: str, query: str) -> tuple[PlainState, tuple[str, ...]]:
        read = Query(query)
        state = cls(path=path, lens=Lens.read(read))
        return state, read.close()

    def href(self, **changes: Any) -> str:
        """Return the link to this page with another child, year or ``checked``."""
        return link(self.path, _changed(self.lens, changes).pairs())


def _changed(lens: Lens, changes: dict[str, Any]) -> Lens:
    """Take the lens's changes out of all changes."""
    found = {name: changes.pop(name) for name in ("child", "year", "checked") if name in changes}
    return replace(lens, **found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Which journey: a route and branch, or the codes and name of one's own.

    A way can be one that the atlas does not have; ``journey`` then says so.
    """

    route: str = ""
    branch: str = ""
    stops: tuple[str, ...] = ()
    name: str = ""

    @classmethod
    def of(cls, journey: Journey, *, first_branch: str = "") -> Way:
        """Return the way of a journey; ``first_branch`` need not be told."""
        if journey.is_own:
            return cls(stops=journey.iso3s, name=journey.name)
        branch = "" if journey.branch == first_branch else journey.branch
        return cls(route=journey.route_id, branch=branch)

    @classmethod
    def parse(cls, text: str) -> Way:
        """Read ``route``, ``route.branch`` or ``ERI,SDN,LBY``."""
        if "," in text:
            return cls(stops=_codes(text))
        route, _, branch = text.partition(".")
        return cls(route=route, branch=branch)

    def __str__(self) -> str:
        if self.stops:
            return ",".join(self.stops)
        return f"{self.route}.{self.branch}" if self.branch else self.route

    @property
    def path(self) -> str:
        return f"/journey/{quote(self.route) if self.route else OWN}"

    def pairs(self) -> list[tuple[str, str]]:
        if self.route:
            return [("branch", self.branch)]
        return [("stops", ",".join(self.stops)), ("name", self.name)]

    def journey(self, atlas: Atlas) -> Journey:
        """Return the journey.

        Raises:
            RoutesError: there is no such route, branch or country, or it can't be a journey.
        """
        if self.route:
            return atlas.journey(self.route, self.branch or None)
        return atlas.journey(self.stops, name=self.name)


def _codes(text: str) -> tuple[str, ...]:
    return tuple(code.strip().upper()[:20] for code in text.split(",") if code.strip())


def find_country(atlas: Atlas, words: str) -> str | None:
    """Return the code of the country that is meant by a code or by a name in any language."""
    wanted = words.strip().casefold()
    if not wanted:
        return None
    table = atlas.countries
    for column in ("iso3", "name", "name_fr", "name_es", "name_ar"):
        found = table.index[table[column].fillna("").str.casefold() == wanted]
        if len(found):
            return str(found[0])
    starts = table.index[table["name"].str.casefold().str.startswith(wanted)]
    return str(starts[0]) if len(starts) == 1 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class JourneyState:
    """One view of a journey.

    Attributes:
        goal: the goal that colours the map and is drawn as a step line, 1 to 6.
        cell: (stage, goal) whose facts are open, or None.
        marks: which numbers stand on the map, of ``MARKS``.
    """

    way: Way
    lens: Lens = field(default_factory=Lens)
    goal: int = USUAL_GOAL
    cell: tuple[int, int] | None = None
    marks: tuple[str, ...] = MARKS

    @classmethod
    def read(cls, atlas: Atlas, route: str, query: str) -> tuple[JourneyState, tuple[str, ...]]:
        """Read the address of a journey; ``route`` is the path after ``/journey/``."""
        read = Query(query)
        if route == OWN:
            stops = list(_codes(read.text("stops", 4 * MOST_STAGES + 60)))
            way = Way(stops=tuple(stops), name=read.text("name", LONGEST_NAME))
            way = _with_addition(atlas, way, read)
        else:
            known = atlas.route(route)
            branches = [journey.branch for journey in known.journeys]
            way = Way(route=route, branch=read.one_of("branch", branches, ""))
        cells = _Cells()
        text = read.one_of("cell", cells, "")
        state = cls(
            way=way,
            lens=Lens.read(read),
            goal=read.whole("goal", GOALS, USUAL_GOAL),
            cell=cells.read(text) if text else None,
            marks=_marks(read),
        )
        return state, read.close()

    def pairs(self) -> list[tuple[str, str]]:
        goal = "" if self.goal == JourneyState(way=self.way).goal else str(self.goal)
        cell = f"{self.cell[0]}.{self.cell[1]}" if self.cell else ""
        marks = "" if self.marks == MARKS else ",".join(self.marks) or NO_MARKS
        return [
            *self.way.pairs(), *self.lens.pairs(), ("goal", goal), ("cell", cell), ("marks", marks)
        ]  # fmt: skip

    def href(self, **changes: Any) -> str:
        """Return the link to this journey with some choices changed."""
        lens = _changed(self.lens, changes)
        state = replace(self, lens=lens, **changes)
        return link(state.way.path, state.pairs())


def _marks(read: Query) -> tuple[str, ...]:
    """Take ``marks`` out of a query: some of ``MARKS``, ``none``, or all when it is not told."""
    chosen = read.some_of("marks", (*MARKS, NO_MARKS))
    return tuple(one for one in chosen if one != NO_MARKS) if chosen else MARKS


class _Cells(Container[str]):
    """What ``cell`` may say: stage.goal."""

    def __contains__(self, text: object) -> bool:
        return isinstance(text, str) and self.read(text) is not None

    def read(self, text: str) -> tuple[int, int] | None:
        order, _, goal = text.partition(".")
        if not (order.isascii() and order.isdigit() and goal.isascii() and goal.isdigit()):
            return None
        if len(order) > 2 or len(goal) > 1 or int(order) < 1 or int(goal) not in GOALS:
            return None
        return int(order), int(goal)


def _with_addition(atlas: Atlas, way: Way, read: Query) -> Way:
    """Take in what the builder's form sends: a country by its name."""
    words = read.text("add", LONGEST_NAME)
    if not words:
        return way
    iso3 = find_country(atlas, words)
    if iso3 is None:
        read.dropped.append(f"No country is called “{words}”. Choose one from the list.")
        return way
    if way.stops and way.stops[-1] == iso3:
        read.dropped.append("The same country can’t come twice in a row.")
        return way
    if len(way.stops) >= MOST_STAGES:
        read.dropped.append(f"A journey has at most {MOST_STAGES} countries.")
        return way
    return replace(way, stops=(*way.stops, iso3))


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareState:
    """Two ways, each with its own child and year; ``b`` opens with what ``a`` has."""

    a: Way
    b: Way
    lens: Lens = field(default_factory=Lens)
    lens_b: Lens = field(default_factory=Lens)

    @classmethod
    def read(cls, query: str) -> tuple[CompareState, tuple[str, ...]]:
        read = Query(query)
        first = read.text("a", 120)
        second = read.text("b", 120)
        lens = Lens.read(read)
        lens_b = Lens.read(read, suffix="2", start=lens)
        a = Way.parse(first) if first else Way()
        b = Way.parse(second) if second else a
        return cls(a=a, b=b, lens=lens, lens_b=lens_b), read.close()

    def href(self, **changes: Any) -> str:
        lens = _changed(self.lens, changes)
        state = replace(self, lens=lens, **changes)
        pairs = [
            ("a", str(state.a)),
            ("b", "" if state.b == state.a else str(state.b)),
            *state.lens.pairs(),
            *state.lens_b.pairs(suffix="2", start=state.lens),
        ]
        return link("/compare", pairs)


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondLens:
    """The second lens of a comparison, as a page state of its own for the menus."""

    state: CompareState

    @property
    def lens(self) -> Lens:
        return self.state.lens_b

    def href(self, **changes: Any) -> str:
        return self.state.href(lens_b=_changed(self.lens, changes))


def explain_address(who: str, what: str, lens: Lens | None = None) -> str:
    """Return the address of the page that explains a number of a country or route."""
    return link(f"/explain/{quote(who)}/{quote(what, safe='@')}", (lens or Lens()).pairs())


def ask_address(fact_id: str, lens: Lens | None = None) -> str:
    """Return the address of the page that questions a fact, seen for a child and year."""
    return link("/corrections", [("fact", fact_id), *(lens or Lens()).pairs()]) + "#question"
