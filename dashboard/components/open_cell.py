"""The chosen cell of a journey: the facts behind its level, the fall into it, the ways on."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.components.country_panel import level_details
from dashboard.components.practice_list import elsewhere
from dashboard.components.what_if_form import what_if_links
from dashboard.data import Data
from dashboard.explain_state import ExplainState
from dashboard.markup import attrs
from dashboard.state import link
from dashboard.ways import OWN, JourneyState
from routes import Level, Profile

WEAK = 2  # up to this level a stage leads to what worked elsewhere


def open_cell(data: Data, state: JourneyState, found: Profile) -> Any:
    """Return what made the level of the stage and goal that the address names."""
    order, number = state.cell or (1, 1)
    stage = found.journey.stages[order - 1]
    lens = state.lens
    levels = data.atlas.levels(stage.iso3, lens.child, lens.year, checked_only=lens.checked)
    heading = f"{found.names[stage.iso3]}: what made this level"
    return html.Section(
        [
            html.A("Close", href=state.href(cell=None), className="close", **attrs(data_go="1")),
            html.H2(heading, id="cell-title", tabIndex="-1"),
            level_details(data, levels[number], is_open=True, lens=lens),
            _drop_explained(state, found, order, number),
            what_if_links(data, state, stage.iso3, levels[number]),
            elsewhere(data, number, stage.role, stage.iso3) if _is_weak(levels[number]) else None,
            html.P(
                html.A(
                    f"Everything on {found.names[stage.iso3]}",
                    href=link(f"/country/{stage.iso3}", lens.pairs()),
                )
            ),
        ],
        className="card cell-card",
        id="cell",
        **attrs(aria_labelledby="cell-title"),
    )


def _drop_explained(state: JourneyState, found: Profile, order: int, goal: int) -> Any:
    """The way to both levels of the fall that ends in the open cell; None when there is none."""
    drop = found.drop_into(order, goal)
    if drop is None:
        return None
    before = found.names[drop.from_stage.iso3]
    explained = ExplainState(
        who=state.way.route or OWN, what=str(goal), lens=state.lens, way=state.way, stage=order
    )
    return html.P(
        [
            f"A fall from {drop.from_level} in {before}. ",
            html.A("How we know of the fall", href=explained.href()),
        ],
        className="how-we-know",
    )


def _is_weak(level: Level) -> bool:
    return level.value is not None and level.value <= WEAK
