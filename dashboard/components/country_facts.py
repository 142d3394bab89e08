"""All facts on one country with their sources, and the commitments that it made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import pandas as pd
from dash import html

from dashboard.components.controls import HasLens
from dashboard.components.evidence import EVIDENCE, fact_card, source_title
from dashboard.data import Data
from dashboard.markup import attrs
from dashboard.theme import step_class
from routes import Fact, Measure
from routes.words import count

OTHER = "Beside the goals"


@dataclass(frozen=True, slots=True)
class Listed:
    """One fact, and whether it counts for the chosen child and year."""

    fact: Fact
    counts: bool


def listed_facts(data: Data, iso3: str, state: HasLens) -> dict[str, list[Listed]]:
    """Return every fact on a country by measure, those that count first, then the newest."""
    lens = state.lens
    answers = data.facts_of(iso3, data.age_class(lens.child), lens.year, lens.checked)
    counting = {fact.fact_id: fact for facts in answers.values() for fact in facts}
    table = data.atlas.protection.facts
    found: dict[str, list[Listed]] = {}
    for row in table[table["iso3"] == iso3].to_dict("records"):
        fact = counting.get(row["fact_id"])
        listed = Listed(fact or _fact(row), fact is not None)
        found.setdefault(str(row["measure"]), []).append(listed)
    for facts in found.values():
        facts.sort(key=lambda one: (not one.counts, -one.fact.from_year, one.fact.fact_id))
    return found


def _fact(row: dict[Any, Any]) -> Fact:
    """Return a fact as its table tells it; it is not read for any child."""
    names = [field.name for field in fields(Fact) if field.name != "carried_years"]
    values = {name: None if pd.isna(row[name]) else row[name] for name in names}
    return Fact(carried_years=0, **values)


def period(fact: Fact) -> str:
    """Return the years a fact speaks for: ``2014 to 2017``, ``2019``, ``from 2014``."""
    if fact.to_year is None:
        return f"from {fact.from_year}"
    if fact.to_year == fact.from_year:
        return str(fact.from_year)
    return f"{fact.from_year} to {fact.to_year}"


def fact_list(data: Data, state: HasLens, facts: dict[str, list[Listed]]) -> list[Any]:
    """Return the facts by goal and measure, closed, with what is not known said as well."""
    rubrics = data.atlas.rubrics
    told: set[str] = set()
    groups: list[tuple[str, list[str]]] = []
    for goal in rubrics.goals.values():
        names = [name for name in goal.measures() if name not in told]
        told.update(names)
        groups.append((f"Goal {goal.goal}: {goal.title}", names))
    groups.append((OTHER, [name for name in rubrics.measures if name not in told]))
    return [
        html.Section(
            [
                html.H3(heading),
                *(_measure(data, state, rubrics.measures[n], facts.get(n, [])) for n in names),
            ],
            className="fact-group",
        )
        for heading, names in groups
    ]


def _measure(data: Data, state: HasLens, measure: Measure, facts: Sequence[Listed]) -> Any:
    steps = {step.value: step for step in data.atlas.rubrics.steps(measure.measure)}
    if not facts:
        return html.P([html.B(measure.label), ": no fact is held. Not known."], className="no-fact")
    now = next((one.fact for one in facts if one.counts), None)
    year = state.lens.year
    if now:
        when = "" if measure.family == "votes" else f" in {year}"
        value: Any = [_swatch(steps[now.value].step), f" {steps[now.value].label}{when}"]
    elif measure.applies_to not in ("any", state.lens.child.company):
        value = "about children who are alone"
    else:
        value = [_swatch(None), f" not known in {year} for this child"]
    return html.Div(
        html.Details(
            [
                html.Summary(
                    [
                        html.B(measure.label),
                        html.Span(value, className="fact-now"),
                        html.Span(count(len(facts), "fact"), className="quiet"),
                    ]
                ),
                *(_card(data, one, steps[one.fact.value].label.lower(), year) for one in facts),
            ],
            className="facts",
        ),
        id=f"facts-{measure.measure}",
    )


def _card(data: Data, one: Listed, value: str, year: int) -> Any:
    speaks = f"Speaks for: {period(one.fact)}. "
    use = f"Counts for this child in {year}." if one.counts else f"Not used here for {year}."
    return html.Div(
        [html.P([speaks, use], className="quiet"), fact_card(data, one.fact, value.capitalize())],
        className="listed" if one.counts else "listed unused",
    )


def _swatch(step: int | None) -> Any:
    return html.Span("" if step is not None else "?", className=f"swatch {step_class(step)}")


def commitments(data: Data, iso3: str, state: HasLens) -> Any:
    """Return the treaties and the votes on both Compacts, with the status in the chosen year."""
    lens = state.lens
    answers = data.facts_of(iso3, data.age_class(lens.child), lens.year, lens.checked)
    measures = [m for m in data.atlas.rubrics.measures.values() if m.kind == "commitment"]
    known = sum(m.measure in answers for m in measures)
    rows = []
    for measure in measures:
        fact = next(iter(answers.get(measure.measure, ())), None)
        rows.append(_commitment(data, measure, fact))
    marks = ", ".join(f"{mark} {label[:1].lower()}{label[1:]}" for mark, label in EVIDENCE.values())
    caption = f"As held for {lens.year}: known for {known} of {len(measures)}. {marks}"
    return html.Div(
        html.Table(
            [
                html.Caption(caption),
                html.Thead(
                    html.Tr(
                        [html.Th(head, scope="col") for head in ("Commitment", "Status", "Source")]
                    )
                ),
                html.Tbody(rows),
            ]
        ),
        className="table-wrap commitments",
        tabIndex="0",
        role="region",
        **attrs(aria_label="Commitments"),
    )


def _commitment(data: Data, measure: Measure, fact: Fact | None) -> Any:
    if fact is None:
        cells = [html.Td([_swatch(None), " Not known"]), html.Td("No sourced fact")]
    else:
        step = next(s for s in data.atlas.rubrics.steps(measure.measure) if s.value == fact.value)
        since = fact.summary or f"As of {fact.as_of_year}."
        publisher = data.atlas.sources.at[fact.source_id, "publisher"]
        source = html.A(
            publisher,
            href=f"/sources#{fact.source_id}",
            title=source_title(data, fact.source_id),
            className="source",
        )
        cells = [
            html.Td(
                [
                    _swatch(step.step),
                    f" {step.label}. ",
                    html.Span(since if since != f"{step.label}." else "", className="quiet"),
                ]
            ),
            html.Td([source, " ", _short_mark(fact.evidence)]),
        ]
    return html.Tr([html.Th(measure.label, scope="row"), *cells])


def _short_mark(evidence: str) -> Any:
    mark, label = EVIDENCE[evidence]
    return html.Span(
        [html.Span(mark, **attrs(aria_hidden="true")), html.Span(label, className="sr")],
        title=label,
    )


def source_list(data: Data, facts: dict[str, list[Listed]]) -> Any:
    """Return each source behind the country's facts once, with how many facts rest on it."""
    number: dict[str, int] = {}
    for measure in facts.values():
        for one in measure:
            number[one.fact.source_id] = number.get(one.fact.source_id, 0) + 1
    return html.Ul(
        [
            html.Li(
                [
                    html.A(
                        source_title(data, source_id),
                        href=f"/sources#{source_id}",
                        className="source",
                    ),
                    html.Span(f" · {count(facts_on, 'fact')}", className="quiet"),
                ]
            )
            for source_id, facts_on in sorted(
                number.items(), key=lambda pair: source_title(data, pair[0])
            )
        ],
        className="plain source-list",
    )
