"""Views in other sites' frames, and the words and codes that lead to them."""

import json
import re
from html import unescape
from xml.etree import ElementTree

import pytest

from dashboard import embed_page
from dashboard.embeds_of import embed_address
from dashboard.exports.citing import bibtex, csl_json
from dashboard.exports.code import iframe_code
from dashboard.frame_size import FrameSize

EMBEDS = {
    "/embed/map": "detained",
    "/embed/map?colour=goal-4&routes=channel": "school",
    "/embed/table?routes=channel": "detained",
    "/embed/journey/central-med-horn": "Central Mediterranean",
    "/embed/journey/own?stops=ERI,SDN,LBY&name=My+way": "My way",
    "/embed/labels/central-med-horn": "other label",
    "/embed/compare?a=channel&b=albania-uk": "Side by side",
    "/embed/country/LBY": "Libya",
    "/embed/goals": "Six goals",
    "/embed/goals/2?since=2016": "Goal 2",
    "/embed/sheet?of=route:channel": "Negotiation sheet: 13 countries",
    "/embed/timeline?since=all": "What happened when",
    "/embed/practice?goal=2": "good practice",
    "/embed/practice/bih-social-welfare-centres": "Social welfare centres",
    "/embed/brief/country/GBR": "Brief: United Kingdom",
    "/embed/brief/journey/channel?year=2020": "Brief: ",
    "/embed/compare": "Side by side",
    "/embed/what-if": "A calculation, not a fact",
    "/embed/what-if?change=LBY:end-detention&route=central-med-horn": "A calculation, not a fact",
}


@pytest.mark.parametrize("address", EMBEDS)
def test_an_embed_is_whole_and_may_be_framed(client, data, address):
    answer = client.get(address)
    assert answer.status_code == 200
    assert EMBEDS[address] in re.search(r"<h1>(.*?)</h1>", answer.text)[1]
    assert "frame-ancestors *" in answer.headers["content-security-policy"]
    assert "set-cookie" not in answer.headers
    assert data.version in answer.text
    assert "CC BY 4.0" in answer.text
    assert answer.text.count("<script") == 1
    assert 'class="top"' not in answer.text


def test_an_embed_is_kept_until_something_changes(client):
    first = client.get("/embed/journey/channel")
    assert "stale-while-revalidate" in first.headers["cache-control"]
    again = client.get("/embed/journey/channel", headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""
    other = client.get("/embed/journey/channel?year=2020")
    assert other.headers["etag"] != first.headers["etag"]


def test_a_busy_embed_is_painted_once(client, monkeypatch):
    painted, paint = [], embed_page.document

    def counted(data, rest, query, **options):
        painted.append(rest)
        return paint(data, rest, query, **options)

    monkeypatch.setattr(embed_page, "document", counted)
    answers = [client.get("/embed/journey/channel?goal=3&year=2017") for _ in range(3)]
    assert len(painted) == 1
    assert len({answer.text for answer in answers}) == 1
    assert "2017" in answers[0].text
    assert client.get("/embed/journey/channel?goal=3&year=2018").text != answers[0].text


def test_choices_stay_in_the_frame_and_all_else_opens_beside_it(client, data):
    text = client.get("/embed/map?theme=dark").text
    links = [unescape(link) for link in re.findall(r"<a [^>]*>", text)]
    assert links
    steps = [link for link in links if "steps=" in link]
    assert steps
    assert all('href="/embed/map?' in link and "theme=dark" in link for link in steps)
    others = [link for link in links if 'href="/embed/' not in link]
    assert others
    assert all('target="_blank"' in link and 'href="http' in link for link in others)
    assert any(f'href="{data.origin}/' in link for link in others)
    assert 'data-theme="dark"' in text


def test_the_embed_of_a_journey_shows_the_same_levels_as_its_page(client):
    def levels(text):
        return re.findall(r'<span class="n-value">(.)</span>', text)

    page = client.get("/journey/central-med-horn?status=refugee&year=2020").text
    frame = client.get("/embed/journey/central-med-horn?status=refugee&year=2020").text
    assert levels(frame) == levels(page)
    assert len(levels(frame)) > 40


@pytest.mark.parametrize(
    "address",
    [
        "/embed/nothing",
        "/embed/journey/atlantis",
        "/embed/country/Q",
        "/embed/journey/own?stops=ERI",
        "/embed/goals/7",
    ],
)
def test_an_embed_that_does_not_exist_says_so_in_its_frame_and_leads_to_the_atlas(
    client, data, address
):
    answer = client.get(address)
    assert answer.status_code == 404
    assert answer.headers["cache-control"] == "no-store"
    assert "frame-ancestors *" in answer.headers["content-security-policy"]
    assert "<h1>The atlas does not have that</h1>" in answer.text
    assert f'href="{data.origin}/" target="_blank"' in answer.text.replace('rel="noopener" ', "")
    assert "<nav" not in answer.text
    scripts = re.findall(r"<script[^>]*>", answer.text)
    assert all(" src=" in one for one in scripts), "inline scripts are not allowed in frames"


def test_a_wrong_route_or_country_of_an_embed_names_the_nearest(client):
    assert "Nearest: central-med-horn" in client.get("/embed/journey/central-med-hron").text
    assert "LBY (Libya)" in client.get("/embed/country/LBX").text
    long = client.get(f"/embed/journey/{'x' * 3000}?theme=dark").text
    assert "x" * 500 not in long
    assert ' data-theme="dark"' in long


def test_embed_alone_is_a_404(client):
    assert client.get("/embed").status_code == 404


@pytest.mark.parametrize(
    ("page", "frame"),
    [
        ("/", "/embed/map"),
        ("/?goal=2", "/embed/map?goal=2"),
        ("/?view=table&goal=2", "/embed/table?view=table&goal=2"),
        ("/journey/channel?year=2020", "/embed/journey/channel?year=2020"),
        ("/compare?a=channel", "/embed/compare?a=channel"),
        ("/country/LBY", "/embed/country/LBY"),
        ("/what-if?change=LBY:end-detention", "/embed/what-if?change=LBY:end-detention"),
        ("/goals", "/embed/goals"),
        ("/goals/2?year=2020", "/embed/goals/2?year=2020"),
        ("/sheet?of=route:channel", "/embed/sheet?of=route:channel"),
        ("/timeline?goal=2", "/embed/timeline?goal=2"),
        ("/practice", "/embed/practice"),
        ("/practice/bih-social-welfare-centres", "/embed/practice/bih-social-welfare-centres"),
        ("/brief/country/GBR?age=3", "/embed/brief/country/GBR?age=3"),
        ("/brief", ""),
        ("/methods", ""),
        ("/journeys", ""),
    ],
)
def test_each_view_knows_its_embed(page, frame):
    assert embed_address(page) == frame


def test_a_page_tells_where_its_oembed_is(client, data):
    text = client.get("/journey/channel?year=2020").text
    found = unescape(re.search(r'type="application/json\+oembed" href="([^"]+)"', text)[1])
    answer = client.get(found.removeprefix(data.origin))
    content = answer.json()
    assert content["type"] == "rich"
    assert content["version"] == "1.0"
    assert f'src="{data.origin}/embed/journey/channel?year=2020"' in content["html"]
    assert content["title"] in text


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        ("/sheet", "rich"), ("/sheet?of=route:channel", "rich"), ("/goals/2", "rich"),
        ("/commitments", "rich"), ("/what-if", "rich"), ("/timeline", "rich"),
        ("/practice", "rich"), ("/practice/bih-social-welfare-centres", "rich"),
        ("/brief/country/GBR", "rich"), ("/brief/journey/channel", "rich"), ("/compare", "rich"),
        ("/data?view=coverage", "rich"), ("/data?view=missing", "link"),
        ("/explain/LBY/2", "link"), ("/journeys", "link"),
    ],
)  # fmt: skip
def test_every_page_with_something_to_share_has_an_oembed(client, data, page, kind):
    text = client.get(page).text
    found = unescape(re.search(r'type="application/json\+oembed" href="([^"]+)"', text)[1])
    content = client.get(found.removeprefix(data.origin)).json()
    assert content["type"] == kind
    assert ("html" in content) == (kind == "rich")
    assert content["title"]
    if kind == "rich":
        frame = re.search(r'src="([^"]+)"', content["html"])[1]
        assert client.get(unescape(frame).removeprefix(data.origin)).status_code == 200


@pytest.mark.parametrize("page", ["/nothing", "/brief/country/ZZZ", "/practice/none", "/goals/7"])
def test_oembed_of_a_page_that_is_not_there_is_a_404(client, data, page):
    assert client.get("/oembed", params={"url": data.origin + page}).status_code == 404


def test_sources_of_an_embed_open_beside_it(client):
    text = client.get("/embed/timeline").text
    out = re.findall(r'<a [^>]*href="https?:[^>]*>', text)
    assert out
    assert all('target="_blank"' in tag for tag in out)


@pytest.mark.parametrize("address", [one for one in EMBEDS if "/brief/" not in one])
def test_an_embed_lists_the_sources_that_its_picture_counts(client, data, address):
    text = client.get(address).text
    listed = re.search(r'<details class="view-sources".*?</details>', text, re.S)
    picture = client.get("/picture/svg/" + address.removeprefix("/embed/").replace("table", "map"))
    counted = re.search(r"\b(\d+) sources?: ", picture.text)
    if listed is None:
        assert "No source is held for what is shown." in text
        assert "No source is held for what is shown." in picture.text
        return
    tags = re.findall(r"<li [^>]*>(<a [^>]*>)", listed[0])
    assert len(tags) == int(counted[1])
    known = {str(url) for url in data.atlas.sources["url"]}
    known |= {f"{data.origin}/sources#{source_id}" for source_id in data.atlas.sources.index}
    for tag in tags:
        assert unescape(re.search(r'href="([^"]+)"', tag)[1]) in known
        assert 'target="_blank"' in tag


def test_oembed_answers_in_xml_and_keeps_to_the_width(client, data):
    asked = {"url": f"{data.origin}/country/LBY", "format": "xml", "maxwidth": "400"}
    answer = client.get("/oembed", params=asked)
    assert answer.headers["content-type"].startswith("text/xml")
    root = ElementTree.fromstring(answer.text)
    assert root.findtext("title") == "Libya"
    assert int(root.findtext("width")) == 400


@pytest.mark.parametrize("width", ["²", "-5", "1e3", "", "999999999", "٣٠٠"])
def test_oembed_takes_no_width_that_is_no_number(client, data, width):
    answer = client.get("/oembed", params={"url": f"{data.origin}/", "maxwidth": width})
    assert answer.json()["width"] == 700


@pytest.mark.parametrize(
    "url", ["https://example.org/", "", "javascript:alert(1)", "//evil.example"]
)
def test_oembed_answers_for_this_site_only(client, url):
    assert client.get("/oembed", params={"url": url}).status_code == 404


HOSTILE = '"><script>alert(1)</script>{}\\%&|[x](y)'


def test_a_hostile_name_is_harmless_in_every_text_to_share(client, data):
    link = f"{data.origin}/journey/own?stops=ERI,SDN"
    size = FrameSize(800, 800, 880)
    code = iframe_code(link.replace("/journey", "/embed/journey"), HOSTILE, link, size)
    assert "<script" not in code
    assert code.count("<iframe") == 1
    assert json.loads(csl_json(data.version, HOSTILE, link))[0]["title"] == HOSTILE
    entry = bibtex(data.version, HOSTILE, link)
    assert entry.count("{") == entry.count("}")
    page = client.get("/journey/own", params={"stops": "ERI,SDN", "name": HOSTILE})
    assert "<script>alert" not in page.text
    frame = client.get("/embed/journey/own", params={"stops": "ERI,SDN", "name": HOSTILE})
    assert frame.status_code == 200
    assert "<script>alert" not in frame.text
    asked = str(page.url).replace("http://childways.test", data.origin)
    xml = client.get("/oembed", params={"url": asked, "format": "xml"})
    assert ElementTree.fromstring(xml.text).tag == "oembed"


def test_the_data_page_links_every_file_and_each_answers(client):
    text = client.get("/data").text
    links = re.findall(r'href="(/data/download/[\w.]+)"', text)
    assert {"/data/download/facts.csv", "/data/download/stages.geojson"} <= set(links)
    for link in links:
        if not link.endswith((".zip", "childways.gpkg")):
            assert client.ask("HEAD", link).status_code == 200


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("fr", "Pas encore en français"),
        ("es-MX", "Todavía no está en español"),
        ("AR", "غير متاح"),
        ("tlh", "“tlh” is not a language of the atlas yet"),
        ("%3Cscript%3Ex", "“&lt;script&gt;x” is not a language"),
    ],
)
def test_a_language_not_spoken_yet_is_said_and_the_view_is_marked_as_english(client, lang, words):
    text = client.get(f"/embed/map?lang={lang}").text
    assert words in text
    assert '<html lang="en"' in text
    assert "<script>" not in text


@pytest.mark.parametrize("query", ["", "?lang=en", "?lang=en-GB", "?lang="])
def test_english_is_shown_without_a_word_about_it(client, query):
    assert 'role="note"' not in client.get(f"/embed/country/LBY{query}").text
