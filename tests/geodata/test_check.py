"""The curated tables are checked against each other."""

import pytest

from geodata.check import read_curated


def faults_of(facts):
    return [str(fault) for fault in read_curated(facts.folder)[1]]


def test_the_projects_own_facts_are_in_order():
    curated, faults = read_curated()
    assert faults == []
    assert len(curated["detention"]) > 200


def test_an_unknown_country_code_is_named_with_its_row(facts):
    facts.append("tip_tiers", "QQQ,2020,1,,named,low")
    row = len(facts.lines("tip_tiers"))
    assert faults_of(facts) == [
        f"tip_tiers.csv, row {row}, column iso3: found 'QQQ', expected a code in countries.csv"
    ]


def test_a_source_that_is_not_listed_is_a_fault(facts):
    facts.append("tip_tiers", "AFG,2016,1,no-such-source,named,low")
    assert "found 'no-such-source', expected a row in sources.csv" in faults_of(facts)[0]


def test_a_row_without_a_source_is_no_fault(facts):
    facts.append("tip_tiers", "AFG,2016,1,,named,low")
    assert faults_of(facts) == []


def test_a_source_that_nothing_uses_is_a_fault(facts):
    facts.append("sources", "orphan,Somebody,A title,2020,,")
    assert "which no row points at" in faults_of(facts)[0]


def test_periods_of_a_country_must_not_overlap(facts):
    header = facts.lines("detention")[0].count(",")
    line = "AFG,2020,,silent,silent,unknown,unknown,,,unknown,A sentence.,,,named,low"
    assert line.count(",") == header
    facts.append("detention", line)
    said = faults_of(facts)
    assert len(said) == 1
    assert "2020, inside the period of row" in said[0]
    assert "periods of AFG that do not overlap" in said[0]


def test_a_period_that_ends_before_it_begins_is_a_fault(facts):
    facts.append(
        "detention", "PLW,2020,2015,silent,silent,unknown,unknown,,,unknown,Words.,,,named,low"
    )
    assert any("expected 2020 or later" in fault for fault in faults_of(facts))


def test_a_stage_out_of_order_is_named(facts):
    lines = facts.lines("stages")
    lines[2], lines[3] = lines[3], lines[2]
    facts.write("stages", lines)
    said = faults_of(facts)
    assert any("stages.csv, row 3, column order: found 3 in place 2" in fault for fault in said)


def test_a_missing_stage_is_named(facts):
    lines = facts.lines("stages")
    del lines[2]
    facts.write("stages", lines)
    assert any("without gaps" in fault for fault in faults_of(facts))


def test_a_route_without_stages_is_a_fault(facts):
    source = facts.lines("routes")[1].split(",")[-3]
    facts.append("routes", f"nowhere,Nowhere,Africa,Words.,,{source},named,low")
    assert "without stages" in faults_of(facts)[0]


def test_faults_of_several_files_come_together(facts):
    facts.append("tip_tiers", "QQQ,2020,1,,named,low")
    facts.replace("service_access", ",all,none,", ",everyone,none,")
    said = "\n".join(faults_of(facts))
    assert "service_access.csv" in said
    assert "tip_tiers.csv" in said


def test_a_figure_of_an_unknown_route_is_a_fault(facts):
    facts.replace("recorded_figures", "\nchannel,2018,", "\ntunnel,2018,")
    assert "column route_id: found 'tunnel', expected a row in routes.csv" in faults_of(facts)[0]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("299,people,,", "9,people,,", "value: found 9, expected 10 or more: counts below 10 are"),
        ("299,people,,", "0,people,,", "value: found 0, expected 10 or more: counts below 10 are"),
        ("299,people,,", "299,people,5,", "lower: found 5, expected 10 or more"),
        ("299,people,,", "299.5,people,,", "value: found 299.5, expected a whole number"),
        ("299,people,,", "299,people,300,", "lower: found 300, expected 299 (value) or less"),
        ("299,people,,", "299,people,,298", "value: found 299, expected 298 (upper) or less"),
        ("299,people,,", "299,percent,,", "value: found 299, expected 0 to 100"),
        ("299,people,,", "-4,people,,", "value: found '-4', expected a number"),
        ("299,people,,", "299,boats,,", "unit: found 'boats', expected one of people"),
    ],
)
def test_a_figure_that_can_not_be_is_named(facts, old, new, words):
    facts.replace("recorded_figures", old, new)
    said = faults_of(facts)
    assert len(said) == 1
    assert words in said[0]


def test_a_percentage_may_be_small_and_broken(facts):
    facts.replace("recorded_figures", "15.8,percent", "5.8,percent")
    assert faults_of(facts) == []


def test_a_figure_without_a_source_is_refused(facts):
    line = facts.lines("recorded_figures")[1]
    source = line.split(",")[-3]
    facts.replace("recorded_figures", f",{source},", ",,")
    said = faults_of(facts)
    assert said == ["recorded_figures.csv, row 2, column source_id: found nothing, expected text"]


def test_the_same_figure_twice_is_a_fault(facts):
    facts.append("recorded_figures", facts.lines("recorded_figures")[1])
    assert "again (first in row 2)" in faults_of(facts)[0]


@pytest.mark.parametrize(
    ("table", "old", "new", "words"),
    [
        ("timeline", ",2010-12,month,", ",2010-12-01,month,", "date: found '2010-12-01', expected "
         "YYYY-MM, as the precision is month"),
        ("timeline", ",2017-12-07,day,", ",2017-02-30,day,", "date: found '2017-02-30', expected "
         "YYYY-MM-DD"),
        ("timeline", ",2008-10,month,", ",2008-9,month,", "date: found '2008-9', expected YYYY-MM"),
        ("timeline", ",national,BGR,", ",national,BGX,", "iso3s: found 'BGX', expected codes in"),
        ("timeline", ",national,BGR,", ",national,,", "iso3s: found '', expected a country"),
        ("timeline", ",national,BGR,", ",global,BGR,", "iso3s: found 'BGR', expected nothing"),
        ("practices", ",MDA|ROU|", ",MDA|ROM|", "iso3s: found 'ROM', expected codes in"),
        ("practices", ",transit|destination,no,2022,", ",transit|arrival,no,2022,",
         "roles: found 'arrival', expected origin, transit, destination"),
        ("practices", ",2014,2019,", ",2014,2013,", "to_year: found 2013, expected 2014 or"),
        ("commitments", ",2,CRC,", ",7,CRC,", "goal: found '7', expected a whole number from 1 to"),
        ("commitments", ",2,CRC,", ",2,CRX,", "instrument_id: found 'CRX', expected one of NYD"),
    ],
)  # fmt: skip
def test_a_promise_milestone_or_practice_that_can_not_be_is_named(facts, table, old, new, words):
    facts.replace(table, old, new)
    said = faults_of(facts)
    assert len(said) == 1
    assert words in said[0]


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda text: text.replace(b",licence", b",license", 1), "no such column"),
        (lambda _: b"", "an empty file"),
        (lambda text: text.replace(b"http", b"\xe9ttp", 1), "which is not UTF-8"),
    ],
    ids=["missing column", "empty file", "bad encoding"],
)
def test_a_table_that_can_not_be_read_does_not_make_other_rows_look_wrong(facts, spoil, words):
    path = facts.folder / "sources.csv"
    path.write_bytes(spoil(path.read_bytes()))
    said = faults_of(facts)
    assert words in "\n".join(said)
    assert all(fault.startswith("sources.csv") for fault in said)


def test_a_missing_table_does_not_make_every_other_row_look_wrong(facts):
    (facts.folder / "sources.csv").unlink()
    assert faults_of(facts) == ["sources.csv: found no such file, expected the table 'sources'"]


@pytest.mark.parametrize(
    ("table", "old", "new", "fault"),
    [
        ("series", "25|100|1000|10000", "25|100|100|10000", "numbers, ascending, separated by |"),
        ("series", "under 25|25 to under 100|", "under 100|", "5 words separated by |"),
        ("death_routes", "channel,same", "canal,same", "a row in routes.csv, or nothing"),
        ("death_routes", "channel,same", "channel,none", "same or shared with one"),
        ("death_routes", "FRA-GBR", "France-GBR", "pairs such as LBY-ITA"),
        ("death_routes", "same,FRA-GBR", "same,", "nothing without a route_id"),
    ],
)
def test_series_and_routes_of_deaths_are_checked(facts, table, old, new, fault):
    facts.replace(table, old, new)
    assert fault in faults_of(facts)[0]
