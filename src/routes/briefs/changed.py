"""What changed in a country since the first year: values before and after, and what was told when.

Nothing is filled in: a year before the first fact is "not recorded here", and a last fact that is
too old to be used for the brief's year says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any

import pandas as pd

from routes.briefs.content import Line, Notes, Said, Section, Table, line
from routes.briefs.seen import Seen, is_too_old
from routes.model import Evidence, Fact
from routes.protection import FIRST_YEAR
from routes.records import Milestone

# What is traced: its name, the measure, and the company of the children it is about.
TRACED: tuple[tuple[str, str, str], ...] = (
    ("Detention of families, in law", "detention_law", "family"),
    ("Detention of families, in practice", "detention_practice", "family"),
    ("Detention of unaccompanied children, in law", "detention_law", "alone"),
    ("Detention of unaccompanied children, in practice", "detention_practice", "alone"),
    ("Alternatives to detention, in law", "alternatives_in_law", ""),
    ("Placement in care", "child_care_placement", ""),
    ("Guardian for an unaccompanied child", "guardian_for_unaccompanied", ""),
    ("School", "school_primary_secondary", ""),
    ("Emergency health care", "emergency_health", ""),
    ("Primary health care", "primary_health_care", ""),
)
OF_GROUP = {
    "refugee": "refugee children",
    "asylum_seeker": "children seeking asylum",
    "undocumented": "children without papers",
    "trafficked": "trafficked children",
}
MOST_EVENTS = 18
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
          "October", "November", "December")  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Event:
    """One entry of the chronicle."""

    sort: tuple[int, str]
    when: str
    text: str
    source_id: str
    evidence: Evidence
    facts: tuple[Fact, ...] = ()


def changed(seen: Seen, iso3: str, notes: Notes) -> Section:
    """Return what is recorded of one country from the first year on."""
    found = {
        (measure, company): facts_over_time(seen, iso3, measure, company)
        for _, measure, company in TRACED
    }
    lines = [
        line(
            Said(f"Values as the atlas records them, {FIRST_YEAR} to {seen.year}.", notes.own()),
            " A year of which no source here speaks is said to be not recorded; that is a gap in "
            "the record, not a finding.",
        )
    ]
    rows = tuple(
        _row(seen, name, found[measure, company], notes) for name, measure, company in TRACED
    )
    told = [fact for facts in found.values() for fact in facts]
    events = sorted([*_of_facts(told), *_of_milestones(seen, iso3)], key=lambda event: event.sort)
    shown, left = _the_most_telling(events)
    items = [
        line(
            Said(event.text, (notes.source(event.source_id, event.evidence),)),
            lead=f"{event.when}.",
            facts=event.facts,
        )
        for event in shown
    ]
    if left:
        items.append(line(Said(f"{left} more entries stand on the page of the country.",
                               notes.own())))  # fmt: skip
    if not events:
        items.append(line("No fact and no milestone is held of what happened here since then."))
    return Section(
        name="changed",
        heading=f"What changed since {FIRST_YEAR}",
        lines=tuple(lines),
        table=Table(name="Before and after", head=("", "Before", "Latest", "Change"), rows=rows),
        items=tuple(items),
    )


def facts_over_time(seen: Seen, iso3: str, measure: str, company: str) -> tuple[Fact, ...]:
    """Return the facts on one measure up to the brief's year, the earliest first.

    Args:
        company: alone or family; "" for facts on whichever.
    """
    table = seen.atlas.protection.facts
    mine = table[(table["iso3"] == iso3) & (table["measure"] == measure)]
    mine = mine[mine["from_year"] <= seen.year]
    if company:
        mine = mine[mine["company"].isin([company, "any"])]
    if seen.checked_only:
        mine = mine[mine["evidence"] != "named"]
    facts = [_fact(row) for row in mine.to_dict("records")]
    return tuple(sorted(facts, key=lambda f: (f.from_year, f.group != "all", f.group)))


def _fact(row: dict[Any, Any]) -> Fact:
    names = [field.name for field in fields(Fact) if field.name != "carried_years"]
    values: dict[str, Any] = {name: None if pd.isna(row[name]) else row[name] for name in names}
    return Fact(carried_years=0, **values)


def _row(seen: Seen, name: str, facts: Sequence[Fact], notes: Notes) -> tuple[Line, ...]:
    by_group: dict[str, list[Fact]] = {}
    for fact in sorted(facts, key=lambda fact: fact.group != "all"):  # a stable sort
        by_group.setdefault(fact.group, []).append(fact)
    if not by_group:
        missing = line("not recorded here")
        return line(name), missing, missing, line("cannot be told")
    before, latest, change = [], [], []
    for group, told in by_group.items():
        *earlier, last = told
        of = OF_GROUP.get(group, "")
        before.append((of, tuple(_before(seen, earlier, last, notes))))
        latest.append((of, tuple(_latest(seen, last, notes))))
        change.append(
            (of if by_group.keys() - {group} else "", tuple(_change(seen, earlier, last, notes)))
        )
    return (
        line(name),
        line(*_joined(before), facts=[f for told in by_group.values() for f in told[:-1]]),
        line(*_joined(latest), facts=[told[-1] for told in by_group.values()]),
        line(*_joined(change)),
    )


def _joined(groups: Sequence[tuple[str, tuple[Said, ...]]]) -> list[Said]:
    """Put the words on each group of children one after another; said once if all are the same."""
    if len({pieces for _, pieces in groups}) == 1 and len(groups) > 1:
        return list(groups[0][1])
    joined: list[Said] = []
    for of, (first, *rest) in groups:
        head = f"{of}: " if of else ""
        comma = "; " if joined else ""
        joined += [Said(f"{comma}{head}{first.text}", first.notes), *rest]
    return joined


def _before(seen: Seen, earlier: Sequence[Fact], last: Fact, notes: Notes) -> Iterable[Said]:
    first = earlier[0] if earlier else last
    pieces: list[Said] = []
    if first.from_year > FIRST_YEAR:
        pieces.append(Said(f"not recorded here before {first.from_year}", notes.own()))
    for fact in earlier:
        comma = "; " if pieces else ""
        pieces.append(Said(f"{comma}{span(fact)}: {seen.value(fact)}", notes.cite([fact])))
    return pieces or [Said("nothing earlier recorded here")]


def span(fact: Fact) -> str:
    """Return the years a fact speaks for.

    A row on detention tells from when on something holds; others tell how it was in one year.
    """
    if fact.to_year is not None:
        same = fact.to_year == fact.from_year
        return str(fact.from_year) if same else f"{fact.from_year} to {fact.to_year}"
    return f"from {fact.from_year}" if _is_since(fact) else f"as of {fact.as_of_year}"


def _is_since(fact: Fact) -> bool:
    return fact.table == "detention"


def direction(last: Fact, is_better: bool) -> str:
    """Say which way a value went; two sources of two years need not mean that it changed."""
    if last.measure == "detention_practice":  # its years bound what a source tells, not an event
        return f"{'better' if is_better else 'worse'} in the later record"
    if _is_since(last):
        return "for the better" if is_better else "for the worse"
    return "higher in the later source" if is_better else "lower in the later source"


def _latest(seen: Seen, fact: Fact, notes: Notes) -> Iterable[Said]:
    old = f"; too old to be used for {seen.year}" if is_too_old(seen, fact) else ""
    return [Said(f"{span(fact)}: {seen.value(fact)}{old}", notes.cite([fact]))]


def _change(seen: Seen, earlier: Sequence[Fact], last: Fact, notes: Notes) -> Iterable[Said]:
    if not earlier:
        return [Said("cannot be told")]
    order = {step.value: step.order for step in seen.atlas.rubrics.steps(last.measure)}
    was, now = order[earlier[-1].value], order[last.value]
    if was == now:
        return [Said("same step of the scale")]
    is_dated = _is_since(last) and last.measure != "detention_practice"
    year = f", {last.from_year}" if is_dated else ""
    return [Said(f"{direction(last, now > was)}{year}", notes.cite([earlier[-1], last]))]


def _of_facts(facts: Iterable[Fact]) -> list[_Event]:
    """One entry a sentence: a row of a table can hold several values with one sentence."""
    rows: dict[tuple[str, int], list[Fact]] = {}
    for fact in facts:
        if fact.summary:
            rows.setdefault((fact.table, fact.row), []).append(fact)
    return [
        _Event(
            sort=(told[0].from_year, ""),
            when=span(told[0])[:1].upper() + span(told[0])[1:],
            text=told[0].summary,
            source_id=told[0].source_id,
            evidence=told[0].evidence,
            facts=tuple(told),
        )
        for told in rows.values()
    ]


def _of_milestones(seen: Seen, iso3: str) -> list[_Event]:
    return [
        _Event(
            sort=(event.year, event.date),
            when=date_in_words(event),
            text=f"{event.title}: {event.summary}",
            source_id=event.source_id,
            evidence=event.evidence,
        )
        for event in seen.atlas.timeline(iso3s=[iso3], first_year=FIRST_YEAR)
        if iso3 in event.iso3s
        and event.year <= seen.year
        and not (seen.checked_only and event.evidence == "named")
    ]


def date_in_words(event: Milestone) -> str:
    """Return a milestone's day, month or year: ``14 May 2014``, ``May 2014``, ``2014``."""
    year, *more = event.date.split("-")
    if not more:
        return year
    month = MONTHS[int(more[0]) - 1]
    return f"{month} {year}" if len(more) == 1 else f"{int(more[1])} {month} {year}"


def _the_most_telling(events: Sequence[_Event]) -> tuple[Sequence[_Event], int]:
    """Return the entries that fit, the latest kept, and how many are left out."""
    left = max(0, len(events) - MOST_EVENTS)
    return events[left:], left
