"""A journey as a reader uses it, in the real browser."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.waiting import boxes, fits


def test_a_stage_lights_up_in_map_and_profile(visit):
    page = visit().open("/journey/central-med-horn")
    page.hover(".route-map .stage[data-stage='4']")
    expect(page.locator(".stage-head[data-stage='4']")).to_have_class(re.compile("hot"))
    expect(page.locator(".grid-cell.hot")).to_have_count(6)
    page.focus(".grid-cell[data-stage='2'] a >> nth=0")
    expect(page.locator(".route-map .stage[data-stage='2']")).to_have_class(re.compile("hot"))
    expect(page.locator(".stage-head[data-stage='4']")).not_to_have_class(re.compile("hot"))


def test_the_child_changes_the_levels_at_once_and_the_words_follow(visit):
    page = visit().open("/journey/central-med-horn")
    page.wait_for_selector("html[data-warm]")
    cell = page.locator(".cell[data-iso3=SDN][data-goal='4']").first
    expect(cell.locator(".n-value")).to_have_text("?")
    held, is_open = [], []

    def hold(route):
        if is_open:
            route.continue_()
        else:
            held.append(route)

    page.route("**/_dash-update-component*", hold)
    page.click("details[data-menu=Child] > summary")
    page.click("details[data-menu=Child] a.choice:text-is('Refugee')")
    expect(cell.locator(".n-value")).to_have_text("2")
    expect(page.locator("details[data-menu=Child] > summary")).to_contain_text("seeking asylum")
    is_open.append(True)
    for route in held:
        route.continue_()
    expect(page.locator("details[data-menu=Child] > summary")).to_contain_text("who is a refugee")


def test_a_cell_opens_its_facts_and_takes_the_focus(visit):
    page = visit().open("/journey/central-med-horn")
    page.click(".cell[data-iso3=LBY][data-goal='2'] >> nth=0")
    page.wait_for_url("**cell=4.2**")
    title = page.locator("#cell-title")
    expect(title).to_contain_text("Libya")
    expect(title).to_be_focused()
    expect(page.locator("#cell .fact a.source").first).to_be_visible()
    expect(page.locator("#cell .why")).to_contain_text("rule 2.1d")


def test_a_sentence_leads_to_the_facts_behind_it(visit):
    page = visit().open("/journey/central-med-horn")
    page.click(".says-weakest a:has-text('Libya')")
    page.wait_for_url("**cell=4.2**")
    expect(page.locator("#cell-title")).to_contain_text("Libya")


def test_another_branch_brings_another_map(visit, data):
    page = visit().open("/journey/central-med-horn")
    first, other = data.atlas.routes["central-med-horn"].journeys[:2]
    picture = page.locator(".route-map")
    expect(picture).to_have_attribute("aria-label", re.compile(re.escape(first.name)))
    page.click("details[data-menu=Branch] > summary")
    page.click("details[data-menu=Branch] a.choice >> nth=1")
    page.wait_for_url("**branch=**")
    expect(picture).to_have_attribute("aria-label", re.compile(re.escape(other.name)))
    expect(page.locator(".route-map .stage")).to_have_count(len(other.stages))


def test_another_goal_colours_the_map(visit):
    page = visit().open("/journey/central-med-horn")
    page.click(".goal-bar a:has-text('School and health')")
    page.wait_for_url("**goal=4**")
    expect(page.locator(".route-map [data-c=ITA]").first).to_have_class("s2")
    expect(page.locator(".step-head")).to_contain_text("School and health")


def test_build_a_journey_by_typing_moving_and_taking_out(visit):
    one = visit()
    page = one.open("/journey/own")
    for name in ("Eritrea", "Sudan", "Libya"):
        page.fill("#add-country", name)
        page.press("#add-country", "Enter")
        page.wait_for_selector(f".stop:last-child b:text-is('{name}')")
        one.settled()
    page.wait_for_url("**stops=ERI,SDN,LBY**")
    expect(page.locator(".profile .stage-head")).to_have_count(3)
    page.focus("#stop-2-up")
    page.keyboard.press("Enter")
    page.wait_for_url("**stops=ERI,LBY,SDN**")
    one.settled()
    expect(page.locator("#stop-1-up")).to_be_focused()
    page.click("#stop-0-out")
    page.wait_for_url("**stops=LBY,SDN**")
    one.settled()
    page.click("#undo")
    page.wait_for_url("**stops=ERI,LBY,SDN**")
    expect(page.locator(".stop")).to_have_count(3)
    one.settled()
    page.fill("#way-name", "Her <b>way</b>")
    page.press("#way-name", "Enter")
    expect(page.locator("h1")).to_have_text("Her <b>way</b>")


def test_build_a_journey_on_the_map(visit):
    page = visit().open("/journey/own?stops=MEX")
    page.locator(".route-map-host [data-c=USA]").first.dispatch_event("click")
    page.wait_for_url("**stops=MEX,USA**")
    expect(page.locator(".route-map .stage")).to_have_count(2)


def test_reorder_by_dragging(visit):
    page = visit().open("/journey/own?stops=ERI,SDN,LBY")
    page.drag_and_drop(".stop:nth-child(3)", ".stop:nth-child(1)")
    page.wait_for_url("**stops=LBY,ERI,SDN**")
    expect(page.locator(".stop b").first).to_have_text("Libya")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("stops=ERI,ERI", "twice in a row"),
        ("stops=ERI,XYZ", "XYZ"),
        ("stops=" + ",".join(["ERI", "SDN"] * 9), "2 to 15"),
        ("stops=ERI,SDN&add=Atlantis", "Atlantis"),
    ],
)
def test_a_way_that_cannot_be_says_why(visit, query, words):
    page = visit().open(f"/journey/own?{query}")
    expect(page.locator(".notice")).to_contain_text(words)


def test_compare_with_another_child_from_the_journey(visit):
    one = visit()
    page = one.open("/journey/central-med-horn")
    page.click("details[data-menu='Compare with'] > summary")
    page.click("details[data-menu='Compare with'] a.choice:text-is('Refugee')")
    page.wait_for_url("**/compare?**status2=refugee**")
    one.at_rest()
    differing = page.locator("section:has(#side-A) .cell.differs")
    expect(differing).not_to_have_count(0)
    assert differing.count() == page.locator("section:has(#side-B) .cell.differs").count()
    expect(page.locator("main")).to_contain_text("Higher in B than in A")


def test_it_turns_at_narrow_width(visit):
    page = visit(viewport={"width": 390, "height": 844}).open("/journey/central-med-horn")
    cell = ".grid-cell[data-stage='{}']:has([data-goal='{}'])".format
    first, second, beside = boxes(page, cell(1, 1), cell(2, 1), cell(1, 2))
    assert second["y"] > first["y"] + first["height"]
    assert abs(second["x"] - first["x"]) < 1
    assert beside["x"] > first["x"] + first["width"] - 1


def test_twelve_stages_fit_at_1440(visit, data):
    longest = max(
        (j for route in data.atlas.routes.values() for j in route.journeys),
        key=lambda journey: len(journey.stages),
    )
    assert len(longest.stages) == 12
    page = visit().open(f"/journey/{longest.route_id}?branch={longest.branch}")
    fits(page, 1440)
    [last] = boxes(page, ".stage-head[data-stage='12']")
    assert last["x"] + last["width"] <= 1440


def test_on_the_atlas_a_route_leads_to_its_journey(visit):
    page = visit().open("/?country=LBY")
    page.click(".panel a[href^='/journey/central-med-horn']")
    page.wait_for_url("**/journey/central-med-horn**")
    expect(page.locator("h1")).to_contain_text("Central Mediterranean")


@pytest.mark.parametrize(
    ("width", "parts_of_names"),
    [(300, r"[^\s\u00ad]+"), (345, r"[^\s\u00ad]+"), (360, r"[^\s\u00ad]+"), (390, r"[^\s\u00ad]+"),
     (768, r"\S+"), (1440, r"\S+")],
)  # fmt: skip
def test_no_goal_is_broken_inside_a_word_but_at_a_hyphen(visit, width, parts_of_names):
    """Where there is room, not even there. The longest word stands in the goal that is chosen."""
    page = visit(viewport={"width": width, "height": 900})
    page = page.open("/embed/journey/central-med-horn?goal=5")
    parts = page.evaluate(
        """pattern => [...document.querySelectorAll(".goal-name > span")].flatMap(span => {
            const text = span.firstChild, parts = [];
            for (const found of text.data.matchAll(new RegExp(pattern, "g"))) {
                const tops = [...found[0]].map((_, at) => {
                    const letter = document.createRange();
                    letter.setStart(text, found.index + at);
                    letter.setEnd(text, found.index + at + 1);
                    return [...letter.getClientRects()].pop().top; // a hyphen before it is first
                });
                parts.push([found[0], new Set(tops).size]);
            }
            return parts;
        })""",
        parts_of_names,
    )
    assert len(parts) > 12
    assert {word: lines for word, lines in parts if lines != 1} == {}
