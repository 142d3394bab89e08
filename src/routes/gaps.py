"""Promise beside practice: what a country promised, and what the facts show.

A promise counts from the year in which the country made it. Every finding but the good ones names
both facts: the act that made the promise, and what is known of practice or law. What no source
tells stays unknown, and a country that did not promise is not in breach.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
import pandas as pd

from routes.errors import UnknownNameError
from routes.model import Child, Fact
from routes.promises import Instrument, PromiseRule, PromiseRules
from routes.protection import Codes, Flags
from routes.records import Commitment
from routes.rubric import GOALS, Rubrics

if TYPE_CHECKING:
    pass

State = Literal[
    "not_kept", "partly", "kept_in_law", "kept", "unknown", "not_promised", "not_applicable"
]
STATES: tuple[State, ...] = get_args(State)
NOT_KEPT, PARTLY, KEPT_IN_LAW, KEPT = 0, 1, 2, 3
NOT_KNOWN, NOT_PROMISED, NOT_ASKED = -1, -3, -2
CODE_OF: dict[State, int] = dict(
    zip(STATES, (NOT_KEPT, PARTLY, KEPT_IN_LAW, KEPT, NOT_KNOWN, NOT_PROMISED, NOT_ASKED),
        strict=True)
)  # fmt: skip
STATE_OF = {code: state for state, code in CODE_OF.items()}
# Country, child, year, checked sources only -> the facts in force by measure, the deciding first.
FactsOf = Callable[[str, Child, int, bool], Mapping[str, tuple[Fact, ...]]]
SHOWS_PRACTICE = ("practice", "assessment")
SINCE = re.compile(r"^Party since (\d{4})\.$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One measure that tells whether a promise is kept.

    Attributes:
        found: kept, partly, not_kept; None when no fact tells, its answer says nothing, or it
            speaks for a year before the promise.
        reason: why, in words; "" when no fact tells.
        fact: the deciding fact in force, or None.
        is_law: the measure tells of a rule and not of what happens.
    """

    rule: PromiseRule
    found: Literal["kept", "partly", "not_kept"] | None
    reason: str
    fact: Fact | None
    is_law: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """One promise of one country, beside what the facts show in the year.

    Attributes:
        stance: value of the act on its scale (party, signatory, none, yes, no, abstain, absent);
            None when none is held for the year.
        promise: the fact that tells of the act, if one is held; it can be that it did not promise.
        since: the year of the promise, if it is known.
        is_unchecked: some fact behind the state is named but was not yet opened.
    """

    iso3: str
    commitment: Commitment
    instrument: Instrument
    state: State
    stance: str | None
    promise: Fact | None
    since: int | None
    checks: tuple[Check, ...]
    is_unchecked: bool

    @property
    def is_promised(self) -> bool:
        return self.promise is not None and self.stance == self.instrument.bound_value

    @property
    def deciding(self) -> tuple[Check, ...]:
        """The checks that set the state; none when it is unknown or nothing was promised."""
        wanted = "kept" if self.state == "kept_in_law" else self.state
        return tuple(check for check in self.checks if check.found == wanted)

    @property
    def source_ids(self) -> tuple[str, ...]:
        """Sources of the commitment, of the act, and of what the facts show, in that order."""
        facts = [self.promise, *(check.fact for check in self.checks)]
        found = [self.commitment.source_id, *(fact.source_id for fact in facts if fact)]
        return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalGap:
    """All promises of one country under one goal; the worst that is known stands for them.

    Attributes:
        counts: state -> how many promises of the goal are in it.
        promised: how many of them are known to be in force for this child.
    """

    iso3: str
    goal: int
    state: State
    counts: Mapping[State, int]
    promised: int
    is_unchecked: bool

    @property
    def known(self) -> int:
        """Of how many promises something is known."""
        return sum(self.counts.get(state, 0) for state in STATES[:4])


@dataclass(frozen=True, kw_only=True)
class Gaps:
    """Countries x promises, for one child and year.

    ``codes``, ``unchecked`` and ``bound`` (the promise is known to be in force for the child) are
    countries x commitments; see ``CODE_OF``. Commitments of
    instruments without any recorded act of a country are left out: they are held against none.
    """

    child: Child
    year: int
    checked_only: bool
    countries: tuple[str, ...]
    commitments: tuple[Commitment, ...]
    names: Mapping[str, str] = field(repr=False)
    rules: PromiseRules = field(repr=False)
    rubrics: Rubrics = field(repr=False)
    facts_of: FactsOf = field(repr=False)
    codes: Codes = field(repr=False)
    unchecked: Flags = field(repr=False)
    bound: Flags = field(repr=False)

    def state(self, iso3: str, commitment_id: str) -> State:
        return STATE_OF[int(self.codes[self._row(iso3), self._column(commitment_id)])]

    def is_unchecked(self, iso3: str, commitment_id: str) -> bool:
        """Whether some fact behind the state is named but was not yet opened."""
        return bool(self.unchecked[self._row(iso3), self._column(commitment_id)])

    def only(self, countries: Collection[str]) -> Gaps:
        """Return the same for some of the countries, in the order held."""
        at = [i for i, iso3 in enumerate(self.countries) if iso3 in countries]
        return replace(
            self,
            countries=tuple(self.countries[i] for i in at),
            codes=self.codes[at],
            unchecked=self.unchecked[at],
            bound=self.bound[at],
        )

    def of_goal(self, goal: int) -> Codes:
        """Return the code of each country for a goal: the worst that is known."""
        columns = self._columns(goal)
        return np.array([worst(row) for row in self.codes[:, columns]], np.int8)

    def cell(self, iso3: str, goal: int) -> GoalGap:
        """Return the promises of one country under one goal."""
        if (iso3, goal) not in self._cells:
            self._cells[iso3, goal] = self._cell(iso3, goal)
        return self._cells[iso3, goal]

    @cached_property
    def _cells(self) -> dict[tuple[str, int], GoalGap]:
        return {}  # a page asks for each cell several times: table, map, legend

    def _cell(self, iso3: str, goal: int) -> GoalGap:
        row, columns = self._row(iso3), self._columns(goal)
        codes = self.codes[row, columns]
        code = worst(codes)
        deciding = self.unchecked[row, columns][codes == code]
        return GoalGap(
            iso3=iso3,
            goal=goal,
            state=STATE_OF[code],
            counts=dict(Counter(STATE_OF[int(one)] for one in codes)),
            promised=int(self.bound[row, columns].sum()),
            is_unchecked=code >= 0 and bool(deciding.any()),
        )

    def gap(self, iso3: str, commitment_id: str) -> Gap:
        """Return one promise of one country with both facts."""
        row, column = self._row(iso3), self._column(commitment_id)
        commitment = self.commitments[column]
        instrument = self.rules.instruments[commitment.instrument_id]
        facts = self.facts_of(iso3, self.child, self.year, self.checked_only)
        act = next(iter(facts.get(instrument.bound_by, ())), None)
        if self.year < commitment.year:  # nothing to promise yet
            act = None
        first = first_year(act, instrument)
        return Gap(
            iso3=iso3,
            commitment=commitment,
            instrument=instrument,
            state=STATE_OF[int(self.codes[row, column])],
            stance=act.value if act else None,
            promise=act,
            since=None if act is None or first is None else _stated(act, instrument),
            checks=tuple(
                self._check(rule, facts, first)
                for rule in self.rules.of(commitment_id)
                if self.child.status in rule.statuses and self._applies(rule)
            ),
            is_unchecked=bool(self.unchecked[row, column]),
        )

    def gaps(self, *, goal: int | None = None, state: State | None = None) -> tuple[Gap, ...]:
        """Return the promises of every country, those of one goal or in one state when named."""
        wanted = None if state is None else CODE_OF[state]
        return tuple(
            self.gap(iso3, commitment.commitment_id)
            for row, iso3 in enumerate(self.countries)
            for column, commitment in enumerate(self.commitments)
            if goal in (None, commitment.goal)
            and (wanted is None or self.codes[row, column] == wanted)
        )

    @property
    def not_kept(self) -> tuple[Gap, ...]:
        """What was promised and is not kept: each names both facts."""
        return self.gaps(state="not_kept")

    def counts(self, goal: int) -> dict[State, int]:
        """Return state -> number of countries."""
        found = Counter(STATE_OF[int(code)] for code in self.of_goal(goal))
        return {state: found.get(state, 0) for state in STATES}

    def to_frame(self) -> pd.DataFrame:
        """Return one row a country and promise, tidy."""
        index = [(iso3, one) for iso3 in self.countries for one in self.commitments]
        return pd.DataFrame(
            {
                "iso3": [iso3 for iso3, _ in index],
                "country": [self.names[iso3] for iso3, _ in index],
                "goal": [one.goal for _, one in index],
                "commitment_id": [one.commitment_id for _, one in index],
                "is_binding": [one.is_binding for _, one in index],
                "is_promised": self.bound.ravel(),
                "state": [STATE_OF[int(code)] for code in self.codes.ravel()],
                "is_unchecked": self.unchecked.ravel(),
            }
        )

    def _check(
        self, rule: PromiseRule, facts: Mapping[str, tuple[Fact, ...]], first: int | None
    ) -> Check:
        fact = next(iter(facts.get(rule.measure, ())), None)
        found = rule.found.get(fact.value) if fact else None
        reason = rule.reasons[found] if found else ""
        if fact and not found:
            reason = "This answer neither keeps the promise nor breaks it"
        if fact and first is not None and fact.as_of_year < first:
            found = None
            reason = f"What is known speaks for {fact.as_of_year}, before the promise"
        return Check(
            rule=rule,
            found=found,
            reason=reason,
            fact=fact,
            is_law=self.rubrics.measures[rule.measure].kind not in SHOWS_PRACTICE,
        )

    def _applies(self, rule: PromiseRule) -> bool:
        return self.rubrics.measures[rule.measure].applies_to in ("any", self.child.company)

    def _row(self, iso3: str) -> int:
        if iso3 not in self.countries:
            raise UnknownNameError("country", iso3, self.countries, names=dict(self.names))
        return self.countries.index(iso3)

    def _column(self, commitment_id: str) -> int:
        names = [one.commitment_id for one in self.commitments]
        if commitment_id not in names:
            raise UnknownNameError("commitment", commitment_id, names)
        return names.index(commitment_id)

    def _columns(self, goal: int) -> list[int]:
        if goal not in GOALS:
            raise UnknownNameError("goal", str(goal), map(str, GOALS))
        return [i for i, one in enumerate(self.commitments) if one.goal == goal]


def worst(codes: Iterable[int]) -> int:
    """Return the code that stands for several: the worst known one, else unknown, else the rest."""
    found = {int(code) for code in codes}
    known = [code for code in found if code >= 0]
    if known:
        return min(known)
    return next((code for code in (NOT_KNOWN, NOT_PROMISED) if code in found), NOT_ASKED)


def first_year(act: Fact | None, instrument: Instrument) -> int | None:
    """The first year in which a country was bound for sure; None when it did not promise."""
    if act is None or act.value != instrument.bound_value:
        return None
    return _stated(act, instrument) or act.from_year


def _stated(act: Fact, instrument: Instrument) -> int | None:
    """The year of the act. Facts on treaties begin with the atlas; their sentence has the year."""
    if instrument.kind != "treaty":
        return act.from_year
    said = SINCE.match(act.summary)
    return int(said[1]) if said else None
