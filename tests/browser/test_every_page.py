"""What holds for every page: nothing for axe to find, no sideways scrolling, light and dark."""

import pytest
from playwright.sync_api import expect

from tests.browser.waiting import fits

PAGES = {
    "atlas": "/",
    "atlas with a country": "/?country=LBY&goal=2&colour=goal-2",
    "how sure we are": "/?colour=evidence-known",
    "table": "/?view=table",
    "chart": "/?view=chart",
    "journey": "/journey/central-med-horn",
    "journey with open facts": "/journey/central-med-horn?cell=4.2",
    "own journey": "/journey/own?stops=ERI,SDN,LBY,ITA",
    "empty builder": "/journey/own",
    "compare": "/compare?a=channel&b=albania-uk",
}
STILL = {
    "journeys": "/journeys",
    "country": "/country/LBY",
    "brief of a country": "/brief/country/GBR",
    "brief of a journey": "/brief/journey/central-med-horn",
    "what if": "/what-if",
    "what if answered": "/what-if?change=LBY:end-detention&change=ITA:school-for-all&goal=2",
    "goals": "/goals",
    "one goal": "/goals/2?since=2016&status=refugee",
    "empty sheet": "/sheet",
    "sheet of a list with a mistake": "/sheet?paste=Lybia%0AItaly,+Greece;+TUN&sort=goal-2",
    "sheet of one goal": "/sheet?of=region:northern-africa&goal=2",
    "commitments": "/commitments",
    "promises of a goal with both facts": "/commitments?goal=2&cell=LBY.2-crc-37-b",
    "timeline": "/timeline",
    "practice": "/practice",
    "one practice": "/practice/waf-cross-border-network",
    "data": "/data",
    "what is known": "/data?view=coverage",
    "questions of a goal": "/data?view=coverage&goal=4&routes=central-med-horn",
    "what is missing": "/data?view=missing&cell=LBY.school_primary_secondary",
    "methods": "/methods",
    "sources": "/sources",
    "own": "/own",
    "corrections": "/corrections",
    "question": "/corrections?fact=detention/LBY/detention_practice/all/alone/2014",
    "what can be explained": "/explain",
    "a level explained": "/explain/LBY/1?year=2023",
    "a drop explained": "/explain/central-med-horn/2?stage=4",
    "search": "/search?q=libia",
    "search for nothing": "/search?q=qqqqqq",
    "wrong address": "/nowhere",
    "no such route": "/journey/atlantis",
}
LOOKS = {
    "wide and light": {},
    "narrow and dark": {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"},
}
BETWEEN = {"width": 768, "height": 1024}  # nothing is only there, but something could be too wide


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", [*PAGES, *STILL])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(visit, name, look):
    one = visit(**LOOKS[look])
    page = one.open(PAGES.get(name) or STILL[name])
    assert page.locator("#react-entry-point").count() == (name in PAGES)
    if name == "chart":
        page.wait_for_selector(".js-plotly-plot .bars .point path")
    assert one.axe() == []
    for size in (page.viewport_size, BETWEEN):
        page.set_viewport_size(size)
        fits(page, size["width"])


def test_the_theme_is_kept_from_page_to_page(visit):
    one = visit(color_scheme="light")
    page = one.open("/")
    page.click("[data-toggle-theme]")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    one.open("/methods")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_no_cookie_is_set(visit):
    one = visit()
    one.open("/")
    assert one.context.cookies() == []
