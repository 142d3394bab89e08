"""A what-if in the address: what it holds, and what is dropped with a word."""

import pytest

from dashboard.ways import Way
from dashboard.what_if_state import WhatIfState
from routes import Child, PolicyChange

LIBYA = PolicyChange("LBY", "end-detention-families")
GREECE = PolicyChange("GRC", "", "detention_practice", "exceptional")


def read(data, query):
    return WhatIfState.read(data, query)


def test_a_link_is_short_and_opens_as_it_was(data):
    state = WhatIfState(
        changes=(GREECE, LIBYA), way=Way(route="central-med-horn"), goal=2, order="children"
    )
    href = state.href(child=Child(company="family"))
    assert href == (
        "/what-if?change=GRC:detention_practice:exceptional&change=LBY:end-detention-families"
        "&route=central-med-horn&goal=2&order=children&company=family"
    )
    again, dropped = read(data, href.partition("?")[2])
    assert dropped == ()
    assert again.href() == href


def test_a_change_is_added_once_and_taken_out(data):
    state = WhatIfState(changes=(LIBYA,))
    assert state.with_change(LIBYA) == state.href()
    assert read(data, state.with_change(GREECE).partition("?")[2])[0].changes == (GREECE, LIBYA)
    assert state.without(LIBYA) == "/what-if"


def test_the_form_adds_a_change_by_a_countrys_name(data):
    state, dropped = read(
        data, "change=LBY:end-detention-families&country=Grèce&lever=school-for-all"
    )
    assert dropped == ()
    assert state.changes == (PolicyChange("GRC", "school-for-all"), LIBYA)
    state, _ = read(data, "country=Greece&lever=detention_practice:exceptional")
    assert state.changes == (GREECE,)


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("change=LBY", "A change is written"),
        ("change=QQQ:end-detention", "No country 'QQQ'"),
        ("change=LBY:end-everything", "No lever 'end-everything'"),
        ("change=LBY:detention_law:gone", "No value 'gone'"),
        ("country=Atlantis&lever=end-detention", "No country is called “Atlantis”"),
        ("country=Libya", "needs a country and what it does"),
        ("lever=end-detention", "needs a country and what it does"),
        ("route=atlantis", "All documented routes are shown"),
        ("route=ERI", "All documented routes are shown"),
        ("goal=5", "goal “5” is not known"),
        ("order=size", "order “size” is not known"),
        ("nonsense=1", "“nonsense” is not a choice"),
    ],
)
def test_what_cannot_be_is_dropped_with_a_word(data, query, says):
    state, dropped = read(data, query)
    assert state == WhatIfState()
    assert says in " ".join(dropped)


def test_of_two_that_contradict_each_other_the_first_stays(data):
    state, dropped = read(
        data, "change=LBY:detention_law:silent&change=LBY:end-detention&change=ITA:school-for-all"
    )
    assert [str(change) for change in state.changes] == [
        "ITA:school-for-all", "LBY:detention_law:silent",
    ]  # fmt: skip
    assert "contradict each other" in dropped[0]


def test_no_more_than_twenty_changes(data):
    pairs = "&".join(f"change={iso3}:school-for-all" for iso3 in data.iso3s[:25])
    state, dropped = read(data, pairs)
    assert len(state.changes) == 20
    assert "at most 20" in dropped[0]


@pytest.mark.parametrize(
    ("query", "journeys"),
    [("", 139), ("route=darien-usa", 4), ("route=ERI,SDN,LBY,ITA", 1)],
)
def test_which_journeys_are_looked_at(data, query, journeys):
    found = read(data, query)[0].journeys(data)
    expected = sum(len(r.journeys) for r in data.atlas.routes.values()) if not query else journeys
    assert len(found) == expected


def test_one_branch_can_be_looked_at_alone(data):
    route = data.atlas.routes["darien-usa"]
    branch = route.journeys[1].branch
    (found,) = read(data, f"route=darien-usa.{branch}")[0].journeys(data)
    assert found == route.journeys[1]
