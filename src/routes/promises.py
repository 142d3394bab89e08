"""What binds a country to a promise, and what counts as kept: two tables, read and not coded.

``rubrics/instruments.csv`` says for each instrument which recorded act of a country is the promise;
``rubrics/promises.csv`` says for a commitment which answers of which measure keep it, keep it in
part, or do not. An answer that stands in none of the three lists says nothing: silence of a law is
no breach.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Literal

from routes.errors import BrokenRubricError
from routes.model import STATUSES
from routes.records import Commitment
from routes.rubric import Rubrics, numbered_rows

Found = Literal["kept", "partly", "not_kept"]
FOUND: tuple[Found, ...] = ("not_kept", "partly", "kept")  # the worst first


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """What holds promises.

    Attributes:
        kind: treaty, compact, declaration, comment or target.
        statuses: children it is about, by the label that the law puts on them.
        bound_by, bound_value: the measure, and its value, that shows that a country has promised;
            "" where no country's own act is held here, so that it is held against none.
        line: on which it begins in ``instruments.csv``.
    """

    instrument_id: str
    short: str
    kind: str
    statuses: tuple[str, ...]
    bound_by: str
    bound_value: str
    note: str
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseRule:
    """Which answers of one measure keep a commitment.

    Attributes:
        statuses: children it is about, by the label that the law puts on them.
        found: answer -> kept, partly or not_kept; other answers say nothing.
        reasons: the same three -> why, in words.
        line: on which it begins in ``promises.csv``.
    """

    rule: str
    commitment_id: str
    measure: str
    statuses: tuple[str, ...]
    found: Mapping[str, Found]
    reasons: Mapping[Found, str]
    line: int = 0


@dataclass(frozen=True, kw_only=True)
class PromiseRules:
    """Instruments by their ids, and the rules of each commitment."""

    instruments: Mapping[str, Instrument]
    rules: Mapping[str, tuple[PromiseRule, ...]]

    def of(self, commitment_id: str) -> tuple[PromiseRule, ...]:
        """Return the rules of a commitment; none when no measure here tells of it."""
        return self.rules.get(commitment_id, ())


def load_promise_rules(
    rubrics: Rubrics, commitments: Mapping[str, Commitment], folder: Traversable | None = None
) -> PromiseRules:
    """Read the two tables and check them against the rubrics and the commitments.

    Raises:
        BrokenRubricError: names every row that points at nothing, at two goals or says one thing
            twice, and every commitment whose instrument is not in the table.
    """
    folder = folder or files("routes") / "rubrics"
    instruments = {
        row["instrument_id"]: Instrument(
            instrument_id=row["instrument_id"],
            short=row["short"],
            kind=row["kind"],
            statuses=_statuses(row),
            bound_by=row["bound_by"],
            bound_value=row["bound_value"],
            note=row["note"],
            line=int(row["line"]),
        )
        for row in numbered_rows(folder, "instruments.csv")
    }
    rules: dict[str, tuple[PromiseRule, ...]] = {}
    for row in numbered_rows(folder, "promises.csv"):
        rule = _rule(row)
        rules[rule.commitment_id] = (*rules.get(rule.commitment_id, ()), rule)
    faults = _faults(instruments, rules, rubrics, commitments)
    if faults:
        raise BrokenRubricError("The rules on promises do not hold together:\n" + "\n".join(faults))
    return PromiseRules(instruments=instruments, rules=rules)


def _rule(row: dict[str, str]) -> PromiseRule:
    found: dict[str, Found] = {}
    for one in FOUND:
        for value in filter(None, row[one].split("|")):
            # Listed twice, the worse would win in silence: an odd name makes the check speak.
            found[value if value not in found else f"{value}, listed twice"] = one
    return PromiseRule(
        rule=row["rule"],
        commitment_id=row["commitment_id"],
        measure=row["measure"],
        statuses=_statuses(row),
        found=found,
        reasons={one: row[f"why_{one}"] for one in FOUND},
        line=int(row["line"]),
    )


def _statuses(row: dict[str, str]) -> tuple[str, ...]:
    return STATUSES if row["statuses"] == "all" else tuple(row["statuses"].split("|"))


def _faults(
    instruments: Mapping[str, Instrument],
    rules: Mapping[str, tuple[PromiseRule, ...]],
    rubrics: Rubrics,
    commitments: Mapping[str, Commitment],
) -> list[str]:
    faults = [
        f"{one.commitment_id}: no instrument {one.instrument_id!r} in instruments.csv"
        for one in commitments.values()
        if one.instrument_id not in instruments
    ]
    for instrument in instruments.values():
        where = f"instruments.csv, {instrument.instrument_id}"
        faults += _value_faults(where, instrument.bound_by, (instrument.bound_value,), rubrics)
        faults += [f"{where}: no status {s!r}" for s in instrument.statuses if s not in STATUSES]
    for name, mine in rules.items():
        if commitments and name not in commitments:
            faults.append(f"promises.csv: no commitment {name!r} in commitments.csv")
        for rule in mine:
            where = f"promises.csv, rule {rule.rule}"
            faults += _value_faults(where, rule.measure, tuple(rule.found), rubrics)
            faults += [f"{where}: no status {s!r}" for s in rule.statuses if s not in STATUSES]
            faults += [
                f"{where}: says nothing of why it is {one}"
                for one in set(rule.found.values())
                if not rule.reasons[one]
            ]
    names = [rule.rule for mine in rules.values() for rule in mine]
    return faults + [
        f"promises.csv: rule {n} twice" for n in sorted(set(names)) if names.count(n) > 1
    ]


def _value_faults(where: str, measure: str, values: tuple[str, ...], rubrics: Rubrics) -> list[str]:
    if not measure:
        return []
    if measure not in rubrics.measures:
        return [f"{where}: no measure {measure!r}"]
    known = [step.value for step in rubrics.steps(measure)]
    return [f"{where}: {v!r} is not one of {', '.join(known)}" for v in values if v not in known]
