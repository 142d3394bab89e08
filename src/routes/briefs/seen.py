"""Through which eyes a brief is written: one child, one year, and what she meets everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from routes.briefs.content import Brief, Notes, Section
from routes.gaps import FactsOf, Gaps
from routes.keeping import gaps
from routes.model import Answer, Child, Company, Fact, Level, Role
from routes.protection import LAST_YEAR, World
from routes.words import count, country_in_text

if TYPE_CHECKING:
    from routes.atlas import Atlas

ROLE_ORDER: tuple[Role, ...] = ("destination", "transit", "origin")
A_ROLE: dict[str, str] = {
    "destination": "a destination",
    "transit": "a country of transit",
    "origin": "a country of origin",
}


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One child and year, and the answers that a program keeps at hand for them.

    Attributes:
        world: of ``child`` and ``checked_only``; made when None.
        every_gap: promise beside practice in every country; made for those asked when None.
    """

    atlas: Atlas
    child: Child = field(default_factory=Child)
    year: int = LAST_YEAR
    checked_only: bool = False
    given_world: World | None = None
    every_gap: Gaps | None = None
    facts_of: FactsOf | None = None

    @cached_property
    def world(self) -> World:
        return self.given_world or self.atlas.world(self.child, checked_only=self.checked_only)

    def other_world(self, company: Company) -> World:
        """Return the world of the same child in other company."""
        if company == self.child.company:
            return self.world
        child = replace(self.child, company=company)
        return self.atlas.world(child, checked_only=self.checked_only)

    def gaps(self, iso3s: tuple[str, ...]) -> Gaps:
        if self.every_gap is not None:
            return self.every_gap.only(iso3s)
        return gaps(
            self.atlas, countries=iso3s, child=self.child, year=self.year,
            checked_only=self.checked_only, world=self.world, facts_of=self.facts_of,
        )  # fmt: skip

    def levels(self, iso3: str) -> dict[int, Level]:
        return self.atlas.levels(iso3, self.child, self.year, checked_only=self.checked_only)

    def facts(self, iso3: str) -> Mapping[str, tuple[Fact, ...]]:
        """Return the facts in force for the child and year, by measure."""
        if self.facts_of is not None:
            return self.facts_of(iso3, self.child, self.year, self.checked_only)
        return self.atlas.protection.measure_answers(
            iso3, self.child, self.year, checked_only=self.checked_only
        )

    def name(self, iso3: str) -> str:
        return str(self.atlas.countries.at[iso3, "name"])

    def in_text(self, iso3: str) -> str:
        return country_in_text(iso3, self.name(iso3))

    def goal(self, goal: int) -> str:
        return f"{goal} {self.atlas.rubrics.goals[goal].short}"

    def value(self, fact: Fact) -> str:
        """Return a fact's value in words, in small letters: ``last resort``."""
        steps = {step.value: step.label for step in self.atlas.rubrics.steps(fact.measure)}
        label = steps[fact.value]
        return label[:1].lower() + label[1:] if not label.startswith("Tier") else label

    def told(self, facts: Iterable[Fact]) -> str:
        """Return what facts say, in a sentence: ``Guardian: partial (2017); ...``."""
        each = [f"{self.measure(f.measure)}: {self.value(f)} ({f.as_of_year})" for f in facts]
        said = "; ".join(each)
        return f"{said[:1].upper()}{said[1:]}." if said else ""

    def measure(self, measure: str) -> str:
        """Return a measure's name as it reads within a sentence."""
        label = self.atlas.rubrics.measures[measure].label
        return label if label[1:2].isupper() else label[:1].lower() + label[1:]

    def notes(self) -> Notes:
        text = (
            f"Childways, data version {self.atlas.data_version}{self.atlas.own_said and ', '}"
            f"{self.atlas.own_said}: levels and counts made by the "
            "atlas from its facts, by rules that are published with it"
        )
        return Notes(self.atlas.sources, text)

    def brief(
        self,
        kind: Literal["country", "journey"],
        key: str,
        title: str,
        subtitle: str,
        sections: list[Section],
        notes: Notes,
    ) -> Brief:
        """Bind the sections; all lines have been made by now."""
        return Brief(
            kind=kind,
            key=key,
            title=title,
            subtitle=subtitle,
            child=self.child,
            year=self.year,
            checked_only=self.checked_only,
            sections=tuple(sections),
            footnotes=tuple(notes.found),
            data_version=self.atlas.data_version,
            date=self.atlas.date,
            own=self.atlas.own_said,
        )


def main_role(atlas: Atlas, iso3: str) -> Role | None:
    """Return the role for which a country is compared: destination before transit before origin."""
    found = {role for roles in atlas.routes_through(iso3).values() for role in roles}
    return next((role for role in ROLE_ORDER if role in found), None)


def roles_in_text(atlas: Atlas, iso3: str) -> str:
    """Return ``a destination on 3 routes and in transit on 1 route``, or that it is on none."""
    number: dict[str, int] = {}
    for roles in atlas.routes_through(iso3).values():
        for role in roles:
            number[role] = number.get(role, 0) + 1
    told = [
        f"{A_ROLE[role]} on {count(number[role], 'route')}" for role in ROLE_ORDER if role in number
    ]
    if not told:
        return "on no documented route"
    *first, last = told
    return f"{', '.join(first)} and {last}" if first else last


def deciding(level: Level) -> tuple[Answer, ...]:
    """Return the answers that hold a level where it is; all with facts when none of them does."""
    told = tuple(a for a in level.answers if a.facts and a.level is not None)
    held = tuple(a for a in told if a.level == level.value)
    return held or told


def facts_behind(level: Level) -> tuple[Fact, ...]:
    """Return the deciding fact of each deciding answer."""
    return tuple(answer.facts[0] for answer in deciding(level))


def unanswered(seen: Seen, level: Level) -> tuple[str, ...]:
    """Return the names of the core questions' measures that apply and have no answer."""
    core = seen.atlas.rubrics.goals[level.goal].measures("core")
    return tuple(
        seen.measure(answer.measure)
        for answer in level.answers
        if answer.applies and answer.value is None and answer.measure in core
    )


def is_too_old(seen: Seen, fact: Fact) -> bool:
    """Whether a fact is no longer used for the year: its source speaks of too long ago."""
    carry = seen.atlas.rubrics.measures[fact.measure].carry_years
    last = fact.to_year or max(fact.as_of_year, fact.from_year) + carry
    return last < seen.year
