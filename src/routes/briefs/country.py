"""The brief of one country."""

from __future__ import annotations

from collections.abc import Mapping

from routes.briefs.changed import changed
from routes.briefs.content import Brief, Line, Notes, Said, Section, Table, line
from routes.briefs.promised import promised
from routes.briefs.seen import Seen, facts_behind, main_role, roles_in_text, unanswered
from routes.briefs.standing import standing
from routes.briefs.worked import worked
from routes.errors import UnknownNameError
from routes.model import Level, Role
from routes.words import LEVEL_NAMES, child_in_text, count

MOST_PROMISES, MOST_PRACTICES = 4, 3
WEAK = 2  # the highest level for which one looks at what worked elsewhere


def country_brief(seen: Seen, iso3: str) -> Brief:
    """Return two pages on one country.

    Raises:
        UnknownNameError: there is no such country; lists the nearest.
    """
    atlas = seen.atlas
    if iso3 not in atlas.countries.index:
        names = {str(code): str(name) for code, name in atlas.countries["name"].items()}
        raise UnknownNameError("country", iso3, names, names=names)
    notes = seen.notes()
    levels = seen.levels(iso3)
    role = main_role(atlas, iso3)
    sections = [
        _child(seen, iso3, levels, notes),
        changed(seen, iso3, notes),
        standing(seen, iso3, notes),
        promised(seen, [iso3], notes, most=MOST_PROMISES),
        worked(seen, _weak_goals(levels, role), [iso3], notes, most=MOST_PRACTICES),
        _unknown(seen, levels, notes),
    ]
    subtitle = f"What {child_in_text(seen.child)}, meets in {seen.year}."
    return seen.brief("country", iso3, seen.name(iso3), subtitle, sections, notes)


def _child(seen: Seen, iso3: str, levels: Mapping[int, Level], notes: Notes) -> Section:
    known = [level for level in _judged(seen, levels) if level.value is not None]
    where = seen.in_text(iso3)
    roles = roles_in_text(seen.atlas, iso3)
    lead = f"{where[:1].upper()}{where[1:]} is {roles}. "
    if known:
        lowest = min(level.value for level in known if level.value is not None)
        weakest = [seen.goal(level.goal) for level in known if level.value == lowest]
        asked = len(_judged(seen, levels))
        told = (
            f"Lowest of the {len(known)} known levels (of {asked}), at {lowest} of 4 "
            f"({LEVEL_NAMES[lowest].lower()}): "
        )
        lead += f"{told}{', '.join(weakest)}."
    else:
        lead += "No level is known here for this child and year."
    said = line(Said(lead, notes.own()))  # before the rows: notes are numbered in reading order
    rows = tuple(_level_row(seen, level, notes) for level in levels.values())
    return Section(
        name="child",
        heading=f"What this child meets in {seen.year}",
        lines=(said,),
        table=Table(name="Levels", head=("Goal", "Level", "Why"), rows=rows),
        has_picture=True,
    )


def _judged(seen: Seen, levels: Mapping[int, Level]) -> list[Level]:
    goals = seen.atlas.rubrics.goals
    return [level for goal, level in levels.items() if goals[goal].is_judged]


def _level_row(seen: Seen, level: Level, notes: Notes) -> tuple[Line, ...]:
    goal = seen.atlas.rubrics.goals[level.goal]
    if not goal.is_judged:
        value = line("not judged")
    elif level.value is None:
        value = line("not known")
    else:
        value = line(f"{level.value}, {LEVEL_NAMES[level.value].lower()}")
    facts = facts_behind(level)
    missing = unanswered(seen, level) if level.value is not None else ()
    # What the rules make of the facts is ours to say, and not their sources'.
    pieces = [Said(level.why, notes.own())]
    if facts:
        pieces.append(Said(f" {seen.told(facts)}", notes.cite(facts)))
    if missing:
        pieces.append(Said(f" Not known: {', '.join(missing)}.", notes.own()))
    return line(seen.goal(level.goal)), value, line(*pieces, facts=facts)


def _weak_goals(levels: Mapping[int, Level], role: Role | None) -> list[tuple[int, Role | None]]:
    """Return the weakest goals, the lowest first; the one weakest where none is at 2 or less."""
    known = sorted((level.value, goal) for goal, level in levels.items() if level.value is not None)
    if not known:
        return []
    weak = [(goal, role) for value, goal in known if value <= WEAK]
    return weak or [(known[0][1], role)]


def _unknown(seen: Seen, levels: Mapping[int, Level], notes: Notes) -> Section:
    items: list[Line] = []
    judged = _judged(seen, levels)
    for level in judged:
        missing = [
            seen.measure(answer.measure)
            for answer in level.answers
            if answer.applies and answer.value is None
        ]
        if missing:
            items.append(
                line(f"Not known for this child and year: {', '.join(missing)}.",
                     lead=f"{seen.goal(level.goal)}.")
            )  # fmt: skip
    known = [level for level in judged if level.value is not None]
    unchecked = sum(level.is_unchecked for level in known)
    told = f"{len(known)} of {len(judged)} levels are known."
    if seen.checked_only:
        told += " Only facts from checked sources are used here."
    elif unchecked:
        verb = "rests" if unchecked == 1 else "rest"
        told += f" {count(unchecked, 'level')} {verb} in part on sources named but not yet checked."
    if not items:
        told += " Every question of the rubrics has an answer for this child and year."
    return Section(
        name="unknown",
        heading="What is not known",
        lines=(line(Said(told, notes.own())),),
        items=tuple(items),
    )
