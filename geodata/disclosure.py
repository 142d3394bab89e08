"""Small counts are withheld, so that none points at a child, and so is what would give them away.

A count of people from 1 to 9 is not shown. Nor is a count that would let such a one be worked out
from what is shown: from a total and its other parts, or from a whole and the part of it that are
children. After ``withhold``, whoever knows every shown figure and every relation still can't tell
of any withheld or left-out group that it has fewer than ten people. Why it can't:

* of each total, the withheld parts are two or more, and any one of them may have ten or more even
  where it is known that every part that is listed has one at the least;
* a part (children) is shown only where its whole (everyone) is and where the rest of the whole is
  none, or ten or more.

One word, ``REASON``, stands for both, as a word for each would say which is the small one.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from geodata.errors import DataError

FEWEST = 10  # a smaller count could point at a single child
REASON = "small, or near a small one"


class DisclosureError(DataError):
    """Figures related in a way that ``withhold`` does not protect."""


@dataclass(frozen=True, slots=True)
class Total:
    """``total`` is the sum of ``parts``."""

    total: Hashable
    parts: tuple[Hashable, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """``part`` counts some of the people in ``whole``; the rest are counted nowhere else."""

    part: Hashable
    whole: Hashable


def is_small(value: float | None) -> bool:
    """Return whether a count is one that is not shown. None at all can be said."""
    return value is not None and 0 < value < FEWEST


def withhold(
    values: Mapping[Hashable, int | None], totals: Iterable[Total], parts: Iterable[Part] = ()
) -> frozenset[Hashable]:
    """Return which cells of a table must not be shown.

    Args:
        values: every cell that would be shown; None is not known, to us or anyone.
        totals: sums among the cells. A cell is a part of one total at most, and no total is part of
            another.
        parts: cells that count some of another cell's people. None of them is in a total.

    Raises:
        DisclosureError: the relations are of another kind, or a total is not the sum of its parts.
    """
    totals, parts = tuple(totals), tuple(parts)
    _check(values, totals, parts)
    hidden = {cell for cell, value in values.items() if is_small(value)}
    for one in totals:
        hidden |= _complements(values, one, hidden)
    for pair in parts:
        whole, part = values[pair.whole], values[pair.part]
        if whole is None or part is None:
            continue
        if pair.whole in hidden or is_small(whole - part):
            hidden.add(pair.part)
    return frozenset(hidden)


def _complements(
    values: Mapping[Hashable, int | None], one: Total, hidden: set[Hashable]
) -> set[Hashable]:
    """Return what else of a total is withheld; the total itself when its parts are too few."""
    known = {cell: values[cell] or 0 for cell in one.parts}
    found = {cell for cell in one.parts if cell in hidden}
    if not found or one.total in hidden:
        return set()
    # The smallest first: it is the least loss. Ties by name, so that the same is withheld always.
    spare = sorted(
        (cell for cell, value in known.items() if value >= FEWEST),
        key=lambda cell: (known[cell], str(cell)),
    )
    # A part that is listed has at least 1, so the largest that one can be is less by the others.
    while len(found) < 2 or sum(known[cell] for cell in found) - (len(found) - 1) < FEWEST:
        if not spare:
            return {one.total, *found}
        found.add(spare.pop(0))
    return found


def _check(
    values: Mapping[Hashable, int | None], totals: tuple[Total, ...], parts: tuple[Part, ...]
) -> None:
    summed = [cell for one in totals for cell in one.parts]
    if len(set(summed)) < len(summed) or {one.total for one in totals} & set(summed):
        raise DisclosureError("A cell is a part of two totals, or a total is part of another.")
    inner = [pair.part for pair in parts]
    if len(set(inner)) < len(inner) or {*inner} & {*summed, *(one.total for one in totals)}:
        raise DisclosureError("A part of a whole is in a total, or in two wholes.")
    if {*inner} & {pair.whole for pair in parts}:
        raise DisclosureError("A part of a whole has a part itself.")
    wholes = [pair.whole for pair in parts]
    if len(set(wholes)) < len(wholes):
        raise DisclosureError("A whole has two parts: what is left of it would show.")
    for one in totals:
        found = sum(values[cell] or 0 for cell in one.parts)
        if values[one.total] != found:
            raise DisclosureError(
                f"{one.total!r} is {values[one.total]}, and its parts are {found} together."
            )


def place_withheld(locators: str, lines: str) -> str:
    """Return where a withheld figure was read, without its line: there the count stands.

    Args:
        locators: one or more ``file#line n``, with ``; `` between them.
        lines: what is read in those files, in words: "lines of that pair and year".
    """
    files = dict.fromkeys(one.strip().partition("#")[0] for one in locators.split(";"))
    return "; ".join(f"{file}#{lines}" for file in files if file)


def withhold_flows(
    people: pd.Series[int], children: pd.Series[int], coverage: pd.Series[float]
) -> tuple[pd.Series[bool], pd.Series[bool]]:
    """Return which counts of people, and which of children among them, must not be shown.

    Each row is a whole and its part: adults are the rest of those whose age is known, and the
    others the rest of all. Either rest is none that can be told from nought, or ten or more.

    Args:
        coverage: share of the people whose age is known as it is shown: tenths, rounded down.
    """
    hide = (people > 0) & (people < FEWEST)
    most_known = (people * (coverage + 0.1)).clip(upper=people)
    rest, adults = people - children, most_known - children
    small = (children > 0) & (children < FEWEST)
    near = ((rest > 0) & (rest < FEWEST)) | ((adults > 0) & (adults < FEWEST))
    return hide.fillna(False), ((hide | small | near) & children.notna()).fillna(False)


def withhold_values(table: pd.DataFrame, counts: Iterable[str]) -> pd.DataFrame:
    """Return observations with small counts, and bounds that are small or of one, left out.

    Args:
        table: ``value``, ``lower``, ``upper`` and ``unit`` of figures that are in no relation.
        counts: units that count people.
    """
    made = table.copy()
    is_count = made["unit"].isin(list(counts))
    hide = is_count & (made["value"] > 0) & (made["value"] < FEWEST)
    hide = hide.fillna(False).astype(bool)
    for name in ("lower", "upper"):
        small = is_count & (made[name] > 0) & (made[name] < FEWEST)
        made.loc[hide | small.fillna(False).astype(bool), name] = pd.NA
    made.loc[hide, "value"] = pd.NA
    made["withheld"] = pd.Series(REASON, index=made.index, dtype="string").where(hide, "")
    if "locator" in made:
        made.loc[hide, "locator"] = [
            place_withheld(str(one), "line of that country and year")
            for one in made.loc[hide, "locator"]
        ]
    return made
