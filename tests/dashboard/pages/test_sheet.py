"""The negotiation sheet: its cells, roles, lists and ways are the model's."""

import re
from html import unescape

import pytest

from dashboard.markup import to_html
from dashboard.promise_looks import LOOKS
from dashboard.sheet_state import LONGEST_PASTE, SheetState
from dashboard.site import render
from dashboard.state import Lens
from routes import MOST_COUNTRIES

SET = "of=route:western-balkans"


def page(data, query=""):
    found = render(data, "/sheet", query)
    assert found.status == 200
    return unescape(to_html(found.tree, found.slots))


def rows_of(text):
    """Country -> the HTML of its row in the table of countries."""
    table = re.search(r'class="table-wrap sheet-table.*?</table>', text, re.S)[0]
    rows = re.findall(r"<tr>(.*?)</tr>", table.split("<tbody>")[1], re.S)
    return {re.search(r'<th scope="row"><a [^>]*>([^<]*)</a>', row)[1]: row for row in rows}


def levels_of(row):
    return re.findall(r'class="gap [^"]*"[^>]*><b aria-hidden="true">(.)</b>', row)


def test_every_cell_is_the_models_level_and_known_share(data):
    state, _, _ = SheetState.read(data, SET)
    sheet = state.made(data)
    shown = rows_of(page(data, SET))
    assert list(shown) == [row.name for row in sheet.rows]
    for row in sheet.rows:
        expected = ["–" if c.goal == 5 else "?" if c.level is None else str(c.level)
                    for c in row.cells]  # fmt: skip
        assert levels_of(shown[row.name]) == expected
        shares = re.findall(r'class="cell-known">([^<]*)<', shown[row.name])
        full = [share == "100% known" for share in shares]
        assert full == [c.known_share == 1 and c.goal != 5 for c in row.cells]


def test_promises_stand_beside_by_number_and_word_and_lead_to_both_facts(data, client):
    state, _, _ = SheetState.read(data, SET)
    broken = [cell for row in state.made(data).rows for cell in row.cells
              if cell.promises.counts.get("not_kept")]  # fmt: skip
    assert broken
    shown = rows_of(page(data, SET))
    for cell in broken:
        words = f"{cell.promises.counts['not_kept']} {LOOKS['not_kept'].word}"
        assert words in shown[data.name(cell.iso3)]
    (link,) = re.findall(
        rf'href="(/commitments\?[^"]*cell={broken[0].iso3}.goal-{broken[0].goal}[^"]*)"',
        page(data, SET),
    )
    answer = client.get(link.partition("#")[0])
    assert 'id="cell"' in answer.text


def test_a_level_leads_to_its_facts(data, client):
    link = re.search(r'href="(/\?[^"]*country=BGR[^"]*)"', page(data, SET))[1]
    text = client.get(link).text
    assert 'id="panel-title"' in text
    assert "Bulgaria" in text


def test_sorted_by_a_goal_the_lowest_comes_first_and_the_unknown_last(data):
    shown = rows_of(page(data, f"{SET}&sort=goal-2"))
    levels = [levels_of(row)[1] for row in shown.values()]
    known = [level for level in levels if level != "?"]
    assert known == sorted(known)
    assert levels[: len(known)] == known
    assert len(set(known)) > 1


def test_a_role_leaves_out_the_others_and_says_how_many(data):
    state, _, _ = SheetState.read(data, f"{SET}&roles=destination")
    sheet = state.made(data)
    ends = [row.name for row in sheet.rows if "destination" in row.roles]
    text = page(data, f"{SET}&roles=destination")
    assert list(rows_of(text)) == ends
    assert f"{len(sheet.rows) - len(ends)} countries without the chosen role left out" in text


def test_one_goal_counts_its_promises_state_by_state(data):
    state, _, _ = SheetState.read(data, f"{SET}&goal=2")
    shown = rows_of(page(data, f"{SET}&goal=2"))
    for row in state.made(data).rows:
        counts = row.cell(2).promises.counts
        numbers = re.findall(r'<td class="number">(\d+)</td>', shown[row.name])
        told = ("not_kept", "partly", "kept_in_law", "kept", "unknown", "not_promised")
        assert list(map(int, numbers)) == [counts.get(one, 0) for one in told]


def test_a_pasted_list_becomes_a_short_address_and_its_mistakes_offer_the_nearest(data):
    query = "paste=Lybia%0D%0AItaly, Gr%C3%A8ce%3B+TUN&sort=goal-2"
    state, dropped, mistakes = SheetState.read(data, query)
    assert dropped == ()
    assert state.href() == "/sheet?countries=GRC,ITA,TUN&sort=goal-2"
    assert [one.text for one in mistakes] == ["Lybia"]
    text = page(data, query)
    assert "No country is called “Lybia”." in text
    assert 'href="/sheet?countries=GRC,ITA,LBY,TUN&sort=goal-2"' in text
    assert "Greece; Italy; Tunisia</textarea>" in text


def test_ways_name_each_branch_with_the_countries_in_travel_order(data):
    state, _, _ = SheetState.read(data, "countries=ITA,LBY,ERI")
    sheet = state.made(data)
    assert sheet.ways
    ways = re.search(r'<section id="ways".*?</section>', page(data, "countries=ITA,LBY,ERI"), re.S)
    assert "Eritrea → Libya → Italy" in ways[0]
    assert f"{len(sheet.ways)} documented journeys" in ways[0]


def test_countries_that_no_journey_links_say_so(data):
    assert "No documented journey passes" in page(data, "countries=ISL,FJI")


def test_an_empty_sheet_asks_for_countries_and_gives_some_to_begin_with(data, client):
    text = page(data)
    assert "<textarea" in text
    links = re.findall(r'href="(/sheet\?of=[^"]*)"', text.split("Begin with a set")[1])
    assert len(links) > 3
    assert client.get(links[0]).status_code == 200


def test_the_address_drops_what_is_strange_with_a_word_and_lists_are_bounded(data):
    state, dropped, _ = SheetState.read(data, "of=region:atlantis&countries=XQZ,ITA&sort=up")
    assert state == SheetState(countries=("ITA",))
    assert len(dropped) == 3
    state, dropped, _ = SheetState.read(data, "countries=" + ",".join(data.iso3s))
    assert len(state.countries) == MOST_COUNTRIES
    assert str(MOST_COUNTRIES) in dropped[0]
    _, dropped, _ = SheetState.read(data, "paste=" + "Italy;" * 500)
    assert str(LONGEST_PASTE) in dropped[0]


def test_every_choice_comes_back_from_the_link(data):
    state = SheetState(of="party:CMW", countries=("ITA",), roles=("origin", "transit"), goal=2,
                       sort="goal-2", lens=Lens(year=2020, checked=True))  # fmt: skip
    again, dropped, _ = SheetState.read(data, state.href().partition("?")[2])
    assert (again, dropped) == (state, ())


def test_taking_one_off_a_set_leaves_a_list_without_it(data):
    row = rows_of(page(data, SET))["Bulgaria"]
    link = re.search(r'class="off-sheet" href="([^"]*)"', row)[1]
    state, _, _ = SheetState.read(data, link.partition("?")[2])
    assert not state.of
    assert "BGR" not in state.countries
    assert len(state.countries) == len(rows_of(page(data, SET))) - 1


@pytest.mark.parametrize("query", ["of=party:CRC", "of=vote:GCM:abstain&year=2015"])
def test_large_and_empty_sets_are_pages_too(data, query):
    state, _, _ = SheetState.read(data, query)
    shown = len(state.made(data).rows)
    assert (shown > 150) == ("CRC" in query)
    assert (f"{shown} countries" in page(data, query)) == bool(shown)
