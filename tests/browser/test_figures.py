"""Figures of ``dashboard.view`` in a real browser, opened from disk without a network."""

import re

import pytest
from playwright.sync_api import expect

from dashboard import view
from dashboard.theme import LEVELS


@pytest.mark.parametrize(
    ("address", "shape", "least"),
    [
        ("/?colour=goal-2", ".scatterlayer .js-fill", 150),
        ("/journey/central-med-horn", ".barlayer .point path", 48),
    ],
)
def test_a_figure_draws_itself_without_a_network(
    new_context, data, tmp_path, address, shape, least
):
    path = tmp_path / "figure.html"
    view(address, data=data).write_html(path, include_plotlyjs=True)
    context = new_context(offline=True, viewport={"width": 800, "height": 900})
    page = context.new_page()
    asked, faults = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(path.as_uri())
    expect(page.locator(".gtitle")).to_be_visible()
    expect(page.locator(".legend .legendtext").first).to_be_visible()
    expect(page.locator(shape).nth(least - 1)).to_be_attached()
    expect(page.locator(f"{shape}[style*='url(']").first).to_be_attached()
    fills = page.locator(shape).evaluate_all("all => all.map(one => getComputedStyle(one).fill)")
    rgb = [f"rgb({int(i.fill[1:3], 16)}, {int(i.fill[3:5], 16)}, {int(i.fill[5:], 16)})"
           for i in LEVELS]  # fmt: skip
    assert set(fills) & set(rgb)
    assert any(re.match(r"url\(", fill) for fill in fills), "what is not known has no hatch"
    assert faults == []
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
