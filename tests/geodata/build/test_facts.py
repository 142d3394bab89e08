"""What becomes of a curated row: facts, years, and what is withheld."""

import pandas as pd
import pytest

from geodata.build.facts import TOLD, make_facts, sourced
from geodata.check import read_curated


def facts_of(facts=None):
    curated, faults = read_curated(facts.folder if facts else None)
    assert faults == []
    return make_facts(curated)


@pytest.fixture(scope="module")
def own():
    return facts_of()


def one(table, **wanted):
    found = table
    for column, value in wanted.items():
        found = found[found[column] == value]
    assert len(found) == 1
    return found.iloc[0]


def test_a_value_without_a_source_is_withheld_and_not_a_fact(facts):
    facts.append("tip_tiers", "AFG,2016,1,,named,low")
    made, withheld = facts_of(facts)
    assert made[(made["iso3"] == "AFG") & (made["from_year"] == 2016)].empty
    row = one(withheld, iso3="AFG", measure="tip_tier", reason="no source")
    assert row["row"] == len(facts.lines("tip_tiers"))


def test_unknown_is_withheld_and_not_a_value(own):
    made, withheld = own
    assert not made["value"].isin(["unknown", "special", ""]).any()
    assert (withheld["reason"] == "unknown").sum() > 100


def test_every_fact_has_a_source(own):
    made, _ = own
    curated, _ = read_curated()
    assert set(made["source_id"]) <= set(curated["sources"]["source_id"])


def test_law_and_practice_alone_and_in_families_are_facts_of_their_own(facts):
    source = facts.lines("tip_tiers")[1].split(",")[3]
    facts.append(
        "detention",
        "PLW,2015,2019,prohibited,permitted,none_reported,documented,16,30,yes,"
        f"A sentence.,A law.,{source},read,high",
    )
    made, _ = facts_of(facts)
    mine = made[(made["iso3"] == "PLW") & (made["table"] == "detention")]
    found = {(r.measure, r.company): r.value for r in mine.itertuples()}
    assert found == {
        ("detention_law", "alone"): "prohibited",
        ("detention_law", "family"): "permitted",
        ("detention_practice", "alone"): "none_reported",
        ("detention_practice", "family"): "documented",
        ("alternatives_in_law", "any"): "yes",
    }
    law = one(mine, measure="detention_law", company="alone")
    assert (law["min_age_detainable"], law["max_days_children"]) == (16, 30)
    # The source is of 2020, the period ends in 2019: it speaks for 2019 at the latest.
    assert (law["from_year"], law["to_year"], law["as_of_year"]) == (2015, 2019, 2019)


def test_a_country_is_bound_by_a_treaty_from_the_year_it_joined(own):
    made, _ = own
    rows = made[made["measure"].str.startswith("treaty_") & (made["value"] == "party")]
    joined = rows[rows["summary"].str.contains("since 2012")].iloc[0]
    assert joined["from_year"] == 2012
    before = one(made, iso3=joined["iso3"], measure=joined["measure"], value="none")
    assert (before["from_year"], before["to_year"]) == (2010, 2011)


def test_a_tier_speaks_for_the_year_of_its_report_only(own):
    made, _ = own
    tiers = made[made["measure"] == "tip_tier"]
    assert (tiers["from_year"] == tiers["to_year"]).all()
    assert (tiers["from_year"] == tiers["as_of_year"]).all()


def test_no_year_missing_from_the_report_of_2025_becomes_a_tier(own):
    made, _ = own
    tiers = made[(made["measure"] == "tip_tier") & (made["from_year"] == 2025)]
    assert not tiers["value"].isin(["1", "2"]).any()


def test_fact_ids_are_unique_and_typed(own):
    made, _ = own
    assert made["fact_id"].is_unique
    assert str(made["to_year"].dtype) == "Int64"
    assert made["to_year"].isna().any()
    assert isinstance(made["from_year"].iloc[0], (int, pd.Int64Dtype().type))


@pytest.mark.parametrize("table", TOLD)
def test_a_promise_milestone_or_practice_without_a_source_is_withheld_whole(facts, table):
    line = facts.lines(table)[1]
    source = line.rsplit(",", 3)[1]
    facts.replace(table, f",{source},", ",,")
    curated, faults = read_curated(facts.folder)
    assert [fault for fault in faults if fault.file != "sources.csv"] == []
    _, withheld = make_facts(curated)
    name = line.split(",")[0]
    row = one(withheld[withheld["table"] == table])
    assert (row["fact_id"], row["reason"], row["row"]) == (f"{table}/{name}", "no source", 2)
    kept = sourced(curated[table])
    assert len(kept) == len(curated[table]) - 1
    assert name not in set(kept.iloc[:, 0])
