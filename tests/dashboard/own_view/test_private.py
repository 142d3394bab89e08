"""Nobody else ever sees a reader's facts: attacks on what is kept, sent and written."""

import copy
import gc
import logging
import re
import sys
import weakref
from dataclasses import dataclass

import pytest

from dashboard.app import create_app
from dashboard.config import Config
from dashboard.own_view.sessions import OwnSessions
from tests.dashboard.own_view.readers import (
    HERE,
    NAME,
    SECRETS,
    Reader,
    callback,
    reader_of,
    see,
    tables,
)

# Where something is kept in memory, on disk or by a cache on the way.
KEPT = (
    "/country/LBY", "/methods", "/own", "/search?q=hidden", "/embed/country/LBY",
    "/oembed?url=/country/LBY", "/picture/svg/country/LBY", "/file/country/LBY",
    "/table/csv/country/LBY", "/api/v1/facts?iso3=LBY", "/data/download/facts.csv",
    "/data/download/own.csv",
)  # fmt: skip
HERS = (
    *KEPT, "/", "/journeys", "/journey/hidden-way?year=x", "/data", "/sources", "/what-if",
    "/explain/LBY/2", "/brief-file/md/country/LBY", "/table/xlsx/country/LBY",
    "/data/download/sources.parquet", "/data/download/sources.xlsx", "/data/download/own.gpkg",
    "/svg/journey/hidden-way",
)  # fmt: skip
TAGGED = (
    "/country/LBY",
    "/picture/svg/country/LBY",
    "/api/v1/facts?iso3=LBY",
    "/data/download/facts.csv",
)


def stamp_in(page):
    return page.partition('data-version="')[2].partition('"')[0]


def static(page):
    stamp = stamp_in(page)
    return [f"/data/{stamp}/{name}" for name in
            ("catalogue.json", "search.json", "levels/0-alone-refugee.json")]  # fmt: skip


def answers(client, addresses, **headers):
    return {address: client.get(address, headers=headers) for address in addresses}


@dataclass
class Walk:
    """What a reader's walk through the whole atlas left behind.

    Attributes:
        before, after: what others are answered before and after it: address -> answer.
        written: files that were opened for writing, folders made.
        log: all that was logged meanwhile.
        other: what a second reader saw on the same walk.
        data: hers, if anything still holds it when she had it forgotten.
    """

    before: dict
    after: dict
    written: list
    log: str
    token: str
    other: dict
    data: weakref.ref


class Log(logging.Handler):
    def __init__(self):
        super().__init__()
        self.lines = []

    def emit(self, record):
        if not record.name.startswith(("httpx", "asyncio")):  # those of this client
            self.lines.append(logging.Formatter().format(record))


@pytest.fixture(scope="module")
def walk(data, client_of, tmp_path_factory):
    patch = pytest.MonkeyPatch()
    folder, written, watching, held, log = tmp_path_factory.mktemp("tmp"), [], [], [], Log()
    shown = OwnSessions._shown

    def watched(self, *found):
        made = shown(self, *found)
        held.append(weakref.ref(made.data))
        return made

    def heard(event, found):
        if not watching:
            return
        to_write = event == "open" and isinstance(found[1], str) and set(found[1]) & set("wax+")
        if to_write or event in ("os.mkdir", "os.rename", "tempfile.mkstemp", "tempfile.mkdtemp"):
            written.append(found[0])

    sys.addaudithook(heard)  # it stays for good, and hears nothing when the list is empty again
    patch.setattr(OwnSessions, "_shown", watched)
    patch.setenv("TMPDIR", str(folder))
    patch.setattr("tempfile.tempdir", None)
    logging.getLogger().addHandler(log)
    logging.getLogger("childways").setLevel(logging.DEBUG)
    client = client_of(create_app(Config(access_log=True, pictures=0), copy.copy(data)))
    addresses = (*KEPT, *static(client.get("/").text))
    before = answers(client, addresses)
    there = {*folder.rglob("*")}
    watching.append(True)
    first = reader_of(client, see(client, tables()))
    few = {name: tables()[name] for name in ("sources.csv", "detention.csv")}
    second = reader_of(client, see(client, few, "League of Boreas"))
    for address in HERS:
        assert "League of Boreas" not in first.get(address).text, address
    other = {address: second.get(address) for address in KEPT}
    first.ask("POST", "/_dash-update-component", json=callback("/?country=LBY"))
    watching.clear()
    written += {*folder.rglob("*")} - there
    after = answers(client, addresses)
    first.ask("POST", "/own/forget", headers=HERE)
    gc.collect()
    logging.getLogger().removeHandler(log)
    logging.getLogger("childways").setLevel(logging.NOTSET)
    patch.undo()
    token = first.cookie.partition("=")[2]
    return Walk(before, after, written, "\n".join(log.lines), token, other, held[0])


def test_without_the_cookie_every_answer_is_as_if_there_were_no_reader(walk):
    for address, after in walk.after.items():
        assert after.content == walk.before[address].content, address
        assert not any(word in after.text for word in (*SECRETS, "League of Boreas"))
        assert "set-cookie" not in after.headers


def test_readers_do_not_see_each_other(walk):
    both = {"Secretariat of visits", "Our visitors met"}  # in both readers' tables
    for address, answer in walk.other.items():
        asked = {word for word in SECRETS if word in address}
        assert not any(word in answer.text for word in {*SECRETS} - both - asked), address


def test_nothing_of_it_goes_to_the_disk(walk):
    assert walk.written == []


def test_nothing_of_it_goes_to_the_log(walk):
    assert '"path": "/journey"' in walk.log
    assert walk.token not in walk.log
    assert not any(word in walk.log for word in SECRETS)


def test_after_she_forgot_them_nothing_in_the_process_holds_them(walk):
    """Caches of modules are the way in which a forgotten atlas would stay."""
    assert walk.data() is None


def test_what_a_browser_kept_of_the_atlas_does_not_stand_for_hers(reader, open_client):
    """ETag and Last-Modified of the atlas, sent with her cookie."""
    for address in TAGGED:
        plain = open_client.get(address)
        tag = plain.headers.get("etag", '"x"')
        date = plain.headers.get("last-modified", "Fri, 01 Jan 2100 00:00:00 GMT")
        mine = reader.get(address, **{"if-none-match": tag, "if-modified-since": date})
        assert mine.status_code == 200, address


def test_caches_on_the_way_are_told(reader, open_client):
    for address in TAGGED:
        assert "Cookie" in open_client.get(address).headers["vary"]
        assert reader.get(address).headers["cache-control"] == "private, no-store"
    page = reader.get("/").text
    assert stamp_in(page) != stamp_in(open_client.get("/").text)
    for address in static(page):
        mine = reader.get(address)
        assert (mine.status_code, mine.headers["cache-control"]) == (200, "private, no-store")
        assert open_client.get(address).status_code == 410


def test_two_visits_of_the_same_tables_fetch_under_different_stamps(open_client):
    stamps = set()
    for _ in range(2):
        mine = reader_of(open_client, see(open_client, tables()))
        stamps.add(stamp_in(mine.get("/").text))
        mine.ask("POST", "/own/forget", headers=HERE)
    assert len(stamps) == 2


@pytest.mark.parametrize(
    "cookie",
    [
        "childways-own=",
        "childways-own=../../etc",
        "childways-own=" + "A" * 43,
        'childways-own="a b"; x',
        "a=b; childways-own=zzz; childways-own=y",
    ],
)
def test_a_made_up_cookie_opens_nothing(open_client, cookie):
    answer = Reader(open_client, cookie).get("/country/LBY", accept="text/html")
    assert answer.status_code in (200, 410)
    assert not any(word in answer.text for word in SECRETS)


@pytest.mark.parametrize(
    "others",
    [
        'a={"b":1}; {}', "foo; {}", "version=1; {}", "a=é; {}", "{}; $Path=/", "a=[1,2]; {} ; b=@",
        "a=b;{}", ";;{}",
    ],
)  # fmt: skip
def test_an_odd_cookie_beside_hers_does_not_put_the_atlas_in_their_place(reader, others):
    beside = others.replace("{}", reader.cookie).encode()
    assert f"4 values of {NAME}" in Reader(reader.client, beside).get("/methods").text


def test_a_cookie_without_facts_is_said_and_one_that_only_names_ours_is_none(open_client):
    for cookie, status in (
        ("childways-own=", 410), ("a=b; childways-own=T", 410), ("a=1, childways-own=T", 200),
        ('track="?from=childways-own=1"', 200), ("a=childways-own=T", 200),
        ("childways-own", 200),
        ("not-childways-own=T", 200), ("__Host-childways-own=T", 200), ("a=childways-own", 200),
    ):  # fmt: skip
        answer = Reader(open_client, cookie).get("/methods", accept="text/html")
        assert answer.status_code == status, cookie


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 403),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"sec-fetch-site": "cross-site", "origin": "http://childways.test"}, 403),
        ({"sec-fetch-site": "same-site", "origin": "http://childways.test"}, 403),
        ({"sec-fetch-site": "none"}, 403),
        ({"sec-fetch-site": "same-origin"}, 422),
        ({"origin": "http://childways.test"}, 422),
        ({"origin": "http://127.0.0.1:8050"}, 422),  # the public address, behind a proxy
    ],
)
def test_no_other_site_can_put_tables_under_a_reader_s_eyes(open_client, headers, status):
    answer = see(open_client, {"detention.csv": b"iso3\nLBY\n"}, headers=headers)
    assert answer.status_code == status
    assert "set-cookie" not in answer.headers
    if status == 403:
        answer = open_client.ask("POST", "/own/forget", headers=headers)
        assert (answer.status_code, "set-cookie" in answer.headers) == (403, False)


@pytest.mark.parametrize(
    "to",
    ["//evil.example", "https://evil.example", "/\\evil.example", "/\t/evil", "javascript:x", ""],
)
def test_the_way_on_stays_on_the_site(open_client, to):
    answer = open_client.ask("POST", "/own/forget", params={"to": to}, headers=HERE)
    assert answer.headers["location"] == "/own#forgotten"


def test_a_fault_of_ours_does_not_write_her_words_to_the_log(reader, caplog, monkeypatch):
    def broken(*_more):
        raise ValueError(f"a fault with {NAME}")

    for place in ("dashboard.pages.methods.render", "dashboard.api.content.Content.fact_rows"):
        monkeypatch.setattr(place, broken, raising=False)
    monkeypatch.setitem(__import__("dashboard.site", fromlist=["x"]).PAINTED, "country", broken)
    answer = reader.get("/country/LBY")
    assert answer.status_code == 500
    assert "ValueError at " in caplog.text
    assert NAME not in caplog.text


@pytest.mark.parametrize("address", ["/own/check", "/own/see", "/own/check?edition={}"])
def test_nor_does_one_in_bringing_them_when_there_is_no_cookie_yet(
    open_client, data, caplog, monkeypatch, address
):
    def broken(*_more):
        raise ValueError(f"a fault with {NAME}")

    monkeypatch.setattr("dashboard.own_check.checked", broken)
    parts = [("files", (file, content)) for file, content in tables().items()]
    to = address.format(data.version)
    answer = open_client.ask("POST", to, files=parts, data={"name": NAME}, headers=HERE)
    assert answer.status_code == 500
    assert "ValueError at " in caplog.text
    assert NAME not in caplog.text


@pytest.mark.parametrize(
    ("address", "to"),
    [
        ("/journey/hidden-way", "/"),
        ("/brief/journey/hidden%2Dway?year=2024", "/"),
        ("/journey/central-med-horn", "/journey/central-med-horn"),
        ("/journey/own?stops=TCD,LBY", "/journey/own%3Fstops%3DTCD%2CLBY"),
    ],
)
def test_without_the_cookie_no_route_of_hers_is_asked_for(open_client, address, to):
    lost = Reader(open_client, "childways-own=" + "x" * 43)
    page = lost.get(address, accept="text/html")
    assert page.status_code == 410
    assert f'action="/own/forget?to={to}"' in page.text


def test_page_and_drawing_say_of_which_atlas_they_are(reader, open_client, data):
    """Scripts load a page again when the two differ: no map has the words of another atlas."""
    said = []
    for one in (reader, open_client):
        (painted,) = re.findall(r'<body [^>]*data-atlas="([^"]*)"', one.get("/").text)
        asked = one.ask("POST", "/_dash-update-component", json=callback("/"))
        (drawn,) = re.findall(r'"data-atlas": ?"([^"]*)"', asked.text)
        assert painted == drawn
        said.append(painted)
    assert said[0] != said[1] == data.version
    for lost, found in (("childways-own=" + "x" * 43, ""), (reader.cookie, data.version)):
        body = callback(f"/?edition={data.version}" if found else "/")
        asked = Reader(open_client, lost).ask("POST", "/_dash-update-component", json=body)
        assert f'"data-atlas":"{found}"' in asked.text.replace('": "', '":"')
    frozen = reader.get(f"/?edition={data.version}").text
    assert f'data-atlas="{data.version}"' in frozen


def test_a_frozen_page_is_the_one_that_all_see(reader, open_client, data):
    page = reader.get(f"/country/LBY?edition={data.version}")
    assert page.text == open_client.get(f"/country/LBY?edition={data.version}").text


LED = {"sec-fetch-mode": "navigate", "sec-fetch-dest": "document", "sec-fetch-user": "?1"}


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none", "same-origin"])
def test_a_link_from_a_mail_leads_to_the_page_with_her_facts(reader, site):
    answer = reader.get("/country/LBY", **{"sec-fetch-site": site, **LED})
    assert f"4 values of {NAME}" in answer.text


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize("dest", ["iframe", "image", "script", "empty", "embed"])
def test_a_part_of_another_site_s_page_is_what_all_see(reader, open_client, site, dest):
    """Browsers keep the cookie from other sites, but not from a neighbour on the same domain."""
    said = {"sec-fetch-site": site, "sec-fetch-dest": dest}
    for address in ("/picture/svg/country/LBY", "/country/LBY"):
        mine = reader.get(address, **said)
        assert mine.content == open_client.get(address).content
        assert mine.headers["cache-control"] == "private, no-store"  # nor hers from then on
        elsewhere = open_client.get(address, headers=said)
        assert elsewhere.headers["cache-control"] == open_client.get(address).headers[
            "cache-control"
        ]  # fmt: skip


def test_nor_are_her_drawings_and_data_given_to_it(reader):
    said = {"sec-fetch-site": "same-site", "sec-fetch-dest": "empty"}
    asked = reader.ask(
        "POST", "/_dash-update-component", json=callback("/?country=LBY"), headers=said
    )
    assert asked.status_code == 200
    assert NAME not in asked.text
    (address, *_) = static(reader.get("/").text)
    assert reader.get(address).status_code == 200
    assert reader.get(address, **said).status_code == 410
