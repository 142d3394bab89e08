"""Journeys as figures: one profile, four labels, two side by side."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from dashboard.address import Address
from dashboard.api import models, view_models
from dashboard.api.content import Content
from dashboard.api.found import Found
from dashboard.colouring import STATUS_LABELS, child_in_words
from dashboard.components.profile_grid import level_words
from dashboard.drawings.drawn import Drawn, drawn, frame_of, ids_of
from dashboard.drawings.levels import DROPS, UNCHECKED, legend_of, level_cell
from dashboard.figures import panels
from dashboard.pages import journey
from dashboard.said import compared, journey_line, opened
from dashboard.ways import OWN, CompareState, JourneyState
from routes import Profile, label_sentences
from routes.model import STATUSES


def _stage_names(profile: models.Profile) -> list[str]:
    return [f"{stage.order} {stage.country}" for stage in profile.stages]


def _panel(content: Content, profile: models.Profile, title: str = "") -> panels.Panel:
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
        cells.append(level_cell(one, one.order, told, f"▼{drop.size}" if drop else ""))
    return panels.Panel(
        title=title,
        columns=_stage_names(profile),
        rows=[f"{number} {goal.short}" for number, goal in goals.items()],
        cells=cells,
    )


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


def draw_journey(content: Content, asked: Address, found: Found, mode: str) -> Drawn:
    """Draw the profile of a journey."""
    state, profile, title = _of_journey(content, asked)
    told: models.Profile = found.view.profile
    shown = [_panel(content, told)]
    legend = legend_of(shown)
    said = [s.text for s in told.sentences if s.kind in ("weakest", "drop", "unknown")]
    return drawn(
        shown,
        legend,
        mode,
        state,
        title=title,
        line=journey_line(profile),
        table=frame_of(found.rows),
        source_ids=(*ids_of(found.rows, "source_ids"), *_documented(content, told)),
        notes=(*said, f"{DROPS} {UNCHECKED}"),
    )


def draw_labels(content: Content, asked: Address, _found: Found, mode: str) -> Drawn:
    """Draw the same child under four labels."""
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
    shown = [_panel(content, one, STATUS_LABELS[s]) for s, one in told.items()]
    tables = [frame_of(one.levels).assign(status=status) for status, one in told.items()]
    levels = [level for one in told.values() for level in one.levels]
    legend = legend_of(shown)
    return drawn(
        shown,
        legend,
        mode,
        state,
        title=f"{title}: same child, other label",
        line=journey_line(profile),
        table=pd.concat(tables, ignore_index=True),
        source_ids=(*ids_of(levels, "source_ids"), *_documented(content, told[STATUSES[0]])),
        notes=(*(s.text for s in label_sentences(profiles)[:2]), f"{DROPS} {UNCHECKED}"),
    )


def draw_compare(content: Content, asked: Address, found: Found, mode: str) -> Drawn:
    """Draw two profiles, one over the other."""
    data = content.data
    state = opened(data, CompareState.read(asked.query)[0])
    first, second, _ = compared(data, state)
    view: view_models.CompareView = found.view
    on = {"A": (first, view.a, state.lens), "B": (second, view.b, state.lens_b)}
    shown = [
        _panel(content, told, f"{side}: {name}, for {child_in_words(lens.child)}, {lens.year}")
        for side, (name, told, lens) in on.items()
    ]
    children = " ".join(
        f"{side}: {child_in_words(lens.child)}, {lens.year}." for side, (_, _, lens) in on.items()
    )
    legend = legend_of(shown)
    ids = ids_of(found.rows, "source_ids_a", "source_ids_b")
    return drawn(
        shown,
        legend,
        mode,
        state,
        title="Side by side",
        line=f"{view.title}. {children}",
        table=frame_of(found.rows),
        source_ids=(*ids, *_documented(content, view.a), *_documented(content, view.b)),
        notes=(*(s.text for s in view.sentences), f"{DROPS} {UNCHECKED}"),
    )
