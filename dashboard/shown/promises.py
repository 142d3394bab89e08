"""What-if and commitments as rows. What is calculated says in every row that it is no fact."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from dashboard import said_views
from dashboard.data import Data
from dashboard.pages import commitments, what_if
from dashboard.promise_state import GapState, gaps_of
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
from dashboard.what_if_state import NOT_FACT, WhatIfState

MEANINGS = {
    "what_if": f"The question. {NOT_FACT}.",
    "is_fact": "no, in every row: what would be is calculated",
    "route_id": "Our name of the route; empty for a reader's own journey",
    "branch": "Branch of the route",
    "order": "Order of the stage, 1 at the origin",
    "iso3": "Country, ISO 3166-1 alpha-3",
    "country": "Its name",
    "place": "The place, at city scale",
    "role": "origin, transit or destination",
    "goal": "Policy goal, 1 to 6",
    "level_before": "Level that the facts make, 0 to 4; empty is not known",
    "level_after": "Level that the supposed facts would make; empty is not known",
    "worst_before": "The lowest that the unknown allows, by the facts",
    "best_before": "The highest that the unknown allows, by the facts",
    "worst_after": "The lowest that the unknown allows, after the change",
    "best_after": "The highest that the unknown allows, after the change",
    "rank": "By journeys whose weakest stage would rise; equal counts share a rank",
    "rank_weighted": "By the largest single recorded figure; empty without one",
    "change": "Country and lever, as in the link",
    "lever": "Our name of the change of policy",
    "label": "The change in words",
    "journeys_through": "Journeys looked at that go through the country",
    "journeys_lifted": "Those whose weakest stage would rise",
    "routes_lifted": "Their routes",
    "weakest_levels_raised": "Weakest stages that would rise",
    "levels_raised": "Levels that would rise",
    "levels_newly_known": "Levels that would be known and are not now",
    "lifted_if_unknown_worst": "Journeys lifted were every unknown fact the worst",
    "lifted_if_unknown_best": "Journeys lifted were every unknown fact the best",
    "figure": "The largest single recorded figure on a lifted route; never a sum",
    "figure_route": "Its route",
    "figure_year": "The year it is about",
    "figure_unit": "What it counts",
    "figure_group": "Of whom",
    "figure_scope": "What it covers",
    "figure_source_id": "Our name of its source; the sheet Sources has it whole",
    "routes_without_figure": "Lifted routes without a recorded figure",
    "commitment_id": "Our name of the promise",
    "instrument": "Where it is written",
    "locator": "Article, paragraph or objective",
    "binding": "yes: it binds a state in law",
    "promise": "The promise in a sentence",
    "promise_source": "The source of the promise",
    "act": "What the country did: ratified, voted",
    "act_source": "The source of that",
    "state": "kept, kept_in_law, partly, not_kept, unknown, not_promised, not_applicable",
    "measures": "Measures that speak of it",
    "values": "What they say",
    "speaks_for": "The year that each speaks for",
    "reasons": "What the rule says of each",
    "evidence": "How each was checked",
    "fact_sources": "The source of each",
}

# What is supposed has no source: the level after it rests on these and on the supposition.
BEFORE = tuple(Column(one.name, f"Behind level_before: {one.meaning}") for one in SOURCES)


def _columns(names: Iterable[str]) -> tuple[Column, ...]:
    own = {column.name for column in CHILD}
    return (*CHILD, *(Column(name, MEANINGS[name]) for name in names if name not in own))


def of_what_if(data: Data, _name: str, query: str) -> ShownTable:
    """Return the comparison stage by stage; the ranked levers when nothing is supposed."""
    state, _ = WhatIfState.read(data, query)
    made = state.made(data)
    frame = what_if.table_of(data, state, made)
    rows = [
        {
            **child_cells(state.lens),
            **{name: _plain(value) for name, value in found.items()},
            "is_fact": "no",
        }
        for found in frame.astype(object).to_dict("records")
    ]
    columns = _columns(str(name) for name in frame.columns)
    if state.changes:
        rows = _with_sources(data, state, rows)
        columns = (*columns, *BEFORE)
        source_ids = sources_of(rows)
    else:
        named = (str(row["figure_source_id"] or "") for row in rows)
        source_ids = tuple(dict.fromkeys(name for name in named if name))
    return ShownTable(
        title=said_views.what_if_title(made),
        line=said_views.what_if_line(data, state, state.effect(data)),
        back=state.href(),
        name=f"what-if-not-a-fact-{_supposed(state)}-{state.lens.year}",
        lens=state.lens,
        columns=columns,
        rows=tuple(rows),
        source_ids=source_ids,
    )


def _with_sources(data: Data, state: WhatIfState, rows: Sequence[Row]) -> list[Row]:
    """Return the rows with the sources of the level that the facts make."""
    levels = {iso3: levels_of(data, iso3, state.lens) for iso3 in {row["iso3"] for row in rows}}
    told = {
        (iso3, goal): source_cells(data, (fact.source_id for fact in facts_of(level)))
        for iso3, of in levels.items()
        for goal, level in of.items()
    }
    return [{**row, **told[row["iso3"], row["goal"]]} for row in rows]


def _supposed(state: WhatIfState) -> str:
    """Return what is supposed as part of a file name."""
    return file_name(" ".join(map(str, state.changes))) if state.changes else "levers"


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("|", BETWEEN)
    return None if pd.isna(value) else int(value)


def of_gaps(data: Data, _name: str, query: str) -> ShownTable:
    """Return a row a country and promise."""
    state, _ = GapState.read(data, query)
    gaps = gaps_of(data, state)
    names = [name for name in commitments.HEADS if name not in ("child", "year")]
    rows, ids = [], []
    for gap, cells in commitments.table_rows(data, state, gaps):
        told = dict(zip(commitments.HEADS, cells, strict=True))
        rows.append({**child_cells(state.lens), **{name: told[name] or None for name in names}})
        ids.append(gap.commitment.source_id)
        ids += [gap.promise.source_id] if gap.promise else []
        ids += [check.fact.source_id for check in gap.checks if check.fact]
    goal = f"-goal-{state.goal}" if state.goal else ""
    return ShownTable(
        title=said_views.gaps_title(data, state),
        line=said_views.gaps_line(data, state, gaps),
        back=state.href(),
        name=f"commitments{goal}-{state.lens.year}",
        lens=state.lens,
        columns=_columns(names),
        rows=tuple(rows),
        source_ids=tuple(dict.fromkeys(name for name in ids if name)),
    )
