"""Answers kept in memory with the data that they are made of, and forgotten with it.

A cache of a module would hold on to every data it was asked about, also to what a reader brought
and has taken away again.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial, wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

if TYPE_CHECKING:
    from dashboard.data import Data

Rest = ParamSpec("Rest")
Answer = TypeVar("Answer")
Asked = Callable[Concatenate["Data", Rest], Answer]


def kept_with_data(most: int) -> Callable[[Asked[Rest, Answer]], Asked[Rest, Answer]]:
    """Keep the ``most`` answers asked for last of a function whose first argument is the data."""

    def keeping(make: Asked[Rest, Answer]) -> Asked[Rest, Answer]:
        @wraps(make)
        def found(data: Data, /, *more: Rest.args, **named: Rest.kwargs) -> Answer:
            kept = data.caches.get(make)
            if kept is None:
                kept = data.caches.setdefault(make, lru_cache(maxsize=most)(partial(make, data)))
            answer: Answer = kept(*more, **named)
            return answer

        return found

    return keeping
