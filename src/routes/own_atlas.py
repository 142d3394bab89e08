"""The atlas with a reader's own facts, without a build: what a server shows to her alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import geopandas as gpd
import pandas as pd

from geodata.own import OwnFacts
from geodata.provenance import OWN_VERSION, digest
from routes.atlas import Atlas, routes_of
from routes.protection import Protection
from routes.records import Records


def with_own(
    atlas: Atlas, tables: Mapping[str, pd.DataFrame], own: OwnFacts, *, count: int
) -> Atlas:
    """Return the atlas with a reader's own facts, in memory alone.

    Args:
        atlas: without own facts.
        tables: the built tables that hers change, as ``geodata.build.tables`` makes them.
        own: whose they are, and the checksums of her files.
        count: how many values are hers.

    Its data version names the atlas's and her files, and differs from that of a build with them.
    """
    tables = {name: table.reset_index(drop=True) for name, table in tables.items()}
    inputs = own.inputs
    version = digest({"atlas": atlas.data_version, **inputs}) + OWN_VERSION
    # What is made here has no file whose checksum could be told.
    changed = {f"{name}.parquet": {"sha256": "", "content": ""} for name in (*tables, "levels")}
    manifest = {
        **atlas.manifest,
        "data_version": version,
        "inputs": {**atlas.manifest["inputs"], **inputs},
        "files": {**atlas.manifest["files"], **changed},
        "own": {"name": own.name, "values": count, "beside": atlas.data_version},
    }
    routes = atlas.routes
    if len(own.tables["routes"]) or len(own.tables["stages"]):
        routes = routes_of(tables["routes"], gpd.GeoDataFrame(tables["stages"]))
    made = replace(
        atlas,
        routes=routes,
        sources=tables["sources"].set_index("source_id", drop=False),
        withheld=tables["withheld"],
        recorded_figures=tables["recorded_figures"],
        protection=Protection(tables["facts"], atlas.rubrics, atlas.protection.countries),
        data_version=version,
        manifest=manifest,
        records=Records.from_tables(*(tables[n] for n in ("commitments", "timeline", "practices"))),
        provenance=tables["provenance"],
        own=tables["own"],
        held=tables,
    )
    made.__dict__["official"] = atlas.official  # no own table can change them
    return made
