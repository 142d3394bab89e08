"""Whether a form was sent from a page of this site, and not from one of another for the reader."""

from __future__ import annotations

from urllib.parse import urlsplit

from fastapi import Request


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
