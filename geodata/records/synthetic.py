"""Made-up movement records, to try the counting with at any size. They say nothing of the world.

Marked in four places: the file's name, its notes (``made: synthetic``), the column ``made`` of
every row, and its source ids, which begin with ``synthetic-``. Points scatter around the stages of
routes and, a few, over the whole globe; about one record in a hundred has a fault on purpose.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from geodata.records.partitions import RecordsError
from geodata.records.schema import KINDS

MADE = "synthetic"
SOURCES = tuple(f"synthetic-{name}" for name in ("alpha", "beta", "gamma", "delta"))
UNKNOWN_SOURCE = "synthetic-not-in-the-table"
SOURCES_FILE = "synthetic-sources.csv"
FIRST_DAY, DAYS = np.datetime64("2015-01-01"), 3650
ROWS_A_FILE, ROWS_A_GROUP = 5_000_000, 250_000
NOTE = "Made-up records to test with. They say nothing of the world, nor of any child."
SCATTER_DEGREES = 0.4
SCHEMA = pa.schema(
    [
        ("kind", pa.dictionary(pa.int8(), pa.string())), ("lon", pa.float64()),
        ("lat", pa.float64()), ("date", pa.string()), ("people", pa.int32()),
        ("children", pa.int32()), ("source_id", pa.dictionary(pa.int8(), pa.string())),
        ("made", pa.dictionary(pa.int8(), pa.string())),
    ],
    metadata={"made": MADE, "note": NOTE},
)  # fmt: skip


def make(
    folder: Path,
    places: pd.DataFrame,
    *,
    rows: int,
    seed: int = 1,
    progress: Callable[[int], None] = lambda _rows: None,
    rows_a_file: int = ROWS_A_FILE,
) -> list[Path]:
    """Write Parquet files of records; the same rows and seed make the same records.

    Args:
        places: columns ``lon`` and ``lat`` that most records are near.
        progress: called with the number of rows written since.

    Raises:
        RecordsError: the folder holds files already, or fewer than one row is asked for.
    """
    if rows < 1:
        raise RecordsError(f"{rows} rows can't be made. Give 1 or more.")
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise RecordsError(f"{folder} is not empty. Give a new folder.")
    with (folder / SOURCES_FILE).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("source_id", "publisher", "title"))
        writer.writerows((name, "nobody", NOTE) for name in SOURCES)
    made = []
    for number, first in enumerate(range(0, rows, rows_a_file), start=1):
        path = folder / f"synthetic-records-{number:04}.parquet"
        last = min(first + rows_a_file, rows)
        with pq.ParquetWriter(path, SCHEMA, compression="zstd") as writer:
            for begin in range(first, last, ROWS_A_GROUP):
                size = min(ROWS_A_GROUP, last - begin)
                # The seed of a group is its own, so that groups can be made in any order.
                writer.write_table(batch(places, size, np.random.default_rng([seed, begin])))
                progress(size)
        made.append(path)
    return made


def batch(places: pd.DataFrame, rows: int, random: np.random.Generator) -> pa.Table:
    """Return some records."""
    at = random.zipf(1.3, rows) % len(places)  # a few places are much busier than most
    lon = places["lon"].to_numpy()[at] + random.normal(0, SCATTER_DEGREES, rows)
    lat = places["lat"].to_numpy()[at] + random.normal(0, SCATTER_DEGREES, rows)
    anywhere = random.random(rows) < 0.02
    lon = np.where(anywhere, random.uniform(-180, 180, rows), lon)
    lat = np.where(anywhere, np.degrees(np.arcsin(random.uniform(-1, 1, rows))), lat)
    lon = (lon + 180) % 360 - 180
    days = FIRST_DAY + random.integers(0, DAYS, rows)
    dates = np.datetime_as_string(days, unit="D").astype(object)
    people = random.geometric(0.25, rows).astype("int32")
    children = random.binomial(people, 0.35).astype("int32")
    is_age_unknown = random.random(rows) < 0.1
    source = random.integers(0, len(SOURCES), rows).astype("int8")

    faulty = np.flatnonzero(random.random(rows) < 0.01)
    fault = random.integers(0, 4, len(faulty))
    lat[faulty[fault == 0]] = np.nan
    dates[faulty[fault == 1]] = "2024-02-30"
    people[faulty[fault == 2]] = -1
    source[faulty[fault == 3]] = len(SOURCES)
    return pa.table(
        {
            "kind": _named(random.integers(0, len(KINDS), rows), KINDS),
            "lon": lon.round(5),
            "lat": pa.array(lat.round(5), from_pandas=True),
            "date": pa.array(dates, pa.string()),
            "people": people,
            "children": pa.array(children, mask=is_age_unknown),
            "source_id": _named(source, (*SOURCES, UNKNOWN_SOURCE)),
            "made": _named(np.zeros(rows), (MADE,)),
        },
        schema=SCHEMA,
    )


def _named(codes: np.ndarray, names: tuple[str, ...]) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype("int8")), pa.array(names))
