"""Records -> counts, a partition at a time, as often begun again as need be.

A run keeps what each partition came to in a folder of its own, so that one that was stopped goes on
where it was. That folder holds small counts: only its owner can read it, it is no place that the
app reads, and it is removed when the counts are written.
"""

from __future__ import annotations

import contextlib
import csv
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from geodata.disclosure import FEWEST
from geodata.records.cells import CELLS, COUNTED, SUM_CELLS, Counted, Rules, database
from geodata.records.partitions import Partition, RecordsError
from geodata.records.release import release
from geodata.records.schema import COUNTS
from geodata.records.world import World

SUMMARY = "record_counts_summary.json"
ROOM_FOR_SUMS = 0.5  # of the memory; the rest is for what reads and writes
README = "Unsuppressed counts of a run of `childways records count`. Do not share.\n"

Done = Callable[[Partition], None]


class Runner(Protocol):
    """Counts partitions somewhere, and yields each as it is done."""

    def __call__(
        self, partitions: Sequence[Partition], packed: bytes, rules: Rules
    ) -> Iterator[tuple[Partition, Counted]]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What is to be counted.

    Attributes:
        memory_mb: that all processes on this machine may take together.
        work: folder of unfinished runs.
        keep_work: leave what the partitions came to where it is.
    """

    partitions: tuple[Partition, ...]
    world: World
    stages: gpd.GeoDataFrame
    rules: Rules
    memory_mb: int
    work: Path
    keep_work: bool = False

    @property
    def folder(self) -> Path:
        """The folder of this run: another question, another day or another file is another."""
        about = [
            self.world.digest, self.rules.sources, self.rules.today.isoformat(), CELLS.names,
            sorted(partition.key for partition in self.partitions),
        ]  # fmt: skip
        return self.work / hashlib.sha256(json.dumps(about).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a run.

    Attributes:
        counts: name -> table that may be shown; see ``COUNTS``.
        tallies: columns ``what``, ``detail``, ``made``, ``records``: for the operator alone.
        made: ``recorded``, ``copy`` or ``synthetic``.
    """

    counts: dict[str, pa.Table]
    tallies: pd.DataFrame
    made: str
    summary: dict[str, Any] = field(default_factory=dict)


def count(task: Task, run: Runner, done: Done = lambda _partition: None) -> Result:
    """Count all partitions that are not yet, add up, and leave out what must not be shown.

    Args:
        run: where to count; ``processes.Processes`` or ``cluster.Cluster``.
        done: called for each partition when it is counted, at once if it was before.

    Raises:
        RecordsError: a partition can't be read, or made-up records are among others.
    """
    folder = _private(task.folder)
    waiting = []
    for partition in task.partitions:
        if _is_kept(folder, partition):
            done(partition)
        else:
            waiting.append(partition)
    if waiting:
        for partition, counted in run(waiting, task.world.packed, task.rules):
            _keep(folder, partition, counted)
            done(partition)
    result = _add_up(task, folder)
    if not task.keep_work:
        shutil.rmtree(folder, ignore_errors=True)
    return result


def read_sources(path: Path) -> list[str]:
    """Return the column ``source_id`` of a CSV file.

    Raises:
        RecordsError: the file or the column is missing.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [row["source_id"].strip() for row in csv.DictReader(file)]
    except (OSError, KeyError, UnicodeDecodeError) as error:
        raise RecordsError(
            f"{path} can't be read as a table of sources ({error!r}). It is a CSV file with a "
            "column source_id."
        ) from error


def _private(folder: Path) -> Path:
    folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.mkdir(exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    (folder / "README.txt").write_text(README, encoding="utf-8")
    return folder


def _paths(folder: Path, partition: Partition) -> tuple[Path, Path]:
    return folder / f"{partition.key}.cells.parquet", folder / f"{partition.key}.tallies.parquet"


def _is_kept(folder: Path, partition: Partition) -> bool:
    return all(path.is_file() for path in _paths(folder, partition))


def _keep(folder: Path, partition: Partition, counted: Counted) -> None:
    """Write what a partition came to, whole or not at all."""
    for path, table in zip(
        _paths(folder, partition), (counted.cells, counted.tallies), strict=True
    ):
        draft = path.with_suffix(f".{os.getpid()}")
        pq.write_table(table, draft, compression="zstd")
        draft.replace(path)


def _add_up(task: Task, folder: Path) -> Result:
    kept = [_paths(folder, partition) for partition in task.partitions]
    with database(int(task.memory_mb * ROOM_FOR_SUMS), str(folder / "spill")) as made:
        tallies = _tallies(made, [str(tally) for _, tally in kept])
        origin = _one_origin(tallies)
        made.execute(
            "CREATE VIEW cells AS SELECT * FROM read_parquet($paths)".replace(
                "$paths", _listed(str(cells) for cells, _ in kept)
            )
        )
        made.execute(f"CREATE TABLE summed AS {SUM_CELLS}")
        made.register("iso3", _iso3(task.world))
        made.register("places", _places(task.world))
        made.register("stages", _stages(task.stages))
        release(made, "summed", "iso3", "places", "stages")
        counts = {name: made.sql(f"SELECT * FROM {name}").to_arrow_table() for name in COUNTS}
    return Result(counts, tallies, origin, _summary(task, tallies, counts, origin))


def _listed(paths: Iterable[str]) -> str:
    return "[" + ", ".join("'" + path.replace("'", "''") + "'" for path in paths) + "]"


def _tallies(made: Any, paths: Sequence[str]) -> pd.DataFrame:
    summed = made.sql(
        "SELECT what, detail, made, sum(records)::BIGINT AS records "
        f"FROM read_parquet({_listed(paths)}) GROUP BY ALL ORDER BY what, records DESC, detail"
    ).to_arrow_table()
    found: pd.DataFrame = summed.to_pandas()
    return found


def _one_origin(tallies: pd.DataFrame) -> str:
    found = sorted({str(made) for made in tallies["made"]} - {""})
    if "synthetic" in found and len(found) > 1:
        raise RecordsError(
            "Made-up (synthetic) records are among others. They must not be counted together: "
            "give one or the other."
        )
    wrong = [made for made in found if made not in ("recorded", "copy", "synthetic")]
    if wrong:
        raise RecordsError(
            f"The column made holds {', '.join(map(repr, wrong[:5]))}. It takes recorded, copy, "
            "synthetic, or nothing."
        )
    return found[-1] if found else "recorded"


def _iso3(world: World) -> pa.Table:
    return pa.table({"number": list(range(len(world.iso3))), "iso3": list(world.iso3)})


def _places(world: World) -> pa.Table:
    return pa.table(
        {"number": list(range(len(world.places))), "iso3": list(world.places["iso3"]),
         "place": list(world.places["place"])}
    )  # fmt: skip


def _stages(stages: gpd.GeoDataFrame) -> pa.Table:
    columns = ["route_id", "branch", "order", "iso3", "place"]
    table = pa.Table.from_pandas(pd.DataFrame(stages[columns]), preserve_index=False)
    return table.cast(
        pa.schema([(name, pa.int64() if name == "order" else pa.string()) for name in columns])
    )


def _summary(
    task: Task, tallies: pd.DataFrame, counts: dict[str, pa.Table], origin: str
) -> dict[str, Any]:
    """Return what may be told to everyone: small numbers of records are left out here, too."""
    by = {
        str(what): int(number) for what, number in tallies.groupby("what")["records"].sum().items()
    }
    shown = {what: number if number >= FEWEST else f"under {FEWEST}" for what, number in by.items()}
    return {
        "made": origin,
        "counted_on": task.rules.today.isoformat(),
        "records": shown,
        "counted_as": COUNTED,
        "rows": {name: len(table) for name, table in counts.items()},
        "coast_km": task.world.coast_km,
        "near_km": task.world.near_km,
        "fewest_shown": FEWEST,
    }


def write(result: Result, files: Any, root: str) -> None:
    """Write the counts as Parquet, with the summary last: where it is, all of it is.

    Args:
        files: an fsspec file system.
        root: folder in it. Files have the column ``made``, their notes and, where made up, their
            names say so.
    """
    mark = "synthetic-" if result.made == "synthetic" else ""
    with contextlib.suppress(FileNotFoundError):
        files.rm(f"{root}/{mark}{SUMMARY}")
    files.makedirs(root, exist_ok=True)
    for name, table in result.counts.items():
        marked = table.append_column("made", pa.array([result.made] * len(table), pa.string()))
        marked = marked.replace_schema_metadata({"made": result.made, "title": COUNTS[name].title})
        with files.open(f"{root}/{mark}{name}.parquet", "wb") as file:
            pq.write_table(marked, file, compression="zstd")
    text = json.dumps(result.summary, indent=1, sort_keys=True) + "\n"
    with files.open(f"{root}/{mark}{SUMMARY}", "wb") as file:
        file.write(text.encode())
