"""What the page of a goal is made of: who moved, the stages at both ends, its measures."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from dash import html

from dashboard.colouring import GOAL_LEVELS, Colouring
from dashboard.components.count_bar import Part, count_bar, count_key, measure_parts
from dashboard.components.own_marks import own_cells, own_sign
from dashboard.components.practice_list import years
from dashboard.data import Data
from dashboard.figures import level_years
from dashboard.goals_state import GoalsState
from dashboard.markup import attrs
from dashboard.promise_looks import binding_word
from dashboard.promise_state import GapState, PracticeState, TimelineState
from dashboard.said import journey_name
from dashboard.state import ViewState, link
from dashboard.theme import UNKNOWN_CLASS, step_class
from dashboard.ways import JourneyState, Way
from routes import Move, StageLevel, Standing
from routes.words import count, percent

PARTS = {"core": "sets the level", "limit": "can hold the level down", "shown": "shown beside"}
MANY = "country", "countries"


def known_words(found: Standing) -> str:
    """Return for how many countries the level is known."""
    if not found.is_judged:
        return "Not judged: no level is given."
    return (
        f"Known for {found.known} of {count(len(found.countries), *MANY)} "
        f"({percent(found.known_share)})."
    )


def moved_words(found: Standing) -> str:
    """Return how the countries moved, in a sentence or two."""
    if not found.is_judged:
        return ""
    if found.since is None:
        return f"No level is known before {found.year}, so nothing can be compared."
    told = (
        f"Since {found.since}: {len(found.rose)} rose, {len(found.fell)} fell, "
        f"{len(found.same)} stayed the same, {len(found.not_comparable)} can’t be compared."
    )
    uneven = sum(move.is_uneven for move in (*found.rose, *found.fell))
    if uneven:
        told += (
            f" For {uneven} of those that moved other questions are answered now than then: "
            "what is known may have changed, not what a child meets."
        )
    return told


def stages_words(found: Standing) -> str:
    """Return the least and the most protected stage, in a sentence."""
    if not found.least:
        return "No level is known on any documented route." if found.is_judged else ""
    of = f"{found.stages_known} of {found.stages_known + found.stages_unknown}"
    low, high = found.least[0].level, found.most[0].level
    return (
        f"On documented routes the lowest known level is {low}, in {_where(found.least)}; the "
        f"highest is {high}, in {_where(found.most)}. The level is known at {of} stages."
    )


def _where(stages: Sequence[StageLevel]) -> str:
    codes = list(dict.fromkeys(one.stage.iso3 for one in stages))
    return f"{count(len(codes), *MANY)} ({count(len(stages), 'stage')})"


def years_chart(data: Data, found: Standing) -> Any:
    """Return the levels over the years as a picture, and below it as a table."""
    goal = data.atlas.rubrics.goals[found.goal]
    label = (
        f"{goal.short}: number of countries at each level, {found.years[0].year} to "
        f"{found.years[-1].year}. {moved_words(found)}"
    )
    svg = level_years.chart(
        found.years, year=found.year, since=found.since, label=label, name=f"g{found.goal}"
    )
    return html.Div(className="years-chart", **attrs(data_html=svg))


def years_table(found: Standing) -> Any:
    """Return the numbers behind the chart."""
    heads = ["Year", *(f"{i} {name}" for i, (name, _) in enumerate(GOAL_LEVELS)), "Not known"]
    return html.Details(
        [
            html.Summary("The chart as a table"),
            html.Div(
                html.Table(
                    [
                        html.Caption("Countries at each level, by year"),
                        html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])),
                        html.Tbody(
                            [
                                html.Tr(
                                    [
                                        html.Th(str(one.year), scope="row"),
                                        *(html.Td(str(n)) for n in (*one.levels, one.unknown)),
                                    ]
                                )
                                for one in found.years
                            ]
                        ),
                    ]
                ),
                className="table-wrap years-table",
                tabIndex="0",
                role="region",
                **attrs(aria_label="Countries at each level, by year"),
            ),
        ],
        className="facts",
    )


def movers(data: Data, state: GoalsState, found: Standing) -> list[Any]:
    """Return who rose, who fell, who stayed, and who can't be compared."""
    own = _own(data, state, found)
    groups: list[tuple[str, Sequence[Move]]] = [
        ("Rose", found.rose), ("Fell", found.fell), ("Stayed the same", found.same),
    ]  # fmt: skip
    blocks = [
        _names(
            f"{title}: {count(len(moves), *MANY)}",
            [_mover(data, state, move, is_own=move.iso3 in own) for move in moves],
            is_open=title != "Stayed the same",
        )
        for title, moves in groups
    ]
    if any(move.is_uneven and move.change for move in found.moves):
        blocks.append(
            html.P("≠ other questions are answered now than then.", className="quiet small")
        )
    blocks.append(
        _names(
            f"Can’t be compared: {count(len(found.not_comparable), *MANY)}, not known in "
            f"{found.since}, in {found.year} or in both",
            [_country(data, state, iso3, is_own=iso3 in own) for iso3 in found.not_comparable],
        )
    )
    return blocks


def _own(data: Data, state: GoalsState, found: Standing) -> frozenset[str]:
    """Return the countries in whose level a reader's own fact plays a part."""
    goal = f"goal-{found.goal}"
    return frozenset(iso3 for iso3, name in own_cells(data, state.lens) if name == goal)


def _mover(data: Data, state: GoalsState, move: Move, *, is_own: bool) -> list[Any]:
    levels = f" {move.was} → {move.now}" if move.change else f" {move.now}"
    mark: Any = None
    if move.is_uneven and move.change:
        mark = html.Span(
            [html.Span(" ≠", **attrs(aria_hidden="true")),
             html.Span(" other questions answered now than then", className="sr")],
            title="Other questions are answered now than then",
        )  # fmt: skip
    name = _country(data, state, move.iso3, is_own=is_own)
    return [name, html.Span(levels, className="quiet"), mark]


def _country(data: Data, state: GoalsState, iso3: str, *, is_own: bool) -> Any:
    name = html.A(data.name(iso3), href=link(f"/country/{iso3}", state.lens.pairs()) + "#levels")
    return html.Span([name, *own_sign(is_own)]) if is_own else name


def _names(title: str, items: Sequence[Any], *, is_open: bool = False) -> Any:
    if not items:
        return html.P(f"{title}.", className="names-none")
    return html.Details(
        [html.Summary(title), html.Ul([html.Li(one) for one in items], className="names")],
        className="facts names-block",
        open=is_open,
    )


def countries_by_level(data: Data, state: GoalsState, found: Standing) -> list[Any]:
    """Return the countries at each level, the worst first, then those not known."""
    own = _own(data, state, found)
    groups: list[tuple[str, str, tuple[str, ...]]] = [
        (step_class(level), f"Level {level}, {name.lower()}", found.by_level[level])
        for level, (name, _) in enumerate(GOAL_LEVELS)
    ]
    groups.append((UNKNOWN_CLASS, "Not known", found.unknown))
    made = []
    for css, title, iso3s in groups:
        items = [
            [
                _country(data, state, iso3, is_own=iso3 in own),
                _ring() if iso3 in found.unchecked else None,
            ]
            for iso3 in iso3s
        ]
        head = f"{title}: {count(len(iso3s), *MANY)}"
        made.append(
            html.Div(
                [html.Span(className=f"swatch {css}", **attrs(aria_hidden="true")),
                 _names(head, items, is_open=css in ("s0", "s1", "s4"))],
                className="level-names",
            )
        )  # fmt: skip
    return made


def _ring() -> Any:
    return html.Span(
        [html.Span(" ○", **attrs(aria_hidden="true")),
         html.Span(" rests in part on sources not yet checked", className="sr")],
        title="Rests in part on sources not yet checked",
    )  # fmt: skip


def stage_list(data: Data, state: GoalsState, stages: Sequence[StageLevel]) -> Any:
    """Return stages by country, each linked to its cell on the journey's page."""

    def name(one: StageLevel) -> str:
        return data.name(one.stage.iso3)

    items = []
    for country, group in groupby(sorted(stages, key=name), key=name):
        first, *rest = group
        items.append(
            html.Li(
                [
                    html.B(country),
                    f", {first.stage.role}: ",
                    _stage(data, state, first),
                    html.Details(
                        [
                            html.Summary(f"and {count(len(rest), 'more stage')}"),
                            html.Ul([html.Li(_stage(data, state, one)) for one in rest]),
                        ],
                        className="more-stages",
                    )
                    if rest
                    else None,
                ]
            )
        )
    return html.Ul(items, className="stage-list")


def _stage(data: Data, state: GoalsState, one: StageLevel) -> Any:
    first = data.atlas.routes[one.journey.route_id].journeys[0].branch
    way = Way.of(one.journey, first_branch=first)
    cell = (one.stage.order, one.goal)
    href = JourneyState(way=way, lens=state.lens, goal=one.goal, cell=cell).href()
    words = f"{journey_name(data, one.journey)}, stage {one.stage.order}, {one.stage.place}"
    return [html.A(words, href=href), _ring() if one.is_unchecked else None]


def measured(data: Data, state: GoalsState, found: Standing) -> list[tuple[Colouring, list[Part]]]:
    """Return the goal's measures, each with its steps and how many countries stand at them."""
    goal = data.atlas.rubrics.goals[found.goal]
    world = data.world(data.age_class(state.lens.child), state.lens.checked)
    counted = [world.countries.index(iso3) for iso3 in found.countries]
    made = []
    for name in goal.measures():
        colouring = data.colourings[name]
        codes = colouring.codes(world, state.lens.year)[counted].tolist()
        made.append((colouring, measure_parts(colouring, codes)))
    return made


def measures(data: Data, state: GoalsState, found: Standing, *, level: int = 3) -> Any:
    """Return the goal's measures: what each asks, how it counts, and what is known of it.

    Args:
        level: of the headings.
    """
    heading = html.H3 if level == 3 else html.H4
    goal = data.atlas.rubrics.goals[found.goal]
    items = []
    for colouring, parts in measured(data, state, found):
        name = colouring.colour
        rules = [rule for rule in goal.rules if rule.measure == name]
        items.append(
            html.Li(
                [
                    heading(
                        html.A(
                            colouring.label,
                            href=ViewState(colour=name, goal=goal.goal, lens=state.lens).href(),
                        )
                    ),
                    html.P(
                        [
                            rules[0].question,
                            html.Span(PARTS[rules[0].part], className="chip"),
                        ]
                    ),
                    count_bar(parts, css="thin"),
                    count_key(parts, only_some=True),
                ],
                className="measure",
            )
        )
    return html.Ul(items, className="plain measures")


def promises(data: Data, state: GoalsState, goal: int) -> list[Any]:
    """Return what was promised for a goal, in short, and the way to who keeps it."""
    found = data.atlas.commitments(goal=goal)
    items = [
        html.Li(
            [html.B(f"{one.instrument}, {one.locator}"), f", {one.year} ",
             binding_word(one.is_binding), html.Br(), one.promise]
        )
        for one in found
    ]  # fmt: skip
    href = GapState(goal=goal, lens=state.lens).href()
    return [_way(f"{count(len(found), 'promise')}: who keeps them", href), _short(items)]


def practice(data: Data, goal: int) -> list[Any]:
    """Return the documented good practice for a goal, in short."""
    found = data.atlas.practices(goal=goal)
    if not found:
        return [html.P("None is documented here for this goal. That is no finding.")]
    items = [
        html.Li(
            [
                html.A(one.title, href=f"/practice/{one.case_id}"),
                html.Span(
                    f" · {', '.join(data.name(iso3) for iso3 in one.iso3s)}, {years(one)}",
                    className="quiet",
                ),
            ]
        )
        for one in found
    ]
    return [
        _way(f"All {count(len(found), 'case')} of this goal", PracticeState(goal=goal).href()),
        _short(items),
    ]


def milestones(data: Data, state: GoalsState, goal: int) -> list[Any]:
    """Return the newest milestones of a goal, and the way to all of them."""
    found = [one for one in data.atlas.timeline(goal=goal) if one.goal == goal]
    items = [
        html.Li(
            [html.B(str(one.year)), f" {one.title}",
             html.Span(f" · {', '.join(map(data.name, one.iso3s)) or 'no one country'}",
                       className="quiet")]
        )
        for one in reversed(found)
    ]  # fmt: skip
    href = TimelineState(goal=goal, lens=state.lens, since="all").href()
    return [_way("The timeline of this goal", href), _short(items)]


FEW = 6  # lines that stand open; more are folded away


def _short(items: Sequence[Any]) -> Any:
    rest = items[FEW:]
    return html.Div(
        [
            html.Ul(list(items[:FEW]), className="plain short-list"),
            html.Details(
                [html.Summary(f"{len(rest)} more"),
                 html.Ul(list(rest), className="plain short-list")],
                className="facts",
            )
            if rest
            else None,
        ]
    )  # fmt: skip


def _way(words: str, href: str) -> Any:
    return html.P(html.A(words, href=href), className="onward")
