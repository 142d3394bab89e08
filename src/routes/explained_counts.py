"""Flows and deaths explained: from a sum to a publisher's lines, or why it is withheld."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from geodata.disclosure import FEWEST
from routes.chains import Link, Place
from routes.explained_figures import read_from
from routes.explaining import Explainer
from routes.model import Journey
from routes.naming import NothingToExplainError, find_who
from routes.words import count

DEATHS, FLOWS, FLOW = "deaths", "flows", "flow-"
_DISCLOSURE = "geodata/disclosure.py"
_PEOPLE = "population"  # what UNHCR's file of people without ages is called


def deaths(by: Explainer, route_id: str) -> Link:
    """Return the deaths and disappearances of a year on a route, one an area of the publisher.

    Raises:
        NothingToExplainError: no area of a publisher is on this route.
    """
    every = by.atlas.deaths_on(route_id, shared=True)
    name = by.atlas.route(route_id).name
    if every.empty:
        raise NothingToExplainError(f"No publisher counts deaths by a route that is {name!r}.")
    rows = every[every["year"] == by.year].to_dict("records")
    made = [_deaths_of(by, row, route_id) for row in rows]
    counted = {row["area"] for row in rows}
    held = by.atlas.official.deaths["year"]
    first, last = int(held.min()), int(held.max())
    none = (
        "No incident is recorded in that year, which does not mean that nobody died."
        if first <= by.year <= last
        else f"{by.year} is not held, but {first} to {last}."
    )
    made += [
        Link(kind="unknown", name=f"unknown/death/{area}/{by.year}",
             title=f"Not known: {area}, {by.year}", said=none,
             made_from=(_which_route(by, str(area), route_id),))
        for area in dict.fromkeys(every["area"])
        if area not in counted
    ]  # fmt: skip
    return Link(
        kind="figures",
        name=f"deaths/{route_id}/{by.year}",
        title=f"{name}: deaths and disappearances, {by.year}",
        said="The least that is known, by the publisher's own areas; areas are not added up.",
        made_from=tuple(made),
    )


def _deaths_of(by: Explainer, row: Mapping[Any, Any], route_id: str) -> Link:
    area, year = str(row["area"]), int(row["year"])
    title = f"{area}, {year}: died or missing, at least (people)"
    which = _which_route(by, area, route_id)
    if row["withheld"]:
        return _withheld(by, f"death/{area}/{year}", title, row, (which,))
    cells = _cells(by, row)
    note = f" {row['note']}" if row["note"] else ""
    return Link(
        kind="figure",
        name=f"death/{area}/{year}",
        title=title,
        value=str(int(row["dead_or_missing"])),
        said=f"The sum of the incidents of that area and year; most are never recorded.{note}",
        as_of_year=year,
        step=by.atlas.origins.step("deaths.parquet"),
        made_from=(_children_who_died(by, row, cells), which, *cells),
    )


def _children_who_died(by: Explainer, row: Mapping[Any, Any], cells: tuple[Link, ...]) -> Link:
    name, title = f"death/{row['area']}/{row['year']}/children", "Children known among them"
    if row["withheld_children"]:
        return _withheld(by, name, title, row)
    if pd.isna(row["children"]):
        said = "The publisher names no child; most incidents do not say."
        return Link(kind="unknown", name=f"unknown/{name}", title=f"Not known: {title}", said=said)
    return Link(kind="figure", name=name, title=title, value=str(int(row["children"])),
                as_of_year=int(row["year"]), made_from=cells)  # fmt: skip


def _which_route(by: Explainer, area: str, route_id: str) -> Link:
    """Return the curated row that says that a publisher's area is one of our routes."""
    table = by.atlas.official.death_routes
    row = table[(table["area"] == area) & (table["route_id"] == route_id)].iloc[0]
    same = "the same way" if row["match"] == "same" else "shared by more than this route"
    legs = f" Legs meant: {row['legs']}." if row["legs"] else ""
    return Link(
        kind="rule",
        name=f"rule/death_routes/{area}/{route_id}",
        title=f"Which way {area!r} is: {same}",
        said=f"{row['comment']}{legs}",
        place=by.atlas.origins.place("death_routes", f"{area}/{route_id}"),
    )


def flows(by: Explainer, journey: Journey) -> Link:
    """Return every flow of a year between the countries of a journey.

    Raises:
        NothingToExplainError: none is held for that year; says which are.
    """
    every = by.atlas.flows_on(journey)
    rows = every[every["year"] == by.year].to_dict("records")
    if not rows:
        raise _no_flow(by, every, journey.label)
    return Link(
        kind="figures",
        name=f"flows/{journey.route_id}/{journey.branch}/{by.year}",
        title=f"{journey.name}: people of one country in a later one, end of {by.year}",
        said=f"{count(len(rows), 'pair')} of countries; who was there, not who crossed. Never "
        "added up.",
        made_from=tuple(_flow(by, row) for row in rows),
    )


def flow(by: Explainer, iso3: str, there: str) -> Link:
    """Return the flow of a year from one country to another, named by code or name.

    Raises:
        NothingToExplainError: no such country, or no flow of that year; says which are held.
    """
    kind, code = find_who(by.atlas, there)
    if kind != "country":
        raise NothingToExplainError(f"A flow goes to a country; {there[:60]!r} is a route.")
    every = by.atlas.flows(origin=iso3, destination=code)
    rows = every[every["year"] == by.year].to_dict("records")
    if not rows:
        raise _no_flow(by, every, f"{by.country(iso3)} in {by.country(code)}")
    return _flow(by, rows[0])


def _no_flow(by: Explainer, held: pd.DataFrame, of: str) -> NothingToExplainError:
    years = sorted({int(year) for year in held["year"]})
    told = f"Years held: {', '.join(map(str, years))}." if years else "None of any year is held."
    return NothingToExplainError(f"No flow of {of} is held for {by.year}. {told}")


def _flow(by: Explainer, row: Mapping[Any, Any]) -> Link:
    start, end, year = str(row["origin_iso3"]), str(row["destination_iso3"]), int(row["year"])
    name = f"flow/{start}/{end}/{year}"
    title = f"People of {by.country(start)} in {by.country(end)}, end of {year}"
    if row["withheld_people"]:
        return _withheld(by, name, title, row)
    cells = _cells(by, row)
    of_people = tuple(cell for cell in cells if _PEOPLE in cell.title) or cells
    of_ages = tuple(cell for cell in cells if cell not in of_people) or cells
    return Link(
        kind="figure",
        name=name,
        title=title,
        value=str(int(row["people"])),
        said="Refugees, asylum seekers and others in need of protection, added up: who was there, "
        "not who crossed.",
        as_of_year=year,
        step=by.atlas.origins.step("flows.parquet"),
        made_from=(_children_there(by, row, name, of_ages), *of_people),
    )


def _children_there(
    by: Explainer, row: Mapping[Any, Any], of: str, cells: tuple[Link, ...]
) -> Link:
    name, title = f"{of}/children", "Children known among them"
    if row["withheld_children"]:
        return _withheld(by, name, title, row, at=-1)  # ages stand in a file of their own
    coverage = row["age_coverage"]
    if pd.isna(row["children"]):
        said = "Age is known of fewer than a tenth, or of nobody: a number would mislead."
        return Link(kind="unknown", name=f"unknown/{name}", title=f"Not known: {title}", said=said)
    least = "an unknown part" if pd.isna(coverage) else f"{round(coverage * 10)} tenths"
    return Link(
        kind="figure",
        name=name,
        title=title,
        value=str(int(row["children"])),
        said=f"Under 18, of those whose age is known: of {least} at least.",
        as_of_year=int(row["year"]),
        made_from=cells,
    )


def _cells(by: Explainer, row: Mapping[Any, Any]) -> tuple[Link, ...]:
    """Return every place in the publisher's answer that a row names, each once."""
    parts = dict.fromkeys(part.strip() for part in str(row["locator"]).split(";"))
    return tuple(
        read_from(by, str(row["snapshot"]), part, str(row["source_id"])) for part in parts if part
    )


def _withheld(
    by: Explainer,
    name: str,
    title: str,
    row: Mapping[Any, Any],
    more: tuple[Link, ...] = (),
    *,
    at: int = 0,
) -> Link:
    """Return a figure that is not shown. Its line is not named either: there the count stands.

    Args:
        at: which of the places that the row names it was read in.
    """
    locator = str(row["locator"]).split(";")[at].strip().partition("#")[0]
    return Link(
        kind="unknown",
        name=f"withheld/{name}",
        title=f"Withheld: {title}",
        said=f"A count from 1 to {FEWEST - 1}, or one that would let such a one be worked out; "
        "which of the two is not said.",
        made_from=(
            withholding(by),
            *more,
            read_from(by, str(row["snapshot"]), locator, str(row["source_id"])),
        ),
    )


def withholding(by: Explainer) -> Link:
    """Return the rule by which small counts are withheld in the build."""
    return Link(
        kind="rule",
        name="rule/disclosure",
        title="Small counts are withheld, and what would give them away",
        said="Done in the build, before any page, file or answer is made.",
        place=Place(file=_DISCLOSURE, sha256=by.atlas.origins.checksum(_DISCLOSURE)),
    )
