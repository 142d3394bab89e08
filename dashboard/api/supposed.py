"""Effects and rankings in the shapes of the API."""

from __future__ import annotations

from dashboard.api import models
from dashboard.api.content import Content
from dashboard.api.supposed_models import (
    RankedLever,
    SupposedCell,
    SupposedLevel,
    Supposition,
    TouchedJourney,
    WhatIf,
)
from dashboard.what_if_state import NOT_FACT, WhatIfState
from routes import Effect, Ranking
from routes import RankedLever as Ranked


def what_if(content: Content, effect: Effect, url: str) -> WhatIf:
    """Return an effect in the shape of the API."""
    made, names = effect.what_if, content.data.name
    levels = [
        SupposedLevel(
            iso3=one.iso3,
            country=names(one.iso3),
            goal=one.goal,
            level_before=one.before,
            level_after=one.after,
            worst_before=one.bounds_before.worst,
            best_before=one.bounds_before.best,
            worst_after=one.bounds_after.worst,
            best_after=one.bounds_after.best,
        )
        for one in effect.levels
    ]
    cells = effect.to_frame().assign(what_if=f"{made.title} {NOT_FACT}").astype(object)
    rows = cells.where(cells.notna(), None).to_dict("records")
    return WhatIf(
        title=f"{made.title} {NOT_FACT}",
        changes=[
            Supposition(
                change=str(change),
                iso3=change.iso3,
                words=made.words(change),
                concerns_child=made.concerns(change, effect.child),
            )
            for change in made.changes
        ],
        journeys_count=effect.journeys,
        sentences=[models.Sentence(kind=s.kind, text=s.text) for s in effect.sentences()],
        levels=levels,
        journeys=[
            TouchedJourney(
                route_id=one.journey.route_id,
                branch=one.journey.branch,
                name=one.journey.name,
                is_changed=one.is_changed,
                weakest_before=one.weakest_before,
                weakest_after=one.weakest_after,
                weakest_worst_after=one.weakest_bounds_after.worst,
                weakest_best_after=one.weakest_bounds_after.best,
                drops_before=len(one.before.drops),
                drops_after=len(one.after.drops),
                url=content.url(one.journey),
            )
            for one in effect.touched
        ],
        cells=[SupposedCell(**{str(k): v for k, v in row.items()}) for row in rows],
        url=url,
    )


def lever_rows(content: Content, ranking: Ranking, state: WhatIfState) -> list[RankedLever]:
    """Return the ranked levers in the order that was asked for."""
    rows = ranking.weighted if state.order == "children" else ranking.rows
    return [_lever(content, row, state) for row in rows]


def _lever(content: Content, row: Ranked, state: WhatIfState) -> RankedLever:
    largest = row.figures[0] if row.figures else None
    return RankedLever(
        rank=row.rank,
        rank_weighted=row.rank_weighted,
        change=str(row.change),
        iso3=row.change.iso3,
        country=content.data.name(row.change.iso3),
        lever=row.lever.lever,
        goal=row.lever.goal,
        label=row.lever.label,
        note=row.lever.note,
        level_before=row.level_before,
        level_after=row.level_after,
        journeys_through=row.through,
        journeys_lifted=len(row.lifted),
        routes_lifted=list(row.routes),
        weakest_levels_raised=row.weak_raised,
        levels_raised=row.raised,
        levels_newly_known=row.newly_known,
        lifted_if_unknown_worst=row.lifted_if_worst,
        lifted_if_unknown_best=row.lifted_if_best,
        figure=largest.value if largest else None,
        figure_route_id=largest.route_id if largest else "",
        figure_year=largest.year if largest else None,
        figure_unit=largest.unit if largest else "",
        figure_group=largest.group if largest else "",
        figure_scope=largest.scope_note if largest else "",
        figure_source_id=largest.source_id if largest else "",
        routes_without_figure=list(row.routes_without),
        url=state.with_change(row.change),
    )
