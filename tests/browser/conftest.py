"""The real app, served on a free port, and pages of a headless Chromium that watch for trouble."""

import copy
import shutil
import threading
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect, sync_playwright

from dashboard.app import create_app
from dashboard.config import Config
from tests.browser.waiting import AT_REST, PATIENCE
from tests.serving import served

expect.set_options(timeout=PATIENCE)
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium():
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    assert path, "No Chromium found: run 'make chromium', or install your system's package."
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def new_context(chromium):
    """Make contexts that are patient and are closed in the end: ``new_context(offline=True)``."""
    made = []

    def begin(**options):
        made.append(chromium.new_context(**options))
        made[-1].set_default_timeout(PATIENCE)
        return made[-1]

    yield begin
    for context in made:
        for page in context.pages:
            page.unroute_all(behavior="ignoreErrors")  # what is held back is let go
        context.close()


class Visit:
    """One reader: a page, the faults it met and the hosts it asked."""

    def __init__(self, new_context, address, **context):
        self.address = address
        self.has_script = context.get("java_script_enabled", True)
        options = {"viewport": {"width": 1440, "height": 900}, "reduced_motion": "reduce"}
        self.context = new_context(base_url=address, **{**options, **context})
        self.page = self.context.new_page()
        self.faults = []
        self.asked = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", self._heard)
        self.page.on("request", lambda request: self.asked.append(request.url))

    def _heard(self, message):
        if message.type == "error" and "status of 404" not in message.text:
            self.faults.append(message.text)

    def open(self, path="/"):
        """Open a page and wait until it stands still."""
        self.page.goto(path)
        self.at_rest()
        return self.page

    def at_rest(self):
        """Wait until Dash has taken over, if it will, and all that the page needs is there.

        After a click that leads to another page, wait for its address first.
        """
        if not self.has_script:
            return
        html = self.page.locator("html")
        if self.page.locator("#react-entry-point").count():
            expect(html).to_have_attribute("data-ready", "1")
            if urlsplit(self.page.url).path.split("/")[1] in ("", "journey"):
                expect(html).to_have_attribute("data-catalogue", "1")
        self.page.evaluate(AT_REST)

    def settled(self):
        """Wait until the words on screen are those for the address."""
        here = self.page.evaluate("childways.here()")  # page.url may come a moment later
        expect(self.page.locator("html")).to_have_attribute("data-address", here)

    def axe(self):
        """Return what axe-core finds, as one line a fault."""
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = self.page.evaluate(
            "axe.run(document, {resultTypes: ['violations']}).then(r => r.violations.map(v =>"
            " v.id + ': ' + v.nodes.slice(0, 3).map(n => n.target.join(' ')).join(' | ')))"
        )
        return list(found)


@pytest.fixture(scope="session")
def known_as(data):
    """Where a site is that knows its own address, as it stands in what Share gives."""

    def site(address):
        return create_app(Config(access_log=False, origin=address), copy.copy(data))

    with served(site) as found:
        yield found


@pytest.fixture
def visit(new_context, address):
    """A visit with settings of one's own: ``visit(color_scheme="dark")``; no fault is let pass.

    ``at`` is the address of another site than the one that all ask.
    """
    made = []

    def begin(at=address, **context):
        made.append(Visit(new_context, at, **context))
        return made[-1]

    yield begin
    for one in made:
        one.page.unroute_all(behavior="ignoreErrors")
        one.context.close()
        assert one.faults == []
        strange = [url for url in one.asked if not url.startswith((one.address, "data:", "blob:"))]
        assert strange == [], "a page asked another host"


class Host(BaseHTTPRequestHandler):
    """A page of another site that holds a frame."""

    def __init__(self, pages, *args):
        self.pages = pages
        super().__init__(*args)

    def do_GET(self):  # the name that http.server asks for
        found = self.pages.get(self.path, "")
        text, headers = found if isinstance(found, tuple) else (found, {})
        self.send_response(200 if text else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_):
        pass


@pytest.fixture
def foreign():
    """Pages of another site: path -> HTML, or HTML and headers; and its address."""
    pages = {}
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Host, pages))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield pages, f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
