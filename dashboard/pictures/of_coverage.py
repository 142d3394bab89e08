"""The picture of what is known: questions answered by country, and of what nothing is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from dashboard import said_views
from dashboard.components.coverage_matrix import CHECKED, UNCHECKED, steps_of, words_of
from dashboard.components.coverage_rows import Cell, rows
from dashboard.components.coverage_rows import Row as Known
from dashboard.data import Data
from dashboard.data_state import COUNTRY, LEAST_KNOWN, DataState, columns
from dashboard.pictures.key import Entry, draw_key, unchecked_sign
from dashboard.pictures.matrix import Head, Matrix, Row, Spot, draw_matrix
from dashboard.pictures.paper import Paper
from dashboard.pictures.signs import role_sign
from dashboard.pictures.subject import Box, Subject, sources_of
from dashboard.sureness import share_class
from dashboard.theme import NOT_APPLICABLE_CLASS, UNKNOWN_CLASS
from routes import YEARS
from routes.model import ROLES
from routes.words import count


@dataclass(frozen=True, slots=True)
class _Shown:
    data: Data
    state: DataState
    rows: Sequence[Known]


def coverage_subject(data: Data, _name: str, query: str) -> Subject:
    """Return how much is known, country by country."""
    state, dropped = DataState.read(data, query)
    state = replace(state, view="coverage", cell=None)
    shown = _Shown(data, state, rows(data, state))
    line = said_views.coverage_line(state, shown.rows)
    return Subject(
        title=said_views.coverage_title(data, state),
        line=line,
        alt=_alt(shown, line),
        evidence=_evidence(shown),
        sources=partial(_sources, shown),
        back=state.href(),
        draw=partial(_draw, shown),
        dropped=dropped,
        notes=(said_views.NO_LEVELS,),
    )


def _alt(shown: _Shown, line: str) -> str:
    steps = steps_of(shown.state, shown.rows)
    told = ", ".join(f"{label.lower()} {number}" for _, _, label, _, number in steps)
    what = f"questions of goal {shown.state.goal}" if shown.state.goal else "six goals"
    counted = "Answers" if shown.state.goal else "Countries by how much is known"
    return (
        f"Matrix of {count(len(shown.rows), 'country', 'countries')} by {what}: how much is known. "
        f"{line} {counted}: {told}."
    )


def _evidence(shown: _Shown) -> str:
    if shown.state.lens.checked:
        return "Checked sources only; what rests on others is left out."
    answered = sum(row.whole.answered for row in shown.rows)
    unchecked = sum(row.whole.unchecked for row in shown.rows)
    if not answered:
        return "Nothing is known here."
    return f"{unchecked:,} of {answered:,} answers rest on sources named but not yet checked."


def _sources(shown: _Shown) -> Iterable[str]:
    data, goal = shown.data, shown.state.goal
    goals = data.atlas.rubrics.goals
    asked = [goal] if goal else goals
    measures = {name for one in asked for name in goals[one].measures()}
    return sources_of(data, [row.iso3 for row in shown.rows], shown.state.lens, measures)


def matrix_of(shown: _Shown) -> Matrix:
    """Return the matrix as it is drawn: the page's cells in the page's order."""
    state, data = shown.state, shown.data
    names = columns(data, state.goal)
    heads = [Head(short="All", words="")]
    for i, name in enumerate(names, start=1):
        words = words_of(data, name)[0]
        number, _, rest = words.partition(" ") if not state.goal else (str(i), "", words)
        heads.append(Head(short=number, words=rest))
    heads += [Head(short="Age", words=""), Head(short="Years", words="")]
    made = [
        Row(
            name=row.name,
            roles=row.roles,
            spots=(
                _share(row.whole, "All"),
                *(
                    _single(cell, head.words) if state.goal else _share(cell, head.words)
                    for cell, head in zip(row.cells, heads[1:], strict=False)
                ),
                _age(row),
                _years(row),
            ),
        )
        for row in shown.rows
    ]
    return Matrix(heads=tuple(heads), rows=tuple(made), order=_order(shown), name=9.4, cell=2.75)


def _order(shown: _Shown) -> str:
    state = shown.state
    if state.sort == COUNTRY:
        return "by name, from the end" if state.descending else "by name"
    if state.sort == "age":
        return "the newest answers first" if state.descending else "the oldest answers first"
    of = "" if state.sort == LEAST_KNOWN else f" of {words_of(shown.data, state.sort)[0]}"
    return f"the most known{of} first" if state.descending else f"the least known{of} first"


def _share(cell: Cell, column: str) -> Spot:
    if not cell.asked:
        return Spot(css=NOT_APPLICABLE_CLASS, sign="–", words=f"{column}: not asked")
    told = f"{cell.answered} of {cell.asked} answered"
    more = f", {cell.unchecked} not yet checked" if cell.unchecked else ""
    return Spot(
        css=share_class(cell.share),
        sign=f"{cell.answered}/{cell.asked}",
        words=f"{column}: {told}{more}",
        is_unchecked=bool(cell.unchecked),
    )


def _single(cell: Cell, column: str) -> Spot:
    if not cell.asked:
        return Spot(css=NOT_APPLICABLE_CLASS, sign="–", words=f"{column}: does not apply")
    if not cell.answered:
        return Spot(css=UNKNOWN_CLASS, sign="?", words=f"{column}: not known")
    more = ", not yet checked" if cell.unchecked else ""
    return Spot(
        css=UNCHECKED if cell.unchecked else CHECKED,
        sign=str(cell.as_of),
        words=f"{column}: speaks for {cell.as_of}{more}",
        is_unchecked=bool(cell.unchecked),
    )


def _age(row: Known) -> Spot:
    sign = "–" if row.age is None else str(row.age)
    words = "no answer" if row.age is None else f"the middle answer is {count(row.age, 'year')} old"
    return Spot(css="", sign=sign, words=f"Age: {words}")


def _years(row: Known) -> Spot:
    first, last = (round(100 * share) for share in (row.shares[0], row.shares[-1]))
    return Spot(
        css="",
        sign="",
        words=f"Years: {YEARS[0]} {first} % answered, {YEARS[-1]} {last} %",
        bands=tuple(map(share_class, row.shares)),
    )


def _draw(shown: _Shown, paper: Paper, box: Box) -> float:
    em, y = paper.em, box.y
    if not shown.rows:
        words = "No country has one of these roles on these routes."
        return paper.paragraph(box.x, y, box.width, words)
    entries = [
        Entry(words=f"{label} {number}", css=css, inside=sign if sign != "○" else "")
        for css, sign, label, _, number in steps_of(shown.state, shown.rows)
    ]
    entries.append(Entry(words="not yet checked in its source", sign=unchecked_sign))
    roles = {role for row in shown.rows for role in row.roles}
    entries += [Entry(words=role, sign=role_sign(role)) for role in ROLES if role in roles]
    cells = (
        "In a cell: the year that the answer speaks for."
        if shown.state.goal
        else "In a cell: questions answered of questions asked."
    )
    how = (
        f"{cells} Age: years since the middle answer. Years: the share answered, {YEARS[0]} to "
        f"{YEARS[-1]}."
    )
    y += paper.paragraph(box.x, y - 0.2 * em, box.width, how, size=0.85, fill="quiet")
    y += draw_key(paper, Box(box.x, y, box.width), entries, size=0.87) + 0.5 * em
    room = max(box.y + box.height - y, 1.0) if box.height else 0.0
    return y + draw_matrix(paper, Box(box.x, y, box.width, room), matrix_of(shown)) - box.y
