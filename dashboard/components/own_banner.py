"""The line over every page with a reader's own facts: whose, how many, and where they are."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.data import Data


def own_banner(data: Data, *, is_embedded: bool = False) -> Any:
    """Return the line; in an embed or a file the list is on the site."""
    number = data.own_count
    values = f"{number} value{'' if number == 1 else 's'} of {data.atlas.own_name}"
    listed = f"{data.origin}/own" if is_embedded else "/own"
    return html.Div(
        [
            html.B("With own facts. "),
            f"{values} {'is' if number == 1 else 'are'} in what you see: not part of the atlas, "
            "and not checked by its editors. Each is marked. ",
            html.A("What they are, and what they replaced", href=listed),
            ".",
        ],
        className="edition-banner own",
        role="note",
    )
