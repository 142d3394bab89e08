"""What the map can be coloured by, and the classes of each: the one way from code to look.

A measure or a goal is coloured by its level (``Colouring``). What is not a level, such as how much
is known, has classes of a number with words and a palette of its own (``NumberColouring``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from dashboard.theme import NOT_APPLICABLE_CLASS, UNKNOWN_CLASS, step_class
from routes import Child, Fact, Rubrics, World
from routes.protection import NOT_APPLICABLE, UNKNOWN
from routes.words import LEVEL_NAMES, STATUS_IN_TEXT, child_in_text

GOAL_LEVELS = (
    (LEVEL_NAMES[0], "Not protected, or actively harmed."),
    (LEVEL_NAMES[1], "Mostly not protected."),
    (LEVEL_NAMES[2], "Partly protected."),
    (LEVEL_NAMES[3], "Protected, with exceptions."),
    (LEVEL_NAMES[4], "Protected in law and practice."),
)
HEADLINES = {
    "detention_practice": "Where are {children} detained for their papers?",
    "detention_law": "Where does the law allow {children} to be detained?",
    "alternatives_in_law": "Where does the law offer care instead of detention?",
    "school_primary_secondary": "Where may a child {status} go to school?",
    "emergency_health": "Where is a child {status} treated in an emergency?",
    "primary_health_care": "Where may a child {status} see a doctor?",
    "guardian_for_unaccompanied": "Where must a child alone be given a guardian?",
    "child_care_placement": "Where must a child alone be placed in care?",
    "birth_registration_of_migrant_children": "Where can a migrant child’s birth be registered?",
    "family_reunification_for_child": "Where can a child be reunited with her family?",
    "anti_discrimination_law": "Where does the law forbid discrimination?",
    "tip_tier": "How does one government rate others against trafficking?",
    "women_nationality_right": "Where can mothers pass on their nationality?",
    "gcm_vote": "Who voted for the Global Compact for Migration?",
    "gcr_vote": "Who voted for the Global Compact on Refugees?",
}
GOAL_HEADLINES = {
    1: "Where is a child on the move protected from violence?",
    2: "Where is a child free from immigration detention?",
    3: "Where can she have papers, a family, a nationality?",
    4: "Where may she go to school and see a doctor?",
    5: "Are the causes that uproot children addressed?",
    6: "Where does the law protect her from discrimination?",
}
IN_WORDS = STATUS_IN_TEXT
child_in_words = child_in_text
STATUS_LABELS = {
    "refugee": "Refugee",
    "asylum_seeker": "Asylum seeker",
    "undocumented": "Without papers",
    "trafficked": "Trafficked",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One class of a legend. ``code`` is what the arrays hold; ``name`` is in the URL."""

    name: str
    code: int
    css: str
    label: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Colouring:
    """One way to colour the map. ``steps`` run from the best to the worst, then unknown."""

    colour: str
    label: str
    heading: str
    family: str
    meaning: str
    steps: tuple[Step, ...]
    goal: int | None = None

    def step(self, code: int) -> Step:
        return next(step for step in self.steps if step.code == code)

    def headline(self, child: Child) -> str:
        """Return the question that this view answers, for this child."""
        text = HEADLINES.get(self.colour, f"Who is bound by the {self.label}?")
        if self.goal is not None:
            text = GOAL_HEADLINES[self.goal]
        children = "children alone" if child.company == "alone" else "children in families"
        return text.format(children=children, status=IN_WORDS[child.status])

    def codes(self, world: World, year: int) -> npt.NDArray[np.int8]:
        """Return one code a country (see routes.protection)."""
        return self._pick(world.values, world.levels, world)[:, world.year_index(year)]

    def unchecked(self, world: World, year: int) -> npt.NDArray[np.bool_]:
        """Return for each country whether the value rests on sources not yet opened."""
        return self._pick(world.unchecked, world.level_unchecked, world)[:, world.year_index(year)]

    def measures(self, rubrics: Rubrics) -> tuple[str, ...]:
        """Return the measures whose facts stand behind the value."""
        if self.goal is None:
            return (self.colour,)
        return rubrics.goals[self.goal].measures()

    def inside(self, step: Step) -> str:
        """Return what stands in the swatch of a step: a level's number."""
        return step.css[1:] if self.goal is not None and step.css.startswith("s") else ""

    @property
    def note(self) -> str:
        """What a legend says under its classes; "" for levels and measures."""
        return ""

    def whom(self, child: Child) -> str:
        """Return whom the values are about, for a line under a title."""
        return f"for {child_in_words(child)}"

    def beside(self, iso3: str, year: int) -> tuple[Fact, ...]:
        """Return what stands behind the value of a country besides the facts of its measures."""
        return ()

    @property
    def unit(self) -> str:
        """What ``number`` counts; "" where the value is a step and no number."""
        return ""

    def number(self, world: World, i: int, year: int) -> float | None:
        """Return the number behind the class of the country at row ``i``; None is not known."""
        return None

    def told(self, world: World, i: int, year: int) -> str:
        """Return that number in words, for instance ``12 of 17 questions``; "" without one."""
        return ""

    def _pick(
        self, by_measure: npt.NDArray[Any], by_goal: npt.NDArray[Any], world: World
    ) -> npt.NDArray[Any]:
        if self.goal is not None:
            return by_goal[:, self.goal - 1, :]
        return by_measure[:, world.measures.index(self.colour), :]


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberColouring(Colouring):
    """A colouring that is not a level: classes of a number, with own words, palette and unit.

    A class's code is its place among the limits: the lowest numbers 0, or the highest where low
    is best. The names of its steps are in the URL, their ``css`` is a key of ``theme.INKS``; there
    are at most ten classes (``Data._pack`` sends one letter a country).

    Attributes:
        behind: measures whose facts stand behind the number; none for figures of their own.
        question: the headline.
        numbers_of: countries x years of a world; NaN is not known.
        limits: ascending; a number belongs to the class above the last limit that it reaches.
        counts: the unit of the number.
        told_of: world, row and index of the year -> the number in words.
        zero_is_unknown: nothing at all is shown as not known.
    """

    behind: tuple[str, ...]
    question: str
    numbers_of: Callable[[World], npt.NDArray[Any]]
    limits: tuple[float, ...]
    counts: str
    told_of: Callable[[World, int, int], str]
    is_best_low: bool = False
    zero_is_unknown: bool = False

    def headline(self, child: Child) -> str:
        return self.question

    def measures(self, rubrics: Rubrics) -> tuple[str, ...]:
        return self.behind

    @property
    def unit(self) -> str:
        return self.counts

    def codes(self, world: World, year: int) -> npt.NDArray[np.int8]:
        numbers = self.numbers_of(world)[:, world.year_index(year)]
        found = np.searchsorted(np.array(self.limits), numbers, side="right")
        if self.is_best_low:
            found = len(self.limits) - found
        is_known = ~np.isnan(numbers) & ~(self.zero_is_unknown & (numbers == 0))
        return np.where(is_known, found, UNKNOWN).astype(np.int8)

    def unchecked(self, world: World, year: int) -> npt.NDArray[np.bool_]:
        """Return for each country whether some answer behind it was not yet checked."""
        at = [world.measures.index(name) for name in self.behind]
        y = world.year_index(year)
        return np.asarray((world.unchecked[:, at, y] & (world.values[:, at, y] >= 0)).any(axis=1))

    def number(self, world: World, i: int, year: int) -> float | None:
        found = float(self.numbers_of(world)[i, world.year_index(year)])
        return None if np.isnan(found) else round(found, 4)

    def told(self, world: World, i: int, year: int) -> str:
        return self.told_of(world, i, world.year_index(year))


def unknown_step(meaning: str = "No sourced fact speaks of it here.") -> Step:
    """Return the step of what is not known: the same look in every colouring."""
    return Step("unknown", UNKNOWN, UNKNOWN_CLASS, "Not known", meaning)


def _last_steps(applies_to: str) -> tuple[Step, ...]:
    if applies_to == "any":
        return (unknown_step(),)
    return (
        unknown_step(),
        Step(
            "na", NOT_APPLICABLE, NOT_APPLICABLE_CLASS, "Does not apply",
            "The question is about children who are alone.",
        ),
    )  # fmt: skip


def colourings(rubrics: Rubrics, others: Iterable[Colouring] = ()) -> dict[str, Colouring]:
    """Return every colouring by its id, in the order of the menu; the others come last."""
    headings = {
        "detention": "Detention",
        "access": "Access to services",
        "trafficking": "Trafficking",
        "nationality": "Nationality",
        "treaties": "Treaties",
        "votes": "Compacts",
    }
    made: list[Colouring] = []
    for measure in rubrics.measures.values():
        steps = tuple(
            Step(step.value.lower(), step.order, step_class(step.step), step.label, step.meaning)
            for step in reversed(rubrics.steps(measure.measure))
        )
        made.append(
            Colouring(
                measure.measure, measure.label, headings[measure.family], measure.family,
                measure.meaning, steps + _last_steps(measure.applies_to),
            )
        )  # fmt: skip
    for goal in rubrics.goals.values():
        levels = tuple(
            Step(f"{i}", i, step_class(i), GOAL_LEVELS[i][0], GOAL_LEVELS[i][1])
            for i in reversed(range(5))
        )
        made.append(
            Colouring(
                f"goal-{goal.goal}", f"{goal.goal} {goal.title}", "Policy goals", "goals",
                goal.question, levels + _last_steps("any"), goal.goal,
            )
        )  # fmt: skip
    return {colouring.colour: colouring for colouring in (*made, *others)}
