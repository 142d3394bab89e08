"""Colours of how sure we are: own classes, words and palette, and numbers of the model."""

import json
import re

import numpy as np
import pytest

from dashboard.colouring import NumberColouring
from dashboard.components.legend import counts
from dashboard.components.value_table import rows
from dashboard.markup import to_html
from dashboard.site import render
from dashboard.state import from_query
from dashboard.theme import INKS
from routes import YEARS, Child

COLOURS = ("evidence-known", "evidence-checked", "evidence-age")


@pytest.mark.parametrize("colour", COLOURS)
def test_classes_are_no_levels(data, colour):
    colouring = data.colourings[colour]
    levels = {step.css for c in data.colourings.values() if c.goal for step in c.steps}
    own = {step.css for step in colouring.steps if step.code >= 0}
    assert own <= INKS.keys()
    assert not own & levels
    assert all(colouring.inside(step) == "" for step in colouring.steps)
    assert [step.code for step in colouring.steps[:-1]] == [4, 3, 2, 1, 0]


@pytest.mark.parametrize("colour", COLOURS)
@pytest.mark.parametrize("year", [2015, 2025])
def test_the_class_is_that_of_the_models_number(data, colour, year):
    colouring = data.colourings[colour]
    child = Child(company="family")
    world = data.world(data.age_class(child), False)
    found = data.atlas.coverage(child, world=world)
    y = world.year_index(year)
    numbers = {
        "evidence-known": found.known_share(),
        "evidence-checked": found.checked_share(),
        "evidence-age": found.age,
    }[colour][:, y]
    codes = colouring.codes(world, year)
    for number, code in zip(numbers, codes, strict=True):
        if np.isnan(number) or (colour == "evidence-known" and number == 0):
            assert code == -1
        elif colour == "evidence-age":
            assert code == (4 if number < 1 else 3 if number < 3 else 2 if number < 6
                            else 1 if number < 11 else 0)  # fmt: skip
        else:
            assert code == (4 if number == 1 else int(number * 4))


def test_limits_belong_to_the_class_above_and_low_can_be_best(data):
    base = data.colourings["evidence-age"]
    numbers = np.array([[0.0, 0.9], [1.0, 2.0], [11.0, np.nan]])
    made = NumberColouring(
        colour="x", label="X", heading="", family="", meaning="", steps=base.steps, behind=(),
        question="?", numbers_of=lambda _: np.repeat(numbers[:, :1], len(YEARS), axis=1),
        limits=(1.0, 3.0, 6.0, 11.0), counts="years", told_of=lambda *_: "", is_best_low=True,
    )  # fmt: skip
    world = data.world(Child(), False)
    assert made.codes(world, 2020).tolist() == [4, 3, 0]
    assert not made.unchecked(world, 2020).any()  # no measure stands behind it


@pytest.mark.parametrize("colour", COLOURS)
def test_legend_table_and_letters_agree(data, colour):
    state, dropped = from_query(f"colour={colour}&view=table", data)
    assert dropped == ()
    shown = rows(data, state)
    number = counts(data, state)
    for name, many in number.items():
        assert sum(row.step == name for row in shown) == many
    text = to_html(render(data, "/", f"colour={colour}&view=table").tree)
    for row in shown[:5]:
        assert f" {row.in_words}</td>" in text
    pack = json.loads(data.packs("15-alone-asylum_seeker"))["15-alone-asylum_seeker"][colour]
    at = len(pack) - 1
    while pack[at] == 0:
        at -= 1
    world = data.world(data.age_class(Child()), False)
    codes = data.colourings[colour].codes(world, YEARS[-1])
    letters = {**{str(i): i for i in range(10)}, **{c: i for i, c in enumerate("abcdefghij")}}
    assert [letters.get(letter, -1) for letter in pack[at]] == codes.tolist()


def test_the_number_goes_out_with_the_table_and_the_api(client):
    answer = client.get("/api/v1/views?url=/%3Fcolour%3Devidence-known").json()["data"]
    row = next(r for r in answer["rows"] if r["iso3"] == "LBY")
    assert 0 < row["number"] < 1
    assert row["unit"] == "share of questions"
    text = client.get("/table/csv/map?colour=evidence-age").text
    assert ",years," in text
    goal = client.get("/api/v1/views?url=/%3Fcolour%3Dgoal-2").json()["data"]["rows"][0]
    assert (goal["number"], goal["unit"]) == (None, "")


def test_the_picture_and_the_figure_take_the_palette(client):
    svg = client.get("/picture/svg/map?colour=evidence-known").text
    assert {INKS[f"e{i}"].fill for i in (1, 2, 3)} <= set(re.findall(r'fill="(#\w{6})"', svg))
