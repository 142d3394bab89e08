"""oEmbed: paste a link of the atlas into a publishing system, and it becomes the view."""

from __future__ import annotations

from html import escape
from typing import Any
from urllib.parse import quote, urlsplit

from dashboard import share_cards
from dashboard.data import Data
from dashboard.embeds import embed
from dashboard.embeds_of import aspect_of, embed_address
from dashboard.exports.code import iframe_code
from dashboard.frozen import frozen_address
from dashboard.pictures.request import SIZES

WIDTH, NARROWEST = 700, 300


class NotOursError(LookupError):
    """An address that is not a view of this site."""


def answer(data: Data, url: str, *, maxwidth: int | None, maxheight: int | None) -> dict[str, Any]:
    """Return the oEmbed answer (type rich, version 1.0) for an address of this site.

    Raises:
        NotOursError: the address is of another site, or has no view to embed.
        RoutesError: no such route, branch or country.
    """
    if not url.startswith(data.origin + "/"):
        raise NotOursError(f"Only addresses that begin with {data.origin}/ are answered.")
    parts = urlsplit(url)
    address = parts.path + (f"?{parts.query}" if parts.query else "")
    frame = address if address.startswith("/embed/") else embed_address(address)
    if not frame:
        raise NotOursError("This page has no view to embed.")
    path, _, query = frame.partition("?")
    found = embed(data, path.removeprefix("/embed/"), query)

    def kept(ours: str) -> str:
        return frozen_address(ours, data.edition) if data.edition else ours

    width = max(NARROWEST, min(WIDTH, maxwidth or WIDTH))
    height = round(width / aspect_of(frame))
    if maxheight:
        height = min(height, maxheight)
    page = found.back if address.startswith("/embed/") else address
    image = share_cards.card_picture(data, page)
    card = SIZES["card"]
    thumbnail = {"thumbnail_url": image, "thumbnail_width": card.width,
                 "thumbnail_height": card.height} if image else {}  # fmt: skip
    return {
        **thumbnail,
        "version": "1.0",
        "type": "rich",
        "provider_name": "Childways",
        "provider_url": data.origin,
        "title": found.title,
        "cache_age": 300,
        "width": width,
        "height": height,
        "html": iframe_code(data.origin + kept(frame), found.title, data.origin + kept(found.back)),
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
    if not embed_address(address):
        return ""
    url = quote(origin + address, safe="")
    return "".join(
        f'<link rel="alternate" type="{kind}+oembed" '
        f'href="{escape(origin)}/oembed?url={url}&amp;format={form}">'
        for form, kind in (("json", "application/json"), ("xml", "text/xml"))
    )
