"""The whole answer of an ASGI app, for those who stand around it."""

from __future__ import annotations

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope


async def whole_answer(app: ASGIApp, scope: Scope, receive: Receive) -> Response:
    """Run an app and return its whole answer, uncompressed, as it may be changed on its way."""
    asked = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
    response = Response()
    body: list[bytes] = []

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            response.status_code = message["status"]
            response.raw_headers = list(message.get("headers", ()))
        elif message["type"] == "http.response.body":
            body.append(message.get("body", b""))

    await app({**scope, "headers": asked}, receive, send)
    response.body = b"".join(body)
    return response
