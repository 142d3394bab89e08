"""Share in the real browser, and the code that it gives on a foreign page."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.waiting import fits

PAPER = "html => getComputedStyle(html.ownerDocument.body).backgroundColor"


def test_the_dialog_holds_link_code_and_citation_and_a_preview(visit, known_as, data):
    page = visit(at=known_as).open("/journey/channel?year=2020")
    page.click("details[data-menu=Share] > summary")
    expect(page.locator("#share-link")).to_have_value(f"{known_as}/journey/channel?year=2020")
    source = re.escape(f'src="{known_as}/embed/journey/channel?year=2020&amp;cited=')
    expect(page.locator("#share-code-for-a-web-page")).to_have_value(re.compile(source))
    expect(page.locator("#share-citation")).to_have_value(re.compile(data.version))
    page.click(".share-live details > summary")
    frame = page.frame_locator(".share-live .share-preview")
    expect(frame.locator("h1")).to_contain_text("Channel")


def test_one_choice_freezes_link_code_and_citation_and_the_link_opens_frozen(visit, data, known_as):
    one = visit(at=known_as)
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
        f"{known_as}/journey/channel?year=2020&age=15&company=alone&status=asylum_seeker&goal=2"
        f"&marks=deaths,flows"
        f"&edition={data.version}"
    )
    for name in ("code-for-a-web-page", "markdown", "citation", "bibtex", "csl-json"):
        expect(page.locator(f"#share-{name}-frozen")).to_be_visible()
    assert [fault for fault in one.axe() if "share" in fault] == []
    one.open(frozen.input_value())
    expect(page.locator(".edition-banner")).to_contain_text(
        f"Frozen at data version {data.version}"
    )
    # Choices made by script stay frozen, and so do their words.
    page.click("details[data-menu=Year] > summary")
    page.click("details[data-menu=Year] a:has-text('2015')")
    one.settled()
    expect(page).to_have_url(re.compile(f"(?=.*edition={data.version})(?=.*year=2015)"))
    expect(page.locator(".edition-banner")).to_contain_text("Frozen")
    page.click(".edition-banner a")
    expect(page).to_have_url(re.compile("^(?!.*edition).*year=2015"))
    one.at_rest()
    expect(page.locator(".edition-banner")).to_have_count(0)


@pytest.mark.parametrize("kind", ["live", "frozen"])
def test_the_colours_of_a_frame_are_chosen_for_its_code_and_seen_in_its_preview(visit, kind):
    page = visit(color_scheme="light").open("/country/LBY")
    page.click("details[data-menu=Share] > summary")
    page.check(f"#share-is-{kind}")
    share, end = page.locator(f".share-{kind}"), "-frozen" if kind == "frozen" else ""
    code = page.locator(f"#share-code-for-a-web-page{end}")
    expect(page.locator(f"#share-look-auto{end}")).to_be_checked()
    expect(code).to_be_visible()
    share.locator("details > summary").click()
    preview = share.frame_locator(".share-preview").locator("html")
    expect(preview).to_have_attribute("lang", "en")
    light = preview.evaluate(PAPER)
    page.focus(f"#share-look-auto{end}")
    page.keyboard.press("ArrowLeft")
    dark = page.locator(f"#share-code-for-a-web-page-always-dark{end}")
    expect(dark).to_be_visible()
    expect(dark).to_have_value(re.compile(r'src="[^"]*/embed/country/LBY[^"]*theme=dark"'))
    expect(code).to_be_hidden()
    expect(preview).to_have_attribute("data-theme", "dark")
    assert preview.evaluate(PAPER) != light
    page.check(f"#share-look-light{end}")
    expect(preview).to_have_attribute("data-theme", "light")
    assert preview.evaluate(PAPER) == light


def test_without_script_the_choice_works_too(visit):
    one = visit(java_script_enabled=False)
    one.open("/country/LBY")
    one.page.click("details[data-menu=Share] > summary")
    one.page.check("#share-look-dark")
    expect(one.page.locator("#share-code-for-a-web-page-always-dark")).to_be_visible()
    expect(one.page.locator("#share-code-for-a-web-page")).to_be_hidden()
    one.page.check("#share-is-frozen")
    expect(one.page.locator("#share-link-frozen")).to_be_visible()
    expect(one.page.locator("#share-link")).to_be_hidden()


def test_a_page_of_the_site_itself_can_not_be_framed(new_context, address, foreign):
    pages, other = foreign
    pages["/report"] = f"<!DOCTYPE html><iframe src='{address}/methods'></iframe>"
    report = new_context().new_page()
    with report.expect_event("console", lambda message: "frame-ancestors" in message.text):
        report.goto(f"{other}/report")


@pytest.mark.parametrize("path", ["/embed/map", "/embed/journey/channel", "/embed/country/LBY",
                                  "/embed/compare?a=channel&b=albania-uk"])  # fmt: skip
@pytest.mark.parametrize("width", [300, 700])
def test_axe_finds_nothing_in_an_embed_from_300_pixels_on(visit, path, width):
    one = visit(viewport={"width": width, "height": 600})
    page = one.open(path)
    assert one.axe() == []
    fits(page, width)
