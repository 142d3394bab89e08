"""The six goals as rows: a row a country and goal, with its level then and now."""

from __future__ import annotations

from dashboard import said_views
from dashboard.data import Data
from dashboard.goals_state import GoalsState
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
from routes import Standing

COUNTRY = (Column("iso3", "Country, ISO 3166-1 alpha-3"), Column("country", "Its name"))
MOVED = (
    Column("since", "The year compared with; empty where no level is known before"),
    Column("level_then", "The level in that year; empty is not known"),
    Column("moved", "rose, fell, same, or not_comparable: not known in one of the years"),
    Column("is_uneven", "yes: other questions are answered now than then"),
)


def of_goals(data: Data, name: str, query: str) -> ShownTable:
    """Return every country counted, goal by goal, by name.

    Raises:
        UnknownNameError: ``name`` is no goal.
    """
    state, _ = GoalsState.read(name, query)
    lens = state.lens
    stand = {goal: state.standing(data, goal) for goal in state.goals}
    moves = {goal: _moved(found) for goal, found in stand.items()}
    levels = {iso3: levels_of(data, iso3, lens) for iso3 in next(iter(stand.values())).countries}
    rows: list[Row] = [
        {
            "iso3": iso3,
            "country": data.name(iso3),
            **child_cells(lens),
            **level_cells(data, levels[iso3][goal]),
            "since": found.since,
            **moves[goal].get(iso3, NOT_COMPARABLE),
        }
        for goal, found in stand.items()
        for iso3 in found.countries
    ]
    child = lens.child
    which = f"goal-{state.goal}" if state.goal else "six-goals"
    return ShownTable(
        title=said_views.goals_title(data, state),
        line=said_views.goals_line(data, state),
        back=state.href(),
        name=f"{which}-{child.age}-{child.company}-{child.status}-{lens.year}",
        lens=lens,
        columns=(*COUNTRY, *CHILD, *LEVEL, *MOVED, *BEHIND),
        rows=tuple(rows),
        source_ids=sources_of(rows),
    )


NOT_COMPARABLE: Row = {"level_then": None, "moved": "not_comparable", "is_uneven": "no"}


def _moved(found: Standing) -> dict[str, Row]:
    """Return country -> its columns of ``MOVED`` that differ from ``NOT_COMPARABLE``."""
    words = {-1: "fell", 0: "same", 1: "rose"}
    return {
        move.iso3: {
            "level_then": move.was,
            "moved": words[(move.change > 0) - (move.change < 0)],
            "is_uneven": "yes" if move.is_uneven else "no",
        }
        for move in found.moves
    }
