"""Share: every way out of a view. One module a section; the order is that of the menu.

A section is a function from the view to what stands in it, and returns nothing when the view has
no such way out. The texts themselves are made in ``dashboard.exports``: other places need them too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dash import html

from dashboard.components.share import cite, embed, files, link, picture
from dashboard.components.share.item import Items
from dashboard.components.share.view import SharedView
from dashboard.data import Data
from dashboard.markup import attrs, still

SECTIONS: tuple[tuple[str, Callable[[SharedView], Items]], ...] = (
    ("Link", link.items),
    ("Embed", embed.items),
    ("Picture", picture.items),
    ("File and data", files.items),
    ("Cite", cite.items),
)


def share(data: Data, title: str, line: str, address: str) -> Any:
    """Return the menu that holds every way out of a view.

    Args:
        line: what the view shows, in a sentence: it is the caption.
        address: of the view on this site, with its query.
    """
    view = SharedView(data=data, title=title, line=line, address=address)
    sections = [
        html.Section([html.H3(heading), *items], className="share-section")
        for heading, make in SECTIONS
        if (items := make(view))
    ]
    return html.Details(
        [
            html.Summary("Share", className="share-button"),
            html.Div(
                still([html.P([html.B(title), f". {line}"], className="quiet"), *sections]),
                className="menu-body share-body",
            ),
        ],
        className="menu share",
        **attrs(data_menu="Share"),
    )
