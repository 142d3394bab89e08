"""The picture of a negotiation sheet: countries by goal, with promises and the routes between."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from dashboard import said_views
from dashboard.colouring import GOAL_LEVELS
from dashboard.components.sheet_table import TOLD
from dashboard.data import Data
from dashboard.pictures.key import Entry, draw_key, level_entries
from dashboard.pictures.matrix import Head, Matrix, Row, Spot, draw_matrix
from dashboard.pictures.of_gaps import NO_BREACH
from dashboard.pictures.of_goals import listed
from dashboard.pictures.paper import LINE, Paper
from dashboard.pictures.signs import role_sign, signs_width, state_sign
from dashboard.pictures.subject import Box, Subject, checked_words, sources_of
from dashboard.promise_looks import LOOKS
from dashboard.sheet_state import COUNTRY, WEAKEST, SheetState
from dashboard.theme import NOT_APPLICABLE_CLASS, step_class
from routes import STATES, Sheet, SheetCell, SheetRow
from routes.country_names import Mistake
from routes.model import ROLES
from routes.words import count, percent

EMPTY = "No country is on the sheet."
SMALL = 0.85
MOST_MISTAKES = 3


@dataclass(frozen=True, slots=True)
class _Shown:
    data: Data
    state: SheetState
    sheet: Sheet

    @property
    def rows(self) -> list[SheetRow]:
        return self.state.rows(self.sheet)


def sheet_subject(data: Data, _name: str, query: str) -> Subject:
    """Return a negotiation sheet."""
    state, dropped, mistakes = SheetState.read(data, query)
    shown = _Shown(data, state, state.made(data))
    away = len(shown.sheet.rows) - len(shown.rows)
    role_note = f"{count(away, 'country', 'countries')} without the chosen role left out."
    return Subject(
        title=said_views.sheet_title(data, state, shown.sheet),
        line=said_views.sheet_line(state, shown.sheet),
        alt=_alt(shown),
        evidence=_evidence(shown),
        sources=partial(_sources, shown),
        back=state.href(),
        draw=partial(_draw, shown),
        dropped=(*dropped, *_of_mistakes(mistakes)),
        notes=(f"{NO_BREACH} {role_note}" if away else NO_BREACH,),
    )


def _of_mistakes(mistakes: Sequence[Mistake]) -> tuple[str, ...]:
    if not mistakes:
        return ()
    named = ", ".join(f"“{one.text[:40]}”" for one in mistakes[:MOST_MISTAKES])
    rest = len(mistakes) - MOST_MISTAKES
    more = f" and {rest} more" if rest > 0 else ""
    return (f"Of the list, no country is called {named}{more}.",)


def _alt(shown: _Shown) -> str:
    rows, state = shown.rows, shown.state
    if not rows:
        return f"{said_views.child_and_year(state.lens)}. {EMPTY}"
    what = f"goal {state.goal}" if state.goal else "six goals"
    found = Counter(_lowest(state, row) for row in rows)
    told = [f"level {level} in {found[level]}" for level in range(5) if found[level]]
    told.append(f"not known in {found[None]}")
    lowest = "Level" if state.goal else "Lowest known level"
    return (
        f"Matrix of {count(len(rows), 'country', 'countries')} by {what}, with promises kept or "
        f"not. {said_views.sheet_line(state, shown.sheet)} {lowest}: {', '.join(told)}."
    )


def _lowest(state: SheetState, row: SheetRow) -> int | None:
    return row.cell(state.goal).level if state.goal else row.weakest


def _evidence(shown: _Shown) -> str:
    cells = [row.cell(goal) for row in shown.rows for goal in shown.state.goals]
    known = [cell for cell in cells if cell.level is not None]
    unchecked = sum(cell.is_unchecked for cell in known)
    return checked_words(shown.state.lens, len(known), unchecked, "levels")


def _sources(shown: _Shown) -> Iterable[str]:
    data, state = shown.data, shown.state
    lens, goals = state.lens, shown.state.goals
    measures = {m for goal in goals for m in data.atlas.rubrics.goals[goal].measures()}
    yield from sources_of(data, [row.iso3 for row in shown.rows], lens, measures)
    gaps = data.gaps(data.age_class(lens.child), lens.year, lens.checked)
    for row in shown.rows:
        for one in gaps.commitments:
            if one.goal in goals:
                yield from gaps.gap(row.iso3, one.commitment_id).source_ids


# -- The matrix --------------------------------------------------------------------------------
def matrix_of(shown: _Shown, paper: Paper) -> Matrix:
    """Return the matrix as it is drawn: in the page's order, or the weakest first if it is cut."""
    state = shown.state
    goals = shown.data.atlas.rubrics.goals
    heads = [Head(short=str(goal), words=goals[goal].short) for goal in state.goals]
    if state.goal:
        heads += [Head(short="", words=LOOKS[one].word) for one in STATES[:-1]]
    else:
        heads.append(Head(short="Lowest", words="known"))
    rows = tuple(_row(shown, row) for row in shown.rows)
    widest = max((signs_width(paper, spot.below, size=0.74) for row in rows for spot in row.spots),
                 default=0.0)  # fmt: skip
    made = Matrix(
        heads=tuple(heads),
        rows=rows,
        order=_order(state),
        name=9.4,
        cell=max(4.2, widest / paper.em),
        row=1.45 if state.goal else 2.25,
    )
    if state.sort != COUNTRY:
        return made
    by_level = replace(state, sort=f"goal-{state.goal}" if state.goal else WEAKEST)
    weakest = tuple(_row(shown, row) for row in by_level.rows(shown.sheet))
    return replace(made, if_cut=replace(made, rows=weakest, order=_order(by_level)))


def _order(state: SheetState) -> str:
    if state.sort == COUNTRY:
        return "by name"
    goal = state.sort.replace("-", " ")
    of = "" if state.sort == WEAKEST or state.goal else f" of {goal}"
    return f"the lowest known level{of} first"


def _row(shown: _Shown, row: SheetRow) -> Row:
    state = shown.state
    spots = [_spot(shown, row.cell(goal)) for goal in state.goals]
    if state.goal:
        counts = row.cell(state.goal).promises.counts
        spots += [
            Spot(css="", sign=str(counts.get(one, 0)),
                 words=f"promises {LOOKS[one].word}: {counts.get(one, 0)}")
            for one in STATES[:-1]
        ]  # fmt: skip
    else:
        low = row.weakest
        spots.append(
            Spot(css=step_class(low), sign=_sign(low), words=f"lowest known: {_word(low)}")
        )
    return Row(name=row.name, spots=tuple(spots), roles=row.roles)


def _sign(level: int | None) -> str:
    return "?" if level is None else str(level)


def _word(level: int | None) -> str:
    return "not known" if level is None else f"{level} {GOAL_LEVELS[level][0].lower()}"


def _spot(shown: _Shown, cell: SheetCell) -> Spot:
    goal = shown.data.atlas.rubrics.goals[cell.goal]
    word = _word(cell.level) if goal.is_judged else "not judged"
    known = percent(cell.known_share) if goal.is_judged else ""
    counts = cell.promises.counts
    promises = [(one, counts[one]) for one in TOLD if counts.get(one)]
    told = [f"{number} {LOOKS[one].word}" for one, number in promises]
    below = [(LOOKS[one].sign, str(number)) for one, number in promises]
    alone = LOOKS[cell.promises.state]
    words = f"{cell.goal} {goal.short}: {word}" + (f", {known} known" if known else "")
    return Spot(
        css=step_class(cell.level) if goal.is_judged else NOT_APPLICABLE_CLASS,
        sign=_sign(cell.level) if goal.is_judged else "–",
        words=f"{words}; promises {', '.join(told) or alone.word}",
        is_unchecked=cell.is_unchecked and cell.level is not None,
        beside="" if shown.state.goal else known,
        below=() if shown.state.goal else tuple(below) or ((alone.sign, ""),),
    )


# -- The picture -------------------------------------------------------------------------------
def _draw(shown: _Shown, paper: Paper, box: Box) -> float:
    em, y = paper.em, box.y
    if not shown.rows:
        return paper.paragraph(box.x, y, box.width, EMPTY)
    words = "In a cell: the level, and how much of what the rubric asks is known"
    if not shown.state.goal:
        words += "; below it promises by how they are kept"
    y += paper.paragraph(box.x, y - 0.2 * em, box.width, f"{words}.", size=SMALL, fill="quiet")
    y += draw_key(paper, Box(box.x, y, box.width), _entries(shown), size=0.87) + 0.5 * em
    routes = _routes(shown, paper, box.width)
    below = len(paper.lines(routes, box.width, size=SMALL)) * em * SMALL * LINE + 0.4 * em
    room = max(box.y + box.height - y - below, 1.0) if box.height else 0.0
    y += draw_matrix(paper, Box(box.x, y, box.width, room), matrix_of(shown, paper)) + 0.4 * em
    return y + paper.paragraph(box.x, y, box.width, routes, size=SMALL) - box.y


def _entries(shown: _Shown) -> list[Entry]:
    found = level_entries(drops=False)
    if not shown.state.goal:
        held = {one for row in shown.rows for cell in row.cells for one in cell.promises.counts}
        found += [Entry(words=f"promise {LOOKS[one].word}", sign=state_sign(one))
                  for one in TOLD if one in held]  # fmt: skip
    roles = {role for row in shown.rows for role in row.roles}
    return [*found, *(Entry(words=role, sign=role_sign(role)) for role in ROLES if role in roles)]


def _routes(shown: _Shown, paper: Paper, room: float) -> str:
    """Return which routes link the countries, those that link most of them first."""
    ways = shown.sheet.ways
    if not ways:
        return "No documented journey passes through two of these countries."
    most: dict[str, int] = {}
    for way in ways:
        route_id = way.journey.route_id
        most[route_id] = max(most.get(route_id, 0), len(set(way.iso3s)))
    routes = shown.data.atlas.routes
    names = [routes[one].name for one in sorted(most, key=lambda r: (-most[r], routes[r].name))]
    start = (
        f"{count(len(ways), 'documented journey')} on {count(len(names), 'route')} through at "
        "least two of them: "
    )
    return listed(paper, start, names, room, most=3)
