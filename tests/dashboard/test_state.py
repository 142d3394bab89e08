"""The address is the state: what goes in comes out, and what can't be used is said."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.state import Lens, ViewState, from_query
from dashboard.ways import CompareState, JourneyState, PlainState, Way, find_country
from routes import GOALS, YEARS, Child
from routes.model import COMPANIES, ROLES, STATUSES

LENSES = st.builds(
    Lens,
    child=st.builds(
        Child,
        age=st.integers(0, 17),
        company=st.sampled_from(COMPANIES),
        status=st.sampled_from(STATUSES),
    ),
    year=st.sampled_from(YEARS),
    checked=st.booleans(),
)
NAMES = st.text(
    st.characters(categories=("L", "N", "P", "S")), max_size=40
).map(lambda text: text.strip())  # fmt: skip


def query_of(address):
    return address.partition("?")[2]


@settings(max_examples=150, deadline=None)
@given(data_=st.data(), lens=LENSES)
def test_an_atlas_view_comes_back_from_its_address(data, data_, lens):
    draw = data_.draw
    colour = draw(st.sampled_from(data.colours))
    routes = draw(st.sets(st.sampled_from(data.route_ids), max_size=4))
    roles = draw(st.sets(st.sampled_from(ROLES), min_size=1))
    view = ViewState(
        colour=colour,
        goal=draw(st.integers(0, 6)),
        routes=tuple(route for route in data.route_ids if route in routes),
        roles=tuple(role for role in ROLES if role in roles),
        marks=draw(st.sampled_from([(), ("deaths",)])),
        lens=lens,
        steps=tuple(data.steps_of(colour)[: draw(st.integers(0, 2))]),
        country=draw(st.sampled_from(["", *data.iso3s])),
        view=draw(st.sampled_from(["map", "table", "chart"])),
        find=draw(NAMES),
        sort=draw(st.sampled_from(["country", "value", "source"])),
        descending=draw(st.booleans()),
    )
    assert from_query(query_of(view.href()), data) == (view, ())


@settings(max_examples=150, deadline=None)
@given(data_=st.data(), lens=LENSES, name=NAMES)
def test_any_journey_child_and_year_come_back_from_their_address(data, data_, lens, name):
    draw = data_.draw
    if draw(st.booleans()):
        journey = draw(st.sampled_from([j for r in data.atlas.routes.values() for j in r.journeys]))
        first = data.atlas.routes[journey.route_id].journeys[0].branch
        way = Way.of(journey, first_branch=first)
    else:
        codes = draw(st.lists(st.sampled_from(data.iso3s), min_size=2, max_size=15))
        way = Way(stops=tuple(codes), name=name)
    cell = draw(st.none() | st.tuples(st.integers(1, 15), st.sampled_from(GOALS)))
    state = JourneyState(way=way, lens=lens, goal=draw(st.sampled_from(GOALS)), cell=cell)
    address = state.href()
    path = address.partition("?")[0].removeprefix("/journey/")
    assert JourneyState.read(data.atlas, path, query_of(address)) == (state, ())


@settings(max_examples=80, deadline=None)
@given(a=LENSES, b=LENSES)
def test_a_comparison_comes_back_from_its_address(a, b):
    state = CompareState(
        a=Way(route="channel"),
        b=Way(stops=("ALB", "GBR")),
        lens=a,
        lens_b=replace(b, checked=a.checked),
    )
    assert CompareState.read(query_of(state.href())) == (state, ())


@given(lens=LENSES)
def test_a_plain_page_keeps_the_lens(lens):
    state = PlainState(path="/country/LBY", lens=lens)
    assert PlainState.read("/country/LBY", query_of(state.href())) == (state, ())


def test_the_opening_view_needs_no_query():
    assert ViewState().href() == "/"


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("year=1999", "1999"),
        ("year=²⁰¹⁵", "²⁰¹⁵"),
        ("age=18", "18"),
        ("status=tourist", "tourist"),
        ("country=ZZZ", "ZZZ"),
        ("roles=pilot", "pilot"),
        ("steps=purple", "purple"),
        ("colour=goal-7", "goal-7"),
        ("banana=1", "banana"),
    ],
)
def test_what_does_not_exist_is_dropped_with_a_word(data, query, word):
    view, dropped = from_query(query, data)
    assert view == ViewState()
    assert len(dropped) == 1
    assert word in dropped[0]


def test_known_routes_stay_when_an_unknown_one_is_dropped(data):
    view, dropped = from_query("routes=channel,atlantis", data)
    assert view.routes == ("channel",)
    assert "atlantis" in dropped[0]


def test_names_of_campaigns_are_let_pass_in_silence(data):
    assert from_query("utm_source=letter", data) == (ViewState(), ())


@pytest.mark.parametrize(
    ("words", "iso3"),
    [("Libya", "LBY"), (" lby ", "LBY"), ("Libye", "LBY"), ("ليبيا", "LBY"), ("Atlantis", None),
     ("", None), ("Germ", "DEU")],
)  # fmt: skip
def test_a_country_is_found_by_code_and_by_name_in_any_language(data, words, iso3):
    assert find_country(data.atlas, words) == iso3


@pytest.mark.parametrize("marks", ["", "none"])
def test_the_atlas_s_map_has_no_marks_unless_asked_for(data, marks):
    assert from_query(f"marks={marks}", data) == (ViewState(), ())
    assert "marks" not in ViewState().href()


def test_marks_that_the_atlas_s_map_does_not_have_are_said(data):
    view, dropped = from_query("marks=deaths,flows", data)
    assert view.marks == ("deaths",)
    assert len(dropped) == 1
    assert "marks “flows”" in dropped[0]
