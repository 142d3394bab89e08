"""What is missing: on which routes, which questions, and which fact would teach us most."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboard.components.controls import choice
from dashboard.components.evidence import source_title
from dashboard.components.recorded_figures import number_words
from dashboard.components.share.item import copy_item
from dashboard.data import Data
from dashboard.data_state import ORDERS, DataState
from dashboard.markup import attrs
from dashboard.questions import form_address, offer
from dashboard.state import link
from dashboard.ways import ask_address
from routes import (
    Missing,
    MissingAnswer,
    MissingOnRoute,
    OpenQuestion,
    OpenQuestions,
    RecordedFigure,
)
from routes.words import count

SHOWN, MOST = 20, 200
GROUPS = {"unaccompanied": "unaccompanied children", "children": "children"}
STANDING = {"unknown": "Not known", "unchecked": "Not yet checked"}


def table(caption: str, heads: Sequence[str], body: Sequence[Any], css: str) -> Any:
    """Return a table in its frame; ``body`` are rows."""
    return html.Div(
        html.Table(
            [
                html.Caption(caption),
                html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])),
                html.Tbody(list(body)),
            ]
        ),
        className=f"table-wrap stacks {css}",
        tabIndex="0",
        role="region",
        **attrs(aria_label=caption.partition(".")[0]),
    )


def _cells(heads: Sequence[str], cells: Sequence[Any]) -> list[Any]:
    """Cells that carry their head, for narrow pages; the first is the row's."""
    first, *rest = cells
    return [
        html.Th(first, scope="row"),
        *(html.Td(cell, **attrs(data_label=head))
          for head, cell in zip(heads[1:], rest, strict=True)),
    ]  # fmt: skip


def figure_told(data: Data, figure: RecordedFigure | None, *, of_route: bool = False) -> Any:
    """Return a recorded figure with its year, whom it counts and its source.

    Args:
        of_route: name the route in place of what the figure counts, which the route's row tells.
    """
    if figure is None:
        return html.Span("no figure held", className="quiet")
    what = GROUPS.get(figure.group, figure.group)
    title = source_title(data, figure.source_id)
    more: list[Any] = [html.Span([". ", figure.scope_note, ". "], className="quiet")]
    if of_route:
        more = [f", {data.atlas.routes[figure.route_id].name}. "]
    return html.Span(
        [
            html.B(number_words(figure.value, figure.unit), title=figure.scope_note),
            f" {what}, {figure.year}",
            *more,
            html.A("Source", href=f"/sources#{figure.source_id}", title=title),
            html.Span(f": {title}", className="sr"),
        ]
    )


ROUTE_HEADS = (
    "Route", "Recorded children", "Questions without an answer", "Most is missing on", "Not checked"
)  # fmt: skip


def routes_table(data: Data, state: DataState, found: Missing) -> Any:
    """Return the routes, those with the most recorded children first."""
    with_figure = [one for one in found.routes if one.figure]
    others = [one for one in found.routes if not one.figure]
    caption = (
        f"{count(len(with_figure), 'route')} with a figure of recorded children, the largest "
        "first. Each country counts once."
    )
    left = html.Details(
        [
            html.Summary(f"{count(len(others), 'route')} without a figure, most missing first"),
            table("Routes without a figure of recorded children", ROUTE_HEADS,
                  [_route(data, state, one) for one in others], "missing-routes"),
        ],
        className="more-rows",
    )  # fmt: skip
    return [
        table(caption, ROUTE_HEADS, [_route(data, state, one) for one in with_figure],
              "missing-routes"),
        left if others else None,
    ]  # fmt: skip


def _route(data: Data, state: DataState, one: MissingOnRoute) -> Any:
    route = data.atlas.routes[one.route_id]
    most = sorted(one.by_goal.items(), key=lambda pair: -pair[1])[:2]
    goals = data.atlas.rubrics.goals
    href = state.href(view="coverage", routes=(one.route_id,), cell=None)
    return html.Tr(
        _cells(
            ROUTE_HEADS,
            [
                html.A(route.name, href=href),
                figure_told(data, one.figure),
                [html.B(f"{one.missing} of {one.asked}"), f" ({100 * one.share:.0f} %), in "
                 f"{count(one.countries, 'country', 'countries')}"],
                "; ".join(f"{goals[g].short.lower()} ({n})" for g, n in most if n) or "–",
                count(one.unchecked, "answer"),
            ],
        )
    )  # fmt: skip


ANSWER_HEADS = ("Question", "On routes with recorded children", "On all routes")


def answers_table(data: Data, state: DataState, found: Missing) -> Any:
    """Return the questions, what is most often missing on the routes with recorded children."""
    held = len(found.weighing)
    caption = (
        f"Countries without an answer: on the {count(held, 'route')} with a figure of recorded "
        "children, and beside it on all routes, where every country counts alike."
    )
    rows = [_answer(data, state, one) for one in found.answers if one.missing]
    return table(caption, ANSWER_HEADS, rows, "missing-answers")


def _answer(data: Data, state: DataState, one: MissingAnswer) -> Any:
    measure = data.atlas.rubrics.measures[one.measure]
    href = state.href(view="coverage", goal=one.goal, sort=one.measure, cell=None)
    return html.Tr(
        _cells(
            ANSWER_HEADS,
            [
                [html.A(one.question, href=href),
                 html.Span(f" {measure.label}, goal {one.goal}", className="quiet")],
                _part(one.missing_used, one.asked_used),
                _part(one.missing, one.asked),
            ],
        )
    )  # fmt: skip


def _part(some: int, of: int) -> Any:
    if not of:
        return html.Span("not asked there", className="quiet")
    share = f"{100 * some / of:.0f} %"
    return html.Span(
        [
            html.Span(
                html.Span(className="bar-fill e3", style={"width": share.replace(" ", "")}),
                className="share-bar",
            ),
            f"{some} of {of}",
        ],
        className="part",
    )


OPEN_HEADS = ("Fact", "Stands as", "Level now, and what it could be", "Journeys",
              "Recorded children", "Know it?")  # fmt: skip


def open_list(data: Data, state: DataState, found: OpenQuestions) -> Any:
    """Return the ranked list with its orders and filters."""
    by_children = state.order == "children"
    rows = chosen(state, found)
    moving = [row for row in rows if row.reach]
    first, rest = moving[:SHOWN], moving[SHOWN:MOST]
    known = sum(row.standing == "unchecked" for row in found.rows)
    return html.Section(
        [
            html.H2("Which fact would teach us most", id="open"),
            html.P(
                f"Of {found.asked:,} questions asked in the countries shown, "
                f"{len(found.rows) - known:,} have no answer and {known:,} one that is not yet "
                "checked. Ranked by how much hangs on each: the journeys through the country, or "
                "the largest figure of children recorded on a route through it, times the levels "
                "by which the answer alone could move the country’s level.",
            ),
            html.Nav(
                [
                    *(choice(label, state.href(order=order, cell=None),
                             chosen=order == state.order, css="chip-choice")
                      for order, label in ORDERS.items()),
                    html.Span(" · ", **attrs(aria_hidden="true")),
                    *(choice(label, state.href(standing=name, cell=None),
                             chosen=name == state.standing, css="chip-choice")
                      for name, label in {"": "All open ones", **STANDING}.items()),
                ],
                className="route-sorts",
                **attrs(aria_label="Order and filter of the facts"),
            ),
            html.P(
                "Figures of different routes, years and publishers are never added up: the largest "
                "single one orders the list. Countries without one are left out here.",
                className="quiet",
            )
            if by_children
            else None,
            _open_table(data, state, first) if first else html.P("None to show."),
            html.Details(
                [html.Summary(f"The next {len(rest)}"), _open_table(data, state, rest)],
                className="more-rows",
            )
            if rest
            else None,
            html.P(
                [
                    f"{len(rows):,} in all, {len(rows) - len(moving):,} of them on which no level "
                    "hangs now, as another answer holds it down: ",
                    html.A("all as CSV", href=state.csv_href()),
                    ".",
                ],
                className="quiet",
            ),
        ],
        **attrs(aria_labelledby="open"),
    )  # fmt: skip


def chosen(state: DataState, found: OpenQuestions) -> list[OpenQuestion]:
    """Return the open questions of the view in its order."""
    rows = found.weighted if state.order == "children" else found.rows
    return [row for row in rows if state.standing in ("", row.standing)]


def _open_table(data: Data, state: DataState, rows: Sequence[OpenQuestion]) -> Any:
    by = "recorded children" if state.order == "children" else "journeys"
    body = [_open_row(data, state, row) for row in rows]
    return table(f"Facts that would teach us most, by {by}.", OPEN_HEADS, body, "open-facts")


def _open_row(data: Data, state: DataState, row: OpenQuestion) -> Any:
    measure = data.atlas.rubrics.measures[row.measure]
    rank = row.rank_weighted if state.order == "children" else row.rank
    seen = link(f"/country/{row.iso3}", state.lens.pairs()) + f"#facts-{row.measure}"
    now = "not known" if row.level is None else f"level {row.level}"
    made = " It would make the level known." if row.makes_known else ""
    figure = row.figures[0] if row.figures else None
    return html.Tr(
        _cells(
            OPEN_HEADS,
            [
                [html.Span(f"{rank}. ", className="rank"),
                 html.A(f"{data.name(row.iso3)}: {measure.label.lower()}", href=seen),
                 html.Span(f" goal {row.goal}", className="quiet")],
                STANDING[row.standing],
                f"{now}; could be {row.bounds.worst} to {row.bounds.best}. This answer moves it by "
                f"up to {row.reach}.{made}",
                f"{row.journeys} on {count(len(row.routes), 'route')}",
                figure_told(data, figure, of_route=True),
                html.A(["Tell us", html.Span(f" about {data.name(row.iso3)}, {measure.label}",
                                             className="sr")],
                       href=state.href(cell=(row.iso3, row.measure)) + "#contribute"),
            ],
        )
    )  # fmt: skip


def contribute(data: Data, state: DataState) -> Any:
    """Return how to tell us a fact; with the very cell when one is chosen."""
    body: list[Any] = [
        html.P(
            "A fact is one statement on one country: a value, the children it is for, from when to "
            "when, a sentence in your words, and its source, so that anyone can check it. Without "
            "a source it does not load. Rows live in CSV files under geodata/facts, whose README "
            "tells each column; childways check lists every fault."
        )
    ]
    if state.cell is None:
        body.append(html.P("Choose “Tell us” beside a fact above for a form with its cell."))
    else:
        body += _form(data, state, *state.cell)
    return html.Section(
        [html.H2("How to tell us a fact", id="contribute-title"), *body],
        id="contribute",
        className="card question" if state.cell else "",
        **attrs(aria_labelledby="contribute-title"),
    )


def _form(data: Data, state: DataState, iso3: str, measure: str) -> list[Any]:
    asked = offer(data, iso3, measure, state.lens)
    form = form_address(data.questions, asked, "A fact")
    lens = state.lens
    facts = data.facts_of(iso3, data.age_class(lens.child), lens.year, lens.checked)
    made: list[Any] = [html.H3(asked.title)]
    for fact in facts.get(measure, ()):
        made.append(
            html.P(
                [
                    "Held now, ",
                    "not yet checked in its source: " if fact.evidence == "named" else "checked: ",
                    fact.summary,
                    " ",
                    html.A(source_title(data, fact.source_id), href=f"/sources#{fact.source_id}",
                           className="source"),
                    " · ",
                    html.A("Question this value", href=ask_address(fact.fact_id, lens),
                           className="question-link"),
                ]
            )
        )  # fmt: skip
    if form:
        made.append(html.P(html.A("Write the mail" if form.startswith("mailto:") else
                                  "Open the form", href=form, className="button",
                                  rel="noopener")))  # fmt: skip
    else:
        made.append(html.P(NO_FORM))
    return [*made, copy_item("What to send", asked.body)]


NO_FORM = (
    "This site has no address for contributions. Copy the text below, fill it in, and send it to "
    "those who run the site or who keep the tables."
)
