"""Readers of a busy report: HTTP clients that open pages, wait as people do, and open again."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import httpx

# A reader who waits longer has gone; the request is counted as failed.
PATIENCE_SECONDS = 30.0
RAMP_SECONDS = 10.0
# A connection not used for longer is opened anew, as the server closes it after five seconds.
IDLE_SECONDS = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One request of an opening. ``ends_with`` is the proof that the answer is whole."""

    path: str
    ends_with: bytes = b""
    json: object = None
    is_kept: bool = False  # for good: asked once by each reader, as a browser does


Opening = Sequence[Ask]


@dataclass(slots=True)
class Tally:
    """What came of it. Times are in milliseconds, from the first request to the last byte.

    Faults are counted by kind and by the minute in which they came.
    """

    openings_ms: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    received_bytes: int = 0
    begun: float = field(default_factory=time.monotonic)

    def fault(self, what: str) -> None:
        """Count one fault, in the minute that it came."""
        minute = int((time.monotonic() - self.begun) // 60) + 1
        self.faults[f"{what}, minute {minute}"] += 1

    @property
    def failed(self) -> int:
        return sum(self.faults.values())


async def read(
    origin: str,
    openings: Callable[[random.Random], Opening],
    *,
    readers: int,
    seconds: float,
    think_seconds: float,
    seed: int,
    tally: Tally,
) -> None:
    """Let many readers open pages at once until the time is over.

    Each has connections and a cache of its own: what may be kept for good is asked for once, and a
    page seen before with the tag it had. Between two openings a reader waits, ``think_seconds`` on
    average. The wait begins when the last answer is in: a slow server is asked less often, which
    is kind to it.
    """
    until = time.monotonic() + seconds
    chooser = random.Random(seed)
    await asyncio.gather(
        *(
            _reader(origin, openings, until, think_seconds, random.Random(chooser.random()), tally)
            for _ in range(readers)
        )
    )


async def _reader(
    origin: str,
    openings: Callable[[random.Random], Opening],
    until: float,
    think_seconds: float,
    chance: random.Random,
    tally: Tally,
) -> None:
    kept: set[str] = set()
    tags: dict[str, str] = {}
    await asyncio.sleep(chance.uniform(0, RAMP_SECONDS))  # readers do not all come in one instant
    limits = httpx.Limits(keepalive_expiry=IDLE_SECONDS)
    # No certificates: there is no TLS here, and to read them would take 30 ms for each reader.
    async with httpx.AsyncClient(
        base_url=origin, timeout=PATIENCE_SECONDS, limits=limits, verify=False, trust_env=False
    ) as client:
        while time.monotonic() < until:
            begun = time.perf_counter()
            is_whole = True
            for ask in openings(chance):
                if ask.is_kept and ask.path in kept:
                    continue
                if await _ask(client, ask, tags, tally):
                    kept.add(ask.path)
                else:  # the reader has seen a fault, and asks for no more of this page
                    is_whole = False
                    break
            if is_whole:
                tally.openings_ms.append((time.perf_counter() - begun) * 1000)
            thinks = min(chance.expovariate(1 / think_seconds), 6 * think_seconds)
            await asyncio.sleep(min(thinks, max(until - time.monotonic(), 0)))


async def _ask(client: httpx.AsyncClient, ask: Ask, tags: dict[str, str], tally: Tally) -> bool:
    headers = {"If-None-Match": tags[ask.path]} if ask.path in tags else {}
    try:
        if ask.json is None:
            answer = await client.get(ask.path, headers=headers)
        else:
            answer = await client.post(ask.path, json=ask.json)
    except httpx.HTTPError as error:
        tally.fault(type(error).__name__)
        return False
    tally.statuses[answer.status_code] += 1
    tally.received_bytes += answer.num_bytes_downloaded
    if answer.status_code == 304:
        return True
    if answer.status_code != 200:
        tally.fault(f"status {answer.status_code}")
        return False
    if not answer.content.rstrip().endswith(ask.ends_with):
        tally.fault("cut short")
        return False
    if "etag" in answer.headers:
        tags[ask.path] = answer.headers["etag"]
    return True
