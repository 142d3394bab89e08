"""What a new snapshot changes: countries, years and values that came, went or were revised."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import pandas as pd

LARGEST = 5
KEYS = {
    "observations": ["series", "iso3", "year", "unit"],
    "flows": ["series", "origin_iso3", "destination_iso3", "year", "group", "unit"],
}


class Tables(Protocol):
    """Anything with the tidy tables of ``geodata.tidy``."""

    @property
    def observations(self) -> pd.DataFrame: ...
    @property
    def flows(self) -> pd.DataFrame: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesChange:
    """What changed in one series. Lists are sorted.

    Attributes:
        added, removed, revised, same: numbers of values. A value is a cell that is filled.
        largest: the largest revisions, each with its place, year, old and new value.
    """

    series: str
    countries_added: tuple[str, ...]
    countries_removed: tuple[str, ...]
    years_added: tuple[int, ...]
    years_removed: tuple[int, ...]
    added: int
    removed: int
    revised: int
    same: int
    largest: tuple[dict[str, Any], ...]

    @property
    def is_change(self) -> bool:
        return bool(self.added or self.removed or self.revised)


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed in all series of a source. ``first`` where there was nothing before."""

    first: bool
    series: tuple[SeriesChange, ...]

    @property
    def lost_share(self) -> float:
        """Share of the values there were that are gone, 0 to 1."""
        had = sum(one.removed + one.revised + one.same for one in self.series)
        return self.total("removed") / had if had else 0.0

    def total(self, name: str) -> int:
        """Return ``added``, ``removed`` or ``revised`` over all series."""
        return sum(int(getattr(one, name)) for one in self.series)


def compare(before: Tables | None, after: Tables) -> Changes:
    """Return what the second says and the first did not, and the other way round."""
    found: list[SeriesChange] = []
    for name, key in KEYS.items():
        new = getattr(after, name)
        old = new.head(0) if before is None else getattr(before, name)
        for series in sorted(set(old["series"]) | set(new["series"])):
            found.append(
                _series(series, old[old["series"] == series], new[new["series"] == series], key)
            )
    return Changes(before is None, tuple(found))


def _series(series: str, old: pd.DataFrame, new: pd.DataFrame, key: list[str]) -> SeriesChange:
    joined = _filled(old, key).merge(
        _filled(new, key), on=key, how="outer", suffixes=("_old", "_new"), indicator=True
    )
    both = joined[joined["_merge"] == "both"]
    differs = both["value_old"] != both["value_new"]
    revised = both[differs]
    change = (revised["value_new"] - revised["value_old"]).abs()
    largest = revised.loc[change.sort_values(ascending=False, kind="stable").index[:LARGEST]]
    places = [name for name in key if name.endswith("iso3")]
    was, now = _filled(old, key), _filled(new, key)
    return SeriesChange(
        series=series,
        countries_added=tuple(sorted(_values(now, places) - _values(was, places))),
        countries_removed=tuple(sorted(_values(was, places) - _values(now, places))),
        years_added=tuple(sorted(_values(now, ["year"]) - _values(was, ["year"]))),
        years_removed=tuple(sorted(_values(was, ["year"]) - _values(now, ["year"]))),
        added=int((joined["_merge"] == "right_only").sum()),
        removed=int((joined["_merge"] == "left_only").sum()),
        revised=len(revised),
        same=len(both) - len(revised),
        largest=tuple(
            {
                **{n: row[n] for n in key if n not in ("series", "unit")},
                "year": int(row["year"]),
                "before": float(row["value_old"]),
                "after": float(row["value_new"]),
            }
            for _, row in largest.iterrows()
        ),
    )


def _filled(frame: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    filled = frame.loc[frame["value"].notna(), [*key, "value"]]
    return filled.drop_duplicates(key, keep="last")


def _values(frame: pd.DataFrame, columns: list[str]) -> set[Any]:
    return {value for name in columns for value in frame[name].unique()}
