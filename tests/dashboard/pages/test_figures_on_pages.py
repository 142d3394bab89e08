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
    assert text_of(row[1]).strip() == "withheld: small, or near a small one"


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


def test_the_map_of_a_journey_carries_deaths_and_flows_and_says_them_in_words(client, data):
    drawn = client.get("/svg/journey/central-med-horn?year=2024").text
    row = data.atlas.deaths(kind="route", area="Central Mediterranean", year=2024).iloc[0]
    assert drawn.count('class="loss"') == 1
    assert f">at least {int(row['dead_or_missing']):,}<tspan" in drawn
    flows = data.atlas.flows_on(data.atlas.route("central-med-horn").journeys[0], 2024)
    assert drawn.count('class="people"') == int(flows["people"].notna().sum())
    label = re.search('aria-label="([^"]*)"', drawn)[1]
    assert f"at least {int(row['dead_or_missing']):,}" in label
    assert f"{int(row['children']):,} are known to have been children" in label
    assert "Age is known of" in label


def test_the_numbers_on_the_map_are_chosen_in_the_address(client):
    one = client.get("/svg/journey/central-med-horn?year=2024&marks=deaths").text
    assert 'class="loss"' in one
    assert 'class="people"' not in one
    none = client.get("/svg/journey/central-med-horn?year=2024&marks=none").text
    assert not re.search('class="(loss|people)"', none)
    assert "at least" not in none
    page = client.get("/journey/central-med-horn?marks=skulls").text
    assert "marks “skulls” is not known here" in unescape(page)


def test_a_withheld_number_of_deaths_is_a_mark_without_size(client):
    drawn = client.get("/svg/journey/channel?year=2017").text
    assert re.search(r'class="loss".*?class="withheld".*?>withheld<tspan', drawn)
    assert 'class="all"' not in drawn
    page = text_of(client.get("/journey/channel?year=2017").text)
    assert "English Channel to the UK: withheld, as it is small or near a small one." in page


def test_a_year_without_an_incident_is_not_told_as_nobody_died(client):
    page = text_of(client.get("/journey/belarus-eu?year=2015").text)
    assert "no incident is recorded in 2015, which does not mean that nobody died." in page
    page = text_of(client.get("/journey/central-med-horn?year=2010").text)
    assert re.search(r"Central Mediterranean: 2010 is not held, but 20\d\d to 20\d\d\.", page)


def test_a_branch_that_an_area_passes_by_says_so_and_has_no_mark(client):
    path = "journey/eastern-med?branch=cyprus&year=2023"
    assert 'class="loss"' not in client.get(f"/svg/{path}").text
    assert "Not on this branch of the route" in text_of(client.get(f"/{path}").text)


def test_embed_and_picture_of_a_journey_say_its_deaths_too(client, data):
    row = data.atlas.deaths(kind="route", area="Central Mediterranean", year=2024).iloc[0]
    said = f"at least {int(row['dead_or_missing']):,}, of whom {int(row['children']):,} are known"
    assert said in text_of(client.get("/embed/journey/central-med-horn?year=2024").text)
    picture = client.get("/picture/svg/journey/central-med-horn?year=2024").text
    assert said in picture
    assert f">at least {int(row['dead_or_missing']):,}</text>" in picture
    bare = client.get("/picture/svg/journey/central-med-horn?year=2024&marks=none").text
    assert "at least 1" not in bare


def test_every_number_of_a_country_and_a_journey_leads_to_how_we_know_of_it(client, data):
    shown = section(client.get("/country/MLI").text, "figures")
    for row in data.atlas.observations(iso3="MLI").itertuples():
        assert f'href="/explain/MLI/{row.series}@{row.year}"' in shown
    page = client.get("/journey/central-med-horn?year=2024").text
    for row in data.atlas.deaths_on("central-med-horn", shared=True).itertuples():
        assert f'href="/explain/central-med-horn/deaths@{row.year}"' in section(page, "deaths")
    journey = data.atlas.route("central-med-horn").journeys[0]
    for row in data.atlas.flows_on(journey, 2024).itertuples():
        there = f"/explain/{row.origin_iso3}/flow-{row.destination_iso3}@2024"
        assert f'href="{there}"' in section(page, "flows")
    for path in ("/explain/MLI/unhcr_idps@2019", "/explain/ERI/flow-DEU@2024",
                 "/explain/central-med-horn/deaths@2024"):  # fmt: skip
        found = client.get(path)
        assert found.status_code == 200
        assert "is not a choice of this page" not in found.text
