"""Commitments, milestones and good practice come out of the tables as they were written."""

import pandas as pd
import pytest

import geodata
import routes
from geodata.resources import INSTRUMENTS
from routes.records import Records


@pytest.fixture(scope="module")
def atlas():
    return routes.load()


def test_every_row_of_the_three_tables_is_there(atlas):
    records = atlas.records
    assert len(records.commitments) == len(geodata.load_table("commitments")) == 90
    assert len(records.timeline) == len(geodata.load_table("timeline")) == 121
    assert len(records.practices) == len(geodata.load_table("practices")) == 36


def test_every_row_leads_to_its_source(atlas):
    records = atlas.records
    rows = [*records.commitments.values(), *records.timeline, *records.practices.values()]
    assert {row.source_id for row in rows} <= set(atlas.sources.index)


def test_a_commitment_says_whether_it_binds_and_where_it_is_written(atlas):
    convention = atlas.records.commitments["2-crc-37-b"]
    assert (convention.is_binding, convention.locator, convention.year) == (
        True,
        "art. 37(b)",
        1989,
    )
    compact = atlas.records.commitments["2-gcm-obj-13-29-h"]
    assert (compact.is_binding, compact.instrument_id) == (False, "GCM")
    assert {one.instrument_id for one in atlas.records.commitments.values()} == set(INSTRUMENTS)


def test_milestones_come_in_order_of_time_and_know_their_precision(atlas):
    dates = [event.date for event in atlas.records.timeline]
    assert dates == sorted(dates)
    month = next(
        e for e in atlas.records.timeline if e.event_id == "2010-family-unit-at-yarl-s-wood-closes"
    )
    assert (month.date, month.precision, month.year, month.iso3s) == (
        "2010-12",
        "month",
        2010,
        ("GBR",),
    )


def test_a_country_that_only_held_the_meeting_is_not_the_one_concerned(atlas):
    titles = {event.title: event for event in atlas.records.timeline}
    for title in ("Paris Agreement", "Durban Declaration", "First Global Refugee Forum"):
        assert titles[title].iso3s == ()


def test_what_is_not_known_of_a_practice_is_none_and_what_is_not_is_no(atlas):
    practices = atlas.records.practices
    network = practices["waf-cross-border-network"]
    assert network.in_beyond_borders is True
    assert len(network.iso3s) == 16
    assert network.roles == ("origin", "transit", "destination")
    houses = practices["bel-return-houses"]
    assert houses.in_beyond_borders is None
    assert houses.result == ""
    assert practices["mex-child-welfare-referral"].in_beyond_borders is False


def test_the_measures_a_practice_names_are_in_the_rubrics(atlas):
    named = {m for one in atlas.records.practices.values() for m in one.measures}
    assert named
    assert named <= set(atlas.rubrics.measures)


def test_tables_without_rows_are_no_records():
    tables = [
        geodata.load_table(name).iloc[:0] for name in ("commitments", "timeline", "practices")
    ]
    records = Records.from_tables(*tables)
    assert (records.timeline, dict(records.commitments), dict(records.practices)) == ((), {}, {})
    assert isinstance(tables[0], pd.DataFrame)
