"""Memory of a server and all it started, as Linux counts it; where it can't, nothing is said."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import linear_regression, median

PROC = Path("/proc")


def tree_of(pid: int) -> list[int]:
    """Return a process and all that descend from it and are still there."""
    parents: dict[int, list[int]] = {}
    for folder in PROC.iterdir():
        if folder.name.isdigit():
            try:
                # The name in brackets may hold anything; the parent is the second field after it.
                after = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue  # ended while we looked
            parents.setdefault(int(after[1]), []).append(int(folder.name))
    found = [pid]
    for one in found:
        found += parents.get(one, [])
    return found


def proportional_mb(pid: int) -> float:
    """Return the memory of a process tree in megabytes; pages that several share count once."""
    total = 0
    for one in tree_of(pid):
        try:
            lines = (PROC / str(one) / "smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total * 1024 / 1e6


@dataclass(slots=True)
class Watch:
    """Samples of one server's memory: seconds since the watch began, megabytes."""

    pid: int
    samples: list[tuple[float, float]] = field(default_factory=list)
    begun: float = field(default_factory=time.monotonic)

    async def run(self, every_seconds: float = 5.0) -> None:
        """Sample until cancelled."""
        while True:
            megabytes = await asyncio.to_thread(proportional_mb, self.pid)
            self.samples.append((time.monotonic() - self.begun, megabytes))
            await asyncio.sleep(every_seconds)

    def around(self, from_seconds: float, to_seconds: float) -> float:
        """Return the median between two moments; the nearest sample where there is none."""
        inside = [mb for at, mb in self.samples if from_seconds <= at <= to_seconds]
        middle = (from_seconds + to_seconds) / 2
        nearest = min(self.samples, key=lambda sample: abs(sample[0] - middle))[1]
        return median(inside) if inside else nearest

    def growth_mb_per_minute(self, from_seconds: float) -> float:
        """Return the slope of a straight line through the samples from a moment on."""
        late = [(at / 60, mb) for at, mb in self.samples if at >= from_seconds]
        if len(late) < 2:
            return float("nan")
        return linear_regression([at for at, _ in late], [mb for _, mb in late]).slope
