"""What is kept stays, whole, whatever happens around it."""

import json
import os
import shutil
import signal
import subprocess
import sys
import textwrap

import pytest

from geodata.build import build_all
from geodata.editions import BrokenEditionError, EditionStore, MissingEditionError
from geodata.errors import DataError
from geodata.provenance import KEPT, MANIFEST, read_manifest
from routes.kept_levels import LevelsPart


@pytest.fixture(scope="module")
def build(tmp_path_factory):
    return build_all(tmp_path_factory.mktemp("built"), parts=[LevelsPart()])


@pytest.fixture(params=["folder", "memory"])
def store(request, tmp_path):
    url = tmp_path / "store" if request.param == "folder" else f"memory://{tmp_path.name}"
    return EditionStore(url)


def test_what_is_kept_comes_out_as_it_went_in(store, build, tmp_path):
    version = store.keep(build)
    assert version in store
    assert store.faults(version) == []
    out = store.take_out(version, tmp_path / "out")
    manifest = read_manifest(out)
    assert manifest.pop(KEPT) is True
    assert manifest == read_manifest(build)
    for name in manifest["files"]:
        assert (out / name).read_bytes() == (build / name).read_bytes()
    assert store.take_out(version, tmp_path / "out") == out


def test_an_empty_store_holds_nothing(store):
    assert list(store) == []
    assert "0" * 12 not in store
    with pytest.raises(MissingEditionError, match="No edition '000000000000' is kept"):
        store.manifest("0" * 12)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 12, "0" * 11, "0" * 13, None, 7])
def test_a_name_that_is_no_version_never_reaches_the_store(store, build, name):
    store.keep(build)
    assert name not in store


def test_editions_share_what_they_have_in_common(store, build, tmp_path):
    store.keep(build)
    before = store.bytes_stored
    other = shutil.copytree(build, tmp_path / "other")
    manifest = read_manifest(other)
    manifest["date"] = "2026-12-31"
    (other / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    again = EditionStore(store.url)
    assert again.keep(other) == manifest["data_version"]
    assert again.bytes_stored == before
    assert len(list(again)) == 1


def test_a_build_that_is_not_whole_is_not_kept(store, build, tmp_path):
    other = shutil.copytree(build, tmp_path / "other")
    (other / "facts.parquet").write_bytes(b"cut")
    with pytest.raises(DataError, match="is not the file that its manifest names"):
        store.keep(other)
    assert list(store) == []


def test_layers_without_levels_are_not_kept(store, build, tmp_path):
    other = shutil.copytree(build, tmp_path / "other")
    manifest = read_manifest(other)
    del manifest["files"]["rubrics/goals.csv"]
    (other / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(DataError, match="no levels"):
        store.keep(other)


def blob_of(folder, build, name):
    checksum = read_manifest(build)["files"][name]["sha256"]
    return folder / "blobs" / checksum[:2] / checksum


@pytest.mark.parametrize("spoil", ["change", "cut", "remove"])
def test_a_spoilt_file_is_named_and_mended_by_keeping_again(build, tmp_path, spoil):
    store = EditionStore(tmp_path / "store")
    version = store.keep(build)
    blob = blob_of(tmp_path / "store", build, "facts.parquet")
    content = blob.read_bytes()
    if spoil == "remove":
        blob.unlink()
    else:
        blob.write_bytes(content[:-1] + b"?" if spoil == "change" else content[:100])
    (fault,) = store.faults(version)
    assert fault.startswith("facts.parquet: ")
    with pytest.raises(BrokenEditionError, match=r"facts\.parquet"):
        store.take_out(version, tmp_path / "out")
    assert not (tmp_path / "out" / version).exists()
    store.keep(build)
    assert store.faults(version) == []


def test_a_manifest_that_was_changed_is_not_believed(build, tmp_path):
    store = EditionStore(tmp_path / "store")
    version = store.keep(build)
    path = tmp_path / "store" / "editions" / f"{version}.json"
    manifest = json.loads(path.read_text("utf-8"))
    manifest["files"]["facts.parquet"]["content"] = "0" * 64
    path.write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(BrokenEditionError, match="names other data"):
        store.manifest(version)


def test_a_manifest_can_not_name_a_file_outside_itself(build, tmp_path):
    store = EditionStore(tmp_path / "store")
    version = store.keep(build)
    manifest = store.manifest(version)
    manifest["files"]["../out.txt"] = manifest["files"].pop("facts.parquet")
    store.manifest = lambda _version: manifest
    with pytest.raises(BrokenEditionError, match="outside itself"):
        store.take_out(version, tmp_path / "out")
    assert not (tmp_path / "out" / "out.txt").exists()


@pytest.mark.parametrize("at", [0, 3, 10])
def test_killed_in_the_middle_nothing_that_was_kept_is_lost(build, tmp_path, at):
    program = textwrap.dedent(
        f"""
        import os, signal, sys
        from pathlib import Path
        from geodata.editions import EditionStore

        store = EditionStore({str(tmp_path / "store")!r})
        put, count = store._put, [0]

        def counted(path, content):
            if count[0] == {at}:
                os.kill(os.getpid(), signal.SIGKILL)
            count[0] += 1
            put(path, content)

        store._put = counted
        store.keep(Path({str(build)!r}))
        """
    )
    ended = subprocess.run([sys.executable, "-c", program], check=False, env=dict(os.environ))
    assert ended.returncode == -signal.SIGKILL
    store = EditionStore(tmp_path / "store")
    assert list(store) == []  # the manifest comes last: nothing half kept is ever offered
    assert store.faults(store.keep(build)) == []


def test_an_address_that_nothing_opens_says_what_to_do():
    with pytest.raises(DataError, match="Give a folder"):
        EditionStore("nosuchthing://bucket/editions")
