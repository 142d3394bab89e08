"""A what-if as the table and figure of a file; everywhere it says that it is no fact."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.components.before_after import journey_before_after, ordered
from dashboard.components.level_key import level_key
from dashboard.components.profile_grid import level_words
from dashboard.data import Data
from dashboard.markup import attrs
from dashboard.onefile.content import Pool, evidence_words, numbered
from dashboard.onefile.twins import LAST, Line, Twin, roles_of
from dashboard.shown import ShownTable
from dashboard.shown.journey import levels_of
from dashboard.shown.table import BETWEEN, GRADES, Row, facts_of
from dashboard.what_if_state import NOT_FACT, WhatIfState

CHANGES = (("raised", "What rises"), ("lowered", "What falls"), ("same", "What stays"))


def of_what_if(data: Data, _rest: str, query: str, table: ShownTable, sources: Pool) -> Twin:
    """Return each level before and after, stage by stage; the ranked levers without a change."""
    state, _ = WhatIfState.read(data, query)
    return _stages(data, table, sources) if state.changes else _levers(data, table, sources)


def _stages(data: Data, table: ShownTable, sources: Pool) -> Twin:
    goals = data.atlas.rubrics.goals
    levels = {iso3: levels_of(data, iso3, table.lens)
              for iso3 in dict.fromkeys(str(row["iso3"]) for row in table.rows)}  # fmt: skip
    lines = []
    for row in table.rows:
        before, after, goal = row["level_before"], row["level_after"], row["goal"]
        facts = facts_of(levels[row["iso3"]][goal])
        grades = {fact.evidence for fact in facts}
        ids = dict.fromkeys(fact.source_id for fact in facts)
        lines.append(
            Line(
                iso3=row["iso3"],
                name=f"goal-{goal}",
                tag=_change(before, after),
                rank=LAST if after is None else int(after),
                group=_way(row),
                cells=(
                    str(row["country"]),
                    f"{goal} {goals[goal].short}",
                    level_words(before),
                    f"supposed: {level_words(after)}",
                    _allowed(row),
                    f"{row['order']}, {_route(data, row)}",
                    evidence_words(next((grade for grade in GRADES if grade in grades), "")),
                    numbered([sources(source_id) + 1 for source_id in ids]),
                ),
            )
        )
    groups = {_way(row): _route(data, row) for row in table.rows}
    return Twin(
        heads=("Country", "Goal", "Now, by the facts", f"What if ({NOT_FACT.lower()})",
               "Worst to best that the unknown allows", "Stage and journey", "Evidence of now",
               "Sources of now"),
        told=(2, 3, 4, 6),  # the same wherever the country stands
        lines=tuple(lines),
        tags=CHANGES,
        has_goals=True,
        groups=list(groups.items()),
        roles=roles_of(data, levels),
    )  # fmt: skip


def _change(before: Any, after: Any) -> str:
    if before == after:
        return "same"
    if after is None:
        return "lowered"
    return "raised" if before is None or after > before else "lowered"


def _way(row: Row) -> str:
    return f"{row['route_id'] or 'own'}.{row['branch'] or ''}"


def _route(data: Data, row: Row) -> str:
    route = data.atlas.routes.get(str(row["route_id"] or ""))
    if route is None:
        return "Your own journey"
    branch = next(one.name for one in route.journeys if one.branch == row["branch"])
    return f"{route.name}: {branch}"


def _allowed(row: Row) -> str:
    worst, best = row["worst_after"], row["best_after"]
    if worst is None:
        return "–"
    return str(worst) if worst == best else f"{worst} to {best}"


def _levers(data: Data, table: ShownTable, sources: Pool) -> Twin:
    lines = []
    for row in table.rows:
        ids = [name for name in str(row["figure_source_id"] or "").split(BETWEEN) if name]
        lifted = row["journeys_lifted"]
        lines.append(
            Line(
                iso3=row["iso3"],
                name=f"goal-{row['goal']}",
                tag="lifts" if lifted else "none",
                rank=row["rank"],
                cells=(
                    data.name(row["iso3"]),
                    f"{row['goal']} {data.atlas.rubrics.goals[row['goal']].short}",
                    str(row["label"]),
                    str(row["rank"]),
                    f"{lifted} of {row['journeys_through']}",
                    f"{row['lifted_if_unknown_worst']} to {row['lifted_if_unknown_best']}",
                    _figure_words(data, row) if ids else "no figure is held",
                    numbered([sources(name) + 1 for name in ids]),
                ),
            )
        )
    return Twin(
        heads=("Country", "Goal", f"Supposed change ({NOT_FACT.lower()})", "Rank",
               "Journeys lifted", "If all that is unknown were worst, best",
               "Largest single recorded figure of children", "Source of the figure"),
        lines=tuple(lines),
        tags=(("lifts", "What lifts a journey"),),
        has_goals=True,
        roles=roles_of(data, (line.iso3 for line in lines)),
    )  # fmt: skip


def _figure_words(data: Data, row: Row) -> str:
    """Return the largest figure with its year, route and what it covers."""
    unit = "" if row["figure_unit"] == "people" else f" {row['figure_unit']}"
    route = data.atlas.routes[row["figure_route"]].name
    return f"{row['figure']:,}{unit}, {row['figure_year']}, {route}: {row['figure_scope']}"


def figure(data: Data, query: str) -> Any:
    """Return every journey that changes, before and after; None when nothing is supposed."""
    state, _ = WhatIfState.read(data, query)
    if not state.changes:
        return None
    effect = state.effect(data)
    found = ordered(effect)
    told = [html.P(s.text, className="small") for s in effect.sentences() if s.kind != "reach"]
    ways = [
        html.Div(
            journey_before_after(data, state, one, is_short=True),
            **attrs(data_way=f"{one.journey.route_id or 'own'}.{one.journey.branch or ''}"),
        )
        for one in found
    ]
    key = level_key(has_own=bool(data.own_said)) if found else None
    return [html.P(html.B(f"{NOT_FACT}.")), *told, *ways, key]
