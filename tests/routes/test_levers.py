"""The catalogue of levers fits the rubrics, and a change says what it is."""

import csv
from importlib.resources import files

import pytest

from routes import (
    BrokenRubricError,
    Child,
    PolicyChange,
    RoutesError,
    catalogue,
    load_levers,
    load_rubrics,
)

RUBRICS = load_rubrics()


def rows():
    with (files("routes") / "rubrics" / "levers.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def written(folder, changed):
    found = rows()
    found[0] |= changed
    with (folder / "levers.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, found[0])
        writer.writeheader()
        writer.writerows(found)
    return folder


def test_every_judged_goal_has_a_lever_and_every_lever_a_note():
    judged = {goal.goal for goal in RUBRICS.goals.values() if goal.is_judged}
    assert {lever.goal for lever in catalogue().values()} == judged
    assert all(lever.note and lever.sets and lever.roles for lever in catalogue().values())


def test_every_measure_that_a_country_can_change_has_a_lever():
    """A tier is another government's opinion: no law of the country sets it."""
    read = {m for goal in RUBRICS.goals.values() for m in goal.measures("core", "limit")}
    pulled = {measure for lever in catalogue().values() for measure, _ in lever.sets}
    assert read - pulled == {"tip_tier"}


def test_a_lever_never_sets_the_worst_of_a_scale():
    for lever in catalogue().values():
        for measure, value in lever.sets:
            assert RUBRICS.steps(measure)[0].value != value


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"goal": "7"}, "goal '7' is not 1 to 6"),
        ({"company": "herself"}, "'herself' is not one of alone, family"),
        ({"roles": "middle"}, "'middle' is not one of origin"),
        ({"roles": ""}, "'' is not one of origin"),
        ({"sets": "detention_law=prohibited"}, "no rule of goal 1 reads 'detention_law'"),
        ({"sets": "guardian_for_unaccompanied=often"}, "'often' is no value"),
        ({"sets": ""}, "no rule of goal 1 reads ''"),
        ({"lever": "end-detention"}, "end-detention comes twice"),
    ],
)
def test_a_broken_row_is_refused_and_named(tmp_path, changed, says):
    with pytest.raises(BrokenRubricError, match=says):
        load_levers(RUBRICS, written(tmp_path, changed))


def test_a_lever_knows_whom_it_concerns():
    lever = catalogue()["end-detention-families"]
    assert lever.concerns(Child(company="family"))
    assert not lever.concerns(Child(company="alone"))


@pytest.mark.parametrize("text", ["LBY:end-detention", "LBY:detention_practice:exceptional"])
def test_a_change_reads_what_it_writes(text):
    assert str(PolicyChange.parse(text)) == text
    assert PolicyChange.parse(text.replace("LBY", " lby ")) == PolicyChange.parse(text)


@pytest.mark.parametrize("text", ["", "LBY", "LBY:", ":end-detention", "a:b:c:d"])
def test_what_is_no_change_is_refused_with_an_example(text):
    with pytest.raises(RoutesError, match="LBY:end-detention"):
        PolicyChange.parse(text)


def test_a_change_is_a_lever_or_a_measure_with_its_value():
    for parts in (("LBY",), ("LBY", "end-detention", "tip_tier", "1"), ("LBY", "", "tip_tier")):
        with pytest.raises(RoutesError, match="not both"):
            PolicyChange(*parts)
