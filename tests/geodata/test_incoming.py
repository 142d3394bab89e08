"""Odd figures are named with their rows; none is changed, and what can't be used is set aside."""

import pandas as pd
import pytest

from geodata.incoming import LISTED, check
from geodata.tidy import FLOWS, INCIDENTS, OBSERVATIONS, WARNING_ROWS, WARNINGS, frame

FROM = {"source_id": "s", "snapshot": "s/2026-05-01"}


def observations(*rows, unit="people"):
    """Make rows of (iso3, year, value)."""
    return frame(OBSERVATIONS, (
        {"series": "x", "iso3": iso3, "year": year, "value": value, "unit": unit,
         "locator": f"x.csv#line {i + 2}", **FROM}
        for i, (iso3, year, value) in enumerate(rows)
    ))  # fmt: skip


def flows(*rows):
    """Make rows of (origin, destination, year, group, value, age coverage)."""
    names = ("origin_iso3", "destination_iso3", "year", "group", "value", "age_coverage")
    return frame(FLOWS, (
        {"series": "x", "unit": "people", "locator": f"x.csv#line {i + 2}", **FROM,
         **dict(zip(names, row, strict=True))}
        for i, row in enumerate(rows)
    ))  # fmt: skip


def found(checked):
    """Return name -> list of (place, year, value, beside) of the rows a warning names."""
    assert WARNINGS.faults_of_built(checked.warnings) == []
    assert WARNING_ROWS.faults_of_built(checked.warning_rows) == []
    merged = checked.warning_rows.merge(checked.warnings, on="warning_id", how="outer")
    assert merged["name"].notna().all()
    return {
        name: [
            (r.origin_iso3 + r.iso3, r.year, r.value, None if pd.isna(r.beside) else r.beside)
            for r in rows.itertuples()
        ]
        for name, rows in merged.groupby("name")
    }


def severity(checked, name):
    (one,) = checked.warnings[checked.warnings["name"] == name].itertuples()
    return one.severity


def test_figures_in_order_raise_nothing():
    given = observations(("NAM", 2020, 500), ("NAM", 2021, 480), ("KEN", 2020, 9), ("LBY", 2020, 0))
    checked = check(given)
    assert checked.warnings.empty
    assert checked.warning_rows.empty
    pd.testing.assert_frame_equal(checked.observations, given)


def test_an_empty_cell_stays_unknown_and_is_named():
    checked = check(observations(("NAM", 2020, None), ("KEN", 2020, 0)))
    assert [row[0] for row in found(checked)["empty_cell"]] == ["NAM"]
    assert checked.observations["value"].isna().tolist() == [True, False]


def test_a_zero_between_two_values_may_be_an_empty_cell():
    checked = check(observations(("NAM", 2020, 400), ("NAM", 2021, 0), ("NAM", 2022, 390)))
    assert found(checked) == {"zero_between_values": [("NAM", 2021, 0, 400)]}
    assert checked.observations["value"].tolist() == [400, 0, 390]


def test_a_fall_of_nine_tenths_in_a_year_is_named_with_what_was_before():
    checked = check(observations(("NAM", 2020, 1000), ("NAM", 2021, 100), ("KEN", 2020, 1000),
                                 ("KEN", 2021, 101)))  # fmt: skip
    assert found(checked) == {"fall_of_90_percent": [("NAM", 2021, 100, 1000)]}
    assert severity(checked, "fall_of_90_percent") == "warning"
    assert len(checked.observations) == 4


@pytest.mark.parametrize(
    "rows",
    [
        [("NAM", 2020, 99), ("NAM", 2021, 1)],  # small numbers fall by chance
        [("NAM", 2018, 1000), ("NAM", 2021, 10)],  # three years apart
        [("NAM", 2020, 1000), ("KEN", 2021, 10)],  # another country
    ],
)
def test_other_falls_are_not_named(rows):
    assert check(observations(*rows)).warnings.empty


def test_a_percentage_that_falls_is_no_fall_of_people():
    assert check(observations(("NAM", 2020, 100), ("NAM", 2021, 5), unit="percent")).warnings.empty


def test_an_aggregate_is_set_aside_and_not_counted_twice():
    checked = check(observations(("NAM", 2020, 5), ("WLD", 2020, 900), ("EUU", 2020, 100)))
    assert [row[0] for row in found(checked)["aggregate_among_countries"]] == ["WLD", "EUU"]
    assert severity(checked, "aggregate_among_countries") == "error"
    assert checked.observations["iso3"].tolist() == ["NAM"]
    assert checked.aside["iso3"].tolist() == ["WLD", "EUU"]


def test_a_total_under_the_code_of_a_country_is_named():
    parts = [("KEN", 10), ("LBY", 20), ("SDN", 30), ("ERI", 40)]
    rows = [(origin, "DEU", 2020, "all", value, None) for origin, value in [*parts, ("NAM", 100)]]
    checked = check(None, flows(*rows))
    assert found(checked) == {"looks_like_a_total": [("NAMDEU", 2020, 100, 100)]}


def test_a_code_that_is_not_iso_is_set_aside_with_its_code():
    checked = check(observations(("AB9", 2020, 5), ("NAM", 2020, 5)))
    assert found(checked) == {"code_not_iso": [("AB9", 2020, 5, None)]}
    assert checked.observations["iso3"].tolist() == ["NAM"]


def test_people_without_a_country_are_kept_and_named():
    checked = check(None, flows(("XXA", "DEU", 2020, "all", 5, None)))
    assert found(checked) == {"no_country_of_origin": [("XXADEU", 2020, 5, None)]}
    assert len(checked.flows) == 1


def test_the_same_figure_twice_is_counted_once():
    checked = check(observations(("NAM", 2020, 5), ("NAM", 2020, 5)))
    assert found(checked) == {"duplicate": [("NAM", 2020, 5, 5)]}
    assert len(checked.observations) == 1


def test_two_figures_for_one_place_and_year_are_a_contradiction():
    checked = check(observations(("NAM", 2020, 5), ("NAM", 2020, 7)))
    assert found(checked) == {"contradiction": [("NAM", 2020, 7, 5)]}
    assert checked.observations["value"].tolist() == [5]


def test_people_and_cases_of_one_place_are_no_contradiction():
    both = pd.concat([observations(("NAM", 2020, 5)), observations(("NAM", 2020, 7), unit="cases")])
    assert check(both).warnings.empty


@pytest.mark.parametrize(
    ("unit", "value", "name"),
    [
        ("people", -1, "negative_value"),
        ("percent", 100.1, "out_of_range"),
        ("index_0_10", 10.5, "out_of_range"),
    ],
)
def test_an_impossible_figure_is_set_aside(unit, value, name):
    checked = check(observations(("NAM", 2020, value), unit=unit))
    assert list(found(checked)) == [name]
    assert checked.observations.empty
    assert checked.aside["value"].tolist() == [value]


def test_origin_equal_to_country_of_asylum_is_kept_and_named():
    checked = check(None, flows(("NAM", "NAM", 2020, "all", 5, None)))
    assert found(checked) == {"origin_is_destination": [("NAMNAM", 2020, 5, None)]}
    assert len(checked.flows) == 1


def test_ages_that_are_known_for_a_part_only_are_named_with_the_share():
    checked = check(None, flows(
        ("SYR", "TUR", 2020, "all", 1000, None), ("SYR", "TUR", 2020, "children", 300, 0.5),
        ("SYR", "DEU", 2020, "all", 1000, None), ("SYR", "DEU", 2020, "children", 300, 0.9),
    ))  # fmt: skip
    assert found(checked) == {"age_known_for_part": [("SYRTUR", 2020, 300, 0.5)]}


def test_more_children_than_people_are_named():
    checked = check(None, flows(
        ("SYR", "TUR", 2020, "all", 10, None), ("SYR", "TUR", 2020, "children", 11, 1.0),
    ))  # fmt: skip
    assert found(checked) == {"more_children_than_people": [("SYRTUR", 2020, 11, 10)]}


def test_incidents_that_count_nowhere_are_named():
    rows = [
        {"incident_id": "1", "year": 2023, "iso3": "LBY", "dead": 2, "missing": 3,
         "dead_or_missing": 5},
        {"incident_id": "2", "year": None, "iso3": "LBY", "dead_or_missing": 1},
        {"incident_id": "3", "year": 2023, "iso3": "", "dead_or_missing": 1},
        {"incident_id": "3", "year": 2023, "iso3": "LBY", "dead": 1, "dead_or_missing": 4},
    ]  # fmt: skip
    given = frame(INCIDENTS, ({**row, **FROM, "locator": f"{i}"} for i, row in enumerate(rows)))
    checked = check(incidents=given)
    assert {name: len(rows) for name, rows in found(checked).items()} == {
        "incident_without_year": 1, "incident_without_country": 1, "incident_twice": 1,
        "sum_differs": 1,
    }  # fmt: skip
    assert len(checked.incidents) == 4


def test_no_value_is_changed_by_any_check():
    given = observations(("NAM", 2020, 400), ("NAM", 2021, 0), ("NAM", 2022, 390), ("WLD", 2020, 1),
                         ("KEN", 2020, None), ("LBY", 2020, -1))  # fmt: skip
    before = given.copy()
    checked = check(given)
    pd.testing.assert_frame_equal(given, before)
    both = pd.concat([checked.observations, checked.aside]).sort_values("locator")
    assert both["value"].tolist() == before["value"].tolist()


def test_many_rows_are_counted_and_the_first_are_listed():
    checked = check(observations(*(("NAM", year, None) for year in range(1, LISTED + 6))))
    assert checked.warnings["rows"].tolist() == [LISTED + 5]
    assert len(checked.warning_rows) == LISTED


def test_errors_come_first():
    checked = check(observations(("NAM", 2020, None), ("KEN", 2020, 500), ("KEN", 2021, 1),
                                 ("LBY", 2020, -1)))  # fmt: skip
    assert checked.warnings["severity"].tolist() == ["error", "warning", "note"]
