"""What stands in place of a page that can't be shown: what is wrong and the way back."""

from __future__ import annotations

from dash import html

from dashboard.components.own_banner import own_banner
from dashboard.data import Data
from dashboard.rendered import Rendered
from dashboard.shell import page, with_banner

LOST = "There is no such page"


def render(data: Data, headline: str, sentence: str, status: int) -> Rendered:
    """Return a page that says what is wrong."""
    tree = page(
        "",
        [
            html.H1(headline),
            html.P(sentence),
            html.P(html.A("Go to the atlas", href="/", className="button")),
        ],
        css="prose",
    )
    if data.own_said:
        tree = with_banner(tree, own_banner(data))
    return Rendered(title=headline, tree=tree, status=status)


def lost_words(path: str) -> str:
    """Return what is said of an address that nothing answers to."""
    return (
        f"Nothing in the atlas answers to {path[:120]}. It may have moved, or the link may be cut "
        "short."
    )


def lost(data: Data, path: str) -> Rendered:
    """Return the page for an address that nothing answers to."""
    return render(data, LOST, lost_words(path), 404)
