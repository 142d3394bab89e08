"""What each connector reads from an answer: codes, missing values, units, and where it stood."""

from pathlib import Path

import pytest

from geodata.connectors import CONNECTORS, AnswerError, Where
from geodata.connectors.asking import Ask
from geodata.errors import DataError
from geodata.tidy import FLOWS, INCIDENTS, OBSERVATIONS

ANSWERS = Path(__file__).parents[2] / "data" / "connectors"


def read(source, **files):
    """Parse synthetic answers; keys are the names the files get in a snapshot."""
    pairs = [
        (
            Where(file=name, snapshot=f"{source}/2026-05-01", source_id=f"{source}-id"),
            (ANSWERS / answer).read_bytes(),
        )
        for name, answer in files.items()
    ]
    tidy = CONNECTORS[source].parse(pairs)
    assert OBSERVATIONS.faults_of_built(tidy.observations) == []
    assert FLOWS.faults_of_built(tidy.flows) == []
    assert INCIDENTS.faults_of_built(tidy.incidents) == []
    return tidy


def cells(frame, *names):
    return {tuple(row) for row in frame[list(names)].itertuples(index=False, name=None)}


@pytest.fixture(scope="module")
def unhcr():
    return read("unhcr", **{
        "population-2024-p0001.json": "unhcr-population-1.synthetic.json",
        "population-2024-p0002.json": "unhcr-population-2.synthetic.json",
        "demographics-2024-p0001.json": "unhcr-demographics-1.synthetic.json",
        "asylum-decisions-2024-p0001.json": "unhcr-asylum-decisions-1.synthetic.json",
    })  # fmt: skip


def flow(tidy, series, origin, destination, group="all"):
    f = tidy.flows
    found = f[
        (f["series"] == series) & (f["origin_iso3"] == origin)
        & (f["destination_iso3"] == destination) & (f["group"] == group)
    ]  # fmt: skip
    assert len(found) == 1
    return found.iloc[0]


def test_unhcr_reads_iso_codes_and_never_its_own_letters(unhcr):
    row = flow(unhcr, "unhcr_refugees", "NAM", "DEU")
    assert row["value"] == 1200
    assert row["locator"] == "population-2024-p0001.json#items/0"
    assert row["snapshot"] == "unhcr/2026-05-01"


def test_unhcr_a_dash_is_missing_and_not_zero(unhcr):
    assert flow(unhcr, "unhcr_asylum_seekers", "NAM", "DEU").isna()["value"]
    assert flow(unhcr, "unhcr_asylum_seekers", "SYR", "TUR")["value"] == 5
    assert flow(unhcr, "unhcr_refugees", "SYR", "TUR")["value"] == 3000


def test_unhcr_children_are_added_up_over_places_and_say_how_many_ages_are_known(unhcr):
    row = flow(unhcr, "unhcr_refugees", "SYR", "TUR", "children")
    assert row["value"] == 100 + 110 + 200 + 190 + 50 + 60 + 10 + 10
    assert row["age_coverage"] == pytest.approx(1000 / 2000)
    assert "1 more" in row["locator"]
    assert flow(unhcr, "unhcr_refugees", "SYR", "TUR", "0-4")["value"] == 230


def test_unhcr_no_known_age_is_no_known_child(unhcr):
    row = flow(unhcr, "unhcr_refugees", "NAM", "DEU", "children")
    assert row.isna()["value"]
    assert row["age_coverage"] == 0


def test_unhcr_people_displaced_at_home_are_no_flow(unhcr):
    assert cells(unhcr.observations, "series", "iso3", "value") == {("unhcr_idps", "COD", 700.0)}


def test_unhcr_decisions_of_people_and_of_cases_are_never_added(unhcr):
    row = flow(unhcr, "unhcr_dec_recognized", "NAM", "DEU")
    assert (row["value"], row["unit"]) == (35, "people")
    assert flow(unhcr, "unhcr_dec_other", "NAM", "DEU")["value"] == 10
    assert flow(unhcr, "unhcr_dec_recognized", "NAM", "USA")["unit"] == "cases"


def test_unhcr_demographics_are_asked_with_the_type_of_population():
    asks = CONNECTORS["unhcr"].plan({"first_year": 2023, "last_year": 2024, "page_size": 9})
    assert len(asks) == 6
    for ask in asks:
        assert ask.query["cf_type"] == "ISO"
        assert ("ptype_show" in ask.query) == ask.path.startswith("demographics")


def test_world_bank_keeps_namibia_and_what_is_null():
    tidy = read("world_bank", **{
        "SP.REG.BRTH.ZS-p0001.json": "world-bank-1.synthetic.json",
        "SP.REG.BRTH.ZS-p0002.json": "world-bank-2.synthetic.json",
    })  # fmt: skip
    o = tidy.observations.set_index("iso3")
    assert o.loc["NAM", "value"] == 78.1
    assert o["value"].isna()["KEN"]
    assert o.loc["XKX", "status"] == "estimated"
    assert set(o["series"]) == {"wb_birth_registration"}
    assert o.loc["NAM", "locator"] == "SP.REG.BRTH.ZS-p0001.json#1/0"


def test_world_bank_says_its_errors_with_status_200():
    ask = Ask(file="x-p0001.json")
    content = (ANSWERS / "world-bank-error.synthetic.json").read_bytes()
    with pytest.raises(AnswerError, match="parameter value is not valid"):
        CONNECTORS["world_bank"].after(ask, content)


def test_unicef_reads_labelled_codes_bounds_and_lines():
    tidy = read("unicef_sdmx", **{"child_protection.csv": "unicef-child-protection.synthetic.csv"})
    o = tidy.observations
    assert cells(o, "series", "iso3", "year") == {
        ("unicef_birth_registration", "NAM", 2018),
        ("unicef_birth_registration_girls", "NAM", 2018),
        ("unicef_birth_registration", "UNICEF_SSA", 2018),
        ("unicef_birth_registration", "KEN", 2019),
    }
    first = o.iloc[0]
    assert (first["value"], first["lower"], first["upper"]) == (78.1, 75.0, 81.2)
    assert first["locator"] == "child_protection.csv#line 2"
    assert o["value"].isna().tolist() == [False, False, False, True]
    assert o.iloc[-1]["locator"] == "child_protection.csv#line 6"


def test_unicef_no_match_is_empty_and_no_failure():
    connector = CONNECTORS["unicef_sdmx"]
    assert connector.after(Ask(file="education.csv", form="csv"), b"").then is None
    where = Where(file="education.csv", snapshot="x", source_id="x")
    assert connector.parse([(where, b"")]).values == 0


def test_missing_migrants_are_aggregated_and_places_are_coarse():
    tidy = read("missing_migrants", **{"incidents.csv": "missing-migrants.synthetic.csv"})
    assert cells(tidy.observations, "series", "iso3", "year", "value") == {
        ("iom_dead_or_missing", "LBY", 2023, 1014.0),
        ("iom_children_dead_or_missing", "LBY", 2023, 3.0),
    }
    first = tidy.incidents.iloc[0]
    assert (first["lat"], first["lon"]) == (33.1, 13.5)
    assert tidy.incidents["children"].isna().tolist() == [False, True, True, True]
    assert tidy.incidents["iso3"].tolist() == ["LBY", "LBY", "IRN", ""]
    assert tidy.incidents["origin_iso3"].tolist() == ["", "NAM", "", ""]
    assert tidy.incidents["year"].isna().tolist() == [False, False, True, False]
    assert "http" not in tidy.incidents.to_csv()


def test_ucdp_adds_events_up_and_keeps_the_range():
    tidy = read("ucdp", **{
        "events-2023-p0000.json": "ucdp-0.synthetic.json",
        "events-2023-p0001.json": "ucdp-1.synthetic.json",
    })  # fmt: skip
    o = tidy.observations[tidy.observations["series"] == "ucdp_deaths"].set_index("iso3")
    assert o.loc["SDN", ["value", "lower", "upper"]].tolist() == [15, 13, 20]
    assert "345" in o.index  # Yugoslavia is no country now: named and set aside later


def test_ucdp_overlapping_pages_are_refused():
    files = {f"events-2023-p000{n}.json": "ucdp-0.synthetic.json" for n in (0, 1)}
    with pytest.raises(AnswerError, match="event 1 comes a second time"):
        read("ucdp", **files)


def test_inform_is_a_score_of_an_edition():
    tidy = read("inform_risk", **{"scores-2026.json": "inform.synthetic.json"})
    assert cells(tidy.observations, "series", "iso3", "year", "value", "unit") == {
        ("inform_risk", "NAM", 2026, 3.5, "index_0_10"),
        ("inform_conflict", "NAM", 2026, 11.0, "index_0_10"),
    }


def test_inform_an_unknown_workflow_says_what_to_set():
    with pytest.raises(AnswerError, match=r"Set inform_risk\.workflow_id"):
        CONNECTORS["inform_risk"].after(Ask(file="scores-2026.json"), b"[]")


def test_idmc_keeps_people_and_movements_apart():
    tidy = read("idmc", **{
        "displacements-p0001.json": "idmc-1.synthetic.json",
        "displacements-p0002.json": "idmc-2.synthetic.json",
    })  # fmt: skip
    o = tidy.observations
    assert set(o[o["unit"] == "people"]["series"]) == {"idmc_idps_conflict", "idmc_idps_disaster"}
    assert set(o[o["value"].notna()]["series"]) == {"idmc_idps_conflict", "idmc_new_conflict"}
    assert set(o["iso3"]) == {"COD", "AB9", "SDN"}


def test_eurostat_reads_a_sparse_cube():
    tidy = read("eurostat", **{"migr_asyunaa.json": "eurostat.synthetic.json"})
    assert cells(tidy.flows, "origin_iso3", "destination_iso3", "year", "value") == {
        ("AFG", "EU27_2020", 2022, 500.0),
        ("AFG", "GRC", 2022, 120.0),
        ("AFG", "GRC", 2023, 0.0),
        ("TOTAL", "GBR", 2023, 45.0),
    }
    assert set(tidy.flows["group"]) == {"unaccompanied"}


@pytest.mark.parametrize(
    ("source", "file", "answer"),
    [
        ("unhcr", "population-2024-p0001.json", {"page": 1, "maxPages": 1, "items": [{"year": 1}]}),
        ("world_bank", "X-p0001.json", [{"page": 1, "pages": 1, "total": 1}, [{"date": "2020"}]]),
        (
            "ucdp",
            "events-2023-p0000.json",
            {"TotalCount": 1, "TotalPages": 1, "Result": [{"id": 1}]},
        ),
        ("inform_risk", "scores-2026.json", [{"Iso": "NAM"}]),
        ("idmc", "displacements-p0001.json", {"count": 1, "results": [{"iso3": "COD"}]}),
        (
            "eurostat",
            "migr_asyunaa.json",
            {"id": ["geo"], "size": [1], "dimension": {}, "value": {}},
        ),
    ],
)
def test_a_changed_shape_is_named_with_what_is_missing(source, file, answer):
    import json

    ask = CONNECTORS[source].plan({**CONNECTORS[source].options, "last_year": 2025})[0]
    ask = Ask(file=file, page=ask.page, query=ask.query)
    with pytest.raises(AnswerError, match="lacks"):
        CONNECTORS[source].after(ask, json.dumps(answer).encode())


def test_a_number_that_is_none_names_its_cell():
    answer = (ANSWERS / "unhcr-population-1.synthetic.json").read_text().replace("1200", '"many"')
    where = Where(file="population-2024-p0001.json", snapshot="x", source_id="x")
    with pytest.raises(DataError, match=r"items/0, column refugees: found 'many'"):
        CONNECTORS["unhcr"].parse([(where, answer.encode())])


def test_every_connector_says_who_publishes_and_under_which_terms():
    for connector in CONNECTORS.values():
        assert connector.origin.publisher
        assert connector.origin.licence
        assert connector.origin.made == "recorded"
        assert not connector.key or connector.key_advice
