"""500 embeds open at once against one server for ten minutes, and the same with plain Dash."""

from __future__ import annotations

import argparse
import asyncio
import random
import re
from collections.abc import Callable, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from statistics import median, quantiles
from typing import Any
from urllib.request import urlopen

from playwright.async_api import BrowserContext, async_playwright
from playwright.async_api import Error as PlaywrightError
from rich.console import Console
from rich.table import Table

import routes
from benchmarks import apps, report
from benchmarks.browser import FLAGS, executable
from benchmarks.clients import Ask, Opening, Tally, read
from benchmarks.memory import Watch
from benchmarks.serving import free_port, serving
from dashboard.address import parse
from routes import Journey
from routes.model import COMPANIES, STATUSES

WARM_SECONDS = 120.0  # what is made once and kept is made by then; memory is compared from here on
IN_REPORTS = 60  # views that reports have embedded
OF_REPORTS = 0.8  # of the openings; the others are of any view
BROWSERS = 3
BROWSER_PAUSE_SECONDS = 8.0
COLOURS = (
    "detention_practice",
    "detention_law",
    "goal-2",
    "goal-4",
    "primary_health_care",
    "tip_tier",
)
KINDS = ("map", "map", "map", "table", "journey", "journey", "labels", "country", "gaps", "what-if")
PEER_CALL = {
    "output": "map.figure",
    "outputs": {"id": "map", "property": "figure"},
    "inputs": [{"id": "colour", "property": "value", "value": "detention_practice"}],
    "changedPropIds": [],
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Load, print and write; returns the exit code: 1 when a request to Childways failed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load", description=__doc__)
    parser.add_argument("--readers", type=int, default=500, help="at once (default 500)")
    parser.add_argument("--minutes", type=float, default=10.0, help="of load (default 10)")
    parser.add_argument("--peer-minutes", type=float, default=2.0, help="of plain Dash (default 2)")
    parser.add_argument("--think", type=float, default=20.0, help="seconds between two openings")
    parser.add_argument(
        "--pages", type=float, default=0.0, help="of the openings, 0 to 1: of whole pages"
    )
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    console = Console()
    found = asyncio.run(_run(asked, console))
    console.print(_table(found, asked))
    report.write("load", {**found, **report.machine()}, console)
    return 1 if found["Childways"]["failed"] else 0


async def _run(asked: argparse.Namespace, console: Console) -> dict[str, Any]:
    began = datetime.now(UTC).isoformat(timespec="seconds")
    port, peer_port = free_port(), free_port()
    command = [*apps.CHILDWAYS.command_on(port)]
    peer = [*apps.PLAIN_DASH.command_on(peer_port), "uvicorn"]
    environ = apps.CHILDWAYS.environ_on(port)
    with (
        serving(command, port, {**environ, "CHILDWAYS_API_RATE": "0"}) as pid,
        serving(peer, peer_port, apps.PLAIN_DASH.environ_on(peer_port)) as peer_pid,
    ):
        console.print(f"Childways, {asked.minutes:g} minutes ...")
        ours = await _phase(
            port, pid, _views(port, asked.pages), asked, asked.minutes, _embed_pages()
        )
        console.print(f"Plain Dash, {asked.peer_minutes:g} minutes ...")
        theirs = await _phase(peer_port, peer_pid, _peer(peer_port), asked, asked.peer_minutes, ())
    return {
        "began": began,
        "readers": asked.readers,
        "think_seconds": asked.think,
        "of_pages": asked.pages,
        "Childways": ours,
        "plain Dash": theirs,
    }


async def _phase(
    port: int,
    pid: int,
    openings: Callable[[random.Random], Opening],
    asked: argparse.Namespace,
    minutes: float,
    pages: Sequence[str],
) -> dict[str, Any]:
    origin, tally, watch = f"http://127.0.0.1:{port}", Tally(), Watch(pid)
    seconds = minutes * 60
    async with _beside(watch.run()), _browsing(origin, pages, seconds) as browsed:
        await read(
            origin,
            openings,
            readers=asked.readers,
            seconds=seconds,
            think_seconds=asked.think,
            seed=asked.seed,
            tally=tally,
        )
    warm = min(WARM_SECONDS, seconds / 2)
    times = sorted(tally.openings_ms) or [float("nan")]
    cuts = quantiles(times, n=100) if len(times) > 1 else times * 99
    faults = tally.faults + browsed["faults"]
    return {
        "seconds": seconds,
        "openings": len(tally.openings_ms),
        "requests": sum(tally.statuses.values()),
        "unchanged": tally.statuses[304],
        "failed": sum(faults.values()),
        "faults": dict(faults),
        "median_ms": cuts[49],
        "p95_ms": cuts[94],
        "p99_ms": cuts[98],
        "received_mb": tally.received_bytes / 1e6,
        "browser_openings": len(browsed["ms"]),
        "browser_median_ms": median(browsed["ms"]) if browsed["ms"] else None,
        "memory_start_mb": watch.samples[0][1],
        "memory_warm_mb": watch.around(warm, warm + 60),
        "memory_end_mb": watch.around(seconds - 60, seconds),
        "memory_growth_mb_per_minute": watch.growth_mb_per_minute(warm),
        "memory_samples": [(round(at), round(mb, 1)) for at, mb in watch.samples],
    }


@asynccontextmanager
async def _beside(work: Any) -> Any:
    task = asyncio.create_task(work)
    try:
        yield task
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@asynccontextmanager
async def _browsing(origin: str, pages: Sequence[str], seconds: float) -> Any:
    """Let a few real browsers open embeds meanwhile; a fault of a page's script counts."""
    found: dict[str, Any] = {"ms": [], "faults": Tally().faults}
    if not pages:
        yield found
        return
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=executable(), args=list(FLAGS))
        contexts = [await browser.new_context() for _ in range(BROWSERS)]
        visits = [
            asyncio.create_task(_visits(context, origin, pages[start::BROWSERS], seconds, found))
            for start, context in enumerate(contexts)
        ]
        try:
            yield found
        finally:
            await asyncio.gather(*visits)
            await browser.close()


async def _visits(
    context: BrowserContext,
    origin: str,
    pages: Sequence[str],
    seconds: float,
    found: dict[str, Any],
) -> None:
    loop = asyncio.get_running_loop()
    until = loop.time() + seconds
    page = await context.new_page()
    page.on("pageerror", lambda error: found["faults"].update([f"script: {error}"]))
    turn = 0
    while loop.time() < until:
        begun = loop.time()
        try:
            answer = await page.goto(origin + pages[turn % len(pages)], timeout=30_000)
            is_there = answer is not None and answer.ok and await page.locator("h1").count() == 1
        except PlaywrightError:
            is_there = False
        if is_there:
            found["ms"].append((loop.time() - begun) * 1000)
        else:
            found["faults"]["a browser saw no embed"] += 1
        turn += 1
        await asyncio.sleep(BROWSER_PAUSE_SECONDS)


def _views(port: int, of_pages: float) -> Callable[[random.Random], Opening]:
    """Return how a reader opens a view: its document, and once its styles and scripts.

    Most openings are of views that reports have embedded; the others are of any view there is.

    Args:
        of_pages: this part of the readers follow the link of an embed to its page.
    """
    files_of_embeds = _files(port, "/embed/map")
    files_of_pages = _files(port, "/")
    atlas = routes.load()
    ways = [journey for route in atlas.routes.values() for journey in route.journeys]
    iso3s = sorted(atlas.countries.index)

    author = random.Random(0)
    embedded = [_embed(author, ways, iso3s) for _ in range(IN_REPORTS)]

    def opening(chance: random.Random) -> Opening:
        is_of_report = chance.random() < OF_REPORTS
        path = chance.choice(embedded) if is_of_report else _embed(chance, ways, iso3s)
        files = files_of_embeds
        if of_pages and chance.random() < of_pages:
            view = parse(path)
            path, files = f"{view.page}?{view.query}", files_of_pages
        return [Ask(path=path, ends_with=b"</html>"), *files]

    return opening


def _files(port: int, path: str) -> list[Ask]:
    with urlopen(f"http://127.0.0.1:{port}{path}") as answer:
        document = answer.read().decode()
    return [Ask(path=path, is_kept=True) for path in sorted(set(_STATIC.findall(document)))]


_STATIC = re.compile(r'(?:href|src)="(/static/[^"]+)"')


def _embed(chance: random.Random, ways: Sequence[Journey], iso3s: Sequence[str]) -> str:
    kind = chance.choice(KINDS)
    child = f"status={chance.choice(STATUSES)}&company={chance.choice(COMPANIES)}"
    if kind in ("map", "table"):
        return f"/embed/{kind}?colour={chance.choice(COLOURS)}&{child}"
    if kind in ("journey", "labels"):
        way = chance.choice(ways)
        return f"/embed/{kind}/{way.route_id}?branch={way.branch}&{child}"
    if kind == "country":
        return f"/embed/country/{chance.choice(iso3s)}?{child}"
    return f"/embed/{kind}?{child}"


def _embed_pages() -> Sequence[str]:
    atlas = routes.load()
    return ["/embed/map", *(f"/embed/journey/{route}" for route in sorted(atlas.routes)[:8]),
            "/embed/table", "/embed/country/LBY", "/embed/gaps"]  # fmt: skip


def _peer(port: int) -> Callable[[random.Random], Opening]:
    """Return how a reader opens the plain Dash page: what its own script asks for, in order."""
    with urlopen(f"http://127.0.0.1:{port}/") as answer:
        document = answer.read().decode()
    scripts = re.findall(r'src="(/_dash-component-suites/[^"]+)"', document)
    asks = [
        Ask(path="/", ends_with=b"</html>"),
        *(Ask(path=path, is_kept=True) for path in scripts),
        Ask(path="/_dash-layout"),
        Ask(path="/_dash-dependencies"),
        Ask(path="/_dash-update-component", json=PEER_CALL),
    ]
    return lambda _chance: asks


def _table(found: dict[str, Any], asked: argparse.Namespace) -> Table:
    ours, theirs = found["Childways"], found["plain Dash"]
    made = Table(
        title=f"{asked.readers} readers, each opening a view every {asked.think:g} s on average"
        + (f", {asked.pages:.0%} of them a whole page" if asked.pages else ""),
        caption="An opening: a page with all it asks for. Memory of the whole process tree.",
    )
    for name in ("", "Childways", "plain Dash", "ratio"):
        made.add_column(name, justify="left" if not name else "right")

    def row(label: str, key: str, unit: str = "", *, ratio: bool = False) -> None:
        words = [f"{side[key]:,.0f}{unit}" for side in (ours, theirs)]
        made.add_row(label, *words, f"{ours[key] / theirs[key]:.3f}" if ratio else "")

    row("seconds", "seconds")
    row("openings", "openings")
    row("requests answered", "requests")
    row("of them unchanged (304)", "unchanged")
    row("failed", "failed")
    row("opening, median", "median_ms", " ms", ratio=True)
    row("opening, 95 of 100 under", "p95_ms", " ms", ratio=True)
    row("opening, 99 of 100 under", "p99_ms", " ms", ratio=True)
    row("received", "received_mb", " MB")
    row("memory at the start", "memory_start_mb", " MB")
    row("memory once warm", "memory_warm_mb", " MB")
    row("memory at the end", "memory_end_mb", " MB")
    made.add_row(
        "growth once warm, a minute",
        *(f"{side['memory_growth_mb_per_minute']:+.2f} MB" for side in (ours, theirs)),
        "",
    )
    if ours["browser_openings"]:
        words = f"{ours['browser_openings']}, median {ours['browser_median_ms']:,.0f} ms"
        made.add_row(f"openings by {BROWSERS} real browsers", words, "", "")
    for side, name in ((ours, "Childways"), (theirs, "plain Dash")):
        for fault, count in side["faults"].items():
            made.add_row(f"{name}: {fault}", str(count), "", "")
    return made


if __name__ == "__main__":
    raise SystemExit(main())
