"""Timeline: milestones, and beside them the change of detention law and practice by country."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from dash import html

from dashboard.components.controls import (
    checked_toggle,
    child_menu,
    choice,
    goal_chips,
    menu,
    routes_menu,
)
from dashboard.components.evidence import source_title
from dashboard.components.gap_card import source_line
from dashboard.components.own_marks import own_in_any_year, own_key, own_sign
from dashboard.components.share import share
from dashboard.data import Data
from dashboard.exports.cells import harmless
from dashboard.figures.step_chart import Series, Tick, chart
from dashboard.markup import attrs
from dashboard.promise_state import SINCE, TimelineState, countries_on
from dashboard.rendered import Rendered
from dashboard.shell import page
from dashboard.state import link
from routes import YEARS, History, Milestone
from routes.histories import LAW, PRACTICE
from routes.words import count

KINDS = {
    "treaty": "Treaty", "declaration": "Declaration", "law": "Law", "policy": "Policy",
    "court": "Court", "report": "Report", "event": "Event",
}  # fmt: skip
SCOPES = {"global": "World", "regional": "Region", "national": "Country"}
GLOBAL_LINES = {2016: "New York Declaration, 2016", 2018: "Two Global Compacts, 2018"}
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
TITLE = "What happened when"


def render(data: Data, _rest: str, query: str) -> Rendered:
    """Return the page for a query string."""
    state, dropped = TimelineState.read(data, query)
    return Rendered(title=TITLE, tree=_body(data, state, dropped))


def shown_countries(data: Data, state: TimelineState) -> list[str]:
    """Return the countries of the view (ISO3), by name."""
    on = countries_on(data, state.routes)
    chosen = [iso3 for iso3 in on if not state.countries or iso3 in state.countries]
    # A chosen country stands even where no chosen route passes.
    chosen += [iso3 for iso3 in state.countries if iso3 not in on]
    return sorted(chosen, key=data.name)


def milestones(data: Data, state: TimelineState) -> tuple[Milestone, ...]:
    """Return the milestones of the view: the world's, the regions', those of its countries."""
    return data.atlas.timeline(
        goal=state.goal or None, iso3s=shown_countries(data, state), first_year=state.first_year
    )


def histories(data: Data, state: TimelineState) -> list[History]:
    """Return law and practice of the view's countries: those with a change first."""
    lens = state.lens
    world = data.world(data.age_class(lens.child), lens.checked)
    found = data.atlas.histories(shown_countries(data, state), world=world)
    known = [one for one in found if one.is_known]
    if not state.steady and not state.countries:
        known = [one for one in known if one.law_changes or one.practice_changes]
    return known


def line(data: Data, state: TimelineState) -> str:
    """Return what the view shows, in a sentence."""
    told = histories(data, state)
    pairs = [pair for one in told for pair in one.pairs]
    first = sum(pair.years_after > 0 for pair in pairs)
    same = sum(pair.years_after == 0 for pair in pairs)
    later = len(pairs) - first - same
    return (
        f"{count(len(milestones(data, state)), 'milestone')}. Where law and practice both changed "
        f"in one direction and both are known ({count(len(pairs), 'time')}): the law came first "
        f"{first}, practice first {later}, both in the same year {same}."
    )


def _body(data: Data, state: TimelineState, notices: tuple[str, ...]) -> Any:
    return page(
        "/timeline",
        [
            html.H1(TITLE, id="headline"),
            html.P(
                "Milestones from the New York Declaration on, and beside them whether the law on "
                "detaining children, and practice, changed in each country.",
                className="lead-in",
            ),
            html.Div(
                [
                    html.Span("Milestones "),
                    menu(SINCE[state.since], _since(state), name="From"),
                    html.Span(" of countries on "),
                    routes_menu(data, state),
                    html.Span(", "),
                    menu(_countries_word(data, state), _countries(data, state), name="Countries"),
                    html.Span("; law and practice for "),
                    child_menu(state),
                    checked_toggle(state),
                ],
                className="bar",
            ),
            goal_chips(data, lambda goal: state.href(goal=goal), state.goal, first="All goals"),
            html.P(
                [html.A("Milestones", href="#milestones"), " · ",
                 html.A("Law and practice by country", href="#histories")],
                className="screen-only",
            ),
            html.Section(
                [html.H2("Detention of children: law and practice"), *charts(data, state)],
                id="histories",
            ),
            html.Section(
                [
                    html.H2("Milestones"),
                    milestone_list(data, state),
                ],
                id="milestones",
            ),
        ],
        css="wide promises timeline",
        notices=notices,
        share=share(data, TITLE, line(data, state), state.href()),
    )  # fmt: skip


def _since(state: TimelineState) -> list[Any]:
    return [
        choice(words, state.href(since=since), chosen=since == state.since)
        for since, words in SINCE.items()
    ]


def _countries_word(data: Data, state: TimelineState) -> str:
    if not state.countries:
        return "every country"
    if len(state.countries) <= 2:
        return " and ".join(data.name(iso3) for iso3 in state.countries)
    return f"{len(state.countries)} countries"


def _countries(data: Data, state: TimelineState) -> list[Any]:
    on = countries_on(data, state.routes)
    told = {iso3 for event in data.atlas.records.timeline for iso3 in event.iso3s}
    names = sorted({*on, *told, *state.countries}, key=data.name)

    def toggled(iso3: str) -> tuple[str, ...]:
        chosen = set(state.countries) ^ {iso3}
        return tuple(one for one in data.iso3s if one in chosen)

    return [
        choice("Every country", state.href(countries=()), chosen=not state.countries),
        *(
            choice(
                data.name(iso3), state.href(countries=toggled(iso3)),
                chosen=iso3 in state.countries,
            )
            for iso3 in names
        ),
    ]  # fmt: skip


def milestone_list(data: Data, state: TimelineState) -> Any:
    """Return the milestones of the view, year by year."""
    events = milestones(data, state)
    if not events:
        return html.P("No milestone is held for these choices.")
    years = [
        html.Div(
            [
                html.H3(str(year)),
                html.Ol([_milestone(data, event) for event in group], className="plain"),
            ],
            className="year-group",
        )
        for year, group in groupby(events, key=lambda event: event.year)
    ]
    return html.Div(years, className="year-groups")


def when(event: Milestone) -> str:
    """Return the date as exactly as it is known: 19 September 2016, September 2016, or 2016."""
    parts = event.date.split("-")
    words = [parts[0]]
    if len(parts) > 1:
        words.insert(0, MONTHS[int(parts[1]) - 1])
    if len(parts) > 2:
        words.insert(0, str(int(parts[2])))
    return " ".join(words)


def _milestone(data: Data, event: Milestone) -> Any:
    where: list[Any] = [SCOPES[event.scope]]
    if event.iso3s:
        where = []
        for iso3 in event.iso3s:
            where += [html.A(data.name(iso3), href=f"/country/{iso3}"), ", "]
        where = where[:-1]
    goal = f"goal {event.goal}" if event.goal else "all goals"
    return html.Li(
        [
            html.P(
                [
                    html.Span(when(event), className="when"),
                    html.Span(KINDS[event.kind], className="chip"),
                    html.Span(where, className="chip"),
                    html.Span(goal, className="chip"),
                ],
                className="chips",
            ),
            html.P([html.B(f"{event.title}. "), event.summary]),
            source_line(data, event.source_id, event.evidence, event.confidence),
        ],
        id=event.event_id,
        className=f"milestone {event.scope}",
    )


def charts(data: Data, state: TimelineState) -> list[Any]:
    """Return law and practice of detention, a chart a country, with what they show in words."""
    found = histories(data, state)
    own = own_in_any_year(data, (LAW, PRACTICE), state.lens)
    every = data.atlas.histories(
        shown_countries(data, state),
        world=data.world(data.age_class(state.lens.child), state.lens.checked),
    )
    known = sum(one.is_known for one in every)
    changed = sum(bool(one.law_changes or one.practice_changes) for one in every)
    toggle = choice(
        "Also those without a change", state.href(steady=not state.steady), chosen=state.steady,
        css="toggle",
    )  # fmt: skip
    return [
        html.P(
            [
                _key("law", "law"),
                _key("practice", "practice"),
                html.Span("High is protected, low is held or allowed to be held; a gap is not "
                          "known. "),
                html.Span([html.Span("│", className="key-global"),
                           " New York Declaration 2016, Compacts 2018. "]),
                html.Span(f"▲ a milestone of the country.{own_key(data)}"),
            ],
            className="level-key quiet",
        ),
        html.P(
            f"Of {count(len(every), 'country', 'countries')}, law or practice is known for {known} "
            f"and changed in {changed}, between years that are both known. Law and practice are "
            "coded for one period together, so “the same year” can hide an order within it.",
            className="quiet",
        ),
        html.P(toggle) if not state.countries else None,
        html.Div(
            [_chart(data, state, one, is_own=one.iso3 in own) for one in found],
            className="small-multiples",
        )
        if found
        else html.P("No change is on record for these choices."),
    ]  # fmt: skip


def _key(kind: str, word: str) -> Any:
    sign = "■" if kind == "law" else "●"
    return html.Span([html.Span(f"━{sign}━" if kind == "law" else f"╍{sign}╍",
                                className=f"key-{kind}", **attrs(aria_hidden="true")),
                      f" {word} "])  # fmt: skip


def _chart(data: Data, state: TimelineState, one: History, *, is_own: bool) -> Any:
    series = [_series(data, "law", LAW, one.law), _series(data, "practice", PRACTICE, one.practice)]
    own = [e for e in data.atlas.records.timeline if one.iso3 in e.iso3s and e.goal in (None, 2)]
    ticks = [
        Tick(year=e.year + (int(e.date[5:7]) - 0.5) / 12 if len(e.date) > 4 else e.year + 0.5,
             title=f"{when(e)}: {e.title}")
        for e in own
    ]  # fmt: skip
    said = one.sentences()
    label = f"{one.name}: detention of children in law and in practice, 2010 to 2025. " + " ".join(
        said or ("No change is on record.",)
    )
    svg = chart(YEARS, series, label=label, ticks=ticks, lines=GLOBAL_LINES)
    words = [html.Li(sentence) for sentence in said] or [
        html.Li("No change between years that are both known.")
    ]
    return html.Figure(
        [
            html.Figcaption(
                [html.A(one.name, href=link(f"/country/{one.iso3}", state.lens.pairs()) +
                       "#detention"), *own_sign(is_own)]
            ),
            html.Div(**attrs(data_html=svg)),
            html.Ul(words, className="plain"),
            html.P(_now(data, one), className="quiet"),
        ],
        className="small-multiple",
        id=f"history-{one.iso3}",
    )  # fmt: skip


def _series(data: Data, kind: str, measure: str, values: Sequence[str | None]) -> Series:
    steps = {step.value: step for step in data.atlas.rubrics.steps(measure)}
    return Series(
        kind=kind,
        steps=tuple(None if value is None else steps[value].step for value in values),
        labels=tuple(
            "Not known" if value is None
            else f"{'Law' if kind == 'law' else 'Practice'}: {steps[value].label.lower()}"
            for value in values
        ),
    )  # fmt: skip


def _now(data: Data, one: History) -> str:
    told = []
    for word, measure, values in (("law", LAW, one.law), ("practice", PRACTICE, one.practice)):
        labels = {step.value: step.label.lower() for step in data.atlas.rubrics.steps(measure)}
        last = values[-1]
        told.append(f"{word} {labels[last] if last else 'not known'}")
    return f"{YEARS[-1]}: {', '.join(told)}."


HEADS = (
    "date", "precision", "scope", "countries", "goal", "kind", "title", "summary", "source",
    "evidence", "confidence",
)  # fmt: skip


def csv_file(data: Data, query: str) -> tuple[str, str]:
    """Return the name and the text of the milestones that are shown."""
    state, _ = TimelineState.read(data, query)
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(HEADS)
    for event in milestones(data, state):
        cells = [
            event.date, event.precision, event.scope,
            "; ".join(data.name(iso3) for iso3 in event.iso3s), str(event.goal or ""), event.kind,
            event.title, event.summary, source_title(data, event.source_id), event.evidence,
            event.confidence,
        ]  # fmt: skip
        writer.writerow([harmless(cell) for cell in cells])
    return "childways-timeline.csv", file.getvalue()
