"""One visit to one app in headless Chromium, with a cold cache, and what it took."""

from __future__ import annotations

import json
import shutil
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from benchmarks.apps import App
from benchmarks.wire import Wire

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Nothing leaves this machine; a page that asks for more is told so at once.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)
WINDOW: ViewportSize = {"width": 1280, "height": 800}
QUIET_SECONDS = 1.5
VISIT_SECONDS = 90.0
LOOK_MS = 4000  # how long a change of colour is watched
TIMES = """() => {
  const page = performance.getEntriesByType("navigation")[0];
  const paint = performance.getEntriesByName("first-contentful-paint")[0];
  return {
    server: page.responseStart - page.requestStart,
    document: page.responseEnd,
    first_paint: paint ? paint.startTime : 0,
  };
}"""


class VisitError(RuntimeError):
    """A page that did not come to the state that is timed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One visit. Milliseconds count from the start of the navigation; bytes are as sent.

    Attributes:
        painted_ms: the map was drawn.
        ready_ms: the page answers (where an app tells), else None.
        repaint_ms, settled_ms: from the click to the first and the last frame that changed fills.
        server_ms: from the document's request to its first byte.
        first_paint_ms: the browser's own first contentful paint.
        document_ms: the document's last byte.
        by_kind: kind -> (requests, bytes).
        wire: path and bytes of each request, the largest first.
    """

    painted_ms: float
    ready_ms: float | None
    repaint_ms: float
    settled_ms: float
    size_bytes: int
    requests: int
    server_ms: float
    first_paint_ms: float
    document_ms: float
    by_kind: dict[str, tuple[int, int]]
    wire: list[tuple[str, int]]


def executable() -> str:
    """Return the path of the system's Chromium.

    Raises:
        VisitError: there is none on the path.
    """
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        raise VisitError(f"No browser found. Install one of: {', '.join(NAMES)}.")
    return path


@contextmanager
def chromium() -> Iterator[Browser]:
    """Hold the system's Chromium open.

    Raises:
        VisitError: there is none on the path.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


def visit(
    browser: Browser, app: App, url: str, colour: tuple[str, str], *, is_throttled: bool = False
) -> Visit:
    """Open an app with an empty cache, wait until its network is quiet, then change the colour.

    Args:
        colour: id and label of the colouring to change to.

    Raises:
        VisitError: no map, no answer or no repaint within a time that is far beyond any real one.
    """
    context = browser.new_context(viewport=WINDOW)
    overseer = browser.new_browser_cdp_session()
    try:
        page = context.new_page()
        page.add_init_script(_watch_script(app))
        wire = Wire(context.new_cdp_session(page), overseer, is_throttled=is_throttled)
        page.goto(url, wait_until="commit", timeout=VISIT_SECONDS * 1000)
        noted = _wait_for(page, app, wire)
        sent = list(wire.requests.values())
        times = page.evaluate(TIMES)
        change = _change_colour(page, app, colour)
    finally:
        overseer.detach()
        context.close()
    kinds = Counter(one.kind for one in sent)
    return Visit(
        # The frame in which the shapes are there can't show before anything has been painted.
        painted_ms=max(noted["painted"], times["first_paint"]),
        ready_ms=noted["ready"],
        repaint_ms=change["repaint"],
        settled_ms=change["settled"],
        size_bytes=sum(one.size_bytes for one in sent),
        requests=len(sent),
        server_ms=times["server"],
        first_paint_ms=times["first_paint"],
        document_ms=times["document"],
        by_kind={
            kind: (count, sum(one.size_bytes for one in sent if one.kind == kind))
            for kind, count in kinds.items()
        },
        wire=sorted(
            ((urlsplit(one.url).path, one.size_bytes) for one in sent), key=lambda row: -row[1]
        ),
    )


def _watch_script(app: App) -> str:
    settings = (
        f"shapes: {json.dumps(app.shapes)}, least: {app.least}, lookMs: {LOOK_MS}, "
        f"hasReady: {json.dumps(bool(app.ready))}, isReady: () => {app.ready or 'false'}"
    )
    return Path(__file__).with_name("watch.js").read_text(encoding="utf-8") + f"({{{settings}}});"


def _noted(page: Page) -> dict[str, Any]:
    noted: dict[str, Any] = page.evaluate("window.benchmark.noted")
    return noted


def _wait_for(page: Page, app: App, wire: Wire) -> dict[str, Any]:
    deadline = time.monotonic() + VISIT_SECONDS
    while time.monotonic() < deadline:
        page.wait_for_timeout(100)  # between two looks; the deadline ends them
        if wire.is_quiet(QUIET_SECONDS):
            noted = _noted(page)
            if noted["painted"] is not None and (noted["ready"] is not None or not app.ready):
                return noted
    waiting = ", ".join(wire.waiting()) or "no request"
    raise VisitError(f"{app.name} did not come to rest: {_noted(page)}, waiting for {waiting}")


def _change_colour(page: Page, app: App, colour: tuple[str, str]) -> dict[str, Any]:
    name, label = colour
    page.click(app.menu)
    choice = page.locator(app.choice.format(colour=name, label=label)).first
    choice.wait_for()
    choice.click(trial=True)  # until it stands still and takes clicks: the menu is open
    page.evaluate("window.benchmark.arm()")
    choice.click()
    page.wait_for_timeout(LOOK_MS + 200)  # the page is watched for as long
    noted = _noted(page)
    if noted["repaint"] is None:
        raise VisitError(f"{app.name} did not change its colours after the click on {label!r}.")
    return noted
