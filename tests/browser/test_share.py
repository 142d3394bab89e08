"""Share in the real browser, and the code that it gives on a foreign page."""

import re

import pytest
from playwright.sync_api import expect


def test_the_dialog_holds_link_code_and_citation_and_a_preview(visit, address, data):
    data.origin = address
    page = visit().open("/journey/channel?year=2020")
    page.click("details[data-menu=Share] > summary")
    expect(page.locator("#share-link")).to_have_value(f"{address}/journey/channel?year=2020")
    assert f'src="{address}/embed/journey/channel?year=2020&amp;cited=' in page.input_value(
        "#share-code-for-a-web-page"
    )
    assert data.version in page.input_value("#share-citation")
    page.click(".share-live details > summary")
    frame = page.frame_locator(".share-live .share-preview")
    expect(frame.locator("h1")).to_contain_text("Channel")


def test_one_choice_freezes_link_code_and_citation_and_the_link_opens_frozen(visit, data, address):
    data.origin = address
    one = visit()
    page = one.open("/journey/channel?year=2020")
    page.click("details[data-menu=Share] > summary")
    expect(page.locator("#share-is-live")).to_be_checked()
    expect(page.locator("#share-link-frozen")).to_be_hidden()
    page.focus("#share-is-live")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#share-is-frozen")).to_be_checked()
    expect(page.locator("#share-link")).to_be_hidden()
    frozen = page.locator("#share-link-frozen")
    expect(frozen).to_have_value(
        f"{address}/journey/channel?year=2020&age=15&company=alone&status=asylum_seeker&goal=2"
        f"&marks=deaths,flows"
        f"&edition={data.version}"
    )
    for name in ("code-for-a-web-page", "markdown", "citation", "bibtex", "csl-json"):
        expect(page.locator(f"#share-{name}-frozen")).to_be_visible()
    assert [fault for fault in one.axe() if "share" in fault] == []
    page.goto(frozen.input_value())
    page.wait_for_selector("html[data-ready]")
    expect(page.locator(".edition-banner")).to_contain_text(
        f"Frozen at data version {data.version}"
    )
    # Choices made by script stay frozen, and so do their words.
    page.click("details[data-menu=Year] > summary")
    page.click("details[data-menu=Year] a:has-text('2015')")
    one.settled()
    expect(page).to_have_url(re.compile(rf"year=2015.*edition={data.version}"))
    expect(page.locator(".edition-banner")).to_contain_text("Frozen")
    page.click(".edition-banner a")
    expect(page).to_have_url(re.compile("^(?=.*year=2015)(?!.*edition)"))
    page.wait_for_selector("html[data-ready]")
    expect(page.locator(".edition-banner")).to_have_count(0)


def test_without_script_the_choice_works_too(visit):
    one = visit(java_script_enabled=False)
    one.page.goto("/country/LBY")
    one.page.click("details[data-menu=Share] > summary")
    one.page.check("#share-is-frozen")
    expect(one.page.locator("#share-link-frozen")).to_be_visible()
    expect(one.page.locator("#share-link")).to_be_hidden()


def test_a_page_of_the_site_itself_can_not_be_framed(chromium, address, foreign):
    pages, other = foreign
    pages["/report"] = f"<!DOCTYPE html><iframe src='{address}/methods'></iframe>"
    context = chromium.new_context()
    report = context.new_page()
    with report.expect_event("console", lambda message: "frame-ancestors" in message.text):
        report.goto(f"{other}/report")
    context.close()


@pytest.mark.parametrize("path", ["/embed/map", "/embed/journey/channel", "/embed/country/LBY",
                                  "/embed/compare?a=channel&b=albania-uk"])  # fmt: skip
@pytest.mark.parametrize("width", [300, 700])
def test_axe_finds_nothing_in_an_embed_from_300_pixels_on(visit, path, width):
    one = visit(viewport={"width": width, "height": 600})
    one.page.goto(path)
    assert one.axe() == []
    assert one.page.evaluate("document.documentElement.scrollWidth") <= width
