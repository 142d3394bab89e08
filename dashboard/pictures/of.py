"""Which picture shows a page of the site, and its addresses."""

from __future__ import annotations

from dashboard.embeds_of import embed_address
from dashboard.pictures.request import KINDS

_OF_EMBED = {"table": "map"}  # a table has no picture of its own: its map stands for it


def picture_rest(page_address: str) -> str:
    """Return what stands after ``/picture/<form>/`` for a page, or "" when it has no picture."""
    rest = embed_address(page_address).removeprefix("/embed/")
    path, mark, query = rest.partition("?")
    kind, slash, name = path.partition("/")
    if kind == "map" and "view=chart" in query.split("&"):
        kind = "chart"
    kind = _OF_EMBED.get(kind, kind)
    if kind not in KINDS:
        return ""
    return kind + slash + name + mark + query


def picture_address(page_address: str, form: str, **choices: str) -> str:
    """Return a picture's address on this site, or "".

    Args:
        choices: ``size``, ``scale``, ``theme``.
    """
    rest = picture_rest(page_address)
    if not rest:
        return ""
    more = "&".join(f"{name}={value}" for name, value in choices.items() if value)
    joint = "&" if "?" in rest else "?"
    return f"/picture/{form}/{rest}" + (joint + more if more else "")
