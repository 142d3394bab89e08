"""Deaths and disappearances on a journey: sums over a part of the way, never places."""

import pytest

from routes import load, losses_on
from routes.losses import areas_off_routes, areas_on, legs_meant, losses_of


@pytest.fixture(scope="module")
def atlas():
    return load()


def test_a_loss_is_the_build_s_number_of_that_area_and_year(atlas):
    journey = atlas.route("central-med-horn").journeys[0]
    found = losses_on(atlas, journey, 2024)
    row = atlas.deaths(kind="route", area="Central Mediterranean", year=2024).iloc[0]
    (loss,) = found.losses
    assert (loss.least, loss.children) == (row["dead_or_missing"], row["children"])
    assert loss.is_shared
    assert [(leg.start.iso3, leg.end.iso3) for leg in loss.legs] == [("LBY", "ITA")]


def test_a_withheld_number_is_not_there_to_be_drawn(atlas):
    table = atlas.deaths(kind="route")
    hidden = table[(table["withheld"] != "") & (table["area"] == "English Channel to the UK")]
    year = int(hidden["year"].iloc[0])
    (loss,) = losses_on(atlas, atlas.route("channel").journeys[0], year).losses
    assert loss.is_withheld
    assert loss.least is None
    assert loss.children is None


def test_a_year_without_a_row_is_no_nought(atlas):
    found = losses_on(atlas, atlas.route("belarus-eu").journeys[0], 2015)
    assert found.losses == ()
    assert found.areas == ("Belarus-EU border",)
    assert found.held[0] <= 2015 <= found.held[1]


def test_a_way_of_one_s_own_and_a_route_that_nobody_counts_have_none(atlas):
    assert losses_on(atlas, atlas.journey(["SDN", "LBY", "ITA"]), 2024) is None
    bare = next(r for r in atlas.routes.values() if atlas.deaths_on(r.route_id, shared=True).empty)
    assert losses_on(atlas, bare.journeys[0], 2024) is None


def test_every_area_is_on_some_branch_of_its_route(atlas):
    mapped = atlas.official.death_routes
    for row in mapped[mapped["route_id"] != ""].itertuples():
        legs = [legs_meant(one, row.legs) for one in atlas.route(row.route_id).journeys]
        assert any(legs), row.area
        if row.legs != "all":
            pairs = {f"{leg.start.iso3}-{leg.end.iso3}" for found in legs for leg in found}
            assert pairs == set(row.legs.split()), row.area


def test_an_area_that_several_routes_pass_is_there_once_with_the_legs_of_all(atlas):
    routes = ["central-med-horn", "central-med-tunisia"]
    (area,) = areas_on(atlas, routes)
    assert area.route_ids == tuple(routes)
    assert area.is_shared
    pairs = {(leg.start.iso3, leg.end.iso3) for leg in area.legs}
    assert pairs == {("LBY", "ITA"), ("TUN", "ITA")}
    ends = [(leg.start.place, leg.end.place) for leg in area.legs]
    assert len(ends) == len(set(ends))


def test_more_routes_never_change_what_an_area_counts(atlas):
    alone = {
        one.area: (one.least, one.children, one.is_withheld)
        for route_id in atlas.routes
        for one in losses_of(atlas, areas_on(atlas, [route_id]), 2023).losses
    }
    together = losses_of(atlas, areas_on(atlas, list(atlas.routes)), 2023).losses
    assert len(together) == len(alone) > 5
    assert {o.area: (o.least, o.children, o.is_withheld) for o in together} == alone


def test_areas_are_those_of_the_build_and_what_is_off_our_routes_is_named(atlas):
    table = atlas.deaths(kind="route", year=2023)
    on = {one.area for one in losses_of(atlas, areas_on(atlas, list(atlas.routes)), 2023).losses}
    off = set(areas_off_routes(atlas, 2023))
    assert on | off == set(table["area"])
    assert not on & off
    assert "Sahara Desert crossing" in off


def test_routes_that_nobody_counts_have_no_areas(atlas):
    bare = next(r for r in atlas.routes if atlas.deaths_on(r, shared=True).empty)
    assert areas_on(atlas, [bare]) == ()
    assert losses_of(atlas, (), 2023).losses == ()
