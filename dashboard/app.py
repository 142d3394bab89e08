"""create_app: FastAPI with Dash on it. Pages are painted by the server, then taken over by Dash.

Each page is one function from data and address to a component tree. The server sends it as HTML,
with its map as SVG, so that something true is on screen before any script has run; Dash then
draws the same tree and answers every later change.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Any

from dash import Dash, Input, Output, State, dcc, html
from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, PlainTextResponse
from starlette.exceptions import HTTPException

from dashboard import embed_page, frozen, ids, mcp
from dashboard.api import add_api, lost_answer
from dashboard.briefs.web import add_briefs
from dashboard.config import Config
from dashboard.data import Data
from dashboard.document import Document, assets_folder
from dashboard.editions import Dispatch, Editions
from dashboard.embed_routes import add_embeds
from dashboard.exports.downloads import add_downloads
from dashboard.gate import add_gate
from dashboard.health import add_health
from dashboard.markup import attrs
from dashboard.off_loop import in_threads
from dashboard.own_check import Desk, add_own
from dashboard.own_view.dispatch import DRAWN, OwnDispatch, new_stamp
from dashboard.own_view.offer import Offer
from dashboard.page_routes import READS, add_pages, answer
from dashboard.pages import (
    journey,
    missing_edition,
    own_gone,
    problem,
)
from dashboard.pictures.studio import PictureSettings, Studio
from dashboard.pictures.web import add_pictures, wants_page
from dashboard.pictures.web import problem as said_no
from dashboard.site import CSV_FILES, LostError, page_csv, render, title_of
from dashboard.statics import add_kept
from dashboard.taken import add_files
from dashboard.web import EMBEDS, add_middleware
from geodata import DataError
from geodata.editions import EditionStore
from routes import RoutesError

# What programs ask for as well as readers: told in JSON unless a page is accepted.
FOR_PROGRAMS = ("/table/", "/file/", "/oembed", "/data/download/")


def create_app(config: Config, data: Data) -> FastAPI:
    """Return the web app: pages, data for the browser, health, and Dash behind them."""
    data.origin, data.questions = config.public_origin, config.questions
    if config.counts:
        from geodata.records.kept import read_counts  # here, as few have any

        data.counts = read_counts(config.counts)
    if config.mcp:
        mcp.offer_tools(data)
    server = _server()
    dash = Dash(
        __name__,
        server=server,  # type: ignore[arg-type]  # Dash's annotation lags behind its backends
        assets_folder=str(assets_folder()),
        serve_locally=True,
        title="Childways",
        update_title="",
        suppress_callback_exceptions=True,
        compress=False,
        assets_ignore=".*",
        enable_mcp=config.mcp,  # said, so that Dash does not look into its own environment
        mcp_path=mcp.DASH_PATH.strip("/"),
    )
    dash.layout = html.Div(
        [
            dcc.Location(id=ids.LOCATION, refresh=False),
            dcc.Store(id=ids.ADDRESS),
            html.Div(id=ids.PAGE),
        ]
    )

    @dash.callback(
        Output(ids.PAGE, "children"),
        Input(ids.ADDRESS, "data"),
        State(ids.LOCATION, "pathname"),
        State(ids.LOCATION, "search"),
    )
    def draw(address: str | None, path: str | None, search: str | None) -> Any:
        if address is not None:
            path, _, search = address.partition("?")
        path, search = path or "/", search or ""
        edition = frozen.read(search).edition
        asked = f"{path}?{search.removeprefix('?')}" if search else path
        drawn = DRAWN.get()
        mine = of = data if drawn is None else drawn.data
        try:
            of = mine if edition is None else editions.data(edition)
            page = own_gone.render(data, asked) if of is None else render(of, path, search)
        except LostError:
            page = problem.lost(data, path)
        except DataError:
            page = missing_edition.render(data, f"{path}?{search.removeprefix('?')}", False)
        if edition is not None:
            frozen.carry_tree(page.tree, edition, data.origin)
        said = attrs(
            data_title=f"{page.title} · Childways",
            data_address=asked,
            data_atlas=of.version if of else "",
        )
        return html.Div(page.tree, **said)

    in_threads(dash)
    # No callback of ours is sent over a web socket: its worker would be two requests for nothing.
    dash.backend.websocket_capability = False
    document = Document(dash, data.version)

    def broken(_error: Exception) -> Response:
        page = problem.render(
            data,
            "The atlas could not draw this page",
            "The fault is ours, not yours, and it has been written to the log.",
            500,
        )
        return answer(document, page, live=False)

    studio = Studio(PictureSettings(workers=config.pictures, chromium=config.chromium))
    server.router.add_event_handler("shutdown", studio.close)

    def site(of: Data, on: FastAPI, within: Document = document) -> FastAPI:
        of.has_png = lambda: studio.can_draw
        within = within.around(of.version)
        _add_routes(on, within, of, studio, broken, desk.of_frozen if of.edition else desk)
        add_api(on, config, of, partial(answer, within, live=False))
        _add_errors(on, within, of)
        return on

    def refuse(request: Request, edition: str, is_broken: bool) -> Response:
        path = request.url.path
        if path.startswith("/api/"):
            return missing_edition.problem(data, path, edition, is_broken)
        if path.startswith(FOR_PROGRAMS) and not wants_page(request):
            return missing_edition.problem(data, path, edition, is_broken)
        address = f"{path}?{request.url.query}"
        page = missing_edition.render(data, address, is_broken)
        if not path.startswith(EMBEDS):
            return answer(document, page, live=False)
        body = missing_edition.parts(data, address, is_broken)
        told = embed_page.refused(page.title, body, request.url.query, version=document.version)
        return HTMLResponse(told, page.status, {"Cache-Control": "no-store"})

    data.own_offer = Offer.of(config, data.atlas.manifest)
    desk = Desk.of(
        config, data, lambda of: site(of, _server(), document.around(of.version, new_stamp()))
    )
    kept = EditionStore(config.editions or None)
    editions = Editions(kept, data, lambda of: site(of, _server()), document.version)
    data.editions = editions
    site(data, server)
    if desk.sessions is not None:
        gone = partial(own_gone.answer, data, partial(answer, document, live=False))
        server.add_middleware(OwnDispatch, sessions=desk.sessions, cookie=desk.cookie, gone=gone)
    server.add_middleware(Dispatch, editions=editions, refuse=refuse)
    add_middleware(server, config, document.inline_scripts, broken)
    add_gate(server, dash)
    if config.mcp:
        mcp.add_guard(server, config)
    return server


def _server() -> FastAPI:
    return FastAPI(title="Childways", docs_url=None, redoc_url=None, openapi_url=None)


def _add_routes(
    server: FastAPI,
    document: Document,
    data: Data,
    studio: Studio,
    broken: Callable[[Exception], Response],
    desk: Desk,
) -> None:
    """Add our routes before Dash's own, which answer any path, and a last one after them."""
    ours = FastAPI(docs_url=None, redoc_url=None, openapi_url=None).router
    version = document.version
    add_pages(ours, data, document, broken)

    def robots() -> Response:
        return PlainTextResponse("User-agent: *\nAllow: /\n")

    def table(request: Request) -> Response:
        of = request.url.path.strip("/").removesuffix(".csv")
        name, text = page_csv(data, of, request.url.query)
        return Response(
            text,
            media_type="text/csv; charset=utf-8",
            headers={
                "Content-Disposition": f'attachment; filename="{name}"',
                "Cache-Control": "no-cache",
            },
        )

    def journey_map(rest: str, request: Request) -> Response:
        try:
            svg = journey.map_svg(data, rest, request.url.query)
        except RoutesError as error:
            raise HTTPException(404, str(error)) from error
        return Response(svg, media_type="image/svg+xml", headers={"Cache-Control": "no-cache"})

    ours.add_api_route("/svg/journey/{rest:path}", journey_map, methods=READS)
    add_health(ours, data)
    ours.add_api_route("/robots.txt", robots, methods=READS)
    for name in CSV_FILES:
        ours.add_api_route(f"/{name}.csv", table, methods=READS)
    add_kept(ours, document, data)
    add_embeds(ours, data, version, partial(title_of, data))

    def refuse(headline: str, words: str, status: int) -> Response:
        return answer(document, problem.render(data, headline, words, status), live=False)

    add_pictures(ours, data, studio, refuse)
    add_briefs(ours, data, studio, refuse)
    add_files(ours, data)
    add_downloads(ours, data)
    add_own(ours, data, partial(answer, document, live=False), desk)
    server.router.routes[:0] = ours.routes

    def lost() -> Response:
        raise HTTPException(404)

    server.add_api_route("/{path:path}", lost, methods=READS)


def _add_errors(server: FastAPI, document: Document, data: Data) -> None:
    def refuse(headline: str, words: str, status: int) -> Response:
        return answer(document, problem.render(data, headline, words, status), live=False)

    @server.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> Response:
        path, status = request.url.path, error.status_code
        if path.startswith("/api/"):
            return lost_answer(path)
        words, headline = (
            str(error.detail)[: embed_page.LONGEST_SAID],
            "The atlas does not have that",
        )
        if words == HTTPStatus.NOT_FOUND.phrase:  # nobody said more
            words, headline = problem.lost_words(path), problem.LOST
        elif status != HTTPStatus.NOT_FOUND:
            headline = "The address was asked in a way that it does not answer"
        if path.startswith(FOR_PROGRAMS):
            return said_no(request, refuse, headline, words, status)
        return refuse(headline, words, status)
