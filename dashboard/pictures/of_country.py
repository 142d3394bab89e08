"""The picture of one country: six levels, and detention over the years."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial

from dashboard.colouring import child_in_words
from dashboard.components.country_panel import spells
from dashboard.components.profile_grid import level_words
from dashboard.data import Data
from dashboard.pictures.key import Entry, draw_key, ring
from dashboard.pictures.paper import LINE, Paper
from dashboard.pictures.subject import Box, Subject, checked_words, sources_of
from dashboard.state import Lens
from dashboard.ways import PlainState
from routes import YEARS, Level
from routes.model import COMPANIES

COLOURS = ("detention_law", "detention_practice")


def country_subject(data: Data, name: str, query: str) -> Subject:
    """Return one country.

    Raises:
        RoutesError: there is no such country.
    """
    iso3 = data.known_country(name.strip("/"))
    state, dropped = PlainState.read(f"/country/{iso3}", query)
    lens = state.lens
    levels = data.atlas.levels(iso3, lens.child, lens.year, checked_only=lens.checked)
    known = [level for level in levels.values() if level.value is not None]
    return Subject(
        title=data.name(iso3),
        line=f"What {child_in_words(lens.child)}, meets in {lens.year}.",
        alt=f"Protection in {data.name(iso3)} for {child_in_words(lens.child)}, in {lens.year}: "
        + "; ".join(f"{_short(data, n)} {_words(data, v)}" for n, v in levels.items())
        + ".",
        evidence=checked_words(lens, len(known), sum(v.is_unchecked for v in known), "levels"),
        sources=partial(_sources, data, iso3, lens),
        back=state.href(),
        draw=partial(_draw, data, iso3, lens, levels),
        dropped=dropped,
    )


def _short(data: Data, goal: int) -> str:
    return data.atlas.rubrics.goals[goal].short.lower()


def _words(data: Data, level: Level) -> str:
    return level_words(level.value, is_judged=data.atlas.rubrics.goals[level.goal].is_judged)


def _sources(data: Data, iso3: str, lens: Lens) -> Iterable[str]:
    measures = {m for goal in data.atlas.rubrics.goals.values() for m in goal.measures()}
    return sources_of(data, (iso3,), lens, [*measures, *COLOURS])


def _draw(
    data: Data, iso3: str, lens: Lens, levels: Mapping[int, Level], paper: Paper, box: Box
) -> float:
    em = paper.em
    is_wide = box.width > 46 * em
    half = (box.width - 2.4 * em) / 2 if is_wide else box.width
    taken = _draw_levels(data, levels, paper, replace(box, width=half))
    if is_wide:
        right = Box(box.x + half + 2.4 * em, box.y, half)
        return max(taken, _draw_strips(data, iso3, lens, paper, right))
    below = replace(box, y=box.y + taken + 0.8 * em, height=0.0)
    return taken + 0.8 * em + _draw_strips(data, iso3, lens, paper, below)


def _draw_levels(data: Data, levels: Mapping[int, Level], paper: Paper, box: Box) -> float:
    em, y = paper.em, box.y
    paper.text(box.x, y + 1.05 * em, "Six policy goals", size=1.1, face="serif-600")
    y += 1.9 * em
    goals = data.atlas.rubrics.goals
    bar, row = min(9.0 * em, box.width * 0.32), 2.7 * em
    for number, level in levels.items():
        goal = goals[number]
        paper.text(box.x, y + em, str(number), face="sans-600")
        paper.text(box.x + 1.3 * em, y + em, goal.short, room=box.width - bar - 4 * em)
        words = level_words(level.value, is_judged=goal.is_judged)
        paper.text(box.x + 1.3 * em, y + 2.15 * em, words[:1].upper() + words[1:], size=0.87,
                   fill="quiet")  # fmt: skip
        _bar(paper, Box(box.x + box.width - bar - 1.6 * em, y + 0.35 * em, bar, 0.75 * em), level,
             is_judged=goal.is_judged)  # fmt: skip
        if level.is_unchecked and level.value is not None:
            ring(paper, box.x + box.width - 0.5 * em, y + 0.72 * em, 0.24 * em,
                 paper.colour("quiet"))  # fmt: skip
        y += row
    sign = Entry(words="rests in part on sources not yet checked", sign=_ring)
    return y + draw_key(paper, Box(box.x, y, box.width), [sign], size=0.87) - box.y


def _ring(paper: Paper, x: float, y: float, size: float) -> None:
    ring(paper, x, y, size * 0.26, paper.colour("quiet"))


def _bar(paper: Paper, box: Box, level: Level, *, is_judged: bool) -> None:
    if level.value is None or not is_judged:
        paper.swatch(box.x, box.y, box.width, box.height, "u" if is_judged else "n")
        return
    step = box.width / 5
    for i in range(5):
        css = f"s{level.value}" if i <= level.value else ""
        fill = paper.fill_of(css) if css else paper.colour("empty")
        paper.rect(box.x + i * step, box.y, step - 2, box.height, fill, round_=2)


def _draw_strips(data: Data, iso3: str, lens: Lens, paper: Paper, box: Box) -> float:
    em, y = paper.em, box.y
    paper.text(box.x, y + 1.05 * em, "Immigration detention over the years", size=1.1,
               face="serif-600")  # fmt: skip
    y += 1.9 * em
    shown: dict[str, Entry] = {}
    for colour in COLOURS:
        colouring = data.colourings[colour]
        for company in COMPANIES:
            child = replace(lens.child, company=company)
            world = data.world(data.age_class(child), lens.checked)
            row = world.countries.index(iso3)
            steps = {yr: colouring.step(int(colouring.codes(world, yr)[row])) for yr in YEARS}
            who = "Children alone" if company == "alone" else "Children in families"
            kind = "in law" if colour == "detention_law" else "in practice"
            y += paper.paragraph(
                box.x, y, box.width, f"{who}, {kind}: {steps[lens.year].label.lower()}", most=2
            )
            y += 0.15 * em
            cell = box.width / len(YEARS)
            for i, (year, step) in enumerate(steps.items()):
                x = box.x + i * cell
                paper.swatch(x + 1, y, cell - 2, 1.1 * em, step.css)
                if year == lens.year:
                    rim = f' stroke="{paper.colour("ink")}" stroke-width="2"'
                    paper.rect(x, y - 1, cell, 1.1 * em + 2, "none", round_=4, more=rim)
                shown.setdefault(step.css + step.label, Entry(words=step.label, css=step.css))
            y += 1.25 * em
            paper.text(box.x, y + 0.85 * em, str(YEARS[0]), size=0.8, fill="quiet")
            paper.text(box.x + box.width, y + 0.85 * em, str(YEARS[-1]), size=0.8, fill="quiet",
                       anchor="end")  # fmt: skip
            told = spells({yr: step.label.lower() for yr, step in steps.items()})
            room = box.width - 7 * em
            lines = paper.lines(told, room, size=0.8, most=2)
            for i, line in enumerate(lines):
                paper.text(box.x + box.width / 2, y + (0.85 + i * 1.1) * em, line, size=0.8,
                           fill="quiet", anchor="middle")  # fmt: skip
            y += max(1, len(lines)) * 0.8 * em * LINE + 0.75 * em
    y += draw_key(paper, Box(box.x, y, box.width), list(shown.values()), size=0.87)
    return y - box.y
