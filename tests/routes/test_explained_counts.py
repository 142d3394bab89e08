"""Flows and deaths lead to the publisher's lines; what is withheld says so and names no line."""

import csv
import gzip

import pytest

import routes
from geodata import snapshots
from routes.chain_prov import chain_prov
from routes.chains import ENDS
from routes.explained import explain
from routes.naming import NothingToExplainError


@pytest.fixture(scope="module")
def atlas():
    return routes.load()


def links(chain, kind):
    return [link for link in chain.links if link.kind == kind]


def line_of(place):
    """The line of a bundled answer that a cell names, as a dictionary."""
    source, day, name = place.file.split("/")
    held = snapshots.read(snapshots.bundled_root() / source / day)
    lines = gzip.decompress(held.read(f"{name}.gz")).decode("utf-8").splitlines()
    return dict(zip(*csv.reader([lines[0], lines[place.line - 1]]), strict=True))


def test_a_flow_leads_to_lines_of_its_two_countries_and_year(atlas):
    row = atlas.flows(origin="ERI", destination="DEU", year=2024).iloc[0]
    chain = explain(atlas, "ERI", "flow-DEU@2024")
    assert chain.child is None
    assert int(chain.top.value) == row["people"]
    children = chain.top.made_from[0]
    assert int(children.value) == row["children"]
    cells = links(chain, "cell")
    assert {cell.place.file.rpartition("/")[2] for cell in cells} == {
        "population.csv", "demographics.csv",
    }  # fmt: skip
    for cell in cells:
        found = " ".join(line_of(cell.place).values())
        assert "2024" in found
        assert "ERI" in found or "Eritrea" in found
        assert "DEU" in found or "GER" in found or "GFR" in found or "Germany" in found
    assert chain.top.step.file == "flows.parquet"
    assert "geodata/build/flows.py" in dict(chain.top.step.code)
    assert [one.source_id for one in chain.sources] == [row["source_id"]]


def test_deaths_of_a_route_lead_to_its_area_and_the_rule_that_says_so(atlas):
    row = atlas.deaths(kind="route", area="Central Mediterranean", year=2024).iloc[0]
    chain = explain(atlas, "central-med-horn", "deaths", year=2024)
    (figure,) = chain.top.made_from
    assert int(figure.value) == row["dead_or_missing"]
    assert int(figure.made_from[0].value) == row["children"]
    (rule,) = links(chain, "rule")
    assert rule.place.file == "geodata/facts/death_routes.csv"
    assert "LBY-ITA" in rule.said
    (cell,) = links(chain, "cell")
    assert cell.place.line is not None
    assert figure.step.file == "deaths.parquet"


def test_what_is_withheld_has_no_value_and_no_line(atlas):
    hidden = atlas.deaths_on("channel")
    year = int(hidden[hidden["withheld"] != ""]["year"].iloc[0])
    chain = explain(atlas, "channel", f"deaths@{year}")
    (unknown,) = chain.top.made_from
    assert unknown.value is None
    assert "Withheld" in unknown.title
    assert all(cell.place.line is None for cell in links(chain, "cell"))
    assert any(rule.place.file == "geodata/disclosure.py" for rule in links(chain, "rule"))
    table = atlas.flows()
    row = table[table["withheld_people"] != ""].iloc[0]
    chain = explain(atlas, row["origin_iso3"], f"flow-{row['destination_iso3']}@{row['year']}")
    assert chain.top.kind == "unknown"
    assert all(cell.place.line is None for cell in links(chain, "cell"))


def test_children_who_are_withheld_are_not_named_by_the_line_of_their_total(atlas):
    table = atlas.deaths_on("belarus-eu", shared=True)
    row = table[(table["withheld"] == "") & (table["withheld_children"] != "")].iloc[0]
    chain = explain(atlas, "belarus-eu", f"deaths@{row['year']}")
    assert all(cell.place.line is None for cell in links(chain, "cell"))
    table = atlas.flows()
    row = table[(table["withheld_people"] == "") & (table["withheld_children"] != "")].iloc[0]
    chain = explain(atlas, row["origin_iso3"], f"flow-{row['destination_iso3']}@{row['year']}")
    lines = {cell.place.file.rpartition("/")[2]: cell.place.line for cell in links(chain, "cell")}
    assert lines["population.csv"] is not None
    assert lines["demographics.csv"] is None


def test_a_year_that_is_not_held_is_not_said_to_have_no_incident(atlas):
    first = int(atlas.deaths()["year"].min())
    said = explain(atlas, "belarus-eu", f"deaths@{first - 1}").unknowns[0].said
    assert f"{first - 1} is not held" in said
    assert "No incident" not in said


def test_a_year_without_an_incident_is_an_unknown(atlas):
    chain = explain(atlas, "belarus-eu", "deaths@2015")
    assert "does not mean that nobody died" in chain.unknowns[0].said


def test_flows_of_a_journey_are_all_its_pairs_and_every_chain_ends(atlas):
    journey = atlas.route("central-med-horn").journeys[0]
    chain = explain(atlas, "central-med-horn", "flows", year=2024)
    assert len(chain.top.made_from) == len(atlas.flows_on(journey, 2024))
    for _, link in chain.walk():
        assert link.made_from or link.kind in ENDS
    assert chain_prov(chain).text()


def test_a_figure_of_one_year_is_that_year_s_alone(atlas):
    rows = atlas.observations("unhcr_idps", iso3="LBY")
    known = rows[rows["value"].notna()].sort_values("year")
    first = known.iloc[0]
    chain = explain(atlas, "LBY", f"unhcr_idps@{first['year']}")
    assert (float(chain.top.value), chain.top.as_of_year) == (first["value"], first["year"])
    gap = int(first["year"]) - 1
    assert "No figure of" in explain(atlas, "LBY", f"unhcr_idps@{gap}").unknowns[0].said


@pytest.mark.parametrize(
    ("who", "what", "said"),
    [
        ("ERI", "flow-DEU@1950", "Years held: 20"),
        ("ERI", "flow-channel", "is a route"),
        ("ERI", "flow-Nowhere", "No country or route"),
        ("ERI", "2@2020", "No goal or measure"),
    ],
)
def test_what_is_not_held_says_what_is(atlas, who, what, said):
    with pytest.raises(NothingToExplainError, match=said):
        explain(atlas, who, what)


def test_a_route_that_nobody_counts_says_so(atlas):
    bare = next(r for r in atlas.routes if atlas.deaths_on(r, shared=True).empty)
    with pytest.raises(NothingToExplainError, match="No publisher counts"):
        explain(atlas, bare, "deaths")
