"""Levels, facts, sources and recorded figures: the endpoints that answer with tables."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

import pandas as pd
from fastapi import APIRouter, Path, Query, Response

from dashboard.api import models, questions
from dashboard.api.asked import AsTable, Said, answer, examples, not_covered, paged
from dashboard.api.content import Content
from dashboard.api.filters import check_known, countries_of, noted
from geodata.resources import COUNTED
from routes import GOALS, YEARS, UnknownNameError

SourceId = Annotated[str, Path(pattern=questions.NAME, description="A source_id.")]


def add_tables(router: APIRouter, content: Content) -> None:
    data = content.data
    facts, figures = data.atlas.protection.facts, data.atlas.recorded_figures
    rubrics = data.atlas.rubrics

    @router.get(
        "/levels",
        tags=["levels and facts"],
        summary="Levels: country x goal for a child and year",
        response_model=models.Envelope[list[models.Level]],
        openapi_extra=examples(
            "/levels?iso3=LBY,ITA&status=refugee", "/levels.csv?goal=2&year=2020&per_page=50"
        ),
    )
    def levels(asked: AsTable, query: Annotated[questions.OfLevels, Query()]) -> Response:
        """One row a country and goal; an unknown level is null and says why."""
        lens = query.lens
        chosen = countries_of(content, query.iso3)
        goals = [query.goal] if query.goal else list(GOALS)
        pairs = [(iso3, goal) for iso3 in chosen.iso3s for goal in goals]
        reason: dict[str, Any] = {}
        if not pairs:
            reason = {"empty_because": "no such country"}
        elif lens.year not in YEARS:
            pairs, reason = [], not_covered(lens.year)
        shown, said = paged(pairs, asked, query)
        rows = [content.levels(iso3, lens)[GOALS.index(goal)] for iso3, goal in shown]
        said = noted(said, *chosen.notes, *reason.pop("notes", ()))
        return answer(
            asked,
            replace(said, lens=lens, **reason),
            rows,
            shape=models.Envelope[list[models.Level]],
            row_shape=models.Level,
        )

    @router.get(
        "/facts",
        tags=["levels and facts"],
        summary="Facts",
        response_model=models.Envelope[list[models.Fact]],
        openapi_extra=examples(
            "/facts?iso3=LBY&goal=2", "/facts.csv?measure=detention_law&evidence=read"
        ),
    )
    def fact_list(asked: AsTable, query: Annotated[questions.OfFacts, Query()]) -> Response:
        """Every curated fact, also those of other years and children, with its source."""
        chosen = countries_of(content, query.iso3)
        if query.measure is not None:
            check_known("measure", query.measure, rubrics.measures)
        goal = rubrics.goals[query.goal] if query.goal else None
        keep = facts["iso3"].isin(chosen.iso3s) if query.iso3 else pd.Series(True, facts.index)
        if query.measure is not None:
            keep &= facts["measure"] == query.measure
        if goal is not None:
            keep &= facts["measure"].isin(goal.measures())
        if query.evidence is not None:
            keep &= facts["evidence"] == query.evidence
        shown, said = paged(facts.index[keep], asked, query)
        reason: models.EmptyBecause | None = None
        notes = chosen.notes
        if not said.total:
            reason = "unknown" if chosen.iso3s else "no such country"
            if goal is not None and query.measure and query.measure not in goal.measures():
                reason = "not applicable"
                asks = ", ".join(goal.measures())
                notes += (f"Goal {goal.goal} does not ask for {query.measure}; it asks: {asks}.",)
        rows = [content.fact(row) for row in facts.loc[shown].to_dict("records")]
        return answer(
            asked,
            replace(noted(said, *notes), empty_because=reason),
            rows,
            shape=models.Envelope[list[models.Fact]],
            row_shape=models.Fact,
        )

    @router.get(
        "/sources",
        tags=["levels and facts"],
        summary="Sources",
        response_model=models.Envelope[list[models.Source]],
        openapi_extra=examples("/sources?per_page=5", "/sources.csv?per_page=1000"),
    )
    def sources(asked: AsTable, query: Annotated[questions.Paged, Query()]) -> Response:
        """Every source with the number of facts that rest on it."""
        names, said = paged(list(data.atlas.sources.index), asked, query)
        return answer(
            asked,
            said,
            [content.source(name) for name in names],
            shape=models.Envelope[list[models.Source]],
            row_shape=models.Source,
        )

    some_source = str(data.atlas.sources.index[0])

    @router.get(
        "/sources/{source_id}",
        tags=["levels and facts"],
        summary="One source",
        response_model=models.Envelope[models.Source],
        openapi_extra=examples(f"/sources/{some_source}"),
    )
    def source(asked: AsTable, source_id: SourceId) -> Response:
        """One source by its source_id."""
        if source_id not in data.atlas.sources.index:
            raise UnknownNameError("source", source_id, data.atlas.sources.index)
        found = content.source(source_id)
        shape = models.Envelope[models.Source]
        return answer(
            asked, Said(total=1), found, shape=shape, rows=[found], row_shape=models.Source
        )

    @router.get(
        "/flows",
        tags=["levels and facts"],
        summary="Recorded figures of routes",
        response_model=models.Envelope[list[models.Flow]],
        openapi_extra=examples(
            "/flows?route_id=central-med-horn", "/flows.csv?measure=unaccompanied_children"
        ),
    )
    def flows(asked: AsTable, query: Annotated[questions.OfFlows, Query()]) -> Response:
        """What was counted on a route. Read scope_note: rows are never to be added up."""
        keep = pd.Series(True, figures.index)
        if query.route_id is not None:
            check_known("route_id", query.route_id, data.route_ids)
            keep &= figures["route_id"] == query.route_id
        if query.measure is not None:
            check_known("measure", query.measure, COUNTED)
            keep &= figures["measure"] == query.measure
        in_year = keep if query.year is None else keep & (figures["year"] == query.year)
        shown, said = paged(figures.index[in_year], asked, query)
        if not said.total:
            said = replace(said, empty_because="year not covered" if keep.any() else "unknown")
        if not said.total and keep.any():
            years = sorted(set(figures["year"][keep]))
            said = noted(said, f"Figures are held for {', '.join(map(str, years))}.")
        return answer(
            asked,
            said,
            [content.flow(row) for row in figures.loc[shown].to_dict("records")],
            shape=models.Envelope[list[models.Flow]],
            row_shape=models.Flow,
        )
