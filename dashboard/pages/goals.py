"""The six goals: what each asks, where the world stands, how it moved, what was promised."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.components import goal_parts
from dashboard.components.controls import (
    checked_toggle,
    child_menu,
    choice,
    goal_chips,
    menu,
    year_menu,
)
from dashboard.components.count_bar import count_bar, count_key, level_parts
from dashboard.components.share import share
from dashboard.data import Data
from dashboard.goals_state import GoalsState
from dashboard.markup import attrs
from dashboard.rendered import Rendered
from dashboard.said_views import ALL_GOALS, goals_line, goals_title
from dashboard.shell import page
from dashboard.state import ViewState
from routes import YEARS, Goal, Standing


def render(data: Data, rest: str, query: str) -> Rendered:
    """Return the page of all six goals, or of one.

    Raises:
        UnknownNameError: the path names no goal.
    """
    state, dropped = GoalsState.read(rest, query)
    made = _one(data, state, dropped) if state.goal else _all(data, state, dropped)
    return Rendered(title=goals_title(data, state), tree=made)


def _controls(data: Data, state: GoalsState) -> list[Any]:
    return [
        html.Div(
            [
                html.Span("Where the world stands for "),
                child_menu(state),
                html.Span(" in "),
                year_menu(state),
                html.Span(", against "),
                menu(
                    str(state.since) if state.since else "the first year covered",
                    _since(state),
                    name="Compared with",
                ),
                checked_toggle(state),
            ],
            className="bar",
        ),
        goal_chips(data, lambda goal: state.href(goal=goal), state.goal, first="All goals"),
    ]


def _since(state: GoalsState) -> list[Any]:
    return [
        choice("The first year covered", state.href(since=0), chosen=not state.since),
        html.Div(
            [
                choice(str(y), state.href(since=y), chosen=y == state.since, css="small")
                for y in YEARS
                if y < state.lens.year
            ],
            className="ages",
        ),
    ]


def _all(data: Data, state: GoalsState, notices: tuple[str, ...]) -> Any:
    goals = data.atlas.rubrics.goals
    return page(
        "/goals",
        [
            html.H1(ALL_GOALS, id="headline"),
            html.P(
                [
                    "Countries are counted, never averaged; what is not known is hatched. "
                    "Territories and disputed areas are not counted: no facts are held on them. ",
                    html.A("How levels are made", href="/methods"),
                    ".",
                ],
                className="lead-in",
            ),
            html.P(goals_line(data, state), className="print-only"),
            *_controls(data, state),
            html.Div(
                [card(data, state, goal, state.standing(data, goal.goal))
                 for goal in goals.values()],
                className="goal-cards",
            ),
            _on_paper(data, state),
        ],
        css="wide goals",
        notices=notices,
        share=share(data, ALL_GOALS, goals_line(data, state), state.href()),
    )  # fmt: skip


def card(data: Data, state: GoalsState, goal: Goal, found: Standing, *, level: int = 2) -> Any:
    """Return one goal in short; the same in embeds."""
    heading = html.H2 if level == 2 else html.H3
    parts = level_parts(found)
    body: list[Any] = [
        heading(
            html.A(
                [html.B(str(goal.goal)), f" {goal.title}"],
                href=state.href(goal=goal.goal),
                **attrs(data_go="1"),
            )
        ),
        html.P(goal.question, className="asks"),
        count_bar(parts),
    ]
    if found.is_judged:
        body += [
            count_key(parts),
            html.P(goal_parts.known_words(found), className="known"),
            goal_parts.years_chart(data, found),
            html.P(goal_parts.moved_words(found)),
            html.P(
                [
                    goal_parts.stages_words(found),
                    " ",
                    html.A("Which stages", href=f"{state.href(goal=goal.goal)}#stages"),
                    ".",
                ]
            ),
        ]
    else:
        body += [
            html.P(goal.note),
            goal_parts.measures(data, state, found, level=level + 1),
        ]
    return html.Section(body, className="card goal-card", id=f"goal-{goal.goal}")


def _one(data: Data, state: GoalsState, notices: tuple[str, ...]) -> Any:
    goal = data.atlas.rubrics.goals[state.goal]
    found = state.standing(data, goal.goal)
    return page(
        "/goals",
        [
            html.H1([html.Span(f"Goal {goal.goal}: "), goal.title], id="headline"),
            html.P(goal.question, className="lead-in asks"),
            html.P(goals_line(data, state), className="print-only"),
            *_controls(data, state),
            *_standing(data, state, goal, found),
            _section(
                "measures",
                "What is measured, and by which rule",
                [
                    html.P(
                        [
                            f"{goal.note} " if goal.is_judged else "",
                            "Where several facts speak of a question, the lower one counts. ",
                            html.A("The rubric, rule by rule", href=f"/methods#goal-{goal.goal}"),
                            ".",
                        ]
                    ),
                    goal_parts.measures(data, state, found),
                ],
            ),
            html.Div(
                [
                    _section("promised", "What was promised",
                             goal_parts.promises(data, state, goal.goal)),
                    _section("practice", "What is documented as good practice",
                             goal_parts.practice(data, goal.goal)),
                    _section("milestones", "What happened when",
                             goal_parts.milestones(data, state, goal.goal)),
                ],
                className="goal-onward",
            ),
            _on_paper(data, state),
        ],
        css="wide goals one-goal",
        notices=notices,
        share=share(data, goals_title(data, state), goals_line(data, state), state.href()),
    )  # fmt: skip


def _standing(data: Data, state: GoalsState, goal: Goal, found: Standing) -> list[Any]:
    """Return where the world stands, how it moved, and the stages at both ends."""
    if not found.is_judged:
        return [_section("world", "Where the world stands", [html.P(goal.note)])]
    parts = level_parts(found)
    on_map = ViewState(colour=f"goal-{goal.goal}", goal=goal.goal, lens=state.lens).href()
    moved: list[Any] = [html.P(goal_parts.moved_words(found))]
    chart = [goal_parts.years_chart(data, found), goal_parts.years_table(found)]
    if found.since is not None:
        moved += goal_parts.movers(data, state, found)
    return [
        _section(
            "world",
            "Where the world stands",
            [
                count_bar(parts),
                count_key(parts),
                html.P(
                    [goal_parts.known_words(found), " ", html.A("See it on the map", href=on_map),
                     "."],
                    className="known",
                ),
                html.Div(
                    goal_parts.countries_by_level(data, state, found), className="by-level"
                ),
            ],
        ),
        _section(
            "moved",
            "How it moved",
            [html.Div([html.Div(chart), html.Div(moved)], className="moved")],
        ),
        _section("stages", "On documented routes", _stages(data, state, found)),
    ]  # fmt: skip


def _stages(data: Data, state: GoalsState, found: Standing) -> list[Any]:
    said = html.P(goal_parts.stages_words(found))
    if not found.least:
        return [said]
    if found.least[0].level == found.most[0].level:
        return [said, goal_parts.stage_list(data, state, found.least)]
    ends = (("Least protected", found.least), ("Most protected", found.most))
    return [
        said,
        html.Div(
            [
                html.Div(
                    [
                        html.H3(f"{name}: level {stages[0].level}"),
                        goal_parts.stage_list(data, state, stages),
                    ]
                )
                for name, stages in ends
            ],
            className="ends",
        ),
    ]


def _on_paper(data: Data, state: GoalsState) -> Any:
    """Say on paper which view this is, and of which data."""
    return html.P(
        f"Childways, {state.href()}, data version {data.version}.", className="print-only"
    )


def _section(name: str, heading: str, body: list[Any]) -> Any:
    return html.Section(
        [html.H2(heading, id=f"{name}-head"), *body],
        id=name,
        className="goal-section",
        **attrs(aria_labelledby=f"{name}-head"),
    )
