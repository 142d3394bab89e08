"""The timeline and good practice as rows: what the records say, with their sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from dashboard import said_views
from dashboard.components import practice_list, timeline_parts
from dashboard.components.evidence import EVIDENCE, source_title
from dashboard.data import Data
from dashboard.promise_state import PracticeState, TimelineState
from dashboard.shown.table import (
    BEHIND,
    BETWEEN,
    CHILD,
    Column,
    Row,
    ShownTable,
    behind,
    child_cells,
    sources_of,
)
from dashboard.state import Lens
from geodata.own import is_own
from routes import YEARS, GoodPractice, History
from routes.histories import LAW, PRACTICE

OF_TIMELINE = (
    Column("shown", "milestone, or law or practice of detention in a country over a span of years"),
    Column("date", "Of a milestone: YYYY-MM-DD, YYYY-MM or YYYY, as exactly as it is known"),
    Column("from_year", "First year of the span; of a milestone its year"),
    Column("to_year", "Last year of the span"),
    Column("scope", "global, regional or national"),
    Column("iso3s", "Countries, ISO 3166-1 alpha-3; empty: none alone"),
    Column("countries", "Their names"),
    Column("goal", "Policy goal, 1 to 6; empty: it bears on all"),
    Column("kind", "Kind of milestone, or the measure"),
    Column("title", "The milestone"),
    Column("summary", "What happened"),
    Column("value", "Value of the measure; empty is not known"),
    Column("value_in_words", "The same in words, as on screen"),
    Column("confidence", "Of a milestone: high, medium or low"),
    Column("newest_as_of_year", "Of a span: the newest year that a fact behind it speaks for"),
)
OF_PRACTICE = (
    Column("case_id", "Our name of the practice"),
    Column("title", "Its title"),
    Column("iso3s", "Countries, ISO 3166-1 alpha-3"),
    Column("countries", "Their names"),
    Column("goal", "Policy goal, 1 to 6"),
    Column("roles", "Roles of the countries on the way that it is for"),
    Column("in_beyond_borders", "Featured in UNICEF's Beyond Borders: yes, no, unknown"),
    Column("from_year", "Since when; empty is not known"),
    Column("to_year", "Until when; empty: goes on, or not known"),
    Column("what", "What is done"),
    Column("result", "What was reported to have come of it; empty is not known to us"),
    Column("actors", "Who does it"),
    Column("services", "What it gives"),
    Column("measures", "Measures that it moves"),
    Column("confidence", "high, medium or low"),
)
NAMES = ("evidence", "origin", "source_ids", "sources", "publishers", "source_years", "source_urls")
SOURCE = tuple(column for column in BEHIND if column.name in NAMES)
FEATURED = {True: "yes", False: "no", None: "unknown"}


def of_timeline(data: Data, _name: str, query: str) -> ShownTable:
    """Return the milestones in their order, then law and practice of the countries drawn."""
    state, _ = TimelineState.read(data, query)
    rows: list[Row] = [
        {
            "shown": "milestone",
            "date": one.date,
            "from_year": one.year,
            "to_year": one.year,
            "scope": one.scope,
            **_countries(data, one.iso3s),
            "goal": one.goal,
            "kind": one.kind,
            "title": one.title,
            "summary": one.summary,
            "confidence": one.confidence,
            **_source(data, one.source_id, one.evidence),
        }
        for one in timeline_parts.milestones(data, state)
    ]
    for found in timeline_parts.histories(data, state):
        rows += _spells(data, state.lens, found)
    return ShownTable(
        title=said_views.TIMELINE,
        line=said_views.timeline_line(data, state),
        back=state.href(),
        name=f"timeline-{state.lens.year}",
        lens=state.lens,
        columns=(*OF_TIMELINE, *CHILD, *BEHIND),
        rows=tuple(rows),
        source_ids=sources_of(rows),
    )


def _spells(data: Data, lens: Lens, found: History) -> Iterator[Row]:
    """Return a row for each span of years with one value of law, then of practice."""
    for word, measure, values in (("law", LAW, found.law), ("practice", PRACTICE, found.practice)):
        labels = {step.value: step.label for step in data.atlas.rubrics.steps(measure)}
        for first, last, value in spans(values):
            facts = (
                timeline_parts.facts_within(data, lens, found.iso3, measure, first, last)
                if value
                else ()
            )
            yield {
                "shown": word,
                "from_year": first,
                "to_year": last,
                **_countries(data, (found.iso3,)),
                "goal": 2,
                "kind": measure,
                "value": value,
                "value_in_words": labels[value] if value else "Not known",
                "newest_as_of_year": max((fact.as_of_year for fact in facts), default=None),
                **child_cells(lens),
                **behind(data, facts),
            }


def spans(values: Sequence[str | None]) -> Iterator[tuple[int, int, str | None]]:
    """Return (first year, last year, value) for each run of the same value over ``YEARS``."""
    start = 0
    for at in range(1, len(values) + 1):
        if at == len(values) or values[at] != values[start]:
            yield YEARS[start], YEARS[at - 1], values[start]
            start = at


def of_practice(data: Data, name: str, query: str) -> ShownTable:
    """Return the practices of the list, or the one that ``name`` is.

    Raises:
        UnknownNameError: there is no such case.
    """
    if case_id := name.strip("/")[: practice_list.LONGEST_NAME]:
        one = practice_list.case(data, case_id)
        return _practices(
            data, (one,), one.title, said_views.case_words(one), f"/practice/{case_id}"
        )
    state, _ = PracticeState.read(data, query)
    shown = practice_list.found(data, state)
    return _practices(
        data, shown, said_views.PRACTICE, said_views.practice_line(data, state), state.href()
    )


def _practices(
    data: Data, shown: Sequence[GoodPractice], title: str, line: str, back: str
) -> ShownTable:
    rows: list[Row] = [
        {
            "case_id": one.case_id,
            "title": one.title,
            **_countries(data, one.iso3s),
            "goal": one.goal,
            "roles": BETWEEN.join(one.roles),
            "in_beyond_borders": FEATURED[one.in_beyond_borders],
            "from_year": one.from_year,
            "to_year": one.to_year,
            "what": one.what,
            "result": one.result or None,
            "actors": BETWEEN.join(one.actors),
            "services": BETWEEN.join(one.services),
            "measures": BETWEEN.join(one.measures),
            "confidence": one.confidence,
            **_source(data, one.source_id, one.evidence),
        }
        for one in shown
    ]
    case_id = f"-{shown[0].case_id}" if back.startswith("/practice/") else ""
    return ShownTable(
        title=title,
        line=line,
        back=back,
        name=f"practice{case_id}",
        lens=Lens(),
        columns=(*OF_PRACTICE, *SOURCE),
        rows=tuple(rows),
        source_ids=sources_of(rows),
        has_child=False,
    )


def _countries(data: Data, iso3s: Sequence[str]) -> Row:
    return {
        "iso3s": BETWEEN.join(iso3s) or None,
        "countries": BETWEEN.join(data.name(iso3) for iso3 in iso3s) or None,
    }


def _source(data: Data, source_id: str, evidence: str) -> Row:
    source = data.atlas.sources.loc[source_id]

    def told(name: str) -> Any:
        return "" if pd.isna(source[name]) else str(source[name])

    return {
        "evidence": EVIDENCE[evidence][1],
        "origin": "own" if is_own(source_id) else "atlas",
        "source_ids": source_id,
        "sources": source_title(data, source_id),
        "publishers": told("publisher"),
        "source_years": told("year"),
        "source_urls": told("url"),
    }
