"""What differs between two data versions is told row by row and level by level."""

import dataclasses

import pytest

import geodata
import routes
from geodata.build import build_all
from geodata.check import facts_folder
from routes.differences import LevelChange, RowChange, differences, years


@pytest.fixture(scope="module")
def changed(tmp_path_factory):
    """The atlas with one fact changed, one taken out and one added."""
    folder = tmp_path_factory.mktemp("facts")
    for table in facts_folder().glob("*.csv"):
        text = table.read_text("utf-8")
        if table.name == "detention.csv":
            old = next(line for line in text.splitlines() if line.startswith("LBY,2014,"))
            text = text.replace(old, old.replace("systematic,systematic", "documented,documented"))
        if table.name == "tip_tiers.csv":
            text = text.replace("ABW,2020,2WL,", "ABW,2017,2WL,", 1)
        (folder / table.name).write_text(text, encoding="utf-8")
    return routes.load(build_all(tmp_path_factory.mktemp("built"), facts=folder))


@pytest.fixture(scope="module")
def found(changed):
    return differences(routes.load(), changed)


def test_nothing_differs_from_itself():
    atlas = routes.load()
    same = differences(atlas, atlas)
    assert same.is_same
    assert same.counts() == {}


def test_rows_that_came_went_and_changed(found):
    facts = [row for row in found.rows if row.table == "facts"]
    assert {(row.kind, row.key) for row in facts if row.kind != "changed"} == {
        ("removed", "tip_tiers/ABW/tip_tier/all/any/2020"),
        ("added", "tip_tiers/ABW/tip_tier/all/any/2017"),
    }
    source = geodata.load_table("facts").set_index("fact_id")["source_id"]
    key = "detention/LBY/detention_practice/all/alone/2014"
    assert (
        RowChange(
            table="facts", key=key, kind="changed", column="value", old="systematic",
            new="documented", source_id=source[key],
        )
        in facts
    )  # fmt: skip
    assert found.counts()["facts"] == {"removed": 1, "added": 1, "changed": 2}


def test_levels_are_told_for_each_child_and_year(found):
    girl = {"age_from": 0, "company": "alone", "status": "refugee", "checked_only": False}
    one = LevelChange(iso3="LBY", goal=2, year=2024, old=0, new=1, **girl)
    assert one in found.levels
    assert dataclasses.replace(one, year=2012) not in found.levels
    assert {(level.iso3, level.goal) for level in found.levels if level.iso3 == "LBY"} == {
        ("LBY", 2)
    }
    (span,) = [span for span in found.spans() if span[0] == "LBY"]
    assert span == ("LBY", 2, "2014 to 2025", 0, 1, 32)


def test_the_other_way_round_is_the_mirror(changed, found):
    back = differences(changed, routes.load())
    mirrored = {dataclasses.replace(one, old=one.new, new=one.old) for one in found.levels}
    assert set(back.levels) == mirrored


def test_years_that_follow_each_other_are_one_span():
    assert years({2010, 2011, 2012, 2020}) == "2010 to 2012, 2020"
