"""An address -> the view it speaks of, as each way out wants to be asked for it."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.address import Address, parse
from dashboard.embeds_of import EMBEDS, embed_address, table_rest
from dashboard.pictures.of import picture_rest

_OF_YEARS = ("chart", "trend")  # the picture and the table of the atlas over the years


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedView:
    """One view.

    Attributes:
        page: address of the page of the site that shows it.
        embed: what stands after ``/embed/``; "" when it has no embed.
        picture: what stands after ``/picture/<form>/``; "" when it has no picture.
        table: what stands after ``/table/<form>/``; "" when it has no table.
        looks: choices of frame, picture and edition in the address.
    """

    origin: str
    page: str
    embed: str
    picture: str
    table: str
    looks: dict[str, str]


def asked_view(text: str) -> AskedView:
    """Read an address.

    Args:
        text: a full link of any host, a path or a query alone; of a page, an embed, a picture, a
            file or a table.

    Raises:
        AddressError: it is no address.
    """
    asked = parse(text)
    tail = f"?{asked.query}" if asked.query else ""
    if asked.kind in _OF_YEARS:
        tail = _with_view(tail, "chart")
        page = f"/{tail}"
    else:
        page = asked.page + tail
    embed = _embed(asked, tail, page)
    is_chart = embed.startswith("map") and "view=chart" in tail.removeprefix("?").split("&")
    picture = picture_rest(page) if asked.kind != "labels" else embed
    return AskedView(
        origin=asked.origin,
        page=page,
        embed=embed,
        picture=picture,
        table=embed.replace("map", "trend", 1) if is_chart else embed or table_rest(page),
        looks=asked.looks,
    )


def _with_view(tail: str, view: str) -> str:
    """Return a query with the part of the page that its embed or picture shows."""
    pair = f"view={view}"
    return tail if pair in tail[1:].split("&") else f"{tail}{'&' if tail else '?'}{pair}"


def _embed(asked: Address, tail: str, page: str) -> str:
    """Return the embed that was asked for, else the one of the page."""
    if asked.kind in EMBEDS:
        return asked.kind + (f"/{asked.rest}" if asked.rest else "") + tail
    return embed_address(page).removeprefix("/embed/")
