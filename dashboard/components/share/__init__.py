"""Share: every way out of a view. One module a section; the order is that of the menu.

A section is a function from the view to what stands in it, and returns nothing when the view has
no such way out. The texts themselves are made in ``dashboard.exports``: other places need them too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dash import html

from dashboard.components.share import cite, embed, files, link, picture
from dashboard.components.share.choice import live_or_frozen, tell_apart
from dashboard.components.share.item import Items
from dashboard.components.share.view import SharedView
from dashboard.data import Data
from dashboard.frozen import day, live_link
from dashboard.markup import attrs, still

SECTIONS: tuple[tuple[str, Callable[[SharedView], Items]], ...] = (
    ("Link", link.items),
    ("Embed", embed.items),
    ("Picture", picture.items),
    ("File and data", files.items),
    ("Cite", cite.items),
)


def _sections(view: SharedView) -> list[Any]:
    return [
        html.Section([html.H3(heading), *items], className="share-section")
        for heading, make in SECTIONS
        if (items := make(view))
    ]


def _set(view: SharedView, kind: str) -> Any:
    """Return every section, live or frozen; both stand in the page and one of them is shown."""
    sections = _sections(view)
    if kind == "frozen":
        tell_apart(sections, "-frozen")
    return html.Div(sections, className=f"share-{kind}")


def _frozen_only(live: SharedView) -> Any:
    return html.P(
        [
            f"This view is frozen at data version {live.data.version} of "
            f"{day(live.data.atlas.date)}, and so is what is shared here. ",
            live_link("Share the live one", live.address),
            ".",
        ]
    )


def share(data: Data, title: str, line: str, address: str) -> Any:
    """Return the menu that holds every way out of a view.

    Args:
        line: what the view shows, in a sentence: it is the caption.
        address: of the view on this site, with its query.
    """
    live = SharedView(data=data, title=title, line=line, address=address)
    kept = data.edition or (data.editions is not None and data.editions.is_live_kept)
    if data.edition:
        parts = [_frozen_only(live), *_sections(live.as_frozen)]
    elif kept:
        parts = [*live_or_frozen(data), _set(live, "live"), _set(live.as_frozen, "frozen")]
    else:
        parts = _sections(live)
    return html.Details(
        [
            html.Summary("Share", className="share-button"),
            html.Div(
                still([html.P([html.B(title), f". {line}"], className="quiet"), *parts]),
                className="menu-body share-body",
            ),
        ],
        className="menu share",
        **attrs(data_menu="Share"),
    )
