"""``view``: an address anywhere gives the same numbers, with its words and sources."""

import re
import subprocess
import sys
import warnings
from html import unescape

import plotly.graph_objects as go
import pytest

from dashboard import view
from dashboard.address import AddressError, parse
from dashboard.components import gap_matrix
from dashboard.promise_looks import LOOKS
from dashboard.promise_state import GapState, gaps_of
from dashboard.theme import HATCH, LEVELS
from routes import RoutesError

ADDRESSES = {
    "/": "map",
    "?colour=goal-4&routes=channel": "map",
    "/?view=table&routes=channel": "table",
    "/?view=chart": "chart",
    "/journey/central-med-horn?status=asylum_seeker": "journey",
    "/journey/own?stops=ERI,SDN,LBY&name=My+way": "journey",
    "/embed/labels/central-med-horn": "labels",
    "/compare?a=channel&b=albania-uk&status2=refugee": "compare",
    "/country/LBY?year=2020": "country",
    "/goals?year=2020": "goals",
    "/goals/4": "goals",
    "/sheet?countries=LBY,TUN,ITA&year=2020": "sheet",
    "/commitments?routes=channel": "commitments",
    "/embed/gaps?goal=2&routes=channel": "gaps",
    "/timeline": "timeline",
    "/what-if?change=LBY:end-detention&route=central-med-horn": "what-if",
    "/data?view=coverage&routes=channel": "coverage",
    "/embed/coverage?goal=2&routes=channel": "coverage of one goal",
}


def levels_of(figure):
    """Return stage and goal -> what is written on the cell, read off the bars."""
    found = {}
    for bar in figure.data:
        if bar.base is not None:
            for column, base, text in zip(bar.x, bar.base, bar.text, strict=True):
                found[column, round(base + 0.47)] = text[0]
    return found


def rows_of(axis):
    return [name.strip() for name in axis.ticktext]


def map_colours(figure):
    return {t.meta["iso3"]: t.fillcolor for t in figure.data if t.meta and "iso3" in t.meta}


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_figure_carries_title_caption_sources_child_year_and_link(data, address):
    found = view(address, data=data)
    about = found.about
    assert isinstance(found, go.Figure)
    shown = unescape(re.sub(r"<[^>]+>", " ", found.layout.title.text))
    assert shown.split() == about.title.split()
    caption = " ".join(note.text for note in found.layout.annotations if note.name == "caption")
    assert data.version in caption
    assert "CC BY 4.0" in caption
    assert about.link in unescape(caption)
    assert about.child.age == 15
    assert 2010 <= about.year <= 2025
    assert len(found.sources) > 0
    assert found.sources["title"].notna().all()
    assert len(found.data_table) > 0
    assert str(about.year) in found.alt
    assert about.dropped == ()


def test_the_numbers_of_a_profile_are_those_of_the_api_and_the_embed(client, data):
    address = "/journey/central-med-horn?status=refugee&year=2020"
    found = view(address, data=data)
    drawn = levels_of(found)
    told = client.get("/api/v1/views", params={"url": address}).json()["data"]["profile"]["levels"]
    by_api = {
        (one["order"], one["goal"]): "–" if not one["is_judged"]
        else "?" if one["level"] is None else str(one["level"])
        for one in told
    }  # fmt: skip
    assert drawn == by_api
    frame = client.get("/embed" + address).text
    written = re.findall(r'<span class="n-value">(.)</span>', frame)
    stages = max(order for order, _ in drawn)
    assert written == [drawn[order, goal] for goal in range(1, 7) for order in range(1, stages + 1)]
    table = found.data_table
    assert table["level"].dtype == "Int8"
    assert table["level"].astype(object).where(table["level"].notna(), None).to_list() == [
        one["level"] for one in told
    ]


def test_a_sheet_shows_the_levels_of_the_api(client, data):
    address = "/sheet?countries=LBY,TUN,ITA"
    found = view(address, data=data)
    told = client.get("/api/v1/views", params={"url": address}).json()["data"]["sheet"]["cells"]
    names = list(dict.fromkeys(cell["country"] for cell in told))
    assert [name.strip() for name in found.layout.yaxis.ticktext] == names
    known = {
        (cell["goal"], names.index(cell["country"]) + 1): str(cell["level"])
        for cell in told
        if cell["level"] is not None
    }
    drawn = {at: text for at, text in levels_of(found).items() if text not in "?–"}
    assert len(known) > 5
    assert drawn == known


def test_promises_are_those_of_the_pages_matrix(data):
    found = view("/commitments?goal=2&routes=channel", data=data)
    state, _ = GapState.read(data, "goal=2&routes=channel")
    rows = gap_matrix.rows(data, state, gaps_of(data, state))
    signs = {
        (column, number): LOOKS[one].sign
        for number, row in enumerate(rows, start=1)
        for column, one in enumerate(row.states, start=1)
    }
    assert levels_of(found) == signs
    assert len(set(signs.values())) > 2


def test_the_timeline_leaves_unknown_years_unknown_and_marks_unchecked_ones(data):
    found = view("/timeline?countries=LBY,GRC&steady=1", data=data)
    told = {name.strip(): number for number, name in enumerate(found.layout.yaxis.ticktext, 1)}
    bars = {
        (column, round(base + 0.47)): (bar.name, bar.marker.pattern.shape, text)
        for bar in found.data
        if bar.base is not None
        for column, base, text in zip(bar.x, bar.base, bar.text, strict=True)
    }
    world = data.world(data.age_class(found.about.child), False)
    assert len(found.data_table) > 0
    for row in found.data_table.itertuples():
        for name, value in (("law", row.law), ("practice", row.practice)):
            label, hatch, text = bars[row.year - 2009, told[f"{row.country}, in {name}"]]
            at = world.countries.index(row.iso3), world.measures.index(f"detention_{name}")
            assert (text == "○") == (value is not None and world.unchecked[*at, row.year - 2010])
            assert (label == "Not known") == (value is None)
            assert bool(hatch) == (value is None)


WHAT_IF = "/what-if?change=LBY:end-detention-families&company=family&route=central-med-horn"


def test_a_what_if_has_the_levels_of_the_api_now_and_supposed_and_is_no_fact(client, data):
    found = view(WHAT_IF, data=data)
    told = client.get("/api/v1/views", params={"url": WHAT_IF}).json()["data"]["what_if"]
    changed = [one for one in told["journeys"] if one["is_changed"]]
    first = {
        (cell["order"], cell["goal"]): (cell["level_before"], cell["level_after"])
        for cell in told["cells"]
        if cell["branch"] == changed[0]["branch"]
    }
    names = rows_of(found.layout.yaxis2)
    drawn = {
        (column, names[round(base + 0.47) - 1]): (text, width)
        for bar in found.data
        if bar.yaxis == "y2" and bar.base is not None
        for column, base, text, width in zip(
            bar.x, bar.base, bar.text,
            (bar.marker.line.width,) * len(bar.x) if isinstance(bar.marker.line.width, (int, float))
            else bar.marker.line.width,
            strict=True,
        )
    }  # fmt: skip
    goals = {int(name[0]) for name in names}
    assert len(drawn) == 2 * len(goals) * len({order for order, _ in first})
    moved = 0
    for (order, name), (text, rim) in drawn.items():
        before, after = first[order, int(name[0])]
        level = after if name.endswith("what if") else before
        assert text[0] == ("?" if level is None else str(level))
        is_moved = name.endswith("what if") and before != after
        assert (rim > 2) == (("▲" in text) or ("▼" in text)) == is_moved
        moved += is_moved
    assert moved > 0
    assert not found.data_table["is_fact"].any()
    assert found.data_table["level_after"].dtype == "Int8"


def test_every_part_of_a_what_if_says_that_it_is_no_fact(data):
    found = view(WHAT_IF, data=data)
    no_fact = "not a fact"
    assert no_fact in found.layout.title.text.replace("<br>", " ")
    assert no_fact in found.alt
    assert any(no_fact in paragraph for paragraph in found.about.caption)
    titles = [note for note in found.layout.annotations if note.name == "title of a panel"]
    assert len(titles) > 1
    assert all(no_fact in note.text.replace("<br>", " ") for note in titles)
    framed = [
        words
        for bar in found.data
        if bar.base is not None
        for text, words in zip(bar.text, bar.customdata, strict=True)
        if "▲" in text
    ]
    assert framed
    assert all(no_fact in words for words in framed)
    assert found.data_table["what_if"].str.contains(no_fact).all()


def test_a_what_if_without_a_change_says_what_to_send(data):
    with pytest.raises(AddressError, match="Nothing is supposed here"):
        view("/what-if", data=data)


def test_what_is_known_is_the_pages_matrix_with_the_numbers_of_the_api(client, data):
    found = view("/data?view=coverage&routes=channel", data=data)
    names = rows_of(found.layout.yaxis)
    drawn = {
        (names[round(base + 0.47) - 1], column - 1): text
        for bar in found.data
        if bar.base is not None
        for column, base, text in zip(bar.x, bar.base, bar.text, strict=True)
    }
    told = client.get("/api/v1/coverage", params={"route_id": "channel", "per_page": 500}).json()
    assert {row["country"] for row in told["data"]} == set(names)
    for row in told["data"]:
        sign = " ○" if row["answered"] > row["checked"] else ""
        written = f"{row['answered']}/{row['asked']}{sign}" if row["asked"] else "–"
        assert drawn[row["country"], row["goal"]] == written
        age = "–" if row["middle_age"] is None else str(row["middle_age"])
        assert drawn[row["country"], 7] == age
    page = client.get("/data?view=coverage&routes=channel").text
    on_page = re.findall(r'data-cell="([A-Z]{3})\.goal-(\d)"[^>]*><span[^>]*><span>([^<]+)<', page)
    assert len(on_page) > 20
    by_name = {row["iso3"]: row["country"] for row in told["data"]}
    for iso3, goal, text in on_page:
        assert drawn[by_name[iso3], int(goal)].removesuffix(" ○") == text


def test_of_one_goal_the_year_of_each_answer_is_drawn_and_what_is_not_known_is_hatched(data):
    found = view("/embed/coverage?goal=2&routes=channel", data=data)
    names, table = rows_of(found.layout.yaxis), found.data_table
    measures = list(dict.fromkeys(table["measure"]))
    bars = {
        (names[round(base + 0.47) - 1], column - 2): (text, bar.marker.pattern.shape)
        for bar in found.data
        if bar.base is not None
        for column, base, text in zip(bar.x, bar.base, bar.text, strict=True)
    }
    assert table["answered"].sum() not in (0, len(table))
    for row in table.itertuples():
        text, hatch = bars[row.country, measures.index(row.measure)]
        expected = str(row.speaks_for) if row.answered else "?" if row.asked else "–"
        assert text.removesuffix(" ○") == expected
        assert bool(hatch) == (text == "?")


def test_the_colours_of_the_map_are_those_of_the_pages_map(client, data):
    address = "/?colour=goal-2&routes=central-med-horn"
    found = view(address, data=data)
    page = client.get(address).text
    on_page = dict(re.findall(r'data-c="([A-Z]{3})" class="(s\d)"', page))
    assert len(on_page) >= 4
    drawn = map_colours(found)
    assert {iso3: drawn[iso3] for iso3 in on_page} == {
        iso3: LEVELS[int(css[1])].fill for iso3, css in on_page.items()
    }
    told = client.get("/api/v1/views", params={"url": address}).json()["data"]
    assert [row["iso3"] for row in told["rows"]] == list(found.data_table["iso3"])
    counts = {step["label"]: step["countries_count"] for step in told["legend"]}
    assert {f"{label} ({n})" for label, n in counts.items()} <= set(found.about.legend)


def test_what_is_not_known_is_hatched_on_the_map_and_in_a_profile(data):
    on_map = view("/?colour=goal-4&routes=central-med-horn", data=data)
    unknown = [trace for trace in on_map.data if trace.meta and trace.name.startswith("Not known")]
    assert unknown
    shapes = [trace for trace in unknown if "iso3" in trace.meta]
    assert all(trace.fillpattern.shape == "/" for trace in shapes)
    dots = [trace for trace in unknown if "iso3s" in trace.meta]
    assert all(trace.marker.line.color == HATCH["light"] for trace in dots)
    known = [t for t in on_map.data if t.meta and "iso3" in t.meta and "Not known" not in t.name]
    assert known
    assert not any(trace.fillpattern.shape for trace in known)
    bars = view("/journey/central-med-horn", data=data).data
    assert {bar.marker.pattern.shape for bar in bars if bar.name == "Not known"} == {"/"}
    assert {bar.marker.pattern.shape for bar in bars if bar.name != "Not known"} == {""}


def test_no_figure_asks_for_a_base_map(data):
    for address in ADDRESSES:
        found = view(address, data=data).to_plotly_json()
        assert "geo" not in found["layout"]
        assert "map" not in found["layout"]
        assert {trace["type"] for trace in found["data"]} <= {"scatter", "bar", "table"}


@pytest.mark.parametrize(
    ("address", "same_as"),
    [
        ("https://atlas.example.org/journey/channel?year=2020", "/journey/channel?year=2020"),
        ("colour=goal-4", "/?colour=goal-4"),
        ("journey/channel", "/journey/channel"),
        ("/embed/journey/channel?theme=light&lang=fr", "/journey/channel"),
        ("/picture/png/country/LBY?size=slide&scale=2", "/country/LBY"),
        ("/table/csv/map?colour=goal-1", "/?colour=goal-1"),
        ("/file/compare?a=channel", "/compare?a=channel"),
    ],
)
def test_every_kind_of_address_of_a_view_is_understood(data, address, same_as):
    found, other = view(address, data=data), view(same_as, data=data)
    assert found.data_table.equals(other.data_table)
    assert found.about.title == other.about.title
    assert found.about.link.endswith(other.about.link)


def test_a_full_link_leads_back_to_its_own_site(data):
    found = view("https://atlas.example.org/country/LBY", data=data)
    assert found.about.link == "https://atlas.example.org/country/LBY"
    assert 'href="https://atlas.example.org/country/LBY"' in found.layout.annotations[-1].text


def test_what_could_not_be_used_is_warned_of(data):
    with pytest.warns(UserWarning, match="status “pirate” is not known here"):
        found = view("/journey/channel?status=pirate", data=data)
    assert len(found.about.dropped) == 1
    with pytest.warns(UserWarning, match="asks for data version 0123"):
        view("/?edition=0123", data=data)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        view(f"/?edition={data.version}", data=data)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/methods", "No figure is made of '/methods'"),
        ("/data", "No figure is made of '/data'"),
        ("/practice?goal=2", "/api/v1/views?url=/practice%3Fgoal%3D2"),
        ("/journey/atlantis", "atlantis"),
        ("/country/QQQ", "QQQ"),
        ("javascript:alert(1)?a=b", "not an address of the atlas"),
        ("http://[", "not an address"),
        ("/journey/own?stops=ERI", "2"),
    ],
)
def test_an_address_without_a_view_says_what_to_send(data, address, words):
    with pytest.raises((AddressError, RoutesError), match=re.escape(words)):
        view(address, data=data)


def test_another_site_is_refused_when_ours_is_known(data, monkeypatch):
    monkeypatch.setenv("CHILDWAYS_ORIGIN", "https://atlas.example.org")
    assert view("/country/LBY", data=data).about.link.startswith("https://atlas.example.org/")
    with pytest.raises(AddressError, match="is not the site"):
        view("https://other.example/country/LBY", data=data)


def test_a_hostile_name_stays_text(data):
    name = "<a href='//evil.example'>x</a><script>alert(1)</script>"
    found = view(f"/journey/own?stops=ERI,SDN&name={name}", data=data)
    text = found.to_json()
    assert "<a href=" not in text.replace('<a href=\\"https://atlas', "")
    assert "<script" not in text
    assert name in found.about.title


def test_parsing_leaves_the_frames_choices_out_of_the_view():
    found = parse("/embed/map?colour=goal-1&theme=dark&lang=fr")
    assert (found.kind, found.query) == ("map", "colour=goal-1")
    assert found.looks == {"theme": "dark", "lang": "fr"}
    assert parse("?view=table").kind == "table"


def test_importing_the_package_imports_nothing_heavy():
    code = (
        "import sys, dashboard; heavy = {'pandas', 'plotly', 'dash', 'fastapi', 'routes'};"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules);"
        "from dashboard import view; assert callable(view) and 'plotly' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    with pytest.raises(ImportError, match="nothing_like_it"):
        exec("from dashboard import nothing_like_it")
