"""Which embed shows a page of the site, and the shape of its frame."""

from __future__ import annotations

# Width over height at which a frame of about 700 pixels holds the view without scrolling.
ASPECTS = {
    "map": 0.9, "table": 1.05, "journey": 0.6, "labels": 0.95, "compare": 0.42, "country": 0.95,
    "what-if": 0.6,
    "gaps": 0.5, "goals": 0.42, "coverage": 0.5, "sheet": 0.8,
    "timeline": 0.6, "practice": 0.6, "brief": 0.6,
}  # fmt: skip

ALONE = ("compare", "what-if", "sheet", "timeline")  # the embed is called as its page


def embed_address(page_address: str) -> str:
    """Return the embed of a page of the site, or "" when it has none."""
    path, _, query = page_address.partition("?")
    first, _, rest = path.strip("/").partition("/")
    tail = f"?{query}" if query else ""
    if first == "":
        is_table = "view=table" in query.split("&")
        return f"/embed/{'table' if is_table else 'map'}{tail}"
    if first in ("journey", "country", "brief"):
        return f"/embed/{first}/{rest}{tail}" if rest else ""
    if first in ("goals", "practice"):
        return f"/embed/{first}{'/' if rest else ''}{rest}{tail}"
    if first == "commitments":
        return f"/embed/gaps{tail}"
    if first == "data":
        return f"/embed/coverage{tail}" if "view=coverage" in query.split("&") else ""
    return f"/embed/{first}{tail}" if first in ALONE else ""


def aspect_of(frame: str) -> float:
    """Return the aspect of an embed's address, with or without the site before it."""
    kind = frame.partition("/embed/")[2].partition("?")[0].partition("/")[0]
    return ASPECTS[kind]
