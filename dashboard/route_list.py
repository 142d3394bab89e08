"""The list of routes as data: what one child meets on each, in the order that was asked for."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field, replace
from typing import Any

from dashboard.data import Data
from dashboard.kept import kept_with_data
from dashboard.state import Lens, Query, link
from routes import Cell, Drop, Journey, Profile, Route, country_in_text
from routes.protection import UNKNOWN

SORTS = {
    "region": "By region",
    "weakest": "Weakest first",
    "drop": "Largest drop first",
    "known": "Best known first",
}
LONGEST_FIND = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class ListState:
    """One view of the list: the lens, the order and the text looked for."""

    lens: Lens = field(default_factory=Lens)
    sort: str = "region"
    find: str = ""

    @classmethod
    def read(cls, query: str) -> tuple[ListState, tuple[str, ...]]:
        """Return the view, and one sentence for each value that had to be dropped."""
        read = Query(query)
        state = cls(
            lens=Lens.read(read),
            sort=read.one_of("sort", SORTS, "region"),
            find=read.text("find", LONGEST_FIND),
        )
        return state, read.close()

    def href(self, **changes: Any) -> str:
        """Return the link to this list with some choices changed; ``child`` and the like too."""
        lens = {name: changes.pop(name) for name in ("child", "year", "checked") if name in changes}
        state = replace(self, lens=replace(self.lens, **lens), **changes)
        sort = "" if state.sort == "region" else state.sort
        return link("/journeys", [*state.lens.pairs(), ("sort", sort), ("find", state.find)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One route of the list, told by its first branch.

    Attributes:
        words: what the search box looks through, in small letters without accents.
        known, asked: levels known, of the stages times the goals that are judged.
        weaker: other branches whose weakest level is lower than the first one's -> that level.
    """

    route: Route
    profile: Profile
    weaker: dict[str, int]
    words: str
    known: int
    asked: int

    @property
    def weakest_level(self) -> int | None:
        return lowest_level(self.profile)

    @property
    def weakest_at(self) -> tuple[str, ...]:
        """Where the weakest level is and for which goal, each once, in travel order."""
        return tuple(dict.fromkeys(map(self._at, self.profile.weakest)))

    @property
    def largest_drop(self) -> int | None:
        """The most levels that are lost from one country to the next with a known level.

        0: no known level falls; None: it can't be told.
        """
        drops = self.profile.largest_drops
        if drops:
            return drops[0].size
        return 0 if len(self.profile.countries) == 1 or self._can_fall else None

    @property
    def no_drop(self) -> str:
        """Why there is no largest drop, in words."""
        if len(self.profile.countries) == 1:
            return "none: all stages are in one country"
        return "no known level falls at a border" if self._can_fall else "not known"

    @property
    def largest_drop_at(self) -> tuple[str, ...]:
        """Between which countries it is and for which goal; else why there is none."""
        drops = self.profile.largest_drops
        return tuple(dict.fromkeys(map(self._between, drops))) or (self.no_drop,)

    @property
    def _can_fall(self) -> bool:
        """Whether a goal's level is known in two countries."""
        first = [stage.order - 1 for stage in self.profile.countries]
        return bool((self.profile.is_known[first].sum(axis=0) > 1).any())

    @property
    def weaker_branches(self) -> tuple[str, ...]:
        """Names of the branches of ``weaker``, with that level."""
        names = {one.branch: one.name for one in self.route.journeys}
        return tuple(f"{names[branch]} ({level})" for branch, level in self.weaker.items())

    def _goal(self, number: int) -> str:
        return f"goal {number} ({self.profile.rubrics.goals[number].short.lower()})"

    def _at(self, cell: Cell) -> str:
        return f"{self.profile.names[cell.stage.iso3]}, {self._goal(cell.goal)}"

    def _between(self, drop: Drop) -> str:
        names = self.profile.names
        way = f"{names[drop.from_stage.iso3]} to {names[drop.to_stage.iso3]}"
        told = f"{way}, {self._goal(drop.goal)}, {drop.from_level} to {drop.to_level}"
        between = dict.fromkeys(country_in_text(s.iso3, names[s.iso3]) for s in drop.across)
        return f"{told}, across {', '.join(between)}, not known" if between else told

    def rank(self, sort: str) -> tuple[float, ...]:
        """Return the sort key; a route on which it is not known comes last."""
        if sort == "weakest":
            level = self.weakest_level
            cells = len(self.profile.weakest) / len(self.profile.cells)
            return (9, 0) if level is None else (level, -cells)
        if sort == "drop":
            drops = self.profile.largest_drops
            return (-drops[0].size, -len(drops)) if drops else (0, 0)
        return (-self.known / self.asked,)


def items(data: Data, state: ListState) -> list[Item]:
    """Return every route in the order of the view."""
    made = [_item(data, state, route) for route in data.atlas.routes.values()]
    made.sort(key=lambda item: (item.route.region, item.route.name))
    if state.sort == "region":
        return made
    return sorted(made, key=lambda item: item.rank(state.sort))


def plain(text: str) -> str:
    """Return text in small letters without accents, as the search compares it."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def matches(words: str, wanted: str) -> bool:
    """Return whether each word that is looked for is in ``words``."""
    return all(word in words for word in plain(wanted).split())


def _item(data: Data, state: ListState, route: Route) -> Item:
    lens = state.lens
    first, *others = route.journeys
    profile = data.profile(first, lens.child, lens.year, lens.checked)
    lowest = lowest_level(profile)
    judged = [goal - 1 for goal in profile.judged_goals]
    known = profile.is_known[:, judged]
    levels = {other.branch: _lowest_on(data, other, lens) for other in others}
    return Item(
        route=route,
        profile=profile,
        weaker={
            branch: level
            for branch, level in levels.items()
            if level is not None and (lowest is None or level < lowest)
        },
        words=_words(data)[route.route_id],
        known=int(known.sum()),
        asked=int(known.size),
    )


def lowest_level(profile: Profile) -> int | None:
    """Return the lowest level known on a journey, or None."""
    weakest = profile.weakest
    return weakest[0].level if weakest else None


def _lowest_on(data: Data, journey: Journey, lens: Lens) -> int | None:
    """The same from the world's array, for branches of which no more is told."""
    world = data.world(data.age_class(lens.child), lens.checked)
    rows = [_rows(data)[iso3] for iso3 in journey.iso3s]
    levels = world.levels[rows, :, world.year_index(lens.year)]
    known = levels[levels != UNKNOWN]
    return int(known.min()) if known.size else None


@kept_with_data(1)
def _rows(data: Data) -> dict[str, int]:
    """Country -> where it stands in the arrays of a world."""
    return {iso3: i for i, iso3 in enumerate(data.atlas.protection.countries)}


@kept_with_data(1)
def _words(data: Data) -> dict[str, str]:
    """Route -> what the search box looks through."""
    return {
        route.route_id: plain(
            " ".join(
                [
                    route.name,
                    route.region,
                    route.description,
                    *(f"{data.name(iso3)} {iso3}" for iso3 in route.roles()),
                ]
            )
        )
        for route in data.atlas.routes.values()
    }
