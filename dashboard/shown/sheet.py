"""The negotiation sheet as rows: a row a country and goal, with its promises."""

from __future__ import annotations

from dashboard import said_views
from dashboard.data import Data
from dashboard.sheet_state import SheetState
from dashboard.shown.journey import level_cells, levels_of
from dashboard.shown.table import (
    BEHIND,
    CHILD,
    LEVEL,
    Column,
    Row,
    ShownTable,
    child_cells,
    sources_of,
)
from routes import STATES, Sheet

COUNTRY = (
    Column("iso3", "Country, ISO 3166-1 alpha-3"),
    Column("country", "Its name"),
    Column("roles", "Its roles on documented routes; empty: on none"),
)
PROMISES = (
    Column("promises", "The worst that is known of the goal's promises; no breach if not promised"),
    *(Column(f"promises_{one}", f"How many of them are in the state {one}") for one in STATES),
)
WAYS = Column("linking_ways", "Documented journeys (route/branch) that it shares with others here")


def of_sheet(data: Data, _name: str, query: str) -> ShownTable:
    """Return what the sheet shows, in its order."""
    state, _, _ = SheetState.read(data, query)
    made = state.made(data)
    ways = _ways(made)
    lens = state.lens
    rows: list[Row] = []
    for one in state.rows(made):
        levels = levels_of(data, one.iso3, lens)
        for goal in state.goals:
            promises = one.cell(goal).promises
            rows.append(
                {
                    "iso3": one.iso3,
                    "country": one.name,
                    "roles": ", ".join(one.roles),
                    **child_cells(lens),
                    **level_cells(data, levels[goal]),
                    "promises": promises.state,
                    **{f"promises_{name}": promises.counts.get(name, 0) for name in STATES},
                    "linking_ways": " ".join(ways.get(one.iso3, ())),
                }
            )
    child = lens.child
    return ShownTable(
        title=said_views.sheet_title(data, state, made),
        line=said_views.sheet_line(state, made),
        back=state.href(),
        name=f"sheet-{len(made.rows)}-{child.age}-{child.company}-{child.status}-{lens.year}",
        lens=lens,
        columns=(*COUNTRY, *CHILD, *LEVEL, *PROMISES, WAYS, *BEHIND),
        rows=tuple(rows),
        source_ids=sources_of(rows),
    )


def _ways(made: Sheet) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for way in made.ways:
        for iso3 in dict.fromkeys(way.iso3s):
            found.setdefault(iso3, []).append(f"{way.journey.route_id}/{way.journey.branch}")
    return found
