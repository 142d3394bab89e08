"""Goals, promises, milestones and what is known as embeds: countries in rows, not along a way."""

from __future__ import annotations

from dataclasses import replace

from dash import html

from dashboard import ids, said_views
from dashboard.components import (
    coverage_matrix,
    coverage_rows,
    gap_matrix,
    practice_list,
)
from dashboard.components.sheet_table import promise_key, sheet_table
from dashboard.data import Data
from dashboard.data_state import DataState
from dashboard.embedded import Embed
from dashboard.exports.terms import MAP_DISCLAIMER
from dashboard.goals_state import GoalsState
from dashboard.pages import (
    commitments,
    goals,
    practice,
    timeline,
)
from dashboard.promise_state import GapState, PracticeState, TimelineState, gaps_of
from dashboard.sheet_state import SheetState


def embed_timeline(data: Data, _name: str, query: str) -> Embed:
    state, _ = TimelineState.read(data, query)
    body = [
        html.H2("Detention of children: law and practice", className="embed-h2"),
        *timeline.charts(data, state),
        html.H2("Milestones", className="embed-h2"),
        timeline.milestone_list(data, state),
    ]
    return Embed(
        title=said_views.TIMELINE,
        line=said_views.timeline_line(data, state),
        body=body,
        back=state.href(),
        slots={},
    )


def embed_practice(data: Data, name: str, query: str) -> Embed:
    if case_id := name.strip("/")[: practice_list.LONGEST_NAME]:
        one = practice_list.case(data, case_id)
        return Embed(
            title=one.title,
            line=said_views.case_words(one),
            body=practice.case_parts(data, one),
            back=f"/practice/{one.case_id}",
            slots={},
        )
    state, _ = PracticeState.read(data, query)
    body = [
        html.Div(id=ids.MAP_HOST, className="gap-map"),
        html.P(MAP_DISCLAIMER, className="quiet small"),
        practice.items(data, state),
    ]
    return Embed(
        title=said_views.PRACTICE,
        line=said_views.practice_line(data, state),
        body=body,
        back=state.href(),
        slots={ids.MAP_HOST: practice.map_svg(data, state)},
    )


def embed_gaps(data: Data, _name: str, query: str) -> Embed:
    state, _ = GapState.read(data, query)
    state = replace(state, cell=None)
    found = gaps_of(data, state)
    body = [
        html.Div(id=ids.MAP_HOST, className="gap-map"),
        gap_matrix.legend(data, state, found),
        html.P(MAP_DISCLAIMER, className="quiet small"),
        gap_matrix.matrix(data, state, found),
    ]
    return Embed(
        title=said_views.gaps_title(data, state),
        line=said_views.gaps_line(data, state, found),
        body=body,
        back=state.href(),
        slots={ids.MAP_HOST: commitments.map_svg(data, state, found)},
    )


def embed_goals(data: Data, name: str, query: str) -> Embed:
    state, _ = GoalsState.read(name, query)
    all_goals = data.atlas.rubrics.goals
    cards = [
        goals.card(data, state, all_goals[goal], state.standing(data, goal)) for goal in state.goals
    ]
    return Embed(
        title=said_views.goals_title(data, state),
        line=said_views.goals_line(data, state),
        body=html.Div(cards, className="goal-cards"),
        back=state.href(),
        slots={},
    )


def embed_coverage(data: Data, _name: str, query: str) -> Embed:
    state = replace(DataState.read(data, query)[0], view="coverage", cell=None)
    shown = coverage_rows.rows(data, state)
    return Embed(
        title=said_views.coverage_title(data, state),
        line=said_views.coverage_line(state, shown),
        body=[
            coverage_matrix.legend(state, shown),
            coverage_matrix.matrix(data, state, shown),
        ],
        back=state.href(),
        slots={},
    )


def embed_sheet(data: Data, _name: str, query: str) -> Embed:
    state, _, _ = SheetState.read(data, query)
    found = state.made(data)
    body = [promise_key(), sheet_table(data, state, state.rows(found), is_open=False)]
    return Embed(
        title=said_views.sheet_title(data, state, found),
        line=said_views.sheet_line(state, found),
        body=body if found.rows else html.P("No country is on the sheet."),
        back=state.href(),
        slots={},
    )
