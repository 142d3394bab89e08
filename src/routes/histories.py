"""Law and practice of detention beside each other over the years, country by country."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from routes.model import Child
from routes.protection import YEARS, World

if TYPE_CHECKING:
    from routes.atlas import Atlas

LAW, PRACTICE = "detention_law", "detention_practice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change from one year to the next, both known. ``order`` 0 is the worst of the scale."""

    year: int
    before: str
    after: str
    is_better: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A change of law and the nearest change of practice in the same direction."""

    law: Change
    practice: Change

    @property
    def years_after(self) -> int:
        """Years from the change of law to that of practice; below 0 practice came first."""
        return self.practice.year - self.law.year


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Detention of children in law and in practice in one country, by year.

    Attributes:
        law, practice: a value of the measure's scale for each of ``YEARS``; None is unknown.
        law_changes, practice_changes: between years that are both known.
    """

    iso3: str
    name: str
    law: tuple[str | None, ...]
    practice: tuple[str | None, ...]
    law_changes: tuple[Change, ...]
    practice_changes: tuple[Change, ...]

    @property
    def is_known(self) -> bool:
        return any(self.law) or any(self.practice)

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """Each change of law with the nearest one of practice in its direction, if there is one."""
        found = []
        for law in self.law_changes:
            same = [one for one in self.practice_changes if one.is_better == law.is_better]
            if same:
                nearest = min(same, key=lambda one: (abs(one.year - law.year), one.year))
                found.append(Pair(law=law, practice=nearest))
        return tuple(found)

    def sentences(self) -> tuple[str, ...]:
        """Say what came first, and by how many years; nothing where one of the two is unknown."""
        told = [_order_words(pair) for pair in self.pairs]
        paired = {pair.law.year for pair in self.pairs}
        met = {pair.practice.year for pair in self.pairs}
        told += [
            f"The law changed for the {_way(one)} in {one.year}; "
            f"{self._other('practice', self.practice, one.year)}"
            for one in self.law_changes
            if one.year not in paired
        ]
        told += [
            f"Practice changed for the {_way(one)} in {one.year}; "
            f"{self._other('the law', self.law, one.year)}"
            for one in self.practice_changes
            if one.year not in met
        ]
        return tuple(told)

    def _other(self, what: str, values: Sequence[str | None], year: int) -> str:
        at = year - YEARS[0]
        if values[at - 1] is None or values[at] is None:
            return f"whether {what} changed is not known."
        return f"no such change of {what} is on record."


def _way(change: Change) -> str:
    return "better" if change.is_better else "worse"


def _order_words(pair: Pair) -> str:
    years, way = abs(pair.years_after), _way(pair.law)
    counted = f"{years} year{'' if years == 1 else 's'}"
    if pair.years_after == 0:
        return f"Law and practice changed for the {way} in the same year, {pair.law.year}."
    if pair.years_after > 0:
        return (
            f"The law changed for the {way} in {pair.law.year}, {counted} before practice did "
            f"({pair.practice.year})."
        )
    return (
        f"Practice changed for the {way} in {pair.practice.year}, {counted} before the law did "
        f"({pair.law.year})."
    )


def histories(
    atlas: Atlas,
    *,
    countries: Iterable[str] | None = None,
    child: Child | None = None,
    checked_only: bool = False,
    world: World | None = None,
) -> tuple[History, ...]:
    """Return law and practice of detention by year, for these countries or for all.

    Raises:
        KeyError: no such country.
    """
    world = world or atlas.world(child or Child(), checked_only=checked_only)
    at = {iso3: i for i, iso3 in enumerate(world.countries)}
    chosen = world.countries if countries is None else tuple(countries)
    return tuple(_history(atlas, world, at[iso3], iso3) for iso3 in chosen)


def _history(atlas: Atlas, world: World, row: int, iso3: str) -> History:
    values = {name: _values(atlas, world, row, name) for name in (LAW, PRACTICE)}
    return History(
        iso3=iso3,
        name=str(atlas.countries.at[iso3, "name"]),
        law=values[LAW],
        practice=values[PRACTICE],
        law_changes=_changes(atlas, LAW, values[LAW]),
        practice_changes=_changes(atlas, PRACTICE, values[PRACTICE]),
    )


def _values(atlas: Atlas, world: World, row: int, name: str) -> tuple[str | None, ...]:
    names = {step.order: step.value for step in atlas.rubrics.steps(name)}
    return tuple(names.get(int(c)) for c in world.values[row, world.measures.index(name)])


def _changes(atlas: Atlas, name: str, values: Sequence[str | None]) -> tuple[Change, ...]:
    order = {step.value: step.order for step in atlas.rubrics.steps(name)}
    return tuple(
        Change(year=year, before=was, after=now, is_better=order[now] > order[was])
        for year, was, now in zip(YEARS[1:], values, values[1:], strict=False)
        if was is not None and now is not None and was != now
    )
