"""What every drawing hands over, and the table behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import pandas as pd
import plotly.graph_objects as go

from dashboard.drawings.levels import UNCHECKED
from dashboard.figures import panels
from dashboard.state import Lens

NUMBERS = ("level", "worst_", "best_")  # how columns of levels begin


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A figure without its frame, and what the frame says.

    Attributes:
        above, body, below: pixels of height of what is over the drawing, of the drawing, and of
            the axis under it.
        notes: what must be told under the figure.
    """

    figure: go.Figure
    title: str
    line: str
    lens: Lens
    href: str
    table: pd.DataFrame
    source_ids: tuple[str, ...]
    legend: dict[str, str]
    body: int
    above: int = 0
    below: int = 8
    notes: tuple[str, ...] = ()


class Choices(Protocol):
    """What the reader chose: the state of any page."""

    @property
    def lens(self) -> Lens: ...

    def href(self) -> str: ...


def drawn(
    shown: Sequence[panels.Panel],
    legend: dict[str, str],
    mode: str,
    state: Choices,
    *,
    title: str,
    line: str,
    table: pd.DataFrame,
    source_ids: tuple[str, ...],
    notes: tuple[str, ...] = (UNCHECKED,),
) -> Drawn:
    """Return panels as a figure, with what is said of them: see ``Drawn``."""
    return Drawn(
        figure=panels.figure(shown, legend, mode),
        title=title,
        line=line,
        lens=state.lens,
        href=state.href(),
        table=table,
        source_ids=source_ids,
        legend=legend,
        body=panels.body_height(shown),
        above=shown[0].head,
        notes=notes,
    )


def of_rows(rows: Sequence[Any]) -> dict[str, Any]:
    """Return table and sources of rows of the API that name their sources, for ``drawn``."""
    return {"table": frame_of(rows), "source_ids": ids_of(rows, "source_ids")}


def frame_of(rows: Sequence[Any]) -> pd.DataFrame:
    """Return rows of the API as a table; levels and years are whole numbers, NA when not known."""
    table = pd.DataFrame([row.model_dump() for row in rows])
    numbers = [name for name in table if str(name).startswith(NUMBERS) or name == "difference"]
    years = dict.fromkeys(table.columns.intersection(["speaks_for"]), "Int16")
    return table.astype({**dict.fromkeys(numbers, "Int8"), **years})


def ids_of(rows: Sequence[Any], *fields: str) -> tuple[str, ...]:
    """Return the source ids in some fields of rows."""
    return tuple(one for row in rows for name in fields for one in getattr(row, name))
