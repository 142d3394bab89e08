"""The levers: changes of policy as data, and one change of one country.

A lever sets facts, never a level: the rubric then judges them as it judges all facts. The table is
``rubrics/levers.csv``; it is read and checked here, never coded.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import get_args

from routes.errors import BrokenRubricError, RoutesError, UnknownNameError
from routes.model import COMPANIES, ROLES, STATUSES, Child, Company, Role, Status
from routes.rubric import GOALS, Rubrics, load_rubrics


@dataclass(frozen=True, slots=True, kw_only=True)
class Lever:
    """One change of policy, in words and as the facts that it supposes.

    Attributes:
        lever: its name in links.
        goal: the policy goal that it serves, 1 to 6.
        label: what a country does, as it follows the country's name.
        companies, statuses: the children whom it concerns.
        roles: where on a journey it is asked for; it is ranked only there.
        sets: (measure, value) of each fact that it supposes. A fact that is better already stays.
        note: what the facts can't say about it.
    """

    lever: str
    goal: int
    label: str
    companies: tuple[Company, ...]
    statuses: tuple[Status, ...]
    roles: tuple[Role, ...]
    sets: tuple[tuple[str, str], ...]
    note: str

    def concerns(self, child: Child) -> bool:
        """Tell whether it is about a child in these circumstances."""
        return child.company in self.companies and child.status in self.statuses


@dataclass(frozen=True, slots=True, order=True)
class PolicyChange:
    """One change in one country: a lever, or one measure set to one value of its scale.

    A lever never makes a fact worse; a measure that is set is set, for better or worse, for every
    child whom it concerns. ``PolicyChange.parse("LBY:end-detention")`` reads what ``str`` writes.
    """

    iso3: str
    lever: str = ""
    measure: str = ""
    value: str = ""

    def __post_init__(self) -> None:
        if bool(self.lever) == bool(self.measure) or bool(self.measure) != bool(self.value):
            raise RoutesError("A change names a lever, or a measure and its value; not both.")

    def __str__(self) -> str:
        return ":".join(part for part in (self.iso3, self.lever, self.measure, self.value) if part)

    @classmethod
    def parse(cls, text: str) -> PolicyChange:
        """Read ``LBY:end-detention`` or ``LBY:detention_practice:exceptional``.

        Raises:
            RoutesError: it is neither.
        """
        parts = [part.strip() for part in text.split(":")]
        if len(parts) not in (2, 3) or not all(parts):
            raise RoutesError(
                f"A change is written LBY:end-detention (a country and a lever) or "
                f"LBY:detention_practice:exceptional (a country, a measure and a value), not "
                f"{text[:60]!r}."
            )
        if len(parts) == 2:
            return cls(parts[0].upper(), parts[1])
        return cls(parts[0].upper(), "", parts[1], parts[2])


def value_words(rubrics: Rubrics, measure: str, value: str) -> str:
    """Return a measure set to a value as it follows a country's name.

    Raises:
        UnknownNameError: there is no such measure, or no such value on its scale.
    """
    known = rubrics.measure(measure)
    labels = {step.value: step.label for step in rubrics.steps(measure)}
    if value not in labels:
        raise UnknownNameError("value", value, labels, where=f"of {measure}", names=labels)
    return f"has “{labels[value]}” for “{known.label}”"


@lru_cache(maxsize=1)
def catalogue() -> dict[str, Lever]:
    """Return the project's own levers by name, in the order of the table."""
    return load_levers(load_rubrics())


def load_levers(rubrics: Rubrics, folder: Traversable | None = None) -> dict[str, Lever]:
    """Read ``levers.csv`` and check it against the rubrics.

    Raises:
        BrokenRubricError: names every lever that sets what does not exist or what no rule of its
            goal reads, and every unknown goal, role, company or status.
    """
    folder = folder or files("routes") / "rubrics"
    with (folder / "levers.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    faults = [fault for row in rows for fault in _faults(row, rubrics)]
    names = [row["lever"] for row in rows]
    faults += [f"levers.csv: {name} comes twice" for name in names if names.count(name) > 1]
    if faults:
        raise BrokenRubricError("The levers do not hold together:\n" + "\n".join(faults))
    return {row["lever"]: _lever(row) for row in rows}


def _lever(row: dict[str, str]) -> Lever:
    return Lever(
        lever=row["lever"],
        goal=int(row["goal"]),
        label=row["label"],
        companies=tuple(c for c in get_args(Company) if c in _some(row["company"], COMPANIES)),
        statuses=tuple(s for s in get_args(Status) if s in _some(row["statuses"], STATUSES)),
        roles=tuple(r for r in get_args(Role) if r in row["roles"].split()),
        sets=tuple(_sets(row["sets"])),
        note=row["note"],
    )


def _some(text: str, known: tuple[str, ...]) -> list[str]:
    return list(known) if text == "any" else text.split()


def _sets(text: str) -> list[tuple[str, str]]:
    parts = [part.partition("=") for part in text.split()]
    return [(measure, value) for measure, _, value in parts]


def _faults(row: dict[str, str], rubrics: Rubrics) -> list[str]:
    where = f"levers.csv, {row['lever']}"
    if not row["goal"].isdigit() or int(row["goal"]) not in GOALS:
        return [f"{where}: goal {row['goal']!r} is not 1 to 6"]
    faults = [
        f"{where}: {found!r} is not one of {', '.join(known)}"
        for text, known in (
            (row["company"], COMPANIES), (row["statuses"], STATUSES), (row["roles"], ROLES),
        )
        for found in _some(text, known) or [""]
        if found not in known
    ]  # fmt: skip
    goal = rubrics.goals[int(row["goal"])]
    for measure, value in _sets(row["sets"]) or [("", "")]:
        if measure not in goal.measures("core", "limit"):
            faults.append(f"{where}: no rule of goal {goal.goal} reads {measure!r}")
        elif value not in {step.value for step in rubrics.steps(measure)}:
            faults.append(f"{where}: {value!r} is no value of {measure}")
    return faults
