"""Nobody who knows every shown figure and relation can tell that a group has fewer than ten."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.disclosure import (
    FEWEST,
    REASON,
    DisclosureError,
    Part,
    Total,
    withhold,
    withhold_flows,
    withhold_values,
)

COUNT = st.one_of(st.integers(0, 12), st.integers(0, 60))


@st.composite
def tables(draw):
    """A total over areas, and of some areas the children in it."""
    counts = draw(st.lists(COUNT, min_size=1, max_size=5))
    children = [draw(st.one_of(st.none(), st.integers(0, count))) for count in counts]
    values = {"world": sum(counts)}
    parts = []
    for i, (count, young) in enumerate(zip(counts, children, strict=True)):
        values[f"all {i}"] = count
        if young is not None:
            values[f"children {i}"] = young
            parts.append(Part(f"children {i}", f"all {i}"))
    return values, Total("world", tuple(f"all {i}" for i in range(len(counts)))), parts


def relations(values, total, parts):
    """Every equation that an attacker can write, over the cells and the rests of wholes."""
    names = [*values, *(f"rest {pair.part}" for pair in parts)]
    column = {name: i for i, name in enumerate(names)}
    rows = []
    if total:
        row = np.zeros(len(names))
        row[column[total.total]] = -1
        for part in total.parts:
            row[column[part]] = 1
        rows.append(row)
    for pair in parts:
        row = np.zeros(len(names))
        row[column[pair.whole]] = -1
        row[column[pair.part]] = row[column[f"rest {pair.part}"]] = 1
        rows.append(row)
    return names, np.array(rows).reshape(-1, len(names))


def truth(values, parts):
    return values | {f"rest {pair.part}": values[pair.whole] - values[pair.part] for pair in parts}


def solved(values, total, parts, hidden):
    """What plain linear algebra gives back: name -> value of every cell that is determined."""
    names, rows = relations(values, total, parts)
    unknown = [n for n in names if n in hidden or n.startswith("rest ")]
    known = truth(values, parts)
    matrix = rows[:, [names.index(n) for n in unknown]]
    rank = np.linalg.matrix_rank(matrix) if matrix.size else 0
    found = {}
    for i, name in enumerate(unknown):
        unit = np.zeros(len(unknown))
        unit[i] = 1
        if matrix.size and np.linalg.matrix_rank(np.vstack([matrix, unit])) == rank:
            found[name] = known[name]
    return found


@settings(deadline=None)
@given(tables())
def test_linear_algebra_gives_no_small_count_back(made):
    values, total, parts = made
    hidden = withhold(values, [total], parts)
    for name, value in solved(values, total, parts, hidden).items():
        assert not 0 < value < FEWEST, f"{name} is {value}, and can be worked out"


@settings(deadline=None)
@given(tables())
def test_no_small_count_is_shown_and_each_hidden_one_may_be_ten_or_more(made):
    values, total, parts = made
    hidden = withhold(values, [total], parts)
    assert all(not 0 < value < FEWEST for name, value in values.items() if name not in hidden)
    # Move people from every other hidden cell to this one: a table that fits all that is shown.
    for name in hidden:
        if not 0 < values[name] < FEWEST or name == total.total:
            continue
        if name.startswith("all"):
            if total.total in hidden:
                continue  # no sum is shown that could bound it
            shown_children = [
                pair for pair in parts if pair.whole in hidden and pair.part not in hidden
            ]
            assert not shown_children, "a shown part would hold a hidden whole above nought"
            room = sum(values[part] for part in total.parts if part in hidden)
            assert room >= FEWEST
        else:
            whole = next(pair.whole for pair in parts if pair.part == name)
            assert whole in hidden or values[whole] >= FEWEST


@settings(deadline=None)
@given(tables())
def test_a_table_that_fits_what_is_shown_has_ten_or_more_in_each_hidden_area(made):
    values, total, parts = made
    hidden = withhold(values, [total], parts)
    small = [n for n in hidden if n.startswith("all") and 0 < values[n] < FEWEST]
    for name in small:
        others = [n for n in total.parts if n in hidden and n != name]
        table = dict(values)
        if total.total in hidden:
            table[name] += FEWEST
            table[total.total] += FEWEST
        else:
            for other in others:
                table[name] += table[other]
                table[other] = 0
        for pair in parts:
            if pair.part in hidden:
                table[pair.part] = min(table[pair.part], table[pair.whole])
        assert table[name] >= FEWEST
        assert all(table[n] == values[n] for n in values if n not in hidden)
        assert table[total.total] == sum(table[n] for n in total.parts)
        assert all(table[pair.part] <= table[pair.whole] for pair in parts)


@settings(deadline=None)
@given(tables())
def test_what_is_left_of_a_whole_never_shows_a_small_group(made):
    values, _, parts = made
    hidden = withhold(values, (), parts)
    for pair in parts:
        if pair.part not in hidden and pair.whole not in hidden:
            assert not 0 < values[pair.whole] - values[pair.part] < FEWEST
        if pair.whole in hidden:
            assert pair.part in hidden


def test_two_small_parts_whose_sum_is_small_take_a_third_with_them():
    values = {"world": 105, "a": 2, "b": 3, "c": 40, "d": 60}
    assert withhold(values, [Total("world", ("a", "b", "c", "d"))]) == {"a", "b", "c"}


def test_a_total_that_no_part_can_protect_is_withheld_too():
    values = {"world": 5, "a": 5, "b": 0}
    assert withhold(values, [Total("world", ("a", "b"))]) == {"world", "a"}
    values = {"world": 12, "a": 7, "b": 5}
    assert withhold(values, [Total("world", ("a", "b"))]) == {"a", "b"}


def test_children_are_withheld_where_the_adults_would_be_few():
    assert withhold({"all": 100, "children": 95}, (), [Part("children", "all")]) == {"children"}
    assert withhold({"all": 100, "children": 100}, (), [Part("children", "all")]) == frozenset()


@pytest.mark.parametrize(
    ("totals", "parts"),
    [
        ([Total("w", ("a", "b")), Total("v", ("a", "c"))], []),
        ([Total("w", ("a", "b")), Total("v", ("w", "c"))], []),
        ([Total("w", ("a", "b"))], [Part("a", "c")]),
        ([], [Part("a", "b"), Part("b", "c")]),
        ([], [Part("a", "c"), Part("b", "c")]),
    ],
)
def test_relations_that_the_rule_does_not_protect_are_refused(totals, parts):
    values = {"a": 20, "b": 20, "c": 20, "w": 40, "v": 40}
    with pytest.raises(DisclosureError):
        withhold(values, totals, parts)


def test_a_total_that_is_not_the_sum_is_refused():
    with pytest.raises(DisclosureError, match="'w' is 30"):
        withhold({"w": 30, "a": 20, "b": 20}, [Total("w", ("a", "b"))])


@settings(deadline=None)
@given(
    st.lists(st.tuples(COUNT, st.one_of(st.none(), COUNT), st.sampled_from(range(10))), min_size=1)
)
def test_no_pair_of_people_and_children_leaves_a_small_rest(rows):
    rows = [(people, None if c is None else min(c, people), tenth) for people, c, tenth in rows]
    people, children = (pd.Series([row[i] for row in rows], dtype="Float64") for i in (0, 1))
    coverage = pd.Series([row[2] / 10 for row in rows], dtype="Float64")
    hide_people, hide_children = withhold_flows(people, children, coverage)
    for i, (count, young, tenth) in enumerate(rows):
        if not hide_people[i]:
            assert not 0 < count < FEWEST
        if hide_people[i] and young is not None:
            assert hide_children[i]
        if young is None or hide_people[i] or hide_children[i]:
            continue
        assert not 0 < young < FEWEST
        assert not 0 < count - young < FEWEST
        # Every number of people of known age that is in this tenth, and the adults it leaves.
        known = [k for k in range(count + 1) if tenth / 10 <= k / count < (tenth + 1) / 10 or
                 (tenth == 9 and k == count)] if count else []  # fmt: skip
        adults = {k - young for k in known if k >= young}
        assert not adults or max(adults) >= FEWEST or 0 in adults


def test_bounds_of_a_withheld_figure_go_with_it_and_small_bounds_go_alone():
    table = pd.DataFrame({
        "value": pd.array([5, 50, 5, 0], dtype="Float64"),
        "lower": pd.array([1, 4, 1, 0], dtype="Float64"),
        "upper": pd.array([90, 90, 9, 0], dtype="Float64"),
        "unit": ["deaths", "deaths", "percent", "people"],
    })  # fmt: skip
    made = withhold_values(table, ("deaths", "people"))
    assert made["withheld"].tolist() == [REASON, "", "", ""]
    assert made["value"].fillna(-1).tolist() == [-1, 50, 5, 0]
    assert made["lower"].fillna(-1).tolist() == [-1, -1, 1, 0]
    assert made["upper"].fillna(-1).tolist() == [-1, 90, 9, 0]
