"""What browsers may keep for good: assets, the catalogue, levels, the index of the search.

Every address has a stamp in it, and changes when what is behind it does.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from fastapi import APIRouter, Response
from starlette.exceptions import HTTPException

from dashboard.components.atlas_marks import layers_json
from dashboard.data import Data
from dashboard.document import Document, assets_folder
from dashboard.search import finder_of
from dashboard.web import immutable
from routes import RoutesError

ALL_ROUTES = "all"
A_DAY = "public, max-age=86400"

TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml",
         ".woff2": "font/woff2"}  # fmt: skip
READS = ["GET", "HEAD"]


def add_kept(ours: APIRouter, document: Document, data: Data) -> None:
    """Add the addresses of what browsers keep."""
    version = document.version

    def static(stamp: str, name: str) -> Response:
        return _static(document, stamp, name)

    def catalogue(stamp: str) -> Response:
        return immutable(data.catalogue, "application/json", is_current=stamp == version)

    def search_index(stamp: str) -> Response:
        index = finder_of(data).index
        return immutable(index, "application/json", is_current=stamp == version)

    def levels(stamp: str, name: str) -> Response:
        try:
            content = data.packs(name.removesuffix(".json"))
        except (ValueError, RoutesError) as error:
            raise HTTPException(404, f"No levels {name!r}.") from error
        return immutable(content, "application/json", is_current=stamp == version)

    def losses(stamp: str, name: str) -> Response:
        chosen = name.removesuffix(".json")
        content = layers_json(data, chosen)
        if chosen == ALL_ROUTES:
            return immutable(content, "application/json", is_current=stamp == version)
        # Choices of routes are without number: none is worth squeezing hard and keeping for good.
        headers = {"Cache-Control": A_DAY if stamp == version else "no-cache"}
        return Response(content, media_type="application/json", headers=headers)

    ours.add_api_route("/static/{stamp}/{name:path}", static, methods=READS)
    ours.add_api_route("/data/{stamp}/catalogue.json", catalogue, methods=READS)
    ours.add_api_route("/data/{stamp}/search.json", search_index, methods=READS)
    ours.add_api_route("/data/{stamp}/levels/{name}", levels, methods=READS)
    ours.add_api_route("/data/{stamp}/losses/{name}", losses, methods=READS)


@lru_cache(maxsize=1)
def _assets() -> dict[str, Path]:
    """Return every file under assets by its name in an address: nothing else is ever opened."""
    folder = assets_folder()
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path for path in found}


def _static(document: Document, stamp: str, name: str) -> Response:
    is_current = stamp == document.version
    made = {
        "childways.css": document.stylesheet,
        "app.js": document.our_script,
        "dash.js": document.dash_script,
    }
    kind = TYPES.get(f".{name.rpartition('.')[2]}")
    if name in made and kind:
        return immutable(made[name].encode(), kind, is_current=is_current)
    path = _assets().get(name)
    if path is None or kind is None:
        raise HTTPException(404)
    return immutable(path.read_bytes(), kind, is_current=is_current)
