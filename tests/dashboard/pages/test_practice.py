"""Good practice: the list, one page a case, and the ways to and from it."""

import csv
import io
import re

import pytest

from dashboard.components.practice_list import serves
from dashboard.markup import to_html
from dashboard.promise_state import PracticeState
from dashboard.site import render
from routes import Child


def page(data, path="/practice", query=""):
    found = render(data, path, query)
    return to_html(found.tree, found.slots)


def cases(text):
    return re.findall(r'<article class="card practice-item" id="([^"]+)"', text)


def test_the_list_is_narrowed_by_goal_role_country_and_measure(data):
    practices = data.atlas.records.practices
    assert cases(page(data)) == list(practices)
    some = cases(page(data, query="goal=2&role=transit"))
    assert some == [p.case_id for p in data.atlas.practices(goal=2, role="transit")]
    assert cases(page(data, query="country=ITA")) == [
        p.case_id for p in data.atlas.practices(iso3="ITA")
    ]
    by_measure = cases(page(data, query="measure=school_primary_secondary"))
    assert by_measure
    assert all("school_primary_secondary" in practices[name].measures for name in by_measure)
    featured = cases(page(data, query="featured=1"))
    assert {practices[name].in_beyond_borders for name in featured} == {True}


def test_only_what_was_featured_carries_the_mark(data):
    text = page(data)
    marked = set(re.findall(r'id="([^"]+)"[^>]*>(?:(?!</article>).)*?★ Beyond Borders', text, re.S))
    ours = {p.case_id for p in data.atlas.practices() if p.in_beyond_borders}
    assert marked & set(cases(text)) >= ours
    for name in set(cases(text)) - ours:
        article = re.search(rf'id="{name}"[^>]*>.*?</article>', text, re.S)[0]
        assert "★" not in article


def test_a_result_that_is_not_known_is_said_and_its_evidence_stays_visible(data):
    houses = page(data, "/practice/bel-return-houses")
    assert "not known to us" in houses
    assert "Source named, not yet checked" in houses
    network = page(data, "/practice/waf-cross-border-network")
    assert "more than 7,000 children" in network
    assert "Read in its source" in network
    assert "Featured in UNICEF, Beyond Borders" in network


def test_a_case_leads_to_countries_measures_and_commitments_and_they_lead_back(data):
    text = page(data, "/practice/mex-child-welfare-referral")
    assert 'href="/country/MEX#practice"' in text
    assert 'href="/?colour=detention_law"' in text
    assert 'href="/commitments?goal=2"' in text
    for one in serves(data, data.atlas.records.practices["mex-child-welfare-referral"]):
        assert one.locator in text
    country = page(data, "/country/MEX")
    assert 'href="/practice/mex-child-welfare-referral"' in country
    promises = page(data, "/commitments", "goal=2&cell=LBY.2-crc-37-b")
    assert 'href="/practice?goal=2"' in promises


def test_a_weak_stage_leads_to_what_worked_elsewhere_for_its_goal_and_role(data):
    weak = page(data, "/journey/central-med-horn", "cell=4.2")
    journey = data.atlas.journey("central-med-horn")
    stage = journey.stages[3]
    assert f'href="/practice?goal=2&amp;role={stage.role}"' in weak
    profile = data.atlas.profile(journey, Child(), 2025)
    strong = next(cell for cell in profile.cells if cell.level and cell.level > 2)
    cell = f"cell={strong.stage.order}.{strong.goal}"
    assert "What worked elsewhere" not in page(data, "/journey/central-med-horn", cell)


def test_where_no_practice_is_documented_for_the_role_it_is_said(data):
    text = page(data, "/journey/channel", "cell=1.2")
    assert "none is documented for goal 2 in origin countries" in text
    assert 'href="/practice?goal=2"' in text


def test_a_case_that_does_not_exist_is_a_page_that_names_the_nearest(data):
    found = render(data, "/practice/bel-return-house", "")
    assert found.status == 404
    assert "bel-return-houses" in to_html(found.tree)


@pytest.mark.parametrize("query", ["goal=9", "role=arrival", "country=ZZZ", "measure=x"])
def test_what_a_link_says_that_does_not_exist_is_dropped_with_a_word(data, query):
    assert "Part of this link could not be used." in page(data, query=query)


def test_choices_without_any_practice_say_so(data):
    text = page(data, query="goal=6&role=origin")
    assert cases(text) == []
    assert "No practice is documented for these choices." in text


def test_links_read_back_to_the_same_view(data):
    state = PracticeState(goal=2, role="transit", country="MEX", measure="detention_law",
                          featured=True)  # fmt: skip
    assert PracticeState.read(data, state.href().partition("?")[2]) == (state, ())


def test_the_csv_is_what_is_shown(client, data):
    rows = list(csv.DictReader(io.StringIO(client.get("/practice.csv?goal=2").text)))
    assert [row["case_id"] for row in rows] == [p.case_id for p in data.atlas.practices(goal=2)]
    assert {row["in_beyond_borders"] for row in rows} <= {"yes", "no", "unknown"}
