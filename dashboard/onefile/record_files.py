"""The timeline and good practice as the table of a file: a line a milestone, span or practice.

Each line knows the record of the figure that it tells of: a country's chart, a milestone, a case.
"""

from __future__ import annotations

from dashboard.components import practice_list, timeline_parts
from dashboard.data import Data
from dashboard.onefile.content import Pool, numbered
from dashboard.onefile.twins import GRADE_OF, Line, Twin, roles_of
from dashboard.promise_state import PracticeState, TimelineState
from dashboard.shown import ShownTable
from dashboard.shown.table import BETWEEN, Row

EVERY_GOAL = "every-goal"  # a line that stands whichever goal is chosen
SPANS = (("span-law", "Detention in law"), ("span-practice", "Detention in practice"))
RESULTS = (("reported", "With a reported result"), ("unknown", "Result not known"))
LAST_TWO = ("Evidence", "Sources")


def of_timeline(data: Data, _rest: str, query: str, table: ShownTable, sources: Pool) -> Twin:
    """Return law and practice, a line a span of years, after the milestones in order of time."""
    state, _ = TimelineState.read(data, query)
    events = timeline_parts.milestones(data, state)
    told = [row for row in table.rows if row["shown"] == "milestone"]
    lines = [
        _milestone(data, event.event_id, row, sources)
        for event, row in zip(events, told, strict=True)
    ]
    lines += [_span(data, row, sources) for row in table.rows if row["shown"] != "milestone"]
    kinds = {line.tag for line in lines}
    tags = [*SPANS, *timeline_parts.KINDS.items()]
    spans = [str(row["iso3s"]) for row in table.rows if row["shown"] != "milestone"]
    roles = roles_of(data, [*spans, *(iso3 for event in events for iso3 in event.iso3s)])
    return Twin(
        heads=("What", "When", "Where", "Kind", "Goal", "What happened, or what is", *LAST_TWO),
        lines=tuple(lines),
        tags=[pair for pair in tags if pair[0] in kinds],
        has_goals=not state.goal,
        roles={event.event_id: _roles(roles, event.iso3s) for event in events}
        | {iso3: roles[iso3] for iso3 in spans},
    )


def _roles(roles: dict[str, str], iso3s: tuple[str, ...]) -> str:
    """Return the roles that one of these countries has on documented routes."""
    return " ".join(dict.fromkeys(role for iso3 in iso3s for role in roles[iso3].split()))


def _milestone(data: Data, event_id: str, row: Row, sources: Pool) -> Line:
    goal = row["goal"]
    return Line(
        iso3=event_id,
        name=f"goal-{goal}" if goal else EVERY_GOAL,
        tag=row["kind"],
        rank=row["from_year"],
        cells=(
            str(row["title"]),
            str(row["date"]),
            _in_words(row["countries"]) or timeline_parts.SCOPES[row["scope"]],
            timeline_parts.KINDS[row["kind"]],
            f"{goal} {data.atlas.rubrics.goals[goal].short}" if goal else "all goals",
            str(row["summary"]),
            *_known(row, sources),
        ),
    )


def _span(data: Data, row: Row, sources: Pool) -> Line:
    first, last = row["from_year"], row["to_year"]
    tag = f"span-{row['shown']}"
    goal_words = f"{row['goal']} {data.atlas.rubrics.goals[row['goal']].short}"
    return Line(
        iso3=row["iso3s"],
        name=f"goal-{row['goal']}",
        tag=tag,
        rank=first,
        cells=(
            f"{row['countries']}, {dict(SPANS)[tag].lower()}",
            str(first) if first == last else f"{first} to {last}",
            str(row["countries"]),
            dict(SPANS)[tag],
            goal_words,
            str(row["value_in_words"]),
            *_known(row, sources),
        ),
    )


def _known(row: Row, sources: Pool) -> tuple[str, str]:
    """Return how it is known, and the numbers of its sources."""
    ids = [name for name in str(row["source_ids"]).split(BETWEEN) if name]
    return GRADE_OF.get(str(row["evidence"]), "–"), numbered([sources(name) + 1 for name in ids])


def _in_words(several: str | None) -> str:
    return (several or "").replace(BETWEEN, ", ")


def of_practice(data: Data, rest: str, query: str, table: ShownTable, sources: Pool) -> Twin:
    """Return a line a practice; its roles are those it is for."""
    state, _ = PracticeState.read(data, query)
    goals = data.atlas.rubrics.goals
    lines = [
        Line(
            iso3=row["case_id"],
            name=f"goal-{row['goal']}",
            tag="reported" if row["result"] else "unknown",
            rank=row["goal"],
            cells=(
                str(row["title"]),
                _in_words(row["countries"]),
                f"{row['goal']} {goals[row['goal']].short}",
                _in_words(row["roles"]),
                practice_list.years(practice_list.case(data, row["case_id"])),
                str(row["what"]),
                row["result"] or "not known to us",
                *_known(row, sources),
            ),
        )
        for row in table.rows
    ]
    is_list = not rest.strip("/")
    return Twin(
        heads=("Practice", "Countries", "Goal", "Roles", "When", "What is done", "Result",
               *LAST_TWO),
        lines=tuple(lines),
        tags=RESULTS if is_list and len({line.tag for line in lines}) > 1 else (),
        has_goals=is_list and not state.goal,
        roles={row["case_id"]: row["roles"].replace(BETWEEN, " ") if is_list else ""
               for row in table.rows},
    )  # fmt: skip


def painted(data: Data, query: str) -> dict[str, str]:
    """Return what the map of practice says under the pointer: a country and its practices."""
    told: dict[str, list[str]] = {}
    for one in practice_list.found(data, PracticeState.read(data, query)[0]):
        for iso3 in one.iso3s:
            told.setdefault(iso3, [data.name(iso3)]).append(one.title)
    return {iso3: "\n".join(lines) for iso3, lines in told.items()}
