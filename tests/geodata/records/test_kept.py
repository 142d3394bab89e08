"""Counts of records read back: sums of shown months, and never without saying whether made up."""

import json

import fsspec
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from geodata.records.counting import count, write
from geodata.records.kept import SUMMARY, read_counts
from geodata.records.partitions import RecordsError
from geodata.records.processes import Processes
from geodata.records.schema import STAGE_COUNTS

HERE = Processes(1)
ROW = {
    "source_id": "ours", "kind": "registration", "route_id": "north", "branch": "main", "order": 1,
    "iso3": "AAA", "place": "Amber", "month": "2024-05", "people": 20, "children": 10,
    "age_known_pct": 80, "withheld": "no",
}  # fmt: skip


@pytest.fixture
def counts(tmp_path):
    """Write counts into a folder, as ``geodata.records.counting.write`` does."""

    def write(*rows, made="recorded", mark=None, summary=None):
        mark = ("synthetic-" if made == "synthetic" else "") if mark is None else mark
        table = pa.Table.from_pylist([ROW | row | {"made": made} for row in rows])
        pq.write_table(table, tmp_path / f"{mark}{STAGE_COUNTS.name}.parquet")
        told = {"made": made, "counted_on": "2026-11-25", "near_km": 50.0}
        (tmp_path / f"{mark}{SUMMARY}").write_text(json.dumps(told | (summary or {})))
        return str(tmp_path)

    return write


@pytest.fixture
def amber(records, a_record, tmp_path):
    """Count records, write the counts, read them back, and return the years of one stage."""

    def years(*changes):
        counted = count(records.task(records.parquet([a_record(**one) for one in changes])), HERE)
        write(counted, fsspec.filesystem("file"), str(tmp_path / "counts"))
        stages = read_counts(str(tmp_path / "counts")).stages
        mine = stages["route_id"].eq("north") & stages["branch"].eq("main")
        return stages[mine & stages["place"].eq("Amber")].to_dict("records")

    return years


def test_a_year_is_the_sum_of_its_shown_months_and_says_of_how_many(amber):
    (year,) = amber(
        {"date": "2024-01", "people": 40, "children": 20},
        {"date": "2024-02", "people": 20, "children": None},
        {"date": "2024-02", "people": 20, "children": 10},
        {"date": "2024-03", "people": 900, "children": None},
        {"date": "2024-04", "people": 50, "children": 3},
    )
    assert (year["year"], year["people"], year["months"]) == (2024, 1030, 4)
    assert (year["children"], year["children_months"]) == (30, 2)
    assert (year["least_known"], year["most_known"]) == (50, 100)
    assert year["withheld_months"] == 1


def test_a_month_too_small_to_show_looks_like_one_without_records(amber):
    shown = {"date": "2024-01", "people": 50, "children": 20}
    small = {"date": "2024-02", "people": 5, "children": 2}
    assert amber(shown, small, small | {"date": "2023-02"}) == amber(shown)
    (year,) = amber(shown, small)
    assert (year["people"], year["months"], year["withheld_months"]) == (50, 1, 0)


def test_ages_that_no_month_has_are_not_known_and_none_is_withheld(amber):
    (year,) = amber({"date": "2024-01", "children": None})
    assert pd.isna(year["children"])
    assert pd.isna(year["least_known"])
    assert (year["children_months"], year["withheld_months"], year["months"]) == (0, 0, 1)


def test_counts_come_with_their_day_and_distance(counts):
    kept = read_counts(counts({}))
    assert (kept.made, kept.is_synthetic, kept.near_km) == ("recorded", False, 50.0)


def test_sources_and_kinds_are_never_added_up(counts):
    kept = read_counts(counts({}, {"source_id": "theirs"}, {"kind": "survey"}))
    assert len(kept.stages) == 3
    assert set(kept.stages["people"]) == {20}


def test_made_up_counts_are_known_as_such(counts):
    assert read_counts(counts({}, made="synthetic")).is_synthetic


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"made": "synthetic", "mark": ""}, "can't be told"),
        ({"made": "recorded", "summary": {"made": "synthetic"}}, "can't be told"),
        ({"summary": {"near_km": "far"}}, "can't be read"),
    ],
)
def test_counts_that_do_not_say_clearly_what_they_are_are_refused(counts, more, said):
    with pytest.raises(RecordsError, match=said):
        read_counts(counts({}, **more))


def test_a_folder_without_counts_or_with_two_kinds_is_refused(counts, tmp_path):
    with pytest.raises(RecordsError, match="no counts"):
        read_counts(str(tmp_path))
    counts({})
    place = counts({}, made="synthetic")
    with pytest.raises(RecordsError, match="both recorded and made-up"):
        read_counts(place)


def test_a_table_that_lacks_a_column_is_refused(counts, tmp_path):
    place = counts({})
    path = tmp_path / f"{STAGE_COUNTS.name}.parquet"
    pq.write_table(pq.read_table(path).drop_columns(["withheld"]), path)
    with pytest.raises(RecordsError, match="column withheld is missing"):
        read_counts(place)
