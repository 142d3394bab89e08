"""How much is known and what is missing answer with what the model counts."""

import pytest


def test_coverage_is_the_models(ask, data):
    found = ask("/coverage?goal=4&per_page=1000").json()["data"]
    on_the_way = {iso3 for route in data.atlas.routes.values() for iso3 in route.roles()}
    assert {row["iso3"] for row in found} == on_the_way
    levels = ask("/levels?goal=4&per_page=1000").json()["data"]
    shares = {row["iso3"]: row["known_share"] for row in levels}
    for row in found:
        assert row["known_share"] == pytest.approx(shares[row["iso3"]], abs=1e-4)
        assert 0 <= row["checked"] <= row["answered"] <= row["asked"] == 3


def test_coverage_follows_child_route_role_and_named_countries(ask, data):
    some = ask("/coverage?route_id=channel&role=destination&goal=1&company=family").json()["data"]
    roles = data.atlas.routes["channel"].roles()
    assert {row["iso3"] for row in some} == {i for i, r in roles.items() if "destination" in r}
    assert {row["asked"] for row in some} == {3}  # guardian and care are asked of children alone
    named = ask("/coverage?iso3=ITA,XQX").json()
    assert [row["goal"] for row in named["data"]] == [1, 2, 3, 4, 5, 6]
    assert "XQX" in named["meta"]["notes"][0]


@pytest.mark.parametrize("path", ["/coverage", "/open-questions"])
def test_a_year_without_facts_and_an_unknown_route_are_told(ask, path):
    assert ask(f"{path}?year=1999").json()["meta"]["empty_because"] == "year not covered"
    answer = ask(f"{path}?route_id=chanel")
    assert answer.status_code == 400
    assert "channel" in answer.json()["nearest"]


def test_open_questions_are_the_ranked_list(ask, data):
    found = ask("/open-questions?per_page=1000&goal=2").json()
    ours = data.atlas.open_questions(goal=2).rows
    assert found["meta"]["total"] == len(ours)
    assert [(r["iso3"], r["measure"], r["rank"]) for r in found["data"]] == [
        (r.iso3, r.measure, r.rank) for r in ours
    ]


def test_open_questions_by_children_have_a_figure_with_year_and_source(ask, data):
    found = ask("/open-questions?order=children&standing=unknown&per_page=50").json()["data"]
    assert [r["rank_weighted"] for r in found] == sorted(r["rank_weighted"] for r in found)
    for row in found:
        assert row["standing"] == "unknown"
        assert row["figure"] >= 10
        assert row["figure_year"]
        assert row["figure_source_id"] in data.atlas.sources.index


def test_an_open_question_leads_to_its_form(ask, client):
    row = ask("/open-questions?per_page=1").json()["data"][0]
    assert f"cell={row['iso3']}.{row['measure']}" in row["url"]
    assert client.get(row["url"]).status_code == 200


def test_nothing_is_asked_of_a_goal_that_is_not_judged(ask):
    assert ask("/open-questions?goal=5").json()["meta"]["empty_because"] == "not applicable"
