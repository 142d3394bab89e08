"""``/picture/<png|svg|pdf>/<kind>/<rest>``: pictures over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from fastapi import Request, Response
from fastapi.responses import JSONResponse

from dashboard.data import Data
from dashboard.pictures.browser import CantDrawError
from dashboard.pictures.request import MEDIA_TYPES, AskedWronglyError, PictureRequest
from dashboard.pictures.studio import BusyError, Studio, key_of
from routes import RoutesError

KEPT = "public, max-age=300, stale-while-revalidate=86400"
Refuse = Callable[[str, str, int], Response]  # headline, words, status -> a page


class Router(Protocol):
    """What takes our route: an app or a router of FastAPI."""

    def add_api_route(
        self, path: str, endpoint: Callable[..., Any], *, methods: list[str]
    ) -> None: ...


def add_pictures(ours: Router, data: Data, studio: Studio, refuse: Refuse) -> None:
    """Add the pictures of one data version. ``refuse`` makes the page that says no."""

    def picture(form: str, rest: str, request: Request) -> Response:
        try:
            asked = PictureRequest.read(form, rest, request.url.query)
        except AskedWronglyError as error:
            return problem(request, refuse, "There is no such picture", str(error), 400)
        headers = {"Cache-Control": KEPT, "ETag": f'"{key_of(data, asked)}"'}
        if request.headers.get("if-none-match") == headers["ETag"]:
            return Response(status_code=304, headers=headers)
        try:
            made = studio.make(data, asked)
        except RoutesError as error:
            return problem(request, refuse, "The atlas does not have that", str(error), 404)
        except CantDrawError as error:
            svg = request.url.path.replace(f"/picture/{form}/", "/picture/svg/", 1)
            svg += f"?{request.url.query}" if request.url.query else ""
            words = f"{error} The same picture is here as SVG: {data.origin}{svg}"
            return problem(request, refuse, "This picture can’t be made now", words, 503, svg=svg)
        except BusyError as error:
            return problem(request, refuse, "Many pictures at once", str(error), 503)
        headers["Content-Disposition"] = f'inline; filename="{asked.file_name}"'
        headers["Access-Control-Allow-Origin"] = "*"
        headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return Response(made, media_type=MEDIA_TYPES[asked.form], headers=headers)

    ours.add_api_route("/picture/{form}/{rest:path}", picture, methods=["GET", "HEAD"])


def wants_page(request: Request) -> bool:
    """Return whether a browser asks, which is told on a page what a program is told in JSON."""
    return "text/html" in request.headers.get("accept", "")


def problem(
    request: Request, refuse: Refuse, headline: str, words: str, status: int, **more: str
) -> Response:
    """Say no in the form that was asked for: a page for readers, problem+json for programs."""
    if wants_page(request):
        answer = refuse(headline, words, status)
    else:
        content = {"type": "about:blank", "title": headline, "status": status, "detail": words}
        answer = JSONResponse(
            {**content, **more}, status_code=status, media_type="application/problem+json"
        )
    answer.headers["Cache-Control"] = "no-store"
    if status == 503:
        answer.headers["Retry-After"] = "60"
    return answer
