"""The list of journeys as rows: a row a route, told by its first branch as on screen."""

from __future__ import annotations

from itertools import groupby

from dashboard import said_views
from dashboard.components.own_marks import is_own_way
from dashboard.data import Data
from dashboard.route_list import Item, ListState, items, matches
from dashboard.shown.journey import file_name, levels_of
from dashboard.shown.table import (
    BETWEEN,
    CHILD,
    SOURCES,
    Column,
    Row,
    ShownTable,
    child_cells,
    facts_of,
    source_cells,
    sources_of,
)

ROUTE = (
    Column("route_id", "Our name of the route"),
    Column("route", "Its name"),
    Column("region", "Its region"),
    Column("branch", "The branch that tells it, its first"),
    Column("countries", "Countries of that branch, in travel order"),
)
LEVELS = (
    Column("weakest_level", "The lowest level known on the branch, 0 to 4; empty is not known"),
    Column("weakest_at", "Where and for which goal"),
    Column("largest_drop", "The most levels lost between one country and the next with a known "
                           "level; 0: no known level falls; empty: it can't be told"),
    Column("largest_drop_at", "Between which countries, for which goal, both levels; or why none"),
    Column("levels_known", "Levels that are known, of all stages and judged goals"),
    Column("levels_asked", "All stages times the goals that are judged"),
    Column("unchecked_share", "Part of the known ones that rests in part on sources not yet "
                              "checked, 0 to 1; empty when none is known"),
    Column("weaker_branches", "Other branches whose lowest level is lower, with that level"),
    Column("origin", "own: a reader's own facts or route, not of the atlas, stand behind it too"),
)  # fmt: skip
BEHIND = tuple(
    Column(one.name, f"Of the route and behind the levels: {one.meaning}") for one in SOURCES
)


def of_journeys(data: Data, _name: str, query: str) -> ShownTable:
    """Return every route that is looked for, in the order of the list."""
    state, _ = ListState.read(query)
    found = [one for one in items(data, state) if matches(one.words, state.find)]
    rows = [_row(data, state, one) for one in found]
    lens = state.lens
    looked_for = f"-{file_name(state.find)}" if state.find else ""
    return ShownTable(
        title=said_views.JOURNEYS,
        line=said_views.journeys_line(state, found),
        back=state.href(),
        name=f"journeys{looked_for}-{lens.year}",
        lens=lens,
        columns=(*ROUTE, *CHILD, *LEVELS, *BEHIND),
        rows=tuple(rows),
        source_ids=sources_of(rows),
    )


def _row(data: Data, state: ListState, item: Item) -> Row:
    route, profile = item.route, item.profile
    way = profile.journey
    facts = [
        fact
        for iso3 in dict.fromkeys(way.iso3s)
        for level in levels_of(data, iso3, state.lens).values()
        for fact in facts_of(level)
    ]
    origins = {fact.origin for fact in facts}
    if any(is_own_way(data, journey) for journey in route.journeys):
        origins.add("own")
    return {
        "route_id": route.route_id,
        "route": route.name,
        "region": route.region,
        "branch": way.branch,
        "countries": BETWEEN.join(profile.names[iso3] for iso3, _ in groupby(way.iso3s)),
        **child_cells(state.lens),
        "weakest_level": item.weakest_level,
        "weakest_at": BETWEEN.join(item.weakest_at),
        "largest_drop": item.largest_drop,
        "largest_drop_at": BETWEEN.join(item.largest_drop_at),
        "levels_known": item.known,
        "levels_asked": item.asked,
        "unchecked_share": round(profile.unchecked_share, 4) if item.known else None,
        "weaker_branches": BETWEEN.join(item.weaker_branches),
        "origin": BETWEEN.join(sorted(origins)),
        **source_cells(data, [route.source_id, *(fact.source_id for fact in facts)]),
    }
