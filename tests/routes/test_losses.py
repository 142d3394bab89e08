"""Deaths and disappearances on a journey: sums over a part of the way, never places."""

import pytest

from routes import load, losses_on
from routes.losses import legs_meant


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
