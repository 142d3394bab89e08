"""Frozen views: each edition is a second instance of the whole app on the data that was kept.

So nothing live can slip into a frozen page, embed, table or answer of the API: they are made by the
same code from other data. At most ``MOST_OPEN`` editions are in memory; others are opened again.
"""

from __future__ import annotations

import copy
import hashlib
import logging
import shutil
import tempfile
import time
import weakref
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard import frozen
from dashboard.data import Data
from dashboard.whole import whole_answer
from geodata import DataError
from geodata.editions import Edition, EditionStore, MissingEditionError

LOG = logging.getLogger("childways.faults")
MOST_OPEN = 2
LISTED_FOR = 60  # seconds that the list of editions is taken to be the same
FOREVER = "public, max-age=31536000, immutable"
# A frozen page is the same for ever in its data; how it is drawn may be mended.
A_DAY = "public, max-age=86400, stale-while-revalidate=31536000"
DATA_PATHS = ("/api/", "/table/", "/data/download/")  # and every page's CSV
LIVE_ONLY = ("/static/", "/_dash", "/health", "/robots.txt", "/mcp")
ASKED_INSIDE = ("/oembed", "/api/v1/views")  # their ``url`` may be a frozen address


@dataclass(frozen=True)
class Opened:
    """One edition in memory."""

    data: Data
    app: ASGIApp


class Editions:
    """Opens kept editions and holds the few that were asked for last."""

    def __init__(
        self, store: EditionStore, live: Data, make: Callable[[Data], ASGIApp], version: str
    ) -> None:
        """Take what makes an app of data; ``version`` is that of assets and code."""
        self.store, self.live, self.version = store, live, version
        self._make = make
        self._open: OrderedDict[str, Opened] = OrderedDict()
        self._lock = Lock()
        self._folder: Path | None = None
        self._listed: tuple[float, tuple[Edition, ...]] = (-LISTED_FOR, ())

    def open(self, data_version: str) -> Opened:
        """Return an edition; ten that ask at once open it once.

        Raises:
            MissingEditionError: it is not kept.
            DataError: it is, and can't be read.
        """
        with self._lock:
            if data_version not in self._open:
                data = self._data(data_version)
                self._open[data_version] = Opened(data, self._make(data))
            self._open.move_to_end(data_version)
            while len(self._open) > MOST_OPEN:
                self._open.popitem(last=False)
            return self._open[data_version]

    def data(self, data_version: str) -> Data:
        """Return the data of an edition. Raises as ``open``."""
        return self.open(data_version).data

    def _data(self, data_version: str) -> Data:
        if data_version == self.live.version:
            data = copy.copy(self.live)  # the same answers in memory
        else:
            if data_version not in self.store:
                raise MissingEditionError(f"No edition {data_version!r} is kept here.")
            if self._folder is None:
                self._folder = Path(tempfile.mkdtemp(prefix="childways-editions-"))
                # Nobody closes these: it goes when the last app that shows it does, or at the end.
                weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
            data = Data.load(self.store.take_out(data_version, self._folder))
            data.origin, data.questions = self.live.origin, self.live.questions
        data.edition, data.editions = data_version, None
        return data

    @property
    def is_live_kept(self) -> bool:
        """Whether a link to what is live now will still open when it is not."""
        return any(edition.data_version == self.live.version for edition in self.listed())

    def listed(self) -> tuple[Edition, ...]:
        """Return what is kept, the newest first; a store that can't be read holds nothing."""
        at, found = self._listed
        if time.monotonic() - at >= LISTED_FOR:
            try:
                found = tuple(reversed(list(self.store)))
            except (DataError, OSError) as error:
                LOG.error("the store of editions can't be listed", exc_info=error)
            self._listed = time.monotonic(), found
        return found


class Dispatch:
    """ASGI: hands a request that names an edition to that edition's app."""

    def __init__(
        self, app: ASGIApp, editions: Editions, refuse: Callable[[Request, str, bool], Response]
    ) -> None:
        """Take what answers when an edition can't be had: (request, edition, is it broken)."""
        self._app, self._editions, self._refuse = app, editions, refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        named = _named(scope) if scope["type"] == "http" else None
        if named is None:
            await self._app(scope, receive, send)
            return
        edition, query = named
        request = Request(scope)
        try:
            opened = await run_in_threadpool(self._editions.open, edition)
        except MissingEditionError:
            answer = await run_in_threadpool(self._refuse, request, edition, False)
            await answer(scope, receive, send)
            return
        except (DataError, OSError) as error:
            LOG.error("edition %s can't be opened", edition, exc_info=error)
            answer = await run_in_threadpool(self._refuse, request, edition, True)
            await answer(scope, receive, send)
            return
        await self._answer(request, opened, query, receive, send)

    async def _answer(
        self, request: Request, opened: Opened, query: str, receive: Receive, send: Send
    ) -> None:
        scope = request.scope
        is_read = request.method in ("GET", "HEAD")
        headers = {"Cache-Control": A_DAY, "ETag": _tag(request, query, self._editions.version)}
        if _is_data(request.url.path):
            headers["Cache-Control"] = FOREVER
        if is_read and _has(request, headers["ETag"]):
            await Response(status_code=304, headers=headers)(scope, receive, send)
            return
        inner = {**scope, "query_string": query.encode("latin-1"), "method": _method(request)}
        response = await whole_answer(opened.app, inner, receive)
        if response.headers.get("content-type", "").startswith("text/html"):
            text = bytes(response.body).decode("utf-8")
            edition = opened.data.edition
            text = frozen.carry(text, edition, opened.data.origin)
            response.body = text.replace("<body ", f'<body data-edition="{edition}" ', 1).encode()
        if is_read and response.status_code == 200:
            response.headers.update(headers)
        response.headers["content-length"] = str(len(response.body))
        await response(scope, receive, send)


def _method(request: Request) -> str:
    return "GET" if request.method == "HEAD" else request.method


def _named(scope: Scope) -> tuple[str, str] | None:
    """Return the edition that a request names, and its query without it."""
    query = scope["query_string"].decode("latin-1")
    path = str(scope["path"])
    if (frozen.EDITION + "=") not in query and "edition%3D" not in query:
        return None
    if path.startswith(LIVE_ONLY):
        return None
    asked = frozen.read(query)
    if path.removesuffix(".csv").removesuffix(".json") in ASKED_INSIDE:
        inside, asked_query = _inside(asked.query)
        if asked.edition is None and inside is None:
            return None
        return asked.edition or inside or "", asked_query
    return None if asked.edition is None else (asked.edition, asked.query)


def _inside(query: str) -> tuple[str | None, str]:
    """Take the edition out of the address in the parameter ``url``."""
    pairs = parse_qsl(query, keep_blank_values=True, encoding="utf-8", errors="replace")
    found: str | None = None
    made = []
    for name, value in pairs:
        if name == "url":
            try:
                asked = frozen.read(urlsplit(value).query)
            except ValueError:
                asked = frozen.Asked("", None, None)
            if asked.edition is not None:
                found = asked.edition
                path = value.partition("?")[0]
                value = f"{path}?{asked.query}" if asked.query else path
        made.append((name, value))
    return found, urlencode(made)


def _is_data(path: str) -> bool:
    return path.startswith(DATA_PATHS) or path.endswith(".csv")


def _tag(request: Request, query: str, version: str) -> str:
    """Return an entity tag; that of data does not change with how pages are drawn."""
    edition = frozen.read(request.url.query).edition or ""
    is_data = _is_data(request.url.path)
    accept = request.headers.get("accept", "") if is_data else version
    parts = (edition, request.url.path, request.url.query, query, accept)
    return f'W/"{hashlib.sha256(chr(10).join(parts).encode()).hexdigest()[:20]}"'


def _has(request: Request, tag: str) -> bool:
    header = request.headers.get("if-none-match", "")[:2000]
    return any(part.strip() == tag for part in header.split(","))
