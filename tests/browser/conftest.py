"""The real app, served on a free port, and pages of a headless Chromium that watch for trouble."""

import shutil
import socket
import threading
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import expect, sync_playwright

expect.set_options(timeout=40_000)  # a busy machine is slow, not wrong
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
def address(app):
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    ready = threading.Event()
    began = server.startup

    async def startup(sockets=None):
        await began(sockets)
        ready.set()

    server.startup = startup
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    assert ready.wait(60)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join(20)
    listener.close()


@pytest.fixture(scope="session")
def chromium():
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    assert path, "No Chromium found: run 'make chromium', or install your system's package."
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


class Visit:
    """One reader: a page, the faults it met and the hosts it asked."""

    def __init__(self, browser, address, **context):
        self.address = address
        options = {"viewport": {"width": 1440, "height": 900}, "reduced_motion": "reduce"}
        self.context = browser.new_context(base_url=address, **{**options, **context})
        self.page = self.context.new_page()
        self.page.set_default_timeout(40_000)
        self.faults = []
        self.asked = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", self._heard)
        self.page.on("request", lambda request: self.asked.append(request.url))

    def _heard(self, message):
        if message.type == "error" and "status of 404" not in message.text:
            self.faults.append(message.text)

    def open(self, path="/"):
        """Open a page and wait until Dash has taken it over."""
        self.page.goto(path)
        self.page.wait_for_selector("html[data-ready]")
        if self.page.locator("#map-host").count():  # else nothing is looked up in it
            self.page.wait_for_selector("html[data-catalogue]")
        return self.page

    def settled(self):
        """Wait until the words on screen are those for the address.

        By locator: polling a function would evaluate code, which our content policy forbids. The
        address is asked of the page itself: what Playwright has heard of it may be a step behind.
        """
        address = self.page.evaluate("location.pathname + location.search")
        expect(self.page.locator("html")).to_have_attribute("data-address", address)

    def box(self, css):
        """Return where a part stands, once it can be seen."""
        part = self.page.locator(css)
        expect(part).to_be_visible()
        return part.bounding_box()

    def axe(self):
        """Return what axe-core finds, as one line a fault."""
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = self.page.evaluate(
            "axe.run(document, {resultTypes: ['violations']}).then(r => r.violations.map(v =>"
            " v.id + ': ' + v.nodes.slice(0, 3).map(n => n.target.join(' ')).join(' | ')))"
        )
        return list(found)


@pytest.fixture
def visit(chromium, address):
    """A visit with settings of one's own: ``visit(color_scheme="dark")``; no fault is let pass."""
    made = []

    def begin(**context):
        made.append(Visit(chromium, address, **context))
        return made[-1]

    yield begin
    for one in made:
        one.context.close()
        assert one.faults == []
        strange = [url for url in one.asked if not url.startswith((address, "data:", "blob:"))]
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
