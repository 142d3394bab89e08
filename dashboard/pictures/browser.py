"""Our SVG -> PNG and PDF, on the machine's Chromium. See docs/decisions/0013.

choreographer, on which kaleido is built, starts and holds the browser; each tab is blank, and a
picture is put into it as a document of its own. No address is ever opened: scripts are off, every
request but ``data:`` is blocked, and the browser's proxy leads nowhere.
"""

from __future__ import annotations

import asyncio
import base64
import logging
import os
import shutil
import threading
from collections.abc import Coroutine
from concurrent import futures
from contextlib import suppress
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any, TypeVar

from dashboard.pictures.request import PictureError

LOG = logging.getLogger("childways.pictures")
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
# Until a browser counts as dead, not slow: a busy machine may take several times the usual second.
START_SECONDS, PICTURE_SECONDS = 60.0, 60.0
MOST_PICTURES = 400  # of one browser; then a fresh one, so that its memory stays bounded
MOST_MEMORY = 1_000_000_000  # bytes of all its processes, looked at before each picture (Linux)
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:"
CLOSED = "The browser that makes pictures was closed."
Answer = TypeVar("Answer")


class CantDrawError(PictureError):
    """No PNG or PDF can be made here and now; SVG can."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One SVG to put on a page.

    Attributes:
        svg: the document, ours.
        width, height: in CSS pixels.
    """

    svg: str
    width: int
    height: int
    title: str
    alt: str = ""

    @property
    def document(self) -> str:
        return _document(self)

    @property
    def pages(self) -> str:
        """Which pages a PDF takes."""
        return "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaves:
    """A document of ours that is printed on as many pages as it needs; the paper is its own.

    Attributes:
        document: HTML that carries everything it needs.
        width, height: of the window, in CSS pixels.
    """

    document: str
    width: int = 794
    height: int = 1123

    @property
    def pages(self) -> str:
        return ""


def find_chromium(path: str = "") -> str:
    """Return the browser's path, or "" when there is none."""
    if path:
        return path if Path(path).is_file() and os.access(path, os.X_OK) else ""
    return next((found for name in NAMES if (found := shutil.which(name))), "")


class Renderer:
    """One browser with a few tabs, in a thread of its own. Started when it is first needed.

    Thread-safe. When the browser dies, what it was drawing is drawn again by a fresh one.
    """

    def __init__(self, path: str, workers: int) -> None:
        self._path, self._workers = path, workers
        self._browser: Any = None
        self._tabs: asyncio.Queue[Any]
        self._made = 0
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._opening: asyncio.Lock | None = None
        self._is_closing = False
        self._guard = threading.Lock()

    @property
    def pid(self) -> int | None:
        """The browser's process, while it runs."""
        process = getattr(self._browser, "subprocess", None)
        return process.pid if process is not None and process.poll() is None else None

    def render(self, sheet: Sheet | Leaves, form: str, scale: int) -> bytes:
        """Return the sheet as PNG or PDF.

        Raises:
            CantDrawError: the browser does not start, does not answer, or died twice.
        """
        return self._run(self._render(sheet, form, scale))

    def close(self) -> None:
        """Stop the browser and its thread; it starts again when it is needed again.

        What is being drawn is refused; who comes in the meantime waits for the next browser.
        """
        with self._guard:
            loop, thread = self._loop, self._thread
            if loop is None or thread is None:
                return
            with suppress(Exception):
                asyncio.run_coroutine_threadsafe(self._stop(), loop).result(20)
            loop.call_soon_threadsafe(loop.stop)
            thread.join(10)
            self._loop = self._thread = self._browser = None

    def _run(self, work: Coroutine[Any, Any, Answer]) -> Answer:
        with self._guard:
            if self._loop is None:
                runner = asyncio.Runner(loop_factory=asyncio.new_event_loop)
                self._loop = runner.get_loop()
                self._opening, self._is_closing = None, False
                self._thread = threading.Thread(
                    target=_live, args=(runner,), name="pictures", daemon=True
                )
                self._thread.start()
            drawn = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return drawn.result()
        except futures.CancelledError as error:
            raise CantDrawError(CLOSED) from error

    async def _render(self, sheet: Sheet | Leaves, form: str, scale: int) -> bytes:
        fault: BaseException | None = None
        for _ in range(2):
            browser, tabs, tab = await self._free_tab()
            try:
                return await asyncio.wait_for(_drawn(tab, sheet, form, scale), PICTURE_SECONDS)
            except (Exception, asyncio.CancelledError) as error:
                fault = error
                LOG.warning("a picture failed, the browser is started again: %r", error)
                await self._drop(browser)
            finally:
                tabs.put_nowait(tab)
                self._made += 1
        raise CantDrawError("The browser that makes pictures does not answer.") from fault

    async def _free_tab(self) -> tuple[Any, asyncio.Queue[Any], Any]:
        """Return the browser, its tabs and the one that is ours until we put it back.

        Those before us may take long: that is no fault of the browser, and has no limit here.
        """
        while True:
            browser = await self._opened()
            tabs = self._tabs
            tab = await tabs.get()
            if self._browser is browser:
                return browser, tabs, tab
            tabs.put_nowait(tab)  # others may wait for it, to see that its browser is gone

    async def _opened(self) -> Any:
        if self._opening is None:
            self._opening = asyncio.Lock()
        async with self._opening:
            if self._is_closing:
                raise CantDrawError(CLOSED)
            running = self._browser
            if running is not None:
                is_full = self._made >= MOST_PICTURES or _memory(self.pid) > MOST_MEMORY
                if self.pid is not None and not is_full:
                    return running
                if self._tabs.qsize() < self._workers and self.pid is not None:
                    return running  # others still draw: it is renewed when they are done
                await self._close(running)
            self._made = 0
            self._browser = await self._start()
            return self._browser

    async def _start(self) -> Any:
        from dashboard.pictures.holder import Held, Quiet  # heavy, and not needed for SVG

        for name in ("choreographer", "browser_proc"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
        made: Any = None
        try:
            made = Held(path=self._path, browser_cls=Quiet)
            await asyncio.wait_for(made.open(), START_SECONDS)
            self._tabs = asyncio.Queue()
            for _ in range(self._workers):
                tab = await asyncio.wait_for(
                    made.create_tab("about:blank", window=True), START_SECONDS
                )
                self._tabs.put_nowait(tab)
        except (Exception, asyncio.CancelledError) as error:
            LOG.error("the browser that makes pictures does not start: %r", error)
            if made is not None:
                await self._close(made)
            raise CantDrawError("The browser that makes pictures does not start.") from error
        return made

    async def _drop(self, browser: Any) -> None:
        """Let go of a browser that failed, unless another has taken its place already."""
        assert self._opening is not None
        async with self._opening:
            if self._browser is browser:
                self._browser = None
                await self._close(browser)

    async def _close(self, browser: Any) -> None:
        with suppress(Exception, asyncio.CancelledError):
            await asyncio.wait_for(browser.close(), 15)

    async def _stop(self) -> None:
        self._is_closing = True
        if self._opening is None:
            return  # nothing was ever drawn
        async with self._opening:  # one that is just starting is closed as well
            if self._browser is not None:
                await self._close(self._browser)
                self._browser = None


def _live(runner: asyncio.Runner) -> None:
    """Run until stopped; then end what still waits, so that nothing ends at a later moment."""
    with runner:
        runner.get_loop().run_forever()


async def _drawn(tab: Any, sheet: Sheet | Leaves, form: str, scale: int) -> bytes:
    """Put the sheet into a tab and take its picture."""
    await _send(tab, "Network.enable")
    await _send(
        tab,
        "Network.setBlockedURLs",
        urls=["http://*", "https://*", "ftp://*", "ws://*", "wss://*", "file://*"],
    )
    await _send(tab, "Emulation.setScriptExecutionDisabled", value=True)
    await _send(
        tab,
        "Emulation.setDeviceMetricsOverride",
        width=sheet.width, height=sheet.height, deviceScaleFactor=scale, mobile=False,
    )  # fmt: skip
    frames = await _send(tab, "Page.getFrameTree")
    frame = frames["frameTree"]["frame"]["id"]
    await _send(tab, "Page.setDocumentContent", frameId=frame, html=sheet.document)
    await _send(tab, "DOM.getDocument")  # answers when the document is parsed
    if form == "pdf":
        found = await _send(
            tab,
            "Page.printToPDF",
            printBackground=True, preferCSSPageSize=True, generateTaggedPDF=True,
            marginTop=0, marginBottom=0, marginLeft=0, marginRight=0, pageRanges=sheet.pages,
        )  # fmt: skip
    else:
        found = await _send(
            tab,
            "Page.captureScreenshot",
            format="png", captureBeyondViewport=False,
            clip={"x": 0, "y": 0, "width": sheet.width, "height": sheet.height, "scale": 1},
        )  # fmt: skip
    return base64.b64decode(found["data"])


async def _send(tab: Any, command: str, **params: Any) -> dict[str, Any]:
    answer = await tab.send_command(command, params=params)
    if "error" in answer:
        raise CantDrawError(f"{command}: {answer['error']}")
    found: dict[str, Any] = answer.get("result", {})
    return found


def _document(sheet: Sheet) -> str:
    """Return the page around an SVG, exactly as large as it is."""
    svg = sheet.svg.partition("?>")[2] if sheet.svg.startswith("<?xml") else sheet.svg
    size = f"{sheet.width}px {sheet.height}px"
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f"<title>{escape(sheet.title)}</title>"
        f"<style>@page{{size:{size};margin:0}}html,body{{margin:0;padding:0;overflow:hidden}}"
        "svg{display:block;-webkit-print-color-adjust:exact}</style></head>"
        f"<body>{svg.strip()}</body></html>"
    )


def _memory(pid: int | None) -> int:
    """Return the bytes that a browser and its processes hold; 0 where it can't be told."""
    folder = Path("/proc")
    if pid is None or not folder.is_dir():
        return 0
    total = 0
    for entry in folder.glob("[0-9]*/stat"):
        with suppress(OSError, ValueError, IndexError):
            group = entry.read_text().rpartition(")")[2].split()[2]
            if int(group) == pid:
                shares = (entry.parent / "smaps_rollup").read_text()
                total += 1024 * int(shares.partition("Pss:")[2].split()[0])
    return total
