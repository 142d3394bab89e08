"""The addresses of embeds and of oEmbed."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse
from starlette.exceptions import HTTPException

from dashboard import embed_page, frozen, oembed
from dashboard.data import Data
from dashboard.paintings import BusyError, Painted, Paintings, busy_answer
from dashboard.state import LONGEST_QUERY
from routes import RoutesError

EMBED_CACHE = "public, max-age=300, stale-while-revalidate=86400"


def add_embeds(ours: APIRouter, data: Data, version: str, titles: oembed.Titles) -> None:
    """Add ``/embed/...`` and ``/oembed``, which other sites may ask and keep.

    Args:
        version: of the assets, part of each tag.
        titles: of the site's pages, see ``oembed.answer``.
    """

    def paint(rest: str, query: str) -> Painted:
        made = embed_page.document(data, rest, query, version=version, origin=data.origin)
        return Painted(made)

    paintings = Paintings(paint)

    async def embedded(rest: str, request: Request) -> Response:
        query = request.url.query
        # What has changed since a citation is told from the editions, which may grow meanwhile.
        is_cited = frozen.read(query).cited is not None
        tag = embed_page.tag_of(data, rest, query, version)
        headers = {"Cache-Control": "no-cache"}
        if not is_cited:
            headers = {"Cache-Control": EMBED_CACHE, "ETag": tag}
            if request.headers.get("if-none-match") == tag:
                return Response(status_code=304, headers=headers)
        try:
            packed = await paintings.packed(
                rest, query, keep=not is_cited and len(query) <= LONGEST_QUERY
            )
        except RoutesError as error:
            told = embed_page.not_here(str(error), query, version=version, origin=data.origin)
            return HTMLResponse(told, 404, {"Cache-Control": "no-store"})
        except BusyError:
            return busy_answer()
        return packed.answer(request.headers.get("accept-encoding", ""), headers)

    def oembedded(
        url: str = "", format: str = "json", maxwidth: str = "", maxheight: str = ""
    ) -> Response:
        if format not in ("json", "xml"):
            raise HTTPException(501, "Ask for format=json or format=xml.")
        limits = [int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None
                  for text in (maxwidth, maxheight)]  # fmt: skip
        try:
            found = oembed.answer(data, url, titles, maxwidth=limits[0], maxheight=limits[1])
        except (oembed.NotOursError, RoutesError) as error:
            raise HTTPException(404, str(error)) from error
        headers = {"Cache-Control": EMBED_CACHE, "Access-Control-Allow-Origin": "*"}
        if format == "xml":
            return Response(oembed.as_xml(found), media_type="text/xml", headers=headers)
        return JSONResponse(found, headers=headers)

    ours.add_api_route("/embed/{rest:path}", embedded, methods=["GET", "HEAD"])
    ours.add_api_route("/oembed", oembedded, methods=["GET", "HEAD"])
