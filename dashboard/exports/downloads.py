"""``/data/download``: the files over HTTP."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import formatdate, parsedate_to_datetime
from functools import partial
from pathlib import Path
from typing import Protocol

from fastapi import Request, Response
from starlette.exceptions import HTTPException

from dashboard.data import Data
from dashboard.exports.formats import EVERYTHING, GEOPACKAGE, ZIP_TYPE, Format, formats_of
from dashboard.exports.layers import write_geopackage
from dashboard.exports.resource import Catalogue
from dashboard.exports.shelf import Shelf, edition_stamp, packed, private_folder
from geodata.errors import DataError
from geodata.provenance import MANIFEST, current_build

FAULTS = logging.getLogger("childways.faults")
ADDRESS = "/data/download/{name}.{ending}"
READS = ["GET", "HEAD"]
NEEDS_DISK = (
    "This file is made on the server’s disk, where nothing of your own facts is put. Take the "
    "others, or make it on your own computer: childways build --own."
)
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One file to take home.

    Attributes:
        make: writes it to the path it is given.
        content: makes it in memory; None for what can't be made without a file on disk.
    """

    media_type: str
    make: Callable[[Path], None]
    content: Callable[[], bytes] | None = None


class Router(Protocol):
    """What takes our routes: an app or a router of FastAPI."""

    def add_api_route(
        self, path: str, endpoint: Callable[..., Response], *, methods: list[str]
    ) -> None: ...


def offers(catalogue: Catalogue) -> dict[tuple[str, str], Offer]:
    """Return every file that there is, by name and ending."""
    found = {
        (name, form.ending): Offer(
            media_type=form.media_type,
            make=partial(_write, catalogue, name, form),
            content=partial(_content, catalogue, name, form) if form.is_in_memory else None,
        )
        for name, schema in catalogue.schemas.items()
        for form in formats_of(schema)
    }
    everything = partial(_write_all_layers, catalogue)
    found[EVERYTHING, GEOPACKAGE.ending] = Offer(media_type=GEOPACKAGE.media_type, make=everything)
    found[EVERYTHING, "zip"] = Offer(media_type=ZIP_TYPE, make=partial(packed, catalogue))
    return found


def _write(catalogue: Catalogue, name: str, form: Format, path: Path) -> None:
    path.write_bytes(_content(catalogue, name, form))


def _content(catalogue: Catalogue, name: str, form: Format) -> bytes:
    return form.write(catalogue[name], catalogue.edition)


def _write_all_layers(catalogue: Catalogue, path: Path) -> None:
    resources = (catalogue[name] for name in catalogue.schemas)
    write_geopackage(resources, catalogue.edition, path)


def add_downloads(router: Router, data: Data, cache: Path | None = None) -> None:
    """Add ``/data/download/{name}.{ext}`` to an app.

    Args:
        cache: folder for the finished files; one of ours among the temporary files when None.

    With own facts that only their reader sees, files are made in memory and kept nowhere.

    When a layer is broken, or a later build has taken its place, the atlas still opens: the log
    says so, and every download is answered with 503.
    """
    try:
        found = offers(Catalogue(data))
    except DataError as error:
        FAULTS.error("there is nothing to download: %s", error)
        router.add_api_route(ADDRESS, _closed(str(error)), methods=READS)
        return
    stamp = edition_stamp(data.version)
    shelf = None if data.is_only_here else Shelf(cache or private_folder(), stamp)
    built = (current_build(data.atlas.folder) / MANIFEST).stat().st_mtime
    version = _UNSAFE.sub("-", data.version)

    def download(name: str, ending: str, request: Request) -> Response:
        offer = found.get((name, ending))
        if offer is None:
            raise HTTPException(404, f"No file {name}.{ending} to download.")
        headers = {
            # Weak: on the way it may be compressed, which changes its bytes and not its content.
            "ETag": f'W/"{stamp}-{name}-{ending}"',
            "Last-Modified": formatdate(built, usegmt=True),
            "Cache-Control": "no-cache",
            "Vary": "Accept-Encoding",
        }
        if _has_it(request.headers, headers["ETag"], int(built)):
            return Response(status_code=304, headers=headers)
        file = f"{EVERYTHING}-{version}" if name == EVERYTHING else f"{EVERYTHING}-{name}-{version}"
        headers["Content-Disposition"] = f'attachment; filename="{file}.{ending}"'
        content = _read(shelf, f"{name}.{ending}", offer)
        return Response(content, media_type=offer.media_type, headers=headers)

    router.add_api_route(ADDRESS, download, methods=READS)


def _read(shelf: Shelf | None, name: str, offer: Offer) -> bytes:
    if shelf is not None:
        return shelf.read(name, offer.make)
    if offer.content is None:
        raise HTTPException(409, NEEDS_DISK)
    return offer.content()


def _closed(why: str) -> Callable[[], Response]:
    def closed() -> Response:
        raise HTTPException(503, why)

    return closed


def _has_it(asked: Mapping[str, str], tag: str, built: int) -> bool:
    """Return whether the reader's copy is this one; the tag decides before the date."""
    tags = asked.get("if-none-match")
    if tags is not None:
        known = {one.strip().removeprefix("W/") for one in tags.split(",")}
        return "*" in known or tag.removeprefix("W/") in known
    try:
        return parsedate_to_datetime(asked["if-modified-since"]).timestamp() >= built
    except (KeyError, ValueError, TypeError, OverflowError):
        return False
