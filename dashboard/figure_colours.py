"""Colours of the atlas that are official figures: they stand beside the levels and make none.

They are number colourings: see ``dashboard.colouring.NumberColouring``. Their palette is one indigo
from pale (low) to dark (high), whichever is better for children; the words say which.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard.colouring import NumberColouring, Step, unknown_step
from routes import YEARS, Atlas, Child, Fact, World
from routes.official import FigureSeries

PREFIX = "figure-"
HEADING, FAMILY = "Official figures", "figures"
KEPT_YEARS = 10  # a survey's figure is shown for as long, as its publishers do; its year is said
UNITS = {"percent": "percent", "index_0_10": "points of 10"}
BETTER = {
    "lower": "Less is better for children.",
    "higher": "More is better for children.",
    "neither": "Neither more nor less is better.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureColouring(NumberColouring):
    """One series as a colour. Each value is the newest of the year shown or the ten before it.

    Attributes:
        rows: (country, year shown) -> the observation behind it, as a fact of a data set.
    """

    rows: dict[tuple[str, int], Fact]

    @property
    def note(self) -> str:
        return self.meaning

    def whom(self, child: Child) -> str:  # noqa: ARG002  # a country's figure has no such lens
        return "the same for every child"

    def unchecked(self, world: World, year: int) -> npt.NDArray[np.bool_]:  # noqa: ARG002
        """Nothing is: every figure is copied from an official data set."""
        return np.zeros(len(world.countries), bool)

    def beside(self, iso3: str, year: int) -> tuple[Fact, ...]:
        found = self.rows.get((iso3, year))
        return () if found is None else (found,)


def figure_colourings(atlas: Atlas) -> tuple[FigureColouring, ...]:
    """Return a colouring for each series that has figures in the years of the atlas."""
    table = atlas.observations()
    table = table[table["value"].notna() & table["iso3"].isin(atlas.countries.index)]
    found = []
    for series in atlas.series():
        mine = table[table["series"] == series.series].sort_values("year", kind="stable")
        mine = mine[(mine["year"] >= YEARS[0] - KEPT_YEARS) & (mine["year"] <= YEARS[-1])]
        if len(mine):
            found.append(_colouring(series, mine))
    return tuple(found)


def _colouring(series: FigureSeries, table: pd.DataFrame) -> FigureColouring:
    rows: dict[tuple[str, int], Fact] = {}
    for one in table.itertuples():  # ascending: a later figure takes the place of an earlier one
        fact = _fact(series, one)
        for year in YEARS:
            if one.year <= year <= one.year + KEPT_YEARS:
                rows[one.iso3, year] = fact
    numbers: dict[tuple[str, ...], npt.NDArray[np.float64]] = {}

    def numbers_of(world: World) -> npt.NDArray[np.float64]:
        if world.countries not in numbers:
            made = np.full((len(world.countries), len(YEARS)), np.nan)
            at = {iso3: i for i, iso3 in enumerate(world.countries)}
            for (iso3, year), fact in rows.items():
                if iso3 in at:
                    made[at[iso3], YEARS.index(year)] = float(fact.value)
            numbers[world.countries] = made
        return numbers[world.countries]

    def told_of(world: World, i: int, y: int) -> str:
        fact = rows.get((world.countries[i], YEARS[y]))
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
        numbers_of=numbers_of,
        limits=tuple(one.low for one in series.classes if one.low is not None),
        counts=UNITS.get(series.unit, series.unit),
        told_of=told_of,
        rows=rows,
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


def _fact(series: FigureSeries, row: object) -> Fact:
    """Return an observation as a fact, so that tables, files and pictures name its source."""
    value, year = float(row.value), int(row.year)  # type: ignore[attr-defined]
    return Fact(
        fact_id=f"{PREFIX}{series.series}-{row.iso3}-{year}",  # type: ignore[attr-defined]
        iso3=str(row.iso3),  # type: ignore[attr-defined]
        measure=f"{PREFIX}{series.series}",
        kind="assessment",
        value=f"{value:g}" if series.unit in UNITS else f"{value:.0f}",
        group="all",
        company="any",
        min_age_detainable=None,
        from_year=year,
        to_year=year,
        as_of_year=year,
        carried_years=0,
        summary=f"{series.title}: {_in_words(series, value, year)} ({series.counted})",
        legal_basis="",
        source_id=str(row.source_id),  # type: ignore[attr-defined]
        evidence="official",
        confidence="high",
        table="observations",
        row=int(row.Index) + 2,  # type: ignore[attr-defined]  # as in the table's CSV
    )
