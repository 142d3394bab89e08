"""Start a server in a process group of its own, wait for its port, and end the whole group."""

from __future__ import annotations

import os
import shlex
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import IO

START_SECONDS = 90.0
STOP_SECONDS = 5.0


class ServerError(RuntimeError):
    """A server that ended, or did not listen in time; holds the end of what it printed."""


def free_port() -> int:
    """Return a loopback port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(
    command: Sequence[str], port: int, environ: Mapping[str, str] | None = None
) -> Iterator[int]:
    """Hold a server up for as long as the block runs; gives its process id.

    Raises:
        ServerError: the server ended early or does not listen on the port in time.
    """
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            command,
            env={**os.environ, **(environ or {})},
            stdout=output,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            _wait(process, shlex.join(command), port, output)
            yield process.pid
        finally:
            _stop(process)


def _wait(process: subprocess.Popen[bytes], name: str, port: int, output: IO[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise ServerError(f"{name} ended with {process.returncode}:\n{_tail(output)}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)  # between two tries of the port; the deadline ends them
    raise ServerError(f"{name} did not listen on port {port} in time:\n{_tail(output)}")


def _tail(output: IO[bytes]) -> str:
    output.seek(0)
    return output.read().decode(errors="replace")[-2000:]


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the group: what the server started goes with it."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, sign)
        except ProcessLookupError:
            break
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            continue
    process.wait()
