"""The reader's choices, to and from the URL. The URL is the state.

Every page has the same lens (which child, which year, checked sources only) and a few choices of
its own. What a link says that does not exist here is dropped with a sentence, never in silence.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol
from urllib.parse import parse_qsl, urlencode

from routes import GOALS, LAST_YEAR, YEARS, Child
from routes.model import COMPANIES, ROLES, STATUSES

LONGEST_QUERY = 4000
LONGEST_NAME = 60
USUAL_GOAL = 2  # of a journey's map and step line
VIEWS = ("map", "table", "chart")
ATLAS_MARKS = ("deaths",)  # numbers that the atlas's map may show beside its colours
NO_MARKS = "none"
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


class Query:
    """A query string, read choice by choice.

    ``dropped`` holds one sentence for each value that had to be left out so far.
    """

    def __init__(self, query: str) -> None:
        self.dropped: list[str] = []
        self._pairs: dict[str, str] = {}
        self._all: dict[str, list[str]] = {}  # of names that may come more than once
        if len(query) > LONGEST_QUERY:
            self.dropped.append(
                f"The link was longer than {LONGEST_QUERY} characters; the opening view is shown."
            )
        else:
            text = query.removeprefix("?").replace("\x00", "")
            found = parse_qsl(text, keep_blank_values=False)
            self._pairs = dict(found)
            for name, value in found:
                self._all.setdefault(name, []).append(value)

    def _drop(self, name: str, text: str) -> None:
        self.dropped.append(f"{name} “{text[:60]}” is not known here; the usual one is shown.")

    def one_of(self, name: str, known: Container[str], default: str) -> str:
        text = self._pairs.pop(name, "")
        if text and text not in known:
            self._drop(name, text)
        return text if text in known and text else default

    def some_of(self, name: str, known: Sequence[str]) -> tuple[str, ...]:
        """Return the chosen ones in the order of ``known``; those that exist, none if none do."""
        text = self._pairs.pop(name, "")
        chosen = set(text.split(",")) if text else set()
        strange = sorted(chosen - set(known))
        if strange:
            self._drop(name, ", ".join(strange))
        return tuple(item for item in known if item in chosen)

    def many(self, name: str) -> tuple[str, ...]:
        """Return every value of a name that may come more than once, as they stand."""
        self._pairs.pop(name, "")
        return tuple(dict.fromkeys(self._all.get(name, [])))

    def whole(self, name: str, known: Sequence[int], default: int) -> int:
        text = self._pairs.pop(name, "")
        if not text:
            return default
        if text.isascii() and text.isdigit() and len(text) <= 4 and int(text) in known:
            return int(text)
        self._drop(name, text)
        return default

    def flag(self, name: str) -> bool:
        return self.one_of(name, ("1",), "") == "1"

    def text(self, name: str, longest: int) -> str:
        text = "".join(c for c in self._pairs.pop(name, "") if c.isprintable()).strip()
        if len(text) > longest:
            self.dropped.append(f"{name} was cut to {longest} characters.")
        return text[:longest].strip()

    def close(self) -> tuple[str, ...]:
        """Return what was dropped, counting in every name that nobody asked for."""
        for name in self._pairs:
            if not name.startswith("utm_"):
                self.dropped.append(f"“{name[:40]}” is not a choice of this page.")
        return tuple(self.dropped)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lens:
    """What every page shares.

    Attributes:
        checked: leave out what rests on sources named but not yet opened.
    """

    child: Child = field(default_factory=Child)
    year: int = LAST_YEAR
    checked: bool = False

    @classmethod
    def read(cls, query: Query, *, suffix: str = "", start: Lens | None = None) -> Lens:
        """Take the lens out of a query; ``suffix`` tells a second one apart from the first."""
        usual = start or cls()
        return cls(
            child=Child(
                age=query.whole(f"age{suffix}", range(18), usual.child.age),
                company=query.one_of(f"company{suffix}", COMPANIES, usual.child.company),  # type: ignore[arg-type]
                status=query.one_of(f"status{suffix}", STATUSES, usual.child.status),  # type: ignore[arg-type]
            ),
            year=query.whole(f"year{suffix}", YEARS, usual.year),
            checked=query.flag("checked") if not suffix else usual.checked,
        )

    def pairs(self, *, suffix: str = "", start: Lens | None = None) -> list[tuple[str, str]]:
        """Return what differs from the opening lens, for a query string."""
        usual = start or Lens()
        found = [
            ("age", str(self.child.age), str(usual.child.age)),
            ("company", self.child.company, usual.child.company),
            ("status", self.child.status, usual.child.status),
            ("year", str(self.year), str(usual.year)),
        ]
        chosen = [(name + suffix, value) for name, value, was in found if value != was]
        return chosen + ([("checked", "1")] if self.checked and not suffix else [])


def to_query(pairs: Sequence[tuple[str, str]]) -> str:
    """Return pairs as a query string without ``?``; empty values are left out."""
    return urlencode([(name, value) for name, value in pairs if value], safe=",:")


def link(path: str, pairs: Sequence[tuple[str, str]]) -> str:
    """Return the address of a page with these choices."""
    query = to_query(pairs)
    return f"{path}?{query}" if query else path


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewState:
    """One view of the atlas.

    Attributes:
        colour: what the map is coloured by: a measure's id, or ``goal-1`` to ``goal-6``.
        goal: the policy goal that the choices are narrowed to, 1 to 6; 0 is all.
        routes: chosen route ids; empty is all of them.
        roles: layers shown, of origin, transit, destination.
        marks: numbers that stand on the map, of ``ATLAS_MARKS``; none unless asked for.
        steps: legend steps shown; empty is all of them.
        country: ISO3 of the open panel, or "".
        find: the table's text filter.
        sort, descending: the table's order.
    """

    colour: str = "detention_practice"
    goal: int = 0
    routes: tuple[str, ...] = ()
    roles: tuple[str, ...] = ROLES
    marks: tuple[str, ...] = ()
    lens: Lens = field(default_factory=Lens)
    steps: tuple[str, ...] = ()
    country: str = ""
    view: str = "map"
    find: str = ""
    sort: str = "country"
    descending: bool = False

    @property
    def child(self) -> Child:
        return self.lens.child

    @property
    def year(self) -> int:
        return self.lens.year

    @property
    def checked(self) -> bool:
        return self.lens.checked

    def to_query(self) -> str:
        """Return the query string without ``?``; what stands at its default is left out."""
        start = ViewState()
        own = (
            ("colour", self.colour, start.colour),
            ("goal", str(self.goal), "0"),
            ("routes", ",".join(self.routes), ""),
            ("roles", ",".join(self.roles), ",".join(start.roles)),
            ("marks", ",".join(self.marks), ""),
            *((name, value, "") for name, value in self.lens.pairs()),
            ("steps", ",".join(self.steps), ""),
            ("country", self.country, ""),
            ("view", self.view, start.view),
            ("find", self.find, ""),
            ("sort", ("-" if self.descending else "") + self.sort, start.sort),
        )
        return to_query([(name, value) for name, value, default in own if value != default])

    def href(self, **changes: Any) -> str:
        """Return the link to this view with some choices changed; ``child`` and the like too."""
        lens = {name: changes.pop(name) for name in ("child", "year", "checked") if name in changes}
        query = replace(self, lens=replace(self.lens, **lens), **changes).to_query()
        return f"/?{query}" if query else "/"


def from_query(query: str, known: Known) -> tuple[ViewState, tuple[str, ...]]:
    """Read a query string (with or without ``?``).

    Returns:
        The view, and one sentence for each value that had to be dropped.
    """
    read, start = Query(query), ViewState()
    colour = read.one_of("colour", known.colours, start.colour)
    orders = [sign + name for name in SORTS for sign in ("", "-")]
    sort = read.one_of("sort", orders, start.sort)
    view = ViewState(
        colour=colour,
        goal=read.whole("goal", GOALS, 0),
        routes=read.some_of("routes", known.route_ids),
        roles=read.some_of("roles", ROLES) or ROLES,
        marks=_marks(read),
        lens=Lens.read(read),
        steps=read.some_of("steps", known.steps_of(colour)),
        country=read.one_of("country", known.iso3s, ""),
        view=read.one_of("view", VIEWS, start.view),
        find=read.text("find", 80),
        sort=sort.removeprefix("-"),
        descending=sort.startswith("-"),
    )
    return view, read.close()


def _marks(read: Query) -> tuple[str, ...]:
    """Take ``marks`` out of a query; ``none`` is what stands when it is not told."""
    chosen = read.some_of("marks", (*ATLAS_MARKS, NO_MARKS))
    return tuple(one for one in chosen if one != NO_MARKS)
