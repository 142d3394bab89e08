"""oEmbed: paste a link of the atlas into a publishing system, and it becomes the view."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any
from urllib.parse import quote, urlsplit

from dashboard import share_cards
from dashboard.data import Data
from dashboard.embeds import embed
from dashboard.embeds_of import embed_address
from dashboard.exports.code import iframe_code
from dashboard.frame_size import COLUMN_WIDTH, frame_size
from dashboard.frozen import frozen_address
from dashboard.pictures.request import SIZES

NARROWEST = 300  # pixels


class NotOursError(LookupError):
    """An address that is not a view of this site."""


# Path and query -> the title of the page there.
Titles = Callable[[str, str], str]
LINKED = ("data", "explain", "journeys")  # pages without an embed that have something to share


def answer(
    data: Data, url: str, titles: Titles, *, maxwidth: int | None, maxheight: int | None
) -> dict[str, Any]:
    """Return the oEmbed answer (version 1.0) for an address of this site.

    Its type is rich; link for a page that has no view to embed.

    Args:
        titles: raises LookupError where no page answers.

    Raises:
        NotOursError: the address is of another site, or no page answers there.
        RoutesError: no such route, branch or country.
    """
    if not url.startswith(data.origin + "/"):
        raise NotOursError(f"Only addresses that begin with {data.origin}/ are answered.")
    parts = urlsplit(url)
    address = parts.path + (f"?{parts.query}" if parts.query else "")
    frame = address if address.startswith("/embed/") else embed_address(address)
    if not frame:
        try:
            title = titles(parts.path, parts.query)
        except LookupError as error:
            raise NotOursError("No page of the atlas answers there.") from error
        return {**_named(data, title), "type": "link"}
    path, _, query = frame.partition("?")
    found = embed(data, path.removeprefix("/embed/"), query)

    def kept(ours: str) -> str:
        return frozen_address(ours, data.edition) if data.edition else ours

    width = max(NARROWEST, min(COLUMN_WIDTH, maxwidth or COLUMN_WIDTH))
    size = frame_size(data, frame)
    if maxheight:
        size = size.within(maxheight)
    page = found.back if address.startswith("/embed/") else address
    image = share_cards.card_picture(data, page)
    card = SIZES["card"]
    thumbnail = {"thumbnail_url": image, "thumbnail_width": card.width,
                 "thumbnail_height": card.height} if image else {}  # fmt: skip
    return {
        **thumbnail,
        **_named(data, found.title),
        "type": "rich",
        "width": width,
        "height": size.at(width),
        "html": iframe_code(
            data.origin + kept(frame), found.title, data.origin + kept(found.back), size
        ),
    }


def _named(data: Data, title: str) -> dict[str, Any]:
    return {
        "version": "1.0",
        "provider_name": "Childways",
        "provider_url": data.origin,
        "title": title,
        "cache_age": 300,
    }


def as_xml(content: dict[str, Any]) -> str:
    """Return an answer as XML."""
    items = "".join(f"<{name}>{escape(_plain(value))}</{name}>" for name, value in content.items())
    return f'<?xml version="1.0" encoding="utf-8" standalone="yes"?><oembed>{items}</oembed>'


def _plain(value: object) -> str:
    """Leave out what XML 1.0 can't hold."""
    return "".join(c for c in str(value) if c in "\t\n" or ord(c) >= 32)


def discovery(origin: str, address: str) -> str:
    """Return the links by which a page's oEmbed is found."""
    first = address.partition("?")[0].strip("/").partition("/")[0]
    if not embed_address(address) and first not in LINKED:
        return ""
    url = quote(origin + address, safe="")
    return "".join(
        f'<link rel="alternate" type="{kind}+oembed" '
        f'href="{escape(origin)}/oembed?url={url}&amp;format={form}">'
        for form, kind in (("json", "application/json"), ("xml", "text/xml"))
    )
