"""A level unfolded: what set it, in words, and the facts behind it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from routes.model import Answer, Fact
from routes.rubric import Goal


def why(goal: Goal, level: int | None, answers: tuple[Answer, ...]) -> str:
    """Say what set the level, in one sentence."""
    if not goal.is_judged:
        return goal.note
    core = [a for a in answers if a.part == "core" and a.applies]
    known = [a for a in core if a.value is not None]
    if level is None:
        return f"Not known: {len(known)} of {len(core)} core questions have an answer."
    deciding = [a for a in answers if a.level == level]
    if deciding:
        reasons: dict[str | None, list[str]] = {}
        for one in deciding:
            reasons.setdefault(one.reason, []).append(f"rule {one.rule}")
        told = "; ".join(f"{' and '.join(rules)}: {why}" for why, rules in reasons.items())
        return f"Set by {told}."
    if len(known) < len(core):
        return (
            f"Held at {level}: {len(core) - len(known)} of {len(core)} core questions have no "
            "answer, and level 4 needs all."
        )
    return f"Held at {level}: a rule alone, without a sign of practice, does not reach level 4."


def fact_of(row: Mapping[str, Any], value: str, year: int) -> Fact:
    """Return a row of the built facts, used in ``year`` with a value read for the child's age."""

    def whole(name: str) -> int | None:
        return None if pd.isna(row[name]) else int(row[name])

    return Fact(
        fact_id=row["fact_id"],
        iso3=row["iso3"],
        measure=row["measure"],
        kind=row["kind"],
        value=value,
        group=row["group"],
        company=row["company"],
        min_age_detainable=whole("min_age_detainable"),
        from_year=int(row["from_year"]),
        to_year=whole("to_year"),
        as_of_year=int(row["as_of_year"]),
        carried_years=max(0, year - int(row["as_of_year"])),
        summary=row["summary"],
        legal_basis=row["legal_basis"],
        source_id=row["source_id"],
        evidence=row["evidence"],
        confidence=row["confidence"],
        table=row["table"],
        row=int(row["row"]),
    )
