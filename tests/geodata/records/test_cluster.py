"""The same records on a Dask cluster of several processes, one of which is killed."""

import os
import signal
import time

import pytest
from distributed import LocalCluster

from geodata.records.cluster import Cluster
from geodata.records.counting import count
from geodata.records.partitions import RecordsError
from geodata.records.processes import Processes

AT_LAST = 300  # seconds, after which a test that hangs fails


@pytest.fixture(scope="module")
def cluster():
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None,
        host="127.0.0.1", memory_limit=0,
    ) as made:  # fmt: skip
        yield made


@pytest.fixture
def task(records, a_record):
    rows = [
        a_record(people=10 + n, lon=1 + n % 3, date=f"2024-{n % 12 + 1:02}-01") for n in range(90)
    ]
    return records.task(records.parquet(rows, group=5))


def pids(cluster):
    workers = cluster.workers.values()
    return {worker.process.pid for worker in workers if worker.process is not None}


def test_a_cluster_counts_the_same_and_survives_a_killed_worker(cluster, task):
    here = count(task, Processes(1))
    assert len(task.partitions) == 18
    alive, killed, results = pids(cluster), [], []

    def run(partitions, packed, rules):
        for number, made in enumerate(
            Cluster(cluster.scheduler_address)(partitions, packed, rules)
        ):
            if number == 1:
                killed.append(alive.pop())
                os.kill(killed[0], signal.SIGKILL)
            results.append(made[0])
            yield made

    there = count(task, run)
    assert there.counts == here.counts
    assert there.tallies.equals(here.tallies)
    assert sorted(p.key for p in results) == sorted(p.key for p in task.partitions)
    assert killed
    deadline = time.monotonic() + AT_LAST
    while killed[0] in pids(cluster):  # its watcher may still be about to see it
        assert time.monotonic() < deadline, "a dead worker is still counted among the living"
        time.sleep(0.05)


def test_what_a_worker_cannot_read_is_said(cluster, task, records, a_record):
    records.parquet([a_record()])
    with pytest.raises(RecordsError, match="has changed since the counting began"):
        count(task, Cluster(cluster.scheduler_address))


def test_no_scheduler_is_said_with_what_to_do(task):
    with pytest.raises(RecordsError, match=r"No scheduler answers at 'tcp://127.0.0.1:8259'.*dask"):
        count(task, Cluster("tcp://127.0.0.1:8259", connect_seconds=1))
