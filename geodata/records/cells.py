"""One partition of records -> cells: people and children by source, kind, country, place and month.

The same function runs in this process, in processes of its own, and on the workers of a cluster.
What it returns holds small counts: it goes into the run's own folder and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geodata.records.partitions import Partition, Reading, RecordsError, batches
from geodata.records.schema import FIRST_DAY, KINDS, MOST_PEOPLE
from geodata.records.world import World
from geodata.tidy import MADE

COUNTED = "counted"
SET_ASIDE = (
    "unreadable line", "no point", "no date", "no number", "unknown kind", "unknown source",
)  # fmt: skip
WHERE = ("off the coast", "in no country", "near no stage")
MOST_DETAILS = 100  # different texts of one fault that are kept for each partition
LONGEST_DETAIL = 80

CELLS = pa.schema(
    [
        ("source_id", pa.string()), ("kind", pa.string()), ("country", pa.int16()),
        ("place", pa.int16()), ("month", pa.string()), ("records", pa.int64()),
        ("people", pa.int64()), ("age_known", pa.int64()), ("children", pa.int64()),
    ]
)  # fmt: skip
TALLIES = pa.schema(
    [("what", pa.string()), ("detail", pa.string()), ("made", pa.string()),
     ("records", pa.int64())]
)  # fmt: skip

# Nothing is dropped: a record that can't be counted keeps the first reason why. A date is taken as
# written, a number only where it is whole.
CHECK = f"""
WITH given AS (
  SELECT trim(kind::VARCHAR) AS kind, trim(source_id::VARCHAR) AS source_id,
    TRY_CAST(lon AS DOUBLE) AS lon, TRY_CAST(lat AS DOUBLE) AS lat,
    coalesce(TRY_CAST(date AS DATE),
             TRY_CAST(CASE WHEN regexp_full_match(date::VARCHAR, '\\d{{4}}-\\d{{2}}')
                      THEN date::VARCHAR || '-01' END AS DATE)) AS day,
    date::VARCHAR AS date_text,
    TRY_CAST(people AS DOUBLE) AS people, TRY_CAST(children AS DOUBLE) AS children,
    coalesce(trim(children::VARCHAR), '') = '' AS is_age_unknown,
    coalesce(nullif(trim(made::VARCHAR), ''), $made) AS made
  FROM batch
)
SELECT kind, source_id, lon, lat, strftime(day, '%Y-%m') AS month, made,
  CASE WHEN people BETWEEN 0 AND {MOST_PEOPLE} THEN people::BIGINT END AS people,
  CASE WHEN is_age_unknown THEN NULL
       WHEN children BETWEEN 0 AND {MOST_PEOPLE} THEN children::BIGINT END AS children,
  CASE
    WHEN NOT coalesce(lon BETWEEN -180 AND 180 AND lat BETWEEN -90 AND 90, false) THEN 'no point'
    WHEN NOT coalesce(day BETWEEN DATE '{FIRST_DAY}' AND $today, false) THEN 'no date'
    WHEN NOT coalesce(people BETWEEN 0 AND {MOST_PEOPLE} AND people = floor(people), false)
      OR NOT (is_age_unknown OR coalesce(
        children BETWEEN 0 AND people AND children = floor(children), false)) THEN 'no number'
    WHEN kind IS NULL OR kind NOT IN {KINDS} THEN 'unknown kind'
    WHEN source_id IS NULL OR NOT list_contains($sources, source_id) THEN 'unknown source'
    ELSE '' END AS fault,
  CASE fault WHEN 'no date' THEN date_text WHEN 'unknown kind' THEN kind
    WHEN 'unknown source' THEN source_id END AS detail
FROM given
"""
ADD_CELLS = """
INSERT INTO cells SELECT source_id, kind, country, place, month, count(*), sum(people)::BIGINT,
  coalesce(sum(people) FILTER (children IS NOT NULL), 0)::BIGINT,
  coalesce(sum(children), 0)::BIGINT
FROM located GROUP BY ALL
"""
ADD_TALLIES = f"""
INSERT INTO tallies
SELECT fault, left(coalesce(detail, ''), {LONGEST_DETAIL}), made, count(*)
FROM checked WHERE fault <> '' GROUP BY ALL
UNION ALL SELECT '{COUNTED}', '', made, count(*) FROM located GROUP BY ALL
UNION ALL SELECT 'off the coast', '', made, count(*) FROM located WHERE off GROUP BY ALL
UNION ALL SELECT 'in no country', '', made, count(*) FROM located WHERE country < 0 GROUP BY ALL
UNION ALL SELECT 'near no stage', '', made, count(*) FROM located WHERE place < 0 GROUP BY ALL
"""
SUM_CELLS = """
SELECT source_id, kind, country, place, month, sum(records)::BIGINT AS records,
  sum(people)::BIGINT AS people, sum(age_known)::BIGINT AS age_known,
  sum(children)::BIGINT AS children
FROM cells GROUP BY ALL ORDER BY ALL
"""
# Many different wrong texts would be as many rows: the most frequent are kept, the others summed.
SUM_TALLIES = f"""
WITH summed AS (SELECT what, detail, made, sum(records)::BIGINT AS records
                FROM tallies GROUP BY ALL),
ranked AS (SELECT *, row_number() OVER (PARTITION BY what ORDER BY records DESC, detail) AS rank
           FROM summed)
SELECT what, CASE WHEN rank <= {MOST_DETAILS} THEN detail ELSE '(others)' END AS detail, made,
  sum(records)::BIGINT AS records
FROM ranked GROUP BY ALL ORDER BY ALL
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a record is held against.

    Attributes:
        sources: every ``source_id`` that is known.
        today: no record is from later.
        memory_mb: that one partition may take for its cells.
    """

    sources: tuple[str, ...]
    today: date
    memory_mb: int = 512


@dataclass(frozen=True, slots=True)
class Counted:
    """What one partition came to: tables with the columns of ``CELLS`` and ``TALLIES``."""

    cells: pa.Table
    tallies: pa.Table


def database(memory_mb: int, folder: str | None = None) -> Any:
    """Return a DuckDB of its own that keeps within some memory and never goes online.

    Raises:
        RecordsError: DuckDB is not installed.
    """
    try:
        import duckdb
    except ImportError as error:
        raise RecordsError(
            "Counting records needs DuckDB: pip install 'childways[records]'"
        ) from error
    made = duckdb.connect()
    made.execute("SET threads = 1")
    made.execute(f"SET memory_limit = '{memory_mb}MiB'")
    made.execute("SET autoinstall_known_extensions = false")
    made.execute("SET autoload_known_extensions = false")
    if folder is not None:
        made.execute("SET temp_directory = $folder", {"folder": folder})
    return made


def count_partition(partition: Partition, packed: bytes, rules: Rules) -> Counted:
    """Count one partition.

    Args:
        packed: a ``World``; see its ``packed``.

    Raises:
        RecordsError: the file can't be read, or holds made-up records among others.
    """
    world = _world(packed)
    reading = Reading()
    with database(rules.memory_mb) as made:
        made.register("no_cells", CELLS.empty_table())
        made.register("no_tallies", TALLIES.empty_table())
        made.execute("CREATE TABLE cells AS FROM no_cells")
        made.execute("CREATE TABLE tallies AS FROM no_tallies")
        for batch in batches(partition, reading):
            _add(made, batch, world, partition, rules)
        if reading.unreadable:
            made.execute(
                "INSERT INTO tallies VALUES ('unreadable line', '', '', $count)",
                {"count": reading.unreadable},
            )
        cells = made.sql(SUM_CELLS).to_arrow_table().cast(CELLS)
        tallies = made.sql(SUM_TALLIES).to_arrow_table().cast(TALLIES)
    return Counted(cells, tallies)


def _add(
    database: Any, batch: pa.RecordBatch, world: World, partition: Partition, rules: Rules
) -> None:
    made = partition.made if partition.made in MADE else "recorded"
    database.register("batch", _declared(batch))
    given = {"made": made, "today": rules.today, "sources": list(rules.sources)}
    checked = database.sql(CHECK, params=given).to_arrow_table()
    good = checked.filter(pc.equal(checked["fault"], ""))
    lon, lat = (good[name].to_numpy() for name in ("lon", "lat"))
    country, off = world.country(lon, lat)
    located = good.append_column("country", pa.array(country))
    located = located.append_column("off", pa.array(np.asarray(off)))
    located = located.append_column("place", pa.array(world.place(lon, lat)))
    database.register("checked", checked)
    database.register("located", located)
    database.execute(ADD_CELLS)
    database.execute(ADD_TALLIES)


def _declared(batch: pa.RecordBatch) -> pa.Table:
    """Return a batch with every declared column, and times as they are in UTC."""
    table = pa.Table.from_batches([batch])
    for name in ("children", "made"):
        if name not in table.column_names:
            table = table.append_column(name, pa.nulls(len(table), pa.string()))
    kind = table.schema.field("date").type
    if pa.types.is_timestamp(kind) and kind.tz:
        at = table.column_names.index("date")
        table = table.set_column(at, "date", table["date"].cast(pa.timestamp("us")))
    return table


@lru_cache(maxsize=1)
def _world(packed: bytes) -> World:
    return World.unpacked(packed)
