"""Colours of the atlas that say how sure we are: states of the evidence, not levels.

They are number colourings: see ``dashboard.colouring.NumberColouring``. Their palette is one hue,
violet, that no level has (docs/decisions/0022).
"""

from __future__ import annotations

from collections.abc import Callable

from dashboard.colouring import NumberColouring, Step, unknown_step
from routes import Coverage, Rubrics, World
from routes.coverage import asked_measures, judged_goals

FAMILY, HEADING = "evidence", "How sure are we"
CoverageOf = Callable[[World], Coverage]
_SHARES = (0.25, 0.5, 0.75, 0.999)
_YEARS = (1.0, 3.0, 6.0, 11.0)


def evidence_colourings(rubrics: Rubrics, of: CoverageOf) -> tuple[NumberColouring, ...]:
    """Return the three colourings.

    Args:
        of: the coverage of a world; asked again and again, so it should keep what it made.
    """
    judged = [rubrics.goals[number] for number in judged_goals(rubrics)]
    asked = tuple(dict.fromkeys(name for goal in judged for name in asked_measures(goal)))
    core = tuple(dict.fromkeys(name for goal in judged for name in goal.measures("core")))
    return (
        NumberColouring(
            colour="evidence-known",
            label="How much is known",
            heading=HEADING,
            family=FAMILY,
            meaning="Part of the rubrics’ questions that have an answer, over the goals that are "
            "judged. A full answer can be a bad one: it says how much we know, not how a child "
            "fares.",
            steps=SHARE_STEPS,
            behind=asked,
            question="How much is known of what a child on the move meets?",
            numbers_of=lambda world: of(world).known_share(),
            limits=_SHARES,
            counts="share of questions",
            told_of=lambda world, i, y: _of(of(world), i, y, "answered", "asked", "questions"),
            zero_is_unknown=True,
        ),
        NumberColouring(
            colour="evidence-checked",
            label="How much was checked in its source",
            heading=HEADING,
            family=FAMILY,
            meaning="Part of the answers whose source was opened, or that are copied from an "
            "official data set. The others name a source that nobody here has opened yet.",
            steps=_shares("All checked", "checked", "There is no answer to check."),
            behind=asked,
            question="How much of what we say was checked in its source?",
            numbers_of=lambda world: of(world).checked_share(),
            limits=_SHARES,
            counts="share of answers",
            told_of=lambda world, i, y: _of(of(world), i, y, "checked", "answered", "answers"),
        ),
        NumberColouring(
            colour="evidence-age",
            label="How old the evidence is",
            heading=HEADING,
            family=FAMILY,
            meaning="Years since the year that the middle answer speaks for: as many answers are "
            "younger as are older. Treaties are left out: one register gives the status of all.",
            steps=_ages(),
            behind=core,
            question="How old is what we know?",
            numbers_of=lambda world: of(world).age,
            limits=_YEARS,
            counts="years",
            told_of=lambda world, i, y: _years(float(of(world).age[i, y])),
            is_best_low=True,
        ),
    )


def share_class(share: float) -> str:
    """Return the class of a share of evidence, 0 to 1; nothing at all is unknown."""
    if not share > 0:
        return unknown_step().css
    return f"e{sum(share >= limit for limit in _SHARES)}"


def _shares(whole: str, word: str, nothing: str) -> tuple[Step, ...]:
    found = (
        (whole, f"Every one that applies is {word}."),
        (f"Most {word}", "Three quarters or more, not all."),
        (f"Over half {word}", "From half to three quarters."),
        (f"Under half {word}", "From a quarter to half."),
        (f"Few {word}", "Less than a quarter."),
    )
    return (*_steps(found), unknown_step(nothing))


def _ages() -> tuple[Step, ...]:
    found = (
        ("This year’s", "It speaks for the year shown, or a later one."),
        ("1 or 2 years", "One or two years old."),
        ("3 to 5 years", "Three to five years old."),
        ("6 to 10 years", "Six to ten years old."),
        ("Over 10 years", "Eleven years old or more."),
    )
    return (*_steps(found), unknown_step("No core question has an answer here."))


def _steps(found: tuple[tuple[str, str], ...]) -> tuple[Step, ...]:
    last = len(found) - 1
    return tuple(
        Step(f"e{last - i}", last - i, f"e{last - i}", label, meaning)
        for i, (label, meaning) in enumerate(found)
    )


def _of(found: Coverage, i: int, y: int, part: str, whole: str, what: str) -> str:
    some = int(found.total(getattr(found, part))[i, y])
    every = int(found.total(getattr(found, whole))[i, y])
    return f"{some} of {every} {what}"


def _years(age: float) -> str:
    if age != age:
        return ""
    return "1 year" if age == 1 else f"{age:.0f} years"


SHARE_STEPS = _shares("All answered", "answered", "No question has an answer here.")
