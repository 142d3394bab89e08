"""Counts of records read back: sums of shown months, and never without saying whether made up."""

import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from geodata.records.kept import SUMMARY, read_counts
from geodata.records.partitions import RecordsError
from geodata.records.schema import STAGE_COUNTS

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


def test_a_year_is_the_sum_of_its_shown_months_and_says_what_is_left_out(counts):
    place = counts(
        {}, {"month": "2024-06", "people": 30, "children": None, "age_known_pct": None},
        {"month": "2024-07", "people": None, "children": None, "withheld": "some",
         "age_known_pct": 40},
        {"month": "2023-01", "people": None, "children": None, "withheld": "some",
         "age_known_pct": None},
    )  # fmt: skip
    kept = read_counts(place)
    before, year = kept.stages.to_dict("records")
    assert (year["year"], year["people"], year["children"]) == (2024, 50, 10)
    assert (year["least_known"], year["most_known"]) == (40, 80)
    assert year["is_withheld"]
    assert before["year"] == 2023
    assert kept.stages["people"].isna().tolist() == [True, False]
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
