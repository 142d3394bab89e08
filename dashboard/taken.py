"""``/table/`` and ``/file/``: what a view shows, as files to take home."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException

from dashboard.data import Data
from dashboard.onefile import OneFile, one_file
from dashboard.shown import ShownTable, shown
from dashboard.shown.files import to_csv, to_xlsx
from routes import RoutesError

READS = ["GET", "HEAD"]
LOOKS = ("theme", "lang", "size", "scale", "cited")  # they change no number
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TABLES: dict[str, tuple[str, Callable[[Data, ShownTable], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", to_csv),
    "xlsx": (XLSX, to_xlsx),
}


def without_looks(query: str) -> str:
    """Take out of a query what speaks of frame or picture and not of the view."""
    parts = query.removeprefix("?").split("&")
    return "&".join(part for part in parts if part and part.partition("=")[0] not in LOOKS)


def taken(content: bytes, media_type: str, name: str) -> Response:
    """Return a file to save; ``name`` must be plain letters, digits, dots and hyphens."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-cache",
    }
    return Response(content, media_type=media_type, headers=headers)


def add_files(ours: APIRouter, data: Data) -> None:
    """Add the addresses of files to an app."""

    def table(form: str, rest: str, request: Request) -> Response:
        if form not in TABLES:
            raise HTTPException(404, f"A table is csv or xlsx, not {form[:20]!r}.")
        media_type, make = TABLES[form]
        try:
            found = shown(data, rest, without_looks(request.url.query))
        except RoutesError as error:
            raise HTTPException(404, str(error)) from error
        name = f"childways-{found.name}-{data.version}.{form}"
        return taken(make(data, found), media_type, name)

    @lru_cache(maxsize=16)
    def made(rest: str, query: str, theme: str) -> OneFile:
        return one_file(data, rest, query, theme)

    def whole(rest: str, request: Request) -> Response:
        theme = request.query_params.get("theme", "auto")
        query = without_looks(request.url.query)
        try:
            found = made(rest, query, theme if theme in ("light", "dark") else "auto")
        except RoutesError as error:
            raise HTTPException(404, str(error)) from error
        return taken(found.text.encode(), "text/html; charset=utf-8", found.name)

    ours.add_api_route("/file/{rest:path}", whole, methods=READS)
    ours.add_api_route("/table/{form}/{rest:path}", table, methods=READS)
