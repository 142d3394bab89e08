"""The line over every page with a reader's own facts: whose, how many, and where they are."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.data import Data

FORGET = "/own/forget"


def own_banner(data: Data, *, is_embedded: bool = False) -> Any:
    """Return the line; in an embed or a file the list is on the site, if anybody can see it."""
    number = data.own_count
    values = f"{number} value{'' if number == 1 else 's'} of {data.atlas.own_name}"
    listed = f"{data.origin}/own" if is_embedded else "/own"
    where: list[Any] = [html.A("What they are, and what they replaced", href=listed), "."]
    if data.is_only_here and is_embedded:
        where = ["The address of this view shows it without them."]
    elif data.is_only_here:
        where += [" Only this browser sees them. ", _forget()]
    return html.Div(
        [
            html.B("With own facts. "),
            f"{values} {'is' if number == 1 else 'are'} in what you see: not part of the atlas, "
            "and not checked by its editors. Each is marked. ",
            *where,
        ],
        className="edition-banner own",
        role="note",
    )


def _forget() -> Any:
    return html.Form(
        html.Button("Forget them", type="submit"),
        action=FORGET,
        method="post",
        className="own-forget",
    )
