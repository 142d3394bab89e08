"""The rubrics: which facts make which level. Tables in ``rubrics/``, read here, never coded.

A goal has *core* questions, which set its level (the lowest answer counts), and *limits*,
which can only hold it down (a state not bound by a treaty does not reach 4). Questions of
part *shown* stand beside the goal and set nothing.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

from routes.errors import BrokenRubricError, UnknownNameError

GOALS = (1, 2, 3, 4, 5, 6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One value of a scale. ``order`` 0 is the worst; ``step`` 0 to 4 is its colour step."""

    value: str
    order: int
    step: int
    label: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A fact or series that says something about a goal, and the scale it is told on.

    ``carry_years``: how many years after the year its source speaks for a fact is still used.
    ``line``: on which it begins in ``measures.csv``.
    """

    measure: str
    family: str
    label: str
    short: str
    scale: str
    kind: str
    applies_to: str
    carry_years: int
    meaning: str
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row of a rubric: this value of this measure gives (core) or limits to this level.

    ``line``: on which it begins in its table, ``goal_<n>.csv``; the header is line 1.
    """

    rule: str
    question: str
    part: str
    measure: str
    value: str
    level: int
    reason: str
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """One of UNICEF's six policy goals with its rubric.

    ``least_known``: share of the core questions that must be answered for a level.
    ``line``: on which it begins in ``goals.csv``.
    """

    goal: int
    title: str
    short: str
    question: str
    is_judged: bool
    least_known: float
    note: str
    rules: tuple[Rule, ...]
    line: int = 0

    def measures(self, *parts: str) -> tuple[str, ...]:
        """Return the measures asked for, in the rubric's order; all parts when none is named."""
        asked = (rule.measure for rule in self.rules if not parts or rule.part in parts)
        return tuple(dict.fromkeys(asked))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rubrics:
    """Goals, measures and scales, checked against each other."""

    goals: dict[int, Goal]
    measures: dict[str, Measure]
    scales: dict[str, tuple[Step, ...]]

    def measure(self, name: str) -> Measure:
        if name not in self.measures:
            raise UnknownNameError("measure", name, self.measures)
        return self.measures[name]

    def steps(self, measure: str) -> tuple[Step, ...]:
        """Return the steps of a measure's scale, the worst first."""
        return self.scales[self.measure(measure).scale]


def numbered_rows(folder: Traversable, name: str) -> list[dict[str, str]]:
    """Return the rows of a table, each with the ``line`` on which it begins."""
    text = (folder / name).read_text(encoding="utf-8")
    reader = csv.DictReader(io.StringIO(text, newline=""))
    found = []
    header = reader.fieldnames or ()  # reads it, and so counts its lines
    begins = reader.line_num + 1
    for row in reader:
        found.append({**{name: row[name] for name in header}, "line": str(begins)})
        begins = reader.line_num + 1
    return found


def _steps(rows: list[dict[str, str]]) -> dict[str, tuple[Step, ...]]:
    scales: dict[str, list[Step]] = {}
    for row in rows:
        step = Step(
            value=row["value"],
            order=int(row["order"]),
            step=int(row["step"]),
            label=row["label"],
            meaning=row["meaning"],
        )
        scales.setdefault(row["scale"], []).append(step)
    return {name: tuple(sorted(steps, key=lambda s: s.order)) for name, steps in scales.items()}


def _rules(folder: Traversable, goal: int) -> tuple[Rule, ...]:
    return tuple(
        Rule(
            rule=row["rule"],
            question=row["question"],
            part=row["part"],
            measure=row["measure"],
            value=row["value"],
            level=int(row["level"]),
            reason=row["reason"],
            line=int(row["line"]),
        )
        for row in numbered_rows(folder, f"goal_{goal}.csv")
    )


def load_rubrics(folder: Traversable | None = None) -> Rubrics:
    """Read the rubric tables and check that they fit together.

    Raises:
        BrokenRubricError: names every rule that points at nothing, every core value without a
            rule, and every judged goal with fewer than two measures.
    """
    folder = folder or files("routes") / "rubrics"
    scales = _steps(numbered_rows(folder, "scales.csv"))
    measures = {
        row["measure"]: Measure(
            measure=row["measure"],
            family=row["family"],
            label=row["label"],
            short=row["short"],
            scale=row["scale"],
            kind=row["kind"],
            applies_to=row["applies_to"],
            carry_years=int(row["carry_years"]),
            meaning=row["meaning"],
            line=int(row["line"]),
        )
        for row in numbered_rows(folder, "measures.csv")
    }
    goals = {
        int(row["goal"]): Goal(
            goal=int(row["goal"]),
            title=row["title"],
            short=row["short"],
            question=row["question"],
            is_judged=row["judged"] == "yes",
            least_known=float(row["least_known"]),
            note=row["note"],
            rules=_rules(folder, int(row["goal"])),
            line=int(row["line"]),
        )
        for row in numbered_rows(folder, "goals.csv")
    }
    faults = list(_faults(goals, measures, scales))
    if faults:
        raise BrokenRubricError("The rubrics do not hold together:\n" + "\n".join(faults))
    return Rubrics(goals=goals, measures=measures, scales=scales)


def _faults(
    goals: dict[int, Goal], measures: dict[str, Measure], scales: dict[str, tuple[Step, ...]]
) -> list[str]:
    faults = [
        f"measures.csv, {m.measure}: no scale {m.scale!r} in scales.csv"
        for m in measures.values()
        if m.scale not in scales
    ]
    for goal in goals.values():
        table = f"goal_{goal.goal}.csv"
        for rule in goal.rules:
            if rule.measure not in measures:
                faults.append(f"{table}, rule {rule.rule}: no measure {rule.measure!r}")
                continue
            values = [step.value for step in scales[measures[rule.measure].scale]]
            if rule.value not in values:
                faults.append(
                    f"{table}, rule {rule.rule}: {rule.value!r} is not one of {', '.join(values)}"
                )
            if not 0 <= rule.level <= 4:
                faults.append(f"{table}, rule {rule.rule}: level {rule.level} is not 0 to 4")
        for name in goal.measures("core"):
            if name not in measures:
                continue
            ruled = {rule.value for rule in goal.rules if rule.measure == name}
            for step in scales[measures[name].scale]:
                if step.value not in ruled:
                    faults.append(f"{table}: {name} = {step.value!r} has no rule")
        if goal.is_judged and len(goal.measures("core", "limit")) < 2:
            faults.append(f"{table}: a goal that is judged needs at least two measures")
    return faults
