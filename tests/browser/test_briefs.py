"""A brief prints on two pages of A4, from the page itself."""

import re

import pytest

LONGEST = "/brief/journey/darien-usa?branch=haiti"


@pytest.mark.parametrize(
    "path",
    ["/brief/country/GBR", "/brief/country/BEL", "/brief/country/HUN",
     "/brief/country/LBY?company=family",
     "/brief/journey/channel", LONGEST],
)  # fmt: skip
def test_a_brief_prints_on_two_pages_of_a4(visit, path):
    page = visit().open(path)
    page.locator(".brief-figure img").evaluate("image => image.decode()")
    paper = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 2
    sizes = re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", paper)
    assert {(round(float(width)), round(float(height))) for width, height in sizes} == {(595, 842)}
