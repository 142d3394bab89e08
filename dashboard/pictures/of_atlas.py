"""Pictures of the atlas: the map, and the chart over the years."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial

from dashboard import said
from dashboard.colouring import Colouring
from dashboard.components import atlas_marks
from dashboard.components.legend import counts
from dashboard.components.way_marks import unrecorded_words
from dashboard.data import Data
from dashboard.exports.terms import MAP_DISCLAIMER
from dashboard.figures.way_marks import WayMarks
from dashboard.pictures.key import Entry, draw_key, number_entries
from dashboard.pictures.maps import WorldView, draw_world, world_height
from dashboard.pictures.paper import Paper
from dashboard.pictures.signs import role_sign
from dashboard.pictures.subject import Box, Subject, checked_words
from dashboard.state import ViewState, from_query
from routes import YEARS
from routes.words import count

NO_PATHS = "Lines join documented places; they are not paths."


def map_subject(data: Data, _name: str, query: str) -> Subject:
    """Return the atlas's map."""
    state, dropped = from_query(query, data)
    state = replace(state, view="map", country="")
    return Subject(
        title=said.atlas_title(data, state),
        line=said.atlas_line(data, state),
        alt=_map_alt(data, state),
        evidence=_evidence(data, state),
        sources=partial(_sources, data, state),
        back=state.href(),
        draw=partial(_draw_map, data, state),
        dropped=dropped,
        notes=(f"{MAP_DISCLAIMER} {NO_PATHS}", *_loss_notes(data, state)),
    )


def chart_subject(data: Data, _name: str, query: str) -> Subject:
    """Return the chart of the countries in view by step and year."""
    state, dropped = from_query(query, data)
    state = replace(state, view="chart", country="")
    first, last = YEARS[0], YEARS[-1]
    colouring = data.colourings[state.colour]
    return Subject(
        title=said.atlas_title(data, state),
        line=f"{colouring.label}, {colouring.whom(state.child)}: countries in view by year, "
        f"{first} to {last}.",
        alt=_chart_alt(data, state),
        evidence=_evidence(data, state),
        sources=partial(_sources, data, state),
        back=state.href(),
        draw=partial(_draw_chart, data, state),
        dropped=dropped,
        notes=(
            "A change from one year to the next can mean that a country changed, or that a report "
            "was published.",
        ),
    )


def _by_step(colouring: Colouring, found: Mapping[str, int]) -> str:
    told = [f"{step.label.lower()} {found[step.name]}" for step in colouring.steps
            if found[step.name] or step.name == "unknown"]  # fmt: skip
    return ", ".join(told)


def _map_alt(data: Data, state: ViewState) -> str:
    colouring, found = data.colourings[state.colour], counts(data, state)
    where = "on the chosen routes" if state.routes else "on the documented routes"
    return (
        f"World map of {colouring.label.lower()} {colouring.whom(state.child)}, in "
        f"{state.year}. Of {sum(found.values())} countries {where}: {_by_step(colouring, found)}."
        f"{atlas_marks.alt_words(data, state)}"
    )


def _loss_notes(data: Data, state: ViewState) -> tuple[str, ...]:
    """Return what must stand beside marks of deaths and missing, and where there are none."""
    found = atlas_marks.found_in(data, state)
    if found is None:
        return ()
    if not found.areas:
        return (atlas_marks.NOT_COUNTED,)
    told = [f"Deaths and missing: {atlas_marks.PUBLISHER}. {atlas_marks.LEAST}"]
    without = unrecorded_words(found)
    if len(without) <= atlas_marks.TOLD:
        told += without
    else:
        told.append(f"No number is held for {found.year} of {count(len(without), 'more area')}.")
    return (" ".join(told),)


def _chart_alt(data: Data, state: ViewState) -> str:
    colouring = data.colourings[state.colour]
    told = [f"in {year}: {_by_step(colouring, counts(data, _in(state, year)))}"
            for year in (YEARS[0], YEARS[-1])]  # fmt: skip
    return (
        f"Bar chart of {colouring.label.lower()} {colouring.whom(state.child)}, countries by "
        f"year; {'; '.join(told)}."
    )


def _in(state: ViewState, year: int) -> ViewState:
    return replace(state, lens=replace(state.lens, year=year))


def _evidence(data: Data, state: ViewState) -> str:
    world, colouring = data.world_of(state), data.colourings[state.colour]
    codes = dict(zip(world.countries, colouring.codes(world, state.year).tolist(), strict=True))
    marks = dict(zip(world.countries, colouring.unchecked(world, state.year).tolist(), strict=True))
    known = [iso3 for iso3 in data.in_view(state) if codes[iso3] >= 0]
    return checked_words(state.lens, len(known), sum(marks[iso3] for iso3 in known), "values")


def _sources(data: Data, state: ViewState) -> Iterable[str]:
    colouring = data.colourings[state.colour]
    for iso3 in sorted(data.in_view(state)):
        for fact in data.behind(colouring, iso3, state.child, state.year, state.checked):
            yield fact.source_id
    if state.view == "map":
        yield from atlas_marks.sources_in(data, state)


def _world_view(data: Data, state: ViewState) -> WorldView:
    world, colouring = data.world_of(state), data.colourings[state.colour]
    steps = {
        iso3: colouring.step(code)
        for iso3, code in zip(
            world.countries, colouring.codes(world, state.year).tolist(), strict=True
        )
    }
    in_view = data.in_view(state)
    routes = state.routes or tuple(data.route_ids)
    return WorldView(
        looks={iso3: step.css for iso3, step in steps.items()},
        words={iso3: f"{data.name(iso3)}: {step.label}" for iso3, step in steps.items()},
        dimmed=frozenset(
            iso3
            for iso3, step in steps.items()
            if iso3 not in in_view or (state.steps and step.name not in state.steps)
        ),
        routes=routes,
        roles=state.roles,
        is_world=len(routes) == len(data.route_ids),
        losses=atlas_marks.marks_in(data, state),
    )


def _entries(data: Data, state: ViewState, *, with_roles: bool) -> list[Entry]:
    colouring, found = data.colourings[state.colour], counts(data, state)
    entries = [
        Entry(words=f"{step.label} {found[step.name]}", css=step.css, inside=colouring.inside(step))
        for step in colouring.steps
    ]
    if with_roles:
        entries += [Entry(words=role.capitalize(), sign=role_sign(role)) for role in state.roles]
        entries += number_entries(WayMarks(losses=atlas_marks.marks_in(data, state)))
    return entries


def _draw_map(data: Data, state: ViewState, paper: Paper, box: Box) -> float:
    shapes, view = data.atlas_map, _world_view(data, state)
    entries = _entries(data, state, with_roles=True)
    below = _key_height(paper, box, entries) + 0.7 * paper.em
    room = box.height - below if box.height else 0.0
    wanted = world_height(shapes, view, box.width)
    height = min(wanted, room) if room and view.is_world else room or wanted
    if not view.is_world and room:
        height = min(room, box.width)
    draw_world(paper, replace(box, height=height), shapes, view)
    at = box.y + height + 0.7 * paper.em
    return height + 0.7 * paper.em + draw_key(paper, replace(box, y=at), entries)


def _key_height(paper: Paper, box: Box, entries: list[Entry]) -> float:
    """Return how tall a legend will be, by drawing it beside."""
    return draw_key(Paper(paper.theme, paper.em), box, entries)


def _draw_chart(data: Data, state: ViewState, paper: Paper, box: Box) -> float:
    colouring, em = data.colourings[state.colour], paper.em
    entries = _chart_entries(colouring)
    below = _key_height(paper, box, entries) + 0.7 * em
    height = min(box.height - below, box.width * 0.62) if box.height else box.width * 0.56
    _bars(data, state, paper, replace(box, height=height))
    at = box.y + height + 0.7 * em
    return height + 0.7 * em + draw_key(paper, replace(box, y=at), entries)


def _chart_entries(colouring: Colouring) -> list[Entry]:
    return [
        Entry(words=step.label, css=step.css, inside=colouring.inside(step))
        for step in colouring.steps
    ]


def _bars(data: Data, state: ViewState, paper: Paper, box: Box) -> None:
    """Draw a bar a year, the worst step at the bottom, not known on top."""
    colouring, em = data.colourings[state.colour], paper.em
    order = [step for step in reversed(colouring.steps) if step.code >= 0]
    order += [step for step in colouring.steps if step.code < 0]
    by_year = {year: counts(data, _in(state, year)) for year in YEARS}
    most = max(sum(found.values()) for found in by_year.values()) or 1
    left, bottom = 3.0 * em, box.height - 1.8 * em
    column = (box.width - left) / len(YEARS)
    tick = next(t for t in (1, 2, 5, 10, 20, 50, 100) if most / t <= 6 or t == 100)
    unit = (bottom - 1.4 * em) / most
    paper.text(box.x, box.y + 0.9 * em, "countries", size=0.85, fill="quiet")
    for value in range(0, most + 1, tick):
        y = box.y + bottom - value * unit
        paper.rect(box.x + left, y, box.width - left, 0.7, paper.colour("line"))
        paper.text(box.x + left - 0.5 * em, y + 0.3 * em, str(value), size=0.85, anchor="end",
                   fill="quiet")  # fmt: skip
    every = 1 if column > 2.6 * em else 2 if column > 1.4 * em else 5
    for i, year in enumerate(YEARS):
        x, y = box.x + left + i * column, box.y + bottom
        for step in order:
            tall = by_year[year][step.name] * unit
            if tall:
                y -= tall
                paper.swatch(x + column * 0.08, y, column * 0.84, tall, step.css, round_=0)
        if i % every == 0:
            paper.text(x + column / 2, box.y + bottom + 1.3 * em, str(year), size=0.85,
                       anchor="middle")  # fmt: skip
