"""Fetched snapshots at an address: whole or absent, also when cut off; never one over another."""

from datetime import UTC, datetime

import pytest

from geodata import drafts, remote, snapshots
from geodata.build import official
from geodata.errors import DataError
from geodata.landing import Landing, roots
from geodata.snapshots import Origin, SnapshotError

ORIGIN = Origin(
    source="world_bank", source_id="a-source", publisher="A publisher", title="Figures",
    licence="CC BY 4.0", made="synthetic",
)  # fmt: skip
DAY = datetime(2027, 5, 1, 6, 12, tzinfo=UTC)


@pytest.fixture
def landing(bucket):
    return Landing(f"s3://{bucket[1]}/snapshots")


@pytest.fixture
def waits(landing):
    """Make a snapshot that waits."""

    def make(content=b"78.1"):
        with drafts.open_draft(landing.folder, ORIGIN) as draft:
            for file in ("a.json", "b.json"):
                draft.add(
                    content, file=file, url=f"https://example.test/{file}",
                    retrieved=drafts.moment(DAY), media_type="application/json",
                )  # fmt: skip
            return draft.set_waiting()

    return make


def there(landing):
    return snapshots.all_of("world_bank", [landing.place])


def test_what_waits_is_at_the_address_only_once_it_is_taken_in(landing, waits):
    waiting = waits()
    assert there(landing) == []
    assert landing.take(waiting) == "world_bank/2027-05-01"
    (found,) = there(landing)
    assert found.sha256 == waiting.sha256
    assert snapshots.faults(found) == []
    assert drafts.waiting(landing.folder, "world_bank") is None


def test_another_one_of_that_day_gets_a_name_of_its_own(landing, waits):
    landing.take(waits())
    assert landing.take(waits(b"79.0")) == "world_bank/2027-05-01.2"
    assert [one.read("a.json") for one in there(landing)] == [b"78.1", b"79.0"]


@pytest.mark.parametrize("after", range(4))
def test_an_upload_cut_off_at_any_file_leaves_nothing_to_be_seen_and_goes_on(
    landing, waits, after, monkeypatch
):
    landing.take(waits(b"70.0"))
    waiting = waits()
    files, _ = remote.open_address(landing.place)
    put, sent = files.pipe_file, []

    def cut(path, value):
        if len(sent) == after:
            raise OSError("the line is dead")
        sent.append(path)
        put(path, value)

    with monkeypatch.context() as patch:
        patch.setattr(files, "pipe_file", cut)
        with pytest.raises(DataError, match="the line is dead"):
            landing.take(waiting)
    assert [one.read("a.json") for one in there(landing)] == [b"70.0"]
    assert drafts.waiting(landing.folder, "world_bank").sha256 == waiting.sha256
    landing.take(drafts.waiting(landing.folder, "world_bank"))
    assert [one.read("a.json") for one in there(landing)] == [b"70.0", b"78.1"]


def test_a_whole_upload_of_which_nobody_was_told_is_not_sent_again(landing, waits, monkeypatch):
    waiting = waits()
    with monkeypatch.context() as patch:
        patch.setattr("geodata.drafts.remove", lambda _: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            landing.take(waiting)
    assert landing.take(waiting) == "world_bank/2027-05-01"
    assert len(there(landing)) == 1
    assert drafts.waiting(landing.folder, "world_bank") is None


def test_what_was_changed_while_it_waited_is_not_sent(landing, waits):
    waiting = waits()
    (waiting.folder / "a.json").write_bytes(b"99")
    with pytest.raises(SnapshotError, match="not what was received"):
        landing.take(waiting)
    assert there(landing) == []


def test_what_another_wrote_over_it_is_noticed_and_it_waits_still(landing, waits, monkeypatch):
    waiting = waits()
    files, _ = remote.open_address(landing.place)
    put = files.pipe_file

    def other(path, value):
        put(path, b"of another" if path.endswith("b.json") else value)

    with monkeypatch.context() as patch:
        patch.setattr(files, "pipe_file", other)
        with pytest.raises(SnapshotError, match="is not what was put there"):
            landing.take(waiting)
    assert drafts.waiting(landing.folder, "world_bank") is not None


def test_a_folder_is_as_it_was(tmp_path):
    landing = Landing(tmp_path)
    with drafts.open_draft(landing.folder, ORIGIN) as draft:
        draft.add(b"1", file="a.json", url="https://example.test/a", media_type="text/csv",
                  retrieved=drafts.moment(DAY))  # fmt: skip
        waiting = draft.set_waiting()
    assert landing.take(waiting) == "world_bank/2027-05-01"
    assert (tmp_path / "world_bank" / "2027-05-01" / "a.json").is_file()


def test_a_build_reads_what_was_fetched_to_an_address_or_folder(landing, waits, tmp_path):
    with pytest.raises(SnapshotError, match="childways fetch --into s3://"):
        roots([landing.place])
    landing.take(waits())
    found = roots([landing.place])
    assert found[:-1] == snapshots.default_roots()
    assert "snapshots/world_bank/2027-05-01" in official.inputs(found)
    assert "snapshots/world_bank/2027-05-01" not in official.inputs()
    assert roots([landing.folder])[-1] == landing.folder
    with pytest.raises(SnapshotError, match="There is no snapshot"):
        roots([tmp_path / "nothing"])


def test_a_build_no_longer_reads_what_was_removed_at_the_address(landing, waits, bucket):
    landing.take(waits())
    landing.take(waits(b"79.0"))
    roots([landing.place])
    bucket[0].rm(f"{bucket[1]}/snapshots/world_bank/2027-05-01.2", recursive=True)
    inputs = official.inputs(roots([landing.place]))
    assert "snapshots/world_bank/2027-05-01" in inputs
    assert "snapshots/world_bank/2027-05-01.2" not in inputs
    assert [one.read("a.json") for one in there(landing)] == [b"78.1"]


def test_an_address_that_was_emptied_has_no_snapshot_though_copies_were_here(
    landing, waits, bucket
):
    landing.take(waits())
    still = waits(b"79.0")
    roots([landing.place])
    bucket[0].rm(f"{bucket[1]}/snapshots", recursive=True)
    with pytest.raises(SnapshotError, match="There is no snapshot in s3://"):
        roots([landing.place])
    assert drafts.waiting(landing.folder, "world_bank").sha256 == still.sha256


def test_another_snapshot_under_the_name_of_one_removed_is_the_one_read(landing, waits, bucket):
    landing.take(waits())
    assert [one.read("a.json") for one in there(landing)] == [b"78.1"]
    other = waits(b"79.0")
    bucket[0].rm(f"{bucket[1]}/snapshots/world_bank/2027-05-01", recursive=True)
    remote.put_snapshot(other.folder, landing.place, name="world_bank/2027-05-01")
    assert [one.read("a.json") for one in there(landing)] == [b"79.0"]
