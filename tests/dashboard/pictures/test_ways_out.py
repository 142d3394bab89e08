"""Pictures over HTTP, in the texts to share, on other sites' cards."""

import json
import re
from html import unescape
from html.parser import HTMLParser
from urllib.parse import urlencode

import pytest

from dashboard.exports.citing import bibtex, csl_json
from dashboard.exports.code import iframe_code, markdown
from dashboard.frame_size import FrameSize
from dashboard.pictures.of import picture_rest

SIZE = FrameSize(800, 800, 880)


class Metas(HTMLParser):
    """Collects meta elements, and whether anything stands where it should not."""

    def __init__(self, text):
        super().__init__()
        self.found, self.tags = {}, []
        self.feed(text.partition("</head>")[0])

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        pairs = dict(attrs)
        if tag == "meta":
            self.found[pairs.get("property") or pairs.get("name")] = pairs.get("content")


@pytest.mark.parametrize(
    ("page", "rest"),
    [
        ("/", "map"),
        ("/?view=table&goal=2", "map?view=table&goal=2"),
        ("/?view=chart", "chart?view=chart"),
        ("/journey/channel?year=2020", "journey/channel?year=2020"),
        ("/compare?a=channel", "compare?a=channel"),
        ("/country/LBY", "country/LBY"),
        ("/commitments?goal=2", "gaps?goal=2"),
        ("/goals", "goals"),
        ("/goals/2?year=2020", "goals/2?year=2020"),
        ("/what-if?change=LBY:end-detention", "what-if?change=LBY:end-detention"),
        ("/sheet?of=region:europe", "sheet?of=region:europe"),
        ("/data?view=coverage&goal=2", "coverage?view=coverage&goal=2"),
        ("/timeline?countries=GBR", "timeline?countries=GBR"),
        ("/practice?goal=2", "practice?goal=2"),
        ("/practice/jor-double-shift", "practice/jor-double-shift"),
        ("/data", ""),
        ("/data?view=missing", ""),
        ("/methods", ""),
    ],
)
def test_each_view_knows_its_picture(page, rest):
    assert picture_rest(page) == rest


def test_a_picture_is_kept_until_something_changes(client):
    first = client.get("/picture/svg/country/LBY?size=column")
    assert first.status_code == 200
    assert first.headers["content-type"] == "image/svg+xml"
    assert "stale-while-revalidate" in first.headers["cache-control"]
    assert 'filename="childways-country-LBY-column.svg"' in first.headers["content-disposition"]
    tag = {"if-none-match": first.headers["etag"]}
    again = client.get("/picture/svg/country/LBY?size=column", headers=tag)
    assert (again.status_code, again.content) == (304, b"")
    other = client.get("/picture/svg/country/LBY?size=column&year=2015")
    assert other.headers["etag"] != first.headers["etag"]


@pytest.mark.parametrize(
    "path", ["journey/atlantis", "country/Q", "practice/none", "journey/own?stops=ERI"]
)
def test_a_picture_of_nothing_is_a_404(client, path):
    answer = client.get(f"/picture/svg/{path}")
    assert answer.status_code == 404
    assert answer.json()["status"] == 404


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/journey/channel?year=2020",
        "/country/LBY",
        "/compare?a=channel&b=albania-uk",
        "/commitments?year=2020",
        "/goals",
        "/goals/4?year=2020",
        "/sheet?of=region:europe&year=2020",
        "/what-if?change=LBY:end-detention&year=2020",
        "/data?view=coverage&year=2020",
        "/timeline?year=2020",
        "/practice?goal=4",
        "/practice/jor-double-shift",
    ],
)
def test_a_page_has_a_card_with_a_picture_of_that_very_view(client, data, path):
    found = Metas(client.get(path).text).found
    assert found["twitter:card"] == "summary_large_image"
    image = found["og:image"]
    assert image.startswith(f"{data.origin}/picture/png/")
    assert "size=card" in image
    assert (found["og:image:width"], found["og:image:height"]) == ("1200", "630")
    assert "year=2020" in image or "year" not in path
    assert len(found["og:image:alt"]) > 60
    svg = image.removeprefix(data.origin).replace("/png/", "/svg/")
    assert client.get(svg).status_code == 200


def test_a_page_without_a_picture_has_no_card(client):
    assert "og:image" not in client.get("/methods").text


def test_oembed_names_the_picture_with_its_size(client, data):
    content = client.get("/oembed", params={"url": f"{data.origin}/country/LBY"}).json()
    assert content["thumbnail_url"] == f"{data.origin}/picture/png/country/LBY?size=card"
    assert (content["thumbnail_width"], content["thumbnail_height"]) == (1200, 630)


HOSTILE = "</title>\"'><script>alert(1)</script>]]>{}\\\u202e\u2066" + "n" * 30


def test_a_hostile_name_is_harmless_on_cards_and_in_share(client):
    query = urlencode({"stops": "ERI,SDN", "name": HOSTILE})
    text = client.get(f"/journey/own?{query}").text
    head = Metas(text)
    assert head.tags.count("script") == 1  # our own early one
    assert "<script>alert(1)</script>" in head.found["og:title"]
    assert "\u202e" not in head.found["og:title"]
    code = unescape(re.search(r'<textarea id="share-code-for-a-web-page"[^>]*>(.*?)</textarea>',
                              text, re.S)[1])  # fmt: skip
    assert code.count("<iframe") == code.count("<img") == 1
    assert "<script" not in code
    assert "/picture/" in code


NAMES = ["<script>", "a\"b'c", "]]>", "{a}{{b}", "a\\b\\", "\u202eab\u2069", "[x](javascript:1)",
         "@misc{x,"]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_name_is_harmless_in_every_text(name):
    link, frame = "https://a.example/journey/own?stops=ERI,SDN", "https://a.example/embed/map"
    code = iframe_code(frame, name, link, SIZE, picture="https://a.example/p.png?a=1&b=2", alt=name)
    parser = Metas(code)
    assert parser.tags[0] == "iframe"
    assert set(parser.tags) <= {"iframe", "a", "img", "p"}
    words = markdown("v", name, name, link, picture="https://a.example/p(1).png", alt=name)
    assert "(javascript:1)" not in words.replace("\\(", "")
    assert "<script>" not in words.replace("\\<", "")
    entry = bibtex("v", name, link)
    assert entry.count("{") == entry.count("}")
    assert entry.count("@misc") == 1 or "\\" not in name
    assert json.loads(csl_json("v", name, link))[0]["title"] in (name, name.strip("\u202e\u2069"))
    for text in (code, words, entry):
        assert "\u202e" not in text
