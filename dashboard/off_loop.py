"""Dash's callbacks in threads: on the event loop, one slow view would hold up every other reader.

Dash 4.4 on FastAPI calls a plain callback on the loop itself, and one that is a coroutine it
awaits. What is awaited here is the whole of it, in a thread: drawing, Dash's checks of what was
drawn, and its JSON. Pages are painted in the same threads by the same functions, whose data is not
changed and whose caches are safe there: ``lru_cache`` and ``dashboard.kept`` at worst make an
answer twice, sessions and editions have locks. Context variables go along.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

from dash import Dash
from starlette.concurrency import run_in_threadpool


def in_threads(dash: Dash) -> None:
    """Have every callback that is declared so far answered in a thread."""
    for declared in dash.callback_map.values():
        if "callback" in declared:  # one that the browser answers itself has none
            declared["callback"] = _in_a_thread(declared["callback"])


def _in_a_thread(answer: Callable[..., str]) -> Callable[..., Awaitable[str]]:
    @wraps(answer)
    async def answered(*asked: Any, **more: Any) -> str:
        return await run_in_threadpool(answer, *asked, **more)

    return answered
