"""How levels show in a figure: their words, their cells, their legend."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.api import models
from dashboard.components.profile_grid import level_words
from dashboard.figures import panels
from dashboard.theme import NOT_APPLICABLE_CLASS, step_class

LEVELS = {
    **{f"{i} {level_words(i).partition(', ')[2]}": step_class(i) for i in reversed(range(5))},
    "Not known": "u",
    "Not judged": NOT_APPLICABLE_CLASS,
}
UNCHECKED = "○ rests in part on sources not yet checked."
DROPS = "▼ marks a fall since the last stage where the level is known."


def level_cell(one: models.Level, column: int, words: str, drop: str = "") -> panels.Cell:
    """Return the look of a level."""
    if not one.is_judged:
        label, text = "Not judged", "–"
    elif one.level is None:
        label, text = "Not known", "?"
    else:
        label = next(name for name, css in LEVELS.items() if css == step_class(one.level))
        text = f"{one.level}{' ○' if one.is_unchecked else ''}"
    return panels.Cell(
        column=column, row=one.goal, css=LEVELS[label], label=label, text=text, words=words,
        drop=drop,
    )  # fmt: skip


def legend_of(shown: Sequence[panels.Panel]) -> dict[str, str]:
    """Return all levels, and not judged only where there is such a goal."""
    used = {cell.label for panel in shown for cell in panel.cells}
    return {label: css for label, css in LEVELS.items() if label in used or label != "Not judged"}
