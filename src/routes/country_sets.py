"""Sets of countries that sit at one table: a region, a route, parties of a treaty, a vote."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from routes.errors import RoutesError, UnknownNameError
from routes.model import Child
from routes.protection import LAST_YEAR, World
from routes.rubric import Step

if TYPE_CHECKING:
    from routes.atlas import Atlas

REGION, ROUTE, TREATY, VOTE = "region", "route", "party", "vote"
KINDS = {REGION: "Regions", ROUTE: "Routes", TREATY: "Treaties", VOTE: "Votes on the two compacts"}
IN_REGION = ("country",)  # territories and disputed areas hold no facts


@dataclass(frozen=True, slots=True, kw_only=True)
class CountrySet:
    """A set by its key.

    Attributes:
        key: ``region:western-asia``, ``route:channel``, ``party:CRC``, ``vote:GCM:abstain``.
        label: what it is called.
        group: what it stands under in a list.
    """

    key: str
    label: str
    group: str


def country_sets(atlas: Atlas) -> dict[str, CountrySet]:
    """Return every set by its key: UN regions and subregions, routes, treaties, votes."""
    found = [CountrySet(key=f"{REGION}:{slug(name)}", label=name, group=KINDS[REGION])
             for name in _regions(atlas)]  # fmt: skip
    routes = sorted(atlas.routes.values(), key=lambda route: route.name)
    found += [
        CountrySet(key=f"{ROUTE}:{route.route_id}", label=route.name, group=KINDS[ROUTE])
        for route in routes
    ]
    for one in atlas.promise_rules.instruments.values():
        if not one.bound_by:
            continue
        name = atlas.rubrics.measures[one.bound_by].label
        if one.kind == "treaty":
            key, label = f"{TREATY}:{one.instrument_id}", f"Parties: {name}"
            found.append(CountrySet(key=key, label=label, group=KINDS[TREATY]))
            continue
        found += [
            CountrySet(
                key=f"{VOTE}:{one.instrument_id}:{step.value}",
                label=f"{one.short}: {step.label.lower()}",
                group=KINDS[VOTE],
            )
            for step in _steps(atlas, one.bound_by)
        ]
    return {one.key: one for one in found}


def countries_of_set(
    atlas: Atlas, key: str, *, year: int = LAST_YEAR, world: World | None = None
) -> tuple[str, ...]:
    """Return the countries of a set (ISO3), by name.

    Args:
        year: in which who is party, and who voted how, is read.
        world: any child's, if it is at hand; treaties and votes are the same for all.

    Raises:
        UnknownNameError: there is no such set.
        RoutesError: no facts are held for the year.
    """
    sets = atlas.country_sets
    if key not in sets:
        names = {one.key: one.label for one in sets.values()}
        raise UnknownNameError("set of countries", key, names, names=names)
    kind, _, name = key.partition(":")
    table = atlas.countries
    if kind == REGION:
        inside = _slugs(table["un_region"]).eq(name) | _slugs(table["un_subregion"]).eq(name)
        return tuple(table.index[inside & table["kind"].isin(IN_REGION)])
    if kind == ROUTE:
        on = atlas.route(name).roles()
        return tuple(iso3 for iso3 in table.index if iso3 in on)
    instrument_id, _, value = name.partition(":")
    instrument = atlas.promise_rules.instruments[instrument_id]
    return _with_value(atlas, instrument.bound_by, value or instrument.bound_value, year, world)


def _with_value(
    atlas: Atlas, measure: str, value: str, year: int, world: World | None
) -> tuple[str, ...]:
    if world is None:
        world = atlas.world(Child())
    y, m = world.year_index(year), world.measures.index(measure)
    order = next((s.order for s in _steps(atlas, measure) if s.value == value), None)
    if order is None:
        raise RoutesError(f"No value {value!r} of {measure}.")
    held = {iso3 for i, iso3 in enumerate(world.countries) if world.values[i, m, y] == order}
    return tuple(iso3 for iso3 in atlas.countries.index if iso3 in held)


def _steps(atlas: Atlas, measure: str) -> tuple[Step, ...]:
    return tuple(reversed(atlas.rubrics.steps(measure)))


def _regions(atlas: Atlas) -> list[str]:
    """Return regions, each followed by its subregions."""
    table = atlas.countries[atlas.countries["kind"].isin(IN_REGION)]
    found: list[str] = []
    for region, part in table.dropna(subset="un_region").groupby("un_region"):
        found.append(str(region))
        found += sorted(set(part["un_subregion"].dropna().astype(str)))
    return found


def _slugs(column: pd.Series[str]) -> pd.Series[str]:
    return column.fillna("").astype(str).map(slug)


def slug(name: str) -> str:
    """Return a name as it stands in an address: small letters and hyphens."""
    return re.sub(r"[^a-z]+", "-", name.casefold()).strip("-")
