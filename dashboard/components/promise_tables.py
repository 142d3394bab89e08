"""What was promised, who promised it, and what counts as kept: three tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from dash import html

from dashboard.colouring import STATUS_LABELS
from dashboard.components.gap_card import source_line
from dashboard.data import Data
from dashboard.markup import attrs
from dashboard.promise_looks import LOOKS, binding_word
from dashboard.promise_state import GapState, countries_on
from dashboard.state import link
from routes import Commitment, Instrument, PromiseRule
from routes.model import STATUSES
from routes.rubric import Step
from routes.words import count

FEW = 12  # names that stand open; more are folded away


def promised(data: Data, goal: int) -> Any:
    """Return every commitment, by goal; of one goal when it is not 0."""
    goals = [g for g in data.atlas.rubrics.goals.values() if goal in (0, g.goal)]
    return html.Div(
        [
            html.Section(
                [
                    html.H3(f"Goal {one.goal}: {one.title}"),
                    _commitments(data, data.atlas.commitments(goal=one.goal), one.title),
                ],
                id=f"promised-{one.goal}",
            )
            if goal
            else html.Details(
                [
                    html.Summary(
                        [
                            html.B(f"Goal {one.goal}: {one.title}"),
                            html.Span(
                                f" {count(len(data.atlas.commitments(goal=one.goal)), 'promise')}",
                                className="quiet",
                            ),
                        ]
                    ),
                    _commitments(data, data.atlas.commitments(goal=one.goal), one.title),
                ],
                id=f"promised-{one.goal}",
                className="facts",
            )
            for one in goals
        ]
    )


def _commitments(data: Data, rows: Sequence[Commitment], title: str) -> Any:
    rules = data.atlas.promise_rules
    return _table(
        f"What was promised: {title}",
        ("Where it is written", "What is promised", "Measured here by", "Source"),
        (
            [
                [
                    html.B(one.instrument),
                    html.Br(),
                    f"{one.locator}, {one.year} ",
                    binding_word(one.is_binding),
                ],
                one.promise,
                _measures(data, rules.of(one.commitment_id), rules.instruments[one.instrument_id]),
                source_line(data, one.source_id, one.evidence, one.confidence),
            ]
            for one in rows
        ),
    )


def _measures(data: Data, rules: Iterable[PromiseRule], instrument: Instrument) -> str:
    if not instrument.bound_by:
        return "Held against no country: no act of a country is held here."
    labels = [data.atlas.rubrics.measures[rule.measure].label for rule in rules]
    return ", ".join(dict.fromkeys(labels)) or "No measure here tells of it."


def who(data: Data, state: GapState) -> Any:
    """Return who of the countries in view is party, and who voted how, by the year."""
    lens = state.lens
    world = data.world(data.age_class(lens.child), lens.checked)
    y = world.year_index(lens.year)
    on = countries_on(data, state.routes, state.roles)
    at = {iso3: i for i, iso3 in enumerate(world.countries) if iso3 in on}
    acts = dict.fromkeys(
        one.bound_by for one in data.atlas.promise_rules.instruments.values() if one.bound_by
    )
    lines = []
    for measure in acts:
        values = world.values[:, world.measures.index(measure), y]
        steps = list(reversed(data.atlas.rubrics.steps(measure)))
        told: list[Any] = []
        for step in [*steps, None]:
            code = -1 if step is None else step.order
            mine = sorted((iso3 for iso3, i in at.items() if values[i] == code), key=data.name)
            if mine:
                told.append(_answer(data, state, step, mine))
        lines.append([data.atlas.rubrics.measures[measure].label, html.Ul(told, className="plain")])
    caption = f"Acts of the {count(len(at), 'country', 'countries')} shown, as held for {lens.year}"
    return _table(caption, ("Instrument", "Who did what"), lines)


def _answer(data: Data, state: GapState, step: Step | None, iso3s: list[str]) -> Any:
    word = "Not known" if step is None else step.label
    names: list[Any] = []
    for iso3 in iso3s:
        names += [
            html.A(data.name(iso3), href=link(f"/country/{iso3}", state.lens.pairs())),
            ", ",
        ]
    head: list[Any] = [html.B(f"{word}: {len(iso3s)}")]
    if len(iso3s) <= FEW:
        return html.Li([*head, " (", *names[:-1], ")"])
    return html.Li(html.Details([html.Summary(head), html.P(names[:-1])]))


def rules_table(data: Data) -> Any:
    """Return what counts as kept: the rules as they are read, one row a promise and measure."""
    records, rubrics = data.atlas.records, data.atlas.rubrics
    lines = []
    for rules in data.atlas.promise_rules.rules.values():
        for rule in rules:
            one = records.commitments[rule.commitment_id]
            steps = {step.value: step.label for step in rubrics.steps(rule.measure)}
            lines.append(
                [
                    rule.rule,
                    f"{one.instrument}, {one.locator}",
                    [rubrics.measures[rule.measure].label, html.Br(), _children(rule)],
                    *(_when(rule, found, steps) for found in ("kept", "partly", "not_kept")),
                ]
            )
    heads = ("Rule", "Promise", "Measure", *(_head(s) for s in ("kept", "partly", "not_kept")))
    return _table("What counts as kept", heads, lines)


def instruments_table(data: Data) -> Any:
    """Return what binds a country to each instrument."""
    measures = data.atlas.rubrics.measures
    names = {one.instrument_id: one.instrument for one in data.atlas.records.commitments.values()}
    return _table(
        "What counts as a promise of a country",
        ("Instrument", "Kind", "The act that counts", "What to know"),
        (
            [
                names.get(one.instrument_id, one.short),
                one.kind,
                measures[one.bound_by].label if one.bound_by else "none held here",
                one.note,
            ]
            for one in data.atlas.promise_rules.instruments.values()
        ),
    )


def _head(state: Any) -> Any:
    look = LOOKS[state]
    return [html.Span(look.sign, className=f"swatch {look.css}"), f" {look.word}"]


def _children(rule: PromiseRule) -> Any:
    if set(rule.statuses) == set(STATUSES):
        return html.Span("all children", className="quiet")
    words = ", ".join(STATUS_LABELS[status].lower() for status in rule.statuses)
    return html.Span(f"children: {words}", className="quiet")


def _when(rule: PromiseRule, found: Any, steps: dict[str, str]) -> Any:
    values = [steps[value] for value, state in rule.found.items() if state == found]
    if not values:
        return html.Span("never", className="quiet")
    return [html.B(", ".join(values)), html.Br(), html.Span(rule.reasons[found], className="quiet")]


def _table(caption: str, heads: Iterable[Any], lines: Iterable[Sequence[Any]]) -> Any:
    return html.Div(
        html.Table(
            [
                html.Caption(caption),
                html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])),
                html.Tbody(
                    [
                        html.Tr([html.Th(first, scope="row"), *map(html.Td, rest)])
                        for first, *rest in lines
                    ]
                ),
            ]
        ),
        className="table-wrap promise-table",
        tabIndex="0",
        role="region",
        **attrs(aria_label=caption),
    )
