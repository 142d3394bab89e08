"""What an address from anywhere speaks of: a page of the atlas, its query, and its frame's look.

For whatever reads addresses that people paste: full links, paths, bare queries, and the addresses
of embeds, pictures, files, tables and briefs.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

from dashboard.state import LONGEST_QUERY, to_query

# First part of a path -> how many parts come before the kind of view.
WAYS_OUT = {"embed": 1, "file": 1, "picture": 2, "table": 2}
# The embeds and tables of a page of another name.
PAGE_OF = {
    "map": "", "table": "", "labels": "journey", "gaps": "commitments", "coverage": "data",
    "missing": "data",
}  # fmt: skip
# Those that show one part of their page, which its query names.
VIEW_OF = {"coverage": "coverage", "missing": "missing"}
# Of the frame, picture or citation; they change no number.
LOOKS = ("theme", "lang", "size", "scale", "edition", "cited")


class AddressError(ValueError):
    """An address that can't be read, or is of another site."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One address, taken apart.

    Attributes:
        origin: scheme and host; "" when only a path or query was given.
        kind: map, table, journey, labels, compare, country, or another page's name.
        rest: what follows the kind in the path.
        query: the choices of the view alone, without ``?``.
        looks: the choices of frame, picture and edition.
    """

    origin: str
    kind: str
    rest: str
    query: str
    looks: dict[str, str]

    @property
    def page(self) -> str:
        """The path of the page of the atlas that shows the view."""
        first = PAGE_OF.get(self.kind, self.kind)
        return f"/{first}/{self.rest}" if self.rest else f"/{first}"


def parse(text: str) -> Address:
    """Take an address apart.

    Args:
        text: a full link, a path, or a query with or without ``?``.

    Raises:
        AddressError: it is no address.
    """
    asked = text.strip()
    if "=" in asked and "?" not in asked and "/" not in asked:
        asked = f"?{asked}"  # a bare query
    try:
        parts = urlsplit(asked)
        origin = f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
    except ValueError as error:
        raise AddressError(f"{text[:100]!r} is not an address.") from error
    if parts.scheme not in ("", "http", "https"):
        raise AddressError(f"{text[:100]!r} is not an address of the atlas.")
    steps = unquote(parts.path).strip("/").split("/")
    if steps[0] == "brief-file":
        steps = ["brief", *steps[2:]]
    elif steps[0] in WAYS_OUT:
        steps = steps[WAYS_OUT[steps[0]] :] or [""]
    kind = steps[0]
    if len(parts.query) > LONGEST_QUERY:  # the page's own reader says so
        pairs, looks, query = [], {}, parts.query
    else:
        pairs = parse_qsl(parts.query.replace("\x00", ""))
        looks = {name: value for name, value in pairs if name in LOOKS}
        shown = ("view", VIEW_OF.get(kind, ""))
        if shown[1] and shown not in pairs:
            pairs = [*(pair for pair in pairs if pair[0] != "view"), shown]
        query = to_query([pair for pair in pairs if pair[0] not in LOOKS])
    views = [value for name, value in pairs if name == "view"]
    if kind == "":
        kind = "table" if views[-1:] == ["table"] else "map"
    elif kind == "data" and views[-1:] == ["coverage"]:
        kind = "coverage"
    return Address(origin=origin, kind=kind, rest="/".join(steps[1:]), query=query, looks=looks)
