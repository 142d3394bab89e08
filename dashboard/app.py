"""create_app: FastAPI with Dash on it. Pages are painted by the server, then taken over by Dash.

Each page is one function from data and view to a component tree. The server sends it as HTML,
with the map as SVG, so that something true is on screen before any script has run; Dash then
renders the same tree and answers every later change.
"""

from __future__ import annotations

import base64
import hashlib
import json
import logging
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import brotli
from dash import Dash, Input, Output, State, dcc, html
from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse
from starlette.exceptions import HTTPException

from dashboard import ids, state, theme
from dashboard.config import Config
from dashboard.data import Data
from dashboard.figures.atlas_map import AtlasMap
from dashboard.markup import to_html
from dashboard.pages import atlas, methods, problem, sources
from routes import Child, RoutesError
from routes.model import COMPANIES, STATUSES

ACCESS = logging.getLogger("childways.access")
FOREVER = "public, max-age=31536000, immutable"
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def assets_folder() -> Path:
    """Return the assets inside the package (a wheel) or the repository's."""
    here = Path(__file__).parent
    return here / "assets" if (here / "assets").is_dir() else here.parent / "assets"


class Site:
    """The pages of one app: paths and queries in, HTML and component trees out."""

    def __init__(self, data: Data) -> None:
        self.data = data
        self.shapes = AtlasMap(data.atlas)

    def tree(self, query: str) -> Any:
        """Return the atlas for a query string."""
        view, dropped = state.from_query(query, self.data)
        return atlas.body(self.data, view, dropped)

    def atlas_html(self, query: str) -> tuple[str, str]:
        """Return title and body of the atlas as HTML, with its map."""
        view, dropped = state.from_query(query, self.data)
        svg = atlas.map_svg(self.data, self.shapes, view)
        body = to_html(atlas.body(self.data, view, dropped), {ids.MAP_HOST: svg})
        return atlas.title(self.data, view), body


def create_app(config: Config, data: Data) -> FastAPI:
    """Return the web app: pages, data for the browser, health, and Dash behind them."""
    server = FastAPI(title="Childways", docs_url=None, redoc_url=None, openapi_url=None)
    site = Site(data)
    assets = assets_folder()
    version = hashlib.sha256(
        b"".join(p.read_bytes() for p in sorted(assets.rglob("*")) if p.is_file())
        + theme.stylesheet().encode()
        + data.version.encode()
    ).hexdigest()[:12]
    dash = Dash(
        __name__,
        server=server,  # type: ignore[arg-type]  # Dash's annotation lags behind its backends
        assets_folder=str(assets),
        serve_locally=True,
        title="Childways",
        update_title="",
        suppress_callback_exceptions=True,
        compress=False,
        assets_ignore=".*",
    )
    dash.layout = html.Div(
        [
            dcc.Location(id=ids.LOCATION, refresh=False),
            dcc.Store(id=ids.QUERY),
            html.Div(id=ids.PAGE),
        ]
    )

    @dash.callback(
        Output(ids.PAGE, "children"), Input(ids.QUERY, "data"), State(ids.LOCATION, "search")
    )
    def draw(query: str | None, search: str | None) -> Any:
        return site.tree(query if query is not None else search or "")

    _add_routes(server, dash, site, version)
    _add_middleware(server, config)
    return server


def _document(title: str, body: str, version: str, *, tail: str = "", lead: str = "") -> str:
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title} · Childways</title>"
        '<meta name="description" content="An atlas of child journeys and protections: how '
        'protection changes along migration routes.">'
        f'<link rel="icon" href="/static/{version}/icon.svg" type="image/svg+xml">'
        f'<link rel="stylesheet" href="/static/{version}/childways.css">'
        f'<script src="/static/{version}/theme.js"></script>{lead}</head>'
        f'<body data-version="{version}"><div id="painted">{body}</div>{tail}</body></html>'
    )


def _add_routes(server: FastAPI, dash: Dash, site: Site, version: str) -> None:
    data = site.data

    def page(title: str, body: str, status: int = 200, *, is_live: bool = False) -> Response:
        tail = f'<script defer src="/static/{version}/plain.js"></script>'
        if is_live:
            # Ours first: the painted map answers before Dash's own scripts are here.
            scripts = ("vendor/d3-zoom.min.js", "plain.js", "atlas.js")
            tail = (
                '<div id="react-entry-point"></div>'
                + "".join(f'<script defer src="/static/{version}/{s}"></script>' for s in scripts)
                + dash._generate_config_html()
                + dash._generate_scripts_html().replace("<script src", "<script defer src")
                + f'<script defer src="/static/{version}/start.js"></script>'
            )
        return HTMLResponse(
            _document(title, body, version, tail=tail),
            status_code=status,
            headers={"Cache-Control": "no-cache"},
        )

    def show_atlas(request: Request) -> Response:
        title, body = site.atlas_html(request.url.query)
        return page(title, body, is_live=True)

    def show_methods() -> Response:
        return page("Methods", methods_html())

    def show_sources() -> Response:
        return page("Sources", sources_html())

    methods_html = _once(lambda: to_html(methods.body(data)))
    sources_html = _once(lambda: to_html(sources.body(data)))

    # Dash has put its own page at "/" already; ours comes first.
    ours = FastAPI(docs_url=None, redoc_url=None, openapi_url=None).router
    ours.add_api_route("/", show_atlas, methods=["GET", "HEAD"])
    ours.add_api_route("/methods", show_methods, methods=["GET", "HEAD"])
    ours.add_api_route("/sources", show_sources, methods=["GET", "HEAD"])

    started = time.time()

    def health() -> Response:
        return JSONResponse(
            {
                "status": "ok",
                "data_version": data.version,
                "built": data.atlas.manifest.get("built"),
                "up_seconds": round(time.time() - started),
                "countries": len(data.iso3s),
                "facts": len(data.atlas.protection.facts),
            },
            headers={"Cache-Control": "no-store"},
        )

    ours.add_api_route("/health", health, methods=["GET"])
    ours.add_api_route(
        "/robots.txt", lambda: PlainTextResponse("User-agent: *\nAllow: /\n"), methods=["GET"]
    )

    def static(stamp: str, name: str) -> Response:
        return _static(stamp, name, version)

    def catalogue(stamp: str) -> Response:
        return _immutable(data.catalogue, "application/json", stamp == version)

    def levels(stamp: str, name: str) -> Response:
        try:
            age, company, status, *checked = name.removesuffix(".json").split("-")
            if (
                company not in COMPANIES
                or status not in STATUSES
                or checked not in ([], ["checked"])
            ):
                raise ValueError(name)
            child = data.age_class(Child(age=int(age), company=company, status=status))
        except (ValueError, RoutesError) as error:
            raise HTTPException(404, f"No levels {name!r}.") from error
        return _immutable(data.pack(child, bool(checked)), "application/json", stamp == version)

    ours.add_api_route("/static/{stamp}/{name:path}", static, methods=["GET"])
    ours.add_api_route("/data/{stamp}/catalogue.json", catalogue, methods=["GET"])
    ours.add_api_route("/data/{stamp}/levels/{name}", levels, methods=["GET"])
    server.router.routes[:0] = ours.routes

    def lost(path: str) -> Response:
        raise HTTPException(404, path)

    # Last, so that Dash's own paths come before it; Dash would answer any path with its page.
    server.add_api_route("/{path:path}", lost, methods=["GET", "HEAD"])

    @server.exception_handler(HTTPException)
    async def not_found(request: Request, error: HTTPException) -> Response:
        if error.status_code == 404:
            body = problem.body(
                "There is no such page",
                f"Nothing in the atlas answers to {request.url.path[:120]}. It may have moved, or "
                "the link may be cut short.",
            )
            return page("Not found", to_html(body), 404)
        body = problem.body("That did not work", str(error.detail))
        return page("Error", to_html(body), error.status_code)

    @server.exception_handler(Exception)
    async def broken(_request: Request, error: Exception) -> Response:
        logging.getLogger("childways").error("page failed", exc_info=error)
        body = problem.body(
            "The atlas could not draw this page",
            "The fault is ours, not yours, and it has been written to the log.",
        )
        return page("Error", to_html(body), 500)


def _once(make: Callable[[], str]) -> Callable[[], str]:
    held: list[str] = []

    def get() -> str:
        if not held:
            held.append(make())
        return held[0]

    return get


TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml",
         ".woff2": "font/woff2"}  # fmt: skip
_squeezed: dict[str, bytes] = {}


def _static(stamp: str, name: str, version: str) -> Response:
    folder = assets_folder()
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()) or path.suffix not in TYPES:
        raise HTTPException(404)
    if name != "childways.css" and not path.is_file():
        raise HTTPException(404)
    content = path.read_bytes()
    if name == "childways.css":
        content = theme.stylesheet().encode() + content
    return _immutable(content, TYPES[path.suffix], stamp == version)


def _immutable(content: bytes, kind: str, is_current: bool) -> Response:
    return Response(
        content,
        media_type=kind,
        headers={"Cache-Control": FOREVER if is_current else "no-cache"},
    )


def _add_middleware(server: FastAPI, config: Config) -> None:
    """Security headers, compression and the access log, around every answer."""
    policy = "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )

    @server.middleware("http")
    async def around(
        request: Request, call_next: Callable[[Request], Awaitable[Response]]
    ) -> Response:
        begun = time.perf_counter()
        response = await call_next(request)
        body = b"".join([chunk async for chunk in response.body_iterator])  # type: ignore[attr-defined]
        headers = dict(response.headers)
        kind = headers.get("content-type", "").split(";")[0]
        if (
            "br" in request.headers.get("accept-encoding", "")
            and len(body) > 600
            and kind not in ("font/woff2", "image/png")
            and "content-encoding" not in headers
        ):
            body = _squeeze(
                body,
                is_kept="immutable" in headers.get("cache-control", "")
                or request.url.path.startswith("/_dash-component-suites"),
            )
            headers["content-encoding"] = "br"
            headers["vary"] = "Accept-Encoding"
        headers.pop("content-length", None)
        headers.update({name.lower(): value for name, value in HEADERS.items()})
        headers["content-security-policy"] = policy
        if config.access_log:
            ACCESS.info(
                json.dumps(
                    {
                        "method": request.method,
                        "path": request.url.path,
                        "status": response.status_code,
                        "bytes": len(body),
                        "ms": round((time.perf_counter() - begun) * 1000, 1),
                    }
                )
            )
        return Response(body, response.status_code, headers)


def _squeeze(body: bytes, *, is_kept: bool) -> bytes:
    """Compress; what browsers keep for ever is squeezed hard, once."""
    if not is_kept:
        return bytes(brotli.compress(body, quality=5))
    key = base64.b64encode(hashlib.sha256(body).digest()).decode()
    if key not in _squeezed:
        if len(_squeezed) > 2000:
            _squeezed.clear()
        _squeezed[key] = brotli.compress(body, quality=11)
    return _squeezed[key]
