"""A world of two countries that share a border, a route through both, and records in them."""

from dataclasses import replace
from datetime import date

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from geodata.records.cells import Rules
from geodata.records.counting import Task
from geodata.records.partitions import plan
from geodata.records.world import World

TODAY = date(2026, 11, 25)
COLUMNS = ("kind", "lon", "lat", "date", "people", "children", "source_id")
STAGES = (
    ("north", "main", 1, "AAA", "Amber", 1.0, 1.0),
    ("north", "main", 2, "BBB", "Birch", 3.0, 1.0),
    ("north", "coast", 1, "AAA", "Amber", 1.0, 1.0),
    ("south", "main", 1, "BBB", "Birch", 3.0, 1.0),
    ("south", "main", 2, "BBB", "Brook", 3.0, 0.2),
)


@pytest.fixture(scope="session")
def countries():
    return gpd.GeoDataFrame(
        {"iso3": ["BBB", "AAA"]},
        geometry=[shapely.box(2, 0, 4, 2), shapely.box(0, 0, 2, 2)],
        crs="EPSG:4326",
    )


@pytest.fixture(scope="session")
def stages():
    table = pd.DataFrame(
        STAGES, columns=["route_id", "branch", "order", "iso3", "place", "lon", "lat"]
    )
    points = gpd.points_from_xy(table["lon"], table["lat"])
    return gpd.GeoDataFrame(table.drop(columns=["lon", "lat"]), geometry=points, crs="EPSG:4326")


@pytest.fixture(scope="session")
def world(countries, stages):
    return World.of_layers(countries, stages)


def record(**changed):
    one = {
        "kind": "registration", "lon": 1.0, "lat": 1.0, "date": "2024-05-17", "people": 20,
        "children": 10, "source_id": "ours",
    }  # fmt: skip
    return one | changed


class Records:
    """Writes records and says how they are to be counted."""

    def __init__(self, folder, world, stages):
        self.folder, self.world, self.stages = folder, world, stages

    def parquet(self, rows, name="records.parquet", group=2, **notes):
        columns = list(dict.fromkeys(name for row in rows for name in row))
        table = pa.table({c: [row.get(c) for row in rows] for c in columns})
        table = table.replace_schema_metadata(notes)
        pq.write_table(table, self.folder / name, row_group_size=group)
        return str(self.folder / name)

    def csv(self, text, name="records.csv"):
        (self.folder / name).write_text(text, encoding="utf-8")
        return str(self.folder / name)

    def task(self, *inputs, rows=2, **changed):
        made = Task(
            partitions=tuple(plan(inputs, rows)),
            world=self.world,
            stages=self.stages,
            rules=Rules(sources=("ours", "theirs"), today=TODAY),
            memory_mb=1024,
            work=self.folder / "work",
        )
        return replace(made, **changed)


@pytest.fixture
def records(tmp_path, world, stages):
    return Records(tmp_path, world, stages)


@pytest.fixture
def a_record():
    return record
