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


def test_a_sheet_has_the_cells_and_ways_of_the_model(ask, data):
    ours = data.atlas.sheet(["LBY", "ITA", "TUN"], year=2024)
    found = ask("/sheet?iso3=LBY,ITA,TUN&year=2024").json()["data"]
    assert len(found["cells"]) == 18
    for cell in found["cells"]:
        told = ours.row(cell["iso3"]).cell(cell["goal"])
        assert (cell["level"], cell["promises"]) == (told.level, told.promises.state)
        assert cell["promises_not_kept"] == told.promises.counts.get("not_kept", 0)
    assert [way["iso3s"] for way in found["ways"]] == [list(way.iso3s) for way in ours.ways]


def test_a_sheet_of_a_set_is_narrowed_by_goal_and_role(ask, data):
    found = ask("/sheet?of=route:western-balkans&goal=2&role=destination").json()["data"]
    assert {cell["goal"] for cell in found["cells"]} == {2}
    roles = data.atlas.routes["western-balkans"].roles()
    assert set(found["iso3s"]) <= set(roles)
    assert all("destination" in cell["roles"] for cell in found["cells"])


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("", "no such country"),
        ("?iso3=XQX", "no such country"),
        ("?of=party:CRC&year=1999", "year not covered"),
    ],
)
def test_a_sheet_without_countries_says_why(ask, query, reason):
    found = ask(f"/sheet{query}").json()
    assert found["data"]["cells"] == []
    assert found["meta"]["empty_because"] == reason
    assert found["meta"]["notes"]


def test_a_set_that_is_none_is_refused_with_the_nearest(ask):
    answer = ask("/sheet?of=region:europ")
    assert answer.status_code == 400
    assert "region:europe" in answer.text
