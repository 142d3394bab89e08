"""What a profile shows, in plain sentences made from data alone.

They say no more than the facts do: "sources document", never "there is"; and what is not known
is said, not left out. Countries are told once, however many stages lie in them, because a
level is a country's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from routes.model import Stage
from routes.protection import UNKNOWN
from routes.rubric import GOALS
from routes.words import (
    Parts,
    Ref,
    Sentence,
    Side,
    clauses,
    count,
    country_in_text,
    first_few,
    listing,
    percent,
    sentence,
)

if TYPE_CHECKING:
    from routes.profiles import Cell, Drop, Profile

PRACTICE = {
    "systematic": "sources report that children in this situation are routinely held in ",
    "documented": "sources document that children in this situation are held in ",
    "exceptional": "sources report rare, limited cases in ",
    "none_reported": "sources looked and report none in ",
}
LAW = {
    "permitted": "the law permits holding a child in this situation in ",
    "silent": "the law does not speak of children, which is no prohibition, in ",
    "last_resort": "the law allows it as a last resort in ",
    "prohibited": "the law prohibits it in ",
}


def of_profile(profile: Profile) -> tuple[Sentence, ...]:
    return (
        weakest(profile),
        largest_drop(profile),
        _detention(profile, "detention_practice", "Detention in practice: ", PRACTICE),
        _detention(profile, "detention_law", "Detention in law: ", LAW),
        unknown(profile),
        unchecked(profile),
    )


def country(
    profile: Profile,
    stage: Stage,
    goal: int | None = None,
    measure: str | None = None,
    side: Side | None = None,
) -> Ref:
    name = country_in_text(stage.iso3, profile.names[stage.iso3])
    return Ref(name, stage.order, goal, measure, side)


def goals_in_text(
    profile: Profile, goals: Iterable[int], order: int | None = None, side: Side | None = None
) -> Parts:
    """goal 2 (not detained); goals 1 (safe from violence) and 2 (not detained)."""
    each = [(goal, profile.rubrics.goals[goal].short) for goal in goals]
    one = "goal " if len(each) == 1 else ""
    told = [
        (Ref(f"{one}{goal} ({short[:1].lower()}{short[1:]})", order, goal, None, side),)
        for goal, short in each
    ]
    return listing(told) if one else ("goals ", *listing(told))


def weakest(profile: Profile, side: Side | None = None) -> Sentence:
    cells = profile.weakest
    if not cells:
        return sentence(
            "weakest",
            "Where protection is weakest is not known: no level is known on this journey.",
        )
    level = f"level {cells[0].level} of 4"
    in_country = _by_country(cells)
    if sum(cell.level is not None for cell in profile.cells) == len(cells):
        return sentence("weakest", *_all_the_same(profile, in_country, level, side))
    shown, rest = first_few(list(in_country))
    same: dict[tuple[int, ...], list[Stage]] = {}
    for iso3 in shown:
        stage, goals = in_country[iso3]
        same.setdefault(tuple(goals), []).append(stage)
    told: list[Parts] = [
        (
            "in ",
            *listing([(country(profile, stage, goals[0], None, side),) for stage in stages]),
            " for ",
            *goals_in_text(profile, goals, stages[0].order, side),
        )
        for goals, stages in same.items()
    ]
    if rest:
        told.append((f"in {rest} other countries",))
    head = "Protection is weakest, "
    if _is_part_known(profile):
        head = "Where it is known, protection is weakest, "
    return sentence("weakest", f"{head}at {level}, ", clauses(told), ".")


def _is_part_known(profile: Profile) -> bool:
    return not profile.is_known[:, [goal - 1 for goal in profile.judged_goals]].all()


def _all_the_same(
    profile: Profile,
    in_country: dict[str, tuple[Stage, list[int]]],
    level: str,
    side: Side | None,
) -> Parts:
    """Every known level is the same, so that none is the weakest."""
    if len(in_country) > 1:
        if _is_part_known(profile):
            return (f"Protection is the same wherever it is known: {level}.",)
        return (f"Protection is the same at all stages: {level}.",)
    ((stage, goals),) = in_country.values()
    where = country(profile, stage, goals[0], None, side)
    for_goals = goals_in_text(profile, goals, stage.order, side)
    head = "A level is known only in " if len(goals) == 1 else "Levels are known only in "
    return (head, where, ", for ", *for_goals, f": {level}" + (" for each." if goals[1:] else "."))


def _by_country(cells: Iterable[Cell]) -> dict[str, tuple[Stage, list[int]]]:
    found: dict[str, tuple[Stage, list[int]]] = {}
    for cell in cells:
        _, goals = found.setdefault(cell.stage.iso3, (cell.stage, []))
        if cell.goal not in goals:
            goals.append(cell.goal)
    return found


def largest_drop(profile: Profile, side: Side | None = None) -> Sentence:
    drops = profile.largest_drops
    if not drops:
        return sentence("drop", _no_drop(profile))
    borders: dict[tuple[int, int], list[Drop]] = {}
    for drop in drops:
        borders.setdefault((drop.from_stage.order, drop.to_stage.order), []).append(drop)
    shown, rest = first_few(list(borders.values()))
    told = [_border(profile, at_border, side) for at_border in shown]
    if rest:
        told.append((f"at {rest} other borders",))
    size = count(drops[0].size, "level")
    largest = "largest known" if _is_part_known(profile) else "largest"
    head = (
        f"The {largest} drop is {size}"
        if len(drops) == 1
        else f"The {largest} drops are {size} each"
    )
    return sentence("drop", f"{head}: ", clauses(told), ".", _unevenly(drops))


def _unevenly(drops: Sequence[Drop]) -> str:
    """Warn of drops whose two sides answer other questions."""
    uneven = sum(drop.is_uneven for drop in drops)
    if not uneven:
        return ""
    same = "have answers to the same questions, so what is not known may play a part."
    if len(drops) == 1:
        return f" The two sides do not {same}"
    if uneven == len(drops):
        return f" At none of them do the two sides {same}"
    return f" At {uneven} of these {len(drops)} the two sides do not {same}"


def _border(profile: Profile, drops: Sequence[Drop], side: Side | None) -> Parts:
    """from Sudan into Libya for goal 2 (not detained), from 1 to 0."""
    first = drops[0]
    start, end = first.from_stage, first.to_stage
    between: dict[str, Stage] = {}
    for stage in first.across:
        between.setdefault(stage.iso3, stage)
    unknown_at = [(country(profile, stage, first.goal, None, side),) for stage in between.values()]
    into: Parts = (" into ", country(profile, end, first.goal, None, side))
    if unknown_at:
        into = (" to ", *into[1:], ", across ", *listing(unknown_at), ", where it is not known,")
    falls: dict[tuple[int, int], list[int]] = {}
    for drop in drops:
        falls.setdefault((drop.from_level, drop.to_level), []).append(drop.goal)
    told = [
        ("for ", *goals_in_text(profile, goals, end.order, side), f", from {high} to {low}")
        for (high, low), goals in falls.items()
    ]
    where = ("from ", country(profile, start, first.goal, None, side), *into, " ")
    return (*where, *listing(told, last=", and "))


def _no_drop(profile: Profile) -> str:
    if len(profile.countries) == 1:
        return "All stages are in one country, so there is no border at which protection can drop."
    orders = [stage.order - 1 for stage in profile.countries]
    can_tell = ((profile.levels[orders] != UNKNOWN).sum(axis=0) > 1).any()
    if not can_tell:
        return (
            "Whether protection drops at a border is not known: no goal has a known level in two "
            "of the countries."
        )
    return "No known level falls from one country to the next."


def _detention(profile: Profile, measure: str, head: str, words: dict[str, str]) -> Sentence:
    """Tell in which countries the child may be held, the worst first."""
    said: dict[str, list[Parts]] = {}
    unopened: list[Parts] = []
    for stage in profile.countries:
        value = profile.value(stage.order, measure) or ""
        ref = country(profile, stage, 2, measure)
        said.setdefault(value, []).append((ref,))
        if value and profile.is_value_unchecked(stage.order, measure):
            unopened.append((ref,))
    told: list[Parts] = [(words[value], *listing(said[value])) for value in words if value in said]
    silent: Parts = ()
    if "" in said:
        lead = " Not known in " if told else "not known in "
        held = "from a checked source" if profile.checked_only else "held here"
        silent = (lead, *listing(said[""]), f": no fact {held} speaks of it for {profile.year}.")
    named: Parts = ()
    if unopened:
        known = sum(len(where) for value, where in said.items() if value)
        source = "source is" if len(unopened) == 1 else "sources are"
        if len(unopened) == known:
            named = (f" The {source} named but not yet checked.",)
        else:
            named = (f" The {source} not yet checked for ", *listing(unopened), ".")
    stop = "." if told else ""
    return sentence(measure, head, clauses(told), stop, silent, named)


def unknown(profile: Profile) -> Sentence:
    judged = profile.judged_goals
    columns = [goal - 1 for goal in judged]
    known = profile.is_known[:, columns]
    stages, missing = len(known), int((~known).sum())
    size = f"{count(known.size, 'level')} ({count(stages, 'stage')}, {count(len(judged), 'goal')})"
    parts: list[Parts] = []
    if missing == 0:
        parts.append((f"All {size} are known.",))
    elif missing == known.size:
        parts.append((f"None of the {size} is known.",))
    else:
        verb = "is" if missing == 1 else "are"
        parts.append((f"{missing} of the {size} {verb} not known.",))
        nowhere = [goal for goal, column in zip(judged, known.T, strict=True) if not column.any()]
        if nowhere:
            parts.append(_of_goals(profile, nowhere, "not known at any stage"))
    not_judged = [goal for goal in GOALS if goal not in judged]
    if not_judged:
        parts.append(_of_goals(profile, not_judged, "not judged"))
    return sentence("unknown", *parts)


def _of_goals(profile: Profile, goals: list[int], what: str) -> Parts:
    """Goal 5 (causes addressed) is not judged."""
    first, *others = goals_in_text(profile, goals)
    head = Ref("G" + first.text[1:], goal=first.goal) if isinstance(first, Ref) else "Goals "
    return (" ", head, *others, " is " if len(goals) == 1 else " are ", what, ".")


def unchecked(profile: Profile) -> Sentence:
    known = int(profile.is_known.sum())
    if profile.checked_only:
        text = "Only facts from checked sources are used here; the others are left out."
    elif known == 0:
        text = "No level is known, so none rests on a source that is not yet checked."
    else:
        named = int((profile.unchecked & profile.is_known).sum())
        every = {1: "The one known level rests", 2: "Both known levels rest"}
        what = every.get(known, f"All {known} known levels rest")
        on = "at least in part, on sources that are named but not yet checked."
        if named == 0:
            text = f"{what} on checked sources only."
        elif named == known:
            text = f"{what}, {on}"
        else:
            rest = "rests" if named == 1 else "rest"
            share = percent(named / known)
            text = f"{named} of the {known} known levels ({share}) {rest}, {on}"
    return sentence("unchecked", text + own_words(profile))


def own_words(profile: Profile) -> str:
    """Say how many levels a reader's own facts play a part in; nothing in the atlas itself."""
    number = 0 if profile.own is None else int(profile.own.sum())
    if number == 0:
        return ""
    of = f"{number} of the levels" if number > 1 else "one of the levels"
    return f" Own facts, not part of the atlas, play a part in {of}."
