"""A view of the atlas -> its figure: what the page shows, drawn with Plotly.

Each drawing takes the numbers from what the API found for the same address.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.address import Address
from dashboard.api import models
from dashboard.api.content import Content
from dashboard.api.views import Found
from dashboard.colouring import STATUS_LABELS, child_in_words
from dashboard.components.legend import counts
from dashboard.components.profile_grid import level_words
from dashboard.data import Data
from dashboard.figures import panels, trend, world_figure
from dashboard.figures.world_figure import Look, WorldShapes
from dashboard.pages import atlas, compare, journey
from dashboard.state import Lens, ViewState, from_query
from dashboard.theme import NOT_APPLICABLE_CLASS, step_class
from dashboard.ways import OWN, CompareState, JourneyState, PlainState
from routes import YEARS, Profile, label_sentences
from routes.model import COMPANIES, STATUSES

LEVELS = {
    **{f"{i} {level_words(i).partition(', ')[2]}": step_class(i) for i in reversed(range(5))},
    "Not known": "u",
    "Not judged": NOT_APPLICABLE_CLASS,
}
UNCHECKED = "○ rests in part on sources not yet checked."
DROPS = "▼ marks a fall since the last stage where the level is known."


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A figure without its frame, and what the frame says.

    Attributes:
        above, body, below: pixels of height of what is over the drawing, of the drawing, and of
            the axis under it.
        notes: what must be told under the figure.
    """

    figure: go.Figure
    title: str
    line: str
    lens: Lens
    href: str
    table: pd.DataFrame
    source_ids: tuple[str, ...]
    legend: dict[str, str]
    body: int
    above: int = 0
    below: int = 8
    notes: tuple[str, ...] = ()


@lru_cache(maxsize=2)
def _shapes(data: Data) -> WorldShapes:
    return WorldShapes(data.atlas)


def frame_of(rows: Sequence[Any]) -> pd.DataFrame:
    """Return rows of the API as a table; levels are whole numbers, NA when not known."""
    table = pd.DataFrame([row.model_dump() for row in rows])
    numbers = [name for name in table if str(name).startswith("level") or name == "difference"]
    return table.astype(dict.fromkeys(numbers, "Int8"))


def _ids(rows: Sequence[Any], *fields: str) -> tuple[str, ...]:
    return tuple(one for row in rows for name in fields for one in getattr(row, name))


def _atlas(content: Content, asked: Address, found: Found, mode: str) -> Drawn:
    data = content.data
    state, _ = from_query(asked.query, data)
    if asked.kind != "map" or state.view != "map":
        state = replace(state, view="table" if asked.kind == "table" else state.view)
    kind: Callable[..., Drawn] = {"map": _map, "table": _table, "chart": _chart}[state.view]
    return kind(data, state, found, mode)


def _map(data: Data, state: ViewState, found: Found, mode: str) -> Drawn:
    colouring = data.colourings[state.colour]
    shown = {step.step: step for step in found.view.legend}
    labels = {s.name: f"{s.label} ({shown[s.name].countries_count})" for s in colouring.steps}
    world = data.world_of(state)
    codes = dict(zip(world.countries, colouring.codes(world, state.year).tolist(), strict=True))
    in_view = data.in_view(state)
    looks = {}
    for iso3, code in codes.items():
        step = colouring.step(code)
        is_off = iso3 not in in_view
        words = f"{data.name(iso3)}: {step.label}, {state.year}"
        looks[iso3] = Look(
            css=step.css,
            label=labels[step.name],
            words=words + (", not on the chosen routes" if is_off else ""),
            is_dimmed=is_off or bool(state.steps and step.name not in state.steps),
        )
    legend = {labels[step.name]: step.css for step in colouring.steps}
    chosen = state.routes or tuple(data.route_ids)
    routes = [data.atlas.routes[route_id] for route_id in chosen]
    is_whole = len(routes) == len(data.route_ids)
    made = world_figure.figure(
        _shapes(data), looks, legend, routes, state.roles, is_whole=is_whole, mode=mode
    )
    marks = {f"{role} ": role for role in state.roles}
    return Drawn(
        figure=made,
        title=atlas.title(data, state),
        line=atlas.line(data, state),
        lens=state.lens,
        href=state.href(),
        table=frame_of(found.rows),
        source_ids=_ids(found.rows, "source_ids"),
        legend={**legend, **marks},
        body=340 if is_whole else 400,
        notes=(
            "Pale countries are not on the chosen routes. Lines join documented places; they are "
            f"not paths. {atlas.DISCLAIMER}",
        ),
    )


def _table(data: Data, state: ViewState, found: Found, mode: str) -> Drawn:
    from dashboard.figures.value_table import figure

    legend = {step.label: step.css for step in data.colourings[state.colour].steps}
    made, body = figure(found.rows, legend, mode)
    return Drawn(
        figure=made,
        title=atlas.title(data, state),
        line=atlas.line(data, state),
        lens=state.lens,
        href=state.href(),
        table=frame_of(found.rows),
        source_ids=_ids(found.rows, "source_ids"),
        legend={},
        body=body,
    )


def _chart(data: Data, state: ViewState, _found: Found, mode: str) -> Drawn:
    colouring = data.colourings[state.colour]
    by_year = {
        year: counts(data, replace(state, lens=replace(state.lens, year=year))) for year in YEARS
    }
    made = trend.figure(colouring, by_year, YEARS, mode)
    made.update_layout(showlegend=True)
    rows = [
        {"year": year, "step": step.name, "label": step.label, "countries": number[step.name]}
        for year, number in by_year.items()
        for step in colouring.steps
    ]
    return Drawn(
        figure=made,
        title=atlas.title(data, state),
        line=atlas.line(data, state),
        lens=state.lens,
        href=state.href(),
        table=pd.DataFrame(rows),
        source_ids=_ids(_found.rows, "source_ids"),
        legend={step.label: step.css for step in colouring.steps},
        body=320,
        below=30,
        notes=(
            "Countries on the chosen routes, year by year. A change can mean that a country "
            "changed, or that a report was published.",
        ),
    )


def _stage_names(profile: models.Profile) -> list[str]:
    return [f"{stage.order} {stage.country}" for stage in profile.stages]


def profile_panel(content: Content, profile: models.Profile, title: str = "") -> panels.Panel:
    """Return a profile as a table of goals by stages."""
    goals = content.data.atlas.rubrics.goals
    stages = {stage.order: stage for stage in profile.stages}
    drops = {(drop.to_order, drop.goal): drop for drop in profile.drops}
    cells = []
    for one in profile.levels:
        words = level_words(one.level, is_judged=one.is_judged)
        stage, drop = stages[one.order], drops.get((one.order, one.goal))
        told = f"{stage.order} {stage.country} ({stage.role}), {goals[one.goal].short}: {words}"
        if one.is_unchecked and one.level is not None:
            told += ", rests in part on sources not yet checked"
        if drop:
            told += f"; {drop.size} lower than in {stages[drop.from_order].country}"
        cells.append(_cell(one, one.order, told, f"▼{drop.size}" if drop else ""))
    return panels.Panel(
        title=title,
        columns=_stage_names(profile),
        rows=[f"{number} {goal.short}" for number, goal in goals.items()],
        cells=cells,
    )


def _cell(one: models.Level, column: int, words: str, drop: str = "") -> panels.Cell:
    """Return the look of a level."""
    if not one.is_judged:
        label, text = "Not judged", "–"
    elif one.level is None:
        label, text = "Not known", "?"
    else:
        label = next(name for name, css in LEVELS.items() if css == step_class(one.level))
        text = f"{one.level}{' ○' if one.is_unchecked else ''}"
    return panels.Cell(
        column=column, row=one.goal, css=LEVELS[label], label=label, text=text, words=words,
        drop=drop,
    )  # fmt: skip


def _told(one: models.Level, goal: str) -> panels.Cell:
    """Return a level with its words written on it."""
    words = level_words(one.level, is_judged=one.is_judged)
    cell = _cell(one, 1, f"{goal}: {words}")
    said = "" if one.level is None else f" {words.partition(', ')[2]}"
    return replace(cell, text=cell.text + (said or f" {words}"))


def _of_journey(content: Content, asked: Address) -> tuple[JourneyState, Profile, str]:
    data = content.data
    state, _ = JourneyState.read(data.atlas, asked.rest or OWN, asked.query)
    state = replace(state, cell=None)
    way = state.way.journey(data.atlas)
    route = data.atlas.routes.get(way.route_id)
    return state, journey.profile_of(data, way, state), route.name if route else way.name


def _documented(content: Content, profile: models.Profile) -> tuple[str, ...]:
    """Return the sources of the way itself."""
    route = content.data.atlas.routes.get(profile.route_id)
    ids = [stage.source_id for stage in profile.stages]
    return tuple(one for one in (route.source_id if route else "", *ids) if one)


def _legend(shown: Sequence[panels.Panel]) -> dict[str, str]:
    """Return all levels, and not judged only where there is such a goal."""
    used = {cell.label for panel in shown for cell in panel.cells}
    return {label: css for label, css in LEVELS.items() if label in used or label != "Not judged"}


def _journey(content: Content, asked: Address, found: Found, mode: str) -> Drawn:
    state, profile, title = _of_journey(content, asked)
    told: models.Profile = found.view.profile
    shown = [profile_panel(content, told)]
    legend = _legend(shown)
    said = [s.text for s in told.sentences if s.kind in ("weakest", "drop", "unknown")]
    return Drawn(
        figure=panels.figure(shown, legend, mode),
        title=title,
        line=journey.line(profile),
        lens=state.lens,
        href=state.href(),
        table=frame_of(found.rows),
        source_ids=(*_ids(found.rows, "source_ids"), *_documented(content, told)),
        legend=legend,
        body=panels.body_height(shown),
        above=shown[0].head,
        notes=(*said, f"{DROPS} {UNCHECKED}"),
    )


def _labels(content: Content, asked: Address, _found: Found, mode: str) -> Drawn:
    state, profile, title = _of_journey(content, asked)
    lenses = {
        status: replace(state.lens, child=replace(state.lens.child, status=status))
        for status in STATUSES
    }
    told = {status: content.profile(profile.journey, lens) for status, lens in lenses.items()}
    profiles = {
        status: content.data.profile(profile.journey, lens.child, lens.year, lens.checked)
        for status, lens in lenses.items()
    }
    shown = [profile_panel(content, one, STATUS_LABELS[s]) for s, one in told.items()]
    tables = [frame_of(one.levels).assign(status=status) for status, one in told.items()]
    levels = [level for one in told.values() for level in one.levels]
    legend = _legend(shown)
    return Drawn(
        figure=panels.figure(shown, legend, mode),
        title=f"{title}: same child, other label",
        line=journey.line(profile),
        lens=state.lens,
        href=state.href(),
        table=pd.concat(tables, ignore_index=True),
        source_ids=(*_ids(levels, "source_ids"), *_documented(content, told[STATUSES[0]])),
        legend=legend,
        body=panels.body_height(shown),
        above=shown[0].head,
        notes=(*(s.text for s in label_sentences(profiles)[:2]), f"{DROPS} {UNCHECKED}"),
    )


def _compare(content: Content, asked: Address, found: Found, mode: str) -> Drawn:
    data = content.data
    state = compare.opened(data, CompareState.read(asked.query)[0])
    first, second, _ = compare.compared(data, state)
    view: models.CompareView = found.view
    on = {"A": (first, view.a, state.lens), "B": (second, view.b, state.lens_b)}
    shown = [
        profile_panel(
            content, told, f"{side}: {name}, for {child_in_words(lens.child)}, {lens.year}"
        )
        for side, (name, told, lens) in on.items()
    ]
    children = " ".join(
        f"{side}: {child_in_words(lens.child)}, {lens.year}." for side, (_, _, lens) in on.items()
    )
    legend = _legend(shown)
    ids = _ids(found.rows, "source_ids_a", "source_ids_b")
    return Drawn(
        figure=panels.figure(shown, legend, mode),
        title="Side by side",
        line=f"{view.title}. {children}",
        lens=state.lens,
        href=state.href(),
        table=frame_of(found.rows),
        source_ids=(*ids, *_documented(content, view.a), *_documented(content, view.b)),
        legend=legend,
        body=panels.body_height(shown),
        above=shown[0].head,
        notes=(*(s.text for s in view.sentences), f"{DROPS} {UNCHECKED}"),
    )


def _country(content: Content, asked: Address, found: Found, mode: str) -> Drawn:
    data = content.data
    iso3 = found.view.country.iso3
    state, _ = PlainState.read(f"/country/{iso3}", asked.query)
    goals = data.atlas.rubrics.goals
    levels = panels.Panel(
        title="",
        columns=[str(state.lens.year)],
        rows=[f"{number} {goal.short}" for number, goal in goals.items()],
        cells=[_told(one, goals[one.goal].short) for one in found.rows],
    )
    years, legend = _years(data, iso3, state.lens)
    shown = [levels, years]
    legend = {**_legend([levels]), **legend}
    return Drawn(
        figure=panels.figure(shown, legend, mode),
        title=data.name(iso3),
        line=f"What {child_in_words(state.lens.child)}, meets in {state.lens.year}.",
        lens=state.lens,
        href=state.href(),
        table=frame_of(found.rows),
        source_ids=_ids(found.rows, "source_ids"),
        legend=legend,
        body=panels.body_height(shown),
        above=shown[0].head,
        notes=(UNCHECKED,),
    )


def _years(data: Data, iso3: str, lens: Lens) -> tuple[panels.Panel, dict[str, str]]:
    """Return detention in law and practice over the years, for both companies."""
    rows, cells = [], []
    legend: dict[str, str] = {}
    for colour in ("detention_law", "detention_practice"):
        colouring = data.colourings[colour]
        name = "in law" if colour == "detention_law" else "in practice"
        labels = {step.name: f"{step.label} ({name})" for step in colouring.steps}
        for company in COMPANIES:
            rows.append(f"{'Alone' if company == 'alone' else 'In families'}, {name}")
            child = replace(lens.child, company=company)
            world = data.world(data.age_class(child), lens.checked)
            at = world.countries.index(iso3)
            for number, year in enumerate(YEARS, start=1):
                step = colouring.step(int(colouring.codes(world, year)[at]))
                label = "Not known" if step.css == "u" else labels[step.name]
                cells.append(
                    panels.Cell(
                        column=number, row=len(rows), css=step.css, label=label, text="",
                        words=f"{rows[-1]}, {year}: {step.label}",
                    )
                )  # fmt: skip
                if label != "Not known":
                    legend[label] = step.css
    title = "Immigration detention over the years"
    return panels.Panel(
        title=title, columns=[str(y) for y in YEARS], rows=rows, cells=cells
    ), legend


DRAWINGS: dict[str, Callable[[Content, Address, Found, str], Drawn]] = {
    "map": _atlas,
    "table": _atlas,
    "journey": _journey,
    "labels": _labels,
    "compare": _compare,
    "country": _country,
}
