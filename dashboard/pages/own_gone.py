"""What stands in place of a view with own facts that are no longer here: never the atlas alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote, unquote

from dash import html
from fastapi import Request, Response
from fastapi.responses import PlainTextResponse

from dashboard.api.problems import problem_answer
from dashboard.data import Data
from dashboard.own_view.sessions import SPARED
from dashboard.pages.own import FORGET_ADDRESS
from dashboard.rendered import Rendered
from dashboard.shell import page

HEADLINE = "Your own facts are no longer here"
OF_ROUTE = re.compile(r"/journey/([^/?]+)")
WORDS = (
    "You looked at the atlas with facts of your own. This server holds them no more: nobody looked "
    "for a while, you had them forgotten in another window, or it was started anew."
)


def render(data: Data, address: str) -> Rendered:
    """Return the page; ``address`` is what was asked, with its query."""
    offer = data.own_offer
    minutes = f" ({offer.minutes} minutes; {SPARED // 60} when others wait)" if offer else ""
    is_hers = _is_hers(data, address)
    said = "See the atlas" if is_hers else "See this page of the atlas"
    to = "/" if is_hers else address
    without = html.Form(
        html.Button(f"{said} without them", type="submit", className="button"),
        action=f"{FORGET_ADDRESS}?to={quote(to, safe='/')}",
        method="post",
        className="own-go-on",
    )
    body = [
        html.H1(HEADLINE),
        html.P(WORDS.replace("for a while", f"for a while{minutes}")),
        html.P("The atlas is not put in their place until you choose it."),
        html.P(html.A("Bring your tables again", href="/own#check", className="button")),
        without,
    ]
    return Rendered(title=HEADLINE, tree=page("", body, css="prose"), status=410)


def _is_hers(data: Data, address: str) -> bool:
    """Return whether it may name a route of hers: without her cookie it would stand in the log."""
    named = OF_ROUTE.search(address.partition("?")[0])
    return named is not None and unquote(named[1]) not in {*data.atlas.routes, "own"}


def answer(data: Data, paint: Callable[[Rendered], Response], request: Request) -> Response:
    """Answer a browser whose own facts are no longer here, in the form that it asked for."""
    path = request.url.path
    if path.startswith("/api/"):
        return problem_answer(path, 410, WORDS)
    if "text/html" not in request.headers.get("accept", ""):
        return PlainTextResponse(WORDS, 410)
    return paint(render(data, f"{path}?{request.url.query}" if request.url.query else path))
