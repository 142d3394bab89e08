"""A reader sees the atlas with her own facts: marked everywhere, in her browser alone."""

import copy
import csv
import hashlib
import io
import json

import openpyxl
import pytest
from fastapi import FastAPI, Response

from dashboard.config import Config
from dashboard.data import Data
from dashboard.markup import to_html
from dashboard.own_check import Answers, Desk, add_own
from dashboard.own_form import Sent
from dashboard.own_view.offer import Offer
from dashboard.own_view.sessions import OwnSessions, Terms, checked, joined
from dashboard.pages import own
from geodata.build import build_all
from geodata.build.tables import tables_of
from geodata.own import own_facts
from routes import Child
from routes.own_atlas import with_own
from tests.dashboard.own_view.readers import (
    CSV,
    HERE,
    NAME,
    SECRETS,
    Reader,
    callback,
    hidden,
    reader_of,
    tables,
)

PAGES = (
    "/", "/?view=table", "/?country=LBY", "/journey/central-med-horn", "/journey/hidden-way",
    "/journeys", "/compare", "/country/LBY", "/goals", "/sheet", "/commitments", "/practice",
    "/timeline", "/what-if", "/search?q=libya", "/corrections", "/data", "/methods", "/sources",
    "/own", "/brief/country/LBY", "/explain/LBY/2",
)  # fmt: skip
WAYS_OUT = (
    "/atlas.csv", "/commitments.csv?goal=2", "/picture/svg/map", "/picture/svg/journey/hidden-way",
    "/picture/svg/country/LBY", "/brief-file/md/country/LBY", "/table/csv/map", "/table/xlsx/map",
    "/file/country/LBY", "/table/csv/journey/hidden-way", "/api/v1/facts?iso3=LBY",
    "/api/v1/levels?iso3=LBY", "/api/v1/sources?per_page=1000", "/data/download/sources.csv",
    "/data/download/sources.parquet", "/data/download/sources.xlsx",
)  # fmt: skip


def text_of(response):
    kind = response.headers["content-type"]
    if "spreadsheetml" in kind:
        book = openpyxl.load_workbook(io.BytesIO(response.content))
        cells = (cell.value for sheet in book for row in sheet for cell in row)
        return "\n".join(str(value) for value in cells)
    return response.content.decode("latin-1" if "parquet" in kind else "utf-8")


def test_checked_tables_are_sent_again_by_the_page_and_open_the_atlas(open_client):
    parts = [("files", (file, content)) for file, content in tables().items()]
    page = open_client.ask("POST", "/own/check", files=parts, data={"name": NAME})
    assert "See the atlas with my values" in page.text
    assert "set-cookie" not in page.headers
    answer = open_client.ask("POST", "/own/see", data=hidden(page.text), headers=HERE)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert answer.headers["cache-control"] == "no-store"
    words = answer.headers["set-cookie"].split("; ")
    assert set(words[1:]) == {"HttpOnly", "Path=/", "SameSite=lax"}  # and no end: the session's
    mine = reader_of(open_client, answer)
    assert NAME in mine.get("/country/LBY").text
    assert mine.ask("POST", "/own/forget", headers=HERE).status_code == 303


def test_over_https_the_cookie_is_bound_to_this_host(data):
    desk = Desk.of(Config(origin="https://atlas.example.org"), copy.copy(data), lambda of: of)
    answer = Response()
    desk.cookie.put(answer, "token")
    assert answer.headers["set-cookie"].startswith("__Host-childways-own=token; ")
    assert "Secure" in answer.headers["set-cookie"].split("; ")


@pytest.mark.parametrize("address", PAGES)
def test_every_page_says_it_and_has_the_way_to_forget(reader, address):
    answer = reader.get(address)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "private, no-store"
    assert "With own facts." in answer.text
    assert f"4 values of {NAME}" in answer.text
    assert 'action="/own/forget"' in answer.text
    assert "Only this browser sees them." in answer.text


@pytest.mark.parametrize("address", WAYS_OUT)
def test_every_way_out_names_whose_facts_they_are(reader, address):
    answer = reader.get(address)
    assert answer.status_code == 200
    assert NAME in text_of(answer)
    assert answer.headers["cache-control"] == "private, no-store"
    assert not {"etag", "last-modified", "access-control-allow-origin"} & set(answer.headers)


def test_share_offers_no_address_that_would_show_others_something_else(reader):
    page = reader.get("/journey/central-med-horn").text
    assert "without your own facts" in page
    assert "&lt;iframe" not in page
    assert "/embed/" not in page
    assert "cited=" not in page
    assert "/picture/svg/journey/central-med-horn" in page
    assert "not part of the atlas and not at its address" in page


def test_what_others_load_never_has_them(reader, client):
    for address in ("/embed/map", "/embed/country/LBY", "/oembed?url=/country/LBY", "/health"):
        mine = reader.get(address)
        assert mine.content == client.get(address).content or address == "/health"
        assert not any(word in mine.text for word in SECRETS)
        assert "set-cookie" not in mine.headers


def test_files_that_need_the_disk_are_not_offered_and_say_why(reader):
    page = reader.get("/data").text
    assert ".gpkg" not in page
    assert "childways.zip" not in page
    answer = reader.get("/data/download/childways.zip", accept="text/html")
    assert answer.status_code == 409
    assert "childways build --own" in answer.text


def test_what_dash_draws_has_them_too(reader, open_client):
    mine, plain = (
        json.dumps(of.ask("POST", "/_dash-update-component", json=callback("/?country=LBY")).json())
        for of in (reader, open_client)
    )
    assert NAME in mine
    assert NAME not in plain
    lost = Reader(open_client, "childways-own=" + "x" * 43)
    gone = lost.ask("POST", "/_dash-update-component", json=callback("/?country=LBY"))
    assert "Your own facts are no longer here" in json.dumps(gone.json(), ensure_ascii=False)


def test_it_is_the_atlas_that_a_build_with_the_same_tables_is(data, tmp_path):
    """``serve --facts`` builds; here the same is made in memory."""
    hers, faults = checked(tables(), NAME)
    assert faults == []
    sessions = OwnSessions(data, lambda of: of, Terms(most=1, idle_seconds=60))
    seen = sessions.find(sessions.add(hers, joined(hers), {})).data
    root = tmp_path / "built"
    build_all(root, own=own_facts(tables(), NAME)[0])
    built = Data.load(root)
    for name in ("facts", "withheld", "stages", "routes", "sources", "provenance", "own",
                 "commitments", "timeline", "practices", "recorded_figures"):  # fmt: skip
        one, other = (of.atlas.table(name) for of in (seen, built))
        columns = list(one.columns)
        assert one[columns].astype(str).equals(other[columns].astype(str)), name
    child = Child()
    one, other = (of.world(of.age_class(child), False) for of in (seen, built))
    assert (one.levels == other.levels).all()
    assert seen.atlas.routes == built.atlas.routes
    assert seen.version.endswith("-own")
    assert seen.version not in (built.version, data.version)


def test_a_fact_from_a_workbook_has_its_checksum_in_the_chain(data):
    book = openpyxl.Workbook()
    for name, text in CSV.items():
        sheet = book.create_sheet(name)
        for row in csv.reader(io.StringIO(text)):
            sheet.append(row)
    del book["Sheet"]
    file = io.BytesIO()
    book.save(file)
    hers, faults = checked({"ours.xlsx": file.getvalue()}, NAME)
    assert faults == []
    with_hers = joined(hers)
    atlas = with_own(data.atlas, tables_of(with_hers), hers, count=with_hers.count)
    (fact_id,) = (one for one in with_hers.values["own_id"] if "detention" in one)
    place = atlas.origins.fact_place(fact_id, "detention", 2)
    assert place.file == "own/ours.xlsx, sheet detention"
    assert place.sha256 == hashlib.sha256(file.getvalue()).hexdigest()


def test_an_atlas_with_own_facts_already_and_one_of_other_tables_say_why_not(data):
    manifest = data.atlas.manifest
    assert Offer.of(Config(), manifest).is_open
    other = {**manifest, "inputs": {**manifest["inputs"], "facts/routes.csv": "0"}}
    for config, held, words in (
        (Config(), {**manifest, "own": {"name": "us"}}, "already one with own facts"),
        (Config(), other, "built from other tables"),
        (Config(own_views=0), manifest, "does not offer it"),
        (Config(workers=2), manifest, "share no memory"),
    ):
        assert words in Offer.of(config, held).why_not
    assert Offer.of(Config(workers=2, own_keep="kept"), manifest).is_open


def test_where_it_is_not_offered_tables_are_checked_and_no_more(data):
    mine = copy.copy(data)
    mine.own_offer = Offer.of(Config(own_views=0), data.atlas.manifest)
    desk = Desk.of(Config(own_views=0), mine, lambda of: of)
    assert desk.sessions is None
    router = FastAPI().router
    before = len(router.routes)
    add_own(router, mine, lambda _page: Response(), desk)
    assert {route.path for route in router.routes[before:]} == {
        "/own/check", "/own/template/{name}",
    }  # fmt: skip
    page = own.render(mine, "", "")
    assert "does not offer it" in to_html(page.tree)
    assert "/own/see" not in "".join(page.slots.values())
    checked_page = []
    answers = Answers(
        data=mine, paint=lambda page: checked_page.append(page) or Response(), desk=desk
    )
    answers.checked(Sent(files=tables(), name=NAME))
    assert own.SEE not in checked_page[0].slots
    assert "No fault: 4 values" in to_html(checked_page[0].tree)
