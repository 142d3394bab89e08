"""A view as the API and the comparison of data versions take it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from dashboard.state import Lens


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A view with what goes into the envelope.

    Attributes:
        lens: None where no child or year plays a part.
        dropped: one sentence for each choice in the address that could not be used.
        rows: the table behind the view, for CSV and the total; each is a ``row_shape``.
        notes: what the page shows and this does not, and where it is.
        more: rows of other shapes that the view shows beside them.
        beside: makes what the page shows besides, and the API gives at addresses of its own; for
            the comparison alone.
    """

    view: Any
    lens: Lens | None
    dropped: tuple[str, ...]
    rows: list[Any]
    row_shape: type[BaseModel]
    more: list[Any] = field(default_factory=list)
    beside: Callable[[], list[Any]] = list
    notes: tuple[str, ...] = ()
