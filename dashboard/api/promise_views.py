"""The pages on commitments, the timeline and good practice as the API's views."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.api.content import Content
from dashboard.api.found import Found
from dashboard.api.promise_models import Gap, HistoryYear, Milestone, Practice
from dashboard.api.promise_rows import gap_row, milestone_row, practice_row
from dashboard.api.view_models import CommitmentsView, PracticeView, TimelineView
from dashboard.components import practice_list, timeline_parts
from dashboard.pages import commitments
from dashboard.promise_state import GapState, PracticeState, TimelineState, gaps_of
from dashboard.said_views import PRACTICE, TIMELINE, gaps_title
from routes import YEARS, GoodPractice


def commitments_view(content: Content, _rest: str, query: str) -> Found:
    """Return every country and promise of the matrix, in its order."""
    data = content.data
    state, dropped = GapState.read(data, query)
    gaps = commitments.shown_gaps(data, state, gaps_of(data, state))
    rows = [gap_row(content, gap, state.lens) for gap in gaps]
    view = CommitmentsView(url=state.href(), title=gaps_title(data, state), rows=rows)
    return Found(view=view, lens=state.lens, dropped=dropped, rows=rows, row_shape=Gap)


def timeline_view(content: Content, _rest: str, query: str) -> Found:
    """Return the milestones; beside them law and practice in the countries that are drawn."""
    data = content.data
    state, dropped = TimelineState.read(data, query)
    rows = [milestone_row(one) for one in timeline_parts.milestones(data, state)]
    years = [
        HistoryYear(iso3=one.iso3, country=one.name, year=year, law=law, practice=done)
        for one in timeline_parts.histories(data, state)
        for year, law, done in zip(YEARS, one.law, one.practice, strict=True)
    ]
    view = TimelineView(url=state.href(), title=TIMELINE, milestones=rows, histories=years)
    return Found(
        view=view, lens=state.lens, dropped=dropped, rows=rows, row_shape=Milestone, more=years
    )


def practice_view(content: Content, rest: str, query: str) -> Found:
    """Return the practices of the list, or the one that the path names.

    Raises:
        UnknownNameError: there is no such case.
    """
    data = content.data
    if case_id := rest.strip("/")[: practice_list.LONGEST_NAME]:
        one = practice_list.case(data, case_id)
        return _practices((one,), one.title, f"/practice/{case_id}", ())
    state, dropped = PracticeState.read(data, query)
    return _practices(practice_list.found(data, state), PRACTICE, state.href(), dropped)


def _practices(
    shown: Sequence[GoodPractice], title: str, url: str, dropped: tuple[str, ...]
) -> Found:
    rows = [practice_row(one) for one in shown]
    view = PracticeView(url=url, title=title, rows=rows)
    return Found(view=view, lens=None, dropped=dropped, rows=rows, row_shape=Practice)
