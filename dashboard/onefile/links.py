"""Links of a file: they all lead to the site, frozen when the data is.

When the site's address is not known they lead nowhere: from disk a path alone would be broken.
"""

from __future__ import annotations

import re
from html import escape, unescape
from urllib.parse import parse_qsl, urlencode

from dashboard.data import Data
from dashboard.frozen import frozen_address

CHOSEN_INSIDE = ("year", "goal", "cell", "colour", "sort", "view", "country")
# Pages whose files hold one goal or one year.
OF_ONE_VIEW = (
    "/commitments",
    "/data",
    "/goals",
    "/sheet",
    "/what-if",
    "/timeline",
    "/practice",
)
BLANK = ' target="_blank" rel="noopener"'
_LINK = re.compile(r"<a [^>]*>")
_HREF = re.compile(r' href="([^"]*)"')


def site_address(address: str, data: Data) -> str:
    """Return the whole address of a path of the site; "" when the site's own is not known."""
    if not data.origin:
        return ""
    kept = frozen_address(address, data.edition) if data.edition else address
    return data.origin + kept


def file_key(address: str) -> str:
    """Return what a page's one-file page is known by: it holds every year and goal of the view."""
    path, _, query = address.partition("#")[0].partition("?")
    chosen = ("sort",) if path.startswith(OF_ONE_VIEW) else CHOSEN_INSIDE
    pairs = sorted(pair for pair in parse_qsl(query) if pair[0] not in chosen)
    return f"{path}?{urlencode(pairs)}" if pairs else path


def _led_to(address: str, data: Data) -> str:
    """Return where a link of a file leads: to a file beside it, else to the site, else nowhere."""
    return data.beside.get(file_key(address)) or site_address(address, data)


def linked_to_site(text: str, data: Data) -> str:
    """Return HTML whose links lead out of the file: a choice there is none in it."""

    def led(found: re.Match[str]) -> str:
        tag = found[0].replace(' data-go="1"', "").replace(' rel="noopener"', "")
        href = _HREF.search(tag)
        if href is None:
            return tag
        address = unescape(href[1])
        if address.startswith("/"):
            address = _led_to(address, data)
        if not address:
            return tag.replace(href[0], "")
        return tag.replace(href[0], f' href="{escape(address)}"{BLANK}')

    return _LINK.sub(led, text)
