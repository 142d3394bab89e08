"""Attempts to get at small counts from everything that is shown.

The reader of these tests plays someone who knows how each shown figure is made: which groups of
people are in it. Each figure is then one equation. What the equations fix can be worked out;
nothing that counts fewer than ten people may be among it.
"""

import itertools

import numpy as np
import pyarrow as pa
import pytest

from geodata.disclosure import FEWEST
from geodata.records.cells import CELLS, database
from geodata.records.counting import _places, _stages
from geodata.records.release import release
from geodata.records.schema import COUNTS


def cell(country, place, month, people, children=0, age_known=None, **more):
    return {
        "source_id": "ours", "kind": "survey", "country": country, "place": place, "month": month,
        "records": 1, "people": people, "children": children,
        "age_known": people if age_known is None else age_known,
    } | more  # fmt: skip


@pytest.fixture
def shown(world, stages):
    def run(cells):
        with database(256) as made:
            made.register("cells", pa.Table.from_pylist(cells, schema=CELLS))
            made.register("iso3", pa.table({"number": [0, 1], "iso3": ["AAA", "BBB"]}))
            made.register("places", _places(world))
            made.register("stages", _stages(stages))
            release(made, "cells", "iso3", "places", "stages")
            tables = {name: made.sql(f"FROM {name}").to_arrow_table() for name in COUNTS}
            return {
                name.removeprefix("record_counts_"): table.to_pylist()
                for name, table in tables.items()
            }

    return run


def pick(rows, column="people", **where):
    found = [row[column] for row in rows if all(row[key] == value for key, value in where.items())]
    return found[0] if found else None


def test_a_small_count_has_no_row_and_looks_like_none_at_all(shown):
    found = shown([cell(0, 0, "2024-01", 9), cell(1, 1, "2024-01", 40)])
    assert [row["iso3"] for row in found["country"]] == ["BBB"]
    assert found["stage"]
    assert {row["place"] for row in found["stage"]} == {"Birch"}


def test_ten_are_shown_and_so_is_none(shown):
    found = shown([cell(0, 0, "2024-01", 10), cell(1, 1, "2024-01", 0)])
    assert [(row["iso3"], row["people"]) for row in found["country"]] == [("AAA", 10), ("BBB", 0)]


def test_the_one_small_place_of_a_country_cannot_be_had_from_its_total(shown):
    found = shown([cell(1, 1, "2024-01", 50), cell(1, 2, "2024-01", 4)])
    assert pick(found["country"], iso3="BBB") == 50
    assert pick(found["country"], "withheld", iso3="BBB") == "some"


def test_small_places_are_shown_together_when_they_are_enough(shown):
    found = shown([cell(1, 1, "2024-01", 6), cell(1, 2, "2024-01", 5)])
    assert pick(found["country"], iso3="BBB") == 11
    assert found["stage"] == []


def test_the_small_place_of_one_route_cannot_be_had_from_another_that_shares_the_rest(shown):
    found = shown([cell(0, 0, "2024-01", 7), cell(1, 1, "2024-01", 50)])
    assert pick(found["route"], route_id="north") == 50


def test_small_months_are_in_the_year_when_they_are_enough_and_else_in_the_rest(shown):
    months = [cell(0, 0, f"2024-{n:02}", 4) for n in (1, 2, 3)] + [cell(1, 1, "2023-01", 9)]
    found = shown([*months, cell(0, 0, "2022-01", 3)])
    assert found["country"] == []
    assert [(row["over"], row["period"], row["people"]) for row in found["pooled"]] == [
        ("all", "", 12), ("year", "2024", 12),
    ]  # fmt: skip


def test_few_children_are_withheld_and_so_are_children_among_few_others(shown):
    found = shown(
        [cell(0, 0, "2024-01", 50, children=3), cell(1, 1, "2024-01", 50, children=45),
         cell(1, 1, "2024-02", 50, children=30), cell(0, 0, "2024-02", 50, children=50)]
    )  # fmt: skip
    shown_children = {(r["iso3"], r["month"]): r["children"] for r in found["country"]}
    assert shown_children == {
        ("AAA", "2024-01"): None, ("BBB", "2024-01"): None,
        ("BBB", "2024-02"): 30, ("AAA", "2024-02"): 50,
    }  # fmt: skip
    assert {row["people"] for row in found["country"]} == {50}


def test_few_grown_ups_among_those_of_known_age_hide_the_children(shown):
    found = shown([cell(0, 0, "2024-01", 100, children=40, age_known=44)])
    assert pick(found["country"], "children", iso3="AAA") is None


def units(cells, measure, safe):
    """Return the cells behind each shown figure, by the rule as the docs tell it."""
    left = {n: c for n, c in enumerate(cells) if measure == "people" or c["age_known"]}
    steps = (
        lambda c: (c["country"], c["place"], c["month"]),
        lambda c: (c["country"], c["month"]),
        lambda c: (c["country"], c["month"][:4]),
        lambda _: (),
    )
    found = []
    for by in steps:
        groups = {}
        for number, one in left.items():
            groups.setdefault(by(one), []).append(number)
        for group in groups.values():
            if safe([cells[number] for number in group]):
                found.append(tuple(group))
                left = {n: c for n, c in left.items() if n not in group}
    return found


@pytest.mark.parametrize("seed", range(12))
def test_nothing_small_can_be_worked_out_from_all_that_is_shown(shown, seed):
    random = np.random.default_rng(seed)
    keys = [(c, p, f"{y}-{m:02}") for (c, p), y, m in itertools.product(
        [(0, 0), (1, 1), (1, 2), (1, -1), (-1, -1)], (2023, 2024), (1, 2, 3))]  # fmt: skip
    cells = []
    for country, place, month in keys:
        people = int(random.choice([0, random.integers(1, 10), random.integers(10, 60)]))
        known = int(random.choice([0, people, random.integers(0, people + 1)]))
        children = int(random.integers(0, known + 1))
        if random.random() < 0.9:
            cells.append(cell(country, place, month, people, children, known))
    found = shown(cells)
    people_of = {"AAA": 0, "BBB": 1, "": -1}
    places = {"Amber": {0}, "Birch": {1}, "Brook": {2}}
    on = {"north": {0, 1}, "south": {1, 2}}

    def ok(value):
        return value == 0 or value >= FEWEST

    def safe_people(group):
        return ok(sum(c["people"] for c in group))

    def safe_children(group):
        people, known, children = (
            sum(c[name] for c in group) for name in ("people", "age_known", "children")
        )
        return all(map(ok, (people, children, people - children, known - children)))

    for measure, safe in (("people", safe_people), ("children", safe_children)):
        blocks = units(cells, measure, safe)
        equations, values = [], []
        for name, row in ((name, row) for name, rows in found.items() for row in rows):
            if row[measure] is None:
                continue
            inside = np.zeros(len(cells))
            for block in blocks:
                members = [cells[number] for number in block]
                one_country = {c["country"] for c in members} == {
                    people_of.get(row.get("iso3"), -9)
                }
                months, at = {c["month"] for c in members}, {c["place"] for c in members}
                years = {month[:4] for month in months}
                if name == "country":
                    fits = (
                        one_country
                        and months == {row["month"]}
                        and (len(block) == 1 or len(at) > 1)
                    )
                elif name == "stage":
                    fits = (
                        at == places[row["place"]] and months == {row["month"]} and len(block) == 1
                    )
                elif name == "route":
                    fits = (
                        len(block) == 1 and at <= on[row["route_id"]] and months == {row["month"]}
                    )
                elif row["over"] == "year":
                    fits = one_country and years == {row["period"]} and len(months) > 1
                else:
                    fits = len({(c["country"], c["month"][:4]) for c in members}) > 1
                if fits:
                    inside[list(block)] = 1
            equations.append(inside)
            values.append(row[measure])
        matrix, truth = np.array(equations), np.array([c[measure] for c in cells])
        assert (matrix @ truth == values).all(), "a figure is not the sum of the units it says"
        rank = np.linalg.matrix_rank(matrix)
        for number, one in enumerate(cells):
            alone = np.eye(len(cells))[number]
            if np.linalg.matrix_rank(np.vstack([matrix, alone])) == rank:
                assert ok(one[measure]), f"{measure} of {one} can be worked out"
        for a, b in itertools.combinations(range(len(cells)), 2):
            pair = np.eye(len(cells))[a] + np.eye(len(cells))[b]
            if np.linalg.matrix_rank(np.vstack([matrix, pair])) == rank:
                assert ok(cells[a][measure] + cells[b][measure])
