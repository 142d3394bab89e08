"""How we know: one click from every level to file, line and source, for people and programs."""

import csv
import io
import re
from html import unescape

import pytest
from prov.model import ProvDocument

from routes import Child
from routes.chains import ENDS


def links_in(text):
    return {unescape(href) for href in re.findall(r'href="(/explain/[^"]*)"', text)}


@pytest.mark.parametrize(
    ("page", "wanted"),
    [
        ("/?country=LBY&goal=2&status=refugee", "/explain/LBY/2?status=refugee"),
        ("/country/LBY?year=2023&age=9", "/explain/LBY/4?age=9&year=2023"),
        ("/country/LBY", "/explain/LBY/school_primary_secondary"),
        ("/journey/central-med-horn?cell=4.2", "/explain/LBY/2"),
        ("/journey/central-med-horn?cell=4.2", "/explain/central-med-horn/2?stage=4"),
        ("/journey/central-med-horn", "/explain/central-med-horn/figures"),
        ("/commitments?goal=2&cell=LBY.2-crc-37-b", "/explain/LBY/2-crc-37-b"),
    ],
)
def test_every_cells_facts_lead_here_in_one_click(client, page, wanted):
    found = links_in(client.get(page).text)
    assert wanted in found
    for address in sorted(found)[:3]:
        assert client.get(address).status_code == 200


def test_the_page_tells_lines_cells_sources_and_versions(client, data):
    text = client.get("/explain/LBY/2?year=2023&company=family").text
    level = data.atlas.levels("LBY", Child(company="family"), 2023)[2]
    for answer in level.answers:
        for fact in answer.facts:
            assert f"geodata/facts/{fact.table}.csv</code>, line {fact.row}" in text
            assert f'href="/sources#{fact.source_id}"' in text
    assert "a child of 15, with family, seeking asylum, meets in 2023" in text
    assert f"Data version {data.version}" in text
    assert data.atlas.origins.code_version in text
    assert 'href="/country/LBY?company=family' in text


def test_what_is_not_known_is_named(client):
    text = client.get("/explain/LBY/1?year=2023").text
    assert "Not known: Placement in care" in text
    assert "The row names no source" in text


def test_values_of_the_link_that_do_not_exist_are_told(client):
    text = client.get("/explain/LBY/2?year=1999&colour=red").text
    assert "Part of this link could not be used" in text
    assert "1999" in text


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/explain/Lybia/2", "LBY (Libya)"),
        ("/explain/LBY/detension_practise", "detention_practice"),
        ("/explain/central-med-horn/2", "1 Asmara"),
        ("/explain/own/2?stops=LBY", "journey"),
    ],
)
def test_what_does_not_exist_is_answered_with_what_does(client, address, told):
    answer = client.get(address)
    assert answer.status_code == 404
    assert told in answer.text


def test_without_a_goal_the_goals_are_offered(client):
    assert "/explain/LBY/2?status=refugee" in links_in(
        client.get("/explain/LBY?status=refugee").text
    )
    for address in links_in(client.get("/explain").text):
        assert client.get(address).status_code == 200


def test_a_frozen_page_explains_that_edition(client, data):
    text = client.get(f"/explain/LBY/2?edition={data.version}").text
    assert f"/explain/LBY/2?edition={data.version}" in text or "frozen" in text.lower()
    assert f"edition={data.version}" in text


def test_programs_get_the_same_chain_as_json_csv_and_prov(client, data):
    page = client.get("/explain/LBY/2?year=2023").text
    addresses = [unescape(a) for a in re.findall(r'href="(/api/v1/explain/[^"]*)"', page)]
    assert len(addresses) == 3
    chain = client.get(addresses[0]).json()["data"]
    level = data.atlas.levels("LBY", Child(), 2023)[2]
    assert chain["top"]["value"] == str(level.value)
    assert chain["page"] == "/explain/LBY/2?year=2023"

    def ends(link):
        if not link["made_from"]:
            yield link["kind"]
        for below in link["made_from"]:
            yield from ends(below)

    assert set(ends(chain["top"])) <= set(ENDS)
    rows = list(csv.DictReader(io.StringIO(client.get(addresses[1]).text)))
    assert rows[0]["depth"] == "0"
    assert {row["year"] for row in rows} == {"2023"}
    cells = [row for row in rows if row["kind"] == "cell"]
    assert all(row["file"] and row["line"] and row["cell"] for row in cells)
    answer = client.get(addresses[2])
    assert answer.headers["content-type"] == "application/provenance+json"
    assert ProvDocument.deserialize(content=answer.text, format="json").get_records()


def test_prov_can_be_asked_for_by_its_media_type(client):
    headers = {"Accept": "application/provenance+json"}
    answer = client.get("/api/v1/explain/LBY/2", headers=headers)
    assert answer.headers["content-type"] == "application/provenance+json"
    assert client.get("/api/v1/facts", headers=headers).status_code == 406


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/explain/Lybia/2", "LBY"),
        ("/explain/LBY/detention_practise", "detention_practice"),
        ("/explain/central-med-horn/2", "which stage"),
        ("/explain/central-med-horn/2?stage=4&branch=zzz", "branch"),
        ("/explain/LBY/2?year=1999", "2010 to 2025"),
    ],
)
def test_the_api_says_what_there_is(client, address, told):
    answer = client.get(f"/api/v1{address}")
    assert answer.status_code == 404
    assert told in answer.json()["detail"] + " ".join(answer.json().get("nearest", ()))


def test_an_own_journeys_drop_is_explained(client):
    found = client.get("/api/v1/explain/own/2?stops=ERI,SDN,LBY&stage=3").json()["data"]
    assert found["top"]["kind"] == "drop"
    assert [link["kind"] for link in found["top"]["made_from"]].count("stage") >= 2
    assert client.get(found["page"]).status_code == 200
