"""A snapshot is whole or absent, and what it says of itself is true."""

import json
from datetime import date

import pytest

from geodata import drafts, snapshots
from geodata.drafts import open_draft
from geodata.snapshots import Origin, SnapshotError
from geodata.tidy import SNAPSHOTS

ORIGIN = Origin(
    source="unhcr",
    source_id="unhcr-rdf",
    publisher="UNHCR",
    title="Refugee Data Finder",
    licence="CC BY 4.0",
    made="synthetic",
)


def add(draft, file="population-1.json", content=b'{"items": []}', when="2026-05-01T06:12:00Z"):
    return draft.add(
        content,
        file=file,
        url=f"http://unhcr.test/{file}",
        retrieved=when,
        media_type="application/json",
    )


def taken(root, day="2026-05-01", content=b'{"items": []}'):
    with open_draft(root, ORIGIN) as draft:
        add(draft, content=content)
        return draft.commit(date.fromisoformat(day))


def test_a_snapshot_is_the_bytes_as_received_beside_where_they_are_from(tmp_path):
    snapshot = taken(tmp_path)
    assert snapshot.id == "unhcr/2026-05-01"
    assert snapshot.read("population-1.json") == b'{"items": []}'
    about = json.loads((snapshot.folder / "population-1.json.meta.json").read_text())
    assert about["url"] == "http://unhcr.test/population-1.json"
    assert about["licence"] == "CC BY 4.0"
    assert about["made"] == "synthetic"
    assert about["bytes"] == 13
    assert snapshot.age_days(date(2026, 5, 31)) == 30


def test_the_newest_comes_last_and_a_second_one_of_a_day_keeps_the_first(tmp_path):
    first, second = taken(tmp_path), taken(tmp_path, content=b"{}")
    older = taken(tmp_path, "2026-04-30")
    found = snapshots.all_of("unhcr", [tmp_path])
    assert [one.id for one in found] == [older.id, first.id, second.id]
    assert snapshots.newest("unhcr", [tmp_path]).read("population-1.json") == b"{}"
    assert first.read("population-1.json") == b'{"items": []}'
    assert snapshots.sources([tmp_path]) == ["unhcr"]
    assert snapshots.newest("idmc", [tmp_path]) is None


def test_own_and_bundled_folders_are_read_as_one(tmp_path):
    taken(tmp_path / "bundled", "2026-05-01")
    own = taken(tmp_path / "own", "2026-06-01")
    assert snapshots.newest("unhcr", [tmp_path / "bundled", tmp_path / "own"]) == own


def test_a_draft_is_no_snapshot_and_what_is_whole_in_it_is_kept(tmp_path):
    with open_draft(tmp_path, ORIGIN) as draft:
        add(draft)
    assert snapshots.newest("unhcr", [tmp_path]) is None
    with open_draft(tmp_path, ORIGIN) as draft:
        url = "http://unhcr.test/population-1.json"
        assert draft.whole("population-1.json", url).bytes == 13
        assert draft.whole("population-1.json", f"{url}?year=2020") is None
        assert draft.whole("population-1.json", url, since="2026-05-02") is None
        (draft.folder / "population-1.json").write_bytes(b'{"items"')
        assert draft.whole("population-1.json", url) is None


def test_a_file_without_its_metadata_is_not_there(tmp_path):
    with open_draft(tmp_path, ORIGIN) as draft:
        add(draft)
        (draft.folder / "population-2.json").write_bytes(b"half")
        with pytest.raises(SnapshotError, match=r"population-2\.json lacks"):
            draft.commit(date(2026, 5, 1))
        draft.keep_only(["population-1.json"])
        assert draft.commit(date(2026, 5, 1)).answers[0].file == "population-1.json"


def test_a_changed_file_is_named(tmp_path):
    snapshot = taken(tmp_path)
    assert snapshots.faults(snapshot) == []
    (snapshot.folder / "population-1.json").write_bytes(b'{"items": [0]}')
    assert "changed by hand" in snapshots.faults(snapshot)[0]
    with pytest.raises(SnapshotError, match="childways fetch unhcr"):
        snapshot.read("population-1.json")
    with pytest.raises(SnapshotError, match="has no file 'x'"):
        snapshot.read("x")


def test_one_waits_until_it_is_taken_in(tmp_path):
    with open_draft(tmp_path, ORIGIN) as draft:
        add(draft)
        draft.set_waiting()
    assert snapshots.newest("unhcr", [tmp_path]) is None
    waits = drafts.waiting(tmp_path, "unhcr")
    assert drafts.take(tmp_path, waits).id == "unhcr/2026-05-01"
    assert drafts.waiting(tmp_path, "unhcr") is None


def test_one_that_was_changed_while_it_waited_is_not_taken_in(tmp_path):
    with open_draft(tmp_path, ORIGIN) as draft:
        add(draft)
        waits = draft.set_waiting()
    (waits.folder / "population-1.json").write_bytes(b"[]")
    with pytest.raises(SnapshotError, match="changed by hand"):
        drafts.take(tmp_path, waits)
    assert snapshots.newest("unhcr", [tmp_path]) is None


def test_what_was_taken_in_is_not_thrown_away(tmp_path):
    with pytest.raises(SnapshotError, match="has been taken in"):
        drafts.throw_away(taken(tmp_path))


def test_a_newer_one_takes_the_place_of_the_one_that_waits(tmp_path):
    for content in (b"[1]", b"[2]"):
        with open_draft(tmp_path, ORIGIN) as draft:
            add(draft, content=content)
            draft.set_waiting()
    assert drafts.waiting(tmp_path, "unhcr").read("population-1.json") == b"[2]"
    assert {path.name for path in (tmp_path / "unhcr").iterdir()} == {".lock", ".waiting"}


def test_two_processes_do_not_write_one_draft(tmp_path):
    with (
        open_draft(tmp_path, ORIGIN),
        pytest.raises(SnapshotError, match="Another childways fetch"),
        open_draft(tmp_path, ORIGIN),
    ):
        pass


@pytest.mark.parametrize("file", ["../x.json", ".hidden", "a/b.json", "x.meta.json", ""])
def test_names_of_files_stay_in_the_folder(tmp_path, file):
    with open_draft(tmp_path, ORIGIN) as draft, pytest.raises(SnapshotError, match="can't be"):
        add(draft, file=file)


def test_snapshots_as_a_table(tmp_path):
    table = snapshots.table([taken(tmp_path)])
    assert SNAPSHOTS.faults_of_built(table) == []
    assert table.loc[0, "snapshot"] == "unhcr/2026-05-01"
    assert table.loc[0, "bytes"] == 13
