"""What the server answers: pages, headers, files, errors, and hostile addresses."""

import json
import re
from html import unescape

import httpx
import pytest

PAGES = (
    *("/", "/?view=table", "/?view=chart", "/journeys", "/journey/channel", "/journey/own"),
    *("/compare?a=channel&b=albania-uk", "/country/LBY", "/data", "/methods", "/own", "/sources"),
)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_painted_by_the_server(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.text.count("<h1") == 1
    assert re.search(r'<main [^>]*id="main"', answer.text)


@pytest.mark.parametrize("path", [*PAGES, "/nowhere", "/health", "/atlas.csv"])
def test_every_answer_carries_the_security_headers(client, path):
    headers = client.get(path).headers
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["frame-ancestors"] == "'none'"
    assert policy["default-src"] == "'none'"
    assert "unsafe" not in policy["script-src"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
    assert "geolocation=()" in headers["permissions-policy"]
    assert "set-cookie" not in headers


def test_the_opening_page_holds_its_map_and_its_counts(client):
    text = client.get("/").text
    assert text.count('data-c="') > 240
    assert re.search(r"Known for \d+ of \d+ countries", text)


def test_inline_scripts_are_those_that_the_policy_names(client):
    answer = client.get("/")
    inline = re.findall(r"<script(?: type=\"module\")?>(.*?)</script>", answer.text, re.DOTALL)
    assert len(inline) == 2
    assert answer.headers["content-security-policy"].count("'sha256-") == 2


def test_addresses_of_assets_change_with_the_data_and_are_kept(client):
    text = client.get("/").text
    (style,) = re.findall(r'href="(/static/[^"]+\.css)"', text)
    kept = client.get(style)
    assert "immutable" in kept.headers["cache-control"]
    old = client.get("/static/000000000000/childways.css")
    assert old.status_code == 200
    assert old.headers["cache-control"] == "no-cache"


def test_a_page_names_no_other_host(client, data):
    for path in PAGES:
        text = client.get(path).text
        loaded = re.findall(r'<(?:script|img|link|iframe)[^>]+(?:src|href)="(https?:[^"]+)"', text)
        assert all(address.startswith(f"{data.origin}/oembed?") for address in loaded)


def test_large_answers_are_compressed(client):
    answer = client.get("/", headers={"accept-encoding": "br"})
    assert answer.headers["content-encoding"] == "br"
    assert "Accept-Encoding" in answer.headers["vary"].split(", ")


def test_health_tells_the_data_version(client, data):
    found = client.get("/health").json()
    assert found["status"] == "ok"
    assert found["data_version"] == data.version
    assert found["facts"] == len(data.atlas.protection.facts)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/nowhere", "There is no such page"),
        ("/journey/atlantis", "No route &#x27;atlantis&#x27;|No route 'atlantis'"),
        ("/country/ZZZ", "No country"),
        ("/static/x/../../pyproject.toml", "There is no such page"),
        ("/static/x/%2e%2e/%2e%2e/pyproject.toml", "There is no such page"),
        ("/static/x/vendor/README.md", "There is no such page"),
        ("/data/x/levels/99-alone-refugee.json", "No levels"),
        ("/svg/journey/atlantis", "No route"),
        ("/compare?a=atlantis", "can’t be compared"),
    ],
)
def test_a_wrong_address_is_a_404_that_leads_back(client, path, words):
    answer = client.get(path)
    assert answer.status_code == 404
    assert re.search(words, answer.text)
    assert re.search(r'<a[^>]+href="/(journeys)?"', answer.text)
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/table/csv/journey/central-med-hron", 404, "Nearest: central-med-horn"),
        ("/table/ods/map", 404, "csv or xlsx"),
        ("/table/csv/nothing", 404, "view with a table"),
        ("/file/country/LBX", 404, "LBY (Libya)"),
        ("/oembed?url=https://other.example/", 404, "Only addresses that begin with"),
        ("/oembed?url=x&format=yaml", 501, "format=json or format=xml"),
        ("/data/download/nothing.csv", 404, "No file nothing.csv"),
    ],
)
def test_what_programs_ask_for_is_refused_in_json_and_to_a_browser_on_a_page(
    client, path, status, words
):
    told = client.get(path)
    assert told.status_code == status
    assert told.headers["content-type"] == "application/problem+json"
    assert told.json()["status"] == status
    assert words in told.json()["detail"]
    page = client.get(path, headers={"accept": "text/html,*/*;q=0.8"})
    assert page.status_code == status
    assert page.headers["content-type"].startswith("text/html")
    assert words in unescape(page.text)
    assert re.search(r'<a[^>]+href="/"', page.text)
    assert {told.headers["cache-control"], page.headers["cache-control"]} == {"no-store"}


def test_wrong_choices_are_dropped_with_a_word(client):
    answer = client.get("/?colour=wealth&year=1066&routes=atlantis,channel&shoe=9")
    assert answer.status_code == 200
    for word in ("wealth", "1066", "atlantis", "shoe"):
        assert f"“{word}”" in answer.text


HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' OR 1=1 --",
    "../../etc/passwd",
    "\x00",
    "%00",
    "é" * 300,
    "{{7*7}}",
    "\u202egnp",
    "\r\nSet-Cookie: a=b",
    "=cmd|'/c calc'!A1",
)
NAMES = (
    *("colour", "routes", "roles", "age", "company", "status", "year", "steps", "country"),
    *("view", "find", "sort", "goal", "cell", "branch", "stops", "name", "add", "a", "b"),
)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize(
    "path", ["/", "/journey/own", "/journey/channel", "/compare", "/country/LBY"]
)
def test_hostile_choices_neither_break_the_page_nor_run(client, path, text):
    answer = client.get(path, params=dict.fromkeys(NAMES, text))
    assert answer.status_code in (200, 404)
    body = answer.text
    assert "<script>alert" not in body
    assert not re.search(r"<img[^>]+onerror", body)
    assert "set-cookie" not in answer.headers


def test_an_overlong_link_opens_the_opening_view_and_says_so(client):
    answer = client.get("/?find=" + "x" * 5000)
    assert answer.status_code == 200
    assert "longer than 4000 characters" in answer.text


def test_a_fault_of_ours_is_a_page_with_headers_and_a_way_back(client_of, app_of_its_own):
    def fails(*_):
        raise RuntimeError("secret detail")

    app = app_of_its_own(pictures=0)
    app.state.data.atlas_map, app.state.data.world_of = None, fails
    answer = client_of(app).get("/?year=2013")
    assert answer.status_code == 500
    assert "could not draw this page" in answer.text
    assert "secret detail" not in answer.text
    assert "content-security-policy" in answer.headers


def test_a_head_request_has_no_body(client):
    answer = client.ask("HEAD", "/")
    assert answer.status_code == 200
    assert answer.content == b""


def test_other_methods_are_refused_with_a_page(client):
    answer = client.ask("DELETE", "/methods")
    assert answer.status_code == 405
    assert "<h1" in answer.text


def test_dash_draws_the_same_page_for_an_address(client):
    """The callback that answers a change, asked as the browser asks it."""
    asked = {
        "output": "page.children",
        "outputs": {"id": "page", "property": "children"},
        "inputs": [{"id": "address", "property": "data", "value": "/?year=2015&country=LBY"}],
        "state": [
            {"id": "location", "property": "pathname", "value": "/"},
            {"id": "location", "property": "search", "value": ""},
        ],
        "changedPropIds": ["address.data"],
    }
    answer = client.ask("POST", "/_dash-update-component", json=asked)
    assert answer.status_code == 200
    tree = json.dumps(answer.json()["response"]["page"]["children"], ensure_ascii=False)
    assert "Libya" in tree
    assert '"2015"' in tree


def test_the_csv_holds_one_row_a_fact_with_its_source(client, data):
    answer = client.get("/atlas.csv?colour=detention_practice&routes=channel")
    assert answer.headers["content-type"].startswith("text/csv")
    assert "attachment" in answer.headers["content-disposition"]
    head, *rows = answer.text.splitlines()
    names = head.split(",")
    assert {"iso3", "value", "publisher", "title", "url", "evidence", "data_version"} <= set(names)
    assert len(rows) >= len(data.atlas.routes["channel"].roles())
    assert all(row.endswith(data.version) for row in rows)


def test_packs_hold_what_the_model_says(client, data):
    version = re.search(r'data-version="(\w+)"', client.get("/").text)[1]
    found = client.get(f"/data/{version}/levels/15-alone-asylum_seeker.json").json()
    catalogue = client.get(f"/data/{version}/catalogue.json").json()
    pack = found["15-alone-asylum_seeker"]["goal-2"]
    letters = next(years for years in reversed(pack) if years)
    libya = [iso3 for iso3, _ in catalogue["countries"]].index("LBY")
    level = data.atlas.levels("LBY", __import__("routes").Child(), 2025)[2]
    assert letters[libya] == ("abcde"[level.value] if level.is_unchecked else str(level.value))


def test_the_client_under_test_is_not_the_network(client):
    assert isinstance(client.transport, httpx.ASGITransport)
