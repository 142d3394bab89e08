"""Share in the real browser, and the code that it gives on a foreign page."""

import re
import threading
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import expect


class Host(BaseHTTPRequestHandler):
    """A page of another site that holds a frame."""

    def __init__(self, pages, *args):
        self.pages = pages
        super().__init__(*args)

    def do_GET(self):  # the name that http.server asks for
        body = self.pages.get(self.path, "").encode()
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def foreign():
    """Pages of another site: path -> HTML, and its address."""
    pages = {}
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Host, pages))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield pages, f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


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
    expect(frozen).to_have_value(f"{address}/journey/channel?year=2020&edition={data.version}")
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
    assert f"edition={data.version}" in page.url
    assert "year=2015" in page.url
    expect(page.locator(".edition-banner")).to_contain_text("Frozen")
    page.click(".edition-banner a")
    page.wait_for_selector("html[data-ready]")
    expect(page.locator(".edition-banner")).to_have_count(0)
    assert "edition" not in page.url
    assert "year=2015" in page.url


def test_without_script_the_choice_works_too(visit):
    one = visit(java_script_enabled=False)
    one.page.goto("/country/LBY")
    one.page.click("details[data-menu=Share] > summary")
    one.page.check("#share-is-frozen")
    expect(one.page.locator("#share-link-frozen")).to_be_visible()
    expect(one.page.locator("#share-link")).to_be_hidden()


HOSTS = {
    "plain": "<!DOCTYPE html><body>{code}</body>",
    "narrow": "<!DOCTYPE html><body><div style='width:300px'>{code}</div></body>",
    "listens": (
        "<!DOCTYPE html><body>{code}<script>addEventListener('message', e => {{"
        "if (e.data.type === 'childways:height') document.body.dataset.told = e.data.height}})"
        "</script></body>"
    ),
}


@pytest.mark.parametrize("host", HOSTS)
def test_the_code_works_on_a_foreign_page(visit, chromium, address, foreign, data, host):
    data.origin = address
    page = visit().open("/journey/channel")
    page.click("details[data-menu=Share] > summary")
    code = page.input_value("#share-code-for-a-web-page")
    pages, other = foreign
    pages["/report"] = HOSTS[host].format(code=code)
    context = chromium.new_context()
    report = context.new_page()
    report.goto(f"{other}/report")
    frame = report.frame_locator("iframe")
    expect(frame.locator("h1")).to_contain_text("Channel")
    expect(frame.locator(".profile .cell").first).to_be_visible()
    assert report.locator("iframe").bounding_box()["height"] >= 420
    inside = report.frames[1]
    assert inside.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if host == "listens":
        told = re.compile(r"^[3-9]\d\d$|^\d{4}$")  # pixels, 300 or more
        expect(report.locator("body")).to_have_attribute("data-told", told)
    context.close()


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
