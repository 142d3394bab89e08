"""Read the curated tables and check them: each alone, then against each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import pandas as pd

from geodata.corrections import faults_of_corrections, faults_of_dates
from geodata.disclosure import FEWEST
from geodata.errors import Fault
from geodata.resources import COUNTRIES, CURATED, ROLES

CITY_DECIMALS = 2  # about a kilometre


@dataclass(frozen=True)
class Curated:
    """The curated tables by name, each with a column ``row``, and the list of countries."""

    tables: dict[str, pd.DataFrame]
    countries: pd.DataFrame

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self.tables[name]


def facts_folder() -> Path:
    """Return the project's own curated tables."""
    return Path(__file__).parent / "facts"


def countries_file() -> Path:
    """Return the list of countries and areas."""
    return Path(__file__).parent / "countries.csv"


def read_curated(folder: Path | None = None) -> tuple[Curated, list[Fault]]:
    """Read every curated table; return what could be read, and all faults of all tables."""
    folder = folder or facts_folder()
    countries, faults = COUNTRIES.read(countries_file())
    is_whole = not faults
    tables = {}
    for name, schema in CURATED.items():
        tables[name], found = schema.read(folder / f"{name}.csv")
        faults += found
        is_whole &= not (found and tables[name].empty)
    curated = Curated(tables, countries)
    # A table that could not be read at all would make every row of the others look wrong.
    if is_whole:
        faults += [
            *_unknown_codes(curated),
            *_unknown_sources(curated),
            *_overlapping_periods(curated["detention"]),
            *_broken_routes(curated["routes"], curated["stages"]),
            *_odd_treaties(curated["treaties"]),
            *_odd_figures(curated["recorded_figures"], curated["routes"]),
            *_odd_dates(curated["timeline"]),
            *_odd_practices(curated["practices"]),
            *_odd_series(curated["series"]),
            *_odd_death_routes(curated["death_routes"], curated["routes"]),
            *faults_of_dates(curated.tables),
            *faults_of_corrections(curated.tables),
        ]
    return curated, sorted(faults)


def unknown_code(file: str, row: int, code: str) -> Fault:
    """Return the fault of a country that is not there."""
    return Fault(file, row, "iso3", repr(code[:60]), "a code in countries.csv")


def unknown_source(file: str, row: int, source_id: str) -> Fault:
    """Return the fault of a source that is not there."""
    return Fault(file, row, "source_id", repr(source_id[:60]), "a row in sources.csv")


def no_source(file: str, row: int) -> Fault:
    """Return the fault of a row that is brought to the atlas's and names no source."""
    return Fault(file, row, "source_id", "nothing", "a source: a value without one does not load")


def _unknown_codes(curated: Curated) -> Iterator[Fault]:
    known = set(curated.countries["iso3"])
    for name, table in curated.tables.items():
        if "iso3" in table:
            for row in table[~table["iso3"].isin({*known, ""})].itertuples():
                yield unknown_code(f"{name}.csv", row.row, row.iso3)
        if "iso3s" in table:
            for row in table[table["iso3s"] != ""].itertuples():
                for iso3 in (code for code in row.iso3s.split("|") if code not in known):
                    yield Fault(f"{name}.csv", row.row, "iso3s", repr(iso3),
                                "codes in countries.csv, separated by |")  # fmt: skip


def _unknown_sources(curated: Curated) -> Iterator[Fault]:
    sources = curated["sources"]
    yield from _nameless(curated, set(sources["source_id"]))
    tables = [table for name, table in curated.tables.items() if name != "sources"]
    used = set().union(*(table["source_id"] for table in tables if "source_id" in table))
    for row in sources[~sources["source_id"].isin(used)].itertuples():
        yield Fault(
            "sources.csv", row.row, "source_id", f"{row.source_id!r}, which no row points at",
            "a source in use",
        )  # fmt: skip


def _nameless(curated: Curated, known: set[str]) -> Iterator[Fault]:
    """Yield rows that point at a source which is not there."""
    for name, table in curated.tables.items():
        if name == "sources" or "source_id" not in table:
            continue
        given = table[table["source_id"] != ""]
        for row in given[~given["source_id"].isin(known)].itertuples():
            yield unknown_source(f"{name}.csv", row.row, row.source_id)


def faults_of_added(added: Curated, base: Curated) -> Iterator[Fault]:
    """Yield what is wrong with rows that are brought to the atlas's: each names a source.

    Files are named as the atlas's own. Rows of ``added`` may point at sources and routes of both.
    """
    for name, table in added.tables.items():
        if name != "sources" and "source_id" in table:
            for row in table[table["source_id"] == ""].itertuples():
                yield no_source(f"{name}.csv", row.row)
    yield from _unknown_codes(added)
    both = (set(table["sources"]["source_id"]) for table in (added, base))
    yield from _nameless(added, set().union(*both))
    yield from _overlapping_periods(added["detention"])
    # A route that the atlas has may be described again without its stages, and get more branches.
    routes = pd.concat([added["routes"], base["routes"]], ignore_index=True)
    with_stages = set(base["stages"]["route_id"])
    new = added["routes"][~added["routes"]["route_id"].isin(with_stages)]
    older = routes[routes["route_id"].isin(set(added["stages"]["route_id"]) - set(new["route_id"]))]
    yield from _broken_routes(pd.concat([new, older], ignore_index=True), added["stages"])
    yield from _finer_than_a_city(added["stages"])
    yield from _odd_treaties(added["treaties"])
    yield from _odd_figures(added["recorded_figures"], routes)
    yield from _odd_dates(added["timeline"])
    yield from _odd_practices(added["practices"])


def _finer_than_a_city(stages: pd.DataFrame) -> Iterator[Fault]:
    for row in stages.itertuples():
        for name in ("lat", "lon"):
            value = float(getattr(row, name))
            if abs(round(value, CITY_DECIMALS) - value) > 1e-9:
                yield Fault("stages.csv", row.row, name, f"{value:.15g}",
                            f"{CITY_DECIMALS} decimals at most: places are cities")  # fmt: skip


def _overlapping_periods(detention: pd.DataFrame) -> Iterator[Fault]:
    ordered = detention.sort_values(["iso3", "from_year"]).itertuples()
    for iso3, rows in groupby(ordered, key=lambda row: row.iso3):
        end, line = 0, 0
        for row in rows:
            last = 9999 if pd.isna(row.to_year) else int(row.to_year)
            if last < row.from_year:
                yield Fault(
                    "detention.csv", row.row, "to_year", str(last), f"{row.from_year} or later"
                )
            if row.from_year <= end:
                until = "open" if end == 9999 else str(end)
                yield Fault(
                    "detention.csv", row.row, "from_year",
                    f"{row.from_year}, inside the period of row {line} (to {until})",
                    f"periods of {iso3} that do not overlap",
                )  # fmt: skip
            if last > end:
                end, line = last, row.row


def _broken_routes(routes: pd.DataFrame, stages: pd.DataFrame) -> Iterator[Fault]:
    known = set(routes["route_id"])
    for row in stages[~stages["route_id"].isin(known)].itertuples():
        yield Fault("stages.csv", row.row, "route_id", repr(row.route_id), "a row in routes.csv")
    for row in routes[~routes["route_id"].isin(set(stages["route_id"]))].itertuples():
        yield Fault("routes.csv", row.row, "route_id", f"{row.route_id!r} without stages",
                    "stages in stages.csv")  # fmt: skip
    journeys: dict[tuple[str, str], list[Any]] = {}
    for row in stages.itertuples():
        journeys.setdefault((row.route_id, row.branch), []).append(row)
    for (route_id, branch), rows in journeys.items():
        where = f"route {route_id!r}, branch {branch!r}"
        for place, row in enumerate(rows, start=1):
            if row.order != place:
                yield Fault(
                    "stages.csv", row.row, "order", f"{row.order} in place {place} of {where}",
                    "1, 2, 3 ... without gaps, in the order of the journey",
                )  # fmt: skip
                break
            if (row.mode_from_previous == "") != (place == 1):
                yield Fault(
                    "stages.csv", row.row, "mode_from_previous", repr(row.mode_from_previous),
                    "nothing at the first stage, land, sea or air at the others",
                )  # fmt: skip
        if len(rows) < 2:
            yield Fault("stages.csv", rows[0].row, "order", f"one stage in {where}",
                        "at least two stages")  # fmt: skip


def _odd_treaties(treaties: pd.DataFrame) -> Iterator[Fault]:
    odd = treaties[(treaties["status"] != "party") & treaties["year_of_ratification"].notna()]
    for row in odd.itertuples():
        yield Fault(
            "treaties.csv", row.row, "year_of_ratification", str(row.year_of_ratification),
            f"nothing, as the status is {row.status!r}",
        )  # fmt: skip


def _odd_figures(figures: pd.DataFrame, routes: pd.DataFrame) -> Iterator[Fault]:
    known = set(routes["route_id"])
    for row in figures.itertuples():
        if row.route_id not in known:
            yield _odd_figure(row, "route_id", "a row in routes.csv")
        given = [name for name in ("lower", "value", "upper") if pd.notna(getattr(row, name))]
        for low, high in pairwise(given):
            if getattr(row, low) > getattr(row, high):
                yield _odd_figure(row, low, f"{getattr(row, high):.15g} ({high}) or less")
        for name in given:
            if row.unit == "percent" and getattr(row, name) > 100:
                yield _odd_figure(row, name, "0 to 100, as the unit is percent")
            if row.unit != "percent" and getattr(row, name) < FEWEST:
                suppressed = f"counts below {FEWEST} are suppressed"
                yield _odd_figure(row, name, f"{FEWEST} or more: {suppressed}")
            if row.unit != "percent" and getattr(row, name) % 1:
                yield _odd_figure(row, name, f"a whole number, as the unit is {row.unit}")


def _odd_dates(timeline: pd.DataFrame) -> Iterator[Fault]:
    for row in timeline.itertuples():
        form = _DATES[row.precision]
        if not _is_date(row.date, form):
            expected = f"{_FORMS[row.precision]}, as the precision is {row.precision}"
            yield Fault("timeline.csv", row.row, "date", repr(row.date), expected)
        is_national = row.scope == "national"
        if is_national != (row.iso3s != ""):
            yield Fault("timeline.csv", row.row, "iso3s", repr(row.iso3s),
                        f"{'a country' if is_national else 'nothing'}, as the scope is "
                        f"{row.scope}")  # fmt: skip


_DATES = {"day": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y"}
_FORMS = {"day": "YYYY-MM-DD", "month": "YYYY-MM", "year": "YYYY"}


def _is_date(text: str, form: str) -> bool:
    """Whether a text is a date in this form, with every nought written."""
    try:
        return datetime.strptime(text, form).strftime(form) == text
    except ValueError:
        return False


def _odd_practices(practices: pd.DataFrame) -> Iterator[Fault]:
    for row in practices.itertuples():
        for role in row.roles.split("|"):
            if role not in ROLES:
                yield Fault("practices.csv", row.row, "roles", repr(role),
                            f"{', '.join(ROLES)}, separated by |")  # fmt: skip
        years = row.from_year, row.to_year
        if not any(pd.isna(year) for year in years) and row.to_year < row.from_year:
            yield Fault("practices.csv", row.row, "to_year", str(row.to_year),
                        f"{row.from_year} or later")  # fmt: skip


def _odd_series(series: pd.DataFrame) -> Iterator[Fault]:
    for row in series.itertuples():
        try:
            limits = [float(limit) for limit in row.limits.split("|")]
        except ValueError:
            limits = []
        if not limits or sorted(set(limits)) != limits:
            yield Fault("series.csv", row.row, "limits", repr(row.limits),
                        "numbers, ascending, separated by |")  # fmt: skip
        elif len(row.class_words.split("|")) != len(limits) + 1:
            yield Fault("series.csv", row.row, "class_words", repr(row.class_words),
                        f"{len(limits) + 1} words separated by |")  # fmt: skip


_LEGS = re.compile(r"|all|[A-Z]{3}-[A-Z]{3}( [A-Z]{3}-[A-Z]{3})*")


def _odd_death_routes(mapped: pd.DataFrame, routes: pd.DataFrame) -> Iterator[Fault]:
    known = {*routes["route_id"], ""}
    for row in mapped.itertuples():
        if row.route_id not in known:
            yield Fault("death_routes.csv", row.row, "route_id", repr(row.route_id),
                        "a row in routes.csv, or nothing")  # fmt: skip
        if (row.match == "none") != (row.route_id == ""):
            yield Fault("death_routes.csv", row.row, "match", repr(row.match),
                        "none without a route_id, same or shared with one")  # fmt: skip
        elif not _LEGS.fullmatch(row.legs) or (row.legs == "") != (row.route_id == ""):
            yield Fault("death_routes.csv", row.row, "legs", repr(row.legs),
                        "all, or pairs such as LBY-ITA with spaces between; nothing without "
                        "a route_id")  # fmt: skip


def _odd_figure(row: Any, column: str, expected: str) -> Fault:
    found = getattr(row, column)
    text = repr(found) if isinstance(found, str) else f"{found:.15g}"
    return Fault("recorded_figures.csv", row.row, column, text, expected)
