"""One view as one file: small, closed to the network, with everything it must carry."""

import base64
import hashlib
import html
import json
import re

import pytest

from dashboard.onefile import KINDS, MOST_BYTES, one_file
from dashboard.onefile.document import safe_json
from dashboard.shown import shown
from routes import YEARS, RoutesError

VIEWS = {
    "map": "year=2020",
    "table": "colour=goal-2&routes=central-med-horn",
    "journey/central-med-horn": "status=undocumented",
    "labels/central-med-horn": "",
    "compare": "a=central-med-horn&b=ERI,SDN,LBY,ITA&year2=2015",
    "country/LBY": "",
}
NASTY = "</script><!--<img src=x onerror=alert(1)>"
LONG = ",".join(["ERI", "SDN", "LBY", "ITA", "FRA", "BEL", "GBR", "IRL"] * 2)[: 15 * 4 - 1]


@pytest.fixture(scope="module")
def files(data):
    return {rest: one_file(data, rest, query) for rest, query in VIEWS.items()}


def payload(text):
    found = re.search(r'id="file-data">(.*?)</script>', text, re.S)
    return json.loads(found[1])


def table(text):
    body = re.search(r'id="file-table">.*?<tbody>(.*?)</tbody>', text, re.S)[1]
    rows = re.findall(r"<tr>(.*?)</tr>", body)
    return [[html.unescape(c) for c in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", r)] for r in rows]


def test_every_kind_is_small(files):
    assert {rest.partition("/")[0] for rest in files} == set(KINDS)
    for made in files.values():
        assert len(made.text.encode()) < MOST_BYTES
        assert re.fullmatch(r"childways-[a-z0-9_-]+\.html", made.name)


def test_nothing_is_fetched(files):
    for made in files.values():
        head = re.sub(r"<style>.*?</style>", "", made.text, flags=re.S)
        elements = "script|link|img|iframe|source|object"
        loads = re.findall(rf'<(?:{elements})\b[^>]*(?:src|href)="([^"]*)"', head)
        assert set(loads) == {"data:,"}
        urls = re.findall(r"url\(([^)]{0,40})", made.text)
        assert all(url.startswith(("data:font/woff2;base64,", "#")) for url in urls)
        assert "@import" not in made.text
        policy = re.search(r'Content-Security-Policy" content="([^"]*)"', made.text)[1]
        script = re.search(r"<script>(.*?)</script></body>", made.text, re.S)[1]
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"script-src 'sha256-{digest}'" in policy
        assert "default-src 'none'" in policy
        assert "http" not in policy


def test_it_carries_what_must_go_with_it(files, data):
    for rest, made in files.items():
        view = shown(data, rest, VIEWS[rest])
        text = html.unescape(made.text)
        assert view.title in text
        assert f"version {data.version} of {data.atlas.date}" in text
        assert "CC BY 4.0" in text
        assert f'href="{data.origin}{view.back}"' in text
        if rest != "compare":
            assert str(view.lens.year) in text
        for source_id in view.source_ids:
            url = data.atlas.sources.at[source_id, "url"]
            if isinstance(url, str) and url.startswith("http"):
                assert f'href="{url}"' in text


def test_without_script_the_table_has_the_values_of_the_view(files, data):
    for rest, made in files.items():
        rows, view = table(made.text), shown(data, rest, VIEWS[rest])
        if rest.startswith("country"):
            view_rows = [r for r in view.rows if r["shown"] == "level"]
            rows = rows[:6]
        else:
            view_rows = view.rows
        words = [r.get("level_in_words") or r["value_in_words"] for r in view_rows]
        column = 1 if rest in ("map", "table") else -5
        assert [row[column].removeprefix("○ ") for row in rows] == words


def test_the_file_holds_every_year_as_the_server_would_show_it(files, data):
    rest = "journey/central-med-horn"
    held = payload(files[rest].text)
    assert held["years"] == list(YEARS)
    for year in (2010, 2018, 2025):
        rows = held["shown"][str(year)]["rows"]
        levels = [held["words"][row[3]].removeprefix("○ ") for row in rows]
        expected = shown(data, rest, f"{VIEWS[rest]}&year={year}").rows
        assert levels == [row["level_in_words"] for row in expected]


def test_a_map_holds_every_colouring_and_year_with_its_sources(files, data):
    held = payload(files["map"].text)
    sources = re.findall(r'<li id="source-(\d+)"', files["map"].text)
    assert set(held["colourings"]) == set(data.colours)
    for colour, year in (("goal-2", 2025), ("detention_law", 2014)):
        rows = {r["iso3"]: r for r in shown(data, "map", f"colour={colour}&year={year}").rows}
        letters = held["pack"][colour]
        at = YEARS.index(year)
        found = next(letters[i] for i in range(at, -1, -1) if letters[i] != 0)
        steps = {step[0]: step for step in held["colourings"][colour]["steps"]}
        for iso3, _, position, _ in held["countries"]:
            letter = found[position]
            plain = str("abcde".index(letter)) if letter in "abcde" else letter
            assert steps[plain][3] == rows[iso3]["value_in_words"]
            spell = [s for s in held["spells"][colour][iso3] if s[0] <= at][-1]
            assert (spell[1] or None) == rows[iso3]["as_of_year"]
            assert len(spell[3]) == len([s for s in rows[iso3]["source_ids"].split(" | ") if s])
            assert all(number <= len(sources) for number in spell[3])


def test_a_comparison_of_two_years_keeps_the_second(files):
    held = payload(files["compare"].text)
    assert "2015" in held["shown"]["2020"]["body"]


def test_a_readers_own_words_stay_words(data):
    made = one_file(data, "journey/own", "stops=ERI,SDN,LBY&name=" + html.escape(NASTY, quote=False)
                    .replace("&lt;", "%3C").replace("&gt;", "%3E"))  # fmt: skip
    assert "<img" not in made.text
    assert "<!--<" not in made.text
    assert made.text.count("</script>") == 2
    assert re.fullmatch(r"[a-z0-9_.-]+", made.name)


def test_json_can_not_end_its_element():
    value = {"</script>": "<!-- & \u2028\u2029"}
    text = safe_json(value)
    assert not set("<>&\u2028\u2029") & set(text)
    assert json.loads(text) == value


def test_a_view_too_large_for_all_years_keeps_its_own(data):
    made = one_file(data, "compare", f"a={LONG}&b={LONG}&status2=refugee")
    assert len(made.text.encode()) < MOST_BYTES
    assert payload(made.text)["years"] == [2025]


def test_the_same_text_twice(data):
    assert one_file(data, "country/LBY", "") == one_file(data, "country/LBY", "")


def test_what_is_not_there_is_refused(client, data):
    with pytest.raises(RoutesError):
        one_file(data, "nothing", "")
    assert client.get("/file/journey/central-med-hron").status_code == 404
    answer = client.get("/file/country/LBY?theme=dark")
    assert answer.headers["content-disposition"].endswith('.html"')
    assert '<html lang="en" data-theme="dark">' in answer.text
