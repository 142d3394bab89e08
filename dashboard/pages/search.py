"""Search: what the words of a reader lead to, grouped by kind. The header's box leads here."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from dashboard.data import Data
from dashboard.rendered import Rendered
from dashboard.search import KINDS, MOST_FOUND, Entry, by_kind, finder_of
from dashboard.shell import LONGEST_ASKED, page
from dashboard.state import Query
from routes.words import count


def render(data: Data, _rest: str, query: str) -> Rendered:
    """Return what is found for ``q`` in a query string."""
    read = Query(query)
    asked = read.text("q", LONGEST_ASKED).strip()
    found = finder_of(data).find(asked)
    title = f"Search: {asked}" if asked else "Search"
    tree = page(
        "/search",
        [
            html.H1("Search"),
            html.Form(
                [
                    html.Label("Countries, routes, places, laws, sources", htmlFor="q"),
                    html.Div(
                        [
                            dcc.Input(
                                id="q", name="q", type="search", value=asked, className="search",
                                maxLength=LONGEST_ASKED,
                            ),
                            html.Button("Search", type="submit", className="button"),
                        ],
                        className="search-row",
                    ),
                ],
                action="/search",
                method="get",
            ),
            _said(data, asked, found),
            *(_group(kind, entries) for kind, entries in by_kind(found).items()),
        ],
        css="prose",
        notices=read.close(),
    )  # fmt: skip
    return Rendered(title=title, tree=tree)


def _said(data: Data, asked: str, found: list[Entry]) -> Any:
    if not asked:
        number = len(finder_of(data).entries)
        return html.P(
            f"{number} things can be opened. A country is found in English, French, Spanish and "
            "Arabic; small mistakes in typing are forgiven.",
            className="quiet",
        )
    if not found:
        return html.P(
            [
                f"Nothing here has a name like “{asked}”. Try fewer words, or open the ",
                html.A("list of journeys", href="/journeys"),
                ", the ",
                html.A("data", href="/data"),
                " or the ",
                html.A("sources", href="/sources"),
                ".",
            ],
            role="status",
        )
    best = f"The best {MOST_FOUND} are shown." if len(found) == MOST_FOUND else ""
    words = best or f"{count(len(found), 'result')} for “{asked}”."
    return html.P(words, className="quiet", role="status")


def _group(kind: str, entries: list[Entry]) -> Any:
    return html.Section(
        [
            html.H2(KINDS[kind]),
            html.Ul(
                [
                    html.Li([html.A(entry.title, href=entry.href), html.Div(entry.line)])
                    for entry in entries
                ],
                className="plain found",
            ),
        ]
    )
