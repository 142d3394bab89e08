"""Own facts are marked on every way out, and leave no trace where there are none."""

import csv
import io

import openpyxl
import pytest

from dashboard.data import Data
from geodata.build import build_all, needs_build
from geodata.editions import EditionStore
from geodata.errors import DataError
from geodata.own import read_own
from geodata.provenance import current_build
from routes import LAST_YEAR, Child
from routes.kept_levels import LevelsPart

MARK = "Our office"
SAID = "with own facts of Our office, not part of the atlas"
CHILD = Child(age=15, company="alone", status="asylum_seeker")


def text_of(response):
    if "spreadsheetml" in response.headers["content-type"]:
        book = openpyxl.load_workbook(io.BytesIO(response.content))
        cells = (cell.value for sheet in book for row in sheet for cell in row)
        return "\n".join(str(value) for value in cells)
    return response.text


PAGES = (
    "/", "/?view=table", "/?country=LBY", "/journey/central-med-horn", "/journeys", "/compare",
    "/country/LBY", "/commitments", "/practice", "/timeline", "/what-if", "/search?q=libya",
    "/corrections", "/data", "/methods", "/sources", "/own", "/brief/country/LBY",
)  # fmt: skip


@pytest.mark.parametrize("address", PAGES)
def test_every_page_says_that_own_facts_are_in_it_and_leads_to_them(own_client, address):
    page = own_client.get(address).text
    assert "With own facts." in page
    assert f"1 value of {MARK}" in page
    assert 'href="/own"' in page


@pytest.mark.parametrize(
    "address",
    [
        "/atlas.csv",
        "/commitments.csv?goal=2",
        "/embed/map",
        "/embed/table",
        "/embed/journey/central-med-horn",
        "/embed/labels/central-med-horn",
        "/embed/country/LBY",
        "/picture/svg/map",
        "/picture/svg/journey/central-med-horn",
        "/picture/svg/country/LBY",
        "/brief-file/md/country/LBY",
        "/file/map",
        "/file/journey/central-med-horn",
        "/table/csv/map",
        "/table/xlsx/map",
        "/table/csv/journey/central-med-horn",
        "/api/v1/facts?iso3=LBY",
        "/api/v1/levels?iso3=LBY",
        "/api/v1/sources?per_page=1000",
        "/data/download/facts.xlsx",
        "/data/download/levels.xlsx",
        "/data/download/sources.csv",
    ],
)
def test_every_way_out_names_whose_facts_they_are(own_client, address):
    response = own_client.get(address)
    assert response.status_code == 200
    assert MARK in text_of(response)


def test_citations_say_it_in_the_same_words(own_client, own_data):
    page = own_client.get("/journey/central-med-horn").text
    assert page.count(SAID) >= 4  # a sentence, BibTeX, CSL-JSON, Markdown
    assert f"data version {own_data.version} of" in page
    for address in ("/embed/map", "/api/v1/facts?iso3=LBY"):
        assert SAID in own_client.get(address).text


@pytest.mark.parametrize(
    ("address", "column", "value"),
    [
        ("/atlas.csv", "origin", "own"),
        ("/table/csv/map", "origin", "own"),
        ("/api/v1/facts.csv?iso3=LBY&per_page=1000", "origin", "own"),
        ("/api/v1/levels.csv?iso3=LBY", "is_own", "true"),
        ("/data/download/levels.csv", "is_own", "yes"),
    ],
)
def test_rows_say_which_values_are_own(own_client, client, address, column, value):
    def marked(from_client):
        rows = list(csv.DictReader(io.StringIO(from_client.get(address).text.lstrip("\ufeff"))))
        return [row for row in rows if value in row[column].lower().split(" | ")]

    mine = marked(own_client)
    assert mine
    assert {row["iso3"] for row in mine} == {"LBY"}
    assert marked(client) == []


def test_the_own_fact_decides_and_the_atlas_s_stands_beside_it(own_data, data):
    facts = own_data.facts_of("LBY", CHILD, LAST_YEAR, False)["detention_practice"]
    atlas = data.facts_of("LBY", CHILD, LAST_YEAR, False)["detention_practice"]
    assert facts[0].is_own
    assert facts[0].value == "none_reported"
    assert [fact.fact_id for fact in facts[1:]] == [fact.fact_id for fact in atlas]


def test_before_its_years_and_for_other_children_the_atlas_s_fact_decides(own_data, data):
    family = Child(age=15, company="family", status="asylum_seeker")
    for child, year in ((CHILD, 2022), (family, LAST_YEAR)):
        mine = own_data.facts_of("LBY", child, year, False)["detention_practice"]
        assert not any(fact.is_own for fact in mine)
        assert mine == data.facts_of("LBY", child, year, False)["detention_practice"]


def test_levels_elsewhere_are_those_of_the_atlas(own_data, data):
    one, other = own_data.world(CHILD, False), data.world(CHILD, False)
    elsewhere = [i for i, iso3 in enumerate(one.countries) if iso3 != "LBY"]
    assert (one.levels[elsewhere] == other.levels[elsewhere]).all()
    assert (one.values[elsewhere] == other.values[elsewhere]).all()


def test_a_cell_of_the_profile_and_a_fact_are_marked(own_client, client):
    address = "/journey/central-med-horn?cell=4.2"
    page = own_client.get(address).text
    assert "with own facts that are not part of the atlas" in page
    assert "Own fact, not part of the atlas" in page
    assert "own fact counts, and what the atlas says is shown beside it" in page
    assert "Own fact" not in client.get(address).text


def test_an_own_fact_is_not_questioned_at_the_atlas_s_editors(own_client):
    table = own_client.get("/?view=table&countries=LBY").text
    assert "fact=own%2F" not in table
    assert "fact=own/" not in table


def test_the_list_says_what_was_replaced(own_client, data):
    page = own_client.get("/own").text
    atlas = data.facts_of("LBY", CHILD, LAST_YEAR, False)["detention_practice"][0]
    assert atlas.fact_id in page
    assert "detention.csv, row 2" in page


def test_the_data_version_can_be_taken_for_no_other(own_data, data):
    assert own_data.version.endswith("-own")
    assert own_data.version.removesuffix("-own") != data.version


def test_own_facts_are_never_kept_as_an_edition(built, tmp_path):
    with pytest.raises(DataError, match="own facts"):
        EditionStore(tmp_path).keep(current_build(built))
    assert list(tmp_path.iterdir()) == []


def test_an_empty_folder_changes_nothing_and_taking_facts_away_gives_the_atlas_back(
    folder, data, tmp_path
):
    empty = tmp_path / "empty"
    empty.mkdir()
    own = read_own(empty, MARK)
    parts = (LevelsPart(),)
    root = tmp_path / "built"
    build_all(root, own=read_own(folder, MARK), parts=parts)
    assert needs_build(root, None, parts, own)
    build_all(root, own=own, parts=parts)
    again = Data.load(root)
    assert again.version == data.version
    assert again.own_said == ""
    assert again.atlas.protection.facts.equals(data.atlas.protection.facts)
