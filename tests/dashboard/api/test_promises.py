"""Commitments, milestones, practice and gaps answer with what the model holds."""

import csv
import io

import pytest

from dashboard.pages.commitments import shown_gaps
from dashboard.promise_state import GapState, gaps_of


def test_commitments_are_the_table(ask, data):
    found = ask("/commitments?per_page=1000").json()["data"]
    assert {row["commitment_id"] for row in found} == set(data.atlas.records.commitments)
    some = ask("/commitments?goal=2&instrument_id=CRC").json()["data"]
    assert {(row["goal"], row["instrument_id"]) for row in some} == {(2, "CRC")}
    by_id = {row["commitment_id"]: row for row in found}
    assert by_id["2-crc-37-b"]["bound_by"] == "treaty_CRC"
    assert by_id["2-jgc4-5"]["bound_by"] == ""
    assert all(row["source_id"] in data.atlas.sources.index for row in found)


def test_the_timeline_of_a_country_keeps_what_concerns_the_world(ask):
    found = ask("/timeline?iso3=GBR&first_year=2010&goal=2").json()["data"]
    assert {tuple(row["iso3s"]) for row in found} == {(), ("GBR",)}
    assert {row["goal"] for row in found} <= {2, None}
    assert min(row["date"] for row in found) >= "2010"
    assert [row["date"] for row in found] == sorted(row["date"] for row in found)


def test_practices_are_narrowed_and_each_has_its_own_address(ask, data):
    found = ask("/practices?goal=2&role=transit").json()["data"]
    assert found
    assert all(row["goal"] == 2 and "transit" in row["roles"] for row in found)
    one = ask(f"/practices/{found[0]['case_id']}").json()["data"]
    assert one == found[0]
    assert ask("/practices/nothing").status_code == 404
    every = ask("/practices?per_page=1000").json()["data"]
    assert {row["in_beyond_borders"] for row in every} == {True, False, None}
    assert {row["case_id"] for row in every} == set(data.atlas.records.practices)


def test_gaps_name_both_facts_and_are_those_of_the_model(ask, data):
    found = ask("/gaps?goal=2&state=not_kept&per_page=1000").json()["data"]
    ours = data.atlas.gaps(goal=2).not_kept
    assert {(r["iso3"], r["commitment_id"]) for r in found} == {
        (gap.iso3, gap.commitment.commitment_id) for gap in ours
    }
    for row in found:
        assert row["is_promised"]
        deciding = [check for check in row["checks"] if check["found"] == "not_kept"]
        assert deciding
        for check in deciding:
            assert check["source_id"] in data.atlas.sources.index
            assert check["as_of_year"] >= (row["since"] or 0)


def test_gaps_follow_child_year_route_and_role(ask, data):
    early = ask("/gaps?year=2015&goal=2&per_page=1000").json()
    compact = [r for r in early["data"] if r["commitment_id"] == "2-gcm-obj-13-29-h"]
    assert {row["state"] for row in compact} == {"not_promised"}
    assert early["meta"]["lens"]["year"] == 2015
    on = ask("/gaps?route_id=channel&role=destination&goal=2").json()["data"]
    roles = data.atlas.routes["channel"].roles()
    assert {r["iso3"] for r in on} == {i for i, found in roles.items() if "destination" in found}
    refugee = ask("/gaps?iso3=LBY&goal=4&status=refugee").json()["data"]
    assert all(r["state"] != "not_applicable" for r in refugee if r["commitment_id"][2:5] == "gcr")


def test_gaps_as_csv_say_the_same(ask):
    found = ask("/gaps?iso3=ITA&goal=2").json()["data"]
    table = list(csv.DictReader(io.StringIO(ask("/gaps.csv?iso3=ITA&goal=2").text)))
    assert [row["state"] for row in table] == [row["state"] for row in found]
    assert [row["checks"] for row in table] == [
        " ".join(f"{c['measure']}={c['value']}" for c in row["checks"]) for row in found
    ]


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/gaps?iso3=ZZZ", "no such country"),
        ("/gaps?year=1999", "year not covered"),
        ("/practices?iso3=ZZZ", "no such country"),
        ("/practices?iso3=AFG", "unknown"),
        ("/timeline?first_year=2199", "unknown"),
        ("/commitments?goal=5&instrument_id=ICERD", "unknown"),
    ],
)
def test_an_empty_answer_says_why(ask, path, reason):
    answer = ask(path)
    assert answer.status_code == 200
    assert (answer.json()["data"], answer.json()["meta"]["empty_because"]) == ([], reason)


@pytest.mark.parametrize(
    "path",
    ["/commitments?instrument_id=XXX", "/practices?measure=x", "/gaps?route_id=x", "/gaps?state=x"],
)
def test_a_filter_that_names_nothing_is_refused_with_what_there_is(ask, path):
    answer = ask(path)
    assert answer.status_code == 400
    assert answer.json()["faults"][0]["where"].startswith("query: ")


def test_a_view_of_many_promises_comes_in_pages_that_are_the_whole(every_row, data):
    state, _ = GapState.read(data, "")
    promises = sum(1 for _ in shown_gaps(data, state, gaps_of(data, state)))
    pages = [answer.json() for answer in every_row("/api/v1/views?url=/commitments")]
    rows = [(r["iso3"], r["commitment_id"]) for page in pages for r in page["data"]["rows"]]
    assert len(pages) > 1
    assert len(rows) == len(set(rows)) == promises
    assert {page["meta"]["total"] for page in pages} == {promises}
    assert len({page["data"]["title"] for page in pages}) == 1


def test_a_view_that_fits_a_page_has_no_pages(client):
    answer = client.get("/api/v1/views?url=/commitments%3Froutes%3Dchannel%26goal%3D2")
    assert "link" not in answer.headers
    meta = answer.json()["meta"]
    assert meta["total"] == meta["per_page"] == len(answer.json()["data"]["rows"])


def test_a_page_of_a_view_after_the_last_says_so(client):
    page = client.get("/api/v1/views?url=/commitments%3Fgoal%3D2&page=99").json()
    assert page["data"]["rows"] == []
    assert any("after the last one" in note for note in page["meta"]["notes"])
