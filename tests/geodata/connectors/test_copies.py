"""Stored copies are read as what they are: empty stays empty, codes as they stand."""

import gzip

import pandas as pd
import pytest

from geodata.connectors import Where, copies, read_snapshot
from geodata.drafts import open_draft
from geodata.snapshots import Origin

WHERE = Where(file="copy.csv", snapshot="x/2026-11-24", source_id="x")


def observations(parse, text, file="copy.csv"):
    where = Where(file=file, snapshot=WHERE.snapshot, source_id=WHERE.source_id)
    return parse([(where, text.encode())]).observations


def test_an_empty_cell_of_a_copy_is_not_nought_and_leads_back_to_its_line():
    made = observations(
        copies.idmc, "year,coo_iso,coa_iso,total\n2020,NAM,NAM,\n2021,NAM,NAM,0\n2022,AB9,AB9,7\n"
    )
    assert made["value"].isna().tolist() == [True, False, False]
    assert made["iso3"].tolist() == ["NAM", "NAM", "AB9"]
    assert made["locator"].tolist()[0] == "copy.csv#line 2"


def test_scores_carry_the_year_of_their_edition():
    heads = ",".join(["ISO3", *copies.RISK])
    made = observations(copies.inform_risk, f"{heads}\nITA,2.5,1,2,3,\n", "scores-2025.csv")
    by_series = made.set_index("series")
    assert set(made["year"]) == {2025}
    assert by_series.at["inform_risk", "value"] == 2.5
    assert pd.isna(by_series.at["inform_conflict", "value"])


def test_states_are_read_from_their_numbers_and_one_that_is_gone_keeps_its_own():
    made = observations(copies.ucdp, "gwcode,year,low,high,best\n260,1995,1,9,4\n680,1989,0,0,0\n")
    assert made["iso3"].tolist() == ["DEU", "680"]
    assert made[["lower", "value", "upper"]].iloc[0].tolist() == [1, 4, 9]


def test_small_letters_of_codes_and_the_banks_columns_are_read():
    made = observations(
        copies.gapminder, "iso3_lower,year,children_out_of_school_primary\nnam,2020,120.0\n"
    )
    assert (made["iso3"][0], made["value"][0]) == ("NAM", 120)
    made = observations(
        copies.world_bank, f'Country Code,Year,"{copies.EMPLOYED}"\nWLD,2010,12.5\n'
    )
    assert (made["iso3"][0], made["value"][0]) == ("WLD", 12.5)  # set aside later, by name


def test_a_survey_of_other_ages_says_so_and_a_code_of_the_un_becomes_our_series():
    made = observations(
        copies.un_sdg,
        "series,geo_area,iso3,year,age,nature,units,value\n"
        "SG_REG_BRTH,466,MLI,2018,lt5y,c,percent,86.7\n"
        "SG_REG_BRTH,100,BGR,2012,lt1y,c,percent,100.0\n"
        "VC_VAW_PHYPYV,466,MLI,2015,1_14,c,percent,\n",
    )
    assert made["series"].tolist() == ["un_birth_registration"] * 2 + ["un_violent_discipline"]
    assert made["note"].tolist() == ["", "Children of other ages: under 1.", ""]
    assert made["value"].isna().tolist() == [False, False, True]


@pytest.mark.parametrize("source", ["idmc", "gapminder"])
def test_a_packed_snapshot_is_read_whether_or_not_its_source_has_a_connector(tmp_path, source):
    text = {
        "idmc": "year,coo_iso,coa_iso,total\n2020,SYR,SYR,100\n",
        "gapminder": "iso3_lower,year,children_out_of_school_primary\nsyr,2020,100\n",
    }[source]
    origin = Origin(source=source, source_id=source, publisher="P", title="T", licence="CC BY 4.0",
                    made="copy")  # fmt: skip
    with open_draft(tmp_path, origin) as draft:
        draft.add(gzip.compress(text.encode()), file="copy.csv.gz", url="https://example.test",
                  retrieved="2026-11-24T00:00:00Z", media_type="application/gzip")  # fmt: skip
        snapshot = draft.commit(pd.Timestamp("2026-11-24").date())
    row = read_snapshot(snapshot).observations.iloc[0]
    assert (row["iso3"], row["value"]) == ("SYR", 100)
    assert row["locator"] == "copy.csv#line 2"
