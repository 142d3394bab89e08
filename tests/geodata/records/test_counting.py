"""Records in, counts out: everything is counted or named, at any cut into partitions."""

import json
import signal
import subprocess
import sys
from dataclasses import replace

import fsspec
import pyarrow.parquet as pq
import pytest

from geodata.records import counting
from geodata.records.counting import count, write
from geodata.records.partitions import RecordsError, plan
from geodata.records.processes import Processes

HERE = Processes(1)


def told(result):
    by = result.tallies.groupby("what")["records"].sum()
    return {str(what): int(records) for what, records in by.items()}


def rows(result, name, *columns):
    table = result.counts[f"record_counts_{name}"].to_pylist()
    return [tuple(row[column] for column in columns) for row in table]


def test_people_are_counted_by_country_and_month(records, a_record):
    path = records.parquet(
        [a_record(), a_record(people=30, children=15), a_record(lon=3.0, date="2024-06-01")]
    )
    found = count(records.task(path), HERE)
    columns = ("iso3", "month", "people", "children", "age_known_pct", "withheld")
    assert rows(found, "country", *columns) == [
        ("AAA", "2024-05", 50, 25, 100, "no"),
        ("BBB", "2024-06", 20, 10, 100, "no"),
    ]


def test_a_place_counts_on_each_branch_and_once_on_each_route(records, a_record):
    found = count(records.task(records.parquet([a_record(), a_record(lon=3.0)])), HERE)
    assert rows(found, "stage", "route_id", "branch", "order", "place", "people") == [
        ("north", "coast", 1, "Amber", 20),
        ("north", "main", 1, "Amber", 20),
        ("north", "main", 2, "Birch", 20),
        ("south", "main", 1, "Birch", 20),
    ]
    assert rows(found, "route", "route_id", "people") == [("north", 40), ("south", 20)]


def test_sources_and_kinds_are_never_added_up(records, a_record):
    path = records.parquet(
        [a_record(), a_record(kind="border_count"), a_record(source_id="theirs")]
    )
    found = count(records.task(path), HERE)
    assert rows(found, "country", "source_id", "kind", "people") == [
        ("ours", "border_count", 20),
        ("ours", "registration", 20),
        ("theirs", "registration", 20),
    ]


def test_unknown_ages_are_not_taken_for_no_children(records, a_record):
    path = records.parquet(
        [a_record(children=None, people=60), a_record(), a_record(lon=3.0, children=None)]
    )
    found = count(records.task(path), HERE)
    assert rows(found, "country", "iso3", "people", "children", "age_known_pct") == [
        ("AAA", 80, 10, 25),
        ("BBB", 20, None, None),
    ]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"lat": None}, "no point"),
        ({"lat": 91.0}, "no point"),
        ({"lon": float("nan")}, "no point"),
        ({"lon": float("inf")}, "no point"),
        ({"date": "2023-02-29"}, "no date"),
        ({"date": "17/05/2024"}, "no date"),
        ({"date": "2031-01-01"}, "no date"),
        ({"date": "0024-05-17"}, "no date"),
        ({"date": "infinity"}, "no date"),
        ({"date": None}, "no date"),
        ({"people": None}, "no number"),
        ({"people": -3}, "no number"),
        ({"people": 10**12}, "no number"),
        ({"children": 21}, "no number"),
        ({"children": -1}, "no number"),
        ({"kind": "rumour"}, "unknown kind"),
        ({"source_id": "hearsay"}, "unknown source"),
        ({"source_id": None}, "unknown source"),
    ],
)  # fmt: skip
def test_what_cannot_be_counted_is_set_aside_under_its_reason(records, a_record, changed, reason):
    found = count(records.task(records.parquet([a_record(), a_record(**changed)])), HERE)
    assert told(found) == {"counted": 1, reason: 1}
    assert rows(found, "country", "people") == [(20,)]


def test_a_record_in_no_country_is_counted_there_and_said(records, a_record):
    found = count(records.task(records.parquet([a_record(), a_record(lon=40.0)])), HERE)
    assert told(found) == {"counted": 2, "in no country": 1, "near no stage": 1}
    assert rows(found, "country", "iso3", "people") == [("", 20), ("AAA", 20)]


def test_every_record_is_counted_or_set_aside_once(records, a_record):
    broken = a_record(lat=None, date="never", people=-1, kind="rumour", source_id="hearsay")
    found = count(records.task(records.parquet([broken, a_record(), broken])), HERE)
    assert told(found) == {"counted": 1, "no point": 2}


def test_unknown_sources_are_named(records, a_record):
    path = records.parquet([a_record(source_id="hearsay")] * 3 + [a_record(source_id="gossip")])
    tallies = count(records.task(path), HERE).tallies
    assert list(zip(tallies["detail"], tallies["records"], strict=True)) == [
        ("hearsay", 3), ("gossip", 1),
    ]  # fmt: skip


CSV = """kind,lon,lat,date,people,children,source_id,note
survey,1,1,2024-05-17,12,,ours,"a note, quoted"
survey,1,1,2024-05,30,,ours,month alone
survey,1,1,2024-05-17T10:00:00,10,,ours,a time
survey,1,1,2024-05-17,12.5,,ours,half a person
survey,1,one,2024-05-17,12,,ours,
survey,1,1,2024-05-17,12
"""


def test_csv_is_read_with_what_is_wrong_in_it(records):
    found = count(records.task(records.csv(CSV)), HERE)
    assert told(found) == {"counted": 3, "no number": 1, "no point": 1, "unreadable line": 1}
    assert rows(found, "country", "month", "people", "children") == [("2024-05", 52, None)]


def test_times_count_to_their_day_in_utc(records, a_record):
    import datetime as dt

    late = dt.datetime(2024, 5, 31, 23, 30, tzinfo=dt.timezone(dt.timedelta(hours=-3)))
    found = count(records.task(records.parquet([a_record(date=late)])), HERE)
    assert rows(found, "country", "month") == [("2024-06",)]


def test_any_cut_into_partitions_gives_the_same(records, a_record):
    many = [
        a_record(people=10 + n, lon=1 + n % 3, date=f"2024-{n % 12 + 1:02}-01") for n in range(60)
    ]
    path = records.parquet(many, group=7)
    one = count(records.task(path, rows=1000), HERE)
    several = records.task(path, rows=1)
    assert len(several.partitions) == 9
    assert count(several, HERE).counts == one.counts
    assert count(several, Processes(2)).counts == one.counts


def test_what_was_counted_before_a_stop_is_not_counted_again(records, a_record):
    task = records.task(records.parquet([a_record(people=10 + n) for n in range(8)]))
    whole = count(task, HERE)

    def stops(partitions, packed, rules):
        for number, made in enumerate(HERE(partitions, packed, rules)):
            if number == 2:
                raise KeyboardInterrupt
            yield made

    with pytest.raises(KeyboardInterrupt):
        count(task, stops)
    counted = []

    def watched(partitions, packed, rules):
        counted.extend(partitions)
        return HERE(partitions, packed, rules)

    assert count(task, watched).counts == whole.counts
    assert len(task.partitions) == 4
    assert counted == list(task.partitions[2:])


KILLED = """
import datetime, os, pathlib, signal, sys
import geopandas as gpd
from geodata.records.cells import Rules
from geodata.records.counting import Task, count
from geodata.records.partitions import plan
from geodata.records.processes import Processes
from geodata.records.world import World

def killed_in_the_middle(*asked):
    for number, made in enumerate(Processes(1)(*asked)):
        if number == 3:
            os.kill(os.getpid(), signal.SIGKILL)
        yield made

folder, today = pathlib.Path(sys.argv[1]), datetime.date.fromisoformat(sys.argv[2])
count(Task(
    partitions=tuple(plan([str(folder / "records.parquet")], 2)),
    world=World.unpacked((folder / "world").read_bytes()),
    stages=gpd.read_parquet(folder / "stages"),
    rules=Rules(sources=("ours", "theirs"), today=today), memory_mb=1024, work=folder / "work",
), killed_in_the_middle)
"""


def test_killed_in_the_middle_it_goes_on_where_it_was(records, stages, world, a_record):
    task = records.task(records.parquet([a_record(people=10 + n) for n in range(40)]))
    (records.folder / "world").write_bytes(world.packed)
    stages.to_parquet(records.folder / "stages")
    today = task.rules.today.isoformat()
    command = [sys.executable, "-c", KILLED, str(records.folder), today]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    kept = {path: path.stat().st_mtime_ns for path in task.folder.glob("*.tallies.parquet")}
    assert len(kept) == 3
    assert len(task.partitions) == 20
    found = count(replace(task, keep_work=True), HERE)
    now = {path: path.stat().st_mtime_ns for path in task.folder.glob("*.tallies.parquet")}
    assert kept.items() <= now.items()
    assert len(now) == 20
    assert told(found) == {"counted": 40}


def test_small_counts_stay_in_a_private_folder_that_is_removed(records, a_record):
    task = records.task(records.parquet([a_record()]), keep_work=True)
    count(task, HERE)
    assert task.folder.stat().st_mode & 0o077 == 0
    count(records.task(*[str(records.folder / "records.parquet")]), HERE)
    assert not task.folder.exists()


def test_a_file_that_changes_meanwhile_is_not_half_counted(records, a_record):
    task = records.task(records.parquet([a_record()]))
    records.parquet([a_record(), a_record()])
    with pytest.raises(RecordsError, match="has changed since the counting began"):
        count(task, HERE)


def test_made_up_records_are_not_counted_among_others(records, a_record):
    path = records.parquet([a_record(), a_record(made="synthetic")])
    with pytest.raises(RecordsError, match="must not be counted together"):
        count(records.task(path), HERE)


def test_counts_of_made_up_records_say_so_in_name_notes_and_column(records, a_record):
    path = records.parquet([a_record()], made="synthetic")
    into = records.folder / "out"
    write(count(records.task(path), HERE), fsspec.filesystem("file"), str(into))
    assert all(file.name.startswith("synthetic-") for file in into.iterdir())
    table = pq.read_table(into / "synthetic-record_counts_country.parquet")
    assert table.schema.metadata[b"made"] == b"synthetic"
    assert set(table["made"].to_pylist()) == {"synthetic"}


def test_the_summary_for_all_tells_no_small_number(records, a_record):
    path = records.parquet([a_record()] * 12 + [a_record(lat=None)] * 3)
    into = records.folder / "out"
    write(count(records.task(path), HERE), fsspec.filesystem("file"), str(into))
    summary = json.loads((into / counting.SUMMARY).read_text())
    assert summary["records"] == {"counted": 12, "no point": "under 10"}


def test_written_counts_are_as_declared(records, a_record):
    from geodata.records.schema import COUNTS

    found = count(records.task(records.parquet([a_record(), a_record(lon=3.0)])), HERE)
    assert found.counts.keys() == COUNTS.keys()
    for name, schema in COUNTS.items():
        assert tuple(found.counts[name].column_names) == schema.columns


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda r: r.csv("kind,lon\n"), "has no column 'lat', 'date'"),
        (lambda r: str(r.folder / "nothing.parquet"), "there are no records"),
        (lambda _: "nosuch://bucket/x.csv", "can't be opened"),
        (lambda r: r.csv("not parquet", "x.parquet"), "can't be read as Parquet"),
    ],
)
def test_inputs_that_are_none_are_refused_with_what_to_do(records, make, message):
    with pytest.raises(RecordsError, match=message):
        plan([make(records)])


def test_a_file_given_twice_is_refused(records, a_record):
    path = records.parquet([a_record()])
    with pytest.raises(RecordsError, match="given twice"):
        plan([path, str(records.folder)])
