"""The negotiation sheet in the shapes of the API."""

from __future__ import annotations

from typing import Any

from dashboard.api.content import Content
from dashboard.api.goal_models import LinkingWay, Sheet, SheetCell
from dashboard.said_views import sheet_title
from dashboard.sheet_state import SheetState
from dashboard.state import link
from routes import STATES, SheetRow


def sheet_of(content: Content, state: SheetState) -> Sheet:
    """Return what the page of this state shows."""
    made = state.made(content.data)
    rows = state.rows(made)
    return Sheet(
        title=sheet_title(content.data, state, made),
        iso3s=[row.iso3 for row in rows],
        cells=[cell for row in rows for cell in _cells(content, state, row)],
        ways=[
            LinkingWay(
                route_id=way.journey.route_id,
                branch=way.journey.branch,
                name=way.journey.name,
                iso3s=list(way.iso3s),
                orders=[stage.order for stage in way.stages],
                url=content.url(way.journey, state.lens),
            )
            for way in made.ways
        ],
        url=state.href(),
    )


def _cells(content: Content, state: SheetState, row: SheetRow) -> list[SheetCell]:
    levels = content.levels(row.iso3, state.lens)
    found = []
    for goal in state.goals:
        promises = row.cell(goal).promises
        numbers: dict[str, Any] = {
            f"promises_{name}": promises.counts.get(name, 0) for name in STATES
        }
        found.append(
            SheetCell(
                **levels[goal - 1].model_dump(),
                roles=list(row.roles),
                promises=promises.state,
                **numbers,
                url=link(f"/country/{row.iso3}", state.lens.pairs()),
            )
        )
    return found
