"""The same layer in Childways, plain Dash, Vizro and Streamlit, side by side in one run."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from datetime import UTC, datetime

from rich.console import Console

from benchmarks import layer, report
from benchmarks.apps import APPS, CHILDWAYS, PLAIN_DASH, App
from benchmarks.browser import Visit, VisitError, chromium, visit
from benchmarks.serving import ServerError, free_port, serving


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve, visit, print and write; returns the exit code."""
    options = _options(arguments)
    console = Console()
    # A run that is told to end still ends its servers.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    began = datetime.now(UTC)
    try:
        visits, browser_version = _run(options.runs, options.throttle, console)
    except (ServerError, VisitError) as error:
        print(error, file=sys.stderr)
        return 2
    found = report.medians(visits)
    wire = "10 Mbit/s, 40 ms" if options.throttle else "loopback, no latency"
    title = f"{options.runs} runs each, cold cache, {wire}"
    console.print(report.table(found, PLAIN_DASH.name, title))
    ours = visits[CHILDWAYS.name][-1]
    console.print(report.breakdown(found[CHILDWAYS.name], ours, CHILDWAYS.name))
    content = {
        "began": began.isoformat(timespec="seconds"),
        "runs": options.runs,
        "wire": wire,
        **report.machine(),
        "browser": browser_version,
        "medians": found,
        "ratios_to_plain_dash": _ratios(found),
        "visits": {app: [asdict(one) for one in made] for app, made in visits.items()},
    }
    report.write("atlas-throttled" if options.throttle else "atlas", content, console)
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.atlas", description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="visits to each app (default 5)")
    parser.add_argument("--throttle", action="store_true", help="10 Mbit/s and 40 ms by Chromium")
    options = parser.parse_args(arguments)
    if options.runs < 1:
        parser.error("--runs is 1 or more")
    return options


def _run(runs: int, is_throttled: bool, console: Console) -> tuple[dict[str, list[Visit]], str]:
    colour = layer.NEXT_COLOUR, layer.load()[1][layer.NEXT_COLOUR]
    visits: dict[str, list[Visit]] = {app.name: [] for app in APPS}
    with ExitStack() as held:
        urls = {app.name: held.enter_context(_served(app)) for app in APPS}
        browser = held.enter_context(chromium())
        for turn in range(runs + 1):  # the first is a warm-up of the servers and is dropped
            for app in APPS:
                made = visit(browser, app, urls[app.name], colour, is_throttled=is_throttled)
                if turn:
                    visits[app.name].append(made)
                _say(console, turn, app, made)
        return visits, browser.version


@contextmanager
def _served(app: App) -> Iterator[str]:
    port = free_port()
    with serving(app.command_on(port), port, app.environ_on(port)):
        yield f"http://127.0.0.1:{port}{app.path}"


def _say(console: Console, turn: int, app: App, made: Visit) -> None:
    console.print(
        f"{f'run {turn}' if turn else 'warm-up':8} {app.name:11} map {made.painted_ms:6,.0f} ms  "
        f"{made.size_bytes / 1000:7,.0f} KB  {made.requests:3} requests  "
        f"repaint {made.repaint_ms:5,.0f} ms",
        highlight=False,
    )


def _ratios(found: report.Medians) -> dict[str, dict[str, float]]:
    base = found[PLAIN_DASH.name]
    return {
        app: {name: round(value / base[name], 4) for name, value in values.items() if name in base}
        for app, values in found.items()
    }


if __name__ == "__main__":
    raise SystemExit(main())
