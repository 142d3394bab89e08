"""childways records: count movement records, or make synthetic ones to try it with."""

from __future__ import annotations

import argparse
import os
import re
import sys
import time
from datetime import date
from pathlib import Path

import fsspec
import pandas as pd
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table

from geodata.layers import load_layer, load_table
from geodata.records import synthetic
from geodata.records.cells import COUNTED, SET_ASIDE, WHERE, Rules
from geodata.records.cluster import Cluster
from geodata.records.counting import Result, Runner, Task, count, read_sources, write
from geodata.records.partitions import Partition, RecordsError, plan
from geodata.records.processes import Processes
from geodata.records.world import COAST_KM, NEAR_KM, World

UNITS = {"": 1 / (1 << 20), "MIB": 1, "GIB": 1024, "MB": 1e6 / (1 << 20), "GB": 1e9 / (1 << 20)}
LEAST_MB = 512
SHOWN_DETAILS = 5


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the parser."""
    records = commands.add_parser("records", help="count movement records of any number")
    actions = records.add_subparsers(required=True, metavar="action")
    counted = actions.add_parser("count", help="records -> counts by route, stage, country, month")
    counted.add_argument("input", nargs="+", help="Parquet or CSV files, folders, or addresses")
    counted.add_argument("--into", required=True, metavar="FOLDER", help="folder or address")
    counted.add_argument("--scheduler", metavar="tcp://...", help="count on a Dask cluster")
    counted.add_argument("--memory", default="3GiB", help="for all processes (default 3GiB)")
    counted.add_argument("--sources", type=Path, metavar="CSV", help="more source_ids that count")
    counted.add_argument(
        "--near",
        type=float,
        default=NEAR_KM,
        metavar="KM",
        help=f"how far a stage may be from a record (default {NEAR_KM:g})",
    )
    counted.add_argument("--coast", type=float, default=COAST_KM, metavar="KM",
                         help=f"how far off a country's coast still counts to it (default "
                         f"{COAST_KM:g}: 12 nautical miles; 0: on land alone)")  # fmt: skip
    counted.add_argument("--work", type=Path, metavar="FOLDER",
                         help="private folder of unfinished runs (default ~/.cache)")  # fmt: skip
    counted.add_argument("--keep-work", action="store_true", help="leave it there when done")
    counted.add_argument("--built", metavar="FOLDER", help="folder of builds")
    counted.set_defaults(run=_count)
    made = actions.add_parser("make", help="make synthetic records, to try the counting with")
    made.add_argument("folder", type=Path, help="a new folder")
    made.add_argument("--rows", type=int, default=1_000_000, help="how many (default 1,000,000)")
    made.add_argument("--seed", type=int, default=1, help="the same seed makes the same records")
    made.add_argument("--built", metavar="FOLDER", help="folder of builds")
    made.set_defaults(run=_make)


def memory_mb(text: str) -> int:
    """Return mebibytes of a size such as ``3GiB`` or ``900 MB``.

    Raises:
        RecordsError: it is not a size, or too little to work with.
    """
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([A-Za-z]*)\s*", text)
    if match is None or match[2].upper() not in UNITS:
        raise RecordsError(f"--memory is {text!r}. Give a size such as 3GiB or 900MB.")
    found = int(float(match[1]) * UNITS[match[2].upper()])
    if found < LEAST_MB:
        raise RecordsError(f"--memory is {text!r}. Give {LEAST_MB}MiB or more.")
    return found


def _count(options: argparse.Namespace) -> int:
    memory = memory_mb(options.memory)
    files, root = _target(options.into)
    stages = load_layer("stages", options.built)
    console = Console(stderr=True)
    with console.status("Look at countries, places and files"):
        world = World.of_layers(
            load_layer("countries_detail", options.built), stages,
            coast_km=options.coast, near_km=options.near,
        )  # fmt: skip
        partitions = plan(options.input)
    sources = set(load_table("sources", options.built)["source_id"].astype(str))
    if options.sources is not None:
        sources |= set(read_sources(options.sources))
    task = Task(
        partitions=tuple(partitions),
        world=world,
        stages=stages,
        rules=Rules(sources=tuple(sorted(sources)), today=date.today()),
        memory_mb=memory,
        work=options.work or Path.home() / ".cache" / "childways" / "records",
        keep_work=options.keep_work,
    )
    run: Runner = Processes.within(memory, os.cpu_count() or 1)
    if options.scheduler:
        run = Cluster(options.scheduler)
    begun = time.monotonic()
    result = _with_progress(task, run, console)
    write(result, files, root)
    _say(result, options.into, time.monotonic() - begun)
    return 0


def _target(url: str) -> tuple[fsspec.AbstractFileSystem, str]:
    try:
        files, root = fsspec.core.url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise RecordsError(
            f"--into is {url!r}, which can't be opened: {error}. Give a folder, or an address such "
            "as s3://bucket/counts (pip install 'childways[s3]')."
        ) from error
    return files, root.rstrip("/")


def _with_progress(task: Task, run: Runner, console: Console) -> Result:
    columns = (
        TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), MofNCompleteColumn(),
        TextColumn("partitions, {task.fields[speed]}"), TimeRemainingColumn(),
    )  # fmt: skip
    begun = time.monotonic()
    rows = 0
    with Progress(*columns, console=console) as bar:
        shown = bar.add_task("Count", total=len(task.partitions), speed="")

        def done(partition: Partition) -> None:
            nonlocal rows
            rows += partition.rows
            speed = rows / max(time.monotonic() - begun, 1e-3)
            bar.update(shown, advance=1, speed=f"{speed:,.0f} rows a second" if rows else "")

        return count(task, run, done)


def _say(result: Result, into: str, seconds: float) -> None:
    """Say what became of every record. This is for the operator: it may hold small numbers."""
    console = Console(highlight=False)
    by = result.tallies.groupby("what")["records"].sum()
    every = int(sum(by.get(what, 0) for what in (COUNTED, *SET_ASIDE)))
    table = Table("records", "", title=f"{every:,} records", title_justify="left")
    for what in (COUNTED, *WHERE, *SET_ASIDE):
        if by.get(what, 0):
            name = f"of them {what}" if what in WHERE else what
            table.add_row(name if what == COUNTED or what in WHERE else f"set aside: {what}",
                          f"{by[what]:,}")  # fmt: skip
    console.print(table)
    for what in SET_ASIDE:
        _say_details(console, what, result.tallies[result.tallies["what"] == what])
    console.print(
        ", ".join(f"{len(made):,} rows of {name}" for name, made in result.counts.items())
    )
    mark = " All of it is made up (synthetic)." if result.made == "synthetic" else ""
    console.print(f"Written to {into} in {seconds:,.0f} s.{mark}")
    if not by.get(COUNTED, 0):
        print("No record could be counted.", file=sys.stderr)


def _say_details(console: Console, what: str, rows: pd.DataFrame) -> None:
    named = rows[rows["detail"] != ""].groupby("detail")["records"].sum()
    named = named.sort_values(ascending=False)
    if len(named):
        listed = [f"{name!r} ({number:,})" for name, number in named.head(SHOWN_DETAILS).items()]
        more = f" and {len(named) - SHOWN_DETAILS} more" if len(named) > SHOWN_DETAILS else ""
        console.print(f"{what}: {', '.join(listed)}{more}", markup=False)


def _make(options: argparse.Namespace) -> int:
    stages = load_layer("stages", options.built)
    places = pd.DataFrame({"lon": stages.geometry.x, "lat": stages.geometry.y}).drop_duplicates()
    columns = (TextColumn("Make"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        shown = bar.add_task("", total=options.rows)
        made = synthetic.make(
            options.folder, places, rows=options.rows, seed=options.seed,
            progress=lambda rows: bar.update(shown, advance=rows),
        )  # fmt: skip
    print(
        f"{options.rows:,} made-up records in {len(made)} files in {options.folder}. Count them "
        f"with: childways records count {options.folder} --sources "
        f"{options.folder / synthetic.SOURCES_FILE} --into FOLDER"
    )
    return 0
