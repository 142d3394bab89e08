"""Levels worked out by hand: the facts, the child, the year, the level and why.

Each example was worked out from the rubric tables with pencil before the code was asked.
"""

import importlib.util
from pathlib import Path

import pytest

from routes import Child

_spec = importlib.util.spec_from_file_location("hand", Path(__file__).with_name("conftest.py"))
hand = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(hand)
fact, protection = hand.fact, hand.protection

ALONE = Child(age=15, company="alone", status="asylum_seeker")
FAMILY = Child(age=15, company="family", status="asylum_seeker")
REFUGEE = Child(age=15, company="alone", status="refugee")
NO_PAPERS = Child(age=15, company="alone", status="undocumented")
AGED_17 = Child(age=17, company="alone", status="asylum_seeker")
AGED_14 = Child(age=14, company="alone", status="asylum_seeker")


def free(**more):
    return fact("detention_practice", "none_reported", **more)


def barred(**more):
    return fact("detention_law", "prohibited", **more)


SCHOOL = fact("school_primary_secondary", "full")
URGENT = fact("emergency_health", "full")
DOCTOR = fact("primary_health_care", "full")

EXAMPLES = {
    "the law bars it, none is reported, alternatives exist: protected": (
        2, ALONE, 2020, [barred(), free(), fact("alternatives_in_law", "yes")], 4),
    "no alternatives in law hold it at 3": (
        2, ALONE, 2020, [barred(), free(), fact("alternatives_in_law", "no")], 3),
    "practice is worse than the law: the lower answer counts": (
        2, ALONE, 2020, [barred(), fact("detention_practice", "systematic")], 0),
    "the law is worse than practice: the lower answer counts": (
        2, ALONE, 2020, [fact("detention_law", "permitted"), free()], 1),
    "a bar alone, without a word on practice, never reaches 4": (
        2, ALONE, 2020, [barred()], 3),
    "silent law is not a prohibition": (
        2, ALONE, 2020, [fact("detention_law", "silent"), free()], 2),
    "last resort in law with exceptional practice": (
        2, ALONE, 2020,
        [fact("detention_law", "last_resort"), fact("detention_practice", "exceptional")], 2),
    "a bar under 16 covers a child of 14": (
        2, AGED_14, 2020, [barred(min_age_detainable=16), free()], 4),
    "a bar under 16 does not cover a child of 17: detention is permitted": (
        2, AGED_17, 2020, [barred(min_age_detainable=16), free()], 1),
    "what is said of children alone is not said of families": (
        2, FAMILY, 2020, [barred(company="alone"), free(company="alone")], None),
    "each child has her own facts: families are held": (
        2, FAMILY, 2020,
        [barred(company="alone"), free(company="alone"),
         fact("detention_law", "permitted", company="family"),
         fact("detention_practice", "documented", company="family")], 1),
    "before its first year a fact says nothing": (
        2, ALONE, 2012, [barred(from_year=2013), free(from_year=2013)], None),
    "after the end of its period a fact says nothing": (
        2, ALONE, 2019, [barred(to_year=2018, as_of_year=2018),
                         free(to_year=2018, as_of_year=2018)], None),
    "practice of 2010 is carried to 2020 and no further; law remains": (
        2, ALONE, 2021, [barred(as_of_year=2010), free(as_of_year=2010)], 3),
    "practice of 2010 still counts in 2020": (
        2, ALONE, 2020, [barred(as_of_year=2010), free(as_of_year=2010)], 4),
    "two facts differ: the lower one wins": (
        2, ALONE, 2020,
        [barred(), free(), fact("detention_practice", "documented", as_of_year=2019)], 1),
    "school and doctors for all by rule: rules alone make 3": (
        4, ALONE, 2020, [SCHOOL, URGENT, DOCTOR], 3),
    "shut out of school: 0, whatever the clinic does": (
        4, ALONE, 2020, [fact("school_primary_secondary", "none"), URGENT, DOCTOR], 0),
    "one of three questions answered is too little to judge": (
        4, ALONE, 2020, [SCHOOL], None),
    "two of three answered: judged, and held at 3": (
        4, ALONE, 2020, [SCHOOL, URGENT], 3),
    "a refugee's own row beats the row for all, upwards": (
        4, REFUGEE, 2020,
        [fact("school_primary_secondary", "none"),
         fact("school_primary_secondary", "full", group="refugee"), URGENT, DOCTOR], 3),
    "a refugee's own row beats the row for all, downwards": (
        4, REFUGEE, 2020,
        [SCHOOL, fact("school_primary_secondary", "partial", group="refugee"), URGENT, DOCTOR], 2),
    "never borrowed from another group": (
        4, NO_PAPERS, 2020,
        [fact("school_primary_secondary", "full", group="refugee"),
         fact("emergency_health", "full", group="refugee"),
         fact("primary_health_care", "full", group="refugee")], None),
    "emergency care only: weak": (
        4, ALONE, 2020, [SCHOOL, URGENT, fact("primary_health_care", "none")], 1),
    "tier 3 outweighs a guardian": (
        1, ALONE, 2020,
        [fact("tip_tier", "3", from_year=2020, to_year=2020),
         fact("guardian_for_unaccompanied", "full", company="alone"),
         fact("child_care_placement", "full", company="alone")], 0),
    "tier 1, guardian, care, bound by both protocols: protected": (
        1, ALONE, 2020,
        [fact("tip_tier", "1", from_year=2020, to_year=2020),
         fact("guardian_for_unaccompanied", "full", company="alone"),
         fact("child_care_placement", "full", company="alone"),
         fact("treaty_PALERMO_TIP", "party"), fact("treaty_OPSC", "party")], 4),
    "the same, not bound by the trafficking protocol: held at 3": (
        1, ALONE, 2020,
        [fact("tip_tier", "1", from_year=2020, to_year=2020),
         fact("guardian_for_unaccompanied", "full", company="alone"),
         fact("child_care_placement", "full", company="alone"),
         fact("treaty_PALERMO_TIP", "none"), fact("treaty_OPSC", "party")], 3),
    "with family, guardian and placement do not apply: the tier answers alone": (
        1, FAMILY, 2020, [fact("tip_tier", "2", from_year=2020, to_year=2020)], 2),
    "a mother who cannot pass on her nationality": (
        3, ALONE, 2020,
        [fact("birth_registration_of_migrant_children", "full"),
         fact("family_reunification_for_child", "full"),
         fact("women_nationality_right", "no")], 1),
    "a good law against discrimination, convention not joined": (
        6, ALONE, 2020, [fact("anti_discrimination_law", "full"),
                         fact("treaty_ICERD", "none")], 2),
    "votes on compacts make no level": (
        5, ALONE, 2020, [fact("gcm_vote", "yes"), fact("gcr_vote", "yes")], None),
}  # fmt: skip


@pytest.mark.parametrize("name", EXAMPLES)
def test_worked_example(name):
    goal, child, year, facts, expected = EXAMPLES[name]
    level = protection(*facts).level("AAA", goal, child, year)
    assert level.value == expected, level.why
