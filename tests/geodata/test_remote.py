"""Builds, snapshots, editions and records on object storage: a local server that speaks S3."""

import json
import shutil

import pyarrow.parquet as pq
import pytest

import routes
from dashboard.cli import main
from dashboard.config import Config
from geodata import remote, snapshots
from geodata.editions import EditionStore
from geodata.errors import BrokenBuildError, DataError, MissingLayerError
from geodata.layers import load_layer, load_manifest, load_table
from geodata.provenance import current_build
from geodata.records import synthetic

pytest.importorskip("s3fs")


@pytest.fixture
def built(bucket):
    """The project's own build, put on object storage."""
    url = f"s3://{bucket[1]}/built"
    remote.put_build(current_build(), url)
    return url


def test_layers_tables_and_the_model_are_read_from_an_address(built):
    assert load_manifest(built) == load_manifest()
    assert load_table("facts", built).equals(load_table("facts"))
    assert load_layer("stages", built).equals(load_layer("stages"))
    assert routes.load(built).countries.equals(routes.load().countries)


def test_a_build_is_made_on_object_storage_by_the_command(bucket, capsys):
    url = f"s3://{bucket[1]}/made"
    assert main(["build", "--out", url]) == 0
    assert url in capsys.readouterr().out
    assert load_manifest(url)["data_version"] == load_manifest()["data_version"]
    assert main(["build", "--out", url, "--if-needed"]) == 0
    assert capsys.readouterr().out == ""


def test_a_newer_build_is_seen_and_the_older_one_stays(built, bucket, tmp_path):
    before = load_manifest(built)
    newer = tmp_path / "0123456789ab"
    shutil.copytree(current_build(), newer)
    manifest = json.loads((newer / "manifest.json").read_text())
    (newer / "manifest.json").write_text(json.dumps(manifest | {"note": "newer"}))
    remote.put_build(newer, built)
    assert "note" not in before
    assert load_manifest(built)["note"] == "newer"
    assert bucket[0].exists(f"{bucket[1]}/built/{current_build().name}/manifest.json")


def test_a_file_changed_on_the_store_is_not_read(built, bucket):
    path = f"{bucket[1]}/built/{current_build().name}/facts.parquet"
    bucket[0].pipe_file(path, b"something else")
    with pytest.raises(BrokenBuildError, match=r"facts.parquet is not the file"):
        load_table("facts", built)


def test_an_upload_that_was_cut_short_leaves_the_build_before_in_use(built, tmp_path):
    class CutError(Exception):
        pass

    newer = tmp_path / "0123456789ab"
    shutil.copytree(current_build(), newer)
    files, _ = remote.open_address(built)
    put = files.pipe_file

    def cut(path, content):
        if path.endswith("manifest.json"):
            raise CutError
        put(path, content)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "pipe_file", cut)
        with pytest.raises(CutError):
            remote.put_build(newer, built)
    assert load_manifest(built) == load_manifest()


def test_nothing_at_an_address_is_said_with_what_to_do(bucket):
    with pytest.raises(MissingLayerError, match=r"childways build --out s3://"):
        load_table("facts", f"s3://{bucket[1]}/nothing")
    with pytest.raises(DataError, match="can't be opened"):
        load_table("facts", "nosuch://bucket/built")


def test_the_setting_takes_an_address_or_a_folder(tmp_path):
    assert Config.from_env({"CHILDWAYS_BUILT": "s3://bucket/built"}).built == "s3://bucket/built"
    assert Config.from_env({"CHILDWAYS_BUILT": str(tmp_path)}).built == tmp_path


def test_editions_are_kept_on_object_storage_and_taken_out_again(bucket, tmp_path):
    store = EditionStore(f"s3://{bucket[1]}/editions")
    version = store.keep(current_build())
    again = EditionStore(f"s3://{bucket[1]}/editions")
    assert [edition.data_version for edition in again] == [version]
    assert again.faults(version) == []
    folder = again.take_out(version, tmp_path / "out")
    assert load_table("facts", folder).equals(load_table("facts"))
    blob = bucket[0].find(f"{bucket[1]}/editions/blobs")[0]
    bucket[0].pipe_file(blob, b"changed")
    assert len(EditionStore(store.url).faults(version)) == 1


def test_snapshots_are_kept_on_object_storage_and_read_again(bucket):
    url = f"s3://{bucket[1]}/snapshots"
    source = snapshots.sources()[0]
    here = snapshots.newest(source)
    remote.put_snapshot(here.folder, url)
    there = snapshots.newest(source, [url])
    assert there.id == here.id
    assert there.sha256 == here.sha256
    assert snapshots.faults(there) == []
    assert snapshots.newest("unheard-of", [url]) is None


def test_a_snapshot_that_is_still_being_put_there_is_not_seen(bucket):
    url = f"s3://{bucket[1]}/snapshots"
    source = snapshots.sources()[0]
    remote.put_snapshot(snapshots.newest(source).folder, url)
    meta = next(p for p in bucket[0].find(f"{bucket[1]}/snapshots") if p.endswith(".meta.json"))
    bucket[0].rm_file(meta)
    assert snapshots.newest(source, [url]) is None


@pytest.mark.usefixtures("coarse")
def test_records_are_counted_from_object_storage_to_object_storage(bucket, tmp_path):
    files, name = bucket
    stages = load_layer("stages")
    places = stages.geometry.get_coordinates().rename(columns={"x": "lon", "y": "lat"})
    made = tmp_path / "made"
    synthetic.make(made, places, rows=4000, rows_a_file=1500)
    files.put(str(made), f"{name}/records", recursive=True)
    command = [
        "--sources", str(made / synthetic.SOURCES_FILE), "--work", str(tmp_path / "work"),
        "--memory", "1GiB",
    ]  # fmt: skip
    assert main(["records", "count", str(made), "--into", str(tmp_path / "here"), *command]) == 0
    there = ["records", "count", f"s3://{name}/records", "--into", f"s3://{name}/counts", *command]
    assert main(there) == 0
    for path in sorted((tmp_path / "here").glob("*.parquet")):
        with files.open(f"{name}/counts/{path.name}", "rb") as file:
            assert pq.read_table(file).equals(pq.read_table(path))
