"""What is missing as rows: a row a fact that would teach us something, by rank."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from dashboard import said_views
from dashboard.components.open_list import chosen
from dashboard.data import Data
from dashboard.data_state import DataState
from dashboard.pages.data_page import open_of
from dashboard.shown.table import (
    BEHIND,
    BETWEEN,
    CHILD,
    Column,
    Row,
    ShownTable,
    behind,
    child_cells,
    sources_of,
)
from dashboard.state import Lens

OPEN = (
    Column("rank", "By journeys through the country times reach; equals share a rank"),
    Column("rank_weighted", "By the largest single recorded figure times reach; empty without"),
    Column("iso3", "Country, ISO 3166-1 alpha-3"),
    Column("country", "Its name"),
    Column("goal", "Policy goal, 1 to 6"),
    Column("measure", "The fact that is asked for"),
    Column("question", "The question in words"),
    Column("standing", "unknown: no answer; unchecked: its source is named and was not opened"),
    Column("level", "Level of the goal now, 0 to 4; empty is not known"),
    Column("worst", "The lowest that the answer alone could make it"),
    Column("best", "The highest that the answer alone could make it"),
    Column("reach", "Levels by which the answer alone could move it"),
    Column("makes_known", "yes: the level is not known now, and some answer would make it known"),
    Column("journeys", "Documented journeys through the country"),
    Column("routes", "Their routes"),
    Column("figure", "The largest single recorded figure of children on one of them; never a sum"),
    Column("figure_route", "Its route"),
    Column("figure_year", "The year it is about"),
    Column("figure_unit", "What it counts"),
    Column("figure_group", "Of whom"),
    Column("figure_scope", "What it covers"),
    Column("figure_source_id", "Our name of its source"),
)
ANSWER = tuple(Column(one.name, f"The unchecked answer: {one.meaning}") for one in BEHIND)


def of_missing(data: Data, _name: str, query: str) -> ShownTable:
    """Return every fact of the list, in its order and as it is narrowed."""
    state = replace(DataState.read(data, query)[0], view="missing", cell=None)
    lens, found = state.lens, open_of(data, state)
    told = {
        (row["iso3"], row["goal"], row["measure"]): row
        for row in found.to_frame().astype(object).to_dict("records")
    }
    rows = [_row(data, lens, told[one.iso3, one.goal, one.measure]) for one in chosen(state, found)]
    figures = (str(row["figure_source_id"] or "") for row in rows)
    of = f"-goal-{state.goal}" if state.goal else ""
    of += f"-{state.standing}" if state.standing else ""
    return ShownTable(
        title=said_views.MISSING,
        line=said_views.missing_line(state, found),
        back=state.href(),
        name=f"missing{of}-{lens.year}",
        lens=lens,
        columns=(*CHILD, *OPEN, *ANSWER),
        rows=tuple(rows),
        source_ids=tuple(dict.fromkeys((*sources_of(rows), *filter(None, figures)))),
    )


def _row(data: Data, lens: Lens, told: Row) -> Row:
    facts = data.facts_of(told["iso3"], data.age_class(lens.child), lens.year, lens.checked)
    cells = {str(name): None if pd.isna(value) else value for name, value in told.items()}
    return {
        **child_cells(lens),
        **cells,
        "country": data.name(told["iso3"]),
        "makes_known": "yes" if told["makes_known"] else "no",
        "routes": told["routes"].replace("|", BETWEEN),
        **behind(data, facts.get(told["measure"], ())),
    }
