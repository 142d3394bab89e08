"""What can be taken home: the built tables and layers, and two that the model derives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

import geodata
from dashboard.data import Data
from dashboard.exports.derived import CRS, LEGS, LEVELS, degrees, legs, levels
from dashboard.exports.terms import (
    FIGURES,
    NAMES,
    OURS,
    RESTS_ON,
    SHAPES,
    TIERS,
    TREATIES,
    VOTES,
    Edition,
    Term,
)
from geodata.resources import BUILT, OFFICIAL, OWN_VALUES
from geodata.schema import Field, TableSchema
from routes import LAST_YEAR

OWN_ABOUT = (
    "Values that a reader brought, which are not part of the atlas, and what each stands before."
)
ABOUT = {
    "countries": "The countries and areas of the atlas: names, UN regions, label points and, in "
    "the files that hold shapes, their outlines for a map of the world. One that the source draws "
    "no outline of has its label point alone.",
    "countries_detail": "Finer outlines of the same countries, for closer maps. The shapes are in "
    "the GeoJSON, GeoPackage and GeoParquet files; the CSV and Excel files list the codes.",
    "stages": "Each country and place on each branch of a route, in order, at city scale: the "
    "journey as documented, not one child's track.",
    "legs": "The way from each stage to the next, derived from the stages: a geodesic line, how "
    "it is travelled and its length. Lines are cut at 180 degrees.",
    "routes": "The known corridors that the journeys follow.",
    "sources": "Every publication and data set behind the facts; other tables point here.",
    "facts": "Every curated value, one row each: country, measure, period, what the source says, "
    "and how well it was checked.",
    "recorded_figures": "What was counted on routes. Each row says in scope_note what it counts: "
    "rows are never added up.",
    "commitments": "What was promised for children on the move, by policy goal: instrument, "
    "locator, whether it binds, and the promise in our words. Which country promised it is among "
    "the facts.",
    "timeline": "Milestones, global, regional and national, each dated as exactly as is known.",
    "practices": "Documented good practice by goal, role and country. A result is what somebody "
    "reported; empty is not known to us, which is not the same as none.",
    "withheld": "Curated values that do not count, and why. What they would say stays unknown.",
    "versions": "The days on which the data changed, and how. The newest one dates the data.",
    "corrections": "Every value that was put right since the first version: what stood there, what "
    "stands there now, who found it, and why.",
    "provenance": "Where each row of the other tables was read: the curated file, the line, and "
    "the cell that holds its value.",
    "series": "What each series of official figures measures, whom it counts and leaves out, and "
    "how it is coloured. None of them makes a level.",
    "death_routes": "Which of our routes a publisher's route of deaths is, and why.",
    "observations": "Official figures by series, country and year, as their publishers give them; "
    "recognition rates are worked out. An empty value is not known, or withheld and says so.",
    "flows": "People of one country of origin in another country at the end of a year, and the "
    "children among them where age is known. They count who was there, not who crossed.",
    "deaths": "Deaths and disappearances on the way by route, or region where no route is named: "
    "least estimates. Areas do not overlap; world is all of them.",
    "snapshots": "Each publisher's answer that figures were read from: address, day, terms, "
    "checksum, and whether it is a copy.",
    "warnings": "What is odd in official figures as they came in, and what was done about it.",
    "warning_rows": "The rows that warnings are about, the first 1,000 of each. A value is there "
    "only where the same figure is shown as an observation.",
    "levels": "Levels are made from the facts by the rubrics that the page Methods shows. An "
    "empty level is unknown, which is not the same as not protected.",
}
_COMPILED = (OURS, RESTS_ON)
_TERMS: dict[str, tuple[Term, ...]] = {
    "countries": (SHAPES, NAMES),
    "countries_detail": (SHAPES,),
    "facts": (*_COMPILED, TIERS, TREATIES, VOTES),
    "withheld": (*_COMPILED, TIERS, TREATIES, VOTES),
    "levels": (*_COMPILED, TIERS, TREATIES, VOTES),
    "series": (OURS, FIGURES),
    "death_routes": (OURS, FIGURES),
    **dict.fromkeys(OFFICIAL, (FIGURES,)),
}


def terms_of(name: str) -> tuple[Term, ...]:
    """Return the terms of a resource."""
    return _TERMS.get(name, _COMPILED)


@dataclass(frozen=True, kw_only=True)
class Resource:
    """One table or layer, with the shape that is declared for it.

    Attributes:
        frame: the columns of the schema in its order, empty cells NA; a layer has its geometry
            too, EPSG:4326, exterior rings counterclockwise.
        sources: the rows of ``sources`` that it rests on.
    """

    schema: TableSchema
    about: str
    terms: tuple[Term, ...]
    frame: pd.DataFrame
    sources: pd.DataFrame

    @property
    def name(self) -> str:
        return self.schema.name

    @property
    def is_layer(self) -> bool:
        return self.schema.geometry != ""

    @property
    def flat_fields(self) -> tuple[Field, ...]:
        """The columns of a file without shapes: a layer of points gets ``lon`` and ``lat``."""
        if self.schema.geometry != "Point":
            return self.schema.fields
        more = (degrees("lon", "The place."), degrees("lat", "The place."))
        return (*self.schema.fields, *more)

    @property
    def flat(self) -> pd.DataFrame:
        """The frame without its shapes."""
        table = pd.DataFrame(self.frame[list(self.schema.columns)])
        if self.schema.geometry == "Point":
            points = self.frame.geometry
            table["lon"] = points.x.astype("Float64")
            table["lat"] = points.y.astype("Float64")
        return table

    def notes(self, edition: Edition) -> dict[str, Any]:
        """Return what a program should find in a file: what it is, which, terms, citation."""
        return {
            "title": self.schema.title,
            "description": self.about,
            "data_version": edition.data_version,
            "date_of_data": edition.date_of_data,
            "terms": [str(term) for term in self.terms],
            "citation": edition.citation,
        }


class Catalogue:
    """Every resource by name, made when asked for.

    What the atlas does not hold is read at once, so that a later build can't mix in.
    """

    def __init__(self, data: Data) -> None:
        """Take the data that is served.

        Raises:
            geodata.DataError: a layer is broken, or the build in use is another one by now.
        """
        self.atlas = atlas = data.atlas
        self.edition = Edition(
            data_version=data.version,
            newest_source_year=int(atlas.manifest["newest_source_year"]),
            levels_year=LAST_YEAR,
            own=data.own_said,
        )
        self.schemas: Mapping[str, TableSchema] = {**BUILT, "legs": LEGS, "levels": LEVELS}
        self.about: Mapping[str, str] = ABOUT
        if len(atlas.own):
            self.schemas = {**self.schemas, OWN_VALUES.name: OWN_VALUES}
            self.about = {**ABOUT, OWN_VALUES.name: OWN_ABOUT}
        found = geodata.load_manifest(atlas.folder)["data_version"]
        if found != atlas.build_version:
            raise geodata.DataError(
                f"The build in use is now {found}, but {atlas.build_version} was loaded. Start "
                "again."
            )
        self._frames: dict[str, Callable[[], pd.DataFrame]] = {
            "countries": partial(atlas.countries.sort_index),
            "sources": lambda: atlas.sources,
            "facts": lambda: atlas.protection.facts,
            "recorded_figures": lambda: atlas.recorded_figures,
            "withheld": lambda: atlas.withheld,
            "own": lambda: atlas.own,
            "legs": partial(legs, atlas),
            "levels": partial(levels, atlas),
        }
        # Large, and of the folder of this very build: read when asked for.
        self._frames |= {name: partial(atlas.official.table, name) for name in OFFICIAL}
        for name in BUILT.keys() - self._frames.keys():
            self._frames[name] = partial(_same, atlas.table(name))

    def __getitem__(self, name: str) -> Resource:
        """Make one resource.

        Raises:
            KeyError: there is none of that name.
        """
        frame = self._frames[name]()
        return Resource(
            schema=self.schemas[name],
            about=self.about[name],
            terms=terms_of(name),
            frame=tidy(self.schemas[name], frame),
            sources=self._sources(name, frame),
        )

    def frame_of(self, name: str) -> pd.DataFrame | None:
        """Return the built rows of a resource as they are; None for what the model derives."""
        return self._frames[name]() if name in BUILT else None

    def _sources(self, name: str, frame: pd.DataFrame) -> pd.DataFrame:
        rows = self.atlas.protection.facts if name == "levels" else frame
        sources = self.atlas.sources
        if "source_id" not in rows or name == "sources":
            return sources.iloc[:0]
        return sources[sources["source_id"].isin(rows["source_id"])]


def _same(frame: pd.DataFrame) -> pd.DataFrame:
    return frame


def tidy(schema: TableSchema, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the declared columns in order, with the declared types and every empty cell NA."""
    columns = {
        field.name: frame[field.name].astype(field.dtype).array for field in schema.fields
    }  # fmt: skip
    table = pd.DataFrame(columns)
    for field in schema.fields:
        if field.dtype == "string":
            table[field.name] = table[field.name].mask(table[field.name] == "", pd.NA)
    if not schema.geometry:
        return table
    shapes = np.asarray(frame.geometry.array)
    shapes = shapely.orient_polygons(shapes, exterior_cw=False)
    return gpd.GeoDataFrame(table, geometry=list(shapes), crs=CRS)
