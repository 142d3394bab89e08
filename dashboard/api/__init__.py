"""The API: /api/v1, read only. ``add_api`` puts it on the server."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException
from starlette.routing import Mount

from dashboard.api import page
from dashboard.api.around import Around
from dashboard.api.asked import KEPT, NotModifiedError
from dashboard.api.content import Content
from dashboard.api.description import openapi
from dashboard.api.later import Later
from dashboard.api.limit import RateLimit
from dashboard.api.problems import (
    POSTED,
    PREFIX,
    ProblemError,
    faults_of,
    lost_answer,
    problem_answer,
)
from dashboard.api.routes import add_routes
from dashboard.config import Config
from dashboard.data import Data
from dashboard.frozen import EDITION
from dashboard.rendered import Rendered
from routes import RoutesError, UnknownNameError

__all__ = ["PREFIX", "add_api", "lost_answer"]


def add_api(
    server: FastAPI,
    config: Config,
    data: Data,
    paint: Callable[[Rendered], Response],
    *,
    clock: Callable[[], float] = time.monotonic,
) -> None:
    """Put the API before every route that the server has.

    That of a frozen data version, or with own facts that one reader sees, is made when it is first
    asked: its description takes a second, and somebody waits for a map.

    Args:
        paint: makes a page of the site, for the documentation.
        clock: seconds that only go up, for the rate limit.
    """
    make = partial(_api, data, paint)
    api = Later(make) if data.edition or data.is_only_here else make()
    limit = RateLimit(config.api_rate_per_minute, clock)
    server.router.routes.insert(0, Mount(PREFIX, app=Around(api, limit)))


def _api(data: Data, paint: Callable[[Rendered], Response]) -> FastAPI:
    api = FastAPI(
        title="Childways API",
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
    )
    add_routes(api, Content(data))
    _add_errors(api)
    document = openapi(api, data)
    text = json.dumps(document, ensure_ascii=False)
    api.state.data_version = data.version
    api.state.own = data.own_said
    api.state.stamp = hashlib.sha256(text.encode()).hexdigest()
    _add_documents(api, document, text, paint)
    return api


def _add_documents(
    api: FastAPI, document: dict[str, Any], text: str, paint: Callable[[Rendered], Response]
) -> None:
    kept = {"Cache-Control": KEPT}

    def as_json() -> Response:
        return Response(text, 200, kept, "application/json")

    def as_page() -> Response:
        return paint(page.render(document))

    def start() -> Response:
        return RedirectResponse(f"{PREFIX}/docs")

    api.add_api_route("/openapi.json", as_json, include_in_schema=False)
    api.add_api_route("/docs", as_page, include_in_schema=False)
    api.add_api_route("/", start, include_in_schema=False)


def _add_errors(api: FastAPI) -> None:
    """Answer every error with a problem that says what to send instead."""

    def instance(request: Request) -> str:
        return str(request.scope.get("childways.path", request.url.path))

    @api.exception_handler(ProblemError)
    async def problem(request: Request, error: ProblemError) -> Response:
        return problem_answer(
            instance(request),
            error.status,
            error.detail,
            nearest=error.nearest,
            faults=error.faults,
        )

    @api.exception_handler(NotModifiedError)
    async def not_modified(_request: Request, error: NotModifiedError) -> Response:
        return Response(status_code=304, headers=error.headers)

    @api.exception_handler(RoutesError)
    async def not_in_atlas(request: Request, error: RoutesError) -> Response:
        if isinstance(error, UnknownNameError) and request.method == "GET":
            return problem_answer(instance(request), 404, str(error), nearest=tuple(error.nearest))
        nearest = tuple(getattr(error, "nearest", ()))
        status = 404 if request.method == "GET" else 400
        return problem_answer(instance(request), status, str(error), nearest=nearest)

    @api.exception_handler(RequestValidationError)
    async def not_as_declared(request: Request, error: RequestValidationError) -> Response:
        faults = faults_of(list(error.errors()), _parameters(request))
        said = "; ".join(f"{one.where}: {one.expected}" for one in faults)
        return problem_answer(instance(request), 400, f"{said}."[:2000], faults=faults)

    @api.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> Response:
        if error.status_code == 404:
            return lost_answer(instance(request))
        headers = dict(error.headers or {})
        if error.status_code == 405:
            allowed = "GET, HEAD, OPTIONS"
            if request.url.path.removeprefix(PREFIX) in POSTED:
                allowed += ", POST"
            headers["Allow"] = allowed
            detail = f"Ask this address with one of: {allowed}."
        else:
            detail = f"{error.detail}. The body is JSON: see {PREFIX}/docs"
        return problem_answer(instance(request), error.status_code, detail, headers=headers)


def _parameters(request: Request) -> list[str]:
    """Return the query parameters that the address takes."""
    route = request.scope.get("route")
    dependant = getattr(route, "dependant", None)
    fields = [param.field_info.annotation for param in dependant.query_params] if dependant else []
    names = [name for model in fields for name in getattr(model, "model_fields", {})]
    return [*names, EDITION]
