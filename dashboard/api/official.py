"""Official figures beside the levels: series, observations, flows between countries, deaths."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from enum import Enum
from functools import cache
from typing import Annotated, Any

import pandas as pd
from fastapi import APIRouter, Query, Response

from dashboard.api import models
from dashboard.api import official_models as shapes
from dashboard.api.asked import Asked, AsTable, Said, answer, examples, paged
from dashboard.api.content import Content
from dashboard.api.filters import check_known, countries_of, noted
from dashboard.api.official_rows import deaths_row, observation_row, pair_row
from dashboard.api.questions import Paged

TAGS: list[str | Enum] = ["official figures"]


def add_official(router: APIRouter, content: Content) -> None:
    atlas, data = content.data.atlas, content.data

    @cache
    def held() -> dict[str, tuple[int, int, int]]:
        """Return series -> countries with a figure, first and last year."""
        known = atlas.observations()
        known = known[known["value"].notna()]
        groups = known.groupby("series")
        told = pd.DataFrame({
            "n": groups["iso3"].nunique(), "first": groups["year"].min(),
            "last": groups["year"].max(),
        })  # fmt: skip
        return {str(row.Index): (row.n, row.first, row.last) for row in told.itertuples()}

    @cache
    def routes_of() -> dict[str, dict[str, list[str]]]:
        found: dict[str, dict[str, list[str]]] = {}
        for row in atlas.official.death_routes.itertuples():
            if row.route_id:
                found.setdefault(row.area, {}).setdefault(row.match, []).append(row.route_id)
        return found

    @router.get(
        "/series",
        tags=TAGS,
        summary="Series of official figures",
        response_model=models.Envelope[list[shapes.Series]],
        openapi_extra=examples("/series", "/series.csv?goal=5"),
    )
    def series(asked: AsTable, query: Annotated[shapes.OfSeries, Query()]) -> Response:
        """What each series measures, whom it counts and leaves out. None of them makes a level."""
        shown, said = paged(atlas.series(goal=query.goal), asked, query)
        rows = []
        for one in shown:
            count, first, last = held().get(one.series, (0, None, None))
            told = {name: getattr(one, name) for name in one.__dataclass_fields__}
            told["classes"] = [
                shapes.SeriesClass(words=c.words, low=c.low, high=c.high) for c in one.classes
            ]
            rows.append(
                shapes.Series(**told, countries_count=count, first_year=first, last_year=last)
            )
        return answer(
            asked,
            replace(said, empty_because=None if said.total else "unknown"),
            rows,
            shape=models.Envelope[list[shapes.Series]],
            row_shape=shapes.Series,
        )

    @router.get(
        "/observations",
        tags=TAGS,
        summary="Official figures of countries",
        response_model=models.Envelope[list[shapes.Observation]],
        openapi_extra=examples(
            "/observations?series=unhcr_recognition_rate&iso3=ITA",
            "/observations.csv?series=inform_risk&latest=true",
        ),
    )
    def observations(asked: AsTable, query: Annotated[shapes.OfObservations, Query()]) -> Response:
        """One row a series, country and year. A small count is null and `withheld` says so."""
        if query.series is not None:
            check_known("series", query.series, atlas.official.series)
        chosen = countries_of(content, query.iso3)
        every = _of(atlas.observations(query.series), iso3=chosen.iso3s if query.iso3 else None)
        if query.goal is not None:
            goal = [one.series for one in atlas.series(goal=query.goal)]
            every = _of(every, series=goal)
        found = every
        if query.latest:
            found = atlas.observations(query.series, year=query.year, latest=True)
            found = found[found.set_index(KEY).index.isin(every.set_index(KEY).index)]
        elif query.year is not None:
            found = _of(every, year=[query.year])
        said_why = _why_empty(every, found, chosen.iso3s)
        return _table(
            asked, query, found, lambda row: observation_row(content, row), shapes.Observation,
            [*chosen.notes, *_not_held(query.series, every)], said_why,
        )  # fmt: skip

    @router.get(
        "/flows/countries",
        tags=TAGS,
        summary="People of one country in another",
        response_model=models.Envelope[list[shapes.PairFlow]],
        openapi_extra=examples(
            "/flows/countries?route_id=central-med-horn&year=2024",
            "/flows/countries.csv?origin=ERI&destination=ITA",
        ),
    )
    def pairs(asked: AsTable, query: Annotated[shapes.OfPairs, Query()]) -> Response:
        """Refugees, asylum seekers and others in need of protection at the end of each year.

        They count who was there, not who crossed. A pair that is not listed has none, or fewer than
        10 in every year, or is not reported.
        """
        every = atlas.official.flows
        if query.route_id is not None:
            check_known("route_id", query.route_id, data.route_ids)
            every = atlas.flows_on(query.route_id)
        ends = {"origin_iso3": query.origin, "destination_iso3": query.destination}
        notes: list[str] = []
        is_country = True
        for column, code in ends.items():
            if code is not None:
                chosen = countries_of(content, code)
                notes += chosen.notes
                is_country &= bool(chosen.iso3s)
                every = _of(every, **{column: chosen.iso3s})
        found = every if query.year is None else _of(every, year=[query.year])
        why = _why_empty(every, found, ("",) if is_country else ())
        return _table(
            asked, query, found, lambda row: pair_row(content, row), shapes.PairFlow, notes, why
        )

    @router.get(
        "/deaths",
        tags=TAGS,
        summary="Deaths and disappearances on the way",
        response_model=models.Envelope[list[shapes.Deaths]],
        openapi_extra=examples("/deaths?route_id=western-med", "/deaths.csv?kind=world"),
    )
    def deaths(asked: AsTable, query: Annotated[shapes.OfDeaths, Query()]) -> Response:
        """Least estimates by the publisher's route and year; most deaths are never recorded."""
        every = atlas.deaths(kind=query.kind)
        notes = []
        if query.route_id is not None:
            check_known("route_id", query.route_id, data.route_ids)
            mine = atlas.deaths_on(query.route_id, shared=True)
            same = mine if query.shared else mine[mine["match"] == "same"]
            every = _of(every, area=set(same["area"]))
            every = _of(every, area_kind=["route"])
            if len(mine) and not len(same):
                areas = ", ".join(sorted(set(mine["area"])))
                notes.append(
                    f"No route of the publisher means the same; {areas} is wider or shared: ask "
                    "with shared=true."
                )
        found = every if query.year is None else _of(every, year=[query.year])
        return _table(
            asked, query, found, lambda row: deaths_row(routes_of(), row), shapes.Deaths, notes,
            _why_empty(every, found, ("",)),
        )  # fmt: skip


KEY = ["series", "iso3", "year", "source_id"]


def _of(table: pd.DataFrame, **kept: Iterable[Any] | None) -> pd.DataFrame:
    """Return the rows whose columns hold one of the values named; None names all."""
    for column, values in kept.items():
        if values is not None:
            table = table[table[column].isin(list(values))]
    return table


def _why_empty(
    every: pd.DataFrame, found: pd.DataFrame, iso3s: tuple[str, ...]
) -> tuple[models.EmptyBecause | None, list[str]]:
    if len(found):
        return None, []
    if not iso3s:
        return "no such country", []
    if not len(every):
        return "unknown", []
    years = sorted({int(year) for year in every["year"]})
    return "year not covered", [f"Figures are held for years from {years[0]} to {years[-1]}."]


def _not_held(series: str | None, every: pd.DataFrame) -> list[str]:
    if series is None or len(every):
        return []
    return ["No snapshot held has figures of this series for what was asked."]


def _table(
    asked: Asked,
    query: Paged,
    found: pd.DataFrame,
    row_of: Callable[[dict[str, Any]], Any],
    row_shape: Any,
    notes: Iterable[str],
    why: tuple[models.EmptyBecause | None, list[str]],
) -> Response:
    shown, said = paged(range(len(found)), asked, query)
    rows = [row_of(row) for row in found.iloc[list(shown)].to_dict("records")]
    told: Said = replace(noted(said, *notes, *why[1]), empty_because=why[0])
    return answer(asked, told, rows, shape=models.Envelope[list[row_shape]], row_shape=row_shape)
