"""What changed is told with its cell, and what it tells is so."""

import pytest

from geodata.check import read_curated
from geodata.corrections import cells
from geodata.resources import CURATED

GOOD = "8,2026-11-26,A reader,tip_tiers,ABW/2020,tier,ABW,3,2WL,The report says watch list.,"


def faults_of(facts):
    return [str(fault) for fault in read_curated(facts.folder)[1]]


def test_a_correction_of_a_cell_that_says_so_is_taken(facts):
    facts.append("corrections", GOOD)
    assert faults_of(facts) == []


def test_a_row_that_was_taken_out_may_be_named(facts):
    facts.append("corrections", "8,2026-11-26,A reader,tip_tiers,ABW/1999,row,ABW,3,,No report.,")
    assert faults_of(facts) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("tip_tiers,", "tiers,", "expected a curated table"),
        (",tier,", ",grade,", "expected row, or one of iso3, year, tier"),
        ("ABW/2020", "ABW/1999", "expected a row that is there, or nothing as its new value"),
        (",2WL,", ",1,", "expected what stands there now, '2WL'"),
        (",tier,", ",row,", "expected a row that was taken out"),
        ("2026-11-26", "26.11.2026", "expected a day, YYYY-MM-DD"),
        ("8,", "9,", "expected 8: they count 1, 2, 3"),
    ],
)
def test_a_correction_that_tells_of_no_cell_is_refused(facts, old, new, expected):
    facts.append("corrections", GOOD.replace(old, new, 1))
    (fault,) = faults_of(facts)
    assert expected in fault
    assert fault.startswith("corrections.csv, row ")


def test_only_the_newest_correction_of_a_cell_must_be_what_stands_there(facts):
    facts.append("corrections", GOOD.replace(",3,2WL,", ",1,3,"))
    assert "expected what stands there now" in faults_of(facts)[0]
    facts.append("corrections", GOOD.replace("8,", "9,", 1))
    assert faults_of(facts) == []


def test_a_star_stands_for_every_value_of_a_key():
    curated, _ = read_curated()
    table = curated["tip_tiers"]
    found = cells(table, CURATED["tip_tiers"].key, "ABW/*")
    assert set(found["iso3"]) == {"ABW"}
    assert len(found) == (table["iso3"] == "ABW").sum()


def test_a_version_has_a_day(facts):
    facts.append("versions", "2026-13-01,Nothing")
    assert "expected a day, YYYY-MM-DD" in faults_of(facts)[0]
