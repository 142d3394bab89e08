"""Hostile requests: nothing of ours fails, nothing of theirs runs. All: ``make hostile``."""

import json
from collections import Counter
from html import escape

import pytest

from tests.hostile.generator import attack
from tests.hostile.inspection import faults_of
from tests.hostile.payloads import MARK, SCRIPTS
from tests.hostile.run import send_all

COUNT, SEED = 1500, 7
GOOD = {"x-content-type-options": "nosniff", "content-security-policy": "default-src 'none'"}


def test_fifteen_hundred_hostile_requests_do_no_harm(app, loop):
    outcomes = loop.run(send_all(app, [attack(SEED, index) for index in range(COUNT)]))
    bad = [
        (one.attack.index, one.attack.target[:200], one.faults) for one in outcomes if one.faults
    ]
    assert bad == []
    answered = Counter(one.attack.family for one in outcomes if one.status == 200)
    for family in ("pages", "own journeys", "ways out", "callbacks", "files", "api"):
        assert answered[family] > 5, f"nothing aimed at {family} got past the door"
    carried = [one for one in outcomes if one.attack.family == "own journeys" and one.size > 1000]
    assert len(carried) > 50


def test_the_same_seed_sends_the_same_requests():
    first = [attack(3, index) for index in range(200)]
    assert first == [attack(3, index) for index in range(200)]
    assert first != [attack(4, index) for index in range(200)]
    assert attack(3, 150) == first[150]


@pytest.mark.parametrize("payload", [text for text in SCRIPTS if text.startswith(("<", '"', "'"))])
def test_the_inspection_finds_what_was_not_escaped(payload):
    """It would fail if a page forgot to escape: each payload as it is, in text or an attribute."""
    in_text = f"<p>{payload}</p>"
    in_attribute = f"<a title=\"{payload}\" class='{payload}'>x</a>"
    found = [*_faults(in_text), *_faults(in_attribute)]
    harmless_alone = "xml-stylesheet" in payload or "<!DOCTYPE" in payload or "<style" in payload
    assert found or harmless_alone
    escaped = f'<p>{escape(payload)}</p><a title="{escape(payload)}">x</a>'
    assert _faults(escaped) == []


def _faults(text):
    headers = {**GOOD, "content-type": "text/html"}
    return faults_of(200, headers, text.encode(), "/")


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/csv", f"name\n=1+{MARK}\n"),
        ("application/json", f"{{{MARK}"),
        ("image/svg+xml", f"<svg><script>{MARK}</script></svg>"),
        ("image/svg+xml", f"<svg><g onload='{MARK}()'/></svg>"),
        ("image/svg+xml", f"<svg><text>{MARK} & </text></svg>"),
        ("text/xml", f"<oembed><html>{escape(SCRIPTS[0])}</html></oembed>"),
        ("text/plain", "root:x:0:0:root:/root:/bin/sh"),
        ("text/html", "<a href='java\tscript:alert(1)'>x</a>"),
        ("text/html", "<meta http-equiv='refresh' content='0;url=//x.example'>"),
        ("text/html", "<meta http-equiv='Content-Security-Policy' content='default-src *'>"),
        ("text/html", f"<script type='application/json'>{{'{MARK}</script>"),
        ("text/html", f'<script type="application/json">["<b>{MARK}"]</script>'),
        ("text/html", '<script type="application/json">{"body": "\\u003cb onclick=1>"}</script>'),
        ("text/html", f'<script type="text/plain">{MARK}</script>'),
    ],
)
def test_the_inspection_knows_every_kind_of_answer(kind, body):
    assert faults_of(200, {**GOOD, "content-type": kind}, body.encode(), "/")


@pytest.mark.parametrize(
    "headers",
    [
        {"location": "//evil.example/"},
        {"location": "https://evil.example/"},
        {"location": "/\\evil.example"},
        {"set-cookie": "a=b"},
        {"content-disposition": 'attachment; filename="../x.csv"'},
        {"x-content-type-options": ""},
    ],
)
def test_the_inspection_looks_at_headers(headers):
    assert faults_of(200, {**GOOD, "content-type": "text/plain", **headers}, b"", "/")


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_fault_of_the_server_is_found(status):
    assert faults_of(status, GOOD, b"", "/")


def test_what_dash_does_not_expect_is_refused_in_words(client):
    path = "/_dash-update-component"
    assert client.ask("POST", path, json={"output": "nothing.here"}).status_code == 400
    assert client.ask("POST", path, content=b"[" * 100_000).status_code == 415
    headers = {"content-type": "application/json"}
    assert client.ask("POST", path, content=b"[" * 100_000, headers=headers).status_code == 400
    large = json.dumps({"output": "x" * 300_000}).encode()
    assert client.ask("POST", path, content=large, headers=headers).status_code == 413
    assert client.get("/_dash-component-suites/dash/../../etc/passwd").status_code == 404
    assert client.get("/_dash-component-suites/nothing/x.js").status_code == 404


def test_only_known_assets_are_opened(client):
    for name in ("%00.svg", "x" * 5000 + ".svg", "../pyproject.toml", "vendor/..%2f..%2fREADME.md"):
        assert client.get(f"/static/now/{name}").status_code == 404
    assert client.get("/static/now/icon.svg").headers["content-type"].startswith("image/svg")
