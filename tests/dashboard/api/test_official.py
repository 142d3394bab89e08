"""Official figures over the API, as files, and from an edition that is older than they are."""

import csv
import io
import json
import shutil

import pandas as pd
import pytest

import geodata
from dashboard.app import create_app
from dashboard.config import Config
from dashboard.data import Data
from geodata.provenance import KEPT, MANIFEST, current_build, digest
from geodata.resources import OFFICIAL


def rows_of(ask, path):
    return ask(path).json()["data"]


def every(ask, path):
    """Follow the pages of a list."""
    found, page = [], 1
    while True:
        answer = ask(f"{path}{'&' if '?' in path else '?'}per_page=1000&page={page}").json()
        found += answer["data"]
        if len(found) >= answer["meta"]["total"]:
            return found
        page += 1


def test_series_say_whom_they_count_and_that_they_stand_beside(ask):
    found = {row["series"]: row for row in rows_of(ask, "/series?per_page=1000")}
    assert {row["feeds"] for row in found.values()} == {"beside"}
    assert all(row["counted"] and row["leaves_out"] and row["source_id"] for row in found.values())
    stateless = found["unhcr_stateless"]
    assert stateless["countries_count"] > 50
    assert stateless["classes"][0]["low"] is None
    assert stateless["classes"][-1]["high"] is None
    assert found["unicef_child_labour"]["countries_count"] == 0  # no snapshot: its terms


@pytest.mark.parametrize("path", ["/observations?series=ucdp_deaths", "/deaths"])
def test_what_is_withheld_is_null_here_too_and_says_so(ask, path):
    found = every(ask, path)
    column = "value" if "series" in found[0] else "dead_or_missing"
    assert any(row["withheld"] for row in found)
    for row in found:
        assert row[column] is None or not 0 < row[column] < 10
        assert not (row["withheld"] and row[column] is not None)


def test_api_and_files_hold_the_same_so_that_neither_gives_the_other_away(ask, client):
    table = geodata.load_table("deaths")
    text = client.get("/data/download/deaths.csv").text
    of_file = list(csv.DictReader(io.StringIO(text)))
    of_api = every(ask, "/deaths")
    assert len(of_api) == len(of_file) == len(table)
    for api, file in zip(of_api, of_file, strict=True):
        for column in ("dead_or_missing", "children"):
            shown = "" if api[column] is None else str(api[column])
            assert shown == file[column]
    parquet = pd.read_parquet(io.BytesIO(client.get("/data/download/deaths.parquet").content))
    pd.testing.assert_series_equal(
        parquet["dead_or_missing"].astype("Int64"), table["dead_or_missing"]
    )


def test_no_filter_of_pairs_shows_a_small_count_or_rest(ask):
    found = every(ask, "/flows/countries?route_id=central-med-horn")
    assert len(found) > 100
    for row in found:
        for column in ("people", "children"):
            assert row[column] is None or not 0 < row[column] < 10
        if row["people"] is not None and row["children"] is not None:
            assert not 0 < row["people"] - row["children"] < 10
        if row["people"] is None:
            assert row["children"] is None


def test_pairs_are_of_an_earlier_and_a_later_country_of_the_route(ask, data):
    found = rows_of(ask, "/flows/countries?route_id=channel&per_page=1000")
    on_route = {iso3 for way in data.atlas.route("channel").journeys for iso3 in way.iso3s}
    assert found
    assert {row["origin_iso3"] for row in found} | {
        r["destination_iso3"] for r in found
    } <= on_route
    one = rows_of(ask, "/flows/countries?origin=eri&destination=ITA&year=2024")
    assert [(row["origin"], row["year"]) for row in one] == [("Eritrea", 2024)]


def test_the_latest_figure_is_one_a_country_and_not_after_the_year(ask):
    found = rows_of(ask, "/observations?series=unhcr_stateless&latest=true&year=2020&per_page=1000")
    codes = [row["iso3"] for row in found]
    assert len(codes) == len(set(codes)) > 50
    assert max(row["year"] for row in found) == 2020
    # A newest figure that is withheld is none, and no older one stands in its place.
    assert all((row["value"] is None) == bool(row["withheld"]) for row in found)
    assert any(row["value"] is None for row in found)


def test_deaths_are_of_routes_that_mean_the_same_unless_shared_ones_are_asked_for(ask):
    alone = ask("/deaths?route_id=central-med-horn").json()
    assert alone["meta"]["empty_because"] == "unknown"
    assert "shared=true" in alone["meta"]["notes"][0]
    shared = rows_of(ask, "/deaths?route_id=central-med-horn&shared=true")
    assert {row["area"] for row in shared} == {"Central Mediterranean"}
    assert "central-med-horn" in shared[0]["shared_route_ids"]
    assert shared[0]["route_ids"] == []
    same = rows_of(ask, "/deaths?route_id=western-med")
    assert {row["area_kind"] for row in same} == {"route"}


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/observations?series=unicef_child_labour", "unknown"),
        ("/observations?series=unhcr_stateless&year=1950", "year not covered"),
        ("/observations?iso3=ZZZ", "no such country"),
        ("/flows/countries?origin=ZZZ", "no such country"),
        ("/flows/countries?origin=ERI&year=1950", "year not covered"),
        ("/deaths?route_id=south-asia-gulf-air", "unknown"),
        ("/deaths?kind=world&year=1950", "year not covered"),
        ("/series?goal=6", "unknown"),
    ],
)
def test_an_empty_answer_of_official_figures_says_why(ask, path, reason):
    assert ask(path).json()["meta"]["empty_because"] == reason


def test_a_series_that_does_not_exist_is_refused_with_the_nearest(ask):
    answer = ask("/observations?series=unhcr_statelss")
    assert answer.status_code == 400
    assert "unhcr_stateless" in answer.json()["nearest"]


def test_health_says_how_old_each_source_is(client, data):
    found = client.get("/health").json()["figures"]
    assert set(found) == set(data.atlas.manifest["retrieved"])
    assert all(one["age_days"] >= 0 for one in found.values())


def test_starting_the_app_reads_none_of_the_largest_tables(monkeypatch):
    read = []
    load = geodata.load_table

    def watched(name, *where):
        read.append(name)
        return load(name, *where)

    monkeypatch.setattr(geodata, "load_table", watched)
    create_app(Config(access_log=False), Data.load())
    assert "facts" in read
    # Which series are colours of the atlas is told by the list of observations.
    assert set(OFFICIAL) & set(read) == {"observations"}


@pytest.fixture(scope="module")
def old(tmp_path_factory):
    """An app on an edition that was made before there were official figures."""
    folder = tmp_path_factory.mktemp("old") / "edition"
    shutil.copytree(current_build(), folder)
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    for name in (*OFFICIAL, "series", "death_routes"):
        (folder / f"{name}.parquet").unlink()
        del manifest["files"][f"{name}.parquet"]
    del manifest["retrieved"]
    contents = {name: entry["content"] for name, entry in manifest["files"].items()}
    manifest |= {KEPT: True, "data_version": digest(contents)}
    (folder / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    return create_app(Config(access_log=False), Data.load(folder))


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/", "Childways"),
        ("/methods", "holds no official figures"),
        ("/country/ITA", "Italy"),
        ("/journey/central-med-horn", "Central Mediterranean"),
        ("/data", "Data"),
        ("/health", '"figures":{}'),
        ("/api/v1/series", '"empty_because":"unknown"'),
        ("/api/v1/observations", '"empty_because":"unknown"'),
        ("/api/v1/flows/countries?route_id=channel", '"empty_because":"unknown"'),
        ("/api/v1/deaths?route_id=channel", '"empty_because":"unknown"'),
        ("/data/download/flows.csv", "origin_iso3"),
        ("/data/download/warnings.xlsx", ""),
    ],
)
def test_an_edition_older_than_the_figures_opens_and_says_it_has_none(old, client, path, words):
    answer = type(client)(old).get(path)
    assert answer.status_code == 200
    assert words in (answer.text if words else "")


def test_the_page_of_sources_says_which_figures_rest_on_a_source(client):
    entry = client.get("/sources").text.partition('id="iom-missing-migrants"')[2]
    assert "Official figures: deaths on the way, by route" in entry.partition("source-entry")[0]
