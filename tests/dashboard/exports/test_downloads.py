"""The files over HTTP, and the shelf that keeps them."""

import io
import os
import re
import threading
import zipfile
from dataclasses import replace

import pytest
from fastapi import FastAPI

from dashboard.data import Data
from dashboard.exports import downloads, shelf
from dashboard.exports.downloads import add_downloads, offers
from dashboard.exports.shelf import Shelf, edition_stamp, private_folder
from dashboard.exports.tables import to_csv

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
    "geojson": "application/geo+json",
    "gpkg": "application/geopackage+sqlite3",
}


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def site(data, cache, client):
    server = FastAPI()
    add_downloads(server, data, cache)
    return type(client)(server)


@pytest.mark.parametrize("ending", TYPES)
def test_a_file_comes_with_its_type_and_a_plain_name(site, data, ending):
    answer = site.get(f"/data/download/stages.{ending}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == TYPES[ending]
    disposition = answer.headers["content-disposition"]
    assert disposition == f'attachment; filename="childways-stages-{data.version}.{ending}"'
    assert re.fullmatch(r'attachment; filename="[A-Za-z0-9._-]+"', disposition)


def test_what_comes_is_what_the_writer_wrote(site, catalogue):
    content = site.get("/data/download/routes.csv").content
    assert content == to_csv(catalogue["routes"], catalogue.edition)


def test_the_whole_package_comes_as_one_zip_made_once(site, package, cache, monkeypatch):
    monkeypatch.setattr(shelf, "write_package", lambda *_: package.folder)
    first = site.get("/data/download/childways.zip")
    assert first.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(first.content)) as packed:
        assert "datapackage.json" in packed.namelist()
    assert first.content == package.zip.read_bytes()
    monkeypatch.setattr(shelf, "write_package", lambda *_: pytest.fail("made again"))
    assert site.get("/data/download/childways.zip").content == first.content
    assert len(list(cache.rglob("childways.zip"))) == 1


@pytest.mark.parametrize(
    "asked",
    [
        {"If-None-Match": "{etag}"},
        {"If-None-Match": '"other", {etag}'},
        {"If-None-Match": "{strong}"},
        {"If-None-Match": "*"},
        {"If-Modified-Since": "{modified}"},
    ],
)
def test_a_copy_that_is_still_right_is_not_sent_again(site, asked):
    have = site.get("/data/download/routes.csv").headers
    etag = have["etag"]
    known = {"etag": etag, "strong": etag.removeprefix("W/"), "modified": have["last-modified"]}
    headers = {name: value.format(**known) for name, value in asked.items()}
    answer = site.get("/data/download/routes.csv", headers=headers)
    assert answer.status_code == 304
    assert answer.content == b""
    assert answer.headers["etag"] == etag


@pytest.mark.parametrize(
    "asked",
    [
        {"If-None-Match": '"other"'},
        {"If-None-Match": ""},
        {"If-Modified-Since": "Mon, 01 Jan 2001 00:00:00 GMT"},
        {"If-Modified-Since": "yesterday"},
        {"If-Modified-Since": "Mon, 99 Zzz 99999 00:00:00 GMT"},
        {"If-None-Match": '"other"', "If-Modified-Since": "Mon, 01 Jan 2999 00:00:00 GMT"},
    ],
)
def test_a_copy_that_is_old_or_unclear_is_sent_again(site, asked):
    assert site.get("/data/download/routes.csv", headers=asked).status_code == 200


@pytest.mark.parametrize(
    "name",
    [
        "nothing.csv",
        "routes.geojson",
        "routes.gpkg",
        "routes.exe",
        "routes.csv.csv",
        "ROUTES.csv",
        "childways.csv",
        "childways",
        ".csv",
        "..%2froutes.csv",
        "%2e%2e%2f%2e%2e%2fpyproject.toml",
        "routes.csv%00",
        "routes%0d%0aX-A%3a1.csv",
        "..%5croutes.csv",
        "'%20OR%201.csv",
        "%3Cscript%3E.csv",
        "x" * 3000 + ".csv",
    ],
)
def test_another_name_is_a_404_in_few_words(client, name):
    for accept, kind in (("text/html", "text/html"), ("*/*", "application/problem+json")):
        answer = client.get(f"/data/download/{name}", headers={"accept": accept})
        assert answer.status_code == 404
        assert answer.headers["content-type"].startswith(kind)
        assert "<script>.csv" not in answer.text or kind != "text/html"
        assert len(answer.text) < 4000


def test_the_app_offers_the_downloads(client):
    answer = client.get("/data/download/levels.parquet", headers={"If-None-Match": "*"})
    assert answer.status_code == 304
    assert "levels-parquet" in answer.headers["etag"]
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_only_reading_is_answered(site):
    assert site.ask("POST", "/data/download/routes.csv").status_code == 405


def test_a_strange_data_version_does_not_reach_a_header(data, client, tmp_path, monkeypatch):
    found = {"data_version": 'a"\r\nX: 1/..'}
    monkeypatch.setattr("geodata.load_manifest", lambda _folder: found)
    other = Data(replace(data.atlas, data_version=found["data_version"]))
    server = FastAPI()
    add_downloads(server, other, tmp_path)
    answer = type(client)(server).get("/data/download/routes.csv")
    assert answer.headers["content-disposition"] == (
        'attachment; filename="childways-routes-a-X-1-...csv"'
    )
    assert "x" not in answer.headers


def test_a_build_that_has_moved_on_closes_the_downloads_and_not_the_atlas(data, client, caplog):
    server = FastAPI()
    add_downloads(server, Data(replace(data.atlas, data_version="000000000000")))
    answer = type(client)(server).get("/data/download/routes.csv")
    assert answer.status_code == 503
    assert "Start again" in answer.text
    assert "nothing to download" in caplog.text


def test_there_is_an_offer_for_every_format_of_every_resource(catalogue):
    found = offers(catalogue)
    every, layers = len(catalogue.schemas), 4
    assert len(found) == every * 3 + layers * 2 + 2
    assert ("childways", "zip") in found
    assert ("childways", "gpkg") in found
    assert downloads.ADDRESS.startswith("/data/download/")


def test_a_file_asked_for_ten_times_at_once_is_made_once(tmp_path):
    kept, made, found = Shelf(tmp_path, "edition"), [], []
    ready = threading.Barrier(10)

    def make(path):
        made.append(path)
        path.write_bytes(b"content")

    def ask():
        ready.wait()
        found.append(kept.read("a.csv", make))

    threads = [threading.Thread(target=ask) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [b"content"] * 10
    assert len(made) == 1


def test_a_failure_leaves_nothing_on_the_shelf_and_the_next_reader_gets_the_file(tmp_path):
    kept = Shelf(tmp_path, "edition")

    def fails(path):
        path.write_bytes(b"half")
        raise OSError("disk")

    with pytest.raises(OSError, match="disk"):
        kept.read("a.csv", fails)
    assert list((tmp_path / "edition").iterdir()) == []
    assert kept.read("a.csv", lambda path: path.write_bytes(b"whole")) == b"whole"


def test_old_editions_leave_the_shelf(tmp_path):
    for age in range(6):
        (tmp_path / f"old{age}").mkdir()
        os.utime(tmp_path / f"old{age}", (1000 - age, 1000 - age))
    Shelf(tmp_path, "new").read("a.csv", lambda path: path.write_bytes(b""))
    assert {path.name for path in tmp_path.iterdir()} == {"new", "old0", "old1"}


def test_the_stamp_changes_with_the_data():
    assert edition_stamp("a") != edition_stamp("b")
    assert re.fullmatch(r"[0-9a-f]{12}", edition_stamp("a"))


def test_a_folder_that_others_can_write_to_is_not_used(tmp_path, monkeypatch):
    monkeypatch.setattr(shelf.tempfile, "tempdir", str(tmp_path))
    mine = private_folder()
    assert private_folder() == mine
    mine.chmod(0o777)
    other = private_folder()
    assert other != mine
    assert other.stat().st_mode & 0o077 == 0


def test_a_link_in_place_of_the_folder_is_not_followed(tmp_path, monkeypatch):
    monkeypatch.setattr(shelf.tempfile, "tempdir", str(tmp_path))
    mine = private_folder()
    mine.rmdir()
    (tmp_path / "elsewhere").mkdir()
    mine.symlink_to(tmp_path / "elsewhere")
    assert private_folder() not in (mine, tmp_path / "elsewhere")
