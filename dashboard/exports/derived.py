"""Two resources that the model derives: the legs of journeys, and the levels of countries."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.resources import MODES
from geodata.schema import Field, TableSchema
from routes import GOALS, LAST_YEAR, YEARS, Atlas, Child
from routes.model import COMPANIES, STATUSES

CRS = "EPSG:4326"
DECIMALS = 6  # of a degree: a tenth of a metre, far finer than any place here is known
AGE = 15  # of the children in the table of levels


def _field(name: str, meaning: str, kind: Any = "string", **more: Any) -> Field:
    return Field(name=name, kind=kind, meaning=meaning, **{"required": True, **more})


def degrees(name: str, of: str) -> Field:
    """Return a required column of longitudes or latitudes."""
    edge, side = (180, "east") if name.endswith("lon") else (90, "north")
    return _field(
        name, of, "number", unit=f"degrees {side}", minimum=-edge, maximum=edge
    )  # fmt: skip


LEGS = TableSchema(
    name="legs",
    title="Legs of journeys, from each stage to the next",
    fields=(
        _field("route_id", "Row in routes."),
        _field("branch", "Which way of the route."),
        _field("branch_name", "The branch in words."),
        _field("from_order", "Stage where the leg begins.", "integer", minimum=1),
        _field("to_order", "Stage where it ends.", "integer", minimum=2),
        _field("from_iso3", "Country where it begins, ISO 3166-1 alpha-3.", "iso3"),
        _field("to_iso3", "Country where it ends, ISO 3166-1 alpha-3.", "iso3"),
        _field("from_place", "Town or city where it begins."),
        _field("to_place", "Town or city where it ends."),
        degrees("from_lon", "Where it begins."),
        degrees("from_lat", "Where it begins."),
        degrees("to_lon", "Where it ends."),
        degrees("to_lat", "Where it ends."),
        _field("mode", "How it is travelled; empty where nothing is documented.",
               required=False, allowed=MODES),
        _field("distance_km", "Geodesic length on WGS 84, to the metre. The leg is drawn straight "
               "between the places, so the way travelled is longer: a lower bound.", "number",
               unit="km", minimum=0),
        _field("source_id", "Source of the stage where the leg ends."),
    ),
    key=("route_id", "branch", "to_order"),
    geometry="MultiLineString",
)  # fmt: skip
LEVELS = TableSchema(
    name="levels",
    title=f"Protection levels of every country for eight kinds of children aged {AGE}, {LAST_YEAR}",
    fields=(
        _field("iso3", "Country or area, ISO 3166-1 alpha-3; Kosovo XKX.", "iso3"),
        _field("goal", "Policy goal, 1 to 6.", "integer", minimum=1, maximum=len(GOALS)),
        _field("goal_name", "The goal in a word or two. Goal 5 is not judged: its level is empty."),
        _field("age", "The child's age.", "integer", unit="years", minimum=0, maximum=17),
        _field("company", "Alone (unaccompanied or separated) or with family.", allowed=COMPANIES),
        _field("status", "The label that the law puts on the child.", allowed=STATUSES),
        _field("year", "The year that the level is for.", "integer", unit="year",
               minimum=YEARS[0], maximum=YEARS[-1]),
        _field("level", "0 not protected to 4 protected in law and practice; empty is unknown, "
               "never zero.", "integer", required=False, minimum=0, maximum=4),
        _field("known_share", "Part of the goal's questions that apply and have an answer.",
               "number", unit="share, 0 to 1", minimum=0, maximum=1),
        _field("is_unchecked", "Whether some fact behind it is named but was not yet opened.",
               allowed=("yes", "no")),
        _field("is_own", "Whether a reader's own fact, which is not part of the atlas, plays a "
               "part in it.", allowed=("yes", "no")),
    ),
    key=("iso3", "goal", "age", "company", "status", "year"),
)  # fmt: skip


def legs(atlas: Atlas) -> gpd.GeoDataFrame:
    """Return every leg of every documented journey; see ``LEGS``."""
    rows: list[dict[str, Any]] = []
    lines = []
    for route in atlas.routes.values():
        for journey in route.journeys:
            for leg in journey.legs:
                start, end = leg.start, leg.end
                rows.append(
                    {
                        "route_id": journey.route_id,
                        "branch": journey.branch,
                        "branch_name": journey.name,
                        **{f"from_{part}": getattr(start, part) for part in _ENDS},
                        **{f"to_{part}": getattr(end, part) for part in _ENDS},
                        "mode": leg.mode or "",
                        "distance_km": round(leg.distance_km, 3),
                        "source_id": end.source_id,
                    }
                )
                lines.append(_many(leg.line))
    return gpd.GeoDataFrame(pd.DataFrame(rows, columns=LEGS.columns), geometry=lines, crs=CRS)


_ENDS = ("order", "iso3", "place", "lon", "lat")


def _many(line: Any) -> Any:
    """Return a line as a MultiLineString, so that all are of one type, to a tenth of a metre."""
    parts = getattr(line, "geoms", [line])
    return shapely.MultiLineString([np.round(shapely.get_coordinates(p), DECIMALS) for p in parts])


def levels(atlas: Atlas) -> pd.DataFrame:
    """Return every level of every country for eight kinds of children; see ``LEVELS``."""
    names = {number: goal.short for number, goal in atlas.rubrics.goals.items()}
    parts = []
    for company in COMPANIES:
        for status in STATUSES:
            child = Child(age=AGE, company=company, status=status)
            part = atlas.world(child).frame(LAST_YEAR)
            own = atlas.protection.own_levels(child)[:, :, YEARS.index(LAST_YEAR)].ravel()
            parts.append(part.assign(company=company, status=status, is_own=own))
    table = pd.concat(parts, ignore_index=True)
    table["goal_name"] = table["goal"].map(names)
    table["age"], table["year"] = AGE, LAST_YEAR
    table["is_unchecked"] = table["is_unchecked"].map({True: "yes", False: "no"})
    table["is_own"] = table["is_own"].map({True: "yes", False: "no"})
    # The model keeps shares in single precision: the shortest text for one is the number meant.
    table["known_share"] = [float(str(share)) for share in table["known_share"].to_numpy()]
    return table.sort_values(["iso3", "goal", "company", "status"], ignore_index=True)
