"""Around every answer of the API: HEAD, OPTIONS, extensions, limits, CORS, compression, faults."""

from __future__ import annotations

import gzip
from collections.abc import Callable

import brotli
from fastapi import Request, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.api.formats import EXTENSIONS
from dashboard.api.limit import RateLimit, host_of
from dashboard.api.problems import POSTED, PREFIX, problem_answer
from dashboard.own_view.privacy import log_fault
from dashboard.whole import whole_answer

MOST_BODY = 20_000  # bytes; a journey of 15 countries takes 200
SMALLEST = 600  # bytes; below, compressing costs more than it saves
EXPOSED = "Link, ETag, Retry-After, X-Total-Count, X-Empty-Because"
ASKED_ALONE = ("/openapi.json",)  # its extension is part of its name


class Around:
    """ASGI: the API within its surroundings."""

    def __init__(self, app: ASGIApp, limit: RateLimit) -> None:
        self._app = app
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        response = await self._answer(request, scope, receive)
        is_read = request.method in ("GET", "HEAD", "OPTIONS")
        if is_read:
            response.headers["Access-Control-Allow-Origin"] = "*"
            response.headers["Access-Control-Expose-Headers"] = EXPOSED
        _pack(response, request.headers.get("accept-encoding", ""))
        await response(scope, receive, send)

    async def _answer(self, request: Request, scope: Scope, receive: Receive) -> Response:
        path = request.url.path
        wait = self._limit.wait(host_of(request))
        if wait:
            return problem_answer(
                path,
                429,
                f"More requests than this server takes from one address. Wait {wait} s.",
                headers={"Retry-After": str(wait)},
            )
        inner = _inner(scope)
        if request.method == "OPTIONS":
            inner["method"] = "GET"  # to learn what the address takes
            return await self._options(inner)
        body = Body(receive)
        try:
            response = await whole_answer(self._app, inner, body.receive)
        except Exception as error:  # a reader never meets a traceback; the log does
            log_fault(scope, error)
            return problem_answer(
                path, 500, "The fault is ours, not yours, and it has been written to the log."
            )
        if body.is_too_large:  # the reader of the body may have taken it for a broken one
            return problem_answer(path, 413, f"Send at most {MOST_BODY} bytes.")
        return response

    async def _options(self, inner: Scope) -> Response:
        takes = "GET, HEAD, OPTIONS"
        if inner["path"].removeprefix(PREFIX) in POSTED:
            takes = "GET, HEAD, OPTIONS, POST"
        return Response(
            status_code=204,
            headers={
                "Allow": takes,
                "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
                "Access-Control-Allow-Headers": "Accept, If-None-Match",
                "Access-Control-Max-Age": "86400",
                "Cache-Control": "public, max-age=86400",
            },
        )


def _inner(scope: Scope) -> Scope:
    """Return the scope as the endpoints see it: GET for HEAD, no extension on the path."""
    inner = dict(scope)
    path = str(scope["path"])
    inner["childways.path"] = path
    if scope["method"] == "HEAD":
        inner["method"] = "GET"
    for extension, name in EXTENSIONS.items():
        if path.endswith(extension) and not path.endswith(ASKED_ALONE):
            inner["path"] = path.removesuffix(extension)
            inner["childways.format"] = name
            break
    return inner


class Body:
    """What a client sends, with an end to how much of it is taken in."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._taken = 0

    @property
    def is_too_large(self) -> bool:
        return self._taken > MOST_BODY

    async def receive(self) -> Message:
        message = await self._receive()
        self._taken += len(message.get("body", b""))
        if self.is_too_large:
            return {"type": "http.request", "body": b"", "more_body": False}
        return message


def _pack(response: Response, accept: str) -> None:
    """Compress, with brotli or gzip, what is worth it."""
    if len(response.body) < SMALLEST:
        return
    taken = {
        part.partition(";")[0].strip()
        for part in accept.lower().split(",")
        if part.partition(";")[2].replace(" ", "") not in ("q=0", "q=0.0")
    }
    squeeze: dict[str, Callable[[bytes], bytes]] = {
        "br": lambda body: bytes(brotli.compress(body, quality=5)),
        "gzip": lambda body: gzip.compress(body, 6, mtime=0),
    }
    for name, pack in squeeze.items():
        if name in taken:
            response.body = pack(bytes(response.body))
            response.headers["Content-Encoding"] = name
            response.headers["Content-Length"] = str(len(response.body))
            break
    if "vary" not in response.headers:
        response.headers["Vary"] = "Accept-Encoding"
