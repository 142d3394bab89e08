"""What changed in a view since somebody cited it: the same address read in two data versions."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from dashboard import frozen
from dashboard.api.content import Content
from dashboard.api.problems import ProblemError
from dashboard.api.views import find
from dashboard.cited_words import Told, told_of
from dashboard.colouring import STATUS_LABELS
from dashboard.components.edition_banner import cited_banner
from dashboard.data import Data
from dashboard.editions import Editions
from dashboard.promise_looks import LOOKS
from geodata import DataError
from routes import RoutesError

UNTOLD = {"branch": "main", "group": "all", "company": "any"}  # names that go without saying
TITLED = ("event_id", "case_id")  # told by their titles
LONGEST = 80  # letters of a value; of a longer text the part is told that differs
BEFORE_IT = 24  # letters told before that part
DIGEST = re.compile("[0-9a-f]{64}")
GONE = "not in the view"
Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One value of a view in two data versions."""

    where: str
    measure: str
    old: str
    new: str

    def __str__(self) -> str:
        where = f"{self.where}, " if self.where else ""
        return f"{where}{self.measure}: {self.old} → {self.new}"


def changes(old: Data, new: Data, address: str) -> list[Change]:
    """Return every value that the view at an address shows otherwise in ``new``.

    Raises:
        ProblemError, RoutesError: one of the two has no such view.
    """
    was, now = _rows(old, address), _rows(new, address)
    found: list[Change] = []
    once: set[Key] = set()
    for key in dict.fromkeys([*was, *now]):
        told = told_of(key[0])
        for before, after in _paired(was.get(key, []), now.get(key, []), told):
            if before is not None and after is not None:
                found += _differing(new, before, after, told)
                continue
            as_one = _as_one(after or before, told)
            if as_one not in once:
                found.append(_came_or_went(new, before, after, told))
            once |= {as_one} if as_one else set()
    return found


def _rows(data: Data, address: str) -> dict[Key, list[BaseModel]]:
    """Return the rows of a view by what names them."""
    view = find(Content(data), address, "")
    found: dict[Key, list[BaseModel]] = defaultdict(list)
    for row in (*view.rows, *view.more, *view.beside()):
        told = told_of(type(row))
        key = told.key_of(row)
        if key is None:
            continue
        same = found[type(row), *key]
        if not told.is_repeated or _values(row, told) not in [_values(one, told) for one in same]:
            same.append(row)
    return found


def _values(row: Any, told: Told) -> list[Any]:
    return [getattr(row, column) for column in told.values]


def _paired(was: Sequence[Any], now: Sequence[Any], told: Told) -> Iterator[tuple[Any, Any]]:
    """Pair the rows that share a name: first those alike, then by each value in turn.

    What finds no other came or went, and stands with None; a name of one row alone is that row.
    """
    left, right = list(was), list(now)
    if len(left) == len(right) == 1:
        yield left[0], right[0]
        return
    columns = tuple(told.values)
    for by in (columns, *((column,) for column in columns)):
        for one in tuple(left):
            said = [getattr(one, column) for column in by]
            at = [[getattr(other, column) for column in by] for other in right]
            if said in at:
                left.remove(one)
                yield one, right.pop(at.index(said))
    yield from ((one, None) for one in left)
    yield from ((None, other) for other in right)


def _differing(data: Data, before: Any, after: Any, told: Told) -> Iterator[Change]:
    for column, word in told.values.items():
        one, other = getattr(before, column), getattr(after, column)
        if one != other:
            also = [name for name in told.also if name != column]
            yield Change(_where(data, after, (*told.names, *also)), word, *_both(one, other))


def _as_one(row: Any, told: Told) -> Key | None:
    """Return what a row that came or went is told with; None: by itself."""
    names = [getattr(row, name) for name in told.once]
    return (type(row), *names) if names and all(names) else None


def _came_or_went(data: Data, before: Any, after: Any, told: Told) -> Change:
    row = after or before
    if _as_one(row, told) is not None:
        where, (word, there) = _where(data, row, told.once), told.as_one
    else:
        column, word = next(iter(told.values.items()))
        also = [name for name in told.also if name != column]
        where, there = _where(data, row, (*told.names, *also)), _text(getattr(row, column))
    return Change(where, word, *((GONE, there) if before is None else (there, GONE)))


def _text(value: Any) -> str:
    return _cut(_whole(value), LONGEST)


def _whole(value: Any) -> str:
    if value is None or value == "":
        return "not known"
    if isinstance(value, str) and DIGEST.fullmatch(value):
        return value[:12]
    return LOOKS[value].word if isinstance(value, str) and value in LOOKS else str(value)


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[:longest]}…"


def _both(one: Any, other: Any) -> tuple[str, str]:
    """Return a value in both versions; of long texts the part from where they differ."""
    old, new = _whole(one), _whole(other)
    if max(len(old), len(new)) <= LONGEST:
        return old, new
    letters = enumerate(zip(old, new, strict=False))
    same = next((at for at, (a, b) in letters if a != b), min(len(old), len(new)))
    start = old.rfind(" ", 0, max(same - BEFORE_IT, 0)) + 1
    before = "…" if start else ""
    return before + _cut(old[start:], LONGEST), before + _cut(new[start:], LONGEST)


def _where(data: Data, row: Any, names: Iterable[str]) -> str:
    """Stage 3, Libya, goal 2."""
    told = (_named(data, row, name, getattr(row, name)) for name in names)
    return ", ".join(_cut(words, LONGEST) for words in told if words)


def _named(data: Data, row: Any, name: str, value: Any) -> str:
    """Return one of the names of a row in words; "" when it has none to tell."""
    if value in (None, "", UNTOLD.get(name)) or name == "part":
        return ""
    if name in TITLED:
        return str(row.title)
    if name == "change":
        return f"{row.country}: {row.label}"
    if name == "step":
        return str(row.label)
    if name == "commitment_id":
        return f"{row.instrument}, {row.locator}"
    return _looked_up(data, name, str(value)).rstrip(".:")


def _looked_up(data: Data, name: str, value: str) -> str:
    """Return the words for a code; the code where the atlas has no words for it."""
    if name.endswith("iso3"):
        return data.name(value) if value in data.iso3s else value
    if name == "route_id":
        return data.atlas.routes[value].name if value in data.atlas.routes else value
    if name == "measure":
        known = data.atlas.rubrics.measures.get(value)
        return known.label if known else value.replace("_", " ")
    if name == "series":
        series = data.atlas.official.series.get(value)
        return series.title if series else value
    if name == "status":
        return f"as {STATUS_LABELS.get(value, value).lower()}"
    if name == "goal":
        return f"goal {value}"
    if name.startswith("order"):
        side = name.removeprefix("order").replace("_", " ").upper()
        return f"stage {value}{side}"
    return value


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
