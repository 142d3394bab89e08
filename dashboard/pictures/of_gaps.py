"""The picture of promises beside practice: a map of every country, and the matrix."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import compress

from dashboard import said_views
from dashboard.components import gap_matrix
from dashboard.data import Data
from dashboard.exports.terms import MAP_DISCLAIMER
from dashboard.pictures.key import Entry, draw_key, unchecked_sign
from dashboard.pictures.maps import WorldView, draw_world, world_height
from dashboard.pictures.matrix import GAP, Head, Matrix, Row, Spot, draw_matrix
from dashboard.pictures.of_atlas import NO_PATHS
from dashboard.pictures.paper import Paper
from dashboard.pictures.signs import state_sign
from dashboard.pictures.subject import Box, Subject, checked_words
from dashboard.promise_looks import LOOKS
from dashboard.promise_state import COUNTRY, WORST, GapState, columns, gaps_of
from dashboard.state import Lens
from routes import STATES, Gaps, State
from routes.words import count

NO_BREACH = "A country that did not promise, or of which nothing is known, is not in breach."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """What is drawn: the view, its rows in their order, and the columns that apply to the child."""

    state: GapState
    gaps: Gaps
    rows: Sequence[gap_matrix.Row]
    heads: Sequence[gap_matrix.Column]
    applies: Sequence[bool]
    numbers: dict[State, int]

    def states(self, row: gap_matrix.Row) -> list[tuple[gap_matrix.Column, State, bool]]:
        return list(compress(zip(self.heads, row.states, row.unchecked, strict=True), self.applies))


def gaps_subject(data: Data, _name: str, query: str) -> Subject:
    """Return promises beside practice."""
    state, dropped = GapState.read(data, query)
    state = replace(state, cell=None)
    shown = _shown(data, state, gaps_of(data, state))
    left = list(shown.applies).count(False) if shown.rows else 0
    return Subject(
        title=said_views.gaps_title(data, state),
        line=said_views.gaps_line(data, state, shown.gaps),
        alt=_alt(shown),
        evidence=_evidence(state.lens, shown),
        sources=partial(_sources, data, shown),
        back=state.href(),
        draw=partial(_draw, data, shown),
        dropped=dropped,
        notes=(
            " ".join(
                [
                    NO_BREACH,
                    *([f"{count(left, 'promise')} to other children left out."] if left else []),
                    MAP_DISCLAIMER,
                    *([NO_PATHS] if state.routes else []),
                ]
            ),
        ),
    )  # fmt: skip


def _shown(data: Data, state: GapState, gaps: Gaps) -> _Shown:
    rows, heads = gap_matrix.rows(data, state, gaps), gap_matrix.heads(data, state)
    return _Shown(
        state=state,
        gaps=gaps,
        rows=rows,
        heads=heads,
        applies=[any(row.states[i] != "not_applicable" for row in rows) for i in range(len(heads))],
        numbers=gap_matrix.numbers(data, state, gaps),
    )


def _alt(shown: _Shown) -> str:
    state = shown.state
    what = f"the promises of goal {state.goal}" if state.goal else "six goals"
    told = [f"{LOOKS[one].word} in {shown.numbers[one]}" for one in STATES
            if one != "not_applicable" and (shown.numbers[one] or one == "unknown")]  # fmt: skip
    worst = [row.name for row in shown.rows if row.worst == "not_kept"]
    named = f" Not kept, among others, in {', '.join(worst[:3])}." if len(worst) > 3 else ""
    return (
        f"Matrix of {count(len(shown.rows), 'country', 'countries')} by {what}: "
        f"{said_views.child_and_year(state.lens)}. Countries with at least one promise "
        f"{', '.join(told)}.{named}"
    )


def _evidence(lens: Lens, shown: _Shown) -> str:
    found = [
        is_unchecked
        for row in shown.rows
        for _, one, is_unchecked in shown.states(row)
        if one in STATES[:4]
    ]
    return checked_words(lens, len(found), sum(found), "findings")


def _sources(data: Data, shown: _Shown) -> Iterable[str]:
    goals = [shown.state.goal] if shown.state.goal else range(1, 7)
    wanted = {name for goal in goals for name in columns(data, goal)}
    for row in shown.rows:
        for one in shown.gaps.commitments:
            if one.commitment_id in wanted:
                yield from shown.gaps.gap(row.iso3, one.commitment_id).source_ids


def matrix_of(shown: _Shown) -> Matrix:
    """Return the matrix as it is drawn; cells in the words of the page."""
    heads = list(compress(shown.heads, shown.applies))
    if shown.state.goal:
        numbered = [
            Head(short=str(i), words=f"{head.head}, {head.below}")
            for i, head in enumerate(heads, start=1)
        ]
    else:
        split = [head.head.partition(" ") for head in heads]
        numbered = [Head(short=number, words=words) for number, _, words in split]
    rows = [
        Row(
            name=row.name,
            spots=tuple(
                Spot(
                    css=LOOKS[one].css,
                    sign=LOOKS[one].sign,
                    words=f"{head.words}: {LOOKS[one].word}",
                    is_unchecked=is_unchecked,
                )
                for head, (_, one, is_unchecked) in zip(numbered, shown.states(row), strict=True)
            ),
        )
        for row in shown.rows
    ]
    return Matrix(heads=tuple(numbered), rows=tuple(rows), order=_order(shown.state))


def _order(state: GapState) -> str:
    if state.sort == COUNTRY:
        return "by name"
    column = "" if state.sort == WORST else f"by {_column_words(state)}, "
    return f"{column}the worst that is known first"


def _column_words(state: GapState) -> str:
    return "the chosen promise" if state.goal else state.sort.replace("-", " ")


def _entries(shown: _Shown) -> list[Entry]:
    found = [
        Entry(words=f"{LOOKS[one].word} {shown.numbers[one]}", sign=state_sign(one))
        for one in STATES
        if shown.numbers[one] and one != "not_applicable"
    ]
    return [*found, Entry(words="rests in part on sources not yet checked", sign=unchecked_sign)]


def _draw(data: Data, shown: _Shown, paper: Paper, box: Box) -> float:
    em, y, matrix = paper.em, box.y, matrix_of(shown)
    if not shown.rows:
        return paper.paragraph(box.x, y, box.width, "No country is in this view.")
    if box.height and box.width > 1.2 * box.height:  # wide: the map stands beside the matrix
        half = box.width * 0.38
        left = _draw_map(data, shown, paper, Box(box.x, y, half, box.height * 0.6))
        left += _key(shown, paper, Box(box.x, y + left, half))
        beside = Box(box.x + half + GAP * em, y, box.width - half - GAP * em, box.height)
        return max(left, draw_matrix(paper, beside, matrix))
    y += _key(shown, paper, box) + 0.5 * em
    room = box.y + box.height - y if box.height else 0.0
    spare = _spare(paper, Box(box.x, y, box.width, room), matrix)
    if spare > 11 * em or not box.height:
        most = spare - 2 * em if box.height else 0.0
        y += _draw_map(data, shown, paper, Box(box.x, y, box.width, most)) + 0.4 * em
        room = box.y + box.height - y if box.height else 0.0
    return y + draw_matrix(paper, Box(box.x, y, box.width, room), matrix) - box.y


def _key(shown: _Shown, paper: Paper, box: Box) -> float:
    words = "Countries with at least one promise:"
    taken = paper.paragraph(box.x, box.y - 0.2 * paper.em, box.width, words, size=0.92,
                            fill="quiet")  # fmt: skip
    at = replace(box, y=box.y + taken - 0.2 * paper.em)
    return taken + draw_key(paper, at, _entries(shown)) - 0.2 * paper.em


def _spare(paper: Paper, box: Box, matrix: Matrix) -> float:
    """Return the height that is free when every row is drawn; 0 when not every one is."""
    beside = Paper(paper.theme, paper.em)
    taken = draw_matrix(beside, box, matrix)
    return 0.0 if beside.told else box.height - taken


def _draw_map(data: Data, shown: _Shown, paper: Paper, box: Box) -> float:
    """Draw the map, at most as tall as the box, with its words below; return the height."""
    em, view = paper.em, _world(data, shown)
    tall = world_height(data.atlas_map, view, box.width)
    wide = box.width
    if box.height and tall > box.height - 2 * em:
        wide *= (box.height - 2 * em) / tall
        tall = box.height - 2 * em
    draw_world(paper, Box(box.x, box.y, wide, tall), data.atlas_map, view)
    at = box.y + tall + 0.3 * em
    words = _map_words(shown)
    return tall + paper.paragraph(box.x, at, box.width, words, size=0.85, fill="quiet") + 0.8 * em


def _map_words(shown: _Shown) -> str:
    goal = shown.state.goal
    of = f"goal {goal}" if goal else "all six goals"
    return f"Map: the worst that is known of {of} in each country."


def _world(data: Data, shown: _Shown) -> WorldView:
    found = {row.iso3: row.worst for row in shown.rows}
    routes = shown.state.routes
    return WorldView(
        looks={iso3: LOOKS[state].css for iso3, state in found.items()},
        words={iso3: f"{data.name(iso3)}: {LOOKS[state].word}" for iso3, state in found.items()},
        dimmed=frozenset(),
        routes=routes,
        roles=shown.state.roles if routes else (),
        is_world=not routes,
    )
