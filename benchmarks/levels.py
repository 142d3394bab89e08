"""The whole world at once against one country at a time: the same levels, two ways."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from statistics import median

from rich.console import Console
from rich.table import Table

import routes
from benchmarks import report
from routes import LAST_YEAR, YEARS, Child


def main(arguments: Sequence[str] | None = None) -> int:
    """Time, print and write; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.levels", description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="times of each (default 5)")
    runs = max(1, parser.parse_args(arguments).runs)
    console = Console()
    began = datetime.now(UTC)
    atlas, child = routes.load(), Child()

    def loop() -> None:
        for iso3 in atlas.countries.index:
            atlas.levels(iso3, child, LAST_YEAR)

    atlas.world(child)  # what is made once and kept is made here
    atlas.levels(atlas.countries.index[0], child, LAST_YEAR)
    pairs = [(_ms(lambda: atlas.world(child)), _ms(loop)) for _ in range(runs)]
    world_ms, loop_ms = (median(column) for column in zip(*pairs, strict=True))
    countries = len(atlas.countries)
    made = Table(title=f"Levels of one child, {countries} countries, median of {runs}")
    made.add_column("")
    made.add_column("", justify="right")
    made.add_row(f"atlas.world: {len(YEARS)} years, in arrays", f"{world_ms:,.1f} ms")
    made.add_row("atlas.levels in a loop: 1 year, with facts and reasons", f"{loop_ms:,.1f} ms")
    made.add_row("ratio", f"1 : {loop_ms / world_ms:,.0f}")
    made.add_row("ratio for each year", f"1 : {loop_ms / world_ms * len(YEARS):,.0f}")
    console.print(made)
    content = {
        "began": began.isoformat(timespec="seconds"),
        "runs": runs,
        **report.machine(),
        "countries": countries,
        "years": len(YEARS),
        "world_ms": world_ms,
        "loop_one_year_ms": loop_ms,
        "ratio": loop_ms / world_ms,
        "each_ms": [{"world": world, "loop": looped} for world, looped in pairs],
    }
    report.write("levels", content, console)
    return 0


def _ms(run: Callable[[], object]) -> float:
    begun = time.perf_counter()
    run()
    return (time.perf_counter() - begun) * 1000


if __name__ == "__main__":
    raise SystemExit(main())
