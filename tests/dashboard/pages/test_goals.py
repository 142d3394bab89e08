"""The page of the six goals: every number on it is the model's, in words beside colour."""

import re
from html import unescape

import pytest

from dashboard.components.count_bar import Part, count_bar
from dashboard.figures import level_years
from dashboard.goals_state import GoalsState
from dashboard.markup import to_html
from dashboard.site import render
from dashboard.state import Lens
from routes import GOALS, UnknownNameError, YearCount

JUDGED = (1, 2, 3, 4, 6)


def page(data, path="/goals", query=""):
    found = render(data, path, query)
    assert found.status == 200
    return unescape(to_html(found.tree, found.slots))


def card(text, goal):
    return re.search(rf'<section [^>]*id="goal-{goal}".*?</section>', text, re.S)[0]


def counted(part):
    """Words -> countries, from the list beside a bar."""
    key = re.search(r'class="count-key">(.*?)</ul>', part, re.S)[1]
    return {w: int(n) for w, n in re.findall(r"</span><span>([^<]*)</span><b>(\d+)</b>", key)}


@pytest.mark.parametrize("goal", JUDGED)
def test_each_card_counts_every_country_once_as_the_model_does(data, goal):
    found = data.atlas.standing(goal)
    told = counted(card(page(data), goal))
    assert told["Not known"] == len(found.unknown)
    assert told["Not protected"] == len(found.by_level[0])
    assert told["Protected"] == len(found.by_level[4])
    assert sum(told.values()) == len(found.countries)


def test_a_goal_without_a_level_is_not_judged_and_never_unknown(data):
    told = card(page(data), 5)
    assert "Not judged" in told
    assert "Known for" not in told
    assert set(counted(told)) == {
        step.label for step in data.colourings["gcm_vote"].steps if step.label != "Does not apply"
    }
    assert data.atlas.rubrics.goals[5].note in page(data, "/goals/5")


def test_who_rose_and_fell_is_named_with_both_levels_and_marked_when_uneven(data):
    found = data.atlas.standing(2, since=2016)
    text = page(data, "/goals/2", "since=2016")
    moved = re.search(r'<section [^>]*id="moved".*?</section>', text, re.S)[0]
    assert found.rose
    assert found.fell
    for move in (*found.rose, *found.fell):
        line = re.search(rf"<li><a [^>]*>{re.escape(data.name(move.iso3))}</a>(.*?)</li>", moved)[1]
        assert f"{move.was} → {move.now}" in line
        assert ("≠" in line) == move.is_uneven
    assert f"{len(found.not_comparable)} can’t be compared" in moved


def test_least_and_most_protected_stages_all_lead_to_their_cells(data, client):
    found = data.atlas.standing(2)
    text = page(data, "/goals/2")
    ends = re.search(r'<section [^>]*id="stages".*?</section>', text, re.S)[0]
    links = re.findall(r'href="(/journey/[^"]*)"', ends)
    assert len(links) == len(found.least) + len(found.most)
    assert all("cell=" in link for link in links)
    answer = client.get(links[0])
    assert answer.status_code == 200
    assert f"level {found.least[0].level}" in answer.text


def test_the_page_leads_to_rubric_map_promises_practice_and_timeline(data, client):
    text = page(data, "/goals/2", "status=refugee")
    for part in ("/methods#goal-2", "colour=goal-2", "/commitments?", "/practice", "/timeline?"):
        (link, *_) = re.findall(rf'href="([^"]*{re.escape(part)}[^"]*)"', text)
        assert client.get(link.partition("#")[0]).status_code == 200
    for name in data.atlas.rubrics.goals[2].measures():
        assert data.colourings[name].label in text


def test_the_address_holds_child_year_and_the_year_compared_with():
    state, dropped = GoalsState.read("2", "status=refugee&year=2020&since=2012&checked=1")
    assert dropped == ()
    assert state.href() == "/goals/2?status=refugee&year=2020&checked=1&since=2012"
    assert state.href(goal=0).startswith("/goals?")
    assert "since" not in state.href(year=2012)
    _, dropped = GoalsState.read("", "since=2024&year=2020&nonsense=1")
    assert len(dropped) == 2
    for name in ("7", "two", "1/2"):
        with pytest.raises(UnknownNameError):
            GoalsState.read(name, "")


def test_a_year_with_nothing_before_it_says_so(data):
    text = page(data, "/goals/2", "year=2010")
    assert "nothing can be compared" in text


def test_a_goal_that_is_none_is_a_page_with_the_way_back(client):
    answer = client.get("/goals/9")
    assert answer.status_code == 404
    assert "Nearest" in answer.text
    assert 'href="/"' in answer.text


def test_checked_sources_only_knows_no_more(data):
    state = GoalsState(lens=Lens(checked=True))
    for goal in GOALS:
        assert state.standing(data, goal).known <= GoalsState().standing(data, goal).known


def test_the_chart_holds_each_years_numbers_and_hatches_the_unknown():
    years = [
        YearCount(year=2020, levels=(1, 0, 2, 0, 0), unknown=7),
        YearCount(year=2021, levels=(0, 0, 0, 0, 10), unknown=0),
    ]
    svg = level_years.chart(years, year=2021, since=2020, label='"A" & b', name="x")
    parts = re.findall(r'<rect class="c-(\w+)"(.*?)><title>(\d+): (\d+),', svg)
    assert [(css, year, n) for css, _, year, n in parts] == [
        ("s0", "2020", "1"), ("s2", "2020", "2"), ("u", "2020", "7"), ("s4", "2021", "10"),
    ]  # fmt: skip
    assert all(("url(#hatch-x)" in more) == (css == "u") for css, more, *_ in parts)
    heights = [float(re.search(r'height="([\d.]+)"', more)[1]) for _, more, *_ in parts]
    assert heights[2] / heights[0] == pytest.approx(7, rel=0.02)
    assert "&quot;A&quot; &amp; b" in svg


def test_a_bar_is_as_wide_as_its_numbers_and_leaves_out_what_is_empty():
    bar = to_html(
        count_bar([Part("s0", "0", "a", 1), Part("s1", "1", "b", 0), Part("u", "?", "c", 3)])
    )
    assert re.findall(r"width:([\d.]+)%", bar) == ["25.000", "75.000"]
    assert 'aria-hidden="true"' in bar
