"""The sources behind a view as a list that opens in its place, with and without script."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dash import html

from dashboard.components.evidence import source_title
from dashboard.data import Data


def source_list(
    data: Data,
    source_ids: Iterable[str],
    words: str,
    *,
    is_open: bool = False,
    is_on_site: bool = False,
) -> Any:
    """Return every source, numbered in the order given, each a link to it.

    Args:
        words: what stands above the list.
        is_on_site: a source without an address leads to what the site says of it.
    """
    items = []
    for number, source_id in enumerate(source_ids, start=1):
        url = str(data.atlas.sources.at[source_id, "url"] or "")
        title = source_title(data, source_id)
        named: Any = title
        if url.startswith(("https://", "http://")):
            named = html.A(title, href=url, rel="noopener")
        elif is_on_site:
            named = html.A(title, href=f"/sources#{source_id}")
        items.append(html.Li(named, value=str(number), id=f"source-{number}"))
    return html.Details(
        [
            html.Summary(f"Sources ({len(items)})"),
            html.P(words, className="quiet small"),
            html.Ol(items, className="small"),
        ],
        className="view-sources",
        open=is_open,
    )
