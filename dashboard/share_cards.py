"""Open Graph and Twitter cards: a link shown on another site with a picture of that very view."""

from __future__ import annotations

from html import escape

from dashboard.data import Data
from dashboard.exports.citing import plain
from dashboard.frozen import frozen_address
from dashboard.pictures.compose import words_of
from dashboard.pictures.of import picture_address, picture_rest
from dashboard.pictures.request import SIZES


def card_picture(data: Data, address: str) -> str:
    """Return the whole address of a page's picture for other sites; "" when none can be made."""
    image = picture_address(address, "png", size="card") if data.has_png() else ""
    if image and data.edition:
        image = frozen_address(image, data.edition)
    return data.origin + image if image else ""


def head(data: Data, address: str) -> str:
    """Return the elements for a page's head; "" for a page without a picture."""
    rest = picture_rest(address)
    title, line, alt = words_of(data, rest) if rest else ("", "", "")
    if not title:
        return ""
    image = card_picture(data, address)
    pairs = [
        ("property", "og:type", "website"),
        ("property", "og:site_name", "Childways"),
        ("property", "og:title", title),
        ("property", "og:description", line),
        ("property", "og:url", data.origin + address),
        ("name", "twitter:card", "summary_large_image" if image else "summary"),
    ]
    if image:
        pairs += [
            ("property", "og:image", image),
            ("property", "og:image:type", "image/png"),
            ("property", "og:image:width", str(SIZES["card"].width)),
            ("property", "og:image:height", str(SIZES["card"].height)),
            ("property", "og:image:alt", alt),
            ("name", "twitter:image", image),
            ("name", "twitter:image:alt", alt),
        ]
    return "".join(
        f'<meta {kind}="{name}" content="{escape(plain(value))}">' for kind, name, value in pairs
    )
