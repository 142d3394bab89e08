"""Commitments, milestones, good practice, and promises beside practice: their endpoints."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from dashboard.api import models, questions
from dashboard.api import promise_models as shapes
from dashboard.api.asked import AsTable, Said, answer, examples, not_covered, paged
from dashboard.api.content import Content
from dashboard.api.filters import check_known, countries_of, noted
from dashboard.api.promise_rows import commitment_row, gap_row, milestone_row, practice_row
from dashboard.promise_state import countries_on
from routes import YEARS, UnknownNameError
from routes.gaps import CODE_OF
from routes.model import ROLES

TAGS: list[str | Enum] = ["promises and practice"]
CaseId = Annotated[str, Path(pattern=questions.NAME, description="A case_id.")]


def add_promises(router: APIRouter, content: Content) -> None:
    data = content.data
    atlas = data.atlas

    @router.get(
        "/commitments",
        tags=TAGS,
        summary="What was promised",
        response_model=models.Envelope[list[shapes.Commitment]],
        openapi_extra=examples("/commitments?goal=2", "/commitments.csv?instrument_id=CRC"),
    )
    def commitments(asked: AsTable, query: Annotated[questions.OfCommitments, Query()]) -> Response:
        """Every promise with its instrument, locator and source; who made it is in /gaps."""
        if query.instrument_id is not None:
            check_known("instrument_id", query.instrument_id, atlas.promise_rules.instruments)
        found = atlas.commitments(goal=query.goal, instrument_id=query.instrument_id)
        shown, said = paged(found, asked, query)
        return answer(
            asked,
            _or_unknown(said),
            [commitment_row(content, one) for one in shown],
            shape=models.Envelope[list[shapes.Commitment]],
            row_shape=shapes.Commitment,
        )

    @router.get(
        "/timeline",
        tags=TAGS,
        summary="Milestones",
        response_model=models.Envelope[list[shapes.Milestone]],
        openapi_extra=examples("/timeline?first_year=2016", "/timeline.csv?iso3=GBR&goal=2"),
    )
    def timeline(asked: AsTable, query: Annotated[questions.OfTimeline, Query()]) -> Response:
        """Milestones in order of time; with a country, also those of the world and of regions."""
        chosen = countries_of(content, query.iso3) if query.iso3 else None
        found = atlas.timeline(
            goal=query.goal,
            iso3s=chosen.iso3s if chosen else None,
            first_year=query.first_year,
        )
        shown, said = paged(found, asked, query)
        said = noted(_or_unknown(said), *(chosen.notes if chosen else ()))
        return answer(
            asked,
            said,
            [milestone_row(one) for one in shown],
            shape=models.Envelope[list[shapes.Milestone]],
            row_shape=shapes.Milestone,
        )

    @router.get(
        "/practices",
        tags=TAGS,
        summary="Documented good practice",
        response_model=models.Envelope[list[shapes.Practice]],
        openapi_extra=examples("/practices?goal=2&role=transit", "/practices.csv"),
    )
    def practices(asked: AsTable, query: Annotated[questions.OfPractices, Query()]) -> Response:
        """Good practice by goal, role, country and measure; a result is what was reported."""
        if query.measure is not None:
            check_known("measure", query.measure, atlas.rubrics.measures)
        chosen = countries_of(content, query.iso3) if query.iso3 else None
        iso3 = chosen.iso3s[0] if chosen and chosen.iso3s else None
        found = atlas.practices(goal=query.goal, role=query.role, iso3=iso3, measure=query.measure)
        is_lost = chosen is not None and iso3 is None
        shown, said = paged(() if is_lost else found, asked, query)
        said = noted(_or_unknown(said), *(chosen.notes if chosen else ()))
        if is_lost:
            said = replace(said, empty_because="no such country")
        return answer(
            asked,
            said,
            [practice_row(one) for one in shown],
            shape=models.Envelope[list[shapes.Practice]],
            row_shape=shapes.Practice,
        )

    some_case = next(iter(atlas.records.practices), "none")

    @router.get(
        "/practices/{case_id}",
        tags=TAGS,
        summary="One good practice",
        response_model=models.Envelope[shapes.Practice],
        openapi_extra=examples(f"/practices/{some_case}"),
    )
    def practice(asked: AsTable, case_id: CaseId) -> Response:
        """One good practice by its case_id."""
        held = atlas.records.practices
        if case_id not in held:
            raise UnknownNameError("practice", case_id, held)
        found = practice_row(held[case_id])
        shape = models.Envelope[shapes.Practice]
        return answer(
            asked, Said(total=1), found, shape=shape, rows=[found], row_shape=shapes.Practice
        )

    @router.get(
        "/gaps",
        tags=TAGS,
        summary="Promises beside practice",
        response_model=models.Envelope[list[shapes.Gap]],
        openapi_extra=examples(
            "/gaps?goal=2&state=not_kept", "/gaps.csv?iso3=LBY,ITA&status=refugee&per_page=200"
        ),
    )
    def gaps(asked: AsTable, query: Annotated[questions.OfGaps, Query()]) -> Response:
        """One row a country and promise: the act that made it, and what the facts show.

        Countries on documented routes unless some are named. Promises without any recorded act of
        a country are left out: see /commitments.
        """
        return _gaps(asked, query, content)


def _gaps(asked: AsTable, query: questions.OfGaps, content: Content) -> Response:
    data, lens = content.data, query.lens
    if query.route_id is not None:
        check_known("route_id", query.route_id, data.route_ids)
    shape = models.Envelope[list[shapes.Gap]]
    if lens.year not in YEARS:
        _, said = paged((), asked, query)
        reason = not_covered(lens.year)
        said = noted(said, *reason["notes"])
        said = replace(said, lens=lens, empty_because="year not covered")
        return answer(asked, said, [], shape=shape, row_shape=shapes.Gap)
    chosen = countries_of(content, query.iso3)
    on = set(chosen.iso3s)
    if query.iso3 is None or query.route_id or query.role:
        routes = (query.route_id,) if query.route_id else ()
        on &= countries_on(data, routes, (query.role,) if query.role else ROLES)
    found = data.gaps(data.age_class(lens.child), lens.year, lens.checked).only(on)
    wanted = None if query.state is None else CODE_OF[query.state]
    pairs = [
        (iso3, one.commitment_id)
        for row, iso3 in enumerate(found.countries)
        for column, one in enumerate(found.commitments)
        if query.goal in (None, one.goal) and (wanted is None or found.codes[row, column] == wanted)
    ]
    shown, said = paged(pairs, asked, query)
    said = noted(_or_unknown(said), *chosen.notes)
    if not chosen.iso3s:
        said = replace(said, empty_because="no such country")
    return answer(
        asked,
        replace(said, lens=lens),
        [gap_row(content, found.gap(*pair), lens) for pair in shown],
        shape=shape,
        row_shape=shapes.Gap,
    )


def _or_unknown(said: Said) -> Said:
    return said if said.total else replace(said, empty_because="unknown")
