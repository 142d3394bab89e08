"""The what-if page shows what the model says, and says everywhere that it is no fact."""

import csv
import io
import re
from html import unescape

import pytest

from dashboard.what_if_state import NOT_FACT
from routes import Child

LIBYA = "/what-if?change=LBY:end-detention-families&company=family"


def text_of(html):
    return unescape(re.sub(r"<[^>]+>", " ", html))


def plain(text):
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize(
    "address", ["/what-if", LIBYA, LIBYA.replace("/", "/embed/", 1),
                LIBYA + "&route=central-med-horn&goal=2&order=children"],
)  # fmt: skip
def test_every_view_says_in_title_and_heading_that_it_is_no_fact(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    title = re.search(r"<title>(.*?)</title>", answer.text)[1]
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", answer.text, re.DOTALL)[1]
    assert NOT_FACT in title
    assert NOT_FACT in heading
    assert "What if" in title


def test_all_ways_out_say_so_too(client):
    share = (
        client.get(LIBYA).text.partition('data-menu="Share"')[2].partition("</details></div>")[0]
    )
    boxes = re.findall(r"<textarea[^>]*>(.*?)</textarea>", share, re.DOTALL)
    told = [unescape(box) for box in boxes if "What if Libya" in unescape(box)]
    assert len(told) >= 4
    assert all(NOT_FACT in box for box in told)


def test_the_comparison_is_there_as_csv(client, data):
    assert 'href="/what-if.csv?change=LBY:end-detention-families' in client.get(LIBYA).text
    answer = client.get(LIBYA.replace("/what-if", "/what-if.csv"))
    assert "not-a-fact" in answer.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    effect = data.atlas.what_if(["LBY:end-detention-families"]).effect(
        Child(company="family"), 2025
    )
    assert len(rows) == len(effect.to_frame())
    assert all(NOT_FACT in row["what_if"] and row["is_fact"] == "False" for row in rows)
    libya = {(r["level_before"], r["level_after"]) for r in rows
             if (r["iso3"], r["goal"]) == ("LBY", "2")}  # fmt: skip
    assert libya == {("0", "3")}
    ranked = list(csv.DictReader(io.StringIO(client.get("/what-if.csv?order=children").text)))
    assert ranked[0]["rank_weighted"] == "1"
    assert all(row["figure"] and row["figure_source_id"] for row in ranked)


def test_the_sentences_are_the_models(client, data):
    found = data.atlas.what_if(["LBY:end-detention-families"])
    effect = found.effect(Child(company="family"), 2025)
    page = plain(text_of(client.get(LIBYA).text))
    for sentence in effect.sentences():
        assert sentence.text in page
    assert len(effect.changed) > 6
    assert f"{len(effect.changed) - 6} more journeys that change" in page


def test_each_strip_shows_both_levels_and_marks_what_changes(client, data):
    effect = data.atlas.what_if(["LBY:end-detention-families"]).effect(
        Child(company="family"), 2025
    )
    text = client.get(LIBYA).text
    cards = re.findall(r'<article class="card touched.*?</article>', text, re.DOTALL)
    assert len(cards) == len(effect.changed)
    by_name = {one.journey.name: one for one in effect.changed}
    for card in cards:
        name = unescape(re.search(r"<h3><a [^>]*>(.*?)</a>", card)[1])
        one = next(one for key, one in by_name.items() if name.endswith(key))
        rows = re.findall(r"<tr>(.*?)</tr>", card.partition("<tbody>")[2], re.DOTALL)
        strips = [re.findall(r'n-value">([^<]*)<', row) for row in rows]
        before, after = (s for s in strips if s)
        told = [
            ["?" if c.level is None else str(c.level) for c in p.cells if c.goal == 2]
            for p in (one.before, one.after)
        ]
        assert [before, after] == told
        assert card.count("▲") == sum(a != b for a, b in zip(*told, strict=True))
        assert "level 0, not protected, then level 3" in text_of(card)


def test_the_ranked_list_is_the_models(client, data):
    page = client.get("/what-if?goal=2&company=family").text
    ranking = data.atlas.levers(child=Child(company="family"), goal=2)
    first = ranking.rows[0]
    row = re.search(r'<table class="levers">.*?<tbody><tr>(.*?)</tr>', page, re.DOTALL)[1]
    told = plain(text_of(row))
    assert f"{data.name(first.change.iso3)} {first.lever.label}" in told
    assert f"{len(first.lifted)} of {first.through}" in told
    assert f"{first.figures[0].value:,} children, {first.figures[0].year}" in told
    assert first.figures[0].scope_note in told
    assert f"#{first.figures[0].source_id}" in row
    assert f"change={first.change}" in unescape(row)


def test_by_recorded_children_the_largest_single_figure_comes_first(client):
    page = client.get("/what-if?goal=2&order=children").text
    table = page.partition('<table class="levers">')[2].partition("</table>")[0]
    rows = re.findall(r"<tr>(.*?)</tr>", table.partition("<tbody>")[2], re.DOTALL)
    figures = [int(re.search(r"<b>([\d,]{3,})</b>", row)[1].replace(",", "")) for row in rows]
    assert figures == sorted(figures, reverse=True)
    assert "never added up" in page


def test_the_form_carries_every_other_choice_along(client):
    page = client.get(LIBYA + "&route=central-med-horn&year=2024").text
    form = re.search(r'<form action="/what-if".*?</form>', page, re.DOTALL)[0]
    hidden = dict(re.findall(r'name="(\w+)"[^>]*type="hidden"[^>]*value="([^"]*)"', form))
    assert hidden == {
        "change": "LBY:end-detention-families", "route": "central-med-horn", "company": "family",
        "year": "2024",
    }  # fmt: skip
    assert 'value="school-for-all"' in form
    sent = client.get(LIBYA + "&country=Greece&lever=school-for-all").text
    assert "Greece gives every child school regardless of status" in text_of(sent)


def test_a_lever_for_another_child_says_so(client):
    page = text_of(client.get("/what-if?change=LBY:end-detention-families").text)
    assert "Does not concern this child, who is alone" in page
    assert "Journeys before and after" not in page


def test_what_stays_unknown_is_named(client):
    page = plain(text_of(client.get("/what-if?change=PAN:end-detention").text))
    assert "Still not known in these countries" in page
    assert "Panama: guardian" in page


def test_a_weak_cell_of_a_journey_leads_to_its_levers(client):
    page = client.get("/journey/central-med-horn?cell=4.2").text
    links = re.findall(r'href="(/what-if\?[^"]*)"', page)
    assert "/what-if?route=central-med-horn" in links
    assert any("change=LBY:end-detention-alone&amp;route=central-med-horn&amp;goal=2" in link
               for link in links)  # fmt: skip
    assert "end-detention-families" not in " ".join(links)


def test_what_the_link_says_wrong_is_told(client):
    page = text_of(client.get("/what-if?change=LBY:nothing&route=nowhere").text)
    assert "Part of this link could not be used" in page
    assert "No lever 'nothing'" in page
