"""What sections of Share are built of: a text with a button to copy it, a row of links."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from dash import dcc, html

from dashboard.markup import attrs

Items = list[Any]


def copy_item(label: str, text: str) -> Any:
    """Return a text to copy; its box has the id ``share-<label>``."""
    name = f"share-{re.sub('[^a-z]+', '-', label.lower())}"
    return html.Div(
        [
            html.Label(label, htmlFor=name),
            dcc.Textarea(id=name, value=text, readOnly=True, rows=2, spellCheck=False),
            html.Button("Copy", type="button", **attrs(data_copy=name, aria_label=f"Copy {label}")),
        ],
        className="share-item",
    )


def links_item(label: str, links: Iterable[tuple[str, str]]) -> Any:
    """Return a line of links: (words, address) each."""
    return html.P(
        [html.Span(label, className="share-label")]
        + [html.A(words, href=href, className="share-link") for words, href in links],
        className="share-links",
    )
