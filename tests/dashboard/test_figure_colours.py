"""Official figures as colours: the newest in reach, its source in every way out, no level."""

import csv
import io
import json

import numpy as np
import pandas as pd
import pytest

from dashboard import said
from dashboard.figure_colours import KEPT_YEARS, PREFIX
from dashboard.state import from_query
from dashboard.theme import INKS
from routes import YEARS, Child

BIRTHS = f"{PREFIX}un_birth_registration"


def figures(data):
    return [one for name, one in data.colourings.items() if name.startswith(PREFIX)]


def test_every_series_with_figures_of_these_years_is_a_colour_and_no_other(data):
    table = data.atlas.observations()
    first = YEARS[0] - KEPT_YEARS
    held = set(table[table["value"].notna() & table["year"].between(first, YEARS[-1])]["series"])
    assert held
    assert {one.colour.removeprefix(PREFIX) for one in figures(data)} == held


def test_no_class_of_a_figure_looks_like_a_level(data):
    levels = {step.css for one in data.colourings.values() if one.goal for step in one.steps}
    for colouring in figures(data):
        own = {step.css for step in colouring.steps if step.code >= 0}
        assert own <= INKS.keys() - levels
        assert all(colouring.inside(step) == "" for step in colouring.steps)


@pytest.mark.parametrize("year", [YEARS[0], 2018, YEARS[-1]])
def test_a_country_has_the_class_of_its_newest_figure_in_reach(data, year):
    world = data.world(data.age_class(Child()), False)
    for colouring in figures(data):
        series = data.atlas.one_series(colouring.colour.removeprefix(PREFIX))
        newest = data.atlas.observations(series.series, year=year, latest=True)
        known = dict(zip(newest["iso3"], zip(newest["year"], newest["value"], strict=True),
                         strict=True))  # fmt: skip
        codes = colouring.codes(world, year)
        for iso3, code in zip(world.countries, codes.tolist(), strict=True):
            of_year, value = known.get(iso3, (0, None))
            if value is None or pd.isna(value) or of_year < year - KEPT_YEARS:
                assert code == -1
            else:
                assert code == series.class_of(float(value))
                assert str(of_year) in colouring.told(world, world.countries.index(iso3), year)


def test_the_figure_is_the_same_for_every_child(data):
    for colouring in figures(data)[:3]:
        found = [
            colouring.codes(data.world(data.age_class(child), False), 2022)
            for child in (Child(), Child(age=3, company="family", status="refugee"))
        ]
        assert np.array_equal(*found)


def test_each_value_leads_to_its_source_in_table_csv_api_and_picture(client, data):
    query = f"colour={BIRTHS}&year=2019"
    page = client.get(f"/?{query}&view=table").text
    assert 'href="/sources#un-sdg-indicators"' in page
    rows = list(csv.DictReader(io.StringIO(client.get(f"/atlas.csv?{query}").text)))
    known = [row for row in rows if row["fact_value"]]
    assert known
    for row in known:
        assert (row["table"], row["evidence"]) == ("observations", "Official data set")
        assert row["publisher"] == "United Nations Statistics Division"
        assert row["url"]
        kept = data.atlas.observations("un_birth_registration", iso3=row["iso3"])
        held = kept[kept["year"] == int(row["as_of_year"])]["value"]
        assert float(row["fact_value"]) == pytest.approx(float(held.iloc[0]), abs=0.05)
    answer = client.get(f"/api/v1/views?url=%2F%3F{query.replace('&', '%26')}").json()["data"]
    for row in answer["rows"]:
        assert bool(row["source_ids"]) == (row["number"] is not None)
    assert "Births registered" in client.get(f"/picture/svg/map?{query}").text


def test_the_levels_for_the_browser_hold_the_same_classes(data):
    world = data.world(data.age_class(Child()), False)
    child = Child()
    pack = json.loads(data.packs(f"{child.age}-{child.company}-{child.status}"))
    held = next(iter(pack.values()))[BIRTHS]
    codes = data.colourings[BIRTHS].codes(world, YEARS[-1]).tolist()
    order = [world.countries.index(iso3) for iso3 in data.iso3s]
    said = held[-1] if isinstance(held[-1], str) else held[held[-1]]
    assert said == "".join("u" if codes[i] < 0 else str(codes[i]) for i in order)


def test_a_withheld_figure_is_not_known_on_the_map(data):
    table = data.atlas.observations()
    small = table[(table["withheld"] != "") & table["year"].between(YEARS[0], YEARS[-1])]
    assert len(small)
    assert small["value"].isna().all()
    world = data.world(data.age_class(Child()), False)
    offered = {one.colour.removeprefix(PREFIX): one for one in figures(data)}
    seen = 0
    for row in small[small["series"].isin(offered)].itertuples():
        code = offered[row.series].codes(world, row.year)[world.countries.index(row.iso3)]
        assert code == -1, row  # and not an earlier figure in its place
        seen += 1
    assert seen > 10


def test_the_view_says_that_it_makes_no_level_and_is_about_no_chosen_child(client, data):
    page = client.get(f"/?colour={BIRTHS}").text
    counted = data.atlas.one_series("un_birth_registration").counted
    assert "Official figures" in page
    for address in (f"/?colour={BIRTHS}", f"/embed/map?colour={BIRTHS}"):
        shown = client.get(address).text
        assert "It makes no level." in shown
        assert counted in shown
    line = said.atlas_line(data, from_query(f"colour={BIRTHS}", data)[0])
    assert "the same for every child" in line
    assert "asylum" not in line
