"""A brief prints on two pages of A4, on a machine whose text comes out a little larger, too."""

import re

import pytest

LONGEST = "central-asia"


def pages_of(opened, address):
    page = opened.page
    page.goto(address)
    page.locator(".brief-figure img").evaluate("image => image.decode()")
    paper = page.pdf(prefer_css_page_size=True)
    return len(re.findall(rb"/Type\s*/Page\b", paper))
