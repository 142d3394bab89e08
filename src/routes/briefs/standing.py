"""Where a country stands among others of its role: counts of countries by level, never an index."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from routes.briefs.content import Line, Notes, Said, Section, Table, line
from routes.briefs.seen import Seen, main_role
from routes.model import COMPANIES, Role
from routes.protection import UNKNOWN, YEARS, World
from routes.words import LEVEL_NAMES, count

MOST_TURNS = 2  # years of change shown for one goal, beside the brief's own year
COMPANY = {"alone": "child alone", "family": "child with family"}


def standing(seen: Seen, iso3: str, notes: Notes) -> Section:
    """Return the country's levels beside those of all countries with the same role."""
    role = main_role(seen.atlas, iso3)
    if role is None:
        return Section(
            name="standing",
            heading="Where it stands among destination countries",
            lines=(line(f"On no documented route: {seen.in_text(iso3)} is compared with none."),),
        )
    peers = peers_of(seen, role)
    total = count(len(peers), "country", "countries")
    said = line(
        Said(
            f"Among {total}, itself counted, that sources document as {role} on some route. Levels "
            "of one child; goals are not added up, and countries at the same level are level with "
            "one another.",
            notes.own(),
        )
    )
    rows: list[tuple[Line, ...]] = []
    for goal in seen.atlas.rubrics.goals.values():
        if not goal.is_judged:
            continue
        for company in COMPANIES if goal.goal == 2 else (seen.child.company,):
            world = seen.other_world(company)
            for year in _years(world, iso3, goal.goal, seen.year):
                codes = _codes(world, peers, goal.goal, year)
                mine = int(world.levels[_at(world, iso3), goal.goal - 1, world.year_index(year)])
                more = f", {COMPANY[company]}" if goal.goal == 2 else ""
                name = f"{seen.goal(goal.goal)}{more}"
                row = _row(f"{name}, {year}", mine, codes, notes)
                missing = _missing(seen, world, iso3, goal.goal, year) if mine != UNKNOWN else ""
                if missing:
                    row = (row[0], line(*row[1].said, f" ({missing} not known)"), *row[2:])
                rows.append(row)
    return Section(
        name="standing",
        heading=f"Where it stands among {role} countries",
        lines=(said,),
        table=Table(
            name="Counts of countries",
            head=("Goal and year", "Here", "Higher", "As high", "Lower", "Not known"),
            rows=tuple(rows),
        ),
    )


def peers_of(seen: Seen, role: Role) -> tuple[str, ...]:
    """Return every country with the role on some documented route, by code."""
    found = {
        iso3
        for route in seen.atlas.routes.values()
        for iso3, roles in route.roles().items()
        if role in roles
    }
    return tuple(sorted(found))


def _at(world: World, iso3: str) -> int:
    return world.countries.index(iso3)


def _codes(world: World, peers: Sequence[str], goal: int, year: int) -> list[int]:
    y = world.year_index(year)
    return [int(world.levels[_at(world, iso3), goal - 1, y]) for iso3 in peers]


def _missing(seen: Seen, world: World, iso3: str, goal: int, year: int) -> str:
    """Return what a level is silent of: it can rise when a source becomes too old to be used."""
    values = world.values[_at(world, iso3), :, world.year_index(year)]
    core = seen.atlas.rubrics.goals[goal].measures("core")
    names = [seen.measure(m) for m in core if values[world.measures.index(m)] == UNKNOWN]
    return " and ".join(names)


def _years(world: World, iso3: str, goal: int, year: int) -> tuple[int, ...]:
    """Return the year before each change of the level, that of the change, and the brief's own."""
    levels = world.levels[_at(world, iso3), goal - 1, : year - YEARS[0] + 1]
    turns = [int(i) for i in np.flatnonzero(np.diff(levels)) + 1]
    known = [i for i in turns if levels[i] != UNKNOWN and levels[i - 1] != UNKNOWN]
    told = {year, *(YEARS[i + step] for i in known[-MOST_TURNS:] for step in (-1, 0))}
    return tuple(sorted(told))


def _row(name: str, mine: int, codes: Sequence[int], notes: Notes) -> tuple[Line, ...]:
    known = [code for code in codes if code != UNKNOWN]
    missing = len(codes) - len(known)
    if mine == UNKNOWN:
        # Higher and lower than what is not known can't be told; how the others stand can.
        spread = ", ".join(
            f"{known.count(level)} at {level}" for level in (4, 3, 2, 1, 0) if level in known
        )
        told = f"others: {spread}" if spread else "none known"
        cells = ["not known", told, "", "", str(missing)]
    else:
        others = list(known)
        others.remove(mine)
        cells = [
            f"{mine}, {LEVEL_NAMES[mine].lower()}",
            str(sum(code > mine for code in others)),
            str(sum(code == mine for code in others)),
            str(sum(code < mine for code in others)),
            str(missing),
        ]
    here, *counts = cells
    return line(name), line(Said(here, notes.own())), *(line(text) for text in counts)
