"""The picture of a what-if: a calculation and not a fact, and it says so in every part of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from dashboard import said_views
from dashboard.components.before_after import ordered
from dashboard.components.lever_list import shown_groups
from dashboard.data import Data
from dashboard.exports.terms import MAP_DISCLAIMER
from dashboard.pictures.before_after import GOAL_KEY, draw_before_after, height_of
from dashboard.pictures.key import draw_key
from dashboard.pictures.levers import MOST_LEVERS, draw_levers, levers_alt
from dashboard.pictures.maps import WorldView, draw_world
from dashboard.pictures.matrix import NOTE, left_out
from dashboard.pictures.of_atlas import NO_PATHS
from dashboard.pictures.paper import LINE, Paper
from dashboard.pictures.subject import Box, Subject, checked_words, sources_of
from dashboard.pictures.supposed import fitting, flag, note_height, paragraphs
from dashboard.what_if_state import FORECAST, NOT_FACT, WhatIfState
from routes import Effect, Touched
from routes.model import ROLES
from routes.words import count

MOST_WAYS = 12  # in a picture as tall as it needs


def what_if_subject(data: Data, _name: str, query: str) -> Subject:
    """Return what changes would do; which single change does most where nothing is supposed."""
    state, dropped = WhatIfState.read(data, query)
    effect = state.effect(data)
    iso3s = _countries(state, data, effect)
    if state.changes:
        draw, alt = partial(_draw_effect, data, effect), _alt_of(effect)
    else:
        draw, alt = partial(draw_levers, data, state), levers_alt(data, state)
    return Subject(
        title=said_views.what_if_title(effect.what_if),
        line=said_views.what_if_line(data, state, effect),
        alt=f"{NOT_FACT}. {said_views.child_and_year(state.lens)}. {alt}",
        evidence=f"As the facts stand: {_evidence(data, state, iso3s)}",
        sources=partial(_sources, data, state, iso3s),
        back=state.href(),
        draw=draw,
        dropped=dropped,
        notes=(f"{NOT_FACT}: what is supposed rests on no source. {FORECAST}",
               f"{MAP_DISCLAIMER} {NO_PATHS}" if effect.changed else ""),
    )  # fmt: skip


def _countries(state: WhatIfState, data: Data, effect: Effect) -> tuple[str, ...]:
    """Return the countries whose levels the picture shows or counts."""
    ways = [one.journey for one in effect.changed] if state.changes else state.journeys(data)
    return tuple(sorted({iso3 for way in ways for iso3 in way.iso3s}))


def _alt_of(effect: Effect) -> str:
    supposed = "; ".join(effect.what_if.words(change) for change in effect.what_if.changes)
    drawn = len(effect.changed)
    told = " ".join(sentence.text for sentence in effect.sentences()[:3])
    start = f"{count(drawn, 'journey')} before and after, stage by stage" if drawn else "In words"
    return f"{start}. Supposed: {supposed}. {told}"


def _judged(data: Data) -> list[int]:
    return [goal.goal for goal in data.atlas.rubrics.goals.values() if goal.is_judged]


def _evidence(data: Data, state: WhatIfState, iso3s: Sequence[str]) -> str:
    lens = state.lens
    world = data.world(data.age_class(lens.child), lens.checked)
    at = [world.countries.index(iso3) for iso3 in iso3s]
    known = unchecked = 0
    for goal in _judged(data):
        colouring = data.colourings[f"goal-{goal}"]
        is_known = colouring.codes(world, lens.year)[at] >= 0
        known += int(is_known.sum())
        unchecked += int((colouring.unchecked(world, lens.year)[at] & is_known).sum())
    words = checked_words(lens, known, unchecked, "levels")
    return words[:1].lower() + words[1:]


def _sources(data: Data, state: WhatIfState, iso3s: Sequence[str]) -> Iterable[str]:
    goals = data.atlas.rubrics.goals
    measures = {name for goal in _judged(data) for name in goals[goal].measures()}
    yield from sources_of(data, iso3s, state.lens, measures)
    if not state.changes:
        for group in shown_groups(state, state.ranking(data))[0][:MOST_LEVERS]:
            yield from (figure.source_id for figure in group[0].figures[:1])


# -- Something is supposed ---------------------------------------------------------------------
def _draw_effect(data: Data, effect: Effect, paper: Paper, box: Box) -> float:
    em, told = paper.em, [s.text for s in effect.sentences() if s.kind != "reach"]
    supposed = [f"Supposed: {effect.what_if.words(one)}." for one in effect.what_if.changes]
    found = ordered(effect)
    if box.height and box.width > 1.2 * box.height and found:  # wide: words beside the journeys
        half = box.width * 0.36
        left = flag(paper, box)
        left += paragraphs(paper, Box(box.x, box.y + left, half), [*supposed, *told])
        tall = max(min(box.height - left, half * 0.62), 9 * em)
        left += _map(data, effect, paper, Box(box.x, box.y + left, half, tall))
        at = Box(box.x + half + 1.6 * em, box.y, box.width - half - 1.6 * em, box.height)
        return max(left, _ways(data, found, paper, at))
    y = box.y + flag(paper, box)
    y += paragraphs(paper, Box(box.x, y, box.width), [*supposed, *told])
    if not found:
        return y - box.y
    y += 0.2 * em
    tall = box.width * (0.28 if box.height else 0.4)
    y += _map(data, effect, paper, Box(box.x, y, box.width, tall)) + 0.5 * em
    room = max(box.y + box.height - y, 1.0) if box.height else 0.0
    return y + _ways(data, found, paper, Box(box.x, y, box.width, room)) - box.y


def _map(data: Data, effect: Effect, paper: Paper, box: Box) -> float:
    """Draw the countries that change, and the routes on which a level changes."""
    em, changed = paper.em, effect.what_if.iso3s
    words = "Map, what if: the countries that change, and the routes on which a level changes."
    lines = len(paper.lines(words, box.width, size=0.85)) * em * 0.85 * LINE
    view = WorldView(
        looks=dict.fromkeys(changed, "pick"),
        words={iso3: f"{data.name(iso3)}: changes, {NOT_FACT.lower()}" for iso3 in changed},
        dimmed=frozenset(),
        routes=effect.route_ids,
        roles=ROLES,
        is_world=not effect.route_ids,
    )
    tall = box.height - lines - 0.4 * em
    draw_world(paper, Box(box.x, box.y, box.width, tall), data.atlas_map, view)
    at = box.y + tall + 0.2 * em
    paper.paragraph(box.x, at, box.width, words, size=0.85, fill="quiet")
    return box.height


def _ways(data: Data, found: Sequence[Touched], paper: Paper, box: Box) -> float:
    """Draw journeys before and after in one or two columns while there is room."""
    em, gap = paper.em, 1.6 * paper.em
    columns = 2 if box.width > 38 * em else 1
    wide = (box.width - (columns - 1) * gap) / columns
    key = draw_key(Paper(paper.theme, em), box, GOAL_KEY, size=0.87)
    order = "journeys that are lifted first"
    note = note_height(paper, box, left_out(len(found), 1, order, one="journey", many="journeys"))
    heights = [height_of(data, paper, one, wide) for one in found]
    room = box.height - key - 0.4 * em
    shown, taken = fitting(heights, columns, room if box.height else 0.0, most=MOST_WAYS)
    if shown < len(found) and box.height:
        shown, taken = fitting(heights, columns, room - note, most=MOST_WAYS)
    y = box.y + draw_key(paper, box, GOAL_KEY, size=0.87) + 0.4 * em
    tops = [y] * columns
    with paper.hatched_together():
        for one, column, high in zip(found, taken, heights, strict=False):
            at = Box(box.x + column * (wide + gap), tops[column], wide)
            draw_before_after(data, paper, at, one)
            tops[column] += high
    y = max(tops)
    words = left_out(len(found), shown, order, one="journey", many="journeys")
    if words:
        paper.told.append(words)
        y += paper.paragraph(box.x, y, box.width, words, size=NOTE)
    return y - box.y
