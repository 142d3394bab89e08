"""The same partitions counted by the workers of a Dask cluster.

Workers need this package, and must reach the files: give addresses of object storage or a shared
folder. One that is killed loses nothing but the partitions it had in hand; others take them over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from geodata.records.cells import Counted, Rules, count_partition
from geodata.records.partitions import Partition, RecordsError
from geodata.records.processes import MB_FOR_CELLS

CONNECT_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Cluster:
    """Runs partitions on the cluster of one scheduler, such as ``tcp://10.0.0.1:8786``."""

    scheduler: str
    connect_seconds: float = CONNECT_SECONDS

    def __call__(
        self, partitions: Sequence[Partition], packed: bytes, rules: Rules
    ) -> Iterator[tuple[Partition, Counted]]:
        """Yield each partition as it is counted, in any order.

        Raises:
            RecordsError: no scheduler answers, a partition can't be read, or it kills its workers.
        """
        try:
            from distributed import Client, KilledWorker, as_completed
        except ImportError as error:
            raise RecordsError(
                "Counting on a cluster needs Dask: pip install 'childways[cluster]'"
            ) from error
        rules = replace(rules, memory_mb=MB_FOR_CELLS)
        try:
            client: Any = Client(  # type: ignore[no-untyped-call]
                self.scheduler, timeout=self.connect_seconds, set_as_default=False
            )
        except (OSError, ValueError, TypeError) as error:
            raise RecordsError(
                f"No scheduler answers at {self.scheduler!r} ({error}). Start one with: dask "
                "scheduler; then give its address, such as tcp://10.0.0.1:8786."
            ) from error
        with client:
            # As a task, not as data: what a dead worker held is made again elsewhere.
            world = client.submit(bytes, packed, pure=False)
            futures = {
                client.submit(count_partition, partition, world, rules, pure=False): partition
                for partition in partitions
            }
            for future in as_completed(futures, loop=client.loop):  # type: ignore[no-untyped-call]
                partition = futures.pop(future)
                try:
                    counted = future.result()
                except KilledWorker as error:
                    raise RecordsError(
                        f"{partition}: workers died again and again with it in hand: out of "
                        f"memory? What is counted is kept ({error})."
                    ) from error
                yield partition, counted
