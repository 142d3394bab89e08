"""The atlas as a reader uses it, in the real browser."""

import re
from itertools import combinations, pairwise

import pytest
from playwright.sync_api import expect

from tests.browser.waiting import boxes

LIBYA = "#c-LBY"


def has(page, *parts):
    """Wait until the address has all of these parts."""
    every = "".join(f"(?=.*{re.escape(part)})" for part in parts)
    expect(page).to_have_url(re.compile(every))


def step_of(page, iso3="LBY"):
    return page.evaluate(f"document.querySelector('#c-{iso3}').getAttribute('class')")


def pick(page, menu, words):
    """Open a word of the sentence and take one of its choices."""
    page.click(f"details[data-menu={menu}] > summary")
    page.click(f"details[data-menu={menu}] a.choice:text-is('{words}')")


def test_it_opens_on_detention_in_practice_with_routes_over_it(visit):
    page = visit().open("/")
    expect(page.locator("h1")).to_contain_text("detained")
    assert step_of(page).startswith("s0")
    assert page.locator("#map-routes > g:not([hidden])").count() == 39


def test_the_map_is_there_before_any_script_has_run(visit):
    page = visit(java_script_enabled=False).open("/?colour=goal-2&routes=channel")
    assert page.locator("#map-countries path").count() > 200
    assert page.locator("#map-routes > g:not([hidden])").count() == 1
    # And every choice is a link.
    page.locator("details[data-menu=Year] > summary").click()
    page.locator("details[data-menu=Year] a.choice", has_text="2014").click()
    expect(page.locator("#year-now")).to_have_text("2014")


@pytest.mark.parametrize(
    "query",
    [
        "colour=goal-3&year=2019",
        "routes=darien-usa&roles=transit",
        "steps=systematic&checked=1",
        "routes=central-med-horn,western-med&marks=deaths&year=2023",
    ],
)
def test_the_server_and_the_browser_paint_the_same_map(visit, query):
    still = visit(java_script_enabled=False).open(f"/?{query}")
    page = visit().open("/")
    page.evaluate(f"childways.go('/?{query}')")
    expect(page.locator("html")).to_have_attribute("data-painted", re.compile("."))
    looks = "shapes => shapes.map(shape => shape.getAttribute('class'))"
    for shapes in ("#map-countries path", "#map-dots circle"):
        painted = still.locator(shapes).evaluate_all(looks)
        assert page.locator(shapes).evaluate_all(looks) == painted
    drawn = "layers => layers.map(layer => layer.outerHTML)"
    losses = still.locator("#map-losses").evaluate_all(drawn)
    assert len(losses) == ("marks=deaths" in query)
    expect(page.locator("#map-losses")).to_have_count(len(losses))
    assert page.locator("#map-losses").evaluate_all(drawn) == losses
    closeness = "group => Number(group.style.getPropertyValue('--k') || 1)"
    assert page.locator("#map-zoom").evaluate(closeness) == pytest.approx(
        still.locator("#map-zoom").evaluate(closeness), abs=0.001
    )


@pytest.mark.parametrize("goal", [1, 2, 3, 4, 5, 6])
def test_colour_by_each_goal(visit, goal, data):
    one = visit()
    page = one.open("/")
    page.click(f".goal-bar a:nth-child({goal + 1})")
    page.wait_for_url(f"**/*goal={goal}*")
    painted = f"colour=goal-{goal}&goal={goal}"
    expect(page.locator("html")).to_have_attribute("data-painted", painted)
    title = data.atlas.rubrics.goals[goal].title
    expect(page.locator(".legend h2")).to_have_text(f"{goal} {title}")
    one.settled()
    # The menu is narrowed to the goal and its measures.
    page.click("details[data-menu=Colour] > summary")
    asked = len(data.atlas.rubrics.goals[goal].measures()) + 1
    expect(page.locator("details[data-menu=Colour] a.choice")).to_have_count(asked)


def test_a_change_repaints_without_waiting_for_the_server(visit):
    page = visit().open("/")
    page.wait_for_selector("html[data-warm]")
    # The server has nothing to say from here on.
    page.route("**/_dash-update-component*", lambda route: route.fulfill(status=204))
    before = step_of(page, "GRC")
    pick(page, "Colour", "School")
    painted = "colour=school_primary_secondary"
    expect(page.locator("html")).to_have_attribute("data-painted", painted)
    assert step_of(page, "GRC") != before
    expect(page.locator("h1")).to_contain_text("go to school")


def held_back(page, path):
    """Hold back what is asked for at these addresses; return what lets it go."""
    held = []
    page.route(path, lambda route: held.append(route) if held is not None else route.continue_())

    def let_go():
        nonlocal held
        waiting, held = held, None
        for route in waiting:
            route.continue_()

    return let_go


def test_what_a_reader_did_before_dash_took_over_is_kept(visit):
    one = visit()
    let_go = held_back(one.page, "**/_dash-layout*")
    page = one.page
    page.goto("/")
    page.click("details[data-menu=Colour] > summary")
    page.fill("#search-box", "libya")
    expect(page.locator("#painted")).to_be_attached()
    let_go()
    one.at_rest()
    expect(page.locator("details[data-menu=Colour]")).to_have_attribute("open", "")
    expect(page.locator("#search-box")).to_have_value("libya")
    expect(page.locator("#search-box")).to_be_focused()


def test_a_choice_made_before_the_catalogue_is_here_is_painted_when_it_is(visit):
    one = visit()
    let_go = held_back(one.page, "**/catalogue.json*")
    page = one.page
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("data-ready", "1")
    pick(page, "Colour", "School")
    one.settled()
    let_go()
    painted = "colour=school_primary_secondary"
    expect(page.locator("html")).to_have_attribute("data-painted", painted)


def test_filter_by_route_and_role(visit):
    page = visit().open("/")
    page.click("details[data-menu=Routes] > summary")
    page.fill("#route-search", "canar")
    shown = page.locator(".route-choice:visible")
    expect(shown).to_have_count(1)
    page.click(".route-choice[data-route=atlantic-canaries]")
    page.wait_for_url("**routes=atlantic-canaries**")
    expect(page.locator("#map-routes > g:not([hidden])")).to_have_count(1)
    expect(page.locator("#c-LBY")).to_have_class(re.compile("dim"))
    expect(page.locator("#c-ESP")).not_to_have_class(re.compile("dim"))
    page.keyboard.press("Escape")
    page.click("a.role:has-text('Destination')")
    page.wait_for_url("**roles=origin,transit**")
    expect(page.locator("#map-routes > g:not([hidden]) .mark.destination").first).to_be_hidden()
    expect(page.locator("#map-routes > g:not([hidden]) .mark.transit").first).to_be_visible()


def test_change_the_child_and_the_legend_counts_follow(visit):
    page = visit().open("/?colour=goal-4")
    counts = page.locator(".legend .count")
    before = counts.all_inner_texts()
    page.click("details[data-menu=Child] > summary")
    page.click("details[data-menu=Child] a.choice:text-is('Without papers')")
    page.wait_for_url("**status=undocumented**")
    expect(page.locator("details[data-menu=Child] > summary")).to_contain_text("without papers")
    expect(counts).not_to_have_text(before)


def test_the_years_play_to_the_last_one(visit):
    page = visit().open("/?year=2023")
    expect(page.locator("#map")).to_have_attribute("aria-label", re.compile("2023"))
    page.click("#play")
    page.wait_for_url(re.compile(r"^[^?]*/$"))  # 2025 is where the atlas opens
    expect(page.locator("#year-now")).to_have_text("2025")
    expect(page.locator("#map")).to_have_attribute("aria-label", re.compile("2025"))
    expect(page.locator("#play")).to_have_text("Play")


def test_a_country_opens_and_a_value_leads_to_its_source(visit):
    one = visit()
    page = one.open("/")
    page.locator(LIBYA).dispatch_event("click")
    page.wait_for_url("**country=LBY**")
    one.settled()
    panel = page.locator(".panel")
    expect(panel.locator("h2")).to_have_text("Libya")
    expect(panel.locator(".level")).to_have_count(6)
    panel.locator(".level summary", has_text="2 Not detained").click()
    link = panel.locator(".level[open] .fact a.source").first
    source = link.get_attribute("href").split("#")[1]
    link.click()
    page.wait_for_url(f"**/sources#{source}")
    expect(page.locator(f"[id='{source}']:target")).to_be_attached()


def test_the_table_is_the_same_selection_sorted_and_filtered(visit, data):
    one = visit()
    page = one.open("/?routes=channel")
    page.click(".tabs a:has-text('Table')")
    page.wait_for_url("**view=table**")
    rows = page.locator(".table-card tbody tr")
    expect(rows).to_have_count(len(data.atlas.routes["channel"].roles()))
    page.click(".table-card thead a:has-text('Country')")
    page.wait_for_url("**sort=-country**")
    one.settled()
    expect(page.locator("th[aria-sort=descending]")).to_be_visible()
    names = page.locator(".table-card tbody th a").all_inner_texts()
    assert names == sorted(names, reverse=True)
    page.fill("#find", "fra")
    page.wait_for_url("**find=fra**")
    expect(rows).to_have_count(1)
    expect(rows.first).to_contain_text("France")


@pytest.mark.parametrize("size", [(1024, 768), (1280, 720), (1366, 768), (1440, 900)])
@pytest.mark.parametrize("query", ["", "&view=table", "&view=chart", "&country=LBY",
                                   "&view=table&country=LBY"])  # fmt: skip
def test_no_part_of_the_atlas_lies_on_another(visit, size, query):
    """Also with the longest legend and a head of several lines."""
    one = visit(viewport=dict(zip(("width", "height"), size, strict=True)))
    page = one.open(f"/?marks=deaths&colour=goal-4{query}")
    parts = [".bar", ".goal-bar", ".legend", ".foot"]
    parts += [".table-card"] if "view" in query else [".zoom"]
    parts += [".panel"] if "country" in query else []
    found = dict(zip(parts, boxes(page, *parts), strict=True))
    for (name, a), (other, b) in combinations(found.items(), 2):
        across = min(a["x"] + a["width"], b["x"] + b["width"]) - max(a["x"], b["x"])
        down = min(a["y"] + a["height"], b["y"] + b["height"]) - max(a["y"], b["y"])
        assert min(across, down) <= 0.5, f"{name} and {other}"
    assert page.locator(".foot").evaluate("e => e.scrollWidth <= e.clientWidth"), "cut off"


def test_the_table_of_deaths_is_one_press_below_the_countries(visit):
    page = visit().open("/?view=table&marks=deaths")
    expect(page.locator("#deaths-table")).not_to_be_in_viewport()
    page.click(".table-head a[href='#deaths-table']")
    expect(page.locator("#deaths-table caption")).to_be_in_viewport()
    expect(page.locator("#headline")).to_be_in_viewport()


def test_the_legend_filters_when_clicked(visit):
    page = visit().open("/")
    page.click(".legend a.step:has-text('Systematic')")
    page.wait_for_url("**steps=systematic**")
    expect(page.locator("#c-FRA")).to_have_class(re.compile("dim"))
    expect(page.locator(LIBYA)).not_to_have_class(re.compile("dim"))


def test_checked_sources_only_turns_the_others_to_unknown(visit):
    one = visit()
    page = one.open("/?colour=detention_practice")
    unknown = int(page.locator("[data-step=unknown] .count").inner_text())
    page.click("a.toggle")
    page.wait_for_url("**checked=1**")
    one.settled()
    assert int(page.locator("[data-step=unknown] .count").inner_text()) > unknown


def test_quick_choices_are_all_kept_before_the_server_has_answered(visit):
    one = visit()
    page = one.open("/")
    held, is_open = [], []
    page.route(
        "**/_dash-update-component*",
        lambda route: route.continue_() if is_open else held.append(route),
    )
    pick(page, "Colour", "Guardian")
    page.click("details[data-menu=Year] > summary")
    page.click("details[data-menu=Year] a.choice:text-is('2016')")
    page.click(".tabs a:has-text('Table')")
    has(page, "colour=guardian_for_unaccompanied", "year=2016", "view=table")
    is_open.append(True)
    for route in held:
        route.continue_()
    one.settled()
    expect(page.locator("h1")).to_contain_text("guardian")
    expect(page.locator(".table-card caption")).to_contain_text("2016")


def test_a_link_opens_exactly_the_view_that_was_shared(visit):
    sender, reader = visit(), visit()
    first = sender.open("/")
    pick(first, "Colour", "Guardian")
    first.wait_for_url("**colour=guardian**")
    first.click(".tabs a:has-text('Table')")
    first.wait_for_url("**view=table**")
    sender.settled()
    second = reader.open(first.url)
    reader.settled()
    told = "rows => rows.map(row => row.innerText)"
    rows = first.locator(".table-card tbody tr").evaluate_all(told)
    assert len(rows) > 100
    assert second.locator(".table-card tbody tr").evaluate_all(told) == rows
    expect(second.locator("h1")).to_have_text(first.locator("h1").inner_text())


def test_back_and_forward_go_through_the_views(visit):
    page = visit().open("/")
    page.click(".goal-bar a:nth-child(3)")
    page.wait_for_url("**goal=2**")
    page.go_back()
    expect(page.locator("h1")).to_contain_text("detained for their papers")
    page.go_forward()
    expect(page.locator("h1")).to_contain_text("free from immigration detention")


def test_the_chart_draws_unknown_with_a_texture(visit):
    page = visit().open("/")
    page.click(".tabs a:has-text('Chart')")
    page.wait_for_selector(".js-plotly-plot .bars .point path")
    expect(page.locator(".js-plotly-plot pattern")).not_to_have_count(0)
    expect(page.locator(".table-card table tbody tr")).to_have_count(16)


def test_with_the_keyboard_alone(visit):
    one = visit()
    page = one.open("/")
    colour = page.locator("details[data-menu=Colour]")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('details[data-menu=Colour] > summary')"):
            break
    expect(colour.locator("> summary")).to_be_focused()
    page.keyboard.press("Enter")
    expect(colour).to_have_attribute("open", "")
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**colour=**")
    one.settled()
    expect(colour.locator("> summary")).to_be_focused()
    expect(colour.locator("> summary")).not_to_have_css("outline-style", "none")


def test_hovering_says_value_and_evidence(visit):
    page = visit().open("/")
    page.locator("#c-AUS").hover(position={"x": 60, "y": 60})
    expect(page.locator(".tip")).to_contain_text("Australia")
    expect(page.locator(".tip")).to_contain_text("not yet checked")


@pytest.mark.parametrize("width", [390, 768])
def test_at_narrow_widths_the_parts_stand_one_under_the_other(visit, width):
    reader = visit(viewport={"width": width, "height": 900})
    page = reader.open("/")
    for above, below in pairwise(boxes(page, ".head", "#map-host", ".foot", ".legend")):
        assert below["y"] >= above["y"] + above["height"] - 1
    page = reader.open("/?country=LBY")
    panel, head = boxes(page, ".panel", ".head")
    assert panel["y"] + panel["height"] == pytest.approx(900, abs=1)
    assert head["width"] > 0.9 * width, "the panel lies below, not beside"
