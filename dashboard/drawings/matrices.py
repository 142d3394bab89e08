"""Countries in rows as figures: the goals, a negotiation sheet, promises kept, the timeline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dashboard.address import Address
from dashboard.api import models
from dashboard.api.content import Content
from dashboard.api.found import Found
from dashboard.api.promise_models import HistoryYear
from dashboard.components import gap_matrix, timeline_parts
from dashboard.components.profile_grid import level_words
from dashboard.data import Data
from dashboard.drawings.drawn import Drawn, drawn, frame_of, of_rows
from dashboard.drawings.levels import UNCHECKED, legend_of, level_cell
from dashboard.figures import panels
from dashboard.goals_state import GoalsState
from dashboard.promise_looks import LOOKS
from dashboard.promise_state import GapState, TimelineState, gaps_of
from dashboard.said_views import (
    child_and_year,
    gaps_line,
    gaps_title,
    goals_line,
    sheet_line,
    timeline_line,
)
from dashboard.sheet_state import SheetState
from dashboard.state import Lens
from routes import STATES, YEARS
from routes.histories import LAW, PRACTICE

NO_ROW = "No country is shown for these choices."


def _unchecked(rows: Sequence[object]) -> tuple[str, ...]:
    """Return what is said under a matrix: its sign, or that it has no row."""
    return (UNCHECKED,) if rows else (NO_ROW,)


def draw_goals(content: Content, asked: Address, found: Found, mode: str) -> Drawn:
    """Draw every country's level on each goal, or on the one that is chosen."""
    state, _ = GoalsState.read(asked.rest, asked.query)
    shown, legend = _levels(content, found.rows, state.goals)
    return drawn(
        shown,
        legend,
        mode,
        state,
        title=found.view.title,
        line=goals_line(content.data, state),
        **of_rows(found.rows),
    )


def draw_sheet(content: Content, asked: Address, found: Found, mode: str) -> Drawn:
    """Draw the countries of a sheet by goal."""
    data = content.data
    state, _, _ = SheetState.read(data, asked.query)
    shown, legend = _levels(content, found.rows, state.goals)
    return drawn(
        shown,
        legend,
        mode,
        state,
        title=found.view.title,
        line=sheet_line(state, state.made(data)),
        **of_rows(found.rows),
        notes=_unchecked(found.rows),
    )


def _levels(
    content: Content, rows: Sequence[models.Level], goals: Sequence[int]
) -> tuple[list[panels.Panel], dict[str, str]]:
    """Return countries by goals, in the order of the rows, and the legend."""
    rubric = content.data.atlas.rubrics.goals
    names = list(dict.fromkeys(one.country for one in rows))
    at = {name: number for number, name in enumerate(names, start=1)}
    cells = []
    for one in rows:
        words = level_words(one.level, is_judged=one.is_judged)
        told = f"{one.country}, {rubric[one.goal].short}: {words}"
        if one.is_unchecked and one.level is not None:
            told += ", rests in part on sources not yet checked"
        cell = level_cell(one, goals.index(one.goal) + 1, told)
        cells.append(replace(cell, row=at[one.country]))
    columns = [f"{goal} {rubric[goal].short}" for goal in goals]
    shown = [panels.Panel(title="", columns=columns, rows=names or ["–"], cells=cells)]
    return shown, legend_of(shown)


def draw_gaps(content: Content, asked: Address, found: Found, mode: str) -> Drawn:
    """Draw what was promised beside what the facts show, as the page's matrix does."""
    data = content.data
    state, _ = GapState.read(data, asked.query)
    state = replace(state, cell=None)
    gaps = gaps_of(data, state)
    rows, heads = gap_matrix.rows(data, state, gaps), gap_matrix.heads(data, state)
    cells = []
    for number, row in enumerate(rows, start=1):
        told = zip(heads, row.states, row.unchecked, strict=True)
        for column, (head, one, unchecked) in enumerate(told, start=1):
            look = LOOKS[one]
            where = f"{head.head} {head.below.partition(',')[0]}".strip()
            words = f"{row.name}, {where}: {look.word}"
            if unchecked:
                words += ", rests in part on sources not yet checked"
            cells.append(
                panels.Cell(
                    column=column, row=number, css=look.css, label=look.word.capitalize(),
                    text=look.sign + (" ○" if unchecked else ""), words=words,
                )
            )  # fmt: skip
    used = {cell.label for cell in cells}
    legend = {LOOKS[one].word.capitalize(): LOOKS[one].css for one in STATES}
    legend = {label: css for label, css in legend.items() if label in used}
    columns = [f"{head.head} {head.below.partition(',')[0]}".strip() for head in heads]
    names = [row.name for row in rows] or ["–"]
    shown = [panels.Panel(title="", columns=columns, rows=names, cells=cells)]
    return drawn(
        shown,
        legend,
        mode,
        state,
        title=gaps_title(data, state),
        line=gaps_line(data, state, gaps),
        **of_rows(found.rows),
        notes=_unchecked(rows),
    )


def draw_timeline(content: Content, asked: Address, found: Found, mode: str) -> Drawn:
    """Draw law and practice of detention over the years, country by country.

    The milestones, which are words and no figure, are what the API gives at the same address.
    """
    data = content.data
    state, _ = TimelineState.read(data, asked.query)
    rows, cells, legend = _years(data, found.more, state.lens)
    shown = [
        panels.Panel(title="", columns=[str(y) for y in YEARS], rows=rows or ["–"], cells=cells)
    ]
    ids = [
        fact.source_id
        for iso3 in dict.fromkeys(one.iso3 for one in found.more)
        for measure in (LAW, PRACTICE)
        for fact in timeline_parts.facts_within(
            data, state.lens, iso3, measure, YEARS[0], YEARS[-1]
        )
    ]
    return drawn(
        shown,
        legend,
        mode,
        state,
        title=found.view.title,
        line=f"{child_and_year(state.lens)}. {timeline_line(data, state)}",
        table=frame_of(found.more),
        source_ids=tuple(ids),
        notes=(f"{timeline_parts.ONE_PERIOD} {UNCHECKED}",)
        if found.more
        else (timeline_parts.NO_CHANGE,),
    )


def _years(
    data: Data, told: Sequence[HistoryYear], lens: Lens
) -> tuple[list[str], list[panels.Cell], dict[str, str]]:
    """Return two rows a country, law and practice, with a cell a year, and the legend."""
    world = data.world(data.age_class(lens.child), lens.checked)
    at = {iso3: i for i, iso3 in enumerate(world.countries)}
    legend: dict[str, str] = {}
    rows: dict[str, int] = {}
    cells = []
    for one in told:
        for name, measure, value in (("law", LAW, one.law), ("practice", PRACTICE, one.practice)):
            row = rows.setdefault(f"{one.country}, in {name}", len(rows) + 1)
            label, css = "Not known", "u"
            if value is not None:
                step = next(s for s in data.colourings[measure].steps if s.name == value)
                label, css = f"{step.label} (in {name})", step.css
            legend[label] = css
            year, words = one.year - YEARS[0], label.partition(" (")[0]
            unchecked = value is not None and bool(
                world.unchecked[at[one.iso3], world.measures.index(measure), year]
            )
            if unchecked:
                words += ", rests in part on sources not yet checked"
            cells.append(
                panels.Cell(
                    column=year + 1, row=row, css=css, label=label, text="○" if unchecked else "",
                    words=f"{one.country}, in {name}, {one.year}: {words}",
                )
            )  # fmt: skip
    return list(rows), cells, legend
