"""Two windows of a reader with own facts: each has map and words of the same atlas."""

import base64
import re
from urllib.parse import urlencode

from playwright.sync_api import expect

from tests.dashboard.own_view.readers import NAME, tables

HERE = {"Sec-Fetch-Site": "same-origin", "Content-Type": "application/x-www-form-urlencoded"}


def test_a_window_that_was_open_when_they_came_or_went_is_loaded_anew(visit, data):
    one = visit()

    def in_another_window(path, form=()):
        asked = one.context.request
        answer = asked.post(path, headers=HERE, data=urlencode(form), max_redirects=0)
        assert answer.status == 303

    page = one.open("/")
    banner = page.get_by_role("note").filter(has_text="With own facts.")
    hers = [
        ("again", f"{name}:{base64.urlsafe_b64encode(content).decode()}")
        for name, content in tables().items()
    ]
    in_another_window("/own/see", [("name", NAME), *hers])
    page.evaluate("childways.go('/?year=2024')")
    expect(page.locator("body")).to_have_attribute("data-atlas", re.compile("-own$"))
    expect(banner).to_be_visible()
    page.wait_for_selector("html[data-ready]")
    in_another_window("/own/forget")
    page.evaluate("childways.go('/?year=2023')")
    expect(page.locator("body")).to_have_attribute("data-atlas", data.version)
    expect(banner).to_have_count(0)
    assert page.url.endswith("/?year=2023")
