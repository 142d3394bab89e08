"""Journeys, labels, comparisons and one country as rows: a row a level on screen."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pandas as pd

from dashboard import said
from dashboard.colouring import STATUS_LABELS, child_in_words
from dashboard.components.profile_grid import level_words
from dashboard.data import Data
from dashboard.pages import compare, journey
from dashboard.shown.table import (
    BEHIND,
    CHILD,
    LEVEL,
    Column,
    Row,
    ShownTable,
    behind,
    child_cells,
    facts_of,
    sources_of,
)
from dashboard.state import Lens
from dashboard.ways import CompareState, JourneyState, PlainState
from routes import YEARS, Level, Profile
from routes.model import COMPANIES, STATUSES

STAGE = (
    Column("journey", "Name of the route, or of a reader's own journey"),
    Column("branch", "Branch of the route; empty for a reader's own journey"),
    Column("stage", "Order of the stage, 1 at the origin"),
    Column("iso3", "Country of the stage, ISO 3166-1 alpha-3"),
    Column("country", "Its name"),
    Column("place", "The place, at city scale"),
    Column("role", "origin, transit or destination"),
)
CHANGE = (
    Column("change", "Against the last earlier stage at which the level is known"),
    Column("change_from_stage", "That stage"),
)
SIDE = Column("side", "A or B of the comparison")
DIFFERS = Column("differs", "yes: the level differs from the other side's at the same country")


def file_name(text: str) -> str:
    """Return a reader's words as part of a file name: letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:60].strip("-") or "view"


def _child_part(lens: Lens) -> str:
    child = lens.child
    return f"{child.age}-{child.company}-{child.status}-{lens.year}"


def level_cells(data: Data, level: Level) -> Row:
    goal = data.atlas.rubrics.goals[level.goal]
    return {
        "goal": level.goal,
        "goal_name": goal.short,
        "level": level.value if goal.is_judged else None,
        "level_in_words": level_words(level.value, is_judged=goal.is_judged),
        "known_share": round(level.known_share, 4),
        "is_unchecked": "yes" if level.is_unchecked and level.value is not None else "no",
        "why": level.why,
        **behind(data, facts_of(level)),
    }


def levels_of(data: Data, iso3: str, lens: Lens) -> dict[int, Level]:
    """Return the six levels of a country, from the world that is held in memory."""
    child = data.age_class(lens.child)
    world = data.world(child, lens.checked)
    return data.atlas.protection.supposed_levels(
        world, iso3, child, lens.year, {}, checked_only=lens.checked
    )


def profile_rows(data: Data, found: Profile, lens: Lens, name: str) -> list[Row]:
    """Return a row a stage and goal of a profile."""
    unfolded = {iso3: levels_of(data, iso3, lens) for iso3 in dict.fromkeys(found.journey.iso3s)}
    frame = found.to_frame()
    changes = zip(frame["change"], frame["change_from_order"], strict=True)
    rows = []
    for cell, (change, start) in zip(found.cells, changes, strict=True):
        stage = cell.stage
        rows.append(
            {
                "journey": name,
                "branch": found.journey.branch,
                "stage": stage.order,
                "iso3": stage.iso3,
                "country": found.names[stage.iso3],
                "place": stage.place,
                "role": stage.role,
                **child_cells(lens),
                **level_cells(data, unfolded[stage.iso3][cell.goal]),
                "change": _number(change),
                "change_from_stage": _number(start),
            }
        )
    return rows


def _number(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)


def _of(data: Data, name: str, query: str) -> tuple[JourneyState, Profile, str]:
    state, _ = JourneyState.read(data.atlas, name, query)
    state = replace(state, cell=None)
    way = state.way.journey(data.atlas)
    route = data.atlas.routes.get(way.route_id)
    return state, journey.profile_of(data, way, state), route.name if route else way.name


def of_journey(data: Data, name: str, query: str) -> ShownTable:
    """Return the protection profile of a journey."""
    state, found, title = _of(data, name, query)
    rows = profile_rows(data, found, state.lens, title)
    return ShownTable(
        title=title,
        line=said.journey_line(found),
        back=state.href(),
        name=f"journey-{_way_name(found, title)}-{_child_part(state.lens)}",
        lens=state.lens,
        columns=(*STAGE, *CHILD, *LEVEL, *CHANGE, *BEHIND),
        rows=tuple(rows),
        source_ids=sources_of(rows),
    )


def _way_name(found: Profile, title: str) -> str:
    way = found.journey
    return file_name(f"own {title}" if way.is_own else f"{way.route_id} {way.branch}")


def of_labels(data: Data, name: str, query: str) -> ShownTable:
    """Return the same child's profile under four labels."""
    state, found, title = _of(data, name, query)
    rows: list[Row] = []
    for status in STATUSES:
        lens = replace(state.lens, child=replace(state.lens.child, status=status))
        one = data.profile(found.journey, lens.child, lens.year, lens.checked)
        for row in profile_rows(data, one, lens, title):
            rows.append({**row, "label": STATUS_LABELS[status]})
    label = Column("label", "The label on the child, as on screen")
    return ShownTable(
        title=f"{title}: same child, other label",
        line=said.journey_line(found),
        back=state.href(),
        name=f"labels-{_way_name(found, title)}-{_child_part(state.lens)}",
        lens=state.lens,
        columns=(label, *STAGE, *CHILD, *LEVEL, *CHANGE, *BEHIND),
        rows=tuple(rows),
        source_ids=sources_of(rows),
    )


def of_compare(data: Data, _name: str, query: str) -> ShownTable:
    """Return both profiles of a comparison."""
    state, _ = CompareState.read(query)
    state = said.opened(data, state)
    first, second, found = said.compared(data, state)
    rows: list[Row] = []
    for side, one, name, marked in (
        ("A", found.a, first, {(d.stage_a.order, d.goal) for d in found.differences}),
        ("B", found.b, second, {(d.stage_b.order, d.goal) for d in found.differences}),
    ):
        lens = compare.journey_state(state, side).lens
        for row in profile_rows(data, one, lens, name):
            differs = "yes" if (row["stage"], row["goal"]) in marked else "no"
            rows.append({**row, "side": side, "differs": differs})
    ways = f"{_way_name(found.a, first)[:30]}-{_way_name(found.b, second)[:30]}"
    return ShownTable(
        title="Side by side",
        line=said.compare_line(data, state),
        back=state.href(),
        name=f"compare-{file_name(ways)}-{state.lens.year}",
        lens=state.lens,
        columns=(SIDE, *STAGE, *CHILD, *LEVEL, DIFFERS, *CHANGE, *BEHIND),
        rows=tuple(rows),
        source_ids=sources_of(rows),
    )


def of_country(data: Data, name: str, query: str) -> ShownTable:
    """Return the six levels of a country, then detention by company, law or practice and year."""
    iso3 = data.known_country(name.strip("/"))
    state, _ = PlainState.read(f"/country/{iso3}", query)
    lens = state.lens
    of = {"iso3": iso3, "country": data.name(iso3)}
    rows = [
        {"shown": "level", **of, **child_cells(lens), **level_cells(data, level)}
        for level in levels_of(data, iso3, lens).values()
    ]
    for colour in ("detention_law", "detention_practice"):
        for company in COMPANIES:
            rows += _strip(
                data, of, replace(lens, child=replace(lens.child, company=company)), colour
            )
    columns = (
        Column("shown", "level, or detention over the years"),
        Column("iso3", "Country, ISO 3166-1 alpha-3"),
        Column("country", "Its name"),
        *CHILD,
        *LEVEL,
        Column("measure", "For detention over the years: in law or in practice"),
        Column("value", "Name of the step"),
        Column("value_in_words", "The step in words, as on screen"),
        *BEHIND,
    )
    return ShownTable(
        title=data.name(iso3),
        line=f"What {child_in_words(lens.child)}, meets in {lens.year}.",
        back=state.href(),
        name=f"country-{iso3.lower()}-{_child_part(lens)}",
        lens=lens,
        columns=columns,
        rows=tuple({c.name: row.get(c.name) for c in columns} for row in rows),
        source_ids=sources_of(rows),
    )


def _strip(data: Data, of: Row, lens: Lens, colour: str) -> list[Row]:
    colouring = data.colourings[colour]
    world = data.world(data.age_class(lens.child), lens.checked)
    at = world.countries.index(of["iso3"])
    rows = []
    for year in YEARS:
        step = colouring.step(int(colouring.codes(world, year)[at]))
        child = data.age_class(lens.child)
        facts = data.facts_of(of["iso3"], child, year, lens.checked).get(colour, ())
        is_named = bool(colouring.unchecked(world, year)[at]) and step.code >= 0
        rows.append(
            {
                "shown": "detention over the years",
                **of,
                **child_cells(replace(lens, year=year)),
                "is_unchecked": "yes" if is_named else "no",
                "measure": colour,
                "value": step.name,
                "value_in_words": step.label,
                **behind(data, facts),
            }
        )
    return rows
