"""Counts that ``childways records count`` wrote, read back to be shown: by stage and year."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from geodata.records.partitions import RecordsError
from geodata.records.schema import STAGE_COUNTS
from geodata.remote import open_address
from geodata.tidy import MADE

SUMMARY = "record_counts_summary.json"
MARKS = ("", "synthetic-")  # what names of files begin with
SYNTHETIC = "synthetic"
BY = ("source_id", "kind", "route_id", "branch", "order", "place", "iso3", "year")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptCounts:
    """Counts of one folder.

    Attributes:
        made: recorded, copy or synthetic. Made-up counts are no fact, wherever they are shown.
        counted_on: the day of counting, YYYY-MM-DD.
        near_km: how far from a stage a record may be.
        stages: the columns of ``BY``, then ``people`` and ``months``, the number of months that it
            is the sum of; ``children`` and ``children_months``, the same of children (NA and 0
            where no month shows any); ``least_known``, ``most_known`` (percent of the people whose
            ages were taken, over those ``children_months``); and ``withheld_months``, in which
            people are shown and children withheld. A month that is too small to show has no row in
            the counts, so it is in none of these and can't be told from a month without records.
    """

    place: str
    made: str
    counted_on: str
    near_km: float
    stages: pd.DataFrame

    @property
    def is_synthetic(self) -> bool:
        return self.made == SYNTHETIC


def read_counts(place: str) -> KeptCounts:
    """Read the counts in a folder or at an address.

    Raises:
        RecordsError: there are none, they are not whole, or are not as declared.
    """
    files, root = open_address(place)
    marks = [mark for mark in MARKS if files.exists(f"{root}/{mark}{SUMMARY}")]
    if len(marks) != 1:
        found = "both recorded and made-up counts" if marks else "no counts, or not whole ones"
        raise RecordsError(
            f"{place} holds {found}. Make them with: childways records count ... --into {place}"
        )
    try:
        summary = json.loads(files.cat_file(f"{root}/{marks[0]}{SUMMARY}"))
        made, day = str(summary["made"]), str(summary["counted_on"])
        near = float(summary["near_km"])
        path = f"{root}/{marks[0]}{STAGE_COUNTS.name}.parquet"
        with files.open(path, "rb") as file:
            table = pq.read_table(file)
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowException) as error:
        raise RecordsError(f"{place} can't be read as counts of records: {error}") from error
    _check(place, table, made, is_marked=bool(marks[0]))
    return KeptCounts(
        place=place, made=made, counted_on=day, near_km=near, stages=_by_year(table)
    )  # fmt: skip


def _check(place: str, table: pa.Table, made: str, *, is_marked: bool) -> None:
    missing = [name for name in (*STAGE_COUNTS.columns, "made") if name not in table.column_names]
    if missing:
        raise RecordsError(f"{place}: column {', '.join(missing)} is missing. Count again.")
    said = set(table["made"].unique().to_pylist()) | {made}
    if len(said) != 1 or made not in MADE or is_marked != (made == SYNTHETIC):
        raise RecordsError(
            f"{place} says of its counts that they are {', '.join(sorted(map(str, said)))}: "
            "whether they are made up can't be told. Count again."
        )


def _by_year(table: pa.Table) -> pd.DataFrame:
    """Return sums of the shown months of a year, and of how many months each is."""
    table = table.append_column("year", pc.utf8_slice_codeunits(table["month"], 0, 4))
    is_some = pc.equal(table["withheld"], "some")
    table = table.append_column("withheld_months", pc.cast(is_some, pa.int64()))
    columns: list[Any] = [
        ("people", "sum"), ("people", "count"), ("children", "sum"), ("children", "count"),
        ("age_known_pct", "min"), ("age_known_pct", "max"), ("withheld_months", "sum"),
    ]  # fmt: skip
    found = table.group_by(list(BY)).aggregate(columns).to_pandas(types_mapper=_nullable)
    found = found.rename(
        columns={
            "people_sum": "people", "people_count": "months",
            "children_sum": "children", "children_count": "children_months",
            "age_known_pct_min": "least_known", "age_known_pct_max": "most_known",
            "withheld_months_sum": "withheld_months",
        }
    )  # fmt: skip
    found["year"] = found["year"].astype("int64")
    return found.sort_values(list(BY), ignore_index=True)


def _nullable(kind: pa.DataType) -> Any:
    return pd.Int64Dtype() if pa.types.is_integer(kind) else None
