"""The picture of the timeline: law and practice country by country, and milestones by year."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from dashboard import said_views
from dashboard.colouring import child_in_words
from dashboard.components import timeline_parts
from dashboard.components.timeline_parts import HIGH_AND_LOW, NO_MILESTONE, ONE_PERIOD, SCOPES
from dashboard.data import Data
from dashboard.pictures.key import draw_key
from dashboard.pictures.matrix import NOTE, left_out
from dashboard.pictures.paper import LINE, Paper
from dashboard.pictures.step_charts import KEY, draw_charts
from dashboard.pictures.subject import Box, Subject, checked_words
from dashboard.pictures.supposed import balanced, fitting, note_height
from dashboard.promise_state import TimelineState
from routes import YEARS, History, Milestone
from routes.histories import LAW, PRACTICE
from routes.words import count

SMALL = 0.87  # of the milestones, in em
YEAR, DAY = 2.9, 6.3  # widths of their columns, in em
BETWEEN = 0.16  # two milestones, in em
TWO_COLUMNS = 52  # from this width on, in em
MOST_MILESTONES = 80  # in a picture as tall as it needs: it can still be made at 4x
MOST_TOLD = 3  # sentences in the alternative text
ORDER = "the latest first"


@dataclass(frozen=True, slots=True)
class _Shown:
    data: Data
    state: TimelineState
    found: Sequence[History]
    events: Sequence[Milestone]


def timeline_subject(data: Data, _name: str, query: str) -> Subject:
    """Return law and practice over the years, and the milestones beside them."""
    state, dropped = TimelineState.read(data, query)
    shown = _Shown(
        data,
        state,
        timeline_parts.histories(data, state),
        timeline_parts.milestones(data, state),
    )
    return Subject(
        title=said_views.TIMELINE,
        line=said_views.timeline_line(data, state),
        alt=_alt(shown),
        evidence=_evidence(shown),
        sources=partial(_sources, shown),
        back=state.href(),
        draw=partial(_draw, shown),
        dropped=dropped,
        notes=(ONE_PERIOD,),
    )


def _alt(shown: _Shown) -> str:
    told = [f"{one.name}: {one.sentences()[0]}" for one in shown.found if one.sentences()]
    known = timeline_parts.known_words(shown.data, shown.state)
    charts = f"A small chart each for {count(len(shown.found), 'country', 'countries')}: "
    parts = [
        f"{charts}detention of children in law and in practice, {YEARS[0]} to {YEARS[-1]}, for "
        f"{child_in_words(shown.state.lens.child)}. Years not known are gaps. {known}",
        said_views.timeline_line(shown.data, shown.state),
        *told[:MOST_TOLD],
    ]
    if shown.events:
        first, last = shown.events[0], shown.events[-1]
        parts.append(
            f"Milestones from {timeline_parts.when(first)} ({first.title}) to "
            f"{timeline_parts.when(last)} ({last.title})."
        )
    return " ".join(parts)


def _evidence(shown: _Shown) -> str:
    """Return what the charts' years rest on, and the milestones."""
    lens = shown.state.lens
    if lens.checked:
        told = "Law and practice: checked sources only; what rests on others is left out."
    else:
        known, unchecked = _years(shown)
        told = checked_words(lens, known, unchecked, "yearly values")
    named = sum(one.evidence == "named" for one in shown.events)
    if not named:
        return told
    milestones = count(len(shown.events), "milestone")
    are = "is" if named == 1 else "are"
    return f"{told} {named} of {milestones} {are} named in a source and not yet checked."


def _years(shown: _Shown) -> tuple[int, int]:
    """Return how many values a year are drawn, and how many of them rest on unchecked sources."""
    lens = shown.state.lens
    world = shown.data.world(shown.data.age_class(lens.child), lens.checked)
    at = {iso3: i for i, iso3 in enumerate(world.countries)}
    known = unchecked = 0
    for one in shown.found:
        for measure, values in ((LAW, one.law), (PRACTICE, one.practice)):
            flags = world.unchecked[at[one.iso3], world.measures.index(measure)]
            held = [bool(flag) for value, flag in zip(values, flags, strict=True) if value]
            known += len(held)
            unchecked += sum(held)
    return known, unchecked


def _sources(shown: _Shown) -> Iterable[str]:
    data, lens = shown.data, shown.state.lens
    for event in shown.events:
        yield event.source_id
    for one in shown.found:
        for measure in (LAW, PRACTICE):
            ends = (YEARS[0], YEARS[-1])
            for fact in timeline_parts.facts_within(data, lens, one.iso3, measure, *ends):
                yield fact.source_id


def _draw(shown: _Shown, paper: Paper, box: Box) -> float:
    em, gap = paper.em, 1.8 * paper.em
    if box.height and box.width > 1.2 * box.height:  # wide: milestones stand beside the charts
        half = 0.58 * (box.width - gap)
        left = _histories(shown, paper, Box(box.x, box.y, half, box.height), grow=True)
        beside = Box(box.x + half + gap, box.y, box.width - half - gap, box.height)
        return max(left, _milestones(shown, paper, beside))
    room = 0.0
    if box.height:  # charts take what milestones leave, and more than half only then
        below = _milestones(shown, Paper(paper.theme, em), Box(box.x, box.y, box.width))
        room = max(0.55 * box.height, box.height - below - gap)
    taken = _histories(shown, paper, Box(box.x, box.y, box.width, room)) + 0.5 * gap
    left = max(box.height - taken, 1.0) if box.height else 0.0
    return taken + _milestones(shown, paper, Box(box.x, box.y + taken, box.width, left))


def _histories(shown: _Shown, paper: Paper, box: Box, *, grow: bool = False) -> float:
    em, y = paper.em, box.y
    y += paper.paragraph(box.x, y, box.width, "Detention of children: law and practice",
                         size=1.1, face="serif-600")  # fmt: skip
    how = f"For {child_in_words(shown.state.lens.child)}. {HIGH_AND_LOW}"
    y += paper.paragraph(box.x, y + 0.1 * em, box.width, how, size=0.85, fill="quiet") + 0.1 * em
    y += draw_key(paper, Box(box.x, y, box.width), KEY, size=0.87) + 0.4 * em
    room = max(box.y + box.height - y, 1.0) if box.height else 0.0
    at = Box(box.x, y, box.width, room)
    return y + draw_charts(shown.data, shown.found, paper, at, grow=grow) - box.y


# -- Milestones --------------------------------------------------------------------------------
def _milestones(shown: _Shown, paper: Paper, box: Box) -> float:
    """List them by year; where not all fit, the latest, and how many are left out."""
    em, y = paper.em, box.y
    y += paper.paragraph(box.x, y, box.width, "Milestones", size=1.1, face="serif-600") + 0.2 * em
    if not shown.events:
        return y + paper.paragraph(box.x, y, box.width, NO_MILESTONE, size=SMALL) - box.y
    at = Box(box.x, y, box.width, max(box.y + box.height - y, 1.0) if box.height else 0.0)
    columns = 2 if box.width > TWO_COLUMNS * em else 1
    wide = (box.width - (columns - 1) * 2 * em) / columns
    events, taken = _fitting(shown, paper, replace(at, width=wide), columns)
    tops, before = [y] * columns, [0] * columns
    for event, column in zip(events, taken, strict=True):
        place = Box(box.x + column * (wide + 2 * em), tops[column], wide)
        tops[column] += _milestone(shown.data, paper, place, event, before[column])
        before[column] = event.year
    y = max(tops)
    if told := _left_out(len(shown.events), len(events)):
        paper.told.append(told)
        y += paper.paragraph(box.x, y + 0.2 * em, box.width, told, size=NOTE) + 0.2 * em
    return y - box.y


def _left_out(total: int, shown: int) -> str:
    return left_out(total, shown, ORDER, one="milestone", many="milestones")


def _fitting(
    shown: _Shown, paper: Paper, box: Box, columns: int
) -> tuple[Sequence[Milestone], list[int]]:
    """Return those that fit, in order of time, and the column of each: all, or the latest.

    Args:
        box: as wide as a column; its height 0 is as tall as it needs.
    """
    events = shown.events
    heights = [_height(shown.data, paper, box.width, event) for event in events]
    if not box.height:
        events, heights = events[-MOST_MILESTONES:], heights[-MOST_MILESTONES:]
        return events, balanced(heights, columns, sum(heights) + 1)
    if fitting(heights, columns, box.height, most=len(heights))[0] == len(heights):
        return events, balanced(heights, columns, box.height)
    note = note_height(paper, replace(box, width=box.width * columns), _left_out(len(events), 1))
    room = box.height - note - 0.4 * paper.em
    for first in range(1, len(events)):
        number, taken = fitting(heights[first:], columns, room, most=len(heights))
        if number == len(events) - first:
            return events[first:], taken
    return events[-1:], [0]


def _words(data: Data, event: Milestone) -> str:
    """Return a milestone with where it was: its countries, else how far it reaches."""
    where = ", ".join(map(data.name, event.iso3s)) or SCOPES[event.scope]
    return f"{event.title} ({where})"


def _height(data: Data, paper: Paper, width: float, event: Milestone) -> float:
    room = width - (YEAR + DAY) * paper.em
    lines = len(paper.lines(_words(data, event), room, size=SMALL))
    return (lines * SMALL * LINE + BETWEEN) * paper.em


def _milestone(data: Data, paper: Paper, box: Box, event: Milestone, before: int) -> float:
    """Write one line; its year where it is another than that before."""
    em = paper.em
    base = box.y + SMALL * em
    if event.year != before:
        paper.text(box.x, base, str(event.year), size=SMALL, face="sans-600")
    paper.text(box.x + YEAR * em, base, timeline_parts.day_of(event), size=SMALL, fill="quiet")
    left = (YEAR + DAY) * em
    paper.paragraph(box.x + left, box.y, box.width - left, _words(data, event), size=SMALL)
    return _height(data, paper, box.width, event)
