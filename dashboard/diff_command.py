"""childways diff OLD NEW: what changed between two data versions, like diff."""

from __future__ import annotations

import argparse
import csv
import json
import sys
import tempfile
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

import routes
from dashboard.edition_commands import store
from geodata.errors import DataError
from geodata.provenance import current_build, read_manifest
from routes.differences import Differences, LevelChange, RowChange, differences
from routes.kept_levels import LEVELS

MOST_ROWS = 60  # of each table on screen; files have all


def run(options: argparse.Namespace) -> int:
    """Compare; returns 0 when nothing differs, 1 when something does, 2 when it can't be told."""
    try:
        with tempfile.TemporaryDirectory(prefix="childways-diff-") as folder:
            old, new = (
                _load(name, options.store, Path(folder)) for name in (options.old, options.new)
            )
            found = differences(old, new)
    except DataError as error:
        print(error, file=sys.stderr)
        return 2
    if options.json:
        _save(options.json, json.dumps(_as_json(found), ensure_ascii=False, indent=1) + "\n")
    if options.csv:
        _write_csv(options.csv, found)
    if "-" not in (str(options.json), str(options.csv)):
        _show(found, new)
    return 0 if found.is_same else 1


def _load(name: str, url: str | None, folder: Path) -> routes.Atlas:
    """Load a build's folder, or a data version from the store."""
    path = Path(name)
    if not path.is_dir():
        path = store(url).take_out(name, folder)
    is_kept = LEVELS in read_manifest(current_build(path))["files"]
    return routes.load(path, as_kept=is_kept)


def _as_json(found: Differences) -> dict[str, Any]:
    return {
        "old_version": found.old_version,
        "new_version": found.new_version,
        "rows": [asdict(row) for row in found.rows],
        "levels": [asdict(level) for level in found.levels],
    }


def _save(path: Path, text: str) -> None:
    if str(path) == "-":
        sys.stdout.write(text)
    else:
        path.write_text(text, encoding="utf-8")


def _write_csv(path: Path, found: Differences) -> None:
    """Write rows and levels into one table; what does not apply to a line is empty."""
    names = [field.name for field in (*fields(RowChange), *fields(LevelChange))]
    columns = ["what", *dict.fromkeys(names)]
    lines: list[dict[str, Any]] = [{"what": "row", **asdict(row)} for row in found.rows]
    lines += [{"what": "level", **asdict(level)} for level in found.levels]
    with _opened(path) as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(lines)


def _opened(path: Path) -> Any:
    if str(path) == "-":
        return open(sys.stdout.fileno(), "w", encoding="utf-8", newline="", closefd=False)
    return path.open("w", encoding="utf-8", newline="")


def _show(found: Differences, new: routes.Atlas) -> None:
    console = Console(highlight=False)
    if found.is_same:
        console.print(f"Nothing differs between {found.old_version} and {found.new_version}.")
        return
    totals = Table("table", "added", "removed", "changed", title="Rows")
    for name, kinds in found.counts().items():
        numbers = (str(kinds[kind]) for kind in ("added", "removed", "changed"))
        totals.add_row(name, *numbers)
    console.print(totals)
    rows = Table("row", "", "column", "old", "new", "source", title="What changed in them")
    for row in found.rows[:MOST_ROWS]:
        name = row.key if row.table == "facts" else f"{row.table}: {row.key}"
        rows.add_row(name, row.kind, row.column, row.old[:80], row.new[:80], row.source_id)
    console.print(rows)
    _rest(console, len(found.rows))
    spans = list(found.spans())
    levels = Table("country", "goal", "years", "old", "new", "children", title="Levels")
    names = new.countries["name"]
    for iso3, goal, years, old, now, children in spans[:MOST_ROWS]:
        said = [_level(old), _level(now), f"{children} kinds"]
        levels.add_row(str(names.get(iso3, iso3)), str(goal), years, *said)
    console.print(levels)
    _rest(console, len(spans))
    console.print(
        f"{len(found.levels)} levels differ, counted for each country, goal, child and "
        "year, with all sources and with checked ones only."
    )


def _level(value: int | None) -> str:
    return "not known" if value is None else str(value)


def _rest(console: Console, total: int) -> None:
    if total > MOST_ROWS:
        console.print(f"and {total - MOST_ROWS} more; all with --csv or --json")
