"""Pictures of the timeline and of practice: what the page says, as much of it as has room."""

import re
from html import unescape
from xml.etree import ElementTree

import pytest

from dashboard.components import practice_list, timeline_parts
from dashboard.markup import to_html
from dashboard.pictures.compose import draw, words_of
from dashboard.pictures.matrix import left_out
from dashboard.pictures.request import PictureRequest
from dashboard.promise_state import TimelineState
from dashboard.site import render

SVG = "{http://www.w3.org/2000/svg}"


def drawn(data, rest, query=""):
    return draw(data, PictureRequest.read("svg", rest, query))


def texts(made):
    return [t.text or "" for t in ElementTree.fromstring(made.svg).iter(f"{SVG}text")]


def written(made):
    return " ".join(texts(made))


def page(data, query):
    found = render(data, "/timeline", query)
    return to_html(found.tree, found.slots)


def charted(data, query):
    """Country -> the words of its chart's spells, as the page draws them."""
    figures = re.findall(r'<figure class="small-multiple".*?</figure>', page(data, query), re.S)
    return {
        unescape(re.search(r"<figcaption><a [^>]*>([^<]*)", one)[1]): [
            unescape(words)
            for words in re.findall(r'class="point[^>]*><title>([^<]*)</title>', one)
        ]
        for one in figures
    }


@pytest.mark.parametrize("query", ["countries=GBR,LBY,BEL&since=all", "routes=channel&steady=1"])
def test_charts_are_those_of_the_page_and_a_year_not_known_is_a_gap(data, query):
    made = drawn(data, "timeline", f"{query}&size=column")
    expected = charted(data, query)
    root = ElementTree.fromstring(made.svg)
    told = [t.text for path in root.iter(f"{SVG}path") for t in path.iter(f"{SVG}title")]
    spells = [words for words in told if re.search(r", (Law|Practice): ", words)]
    assert spells == [f"{name}, {words}" for name, found in expected.items() for words in found]
    strokes = re.findall(r'<path d="[^"]*" fill="none" stroke="#\w+" stroke-width="1.8"', made.svg)
    assert len(strokes) == page(data, query).count('class="run"')
    assert [name for name in texts(made) if name in expected] == list(expected)
    assert "a gap is not known" in written(made)


def test_law_and_practice_differ_in_form_and_not_in_colour_alone(data):
    made = drawn(data, "timeline", "countries=GBR&size=column")
    strokes = re.findall(r'stroke-width="1.8"( stroke-dasharray="[^"]*")?/>', made.svg)
    assert {bool(dashed) for dashed in strokes} == {True, False}
    marks = set(
        re.findall(r' d="([^"]*)" fill="[^"]*" stroke="[^"]*" stroke-width="1.3"', made.svg)
    )
    assert len(marks) == 2


def test_milestones_stand_by_year_with_date_and_place(data):
    events = timeline_parts.milestones(data, TimelineState.read(data, "countries=BEL")[0])
    words = written(drawn(data, "timeline", "countries=BEL&size=column"))
    words, at = words.partition(" Milestones ")[2], []
    for event in events:
        at.append(words.index(event.title[:25], at[-1] + 1 if at else 0))
    assert len(at) == len(set(at)) > 20
    assert "19 September" in words
    assert "(Belgium)" in words
    assert "left out" not in words


def test_what_has_no_room_is_counted_and_the_latest_stay(data):
    made = drawn(data, "timeline", "since=all&steady=1&size=card")
    state, _ = TimelineState.read(data, "since=all&steady=1")
    every, events = charted(data, "since=all&steady=1"), timeline_parts.milestones(data, state)
    shown = [name for name in texts(made) if name in every]
    assert shown == [name for name in every if name in shown]
    held = {one.name: one for one in timeline_parts.histories(data, state)}
    latest = {name: max((c.year for c in (*one.law_changes, *one.practice_changes)), default=0)
              for name, one in held.items()}  # fmt: skip
    others = [year for name, year in latest.items() if name not in shown]
    assert min(latest[name] for name in shown) >= max(others)
    charts = left_out(len(every), len(shown), "the latest change of law or practice first")
    number = int(re.search(r"The (\d+) that are drawn come first in this order: the latest first",
                           made.alt)[1])  # fmt: skip
    assert 0 < number < len(events)
    words = left_out(len(events), number, "the latest first", one="milestone", many="milestones")
    for told in (charts, words):
        assert told in written(made)
        assert told in made.alt
    assert events[-1].title[:20] in written(made)


def test_the_words_of_a_timeline_are_made_from_its_data(data):
    title, line, alt = words_of(data, "timeline?countries=GBR,BEL&age=4")
    assert title == "What happened when"
    assert re.match(r"\d+ milestones\. ", line)
    assert "4 years old" in alt or "aged 4" in alt or "of 4" in alt
    assert "Of 2 countries, law or practice is known for 2" in alt


# -- Practice ----------------------------------------------------------------------------------
def test_every_practice_stands_with_what_is_known_of_its_result(data):
    practices = data.atlas.practices()
    words = written(drawn(data, "practice", "size=column"))
    for one in practices:
        assert one.title.split()[0] in words
    known = [one for one in practices if one.result]
    assert words.count("Result: not known to us.") == len(practices) - len(known)
    assert words.count("Reported result:") == len(known)
    assert "does not show that it worked" in words


def test_where_results_have_no_room_it_is_said_which_are_reported(data):
    practices = data.atlas.practices()
    made = drawn(data, "practice", "size=slide")
    told = texts(made)
    assert told.count("reported") == sum(bool(one.result) for one in practices)
    assert told.count("not known") == sum(not one.result for one in practices)
    assert "Its words stand at the link below" in written(made)
    assert "left out" not in made.alt


def test_a_case_says_all_that_is_known_of_it(data):
    one = practice_list.case(data, "waf-cross-border-network")
    made = drawn(data, f"practice/{one.case_id}", "size=page")
    words = written(made)
    assert made.title == one.title
    for told in (one.result, data.name(one.iso3s[0]), one.actors[0], "since 2002", "Read in its"):
        assert told in words
    assert one.what in made.alt
    assert one.result in made.alt
    other = drawn(data, "practice/bih-social-welfare-centres")
    assert "Not known to us." in written(other)
    assert "year not known" in other.alt


def test_a_list_of_nothing_says_so(data):
    made = drawn(data, "practice", "goal=5&country=CAN")
    assert practice_list.NONE in written(made)
    assert practice_list.NONE in made.alt
