"""What a page shows beside the numbers that its view is named for, as rows to compare.

The API gives them at addresses of their own; a citation of the page speaks of them all the same.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dashboard.api import models
from dashboard.api.content import Content
from dashboard.api.official_rows import deaths_row, observation_row, pair_row
from dashboard.api.view_models import LabelLevel, StepYear
from dashboard.components.legend import counts
from dashboard.components.way_flows import flows_of
from dashboard.state import Lens, ViewState
from routes import YEARS, Journey
from routes.model import STATUSES


def beside_country(content: Content, iso3: str) -> list[Any]:
    """Return every fact on a country, and its official figures."""
    atlas = content.data.atlas
    facts = atlas.protection.facts
    told = facts[facts["iso3"] == iso3].to_dict("records")
    official = atlas.observations(iso3=iso3).to_dict("records")
    return [
        *(content.fact(row) for row in told),
        *(observation_row(content, row) for row in official),
    ]


def beside_journey(content: Content, journey: Journey, lens: Lens) -> list[Any]:
    """Return levels under other labels, recorded figures, deaths and flows on the way."""
    data = content.data
    found: list[Any] = [
        LabelLevel(
            status=status,
            order=stage.order,
            iso3=stage.iso3,
            goal=level.goal,
            level=level.level,
        )
        for status in STATUSES
        if status != lens.child.status
        for stage in journey.stages
        for level in content.levels(
            stage.iso3, replace(lens, child=replace(lens.child, status=status))
        )
    ]
    if journey.route_id in data.atlas.routes:
        figures = data.atlas.figures(journey.route_id).to_dict("records")
        deaths = data.atlas.deaths_on(journey.route_id, shared=True).to_dict("records")
        found += [content.flow(row) for row in figures]
        found += [deaths_row({}, row) for row in deaths]
    flows = flows_of(data, journey, lens.year)
    if flows is not None:
        found += [pair_row(content, row) for row in flows.rows.to_dict("records")]
    return found


def beside_atlas(content: Content, state: ViewState) -> list[models.Shape]:
    """Return the countries at each step in every year, where the view is the chart of them."""
    if state.view != "chart":
        return []
    data = content.data
    steps = data.colourings[state.colour].steps
    found: list[models.Shape] = []
    for year in YEARS:
        number = counts(data, replace(state, lens=replace(state.lens, year=year)))
        found += [
            StepYear(year=year, step=step.name, label=step.label, countries=number[step.name])
            for step in steps
        ]
    return found


def in_frame(kind: str, beside: list[Any]) -> list[Any]:
    """Return what of it the frame of a page shows too."""
    if kind == "labels":
        return [row for row in beside if isinstance(row, LabelLevel)]
    return [row for row in beside if isinstance(row, StepYear)]
