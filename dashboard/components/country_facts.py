"""All facts on one country with their sources, and the commitments that it made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import pandas as pd
from dash import html

from dashboard.components.controls import HasLens
from dashboard.components.evidence import EVIDENCE, fact_card, source_title
from dashboard.data import Data
from dashboard.markup import attrs
from dashboard.state import Lens
from dashboard.theme import step_class
from dashboard.ways import explain_address
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
    values: dict[str, Any] = {name: None if pd.isna(row[name]) else row[name] for name in names}
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
                *(
                    _card(data, one, steps[one.fact.value].label.lower(), state.lens)
                    for one in facts
                ),
                html.P(
                    html.A(
                        ["How we know", html.Span(f": {measure.label}", className="sr")],
                        href=explain_address(facts[0].fact.iso3, measure.measure, state.lens),
                    ),
                    className="how-we-know",
                ),
            ],
            className="facts",
        ),
        id=f"facts-{measure.measure}",
    )


def _card(data: Data, one: Listed, value: str, lens: Lens) -> Any:
    speaks = f"Speaks for: {period(one.fact)}. "
    use = (
        f"Counts for this child in {lens.year}."
        if one.counts
        else f"Not used here for {lens.year}."
    )
    return html.Div(
        [
            html.P([speaks, use], className="quiet"),
            fact_card(data, one.fact, value.capitalize(), lens),
        ],
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
        said = fact.summary or f"{step.label}, {fact.as_of_year}."
        said = said if said.startswith(step.label) else f"{step.label}. {said}"
        publisher = data.atlas.sources.at[fact.source_id, "publisher"]
        source = html.A(
            publisher,
            href=f"/sources#{fact.source_id}",
            title=source_title(data, fact.source_id),
            className="source",
        )
        cells = [
            html.Td([_swatch(step.step), f" {said}"]),
            html.Td([source, "\u00a0", _short_mark(fact.evidence)]),
        ]
    return html.Tr([html.Th(measure.label, scope="row"), *cells])


def _short_mark(evidence: str) -> Any:
    mark, label = EVIDENCE[evidence]
    return html.Span(
        [html.Span(mark, **attrs(aria_hidden="true")), html.Span(label, className="sr")],
        title=label,
    )


def source_list(data: Data, facts: dict[str, list[Listed]]) -> Any:
    """Return the sources behind the country's facts; the years of one report stand together."""
    number = Counter(one.fact.source_id for listed in facts.values() for one in listed)
    reports: dict[tuple[str, str], list[str]] = {}
    for source_id in sorted(number, key=lambda name: source_title(data, name)):
        source = data.atlas.sources.loc[source_id]
        reports.setdefault((source["publisher"], source["title"]), []).append(source_id)
    return html.Ul(
        [
            html.Li(
                [
                    *_report(data, publisher, title, ids),
                    html.Span(
                        f" · {count(sum(number[i] for i in ids), 'fact')}", className="quiet"
                    ),
                ]
            )
            for (publisher, title), ids in reports.items()
        ],
        className="plain source-list",
    )


def _report(data: Data, publisher: str, title: str, ids: Sequence[str]) -> list[Any]:
    if len(ids) == 1:
        return [html.A(source_title(data, ids[0]), href=f"/sources#{ids[0]}", className="source")]
    links = [
        html.A(
            str(data.atlas.sources.at[source_id, "year"]),
            href=f"/sources#{source_id}",
            className="source",
            title=source_title(data, source_id),
        )
        for source_id in ids
    ]
    commas = [", "] * len(links)
    return [
        f"{publisher}, {title}",
        *(part for pair in zip(commas, links, strict=True) for part in pair),
    ]
