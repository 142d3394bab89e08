"""The atlas for programs that speak the Model Context Protocol: five read-only tools.

Off by default. Dash brings the server. Left as it is, it would hand out layout, pages and
callbacks; all of that is switched off, and only the functions below are offered. Around it stands
what Dash leaves open: who may ask from a browser, how much, and how often.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any, Literal
from urllib.parse import urlsplit

from dash.mcp import configure_mcp_server, mcp_enabled
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.api.content import Content
from dashboard.api.limit import RateLimit, host_of
from dashboard.api.problems import ProblemError
from dashboard.api.views import find
from dashboard.config import Config
from dashboard.data import Data
from dashboard.exports.terms import LICENCE_SHORT
from dashboard.state import Lens, link
from dashboard.ways import JourneyState, Way
from routes import LAST_YEAR, Child

PATH = "/mcp"
# On FastAPI, Dash holds a request ready only for paths that begin so: at its usual one it fails.
DASH_PATH = "/_dash-mcp"
MOST_BODY = 20_000  # bytes
MOST_SOURCES = 50
Company = Literal["alone", "family"]
Status = Literal["refugee", "asylum_seeker", "undocumented", "trafficked"]


def offer_tools(data: Data) -> None:
    """Offer the tools, and nothing else of the app. Before the app answers its first question."""
    configure_mcp_server(
        include_layout=False,
        include_callbacks=False,
        include_clientside_callbacks=False,
        include_pages=False,
    )
    for tool in tools(data):
        mcp_enabled(tool, expose_docstring=True)


def tools(data: Data) -> tuple[Callable[..., dict[str, Any]], ...]:
    """Return the tools; their names, types and docstrings are what a client reads."""
    content = Content(data)

    def told(address: str) -> dict[str, Any]:
        try:
            found = find(content, address, "")
        except ProblemError as error:
            raise ValueError(error.detail) from error
        return {
            "view": found.view.model_dump(mode="json"),
            "could_not_be_used": list(found.dropped),
            "address": data.origin + found.view.url,
            **_terms(data),
        }

    def routes_list() -> dict[str, Any]:
        """List the documented routes: id, name, region, branches with the countries on the way."""
        routes = [content.route(route) for route in data.atlas.routes.values()]
        kept = {"route_id", "name", "region", "branches", "url"}
        return {"routes": [route.model_dump(mode="json", include=kept) for route in routes],
                **_terms(data)}  # fmt: skip

    def country_levels(
        country: str,
        age: int = 15,
        company: Company = "alone",
        status: Status = "asylum_seeker",
        year: int = LAST_YEAR,
    ) -> dict[str, Any]:
        """Levels of protection of a child in one country for six policy goals, with their sources.

        country: ISO 3166-1 alpha-3. Level 4 is protected in law and practice, 0 not protected;
        null is not known, which is not zero. Say so when you cite it, with the source.
        """
        pairs = Lens(child=Child(age=age, company=company, status=status), year=year).pairs()
        return told(link(f"/country/{data.known_country(country)}", pairs))

    def journey_profile(
        way: str,
        age: int = 15,
        company: Company = "alone",
        status: Status = "asylum_seeker",
        year: int = LAST_YEAR,
    ) -> dict[str, Any]:
        """Protection of a child stage by stage on a journey: levels, drops, what is not known.

        way: a route's id (see routes_list), ``route.branch``, or 2 to 15 country codes with
        commas between them, such as ERI,SDN,LBY. Null is not known, which is not zero.
        """
        lens = Lens(child=Child(age=age, company=company, status=status), year=year)
        return told(JourneyState(way=Way.parse(way), lens=lens).href())

    def view_numbers(address: str) -> dict[str, Any]:
        """The numbers behind any address of the atlas: a page, an embed, a path with its query."""
        return told(address)

    def source_records(source_ids: list[str]) -> dict[str, Any]:
        """Publisher, title, year, web address and licence of up to 50 sources, by their ids."""
        known = data.atlas.sources.index
        asked = source_ids[:MOST_SOURCES]
        return {
            "sources": [content.source(i).model_dump(mode="json") for i in asked if i in known],
            "unknown": [i for i in asked if i not in known],
            **_terms(data),
        }

    return routes_list, country_levels, journey_profile, view_numbers, source_records


def _terms(data: Data) -> dict[str, str]:
    told = {"data_version": data.version, "licence": LICENCE_SHORT}
    return told | ({"own_facts": data.own_said} if data.own_said else {})


def add_guard(server: FastAPI, config: Config) -> None:
    """Put the guard before Dash's server."""
    server.add_middleware(Guard, origin=config.public_origin, limit=config.api_rate_per_minute)


class Guard:
    """ASGI: refuses what Dash's server does not look at before it reads a message.

    A browser on another site (``Origin``), more than the API's rate, more than ``MOST_BODY``, and
    whatever is not one JSON object.
    """

    def __init__(self, app: ASGIApp, origin: str, limit: int) -> None:
        self._app = app
        self._origin = origin
        self._limit = RateLimit(limit, time.monotonic)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].rstrip("/") not in (PATH, DASH_PATH):
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        refused = self._refusal(request)
        body = b""
        if refused is None and request.method == "POST":
            body, refused = await _read(request)
        if refused is not None:
            await refused(scope, receive, send)
            return
        inner = {**scope, "path": DASH_PATH, "raw_path": DASH_PATH.encode()}
        left = [body]

        async def replay() -> Message:
            if left:
                return {"type": "http.request", "body": left.pop(), "more_body": False}
            return await receive()

        await self._app(inner, replay, send)

    def _refusal(self, request: Request) -> Response | None:
        wait = self._limit.wait(host_of(request))
        if wait:
            return _problem(429, f"Too many requests. Wait {wait} s.")
        # A browser's page on another site, also one whose host name was turned to this server.
        origin, host = request.headers.get("origin", ""), request.url.hostname or ""
        is_at_home = host in (urlsplit(self._origin).hostname, "localhost", "127.0.0.1", "::1")
        ours = (self._origin, f"{request.url.scheme}://{request.url.netloc}")
        if origin and not (origin in ours and is_at_home):
            return _problem(403, "Pages of other sites can’t ask here.")
        return None


async def _read(request: Request) -> tuple[bytes, Response | None]:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BODY:
            return b"", _problem(413, f"Send at most {MOST_BODY} bytes.")
    try:
        message = json.loads(body)
    except (ValueError, RecursionError):
        return b"", _problem(400, "Send one JSON object.")
    if not isinstance(message, dict) or not isinstance(message.get("method", ""), str):
        return b"", _problem(400, "Send one JSON object with a method.")
    if not isinstance(message.get("params") or {}, dict):
        return b"", _problem(400, "params must be an object.")
    return body, None


def _problem(status: int, words: str) -> Response:
    return JSONResponse({"error": words}, status, {"X-Content-Type-Options": "nosniff"})
