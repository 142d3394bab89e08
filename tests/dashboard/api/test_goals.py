"""Where the world stands, over the API: the model's own numbers."""

import pytest


def test_each_goal_is_a_row_whose_counts_add_up(ask, data):
    found = ask("/goals?status=refugee&year=2020").json()
    assert [row["goal"] for row in found["data"]] == [1, 2, 3, 4, 5, 6]
    child = data.age_class(data.atlas.sheet([]).child)
    for row in found["data"]:
        levels = sum(row[f"level_{level}_count"] for level in range(5))
        assert levels + row["unknown_count"] == row["countries_count"]
        moved = len(row["rose"]) + len(row["fell"]) + row["same_count"]
        assert moved + row["not_comparable_count"] == row["countries_count"]
    assert found["meta"]["lens"]["status"] == "refugee"
    ours = data.atlas.standing(2, year=2024, child=child)
    row = ask("/goals?year=2024").json()["data"][1]
    assert row["fell"] == [move.iso3 for move in ours.fell]
    assert len(row["least"]) == len(ours.least)
    assert row["least_level"] == ours.least[0].level


def test_one_goal_is_a_row_a_country(ask, data):
    ours = data.atlas.standing(2, since=2016)
    found = ask("/goals/2?since=2016&per_page=1000").json()["data"]
    assert [row["iso3"] for row in found] == list(ours.countries)
    for row in found:
        assert row["level"] == ours.level(row["iso3"])
        assert row["since"] == 2016
        if row["level"] is not None:
            assert row["source_ids"]
    fell = {row["iso3"] for row in found if row["moved"] == "fell"}
    assert fell == {move.iso3 for move in ours.fell}


@pytest.mark.parametrize("path", ["/goals?year=1999", "/goals/2?year=1999"])
def test_a_year_without_facts_says_why_it_is_empty(ask, path):
    found = ask(path).json()
    assert found["data"] == []
    assert found["meta"]["empty_because"] == "year not covered"


def test_a_year_that_is_not_before_is_told_and_the_first_covered_taken(ask):
    found = ask("/goals?since=2025").json()
    assert found["data"][1]["since"] == 2010
    assert "2025" in found["meta"]["notes"][0]


def test_a_goal_that_is_none_is_refused_with_the_nearest(ask):
    answer = ask("/goals/9")
    assert answer.status_code == 404
    assert "goal" in answer.json()["detail"]


def test_the_page_answers_in_views(ask):
    found = ask("/views?url=/goals/2%3Fyear=2024").json()["data"]
    assert found["view"] == "goals"
    assert [one["goal"] for one in found["goals"]] == [2]
    assert len(found["rows"]) == found["goals"][0]["countries_count"]
