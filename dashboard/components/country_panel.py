"""The panel of one country: six levels, the facts that made them, detention over the years."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import groupby
from typing import Any

from dash import html

from dashboard.colouring import GOAL_LEVELS, child_in_words
from dashboard.components.controls import HasLens
from dashboard.components.evidence import fact_card
from dashboard.data import Data
from dashboard.markup import attrs
from dashboard.state import Lens, ViewState, link
from dashboard.theme import step_class
from dashboard.ways import explain_address
from routes import YEARS, Answer, Level
from routes.model import COMPANIES, Company, conflict_words


def panel(data: Data, state: ViewState) -> Any:
    """Return the panel of ``state.country``."""
    iso3 = state.country
    levels = data.atlas.levels(iso3, state.child, state.year, checked_only=state.checked)
    return html.Aside(
        [
            html.A("Close", href=state.href(country=""), className="close", **attrs(data_go="1")),
            html.H2(data.name(iso3), id="panel-title", tabIndex="-1"),
            html.P(
                f"{roles_sentence(data, iso3)} What {child_in_words(state.child)}, meets in "
                f"{state.year}.",
                className="quiet",
            ),
            html.Div(
                [
                    level_details(data, level, is_open=level.goal == state.goal, lens=state.lens)
                    for level in sorted(levels.values(), key=lambda v: v.goal != state.goal)
                ],
                className="levels",
            ),
            html.H3("Detention over the years"),
            *(strip(data, state, iso3, company) for company in COMPANIES),
            html.H3("Routes through it"),
            _routes(data, state, iso3),
            html.P(
                [
                    html.A(
                        f"Everything on {data.name(iso3)}",
                        href=link(f"/country/{iso3}", state.lens.pairs()),
                        className="button",
                    ),
                    " ",
                    html.A(
                        "Brief on two pages",
                        href=link(f"/brief/country/{iso3}", state.lens.pairs()),
                        className="button quiet-button",
                    ),
                ],
                className="panel-ways",
            ),
        ],
        className="card panel",
        **attrs(aria_labelledby="panel-title"),
    )


def roles_sentence(data: Data, iso3: str) -> str:
    """Return on how many routes the country has which role."""
    found: dict[str, int] = {}
    for roles in data.atlas.routes_through(iso3).values():
        for role in roles:
            found[role] = found.get(role, 0) + 1
    if not found:
        return "Not on a documented route."
    parts = [f"{role} on {n} route{'' if n == 1 else 's'}" for role, n in found.items()]
    sentence = ", ".join(parts)
    return sentence[0].upper() + sentence[1:] + "."


def level_bar(value: int | None, *, is_judged: bool = True) -> Any:
    """Return five boxes, filled up to the level, and its number; a hatch when unknown."""
    if not is_judged:
        return html.Span(
            [html.Span(className="boxes n"), html.Span("–", className="number")],
            className="level-bar",
            title="Not judged",
        )
    if value is None:
        return html.Span(
            [html.Span(className="boxes u"), html.Span("?", className="number")],
            className="level-bar",
            title="Not known",
        )
    boxes = [
        html.Span(className=f"box {step_class(value)}" if i <= value else "box") for i in range(5)
    ]
    return html.Span(
        [html.Span(boxes, className="boxes"), html.Span(str(value), className="number")],
        className="level-bar",
        title=GOAL_LEVELS[value][0],
    )


def level_details(
    data: Data, level: Level, *, is_open: bool = False, lens: Lens | None = None
) -> Any:
    """Return one level with what opens under it: why, the questions, the facts."""
    goal = data.atlas.rubrics.goals[level.goal]
    applicable = [a for a in level.answers if a.applies]
    known = sum(a.value is not None for a in applicable)
    word = "Not known" if level.value is None else GOAL_LEVELS[level.value][0]
    if not goal.is_judged:
        word = "Not judged"
    return html.Details(
        [
            html.Summary(
                [
                    html.Span(f"{goal.goal} {goal.short}", className="goal"),
                    level_bar(level.value, is_judged=goal.is_judged),
                    html.Span(
                        f"{word}. Known: {known} of {len(applicable)} questions."
                        + (
                            " Rests in part on sources not yet checked."
                            if level.is_unchecked
                            else ""
                        ),
                        className="quiet level-word",
                    ),
                    html.Span(" With own facts.", className="own-mark") if level.is_own else None,
                ]
            ),
            html.P(level.why, className="why"),
            *(_answer(data, answer, lens) for answer in level.answers),
            html.P(
                html.A(
                    [
                        "How we know",
                        html.Span(
                            f": {data.name(level.iso3)}, goal {level.goal}, every file, line and "
                            "rule behind it",
                            className="sr",
                        ),
                    ],
                    href=explain_address(level.iso3, str(level.goal), lens),
                ),
                className="how-we-know",
            ),
        ],
        className="level",
        open=is_open,
    )


def _answer(data: Data, answer: Answer, lens: Lens | None) -> Any:
    measure = data.atlas.rubrics.measures[answer.measure]
    steps = {step.value: step.label for step in data.atlas.rubrics.steps(answer.measure)}
    if not answer.applies:
        verdict = "Does not apply to a child with family."
    elif answer.value is None:
        verdict = "Not known."
    else:
        verdict = f"{steps[answer.value]}."
        if answer.rule and answer.part != "shown":
            verdict += f" Rule {answer.rule}: {answer.reason} → " + (
                f"level {answer.level}" if answer.part == "core" else f"at most {answer.level}"
            )
    return html.Div(
        [
            html.P([html.B(answer.question), " ", verdict]),
            html.P(conflict_words(answer.facts), className="conflict")
            if answer.is_conflict
            else None,
            *(
                fact_card(data, fact, f"{measure.short}: {steps[fact.value].lower()}", lens)
                for fact in answer.facts
            ),
        ],
        className="answer",
    )


def strip(
    data: Data, state: HasLens, iso3: str, company: Company, colour: str = "detention_practice"
) -> Any:
    """Return one measure of a country over the years, a cell a year, and its spells in words."""
    lens = state.lens
    child = replace(lens.child, company=company)
    world = data.world(data.age_class(child), lens.checked)
    row = world.countries.index(iso3)
    colouring = data.colourings[colour]
    steps = {year: colouring.step(int(colouring.codes(world, year)[row])) for year in YEARS}
    cells = [
        html.A(
            html.Span(f"{year}: {step.label}", className="sr"),
            href=state.href(year=year),
            className=f"cell {step.css}" + (" now" if year == lens.year else ""),
            title=f"{year}: {step.label}",
            **attrs(data_go="1"),
        )
        for year, step in steps.items()
    ]
    words = {
        year: step.label.lower()
        + (
            " (own fact)"
            if iso3 in data.own_in(colouring.colour, child, lens.checked, year)
            else ""
        )
        for year, step in steps.items()
    }
    who = "Children alone" if company == "alone" else "Children in families"
    kind = "in law" if colouring.colour == "detention_law" else "in practice"
    return html.Div(
        [
            html.Div(f"{who}, {kind}: {words[lens.year]}"),
            html.Div(cells, className="strip"),
            html.Div(
                [html.Span(str(YEARS[0])), html.Span(str(YEARS[-1]))], className="strip-ends quiet"
            ),
            html.Div(
                spells(words),
                className="quiet spells",
            ),
        ],
        className="strip-block",
    )


def spells(by_year: Mapping[int, str]) -> str:
    """Return years of the same value together: ``2010 to 2013 silent; 2014 to 2025 permitted``."""
    told = []
    for value, group in groupby(by_year, lambda year: by_year[year]):
        years = list(group)
        span = str(years[0]) if len(years) == 1 else f"{years[0]} to {years[-1]}"
        told.append(f"{span} {value}")
    return "; ".join(told)


def _routes(data: Data, state: ViewState, iso3: str) -> Any:
    through = data.atlas.routes_through(iso3)
    if not through:
        return html.P("No documented route passes here.", className="quiet")
    return html.Ul(
        [
            html.Li(
                [
                    html.A(
                        data.atlas.routes[route_id].name,
                        href=link(f"/journey/{route_id}", state.lens.pairs()),
                    ),
                    html.Span(f" · {', '.join(roles)} · ", className="quiet"),
                    html.A(
                        [
                            "on the map",
                            html.Span(f": {data.atlas.routes[route_id].name}", className="sr"),
                        ],
                        href=state.href(routes=(route_id,)),
                        className="quiet",
                        **attrs(data_go="1"),
                    ),
                ]
            )
            for route_id, roles in through.items()
        ],
        className="plain",
    )
