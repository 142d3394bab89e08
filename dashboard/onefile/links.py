"""Links of a file: they all lead to the site, frozen when the data is.

When the site's address is not known they lead nowhere: from disk a path alone would be broken.
"""

from __future__ import annotations

import re
from html import escape, unescape

from dashboard.data import Data
from dashboard.frozen import EDITION, with_pair

BLANK = ' target="_blank" rel="noopener"'
_LINK = re.compile(r"<a [^>]*>")
_HREF = re.compile(r' href="([^"]*)"')


def site_address(address: str, data: Data) -> str:
    """Return the whole address of a path of the site; "" when the site's own is not known."""
    if not data.origin:
        return ""
    kept = with_pair(address, EDITION, data.edition) if data.edition else address
    return data.origin + kept


def linked_to_site(text: str, data: Data) -> str:
    """Return HTML whose links lead to the site: a choice there is none in a file."""

    def led(found: re.Match[str]) -> str:
        tag = found[0].replace(' data-go="1"', "").replace(' rel="noopener"', "")
        href = _HREF.search(tag)
        if href is None:
            return tag
        address = unescape(href[1])
        if address.startswith("/"):
            address = site_address(address, data)
        if not address:
            return tag.replace(href[0], "")
        return tag.replace(href[0], f' href="{escape(address)}"{BLANK}')

    return _LINK.sub(led, text)
