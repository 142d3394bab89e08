"""What views of goals, promises, sheets, what-ifs, coverage and records are called and show.

One wording for page, frame, picture, table and citation; the other views' stands in ``said``.
"""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.colouring import child_in_words
from dashboard.components import gap_matrix, goal_parts, practice_list, timeline_parts
from dashboard.components.coverage_rows import Row
from dashboard.components.what_if_form import way_words
from dashboard.data import Data
from dashboard.data_state import DataState
from dashboard.goals_state import GoalsState
from dashboard.promise_state import GapState, PracticeState, TimelineState
from dashboard.route_list import Item, ListState
from dashboard.sheet_state import SheetState
from dashboard.state import Lens
from dashboard.what_if_state import NOT_FACT, WhatIfState
from routes import GOALS, STATES, Effect, Gaps, GoodPractice, OpenQuestions, Sheet, WhatIf
from routes.words import count, percent

ALL_GOALS = "Six goals: what each asks, and where the world stands"
SHEET = "Negotiation sheet"
COVERAGE, MISSING = "What is known, and of what nothing", "What is missing most"
NO_LEVELS = (
    "These colours are no levels of protection: a full row can hold bad news. It says how much is "
    "known, not how a child fares."
)
JOURNEYS = "What one child meets on each documented route"
TIMELINE = "What happened when"
PRACTICE = "Documented good practice"  # for most of it no result is known


def child_and_year(lens: Lens) -> str:
    """Return the child and the year, as a sentence begins."""
    child = child_in_words(lens.child)
    return f"{child[:1].upper()}{child[1:]}, in {lens.year}"


def goals_title(data: Data, state: GoalsState) -> str:
    if not state.goal:
        return ALL_GOALS
    return f"Goal {state.goal}: {data.atlas.rubrics.goals[state.goal].title}"


def goals_line(data: Data, state: GoalsState) -> str:
    start = child_and_year(state.lens)
    if state.goal:
        found = state.standing(data, state.goal)
        said = (goal_parts.known_words(found), goal_parts.moved_words(found))
        return f"{start}. {' '.join(filter(None, said))}"
    told = []
    for goal in state.goals:
        found = state.standing(data, goal)
        if found.is_judged:
            told.append(f"goal {goal} for {percent(found.known_share)}")
    total = len(state.standing(data, state.goals[0]).countries)
    return f"{start}. Known, of {count(total, 'country', 'countries')}: {', '.join(told)}."


def gaps_title(data: Data, state: GapState) -> str:
    if state.goal == 0:
        return "What was promised, and what the facts show"
    return f"Promised for goal {state.goal}: {data.atlas.rubrics.goals[state.goal].title.lower()}"


def gaps_line(data: Data, state: GapState, gaps: Gaps) -> str:
    cells = gap_matrix.codes(data, GapState(goal=state.goal, lens=state.lens), gaps)
    number = {one: sum(found == one for found in cells.values()) for one in STATES}
    return (
        f"{child_and_year(state.lens)}: of "
        f"{count(len(cells), 'country', 'countries')} shown, "
        f"{count(number['not_kept'], 'country', 'countries')} with a promise not kept; of "
        f"{number['unknown']} nothing is known."
    )


def sheet_title(data: Data, state: SheetState, sheet: Sheet) -> str:
    if not sheet.rows:
        return SHEET
    return f"{SHEET}: {state.set_words(data, len(sheet.rows))}"


def sheet_line(state: SheetState, sheet: Sheet) -> str:
    start = child_and_year(state.lens)
    if not sheet.rows:
        return f"{start}. No country is on the sheet."
    judged = [goal for goal in GOALS if sheet.rubrics.goals[goal].is_judged]
    known = sum(row.cell(goal).level is not None for row in sheet.rows for goal in judged)
    broken = sum(
        any(cell.promises.counts.get("not_kept") for cell in row.cells) for row in sheet.rows
    )
    return (
        f"{start}: {known} of {count(len(sheet.rows) * len(judged), 'level')} known; "
        f"{count(broken, 'country', 'countries')} with a promise not kept; "
        f"{count(len(sheet.ways), 'documented journey')} through at least two of them."
    )


def what_if_title(made: WhatIf) -> str:
    """Return the question with the words that say what the answer is."""
    return f"{made.title} {NOT_FACT}"


def what_if_line(data: Data, state: WhatIfState, effect: Effect) -> str:
    first = effect.sentences()[0].text if state.changes else "Levers ranked."
    return (
        f"{NOT_FACT}: for {child_in_words(state.lens.child)}, in {state.lens.year}, on "
        f"{way_words(data, state)}. {first}"
    )


def coverage_title(data: Data, state: DataState) -> str:
    if state.view == "tables":
        return "Data"
    if state.view == "missing":
        return MISSING
    if state.goal == 0:
        return COVERAGE
    return f"What is known for goal {state.goal}: {data.atlas.rubrics.goals[state.goal].short}"


def coverage_line(state: DataState, shown: Sequence[Row]) -> str:
    asked = sum(row.whole.asked for row in shown)
    answered = sum(row.whole.answered for row in shown)
    checked = sum(row.whole.checked for row in shown)
    share = f" ({100 * answered / asked:.0f} %)" if asked else ""
    return (
        f"{child_and_year(state.lens)}: {answered:,} of {asked:,} questions"
        f"{share} have an answer in {count(len(shown), 'country', 'countries')}; "
        f"{answered - checked:,} of the answers are not yet checked in their source."
    )


def journeys_line(state: ListState, found: Sequence[Item]) -> str:
    """Return what a list of routes shows: how weak they are, and how much of it is known."""
    start = f"{child_and_year(state.lens)}: {count(len(found), 'documented route')}"
    if not found:
        return f"{start}."
    known, asked = (sum(getattr(one, name) for one in found) for name in ("known", "asked"))
    levels = [one.weakest_level for one in found if one.weakest_level is not None]
    weakest = (
        f" The lowest level known is {min(levels)}, on {levels.count(min(levels))} of them."
        if levels
        else ""
    )
    return (
        f"{start}, each told by its first branch.{weakest} {known:,} of {asked:,} levels are known."
    )


def missing_line(state: DataState, ranked: OpenQuestions) -> str:
    only = {"unknown": "those without an answer", "unchecked": "those not yet checked"}
    shown = [only[state.standing]] if state.standing in only else []
    if state.order == "children":
        shown.append("those with a figure of recorded children on a route")
    listed = f" Listed: only {', of these '.join(shown)}." if shown else ""
    return (
        f"{child_and_year(state.lens)}: {len(ranked.rows):,} of {ranked.asked:,} questions have no "
        f"answer, or one not yet checked.{listed}"
    )


def timeline_line(data: Data, state: TimelineState) -> str:
    pairs = [pair for one in timeline_parts.histories(data, state) for pair in one.pairs]
    first = sum(pair.years_after > 0 for pair in pairs)
    same = sum(pair.years_after == 0 for pair in pairs)
    later = len(pairs) - first - same
    return (
        f"{count(len(timeline_parts.milestones(data, state)), 'milestone')}. Where law and "
        f"practice both changed in one direction and both are known ({count(len(pairs), 'time')}): "
        f"the law came first {first}, practice first {later}, both in the same year {same}."
    )


def practice_line(data: Data, state: PracticeState) -> str:
    shown = practice_list.found(data, state)
    told = sum(bool(one.result) for one in shown)
    read = sum(one.evidence == "read" for one in shown)
    return (
        f"{count(len(shown), 'documented practice')} in "
        f"{count(len({i for one in shown for i in one.iso3s}), 'country', 'countries')}: a result "
        f"is reported for {told}; {read} were read in their source, the others are named and not "
        "yet checked."
    )


def case_words(one: GoodPractice) -> str:
    """Return what a practice is and what came of it, in two sentences."""
    return f"{one.what} {one.result or 'No result is known to us.'}"
