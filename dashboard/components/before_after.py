"""Journeys before and after a what-if, stage by stage: what changes is framed and said in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboard.components.own_marks import is_own_way, own_cells, own_sign
from dashboard.components.profile_grid import cell_class, level_words
from dashboard.data import Data
from dashboard.markup import attrs
from dashboard.theme import step_class
from dashboard.ways import JourneyState, Way
from dashboard.what_if_state import WhatIfState
from routes import Bounds, Effect, LevelChange, Profile, Touched
from routes.words import count, first_few

MANY = 9  # stages; from more on, a journey takes the whole width
SHOWN = 6  # journeys painted open; the others wait under a heading


def ordered(effect: Effect) -> list[Touched]:
    """Return the journeys on which a level changes: those that are lifted first."""
    return sorted(effect.changed, key=lambda one: (not one.rises, one.falls))


def journeys_section(data: Data, state: WhatIfState, effect: Effect) -> Any:
    """Return every journey on which a level changes, before and after."""
    found = ordered(effect)
    if not found:
        return None
    first, rest = found[:SHOWN], found[SHOWN:]
    more = html.Details(
        [
            html.Summary(f"{count(len(rest), 'more journey', 'more journeys')} that change"),
            html.Div(
                [journey_before_after(data, state, one) for one in rest], className="touched-list"
            ),
        ],
        className="more-journeys",
    )
    return html.Section(
        [
            html.H2("Journeys before and after", id="journeys"),
            html.P(
                "Only goals that change are drawn. “Now” is as the facts stand; “What if” is "
                "supposed. A level that changes has a frame and ▲ or ▼.",
                className="quiet",
            ),
            html.Div(
                [journey_before_after(data, state, one) for one in first], className="touched-list"
            ),
            more if rest else None,
        ],
        **attrs(aria_labelledby="journeys"),
    )


def journey_before_after(
    data: Data, state: WhatIfState, one: Touched, *, is_short: bool = False
) -> Any:
    """Return one journey: its changing goals as two strips each, aligned stage by stage."""
    journey = one.journey
    route = data.atlas.routes.get(journey.route_id)
    way = Way.of(journey, first_branch=route.journeys[0].branch if route else "")
    title = f"{route.name}: {journey.name}" if route else journey.name
    goals = sorted({found.goal for found in one.comparison.differences})
    cells = own_cells(data, state.lens)
    own = {goal for goal in goals for iso3 in journey.iso3s if (iso3, f"goal-{goal}") in cells}
    return html.Article(
        [
            html.H3(
                [
                    html.A(title, href=JourneyState(way=way, lens=state.lens).href()),
                    *own_sign(is_own_way(data, journey)),
                ]
            ),
            html.P(_weakest_line(one), className="weakest-line"),
            None if is_short else html.P(_drops_line(one), className="quiet drops-line"),
            html.Div(_table(one, goals, title, own), className="table-wrap", tabIndex="0",
                     role="region", **attrs(aria_label=f"{title}, before and after")),
        ],
        className="card touched" + (" many" if len(journey.stages) > MANY else ""),
    )  # fmt: skip


def _weakest_line(one: Touched) -> list[Any]:
    before, after = one.weakest_before, one.weakest_after
    words: list[Any] = ["Weakest known level "]
    if before == after:
        words += [_swatch(after), f" stays at {level_text(after)}"]
    else:
        words += [_swatch(before), " → ", _swatch(after)]
        words += [f" {level_text(before)} to {level_text(after)}"]
    return [*words, weakest_where(one)]


def weakest_words(one: Touched) -> str:
    """Return the weakest level before and after, and where it would be."""
    before, after = one.weakest_before, one.weakest_after
    if before == after:
        return f"Weakest known level stays at {level_text(after)}{weakest_where(one)}"
    moved = f"{level_text(before)} to {level_text(after)}"
    return f"Weakest known level {moved}{weakest_where(one)}"


def weakest_where(one: Touched) -> str:
    """Return where the weakest level would be, and what the unknown allows: a sentence's end."""
    names = one.after.names
    told: dict[str, list[int]] = {}
    for cell in one.after.weakest:
        found = told.setdefault(names[cell.stage.iso3], [])
        if cell.goal not in found:
            found.append(cell.goal)
    shown, rest = first_few([f"{name} ({_goals(goals)})" for name, goals in told.items()])
    where = ", ".join(shown) + (f" and {rest} more" if rest else "")
    bounds = one.weakest_bounds_after
    return (f", in {where}" if where else "") + (
        "." if bounds.is_certain else f". What is not known allows {range_words(bounds)}."
    )


def _goals(goals: Sequence[int]) -> str:
    return f"goal{'s' if len(goals) > 1 else ''} {', '.join(map(str, goals))}"


def _drops_line(one: Touched) -> str:
    before, after = len(one.before.drops), len(one.after.drops)
    told = f"Drops at borders: {before} now, {after} then."
    if one.drops_new:
        drop = one.drops_new[0]
        names = one.after.names
        told += (
            f" New or larger: {names[drop.from_stage.iso3]} to {names[drop.to_stage.iso3]}, goal "
            f"{drop.goal}, {drop.from_level} to {drop.to_level}"
        )
        told += f", and {len(one.drops_new) - 1} more." if len(one.drops_new) > 1 else "."
    return told


def _table(one: Touched, goals: Sequence[int], title: str, own: set[int]) -> Any:
    stages = one.journey.stages
    names = one.before.names
    head = html.Thead(
        html.Tr(
            [
                html.Td(className="corner-cell"),
                *(
                    html.Th(
                        [
                            html.Span(stage.iso3, className="code", **attrs(aria_hidden="true")),
                            html.Span(names[stage.iso3], className="full-name"),
                        ],
                        scope="col",
                        title=f"{names[stage.iso3]}, {stage.place} ({stage.role})",
                    )
                    for stage in stages
                ),
            ]
        )
    )
    return html.Table(
        [
            html.Caption(f"{title}: levels before and after", className="sr"),
            head,
            *(_goal_rows(one, goal, is_own=goal in own) for goal in goals),
        ],
        className="before-after",
        style={"--stages": len(stages)},
    )


def _goal_rows(one: Touched, goal: int, *, is_own: bool) -> Any:
    short = one.before.rubrics.goals[goal].short
    columns = len(one.journey.stages) + 1
    return html.Tbody(
        [
            html.Tr(
                html.Th(
                    [html.B(str(goal)), f" {short}", *own_sign(is_own)],
                    colSpan=columns,
                    scope="rowgroup",
                    className="goal-line",
                )
            ),
            html.Tr(
                [
                    html.Th("Now", scope="row"),
                    *(_cell(one.before, s.order, goal, None) for s in one.journey.stages),
                ]
            ),
            html.Tr(
                [
                    html.Th("What if", scope="row"),
                    *(_cell(one.after, s.order, goal, one.before) for s in one.journey.stages),
                ]
            ),
        ]
    )


def _cell(profile: Profile, order: int, goal: int, before: Profile | None) -> Any:
    cell = profile.cell(order, goal)
    was = before.cell(order, goal).level if before else cell.level
    words = level_words(cell.level)
    mark, css = "", f"ba {cell_class(profile, cell)}"
    if was != cell.level:
        is_up = was is None or (cell.level is not None and cell.level > was)
        mark = "▲" if is_up else "▼"
        css += " moved"
        words = f"{level_words(was)}, then {words}"
    return html.Td(
        html.Span(
            [
                html.Span("?" if cell.level is None else str(cell.level), className="n-value"),
                html.Span(mark, className="move", **attrs(aria_hidden="true")) if mark else None,
                html.Span(words, className="sr"),
            ],
            className=css,
            title=f"{profile.names[cell.stage.iso3]}: {words}",
            **attrs(data_cell=f"{cell.stage.iso3}.goal-{goal}"),
        )
    )


def level_text(level: int | None) -> str:
    return "not known" if level is None else str(level)


def _swatch(level: int | None) -> Any:
    return html.Span(
        "?" if level is None else str(level),
        className=f"swatch {step_class(level)}",
        **attrs(aria_hidden="true"),
    )


def range_words(bounds: Bounds) -> str:
    """Return ``3`` or ``0 to 3``."""
    return str(bounds.worst) if bounds.is_certain else f"{bounds.worst} to {bounds.best}"


def sensitivity(data: Data, effect: Effect) -> Any:
    """Return the levels of the countries that change, with what the unknown facts allow."""
    moved = [one for one in effect.levels if one.before != one.after]
    others = [
        one for one in effect.levels
        if one.before == one.after and one.bounds_before != one.bounds_after
    ]  # fmt: skip
    found = [*moved, *others]
    if not found:
        return None
    goals = data.atlas.rubrics.goals
    rows = [
        html.Tr(
            [
                html.Th([data.name(one.iso3), html.Br(), html.Span(
                    f"{one.goal} {goals[one.goal].short}", className="quiet")], scope="row"),
                html.Td(_range(one.before, one.bounds_before), **attrs(data_label="Now")),
                html.Td(_range(one.after, one.bounds_after), **attrs(data_label="What if")),
                html.Td(_certain(one)),
            ]
        )
        for one in found
    ]  # fmt: skip
    return html.Section(
        [
            html.H2("What is not known could move it", id="sensitivity"),
            html.P(
                "From the worst to the best level that the unknown facts allow, for the countries "
                "that change. The filled box is the level as far as is known.",
                className="quiet",
            ),
            html.Div(
                html.Table(
                    [
                        html.Thead(
                            html.Tr([html.Th(text, scope="col") for text in
                                     ("Country and goal", "Now", "What if", "In words")])
                        ),
                        html.Tbody(rows),
                    ],
                    className="ranges",
                ),
                className="table-wrap",
                tabIndex="0",
                role="region",
                **attrs(aria_label="What the unknown facts allow"),
            ),
        ],
        **attrs(aria_labelledby="sensitivity"),
    )  # fmt: skip


def _certain(one: LevelChange) -> str:
    if one.bounds_after.is_certain:
        return "certain: no unknown fact could move it"
    if one.after is not None and one.bounds_after.worst >= (one.before or 0):
        return "at worst as now" if one.bounds_after.worst == one.before else "better even at worst"
    return "open: what is not known could undo it"


def _range(level: int | None, bounds: Bounds) -> Any:
    boxes = []
    for step in range(5):
        css = "range-box"
        if step == level:
            css += f" {step_class(step)} at"
        elif bounds.worst <= step <= bounds.best:
            css += " within"
        boxes.append(html.Span(str(step), className=css))
    known = "not known" if level is None else f"level {level}"
    allowed = "" if bounds.is_certain else f"; could be {range_words(bounds)}"
    return html.Div(
        [
            html.Div(boxes, className="range", **attrs(aria_hidden="true")),
            html.Span(f"{known}{allowed}", className="quiet"),
        ],
        className="range-cell",
    )
