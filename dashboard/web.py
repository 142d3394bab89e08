"""Around every answer: security headers, compression, the access log."""

from __future__ import annotations

import base64
import hashlib
import json
import logging
import time
from collections.abc import Awaitable, Callable

import brotli
from fastapi import FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool

from dashboard.config import Config
from dashboard.own_view.privacy import log_fault, path_to_log

ACCESS = logging.getLogger("childways.access")
A_YEAR = "max-age=31536000"
FOREVER = f"public, {A_YEAR}, immutable"
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
PACKED_ALREADY = (
    "font/woff2",
    "image/png",
    "application/pdf",
    "application/zip",
    "application/vnd.apache.parquet",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
)
EMBEDS = "/embed/"  # the only pages that other sites may frame
SMALLEST = 600  # bytes; below, compressing costs more than it saves
LARGE = 200_000  # bytes; above, compressing takes milliseconds
MOST_KEPT = 2000  # compressed answers held in memory

_squeezed: dict[str, bytes] = {}


def immutable(content: bytes, kind: str, *, is_current: bool) -> Response:
    """Answer with a file whose address changes with its content."""
    headers = {"Cache-Control": FOREVER if is_current else "no-cache"}
    if kind.startswith("font/"):  # a frame in a sandbox is of no origin, and fonts ask for one
        headers["Access-Control-Allow-Origin"] = "*"
    return Response(content, media_type=kind, headers=headers)


def inline_hash(script: str) -> str:
    """Return the source expression that lets a page run this one inline script."""
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def content_policy(inline: tuple[str, ...], *, can_be_framed: bool = False) -> str:
    """Return the content security policy of our pages; ``inline`` are the scripts they hold."""
    return "; ".join(
        (
            "default-src 'none'",
            " ".join(("script-src 'self'", *map(inline_hash, inline))),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "frame-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors *" if can_be_framed else "frame-ancestors 'none'",
        )
    )


def add_middleware(
    server: FastAPI,
    config: Config,
    inline: tuple[str, ...],
    broken: Callable[[Exception], Response],
) -> None:
    """Put headers, compression and the access log around every answer of the server.

    ``broken`` makes the answer to a fault of ours, so that it too has headers and a way back.
    """
    policy = content_policy(inline)
    policy_of_embeds = content_policy((), can_be_framed=True)

    @server.middleware("http")
    async def around(
        request: Request, call_next: Callable[[Request], Awaitable[Response]]
    ) -> Response:
        begun = time.perf_counter()
        try:
            response = await call_next(request)
            body = b"".join([chunk async for chunk in response.body_iterator])  # type: ignore[attr-defined]
        except Exception as error:  # a reader never meets a traceback; the log does
            log_fault(request.scope, error)
            response = broken(error)
            body = bytes(response.body)
        headers = dict(response.headers)
        if _is_worth_packing(request, headers, body):
            is_kept = A_YEAR in headers.get("cache-control", "")
            if is_kept or len(body) > LARGE:  # a script takes a second: not on the event loop
                body = await run_in_threadpool(_squeeze, body, is_kept=is_kept)
            else:
                body = _squeeze(body, is_kept=is_kept)
            headers["content-encoding"] = "br"
            varies = [part for part in (headers.get("vary"), "Accept-Encoding") if part]
            headers["vary"] = ", ".join(varies)
        headers["content-length"] = str(len(body))
        headers.update({name.lower(): value for name, value in HEADERS.items()})
        is_embed = request.url.path.startswith(EMBEDS)
        headers["content-security-policy"] = policy_of_embeds if is_embed else policy
        if config.access_log:
            seconds = time.perf_counter() - begun
            ACCESS.info(
                json.dumps(
                    {
                        "method": request.method,
                        "path": path_to_log(request.scope),
                        "status": response.status_code,
                        "bytes": len(body),
                        "ms": round(seconds * 1000, 1),
                    }
                )
            )
        if request.method == "HEAD":
            body = b""
        return Response(body, response.status_code, headers)


def _is_worth_packing(request: Request, headers: dict[str, str], body: bytes) -> bool:
    kind = headers.get("content-type", "").split(";")[0]
    return (
        "br" in request.headers.get("accept-encoding", "")
        and len(body) > SMALLEST
        and kind not in PACKED_ALREADY
        and "content-encoding" not in headers
    )


def _squeeze(body: bytes, *, is_kept: bool) -> bytes:
    """Compress; what browsers keep for ever is squeezed hard, once."""
    if not is_kept:
        return bytes(brotli.compress(body, quality=5))
    key = hashlib.sha256(body).hexdigest()
    if key not in _squeezed:
        if len(_squeezed) > MOST_KEPT:
            _squeezed.clear()
        _squeezed[key] = brotli.compress(body, quality=11)
    return _squeezed[key]
