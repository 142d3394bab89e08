"""Commitments: what was promised, by whom, and beside it what the facts show."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from dash import html

from dashboard import ids
from dashboard.colouring import child_in_words
from dashboard.components import gap_matrix
from dashboard.components.controls import (
    checked_toggle,
    child_menu,
    goal_chips,
    routes_menu,
    year_menu,
)
from dashboard.components.evidence import source_title
from dashboard.components.gap_card import opened
from dashboard.components.promise_tables import (
    instruments_table,
    promised,
    rules_table,
    who,
)
from dashboard.components.share import share
from dashboard.data import Data
from dashboard.exports.cells import harmless
from dashboard.exports.terms import MAP_DISCLAIMER
from dashboard.promise_looks import LOOKS, act_words
from dashboard.promise_state import GapState, columns, gaps_of
from dashboard.rendered import Rendered
from dashboard.said_views import gaps_line, gaps_title
from dashboard.shell import page
from routes import Gap, Gaps


def render(data: Data, _rest: str, query: str) -> Rendered:
    """Return the page for a query string."""
    state, dropped = GapState.read(data, query)
    gaps = gaps_of(data, state)
    return Rendered(
        title=gaps_title(data, state),
        tree=_body(data, state, gaps, dropped),
        slots={ids.MAP_HOST: map_svg(data, state, gaps)},
    )


def _body(data: Data, state: GapState, gaps: Gaps, notices: tuple[str, ...]) -> Any:
    return page(
        "/commitments",
        [
            html.H1(gaps_title(data, state), id="headline"),
            html.P(
                [
                    gaps_line(data, state, gaps),
                    " A finding names both facts: open a cell. A country that did not promise, "
                    "or of which nothing is known, is not in breach. ",
                    html.A("What counts as kept", href="#promises"),
                    ".",
                ],
                className="lead-in",
            ),
            html.Div(
                [
                    html.Span("What was promised to "),
                    child_menu(state),
                    html.Span(" on "),
                    routes_menu(data, state),
                    html.Span(" by "),
                    year_menu(state),
                    checked_toggle(state),
                ],
                className="bar",
            ),
            goal_chips(data, state.to_goal, state.goal, first="All goals"),
            html.Div(
                [
                    gap_matrix.legend(data, state, gaps),
                    html.Figure(
                        [
                            html.Div(id=ids.MAP_HOST, className="gap-map"),
                            html.Figcaption(
                                [_map_words(state), " ", MAP_DISCLAIMER], className="quiet small"
                            ),
                        ]
                    ),
                ],
                className="gap-top",
            ),
            opened(data, state, gaps, *state.cell) if state.cell else None,
            gap_matrix.matrix(data, state, gaps),
            html.Section(
                [
                    html.H2("What was promised, and where it is written"),
                    html.P(
                        "From the New York Declaration, the two Global Compacts, the Convention on "
                        "the Rights of the Child and its general comments, other treaties and the "
                        "2030 Agenda. Only what binds a state in law is marked as binding."
                    ),
                    promised(data, state.goal),
                ],
                id="promised",
            ),
            html.Section(
                [html.H2("Who is party, and who voted how"), who(data, state)], id="who"
            ),
            html.Section(
                [
                    html.H2("What counts as kept"),
                    html.P(KEPT_WORDS),
                    html.Details([html.Summary("The rules, one by one"), rules_table(data)],
                                 className="facts"),
                    html.Details([html.Summary("What counts as a promise"),
                                  instruments_table(data)], className="facts"),
                ],
                id="promises",
            ),
        ],
        css="wide promises",
        notices=notices,
        share=share(data, gaps_title(data, state), gaps_line(data, state, gaps),
                    state.href(cell=None)),
    )  # fmt: skip


KEPT_WORDS = (
    "A table says for each promise which answers of which measure keep it, keep it in part, or "
    "do not. The worst known answer stands. A rule alone never makes a promise kept, only kept in "
    "law. What an answer does not speak of, such as a law that is silent, says nothing, and so "
    "does a fact that speaks for a year before the promise. Reservations to treaties are not "
    "held here."
)


def _map_words(state: GapState) -> str:
    what = f"goal {state.goal}" if state.goal else "all six goals"
    return f"The map shows the worst that is known of {what} in each country."


def map_svg(data: Data, state: GapState, gaps: Gaps) -> str:
    """Return the map of the gap as SVG."""
    found = gap_matrix.codes(data, state, gaps)
    classes = tuple((iso3, LOOKS[found[iso3]].css if iso3 in found else "x") for iso3 in data.iso3s)
    off = frozenset(iso3 for iso3 in data.iso3s if iso3 not in found)
    shown = frozenset(state.routes)
    label = f"World map. {gaps_title(data, state)}. {gaps_line(data, state, gaps)}"
    return data.atlas_map.svg(classes, off, shown, "", state.roles, label)


HEADS = (
    "iso3", "country", "goal", "commitment_id", "instrument", "locator", "binding", "promise",
    "promise_source", "act", "act_source", "state", "measures", "values", "speaks_for", "reasons",
    "evidence", "fact_sources", "child", "year",
)  # fmt: skip


def csv_file(data: Data, query: str) -> tuple[str, str]:
    """Return the name and the text of what is shown: one row a country and promise."""
    state, _ = GapState.read(data, query)
    gaps = gaps_of(data, state)
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(HEADS)
    for _, cells in table_rows(data, state, gaps):
        writer.writerow([harmless(cell) for cell in cells])
    goal = f"-goal-{state.goal}" if state.goal else ""
    return f"childways-commitments{goal}-{state.lens.year}.csv", file.getvalue()


def table_rows(data: Data, state: GapState, gaps: Gaps) -> Iterator[tuple[Gap, list[str]]]:
    """Return each country and promise of the view with its cells, in the order of ``HEADS``."""
    for gap in shown_gaps(data, state, gaps):
        yield gap, _cells(data, state, gap)


def shown_gaps(data: Data, state: GapState, gaps: Gaps) -> Iterator[Gap]:
    """Return each country and promise of the view, country by country in its order."""
    wanted = {name for goal in ([state.goal] if state.goal else range(1, 7))
              for name in columns(data, goal)}  # fmt: skip
    for row in gap_matrix.rows(data, state, gaps):
        for one in gaps.commitments:
            if one.commitment_id in wanted:
                yield gaps.gap(row.iso3, one.commitment_id)


def _cells(data: Data, state: GapState, gap: Gap) -> list[str]:
    one = gap.commitment
    known = [(check, check.fact) for check in gap.checks if check.fact]
    label = ""
    if gap.promise is not None:
        steps = data.atlas.rubrics.steps(gap.instrument.bound_by)
        label = next(step.label for step in steps if step.value == gap.promise.value)
    return [
        gap.iso3,
        data.name(gap.iso3),
        str(one.goal),
        one.commitment_id,
        one.instrument,
        one.locator,
        "yes" if one.is_binding else "no",
        one.promise,
        source_title(data, one.source_id),
        act_words(gap, label),
        source_title(data, gap.promise.source_id) if gap.promise else "",
        gap.state,
        "; ".join(fact.measure for _, fact in known),
        "; ".join(fact.value for _, fact in known),
        "; ".join(str(fact.as_of_year) for _, fact in known),
        "; ".join(check.reason for check, _ in known),
        "; ".join(fact.evidence for _, fact in known),
        "; ".join(source_title(data, fact.source_id) for _, fact in known),
        child_in_words(state.lens.child),
        str(state.lens.year),
    ]
