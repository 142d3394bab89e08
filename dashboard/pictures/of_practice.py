"""The pictures of good practice: the list with what is known of each result, and one case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial

from dashboard import said_views
from dashboard.components.evidence import EVIDENCE, source_title
from dashboard.components.gap_card import place
from dashboard.components.practice_list import (
    FEATURED,
    LONGEST_NAME,
    NONE,
    NOT_SHOWN,
    case,
    found,
    serves,
    years,
)
from dashboard.data import Data
from dashboard.pictures.of_goals import listed
from dashboard.pictures.paper import Paper
from dashboard.pictures.practice_rows import draw_rows
from dashboard.pictures.subject import Box, Subject
from dashboard.promise_state import PracticeState
from routes import GoodPractice
from routes.words import count

SMALL = 0.92
NOT_KNOWN = "Not known to us."
MOST_TITLES = 4  # in the alternative text


def practice_subject(data: Data, name: str, query: str) -> Subject:
    """Return the practices of the list, or the one that ``name`` is.

    Raises:
        UnknownNameError: there is no such case.
    """
    if case_id := name.strip("/")[:LONGEST_NAME]:
        return _of_case(data, case(data, case_id))
    state, dropped = PracticeState.read(data, query)
    shown = found(data, state)
    return Subject(
        title=said_views.PRACTICE,
        line=said_views.practice_line(data, state),
        alt=_alt(data, state, shown),
        evidence=_evidence(shown),
        sources=lambda: [one.source_id for one in shown],
        back=state.href(),
        draw=partial(_draw, data, shown),
        dropped=dropped,
        notes=(NOT_SHOWN,),
    )


def _evidence(shown: Sequence[GoodPractice]) -> str:
    if not shown:
        return "Nothing is known here."
    named = sum(one.evidence == "named" for one in shown)
    practices = count(len(shown), "practice")
    if not named:
        return f"All of {practices} are known from sources that were read."
    are = "is" if named == 1 else "are"
    return f"{named} of {practices} {are} named in a source and not yet checked."


def _alt(data: Data, state: PracticeState, shown: Sequence[GoodPractice]) -> str:
    if not shown:
        return f"List of documented good practice. {NONE} That is no finding: the list is short."
    by_goal = Counter(one.goal for one in shown)
    goals = ", ".join(f"goal {goal} {number}" for goal, number in sorted(by_goal.items()))
    titles = "; ".join(
        f"{one.title} ({_where(data, one)}, {years(one)})" for one in shown[:MOST_TITLES]
    )
    unknown = sum(not one.result for one in shown)
    return (
        f"List of good practice. {said_views.practice_line(data, state)} By goal: {goals}. Result "
        f"not known to us: {unknown}. First: {titles}."
    )


def _where(data: Data, one: GoodPractice) -> str:
    if len(one.iso3s) > 3:
        return f"{len(one.iso3s)} countries"
    return ", ".join(map(data.name, one.iso3s))


def _draw(data: Data, shown: Sequence[GoodPractice], paper: Paper, box: Box) -> float:
    if not shown:
        return paper.paragraph(box.x, box.y, box.width, NONE)
    return draw_rows(data, shown, paper, box)


# -- One case ----------------------------------------------------------------------------------
def _of_case(data: Data, one: GoodPractice) -> Subject:
    goal = data.atlas.rubrics.goals[one.goal]
    names = ", ".join(map(data.name, one.iso3s))
    return Subject(
        title=one.title,
        line=one.what,
        alt=f"Good practice for goal {one.goal}, {goal.short.lower()}, in {names}, {years(one)}. "
        f"{said_views.case_words(one)} " + ("" if one.result else NOT_SHOWN),
        evidence=f"{EVIDENCE[one.evidence][1]}; {one.confidence} confidence.",
        sources=partial(_sources_of_case, data, one),
        back=f"/practice/{one.case_id}",
        draw=partial(_draw_case, data, one),
        notes=(NOT_SHOWN,) if one.result else (),  # else it stands beside the result
    )


def _sources_of_case(data: Data, one: GoodPractice) -> Iterable[str]:
    yield one.source_id
    for commitment in serves(data, one):
        yield commitment.source_id


def _draw_case(data: Data, one: GoodPractice, paper: Paper, box: Box) -> float:
    em, gap = paper.em, 2.4 * paper.em
    goal = data.atlas.rubrics.goals[one.goal]
    facts = [
        ("Goal", f"{one.goal} {goal.title}"),
        ("Where", _names(paper, [data.name(iso3) for iso3 in one.iso3s], box.width * 0.4)),
        ("Countries of", ", ".join(one.roles)),
        ("When", years(one)),
        ("Who", ", ".join(one.actors) or "not known"),
        ("What it gives", ", ".join(one.services)),
        ("Beyond Borders", FEATURED[one.in_beyond_borders]),
    ]
    is_wide = box.width > 60 * em
    wide = (box.width - gap) / 2 if is_wide else box.width
    taken = _facts(paper, Box(box.x, box.y, wide), facts)
    if is_wide:
        beside = Box(box.x + wide + gap, box.y, wide, box.height)
        return max(taken, _results(data, one, paper, beside))
    taken += 0.8 * em
    room = max(box.height - taken, 1.0) if box.height else float("inf")
    return taken + _results(data, one, paper, Box(box.x, box.y + taken, wide, room))


def _names(paper: Paper, names: Sequence[str], room: float) -> str:
    return listed(paper, "", names, room, most=4).removesuffix(".")


def _facts(paper: Paper, box: Box, facts: Sequence[tuple[str, str]]) -> float:
    em, y = paper.em, box.y
    left = 8.2 * em
    for label, told in facts:
        paper.text(box.x, y + SMALL * em, label, size=SMALL, fill="quiet")
        y += paper.paragraph(box.x + left, y, box.width - left, told, size=SMALL) + 0.5 * em
    return y - box.y


def _results(data: Data, one: GoodPractice, paper: Paper, box: Box) -> float:
    """Write what is known of it: measures and promises in full where that has room."""
    in_full = _written(Paper(paper.theme, paper.em), box, _parts(data, one, paper, box, True))
    return _written(paper, box, _parts(data, one, paper, box, in_full <= box.height))


def _written(paper: Paper, box: Box, parts: Sequence[tuple[str, Sequence[str]]]) -> float:
    em, y = paper.em, box.y
    for head, told in parts:
        y += paper.paragraph(box.x, y, box.width, head, size=1.05, face="serif-600") + 0.1 * em
        for words in told:
            y += paper.paragraph(box.x, y, box.width, words, size=SMALL) + 0.2 * em
        y += 0.5 * em
    return y - box.y


def _parts(
    data: Data, one: GoodPractice, paper: Paper, box: Box, in_full: bool
) -> list[tuple[str, Sequence[str]]]:
    measures = [data.atlas.rubrics.measures[name] for name in one.measures]
    promises = serves(data, one)
    checked = f"{EVIDENCE[one.evidence][1]}, {one.confidence} confidence."
    if in_full:
        moved = [f"{measure.label}: {measure.meaning}" for measure in measures]
        served = [f"{place(each)}: {each.promise}" for each in promises]
    else:
        moved = [_listed(paper, box, [measure.label for measure in measures])]
        served = [_listed(paper, box, [place(each) for each in promises])]
    return [
        ("What is known of its result", [one.result or f"{NOT_KNOWN} {NOT_SHOWN}"]),
        ("Who says so", [f"{source_title(data, one.source_id)}. {checked}"]),
        ("The measures it moves",
         moved if measures
         else [f"No measure of this atlas tells of it; it belongs to goal {one.goal}."]),
        ("The commitments it serves",
         served if promises else ["No promise is measured by what this practice moves."]),
    ]  # fmt: skip


def _listed(paper: Paper, box: Box, names: Sequence[str]) -> str:
    return listed(paper, "", names, box.width, most=4, between="; ")
