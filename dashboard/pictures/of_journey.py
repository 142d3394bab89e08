"""Pictures of journeys: the profile with its map, the four labels, two side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial

from dashboard import said
from dashboard.colouring import STATUS_LABELS, child_in_words
from dashboard.components.way_marks import alt_words, marks_of, marks_sources, marks_words
from dashboard.data import Data
from dashboard.exports.terms import MAP_DISCLAIMER
from dashboard.pictures.key import draw_key, level_entries, number_entries
from dashboard.pictures.maps import draw_way
from dashboard.pictures.of_atlas import NO_PATHS
from dashboard.pictures.paper import LINE, Paper
from dashboard.pictures.profile import draw_profile, goal_list, stage_list
from dashboard.pictures.subject import Box, Subject, checked_words, sources_of
from dashboard.state import Lens
from dashboard.theme import step_class
from dashboard.ways import CompareState, JourneyState
from routes import Comparison, Profile, label_sentences
from routes.model import STATUSES, Status
from routes.words import Sentence

SMALL = 0.92  # of sentences beside a picture, in em


def _read(data: Data, name: str, query: str) -> tuple[JourneyState, Profile, str, tuple[str, ...]]:
    state, dropped = JourneyState.read(data.atlas, name, query)
    state = replace(state, cell=None)
    way = state.way.journey(data.atlas)
    lens = state.lens
    found = data.profile(way, lens.child, lens.year, lens.checked)
    route = data.atlas.routes.get(way.route_id)
    return state, found, route.name if route else way.name, dropped


def _told(found: Profile, *kinds: str) -> list[str]:
    return [sentence.text for sentence in found.sentences() if sentence.kind in kinds]


def _evidence(lens: Lens, *profiles: Profile) -> str:
    known = sum(int(found.is_known.sum()) for found in profiles)
    named = sum(int((found.unchecked & found.is_known).sum()) for found in profiles)
    return checked_words(lens, known, named, "levels")


def _sources(data: Data, *sides: tuple[Profile, Lens]) -> Iterable[str]:
    for found, lens in sides:
        for goal in data.atlas.rubrics.goals.values():
            countries = [stage.iso3 for stage in found.countries]
            yield from sources_of(data, countries, lens, goal.measures())


def journey_subject(data: Data, name: str, query: str) -> Subject:
    """Return a journey: its map, its profile and what the record says.

    Raises:
        RoutesError: there is no such journey.
    """
    state, found, title, dropped = _read(data, name, query)
    return Subject(
        title=title,
        line=said.journey_line(found),
        alt=" ".join(
            [
                f"Protection profile of {title}, {len(found.journey.stages)} stages, for "
                f"{child_in_words(found.child)}, in {found.year}.",
                *_told(found, "weakest", "unknown"),
                alt_words(data, found.journey, state),
            ]
        ).strip(),
        evidence=_evidence(state.lens, found),
        sources=partial(_journey_sources, data, found, state),
        back=state.href(),
        draw=partial(_draw_journey, data, state, found),
        dropped=dropped,
        notes=(f"{_own(found)}{MAP_DISCLAIMER} {NO_PATHS}",),
    )


def _journey_sources(data: Data, found: Profile, state: JourneyState) -> Iterable[str]:
    yield from _sources(data, (found, state.lens))
    yield from marks_sources(data, found.journey, state)


def _own(found: Profile) -> str:
    if not found.journey.is_own:
        return ""
    return "A way that a reader put together; no source documents it as travelled. "


def _draw_journey(data: Data, state: JourneyState, found: Profile, paper: Paper, box: Box) -> float:
    looks = {s.iso3: step_class(found.cell(s.order, state.goal).level) for s in found.countries}
    goal = data.atlas.rubrics.goals[state.goal]
    caption = f"Map: countries on the way by goal {goal.goal}, {goal.short.lower()}."
    marks = marks_of(data, found.journey, state)
    numbers = marks_words(data, found.journey, state)
    words = [*_told(found, "weakest", "drop", "unknown"), caption, *numbers]
    em = paper.em
    entries = [*level_entries(), *number_entries(marks)]
    key = draw_key(Paper(paper.theme, em), box, entries) + 0.6 * em
    grid = draw_profile(Paper(paper.theme, em), replace(box, height=1), found)
    room = box.height - key - grid - 1.0 * em if box.height else 0.0
    y = box.y
    if box.height and box.width > 1.2 * box.height:  # wide: map and words share a row
        if room > 6 * em:
            tall = min(room, 0.3 * box.width)
            half = box.width * 0.46
            draw_way(paper, Box(box.x, y, half, tall), data.atlas_map, found.journey, looks, marks)
            beside = Box(box.x + half + 1.4 * em, y, box.width - half - 1.4 * em, tall)
            _sentences(paper, beside, words)
            y += tall + 0.8 * em
    else:
        needed = sum(len(paper.lines(w, box.width, size=SMALL)) for w in words)
        needed_px = needed * em * SMALL * LINE + 0.5 * em * len(words)
        tall = min(max(room - needed_px, 0), box.width * 0.62) if box.height else box.width * 0.46
        if tall > 6 * em:
            draw_way(
                paper, Box(box.x, y, box.width, tall), data.atlas_map, found.journey, looks, marks
            )
            y += tall + 0.8 * em
    left = box.y + box.height - y - key if box.height else 0.0
    if box.height and box.width <= 1.2 * box.height:
        left = 0.0  # rows of their usual height, then the sentences
    y += draw_profile(paper, Box(box.x, y, box.width, left), found) + 0.6 * em
    y += draw_key(paper, Box(box.x, y, box.width), entries)
    if not (box.height and box.width > 1.2 * box.height):
        y += 0.4 * em
        end = box.y + box.height if box.height else 0.0
        y += _sentences(paper, Box(box.x, y, box.width, end - y if end else 0.0), words)
    return y - box.y


def _sentences(paper: Paper, box: Box, words: Iterable[str]) -> float:
    """Write sentences as paragraphs while there is room; what does not fit whole is left out."""
    y, em = box.y, paper.em
    for one in words:
        needed = len(paper.lines(one, box.width, size=SMALL)) * em * SMALL * LINE
        if box.height and y + needed > box.y + box.height:
            continue
        y += paper.paragraph(box.x, y, box.width, one, size=SMALL) + 0.45 * em
    return y - box.y


def labels_subject(data: Data, name: str, query: str) -> Subject:
    """Return the same child under four labels.

    Raises:
        RoutesError: there is no such journey.
    """
    state, found, title, dropped = _read(data, name, query)
    lens = state.lens
    profiles: Mapping[Status, Profile] = {
        status: data.profile(
            found.journey, replace(lens.child, status=status), lens.year, lens.checked
        )
        for status in STATUSES
    }
    sentences = label_sentences(profiles)
    company = "alone" if lens.child.company == "alone" else "with family"
    age = f"a child of {lens.child.age}, {company}"
    return Subject(
        title=f"{title}: same child, other label",
        line=f"{found.journey.name}: what {age}, meets under each of four labels in {found.year}.",
        alt=f"Four protection profiles of {title}, one a label, for {age}, in {found.year}. "
        + " ".join(f"{STATUS_LABELS[status]}: {_weakest(one)}" for status, one in profiles.items()),
        evidence=_evidence(lens, *profiles.values()),
        sources=partial(
            _sources,
            data,
            *((one, replace(lens, child=one.child)) for one in profiles.values()),
        ),
        back=state.href(),
        draw=partial(_draw_labels, profiles, sentences),
        dropped=dropped,
        notes=(_own(found).strip(),) if _own(found) else (),
    )


def _weakest(found: Profile) -> str:
    if not found.weakest:
        return "no level is known."
    cell = found.weakest[0]
    known = round(found.known_share * 100)
    return f"weakest at level {cell.level}, in {found.names[cell.stage.iso3]}; {known} % known."


def _draw_labels(
    profiles: Mapping[Status, Profile], sentences: tuple[Sentence, ...], paper: Paper, box: Box
) -> float:
    em = paper.em
    found = next(iter(profiles.values()))
    lists = f"{goal_list(found)} Stages: {stage_list(found)}"
    gap, head = 1.6 * em, 1.7 * em
    width = (box.width - gap) / 2
    entries = level_entries(drops=False)
    key = draw_key(Paper(paper.theme, em), box, entries) + 0.5 * em
    below = len(paper.lines(lists, box.width, size=0.85)) * em * 0.85 * LINE + 0.5 * em
    height = 0.0
    if box.height:
        height = max((box.height - key - below) / 2 - head - 0.8 * em, 1.0)
    y = box.y
    for row in (STATUSES[:2], STATUSES[2:]):
        taken = 0.0
        for i, status in enumerate(row):
            one, x = profiles[status], box.x + i * (width + gap)
            paper.text(x, y + em, f"{STATUS_LABELS[status]} ", face="sans-600")
            wide = paper.width(f"{STATUS_LABELS[status]} ", face="sans-600")
            paper.text(x + wide + 0.3 * em, y + em, f"{round(one.known_share * 100)} % known",
                       size=0.9, fill="quiet")  # fmt: skip
            at = Box(x, y + head, width, height)
            taken = max(taken, draw_profile(paper, at, one, with_names=False))
        y += head + taken + 0.8 * em
    y += draw_key(paper, Box(box.x, y, box.width), entries) + 0.4 * em
    y += paper.paragraph(box.x, y, box.width, lists, size=0.85, fill="quiet")
    told = [sentence.text for sentence in sentences[:2]]
    end = box.y + box.height if box.height else 0.0
    y += 0.4 * em
    y += _sentences(paper, Box(box.x, y, box.width, max(end - y, 1.0) if end else 0.0), told)
    return y - box.y


def compare_subject(data: Data, _name: str, query: str) -> Subject:
    """Return two journeys, children, years or branches side by side.

    Raises:
        RoutesError: one of them is no journey.
    """
    state, dropped = CompareState.read(query)
    state = said.opened(data, state)
    first, second, found = said.compared(data, state)
    sides = ((found.a, state.lens), (found.b, replace(state.lens_b, checked=state.lens.checked)))
    sentences = [sentence.text for sentence in found.sentences("A", "B")]
    return Subject(
        title="Side by side",
        line=f"A: {_child(found.a)}. B: {_child(found.b)}.",
        alt=f"Two protection profiles. A: {first}, {_child(found.a)}. B: {second}, "
        f"{_child(found.b)}. {' '.join(sentences[:2])}",
        evidence=_evidence(state.lens, found.a, found.b),
        sources=partial(_sources, data, *sides),
        back=state.href(),
        draw=partial(_draw_compare, found, (first, second), sentences),
        dropped=dropped,
    )


def _child(found: Profile) -> str:
    return f"{child_in_words(found.child)}, {found.year}"


def _draw_compare(
    found: Comparison, names: tuple[str, str], sentences: list[str], paper: Paper, box: Box
) -> float:
    em, y = paper.em, box.y
    marked = (
        {(d.stage_a.order, d.goal) for d in found.differences},
        {(d.stage_b.order, d.goal) for d in found.differences},
    )
    entries = level_entries()
    key = draw_key(Paper(paper.theme, em), box, entries) + 0.5 * em
    head = 1.8 * em
    rows = 0.0
    if box.height:
        rows = max((box.height - key) / 2 - head - 0.9 * em, 1.0)
    for side, one, name, frames in zip("AB", (found.a, found.b), names, marked, strict=True):
        wide = paper.text(box.x, y + em, f"{side}  ", face="sans-600", fill="accent")
        room = box.width - wide - 0.6 * em
        paper.text(box.x + wide + 0.6 * em, y + em, name, face="sans-600", room=room)
        y += head
        y += draw_profile(paper, Box(box.x, y, box.width, rows), one, marked=frames) + 0.9 * em
    y += draw_key(paper, Box(box.x, y, box.width), entries) + 0.4 * em
    end = box.y + box.height if box.height else 0.0
    framed = "Cells that differ have a dark frame. Stages are matched by country."
    room = max(end - y, 1.0) if end else 0.0
    y += _sentences(paper, Box(box.x, y, box.width, room), [framed, *sentences])
    return y - box.y
