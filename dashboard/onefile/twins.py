"""Goals, sheet, commitments, coverage and what-if as the table of a file: a line a value.

Each line knows the cell of the figure that it tells of, so that the file's script can find the
two together, put them in order and leave out those that are not asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from dashboard.components import gap_matrix
from dashboard.components.evidence import EVIDENCE
from dashboard.data import Data
from dashboard.data_state import DataState
from dashboard.goals_state import GoalsState
from dashboard.onefile.content import Pool, evidence_words, numbered
from dashboard.pages import commitments
from dashboard.promise_looks import LOOKS
from dashboard.promise_state import GapState, columns, gaps_of
from dashboard.sheet_state import SheetState
from dashboard.shown import ShownTable
from dashboard.shown.table import BETWEEN, GRADES, Row
from routes import STATES, Fact, Gap
from routes.gaps import CODE_OF

GRADE_OF = {words: f"{mark} {words}" for mark, words in EVIDENCE.values()}
LAST = 99  # rank of what is not known or not asked: after everything else
LEVELS = [(str(level), f"Level {level}") for level in range(5)]
UNKNOWN, NOT_JUDGED = "u", "n"
MOVED = {"rose": "rose from {}", "fell": "fell from {}", "same": "same as {}"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One value.

    Attributes:
        iso3, name: of its cell in the figure: country and column; "" where it has none.
        tag: its step, for the choice of what is shown.
        rank: in the order of its column; the weakest first.
        group: the journey that it is on, or "".
    """

    iso3: str
    name: str
    tag: str
    rank: int
    cells: tuple[str, ...]
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    """The table of a view.

    Attributes:
        tags: the steps that can be chosen, (tag, words).
        has_goals: its columns are the six goals, and one can be chosen.
        groups: the journeys that can be chosen, (group, words).
        roles: country -> its roles.
        told: columns that stand under the pointer at a cell; () is all but the first two.
    """

    heads: tuple[str, ...]
    lines: tuple[Line, ...]
    tags: Sequence[tuple[str, str]]
    has_goals: bool = False
    groups: Sequence[tuple[str, str]] = ()
    roles: dict[str, str]
    told: tuple[int, ...] = ()


def _behind(row: Row, sources: Pool) -> tuple[str, str, str]:
    """Return the last three cells of a shown row: year, evidence, numbers of sources."""
    ids = [name for name in str(row["source_ids"]).split(BETWEEN) if name]
    return (
        str(row["as_of_year"] or "–"),
        GRADE_OF.get(str(row["evidence"]), "–"),
        numbered([sources(name) + 1 for name in ids]),
    )


BEHIND = ("As of", "Evidence", "Sources")


def _level(row: Row) -> tuple[str, int, str, str]:
    """Return tag, rank, words and how much is known of a shown level."""
    value = row["level"]
    unchecked = "○ " if row["is_unchecked"] == "yes" else ""
    known = "–" if row["known_share"] is None else f"{row['known_share']:.0%}"
    words = f"{unchecked}{row['level_in_words']}"
    if value is None:
        tag = NOT_JUDGED if "judged" in str(row["level_in_words"]).lower() else UNKNOWN
        return tag, LAST, words, known
    return str(value), int(value), words, known


LEVEL_TAGS = [*LEVELS, (UNKNOWN, "Not known")]


def of_goals(data: Data, rest: str, query: str, table: ShownTable, sources: Pool) -> Twin:
    """Return every country counted, goal by goal."""
    state, _ = GoalsState.read(rest, query)
    lines = []
    for row in table.rows:
        tag, rank, words, known = _level(row)
        then = "not known" if row["level_then"] is None else str(row["level_then"])
        moved = MOVED.get(str(row["moved"]), "can’t be compared").format(then)
        cells = (str(row["country"]), f"{row['goal']} {row['goal_name']}", words, known,
                 moved, *_behind(row, sources))  # fmt: skip
        lines.append(
            Line(iso3=row["iso3"], name=f"goal-{row['goal']}", tag=tag, rank=rank, cells=cells)
        )
    since = next((str(row["since"]) for row in table.rows if row["since"]), "before")
    heads = ("Country", "Goal", "Level", "Known", f"Against {since}", *BEHIND)
    roles = roles_of(data, (line.iso3 for line in lines))
    return Twin(
        heads=heads, lines=tuple(lines), tags=LEVEL_TAGS, has_goals=not state.goal, roles=roles
    )


def of_sheet(data: Data, _rest: str, query: str, table: ShownTable, sources: Pool) -> Twin:
    """Return every country of the sheet, goal by goal, with its promises."""
    state, _, _ = SheetState.read(data, query)
    lines = []
    for row in table.rows:
        tag, rank, words, known = _level(row)
        told = [(LOOKS[one].word, row[f"promises_{one}"]) for one in STATES]
        promises = ", ".join(f"{number} {word}" for word, number in told if number) or "none held"
        cells = (str(row["country"]), f"{row['goal']} {row['goal_name']}", words, known,
                 promises, *_behind(row, sources))  # fmt: skip
        lines.append(
            Line(iso3=row["iso3"], name=f"goal-{row['goal']}", tag=tag, rank=rank, cells=cells)
        )
    return Twin(
        heads=("Country", "Goal", "Level", "Known", "Promises", *BEHIND),
        lines=tuple(lines),
        tags=LEVEL_TAGS,
        has_goals=not state.goal,
        roles=roles_of(data, (line.iso3 for line in lines)),
    )


def of_coverage(data: Data, _rest: str, query: str, table: ShownTable, sources: Pool) -> Twin:
    """Return every country and goal, or country and question: asked, answered, checked."""
    state, _ = DataState.read(data, query)
    goals, measures = data.atlas.rubrics.goals, data.atlas.rubrics.measures
    lines = []
    for row in table.rows:
        asked, answered, checked = (int(row[name]) for name in ("asked", "answered", "checked"))
        measure = str(row["measure"] or "")
        what = measures[measure].label if measure else f"{row['goal']} {goals[row['goal']].short}"
        tag = "none" if not answered else "all" if answered == asked else "some"
        rank = round(1000 * answered / asked) if asked else LAST * 1000
        told = f"{answered} of {asked}" if asked else "not asked"
        speaks_for, *sourced = _behind(row, sources)
        year = str(row["speaks_for"] or "–") if state.goal else speaks_for
        cells = (str(row["country"]), what, told, str(checked), year, *sourced)
        lines.append(
            Line(
                iso3=row["iso3"],
                name=measure or f"goal-{row['goal']}",
                tag=tag if asked else NOT_JUDGED,
                rank=rank,
                cells=cells,
            )
        )
    what = "Question" if state.goal else "Goal"
    tags = [("none", "Nothing known"), ("some", "Some known"), ("all", "All known")]
    return Twin(
        heads=("Country", what, "Answered", "Checked", *BEHIND),
        lines=tuple(lines),
        tags=[tags[0], tags[2]] if state.goal else tags,
        has_goals=not state.goal,
        roles={str(row["iso3"]): str(row["roles"]) for row in table.rows},
    )


def of_gaps(data: Data, _rest: str, query: str, _table: ShownTable, sources: Pool) -> Twin:
    """Return every country and goal, or country and promise of one goal."""
    state = replace(GapState.read(data, query)[0], cell=None)
    gaps = gaps_of(data, state)
    of_cell: dict[tuple[str, str], list[Gap]] = {}
    for gap in commitments.shown_gaps(data, state, gaps):
        name = gap.commitment.commitment_id if state.goal else f"goal-{gap.commitment.goal}"
        of_cell.setdefault((gap.iso3, name), []).append(gap)
    heads = {column.name: column for column in gap_matrix.heads(data, state)}
    lines = []
    for row in gap_matrix.rows(data, state, gaps):
        for name, found, unchecked in zip(
            columns(data, state.goal), row.states, row.unchecked, strict=True
        ):
            one = of_cell.get((row.iso3, name), [])
            column = heads[name]
            what = f"{column.head}, {column.below.partition(',')[0]}" if state.goal else column.head
            code = CODE_OF[found]
            lines.append(
                Line(
                    iso3=row.iso3,
                    name=name,
                    tag=found,
                    rank=code if code >= 0 else LAST - code,
                    cells=(
                        row.name,
                        what,
                        ("○ " if unchecked else "") + LOOKS[found].word,
                        _told(data, one) if state.goal else _counted(one),
                        *_facts_behind(one, sources),
                    ),
                )
            )
    told = {line.tag for line in lines}
    return Twin(
        heads=("Country", "Promise" if state.goal else "Goal", "Kept?",
               "What the facts show" if state.goal else "Promises", *BEHIND),
        lines=tuple(lines),
        tags=[(one, LOOKS[one].word.capitalize()) for one in STATES if one in told],
        has_goals=not state.goal,
        roles=roles_of(data, (line.iso3 for line in lines)),
    )  # fmt: skip


def _facts(gap: Gap) -> list[Fact]:
    """Return the act of a promise and the facts that show whether it is kept."""
    every = [gap.promise, *(check.fact for check in gap.checks)]
    return [fact for fact in every if fact is not None]


def _counted(gaps: Sequence[Gap]) -> str:
    number = {one: sum(gap.state == one for gap in gaps) for one in STATES}
    return ", ".join(f"{n} {LOOKS[one].word}" for one, n in number.items() if n) or "none held"


def _told(data: Data, gaps: Sequence[Gap]) -> str:
    """Return what each measure of a promise says: ``Detention in law: permitted``."""
    measures = data.atlas.rubrics.measures
    told = []
    for gap in gaps:
        for check in gap.checks:
            if check.fact is None:
                continue
            steps = data.atlas.rubrics.steps(check.rule.measure)
            label = next(s.label for s in steps if s.value == check.fact.value)
            told.append(f"{measures[check.rule.measure].label}: {label.lower()}")
    return "; ".join(dict.fromkeys(told)) or "no fact tells"


def _facts_behind(gaps: Sequence[Gap], sources: Pool) -> tuple[str, str, str]:
    """Return year and evidence of the facts, and the numbers of their sources and the promises'."""
    facts = [fact for gap in gaps for fact in _facts(gap)]
    grades = {fact.evidence for fact in facts}
    told = [*(fact.source_id for fact in facts), *(gap.commitment.source_id for gap in gaps)]
    ids = dict.fromkeys(told)
    return (
        str(min((fact.as_of_year for fact in facts), default=0) or "–"),
        evidence_words(next((grade for grade in GRADES if grade in grades), "")),
        numbered([sources(source_id) + 1 for source_id in ids]),
    )


def roles_of(data: Data, iso3s: Iterable[str]) -> dict[str, str]:
    """Return the roles of countries on documented routes."""
    return {
        iso3: " ".join(dict.fromkeys(
            role for roles in data.atlas.routes_through(iso3).values() for role in roles
        ))
        for iso3 in dict.fromkeys(iso3s)
    }  # fmt: skip


Reads = Callable[[Data, str, str, ShownTable, Pool], Twin]
