"""Every picture at every size: all in it, nothing clipped or over another, safe for XML."""

import re
from itertools import combinations
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest

from dashboard.pictures.compose import draw, subject_of
from dashboard.pictures.letters import width
from dashboard.pictures.paper import Paper
from dashboard.pictures.request import SIZES, AskedWronglyError, PictureRequest
from dashboard.theme import UNKNOWN_INK

SVG = "{http://www.w3.org/2000/svg}"
LONG_WAY = "stops=ERI,ETH,SDN,TCD,NER,LBY,TUN,ITA,FRA,BEL,DEU,DNK,SWE,NOR,GBR"
VIEWS = {
    "map": ("map", ""),
    "routes": ("map", "routes=central-med-horn,channel&colour=goal-4"),
    "chart": ("chart", "view=chart"),
    "journey": ("journey/central-med-horn", "status=refugee&year=2020"),
    "own": ("journey/own", LONG_WAY + "&name=" + "W" * 60),
    "labels": ("labels/central-med-horn", ""),
    "compare": ("compare", "a=channel&b=central-med-horn"),
    "country": ("country/ITA", ""),
    "gaps": ("gaps", ""),
    "gaps-of-goal": ("gaps", "goal=1&routes=channel,central-med-horn&sort=country"),
    "goals": ("goals", ""),
    "goal": ("goals/2", "year=2020&since=2015"),
    "goal-not-judged": ("goals/5", ""),
    "sheet": ("sheet", "of=route:western-balkans"),
    "sheet-of-many": ("sheet", "of=region:africa&paste=Atlantis"),
    "sheet-of-goal": ("sheet", "of=region:europe&goal=2&sort=weakest"),
    "what-if": (
        "what-if",
        "change=LBY:end-detention-families&change=ITA:primary-care-for-all&company=family",
    ),
    "what-if-of-own": ("what-if", f"change=LBY:end-detention&route={LONG_WAY[6:]}"),
    "levers": ("what-if", "order=children"),
    "coverage": ("coverage", "view=coverage"),
    "coverage-of-goal": ("coverage", "view=coverage&goal=3&sort=-age"),
    "timeline": ("timeline", ""),
    "timeline-of-all": ("timeline", "since=all&steady=1&status=refugee"),
    "timeline-of-few": ("timeline", "countries=GBR,BEL,LBY&goal=2"),
    "practice": ("practice", ""),
    "practice-of-goal": ("practice", "goal=2"),
    "case": ("practice/waf-cross-border-network", ""),
}


def drawn(data, view, **choices):
    rest, query = VIEWS[view]
    more = urlencode(choices)
    return draw(data, PictureRequest.read("svg", rest, f"{query}&{more}"))


def boxes(svg):
    """Return words and corners of every text, as wide as its letters."""
    found = []
    for text in ElementTree.fromstring(svg.encode()).iter(f"{SVG}text"):
        size = float(text.get("font-size"))
        family = "serif" if "Serif'" in text.get("font-family") else "sans"
        wide = width(text.text or "", f"{family}-{text.get('font-weight')}", size)
        x, y = float(text.get("x")), float(text.get("y"))
        x -= {"middle": wide / 2, "end": wide}.get(text.get("text-anchor"), 0)
        found.append((text.text, x, y - 0.74 * size, x + wide, y + 0.2 * size))
    return found


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("view", VIEWS)
def test_no_words_are_clipped_and_none_stand_over_others(data, view, size):
    made = drawn(data, view, size=size)
    asked = SIZES[size]
    assert made.width == asked.width
    assert asked.height in (0, made.height)
    told = boxes(made.svg)
    assert len(told) > 12
    for words, left, top, right, bottom in told:
        inside = left >= 0 and top >= 0 and right <= made.width and bottom <= made.height
        assert inside, f"{words!r} leaves the picture"
    badges = re.compile(r"\d\d?$")
    for (a, *one), (b, *other) in combinations(told, 2):
        if badges.match(a or "") and badges.match(b or ""):
            continue  # numbers of stages and of drops have forms of their own around them
        across = min(one[2], other[2]) - max(one[0], other[0])
        down = min(one[3], other[3]) - max(one[1], other[1])
        assert across < 1 or down < 1, f"{a!r} and {b!r} overlap"


@pytest.mark.parametrize("view", VIEWS)
def test_a_picture_carries_what_it_rests_on(data, view):
    made = drawn(data, view)
    words = " ".join(text for text, *_ in boxes(made.svg))
    for wanted in ("CC BY 4.0", data.version, "source", "Every value with its source", "known"):
        assert wanted in words, wanted
    rest, query = VIEWS[view]
    subject = subject_of(data, PictureRequest.read("svg", rest, query))
    assert data.origin + subject.back.split("?")[0] in words
    root = ElementTree.fromstring(made.svg.encode())
    assert root.findtext(f"{SVG}title") == made.title
    assert root.findtext(f"{SVG}desc") == made.alt
    said = "level \\d|goal \\d|not known|weakest|Of \\d+ countries|countries by year|lifts \\d"
    assert re.search(said, made.alt)


@pytest.mark.parametrize("view", VIEWS)
def test_a_picture_asks_for_nothing_outside_itself(data, view):
    svg = drawn(data, view).svg
    root = ElementTree.fromstring(svg.encode())
    for element in root.iter():
        assert element.tag.removeprefix(SVG) in {
            "svg", "title", "desc", "defs", "style", "pattern", "rect", "path", "text", "g",
            "circle", "clipPath", "a",
        }  # fmt: skip
        for name, value in element.attrib.items():
            if name == "href":
                assert element.tag == f"{SVG}a"
                assert value.startswith(data.origin + "/")
            assert not name.startswith("on")
    assert set(re.findall(r"url\((.{5})", svg)) <= {"data:", "#hatc", "#fram"}


def test_unknown_is_hatched_on_the_map_and_in_dark_too(data):
    for theme in ("light", "dark"):
        svg = drawn(data, "map", theme=theme).svg
        assert '<pattern id="hatch0"' in svg
        assert UNKNOWN_INK[theme].fill in svg
        assert 'fill="url(#hatch0)"' in svg


def test_no_country_is_a_streak_across_the_map(data):
    svg = drawn(data, "map").svg
    paths = re.findall(r'<path d="(M[\d,.l z-]+)"', svg)
    assert len(paths) > 40  # the unknown ones are one path
    for path in paths:
        steps = re.findall(r"-?\d+", "".join(re.findall(r"l([\d, -]+)z", path)))
        assert max(abs(int(step)) for step in steps) < 2500  # tenths: a quarter of the world


def test_the_counts_of_a_picture_are_those_of_the_page(data, client):
    made = drawn(data, "map")
    legend = client.get("/").text
    counts = re.findall(
        r'<span class="step-label">([^<]+)</span>.*?<span class="count">(\d+)', legend
    )
    assert counts
    words = [text for text, *_ in boxes(made.svg)]
    for label, count in counts:
        assert f"{label} {count}" in words


HOSTILE = [
    "<script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>",
    "]]><!--",
    "{}\\{{7*7}}%s",
    "\u202egnp.exe\u2066x\u200b",
    "A" * 5000,
    "\x00\x01\ud7ff\ufffe&amp;",
    "عربي اسم 漢字",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_stays_words(data, name):
    query = urlencode({"stops": "ERI,SDN,LBY", "name": name[:3000]})
    made = draw(data, PictureRequest.read("svg", "journey/own", query))
    root = ElementTree.fromstring(made.svg.encode())
    assert {e.tag.removeprefix(SVG) for e in root.iter()}.isdisjoint({"script", "img", "image"})
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b\x00-\x08\ufffe]", made.svg)
    for words, left, _, right, _ in boxes(made.svg):
        assert left >= 0, words
        assert right <= made.width, words


@pytest.mark.parametrize(
    ("form", "rest", "query"),
    [
        ("gif", "map", ""),
        ("png", "table", ""),
        ("png", "http://127.0.0.1/", ""),
        ("png", "map", "size=99999x99999"),
        ("png", "map", "scale=5"),
        ("png", "map", "scale=0"),
        ("png", "map", "scale=-1"),
        ("png", "map", "scale=1e9"),
        ("png", "map", "scale=²"),
        ("svg", "map", "theme=url(http://evil)"),
        ("png", "map", "x=" + "y" * 5000),
        ("png", "journey/" + "z" * 300, ""),
    ],
)
def test_what_there_is_not_is_refused_in_words(client, form, rest, query):
    with pytest.raises(AskedWronglyError, match=r"Take one of|too long"):
        PictureRequest.read(form, rest, query)
    if form != "gif" and "http" not in rest:
        answer = client.get(f"/picture/{form}/{rest}?{query}")
        assert answer.status_code == 400
        assert answer.headers["content-type"] == "application/problem+json"


def test_words_break_between_words_and_long_ones_inside():
    paper = Paper("light", 13)
    lines = paper.lines("one two three " + "x" * 200, 100)
    assert lines[0].startswith("one two")
    assert all(paper.width(line) <= 100 for line in lines)
    assert paper.lines("one two three four five six", 60, most=2)[-1].endswith("…")
