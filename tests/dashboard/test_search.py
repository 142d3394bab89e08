"""Everything that can be opened is found by any of its names, mistakes in typing forgiven."""

import json
import re
from html import unescape

import pytest

from dashboard.search import KINDS, MOST_FOUND, finder_of
from dashboard.state import LONGEST_QUERY


@pytest.fixture(scope="module")
def finder(data):
    return finder_of(data)


@pytest.mark.parametrize(
    ("asked", "kind", "href"),
    [
        ("Libya", "country", "/country/LBY"),
        ("libia", "country", "/country/LBY"),
        ("Lybia", "country", "/country/LBY"),
        ("Alemania", "country", "/country/DEU"),
        ("ليبيا", "country", "/country/LBY"),
        ("cote divoire", "country", "/country/CIV"),
        ("Ivory Coast", "country", "/country/CIV"),
        ("uk", "country", "/country/GBR"),
        ("TUR", "country", "/country/TUR"),
        ("western balkans", "route", "/journey/western-balkans"),
        ("agadez", "place", None),
        ("convention on the rights of the child", "measure", "/?colour=treaty_CRC"),
        ("methods", "page", "/methods"),
        ("immigration act 1971", "law", None),
    ],
)
def test_the_first_result_is_what_was_meant(finder, asked, kind, href):
    first = finder.find(asked)[0]
    assert first.kind == kind
    assert href is None or first.href.casefold() == href.casefold()


def test_every_country_route_and_source_is_found_by_its_own_name(finder, data):
    for iso3 in data.iso3s:
        found = [entry.href for entry in finder.find(data.name(iso3))]
        assert f"/country/{iso3}" in found[:3], data.name(iso3)
    for route in data.atlas.routes.values():
        assert finder.find(route.name)[0].href == f"/journey/{route.route_id}"


def test_every_link_opens_a_page(client, finder):
    seen = set()
    for entry in finder.entries:
        path, _, target = entry.href.partition("#")
        page = path.partition("?")[0].rpartition("/")[0] or path
        if (entry.kind, page) in seen and not target.startswith("facts-"):
            continue
        if (entry.kind, "facts") in seen and target.startswith("facts-"):
            continue
        seen |= {(entry.kind, page), (entry.kind, "facts" if target.startswith("facts-") else "")}
        answer = client.get(path)
        assert answer.status_code == 200, entry
        if target:
            assert f'id="{target}"' in unescape(answer.text), entry


@pytest.mark.parametrize("asked", ["", " ", "!!!", "'\"<>", "\u202e", "a" * 5000])
def test_what_no_thing_is_called_finds_nothing(finder, asked):
    assert finder.find(asked) == []


def test_no_answer_is_longer_than_its_bound(finder):
    assert len(finder.find("detention")) == MOST_FOUND


def test_the_search_page_groups_its_results_and_keeps_the_words(client):
    text = client.get("/search?q=libia").text.split("<main")[1]
    assert 'value="libia"' in text
    heads = re.findall(r"<h2>([^<]+)</h2>", text)
    assert heads[0] == KINDS["country"]
    assert '<a href="/country/LBY">Libya</a>' in text


def test_nothing_found_is_said_with_ways_on(client):
    text = client.get("/search?q=qqqqqqqq").text.split("<main")[1]
    assert "Nothing here has a name like “qqqqqqqq”" in text
    assert 'href="/journeys"' in text


def test_hostile_words_are_shown_as_words(client):
    answer = client.get("/search", params={"q": "<script>alert(1)</script>"})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert client.get("/search?q=" + "x" * LONGEST_QUERY).status_code == 200


def test_the_browsers_index_holds_every_entry(client, finder):
    version = re.search(r'data-version="(\w+)"', client.get("/methods").text)[1]
    answer = client.get(f"/data/{version}/search.json")
    assert "immutable" in answer.headers["cache-control"]
    content = json.loads(answer.content)
    rows = [(kind, title, href) for kind, title, href, *_ in content["entries"]]
    assert rows == [(e.kind, e.title, e.href) for e in finder.entries]
    assert set(content["kinds"]) >= {kind for kind, _, _ in rows}
