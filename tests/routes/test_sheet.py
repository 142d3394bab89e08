"""The negotiation sheet: a set of countries beside each other, and the journeys that link them."""

import importlib.util
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routes import MOST_COUNTRIES, RoutesError, UnknownNameError
from routes.model import ROLES
from routes.sheet import linking_ways

_spec = importlib.util.spec_from_file_location("hand", Path(__file__).with_name("conftest.py"))
hand = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(hand)
SET = ["ITA", "LBY", "ERI", "FRA"]


@pytest.fixture(scope="module")
def sheet(atlas):
    return atlas.sheet(SET, year=2024)


def test_the_rows_are_the_countries_by_name_whatever_order_they_were_named_in(sheet, atlas):
    assert [row.name for row in sheet.rows] == ["Eritrea", "France", "Italy", "Libya"]
    assert atlas.sheet(reversed([*SET, "ITA"]), year=2024).rows == sheet.rows


def test_each_cell_is_the_level_and_the_promises_of_the_country(sheet, atlas):
    levels = atlas.levels("LBY", sheet.child, 2024)
    gaps = atlas.gaps(countries=SET, child=sheet.child, year=2024)
    for goal, level in levels.items():
        cell = sheet.row("LBY").cell(goal)
        assert (cell.level, cell.promises) == (level.value, gaps.cell("LBY", goal))
        assert cell.known_share == pytest.approx(level.known_share, abs=1e-6)
    known = [level.value for level in levels.values() if level.value is not None]
    assert sheet.row("LBY").weakest == min(known)


def test_roles_are_those_on_documented_routes(sheet, atlas):
    for row in sheet.rows:
        through = atlas.routes_through(row.iso3)
        assert row.route_ids == tuple(through)
        assert set(row.roles) == {role for roles in through.values() for role in roles}
    assert sheet.row("ERI").roles == ("origin",)


def test_only_a_role_leaves_out_the_others_and_counts_follow(sheet):
    ends = sheet.only(["destination"])
    assert {row.iso3 for row in ends.rows} == {
        row.iso3 for row in sheet.rows if "destination" in row.roles
    }
    assert ends.ways == sheet.ways
    assert sum(sheet.levels(2).values()) == 4
    assert sheet.levels(2, "destination") == ends.levels(2)


def test_a_journey_links_countries_in_the_order_in_which_it_meets_them():
    ways = (
        hand.way("AAA", "BBB", "CCC"), hand.way("CCC", "DDD", "AAA", branch="back"),
        hand.way("AAA", "DDD", branch="alone"), hand.way("AAA", "EEE", "AAA", branch="same"),
    )  # fmt: skip
    found = linking_ways(hand.small_atlas(journeys=ways), {"AAA", "CCC"})
    assert [(one.journey.branch, one.iso3s) for one in found] == [
        ("main", ("AAA", "CCC")), ("back", ("CCC", "AAA")),
    ]  # fmt: skip
    assert [stage.order for stage in found[0].stages] == [1, 3]


def test_a_country_met_at_two_stages_in_a_row_is_named_once():
    way = hand.way("AAA", "BBB", "BBB", "CCC")
    (found,) = linking_ways(hand.small_atlas(journeys=[way]), {"AAA", "BBB"})
    assert found.iso3s == ("AAA", "BBB")
    assert [stage.order for stage in found.stages] == [1, 2, 3]


def test_strange_countries_and_too_many_are_refused(atlas, sheet):
    with pytest.raises(UnknownNameError, match="LBY"):
        atlas.sheet(["LYB"])
    with pytest.raises(RoutesError, match=str(MOST_COUNTRIES)):
        atlas.sheet(list(atlas.countries.index)[: MOST_COUNTRIES + 1])
    with pytest.raises(UnknownNameError, match="on the sheet"):
        sheet.row("GRC")
    with pytest.raises(UnknownNameError, match="goal"):
        sheet.row("LBY").cell(7)


def test_the_frame_has_a_row_for_each_country_and_goal(sheet, atlas):
    frame = sheet.to_frame()
    assert len(frame) == 4 * 6
    cell = sheet.row("LBY").cell(2)
    (row,) = frame.query("iso3 == 'LBY' and goal == 2").to_dict("records")
    assert (row["level"], row["promises_state"]) == (cell.level, cell.promises.state)
    assert atlas.sheet([]).to_frame().empty


@settings(deadline=None, max_examples=30)
@given(data=st.data())
def test_a_larger_set_keeps_every_row_and_every_link(atlas, data):
    world = atlas.world(atlas.sheet([]).child)
    some = data.draw(st.lists(st.sampled_from(SET), unique=True))
    more = data.draw(st.lists(st.sampled_from(list(atlas.countries.index)), max_size=6))
    small = atlas.sheet(some, world=world)
    large = atlas.sheet([*some, *more], world=world)
    assert {row.iso3 for row in small.rows} <= {row.iso3 for row in large.rows}
    assert all(large.row(row.iso3) == row for row in small.rows)
    held = {way.journey: set(way.iso3s) for way in large.ways}
    assert all(set(way.iso3s) <= held[way.journey] for way in small.ways)
    by_role = [row for role in ROLES for row in large.only([role]).rows]
    assert {row.iso3 for row in by_role} == {row.iso3 for row in large.rows if row.route_ids}
