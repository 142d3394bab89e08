"""Made-up records: repeatable, marked everywhere, and counted like any others by the command."""

import pandas as pd
import pyarrow.parquet as pq
import pytest

from dashboard.cli import main
from geodata.records import synthetic
from geodata.records.command import memory_mb
from geodata.records.partitions import RecordsError

PLACES = pd.DataFrame({"lon": [1.0, 3.0], "lat": [1.0, 1.0]})


def test_the_same_seed_makes_the_same_records_and_another_others(tmp_path):
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        synthetic.make(tmp_path / name, PLACES, rows=500, seed=seed)
    a, b, c = (pq.read_table(tmp_path / name / "synthetic-records-0001.parquet") for name in "abc")
    assert a == b
    assert a != c


def test_made_up_records_say_so_in_name_notes_column_and_source(tmp_path):
    paths = synthetic.make(tmp_path / "made", PLACES, rows=1100, rows_a_file=500)
    assert [path.name for path in paths] == [f"synthetic-records-000{n}.parquet" for n in (1, 2, 3)]
    for path in paths:
        table = pq.read_table(path)
        assert table.schema.metadata[b"made"] == b"synthetic"
        assert set(table["made"].to_pylist()) == {"synthetic"}
        assert all(name.startswith("synthetic-") for name in table["source_id"].to_pylist())


def test_a_folder_that_holds_something_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(RecordsError, match="is not empty"):
        synthetic.make(tmp_path, PLACES, rows=10)


@pytest.mark.usefixtures("coarse")
def test_make_then_count_by_the_command(tmp_path, capsys):
    made, out = tmp_path / "made", tmp_path / "out"
    assert main(["records", "make", str(made), "--rows", "30000", "--seed", "3"]) == 0
    sources = str(made / synthetic.SOURCES_FILE)
    command = ["records", "count", str(made), "--sources", sources, "--into", str(out)]
    assert main([*command, "--work", str(tmp_path / "work"), "--memory", "1GiB"]) == 0
    said = capsys.readouterr().out
    assert "30,000 records" in said
    assert "set aside: unknown source" in said
    assert f"'{synthetic.UNKNOWN_SOURCE}'" in said
    assert "All of it is made up (synthetic)" in said
    counts = pq.read_table(out / "synthetic-record_counts_country.parquet").to_pandas()
    assert not counts["people"].between(1, 9).any()
    assert not counts["children"].between(1, 9).any()
    assert (counts["people"] >= 10).sum() > 100
    assert list((tmp_path / "work").iterdir()) == []


@pytest.mark.parametrize(("text", "mb"), [("3GiB", 3072), ("900 MiB", 900), ("1.5gib", 1536)])
def test_memory_is_a_size(text, mb):
    assert memory_mb(text) == mb


@pytest.mark.parametrize("text", ["much", "3 potatoes", "-1GiB", "100MiB"])
def test_memory_that_is_none_is_refused(text):
    with pytest.raises(RecordsError, match="Give"):
        memory_mb(text)
