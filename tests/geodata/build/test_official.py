"""Official figures as built: nothing small is shown, nothing is made up, everything leads back."""

import shutil

import pandas as pd
import pytest

import geodata
from geodata import snapshots
from geodata.build import official
from geodata.build.deaths import WORLD, make_deaths
from geodata.build.flows import FEWEST_DECISIONS, make_flows, recognition
from geodata.check import read_curated
from geodata.connectors import read_snapshot
from geodata.disclosure import FEWEST
from geodata.tidy import FLOWS, INCIDENTS, frame

FROM = {"source_id": "unhcr-refugee-data-finder", "snapshot": "unhcr/2026-11-24"}


@pytest.fixture(scope="module")
def tables():
    return {name: geodata.load_table(name) for name in official.TABLES}


def small(column):
    return column[(column > 0) & (column < FEWEST)]


def test_no_table_shows_a_count_from_one_to_nine(tables):
    for name, column in (
        ("flows", "people"), ("flows", "children"), ("deaths", "dead_or_missing"),
        ("deaths", "children"),
    ):  # fmt: skip
        assert small(tables[name][column]).empty, (name, column)
    counts = tables["observations"]
    counts = counts[counts["unit"].isin(official.COUNTS)]
    assert len(counts) > 1000
    for column in ("value", "lower", "upper"):
        assert small(counts[column]).empty, column


def test_a_withheld_figure_is_empty_and_says_so_and_no_other_does(tables):
    for name, column, reason in (
        ("observations", "value", "withheld"), ("flows", "people", "withheld_people"),
        ("flows", "children", "withheld_children"), ("deaths", "dead_or_missing", "withheld"),
        ("deaths", "children", "withheld_children"),
    ):  # fmt: skip
        hidden = tables[name][reason] != ""
        assert hidden.any(), (name, reason)
        assert tables[name].loc[hidden, column].isna().all(), (name, reason)


def test_a_year_of_deaths_less_its_shown_areas_tells_of_no_small_group(tables):
    deaths = tables["deaths"]
    for year, rows in deaths.groupby("year"):
        world = rows[rows["area_kind"] == "world"]["dead_or_missing"].iloc[0]
        areas = rows[rows["area_kind"] != "world"]
        hidden = areas["withheld"] != ""
        rest = world - areas.loc[~hidden, "dead_or_missing"].sum()
        assert (rest == 0) if not hidden.any() else (rest >= FEWEST and hidden.sum() >= 2), year
        # Children of a hidden area would hold it above nought, and so narrow the others.
        assert areas.loc[hidden, "children"].isna().all(), year


def test_everyone_less_the_children_is_no_small_group_in_any_table(tables):
    for whole, table in (("people", tables["flows"]), ("dead_or_missing", tables["deaths"])):
        assert small(table[whole] - table["children"]).empty
        assert table.loc[table[whole].isna(), "children"].isna().all()


def test_the_years_of_a_pair_do_not_make_a_sum_that_could_be_taken_apart(tables):
    columns = set(tables["flows"].columns) | set(tables["observations"].columns)
    assert not {column for column in columns if "total" in column or "sum" in column}
    assert tables["flows"]["year"].notna().all()


def test_rows_of_warnings_give_no_part_of_a_sum_away(tables):
    rows, warnings = tables["warning_rows"], tables["warnings"].set_index("warning_id")
    valued = rows[rows["value"].notna() | rows["beside"].notna()]
    assert len(valued) > 0
    shown = tables["observations"]
    shown = set(zip(shown["series"], shown["iso3"], shown["year"], shown["value"].fillna(-1),
                    strict=True))  # fmt: skip
    for row in valued.itertuples():
        series = warnings.at[row.warning_id, "series"]
        assert (series, row.iso3, row.year, row.value) in shown
    assert small(rows["value"]).empty
    assert small(rows["beside"]).empty
    assert "incidents" not in set(rows["warning_id"].str.split(":").str[1])


def test_what_is_shown_of_deaths_is_what_the_snapshot_adds_up_to(tables):
    raw = read_snapshot(snapshots.newest("missing_migrants", [snapshots.bundled_root()])).incidents
    raw = raw[raw["year"].notna()]
    by_route = raw[raw["route"] != ""].groupby(["route", "year"])["dead_or_missing"].sum()
    by_year = raw.groupby("year")["dead_or_missing"].sum()
    for row in tables["deaths"].itertuples():
        if row.withheld:
            continue
        if row.area_kind == "route":
            assert row.dead_or_missing == by_route[row.area, row.year]
        if row.area_kind == "world":
            assert (row.area, row.dead_or_missing) == (WORLD, by_year[row.year])


def test_the_same_snapshots_withhold_the_same_and_order_does_not_matter():
    raw = read_snapshot(snapshots.newest("missing_migrants", [snapshots.bundled_root()])).incidents
    turned = raw.iloc[::-1].reset_index(drop=True)
    shown = ["area", "year", "dead_or_missing", "children", "withheld", "withheld_children"]
    one, two = make_deaths(raw)[shown], make_deaths(turned)[shown]
    pd.testing.assert_frame_equal(one, two)


def test_every_figure_leads_back_to_a_line_of_a_snapshot_and_a_source(tables):
    sources = set(geodata.load_table("sources")["source_id"])
    held = set(tables["snapshots"]["snapshot"])
    for name in ("observations", "flows", "deaths"):
        table = tables[name]
        assert set(table["snapshot"]) <= held
        assert set(table["source_id"]) <= sources
        assert table["locator"].str.contains("#").all()
    for snapshot in held:
        source, day = snapshot.split("/")
        folder = snapshots.bundled_root() / source / day
        if folder.exists():
            assert snapshots.faults(snapshots.read(folder)) == []


def test_no_line_is_named_of_what_is_withheld(tables):
    observations, flows, deaths = (tables[name] for name in ("observations", "flows", "deaths"))
    hidden = [
        observations["withheld"] != "",
        flows["withheld_people"] != "",
        (deaths["withheld"] != "") | (deaths["withheld_children"] != ""),
    ]
    for table, hides in zip((observations, flows, deaths), hidden, strict=True):
        assert hides.any()
        assert not table.loc[hides, "locator"].str.contains("#line [0-9]").any()
        assert table.loc[~hides, "locator"].str.contains("#").all()
    of_ages = flows.loc[flows["withheld_children"] != "", "locator"]
    assert len(of_ages)
    assert not of_ages.str.contains("demographics[^;]*#line [0-9]").any()
    shown = flows[(flows["withheld_people"] == "") & (flows["withheld_children"] == "")]
    assert shown["locator"].str.contains("population[^;]*#line [0-9]").all()


def test_only_declared_series_and_known_countries_are_shown(tables):
    declared = geodata.load_table("series").set_index("series")
    countries = set(geodata.load_layer("countries")["iso3"])
    found = tables["observations"]
    assert set(found["series"]) <= set(declared.index)
    assert set(found["iso3"]) <= countries
    assert {*tables["flows"]["origin_iso3"], *tables["flows"]["destination_iso3"]} <= countries
    assert (found["unit"] == found["series"].map(declared["unit"])).all()
    assert set(declared["feeds"]) == {"beside"}


def test_bundled_snapshots_say_where_they_are_from_and_under_which_terms(tables):
    for source in snapshots.sources([snapshots.bundled_root()]):
        origin = snapshots.newest(source, [snapshots.bundled_root()]).origin
        assert origin.made == "copy"
        assert origin.copied_from and "cut" in origin.note.lower(), source
        terms = ("CC BY", "may be copied and passed on")  # every one lets it be handed on
        assert any(words.casefold() in origin.licence.casefold() for words in terms), source


def flow(series, group, value, **more):
    given = {"series": series, "origin_iso3": "ERI", "destination_iso3": "ITA", "year": 2024,
             "group": group, "value": value, "unit": "people", "locator": "a.csv#line 2"}  # fmt: skip
    return {**given, **FROM, **more}


def test_kinds_of_people_are_added_up_and_an_empty_age_is_not_nought():
    flows = frame(FLOWS, [
        flow("unhcr_refugees", "all", 100),
        flow("unhcr_refugees", "children", 30, age_coverage=1.0),
        flow("unhcr_asylum_seekers", "all", 100),
        flow("unhcr_asylum_seekers", "children", None, age_coverage=0.0),
    ])  # fmt: skip
    row = make_flows(flows, ["ERI", "ITA"]).iloc[0]
    assert (row["people"], row["children"], row["age_coverage"]) == (200, 30, 0.5)
    unknown = frame(FLOWS, [flow("unhcr_refugees", "all", 100)])
    row = make_flows(unknown, ["ERI", "ITA"]).iloc[0]
    assert pd.isna(row["children"])
    assert row["withheld_children"] == ""


def test_pairs_of_few_people_of_one_country_or_of_no_country_are_left_out():
    flows = frame(FLOWS, [
        flow("unhcr_refugees", "all", 9), flow("unhcr_refugees", "all", 5, year=2023),
        flow("unhcr_refugees", "all", 90, origin_iso3="ITA"),
        flow("unhcr_refugees", "all", 90, origin_iso3="UNK"),
    ])  # fmt: skip
    assert make_flows(flows, ["ERI", "ITA"]).empty
    more = pd.concat([flows, frame(FLOWS, [flow("unhcr_refugees", "all", 50, year=2022)])])
    made = make_flows(more.reset_index(drop=True), ["ERI", "ITA"]).set_index("year")
    assert made["people"].fillna(-1).to_dict() == {2022: 50, 2023: -1, 2024: -1}


def decisions(unit="people", **outcomes):
    return [
        flow(f"unhcr_dec_{name}", "all", value, unit=unit) for name, value in outcomes.items()
    ]  # fmt: skip


def test_recognition_is_worked_out_of_decisions_on_the_merits_alone():
    flows = frame(FLOWS, decisions(recognized=30, other=20, rejected=50, closed=900, total=1000))
    rates = recognition(flows).set_index("series")["value"]
    assert rates["unhcr_recognition_rate"] == 30
    assert rates["unhcr_protection_rate"] == 50


@pytest.mark.parametrize(
    "outcomes",
    [
        {"recognized": 5, "other": 20, "rejected": 500},
        {"recognized": 500, "other": 0, "rejected": 3},
        {"recognized": 20, "other": 0, "rejected": FEWEST_DECISIONS - 21},
    ],
)
def test_no_rate_is_worked_out_that_could_point_at_few_people(outcomes):
    assert recognition(frame(FLOWS, decisions(**outcomes))).empty


def test_people_and_cases_are_not_added_up():
    rows = [*decisions(recognized=100, other=0, rejected=100),
            *decisions(unit="cases", recognized=0, other=0, rejected=100)]  # fmt: skip
    made = recognition(frame(FLOWS, rows))
    assert made["value"].tolist() == [50, 50]
    assert made["note"].str.contains("people").all()


def incident(year, dead, children=None, **more):
    given = {"incident_id": str(id(more)), "year": year, "month": 4, "route": "A",
             "dead_or_missing": dead, "children": children, "locator": "a.csv#line 2"}  # fmt: skip
    return {**given, **FROM, **more}


def test_children_that_nobody_counted_and_a_sum_of_nought_are_not_known():
    made = make_deaths(frame(INCIDENTS, [
        incident(2024, 40), incident(2024, 20, 0), incident(2024, 60, 30, route="B"),
    ]))  # fmt: skip
    by_area = made.set_index("area")
    assert pd.isna(by_area.at["A", "children"])
    assert by_area.at["A", "withheld_children"] == ""
    assert by_area.at["B", "children"] == 30
    assert by_area.at[WORLD, "dead_or_missing"] == 120
    assert set(made["note"]) == {"January to April only."}


def test_an_incident_without_a_route_is_in_its_region_and_in_one_area_only():
    made = make_deaths(frame(INCIDENTS, [
        incident(2024, 40, region="Europe"), incident(2024, 20, route="", region="Europe"),
        incident(None, 500),
    ])).set_index(["area_kind", "area"])["dead_or_missing"]  # fmt: skip
    assert made.to_dict() == {("region", "Europe"): 20, ("route", "A"): 40, ("world", WORLD): 60}


def test_a_snapshot_that_was_changed_stops_the_build(tmp_path):
    shutil.copytree(snapshots.bundled_root() / "idmc", tmp_path / "idmc")
    file = next(tmp_path.rglob("*.csv.gz"))
    file.write_bytes(file.read_bytes()[:-1])
    curated, _ = read_curated()
    with pytest.raises(snapshots.SnapshotError, match="changed by"):
        official.make_official(curated["series"], curated.countries, [tmp_path])


def test_without_any_snapshot_the_tables_are_there_and_empty(tmp_path):
    curated, _ = read_curated()
    made = official.make_official(curated["series"], curated.countries, [tmp_path])
    assert set(made) == set(official.TABLES)
    assert all(table.empty for table in made.values())
