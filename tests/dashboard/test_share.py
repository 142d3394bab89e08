"""Every way out that Share offers, on every page that has it, leads to what it says."""

import csv
import io
import json
import re
from html import unescape

import openpyxl
import pytest

from dashboard.components.share.files import WITH_FILES, WITH_TABLES
from dashboard.exports.citing import bibtex, csl_json
from dashboard.onefile import KINDS as FILES
from dashboard.shown import KINDS as TABLES

# Page -> whether a child and a year play a part in it.
PAGES = {
    "/?colour=goal-4&status=undocumented&year=2020": True,
    "/?view=table&colour=goal-2&routes=channel": True,
    "/?view=chart&colour=goal-2": True,
    "/journey/channel?status=refugee&year=2020&goal=3": True,
    "/journey/own?stops=ERI,SDN,LBY&name=By+%3Cb%3E%22way%22": True,
    "/journeys?year=2020&status=refugee&sort=drop": True,
    "/compare?a=ERI,SDN,LBY&b=ERI,SDN&year2=2015": True,
    "/country/LBY?year=2020": True,
    "/goals/4?year=2018": True,
    "/sheet?of=region:northern-africa&goal=2": True,
    "/commitments?goal=2&routes=channel": True,
    "/what-if?change=LBY:end-detention&route=channel": True,
    "/data?view=coverage&goal=4&routes=channel": True,
    "/data?view=missing&goal=4&routes=channel": True,
    "/timeline?countries=GBR&goal=2": False,
    "/practice?goal=2": False,
    "/practice/jor-double-shift": False,
    "/brief/country/GBR?year=2020": True,
    "/explain/LBY/2?year=2020": True,
}
SLOW = ("/file/map", "/file/table", "/file/compare", "/file/journey")  # see tests/dashboard/onefile
TYPES = {
    "/embed/": "text/html", "/file/": "text/html", "/picture/svg/": "image/svg+xml",
    "/table/csv/": "text/csv", "/table/xlsx/": "spreadsheetml",
}  # fmt: skip
CHILD = re.compile(r"\b[Aa] child of \d+|\bdisplaced child|\bchildren\b")


@pytest.fixture(scope="module", params=PAGES)
def shared(request, client):
    """A page that has Share: its address, what stands in Share, and whether it is of a child."""
    page = client.get(request.param).text
    dialog = page[page.index('data-menu="Share"') :]
    live = dialog[: dialog.index("share-csl-json")].partition('class="share-frozen"')[0]
    return request.param, live, PAGES[request.param]


@pytest.fixture(scope="module")
def answers(shared, client):
    """Each address that is offered -> its answer."""
    return {link: client.get(link) for link in offered(shared[1]) if not link.startswith(SLOW)}


def offered(text):
    """Return each address once; of pictures those in one size that need no browser."""
    found = [unescape(one) for one in re.findall(r'(?:href|data-src|data-frame)="(/[^"]*)"', text)]
    plain = [one for one in found if not re.match(r"/picture/(png|pdf)/", one)]
    return list(dict.fromkeys(
        one for one in plain if "/picture/" not in one or "size=column" in one
    ))  # fmt: skip


def in_words(answer):
    """Return a file as text, whatever it is."""
    if "spreadsheetml" in answer.headers["content-type"]:
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        rows = (row for sheet in book for row in sheet.iter_rows(values_only=True))
        return "\n".join(" ".join(str(cell) for cell in row if cell is not None) for row in rows)
    return unescape(answer.text)


def test_every_file_that_is_offered_comes_and_says_what_it_is(shared, answers, data):
    address, _, has_child = shared
    assert answers or address.startswith("/explain")
    for link, answer in answers.items():
        assert answer.status_code == 200, link
        kind = next((kind for kind in TYPES if link.startswith(kind)), "")
        assert TYPES.get(kind, "text/csv") in answer.headers["content-type"], link
        words = in_words(answer)
        assert data.version in words, link
        assert "CC BY 4.0" in words, link
        assert data.origin + "/" in words, link
        assert re.search(r"[Ss]ource", words), link
        assert "<script>alert" not in words, link
        if has_child and kind not in ("/table/csv/", ""):  # there each part has its column
            assert CHILD.search(words), link
        if has_child:
            year = re.search(r"year=(\d{4})", link)
            assert (year[1] if year else "2025") in words, link


def test_every_table_that_is_offered_has_rows_and_says_more_than_values(shared, answers):
    tables = {link: one for link, one in answers.items() if re.search("csv|xlsx", link)}
    for link, answer in tables.items():
        if "xlsx" in link:
            book = openpyxl.load_workbook(io.BytesIO(answer.content))
            assert book.sheetnames == ["Values", "About", "Sources"], link
            head = [cell.value for cell in book["Values"][1]]
            assert book["Values"].max_row > 1, link
            about = [row[0] for row in book["About"].iter_rows(values_only=True)]
            assert set(head) <= set(about), "each column is explained"
        else:
            head, *rows = csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"), newline=""))
            assert rows, link
            assert {len(row) for row in rows} == {len(head)}, link
            assert {"data_version", "licence", "view"} <= set(head), link
        if shared[2]:
            assert "year" in head, link
            assert {"age", "company", "status"} <= set(head) or "child" in head, link


def test_every_text_to_copy_names_the_view_and_its_data(shared, data):
    address, text, has_child = shared
    boxes = {
        name: unescape(value)
        for name, value in re.findall(r'<textarea[^>]*id="(share-[\w-]+)"[^>]*>(.*?)</textarea>',
                                      text, re.S)
    }  # fmt: skip
    assert {"share-link", "share-markdown", "share-citation", "share-bibtex"} <= set(boxes)
    for name in ("share-markdown", "share-citation", "share-bibtex"):
        assert data.version in boxes[name], name
        assert "CC BY 4.0" in boxes[name], name
        assert data.origin + "/" in boxes[name], name
        if has_child and not address.startswith("/explain"):
            assert CHILD.search(boxes[name]), name
            assert re.search(r"\b20\d\d\b", boxes[name].partition("ata version")[0]), name
    if "share-code-for-a-web-page" in boxes:
        assert boxes["share-code-for-a-web-page"].count("<iframe") == 1
        assert "title=" in boxes["share-code-for-a-web-page"]
        for theme in ("light", "dark"):
            code = boxes[f"share-code-for-a-web-page-always-{theme}"]
            assert_same_but_for_colours(boxes["share-code-for-a-web-page"], code, theme)


def assert_same_but_for_colours(code, themed, theme):
    """Frame and picture have their colours by their address; all else stays."""
    assert themed.count(f"theme={theme}") == code.count("/embed/") + code.count("/picture/")
    assert re.sub(rf"[?]theme={theme}|&amp;theme={theme}", "", themed) == code


def test_share_offers_every_table_and_every_file_that_can_be_made():
    assert {*WITH_TABLES, "trend"} == set(TABLES)
    assert set(WITH_FILES) == set(FILES)


def test_of_a_list_that_is_narrowed_by_typing_the_whole_is_shared(client):
    text = client.get("/journeys?year=2020&find=libya").text
    dialog = text[text.index('data-menu="Share"') :].partition("</details>")[0]
    assert "/table/csv/journeys?year=2020" in dialog
    assert "find=" not in dialog


def test_two_views_in_one_list_of_references_have_two_names():
    keys = {
        re.match(r"@misc\{([\w-]+),", bibtex(version, "T", link))[1]
        for version in ("0a", "0b")
        for link in ("https://a.example/1", "https://a.example/2")
    }
    assert len(keys) == 4
    one, other = (json.loads(csl_json("0a", "T", f"https://a.example/{i}"))[0] for i in (1, 2))
    assert one["id"] != other["id"]
