"""The journey page, made by the server: every documented branch, own ways, and what they show."""

import re
from itertools import pairwise

import pytest

from dashboard.markup import to_html
from dashboard.site import render
from routes import Child


def html_of(data, address):
    path, _, query = address.partition("?")
    page = render(data, path, query)
    return page, to_html(page.tree, page.slots)


def cells(html):
    found = re.findall(
        r'data-goal="(\d)" data-iso3="(\w+)"[^>]*><span class="n-value">([^<])</span>', html
    )
    return [(iso3, int(goal), number) for goal, iso3, number in found]


def test_every_documented_branch_has_a_page_that_shows_what_the_model_says(data):
    child = Child()
    for route in data.atlas.routes.values():
        for journey in route.journeys:
            page, html = html_of(data, f"/journey/{route.route_id}?branch={journey.branch}")
            assert page.status == 200
            profile = data.atlas.profile(
                journey, child, 2025, world=data.world(data.age_class(child), False)
            )
            told = cells(html)
            assert len(told) == 6 * len(journey.stages)
            for (iso3, goal, number), cell in zip(
                sorted(told, key=lambda c: c[1]),
                sorted(profile.cells, key=lambda c: c.goal),
                strict=True,
            ):
                assert (iso3, goal) == (cell.stage.iso3, cell.goal)
                if goal == 5:
                    assert number == "–"
                else:
                    assert number == ("?" if cell.level is None else str(cell.level))
            assert html.count('class="drop') == len(profile.drops)
            assert html.count('<g class="stage ') == len(journey.stages)
            for sentence in profile.sentences():
                assert f"says-{sentence.kind}" in html


def test_a_map_has_no_streak_across_it(data):
    for stops in ("FJI,WSM", "RUS,USA", "NZL,TON,USA", "JPN,USA"):
        page, html = html_of(data, f"/journey/own?stops={stops}")
        assert page.status == 200
        for path in re.findall(r'class="line \w+" d="([^"]+)"', html):
            for piece in filter(None, path.split("M")):
                xs = [float(point.split(",")[0]) for point in piece.split("L")]
                steps = [abs(b - a) for a, b in pairwise(xs)]
                assert max(steps, default=0) < 250


def test_an_open_cell_shows_the_facts_and_the_rule(data):
    _, html = html_of(data, "/journey/central-med-horn?cell=4.2&year=2021")
    card = html[html.index('id="cell"') :]
    level = data.atlas.levels("LBY", Child(), 2021)[2]
    assert level.why.split(":")[0] in card
    for fact in (fact for answer in level.answers for fact in answer.facts):
        assert f'href="/sources#{fact.source_id}"' in card


def test_a_cell_beyond_the_last_stage_is_let_go(data):
    _, html = html_of(data, "/journey/central-med-horn?cell=40.2")
    assert 'id="cell"' not in html


def test_an_own_way_says_that_no_source_documents_it(data):
    page, html = html_of(data, "/journey/own?stops=ERI,SDN,LBY&name=Test+way")
    assert page.title == "Test way"
    assert "No source documents it" in html
    assert 'id="figures"' not in html


@pytest.mark.parametrize(
    ("stops", "words"),
    [("ERI,ERI", "twice in a row"), ("ERI,QQQ", "QQQ"), (",".join(["ERI", "SDN"] * 8), "2 to 15")],
)
def test_a_way_that_cannot_be_keeps_its_countries_and_says_why(data, stops, words):
    _, html = html_of(data, f"/journey/own?stops={stops}")
    assert words in html
    assert html.count('class="stop"') == stops.count(",") + 1


def test_recorded_figures_stand_alone_each_with_its_source(data):
    figures = data.atlas.figures("channel")
    assert len(figures) > 1
    _, html = html_of(data, "/journey/channel")
    section = html[html.index('id="figures"') :]
    for row in figures.itertuples():
        assert f'href="/sources#{row.source_id}"' in section
    total = f"{figures['value'].sum():,.0f}"
    assert total not in section


def test_a_route_without_figures_says_not_known(data):
    without = next(r for r in data.route_ids if data.atlas.figures(r).empty)
    _, html = html_of(data, f"/journey/{without}")
    assert "no recorded figure of this route is held here" in html


def test_side_by_side_with_itself_nothing_differs(data):
    _, html = html_of(data, "/compare?a=channel")
    assert "do not differ" in html
    assert "differs" not in re.findall(r'class="(cell[^"]*)"', html)


def test_side_by_side_marks_the_cells_that_differ(data):
    _, html = html_of(data, "/compare?a=central-med-horn&status2=refugee")
    journey = data.atlas.journey("central-med-horn")
    one = data.atlas.profile(journey, Child(), 2025)
    other = data.atlas.profile(journey, Child(status="refugee"), 2025)
    found = data.atlas.compare(one, other)
    assert len(found.differences) > 0
    assert len(re.findall(r'class="cell [^"]*differs', html)) == 2 * len(found.differences)
