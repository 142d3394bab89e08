"""How much is known, and which fact would teach us most: their endpoints."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum
from typing import Annotated, Any

import numpy as np
from fastapi import APIRouter, Query, Response

from dashboard.api import models, questions
from dashboard.api.asked import AsTable, Said, answer, examples, not_covered, paged
from dashboard.api.content import Content
from dashboard.api.coverage_models import Coverage, OpenQuestion
from dashboard.api.filters import check_known, countries_of, noted
from dashboard.api.known_rows import open_row
from dashboard.data_state import DataState
from dashboard.promise_state import countries_on
from routes import GOALS, YEARS
from routes import OpenQuestion as Ranked
from routes.model import ROLES, Role

TAGS: list[str | Enum] = ["what is known"]


def add_coverage(router: APIRouter, content: Content) -> None:
    @router.get(
        "/coverage",
        tags=TAGS,
        summary="How much is known: country x goal for a child and year",
        response_model=models.Envelope[list[Coverage]],
        openapi_extra=examples(
            "/coverage?route_id=central-med-horn&goal=4", "/coverage.csv?iso3=LBY,ITA"
        ),
    )
    def coverage(asked: AsTable, query: Annotated[questions.OfCoverage, Query()]) -> Response:
        """How many of the rubrics' questions have an answer, and how many answers are checked.

        Countries on documented routes unless some are named.
        """
        return _coverage(asked, query, content)

    @router.get(
        "/open-questions",
        tags=TAGS,
        summary="Which fact would teach us most",
        response_model=models.Envelope[list[OpenQuestion]],
        openapi_extra=examples(
            "/open-questions?per_page=10",
            "/open-questions.csv?route_id=darien-usa&order=children&standing=unknown",
        ),
    )
    def open_questions(
        asked: AsTable, query: Annotated[questions.OfOpenQuestions, Query()]
    ) -> Response:
        """What is not known, or not checked, on documented routes, by what hangs on it.

        Figures of recorded children stand beside it and are never added up.
        """
        return _open_questions(asked, query, content)


def _chosen(
    content: Content, query: questions.OfCoverage
) -> tuple[list[str], tuple[str, ...], dict[str, Any]]:
    """Return the countries asked for, what is said of the others, and why there is nothing."""
    if query.route_id is not None:
        check_known("route_id", query.route_id, content.data.route_ids)
    chosen = countries_of(content, query.iso3)
    iso3s = list(chosen.iso3s)
    if query.iso3 is None or query.route_id or query.role:
        routes = (query.route_id,) if query.route_id else ()
        on = countries_on(content.data, routes, (query.role,) if query.role else ROLES)
        iso3s = [iso3 for iso3 in iso3s if iso3 in on]
    if query.year not in YEARS:
        return [], chosen.notes, not_covered(query.year)
    reason = {} if chosen.iso3s else {"empty_because": "no such country"}
    return iso3s, chosen.notes, reason


def _said(said: Said, query: questions.OfCoverage, notes: Any, reason: dict[str, Any]) -> Said:
    because = dict(reason)
    if not said.total and not because:
        because = {"empty_because": "not applicable"}
    said = noted(said, *notes, *because.pop("notes", ()))
    return replace(said, lens=query.lens, **because)


def _coverage(asked: AsTable, query: questions.OfCoverage, content: Content) -> Response:
    data, lens = content.data, query.lens
    iso3s, notes, reason = _chosen(content, query)
    goals = [query.goal] if query.goal else list(GOALS)
    shown, said = paged([(iso3, goal) for iso3 in iso3s for goal in goals], asked, query)
    rows = []
    if shown:
        child = data.age_class(lens.child)
        found = data.coverage(child, lens.checked)
        y = data.world(child, lens.checked).year_index(lens.year)
        at = {iso3: i for i, iso3 in enumerate(found.countries)}
        for iso3, goal in shown:
            i = at[iso3]
            counts = [int(c[i, goal - 1, y]) for c in (found.asked, found.answered, found.checked)]
            age = found.age[i, y]
            state = DataState(view="coverage", lens=lens, goal=goal)
            rows.append(
                Coverage(
                    iso3=iso3,
                    country=data.name(iso3),
                    roles=_roles(content, iso3),
                    goal=goal,
                    asked=counts[0],
                    answered=counts[1],
                    checked=counts[2],
                    known_share=round(counts[1] / counts[0], 4) if counts[0] else 0.0,
                    middle_age=None if np.isnan(age) else int(age),
                    url=state.href(),
                )
            )
    shape = models.Envelope[list[Coverage]]
    return answer(asked, _said(said, query, notes, reason), rows, shape=shape, row_shape=Coverage)


def _roles(content: Content, iso3: str) -> list[Role]:
    through = content.data.atlas.routes_through(iso3).values()
    return [role for role in ROLES if any(role in roles for roles in through)]


def _open_questions(asked: AsTable, query: questions.OfOpenQuestions, content: Content) -> Response:
    data, lens = content.data, query.lens
    iso3s, notes, reason = _chosen(content, query)
    ranked: list[Ranked] = []
    if iso3s:
        child = data.age_class(lens.child)
        found = data.atlas.open_questions(
            goal=query.goal,
            routes=(query.route_id,) if query.route_id else None,
            roles=(query.role,) if query.role else None,
            child=child,
            year=lens.year,
            checked_only=lens.checked,
            world=data.world(child, lens.checked),
        )
        wanted = set(iso3s)
        rows = found.weighted if query.order == "children" else found.rows
        ranked = [
            row
            for row in rows
            if row.iso3 in wanted and query.standing in (None, row.standing)
        ]  # fmt: skip
    shown, said = paged(ranked, asked, query)
    return answer(
        asked,
        _said(said, query, notes, reason),
        [open_row(content, row, lens) for row in shown],
        shape=models.Envelope[list[OpenQuestion]],
        row_shape=OpenQuestion,
    )
