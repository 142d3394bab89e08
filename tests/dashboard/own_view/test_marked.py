"""Her values are marked as hers on every page and in every file, of every kind there is."""

import csv
import io
import re
import zipfile
from html import unescape

import openpyxl
import pytest

from dashboard import onefile, shown
from dashboard.components.own_marks import WORDS
from dashboard.exports.cells import with_own_facts
from dashboard.pictures import request as pictures
from dashboard.site import CSV_FILES, PAINTED
from geodata.resources import CURATED
from tests.dashboard.own_view.readers import HERE, NAME, reader_of, see, tables

# A record of each kind beside the facts and the route of the other tests.
RECORDS = {
    "timeline": {
        "event_id": "our-visit", "date": "2025-03-01", "precision": "day", "scope": "national",
        "iso3s": "LBY", "goal": "2", "kind": "event", "title": "Our visit of March",
        "summary": "Our visitors saw the centres.", "source_id": "visit-2025",
        "evidence": "read", "confidence": "medium",
    },
    "practices": {
        "case_id": "our-practice", "title": "A house of our own", "iso3s": "LBY", "goal": "2",
        "roles": "transit", "in_beyond_borders": "unknown", "what": "Children live in a house.",
        "source_id": "visit-2025", "evidence": "read", "confidence": "medium",
    },
    "commitments": {
        "commitment_id": "2-ours", "goal": "2", "instrument_id": "NYD",
        "instrument": "New York Declaration for Refugees and Migrants", "locator": "para. 33",
        "year": "2016", "binding": "no", "promise": "What we read in it.",
        "source_id": "visit-2025", "evidence": "read", "confidence": "medium",
    },
    "recorded_figures": {
        "route_id": "hidden-way", "year": "2024", "measure": "crossings", "group": "all",
        "value": "1234", "unit": "people", "scope_note": "Seen by us",
        "source_id": "visit-2025", "evidence": "read",
        "confidence": "medium",
    },
}  # fmt: skip
ON_LIBYA = "countries=LBY"
PAGES = (
    "/?view=chart", "/?goal=2&colour=goal-2&view=table", "/journey/central-med-horn?marks=all",
    "/journey/hidden-way?cell=2.2", "/compare?a=central-med-horn&b=hidden-way", "/goals/2",
    "/sheet?of=route:central-med-horn", "/sheet?of=route:central-med-horn&goal=2",
    "/commitments?goal=2", "/commitments?cell=LBY.goal-2", "/timeline?countries=LBY", "/journeys",
    "/practice?goal=2", "/practice/our-practice", "/data?view=coverage",
    "/data?view=coverage&goal=2", "/data?view=missing", "/what-if?change=LBY:end-detention",
    "/brief/journey/hidden-way", "/search?q=hidden", "/explain/LBY/detention_practice",
)  # fmt: skip
# Kind of view -> what stands for it in an address.
OF = {
    "journey": "journey/hidden-way", "labels": "labels/central-med-horn", "country": "country/LBY",
    "what-if": "what-if?change=LBY:end-detention&route=central-med-horn",
    "sheet": "sheet?of=route:central-med-horn", "goals": "goals/2", "gaps": "gaps?goal=2",
    "compare": "compare?a=central-med-horn&b=hidden-way",
}  # fmt: skip


def file_of(table):
    made = io.StringIO()
    writer = csv.DictWriter(made, CURATED[table].columns, restval="")
    writer.writeheader()
    writer.writerow(RECORDS[table])
    return made.getvalue().encode()


@pytest.fixture(scope="module")
def reader(open_client):
    """A reader with records of every kind."""
    answer = see(open_client, tables() | {f"{name}.csv": file_of(name) for name in RECORDS})
    assert answer.status_code == 303, unescape(answer.text)
    mine = reader_of(open_client, answer)
    yield mine
    mine.ask("POST", "/own/forget", headers=HERE)


def rows_of(answer):
    return list(csv.DictReader(io.StringIO(answer.text.lstrip("\ufeff"), newline="")))


@pytest.mark.parametrize("address", PAGES)
def test_every_view_of_a_page_names_whose_facts_are_in_it(reader, address):
    answer = reader.get(address)
    assert answer.status_code == 200
    assert f"8 values of {NAME}" in answer.text


@pytest.mark.parametrize(
    ("address", "where"),
    [
        ("/sheet?of=route:central-med-horn", 'data-cell="LBY.goal-2"'),
        ("/data?view=coverage", 'data-cell="LBY.goal-2"'),
        ("/data?view=coverage&goal=2", 'data-cell="LBY.detention_practice"'),
        ("/commitments?goal=0", 'data-cell="LBY.goal-2"'),
        ("/commitments?goal=2", 'data-cell="LBY.2-crc-37-b"'),
        ("/goals/2", 'href="/country/LBY'),
        ("/timeline?countries=LBY", 'id="history-LBY"'),
        ("/journeys", 'href="/journey/hidden-way'),
        ("/what-if?change=LBY:end-detention", 'href="/journey/central-med-horn'),
        ("/timeline?countries=LBY", 'id="our-visit"'),
        ("/practice?goal=2", "A house of our own"),
        ("/commitments?cell=LBY.2-ours", "What we read in it."),
        ("/journey/hidden-way", "1,234"),
    ],
)
def test_a_value_of_hers_has_the_mark_beside_it_and_the_atlas_has_none(
    reader, open_client, address, where
):
    page = reader.get(address).text
    parts = page.split(where)[1:]
    assert parts
    near = [part[:2500] for part in parts]
    assert any(WORDS in one or f"Own fact of {NAME}" in one for one in near), near[0]
    plain = open_client.get(address).text
    assert WORDS not in plain
    assert "✎" not in plain


@pytest.mark.parametrize("kind", shown.KINDS)
def test_every_table_says_so_in_every_row_and_on_a_sheet(reader, open_client, kind):
    rest = OF.get(kind, kind)
    rows = rows_of(reader.get(f"/table/csv/{rest}"))
    assert rows
    assert all(NAME in row["own_facts"] for row in rows)
    plain = open_client.get(f"/table/csv/{OF.get(kind, kind)}")
    if plain.status_code == 200:  # the route is hers alone
        assert "own_facts" not in plain.text
    book = openpyxl.load_workbook(io.BytesIO(reader.get(f"/table/xlsx/{rest}").content))
    assert any(NAME in str(cell.value) for row in book["About"] for cell in row)


@pytest.mark.parametrize("name", CSV_FILES)
def test_so_does_the_table_of_every_page(reader, open_client, name):
    query = "?change=LBY:end-detention" if name == "what-if" else ""
    rows = rows_of(reader.get(f"/{name}.csv{query}"))
    assert rows
    assert all(NAME in row["own_facts"] for row in rows)
    assert "own_facts" not in open_client.get(f"/{name}.csv{query}").text.partition("\n")[0]


@pytest.mark.parametrize("kind", ["timeline", "practice"])
def test_rows_of_records_say_which_are_hers(reader, kind):
    origins = {row["title"]: row["origin"] for row in rows_of(reader.get(f"/table/csv/{kind}"))}
    mine = {"timeline": "Our visit of March", "practice": "A house of our own"}[kind]
    assert origins.pop(mine) == "own"
    assert "own" not in {origins[title] for title in origins if title}


def test_the_list_of_journeys_says_which_rest_on_hers(reader):
    origins = {row["route_id"]: row["origin"] for row in rows_of(reader.get("/table/csv/journeys"))}
    assert "own" in origins["hidden-way"]
    assert "own" in origins["central-med-horn"], "through Libya, of which she has facts"
    assert origins["darien-usa"] == "atlas"


@pytest.mark.parametrize("kind", onefile.KINDS)
def test_every_one_file_page_says_so(reader, kind):
    assert NAME in reader.get(f"/file/{OF.get(kind, kind)}").text


# The script of a file hides a goal's cells and lines: the mark must go with them.
@pytest.mark.parametrize(
    ("rest", "part", "is_hers"),
    [
        ("what-if?change=LBY:end-detention&change=ITA:primary-care-for-all"
         "&route=central-med-horn", r'class="goal-line"[^>]*><b>(\d)</b>', "2"),
        ("sheet?of=route:central-med-horn", r'data-cell="([A-Z]{3}\.goal-\d)"', "LBY.goal-2"),
        ("coverage", r'data-cell="([A-Z]{3}\.goal-\d)"', "LBY.goal-2"),
    ],
)  # fmt: skip
def test_in_one_file_a_mark_is_part_of_the_goal_that_it_is_about(reader, rest, part, is_hers):
    html = reader.get(f"/file/{rest}").text
    pieces = re.split(part, html)
    before, marked = pieces[0], dict.fromkeys(pieces[1::2], False)
    assert 'class="own-here"' not in before
    for where, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        marked[where] |= 'class="own-here"' in piece
    assert {where for where, is_marked in marked.items() if is_marked} == {is_hers}
    assert len(marked) > 1


@pytest.mark.parametrize("kind", pictures.KINDS)
def test_every_picture_says_so(reader, kind):
    answer = reader.get(f"/picture/svg/{OF.get(kind, kind)}")
    assert answer.status_code == 200
    assert NAME in unescape(answer.text)


@pytest.mark.parametrize("what", ["country/LBY", "journey/hidden-way"])
@pytest.mark.parametrize("form", ["docx", "html", "md", "svg"])
def test_every_form_of_a_brief_says_so(reader, form, what):
    content = reader.get(f"/brief-file/{form}/{what}").content
    if form == "docx":
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            content = b"".join(parts.read(name) for name in parts.namelist() if "xml" in name)
    assert NAME in unescape(content.decode())


@pytest.mark.parametrize(
    "address",
    ["countries?per_page=5", "routes", "journeys", "journeys/hidden-way/main",
     "levels?iso3=LBY", "facts?iso3=LBY", "sources?per_page=5", "goals/2", "gaps?iso3=LBY",
     "coverage?goal=2", "open-questions?per_page=5", "timeline", "practices", "commitments",
     "flows?route_id=hidden-way", "what-if?changes=LBY:end-detention",
     "sheet?of=route:central-med-horn", "views?url=/country/LBY"],
)  # fmt: skip
def test_the_api_says_so_in_every_answer_and_row(reader, open_client, address):
    assert NAME in reader.get(f"/api/v1/{address}").text
    path, mark, query = address.partition("?")
    table = f"/api/v1/{path}.csv{mark}{query}"
    rows = rows_of(reader.get(table))
    assert rows
    assert all(NAME in row["own_facts"] for row in rows)
    assert "own_facts" not in open_client.get(table).text


def test_a_csv_without_own_facts_is_as_it_was_and_with_them_keeps_its_cells():
    text = 'a,b\r\n"1, ""x""","two\nlines"\r\n'
    assert with_own_facts(text, "") == text
    made = list(csv.reader(io.StringIO(with_own_facts(text, "with own facts"), newline="")))
    assert made == [["a", "b", "own_facts"], ['1, "x"', "two\nlines", "with own facts"]]
    assert with_own_facts("a\n1\n", "x") == "a,own_facts\n1,x\n"


def test_no_painted_page_is_left_out():
    here = {address.strip("/").partition("?")[0].partition("/")[0] for address in PAGES}
    assert here >= {*PAINTED} - {"journeys", "country", "corrections"}  # those are in test_look
