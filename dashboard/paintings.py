"""Painted documents: each made once for all who wait for it, a few at a time, and kept packed.

A report that is opened by many at once asks for few views many times. Were each painted for each
reader, in forty threads that share one interpreter, the first would wait as long as the last.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock

import brotli

AT_ONCE = 2  # painted at the same time in one process; more would only share the interpreter
MOST_WAITING = 300  # views that wait or are being painted
MOST_BYTES = 24_000_000  # of packed documents and their addresses kept; one has 3 to 40 KB

Asked = tuple[str, str]  # what follows /embed/, and the query

_hands = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="paint")


class BusyError(Exception):
    """Too many views wait to be painted; come back a little later."""


class Paintings:
    """All documents of one site, by address. Thread-safe, and of no event loop.

    Attributes:
        painted: how many were really painted.
    """

    def __init__(
        self,
        paint: Callable[[str, str], str],
        *,
        most_bytes: int = MOST_BYTES,
        most_waiting: int = MOST_WAITING,
    ) -> None:
        self._paint = paint
        self._most_bytes = most_bytes
        self._most_waiting = most_waiting
        self._guard = Lock()
        self._kept: OrderedDict[Asked, bytes] = OrderedDict()
        self._bytes = 0
        self._making: dict[Asked, Future[bytes]] = {}
        self.painted = 0

    async def packed(self, rest: str, query: str, *, keep: bool = True) -> bytes:
        """Return a document, compressed with Brotli. What is kept comes without a wait.

        Args:
            keep: not for what may be another document the next time.

        Raises:
            BusyError: too many others are waiting.
            Exception: whatever painting raised, to all who waited for it.
        """
        asked = (rest, query)
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

    def _made(self, asked: Asked, keep: bool) -> bytes:
        self.painted += 1
        made = b""
        try:
            made = bytes(brotli.compress(self._paint(*asked).encode(), quality=5))
        finally:
            with self._guard:
                del self._making[asked]
                if keep and made:
                    self._keep(asked, made)
        return made

    def _keep(self, asked: Asked, made: bytes) -> None:
        self._kept[asked] = made
        self._bytes += _size(asked, made)
        while self._bytes > self._most_bytes:
            self._bytes -= _size(*self._kept.popitem(last=False))


def _size(asked: Asked, made: bytes) -> int:
    """Return the bytes of a document and of its address, which anybody can make long."""
    return len(made) + sum(len(part.encode()) for part in asked)
