"""Promise beside practice: worked by hand in a tiny world, then held to its rules in any world."""

import dataclasses
import importlib.util
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routes import STATES, YEARS, Child, Journey, Stage, UnknownNameError, load_rubrics
from routes.gaps import CODE_OF, STATE_OF, worst
from routes.model import COMPANIES, STATUSES

_spec = importlib.util.spec_from_file_location("hand", Path(__file__).with_name("conftest.py"))
hand = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(hand)
fact = hand.fact
RUBRICS = load_rubrics()
LIBERTY = "2-crc-37-b"  # binding; detention in practice and in law
ENDING = "2-gcm-obj-13-29-h"  # not binding; detention in practice
PARTY = fact("treaty_CRC", "party", summary="Party since 1994.")


def vote(value="yes", **more):
    return fact("gcm_vote", value, kind="commitment", from_year=2018, as_of_year=2018, **more)


@pytest.fixture(scope="module")
def records():
    return hand.routes.load().records


@pytest.fixture(scope="module")
def make(records):
    def made(*facts, **more):
        atlas = dataclasses.replace(hand.small_atlas(*facts), records=records)
        return atlas.gaps(**{"countries": ["AAA"], "year": 2024, **more})

    return made


def test_promised_and_not_kept_names_both_facts(make):
    practice = fact("detention_practice", "systematic", summary="Held.", source_id="report")
    gaps = make(PARTY, practice)
    assert gaps.state("AAA", LIBERTY) == "not_kept"
    (gap,) = [one for one in gaps.not_kept if one.commitment.commitment_id == LIBERTY]
    assert (gap.promise.measure, gap.stance, gap.since) == ("treaty_CRC", "party", 1994)
    assert [check.fact.value for check in gap.deciding] == ["systematic"]
    assert gap.commitment.is_binding
    assert {gap.commitment.source_id, "book", "report"} == set(gap.source_ids)


@pytest.mark.parametrize(
    ("practice", "law", "state"),
    [
        ("systematic", "prohibited", "not_kept"),
        ("documented", "prohibited", "partly"),
        ("exceptional", "last_resort", "partly"),
        ("none_reported", "permitted", "partly"),
        ("none_reported", "last_resort", "kept"),
        ("none_reported", None, "kept"),
        (None, "prohibited", "kept_in_law"),
        (None, "silent", "unknown"),
        (None, None, "unknown"),
    ],
)
def test_the_worst_answer_stands_and_a_law_alone_is_never_practice(make, practice, law, state):
    told = [fact("detention_practice", practice)] if practice else []
    told += [fact("detention_law", law)] if law else []
    assert make(PARTY, *told).state("AAA", LIBERTY) == state


@pytest.mark.parametrize("value", ["none", "signatory"])
def test_who_is_not_bound_breaks_no_promise(make, value):
    gaps = make(fact("treaty_CRC", value), fact("detention_practice", "systematic"))
    assert gaps.state("AAA", LIBERTY) == "not_promised"
    assert not [gap for gap in gaps.not_kept if gap.commitment.instrument_id == "CRC"]
    gap = gaps.gap("AAA", LIBERTY)
    assert (gap.stance, gap.is_promised, gap.deciding) == (value, False, ())


@pytest.mark.parametrize("value", ["no", "abstain", "absent"])
def test_no_vote_in_favour_is_no_promise(make, value):
    gaps = make(vote(value), fact("detention_practice", "systematic"))
    assert gaps.state("AAA", ENDING) == "not_promised"


def test_silence_is_unknown_and_no_breach(make):
    gaps = make(fact("detention_practice", "systematic"))  # nothing on any act of the country
    assert set(gaps.to_frame()["state"]) <= {"unknown", "not_applicable"}
    assert gaps.not_kept == ()


def test_a_promise_of_a_later_year_does_not_count_yet(make):
    facts = (vote(), fact("detention_practice", "documented"))
    assert make(*facts, year=2024).state("AAA", ENDING) == "not_kept"
    before = make(*facts, year=2017)
    assert before.state("AAA", ENDING) == "not_promised"
    assert before.gap("AAA", ENDING).promise is None


def test_what_was_known_before_the_promise_does_not_show_whether_it_is_kept(make):
    gaps = make(vote(), fact("detention_practice", "documented", as_of_year=2016))
    assert gaps.state("AAA", ENDING) == "unknown"
    (check,) = gaps.gap("AAA", ENDING).checks
    assert check.found is None
    assert check.fact.as_of_year == 2016
    assert "2016, before the promise" in check.reason


def test_a_party_of_unknown_year_is_bound_from_the_year_its_list_was_read(make):
    open_year = fact(
        "treaty_CRC", "party", summary="Party; the year is not in our copy.", from_year=2022,
        as_of_year=2022,
    )  # fmt: skip
    practice = fact("detention_practice", "systematic", as_of_year=2023)
    assert make(open_year, practice, year=2021).state("AAA", LIBERTY) == "unknown"
    gap = make(open_year, practice, year=2024).gap("AAA", LIBERTY)
    assert (gap.state, gap.since) == ("not_kept", None)


def test_a_promise_to_others_does_not_apply_to_this_child(make):
    facts = (fact("treaty_REF1967", "party"), fact("school_primary_secondary", "none"))
    without = make(*facts, child=Child(status="undocumented"))
    assert without.state("AAA", "4-ref1951-22") == "not_applicable"
    refugee = make(*facts, child=Child(status="refugee"))
    assert refugee.state("AAA", "4-ref1951-22") == "not_kept"


def test_what_is_asked_of_children_alone_is_not_asked_of_one_with_family(make):
    facts = (PARTY, fact("child_care_placement", "none"))
    assert make(*facts).state("AAA", "1-crc-20") == "not_kept"
    with_family = make(*facts, child=Child(company="family"))
    assert with_family.state("AAA", "1-crc-20") == "not_applicable"


def test_checked_only_leaves_unopened_sources_out(make):
    facts = (PARTY, fact("detention_practice", "systematic", evidence="named"))
    assert make(*facts).gap("AAA", LIBERTY).is_unchecked
    assert make(*facts, checked_only=True).state("AAA", LIBERTY) == "unknown"


def test_a_goal_is_told_by_its_worst_known_promise_and_says_how_many_are_known(make):
    gaps = make(PARTY, vote(), fact("detention_practice", "documented"))
    cell = gaps.cell("AAA", 2)
    assert cell.state == "not_kept"  # the compact; the convention is kept in part
    assert cell.counts["partly"] == 2
    assert (cell.promised, cell.known) == (4, 3)  # of art. 37(c)-(d) no measure tells


def test_countries_come_by_route_and_role(records):
    stages = tuple(
        Stage(order=n, iso3=iso3, role=role, place=iso3, lon=0.0, lat=0.0)
        for n, (iso3, role) in enumerate(
            [("CCC", "origin"), ("BBB", "transit"), ("AAA", "destination")], start=1
        )
    )
    journey = Journey(route_id="r", branch="main", name="R", stages=stages)
    atlas = dataclasses.replace(hand.small_atlas(PARTY, journeys=[journey]), records=records)
    assert atlas.gaps(routes=["r"]).countries == ("AAA", "BBB", "CCC")
    assert atlas.gaps(routes=["r"], roles=["transit"]).countries == ("BBB",)
    assert atlas.gaps(routes=["r"]).only(["CCC"]).countries == ("CCC",)
    with pytest.raises(UnknownNameError, match="No route 'x'"):
        atlas.gaps(routes=["x"])
    with pytest.raises(UnknownNameError):
        atlas.gaps(countries=["ZZZ"])
    with pytest.raises(UnknownNameError):
        atlas.gaps(goal=7)
    with pytest.raises(UnknownNameError):
        atlas.gaps().gap("AAA", "nothing")


@given(st.lists(st.sampled_from(sorted(STATE_OF)), min_size=1))
def test_the_code_for_several_is_the_worst_known_then_unknown(codes):
    found = worst(codes)
    known = [code for code in codes if code >= 0]
    assert found in codes
    assert found == min(known) if known else found < 0
    if not known and CODE_OF["unknown"] in codes:
        assert STATE_OF[found] == "unknown"


ANSWERS = sorted(
    m.measure for m in RUBRICS.measures.values() if m.kind in ("rule", "practice", "assessment")
)
ACTS = sorted(m.measure for m in RUBRICS.measures.values() if m.kind == "commitment")


@st.composite
def acts(draw):
    """At most one act of a country under each instrument, as the tables hold it."""
    found = []
    for measure in draw(st.lists(st.sampled_from(ACTS), unique=True, max_size=8)):
        value = draw(st.sampled_from([step.value for step in RUBRICS.steps(measure)]))
        year = draw(st.integers(1990, 2024))
        found.append(
            fact(
                measure, value, kind="commitment", from_year=max(year, 2010),
                as_of_year=max(year, 2022), evidence=draw(st.sampled_from(["official", "named"])),
                summary=f"Party since {year}." if value == "party" else "",
            )
        )  # fmt: skip
    return found


@st.composite
def answers(draw):
    measure = draw(st.sampled_from(ANSWERS))
    start = draw(st.integers(2005, 2025))
    return fact(
        measure,
        draw(st.sampled_from([step.value for step in RUBRICS.steps(measure)])),
        group=draw(st.sampled_from(["all", *STATUSES])),
        from_year=start,
        as_of_year=start + draw(st.integers(0, 3)),
        evidence=draw(st.sampled_from(["read", "named"])),
    )


children = st.builds(
    Child, age=st.integers(0, 17), company=st.sampled_from(COMPANIES),
    status=st.sampled_from(STATUSES),
)  # fmt: skip
answer_lists = st.lists(answers(), max_size=15, unique_by=lambda f: f["fact_id"])


@settings(max_examples=40, deadline=None)
@given(acts(), answer_lists, children, st.sampled_from(YEARS), st.booleans())
def test_every_code_is_what_its_facts_unfold_to(make, promised, told, child, year, checked):
    gaps = make(*promised, *told, child=child, year=year, checked_only=checked)
    for commitment in gaps.commitments:
        gap = gaps.gap("AAA", commitment.commitment_id)
        found = {check.found for check in gap.checks} - {None}
        assert gap.state in STATES
        if gap.state in STATES[:4]:
            assert gap.is_promised  # a finding rests on an act and on a fact, always
            assert gap.deciding
            assert all(check.fact is not None for check in gap.deciding)
            lowest = next(one for one in ("not_kept", "partly", "kept") if one in found)
            assert gap.state.removesuffix("_in_law") == lowest
            assert (gap.state == "kept") == (
                lowest == "kept" and any(c.found == "kept" and not c.is_law for c in gap.checks)
            )
            assert gap.is_unchecked == any(
                one.evidence == "named"
                for one in [gap.promise, *(c.fact for c in gap.checks if c.found)]
            )
        elif gap.state == "unknown":
            assert not gap.is_promised or not found
        else:
            assert not gap.is_promised or gap.state == "not_applicable"


@settings(max_examples=25, deadline=None)
@given(acts(), answer_lists, children, st.sampled_from(YEARS))
def test_taking_an_act_away_never_makes_a_breach(make, promised, told, child, year):
    def breaches(facts):
        found = make(*facts, child=child, year=year).to_frame()
        return set(found[found["state"] == "not_kept"]["commitment_id"])

    assert breaches([*promised[1:], *told]) <= breaches([*promised, *told])
    assert breaches(told) == set()


def test_the_whole_world_unfolds_to_what_its_codes_say(atlas):
    gaps = atlas.gaps(countries=["LBY", "ITA", "GBR", "USA", "MEX"])
    frame = gaps.to_frame()
    assert isinstance(frame, pd.DataFrame)
    assert len(frame) == 5 * len(gaps.commitments)
    for row in frame.itertuples():
        assert gaps.gap(row.iso3, row.commitment_id).state == row.state
    # The United States signed the Convention and voted against the compact.
    assert gaps.gap("USA", LIBERTY).stance == "signatory"
    assert gaps.state("USA", ENDING) == "not_promised"
