"""The list of routes while one types, and a country on paper, in the real browser."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.waiting import holds


def test_the_list_follows_what_is_typed_and_the_address_keeps_it(visit):
    page = visit().open("/journeys?year=2019")
    total = page.locator(".route-item").count()
    page.fill("#route-filter", "Libya italy")
    shown = page.locator(".route-item:visible")
    expect(page.locator("#route-count")).to_have_text(re.compile(rf"^\d of {total} routes shown"))
    names = shown.locator("h3").all_inner_texts()
    assert "Central Mediterranean from the Horn of Africa" in names
    assert "Haiti to the Dominican Republic and deportation back" not in names
    expect(page).to_have_url(re.compile(re.escape("/journeys?year=2019&find=Libya+italy") + "$"))

    page.get_by_role("link", name="Weakest first").click()
    page.wait_for_url("**sort=weakest**")
    expect(page.locator("#route-filter")).to_have_value("Libya italy")
    expect(page.locator(".route-group:visible")).to_have_count(1)
    assert sorted(shown.locator("h3").all_inner_texts()) == sorted(names)

    page.fill("#route-filter", "")
    expect(shown).to_have_count(total)


def test_a_link_with_a_search_opens_as_it_was(visit):
    page = visit().open("/journeys?find=libya&sort=drop")
    expect(page.locator("#route-filter")).to_have_value("libya")
    assert 0 < page.locator(".route-item:visible").count() < page.locator(".route-item").count()


def test_another_kind_of_child_is_one_step_away_by_keyboard(visit):
    page = visit().open("/country/ITA")
    page.locator(".child-matrix tbody tr:not(.company) a.cell").nth(6 * 6).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".child-matrix .chosen th")).to_have_text("Without papers")
    expect(page.locator("#levels-title")).to_contain_text("with family, without papers")


def test_a_choice_keeps_the_place_on_the_page(visit):
    page = visit(viewport={"width": 390, "height": 700}).open("/country/ITA")
    cell = page.locator(".strip .cell").nth(3)
    cell.scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    assert before > 300
    cell.click()
    page.wait_for_url("**year=2013")
    expect(page.locator("#levels-title")).to_contain_text("in 2013")
    holds(page, f"Math.abs(scrollY - {before}) < 60")


def test_the_facts_behind_a_strip_are_one_link_away(visit):
    page = visit().open("/country/LBY")
    page.get_by_role("link", name="in practice", exact=True).click()
    expect(page.locator("#facts-detention_practice .fact").first).to_be_visible()


@pytest.mark.parametrize(
    ("iso3", "pages"), [("ITA", 2), ("GBR", 2), ("LBY", 2), ("ABW", 1), ("MYT", 1)]
)
def test_a_country_prints_on_two_pages_of_a4(visit, iso3, pages):
    page = visit().open(f"/country/{iso3}")
    paper = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == pages
    sizes = re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", paper)
    assert {(round(float(width)), round(float(height))) for width, height in sizes} == {(595, 842)}
    page.emulate_media(media="print")
    for part in ("levels", "detention", "children", "commitments", "routes"):
        if part in ("levels", "routes") or iso3 != "MYT":
            expect(page.locator(f"#{part}")).to_be_visible()
    expect(page.locator(".top")).to_be_hidden()
    expect(page.locator("#facts")).to_be_hidden()
    expect(page.locator(".level .why").first).to_be_visible()


def test_a_dark_page_is_light_on_paper(visit):
    page = visit(color_scheme="dark").open("/country/LBY")
    page.click("[data-toggle-theme]")
    page.click("[data-toggle-theme]")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.emulate_media(media="print")
    ink = "getComputedStyle(document.documentElement).getPropertyValue('--ink')"
    holds(page, f"{ink} === '#1d2733'")
