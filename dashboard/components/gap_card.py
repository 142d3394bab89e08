"""One cell of the matrix, opened: the promise and the practice, each with its sources."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.components.evidence import evidence_mark, fact_card, source_title
from dashboard.data import Data
from dashboard.markup import attrs
from dashboard.promise_looks import FOUND_WORDS, act_words, binding_word, state_mark
from dashboard.promise_state import GapState, PracticeState
from dashboard.state import Lens, link
from dashboard.ways import explain_address
from routes import STATES, Check, Commitment, Fact, Gap, Gaps
from routes.words import count, country_in_text


def opened(data: Data, state: GapState, gaps: Gaps, iso3: str, column: str) -> Any:
    """Return everything behind one cell: one promise, or all of a goal, the worst first."""
    if column.startswith("goal-"):
        goal = int(column.removeprefix("goal-"))
        found = [gaps.gap(iso3, one.commitment_id) for one in gaps.commitments if one.goal == goal]
        told = sorted(
            (gap for gap in found if gap.state in STATES[:5]),
            key=lambda gap: STATES.index(gap.state),
        )
        rest = [gap for gap in found if gap.state == "not_promised"]
        others = [gap for gap in found if gap.state == "not_applicable"]
    else:
        goal = data.atlas.records.commitments[column].goal
        told, rest, others = [gaps.gap(iso3, column)], [], []
    name = country_in_text(iso3, data.name(iso3))
    title = data.atlas.rubrics.goals[goal]
    return html.Section(
        [
            html.A("Close", href=state.href(cell=None), className="close", **attrs(data_go="1")),
            html.H2(
                f"Goal {goal}, {title.short.lower()}: what {name} promised, and what the facts "
                f"show in {state.lens.year}",
                id="cell-title",
            ),
            *(gap_card(data, gap, state.lens) for gap in told),
            _rest(data, rest, "Not promised by that year, so not broken"),
            html.P(
                f"{count(len(others), 'more promise')} of this goal "
                f"{'is' if len(others) == 1 else 'are'} to other children.",
                className="quiet",
            )
            if others
            else None,
            _onward(data, state, iso3, goal),
        ],
        className="cell-card",
        id="cell",
        **attrs(aria_labelledby="cell-title"),
    )


def _onward(data: Data, state: GapState, iso3: str, goal: int) -> Any:
    worked = data.atlas.practices(goal=goal)
    return html.P(
        [
            html.A(
                f"Everything on {country_in_text(iso3, data.name(iso3))}",
                href=link(f"/country/{iso3}", state.lens.pairs()),
            ),
            " · ",
            html.A(
                f"What worked elsewhere for this goal ({len(worked)})",
                href=PracticeState(goal=goal).href(),
            ),
        ]
    )


def _rest(data: Data, gaps: list[Gap], heading: str) -> Any:
    if not gaps:
        return None
    return html.Div(
        [
            html.H3(heading),
            html.Ul(
                [
                    html.Li(
                        [f"{place(gap.commitment)}: {_act(data, gap)} ", *_act_source(data, gap)]
                    )
                    for gap in gaps
                ]
            ),
        ]
    )


def place(one: Commitment) -> str:
    """Return where a promise is written."""
    return f"{one.instrument}, {one.locator}"


def gap_card(data: Data, gap: Gap, lens: Lens) -> Any:
    """Return one promise beside what the facts show, both with their sources."""
    return html.Article(
        [
            html.H3([place(gap.commitment), " ", state_mark(gap.state)]),
            html.Div(
                [
                    html.Div(
                        [html.H4("The promise"), *_promise(data, gap)], className="gap-promise"
                    ),
                    html.Div(
                        [html.H4("What the facts show"), *_facts(data, gap)], className="gap-facts"
                    ),
                ],
                className="gap-sides",
            ),
            html.P(
                html.A(
                    [
                        "How we know",
                        html.Span(f": {place(gap.commitment)}", className="sr"),
                    ],
                    href=explain_address(gap.iso3, gap.commitment.commitment_id, lens),
                ),
                className="how-we-know",
            ),
        ],
        className="gap-card",
    )


def _promise(data: Data, gap: Gap) -> list[Any]:
    one = gap.commitment
    return [
        html.P([binding_word(one.is_binding), html.Span(str(one.year), className="chip")],
               className="chips"),
        html.P(one.promise),
        source_line(data, one.source_id, one.evidence, one.confidence),
        html.P([html.B(f"{_act_label(data, gap)}: "), _act(data, gap)]),
        *(_act_source(data, gap)),
        html.P(gap.instrument.note, className="quiet"),
    ]  # fmt: skip


def _act_label(data: Data, gap: Gap) -> str:
    return data.atlas.rubrics.measures[gap.instrument.bound_by].label


def _act(data: Data, gap: Gap) -> str:
    label = ""
    if gap.promise is not None:
        steps = data.atlas.rubrics.steps(gap.instrument.bound_by)
        label = next(step.label for step in steps if step.value == gap.promise.value)
    return act_words(gap, label)


def _act_source(data: Data, gap: Gap) -> list[Any]:
    fact = gap.promise
    return [source_line(data, fact.source_id, fact.evidence, fact.confidence)] if fact else []


def source_line(data: Data, source_id: str, evidence: str, confidence: str) -> Any:
    """Return who says so, and how it was checked."""
    return html.Span(
        [
            evidence_mark(evidence),
            f" · {confidence} confidence · ",
            html.A(source_title(data, source_id), href=f"/sources#{source_id}", className="source"),
        ],
        className="source-line quiet",
    )


def _facts(data: Data, gap: Gap) -> list[Any]:
    if not gap.checks:
        return [
            html.P(
                "No measure of this atlas tells whether it is kept. That is a gap in the record, "
                "not a finding."
            )
        ]
    return [part for check in gap.checks for part in _check(data, check)]


def _check(data: Data, check: Check) -> list[Any]:
    measure = data.atlas.rubrics.measures[check.rule.measure]
    rule = html.A(f"rule {check.rule.rule}", href="/methods#promises")
    if check.fact is None:
        return [html.P([html.B(f"{measure.label}: "), "not known. ", "(", rule, ")"])]
    found = f"This {FOUND_WORDS[check.found]}: " if check.found else "This says nothing: "
    return [
        html.P([html.B(found), f"{_lower(check.reason)} (", rule, ")."]),
        fact_card(data, check.fact, f"{measure.label}, {_label(data, check.fact)}"),
    ]


def _label(data: Data, fact: Fact) -> str:
    steps = data.atlas.rubrics.steps(fact.measure)
    return next(step.label for step in steps if step.value == fact.value).lower()


def _lower(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}"
