"""What every page has around it: skip link, header, navigation, notices, footer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import dcc, html

from dashboard import ids
from dashboard.markup import attrs

LONGEST_ASKED = 80  # characters of a search
# A link (address, label), or a menu of links (label, links).
NAVIGATION: tuple[tuple[str, str | tuple[tuple[str, str], ...]], ...] = (
    ("/", "Atlas"),
    ("/journeys", "Journeys"),
    ("/what-if", "What if"),
    (
        "Goals",
        (
            ("/goals", "Six goals"),
            ("/sheet", "Negotiation sheet"),
            ("/commitments", "Commitments"),
            ("/timeline", "Timeline"),
            ("/practice", "Practice"),
        ),
    ),
    (
        "About",
        (
            ("/data", "Data"),
            ("/methods", "Methods"),
            ("/sources", "Sources"),
            ("/own", "Your own facts"),
            ("/corrections", "Corrections"),
        ),
    ),
)


def page(
    path: str,
    body: Sequence[Any],
    *,
    css: str = "",
    notices: Sequence[str] = (),
    share: Any = None,
) -> Any:
    """Return a whole page: header with ``share``, notices and ``body`` in its main landmark."""
    return html.Div(
        [
            html.A("Skip to content", href="#main", className="skip"),
            html.Header(
                [
                    html.A("Childways", href="/", className="brand"),
                    html.Nav(
                        [_entry(path, first, second) for first, second in NAVIGATION],
                        **attrs(aria_label="Pages"),
                    ),
                    _finder(),
                    share,
                    html.Button(
                        "Light or dark", className="theme-toggle", **attrs(data_toggle_theme="1")
                    ),
                ],
                className="top",
            ),
            _notices(notices),
            html.Main(list(body), id="main", className=css, tabIndex="-1"),
        ],
        className="shell",
        id="shell",
    )


def with_banner(tree: Any, banner: Any) -> Any:
    """Return a page of ``page`` with a line between its header and what follows."""
    at = next(i for i, part in enumerate(tree.children) if isinstance(part, html.Header))
    tree.children.insert(at + 1, banner)
    return tree


def _finder() -> Any:
    """The search box: the way to everything without a pointer. Without script, a form."""
    return html.Form(
        [
            html.Label("Search the atlas", htmlFor=ids.SEARCH, className="sr"),
            dcc.Input(
                id=ids.SEARCH,
                name="q",
                type="search",
                placeholder="Search  /",
                maxLength=LONGEST_ASKED,
                autoComplete="off",
                className="search",
            ),
        ],
        action="/search",
        method="get",
        role="search",
        className="finder",
    )  # fmt: skip


def _entry(path: str, first: str, second: str | tuple[tuple[str, str], ...]) -> Any:
    if isinstance(second, str):
        return _link(path, first, second)
    is_here = any(path == href for href, _ in second)
    return html.Details(
        [
            html.Summary(first, className="here" if is_here else ""),
            html.Div([_link(path, href, label) for href, label in second], className="menu-body"),
        ],
        className="menu pages",
        **attrs(data_menu=first),
    )


def _link(path: str, href: str, label: str) -> Any:
    current = attrs(aria_current="page") if path == href else {}
    return html.A(label, href=href, **current)


def _notices(notices: Sequence[str]) -> Any:
    if not notices:
        return None
    return html.Div(
        [
            html.Strong("Part of this link could not be used. "),
            *(html.Span(f"{notice} ") for notice in notices),
        ],
        className="notice",
        role="status",
    )
