"""Which embed shows a page of the site, and which table holds what is shown."""

from __future__ import annotations

EMBEDS = ("map", "table", "journey", "labels", "compare", "country", "what-if", "gaps", "goals",
          "coverage", "sheet", "timeline", "practice", "brief")  # fmt: skip

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


def table_rest(page_address: str) -> str:
    """Return what stands after ``/table/<form>/`` for a page; as after ``/embed/`` if it has one.

    Not every embed has a table; see ``dashboard.shown.KINDS``.
    """
    path, mark, query = page_address.partition("?")
    if path == "/journeys":
        return f"journeys{mark}{query}"
    if path == "/data" and "view=missing" in query.split("&"):
        return f"missing{mark}{query}"
    return embed_address(page_address).removeprefix("/embed/")
