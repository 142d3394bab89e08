"""What changed in a view since somebody cited it: the same address read in two data versions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from dashboard import frozen
from dashboard.api.content import Content
from dashboard.api.problems import ProblemError
from dashboard.api.promise_models import HistoryYear
from dashboard.api.views import find
from dashboard.components.edition_banner import cited_banner
from dashboard.data import Data
from dashboard.editions import Editions
from dashboard.promise_looks import LOOKS
from geodata import DataError
from routes import RoutesError

# Row of a view -> what names it, and the values that a reader may have quoted.
KEYS = {
    "AtlasRow": (("iso3",), ("label",)),
    "StageLevel": (("order", "iso3", "goal"), ("level",)),
    "Level": (("iso3", "goal"), ("level",)),
    "SheetCell": (("iso3", "goal"), ("level", "promises")),
    "CountryStanding": (("iso3", "goal"), ("level", "level_then")),
    "Pair": (("iso3", "order_a", "order_b", "goal"), ("level_a", "level_b")),
    "SupposedCell": (
        ("route_id", "branch", "order", "iso3", "goal"),
        ("level_before", "level_after"),
    ),
    "RankedLever": (("change",), ("rank", "journeys_lifted", "weakest_levels_raised")),
    "RouteRow": (("route_id", "branch"), ("weakest_level", "largest_drop", "levels_known")),
    "Gap": (("iso3", "goal", "commitment_id"), ("state",)),
    "Milestone": (("event_id",), ("date", "title", "summary")),
    "HistoryYear": (("iso3", "year"), ("law", "practice")),
    "KnownCell": (("iso3", "goal", "measure"), ("answered", "asked", "checked", "speaks_for")),
    "OpenQuestion": (("iso3", "goal", "measure"), ("standing", "level", "reach", "journeys")),
    "HeldTable": (("table",), ("rows_count", "first_year", "last_year")),
    "BriefRow": (("section", "part", "lead", "row", "column"), ("text",)),
    "Practice": (("case_id",), ("result", "what", "from_year", "to_year")),
}
WORDS = {
    "level": "level", "level_a": "level in A", "level_b": "level in B",
    "level_before": "level before", "level_after": "level after", "rank": "rank",
    "journeys_lifted": "journeys lifted", "weakest_levels_raised": "weakest levels raised",
    "weakest_level": "weakest level", "largest_drop": "largest drop",
    "levels_known": "levels known", "level_then": "level then", "promises": "promises",
    "label": "value", "state": "promise", "date": "date", "title": "title",
    "summary": "what happened", "law": "detention in law", "practice": "detention in practice",
    "result": "reported result", "what": "what is done", "from_year": "since", "to_year": "until",
}  # fmt: skip
NAMED = ("event_id", "case_id")  # told by their titles
LONGEST = 80  # letters; of a longer text it is told only that it is worded otherwise
GONE = "not in the view"


@dataclass(frozen=True, slots=True)
class Change:
    """One value of a view in two data versions."""

    where: str
    measure: str
    old: str
    new: str

    def __str__(self) -> str:
        return f"{self.where}, {self.measure}: {self.old} → {self.new}"


def changes(old: Data, new: Data, address: str) -> list[Change]:
    """Return every value that the view at an address shows otherwise in ``new``.

    Raises:
        ProblemError, RoutesError: one of the two has no such view.
    """
    was, now = _rows(old, address), _rows(new, address)
    found = []
    for key in dict.fromkeys([*was, *now]):
        before, after = was.get(key), now.get(key)
        row = after or before
        names, columns = KEYS[type(row).__name__]
        where = _where(new, row, names)
        if before is None or after is None:
            told, what = _text(getattr(row, columns[0])), WORDS[columns[0]]
            if isinstance(row, HistoryYear):  # one of many of a country: told once
                where, told, what = _where(new, row, ("iso3",)), "drawn", "law and practice"
            old_new = (GONE, told) if before is None else (told, GONE)
            found.append(Change(where, what, *old_new))
            continue
        for column in columns:
            one, other = getattr(before, column), getattr(after, column)
            if one != other:
                found.append(Change(where, WORDS[column], *_both(one, other)))
    return list(dict.fromkeys(found))


def _rows(data: Data, address: str) -> dict[tuple[Any, ...], Any]:
    view = find(Content(data), address, "")
    every = ((type(row).__name__, row) for row in (*view.rows, *view.more))
    return {(shape, *(getattr(row, name) for name in KEYS[shape][0])): row for shape, row in every}


def _text(value: Any) -> str:
    if value is None or value == "":
        return "not known"
    text = LOOKS[value].word if value in LOOKS else str(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _both(one: Any, other: Any) -> tuple[str, str]:
    """Return a value in both versions; of two long texts only that they differ."""
    if min(len(str(one or "")), len(str(other or ""))) > LONGEST:
        return "as you cited it", "worded otherwise"
    return _text(one), _text(other)


def _where(data: Data, row: Any, names: Iterable[str]) -> str:
    """Stage 3, Libya, goal 2."""
    said = []
    for name in names:
        value = getattr(row, name)
        if value is None or value == "":
            continue
        if name == "iso3":
            said.append(data.name(value) if value in data.iso3s else str(value))
        elif name == "route_id" and value in data.atlas.routes:
            said.append(data.atlas.routes[value].name)
        elif name in NAMED:
            said.append(str(row.title))
        elif name == "commitment_id":
            said.append(f"{row.instrument}, {row.locator}")
        elif name == "goal":
            said.append(f"goal {value}")
        elif name.startswith("order"):
            side = name.removeprefix("order").replace("_", " ").upper()
            said.append(f"stage {value}{side}")
        elif name != "branch" or value != "main":
            said.append(str(value))
    return ", ".join(said)


def banner(live: Data, editions: Editions, path: str, query: str, cited: str) -> Any:
    """Return what a live page says to those who come by a citation; None when it has no values."""
    address = f"{path}?{query}" if query else path
    if cited == live.version:
        return cited_banner("Nothing has changed since you cited this.", (), "")
    try:
        old = editions.data(cited)
        found = changes(old, live, address)
    except (DataError, OSError):
        words = (
            f"You cited data version {cited[:12]}, which is not kept here: what changed since "
            "can’t be told."
        )
        return cited_banner(words, (), "")
    except (ProblemError, RoutesError):
        return None
    since = f"(data version {cited} of {frozen.day(old.atlas.date)})"
    if not found:
        words = f"Nothing has changed in this view since you cited it {since}."
    else:
        number = f"{len(found)} value{'' if len(found) == 1 else 's'}"
        words = f"Updated since you cited this {since}: {number}."
    return cited_banner(
        words, [str(change) for change in found], frozen.frozen_address(address, cited)
    )
