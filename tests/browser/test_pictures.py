"""Share's pictures in the real browser: copied words, a downloaded PNG of the right size."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from dashboard.pictures.png import size_of
from tests.browser.waiting import PATIENCE, boxes


def test_share_gives_alternative_text_and_a_png_of_the_right_size(visit, known_as):
    one = visit(at=known_as, accept_downloads=True)
    page = one.open("/journey/channel?year=2020")
    one.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.click("details[data-menu=Share] > summary")
    section = (
        page.locator(".share-live .share-section, .share-body > .share-section")
        .filter(has_text="Alternative text")
        .first
    )
    box = section.locator("textarea").first
    expect(box).to_have_value(re.compile("Protection profile of Channel"))
    section.get_by_role("button", name="Copy Alternative text").click()
    expect(section.get_by_role("button", name="Copy Alternative text")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == box.input_value()
    link = section.locator("a[href*='size=card'][href*='scale=2'][href*='/png/']").first
    href = link.get_attribute("href")
    assert "year=2020" in href
    answer = one.context.request.get(known_as + href, timeout=PATIENCE)
    assert answer.status == 200
    assert size_of(answer.body()) == (2400, 1260)
    link.evaluate("a => a.setAttribute('download', '')")
    with page.expect_download(timeout=PATIENCE) as got:
        link.click()
    assert got.value.suggested_filename.endswith(".png")
    assert size_of(Path(got.value.path()).read_bytes()) == (2400, 1260)


@pytest.mark.parametrize("width", [1440, 768, 390])
def test_share_stands_inside_the_window(visit, width):
    page = visit(viewport={"width": width, "height": 900}).open("/journey/channel")
    page.click("details[data-menu=Share] > summary")
    [box] = boxes(page, ".share-body")
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert box["width"] >= 300
    expect(page.locator(".share-body").get_by_role("link", name="PDF").first).to_be_attached()
