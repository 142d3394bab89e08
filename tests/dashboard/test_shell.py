"""Every page can be reached from every page, and says where it is."""

import re

import pytest

from dashboard.shell import NAVIGATION

EVERY_LINK = [
    link
    for first, second in NAVIGATION
    for link in ([(first, second)] if isinstance(second, str) else second)
]


@pytest.mark.parametrize(("href", "label"), EVERY_LINK)
def test_a_link_of_the_header_opens_a_page_that_marks_it(client, href, label):
    answer = client.get(href)
    assert answer.status_code == 200
    marked = re.findall(
        r'<a[^>]*aria-current="page"[^>]*>([^<]+)</a>', answer.text.split("<main")[0]
    )
    assert marked == [label]


def test_a_menu_holds_its_links(client):
    header = client.get("/methods").text.split("<main")[0]
    menus = re.findall(r'<details class="menu pages".*?</details>', header, re.S)
    declared = [links for _, links in NAVIGATION if not isinstance(links, str)]
    assert [re.findall(r'href="([^"]+)"', menu) for menu in menus] == [
        [href for href, _ in links] for links in declared
    ]
