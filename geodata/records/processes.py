"""Partitions counted by processes of this machine, as many as memory and cores allow."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace

from geodata.records.cells import Counted, Rules, count_partition
from geodata.records.partitions import Partition, RecordsError

MB_A_PROCESS = 1024  # libraries, one batch, and the cells of one partition
MB_FOR_CELLS = 400
MOST_LOST = 3  # processes that may die, of memory or by hand, before we give up

_packed = b""


@dataclass(frozen=True, slots=True)
class Processes:
    """Runs partitions in processes of their own; one alone runs in this process.

    Attributes:
        number: of processes.
    """

    number: int = 1

    @classmethod
    def within(cls, memory_mb: int, cores: int) -> Processes:
        """Return as many as memory allows: this process needs some for itself."""
        return cls(max(1, min(cores, (memory_mb - MB_A_PROCESS // 2) // MB_A_PROCESS)))

    def __call__(
        self, partitions: Sequence[Partition], packed: bytes, rules: Rules
    ) -> Iterator[tuple[Partition, Counted]]:
        """Yield each partition as it is counted, in any order.

        Raises:
            RecordsError: one can't be read, or processes die again and again.
        """
        rules = replace(rules, memory_mb=MB_FOR_CELLS)
        if self.number == 1:
            for partition in partitions:
                yield partition, count_partition(partition, packed, rules)
            return
        waiting, lost = list(partitions), 0
        while waiting:
            try:
                for partition, counted in self._in_pool(list(waiting), packed, rules):
                    waiting.remove(partition)
                    yield partition, counted
            except BrokenProcessPool as error:
                lost += 1
                if lost > MOST_LOST:
                    raise RecordsError(
                        f"Processes that count died {lost} times: out of memory? What is counted "
                        "is kept. Try again with fewer processes: --memory 1GiB"
                    ) from error

    def _in_pool(
        self, partitions: Sequence[Partition], packed: bytes, rules: Rules
    ) -> Iterator[tuple[Partition, Counted]]:
        context = multiprocessing.get_context("spawn")
        pool = ProcessPoolExecutor(
            self.number, mp_context=context, initializer=_begin, initargs=(packed,)
        )
        rest = iter(partitions)
        running = {}
        try:
            # Few at a time: what is done but not yet written takes memory, too.
            for _ in range(self.number + 1):
                if (partition := next(rest, None)) is not None:
                    running[pool.submit(_count, partition, rules)] = partition
            while running:
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    yield running.pop(future), future.result()
                    if (partition := next(rest, None)) is not None:
                        running[pool.submit(_count, partition, rules)] = partition
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _begin(packed: bytes) -> None:
    global _packed  # what a process is given once
    _packed = packed


def _count(partition: Partition, rules: Rules) -> Counted:
    return count_partition(partition, _packed, rules)
