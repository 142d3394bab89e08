"""Curated tables -> the built ones that rows of a reader can change, as a build holds them."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from geodata.build.facts import TOLD, sourced
from geodata.build.own import Joined
from geodata.resources import OWN_VALUES

CRS = "EPSG:4326"
_AS_THEY_ARE = ("routes", "sources", "recorded_figures")


def tables_of(joined: Joined) -> dict[str, pd.DataFrame]:
    """Return name -> table or layer (EPSG:4326), see geodata.resources.

    The table of her values is among them when there are any.
    """
    curated = joined.curated
    found: dict[str, pd.DataFrame] = {
        "stages": _stages(curated["stages"]),
        "facts": joined.facts,
        "withheld": joined.withheld,
        **{name: curated[name].drop(columns="row") for name in _AS_THEY_ARE},
        **{name: sourced(curated[name]) for name in TOLD},
        "provenance": joined.provenance,
    }
    if joined.count:
        found[OWN_VALUES.name] = joined.values
    return found


def _stages(stages: pd.DataFrame) -> gpd.GeoDataFrame:
    points = gpd.points_from_xy(stages["lon"].astype(float), stages["lat"].astype(float))
    kept = stages.drop(columns=["lon", "lat", "row"])
    return gpd.GeoDataFrame(kept, geometry=points, crs=CRS)
