"""Same child, other label: what the law's label alone changes along a journey."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from routes import sentences
from routes.model import STATUSES, Child, Journey, Stage, Status
from routes.profiles import Profile, is_uneven, profile
from routes.words import Parts, Sentence, clauses, count, first_few, listing, sentence

if TYPE_CHECKING:
    from routes.atlas import Atlas

AS_A: dict[Status, str] = {
    "refugee": "as a refugee",
    "asylum_seeker": "as an asylum seeker",
    "undocumented": "without papers",
    "trafficked": "as a trafficked child",
}


def labels(
    atlas: Atlas, journey: Journey, child: Child, year: int, *, checked_only: bool = False
) -> dict[Status, Profile]:
    """Return the journey's profile under each of the four statuses, all else unchanged."""
    return {
        status: profile(
            atlas, journey, replace(child, status=status), year, checked_only=checked_only
        )
        for status in STATUSES
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelEffect:
    """One goal in one country under every label.

    Attributes:
        stage: the first stage in the country.
        levels: status -> level, None unknown.
        is_same_rule: the facts held say the same under every label.
        is_uneven: some core question has an answer under some of the labels with a level only,
            so that what is not known, and not the label, may make the difference.
    """

    stage: Stage
    goal: int
    levels: Mapping[Status, int | None]
    is_same_rule: bool
    is_uneven: bool

    @property
    def known(self) -> dict[Status, int]:
        return {status: level for status, level in self.levels.items() if level is not None}

    @property
    def size(self) -> int:
        """Levels between the best and the worst label that are known."""
        return max(self.known.values()) - min(self.known.values()) if self.known else 0


def label_effects(profiles: Mapping[Status, Profile]) -> tuple[LabelEffect, ...]:
    """Return one entry a country on the way and judged goal, in travel order."""
    first = next(iter(profiles.values()))
    measures = list(first.rubrics.measures)
    found = []
    for stage in first.countries:
        for goal in first.judged_goals:
            asked = [measures.index(m) for m in first.rubrics.goals[goal].measures("core", "limit")]
            values = {tuple(p.values[stage.order - 1, asked].tolist()) for p in profiles.values()}
            levels = {s: p.cell(stage.order, goal).level for s, p in profiles.items()}
            told = [(profiles[s], stage.order) for s, level in levels.items() if level is not None]
            found.append(
                LabelEffect(
                    stage=stage,
                    goal=goal,
                    levels=levels,
                    is_same_rule=len(values) == 1,
                    is_uneven=any(is_uneven(told[0], other, goal) for other in told[1:]),
                )
            )
    return tuple(found)


def label_sentences(profiles: Mapping[Status, Profile]) -> tuple[Sentence, ...]:
    """Say what the label alone changes, and why it changes nothing elsewhere.

    Kinds: ``label_changes``, ``label_uneven`` (the level changes, but so do the questions that
    have an answer), ``label_partly`` (known under some labels only), ``label_same``,
    ``label_unknown``. The first is always there; each pair of country and goal is in one.
    """
    first = next(iter(profiles.values()))
    effects = label_effects(profiles)
    differing = sorted((e for e in effects if e.size), key=lambda e: -e.size)
    changed = [e for e in differing if not e.is_uneven]
    uneven = [e for e in differing if e.is_uneven]
    partly = [e for e in effects if not e.size and 0 < len(e.known) < len(e.levels)]
    same = [e for e in effects if not e.size and len(e.known) == len(e.levels)]
    unknown = [e for e in effects if not e.known]
    told = [_changes(first, changed, is_any_known=len(unknown) < len(effects))]
    if uneven:
        head = (
            "The level differs between labels, but they do not have answers to the same "
            "questions, so what is not known may play a part, "
        )
        told.append(sentence("label_uneven", head, _effects(first, uneven), "."))
    if partly:
        told.append(_partly(first, partly))
    if same:
        rule = sum(effect.is_same_rule for effect in same)
        told.append(sentence("label_same", _same(len(same), rule, len(effects))))
    if unknown:
        text = f"{_share(len(unknown), len(effects))} it is not known whether the label matters: "
        told.append(sentence("label_unknown", text + "no label has a known level there."))
    return tuple(told)


def _share(some: int, of: int) -> str:
    """In 3 of the 25 pairs of country and goal; In all 25 pairs of country and goal."""
    pairs = count(of, "pair")
    return f"In {f'all {pairs}' if some == of else f'{some} of the {pairs}'} of country and goal"


def _changes(first: Profile, changed: Sequence[LabelEffect], *, is_any_known: bool) -> Sentence:
    if not is_any_known:
        text = "What the label alone changes is not known: no level is known under any label."
        return sentence("label_changes", text)
    if not changed:
        text = "Nowhere on this journey is the label alone known to change a level."
        return sentence("label_changes", text)
    head = "The label alone changes the level "
    return sentence("label_changes", head, _effects(first, changed), ".")


def _effects(first: Profile, effects: Sequence[LabelEffect]) -> Parts:
    """in Italy for goal 4 (school and health): 3 as a refugee, 2 without papers."""
    shown, rest = first_few(effects)
    told: list[Parts] = []
    for effect in shown:
        under: dict[int | None, list[Parts]] = {}
        for status, level in effect.levels.items():
            under.setdefault(level, []).append((AS_A[status],))
        best_first = sorted(under, key=lambda level: -1 if level is None else level, reverse=True)
        levels = [
            ("not known " if level is None else f"{level} ", *listing(under[level]))
            for level in best_first
        ]
        told.append((*_where(first, [effect]), ": ", *listing(levels, last=", ")))
    if rest:
        told.append((f"in {rest} other pairs of country and goal",))
    return clauses(told)


def _where(first: Profile, effects: Sequence[LabelEffect]) -> Parts:
    """in Kenya and Zambia for goal 4 (school and health), all of the same goal."""
    goal, order = effects[0].goal, effects[0].stage.order
    each: list[Parts] = [(sentences.country(first, one.stage, goal),) for one in effects]
    return ("in ", *listing(each), " for ", *sentences.goals_in_text(first, [goal], order))


def _partly(first: Profile, partly: Sequence[LabelEffect]) -> Sentence:
    alike: dict[tuple[int, tuple[Status, ...]], list[LabelEffect]] = {}
    for effect in partly:
        missing = tuple(status for status, level in effect.levels.items() if level is None)
        alike.setdefault((effect.goal, missing), []).append(effect)
    shown, _ = first_few(list(alike.items()))
    told: list[Parts] = [
        (*_where(first, effects), ": not known ", *listing([(AS_A[s],) for s in missing]))
        for (_, missing), effects in shown
    ]
    rest = len(partly) - sum(len(effects) for _, effects in shown)
    if rest:
        told.append((f"in {rest} other pairs of country and goal",))
    head = "The level is known under some labels only "
    return sentence("label_partly", head, clauses(told), ".")


def _same(same: int, rule: int, of: int) -> str:
    head = f"{_share(same, of)} the level is the same under all labels"
    if rule == same:
        return f"{head}: the facts held make no difference between them."
    if rule == 0:
        return f"{head}, though the facts differ."
    return (
        f"{head}: in {rule} the facts held make no difference between them, in {same - rule} they "
        "differ and lead to the same level."
    )
