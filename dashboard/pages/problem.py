"""What stands in place of a page that can't be shown: what is wrong and the way back."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.shell import page


def body(headline: str, sentence: str) -> Any:
    """Return the page."""
    return page(
        "",
        [
            html.H1(headline),
            html.P(sentence),
            html.P(html.A("Go to the atlas", href="/", className="button")),
        ],
        css="prose",
    )
