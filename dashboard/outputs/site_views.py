"""Which views a static site holds when no list says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dashboard.data import Data
from dashboard.data_state import DataState
from dashboard.goals_state import GoalsState
from dashboard.outputs.batch import Line
from dashboard.outputs.view import asked_view
from dashboard.outputs.wanted import PICTURES, form_of
from dashboard.promise_state import GapState, PracticeState, TimelineState, columns
from dashboard.ways import JourneyState, Way
from routes import GOALS

GROUPS = (
    "maps", "journeys", "countries", "goals", "commitments", "coverage", "timeline", "practice",
)  # fmt: skip
ALL_GOALS = 0
SITE_FORMS = (".html", ".svg", ".csv", ".xlsx")  # no browser is needed for any of them


def usual_views(data: Data, groups: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Return page and name without ending.

    Maps, every journey, every country on the routes, the six goals, what was promised for each,
    how much is known, the timeline, good practice case by case. Sheets and what-ifs are their
    readers' own: a list names them.
    """
    if "maps" in groups:
        measure = "detention_practice"
        yield f"/?colour={measure}", f"maps/{measure}"
        for colour, colouring in data.colourings.items():
            if colouring.goal and data.atlas.rubrics.goals[colouring.goal].is_judged:
                yield f"/?colour={colour}", f"maps/{colour}"
    if "journeys" in groups:
        for route in data.atlas.routes.values():
            first = route.journeys[0].branch
            for journey in route.journeys:
                way = Way.of(journey, first_branch=first)
                yield JourneyState(way=way).href(), f"journeys/{way}"
    if "countries" in groups:
        on = {iso3 for route in data.atlas.routes.values() for iso3 in route.roles()}
        for iso3 in sorted(on, key=data.name):
            yield f"/country/{iso3}", f"countries/{iso3}"
    for goal in (ALL_GOALS, *GOALS):
        name = f"goal-{goal}" if goal else "all-goals"
        if "goals" in groups:
            yield GoalsState(goal=goal).href(), f"goals/{name}"
        if "commitments" in groups and (goal == ALL_GOALS or columns(data, goal)):
            yield GapState(goal=goal).href(), f"commitments/{name}"
    if "coverage" in groups:
        yield DataState(view="coverage").href(), "coverage/all-goals"
    if "timeline" in groups:
        yield TimelineState().href(), "timeline/law-and-practice"
    if "practice" in groups:
        yield PracticeState().href(), "practice/all-goals"
        for case_id in data.atlas.records.practices:
            yield f"/practice/{case_id}", f"practice/{case_id}"


def lines_of(data: Data, groups: Sequence[str], forms: Sequence[str], theme: str) -> list[Line]:
    """Return every file of the usual site; one-file pages first, so that the most is there soon."""
    looks = {"theme": theme}
    found: list[Line] = []
    for view, name in usual_views(data, groups):
        has_picture = bool(asked_view(view).picture)
        for form in forms:
            if form in PICTURES and not has_picture:
                continue
            found.append(Line(view=view, to=name + form, looks=looks, row=len(found) + 1))
    return found


def pages_of(lines: Sequence[Line]) -> dict[str, str]:
    """Return page -> its one-file page, for the links between them; the first of a page counts."""
    from dashboard.onefile.links import file_key

    found: dict[str, str] = {}
    for line in lines:
        try:
            is_page = form_of(line.to) == ".html"
            page = asked_view(line.view).page if is_page else ""
        except Exception:  # the run itself tells what is wrong with the line
            continue
        if page:
            found.setdefault(file_key(page), line.to)
    return found
