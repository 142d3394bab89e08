"""Which fact would teach us most: ranked on worlds that a test writes by hand."""

import importlib.util
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from routes import Bounds, UnknownNameError

_spec = importlib.util.spec_from_file_location("hand", Path(__file__).with_name("conftest.py"))
hand = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(hand)
fact, small_atlas, way = hand.fact, hand.small_atlas, hand.way

HEALTH = ("emergency_health", "primary_health_care")
BUSY = [way("AAA", "BBB", "CCC", branch=f"b{i}") for i in range(3)] + [
    way("DDD", "BBB", route_id="other")
]


def figure(route_id, value, **more):
    return {
        "route_id": route_id, "measure": "unaccompanied_children", "group": "unaccompanied",
        "year": 2024, "value": value, "unit": "people", "scope_note": "at sea",
        "source_id": "book", "evidence": "read", "confidence": "high",
    } | more  # fmt: skip


def with_figures(atlas, *figures):
    return replace(atlas, recorded_figures=pd.DataFrame(list(figures)))


def of(found, iso3, measure):
    return next(row for row in found.rows if (row.iso3, row.measure) == (iso3, measure))


def test_what_is_answered_and_checked_is_not_open_and_the_rest_is():
    atlas = small_atlas(
        fact("school_primary_secondary", "full", iso3="BBB"),
        fact("emergency_health", "full", iso3="BBB", evidence="named"),
        journeys=BUSY,
    )
    found = atlas.open_questions(goal=4, year=2024)
    mine = {row.measure: row.standing for row in found.rows if row.iso3 == "BBB"}
    assert mine == {"emergency_health": "unchecked", "primary_health_care": "unknown"}
    assert found.asked == 4 * 3  # four countries on the way, three questions
    assert {row.iso3 for row in found.rows} == {"AAA", "BBB", "CCC", "DDD"}  # not Eland


def test_an_answer_moves_a_level_no_lower_than_another_holds_it():
    free = small_atlas(journeys=BUSY)
    held = small_atlas(fact("school_primary_secondary", "none", iso3="BBB"), journeys=BUSY)
    for measure in HEALTH:
        assert of(free.open_questions(goal=4, year=2024), "BBB", measure).reach > 0
        row = of(held.open_questions(goal=4, year=2024), "BBB", measure)
        assert (row.reach, row.hangs, row.bounds) == (0, 0, Bounds(0, 0))


def test_reach_is_the_difference_that_the_rubric_makes():
    atlas = small_atlas(
        fact("school_primary_secondary", "full", iso3="BBB"),
        fact("emergency_health", "full", iso3="BBB"),
        journeys=BUSY,
    )
    row = of(atlas.open_questions(goal=4, year=2024), "BBB", "primary_health_care")
    # All answered, rules alone give 3 at best; no doctor before an emergency gives 1.
    assert (row.level, row.bounds, row.reach) == (3, Bounds(1, 3), 2)
    assert (row.journeys, row.routes, row.hangs) == (4, ("by-hand", "other"), 8)


def test_an_answer_that_alone_would_make_the_level_known_says_so():
    atlas = small_atlas(fact("emergency_health", "full", iso3="BBB"), journeys=BUSY)
    found = atlas.open_questions(goal=4, year=2024)
    assert of(found, "BBB", "primary_health_care").makes_known  # two of three core questions
    assert not of(found, "AAA", "primary_health_care").makes_known  # one of three
    assert of(found, "BBB", "primary_health_care").level is None


def test_an_unchecked_answer_could_turn_out_to_be_another():
    atlas = small_atlas(
        fact("school_primary_secondary", "none", iso3="BBB", evidence="named"), journeys=BUSY
    )
    row = of(atlas.open_questions(goal=4, year=2024), "BBB", "school_primary_secondary")
    assert (row.standing, row.bounds, row.reach) == ("unchecked", Bounds(0, 3), 3)
    checked = atlas.open_questions(goal=4, year=2024, checked_only=True)
    assert of(checked, "BBB", "school_primary_secondary").standing == "unknown"


def test_more_journeys_come_first_and_equals_share_a_rank():
    found = small_atlas(journeys=BUSY).open_questions(goal=6, year=2024)
    law = [row for row in found.rows if row.measure == "anti_discrimination_law"]
    assert [(row.iso3, row.journeys) for row in law] == [
        ("BBB", 4), ("AAA", 3), ("CCC", 3), ("DDD", 1),
    ]  # fmt: skip
    assert law[1].rank == law[2].rank
    hangs = [row.hangs for row in found.rows]
    assert hangs == sorted(hangs, reverse=True)


def test_the_weighted_rank_goes_by_the_largest_single_figure():
    atlas = with_figures(
        small_atlas(journeys=BUSY), figure("by-hand", 100), figure("other", 5000, year=2020)
    )
    found = atlas.open_questions(goal=6, year=2024)
    weighted = [row.iso3 for row in found.weighted if row.measure == "anti_discrimination_law"]
    assert weighted == ["BBB", "DDD", "AAA", "CCC"]
    both = of(found, "BBB", "anti_discrimination_law")
    assert [f.value for f in both.figures] == [5000, 100]
    assert both.hangs_weighted == 5000 * both.reach  # not 5100
    table = found.to_frame()
    assert set(table.loc[table["iso3"] == "BBB", "figure_year"]) == {2020}


def test_without_a_figure_there_is_no_weighted_rank():
    atlas = with_figures(small_atlas(journeys=BUSY), figure("by-hand", 100))
    found = atlas.open_questions(goal=6, year=2024)
    row = of(found, "DDD", "anti_discrimination_law")
    assert row.rank_weighted is None
    assert row not in found.weighted
    assert pd.isna(found.to_frame().set_index("iso3").loc["DDD", "figure"]).all()


def test_routes_and_roles_narrow_the_countries_and_the_journeys_counted():
    atlas = small_atlas(journeys=BUSY)
    found = atlas.open_questions(goal=6, year=2024, routes=["other"])
    assert {(row.iso3, row.journeys) for row in found.rows} == {("BBB", 1), ("DDD", 1)}
    transit = atlas.open_questions(goal=6, year=2024, roles=["transit"])
    assert {(row.iso3, row.journeys) for row in transit.rows} == {("BBB", 3)}
    with pytest.raises(UnknownNameError, match="nowhere"):
        atlas.open_questions(routes=["nowhere"])


def test_no_level_hangs_on_a_goal_that_is_not_judged():
    assert small_atlas(journeys=BUSY).open_questions(goal=5, year=2024).rows == ()


def test_missing_counts_each_country_of_a_route_once_and_orders_by_figures():
    atlas = with_figures(
        small_atlas(fact("anti_discrimination_law", "full", iso3="BBB"), journeys=BUSY),
        figure("other", 50),
    )
    found = atlas.missing(goal=6, year=2024)
    assert [one.route_id for one in found.routes] == ["other", "by-hand"]
    by_id = {one.route_id: one for one in found.routes}
    assert (by_id["by-hand"].countries, by_id["by-hand"].asked) == (3, 6)
    assert (by_id["by-hand"].missing, by_id["other"].missing) == (5, 3)
    law = next(one for one in found.answers if one.measure == "anti_discrimination_law")
    assert (law.missing, law.asked, law.missing_used, law.asked_used) == (3, 4, 1, 2)
    assert [f.value for f in found.weighing] == [50]


def test_the_real_list_is_one_row_a_question_that_is_open(atlas, girl):
    found = atlas.open_questions(child=girl, year=2025)
    on_the_way = {iso3 for route in atlas.routes.values() for iso3 in route.roles()}
    shares = atlas.coverage(girl)
    y = atlas.world(girl).year_index(2025)
    at = [shares.countries.index(iso3) for iso3 in on_the_way]
    assert found.asked == shares.total(shares.asked)[at, y].sum()
    assert len(found.rows) == found.asked - shares.total(shares.checked)[at, y].sum()
    for row in found.rows:
        assert 0 <= row.reach <= row.bounds.best - row.bounds.worst
