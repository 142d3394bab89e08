"""Tables -> journeys, and journeys that a reader builds of countries."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import pandas as pd

from routes.errors import BrokenJourneyError, UnknownNameError
from routes.model import Journey, Role, Stage
from routes.words import country_in_text

if TYPE_CHECKING:
    from routes.atlas import Atlas

FEWEST_STAGES, MOST_STAGES = 2, 15


def text_or_empty(value: object) -> str:
    return "" if value is None or pd.isna(value) else str(value)


def from_table(stages: pd.DataFrame) -> tuple[Journey, ...]:
    """Return one journey a branch, from the built ``stages`` layer (see geodata.resources)."""
    return tuple(
        Journey(
            route_id=str(route_id),
            branch=str(branch),
            name=str(rows["branch_name"].iloc[0]),
            stages=tuple(
                Stage(
                    order=int(row.order),
                    iso3=row.iso3,
                    role=row.role,
                    place=row.place,
                    lon=float(row.geometry.x),
                    lat=float(row.geometry.y),
                    mode=text_or_empty(row.mode_from_previous) or None,  # type: ignore[arg-type]
                    note=text_or_empty(row.note),
                    source_id=row.source_id,
                    evidence=row.evidence,
                )
                for row in rows.sort_values("order").itertuples()
            ),
        )
        for (route_id, branch), rows in stages.groupby(["route_id", "branch"], sort=False)
    )


def own_journey(iso3s: Sequence[str], countries: pd.DataFrame, name: str = "") -> Journey:
    """Return a journey through these countries, the first its origin, the last its destination.

    Args:
        iso3s: 2 to 15 codes (ISO 3166-1 alpha-3), none twice in a row.
        countries: the atlas's countries, indexed by iso3.
        name: what to call it; "Eritrea to Italy" when empty.

    Raises:
        UnknownNameError: a code that is no country's, with the nearest and their names.
        BrokenJourneyError: too few or too many countries, or one twice in a row.
    """
    names = {str(iso3): str(found) for iso3, found in countries["name"].items()}
    for order, iso3 in enumerate(iso3s, start=1):
        if iso3 not in names:
            raise UnknownNameError(
                "country", iso3, names, where=f"(stage {order} of your journey)", names=names
            )
    if not FEWEST_STAGES <= len(iso3s) <= MOST_STAGES:
        counted = "1 country" if len(iso3s) == 1 else f"{len(iso3s)} countries"
        do = "Add a country" if len(iso3s) < FEWEST_STAGES else "Take some out"
        raise BrokenJourneyError(
            f"Your journey has {counted}; it can have {FEWEST_STAGES} to {MOST_STAGES}. {do}."
        )
    twice = [
        f"{names[iso3]} ({iso3}) comes twice in a row, as stages {order} and {order + 1}"
        for order, (iso3, following) in enumerate(pairwise(iso3s), start=1)
        if iso3 == following
    ]
    if twice:
        raise BrokenJourneyError(
            f"Your journey: {'; '.join(twice)}. Take one out, or put another country between."
        )
    return Journey(
        route_id="",
        branch="",
        name=name or _ends(iso3s, names),
        stages=tuple(
            Stage(
                order=order,
                iso3=iso3,
                role=_role(order, len(iso3s)),
                place=names[iso3],
                lon=float(countries.at[iso3, "label_lon"]),
                lat=float(countries.at[iso3, "label_lat"]),
            )
            for order, iso3 in enumerate(iso3s, start=1)
        ),
    )


def _ends(iso3s: Sequence[str], names: dict[str, str]) -> str:
    """Eritrea to the United Kingdom."""
    start, end = (country_in_text(iso3, names[iso3]) for iso3 in (iso3s[0], iso3s[-1]))
    return f"{start[:1].upper()}{start[1:]} to {end}"


def _role(order: int, count: int) -> Role:
    if order == 1:
        return "origin"
    return "destination" if order == count else "transit"


def journey(
    atlas: Atlas, way: str | Sequence[str], branch: str | None = None, name: str = ""
) -> Journey:
    """Return a documented journey by its route's name, or one's own by its countries' codes.

    Args:
        way: a route_id, or 2 to 15 ISO 3166-1 alpha-3 codes.
        branch: which branch of the route; its first when None.
        name: what to call one's own journey.

    Raises:
        UnknownNameError: no such route, branch or country; lists the nearest.
        BrokenJourneyError: too few or too many countries, or one twice in a row.
    """
    if not isinstance(way, str):
        return own_journey(way, atlas.countries, name)
    route = atlas.route(way)
    branches = {journey.branch: journey for journey in route.journeys}
    if branch is None:
        return route.journeys[0]
    if branch not in branches:
        where = f"of route {way!r} (it has {', '.join(branches)})"
        raise UnknownNameError("branch", branch, branches, where=where)
    return branches[branch]
