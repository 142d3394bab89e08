"""What differs between two data versions: rows of every table, rules, and levels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from typing import Any, Literal

import numpy as np
import pandas as pd

from geodata.resources import BUILT, OFFICIAL
from routes.atlas import Atlas
from routes.model import COMPANIES, STATUSES, Child
from routes.protection import UNKNOWN, YEARS, World
from routes.rubric import GOALS

Kind = Literal["added", "removed", "changed"]
NOT_TOLD = {"provenance"}  # it says where rows stand, not what they say
NOT_COMPARED = {"row"}  # the line in a file: it moves when another row comes or goes


@dataclass(frozen=True, slots=True, kw_only=True)
class RowChange:
    """A row that came, went, or has another value in one column.

    Attributes:
        key: what names the row, with slashes between; a fact's is its ``fact_id``.
        column: "" for a whole row.
        source_id: of the row as it is now; of a removed row, as it was; "" where it has none.
    """

    table: str
    key: str
    kind: Kind
    column: str = ""
    old: str = ""
    new: str = ""
    source_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelChange:
    """One goal in one country, for one child and year.

    Attributes:
        age_from: the youngest age of those to whom the same rules apply.
        checked_only: as seen with checked sources only.
        old, new: 0 to 4, None unknown.
    """

    iso3: str
    goal: int
    age_from: int
    company: str
    status: str
    checked_only: bool
    year: int
    old: int | None
    new: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """Everything that differs, in a stable order."""

    old_version: str
    new_version: str
    rows: tuple[RowChange, ...]
    levels: tuple[LevelChange, ...]

    @property
    def is_same(self) -> bool:
        return not (self.rows or self.levels)

    def counts(self) -> dict[str, Counter[str]]:
        """Return table -> kind -> number of rows."""
        found: dict[str, Counter[str]] = {}
        seen = {(row.table, row.key, row.kind) for row in self.rows}
        for table, _key, kind in sorted(seen):
            found.setdefault(table, Counter())[kind] += 1
        return found

    def spans(self) -> Iterator[tuple[str, int, str, int | None, int | None, int]]:
        """Yield level changes taken together: iso3, goal, years, old, new, number of children.

        Children as all sources show them; years that follow each other are one span.
        """
        plain = [one for one in self.levels if not one.checked_only]
        by: dict[tuple[Any, ...], list[LevelChange]] = {}
        for one in plain:
            by.setdefault((one.iso3, one.goal, one.old, one.new), []).append(one)
        for (iso3, goal, old, new), changes in by.items():
            kinds = {(one.age_from, one.company, one.status) for one in changes}
            yield iso3, goal, years({one.year for one in changes}), old, new, len(kinds)


def years(found: set[int]) -> str:
    """Return years in words: ``2010 to 2013, 2020``."""
    spans = []
    for _, group in groupby(enumerate(sorted(found)), lambda pair: pair[1] - pair[0]):
        each = [year for _, year in group]
        spans.append(str(each[0]) if len(each) == 1 else f"{each[0]} to {each[-1]}")
    return ", ".join(spans)


def differences(old: Atlas, new: Atlas) -> Differences:
    """Return what differs between two data versions.

    Raises:
        geodata.DataError: a table of one of them can't be read.
    """
    rows = [
        change
        for name in BUILT
        if name not in NOT_TOLD
        for change in _rows(name, _table(name, old), _table(name, new))
    ]
    rows += _rows("rules", _rules(old), _rules(new))
    return Differences(
        old_version=old.data_version,
        new_version=new.data_version,
        rows=tuple(rows),
        levels=tuple(_levels(old, new)),
    )


def _table(name: str, atlas: Atlas) -> pd.DataFrame:
    """Return a table as text, indexed by its key; a point as text, other shapes as a digest."""
    schema = BUILT[name]
    frame = atlas.table(name)
    index = frame[schema.key[0]].astype(str)
    for column in schema.key[1:]:
        index = index + "/" + frame[column].astype("string").fillna("")
    columns = [field.name for field in schema.fields if field.name not in NOT_COMPARED]
    text = frame[columns].astype("string").fillna("").astype(object)
    if schema.geometry == "Point":
        text["place on the map"] = frame.geometry.to_wkt()
    elif schema.geometry:
        shapes = frame.geometry.to_wkb()
        text["shape"] = [sha256(shape).hexdigest()[:12] if shape else "" for shape in shapes]
    return text.set_index(pd.Index(index))


def _rules(atlas: Atlas) -> pd.DataFrame:
    rows = {
        f"goal {goal.goal}/{rule.rule}": {
            "part": rule.part, "measure": rule.measure, "value": rule.value,
            "level": str(rule.level),
        }
        for goal in atlas.rubrics.goals.values()
        for rule in goal.rules
    }  # fmt: skip
    return pd.DataFrame.from_dict(rows, orient="index", dtype=object)


def _rows(table: str, old: pd.DataFrame, new: pd.DataFrame) -> Iterator[RowChange]:
    def source(frame: pd.DataFrame, key: str) -> str:
        return str(frame.at[key, "source_id"]) if "source_id" in frame else ""

    if table in OFFICIAL and old.empty != new.empty:
        yield from _whole(table, old, new)
        return
    for key in old.index.difference(new.index):
        said = _summary(old, key)
        yield RowChange(table=table, key=key, kind="removed", old=said, source_id=source(old, key))
    for key in new.index.difference(old.index):
        said = _summary(new, key)
        yield RowChange(table=table, key=key, kind="added", new=said, source_id=source(new, key))
    both = old.index.intersection(new.index).sort_values()
    columns = [column for column in new.columns if column in old.columns]
    before, after = old.loc[both, columns], new.loc[both, columns]
    for i, j in np.argwhere((before != after).to_numpy()):
        yield RowChange(
            table=table, key=str(both[i]), kind="changed", column=columns[j],
            old=str(before.iat[i, j]), new=str(after.iat[i, j]), source_id=source(new, both[i]),
        )  # fmt: skip


def _whole(table: str, old: pd.DataFrame, new: pd.DataFrame) -> list[RowChange]:
    """Return one change for a table of official figures that one of the versions is without."""
    kind, found = ("added", new) if old.empty else ("removed", old)
    said = f"{len(found)} rows"
    told = {"new": said} if kind == "added" else {"old": said}
    return [RowChange(table=table, key="*", kind=kind, **told)]  # type: ignore[arg-type]


def _summary(frame: pd.DataFrame, key: str) -> str:
    """Return the value of a fact or figure, the level of a rule; "" for other rows."""
    for column in ("value", "level"):
        if column in frame:
            return str(frame.at[key, column])
    return ""


def _levels(old: Atlas, new: Atlas) -> Iterator[LevelChange]:
    iso3s = sorted({*old.protection.countries, *new.protection.countries})
    ages = sorted({*old.protection.age_bands, *new.protection.age_bands})
    for age in ages:
        for company in COMPANIES:
            for status in STATUSES:
                child = Child(age=age, company=company, status=status)
                for checked in (False, True):
                    yield from _of_child(old, new, iso3s, child, checked)


def _of_child(
    old: Atlas, new: Atlas, iso3s: list[str], child: Child, checked: bool
) -> Iterator[LevelChange]:
    before = _aligned(old.world(child, checked_only=checked), iso3s)
    after = _aligned(new.world(child, checked_only=checked), iso3s)
    for i, g, y in np.argwhere(before != after):
        was, now = int(before[i, g, y]), int(after[i, g, y])
        yield LevelChange(
            iso3=iso3s[i], goal=GOALS[g], age_from=child.age, company=child.company,
            status=child.status, checked_only=checked, year=YEARS[y],
            old=None if was == UNKNOWN else was, new=None if now == UNKNOWN else now,
        )  # fmt: skip


def _aligned(world: World, iso3s: list[str]) -> Any:
    """Return levels with a row for each country; unknown where the world lacks it."""
    found = np.full((len(iso3s), *world.levels.shape[1:]), UNKNOWN, np.int8)
    at = {iso3: i for i, iso3 in enumerate(iso3s)}
    found[[at[iso3] for iso3 in world.countries]] = world.levels
    return found
