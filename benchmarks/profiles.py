"""All journeys, children and years in one go against a plain loop over ``profile``."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from itertools import product
from statistics import median

from rich.console import Console
from rich.table import Table

import routes
from benchmarks import report
from routes.overview import KINDS_OF_CHILDREN


def main(arguments: Sequence[str] | None = None) -> int:
    """Time, print and write; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.profiles", description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="times of each (default 3)")
    runs = max(1, parser.parse_args(arguments).runs)
    console = Console()
    began = datetime.now(UTC)
    atlas = routes.load()
    ways = [journey for route in atlas.routes.values() for journey in route.journeys]

    def at_once() -> None:
        found = atlas.profiles()
        assert found.changes[0].shape == found.levels.shape

    def loop() -> None:
        """One world a child, as the running app keeps them."""
        for child in KINDS_OF_CHILDREN:
            world = atlas.world(child)
            for journey, year in product(ways, routes.YEARS):
                _ = atlas.profile(journey, child, year, world=world).drops

    at_once()  # what is made once and kept is made here
    pairs = [(_ms(at_once), _ms(loop)) for _ in range(runs)]
    once_ms, loop_ms = (median(column) for column in zip(*pairs, strict=True))
    cells = int(atlas.profiles().levels.size)
    made = Table(
        title=f"{len(ways)} branches x 6 goals x {len(KINDS_OF_CHILDREN)} children x "
        f"{len(routes.YEARS)} years ({cells:,} levels), median of {runs}"
    )
    made.add_column("")
    made.add_column("", justify="right")
    made.add_row("atlas.profiles(), with drops, in arrays", f"{once_ms:,.0f} ms")
    made.add_row("a loop over atlas.profile(...).drops", f"{loop_ms:,.0f} ms")
    made.add_row("ratio", f"1 : {loop_ms / once_ms:,.0f}")
    console.print(made)
    content = {
        "began": began.isoformat(timespec="seconds"),
        "runs": runs,
        **report.machine(),
        "levels": cells,
        "at_once_ms": once_ms,
        "loop_ms": loop_ms,
        "ratio": loop_ms / once_ms,
    }
    report.write("profiles", content, console)
    return 0


def _ms(run: Callable[[], object]) -> float:
    begun = time.perf_counter()
    run()
    return (time.perf_counter() - begun) * 1000


if __name__ == "__main__":
    raise SystemExit(main())
