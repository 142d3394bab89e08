"""ViewState: the reader's choices, to and from the URL. The URL is the state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol
from urllib.parse import parse_qsl, urlencode

from routes import LAST_YEAR, YEARS, Child
from routes.model import COMPANIES, ROLES, STATUSES

LONGEST_QUERY = 4000
VIEWS = ("map", "table", "chart")
SORTS = ("country", "value", "year", "evidence", "source")


class Known(Protocol):
    """What a view can speak of: used to drop what does not exist."""

    @property
    def colours(self) -> Sequence[str]: ...
    @property
    def route_ids(self) -> Sequence[str]: ...
    @property
    def iso3s(self) -> Sequence[str]: ...

    def steps_of(self, colour: str) -> Sequence[str]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewState:
    """One view of the atlas.

    Attributes:
        colour: what the map is coloured by: a measure's id, or ``goal-1`` to ``goal-6``.
        routes: chosen route ids; empty is all of them.
        roles: layers shown, of origin, transit, destination.
        steps: legend steps shown; empty is all of them.
        checked: leave out what rests on sources named but not yet opened.
        country: ISO3 of the open panel, or "".
        find: the table's text filter.
        sort, descending: the table's order.
    """

    colour: str = "detention_practice"
    routes: tuple[str, ...] = ()
    roles: tuple[str, ...] = ROLES
    child: Child = field(default_factory=Child)
    year: int = LAST_YEAR
    steps: tuple[str, ...] = ()
    checked: bool = False
    country: str = ""
    view: str = "map"
    find: str = ""
    sort: str = "country"
    descending: bool = False

    def to_query(self) -> str:
        """Return the query string without ``?``; what stands at its default is left out."""
        start, child = ViewState(), Child()
        pairs = (
            ("colour", self.colour, start.colour),
            ("routes", ",".join(self.routes), ""),
            ("roles", ",".join(self.roles), ",".join(start.roles)),
            ("age", str(self.child.age), str(child.age)),
            ("company", self.child.company, child.company),
            ("status", self.child.status, child.status),
            ("year", str(self.year), str(start.year)),
            ("steps", ",".join(self.steps), ""),
            ("checked", "1" if self.checked else "", ""),
            ("country", self.country, ""),
            ("view", self.view, start.view),
            ("find", self.find, ""),
            ("sort", ("-" if self.descending else "") + self.sort, start.sort),
        )
        return urlencode([(k, v) for k, v, default in pairs if v != default], safe=",")

    def href(self, **changes: Any) -> str:
        """Return the link to this view with some choices changed."""
        query = replace(self, **changes).to_query()
        return f"/?{query}" if query else "/"


def _one_of(text: str, known: Sequence[str]) -> str:
    if text not in known:
        raise ValueError(text)
    return text


def _some_of(text: str, known: Sequence[str]) -> tuple[str, ...]:
    found = text.split(",") if text else []
    for name in found:
        _one_of(name, known)
    return tuple(name for name in known if name in set(found))


def from_query(query: str, known: Known) -> tuple[ViewState, tuple[str, ...]]:
    """Read a query string (with or without ``?``).

    Returns:
        The view, and one sentence for each value that had to be dropped.
    """
    if len(query) > LONGEST_QUERY:
        return ViewState(), (f"The link was longer than {LONGEST_QUERY} characters; "
                             "the opening view is shown.",)  # fmt: skip
    pairs = dict(parse_qsl(query.removeprefix("?"), keep_blank_values=False))
    dropped: list[str] = []
    values: dict[str, Any] = {}
    child: dict[str, Any] = {}
    for name, text in sorted(pairs.items(), key=lambda pair: pair[0] != "colour"):
        if name not in _READERS:
            if not name.startswith("utm_"):
                dropped.append(f"“{name[:40]}” is not a choice of this page.")
            continue
        try:
            target = child if name in ("age", "company", "status") else values
            target[name] = _READERS[name](text, known, values)
        except ValueError:
            dropped.append(f"{name} “{text[:60]}” is not known here; the usual one is shown.")
    if "sort" in values:
        values["sort"], values["descending"] = values["sort"]
    if values.get("roles") == ():
        del values["roles"]
    return ViewState(child=Child(**child), **values), tuple(dropped)


def _sort(text: str, _known: Known, _values: Mapping[str, Any]) -> tuple[str, bool]:
    return _one_of(text.removeprefix("-"), SORTS), text.startswith("-")


def _whole(text: str, known: Sequence[int]) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 4 and int(text) in known):
        raise ValueError(text)
    return int(text)


_READERS: dict[str, Any] = {
    "colour": lambda text, known, _: _one_of(text, known.colours),
    "routes": lambda text, known, _: _some_of(text, known.route_ids),
    "roles": lambda text, *_: _some_of(text, ROLES),
    "age": lambda text, *_: _whole(text, range(18)),
    "company": lambda text, *_: _one_of(text, COMPANIES),
    "status": lambda text, *_: _one_of(text, STATUSES),
    "year": lambda text, *_: _whole(text, YEARS),
    "steps": lambda text, known, values: _some_of(
        text, known.steps_of(values.get("colour", ViewState().colour))
    ),
    "checked": lambda text, *_: _one_of(text, ("1",)) == "1",
    "country": lambda text, known, _: _one_of(text, known.iso3s),
    "view": lambda text, *_: _one_of(text, VIEWS),
    "find": lambda text, *_: text[:80],
    "sort": _sort,
}
