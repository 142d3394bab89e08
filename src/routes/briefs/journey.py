"""The brief of one journey: a branch of a route, or a way that a reader put together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from routes.briefs.changed import OF_GROUP, TRACED, direction, facts_over_time, span
from routes.briefs.content import Brief, Line, Notes, Said, Section, Table, line
from routes.briefs.promised import promised
from routes.briefs.seen import Seen, facts_behind
from routes.briefs.worked import worked
from routes.model import Fact, Journey, Level, Route
from routes.profiles import Cell, Drop, Profile
from routes.protection import FIRST_YEAR
from routes.words import LEVEL_NAMES, child_in_text, count

MOST_CELLS, MOST_DROPS, MOST_PROMISES, MOST_PRACTICES, MOST_CHANGES = 7, 6, 5, 4, 8
OWN_WAY = "A way that a reader put together. No source documents it as travelled."


def journey_brief(seen: Seen, journey: Journey) -> Brief:
    """Return two pages on one journey."""
    notes = seen.notes()
    profile = seen.atlas.profile(
        journey, seen.child, seen.year, checked_only=seen.checked_only, world=seen.world
    )
    route = seen.atlas.routes.get(journey.route_id)
    behind = _Behind(seen)
    cells = _weakest_cells(profile)
    iso3s = journey.iso3s
    sections = [
        _child(profile, route, notes),
        _weak(seen, profile, cells, behind, notes),
        _drops(seen, profile, behind, notes),
        _changed(seen, profile, notes),
        promised(seen, iso3s, notes, most=MOST_PROMISES),
        worked(
            seen,
            [(cell.goal, cell.stage.role) for cell in cells],
            list(dict.fromkeys(iso3s)),
            notes,
            most=MOST_PRACTICES,
        ),
        _unknown(seen, profile, notes),
    ]
    title = journey.name if route is None else route.name
    way = "" if route is None else f"{journey.name}. "
    subtitle = f"{way}What {child_in_text(seen.child)}, meets in {seen.year}."
    return seen.brief("journey", journey.route_id, title, subtitle, sections, notes)


class _Behind:
    """Levels of the countries on the way, unfolded once a country."""

    def __init__(self, seen: Seen) -> None:
        self._seen = seen
        self._levels: dict[str, dict[int, Level]] = {}

    def level(self, iso3: str, goal: int) -> Level:
        if iso3 not in self._levels:
            self._levels[iso3] = self._seen.levels(iso3)
        return self._levels[iso3][goal]

    def facts(self, iso3: str, goal: int) -> tuple[Fact, ...]:
        return facts_behind(self.level(iso3, goal))


def _child(profile: Profile, route: Route | None, notes: Notes) -> Section:
    if route is None:
        about = line(OWN_WAY)
    else:
        about = line(Said(route.description, (notes.source(route.source_id, route.evidence),)))
    told = [one for one in profile.sentences() if one.kind in ("weakest", "drop")]
    return Section(
        name="child",
        heading=f"What this child meets on the way in {profile.year}",
        lines=(about, line(Said(" ".join(one.text for one in told), notes.own()))),
        has_picture=True,
    )


def _weakest_cells(profile: Profile) -> list[Cell]:
    """Return the weakest known cells, once a country and goal, the lowest first."""
    first: dict[tuple[str, int], Cell] = {}
    for cell in profile.cells:
        if cell.level is not None:
            first.setdefault((cell.stage.iso3, cell.goal), cell)
    ordered = sorted(first.values(), key=lambda c: (c.level, c.stage.order, c.goal))
    return [cell for cell in ordered if cell.level is not None and cell.level <= 2]


def _weak(
    seen: Seen, profile: Profile, cells: Sequence[Cell], behind: _Behind, notes: Notes
) -> Section:
    heading = "The weakest stages"
    if not cells:
        any_known = bool(profile.is_known.any())
        told = "No known level is at 2 or lower." if any_known else "No level is known on this way."
        return Section(name="weakest", heading=heading, lines=(line(Said(told, notes.own())),))
    lowest = cells[0].level or 0
    same = sum(cell.level == lowest for cell in cells)
    shown = cells[:MOST_CELLS]
    told = (
        f"The lowest level is {lowest} of 4 ({LEVEL_NAMES[lowest].lower()}), met "
        f"{'once' if same == 1 else f'{same} times'} over countries and goals."
    )
    if len(cells) > len(shown):
        told += f" {len(shown)} of the {len(cells)} levels at 2 or lower are shown."
    lead = line(Said(told, notes.own()))
    rows = tuple(_weak_row(seen, cell, behind, notes) for cell in shown)
    return Section(
        name="weakest",
        heading=heading,
        lines=(lead,),
        table=Table(name="Weakest stages", head=("Stage", "Goal", "Level", "Why"), rows=rows),
    )


def _weak_row(seen: Seen, cell: Cell, behind: _Behind, notes: Notes) -> tuple[Line, ...]:
    stage, value = cell.stage, cell.level or 0
    level = behind.level(stage.iso3, cell.goal)
    facts = facts_behind(level)
    return (
        line(f"{stage.order} {_place(seen, cell)} ({stage.role})"),
        line(seen.goal(cell.goal)),
        line(f"{value}, {LEVEL_NAMES[value].lower()}"),
        line(Said(seen.told(facts), notes.cite(facts) or notes.own()), facts=facts),
    )


def _place(seen: Seen, cell: Cell) -> str:
    name = seen.name(cell.stage.iso3)
    return name if cell.stage.place == name else f"{cell.stage.place}, {name}"


def _drops(seen: Seen, profile: Profile, behind: _Behind, notes: Notes) -> Section:
    found = sorted(
        (drop for drop in profile.drops if drop.is_border),
        key=lambda d: (-d.size, d.to_stage.order),
    )
    if not found:
        told = "No known level falls from one country to the next."
        if not profile.is_known.any():
            told = "Whether protection drops at a border is not known."
        lead = line(Said(told, notes.own()))
    else:
        at = "a border" if len(found) == 1 else "borders"
        told = f"{count(len(found), 'drop')} at {at} on this way"
        if len(found) > MOST_DROPS:
            told += f"; the {MOST_DROPS} largest are told"
        lead = line(Said(f"{told}.", notes.own()))
    items = tuple(_drop(seen, drop, behind, notes) for drop in found[:MOST_DROPS])
    return Section(name="drops", heading="Where protection drops", lines=(lead,), items=items)


def _drop(seen: Seen, drop: Drop, behind: _Behind, notes: Notes) -> Line:
    start, end = drop.from_stage.iso3, drop.to_stage.iso3
    across = list(dict.fromkeys(seen.in_text(stage.iso3) for stage in drop.across))
    over = f", across {', '.join(across)}, where it is not known" if across else ""
    uneven = " The two sides do not have answers to the same questions." if drop.is_uneven else ""
    facts = (*behind.facts(start, drop.goal), *behind.facts(end, drop.goal))
    return line(
        Said(
            f"goal {seen.goal(drop.goal)} falls from {drop.from_level} to {drop.to_level}{over}."
            f"{uneven}",
            notes.cite(facts) or notes.own(),
        ),
        lead=f"From {seen.in_text(start)} to {seen.in_text(end)}:",
        facts=facts,
    )


def _turns(facts: Sequence[Fact]) -> list[Fact]:
    """Return the facts that say something else than the one before, the first of all included.

    All are about the same children: another group's value is no change.
    """
    return [fact for i, fact in enumerate(facts) if i == 0 or fact.value != facts[i - 1].value]


def _change(
    seen: Seen, turns: Sequence[Fact], order: Mapping[str, int], lead: str, notes: Notes
) -> Line:
    *_, before, last = turns
    way = direction(last, order[last.value] > order[before.value])
    pieces = []
    for i, fact in enumerate(turns):
        told = f"{', then ' if i else ''}{seen.value(fact)} ({span(fact)})"
        if fact is last:
            told += f", {way}."
        pieces.append(Said(told, notes.cite([fact])))
    return line(*pieces, lead=lead, facts=list(turns))


def _changed(seen: Seen, profile: Profile, notes: Notes) -> Section:
    """What the record says changed in the countries on the way, detention first."""
    items: list[Line] = []
    left = 0
    for name, measure, company in TRACED:
        if company not in ("", profile.child.company):
            continue
        order = {step.value: step.order for step in seen.atlas.rubrics.steps(measure)}
        for stage in profile.countries:
            every = facts_over_time(seen, stage.iso3, measure, company)
            for group in ("all", profile.child.status):
                turns = _turns([fact for fact in every if fact.group == group])
                if len(turns) < 2:
                    continue
                if len(items) == MOST_CHANGES:
                    left += 1
                    continue
                whom = "" if group == "all" else f", {OF_GROUP[group]}"
                lead = f"{seen.name(stage.iso3)}, {name[:1].lower()}{name[1:]}{whom}:"
                items.append(_change(seen, turns, order, lead, notes))
    told = "What changed, each value in turn, as far as sources speak of it."
    if not items:
        told = (
            "No change of value of detention, care or services is recorded in the countries on "
            "this way. Where only one year is recorded, a change can't be told."
        )
    if left:
        items.append(line(Said(f"{left} more changes stand on the pages of the countries.",
                               notes.own())))  # fmt: skip
    return Section(
        name="changed",
        heading=f"What changed since {FIRST_YEAR}",
        lines=(line(told),),
        items=tuple(items),
    )


def _unknown(seen: Seen, profile: Profile, notes: Notes) -> Section:
    told = [one for one in profile.sentences() if one.kind in ("unknown", "unchecked")]
    lead = line(Said(" ".join(one.text for one in told), notes.own()))
    missing: dict[str, list[str]] = {}
    for stage in profile.countries:
        goals = [
            goal for goal in profile.judged_goals if profile.cell(stage.order, goal).level is None
        ]
        if goals:
            missing.setdefault(", ".join(map(str, goals)), []).append(seen.name(stage.iso3))
    items = tuple(
        line(
            Said(f"no level known for {_goals(goals)}.", notes.own()),
            lead=f"{', '.join(names)}:",
        )
        for goals, names in missing.items()
    )
    return Section(name="unknown", heading="What is not known", lines=(lead,), items=items)


def _goals(goals: str) -> str:
    return f"goals {goals}" if "," in goals else f"goal {goals}"
