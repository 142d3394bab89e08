"""Painted documents: each made once for all who wait for it, a few at a time, and kept packed.

A report that is opened by many at once asks for few views many times. Were each painted for each
reader, in forty threads that share one interpreter, the first would wait as long as the last.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from threading import Lock

import brotli
from fastapi.responses import HTMLResponse

AT_ONCE = 2  # painted at the same time in one process; more would only share the interpreter
MOST_WAITING = 300  # views that wait or are being painted
MOST_BYTES = 24_000_000  # of packed documents and their addresses kept; one has 3 to 70 KB

COME_BACK = 5  # seconds; a browser does so by itself
BUSY = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Childways</title></head>'
    "<body><p>Many readers are opening views just now. This one comes by itself in a few seconds."
    "</p></body></html>"
)

Asked = tuple[str, ...]  # path, query, and whatever else the document rests on

_hands = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="paint")


class BusyError(Exception):
    """Too many views wait to be painted; come back a little later."""


def busy_answer() -> HTMLResponse:
    """Return what a reader is told in place of a document when too many wait."""
    wait = {"Retry-After": str(COME_BACK), "Refresh": str(COME_BACK)}
    return HTMLResponse(BUSY, 503, {**wait, "Cache-Control": "no-store"})


@dataclass(frozen=True, slots=True)
class Painted:
    """A document as HTML. What was not found (any other status than 200) is not kept."""

    html: str
    status: int = 200


@dataclass(frozen=True, slots=True)
class Packed:
    """A document compressed with Brotli."""

    packed: bytes
    status: int = 200

    def answer(self, accepted: str, headers: dict[str, str]) -> HTMLResponse:
        """Return it as it is, or unpacked for those who do not accept Brotli."""
        headers = {**headers, "Vary": "Accept-Encoding"}
        if "br" not in accepted:
            return HTMLResponse(brotli.decompress(self.packed), self.status, headers)
        headers["Content-Encoding"] = "br"
        return HTMLResponse(self.packed, self.status, headers)


class Paintings:
    """All documents of one site, by address. Thread-safe, and of no event loop.

    Attributes:
        painted: how many were really painted.
    """

    def __init__(
        self,
        paint: Callable[..., Painted],
        *,
        most_bytes: int = MOST_BYTES,
        most_waiting: int = MOST_WAITING,
    ) -> None:
        self._paint = paint
        self._most_bytes = most_bytes
        self._most_waiting = most_waiting
        self._guard = Lock()
        self._kept: OrderedDict[Asked, Packed] = OrderedDict()
        self._bytes = 0
        self._making: dict[Asked, Future[Packed]] = {}
        self.painted = 0

    async def packed(self, *asked: str, keep: bool = True) -> Packed:
        """Return a document, compressed with Brotli. What is kept comes without a wait.

        Args:
            asked: what it is painted from, and kept under.
            keep: not for what may be another document the next time.

        Raises:
            BusyError: too many others are waiting.
            Exception: whatever painting raised, to all who waited for it.
        """
        with self._guard:
            if asked in self._kept:
                self._kept.move_to_end(asked)
                return self._kept[asked]
            waiting = self._making.get(asked)
            if waiting is None:
                if len(self._making) >= self._most_waiting:
                    raise BusyError("Many views are asked for just now. Try again in a moment.")
                waiting = self._making[asked] = _hands.submit(self._made, asked, keep)
        # A reader who leaves must not take the document from the others who wait for it.
        return await asyncio.shield(asyncio.wrap_future(waiting))

    def _made(self, asked: Asked, keep: bool) -> Packed:
        self.painted += 1
        made: Packed | None = None
        try:
            painted = self._paint(*asked)
            made = Packed(brotli.compress(painted.html.encode(), quality=5), painted.status)
            return made
        finally:
            with self._guard:
                del self._making[asked]
                if keep and made and made.status == 200:
                    self._keep(asked, made)

    def _keep(self, asked: Asked, made: Packed) -> None:
        self._kept[asked] = made
        self._bytes += _size(asked, made)
        while self._bytes > self._most_bytes:
            self._bytes -= _size(*self._kept.popitem(last=False))


def _size(asked: Asked, made: Packed) -> int:
    """Return the bytes of a document and of its address, which anybody can make long."""
    return len(made.packed) + sum(len(part.encode()) for part in asked)
