"""Official figures on pages of countries and journeys: source, year and what they count."""

import re
from html import unescape

import pandas as pd
import pytest

from dashboard.components.way_flows import way_flows
from dashboard.figures.arcs import WIDEST, Arc, arcs_svg
from dashboard.figures.spark import spark
from dashboard.markup import to_html


def text_of(html):
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def section(html, name):
    found = re.search(rf'<section[^>]*aria-labelledby="{name}(?:-title)?".*?</section>', html, re.S)
    return found[0] if found else ""


def test_a_country_shows_each_series_it_has_with_newest_value_year_and_source(client, data):
    shown = section(client.get("/country/MLI").text, "figures")
    held = data.atlas.observations(iso3="MLI", latest=True)
    assert len(held) > 5
    for row in held.itertuples():
        series = data.atlas.one_series(row.series)
        item = re.search(rf'<details[^>]*id="figure-{row.series}".*?</details>', shown, re.S)[0]
        words = text_of(item)
        assert series.title in words
        assert str(row.year) in words
        assert series.counted in words
        assert f'href="/sources#{row.source_id}"' in item
        assert row.locator in words
    assert "None of these makes a level" in shown


def test_a_withheld_figure_says_so_and_shows_no_number(client, data):
    table = data.atlas.observations()
    one = table[table["withheld"] != ""].iloc[0]
    shown = section(client.get(f"/country/{one['iso3']}").text, "figures")
    item = re.search(rf'<details[^>]*id="figure-{one["series"]}".*?</details>', shown, re.S)[0]
    row = re.search(rf'<th scope="row">{one["year"]}</th><td>(.*?)</td>', item)
    assert row[1] == "withheld: small, or near a small one"


def test_paper_keeps_to_its_two_pages(client):
    shown = section(client.get("/country/MLI").text, "figures")
    assert "screen-only" in shown[:200]


@pytest.mark.parametrize("year", [2018, 2024])
def test_flows_of_a_journey_are_those_of_the_model(client, data, year):
    shown = section(client.get(f"/journey/central-med-horn?year={year}").text, "flows")
    journey = data.atlas.route("central-med-horn").journeys[0]
    held = data.atlas.flows_on(journey, year)
    assert len(held) > 3
    rows = re.findall(r"<tr><th scope=\"row\">(.*?)</th>(.*?)</tr>", shown)
    assert len(rows) == len(held)
    words = {tuple(text_of(f"{head} <td>{cells}").split("  ")) for head, cells in rows}
    said = " ".join(" ".join(row) for row in words)
    for row in held.itertuples():
        if pd.notna(row.people):
            assert f"{int(row.people):,}" in said
    assert "not how many crossed" in shown
    assert 'href="/sources#unhcr-refugee-data-finder"' in shown


def test_a_year_without_flows_shows_the_nearest_and_says_so(data, client):
    first = data.atlas.flow_years("central-med-horn")[0]
    shown = section(client.get("/journey/central-med-horn?year=2010").text, "flows")
    assert f"2010 is not held; {first} is the nearest year." in text_of(shown)


def test_a_way_without_flows_has_no_empty_section(data):
    held = data.atlas.flows()
    pairs = set(zip(held["origin_iso3"], held["destination_iso3"], strict=True))
    way = next([a, b] for a in data.iso3s for b in data.iso3s if a != b and (a, b) not in pairs)
    journey = data.atlas.journey(way)
    assert data.atlas.flows_on(journey).empty
    assert way_flows(data, journey, 2025) is None


def test_deaths_say_that_they_are_the_least_and_with_whom_they_are_shared(client, data):
    shown = text_of(section(client.get("/journey/central-med-horn").text, "deaths"))
    held = data.atlas.deaths_on("central-med-horn", shared=True)
    for row in held[held["dead_or_missing"].notna()].itertuples():
        assert f"{int(row.dead_or_missing):,}" in shown
    assert "The least that is known" in shown
    assert "Shared with other routes" in shown
    assert held["children"].isna().any()
    assert " withheld " in shown


def test_a_route_that_no_publisher_counts_has_no_section_of_deaths(client, data):
    bare = next(
        route_id
        for route_id in data.atlas.routes
        if data.atlas.deaths_on(route_id, shared=True).empty
    )
    assert section(client.get(f"/journey/{bare}").text, "deaths") == ""


def test_a_gap_in_the_record_stays_a_gap_in_the_line():
    joined = spark({2010: 1, 2011: 2, 2014: 3}, 2010, 2015)
    assert re.search(r'class="line" d="([^"]*)"', joined)[1].count("L") == 1
    assert joined.count("<circle") == 3


def test_widths_of_arcs_are_in_proportion_and_names_are_escaped():
    drawn = arcs_svg(
        ["<A>", "B", "C"],
        [
            Arc(start=0, end=2, people=1000, children=None, words="a & b"),
            Arc(start=0, end=1, people=500, children=250, words=""),
        ],
    )
    widths = [float(one) for one in re.findall(r'stroke-width="([\d.]+)"', drawn)]
    assert widths == [WIDEST, WIDEST / 2, WIDEST / 4]
    assert "&lt;A&gt;" in drawn
    assert "a &amp; b" in drawn


def test_the_section_of_flows_is_whole_html(data):
    journey = data.atlas.route("central-med-horn").journeys[0]
    made = to_html(way_flows(data, journey, 2022))
    assert made.startswith("<section")
    assert made.endswith("</section>")


def test_a_withheld_newest_figure_is_not_told_by_an_older_one(client, data):
    table = data.atlas.observations().sort_values("year")
    newest = table[table["value"].notna() | (table["withheld"] != "")].drop_duplicates(
        ["series", "iso3"], keep="last"
    )
    one = newest[newest["withheld"] != ""].iloc[0]
    held = data.atlas.observations(one["series"], iso3=one["iso3"], latest=True)
    assert held["year"].tolist() == [one["year"]]
    assert held["value"].isna().all()
    shown = section(client.get(f"/country/{one['iso3']}").text, "figures")
    item = re.search(rf'<details[^>]*id="figure-{one["series"]}".*?</summary>', shown, re.S)[0]
    assert "withheld" in item
    assert str(one["year"]) in item


def test_withheld_flows_say_so_of_ages_too(data):
    every = data.atlas.flows()
    journeys = [way for route in data.atlas.routes.values() for way in route.journeys]
    pairs = every[(every["withheld_people"] != "")]
    found = 0
    for journey in journeys[:40]:
        held = data.atlas.flows_on(journey)
        hidden = held[held["withheld_people"] != ""]
        if hidden.empty:
            continue
        year = int(hidden["year"].iloc[0])
        text = to_html(way_flows(data, journey, year))
        number = int((held[held["year"] == year]["withheld_people"] != "").sum())
        assert text.count("<td>withheld</td>") == number
        found += number
    assert len(pairs)
    assert found
