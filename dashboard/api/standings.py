"""Where the world stands, in the shapes of the API."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.api import goal_models
from dashboard.api.content import Content
from dashboard.goals_state import GoalsState
from dashboard.state import link
from routes import StageLevel, Standing


def standing_row(content: Content, state: GoalsState, found: Standing) -> goal_models.GoalStanding:
    """Return a goal as one row."""
    goal = content.data.atlas.rubrics.goals[found.goal]
    return goal_models.GoalStanding(
        goal=found.goal,
        title=goal.title,
        question=goal.question,
        is_judged=found.is_judged,
        countries_count=len(found.countries),
        **{f"level_{level}_count": len(held) for level, held in found.by_level.items()},
        unknown_count=len(found.unknown),
        known_share=round(found.known_share, 4),
        since=found.since,
        rose=[move.iso3 for move in found.rose],
        fell=[move.iso3 for move in found.fell],
        uneven=[move.iso3 for move in (*found.rose, *found.fell) if move.is_uneven],
        same_count=len(found.same),
        not_comparable_count=len(found.not_comparable),
        stages_known=found.stages_known,
        stages_unknown=found.stages_unknown,
        least_level=found.least[0].level if found.least else None,
        least=[_stage(one) for one in found.least],
        most_level=found.most[0].level if found.most else None,
        most=[_stage(one) for one in found.most],
        url=state.href(),
    )


def _stage(one: StageLevel) -> str:
    """Return route, branch, order and country of a stage: central-med-horn/main/4/LBY."""
    way = one.journey
    return f"{way.route_id}/{way.branch}/{one.stage.order}/{one.stage.iso3}"


def country_rows(
    content: Content, state: GoalsState, iso3s: Sequence[str] = ()
) -> list[goal_models.CountryStanding]:
    """Return the countries counted, by name, with what stands behind their levels.

    Args:
        iso3s: only these of them; every one when there is none.
    """
    found = state.standing(content.data, state.goal)
    moves = {move.iso3: move for move in found.moves}
    rows = []
    for iso3, told in zip(found.countries, found.to_frame()["moved"], strict=True):
        if iso3s and iso3 not in iso3s:
            continue
        level = content.levels(iso3, state.lens)[state.goal - 1]
        move = moves.get(iso3)
        rows.append(
            goal_models.CountryStanding(
                **level.model_dump(),
                since=found.since,
                level_then=move.was if move else None,
                moved=told,
                is_uneven=move.is_uneven if move else False,
                url=link(f"/country/{iso3}", state.lens.pairs()),
            )
        )
    return rows
