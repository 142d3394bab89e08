"""Who asks, as browsers say it: a page of this site, or one of another for the reader."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from fastapi import Request

OTHERS = ("cross-site", "same-site")  # the second: another host of the same registered domain


def is_from_here(request: Request, origin: str) -> bool:
    """Return whether a browser says that the request comes from a page of ours.

    Every browser says ``Origin`` with a form that is posted, and newer ones ``Sec-Fetch-Site``; a
    request that says neither is refused. ``origin`` is the site's public address: behind a proxy
    the host that is asked may be another one.
    """
    said = request.headers.get("sec-fetch-site")
    if said is not None:
        return said == "same-origin"
    from_ = request.headers.get("origin", "")
    return from_ != "" and (
        from_ == origin or urlsplit(from_).netloc == request.headers.get("host", "")
    )


def is_part_of_another(headers: Mapping[str, str]) -> bool:
    """Return whether it is asked as part of another site's page: a frame, a picture, a script.

    A link there that opens a page of ours in a window of its own is none. ``SameSite`` keeps the
    cookie from parts of other sites, too, but not from those of a neighbour on the same domain.
    """
    is_window = headers.get("sec-fetch-dest") == "document"
    return headers.get("sec-fetch-site") in OTHERS and not is_window
