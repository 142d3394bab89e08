"""Two profiles side by side: which stages answer to each other, and what differs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

import pandas as pd

from routes import sentences
from routes.model import Stage
from routes.profiles import Profile, is_uneven
from routes.rubric import GOALS
from routes.words import Parts, Sentence, Side, clauses, first_few, listing, percent, sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A goal whose level differs between two stages that answer to each other.

    Attributes:
        level_a, level_b: None is unknown.
        is_uneven: some core question has an answer on one side only, so that what is not known
            may be part of the difference.
    """

    goal: int
    stage_a: Stage
    stage_b: Stage
    level_a: int | None
    level_b: int | None
    is_uneven: bool

    @property
    def change(self) -> int | None:
        """Levels gained (positive) or lost in B; None when one of the two is unknown."""
        if self.level_a is None or self.level_b is None:
            return None
        return self.level_b - self.level_a


@dataclass(frozen=True, eq=False, kw_only=True)
class Comparison:
    """Profiles A and B, aligned stage by stage."""

    a: Profile
    b: Profile
    pairs: tuple[tuple[Stage | None, Stage | None], ...]

    @property
    def is_same_way(self) -> bool:
        """Both go through the same countries in the same order, stage by stage."""
        return self.a.journey.iso3s == self.b.journey.iso3s

    @cached_property
    def differences(self) -> tuple[Difference, ...]:
        """Cells of aligned stages whose level differs; unknown differs from known."""
        found = []
        for one, other in self.pairs:
            if one is None or other is None:
                continue
            for goal in GOALS:
                level_a = self.a.cell(one.order, goal).level
                level_b = self.b.cell(other.order, goal).level
                if level_a == level_b:
                    continue
                sides = (self.a, one.order), (self.b, other.order)
                found.append(
                    Difference(
                        goal=goal,
                        stage_a=one,
                        stage_b=other,
                        level_a=level_a,
                        level_b=level_b,
                        is_uneven=is_uneven(*sides, goal),
                    )
                )
        return tuple(found)

    @property
    def only_a(self) -> tuple[Stage, ...]:
        return tuple(one for one, other in self.pairs if one is not None and other is None)

    @property
    def only_b(self) -> tuple[Stage, ...]:
        return tuple(other for one, other in self.pairs if other is not None and one is None)

    @property
    def is_empty(self) -> bool:
        """The same stages with the same levels, known and unknown."""
        return not (self.differences or self.only_a or self.only_b)

    def to_frame(self) -> pd.DataFrame:
        """Return one row a pair of stages and goal, with both levels (NA unknown or no stage).

        ``difference`` is level B less level A, NA unless both are known.
        """
        rows = []
        for one, other in self.pairs:
            stage = one or other
            for goal in GOALS:
                rows.append(
                    {
                        "iso3": stage.iso3 if stage else None,
                        "order_a": one.order if one else None,
                        "order_b": other.order if other else None,
                        "place_a": one.place if one else None,
                        "place_b": other.place if other else None,
                        "goal": goal,
                        "level_a": self.a.cell(one.order, goal).level if one else None,
                        "level_b": self.b.cell(other.order, goal).level if other else None,
                    }
                )
        frame = pd.DataFrame(rows)
        for name in ("order_a", "order_b", "level_a", "level_b"):
            frame[name] = frame[name].astype("Int8")
        frame["difference"] = frame["level_b"] - frame["level_a"]
        return frame

    def sentences(self, a: str = "A", b: str = "B") -> tuple[Sentence, ...]:
        """Say what differs, in words; ``a`` and ``b`` are what the two are called."""
        if self.is_empty:
            text = f"{a} and {b} do not differ: the same levels are known, and they are equal."
            if not self.a.is_known.any():
                text = f"Whether {a} and {b} differ is not known: no level is known in either."
            return (sentence("same", text),)
        told = _ways(self, a, b) if not self.is_same_way else ()
        return (*told, *_differing(self, a, b))


def compare(a: Profile, b: Profile) -> Comparison:
    """Return what differs between two journeys, children or years.

    The same way is paired stage by stage; other ways by the countries that they share in the
    same order.
    """
    one, other = a.journey, b.journey
    if one.iso3s == other.iso3s:
        pairs: Iterable[tuple[Stage | None, Stage | None]] = zip(
            one.stages, other.stages, strict=True
        )
        return Comparison(a=a, b=b, pairs=tuple(pairs))
    matcher = SequenceMatcher(a=one.iso3s, b=other.iso3s, autojunk=False)
    aligned: list[tuple[Stage | None, Stage | None]] = []
    for tag, a1, a2, b1, b2 in matcher.get_opcodes():
        if tag == "equal":
            aligned += zip(one.stages[a1:a2], other.stages[b1:b2], strict=True)
        else:
            aligned += [(stage, None) for stage in one.stages[a1:a2]]
            aligned += [(None, stage) for stage in other.stages[b1:b2]]
    return Comparison(a=a, b=b, pairs=tuple(aligned))


def _ways(found: Comparison, a: str, b: str) -> tuple[Sentence, ...]:
    """Say how the two ways differ: countries, weakest, largest drop, what is known."""
    sides: tuple[tuple[str, Profile, Profile, Side], ...] = (
        (a, found.a, found.b, "a"),
        (b, found.b, found.a, "b"),
    )
    only: list[Parts] = []
    for name, mine, other, side in sides:
        alone = [stage for stage in mine.countries if stage.iso3 not in other.journey.iso3s]
        if alone:
            where = listing([(sentences.country(mine, stage, side=side),) for stage in alone])
            only.append((f"Only {name} goes through ", *where, "."))
    if not only:
        only.append((f"{a} and {b} go through the same countries, in other stages.",))

    def both(tell: Callable[[Profile, Side], Sentence]) -> Parts:
        each = [(f"{name}: ", *tell(mine, side).parts) for name, mine, _, side in sides]
        return listing(each, last=" ")

    return (
        sentence("ways", listing(only, last=" ")),
        sentence("weakest", both(sentences.weakest)),
        sentence("drop", both(sentences.largest_drop)),
        sentence(
            "known",
            f"Levels that are known: {percent(found.a.known_share)} in {a}, "
            f"{percent(found.b.known_share)} in {b}.",
        ),
    )


def _differing(found: Comparison, a: str, b: str) -> Iterator[Sentence]:
    lower = [d for d in found.differences if d.change is not None and d.change < 0]
    higher = [d for d in found.differences if d.change is not None and d.change > 0]
    if lower:
        yield sentence("lower", f"Lower in {b} than in {a}: ", _told(found.b, lower, "b"), ".")
    if higher:
        yield sentence("higher", f"Higher in {b} than in {a}: ", _told(found.b, higher, "b"), ".")
    known_a = [d for d in found.differences if d.level_b is None]
    known_b = [d for d in found.differences if d.level_a is None]
    if known_a:
        head = f"Known in {a} but not in {b}: "
        yield sentence("known_a", head, _told(found.a, known_a, "a"), ".")
    if known_b:
        head = f"Known in {b} but not in {a}: "
        yield sentence("known_b", head, _told(found.b, known_b, "b"), ".")
    if not found.differences:
        shared = any(one and other for one, other in found.pairs)
        text = (
            "At the stages that both share, the levels do not differ."
            if shared
            else f"{a} and {b} share no stage."
        )
        yield sentence("shared", text)


def _told(profile: Profile, differences: Sequence[Difference], side: Side) -> Parts:
    """in Libya for goal 1 (safe from violence), 1 and not 3; and in 2 other countries."""
    by_country: dict[str, dict[int, Difference]] = {}
    for found in differences:
        by_country.setdefault(found.stage_a.iso3, {}).setdefault(found.goal, found)
    told: list[Parts] = []
    shown, rest = first_few(list(by_country.values()))
    for goals in shown:
        first = next(iter(goals.values()))
        stage = first.stage_a if side == "a" else first.stage_b
        each = [
            (*sentences.goals_in_text(profile, [goal], stage.order, side), _levels(one))
            for goal, one in goals.items()
        ]
        where = sentences.country(profile, stage, first.goal, side=side)
        told.append(("in ", where, " for ", *listing(each)))
    if rest:
        told.append((f"in {rest} other countries",))
    return clauses(told)


def _levels(found: Difference) -> str:
    if found.level_a is None or found.level_b is None:
        return f" (level {found.level_a if found.level_b is None else found.level_b})"
    uneven = ", but other questions have answers" if found.is_uneven else ""
    return f" (level {found.level_b}, not {found.level_a}{uneven})"
