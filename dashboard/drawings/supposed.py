"""A what-if as a figure: levels now and supposed. A calculation, and every part of it says so."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.address import Address, AddressError
from dashboard.api.content import Content
from dashboard.api.found import Found
from dashboard.components.before_after import ordered, range_words, weakest_words
from dashboard.components.profile_grid import level_words
from dashboard.data import Data
from dashboard.drawings.drawn import Drawn, drawn, frame_of
from dashboard.drawings.levels import LEVELS, legend_of
from dashboard.figures import panels
from dashboard.said import journey_name
from dashboard.said_views import what_if_line
from dashboard.theme import step_class
from dashboard.what_if_state import FORECAST, NOT_FACT, WhatIfState
from routes import Bounds, Effect, Touched
from routes.words import count

MOST = 12  # journeys drawn; as many as in a picture
SUPPOSED = f"what if, {NOT_FACT.lower()}"
SIGNS = (
    "A framed cell is supposed to change: ▲ to a higher level, or to one that is not known now; ▼ "
    "to a lower one."
)


def draw_what_if(content: Content, asked: Address, found: Found, mode: str) -> Drawn:
    """Draw the countries that change and the journeys on which a level does, now and supposed.

    Raises:
        AddressError: nothing is supposed, so there is nothing to draw.
    """
    data = content.data
    state, _ = WhatIfState.read(data, asked.query)
    if not state.changes:
        raise AddressError(
            "Nothing is supposed here, so there is no before and after to draw. Send a change: "
            "/what-if?change=LBY:end-detention-families&company=family. The ranked levers are at "
            "/api/v1/levers."
        )
    effect = state.effect(data)
    changed = ordered(effect)
    shown = [_countries(data, effect), *(_journey(data, one) for one in changed[:MOST])]
    legend = legend_of(shown)
    return drawn(
        shown,
        legend,
        mode,
        state,
        title=found.view.title,
        line=what_if_line(data, state, effect),
        table=frame_of(found.rows),
        source_ids=_sources(content, state, effect),
        notes=(*_told(effect, len(changed)), _evidence(content, state, effect)),
    )


def _told(effect: Effect, changed: int) -> Iterator[str]:
    """Yield what is supposed, what it would do, what the figure leaves out."""
    made = effect.what_if
    yield f"{NOT_FACT}: what is supposed rests on no source. {FORECAST}"
    yield " ".join(f"Supposed: {made.words(one)}." for one in made.changes)
    yield " ".join(sentence.text for sentence in effect.sentences()[1:])
    if changed > MOST:
        yield (
            f"{MOST} of {count(changed, 'journey')} that change are drawn, those that are lifted "
            "first; the table behind the figure has all."
        )
    yield f"Only goals that change are drawn on a journey. {SIGNS}"


def _countries(data: Data, effect: Effect) -> panels.Panel:
    """Return the levels of the countries that change, with what the unknown facts allow."""
    moved = [
        one for one in effect.levels
        if one.before != one.after or one.bounds_before != one.bounds_after
    ] or list(effect.levels)  # fmt: skip
    goals = data.atlas.rubrics.goals
    names, cells = [], []
    for row, one in enumerate(moved, start=1):
        names.append(f"{data.name(one.iso3)}, {one.goal} {goals[one.goal].short}")
        cells += [
            _cell(1, row, one.before, one.before, f"{names[-1]}, now", one.bounds_before),
            _cell(2, row, one.before, one.after, f"{names[-1]}, {SUPPOSED}", one.bounds_after),
        ]
    return panels.Panel(
        title=f"{NOT_FACT}: countries that change (in brackets what the unknown facts allow)",
        columns=["Now", "What if"],
        rows=names,
        cells=cells,
    )


def _journey(data: Data, one: Touched) -> panels.Panel:
    """Return a journey's goals that change, stage by stage, each as now and what if."""
    names, goals = one.before.names, one.before.rubrics.goals
    rows: list[str] = []
    cells: list[panels.Cell] = []
    for goal in sorted({found.goal for found in one.comparison.differences}):
        rows += [f"{goal} {goals[goal].short}, now", f"{goal} {goals[goal].short}, what if"]
        for stage in one.journey.stages:
            before = one.before.cell(stage.order, goal).level
            after = one.after.cell(stage.order, goal).level
            where = f"{stage.order} {names[stage.iso3]} ({stage.role}), {goals[goal].short}"
            cells += [
                _cell(stage.order, len(rows) - 1, before, before, f"{where}, now"),
                _cell(stage.order, len(rows), before, after, f"{where}, {SUPPOSED}"),
            ]
    return panels.Panel(
        title=f"{NOT_FACT}: {journey_name(data, one.journey)}. {weakest_words(one)}",
        columns=[f"{stage.order} {names[stage.iso3]}" for stage in one.journey.stages],
        rows=rows,
        cells=cells,
    )


def _cell(
    column: int, row: int, was: int | None, level: int | None, where: str,
    bounds: Bounds | None = None,
) -> panels.Cell:  # fmt: skip
    """Return a level; framed and signed where it is another than ``was``."""
    css = step_class(level)
    text, words = "?" if level is None else str(level), level_words(level)
    if was != level:
        text += " ▲" if was is None or (level is not None and level > was) else " ▼"
        words = f"{level_words(was)}, then {words}"
    if bounds and not bounds.is_certain:
        text += f" ({range_words(bounds)})"
        words += f"; what is not known allows {range_words(bounds)}"
    return panels.Cell(
        column=column, row=row, css=css, text=text, words=f"{where}: {words}",
        label=next(name for name, look in LEVELS.items() if look == css),
        is_framed=was != level,
    )  # fmt: skip


def _iso3s(effect: Effect) -> list[str]:
    """Return the countries whose levels are drawn."""
    on = (iso3 for one in effect.changed for iso3 in one.journey.iso3s)
    return list(dict.fromkeys((*effect.what_if.iso3s, *on)))


def _sources(content: Content, state: WhatIfState, effect: Effect) -> tuple[str, ...]:
    """Return the sources of the levels as the facts stand; what is supposed has none."""
    return tuple(
        source_id
        for iso3 in _iso3s(effect)
        for level in content.levels(iso3, state.lens)
        for source_id in level.source_ids
        if level.is_judged
    )


def _evidence(content: Content, state: WhatIfState, effect: Effect) -> str:
    levels = [
        level
        for iso3 in _iso3s(effect)
        for level in content.levels(iso3, state.lens)
        if level.is_judged and level.level is not None
    ]
    unchecked = sum(level.is_unchecked for level in levels)
    return (
        f"As the facts stand, {unchecked} of the {count(len(levels), 'known level')} in these "
        "countries rest in part on sources not yet checked."
    )
