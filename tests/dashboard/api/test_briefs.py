"""Briefs for programs say what the page says, line by line, with the same footnotes."""

import csv
import io

import pytest

import routes
from dashboard.briefs import BriefRequest, make
from dashboard.briefs.markdown import to_markdown


def said_of(brief):
    return [(line.lead, line.text, list(line.notes)) for line in brief]


def lines_of(found):
    for section in found["sections"]:
        yield from section["lines"]
        for row in (section["table"] or {"rows": []})["rows"]:
            yield from row
        yield from section["items"]


@pytest.mark.parametrize(
    ("address", "rest", "query"),
    [
        ("/briefs/country/gbr?year=2024", "country/GBR", "year=2024"),
        ("/briefs/journey/albania-uk?company=family", "journey/albania-uk", "company=family"),
        ("/briefs/journey/own?stops=ERI,SDN,LBY&name=Our%20way", "journey/own",
         "stops=ERI,SDN,LBY&name=Our%20way"),
    ],
)  # fmt: skip
def test_a_brief_says_what_its_page_says(ask, data, address, rest, query):
    answer = ask(address)
    assert answer.status_code == 200
    found = answer.json()["data"]
    made = make(data, BriefRequest.read(data, rest, query)[0])
    brief = made.brief
    lines = list(lines_of(found))
    assert [(one["lead"], one["text"], one["notes"]) for one in lines] == said_of(brief)
    for one in lines:
        assert "".join(part["text"] for part in one["said"]) == one["text"]
    notes = [(note["number"], note["source_id"]) for note in found["footnotes"]]
    assert notes == [(note.number, note.source_id) for note in brief.footnotes]
    assert found["title"] == brief.title
    assert ask(found["url"].replace("/brief", "/briefs", 1)).json()["data"] == found
    path, mark, tail = address.partition("?")
    assert ask(f"{path}.md{mark}{tail}").text == to_markdown(made)
    as_markdown = ask(address, headers={"accept": "text/markdown"})
    assert as_markdown.text == to_markdown(made)
    assert as_markdown.headers["content-type"].startswith("text/markdown")
    table = list(csv.DictReader(io.StringIO(ask(f"{path}.csv{mark}{tail}").text)))
    assert [row["text"].removeprefix("'") for row in table] == [line.text for line in brief]


def test_facts_and_sources_of_a_brief_are_rows_of_their_tables(ask):
    found = ask("/briefs/country/GBR").json()["data"]
    atlas = routes.load()
    told = {fact for line in lines_of(found) for fact in line["fact_ids"]}
    assert told
    assert told <= set(atlas.protection.facts["fact_id"])
    named = {note["source_id"] for note in found["footnotes"]} - {""}
    assert named <= set(atlas.sources.index)


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/briefs/country/ZZZ", 404, "ZZZ"),
        ("/briefs/country/Libya", 400, "iso3"),
        ("/briefs/journey/channnel", 404, "channel"),
        ("/briefs/journey/channel?branch=moon", 404, "moon"),
        ("/briefs/journey/own", 404, "countries"),
        ("/briefs/country/GBR?stops=ERI", 400, "there is: age"),
        ("/briefs/country/GBR?edition=000000000000", 404, "No edition"),
    ],
)
def test_a_brief_that_is_not_there_says_what_to_send(ask, address, status, said):
    answer = ask(address)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert said in answer.text


def test_a_year_without_facts_has_no_brief_and_says_why(ask):
    answer = ask("/briefs/country/GBR?year=1999").json()
    assert answer["data"] is None
    assert answer["meta"]["empty_because"] == "year not covered"
    assert "1999" in ask("/briefs/country/GBR.md?year=1999").text


def test_every_address_takes_an_edition_and_says_so(ask, document):
    for path, methods in document["paths"].items():
        for operation in methods.values():
            (found,) = [p for p in operation["parameters"] if p["name"] == "edition"]
            assert found["in"] == "query", path
            assert "404" in operation["responses"]
    answer = ask("/countries?edition=nope")
    assert answer.status_code == 404
    assert answer.headers["access-control-allow-origin"] == "*"
