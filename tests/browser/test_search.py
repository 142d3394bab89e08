"""Finding things from the keyboard, on live and on painted pages."""

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize("path", ["/?status=refugee", "/methods"])
def test_a_slash_a_name_with_a_mistake_and_enter_open_a_country(visit, path):
    one = visit()
    page = one.open(path)
    page.keyboard.press("/")
    expect(page.locator("#search-box")).to_be_focused()
    page.keyboard.type("libia")
    first = page.locator("#search-list [role=option]").first
    expect(first).to_contain_text("Libya")
    page.keyboard.press("ArrowDown")
    expect(first).to_have_attribute("aria-selected", "true")
    expect(page.locator("#search-box")).to_have_attribute(
        "aria-activedescendant", "search-option-0"
    )
    page.keyboard.press("Enter")
    if path == "/methods":
        page.wait_for_url("**/country/LBY")
        expect(page.locator("h1")).to_contain_text("Libya")
    else:  # the atlas opens its panel and keeps the child
        page.wait_for_url("**status=refugee**country=LBY**")
        expect(page.locator(".panel h2")).to_have_text("Libya")


def test_results_carry_the_child_along_and_close_with_escape(visit):
    page = visit().open("/journey/channel?status=trafficked&year=2020")
    page.fill("#search-box", "western balkns")
    first = page.locator("#search-list [role=option]").first
    expect(first).to_contain_text("Western Balkans")
    kept = "/journey/western-balkans?status=trafficked&year=2020"
    expect(first).to_have_attribute("href", kept)
    page.keyboard.press("Escape")
    expect(page.locator("#search-list")).to_be_hidden()
    expect(page.locator("#search-box")).to_have_attribute("aria-expanded", "false")


@pytest.mark.parametrize(
    ("asked", "name"),
    [("uk", "United Kingdom"), ("Alemania", "Germany"), ("lybia", "Libya"), ("nigr", "Niger")],
)
def test_the_browser_finds_what_the_server_finds(visit, asked, name):
    page = visit().open("/methods")
    page.fill("#search-box", asked)
    expect(page.locator("#search-list .found-title").first).to_have_text(name)


def test_enter_without_a_choice_opens_the_page_of_results(visit):
    page = visit().open("/")
    page.fill("#search-box", "guardian")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=guardian")
    expect(page.locator("main h2").first).to_have_text("Goals and measures")


def test_the_box_works_without_script(visit):
    page = visit(java_script_enabled=False).open("/methods")
    page.fill("#search-box", "turky")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=turky")
    expect(page.locator("main .found a").first).to_have_text("Türkiye")


def test_a_click_elsewhere_leaves_the_untouched_box_a_plain_one(visit):
    one = visit()
    page = one.open("/")
    page.click(".share > summary")
    expect(page.locator(".share-body")).to_be_visible()
    assert [fault for fault in one.axe() if "search-box" in fault] == []
