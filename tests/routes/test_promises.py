"""The rules on promises hold together with the rubrics and the commitments."""

from importlib.resources import files

import pytest

from routes.errors import BrokenRubricError
from routes.promises import load_promise_rules


@pytest.fixture
def folder(tmp_path):
    """A copy of the two tables that a test may spoil."""
    for name in ("instruments.csv", "promises.csv"):
        source = files("routes") / "rubrics" / name
        (tmp_path / name).write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    return tmp_path


def spoil(folder, name, old, new):
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_every_commitment_has_an_instrument_and_every_rule_a_commitment(atlas):
    rules = atlas.promise_rules
    commitments = atlas.records.commitments
    assert {one.instrument_id for one in commitments.values()} == set(rules.instruments)
    assert set(rules.rules) <= set(commitments)


def test_what_no_country_promised_is_held_against_none(atlas):
    rules = atlas.promise_rules
    for name in ("JGC3", "JGC4", "SDG", "NYD", "ICCPR", "ACRWC", "SMUGGLING"):
        assert rules.instruments[name].bound_by == ""
        for one in atlas.commitments(instrument_id=name):
            assert rules.of(one.commitment_id) == ()


def test_a_silent_law_says_nothing_of_a_promise(atlas):
    rules = [rule for mine in atlas.promise_rules.rules.values() for rule in mine]
    assert any(rule.measure == "detention_law" for rule in rules)
    assert all("silent" not in rule.found for rule in rules)


def test_binding_is_what_treaties_are(atlas):
    for one in atlas.records.commitments.values():
        kind = atlas.promise_rules.instruments[one.instrument_id].kind
        assert one.is_binding == (kind == "treaty"), one.commitment_id


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("promises.csv", "2-crc-37-b,", "2-crc-99,", "no commitment '2-crc-99'"),
        ("promises.csv", "detention_practice,", "detention_practise,", "no measure 'detention_pr"),
        ("promises.csv", "2|2WL", "2|2WLX", "'2WLX' is not one of 3, 2WL, 2, 1"),
        ("promises.csv", "exceptional|documented", "systematic|documented", "listed twice"),
        ("promises.csv", "asylum_seeker|", "asylum|", "no status 'asylum'"),
        ("promises.csv", "1.2,", "1.1,", "rule 1.1 twice"),
        ("promises.csv", "Sources looked and report no child held", "", "of why it is kept"),
        ("instruments.csv", "treaty_CRC,", "treaty_XXX,", "no measure 'treaty_XXX'"),
        ("instruments.csv", "gcm_vote,yes", "gcm_vote,aye", "'aye' is not one of"),
        ("instruments.csv", "\nCRC,", "\nCRX,", "no instrument 'CRC' in instruments.csv"),
    ],
)  # fmt: skip
def test_a_rule_that_does_not_fit_is_named(atlas, folder, name, old, new, words):
    spoil(folder, name, old, new)
    with pytest.raises(BrokenRubricError, match="do not hold together") as told:
        load_promise_rules(atlas.rubrics, atlas.records.commitments, folder)
    assert words in str(told.value)
