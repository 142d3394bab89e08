"""A limit on requests, so that one client can't take the server from the others."""

from __future__ import annotations

import ipaddress
import math
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from starlette.requests import Request

MOST_CLIENTS = 10_000


class RateLimit:
    """A token bucket for each client address, in the memory of this process.

    A client can spend a minute's worth at once and then gets it back evenly. The table is bounded:
    the client not seen for longest is forgotten first.

    Args:
        per_minute: requests a minute; 0 is no limit.
        clock: seconds that only ever go up.
    """

    def __init__(
        self, per_minute: int, clock: Callable[[], float], most_clients: int = MOST_CLIENTS
    ) -> None:
        self._size = float(per_minute)
        self._per_second = per_minute / 60
        self._clock = clock
        self._most = most_clients
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._buckets)

    def wait(self, address: str) -> int:
        """Take one request; return 0, or the whole seconds to wait before asking again."""
        if self._size == 0:
            return 0
        key, now = bucket_of(address), self._clock()
        with self._lock:
            left, seen = self._buckets.pop(key, (self._size, now))
            left = min(self._size, left + (now - seen) * self._per_second)
            is_allowed = left >= 1
            self._buckets[key] = (left - 1 if is_allowed else left, now)
            if len(self._buckets) > self._most:
                self._buckets.popitem(last=False)
        return 0 if is_allowed else max(1, math.ceil((1 - left) / self._per_second))


def bucket_of(address: str) -> str:
    """Return whom an address counts for; an IPv6 network of one client (/64) counts as one."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    if found.version == 4:
        return address
    return str(ipaddress.ip_network((found.packed[:8] + bytes(8), 64)))


def host_of(request: Request) -> str:
    """Return the address of a client as uvicorn tells it; "" when it tells none.

    Behind a proxy that uvicorn trusts (``FORWARDED_ALLOW_IPS``), it is the reader's.
    """
    return request.client.host if request.client else ""
