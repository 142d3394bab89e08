"""What-if and levers over the API: the model's numbers, each with a word that it is no fact."""

import csv
import io

import pytest

from dashboard.what_if_state import NOT_FACT
from routes import Child

FAMILY = Child(company="family")
ASKED = "changes=LBY:end-detention-families&company=family&year=2024&route_id=central-med-horn"


def get(client, path):
    return client.get(f"/api/v1{path}")


def test_a_what_if_is_the_models(client, data):
    found = get(client, f"/what-if?{ASKED}").json()
    made = data.atlas.what_if(["LBY:end-detention-families"])
    ways = data.atlas.routes["central-med-horn"].journeys
    effect = made.effect(FAMILY, 2024, journeys=ways)
    told = found["data"]
    assert told["is_fact"] is False
    assert told["title"].startswith("What if Libya ends")
    assert NOT_FACT in told["title"]
    assert f"{NOT_FACT}." in found["meta"]["notes"]
    assert [s["text"] for s in told["sentences"]] == [s.text for s in effect.sentences()]
    assert len(told["journeys"]) == len(effect.touched)
    assert len(told["cells"]) == len(effect.to_frame())
    moved = {
        (level["goal"], level["level_before"], level["level_after"])
        for level in told["levels"]
        if level["level_before"] != level["level_after"]
    }
    assert moved == {(one.goal, one.before, one.after) for one in effect.moved}


def test_its_csv_says_in_every_row_that_it_is_no_fact(client):
    answer = get(client, f"/what-if.csv?{ASKED}")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert rows
    assert all(row["is_fact"] == "false" and NOT_FACT in row["what_if"] for row in rows)
    assert list(rows[0])[:2] == ["what_if", "is_fact"]
    libya = [row for row in rows if row["iso3"] == "LBY" and row["goal"] == "2"]
    assert {(row["level_before"], row["level_after"]) for row in libya} == {("0", "3")}


def test_posted_it_can_be_a_journey_of_ones_own(client):
    body = {
        "changes": [
            {"iso3": "lby", "change": "end-detention-families"},
            {"iso3": "ITA", "change": "detention_practice:exceptional"},
        ],
        "stops": ["ERI", "SDN", "LBY", "ITA"],
    }
    answer = client.ask("POST", "/api/v1/what-if?company=family&year=2024", json=body)
    assert answer.status_code == 200
    told = answer.json()["data"]
    assert told["journeys_count"] == 1
    assert [one["change"] for one in told["changes"]] == [
        "ITA:detention_practice:exceptional", "LBY:end-detention-families",
    ]  # fmt: skip
    assert told["url"].startswith("/what-if?change=ITA:detention_practice:exceptional&change=LBY:")
    assert "route=ERI,SDN,LBY,ITA" in told["url"]


def test_levers_are_the_models_in_both_orders(client, data):
    ranking = data.atlas.levers(child=FAMILY, year=2024, goal=2)
    asked = "/levers?goal=2&company=family&year=2024&per_page=1000"
    rows = get(client, asked).json()["data"]
    assert [row["change"] for row in rows] == [str(row.change) for row in ranking.rows]
    assert not any(row["is_fact"] for row in rows)
    assert [row["journeys_lifted"] for row in rows] == [len(r.lifted) for r in ranking.rows]
    weighted = get(client, f"{asked}&order=children").json()["data"]
    assert [row["change"] for row in weighted] == [str(r.change) for r in ranking.weighted]
    assert all(row["figure"] and row["figure_source_id"] and row["figure_scope"]
               for row in weighted)  # fmt: skip


def test_levers_come_in_pages(client):
    answer = get(client, "/levers?goal=2&per_page=5&page=2")
    assert answer.json()["meta"]["page"] == 2
    assert len(answer.json()["data"]) == 5
    assert 'rel="next"' in answer.headers["link"]


def test_a_goal_that_is_not_judged_and_a_year_without_facts_have_no_levers(client):
    assert get(client, "/levers?goal=5").json()["meta"]["empty_because"] == "not applicable"
    assert get(client, "/levers?year=1999").json()["meta"]["empty_because"] == "year not covered"
    early = get(client, "/what-if?changes=LBY:end-detention&year=1999").json()
    assert early["data"] is None
    assert early["meta"]["empty_because"] == "year not covered"


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("/what-if", 400, "changes"),
        ("/what-if?changes=Libya", 400, "changes"),
        ("/what-if?changes=LBY:end-everything", 404, "No lever"),
        ("/what-if?changes=QQQ:end-detention", 404, "No country"),
        ("/what-if?changes=LBY:detention_law:gone", 404, "No value"),
        ("/what-if?changes=LBY:detention_law:silent,LBY:end-detention", 400, "contradict"),
        ("/what-if?changes=LBY:end-detention&route_id=nowhere", 400, "nowhere"),
        ("/levers?route_id=nowhere", 400, "nowhere"),
        ("/levers?order=size", 400, "order"),
    ],
)
def test_what_cannot_be_is_a_problem_that_says_why(client, path, status, says):
    answer = get(client, path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert says in answer.json()["detail"]


def test_the_pages_numbers_come_from_its_address(client):
    view = get(client, "/views?url=/what-if%3Fchange%3DLBY:end-detention%26goal%3D2").json()
    assert view["data"]["what_if"]["changes"][0]["change"] == "LBY:end-detention"
    assert view["data"]["levers"][0]["rank"] == 1
    rows = list(csv.DictReader(io.StringIO(get(client, "/views.csv?url=/what-if").text)))
    assert rows[0]["rank"] == "1"
    assert {row["is_fact"] for row in rows} == {"false"}


def test_a_what_if_can_be_posted_and_options_say_so(client):
    assert "POST" in client.ask("OPTIONS", "/api/v1/what-if").headers["allow"]
    assert "POST" in client.ask("DELETE", "/api/v1/what-if").headers["allow"]
    assert "POST" not in client.ask("OPTIONS", "/api/v1/levers").headers["allow"]
