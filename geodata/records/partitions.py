"""Inputs cut into partitions that fit into memory one at a time, and read in batches.

An input is a Parquet or CSV file, a folder of them, or a pattern; on disk or at any address that
fsspec opens. A partition is some row groups of a Parquet file, or one whole CSV file.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import fsspec
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from geodata.errors import DataError
from geodata.records.schema import OPTIONAL, RECORDS

ROWS_A_PARTITION = 1_000_000
ROWS_A_BATCH = 250_000
CSV_BLOCK = 16 << 20
PARQUET, CSV = (".parquet", ".geoparquet"), (".csv", ".csv.gz", ".csv.zst", ".csv.bz2", ".csv.xz")

SOURCES = re.compile(r"(.+-)?sources\.csv")  # in a folder of records, the table of their sources


class RecordsError(DataError):
    """Records that can't be read or counted as they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Partition:
    """A part of one file that is counted in one go.

    Attributes:
        row_groups: of a Parquet file; empty for a CSV file, which is read whole.
        rows: how many it holds; 0 of a CSV file, which says so only once it is read.
        bytes: of the file that fall to it, for the progress bar.
        stamp: changes when the file does.
        made: ``synthetic`` if the file's own notes say so, else "".
    """

    url: str
    row_groups: tuple[int, ...] = ()
    rows: int = 0
    bytes: int = 0
    stamp: str = ""
    made: str = ""

    @property
    def key(self) -> str:
        """A name that no other partition, and no other state of the file, has."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()[:24]

    def __str__(self) -> str:
        if not self.row_groups:
            return self.url
        first, last = self.row_groups[0], self.row_groups[-1]
        return f"{self.url}, row group{'s' if last > first else ''} {first}" + (
            f" to {last}" if last > first else ""
        )


@dataclass(slots=True)
class Reading:
    """What could not be read while a partition was; counted up as it is."""

    unreadable: int = 0


def plan(inputs: Sequence[str], rows: int = ROWS_A_PARTITION) -> list[Partition]:
    """Return the partitions of all inputs, in order; nothing is read but footers and headers.

    Args:
        inputs: files, folders, patterns or addresses.
        rows: how many rows of Parquet make a partition, about.

    Raises:
        RecordsError: an input is missing, of another kind, named twice, or lacks a column.
    """
    found: dict[str, list[Partition]] = {}
    for given in inputs:
        for files, path in _files(given):
            url = files.unstrip_protocol(path)
            if url in found:
                raise RecordsError(f"{url} is given twice: its records would count twice.")
            found[url] = _of_parquet(files, path, rows) if _is(path, PARQUET) else [
                _of_csv(files, path)
            ]  # fmt: skip
    return [partition for parts in found.values() for partition in parts]


def batches(partition: Partition, reading: Reading) -> Iterator[pa.RecordBatch]:
    """Yield the declared columns of a partition, as they are: nothing is checked here.

    Raises:
        RecordsError: the file is gone, changed since it was planned, or can't be read.
    """
    files, path = _open(partition.url)
    try:
        if _stamp(files.info(path)) != partition.stamp:
            raise RecordsError(
                f"{partition.url} has changed since the counting began. Start it again."
            )
        made = _parquet_batches if partition.row_groups else _csv_batches
        yield from made(files, path, partition, reading)
    except (OSError, pa.ArrowException) as error:
        raise RecordsError(f"{partition} can't be read: {error}") from error


def _parquet_batches(
    files: Any, path: str, partition: Partition, _: Reading
) -> Iterator[pa.RecordBatch]:
    with files.open(path, "rb") as opened:
        file = pq.ParquetFile(opened, pre_buffer=False)
        columns = [name for name in RECORDS.columns if name in file.schema_arrow.names]
        yield from file.iter_batches(
            batch_size=ROWS_A_BATCH, row_groups=list(partition.row_groups), columns=columns,
            use_threads=False,
        )  # fmt: skip


def _csv_batches(files: Any, path: str, _: Partition, reading: Reading) -> Iterator[pa.RecordBatch]:
    def skip(_row: Any) -> str:
        reading.unreadable += 1
        return "skip"

    with files.open(path, "rb", compression="infer") as opened:
        header = _header(opened, path)
    with files.open(path, "rb", compression="infer") as opened:
        yield from pyarrow.csv.open_csv(
            opened,
            read_options=pyarrow.csv.ReadOptions(use_threads=False, block_size=CSV_BLOCK),
            parse_options=pyarrow.csv.ParseOptions(invalid_row_handler=skip),
            convert_options=pyarrow.csv.ConvertOptions(
                include_columns=[name for name in RECORDS.columns if name in header],
                column_types=dict.fromkeys(RECORDS.columns, pa.string()),
                strings_can_be_null=True,
                quoted_strings_can_be_null=True,
            ),
        )


def _header(opened: Any, path: str) -> list[str]:
    line = opened.readline(1 << 20)
    try:
        return [name.strip().strip('"') for name in line.decode("utf-8-sig").strip().split(",")]
    except UnicodeDecodeError as error:
        raise RecordsError(f"{path} is not UTF-8 text. Save it as UTF-8.") from error


def _open(url: str) -> tuple[Any, str]:
    try:
        files, path = fsspec.core.url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise RecordsError(
            f"{url!r} can't be opened: {error}. Give a file, a folder, or an address such as "
            "s3://bucket/records (pip install 'childways[s3]')."
        ) from error
    return files, path


def _files(given: str) -> Iterator[tuple[Any, str]]:
    files, path = _open(given)
    try:
        if "*" in path:
            found = sorted(files.glob(path))
        elif files.isdir(path):
            found = [one for one in sorted(files.find(path)) if not SOURCES.fullmatch(_name(one))]
        else:
            found = [path] if files.exists(path) else []
        kept = [one for one in found if _is(one, PARQUET + CSV)]
    except OSError as error:
        raise RecordsError(f"{given} can't be read: {error}") from error
    if not kept:
        raise RecordsError(
            f"{given}: there are no records. Give Parquet or CSV files "
            f"({', '.join(PARQUET + CSV)}), a folder of them, or a pattern."
        )
    for one in kept:
        yield files, one


def _name(path: str) -> str:
    return path.rsplit("/", 1)[-1]


def _is(path: str, endings: tuple[str, ...]) -> bool:
    return path.lower().endswith(endings)


def _stamp(info: dict[str, Any]) -> str:
    """Return what tells one state of a file from another, as far as its store says."""
    when = info.get("ETag") or info.get("etag") or info.get("mtime") or info.get("LastModified")
    return f"{info.get('size')}-{when or info.get('created') or ''}"


def _of_parquet(files: Any, path: str, rows: int) -> list[Partition]:
    url = files.unstrip_protocol(path)
    try:
        info = files.info(path)
        with files.open(path, "rb") as opened:
            file = pq.ParquetFile(opened)
            notes, about = file.schema_arrow.metadata or {}, file.metadata
    except (OSError, pa.ArrowException) as error:
        raise RecordsError(f"{url} can't be read as Parquet: {error}") from error
    _check_columns(file.schema_arrow.names, url)
    made = notes.get(b"made", b"").decode("utf-8", "replace")
    found: list[Partition] = []
    groups: list[int] = []
    held = size = 0
    for number in range(about.num_row_groups):
        group = about.row_group(number)
        groups.append(number)
        held, size = held + group.num_rows, size + group.total_byte_size
        if held >= rows or number == about.num_row_groups - 1:
            found.append(
                Partition(url=url, row_groups=tuple(groups), rows=held, bytes=size,
                          stamp=_stamp(info), made=made)
            )  # fmt: skip
            groups, held, size = [], 0, 0
    return found


def _of_csv(files: Any, path: str) -> Partition:
    url = files.unstrip_protocol(path)
    try:
        info = files.info(path)
        with files.open(path, "rb", compression="infer") as opened:
            header = _header(opened, url)
    except OSError as error:
        raise RecordsError(f"{url} can't be read: {error}") from error
    _check_columns(header, url)
    return Partition(url=url, bytes=int(info.get("size") or 0), stamp=_stamp(info))


def _check_columns(names: Sequence[str], url: str) -> None:
    missing = [n for n in RECORDS.columns if n not in names and n not in OPTIONAL]
    if missing:
        raise RecordsError(
            f"{url} has no column {', '.join(map(repr, missing))}. Records have the columns "
            f"{', '.join(RECORDS.columns)} ({' and '.join(OPTIONAL)} may be left out); others are "
            "not read."
        )
