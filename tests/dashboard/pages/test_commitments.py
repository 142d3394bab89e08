"""The page on commitments: what it shows is the model's, by form, colour and word."""

import csv
import io
import re
from html import unescape

import pytest

from dashboard.markup import to_html
from dashboard.promise_looks import LOOKS
from dashboard.promise_state import GapState, columns, gaps_of
from dashboard.site import render
from routes import STATES


def page(data, query=""):
    found = render(data, "/commitments", query)
    return to_html(found.tree, found.slots)


def rows_of(text):
    body = re.search(r'class="table-wrap gap-matrix.*?<tbody>(.*?)</tbody>', text, re.S)[1]
    return re.findall(r"<tr>(.*?)</tr>", body, re.S)


def words_of(row):
    return re.findall(r'class="gap [^"]*"[^>]*><b[^>]*>.</b><span>([^<]*)</span>', row)


def name_of(row):
    return unescape(re.search(r'<th scope="row"><a [^>]*>([^<]*)</a>', row)[1])


def test_every_cell_is_the_models_state_in_words(data):
    state = GapState(goal=2, sort="country")
    gaps = gaps_of(data, state)
    names = columns(data, 2)
    shown = rows_of(page(data, "goal=2&sort=country"))
    assert len(shown) == len(gaps.countries)
    iso3_of = {gaps.names[iso3]: iso3 for iso3 in gaps.countries}
    applies = [
        n for n in names if any(gaps.state(i, n) != "not_applicable" for i in gaps.countries)
    ]
    for row in shown:
        iso3 = iso3_of[name_of(row)]
        assert words_of(row) == [LOOKS[gaps.state(iso3, name)].word for name in applies]


def test_states_differ_in_form_and_word_and_not_only_in_colour():
    assert len({look.sign for look in LOOKS.values()}) == len(STATES)
    assert len({look.word for look in LOOKS.values()}) == len(STATES)


def test_an_open_cell_names_the_promise_and_the_practice_with_their_sources(data):
    text = page(data, "goal=2&cell=LBY.2-crc-37-b")
    card = re.search(r'<section [^>]*id="cell".*?</section>', text, re.S)[0]
    gap = data.gaps(GapState().lens.child, 2025, False).gap("LBY", "2-crc-37-b")
    assert "Party since 1993." in card
    assert "not kept" in card
    for source_id in gap.source_ids:
        assert f'href="/sources#{source_id}"' in card
    assert gap.deciding[0].fact.summary in card


def test_the_cell_of_a_goal_tells_all_its_promises(data):
    text = page(data, "cell=LBY.goal-2")
    card = re.search(r'<section [^>]*id="cell".*?</section>', text, re.S)[0]
    assert "art. 37(b)" in card
    assert "Not promised by that year, so not broken" in card
    assert "Abstained in 2018." in card


def test_worst_comes_first_and_names_sort_by_name(data):
    by_worst = [words_of(row) for row in rows_of(page(data, "goal=2"))]
    has = ["not kept" in words for words in by_worst]
    assert has == sorted(has, reverse=True)
    names = [name_of(row) for row in rows_of(page(data, "sort=country"))]
    assert names == sorted(names)
    column = [words_of(row)[1] for row in rows_of(page(data, "sort=goal-2"))]
    order = [look.word for look in LOOKS.values()]
    assert column == sorted(column, key=order.index)


def test_routes_roles_and_states_narrow_the_rows(data):
    every = rows_of(page(data))
    channel = rows_of(page(data, "routes=channel"))
    destinations = rows_of(page(data, "routes=channel&roles=destination"))
    assert len(every) > len(channel) > len(destinations) > 0
    only = rows_of(page(data, "goal=2&only=kept"))
    assert only
    assert all("kept" in words_of(row) for row in only)


def test_a_year_before_the_compacts_shows_no_promise_of_theirs(data):
    text = page(data, "goal=2&year=2015&cell=FRA.2-gcm-obj-13-29-h")
    card = re.search(r'<section [^>]*id="cell".*?</section>', text, re.S)[0]
    assert "not promised" in card
    assert "No act of the country is held for this year." in card


@pytest.mark.parametrize(
    "query", ["cell=LBY.goal-9", "goal=2&cell=LBY.goal-2", "sort=2-crc-37-b", "only=broken"]
)
def test_what_a_link_says_that_does_not_exist_is_dropped_with_a_word(data, query):
    text = page(data, query)
    assert "Part of this link could not be used." in text


def test_links_read_back_to_the_same_view(data):
    state = GapState(
        goal=2, routes=("channel",), roles=("transit",), only=("not_kept", "unknown"),
        sort="2-crc-37-b", cell=("LBY", "2-crc-37-b"),
    )  # fmt: skip
    again, dropped = GapState.read(data, state.href().partition("?")[2])
    assert (again, dropped) == (state, ())


def test_the_map_has_the_colour_of_each_countrys_worst(data):
    text = page(data, "goal=2")
    gaps = gaps_of(data, GapState(goal=2))
    for iso3 in ("LBY", "CHL", "NER"):
        css = LOOKS[gaps.cell(iso3, 2).state].css
        assert re.search(rf'data-c="{iso3}" class="{css}"', text)
    assert 'data-c="CHN" class="x dim"' in text or "CHN" in gaps.countries


def test_the_csv_is_what_is_shown(client, data):
    answer = client.get("/commitments.csv?goal=2&routes=channel")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    gaps = gaps_of(data, GapState(goal=2, routes=("channel",)))
    assert len(rows) == len(gaps.countries) * len(columns(data, 2))
    for row in rows:
        assert row["state"] == gaps.state(row["iso3"], row["commitment_id"])
        if row["state"] == "not_kept":
            assert row["act"]
            assert row["fact_sources"]
    assert "attachment" in answer.headers["content-disposition"]


def test_who_did_what_counts_every_country_once(data):
    text = page(data)
    table = re.search(r'aria-label="Acts of the .*?</table>', text, re.S)[0]
    line = re.search(r"Vote on the Global Compact for Migration</th>(.*?)</tr>", table, re.S)[1]
    counts = [int(number) for number in re.findall(r"<b>[^<]*: (\d+)</b>", line)]
    assert sum(counts) == len(gaps_of(data, GapState()).countries)


def test_the_embed_shows_map_and_matrix_and_keeps_choices_inside(client):
    text = client.get("/embed/gaps?goal=2&cell=LBY.2-crc-37-b").text
    assert len(rows_of(text)) > 100
    assert 'id="cell"' not in text
    assert 'href="/embed/gaps?goal=2&amp;only=not_kept"' in text
    assert "Promised for goal 2" in text


def test_methods_shows_every_rule(client, data):
    text = client.get("/methods").text
    for rules in data.atlas.promise_rules.rules.values():
        for rule in rules:
            assert f">{rule.rule}</th>" in text
