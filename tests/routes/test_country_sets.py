"""Sets of countries at one table: regions, routes, parties, votes."""

import pytest

from routes import RoutesError, UnknownNameError


def test_a_region_is_its_subregions_and_no_territory(atlas):
    table = atlas.countries
    held = set(atlas.countries_of_set("region:africa"))
    parts = (*atlas.countries_of_set("region:northern-africa"),
             *atlas.countries_of_set("region:sub-saharan-africa"))  # fmt: skip
    assert sorted(parts) == sorted(held)
    assert {"DZA", "ZAF"} <= held
    assert set(table.loc[list(held), "kind"]) == {"country"}


def test_a_route_is_every_country_on_it(atlas):
    for route_id, route in atlas.routes.items():
        assert set(atlas.countries_of_set(f"route:{route_id}")) == set(route.roles())


def test_parties_and_votes_are_those_of_the_facts(atlas):
    parties = atlas.countries_of_set("party:CRC", year=2024)
    assert "USA" not in parties
    answers = atlas.protection.measure_answers("LBY", atlas.sheet([]).child, 2024)
    assert answers["treaty_CRC"][0].value == "party"
    assert "LBY" in parties
    votes = [set(atlas.countries_of_set(f"vote:GCM:{v}")) for v in ("yes", "no", "abstain",
                                                                    "absent")]  # fmt: skip
    assert "USA" in votes[1]
    assert sum(map(len, votes)) == len(set.union(*votes))


def test_nobody_voted_before_there_was_a_vote(atlas):
    assert atlas.countries_of_set("vote:GCM:yes", year=2015) == ()


def test_every_set_has_a_name_of_its_own_and_at_most_one_sheet_of_countries(atlas):
    sets = atlas.country_sets
    assert len({(one.group, one.label) for one in sets.values()}) == len(sets)
    world = atlas.world(atlas.sheet([]).child)
    for key in sets:
        assert len(atlas.sheet(atlas.countries_of_set(key, world=world), world=world).rows) >= 2


@pytest.mark.parametrize("key", ["region:atlantis", "party:NYD", "vote:GCM", "party:CRC:none", ""])
def test_a_set_that_is_none_is_refused(atlas, key):
    with pytest.raises(UnknownNameError):
        atlas.countries_of_set(key)


def test_a_year_without_facts_is_refused(atlas):
    with pytest.raises(RoutesError, match="1999"):
        atlas.countries_of_set("party:CRC", year=1999)
