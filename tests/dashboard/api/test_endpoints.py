"""Every endpoint in each of its formats, page by page, with the model's own numbers."""

import csv
import io
import json
from urllib.parse import quote

import pandas as pd
import pytest
import shapely
from shapely.geometry import shape

from dashboard.components.legend import counts
from dashboard.components.value_table import rows
from dashboard.state import ViewState, from_query
from routes import GOALS, Child, World

TABLES = ("/countries", "/routes", "/journeys", "/levels?iso3=LBY,ITA,NER", "/facts?iso3=LBY",
          "/goals", "/goals/2?since=2016", "/sheet?of=route:channel",
          "/sources", "/flows", "/countries/LBY", "/routes/channel", "/journeys/channel/main",
          "/views?url=/", "/views?url=/journey/channel", "/views?url=/country/LBY",
          "/views?url=/journeys", "/views?url=/goals/2", "/views?url=/sheet%3Fcountries=LBY,ITA",
          "/views?url=/compare%3Fa=channel%26b=albania-uk")  # fmt: skip
DRAWN = ("/countries", "/countries/LBY", "/routes", "/routes/channel", "/journeys",
         "/journeys/channel/main")  # fmt: skip
LISTS = ("/countries", "/routes", "/journeys", "/facts?goal=2", "/sources", "/flows",
         "/levels?goal=2&iso3=LBY,ITA,NER,ERI,SDN")  # fmt: skip


def as_extension(path, extension):
    path, _, query = path.partition("?")
    return f"{path}.{extension}" + (f"?{query}" if query else "")


def table_of(answer):
    return list(csv.DictReader(io.StringIO(answer.text, newline="")))


@pytest.mark.parametrize("path", TABLES)
def test_json_is_the_default_and_says_where_it_comes_from(ask, data, path):
    answer = ask(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    meta = answer.json()["meta"]
    assert meta["data_version"] == data.version
    assert data.version in meta["citation"]
    assert "CC BY 4.0" in meta["licence"]
    assert meta["empty_because"] is None
    assert meta["total"] >= 1


@pytest.mark.parametrize("path", TABLES)
def test_csv_comes_by_extension_and_by_accept(ask, data, path):
    by_extension = ask(as_extension(path, "csv"))
    by_accept = ask(path, headers={"accept": "text/csv"})
    assert by_extension.headers["content-type"] == "text/csv; charset=utf-8"
    assert by_extension.text == by_accept.text
    found = table_of(by_extension)
    assert found
    assert {row["data_version"] for row in found} == {data.version}


@pytest.mark.parametrize("path", DRAWN)
def test_geojson_is_drawn_as_rfc_7946_says(ask, path):
    answer = ask(as_extension(path, "geojson"))
    assert answer.headers["content-type"] == "application/geo+json"
    found = answer.json()
    assert found["type"] == "FeatureCollection"
    assert found["features"]
    by_accept = ask(path, headers={"accept": "application/geo+json"}).json()
    assert found["features"] == by_accept["features"]
    for feature in found["features"]:
        if feature["geometry"] is None:
            continue
        drawn = shape(feature["geometry"])
        west, south, east, north = drawn.bounds
        assert -180 <= west <= east <= 180
        assert -90 <= south <= north <= 90
        for polygon in shapely.get_parts(drawn):
            if polygon.geom_type == "Polygon":
                assert shapely.is_ccw(polygon.exterior)
                assert not any(shapely.is_ccw(hole) for hole in polygon.interiors)


def test_the_shape_of_a_country_is_the_layers(ask, data):
    (feature,) = ask("/countries/LBY.geojson").json()["features"]
    ours = data.atlas.countries.geometry["LBY"]
    assert shape(feature["geometry"]).symmetric_difference(ours).area < 1e-3


def test_a_journey_is_stages_as_points_and_legs_as_lines(ask, data):
    journey = data.atlas.journey("channel", "main")
    features = ask("/journeys/channel/main.geojson").json()["features"]
    stages = [f for f in features if f["properties"]["part"] == "stage"]
    legs = [f for f in features if f["properties"]["part"] == "leg"]
    assert [f["properties"]["iso3"] for f in stages] == list(journey.iso3s)
    assert len(legs) == len(journey.legs)
    assert {f["geometry"]["type"] for f in stages} == {"Point"}
    profile = data.atlas.profile(journey, Child(), 2025)
    assert [f["properties"]["goal_2"] for f in stages] == [
        profile.cell(stage.order, 2).level for stage in journey.stages
    ]


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("size", [7, 1000])
def test_links_followed_to_the_end_give_every_row_once(ask, every_row, path, size):
    whole = ask(path + ("&" if "?" in path else "?") + "per_page=1000")
    total = whole.json()["meta"]["total"]
    size = max(size, total // 12)  # not hundreds of requests
    sep = "&" if "?" in path else "?"
    answers = every_row(f"/api/v1{path}{sep}per_page={size}")
    found = [json.dumps(row) for answer in answers for row in answer.json()["data"]]
    assert len(found) == total == len(set(found))
    assert len(answers) == -(-total // size)
    assert {answer.headers["x-total-count"] for answer in answers} == {str(total)}


def test_links_keep_the_question_and_the_format(ask):
    links = ask("/facts.csv?goal=2&page=2&per_page=10").headers["link"]
    assert '</api/v1/facts.csv?goal=2&per_page=10&page=1>; rel="first"' in links
    assert '</api/v1/facts.csv?goal=2&per_page=10&page=1>; rel="prev"' in links
    assert '</api/v1/facts.csv?goal=2&per_page=10&page=3>; rel="next"' in links
    assert 'rel="last"' in links


def test_a_page_after_the_last_says_so(ask):
    answer = ask("/routes?page=99").json()
    assert answer["data"] == []
    assert answer["meta"]["notes"] == ["Page 99 is after the last one, 1."]


@pytest.mark.parametrize("status", ["refugee", "undocumented"])
def test_levels_are_the_models_and_unknown_is_null(ask, data, status):
    child = Child(age=12, company="family", status=status)
    world = data.atlas.world(child)
    found = ask(f"/levels?age=12&company=family&status={status}&year=2019&per_page=300").json()
    frame = world.frame(2019).set_index(["iso3", "goal"])
    assert found["meta"]["total"] == len(frame)
    assert found["meta"]["lens"] == {
        "age": 12, "company": "family", "status": status, "year": 2019, "checked": False,
    }  # fmt: skip
    for row in found["data"]:
        ours = frame.loc[(row["iso3"], row["goal"])]
        assert row["level"] == (None if pd.isna(ours["level"]) else ours["level"])
        assert row["known_share"] == pytest.approx(ours["known_share"], abs=1e-4)
        assert row["is_unchecked"] == ours["is_unchecked"]


def test_a_level_names_its_sources_and_its_weakest_evidence(ask, data):
    for row in ask("/levels?iso3=LBY,ITA,NER,ERI").json()["data"]:
        level = data.atlas.levels(row["iso3"], Child(), 2025)[row["goal"]]
        assert row["source_ids"] == list(level.source_ids)
        assert row["why"] == level.why
        assert (row["evidence"] == "named") == row["is_unchecked"]
        assert (row["evidence"] is None) == (not level.source_ids)


def test_an_unknown_level_is_an_empty_cell_in_csv(ask):
    told = ask("/levels?iso3=ERI").json()["data"]
    cells = table_of(ask("/levels.csv?iso3=ERI"))
    assert None in [row["level"] for row in told]
    for row, cell in zip(told, cells, strict=True):
        assert cell["level"] == ("" if row["level"] is None else str(row["level"]))
        assert cell["year"] == "2025"


@pytest.mark.parametrize("query", ["", "?age=9&company=family&status=refugee&year=2014&checked=1"])
def test_a_journey_is_the_models_profile(ask, data, query):
    answer = ask(f"/journeys/central-med-horn/main{query}").json()
    found, lens = answer["data"], answer["meta"]["lens"]
    child = Child(age=lens["age"], company=lens["company"], status=lens["status"])
    way = data.atlas.journey("central-med-horn", "main")
    ours = data.atlas.profile(way, child, lens["year"], checked_only=lens["checked"])
    assert [row["level"] for row in found["levels"]] == [cell.level for cell in ours.cells]
    assert found["known_share"] == pytest.approx(ours.known_share, abs=1e-4)
    assert found["unchecked_share"] == pytest.approx(ours.unchecked_share, abs=1e-4)
    assert [s["text"] for s in found["sentences"]] == [s.text for s in ours.sentences()]
    assert [(d["from_order"], d["to_order"], d["goal"], d["size"]) for d in found["drops"]] == [
        (d.from_stage.order, d.to_stage.order, d.goal, d.size) for d in ours.drops
    ]
    largest = [d for d in found["drops"] if d["is_largest"]]
    assert len(largest) == len(ours.largest_drops)
    assert [(c["order"], c["goal"]) for c in found["weakest"]] == [
        (c.stage.order, c.goal) for c in ours.weakest
    ]
    assert len(table_of(ask(f"/journeys/central-med-horn/main.csv{query}"))) == len(ours.cells)


def test_a_posted_journey_is_answered_like_a_documented_one(client, data):
    body = {"stops": ["ERI", "SDN", "LBY", "ITA"], "name": "By\u202e sea"}
    answer = client.ask("POST", "/api/v1/journeys?status=refugee", json=body)
    assert answer.status_code == 200
    found = answer.json()["data"]
    way = data.atlas.journey(body["stops"])
    ours = data.atlas.profile(way, Child(status="refugee"), 2025)
    assert [row["level"] for row in found["levels"]] == [cell.level for cell in ours.cells]
    assert found["name"] == "By sea"
    assert found["url"] == "/journey/own?stops=ERI,SDN,LBY,ITA&name=By+sea&status=refugee"
    assert client.get(found["url"]).status_code == 200
    assert "etag" not in answer.headers


def test_facts_are_the_tables_with_their_sources(ask, data):
    found = ask("/facts?iso3=LBY&goal=2&per_page=1000").json()["data"]
    table = data.atlas.protection.facts
    asked = data.atlas.rubrics.goals[2].measures()
    ours = table[(table["iso3"] == "LBY") & table["measure"].isin(asked)]
    assert {row["fact_id"] for row in found} == set(ours["fact_id"])
    for row in found:
        assert row["source_id"] in data.atlas.sources.index
        assert 2 in row["goals"]
    read = ask("/facts?iso3=LBY&evidence=read").json()["data"]
    assert {row["evidence"] for row in read} <= {"read"}


def test_sources_count_the_facts_that_rest_on_them(ask, data):
    found = ask("/sources?per_page=1000").json()["data"]
    assert sum(row["facts_count"] for row in found) == len(data.atlas.protection.facts)
    one = ask(f"/sources/{found[0]['source_id']}").json()["data"]
    assert one == found[0]


def test_flows_are_the_recorded_figures(ask, data):
    found = ask("/flows?per_page=1000").json()["data"]
    figures = data.atlas.recorded_figures
    assert [row["value"] for row in found] == [float(value) for value in figures["value"]]
    year = found[0]["year"]
    some = ask(f"/flows?route_id={found[0]['route_id']}&year={year}").json()["data"]
    assert some
    assert {row["year"] for row in some} == {year}


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/levels?iso3=ZZZ", "no such country"),
        ("/facts?iso3=ZZZ", "no such country"),
        ("/levels?year=1999", "year not covered"),
        ("/journeys/channel/main?year=1999", "year not covered"),
        ("/flows?year=1950", "year not covered"),
        ("/flows?route_id=channel&measure=displaced", "unknown"),
        ("/facts?iso3=AIA", "unknown"),
        ("/facts?goal=2&measure=tip_tier", "not applicable"),
    ],
)
def test_an_empty_answer_says_why(ask, path, reason):
    answer = ask(path)
    assert answer.status_code == 200
    assert answer.json()["meta"]["empty_because"] == reason
    assert not answer.json()["data"]
    table = ask(as_extension(path, "csv"))
    assert table.headers["x-empty-because"] == reason
    assert len(table.text.splitlines()) == 1


def test_a_code_that_does_not_exist_is_told_beside_those_that_do(ask):
    answer = ask("/levels?iso3=LBY,ZZZ").json()
    assert {row["iso3"] for row in answer["data"]} == {"LBY"}
    assert answer["meta"]["notes"][0].startswith("No country 'ZZZ'. Nearest:")


def test_the_atlas_view_has_the_pages_numbers(ask, data):
    address = "/?colour=goal-2&status=refugee&year=2020&routes=central-med-horn"
    found = ask(f"/views?url={quote(address)}").json()["data"]
    state, _ = from_query(address.removeprefix("/?"), data)
    assert isinstance(state, ViewState)
    number = counts(data, state)
    assert {s["step"]: s["countries_count"] for s in found["legend"]} == number
    ours = rows(data, state)
    assert [(r["iso3"], r["label"]) for r in found["rows"]] == [(r.iso3, r.label) for r in ours]
    world: World = data.atlas.world(Child(status="refugee"))
    levels = world.frame(2020).set_index(["iso3", "goal"])["level"]
    for row in found["rows"]:
        ours_level = levels[row["iso3"], 2]
        assert row["level"] == (None if pd.isna(ours_level) else ours_level)
        assert row["empty_because"] == ("unknown" if pd.isna(ours_level) else None)


@pytest.mark.parametrize(
    ("address", "view"),
    [
        ("/", "atlas"),
        ("/?colour=guardian_for_unaccompanied&company=family", "atlas"),
        ("/journey/central-med-horn?status=refugee&branch=main", "journey"),
        ("/embed/journey/central-med-horn?status=refugee&theme=dark&lang=en", "journey"),
        ("/embed/map?colour=goal-2", "atlas"),
        ("/embed/labels/channel", "journey"),
        ("http://childways.test/journey/own?stops=ERI,SDN&name=A", "journey"),
        ("/compare", "compare"),
        ("/compare?a=channel&b=albania-uk&status2=refugee", "compare"),
        ("/country/lby?year=2012", "country"),
        ("/journeys?sort=weakest&find=libya", "journeys"),
    ],
)
def test_a_pages_address_gives_its_numbers(ask, client, address, view):
    answer = ask(f"/views?url={quote(address)}").json()
    found = answer["data"]
    assert found["view"] == view
    assert answer["meta"]["notes"] == []
    assert client.get(found["url"]).status_code == 200


def test_a_question_that_does_not_apply_is_told_apart_from_unknown(ask):
    address = quote("/?colour=guardian_for_unaccompanied&company=family")
    found = ask(f"/views?url={address}").json()["data"]
    assert {row["empty_because"] for row in found["rows"]} == {"not applicable"}


def test_a_view_tells_what_its_address_could_not_say(ask):
    answer = ask(f"/views?url={quote('/?colour=wealth&shoe=9')}").json()
    assert len(answer["meta"]["notes"]) == 2


def test_two_journeys_differ_as_on_their_page(ask, data):
    address = quote("/compare?a=channel&b=channel&status=refugee&status2=undocumented")
    found = ask(f"/views?url={address}").json()["data"]
    way = data.atlas.journey("channel")
    a, b = (data.atlas.profile(way, Child(status=s), 2025) for s in ("refugee", "undocumented"))
    ours = data.atlas.compare(a, b)
    assert [s["text"] for s in found["sentences"]] == [s.text for s in ours.sentences()]
    frame = ours.to_frame()
    assert [pair["difference"] for pair in found["pairs"]] == [
        None if pd.isna(value) else value for value in frame["difference"]
    ]
    assert [pair["level_b"] for pair in found["pairs"]] == [
        None if pd.isna(value) else value for value in frame["level_b"]
    ]
    assert found["lens_b"]["status"] == "undocumented"


def test_a_country_has_six_levels_and_its_routes(ask, data):
    found = ask("/views?url=/country/LBY").json()["data"]
    assert [level["goal"] for level in found["levels"]] == list(GOALS)
    assert {r["route_id"] for r in found["country"]["routes"]} == set(
        data.atlas.routes_through("LBY")
    )
