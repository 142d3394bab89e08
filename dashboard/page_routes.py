"""The addresses of pages. Each page is painted once for all who ask for it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from dashboard import frozen, oembed, share_cards
from dashboard.data import Data
from dashboard.document import Document
from dashboard.markup import to_html
from dashboard.own_view.privacy import log_fault
from dashboard.paintings import BusyError, Packed, Painted, Paintings, busy_answer
from dashboard.rendered import Rendered
from dashboard.site import HOLDS_FILES, LIVE, PAINTED, STILL, is_live, render
from dashboard.state import LONGEST_QUERY

READS = ["GET", "HEAD"]


def add_pages(
    ours: APIRouter, data: Data, document: Document, broken: Callable[[Exception], Response]
) -> None:
    """Add every page of ``dashboard.site``.

    Args:
        broken: makes the answer to a fault of ours.
    """

    def paint(path: str, query: str, _also: str) -> Painted:
        page = render(data, path, query)
        is_found = page.status == 200
        return Painted(
            html_of(
                document,
                page,
                live=is_found and is_live(path),
                head=_head(data, path, query) if is_found else "",
            ),
            page.status,
        )

    paintings = Paintings(paint)

    async def page(request: Request) -> Response:
        path, query = request.url.path, request.url.query
        if path.strip("/") in STILL:  # no choice of the reader's changes it
            path, query = path.rstrip("/"), ""
        try:
            if data.is_only_here:  # one reader's atlas is kept nowhere
                painted = await run_in_threadpool(paint, path, query, "")
                return HTMLResponse(painted.html, painted.status, {"Cache-Control": "no-cache"})
            # What has changed since a citation is told from the editions, which grow meanwhile.
            keep = frozen.read(query).cited is None and len(query) <= LONGEST_QUERY
            also = await run_in_threadpool(_rests_on, data)
            return _sent(request, await paintings.packed(path, query, also, keep=keep))
        except BusyError:
            return busy_answer()
        except Exception as error:  # Dash would answer a fault at "/" with its own JSON
            log_fault(request.scope, error)
            return await run_in_threadpool(broken, error)

    for name in (*LIVE, *PAINTED, *STILL):
        ours.add_api_route(f"/{name}", page, methods=READS)
        if name and name not in (*STILL, *HOLDS_FILES):
            ours.add_api_route(f"/{name}/{{rest:path}}", page, methods=READS)


def answer(document: Document, page: Rendered, *, live: bool) -> Response:
    """Return a page that is made for one reader: an error, a form that was sent."""
    return HTMLResponse(
        html_of(document, page, live=live),
        status_code=page.status,
        headers={"Cache-Control": "no-cache"},
    )


def html_of(document: Document, page: Rendered, *, live: bool, head: str = "") -> str:
    """Return the whole document of a page; ``live`` when Dash takes it over."""
    body = to_html(page.tree, page.slots)
    return document.html(page.title, body, is_live=live, scripts=page.scripts, head=head)


def _head(data: Data, path: str, query: str) -> str:
    """Return what tells other sites of the page; nothing of one that they could not open."""
    if data.is_only_here or path.strip("/") in STILL:
        return ""
    address = f"{path}?{query}" if query else path
    return oembed.discovery(data.origin, address) + share_cards.head(data, address)


def _rests_on(data: Data) -> str:
    """Return what pages rest on beside data and address, and may change while the server runs."""
    kept = data.editions.listed() if data.editions is not None else ()
    return "\n".join((str(data.has_png()), *(edition.data_version for edition in kept)))


def _sent(request: Request, found: Packed) -> Response:
    headers = {"Cache-Control": "no-cache"}
    if found.status == 200:
        headers["ETag"] = f'W/"{hashlib.sha256(found.packed).hexdigest()[:20]}"'
        if request.headers.get("if-none-match") == headers["ETag"]:
            return Response(status_code=304, headers=headers)
    return found.answer(request.headers.get("accept-encoding", ""), headers)
