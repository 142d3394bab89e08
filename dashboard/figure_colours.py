"""Colours of the atlas that are official figures: they stand beside the levels and make none.

They are number colourings: see ``dashboard.colouring.NumberColouring``. Their palette is one indigo
from pale (low) to dark (high), whichever is better for children; the words say which.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard.colouring import NumberColouring, Step, unknown_step
from routes import YEARS, Atlas, Child, Fact, World
from routes.official import FigureSeries

PREFIX = "figure-"
HEADING, FAMILY = "Official figures", "figures"
NONE = -1  # no row
KEPT_YEARS = 10  # a survey's figure is shown for as long, as its publishers do; its year is said
UNITS = {"percent": "percent", "index_0_10": "points of 10"}
BETTER = {
    "lower": "Less is better for children.",
    "higher": "More is better for children.",
    "neither": "Neither more nor less is better.",
}


class _Row(NamedTuple):
    iso3: str
    year: int
    value: float | None
    source_id: str
    note: str
    place: int  # in the table of observations, the first 0


class Held:
    """The figures of one series by country and year shown: the newest of that year or before.

    Attributes:
        numbers: countries x years of the atlas; NaN is not known.
    """

    def __init__(self, series: FigureSeries, table: pd.DataFrame, iso3s: Sequence[str]) -> None:
        """Lay out the observations of a series, ascending by year."""
        self._series = series
        self._at = {iso3: i for i, iso3 in enumerate(iso3s)}
        columns = (*(table[name] for name in _Row._fields[:-1]), table.index)
        self._rows = [_Row(*cells) for cells in zip(*(c.tolist() for c in columns), strict=True)]
        self.numbers = np.full((len(iso3s), len(YEARS)), np.nan)
        self._row = np.full(self.numbers.shape, NONE)
        for n, one in enumerate(self._rows):
            shown = slice(max(0, one.year - YEARS[0]), one.year + KEPT_YEARS + 1 - YEARS[0])
            is_withheld = one.value is None or pd.isna(one.value)
            self.numbers[self._at[one.iso3], shown] = np.nan if is_withheld else one.value
            self._row[self._at[one.iso3], shown] = NONE if is_withheld else n

    def of_world(self, world: World) -> npt.NDArray[np.float64]:
        """Return the numbers in the order of a world's countries."""
        return self.numbers[[self._at[iso3] for iso3 in world.countries]]

    def fact(self, iso3: str, year: int) -> Fact | None:
        """Return the observation that is shown for a year, as a fact of a data set."""
        if year not in YEARS:
            return None
        n = self._row[self._at[iso3], YEARS.index(year)]
        return None if n == NONE else _fact(self._series, self._rows[n])


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureColouring(NumberColouring):
    """One series as a colour. Each value is the newest of the year shown or the ten before it."""

    held: Callable[[], Held]

    @property
    def note(self) -> str:
        return self.meaning

    def whom(self, child: Child) -> str:  # noqa: ARG002  # a country's figure has no such lens
        return "the same for every child"

    def unchecked(self, world: World, year: int) -> npt.NDArray[np.bool_]:  # noqa: ARG002
        """Nothing is: every figure is copied from an official data set."""
        return np.zeros(len(world.countries), bool)

    def beside(self, iso3: str, year: int) -> tuple[Fact, ...]:
        found = self.held().fact(iso3, year)
        return () if found is None else (found,)


def figure_colourings(atlas: Atlas) -> tuple[FigureColouring, ...]:
    """Return a colouring for each series that has figures in the years of the atlas.

    The list of observations is read for it; figures are laid out when a series is first shown.
    """
    table = atlas.observations()
    reach = table["year"].between(YEARS[0] - KEPT_YEARS, YEARS[-1])
    # A withheld figure hides the earlier ones, which would pass for it.
    told = table["value"].notna() | (table["withheld"] != "")
    table = table[told & reach & table["iso3"].isin(atlas.countries.index)]
    by_series = dict(tuple(table.groupby("series")))
    iso3s = tuple(atlas.countries.index)
    return tuple(
        _colouring(series, by_series[series.series], iso3s)
        for series in atlas.series()
        if series.series in by_series
    )


def _colouring(series: FigureSeries, table: pd.DataFrame, iso3s: Sequence[str]) -> FigureColouring:
    @cache
    def held() -> Held:
        return Held(series, table.sort_values("year", kind="stable"), iso3s)

    def told_of(world: World, i: int, y: int) -> str:
        fact = held().fact(world.countries[i], YEARS[y])
        return "" if fact is None else _in_words(series, float(fact.value), fact.as_of_year)

    return FigureColouring(
        colour=f"{PREFIX}{series.series}",
        label=series.title,
        heading=HEADING,
        family=FAMILY,
        meaning=f"It makes no level. Counted: {series.counted}. Left out: {series.leaves_out} "
        f"{BETTER[series.better]} {series.publisher}; the newest figure of the year shown or the "
        f"{KEPT_YEARS} before it.",
        steps=_steps(series),
        behind=(),
        question=f"{series.title}: what do official figures say?",
        numbers_of=lambda world: held().of_world(world),
        limits=tuple(one.low for one in series.classes if one.low is not None),
        counts=UNITS.get(series.unit, series.unit),
        told_of=told_of,
        held=held,
    )


def _steps(series: FigureSeries) -> tuple[Step, ...]:
    """Return the classes, the best first as in every legend."""
    steps = [
        Step(f"f{i}", i, f"f{i}", _label(one.words), _range(series, i))
        for i, one in enumerate(series.classes)
    ]
    if series.better != "lower":
        steps.reverse()
    none = f"No figure of the year, nor of the {KEPT_YEARS} before it, or it is withheld."
    return (*steps, unknown_step(none))


def _label(words: str) -> str:
    """Return the words of a class as a label; a number keeps its sign on its line."""
    return words[:1].upper() + words[1:].replace(" %", "\u00a0%")


def _range(series: FigureSeries, i: int) -> str:
    """Return the limits of a class in words, unless its label says them."""
    one = series.classes[i]
    if any(letter.isdigit() for letter in one.words):
        return ""
    unit = UNITS.get(series.unit, series.unit)
    low = "" if one.low is None else f"{one.low:,g} or more"
    high = "" if one.high is None else f"under {one.high:,g}"
    words = " and ".join(part for part in (low, high) if part)
    return f"{words[:1].upper()}{words[1:]} {unit}."


def _in_words(series: FigureSeries, value: float, year: int) -> str:
    if series.unit == "percent":
        figure = f"{value:.1f}".removesuffix(".0") + " %"
    elif series.unit == "index_0_10":
        figure = f"{value:g} of 10"
    else:
        figure = f"{value:,.0f} {series.unit}"
    return f"{figure}, {year}"


def _fact(series: FigureSeries, row: _Row) -> Fact:
    """Return an observation as a fact, so that tables, files and pictures name its source."""
    value = float(row.value or 0)  # one that is withheld is no fact
    whom = f"{series.counted}; {row.note}" if row.note else series.counted
    return Fact(
        fact_id=f"{PREFIX}{series.series}-{row.iso3}-{row.year}",
        iso3=row.iso3,
        measure=f"{PREFIX}{series.series}",
        kind="assessment",
        value=f"{value:g}" if series.unit in UNITS else f"{value:.0f}",
        group="all",
        company="any",
        min_age_detainable=None,
        from_year=row.year,
        to_year=row.year,
        as_of_year=row.year,
        carried_years=0,
        summary=f"{series.title}: {_in_words(series, value, row.year)} ({whom})",
        legal_basis="",
        source_id=row.source_id,
        evidence="official",
        confidence="high",
        table="observations",
        row=row.place + 2,  # as in the table's CSV
    )
