"""What every drawing hands over, and the table behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures import panels
from dashboard.state import Lens


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


def drawn(shown: Sequence[panels.Panel], legend: dict[str, str], mode: str, **said: Any) -> Drawn:
    """Return panels as a figure, with what is said of them: the other fields of ``Drawn``."""
    return Drawn(
        figure=panels.figure(shown, legend, mode),
        legend=legend,
        body=panels.body_height(shown),
        above=shown[0].head,
        **said,
    )


def frame_of(rows: Sequence[Any]) -> pd.DataFrame:
    """Return rows of the API as a table; levels are whole numbers, NA when not known."""
    table = pd.DataFrame([row.model_dump() for row in rows])
    numbers = [name for name in table if str(name).startswith("level") or name == "difference"]
    return table.astype(dict.fromkeys(numbers, "Int8"))


def ids_of(rows: Sequence[Any], *fields: str) -> tuple[str, ...]:
    """Return the source ids in some fields of rows."""
    return tuple(one for row in rows for name in fields for one in getattr(row, name))
