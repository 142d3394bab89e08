"""Before Dash's own endpoints: what its scripts never send is refused in words.

Dash answers a message or an address that it does not expect with a fault of its own. Here they are
held against what the app has declared, so that a fault in the log is one of ours.
"""

from __future__ import annotations

import json
from typing import Any

from dash import Dash
from dash.fingerprint import check_fingerprint
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CALLBACKS = "/_dash-update-component"
SUITES = "/_dash-component-suites/"
MOST_BODY = 200_000  # bytes; an address and the few choices of a page take two thousand


def add_gate(server: FastAPI, dash: Dash) -> None:
    """Put the gate around everything that the server answers."""
    server.add_middleware(Gate, dash=dash)


class Gate:
    """ASGI: lets through to Dash only what the app has declared."""

    def __init__(self, app: ASGIApp, dash: Dash) -> None:
        self._app = app
        self._dash = dash

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = str(scope.get("path", ""))
        if scope["type"] == "http" and path.startswith(SUITES):
            if not is_component_file(self._dash, path.removeprefix(SUITES)):
                await _refusal(404, "There is no such file.")(scope, receive, send)
                return
        elif scope["type"] == "http" and path == CALLBACKS and scope["method"] == "POST":
            request = Request(scope, receive)
            if not request.headers.get("content-type", "").startswith("application/json"):
                await _refusal(415, "Send JSON, and say so.")(scope, receive, send)
                return
            body = await _body(request)
            if body is None:
                await _refusal(413, f"Send at most {MOST_BODY} bytes.")(scope, receive, send)
                return
            if not is_callback(self._dash.callback_map, body):
                words = "This is no question that a page of the atlas asks."
                await _refusal(400, words)(scope, receive, send)
                return
            receive = _replay(body, receive)
        await self._app(scope, receive, send)


def is_component_file(dash: Dash, address: str) -> bool:
    """Tell whether Dash has a script at this address, with or without its fingerprint."""
    package, _, path = address.partition("/")
    known = dash.registered_paths.get(package, ())
    return path in known or check_fingerprint(path)[0] in known  # type: ignore[no-untyped-call]


def is_callback(declared: dict[str, Any], body: bytes) -> bool:
    """Tell whether a message calls a declared callback, with its own inputs and words as values."""
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        return False
    if not isinstance(content, dict) or not isinstance(content.get("output"), str):
        return False
    known = declared.get(content["output"])
    if known is None or not _is_property(content.get("outputs")):
        return False
    changed = content.get("changedPropIds", [])
    return (
        _are_properties(content.get("inputs"), known["inputs"])
        and _are_properties(content.get("state", []), known["state"])
        and isinstance(changed, list)
        and all(isinstance(name, str) for name in changed)
        and isinstance(content.get("parsedChangedPropsIds", []), list)
    )


def _is_property(found: Any) -> bool:
    return (
        isinstance(found, dict)
        and isinstance(found.get("id"), str)
        and isinstance(found.get("property"), str)
    )


def _are_properties(found: Any, declared: list[dict[str, str]]) -> bool:
    if not isinstance(found, list) or not all(_is_property(one) for one in found):
        return False
    names = [(one["id"], one["property"]) for one in found]
    return names == [(one["id"], one["property"]) for one in declared] and all(
        isinstance(one.get("value"), str | None) for one in found
    )


async def _body(request: Request) -> bytes | None:
    """Return the body, or None when it is too large."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BODY:
            return None
    return body


def _replay(body: bytes, receive: Receive) -> Receive:
    left = [body]

    async def again() -> Message:
        if left:
            return {"type": "http.request", "body": left.pop(), "more_body": False}
        return await receive()

    return again


def _refusal(status: int, words: str) -> JSONResponse:
    return JSONResponse({"error": words}, status, {"X-Content-Type-Options": "nosniff"})
