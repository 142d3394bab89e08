"""Which levels a reader's own facts would change: computed for one answer, and kept nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dash import html

from dashboard.colouring import child_in_words
from dashboard.components.profile_grid import level_words
from dashboard.data import Data
from dashboard.markup import attrs
from geodata.build.own import Joined
from geodata.own import OWN
from routes import LAST_YEAR, Child
from routes.model import COMPANIES, STATUSES
from routes.protection import Protection, known_level

AGE = 15
MOST_SHOWN = 300
HEADS = ("Country", "Goal", "Child", "In the atlas", "With your facts")


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelChange:
    """One level that is another one with the own facts; None is unknown."""

    iso3: str
    goal: int
    child: Child
    before: int | None
    after: int | None


def changes(data: Data, joined: Joined) -> Iterator[LevelChange]:
    """Yield every level of the newest year that changes, for eight kinds of children."""
    facts, rubrics = joined.facts, data.atlas.rubrics
    own = facts["source_id"].str.startswith(OWN)
    iso3s = tuple(sorted(set(facts.loc[own, "iso3"]) & set(data.iso3s)))
    if not iso3s:
        return
    mine = facts[facts["iso3"].isin(iso3s)]
    with_own = Protection(mine, rubrics, iso3s)
    without = Protection(mine[~own.loc[mine.index]], rubrics, iso3s)
    for company in COMPANIES:
        for status in STATUSES:
            child = Child(age=AGE, company=company, status=status)
            before, after = (of.computed(child) for of in (without, with_own))
            y = before.year_index(LAST_YEAR)
            for i, iso3 in enumerate(iso3s):
                for goal in rubrics.goals:
                    pair = (before.levels[i, goal - 1, y], after.levels[i, goal - 1, y])
                    if pair[0] != pair[1]:
                        yield LevelChange(
                            iso3=iso3, goal=goal, child=child,
                            before=known_level(pair[0]), after=known_level(pair[1]),
                        )  # fmt: skip


def changes_parts(data: Data, joined: Joined) -> list[Any]:
    """Return what the own facts change, as part of a page."""
    found = list(changes(data, joined))
    title = html.H2("What they change", id="changes")
    said = f"for children of {AGE} in {LAST_YEAR}"
    if not found:
        return [title, html.P(f"No level {said}: they confirm it, or decide none.")]
    goals = data.atlas.rubrics.goals
    rows = [
        html.Tr(
            [
                html.Th(data.name(one.iso3), scope="row"),
                html.Td(f"{one.goal} {goals[one.goal].short}"),
                html.Td(child_in_words(one.child)),
                html.Td(level_words(one.before)),
                html.Td(html.B(level_words(one.after), className="own-mark")),
            ]
        )
        for one in found[:MOST_SHOWN]
    ]
    head = html.Thead(html.Tr([html.Th(name, scope="col") for name in HEADS]))
    number = f"{len(found)} level{'' if len(found) == 1 else 's'}"
    more = f" The first {MOST_SHOWN} are listed." if len(found) > MOST_SHOWN else ""
    return [
        title,
        html.P(f"{number} {said}, by the atlas’s own rules. Not part of the atlas.{more}"),
        html.Div(
            html.Table([head, html.Tbody(rows)]),
            className="table-wrap",
            tabIndex="0",
            role="region",
            **attrs(aria_label="Levels that change"),
        ),
    ]
