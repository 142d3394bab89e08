"""Own rows, checked like the atlas's: each table alone, then beside the atlas."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from geodata.check import (
    Curated,
    faults_of_added,
    no_source,
    read_curated,
    unknown_code,
    unknown_source,
)
from geodata.errors import DataError, Fault, FaultyOwnFactsError
from geodata.own.grids import LIMITS, READ_AS, Grid, Limits, as_grids
from geodata.own.marks import plain_name
from geodata.resources import CURATED

# They stand in addresses and as anchors.
_IDS = ("source_id", "route_id", "branch", "event_id", "case_id", "commitment_id")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}")
_ADDRESS = re.compile(r"https?://[^\s\"'<>]{1,500}")


@dataclass(frozen=True, kw_only=True)
class OwnFacts:
    """Checked rows of a reader, as in her files.

    Attributes:
        name: whose they are, as it is shown.
        tables: every curated table, empty where she has none; column ``row`` is the line.
        files: table -> the file it came from.
        checksums: file -> SHA-256.
    """

    name: str
    tables: Curated
    files: Mapping[str, str] = field(default_factory=dict)
    checksums: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether there is any row that says something."""
        return any(len(t) for name, t in self.tables.tables.items() if name != "sources")

    @property
    def inputs(self) -> dict[str, str]:
        """Name -> checksum of what a build with them is made of; nothing when they say nothing."""
        if not self:
            return {}
        who = hashlib.sha256(self.name.encode()).hexdigest()
        return {"own": who} | {f"own/{name}": found for name, found in self.checksums.items()}


def read_own(folder: Path, name: str = "", *, base: Curated | None = None) -> OwnFacts:
    """Read a folder of a reader's tables; other files in it are left alone.

    Args:
        name: whose facts they are; the folder's name when "".
        base: the atlas's tables; the project's own when None.

    Raises:
        FaultyOwnFactsError: every fault of every file. Nothing is taken in then.
        DataError: there is no such folder.
    """
    if not folder.is_dir():
        raise DataError(f"There is no folder {folder}. Give the folder of your own facts.")
    paths = [
        path
        for path in sorted(folder.iterdir())
        if path.suffix.casefold() in READ_AS and path.name[0] not in ".~" and path.is_file()
    ]
    files = {path.name: _content(path) for path in paths}
    found, faults = own_facts(files, name or folder.resolve().name, base=base)
    if faults:
        raise FaultyOwnFactsError(faults)
    return found


def _content(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LIMITS.bytes_of_file + 1)


def own_facts(
    files: Mapping[str, bytes],
    name: str,
    *,
    base: Curated | None = None,
    limits: Limits = LIMITS,
) -> tuple[OwnFacts, list[Fault]]:
    """Read a reader's files; return what could be read, and all faults of all files.

    Raises:
        FaultyFactsError: the atlas's own tables are not in order.
    """
    if base is None:
        base, _ = read_curated()
    grids, faults = as_grids(files, limits)
    tables = {table: schema.empty() for table, schema in CURATED.items()}
    for grid in grids:
        tables[grid.table], found = CURATED[grid.table].read_rows(grid.file, grid.rows)
        faults += found
    added = Curated(tables, base.countries)
    labels = {f"{grid.table}.csv": grid.file for grid in grids}
    own = [*_odd_names(added), *faults_of_added(added, base), *_odd_cells(grids, added, base)]
    faults += [replace(fault, file=labels.get(fault.file, fault.file)) for fault in own]
    return (
        OwnFacts(
            name=plain_name(name),
            tables=added,
            files={grid.table: grid.file for grid in grids},
            checksums={file: hashlib.sha256(c).hexdigest() for file, c in sorted(files.items())},
        ),
        sorted(set(faults)),
    )


def _odd_cells(grids: list[Grid], added: Curated, base: Curated) -> list[Fault]:
    """Return countries and sources that are not there, also of rows with other faults.

    Such rows are left out of the tables, and all that is wrong is said at once.
    """
    sources = {*base["sources"]["source_id"]}
    for grid in grids:
        if grid.table == "sources" and "source_id" in grid.rows[0][1]:
            at = grid.rows[0][1].index("source_id")
            sources |= {cells[at].strip() for _, cells in grid.rows[1:] if at < len(cells)}
    countries = set(added.countries["iso3"])
    found = []
    for grid in grids:
        header = [name.strip() for name in grid.rows[0][1]]
        for line, cells in grid.rows[1:]:
            row = dict(zip(header, (cell.strip() for cell in cells), strict=False))
            file = f"{grid.table}.csv"
            if row.get("iso3", "") not in {*countries, ""}:
                found.append(unknown_code(file, line, row["iso3"]))
            if grid.table != "sources" and row.get("source_id") == "":
                found.append(no_source(file, line))
            elif grid.table != "sources" and row.get("source_id", "") not in {*sources, ""}:
                found.append(unknown_source(file, line, row["source_id"]))
    return found


def _odd_names(added: Curated) -> list[Fault]:
    """Return ids that can't stand in an address, and addresses that are none."""
    found = []
    for name, table in added.tables.items():
        for column in _IDS:
            if column in table and len(table):
                odd = table[~table[column].str.fullmatch(_ID.pattern) & (table[column] != "")]
                found += [
                    Fault(f"{name}.csv", row.row, column, repr(str(getattr(row, column))[:60]),
                          "letters, digits, - _ . (up to 100)")
                    for row in odd.itertuples()
                ]  # fmt: skip
    for row in added["sources"].itertuples():
        if row.url and not _ADDRESS.fullmatch(row.url):
            found.append(Fault("sources.csv", row.row, "url", repr(row.url[:60]),
                               "an address that begins with https:// or http://"))  # fmt: skip
    return found


def merged(base: pd.DataFrame, own: pd.DataFrame, key: tuple[str, ...]) -> pd.DataFrame:
    """Return the atlas's rows with the reader's: hers stands in place of one with the same key."""
    if own.empty:
        return base
    taken = pd.MultiIndex.from_frame(own[list(key)])
    is_kept = ~pd.MultiIndex.from_frame(base[list(key)]).isin(taken)
    return pd.concat([base[is_kept], own], ignore_index=True)
