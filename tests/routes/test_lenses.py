"""Same child, other label: what the label alone changes, and why it changes nothing."""

import importlib.util
from pathlib import Path

import pytest

from routes import Child, label_effects, label_sentences, labels
from routes.model import STATUSES

_spec = importlib.util.spec_from_file_location("hand", Path(__file__).with_name("conftest.py"))
hand = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(hand)
fact, way, small_atlas = hand.fact, hand.way, hand.small_atlas


def tell(*facts, iso3s=("AAA",)):
    found = labels(small_atlas(*facts), way(*iso3s), Child(), 2020)
    return {s.kind: s.text for s in label_sentences(found)}


def test_the_four_labels_keep_age_and_company():
    found = labels(small_atlas(), way("AAA"), Child(age=9, company="family"), 2020)
    assert list(found) == list(STATUSES)
    assert {(p.child.age, p.child.company) for p in found.values()} == {(9, "family")}
    assert [p.child.status for p in found.values()] == list(STATUSES)


def test_a_rule_for_one_label_changes_the_level():
    told = tell(
        fact("anti_discrimination_law", "full"),
        fact("anti_discrimination_law", "none", group="undocumented"),
    )
    assert told == {
        "label_changes": "The label alone changes the level in Aland for goal 6 (free of "
        "discrimination): 3 as a refugee, as an asylum seeker and as a trafficked child, 0 without "
        "papers.",
        "label_unknown": "In 4 of the 5 pairs of country and goal it is not known whether the "
        "label matters: no label has a known level there.",
    }


def test_the_same_rule_for_all_is_told_apart_from_nothing_known():
    told = tell(fact("anti_discrimination_law", "full"))
    assert told["label_changes"] == (
        "Nowhere on this journey is the label alone known to change a level."
    )
    assert told["label_same"] == (
        "In 1 of the 5 pairs of country and goal the level is the same under all labels: the facts "
        "held make no difference between them."
    )
    assert told["label_unknown"].startswith("In 4 of the 5 pairs")


def test_other_facts_can_lead_to_the_same_level():
    told = tell(
        fact("detention_law", "silent"),
        fact("detention_law", "last_resort", group="refugee"),
    )
    assert told["label_same"].endswith("the same under all labels, though the facts differ.")


def test_a_level_known_for_one_label_only_is_neither_change_nor_sameness():
    told = tell(fact("anti_discrimination_law", "full", group="refugee"))
    assert told["label_partly"] == (
        "The level is known under some labels only in Aland for goal 6 (free of discrimination): "
        "not known as an asylum seeker, without papers and as a trafficked child."
    )
    assert "label_same" not in told


def test_nothing_known_is_told_as_not_known():
    told = tell()
    assert told["label_changes"] == (
        "What the label alone changes is not known: no level is known under any label."
    )
    assert told["label_unknown"].startswith("In all 5 pairs")


def test_a_country_with_several_stages_counts_once_and_links_to_its_first():
    found = labels(small_atlas(), way("AAA", "BBB", "BBB"), Child(), 2020)
    assert [(e.stage.order, e.goal) for e in label_effects(found)][::5] == [(1, 1), (2, 1)]


def test_on_the_way_to_germany_the_label_changes_school_and_health_but_unevenly(atlas):
    # service_access.csv: in Germany school is 'full' for all (row 194) but 'partial' for asylum
    # seekers (195); primary care is 'partial' for asylum seekers (192) and children without papers
    # (193), and nobody says so of refugees: their 3 leaves that question open.
    found = labels(atlas, atlas.journey("central-med-horn"), Child(), 2024)
    effect = next(e for e in label_effects(found) if e.stage.iso3 == "DEU" and e.goal == 4)
    assert effect.levels == {
        "refugee": 3, "asylum_seeker": 2, "undocumented": 2, "trafficked": 3
    }  # fmt: skip
    assert effect.is_uneven
    told = {s.kind: s.text for s in label_sentences(found)}
    assert told["label_changes"] == (
        "Nowhere on this journey is the label alone known to change a level."
    )
    assert "what is not known may play a part" in told["label_uneven"]
    assert (
        "in Germany for goal 4 (school and health): 3 as a refugee and as a trafficked child, 2 as "
        "an asylum seeker and without papers" in told["label_uneven"]
    )


@pytest.mark.parametrize("status", STATUSES)
def test_each_label_is_the_profile_of_that_child(atlas, status):
    journey = atlas.journey("channel")
    found = labels(atlas, journey, Child(age=12), 2022, checked_only=True)[status]
    own = atlas.profile(journey, Child(age=12, status=status), 2022, checked_only=True)
    assert (found.levels == own.levels).all()
    assert found.checked_only
