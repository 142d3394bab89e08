"""One view as one file: small, closed to the network, with everything it must carry."""

import base64
import hashlib
import html
import json
import re

import pytest

from dashboard.embeds import embed
from dashboard.onefile import KINDS, MOST_BYTES, one_file
from dashboard.onefile.document import safe_json
from dashboard.onefile.matrix_file import TWINS
from dashboard.shown import shown
from routes import YEARS, RoutesError

VIEWS = {
    "map": "year=2020",
    "table": "colour=goal-2&routes=central-med-horn",
    "journey/central-med-horn": "status=undocumented",
    "labels/central-med-horn": "",
    "compare": "a=central-med-horn&b=ERI,SDN,LBY,ITA&year2=2015",
    "country/LBY": "",
    "goals/2": "since=2016",
    "sheet": "countries=LBY,ITA,TUN",
    "gaps": "goal=2&routes=channel",
    "coverage": "goal=4&routes=channel",
    "what-if": "change=LBY:end-detention&route=central-med-horn",
    "timeline": "countries=LBY,GBR&since=all",
    "practice": "",
    "practice/jor-double-shift": "",
}
NASTY = "</script><!--<img src=x onerror=alert(1)>"
LONG = ",".join(["ERI", "SDN", "LBY", "ITA", "FRA", "BEL", "GBR", "IRL"] * 2)[: 15 * 4 - 1]


@pytest.fixture(scope="module")
def files(app, data):  # the app tells the data where the site is
    assert app
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
        if rest != "compare" and view.has_child:
            assert str(view.lens.year) in text
        for source_id in view.source_ids:
            url = data.atlas.sources.at[source_id, "url"]
            if isinstance(url, str) and url.startswith("http"):
                assert f'href="{url}"' in text


def test_without_script_the_table_has_the_values_of_the_view(files, data):
    for rest, made in files.items():
        if rest.partition("/")[0] in TWINS:
            continue
        rows, view = table(made.text), shown(data, rest, VIEWS[rest])
        if rest.startswith("country"):
            view_rows = [r for r in view.rows if r["shown"] == "level"]
            rows = rows[:6]
        else:
            view_rows = view.rows
        words = [r.get("level_in_words") or r["value_in_words"] for r in view_rows]
        column = 1 if rest in ("map", "table") else -5
        assert [row[column].removeprefix("○ ") for row in rows] == words


@pytest.mark.parametrize(
    ("rest", "column", "name"),
    [("goals/2", 2, "level_in_words"), ("sheet", 2, "level_in_words"), ("coverage", 3, "checked")],
)
def test_a_matrix_has_the_lines_that_its_table_has(files, data, rest, column, name):
    rows, view = table(files[rest].text), shown(data, rest, VIEWS[rest])
    assert [row[0] for row in rows] == [one["country"] for one in view.rows]
    told = [row[column].removeprefix("○ ") for row in rows]
    assert told == [str(one[name]) for one in view.rows]


def test_each_line_of_a_matrix_knows_its_cell_and_its_sources(files):
    for rest, made in files.items():
        held = payload(made.text)
        if not held.get("grid"):
            continue
        lines = held["shown"][str(held["year"])]["lines"]
        rows = table(made.text)
        assert len(lines) == len(rows)
        assert set(held["roles"]) == {line[0] for line in lines}
        cells = set(re.findall(r'data-cell="([^"]+)"', made.text))
        told = {f"{line[0]}.{held['words'][line[1]]}" for line in lines}
        assert cells <= told
        records = set(re.findall(r'data-record="([^"]+)"', made.text))
        assert records <= {line[0] for line in lines}
        assert cells or records or rest in ("goals/2", "practice/jor-double-shift")
        sources = re.findall(r'<li id="source-(\d+)"', made.text)
        numbers = {int(n) for row in rows for n in re.findall(r"\d+", row[-1])}
        assert numbers <= set(range(1, len(sources) + 1))
        assert numbers


def test_commitments_are_told_promise_by_promise_or_goal_by_goal(data):
    states = {(one["iso3"], one["commitment_id"]): one["state"]
              for one in shown(data, "gaps", "goal=2&routes=channel").rows}  # fmt: skip
    held = payload(one_file(data, "gaps", "goal=2&routes=channel").text)
    for iso3, name, tag, _, _ in held["shown"]["2025"]["lines"]:
        assert held["words"][tag] == states[iso3, held["words"][name]]
    whole = table(one_file(data, "gaps", "routes=channel").text)
    counted = [row for row in whole if row[1].startswith("2 ")]
    for row in counted:
        number = sum(int(n) for n in re.findall(r"(\d+) ", row[3]))
        assert number == len({name for _, name in states})


def test_a_what_if_says_everywhere_that_it_is_no_fact(files):
    made = files["what-if"]
    assert "not-a-fact" in made.name
    assert "A calculation, not a fact" in re.search(r"<title>(.*?)</title>", made.text)[1]
    assert "A calculation, not a fact" in re.search(r"<h1[^>]*>(.*?)</h1>", made.text)[1]
    twin = made.text.partition('id="file-table"')[2]
    assert "A calculation, not a fact" in re.search(r"<caption[^>]*>([^<]*)<", twin)[1]
    heads = re.findall(r'<th scope="col">([^<]*)', twin)
    assert any("a calculation, not a fact" in head for head in heads)


def test_a_file_of_the_timeline_has_its_milestones_and_spans_with_their_figure(files, data):
    made, view = files["timeline"], shown(data, "timeline", VIEWS["timeline"])
    rows, held = table(made.text), payload(made.text)
    lines = held["shown"]["2025"]["lines"]
    assert [row[-3] for row in rows] == [one.get("value_in_words") or one["summary"]
                                         for one in view.rows]  # fmt: skip
    drawn = set(re.findall(r'data-record="([^"]+)"', made.text))
    assert drawn == {line[0] for line in lines}
    tags = {held["words"][line[2]] for line in lines}
    offered = re.search(r'<select id="file-show">(.*?)</select>', made.text, re.S)[1]
    assert tags == set(re.findall(r'value="([^"]+)"', offered))
    names = {line[0]: held["words"][line[1]] for line in lines}
    assert names["1989-convention-on-the-rights-of-the-child"] == "every-goal"
    assert names["LBY"] == "goal-2"
    assert "transit" in held["roles"]["LBY"].split()


def test_a_file_of_practice_says_for_each_whether_a_result_is_known(files, data):
    rows = table(files["practice"].text)
    told = [one["result"] or "not known to us" for one in shown(data, "practice", "").rows]
    assert [row[6] for row in rows] == told
    held = payload(files["practice"].text)
    assert held["painted"]["JOR"].split("\n")[0] == data.name("JOR")
    assert "Double-shift" in held["painted"]["JOR"]
    assert 'id="file-show"' not in files["practice/jor-double-shift"].text


def test_a_small_sheet_holds_every_year_and_a_large_one_its_own(files, data):
    held = payload(files["sheet"].text)
    assert held["years"] == list(YEARS)
    for year in (2012, 2025):
        rows = held["shown"][str(year)]["rows"]
        told = [held["words"][row[2]].removeprefix("○ ") for row in rows]
        view = shown(data, "sheet", f"{VIEWS['sheet']}&year={year}")
        assert told == [row["level_in_words"] for row in view.rows]
    large = one_file(data, "sheet", "of=route:eastern-med&year=2024")
    assert payload(large.text)["years"] in ([2024], list(YEARS))
    assert len(large.text.encode()) < MOST_BYTES


def test_a_sheet_whose_countries_change_has_the_title_and_roles_of_every_year(data):
    query = "of=vote:GCM:no"  # nobody before the vote of 2018
    text = one_file(data, "sheet", f"{query}&year=2015").text
    assert 'id="file-role"' in text
    held = payload(text)
    assert held["years"] == list(YEARS)
    for year in (2015, 2025):
        shown_then = held["shown"][str(year)]
        assert shown_then["title"] == embed(data, "sheet", f"{query}&year={year}").title
        assert {line[0] for line in shown_then["lines"]} <= set(held["roles"])
    assert held["shown"]["2015"]["title"] != held["shown"]["2025"]["title"]
    assert held["shown"]["2025"]["lines"]


def test_a_set_small_in_one_year_and_large_in_another_holds_one_year(data):
    query = "of=vote:GCM:absent&countries=ITA,LBY,TUN&goal=2"
    made = one_file(data, "sheet", f"{query}&year=2015")
    assert payload(made.text)["years"] == [2015]


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
