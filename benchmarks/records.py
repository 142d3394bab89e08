"""Movement records at 1, 10 and 100 million: rows a second, memory, and beside plain GeoPandas.

Each size is made once, counted by the real command in processes of its own, and thrown away. Memory
is what all its processes hold together (proportional set size), looked at ten times a second. On a
machine that others use, too, the processor's seconds say more than those of the clock.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
from rich.console import Console
from rich.table import Table

from benchmarks import report
from geodata.layers import load_layer
from geodata.records import synthetic

SIZES = (1_000_000, 10_000_000, 100_000_000)
LOOK_EVERY = 0.1  # seconds
PLAIN = 1_000_000  # what GeoPandas is asked for: it holds all of it in memory


def main(arguments: Sequence[str] | None = None) -> int:
    """Time, print and write; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.records", description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=list(SIZES[:2]), help="sizes")
    parser.add_argument("--memory", default="3GiB", help="as of the command (default 3GiB)")
    parser.add_argument(
        "--folder", type=Path, help="where records are made (2.2 GB for 100 million)"
    )
    parser.add_argument("--without-geopandas", action="store_true")
    options = parser.parse_args(arguments)
    console = Console()
    began = datetime.now(UTC)
    found = []
    with tempfile.TemporaryDirectory(prefix="childways-records-", dir=options.folder) as folder:
        for rows in options.rows:
            found.append(ours(rows, Path(folder) / str(rows), options.memory, console))
            console.print(found[-1])
        plain = None if options.without_geopandas else geopandas(Path(folder) / "plain")
    console.print(_table(found, plain))
    content = {
        "began": began.isoformat(timespec="seconds"), **report.machine(), "memory": options.memory,
        "ours": found, "geopandas": plain,
    }  # fmt: skip
    report.write("records", content, console)
    return 0


def ours(rows: int, folder: Path, memory: str, console: Console) -> dict[str, Any]:
    """Return seconds and peak memory of counting so many records, from start to written."""
    childways = str(Path(sys.executable).with_name("childways"))
    made = folder / "made"
    begun = time.perf_counter()
    subprocess.run([childways, "records", "make", str(made), "--rows", str(rows)], check=True)
    making = time.perf_counter() - begun
    size = sum(path.stat().st_size for path in made.iterdir())
    console.print(f"{rows:,} records made in {making:,.0f} s, {size / 1e6:,.0f} MB")
    run = subprocess.Popen([
        childways, "records", "count", str(made), "--into", str(folder / "counts"), "--memory",
        memory, "--sources", str(made / synthetic.SOURCES_FILE), "--work", str(folder / "work"),
    ])  # fmt: skip
    watch = Watch(run.pid)
    begun, used = time.perf_counter(), _cpu()
    watch.start()
    failed = run.wait()
    seconds, cpu = time.perf_counter() - begun, _cpu() - used
    watch.stop()
    if failed:
        raise SystemExit(f"counting ended with {failed}")
    for path in made.iterdir():
        path.unlink()
    return {
        "rows": rows, "seconds": seconds, "cpu_seconds": cpu, "rows_a_second": rows / seconds,
        "peak_mb": watch.peak_mb, "most_processes": watch.most, "input_mb": size / 1e6,
        "making_seconds": making,
    }  # fmt: skip


def geopandas(folder: Path) -> dict[str, Any]:
    """Return the same of a plain spatial join of points and countries, and a nearest join.

    It is given clean records, in memory, and neither checks nor withholds.
    """
    (path,) = synthetic.make(folder, _places(), rows=PLAIN)
    code = PLAIN_CODE.format(path=str(path))
    run = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    watch, used = Watch(run.pid), _cpu()
    watch.start()
    said, _ = run.communicate()
    watch.stop()
    seconds = float(said)
    return {"rows": PLAIN, "seconds": seconds, "cpu_seconds": _cpu() - used,
            "rows_a_second": PLAIN / seconds, "peak_mb": watch.peak_mb}  # fmt: skip


PLAIN_CODE = """
import time
begun = time.perf_counter()
import geopandas as gpd, pandas as pd
from geodata.layers import load_layer
countries, stages = load_layer("countries_detail"), load_layer("stages")
records = pd.read_parquet({path!r}).dropna(subset="lat")
records["month"] = records["date"].str[:7]
points = gpd.GeoDataFrame(
    records, geometry=gpd.points_from_xy(records["lon"], records["lat"]), crs="EPSG:4326")
by = ["source_id", "kind", "month"]
within = gpd.sjoin(points, countries, how="left", predicate="intersects")
within.groupby([*by, "iso3"], dropna=False, observed=True)[["people", "children"]].sum()
places = stages[["place", "geometry"]].drop_duplicates("place").to_crs("EPSG:3857")
near = points[points["lat"].abs() < 85].to_crs("EPSG:3857")
near = gpd.sjoin_nearest(near, places, how="left", max_distance=50_000)
near.groupby([*by, "place"], observed=True)[["people", "children"]].sum()
print(time.perf_counter() - begun)
"""


def _places() -> pd.DataFrame:
    stages: gpd.GeoDataFrame = load_layer("stages")
    return pd.DataFrame({"lon": stages.geometry.x, "lat": stages.geometry.y}).drop_duplicates()


class Watch(threading.Thread):
    """Looks at the memory of a process and all its children until it is stopped."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.peak_mb, self.most = pid, 0.0, 0
        self._over = threading.Event()

    def run(self) -> None:
        while not self._over.wait(LOOK_EVERY):
            found = [size for pid in _tree(self.pid) if (size := _pss_mb(pid)) is not None]
            self.peak_mb, self.most = max(self.peak_mb, sum(found)), max(self.most, len(found))

    def stop(self) -> None:
        self._over.set()
        self.join()


def _tree(pid: int) -> list[int]:
    found = [pid]
    for parent in found:
        for path in Path(f"/proc/{parent}/task").glob("*/children"):
            try:
                found += [int(child) for child in path.read_text().split()]
            except OSError:
                continue
    return found


def _pss_mb(pid: int) -> float | None:
    """Return what a process holds; pages that several share count once among them."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return None
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def _cpu() -> float:
    """Return the processor's seconds that all children which have ended took."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _table(found: list[dict[str, Any]], plain: dict[str, Any] | None) -> Table:
    made = Table(
        "", "records", "seconds", "records a second", "processor", "peak memory", "ratio",
        caption="Ratio: processor's seconds a record, to our smallest size.",
    )  # fmt: skip
    first = found[0]["cpu_seconds"] / found[0]["rows"]
    rows = [("childways records count", one) for one in found]
    rows += [("GeoPandas, sjoin and sjoin_nearest", plain)] if plain else []
    for name, one in rows:
        made.add_row(
            name, f"{one['rows']:,}", f"{one['seconds']:,.1f}", f"{one['rows_a_second']:,.0f}",
            f"{one['cpu_seconds']:,.1f} s", f"{one['peak_mb']:,.0f} MiB",
            f"{one['cpu_seconds'] / one['rows'] / first:.2f}",
        )  # fmt: skip
    return made


if __name__ == "__main__":
    raise SystemExit(main())
