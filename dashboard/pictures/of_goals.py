"""Pictures of the goals: all six in short, or one of them whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import ceil

from dashboard import said_views
from dashboard.colouring import GOAL_LEVELS
from dashboard.components import goal_parts
from dashboard.components.count_bar import level_parts
from dashboard.data import Data
from dashboard.goals_state import GoalsState
from dashboard.pictures.key import draw_key, level_entries
from dashboard.pictures.paper import LINE, Paper
from dashboard.pictures.standing import draw_bar, draw_parts, draw_years
from dashboard.pictures.subject import Box, Subject, checked_words, sources_of
from routes import Goal, Standing
from routes.words import count

NOT_COUNTED = (
    "Countries are counted, never averaged. Territories and disputed areas are not counted: no "
    "facts are held on them."
)
LEAST_CHART = 3.6  # of a small chart, in em
SMALL = 0.85


def goals_subject(data: Data, name: str, query: str) -> Subject:
    """Return all goals, or one.

    Raises:
        UnknownNameError: ``name`` is no goal.
    """
    state, dropped = GoalsState.read(name, query)
    found = {goal: state.standing(data, goal) for goal in state.goals}
    return Subject(
        title=said_views.goals_title(data, state),
        line=_line(data, state, found),
        alt=_alt(data, state, found),
        evidence=_evidence(state, [one for one in found.values() if one.is_judged]),
        sources=partial(_sources, data, state, found),
        back=state.href(),
        draw=partial(_draw, data, state, found),
        dropped=dropped,
        notes=(NOT_COUNTED,),
    )


def _evidence(state: GoalsState, judged: Sequence[Standing]) -> str:
    if not judged:
        return "No level is given, so none is known."
    unchecked = sum(len(one.unchecked - set(one.unknown)) for one in judged)
    return checked_words(state.lens, sum(one.known for one in judged), unchecked, "levels")


def _line(data: Data, state: GoalsState, found: Mapping[int, Standing]) -> str:
    """Return the page's line; of one goal without how it moved, which stands under the chart."""
    if not state.goal:
        return said_views.goals_line(data, state)
    known = goal_parts.known_words(found[state.goal])
    return f"{said_views.child_and_year(state.lens)}. {known}"


def _by_level(found: Standing) -> str:
    if not found.is_judged:
        return "not judged, no level is given"
    told = [f"{len(found.by_level[level])} at level {level}" for level in reversed(range(5))]
    return ", ".join([*told, f"{len(found.unknown)} not known"])


def _alt(data: Data, state: GoalsState, found: Mapping[int, Standing]) -> str:
    total = len(next(iter(found.values())).countries)
    start = f"{said_views.child_and_year(state.lens)}: of {count(total, 'country', 'countries')}, "
    goals = data.atlas.rubrics.goals
    told = "; ".join(
        f"goal {goal}, {goals[goal].short.lower()}: {_by_level(one)}" for goal, one in found.items()
    )
    if not state.goal:
        return f"Six bars of countries by level of protection. {start}{told}."
    one = found[state.goal]
    if not one.is_judged:
        told = "; ".join(
            f"{colouring.label}: " + ", ".join(f"{p.words.lower()} {p.number}" for p in parts)
            for colouring, parts in goal_parts.measured(data, state, one)
        )
        return f"Bars of countries by what is measured. {start}no level is given. {told}."
    more = " ".join(filter(None, (goal_parts.moved_words(one), goal_parts.stages_words(one))))
    return f"Bar of countries by level of protection, and the levels by year. {start}{told}. {more}"


def _sources(data: Data, state: GoalsState, found: Mapping[int, Standing]) -> Iterable[str]:
    for goal, one in found.items():
        measures = data.atlas.rubrics.goals[goal].measures()
        yield from sources_of(data, one.countries, state.lens, measures)


def _draw(
    data: Data, state: GoalsState, found: Mapping[int, Standing], paper: Paper, box: Box
) -> float:
    with paper.hatched_together():
        draw = _draw_one if state.goal else _draw_all
        return draw(data, state, found, paper, box)


# -- All six -----------------------------------------------------------------------------------
def _draw_all(
    data: Data, state: GoalsState, found: Mapping[int, Standing], paper: Paper, box: Box
) -> float:
    em, gap = paper.em, 1.6 * paper.em
    entries = level_entries(drops=False)[:-1]
    key = draw_key(Paper(paper.theme, em), box, entries) + 0.4 * em
    columns = 3 if box.width > 62 * em else 2 if box.width > 40 * em else 1
    lines = ceil(len(found) / columns)
    wide = (box.width - (columns - 1) * gap) / columns
    high = (box.height - key - (lines - 1) * gap * 0.7) / lines if box.height else 0.0
    y, cards = box.y, list(found.items())
    for first in range(0, len(cards), columns):
        taken = 0.0
        for i, (goal, one) in enumerate(cards[first : first + columns]):
            at = Box(box.x + i * (wide + gap), y, wide, high)
            card = _Card(data, state, data.atlas.rubrics.goals[goal], one)
            taken = max(taken, card.draw(paper, at))
        y += taken + (0.7 * gap if first + columns < len(cards) else 0.4 * em)
    return y + draw_key(paper, Box(box.x, y, box.width), entries) - box.y


@dataclass(frozen=True, slots=True)
class _Card:
    """One goal in short: its bar, its years, how it moved."""

    data: Data
    state: GoalsState
    goal: Goal
    found: Standing

    def draw(self, paper: Paper, box: Box) -> float:
        em, y = paper.em, box.y
        y += paper.paragraph(box.x, y, box.width, f"{self.goal.goal} {self.goal.title}",
                             size=1.05, face="serif-600", line=1.2)  # fmt: skip
        y += 0.35 * em
        if not self.found.is_judged:
            y += paper.paragraph(box.x, y, box.width, self.goal.note, size=SMALL) + 0.3 * em
            below = Box(box.x, y, box.width)
            return y + _measures(self.data, self.state, self.found, paper, below) - box.y
        parts = level_parts(self.found)
        y += draw_bar(paper, Box(box.x, y, box.width, 1.2 * em), parts) + 0.3 * em
        y += draw_parts(paper, Box(box.x, y, box.width), parts, in_short=True) + 0.1 * em
        known, moved = goal_parts.known_words(self.found), goal_parts.moved_words(self.found)
        y += paper.paragraph(box.x, y, box.width, known, size=SMALL)
        words = len(paper.lines(moved, box.width, size=SMALL)) * em * SMALL * LINE
        chart = max(box.y + box.height - y - words - 0.5 * em, LEAST_CHART * em)
        y += draw_years(paper, Box(box.x, y + 0.2 * em, box.width,
                                   min(chart, 0.45 * box.width) if box.height else 5 * em),
                        self.found) + 0.4 * em  # fmt: skip
        return y + paper.paragraph(box.x, y, box.width, moved, size=SMALL, fill="quiet") - box.y


def _measures(data: Data, state: GoalsState, found: Standing, paper: Paper, box: Box) -> float:
    """Draw the goal's measures, a bar each; return the height."""
    em, y = paper.em, box.y
    for colouring, parts in goal_parts.measured(data, state, found):
        y += paper.paragraph(box.x, y, box.width, colouring.label, size=0.92, face="sans-600")
        y += 0.15 * em
        y += draw_bar(paper, Box(box.x, y, box.width, 0.6 * em), parts) + 0.15 * em
        some = [part for part in parts if part.number]
        y += draw_parts(paper, Box(box.x, y, box.width), some, size=0.8) + 0.5 * em
    return y - box.y


# -- One of them -------------------------------------------------------------------------------
def _draw_one(
    data: Data, state: GoalsState, found: Mapping[int, Standing], paper: Paper, box: Box
) -> float:
    goal, one, em = data.atlas.rubrics.goals[state.goal], found[state.goal], paper.em
    y = box.y + paper.paragraph(box.x, box.y, box.width, goal.question) + 0.5 * em
    if not one.is_judged:
        y += paper.paragraph(box.x, y, box.width, goal.note, size=0.92) + 0.6 * em
        at = Box(box.x, y, min(box.width, 46 * em))
        return y + _measures(data, state, one, paper, at) - box.y
    parts = level_parts(one)
    y += draw_bar(paper, Box(box.x, y, box.width, 1.5 * em), parts) + 0.4 * em
    y += draw_parts(paper, Box(box.x, y, box.width), parts, size=0.92) + 0.6 * em
    room = box.y + box.height - y if box.height else 0.0
    if box.width > 60 * em:
        half = (box.width - 2 * em) / 2
        left = _moved(data, one, paper, Box(box.x, y, half, room))
        right = Box(box.x + half + 2 * em, y, half, room)
        return y + max(left, _names(data, one, paper, right)) - box.y
    names = _names(data, one, Paper(paper.theme, em), Box(box.x, y, box.width))
    left = max(room - names - 0.6 * em, 0.0)
    y += _moved(data, one, paper, Box(box.x, y, box.width, left)) + 0.6 * em
    y += _names(data, one, paper, Box(box.x, y, box.width))
    measures = Box(box.x, y + 0.4 * em, box.width)
    needed = _measures(data, state, one, Paper(paper.theme, em), measures) + 2 * em
    if not box.height or y + needed < box.y + box.height:
        y += 0.5 * em + paper.paragraph(box.x, y + 0.3 * em, box.width, "What is measured",
                                        face="serif-600", size=1.1)  # fmt: skip
        y += _measures(data, state, one, paper, Box(box.x, y + 0.2 * em, box.width))
    return y - box.y


def _moved(data: Data, one: Standing, paper: Paper, box: Box) -> float:
    """Draw how it moved, and the stages at both ends; the chart takes the height left."""
    em = paper.em
    told = [goal_parts.moved_words(one)]
    for words, moves in (("Rose", one.rose), ("Fell", one.fell)):
        names = [f"{data.name(m.iso3)} {m.was} to {m.now}{' *' if m.is_uneven else ''}"
                 for m in moves]  # fmt: skip
        told.append(listed(paper, f"{words}: ", names, box.width, most=4))
    if any(move.is_uneven for move in (*one.rose, *one.fell)):
        told.append("* other questions are answered now than then.")
    told.append(goal_parts.stages_words(one))
    told = [words for words in told if words]
    needed = sum(_height(paper, words, box.width) + 0.35 * em for words in told)
    chart = min(max(box.height - needed, 5 * em), 13 * em) if box.height else 9 * em
    y = box.y + draw_years(paper, Box(box.x, box.y, box.width, chart), one) + 0.4 * em
    for words in told:
        y += paper.paragraph(box.x, y, box.width, words, size=SMALL) + 0.35 * em
    return y - box.y


def _names(data: Data, one: Standing, paper: Paper, box: Box) -> float:
    """Write the countries at each level, the worst first, then those not known."""
    em, y = paper.em, box.y
    groups = [(f"Level {level}, {name.lower()}", one.by_level[level])
              for level, (name, _) in enumerate(GOAL_LEVELS)]  # fmt: skip
    groups.append(("Not known", one.unknown))
    for most in (12, 10, 8, 6, 5, 4, 3, 2, 1):
        told = [_group(data, paper, head, iso3s, box.width, most) for head, iso3s in groups]
        taken = sum(_height(paper, words, box.width) + 0.4 * em for words in told)
        if taken <= box.height or (not box.height and most <= 6):
            break
    for words in told:
        y += paper.paragraph(box.x, y, box.width, words, size=SMALL) + 0.4 * em
    return y - box.y


def _group(
    data: Data, paper: Paper, head: str, iso3s: Sequence[str], room: float, most: int
) -> str:
    names = [data.name(iso3) for iso3 in iso3s]
    start = f"{head}: {count(len(names), 'country', 'countries')}. "
    return listed(paper, start, names, room, most=most) or start


def _height(paper: Paper, words: str, room: float) -> float:
    return len(paper.lines(words, room, size=SMALL)) * paper.em * SMALL * LINE


def listed(
    paper: Paper, start: str, names: Sequence[str], room: float, *, most: int, between: str = ", "
) -> str:
    """Return names after a start, as many as fit into the lines, and how many more there are.

    "" without any name; the start alone when no name fits.
    """
    if not names:
        return ""

    def told(shown: int) -> str:
        rest = len(names) - shown
        return start + between.join(names[:shown]) + (f" and {rest} more." if rest else ".")

    low, high = 0, len(names)
    while low < high:
        middle = (low + high + 1) // 2
        if len(paper.lines(told(middle), room, size=SMALL)) <= most:
            low = middle
        else:
            high = middle - 1
    return told(low) if low else start.strip()
