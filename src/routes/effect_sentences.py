"""What a what-if would change, in plain sentences that say that it is no fact."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from routes.words import (
    Part,
    Parts,
    Ref,
    Sentence,
    clauses,
    count,
    country_in_text,
    first_few,
    listing,
    sentence,
)

if TYPE_CHECKING:
    from routes.bounds import Bounds
    from routes.effects import Effect, LevelChange, Touched
    from routes.levers import PolicyChange


def of_effect(effect: Effect) -> tuple[Sentence, ...]:
    if not effect.what_if.changes:
        return (sentence("none", "No change is chosen, so nothing changes."),)
    return tuple(_told(effect))


def _told(effect: Effect) -> Iterator[Sentence]:
    yield _reach(effect)
    if effect.moved:
        yield _levels(effect)
    if effect.changed:
        yield _weakest(effect)
        yield from _drops(effect)
    yield from _without_effect(effect)
    if effect.changed:
        yield from _open(effect)
    yield sentence(
        "not-fact",
        "This is a calculation, not a fact. It supposes that each change is in force in "
        f"{effect.year}, and that nothing else changes.",
    )


def _name(effect: Effect, iso3: str) -> str:
    return country_in_text(iso3, str(effect.what_if.atlas.countries.at[iso3, "name"]))


def _few(items: Sequence[Parts], others: str) -> list[Parts]:
    """The first few, and how many there are beside them."""
    shown, rest = first_few(items)
    more: list[Parts] = [(f"{rest} other {others}",)] if rest else []
    return [*shown, *more]


def _reach(effect: Effect) -> Sentence:
    """On how many journeys something changes."""
    through, changed = len(effect.touched), len(effect.changed)
    whole = count(effect.journeys, "journey")
    if not through:
        text = f"None of the {whole} looked at goes through a country that changes."
    elif not changed:
        goes = "goes" if through == 1 else "go"
        text = (
            f"{through} of {whole} {goes} through a country that changes, but no level of this "
            "child changes on any of them."
        )
    else:
        routes = len(effect.route_ids)
        on = f", on {count(routes, 'route')}," if routes else ""
        text = f"Levels would change on {changed} of {whole}{on} for this child in {effect.year}."
    return sentence("reach", text)


def _levels(effect: Effect) -> Sentence:
    """In Libya goal 2 (not detained) from 0 to 4."""
    by_country: dict[str, list[Parts]] = {}
    for one in effect.moved:
        by_country.setdefault(one.iso3, []).append((_level(effect, one),))
    told: list[Parts] = [
        (f"in {_name(effect, iso3)} ", *listing(each)) for iso3, each in by_country.items()
    ]
    return sentence("levels", "What changes: ", clauses(_few(told, "countries")), ".")


def _level(effect: Effect, one: LevelChange) -> Part:
    short = effect.what_if.atlas.rubrics.goals[one.goal].short
    was = "not known" if one.before is None else str(one.before)
    now = "not known" if one.after is None else str(one.after)
    words = f"goal {one.goal} ({short[:1].lower()}{short[1:]}) from {was} to {now}"
    return Ref(words, goal=one.goal)


def _weakest(effect: Effect) -> Sentence:
    changed = effect.changed
    rises = [one for one in changed if one.rises]
    falls = [one for one in changed if one.falls]
    known = [one for one in changed if one.weakest_before is not None]
    stays = [one for one in known if not one.rises and not one.falls]
    first = len(known) < len(changed)
    told = []
    if rises:
        told.append(
            f"On {count(len(rises), 'journey')} the weakest known level rises{_steps(rises)}."
        )
    if stays:
        where = _held(effect, stays)
        told.append(
            f"On {count(len(stays), 'journey')} the weakest known level stays where it is, held "
            f"down in {where}."
        )
    if falls:
        told.append(f"On {count(len(falls), 'journey')} it is a lower one{_why_lower(falls)}.")
    if first:
        told.append(f"On {count(len(changed) - len(known), 'journey')} none was known before.")
    return sentence("weakest", " ".join(told))


def _steps(rises: Iterable[Touched]) -> str:
    """From 0 to 1; or from 0 to 1 on 3 and from 1 to 2 on 2."""
    pairs = Counter((one.weakest_before, one.weakest_after) for one in rises)
    if len(pairs) == 1:
        ((was, now),) = pairs
        return f", from {was} to {now}"
    told: list[Parts] = [
        (f"from {was} to {now} on {n}",) for (was, now), n in sorted(pairs.items(), key=str)
    ]
    return ": " + "".join(str(part) for part in listing(told))


def _held(effect: Effect, stays: Iterable[Touched]) -> str:
    """Sudan (7), Algeria (1): where the weakest stage then lies, and on how many journeys."""
    where = Counter(
        iso3 for one in stays for iso3 in {cell.stage.iso3 for cell in one.after.weakest}
    )
    most = sorted(where.items(), key=lambda item: (-item[1], item[0]))
    named: list[Parts] = [(f"{_name(effect, iso3)} ({n})",) for iso3, n in most]
    return "".join(str(part) for part in listing(_few(named, "countries")))


def _why_lower(falls: Iterable[Touched]) -> str:
    worse = any(
        ((one.after.values < one.before.values) & (one.before.values >= 0)).any() for one in falls
    )
    if worse:
        return ", because a fact is supposed to be worse"
    return ", because something that is not known becomes known"


def _drops(effect: Effect) -> Iterator[Sentence]:
    gone = [one for one in effect.changed if one.drops_gone]
    new = [one for one in effect.changed if one.drops_new]
    if gone:
        text = f"On {count(len(gone), 'journey')} a drop at a border is smaller or gone."
        yield sentence("drops-gone", text)
    if new:
        drop = new[0].drops_new[0]
        start, end = drop.from_stage.iso3, drop.to_stage.iso3
        follows = "" if end in effect.what_if.iso3s else " where the next country does not follow"
        yield sentence(
            "drops-new",
            f"On {count(len(new), 'journey')} a drop is new or larger{follows}: for example from "
            f"{_name(effect, start)} into {_name(effect, end)}, goal {drop.goal}, from "
            f"{drop.from_level} to {drop.to_level}.",
        )


def _without_effect(effect: Effect) -> Iterator[Sentence]:
    """Changes that do nothing for this child, and why."""
    made = effect.what_if
    other = [change for change in made.changes if not made.concerns(change, effect.child)]
    if other:
        company = "alone" if effect.child.company == "alone" else "with her family"
        yield sentence(
            "not-this-child",
            f"Does not concern this child, who is {company}: ", _words(effect, other),
            ". Choose another child to see what it changes.",
        )  # fmt: skip
    still = [c for c in made.changes if c not in other and not _moves(effect, c)]
    for kind, head in _WHY_NOTHING.items():
        mine = [change for change in still if _why_nothing(effect, change) == kind]
        if mine:
            yield sentence(kind, head, _words(effect, mine), ".")


_WHY_NOTHING = {
    "already": "Changes nothing, because the facts say so already: ",
    "unread": "Changes no level, because no rubric makes a level of it: ",
    "unknown": "Changes no level, because too little else is known for one: ",
    "held": "Changes no level, because other facts hold it where it is: ",
}


def _why_nothing(effect: Effect, change: PolicyChange) -> str:
    if change in effect.already:
        return "already"
    levels = _levels_of(effect, change)
    if not levels:
        return "unread"
    return "unknown" if all(one.after is None for one in levels) else "held"


def _words(effect: Effect, changes: Sequence[PolicyChange]) -> Parts:
    return clauses(_few([(effect.what_if.words(change),) for change in changes], "changes"))


def _levels_of(effect: Effect, change: PolicyChange) -> list[LevelChange]:
    """The levels in its country of the goals whose rules read the change's facts."""
    made = effect.what_if
    measures = {s.measure for s in made.supposed if s.change == change}
    goals = made.atlas.rubrics.goals
    return [
        one
        for one in effect.levels
        if one.iso3 == change.iso3 and measures & set(goals[one.goal].measures("core", "limit"))
    ]


def _moves(effect: Effect, change: PolicyChange) -> bool:
    return any(one.before != one.after for one in _levels_of(effect, change))


def _open(effect: Effect) -> Iterator[Sentence]:
    """What the unknown facts allow, for the levels that change and for the weakest stages."""
    told: list[Parts] = [
        (
            f"goal {one.goal} in {_name(effect, one.iso3)} could be {_range(one.bounds_after)} "
            f"(without the change {_range(one.bounds_before)})",
        )
        for one in effect.moved
        if not one.bounds_after.is_certain
    ]
    if told:
        yield sentence(
            "range", "What is not known leaves open: ", *clauses(_few(told, "levels")), "."
        )
    else:
        yield sentence("range", "No unknown fact could move the levels that change.")
    worst, best = effect.rises_if_worst, effect.rises_if_best
    yield sentence(
        "cases",
        f"Were every unknown fact on these {count(len(effect.changed), 'journey')} the worst it "
        f"can be, the weakest stage would rise on {worst}; were each the best, on {best}.",
    )


def _range(bounds: Bounds) -> str:
    return str(bounds.worst) if bounds.is_certain else f"{bounds.worst} to {bounds.best}"
