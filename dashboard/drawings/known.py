"""How much is known as a figure: the matrix of the page on data, in its order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dashboard.address import Address
from dashboard.api.content import Content
from dashboard.api.found import Found
from dashboard.components.coverage_matrix import CHECKED, UNCHECKED, steps_of, words_of
from dashboard.components.coverage_rows import Cell, Row, rows
from dashboard.data_state import DataState, columns
from dashboard.drawings.drawn import Drawn, drawn, of_rows
from dashboard.figures import panels
from dashboard.said_views import NO_LEVELS, coverage_line, coverage_title
from dashboard.sureness import share_class
from dashboard.theme import NOT_APPLICABLE_CLASS, UNKNOWN_CLASS

NO_COUNTRY = "No country has one of these roles on these routes."
SIGNS = "○ some answer is not yet checked in its source. Age: years since the middle answer."


def draw_coverage(content: Content, asked: Address, found: Found, mode: str) -> Drawn:
    """Draw questions answered of questions asked, or each answer's year for one goal."""
    data = content.data
    state = replace(DataState.read(data, asked.query)[0], cell=None)
    shown = rows(data, state)
    steps = {css: (label, number) for css, _, label, _, number in steps_of(state, shown)}
    legend = {f"{label} ({number})": css for css, (label, number) in steps.items()}
    labels = {css: label for label, css in legend.items()}
    names = [words_of(data, name)[0] for name in columns(data, state.goal)]
    heads = ["All", *names, "Age"]
    cells = [cell for at, row in enumerate(shown, 1) for cell in _cells(state, row, at, heads)]
    cells = [replace(cell, label=labels.get(cell.css, "")) for cell in cells]
    panel = panels.Panel(
        title="", columns=heads, rows=[row.name for row in shown] or ["–"], cells=cells
    )
    return drawn(
        [panel],
        legend,
        mode,
        state,
        title=coverage_title(data, state),
        line=coverage_line(state, shown),
        **of_rows(found.rows),
        notes=(NO_LEVELS, _counted(state), SIGNS if shown else NO_COUNTRY),
    )


def _counted(state: DataState) -> str:
    """Say what the numbers of the legend and of the cells are."""
    if state.goal:
        return "In the legend: answers. In the cells: the year that each answer speaks for."
    return "In the legend: countries. In the cells: questions answered of questions asked."


def _cells(state: DataState, row: Row, at: int, heads: Sequence[str]) -> list[panels.Cell]:
    whole = _share(row.whole, f"{row.name}, all questions")
    # Of one goal the legend is of single answers, so no colour of it may stand for a share.
    made = [replace(whole, css=NOT_APPLICABLE_CLASS) if state.goal else whole]
    for head, cell in zip(heads[1:], row.cells, strict=False):
        where = f"{row.name}, {head}"
        made.append(_single(cell, where) if state.goal else _share(cell, where))
    age = "–" if row.age is None else str(row.age)
    words = "no answer" if row.age is None else f"the middle answer is {age} years old"
    made.append(_plain(age, f"{row.name}: {words}"))
    return [replace(cell, column=column, row=at) for column, cell in enumerate(made, start=1)]


def _cell(css: str, text: str, words: str, *, unchecked: int = 0) -> panels.Cell:
    if unchecked:
        text, words = f"{text} ○", f"{words}, {unchecked} not yet checked"
    return panels.Cell(column=1, row=1, css=css, label="", text=text, words=words)


def _plain(text: str, words: str) -> panels.Cell:
    return _cell(NOT_APPLICABLE_CLASS, text, words)


def _share(cell: Cell, where: str) -> panels.Cell:
    if not cell.asked:
        return _plain("–", f"{where}: not asked")
    told = f"{cell.answered}/{cell.asked}"
    words = f"{where}: {cell.answered} of {cell.asked} answered"
    return _cell(share_class(cell.share), told, words, unchecked=cell.unchecked)


def _single(cell: Cell, where: str) -> panels.Cell:
    if not cell.asked:
        return _plain("–", f"{where}: does not apply")
    if not cell.answered:
        return _cell(UNKNOWN_CLASS, "?", f"{where}: not known")
    css = UNCHECKED if cell.unchecked else CHECKED
    words = f"{where}: speaks for {cell.as_of}"
    return _cell(css, str(cell.as_of), words, unchecked=cell.unchecked)
