"""Send hostile requests to the app and say what came of them.

``python -m tests.hostile.run --count 20000 --seed 1``; one again: ``--only 1234``.
"""

import argparse
import asyncio
import logging
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from rich.console import Console
from rich.progress import track
from rich.table import Table

from dashboard.app import create_app
from dashboard.config import Config
from dashboard.data import Data
from tests.hostile.generator import ORIGIN, Attack, attack
from tests.hostile.inspection import faults_of


@dataclass
class Outcome:
    """What one request came to."""

    attack: Attack
    status: int
    size: int
    seconds: float
    faults: list[str] = field(default_factory=list)


async def send(app: Any, one: Attack) -> Outcome:
    """Send one request as a server would hand it on, and look at the answer."""
    begun = time.perf_counter()
    status, headers, body = 0, {}, b""
    wanted = [{"type": "http.request", "body": one.body, "more_body": False}]

    async def receive() -> dict[str, Any]:
        return wanted.pop() if wanted else {"type": "http.disconnect"}

    async def take(message: dict[str, Any]) -> None:
        nonlocal status, headers, body
        if message["type"] == "http.response.start":
            status = message["status"]
            headers = {
                n.decode("latin-1").lower(): v.decode("latin-1") for n, v in message["headers"]
            }
        elif message["type"] == "http.response.body":
            body += message.get("body", b"")

    raw = one.path.encode("utf-8", "replace")
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": one.method,
        "scheme": "http", "path": unquote(one.path), "raw_path": raw,
        "query_string": one.query.encode("utf-8", "replace"), "root_path": "",
        "headers": list(one.headers), "client": ("192.0.2.1", 1), "server": ("127.0.0.1", 80),
        "state": {}, "extensions": {},
    }  # fmt: skip
    try:
        await app(scope, receive, take)
        body = unpacked(headers, body)
        faults = faults_of(status, headers, body, unquote(one.path))
    except Exception as error:
        faults = [f"raised {type(error).__name__}: {error}"]
    return Outcome(one, status, len(body), time.perf_counter() - begun, faults)


def unpacked(headers: dict[str, str], body: bytes) -> bytes:
    """Return a body without its compression."""
    packing = headers.get("content-encoding", "")
    if packing == "br" and body:
        import brotli

        return bytes(brotli.decompress(body))
    if packing == "gzip" and body:
        import gzip

        return gzip.decompress(body)
    return body


async def send_all(app: Any, attacks: Sequence[Attack]) -> list[Outcome]:
    return [await send(app, one) for one in attacks]


def make_app(data: Data) -> Any:
    """Return the app as it is served, without a limit on how often it may be asked."""
    return create_app(Config(access_log=False, api_rate_per_minute=0, origin=ORIGIN), data)


def table(outcomes: Sequence[Outcome]) -> Table:
    """Return what came of each family of requests."""
    made = Table(title=f"{len(outcomes)} hostile requests")
    for head in (
        "aimed at",
        "requests",
        "2xx",
        "3xx",
        "4xx",
        "5xx",
        "largest",
        "slowest",
        "faults",
    ):
        made.add_column(head, justify="left" if head == "aimed at" else "right")
    families: dict[str, list[Outcome]] = defaultdict(list)
    for one in outcomes:
        families[one.attack.family].append(one)
    for family, mine in [*families.items(), ("all", list(outcomes))]:
        classes = Counter(one.status // 100 for one in mine)
        made.add_row(
            family,
            f"{len(mine):,}",
            *(f"{classes[i]:,}" for i in (2, 3, 4, 5)),
            f"{max(one.size for one in mine) / 1000:,.0f} KB",
            f"{max(one.seconds for one in mine) * 1000:,.0f} ms",
            str(sum(bool(one.faults) for one in mine)),
        )
    return made


def main() -> int:
    parser = argparse.ArgumentParser(description="Send hostile requests to the app.")
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int, help="send one request again, by its number")
    options = parser.parse_args()
    logging.getLogger("childways.faults").setLevel(
        logging.ERROR if options.only is not None else logging.CRITICAL
    )
    app, console = make_app(Data.load()), Console(width=110)
    numbers = range(options.count) if options.only is None else [options.only]
    outcomes = []

    async def run() -> None:
        for number in track(numbers, console=Console(stderr=True), description="Sending"):
            outcomes.append(await send(app, attack(options.seed, number)))

    asyncio.run(run())
    console.print(table(outcomes))
    bad = [one for one in outcomes if one.faults]
    for one in bad[:60]:
        console.print(f"{one.attack.index}: {one.attack.target[:300]}", markup=False)
        for fault in dict.fromkeys(one.faults):
            console.print(f"    {fault}", markup=False)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
