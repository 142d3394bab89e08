"""Methods: rubrics as tables, evidence grades, limits, the boundary disclaimer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from dash import html

from dashboard.colouring import GOAL_LEVELS
from dashboard.components import official_series
from dashboard.components.evidence import EVIDENCE
from dashboard.components.promise_tables import instruments_table, rules_table
from dashboard.data import Data
from dashboard.exports.terms import MAP_DISCLAIMER, version_in_words
from dashboard.frozen import day
from dashboard.markup import attrs
from dashboard.rendered import Rendered
from dashboard.shell import page
from dashboard.theme import step_class
from routes import Goal


def _table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> Any:
    return html.Div(
        html.Table(
            [
                html.Caption(caption),
                html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])),
                html.Tbody([html.Tr([html.Td(cell) for cell in row]) for row in rows]),
            ]
        ),
        className="table-wrap",
        tabIndex="0",
        role="region",
        **attrs(aria_label=caption),
    )


def _level(value: int) -> Any:
    return [html.Span(str(value), className=f"swatch {step_class(value)}"), " "]


def _goal(data: Data, goal: Goal) -> Any:
    def row(index: int) -> list[Any]:
        rule = goal.rules[index]
        steps = {s.value: s.label for s in data.atlas.rubrics.steps(rule.measure)}
        effect: Any = "shown only"
        if rule.part == "core":
            effect = _level(rule.level)
        elif rule.part == "limit":
            effect = ["at most ", *_level(rule.level)]
        return [rule.rule, rule.question, steps[rule.value], effect, rule.reason]

    return html.Section(
        [
            html.H3(f"Goal {goal.goal}: {goal.title}"),
            html.P(f"{goal.question} {goal.note}"),
            _table(
                f"Rubric of goal {goal.goal}",
                ("Rule", "Question", "Answer", "Level", "Why"),
                [row(i) for i in range(len(goal.rules))],
            ),
        ],
        id=f"goal-{goal.goal}",
    )


def body(data: Data) -> Any:
    """Return the page."""
    rubrics = data.atlas.rubrics
    withheld = data.atlas.withheld
    no_source = int((withheld["reason"] == "no source").sum())
    return page(
        "/methods",
        [
            html.H1("How the levels are made, and what they can’t say"),
            html.P(
                "Each level is made from sourced facts by a rule that is written down below. "
                "Nothing else goes into it: no expert's hunch, no neighbour's value, no average."
            ),
            html.H2("Levels"),
            _table(
                "Protection levels",
                ("Level", "Name", "Meaning"),
                [[_level(i), name, meaning] for i, (name, meaning) in enumerate(GOAL_LEVELS)],
            ),
            html.Ul(
                [
                    html.Li("The lowest answer to a goal's core questions sets its level."),
                    html.Li("Limits, such as a treaty not joined, can only hold a level down."),
                    html.Li(
                        "Level 4 needs every core answer and a sign of practice. A rule alone "
                        "never reaches it. Where all facts are rules, 3 is the highest level."
                    ),
                    html.Li(
                        "Where facts differ, the lower one counts and both are shown. A fact on "
                        "the child's own group beats a fact on all children."
                    ),
                    html.Li(
                        "With fewer than half of the core questions answered, the level is "
                        "unknown. Unknown is never turned into a number and never averaged away."
                    ),
                    html.Li(
                        "A bar on detention under an age covers younger children only; from that "
                        "age on, detention counts as permitted."
                    ),
                ]
            ),
            *(_goal(data, goal) for goal in rubrics.goals.values()),
            html.H2("Promises, and what counts as kept", id="promises"),
            html.P(
                [
                    "The page ",
                    html.A("Commitments", href="/commitments"),
                    " sets what a country promised beside what the facts show. The worst known "
                    "answer stands; a rule alone gives “kept in law”; what an answer does not "
                    "speak of, or what was known before the promise, says nothing.",
                ]
            ),
            instruments_table(data),
            rules_table(data),
            html.H2("How far a fact reaches"),
            html.P(
                "A fact counts from its first year to the end of its period. Without an end it is "
                "carried forward from the year its source speaks for, for as many years as stand "
                "here, and its age is shown. It never reaches back."
            ),
            _table(
                "Measures and how long their facts are carried forward",
                ("Measure", "What it says", "Kind", "Carried forward, years"),
                [
                    [m.label, m.meaning, m.kind, str(m.carry_years)]
                    for m in rubrics.measures.values()
                ],
            ),
            *official_series.section(data),
            html.H2("Evidence", id="evidence"),
            html.P(
                "Every value shows how it was checked. The switch “Checked sources only” turns "
                "the third kind to unknown on every page."
            ),
            html.Ul([html.Li(f"{mark} {label}") for mark, label in EVIDENCE.values()]),
            html.P(
                f"{len(withheld)} rows of the curated tables do not load as a value: "
                f"{no_source} name no source, the others record that nothing is known."
            ),
            html.P(
                [
                    "How much is known, how much of it is checked and how old it is are colours of "
                    "the atlas, too. They are no levels and have a palette of their own: a well "
                    "documented country can be a bad place for a child. ",
                    html.A("The map", href="/?colour=evidence-known"),
                    ", ",
                    html.A("what is known, country by country", href="/data?view=coverage"),
                    ", ",
                    html.A("what is missing, and how that is ranked", href="/data?view=missing"),
                    ".",
                ]
            ),
            html.H2("Versions and corrections", id="versions"),
            html.P(
                [
                    "This is "
                    f"{version_in_words(data.version, day(data.atlas.date), own=data.own_said)}. "
                    "The name is "
                    "made of what tables, rules and levels say: any change of them is another "
                    "version. Each version is kept, and a frozen link shows it for ever. ",
                    html.A("Versions and corrections", href="/corrections"),
                    ".",
                ]
            ),
            html.H2("Limits"),
            html.Ul(
                [
                    html.Li(
                        "Most facts on services are rules. A full rule is not proof that a child "
                        "is in class or is treated."
                    ),
                    html.Li(
                        "Rules are coarser than life: an age, a region or a group can be missing "
                        "from a fact. Read its sentence."
                    ),
                    html.Li(
                        "Routes are documented corridors at city scale, not tracks. No crossing "
                        "point and no shelter is shown, and nothing about any one child."
                    ),
                    html.Li(
                        "The trafficking tiers are one government's view of others, and an "
                        "instrument of its foreign policy."
                    ),
                    html.Li(
                        "Detention of children is recorded for children alone and in families. "
                        "Where a law treats one group apart, such as children who seek asylum, the "
                        "table has no room for it: read the fact’s sentence."
                    ),
                    html.Li(
                        "A fact whose source has no known year counts from the first year of its "
                        "period, and is carried forward from there like any other."
                    ),
                    html.Li(
                        "Whether a foundling gets a nationality is coded in the tables, but no "
                        "source is named for it, so it makes no value."
                    ),
                    html.Li(
                        "Goal 5 is not judged: figures on causes stand beside it and make no level."
                    ),
                ]
            ),
            html.H2("Boundaries"),
            html.P(MAP_DISCLAIMER),
        ],
        css="prose",
    )  # fmt: skip


def render(data: Data, _rest: str, _query: str) -> Rendered:
    """Return the page; it has no choices."""
    return Rendered(title="Methods", tree=body(data))
