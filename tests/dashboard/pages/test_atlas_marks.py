"""Deaths and missing on the atlas: on map, frame, picture, table and file, the same numbers."""

import csv
import io
import json
import re
from dataclasses import replace
from html import unescape

import pytest

from dashboard.components import atlas_marks
from dashboard.markup import to_html
from dashboard.pictures.of_atlas import map_subject
from dashboard.state import from_query

ONE = "routes=central-med-horn&year=2023&marks=deaths"
ALL = "year=2023&marks=deaths"


def text_of(html):
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def marks_on(html):
    """Return area -> what is said of its mark, as drawn on a map."""
    drawn = re.findall(r'<g class="hung" data-loss="([^"]+)".*?<title>(.*?)</title>', html)
    return {unescape(name): unescape(words) for name, words in drawn}


def by_area(data, year=2023):
    table = data.atlas.deaths(kind="route", year=year)
    return {row.area: row for row in table.itertuples()}


def test_off_by_default_and_not_a_byte_of_it_on_the_map(client):
    svg = re.compile(r'<svg id="map".*?</svg>', re.S)
    plain = client.get("/?year=2023").text
    assert "map-losses" not in plain
    assert "loss" not in svg.search(plain)[0]
    assert svg.search(client.get("/?year=2023&marks=none").text)[0] == svg.search(plain)[0]


def test_letters_lead_from_small_marks_to_the_numbers_in_the_key(client):
    html = client.get(f"/?{ALL}").text
    on_map = re.findall(
        r'class="hung" data-loss="([^"]+)"(?:(?!class="hung").)*?class="letter"[^>]*>(\w)<', html
    )
    in_key = re.findall(r'<li data-loss="([^"]+)"><b class="loss-letter">(\w) </b>', html)
    assert len(on_map) > 8
    assert len({letter for _, letter in in_key}) == len(in_key)
    assert set(on_map) <= set(in_key)
    assert 'class="letter"' not in client.get(f"/?{ONE}").text
    assert 'class="loss-letter"' not in client.get(f"/?{ONE}").text


def test_the_words_of_the_map_travel_with_every_page_for_the_browser_to_take_over(client):
    for query in (ONE, ALL, "year=2015&colour=goal-3"):
        html = client.get(f"/?{query}").text
        told = re.search(r'<svg id="map"[^>]*aria-label="([^"]*)"', html)[1]
        handed = re.search(r'id="map-host"[^>]*data-label="([^"]*)"', html)[1]
        assert unescape(told) == unescape(handed)
        assert re.search("2023|2015", told)


def test_a_link_switches_them_on_and_off_again(client):
    plain = client.get("/?year=2023").text
    (on,) = re.findall(r'<a [^>]*href="([^"]*marks=deaths[^"]*)"[^>]*>Deaths and missing', plain)
    shown = client.get(unescape(on)).text
    assert marks_on(shown)
    off = re.search(r'<a [^>]*href="([^"]*)"[^>]*>Deaths and missing', shown)[1]
    assert "marks" not in off


@pytest.mark.parametrize("year", [2015, 2023])
def test_the_map_s_marks_say_the_build_s_numbers_each_area_once(client, data, year):
    html = client.get(f"/?year={year}&marks=deaths").text
    marks, table = marks_on(html), by_area(data, year)
    assert len(marks) > 5
    for area, words in marks.items():
        row = table[area]
        if row.withheld:
            assert "withheld" in words
            assert not re.search(r"at least \d", words)
        else:
            assert f"at least {row.dead_or_missing:,}" in words
    key = text_of(html)
    assert "The least that is known." in key
    assert "Where there is no mark, people may have died all the same." in key
    assert "IOM, Missing Migrants Project" in key


def test_one_route_shows_its_own_area_and_how_we_know(client):
    html = client.get(f"/?{ONE}").text
    assert list(marks_on(html)) == ["Central Mediterranean"]
    assert "/explain/central-med-horn/deaths@2023" in html
    assert (
        "Died or missing on the way in 2023" in re.search(r'aria-label="(World map[^"]*)"', html)[1]
    )


def test_a_year_that_is_not_held_says_so_and_has_no_mark(client):
    html = client.get("/?routes=central-med-horn&marks=deaths&year=2012").text
    assert not marks_on(html)
    assert "2012 is not held" in text_of(html)


def test_unknown_marks_are_dropped_with_a_word(client):
    assert "marks “flows” is not known here" in text_of(client.get("/?marks=flows").text)


def test_the_browser_gets_every_year_of_the_same_marks(client, data):
    version = re.search(r'data-version="(\w+)"', client.get("/").text)[1]
    answer = client.get(f"/data/{version}/losses/central-med-horn.json")
    assert answer.headers["cache-control"] == "public, max-age=86400"  # one choice of very many
    state, _ = from_query(ONE, data)
    assert json.loads(answer.text)["2023"] == atlas_marks.layer(data, state)
    answer = client.get(f"/data/{version}/losses/all.json")
    assert "immutable" in answer.headers["cache-control"]
    everything = answer.json()
    assert everything["2023"] == atlas_marks.layer(data, from_query(ALL, data)[0])


def test_a_frame_has_marks_and_key_and_its_switch_stays_in_it(client):
    html = client.get(f"/embed/map?{ALL}").text
    assert marks_on(html)
    assert "The least that is known." in text_of(html)
    assert re.search(r'href="/embed/map\?year=2023"[^>]*>Deaths and missing', html)


def drawn_of(svg):
    """Return what is drawn, without the words for those who can't see it."""
    return unescape(re.sub(r"<desc.*?</desc>", "", svg, flags=re.S))


def test_a_picture_has_marks_key_and_source(client, data):
    drawn = drawn_of(client.get(f"/picture/svg/map?{ONE}").text)
    row = by_area(data)["Central Mediterranean"]
    mark = re.search(r"<title>(Died or missing in 2023, Central Mediterranean.*?)</title>", drawn)
    assert f"at least {row.dead_or_missing:,}" in mark[1]
    assert "dark children known; no place" in text_of(drawn)
    assert "Missing Migrants" in drawn
    assert row.source_id in set(map_subject(data, "", ONE).sources())
    plain = client.get("/picture/svg/map?routes=central-med-horn&year=2023").text
    assert "Missing Migrants" not in plain
    assert row.source_id not in set(
        map_subject(data, "", ONE.replace("&marks=deaths", "")).sources()
    )


def test_a_picture_of_a_year_without_numbers_says_so(client, data):
    first = data.atlas.official.deaths["year"].min()
    year = f"routes=central-med-horn&marks=deaths&year={first - 1}"
    drawn = text_of(drawn_of(client.get(f"/picture/svg/map?{year}").text))
    assert f"{first - 1} is not held" in drawn
    off = next(one for one in data.route_ids if data.atlas.deaths_on(one, shared=True).empty)
    nobody = client.get(f"/picture/svg/map?routes={off}&marks=deaths&year=2023").text
    assert atlas_marks.NOT_COUNTED in text_of(drawn_of(nobody))


@pytest.mark.parametrize("form", ["/embed/table", "/"])
def test_the_table_has_the_numbers_as_rows(client, data, form):
    html = client.get(f"{form}?view=table&{ALL}").text
    table = re.search(r'<div[^>]*class="table-wrap loss-table".*?</table>', html, re.S)[0]
    # On a narrow screen a cell stands alone, with the head of its column.
    least, children = (f'<td data-head="{head}">(.*?)</td>' for head in atlas_marks.HEADS[1:3])
    rows = re.findall(rf'<tr><th scope="row">(.*?)</th>{least}{children}', table)
    held = by_area(data)
    assert len(rows) > 5
    for area, least, children in rows:
        row = held[unescape(area)]
        assert least == ("withheld" if row.withheld else f"{row.dead_or_missing:,}")
        if row.withheld_children:
            assert children == "withheld"


def test_the_download_has_the_rows_of_the_screen_and_none_when_off(client, data):
    def rows(query):
        text = client.get(f"/table/csv/table?{query}").content.decode()
        return list(csv.DictReader(io.StringIO(text, newline="")))

    found = [row for row in rows(f"view=table&{ALL}") if row["shown"] == "deaths and missing"]
    screen = marks_on(client.get(f"/?{ALL}").text)
    assert {row["area"] for row in found} == set(screen)
    for row in found:
        held = by_area(data)[row["area"]]
        assert row["dead_or_missing"] == ("" if held.withheld else str(held.dead_or_missing))
        assert row["publishers"]
    assert "area" not in rows("view=table&year=2023")[0]


def test_a_file_says_that_it_leaves_them_out(client):
    text = client.get(f"/file/map?{ONE}").text
    assert "This file leaves out deaths and missing" in text
    assert not marks_on(text)
    assert "leaves out deaths" not in client.get("/file/map?routes=central-med-horn").text


def test_what_the_build_withholds_is_in_no_way_out(client, data):
    """No number of a withheld area, nor any sum that it could be worked out from."""
    deaths = data.atlas.deaths(kind="route")
    on = {a.area for a in data.loss_areas(tuple(data.route_ids))}
    hidden = deaths[(deaths["withheld"] != "") & deaths["area"].isin(on)]
    year, area = int(hidden.iloc[0]["year"]), hidden.iloc[0]["area"]
    html = client.get(f"/?year={year}&marks=deaths").text
    assert "withheld" in marks_on(html)[area]
    world = data.atlas.deaths(kind="world", year=year).iloc[0]["dead_or_missing"]
    assert f"{world:,}" not in text_of(re.sub(r"<svg.*?</svg>", "", html, flags=re.S))


def test_the_api_says_where_the_deaths_of_a_page_are(client):
    asked = "/api/v1/views?url=/%3Froutes%3Dcentral-med-horn{}"
    notes = client.get(asked.format("%26marks%3Ddeaths")).json()["meta"]["notes"]
    assert any("/api/v1/deaths" in note for note in notes)
    assert client.get(asked.format("")).json()["meta"]["notes"] == []


def test_a_file_tells_of_marks_only_where_they_were_asked_for(client):
    said = "leaves out deaths and missing"
    assert said in client.get(f"/file/map?{ONE}").text
    assert said not in client.get(f"/file/map?{ONE}".replace("deaths", "none")).text


def test_a_build_without_incidents_has_an_empty_table(data, monkeypatch):
    state, _ = from_query(ALL, data)
    found = replace(data.losses_in_view(state, 2023), areas=(), losses=())
    official = data.atlas.official
    monkeypatch.setattr(official, "deaths", official.deaths.head(0))
    monkeypatch.setattr(atlas_marks, "found_in", lambda *_: found)
    assert atlas_marks.NOT_COUNTED in to_html(atlas_marks.table(data, state))
