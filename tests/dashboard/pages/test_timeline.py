"""The timeline: milestones as exact as they are known, and law beside practice."""

import csv
import io
import re

from dashboard.markup import to_html
from dashboard.pages.timeline import milestones, when
from dashboard.promise_state import TimelineState
from dashboard.site import render


def page(data, query=""):
    return to_html(render(data, "/timeline", query).tree)


def test_milestones_begin_with_the_new_york_declaration_unless_asked(data):
    usual = milestones(data, TimelineState())
    assert min(event.year for event in usual) == 2016
    every = milestones(data, TimelineState(since="all"))
    assert every[0].year == 1951
    assert "New York Declaration" in page(data)


def test_a_date_is_told_as_exactly_as_it_is_known(data):
    events = {event.event_id: event for event in data.atlas.records.timeline}
    assert when(events["2016-new-york-declaration"]) == "19 September 2016"
    assert when(events["2010-family-unit-at-yarl-s-wood-closes"]) == "December 2010"
    year = next(event for event in events.values() if event.precision == "year")
    assert when(year) == str(year.year)


def test_goal_and_country_narrow_the_milestones(data):
    text = page(data, "goal=2&countries=GBR&since=2010")
    found = re.findall(r'<li class="milestone (\w+)" id="([^"]+)"', text)
    events = {event.event_id: event for event in data.atlas.records.timeline}
    assert found
    assert all(events[name].goal in (2, None) for _, name in found)
    national = [name for scope, name in found if scope == "national"]
    assert national
    assert all(events[name].iso3s == ("GBR",) for name in national)


def test_a_chart_tells_in_words_what_it_draws(data):
    text = page(data, "countries=MLT")
    figure = re.search(
        r'<figure class="small-multiple" id="history-MLT"[^>]*>.*?</figure>', text, re.S
    )
    (history,) = data.atlas.histories(["MLT"])
    assert history.sentences()
    for sentence in history.sentences():
        assert sentence in figure[0]
        assert sentence in re.search(r'aria-label="([^"]*)"', figure[0])[1]


def test_countries_without_a_change_are_shown_when_asked(data):
    usual = page(data).count('class="small-multiple"')
    steady = page(data, "steady=1").count('class="small-multiple"')
    assert steady > usual > 10


def test_links_read_back_to_the_same_view(data):
    state = TimelineState(
        goal=2, routes=("channel",), countries=("GBR", "FRA"), since="all", steady=True
    )
    again, dropped = TimelineState.read(data, state.href().partition("?")[2])
    assert dropped == ()
    assert set(again.countries) == {"GBR", "FRA"}
    assert again.href() == TimelineState.read(data, again.href().partition("?")[2])[0].href()


def test_the_csv_is_what_is_shown(client, data):
    rows = list(csv.DictReader(io.StringIO(client.get("/timeline.csv?goal=2&countries=GBR").text)))
    shown = milestones(data, TimelineState(goal=2, countries=("GBR",)))
    assert [row["title"] for row in rows] == [event.title for event in shown]
