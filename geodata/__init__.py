"""Where each number comes from: curated facts, their sources, and the checked layers they make.

import geodata

countries = geodata.load_layer("countries")   # GeoDataFrame, EPSG:4326
facts = geodata.load_table("facts")           # one row a fact, each with its source
"""

from geodata.errors import (
    BrokenBuildError,
    DataError,
    Fault,
    FaultyFactsError,
    MissingLayerError,
)
from geodata.layers import load_layer, load_manifest, load_table
from geodata.provenance import built_folder, current_build

__all__ = [
    "BrokenBuildError",
    "DataError",
    "Fault",
    "FaultyFactsError",
    "MissingLayerError",
    "built_folder",
    "current_build",
    "load_layer",
    "load_manifest",
    "load_table",
]
