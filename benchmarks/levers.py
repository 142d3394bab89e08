"""All single levers on all documented journeys, ranked at once against trying each by itself."""

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
from routes import Child, PolicyChange, catalogue

CHILD, YEAR = Child(company="family"), 2024


def main(arguments: Sequence[str] | None = None) -> int:
    """Time, print and write; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.levers", description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="times of the ranking (default 3)")
    parser.add_argument(
        "--tried", type=int, default=200, help="changes tried by themselves (default 200)"
    )
    asked = parser.parse_args(arguments)
    console, began = Console(), datetime.now(UTC)
    atlas = routes.load()
    ways = [journey for route in atlas.routes.values() for journey in route.journeys]
    ranking = atlas.levers(child=CHILD, year=YEAR)  # what is made once and kept is made here
    changes = _changes(ways)
    assert len(changes) == ranking.tried
    some = changes[:: max(1, len(changes) // max(1, asked.tried))]

    def at_once() -> None:
        atlas.levers(child=CHILD, year=YEAR)

    def one_by_one() -> None:
        """One world of the facts, as the running app keeps it; each change laid over it alone."""
        base = atlas.world(CHILD)
        for change in some:
            made = atlas.what_if([change])
            world = made.world(CHILD, base=base)
            for journey in ways:
                if change.iso3 in journey.iso3s:
                    before = atlas.profile(journey, CHILD, YEAR, world=base)
                    after = made.profile(journey, CHILD, YEAR, world=world)
                    _ = before.weakest, after.weakest

    once_ms = median(_ms(at_once) for _ in range(max(1, asked.runs)))
    some_ms = _ms(one_by_one)
    all_ms = some_ms * len(changes) / len(some)
    made = Table(title=f"{len(ways)} journeys x {len(changes):,} levers in countries")
    made.add_column("")
    made.add_column("", justify="right")
    made.add_row("atlas.levers(), all, with worst and best case", f"{once_ms:,.0f} ms")
    made.add_row(f"trying {len(some)} of them one by one", f"{some_ms:,.0f} ms")
    made.add_row("the same for all of them, reckoned from these", f"{all_ms:,.0f} ms")
    made.add_row("ratio", f"1 : {all_ms / once_ms:,.0f}")
    console.print(made)
    content = {
        "began": began.isoformat(timespec="seconds"),
        "runs": asked.runs,
        **report.machine(),
        "journeys": len(ways),
        "levers": len(changes),
        "at_once_ms": once_ms,
        "one_by_one_tried": len(some),
        "one_by_one_ms": some_ms,
        "one_by_one_all_ms": all_ms,
        "ratio": all_ms / once_ms,
    }
    report.write("levers", content, console)
    return 0


def _changes(ways: Sequence[routes.Journey]) -> list[PolicyChange]:
    """Every lever that concerns the child, in every country that has its role on a journey."""
    roles: dict[str, set[str]] = {}
    for journey in ways:
        for stage in journey.stages:
            roles.setdefault(stage.iso3, set()).add(stage.role)
    return [
        PolicyChange(iso3, lever.lever)
        for lever in catalogue().values()
        if lever.concerns(CHILD)
        for iso3, mine in sorted(roles.items())
        if mine & set(lever.roles)
    ]


def _ms(run: Callable[[], object]) -> float:
    begun = time.perf_counter()
    run()
    return (time.perf_counter() - begun) * 1000


if __name__ == "__main__":
    raise SystemExit(main())
