"""How much is known as rows: a row a country and goal, or a country and question."""

from __future__ import annotations

from dataclasses import replace

from dashboard import said_views
from dashboard.components.coverage_rows import rows
from dashboard.data import Data
from dashboard.data_state import DataState, columns
from dashboard.shown.atlas import COUNTRY
from dashboard.shown.table import (
    BEHIND,
    CHILD,
    Column,
    Row,
    ShownTable,
    behind,
    child_cells,
    sources_of,
)
from routes.coverage import asked_measures

KNOWN = (
    Column("goal", "Policy goal, 1 to 6"),
    Column("measure", "The question; empty where all questions of the goal are counted"),
    Column("asked", "Questions that apply"),
    Column("answered", "How many of them have an answer"),
    Column("checked", "How many answers are checked in their source"),
    Column("known_share", "Answered of asked, 0 to 1; empty where none applies"),
    Column("speaks_for", "The year that the answer speaks for; empty for several questions"),
)


def of_coverage(data: Data, _name: str, query: str) -> ShownTable:
    """Return every cell of the matrix, in its order."""
    state = replace(DataState.read(data, query)[0], view="coverage", cell=None)
    lens, child = state.lens, data.age_class(state.lens.child)
    shown = rows(data, state)
    made: list[Row] = []
    for one in shown:
        facts = data.facts_of(one.iso3, child, lens.year, lens.checked)
        for name, cell in zip(columns(data, state.goal), one.cells, strict=True):
            goal = state.goal or int(name.removeprefix("goal-"))
            of_goal = asked_measures(data.atlas.rubrics.goals[goal])
            measures = (name,) if state.goal else of_goal
            told = [fact for measure in measures for fact in facts.get(measure, ())]
            made.append(
                {
                    "iso3": one.iso3,
                    "country": one.name,
                    "roles": ", ".join(one.roles),
                    **child_cells(lens),
                    "goal": goal,
                    "measure": name if state.goal else None,
                    "asked": cell.asked,
                    "answered": cell.answered,
                    "checked": cell.checked,
                    "known_share": round(cell.share, 4) if cell.asked else None,
                    "speaks_for": cell.as_of or None,
                    **behind(data, told),
                }
            )
    of = f"-goal-{state.goal}" if state.goal else ""
    return ShownTable(
        title=said_views.coverage_title(data, state),
        line=said_views.coverage_line(state, shown),
        back=state.href(),
        name=f"coverage{of}-{lens.year}",
        lens=lens,
        columns=(*COUNTRY, *CHILD, *KNOWN, *BEHIND),
        rows=tuple(made),
        source_ids=sources_of(made),
    )
