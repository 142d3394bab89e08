"""How the API speaks HTTP: formats, tags, errors, other sites, limits, compression."""

import copy
import gzip
import json

import pytest

from dashboard.api import add_api
from dashboard.api.formats import accepted, csv_text
from dashboard.api.limit import RateLimit, bucket_of
from dashboard.app import create_app
from dashboard.config import Config, ConfigError

SAFE = "Access-Control-Allow-Origin"


@pytest.mark.parametrize(
    ("accept", "found"),
    [
        ("", "json"),
        ("*/*", "json"),
        ("text/csv", "csv"),
        ("text/*", "csv"),
        ("application/*", "json"),
        ("text/csv;q=0.5, application/json;q=0.4", "csv"),
        ("text/csv;q=0, */*", "json"),
        ("application/geo+json", "geojson"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "json"),
        ("image/png", None),
        ("text/csv;q=nan", None),
        ("text/csv;q=7", None),
    ],
)
def test_the_format_liked_best_is_answered(accept, found):
    assert accepted(accept, ("json", "csv", "geojson")) == found


@pytest.mark.parametrize(
    ("path", "accept"),
    [("/countries", "image/png"), ("/facts", "application/geo+json"), ("/facts.geojson", "*/*")],
)
def test_a_format_that_there_is_not_is_406(ask, path, accept):
    answer = ask(path, headers={"accept": accept})
    assert answer.status_code == 406
    assert "text/csv" in answer.json()["detail"]


def test_cells_that_a_spreadsheet_would_run_are_made_text():
    rows = [{"a": text, "b": -1.5} for text in ("=1+1", "+1", "-1", "@x", "\tx", "\rx", "ok", "")]
    lines = csv_text(rows, ("a", "b")).split("\r\n")
    assert lines[1:-1] == [
        "'=1+1,-1.5", "'+1,-1.5", "'-1,-1.5", "'@x,-1.5", "'\tx,-1.5", '"\'\rx",-1.5', "ok,-1.5",
        ",-1.5",
    ]  # fmt: skip


def test_an_own_journeys_name_can_not_run_in_a_spreadsheet(client):
    answer = client.ask(
        "POST",
        "/api/v1/journeys",
        json={"stops": ["ERI", "SDN"], "name": "=cmd|'/c calc'!A1"},
        headers={"accept": "text/csv"},
    )
    assert answer.status_code == 200
    assert ",=" not in answer.text


@pytest.mark.parametrize("path", ["/countries/LBY", "/countries/LBY.geojson", "/facts.csv?goal=2"])
def test_an_unchanged_answer_is_not_sent_twice(ask, path):
    first = ask(path)
    tag = first.headers["etag"]
    assert tag.startswith('W/"')
    assert first.headers["cache-control"] == "public, max-age=300, stale-while-revalidate=86400"
    for sent in (tag, tag.removeprefix("W/"), f'"x", {tag}'):
        again = ask(path, headers={"if-none-match": sent})
        assert again.status_code == 304
        assert again.content == b""
        assert again.headers["etag"] == tag
    assert ask(path, headers={"if-none-match": '"x"'}).status_code == 200


def test_tags_differ_by_format_question_and_path(ask):
    paths = ["/countries/LBY", "/countries/LBY.csv", "/countries/ITA", "/facts?goal=2", "/facts"]
    tags = [ask(path).headers["etag"] for path in paths]
    tags.append(ask("/countries/LBY", headers={"accept": "text/csv"}).headers["etag"])
    assert len(set(tags)) == len(tags)


def test_caches_are_told_that_the_format_decides(ask):
    for encoding in ("br", "gzip", "identity"):
        answer = ask("/countries", headers={"accept-encoding": encoding})
        # And the cookie of readers who look with facts of their own.
        assert answer.headers["vary"] == "Accept, Accept-Encoding, Cookie"
        assert answer.headers.get("content-encoding", "identity") == encoding


def test_gzip_holds_the_same(ask):
    plain = ask("/countries", headers={"accept-encoding": "identity"})
    packed = ask("/countries", headers={"accept-encoding": "gzip"})
    assert packed.content == plain.content
    assert len(gzip.compress(plain.content)) < len(plain.content)


def test_head_is_get_without_a_body(client):
    get, head = (client.ask(method, "/api/v1/countries/LBY") for method in ("GET", "HEAD"))
    assert head.status_code == 200
    assert head.content == b""
    assert head.headers["etag"] == get.headers["etag"]


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/api/v1/countries/ZZZ", 404, "Nearest"),
        ("/api/v1/countries/Libya", 400, "pattern"),
        ("/api/v1/routes/central-med", 404, "central-med-horn"),
        ("/api/v1/journeys/channel/atlantis", 404, "it has main"),
        ("/api/v1/sources/unhcr", 404, "Nearest"),
        ("/api/v1/facts?measure=detention", 400, "detention_law"),
        ("/api/v1/flows?route_id=central-med", 400, "central-med-horn"),
        ("/api/v1/levels?age=18", 400, "query: age"),
        ("/api/v1/levels?contry=LBY", 400, "iso3"),
        ("/api/v1/levels?iso3=LBY&iso3=ITA", 400, "more than once"),
        ("/api/v1/levels?iso3=", 400, "query: iso3"),
        ("/api/v1/levels?page=0", 400, "query: page"),
        ("/api/v1/views", 400, "must be given"),
        ("/api/v1/views?url=/nowhere", 404, "/journey/..."),
        ("/api/v1/views?url=/methods", 404, "/journey/..."),
        ("/api/v1/views?url=https://elsewhere.test/", 404, "is not this site"),
        ("/api/v1/views?url=/journey/atlantis", 404, "Nearest"),
        ("/api/v1/views?url=/journey/own", 404, "2 to 15"),
        ("/api/v1/views?url=/country/ZZZ", 404, "Nearest"),
        ("/api/v1/views?url=http://[", 404, "No page"),
        ("/api/v1/nowhere", 404, "/api/v1/docs"),
        ("/api/v1", 404, "/api/v1/docs"),
        ("/api/v2/countries", 404, "/api/v1/docs"),
    ],
)
def test_an_error_says_what_to_send_instead(client, path, status, words):
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    found = answer.json()
    assert words in json.dumps(found)
    assert found["status"] == status
    assert found["instance"] == path.partition("?")[0]
    assert {"type", "title", "detail"} <= set(found)
    assert found["type"].startswith("/api/v1/docs#problem-")
    assert "content-security-policy" in answer.headers


def test_the_type_of_a_problem_is_explained_on_the_documentation_page(client, ask):
    text = ask("/docs").text
    for path in ("/api/v1/nowhere", "/api/v1/levels?age=18", "/api/v1/facts.geojson"):
        anchor = client.get(path).json()["type"].partition("#")[2]
        assert f'id="{anchor}"' in text


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"stops": ["ERI", "ERI"]}, "twice in a row"),
        ({"stops": ["Eritrea", "SDN"]}, "ERI (Eritrea)"),
        ({"stops": ["ERI"]}, "at least 2"),
        ({"stops": ["ERI", "SDN"] * 10}, "at most 15"),
        ({"stops": ["ERI", "SDN"], "name": "x" * 61}, "60"),
        ({"stops": ["ERI", "SDN"], "name": "\ud800"}, "body: name"),
        ({"stops": ["ERI", "SDN"], "colour": 1}, "no such parameter"),
        ({}, "must be given"),
        ([], "body"),
    ],
)
def test_a_journey_that_can_not_be_is_refused_in_words(client, body, words):
    answer = client.ask("POST", "/api/v1/journeys", content=json.dumps(body),
                        headers={"content-type": "application/json"})  # fmt: skip
    assert answer.status_code == 400
    assert words in json.dumps(answer.json())


@pytest.mark.parametrize(
    ("content", "status"),
    [(b"{", 400), (b"[" * 9000, 400), (b"\xff\xfe", 400), (b"x" * 30_000, 413)],
)
def test_a_body_that_is_no_journey_does_not_break_the_server(client, content, status):
    answer = client.ask("POST", "/api/v1/journeys", content=content,
                        headers={"content-type": "application/json"})  # fmt: skip
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_the_api_is_read_only(client, method):
    answer = client.ask(method, "/api/v1/countries")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS"
    assert answer.json()["status"] == 405


def test_other_sites_may_read_the_api_and_nothing_else(client):
    origin = {"origin": "https://elsewhere.test"}
    for path in ("/api/v1/countries", "/api/v1/nowhere", "/api/v1/openapi.json"):
        headers = client.get(path, headers=origin).headers
        assert headers[SAFE] == "*"
        assert "access-control-allow-credentials" not in headers
    before = client.ask("OPTIONS", "/api/v1/countries", headers=origin)
    assert before.status_code == 204
    assert before.headers[SAFE] == "*"
    assert "POST" not in before.headers["access-control-allow-methods"]
    posted = client.ask("POST", "/api/v1/journeys", json={"stops": ["ERI", "SDN"]}, headers=origin)
    assert posted.status_code == 200
    assert SAFE not in posted.headers
    for path in ("/", "/health", "/atlas.csv", "/api/v2"):
        assert SAFE not in client.get(path, headers=origin).headers


def test_a_fault_of_ours_is_a_problem_without_detail(client, data, monkeypatch):
    def fails(*_):
        raise RuntimeError("secret detail")

    monkeypatch.setattr(data.atlas.__class__, "routes_through", fails)
    answer = client.get("/api/v1/countries/LBY")
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert "secret" not in answer.text


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def test_a_client_gets_its_requests_back_evenly():
    clock = Clock()
    limit = RateLimit(60, clock)
    assert [limit.wait("a") for _ in range(61)] == [0] * 60 + [1]
    assert limit.wait("b") == 0
    clock.now = 1.5
    assert [limit.wait("a"), limit.wait("a")] == [0, 1]
    clock.now = 1000
    assert [limit.wait("a") for _ in range(61)] == [0] * 60 + [1]


def test_no_limit_is_no_table():
    limit = RateLimit(0, Clock())
    assert not any(limit.wait("a") for _ in range(1000))
    assert len(limit) == 0


def test_the_table_of_clients_is_bounded():
    limit = RateLimit(1, Clock(), most_clients=5)
    for i in range(100):
        assert limit.wait(f"10.0.0.{i}") == 0
    assert len(limit) == 5
    assert limit.wait("10.0.0.99") == 60


def test_one_ipv6_network_is_one_client():
    assert bucket_of("2001:db8::1") == bucket_of("2001:db8::ffff")
    assert bucket_of("2001:db8::1") != bucket_of("2001:db8:0:1::1")
    assert bucket_of("192.0.2.1") == "192.0.2.1"
    assert len(bucket_of("x" * 900)) <= 64


def test_too_many_requests_are_told_when_to_come_back(data, client):
    clock = Clock()
    server = create_app(Config(access_log=False, api_rate_per_minute=0), copy.copy(data))
    config = Config(api_rate_per_minute=3)
    add_api(server, config, data, lambda page: page, clock=clock)
    limited = type(client)(server)
    statuses = [limited.get("/api/v1/countries/LBY").status_code for _ in range(4)]
    assert statuses == [200, 200, 200, 429]
    refused = limited.get("/api/v1/countries/LBY")
    assert refused.headers["retry-after"] == "20"
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.headers[SAFE] == "*"
    assert limited.get("/health").status_code == 200
    clock.now = 20
    assert limited.get("/api/v1/countries/LBY").status_code == 200


def test_the_rate_is_a_setting():
    assert Config.from_env({}).api_rate_per_minute == 600
    assert Config.from_env({"CHILDWAYS_API_RATE": "0"}).api_rate_per_minute == 0
    with pytest.raises(ConfigError, match="CHILDWAYS_API_RATE is 'many'"):
        Config.from_env({"CHILDWAYS_API_RATE": "many"})
