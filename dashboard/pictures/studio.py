"""Makes pictures: each once however many ask at the same time, and keeps what it made, bounded."""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from dashboard.data import Data
from dashboard.pictures.browser import CantDrawError, Leaves, Renderer, Sheet, find_chromium
from dashboard.pictures.compose import draw
from dashboard.pictures.png import with_words
from dashboard.pictures.request import SIZES, Form, PictureError, PictureRequest

MOST_BYTES = 64_000_000  # of pictures kept
MOST_WAITING = 24  # pictures asked for and not yet made
NO_BROWSER = (
    "PNG and PDF are made with Chromium, which is switched off, missing or does not start on this "
    "server."
)
MOST_PIXELS = 40_000_000  # of a PNG
RETRY_SECONDS = 60.0  # after a browser did not start, before it is tried again


class BusyError(PictureError):
    """Too many pictures are asked for at once; come back a little later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureSettings:
    """How pictures are made.

    Attributes:
        workers: pictures made at the same time by the browser; 0 makes no PNG and no PDF.
        chromium: path of the browser; "" looks for it on the machine.
    """

    workers: int = 2
    chromium: str = ""


class Studio:
    """All pictures of one process, for every data version. Thread-safe.

    Attributes:
        made: how many pictures were really made.
    """

    def __init__(self, settings: PictureSettings | None = None) -> None:
        self._settings = settings or PictureSettings()
        self._path = find_chromium(self._settings.chromium) if self._settings.workers else ""
        self._renderer = Renderer(self._path, self._settings.workers)
        self._guard = threading.Lock()
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._bytes = 0
        self._making: dict[str, Future[bytes]] = {}
        self._failed_at = 0.0
        self.made = 0

    @property
    def can_draw(self) -> bool:
        """Whether PNG and PDF can be made here, as far as is known."""
        if not self._path:
            return False
        return not self._failed_at or time.monotonic() - self._failed_at > RETRY_SECONDS

    @property
    def browser_pid(self) -> int | None:
        return self._renderer.pid

    def make(self, data: Data, request: PictureRequest) -> bytes:
        """Return one picture.

        Raises:
            RoutesError: there is no such route, branch, country or way.
            CantDrawError: PNG or PDF can't be made here and now; SVG can.
            BusyError: too many pictures are waiting already.
            AskedWronglyError: the picture would be too large.
        """
        return self.once(
            key_of(data, request), lambda: self._made(data, request), keep=not data.is_only_here
        )

    def once(self, name: str, make: Callable[[], bytes], *, keep: bool = True) -> bytes:
        """Return what ``make`` makes under this name: once, however many ask, and kept.

        Args:
            keep: not for what shows facts that a reader may take away again.

        Raises:
            BusyError: too many things are waiting already.
        """
        with self._guard:
            if name in self._kept:
                self._kept.move_to_end(name)
                return self._kept[name]
            waiting = self._making.get(name)
            if waiting is None:
                if len(self._making) >= MOST_WAITING:
                    raise BusyError("Many pictures are asked for just now. Try again in a moment.")
                mine: Future[bytes] = Future()
                self._making[name] = mine
        if waiting is not None:
            return waiting.result()
        try:
            made = make()
        except BaseException as error:
            with self._guard:
                del self._making[name]
            mine.set_exception(error)
            raise
        with self._guard:
            del self._making[name]
            if keep:
                self._keep(name, made)
        mine.set_result(made)
        return made

    def close(self) -> None:
        """Stop the browser; the next picture starts it again."""
        self._renderer.close()

    def _keep(self, name: str, made: bytes) -> None:
        if len(made) > MOST_BYTES // 4:
            return
        self._kept[name] = made
        self._bytes += len(made)
        while self._bytes > MOST_BYTES:
            _, oldest = self._kept.popitem(last=False)
            self._bytes -= len(oldest)

    def render(self, sheet: Sheet | Leaves, form: Form, scale: int = 1) -> bytes:
        """Return a sheet of ours as PNG or PDF.

        Raises:
            CantDrawError: there is no browser here, or it does not answer.
        """
        if not self.can_draw:
            raise CantDrawError(NO_BROWSER)
        try:
            made = self._renderer.render(sheet, form, scale)
        except CantDrawError:
            self._failed_at = time.monotonic()
            raise
        self._failed_at = 0.0
        return made

    def _made(self, data: Data, request: PictureRequest) -> bytes:
        self.made += 1
        if request.form != "svg" and not self.can_draw:
            raise CantDrawError(NO_BROWSER)
        drawn = draw(data, request)
        if request.form == "svg":
            return drawn.svg.encode()
        size = SIZES[request.size]
        if size.width * drawn.height * request.scale**2 > MOST_PIXELS:
            raise CantDrawError("The picture would be too large. Take a smaller scale.")
        sheet = Sheet(
            svg=drawn.svg, width=drawn.width, height=drawn.height, title=drawn.title, alt=drawn.alt
        )
        made = self.render(sheet, request.form, request.scale)
        if request.form == "png":
            return with_words(made, Title=drawn.title, Description=drawn.alt)
        return made


def key_of(data: Data, request: PictureRequest) -> str:
    """Return what tells a picture apart: its address, the data, and the code that draws."""
    text = "\n".join((data.version, data.origin, code_version(), request.address))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


@lru_cache(maxsize=1)
def code_version() -> str:
    """Return a digest of the modules that draw, so that a new drawing is a new picture."""
    root = Path(__file__).parent.parent
    files = sorted([*(root / "pictures").rglob("*.*"), *(root / "figures").glob("*.py")])
    digest = hashlib.sha256()
    for file in files:
        if file.suffix != ".pyc":
            digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


@lru_cache(maxsize=1)
def default_studio() -> Studio:
    """Return the studio of a program that is no server: Chromium as found on the machine."""
    return Studio(PictureSettings(workers=min(2, os.cpu_count() or 1)))


def make(data: Data, request: PictureRequest, *, studio: Studio | None = None) -> bytes:
    """Return one picture of one view as PNG, SVG or PDF. Blocks until it is made.

    ``PictureRequest.read("png", "journey/channel", "status=refugee&size=slide&scale=2")`` reads
    what stands after ``/picture/png/``; ``of.picture_rest`` gives that for an address of a page.

    Args:
        data: the atlas, with ``data.origin`` for the link back.
        studio: keeps browser and pictures; without it one for the whole process.

    Raises:
        RoutesError: there is no such route, branch, country or way.
        CantDrawError: PNG or PDF can't be made on this machine; SVG always can.
        BusyError: too many are asked for at once (from many threads).
    """
    return (studio or default_studio()).make(data, request)
