"""What a change of policy would do: a calculation on supposed facts, and it says so everywhere."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
from dash import html

from dashboard import ids
from dashboard.components.before_after import journeys_section, sensitivity
from dashboard.components.controls import checked_toggle, child_menu, in_text, year_menu
from dashboard.components.lever_list import lever_list
from dashboard.components.share import share
from dashboard.components.what_if_form import change_form, way_menu, way_words
from dashboard.data import Data
from dashboard.exports.terms import MAP_DISCLAIMER
from dashboard.figures.atlas_map import AtlasMap
from dashboard.markup import attrs
from dashboard.rendered import Rendered
from dashboard.said_views import what_if_line, what_if_title
from dashboard.shell import page
from dashboard.what_if_state import NOT_FACT, WhatIfState
from routes import Effect, PolicyChange, WhatIf
from routes.model import Company
from routes.protection import UNKNOWN
from routes.words import listing

EXAMPLES: tuple[tuple[str, Company], ...] = (
    ("LBY:end-detention-families", "family"),
    ("USA:end-detention-alone", "alone"),
    ("ITA:primary-care-for-all", "alone"),
    ("MEX:school-and-health-for-all", "family"),
)


def render(data: Data, _rest: str, query: str) -> Rendered:
    """Return the what-if at a query string."""
    state, dropped = WhatIfState.read(data, query)
    made = state.made(data)
    effect = state.effect(data)
    return Rendered(
        title=what_if_title(made),
        tree=_body(data, state, effect, dropped),
        slots={ids.MAP_HOST: map_svg(data.atlas_map, effect)} if effect.changed else {},
    )


def csv_file(data: Data, query: str) -> tuple[str, str]:
    """Return file name and text of the comparison as CSV; of the ranked levers without changes.

    Every row says that it is no fact, for which child and year, and from which data version.
    """
    state, _ = WhatIfState.read(data, query)
    made, lens = state.made(data), state.lens
    frame = table_of(data, state, made).assign(
        age=lens.child.age, company=lens.child.company, status=lens.child.status, year=lens.year,
        checked=lens.checked, data_version=data.version,
    )  # fmt: skip
    return f"childways-what-if-not-a-fact-{lens.year}.csv", frame.to_csv(index=False)


def table_of(data: Data, state: WhatIfState, made: WhatIf) -> pd.DataFrame:
    """Return the comparison, or the ranked levers in the chosen order; ``is_fact`` is False."""
    if state.changes:
        frame = state.effect(data).to_frame()
    else:
        frame = state.ranking(data).to_frame()
        if state.order == "children":
            frame = frame.dropna(subset="rank_weighted").sort_values("rank_weighted", kind="stable")
    frame["what_if"] = what_if_title(made)
    lead = ["what_if", "is_fact"]
    return frame[[*lead, *(name for name in frame.columns if name not in lead)]]


def _body(data: Data, state: WhatIfState, effect: Effect, notices: tuple[str, ...]) -> Any:
    made, words = effect.what_if, way_words(data, state)
    return page(
        "/what-if",
        [
            html.Div(
                [
                    html.H1(
                        [made.title, " ", html.Span(NOT_FACT, className="not-fact")],
                        id="headline",
                    ),
                    html.P(
                        "Suppose other facts in one or more countries; the same rubrics judge "
                        "them. Nothing here is a forecast, and nothing is written to the record.",
                        className="quiet lead-in",
                    ),
                    html.Div(
                        [
                            html.Span("For "),
                            child_menu(state),
                            html.Span(" in "),
                            year_menu(state),
                            html.Span(" on "),
                            way_menu(data, state),
                            checked_toggle(state),
                        ],
                        className="bar",
                    ),
                ],
                className="journey-head",
            ),
            change_form(data, state, made),
            _answer(data, effect) if state.changes else _examples(data, state),
            journeys_section(data, state, effect),
            sensitivity(data, effect),
            _still_unknown(data, effect),
            lever_list(data, state, state.ranking(data), words),
            _limits(),
        ],
        css="wide what-if",
        notices=notices,
        share=share(data, what_if_title(made), what_if_line(data, state, effect), state.href()),
    )  # fmt: skip


def _answer(data: Data, effect: Effect) -> Any:
    """Return the headline sentences beside the map."""
    told = html.Section(
        [
            html.H2("What would change", id="answer"),
            *(html.P(s.text, className=f"says says-{s.kind}") for s in effect.sentences()),
        ],
        className="record",
        **attrs(aria_labelledby="answer"),
    )
    if not effect.changed:
        return html.Div(told, className="what-if-answer")
    return html.Div(
        [
            told,
            html.Figure(
                [
                    html.Div(id=ids.MAP_HOST, className="route-map-host what-if-map"),
                    html.Figcaption(
                        [_map_words(data, effect), " ", MAP_DISCLAIMER], className="quiet"
                    ),
                ],
                className="route-map-figure",
            ),
        ],
        className="journey-top",
    )


def _names(data: Data, effect: Effect) -> str:
    parts = listing([(data.name(iso3),) for iso3 in effect.what_if.iso3s])
    return "".join(str(part) for part in parts)


def _map_words(data: Data, effect: Effect) -> str:
    return (
        f"What if: countries that change ({_names(data, effect)}) stand out, and the routes on "
        "which a level changes are drawn. Lines join documented places; they are not paths."
    )


def map_svg(drawn: AtlasMap, effect: Effect) -> str:
    """Return the world with the countries that change and the routes that are touched."""
    changed = set(effect.what_if.iso3s)
    classes = tuple((iso3, "pick" if iso3 in changed else "x") for iso3 in drawn.names)
    label = (
        f"What if, not a fact: map of the countries that change and of the "
        f"{len(effect.route_ids)} routes on which a level changes"
    )
    return drawn.svg(
        classes, frozenset(), frozenset(effect.route_ids), "",
        ("origin", "transit", "destination"), label,
    )  # fmt: skip


def _examples(data: Data, state: WhatIfState) -> Any:
    """Return a few questions to begin with."""
    items = []
    for text, company in EXAMPLES:
        change = PolicyChange.parse(text)
        child = replace(state.lens.child, company=company)
        question = data.atlas.what_if([change]).title
        href = state.href(changes=(change,), child=child)
        items.append(html.Li(html.A(question, href=href, **attrs(data_go="1"))))
    return html.Section(
        [html.H2("Begin with a question", id="begin"), html.Ul(items)],
        **attrs(aria_labelledby="begin"),
    )


def _still_unknown(data: Data, effect: Effect) -> Any:
    """Return, for each country that changes, which core questions would still have no answer."""
    if not effect.what_if.changes:
        return None
    rubrics = data.atlas.rubrics
    base = data.world(effect.child, effect.checked_only)
    world = effect.what_if.world(effect.child, checked_only=effect.checked_only, base=base)
    y = world.year_index(effect.year)
    items = []
    for iso3 in effect.what_if.iso3s:
        row = world.values[world.countries.index(iso3), :, y]
        open_ = [
            in_text(rubrics.measures[name].label)
            for goal in rubrics.goals.values()
            if goal.is_judged
            for name in goal.measures("core")
            if row[world.measures.index(name)] == UNKNOWN
        ]
        told = ", ".join(open_) if open_ else "every core question has an answer"
        items.append(html.Li([html.B(f"{data.name(iso3)}: "), told, "."]))
    return html.Section(
        [
            html.H2("Still not known in these countries", id="still-unknown"),
            html.Ul(items),
        ],
        className="still-unknown",
        **attrs(aria_labelledby="still-unknown"),
    )


def _limits() -> Any:
    return html.Section(
        [
            html.H2("What this can’t say", id="limits"),
            html.P(
                [
                    "Not whether a government will do it, at what cost, or what families and "
                    "smugglers would do next. A change is supposed to be in force, in law or in "
                    "practice as it says, in the year shown; everything else stays. Rules alone "
                    "never make level 4. Trafficking tiers are one government’s opinion of "
                    "others, so no lever moves them. ",
                    html.A("How levels are made", href="/methods"),
                    ".",
                ]
            ),
        ],
        className="prose-section",
        **attrs(aria_labelledby="limits"),
    )
