"""Data: every table and layer to take home, what is known of what, and what is missing most."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from dash import html

from dashboard.components import coverage_matrix, open_list, resource_list
from dashboard.components.controls import (
    checked_toggle,
    child_menu,
    choice,
    goal_chips,
    routes_menu,
    year_menu,
)
from dashboard.components.coverage_rows import rows
from dashboard.components.share import share
from dashboard.data import Data
from dashboard.data_state import PATH, VIEWS, DataState, columns
from dashboard.exports.cells import harmless
from dashboard.exports.terms import LICENCE_SHORT
from dashboard.frozen import day
from dashboard.kept import kept_with_data
from dashboard.markup import attrs
from dashboard.rendered import Rendered
from dashboard.said_views import MISSING, coverage_line, coverage_title, missing_line
from dashboard.shell import page
from dashboard.state import link
from routes import Missing, OpenQuestions
from routes.open_questions import COLUMNS as OPEN_COLUMNS


def render(data: Data, _rest: str, query: str) -> Rendered:
    """Return the page for a query string."""
    state, dropped = DataState.read(data, query)
    make = {"tables": _tables, "coverage": _coverage, "missing": _missing}[state.view]
    return make(data, state, dropped)


def _tabs(state: DataState) -> Any:
    return html.Nav(
        [
            choice(label, state.href(view=view, cell=None), chosen=view == state.view,
                   css="chip-choice")
            for view, label in VIEWS.items()
        ],
        className="data-tabs",
        **attrs(aria_label="Parts of the data page"),
    )  # fmt: skip


def _tables(data: Data, state: DataState, dropped: tuple[str, ...]) -> Rendered:
    tree = page(
        PATH,
        [
            html.H1("Data", id="headline"),
            html.P(
                f"Everything that the atlas holds, data version {data.version} of "
                f"{day(data.atlas.date)}. The curated facts are {LICENCE_SHORT}: cite "
                "Childways, the data version and each fact’s own source. An empty cell is not "
                "known or does not apply, as its column says; it never means zero."
            ),
            _tabs(state),
            html.P(
                [
                    *_everything(data),
                    html.A("The API", href="/api/v1/docs", className="button"),
                    " ",
                    html.A("The dictionary (CSV)", href="/data.csv", className="button"),
                ],
                className="button-row",
            ),
            resource_list.overview(data),
            resource_list.came_in(data),
            *resource_list.each(data),
        ],
        css="prose data-page",
        notices=dropped,
    )  # fmt: skip
    return Rendered(title="Data", tree=tree)


def _everything(data: Data) -> list[Any]:
    """Return the files that hold all; with facts that one reader sees, there are none."""
    if data.is_only_here:  # they are made on the server's disk
        return []
    return [
        html.A("Everything as one Data Package (zip)", href="/data/download/childways.zip",
               className="button"),
        " ",
        html.A("All layers for QGIS (GeoPackage)", href="/data/download/childways.gpkg",
               className="button"),
        " ",
    ]  # fmt: skip


def _bar(data: Data, state: DataState, words: str) -> Any:
    return html.Div(
        [
            html.Span(f"{words} for "),
            child_menu(state),
            html.Span(" on "),
            routes_menu(data, state),
            html.Span(" in "),
            year_menu(state),
            checked_toggle(state),
        ],
        className="bar",
    )


def _coverage(data: Data, state: DataState, dropped: tuple[str, ...]) -> Rendered:
    shown = rows(data, state)
    name, said = coverage_title(data, state), coverage_line(state, shown)
    map_words = "All goals as a map" if state.goal else "The same as a map"
    on_map = [("colour", "evidence-known"), ("routes", ",".join(state.routes)),
              *state.lens.pairs()]  # fmt: skip
    tree = page(
        PATH,
        [
            html.H1(name, id="headline"),
            _tabs(state),
            html.P(
                [
                    said,
                    " A full row can hold bad news: it says how much we know, not how a child "
                    "fares. ",
                    html.A(map_words, href=link("/", on_map)),
                    ", ",
                    html.A("as CSV", href=state.csv_href()),
                    ".",
                ],
                className="lead-in",
            ),
            _bar(data, state, "What is known"),
            goal_chips(data, state.to_goal, state.goal, first="All goals"),
            html.Div(
                [
                    coverage_matrix.legend(state, shown),
                    coverage_matrix.matrix(data, state, shown),
                ],
                className="coverage-parts",
            ),
        ],
        css="wide data-page",
        notices=dropped,
        share=share(data, name, said, state.href(cell=None)),
    )
    return Rendered(title=name, tree=tree)


def _missing(data: Data, state: DataState, dropped: tuple[str, ...]) -> Rendered:
    found, ranked = missing_of(data, state), open_of(data, state)
    goal = state.goal and data.atlas.rubrics.goals[state.goal]
    said = missing_line(state, ranked)
    tree = page(
        PATH,
        [
            html.H1(MISSING, id="headline"),
            _tabs(state),
            html.P(said, className="lead-in"),
            _bar(data, state, "What is missing"),
            goal_chips(data, state.to_goal, state.goal, first="All goals"),
            html.P(f"Goal {goal.goal} is not judged: no level hangs on any answer, so none is "
                   "missed here.") if goal and not goal.is_judged else None,
            open_list.open_list(data, state, ranked),
            open_list.contribute(data, state),
            html.Section(
                [
                    html.H2("On the routes that children use most", id="routes"),
                    html.P(
                        "Figures of recorded children count different things in different years: "
                        "they order the routes, and are never added up or averaged."
                    ),
                    *open_list.routes_table(data, state, found),
                ],
                **attrs(aria_labelledby="routes"),
            ),
            html.Section(
                [
                    html.H2("Which questions have no answer", id="questions"),
                    open_list.answers_table(data, state, found),
                ],
                **attrs(aria_labelledby="questions"),
            ),
        ],
        css="wide data-page",
        notices=dropped,
        share=share(data, MISSING, said, state.href(cell=None)),
    )  # fmt: skip
    return Rendered(title=MISSING, tree=tree)


def missing_of(data: Data, state: DataState) -> Missing:
    """Return what is missing in the view."""
    lens = state.lens
    child = data.age_class(lens.child)
    return data.atlas.missing(
        goal=state.goal or None,
        routes=state.routes,
        roles=state.roles,  # type: ignore[arg-type]  # read as some of the roles
        child=child,
        year=lens.year,
        checked_only=lens.checked,
        world=data.world(child, lens.checked),
    )


def open_of(data: Data, state: DataState) -> OpenQuestions:
    """Return the open questions of the view; kept for the few views asked for last."""
    lens = state.lens
    child = data.age_class(lens.child)
    return _ranked(data, state.goal, state.routes, state.roles, child, lens.year, lens.checked)


@kept_with_data(16)
def _ranked(
    data: Data, goal: int, routes: Any, roles: Any, child: Any, year: int, checked: bool
) -> OpenQuestions:
    return data.atlas.open_questions(
        goal=goal or None, routes=routes, roles=roles, child=child, year=year,
        checked_only=checked, world=data.world(child, checked),
    )  # fmt: skip


LENS_HEADS = ("age", "company", "status", "year", "checked_only", "data_version")
COVERAGE_HEADS = ("iso3", "country", "roles", "goal", "measure", "asked", "answered", "checked",
                  "known_share", "speaks_for")  # fmt: skip


def csv_file(data: Data, query: str) -> tuple[str, str]:
    """Return the name and the text of what is shown: the dictionary, the matrix or the list."""
    state, _ = DataState.read(data, query)
    if state.view == "tables":
        text = _csv(resource_list.DICTIONARY_HEADS, resource_list.dictionary_rows(data))
        return f"childways-dictionary-{data.version}.csv", text
    lens = state.lens
    of = (lens.child.age, lens.child.company, lens.child.status, lens.year,
          "yes" if lens.checked else "no", data.version)  # fmt: skip
    is_open = state.view == "missing"
    heads = (*OPEN_COLUMNS[:3], "country", *OPEN_COLUMNS[3:]) if is_open else COVERAGE_HEADS
    cells = _open_cells(data, state) if is_open else _coverage_cells(data, state)
    text = _csv((*heads, *LENS_HEADS), ((*row, *of) for row in cells))
    return f"childways-{state.view}-{lens.year}.csv", text


def _open_cells(data: Data, state: DataState) -> Iterable[tuple[Any, ...]]:
    found = open_of(data, state)
    keep = {(row.iso3, row.goal, row.measure) for row in open_list.chosen(state, found)}
    table = found.to_frame().astype(object)
    if state.order == "children":
        table = table.sort_values("rank_weighted", kind="stable")
    table = table.where(table.notna(), "")
    for row in table.to_dict("records"):
        if (row["iso3"], row["goal"], row["measure"]) in keep:
            cells = [row[name] for name in OPEN_COLUMNS]
            yield (*cells[:3], data.name(row["iso3"]), *cells[3:])


def _coverage_cells(data: Data, state: DataState) -> Iterable[tuple[Any, ...]]:
    for row in rows(data, state):
        for name, cell in zip(columns(data, state.goal), row.cells, strict=True):
            goal, measure = state.goal, name
            if not state.goal:
                goal, measure = int(name.removeprefix("goal-")), ""
            yield (row.iso3, row.name, " ".join(row.roles), goal, measure, cell.asked,
                   cell.answered, cell.checked, round(cell.share, 4) if cell.asked else "",
                   cell.as_of or "")  # fmt: skip


def _csv(heads: Sequence[str], body: Iterable[Sequence[Any]]) -> str:
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(heads)
    writer.writerows([harmless(c) if isinstance(c, str) else c for c in row] for row in body)
    return file.getvalue()
