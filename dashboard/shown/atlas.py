"""The atlas as rows: the countries of the map and its table, and the chart over the years."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from dashboard import said
from dashboard.components import atlas_marks
from dashboard.components.evidence import source_title
from dashboard.components.legend import counts
from dashboard.components.value_table import rows
from dashboard.data import Data
from dashboard.shown.table import (
    BEHIND,
    CHILD,
    SOURCES,
    Column,
    Row,
    ShownTable,
    behind,
    child_cells,
    source_cells,
    sources_of,
)
from dashboard.state import ViewState, from_query
from routes import YEARS, Loss

COUNTRY = (
    Column("iso3", "Country, ISO 3166-1 alpha-3"),
    Column("country", "Its name"),
    Column("roles", "Its roles on the chosen routes"),
)
VALUE = (
    Column("measure", "What is coloured: a measure, or goal-1 to goal-6"),
    Column("measure_name", "The measure in words"),
    Column("level", "For a goal: level 0 to 4; empty is not known. Empty for a measure."),
    Column("value", "Name of the legend's step"),
    Column("value_in_words", "The step in words, as on screen"),
    Column("number", "The number that the step stands for; empty where it is a step alone"),
    Column("unit", "What the number counts"),
    Column("known_share", "For a goal: part of the questions that apply and have an answer"),
    Column("is_unchecked", "yes: rests in part on sources named but not yet checked"),
)
LOSS = (  # where the view shows deaths and missing: their rows come after those of the countries
    Column("shown", "country, or deaths and missing"),
    Column("area", "Publisher's area of deaths and missing; areas are never added up"),
    Column("dead_or_missing", "Died or missing in the year, the least that is known; may be empty"),
    Column("children_known", "Children known among them; empty is not known, or withheld"),
    Column("withheld", "What is withheld, as it is small or near a small one"),
    Column("routes_through", "Our routes, of those chosen, that pass the area"),
    Column("remark", "What must be said beside the number"),
)


def of_map(data: Data, _name: str, query: str) -> ShownTable:
    """Return what the map shows, in the order of its table."""
    return _of_atlas(data, replace(from_query(query, data)[0], view="map", country=""))


def of_table(data: Data, _name: str, query: str) -> ShownTable:
    """Return the table of the atlas."""
    return _of_atlas(data, replace(from_query(query, data)[0], view="table", country=""))


def _of_atlas(data: Data, state: ViewState) -> ShownTable:
    """Return a row a country that passes the view's choices, in the order of its table."""
    colouring = data.colourings[state.colour]
    world = data.world_of(state)
    at = {iso3: i for i, iso3 in enumerate(world.countries)}
    year = world.year_index(state.year)
    codes = {step.name: step.code for step in colouring.steps}
    named = colouring.unchecked(world, state.year)
    found: list[Row] = []
    for row in rows(data, state):
        code, i, goal = codes[row.step], at[row.iso3], colouring.goal
        found.append(
            {
                **child_cells(state.lens),
                "iso3": row.iso3,
                "country": row.name,
                "roles": ", ".join(row.roles),
                "measure": state.colour,
                "measure_name": colouring.label,
                "level": code if goal and code >= 0 else None,
                "value": row.step,
                "value_in_words": row.label,
                "number": row.number,
                "unit": colouring.unit,
                "known_share": None if goal is None
                else round(float(world.known_share[i, goal - 1, year]), 4),
                "is_unchecked": "yes" if named[i] and code >= 0 else "no",
                **behind(data, row.facts),
            }
        )  # fmt: skip
    columns: tuple[Column, ...] = (*COUNTRY, *CHILD, *VALUE, *BEHIND)
    if losses := atlas_marks.found_in(data, state):
        columns = (*LOSS[:1], *COUNTRY, *CHILD, *VALUE, *LOSS[1:], *BEHIND)
        found = [{"shown": "country", **row} for row in found]
        found += [_loss(data, one) for one in losses.losses]
        found = [{column.name: row.get(column.name) for column in columns} for row in found]
    return ShownTable(
        title=said.atlas_title(data, state),
        line=said.atlas_line(data, state),
        back=state.href(),
        name=_name_of(state),
        lens=state.lens,
        columns=columns,
        rows=tuple(found),
        source_ids=sources_of(found),
    )


def _loss(data: Data, loss: Loss) -> Row:
    """Return an area's year: a child's age, company and label play no part in it."""
    source = data.atlas.sources.loc[loss.source_id]
    hidden = {"dead or missing": loss.is_withheld, "children": loss.is_children_withheld}
    return {
        "shown": "deaths and missing",
        "year": loss.year,
        "area": loss.area,
        "dead_or_missing": loss.least,
        "children_known": loss.children,
        "withheld": " and ".join(name for name, is_so in hidden.items() if is_so),
        "routes_through": " ".join(loss.route_ids),
        "remark": atlas_marks.remark(loss),
        "source_ids": loss.source_id,
        "sources": source_title(data, loss.source_id),
        "publishers": source["publisher"],
        "source_years": None if pd.isna(source["year"]) else str(source["year"]),
        "source_urls": source["url"],
    }


def _name_of(state: ViewState, kind: str = "atlas") -> str:
    child = state.child
    return f"{kind}-{state.colour}-{child.age}-{child.company}-{child.status}-{state.year}"


def of_trend(data: Data, _name: str, query: str) -> ShownTable:
    """Return a row a year and step of the legend: how many countries, and which."""
    state, _ = from_query(query, data)
    colouring = data.colourings[state.colour]
    world = data.world_of(state)
    in_view = data.in_view(state)
    found: list[Row] = []
    for year in YEARS:
        of_year = replace(state, lens=replace(state.lens, year=year))
        number = counts(data, of_year)
        codes = colouring.codes(world, year).tolist()
        for step in colouring.steps:
            here = [
                iso3
                for iso3, code in zip(world.countries, codes, strict=True)
                if code == step.code and iso3 in in_view
            ]
            found.append(
                {
                    **child_cells(of_year.lens),
                    "measure": state.colour,
                    "measure_name": colouring.label,
                    "value": step.name,
                    "value_in_words": step.label,
                    "countries_count": number[step.name],
                    "iso3s": " ".join(sorted(here)),
                    **source_cells(
                        data,
                        (
                            fact.source_id
                            for iso3 in sorted(here)
                            for fact in data.behind(
                                colouring, iso3, state.child, year, state.checked
                            )
                        ),
                    ),
                }
            )
    columns = (
        *CHILD,
        *VALUE[:2],
        *VALUE[3:5],
        Column("countries_count", "Countries on the chosen routes at this step"),
        Column("iso3s", "Which ones; the table of a year has their facts"),
        *SOURCES,
    )
    return ShownTable(
        title=said.atlas_title(data, state),
        line=f"{colouring.label}: number of countries on the chosen routes, "
        f"{YEARS[0]} to {YEARS[-1]}.",
        back=state.href(view="chart"),
        name=_name_of(state, "trend"),
        lens=state.lens,
        columns=columns,
        rows=tuple(found),
        source_ids=sources_of(found),
    )
