"""Official figures beside the levels: series, observations, flows between countries, deaths.

Nothing here makes a level. Tables are read from the build when they are first asked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

import geodata
from routes.errors import UnknownNameError
from routes.model import Journey

if TYPE_CHECKING:
    from routes.atlas import Atlas


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureClass:
    """One class of a series: its words, and the values it holds (low <= value < high)."""

    words: str
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureSeries:
    """What a series of official figures measures, and how it is coloured.

    Attributes:
        unit: people, cases, movements, deaths, percent or index_0_10.
        group: whom it counts: all, or children.
        counted: who is counted and of what age, in words.
        better: which way is better for children: lower, higher or neither.
        leaves_out: whom or what it leaves out, in words.
        feeds: ``beside``, it makes no level; or the rubric's measure that it feeds.
    """

    series: str
    title: str
    goal: int
    unit: str
    group: str
    counted: str
    better: str
    classes: tuple[FigureClass, ...]
    leaves_out: str
    feeds: str
    publisher: str
    source_id: str

    def class_of(self, value: float | None) -> int | None:
        """Return the index of a value's class, 0 for the lowest values; None where unknown."""
        if value is None or pd.isna(value):
            return None
        return sum(one.low is not None and value >= one.low for one in self.classes)


class OfficialFigures:
    """The tables of official figures of one build, each read once, when asked for."""

    def __init__(self, build: Path) -> None:
        """Take the folder of a build itself, so that a later build can't mix in."""
        self._build = build

    def table(self, name: str) -> pd.DataFrame:
        return geodata.load_table(name, self._build)

    @cached_property
    def series(self) -> dict[str, FigureSeries]:
        return {str(row["series"]): _series(row) for row in self.table("series").to_dict("records")}

    @cached_property
    def observations(self) -> pd.DataFrame:
        return self.table("observations")

    @cached_property
    def flows(self) -> pd.DataFrame:
        return self.table("flows")

    @cached_property
    def deaths(self) -> pd.DataFrame:
        return self.table("deaths")

    @cached_property
    def death_routes(self) -> pd.DataFrame:
        return self.table("death_routes")

    @cached_property
    def snapshots(self) -> pd.DataFrame:
        return self.table("snapshots")

    @cached_property
    def warnings(self) -> pd.DataFrame:
        return self.table("warnings")

    @cached_property
    def warning_rows(self) -> pd.DataFrame:
        return self.table("warning_rows")


def _series(row: dict[str, object]) -> FigureSeries:
    limits = [float(limit) for limit in str(row["limits"]).split("|")]
    words = str(row["class_words"]).split("|")
    classes = tuple(
        FigureClass(words=word, low=low, high=high)
        for word, low, high in zip(words, [None, *limits], [*limits, None], strict=True)
    )
    told = {name: str(row[name]) for name in FigureSeries.__dataclass_fields__ if name in row}
    return FigureSeries(**{**told, "goal": int(str(row["goal"])), "classes": classes})  # type: ignore[arg-type]  # text but these two


def observations(
    table: pd.DataFrame,
    *,
    series: str | None,
    iso3: str | None,
    year: int | None,
    latest: bool,
) -> pd.DataFrame:
    """Return the rows asked for. See ``Atlas.observations``."""
    found = table
    if series is not None:
        found = found[found["series"] == series]
    if iso3 is not None:
        found = found[found["iso3"] == iso3]
    if not latest:
        return (found if year is None else found[found["year"] == year]).reset_index(drop=True)
    if year is not None:
        found = found[found["year"] <= year]
    # A newest figure that is withheld is the newest: an older one would pass for it.
    told = found["value"].notna() | (found["withheld"] != "")
    found = found[told].sort_values(["series", "iso3", "year"], kind="stable")
    return found.drop_duplicates(["series", "iso3"], keep="last").reset_index(drop=True)


def pairs_of(journeys: Iterable[Journey]) -> set[tuple[str, str]]:
    """Return the pairs of countries of journeys, from an earlier stage to a later one."""
    return {
        (start, end)
        for journey in journeys
        for i, start in enumerate(journey.iso3s)
        for end in journey.iso3s[i + 1 :]
        if start != end
    }


def flows_between(table: pd.DataFrame, pairs: set[tuple[str, str]]) -> pd.DataFrame:
    """Return the flows of these pairs (country of origin, country of asylum), all years."""
    starts = table["origin_iso3"].isin([start for start, _ in pairs])
    found = table[starts & table["destination_iso3"].isin([end for _, end in pairs])]
    each = zip(found["origin_iso3"], found["destination_iso3"], strict=True)
    kept = pd.Series([pair in pairs for pair in each], index=found.index, dtype=bool)
    return found[kept].reset_index(drop=True)


def deaths_on(official: OfficialFigures, route_id: str, *, shared: bool) -> pd.DataFrame:
    """Return deaths on a route. See ``Atlas.deaths_on``."""
    mapped = official.death_routes
    matches = ("same", "shared") if shared else ("same",)
    mine = mapped[(mapped["route_id"] == route_id) & mapped["match"].isin(matches)]
    deaths = official.deaths
    routes = deaths[deaths["area_kind"] == "route"]
    joined = routes.merge(mine[["area", "match", "legs", "comment"]], on="area", how="inner")
    return joined.sort_values(["area", "year"], kind="stable", ignore_index=True)


def known_series(official: OfficialFigures, name: str) -> FigureSeries:
    if name not in official.series:
        names = {one.series: one.title for one in official.series.values()}
        raise UnknownNameError("series", name, names, names=names)
    return official.series[name]


def journeys_of(atlas: Atlas, way: str | Journey) -> tuple[Journey, ...]:
    """Return every branch of a route, or the one journey."""
    return atlas.route(way).journeys if isinstance(way, str) else (way,)
