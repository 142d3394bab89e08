"""Hands what a reader with own facts asks for to her own atlas, and keeps her answers private."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request, cookie_parser
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.data import Data
from dashboard.own_view.privacy import PRIVATE
from dashboard.own_view.same_site import is_part_of_another
from dashboard.own_view.sessions import OwnSessions
from dashboard.whole import whole_answer

STAMP = "own-"  # begins the stamp of data that one browser fetches for own facts
# The same for all: what other sites load, what holds no values, and programs without a browser.
SAME_FOR_ALL = ("/static/", "/_dash-", "/_reload-hash", "/_favicon", "/assets/", "/health",
                "/robots.txt", "/embed", "/oembed", "/mcp", "/_mcp")  # fmt: skip
CALLBACKS = "/_dash-update-component"
OWN = "/own"  # the way out of an atlas that was forgotten
UNASKED = (b"if-none-match", b"if-modified-since", b"range", b"if-range")
HEADERS = {
    "Cache-Control": "private, no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex",
}


@dataclass(frozen=True, slots=True)
class Drawn:
    """Whose atlas Dash draws from; None when it was forgotten."""

    data: Data | None


# What a callback draws from: Dash is one for all, and tells its callbacks nothing of the request.
DRAWN: ContextVar[Drawn | None] = ContextVar("drawn", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cookie:
    """The cookie of a browser session. No script can read it, and none of another site sends it.

    A link from elsewhere that opens a page does (``lax``), as it would else show the atlas without
    hers; nothing is done by opening a page, and what is done asks where it comes from.
    """

    is_secure: bool

    @property
    def name(self) -> str:
        return "__Host-childways-own" if self.is_secure else "childways-own"

    def of(self, scope: Scope) -> str:
        """Return the token in a request; "" when there is none, "?" when it is empty.

        Read as browsers write cookies, whatever else the host has put beside it: the standard
        library's parser finds nothing beside one that it takes for odd, and then she would get the
        atlas without hers in silence.
        """
        sent = [v.decode("latin-1") for name, v in scope["headers"] if name == b"cookie"]
        found = cookie_parser(";".join(sent)).get(self.name)
        return "" if found is None else found or "?"

    def put(self, response: Response, token: str) -> None:
        response.set_cookie(
            self.name, token, path="/", secure=self.is_secure, httponly=True, samesite="lax"
        )

    def take(self, response: Response) -> None:
        response.delete_cookie(
            self.name, path="/", secure=self.is_secure, httponly=True, samesite="lax"
        )


def new_stamp() -> str:
    """Return what stands in the addresses of data for own facts: no cache knows it from before."""
    return STAMP + secrets.token_hex(8)


class OwnDispatch:
    """ASGI: her own atlas for a request with her cookie, the atlas for all for others."""

    def __init__(
        self,
        app: ASGIApp,
        sessions: OwnSessions,
        cookie: Cookie,
        gone: Callable[[Request], Response],
    ) -> None:
        """Take what answers a request whose own facts are no longer here."""
        self._app, self._sessions, self._cookie, self._gone = app, sessions, cookie, gone

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = str(scope.get("path", ""))
        is_callback = path == CALLBACKS
        if scope["type"] != "http" or (path.startswith(SAME_FOR_ALL) and not is_callback):
            await self._app(scope, receive, send)
            return
        sent = self._cookie.of(scope)
        # A frame or a picture on another site shows what all see.
        is_apart = bool(sent) and is_part_of_another(Headers(scope=scope))
        token = "" if is_apart else sent
        if not token and not path.startswith(f"/data/{STAMP}"):
            await self._app(scope, receive, _varying(send, can_be_kept=not is_apart))
            return
        scope[PRIVATE] = True
        shown = await run_in_threadpool(self._sessions.find, token) if token else None
        if is_callback:
            await self._draw(Drawn(shown.data if shown else None), scope, receive, send)
        elif shown is not None:
            await _answer(shown.app, scope, receive, send)
        elif path == OWN or path.startswith(f"{OWN}/"):
            await _answer(self._app, scope, receive, send)
        else:
            answer = await run_in_threadpool(self._gone, Request(scope))
            _make_private(answer)
            await answer(scope, receive, send)

    async def _draw(self, drawn: Drawn, scope: Scope, receive: Receive, send: Send) -> None:
        before = DRAWN.set(drawn)
        try:
            await _answer(self._app, scope, receive, send)
        finally:
            DRAWN.reset(before)


async def _answer(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer from an app: always anew, and for this one browser."""
    asked = [(name, value) for name, value in scope["headers"] if name not in UNASKED]
    response = await whole_answer(app, {**scope, "headers": asked}, receive)
    _make_private(response)
    response.headers["content-length"] = str(len(response.body))
    await response(scope, receive, send)


def _make_private(response: Response) -> None:
    for name in ("etag", "last-modified", "expires", "access-control-allow-origin"):
        if name in response.headers:
            del response.headers[name]
    response.headers.update(HEADERS)
    response.headers.add_vary_header("Cookie")


def _varying(send: Send, *, can_be_kept: bool) -> Send:
    """Tell caches that an answer for all is not the one for a browser with the cookie.

    Not to be kept is one that this browser would else show her in place of her own.
    """

    async def told(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.add_vary_header("Cookie")
            if not can_be_kept:
                headers["Cache-Control"] = HEADERS["Cache-Control"]
        await send(message)

    return told
