"""Which single change lifts the weakest stage of most journeys: every lever in every country.

Counted in ``routes.lifting``; here the counts become a ranked list, with recorded children.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pandas as pd

from routes.errors import RoutesError
from routes.levers import Lever, PolicyChange, catalogue
from routes.lifting import Lifts, Trial, Ways
from routes.model import Child, Journey
from routes.protection import LAST_YEAR, World
from routes.recorded import RecordedFigure, recorded_children

if TYPE_CHECKING:
    from routes.atlas import Atlas


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedLever:
    """One lever in one country, and what it alone would do.

    Attributes:
        rank: 1 is the most journeys lifted; equal ranks for equal counts.
        rank_weighted: by the recorded children of the lifted routes; None without any figure.
        level_before, level_after: of the lever's goal in the country; None is unknown.
        through: journeys that go through the country.
        lifted: journeys whose weakest known level rises.
        weak_raised: levels that rise among the weakest of their journey, also where another stage
            holds the journey down.
        raised: levels that rise; one a stage and goal.
        newly_known: levels that are not known and that the change would make known.
        lifted_if_worst, lifted_if_best: journeys lifted if every unknown fact were the worst, or
            the best, of its scale. Two cases, not limits.
        figures: recorded children of the lifted routes, one figure a route, the largest first.
            They are never added up.
        routes_without: lifted routes without any such figure.
    """

    change: PolicyChange
    lever: Lever
    rank: int
    rank_weighted: int | None
    level_before: int | None
    level_after: int | None
    through: int
    lifted: tuple[Journey, ...]
    weak_raised: int
    raised: int
    newly_known: int
    lifted_if_worst: int
    lifted_if_best: int
    figures: tuple[RecordedFigure, ...]
    routes_without: tuple[str, ...]

    @property
    def routes(self) -> tuple[str, ...]:
        """The routes with a journey that is lifted."""
        return tuple(dict.fromkeys(journey.route_id for journey in self.lifted))


@dataclass(frozen=True, eq=False, kw_only=True)
class Ranking:
    """All single levers for some journeys, one child and one year. A calculation, not a fact.

    Attributes:
        goal: the goal whose weakest stage is asked about; None is the weakest of all goals.
        tried: how many levers x countries were tried.
        rows: those that raise a level or make one known, by rank.
    """

    child: Child
    year: int
    goal: int | None
    checked_only: bool
    journeys: tuple[Journey, ...]
    tried: int
    rows: tuple[RankedLever, ...] = field(repr=False)

    @property
    def weighted(self) -> tuple[RankedLever, ...]:
        """The rows that have a figure, by recorded children."""
        found = [row for row in self.rows if row.rank_weighted is not None]
        return tuple(sorted(found, key=lambda row: row.rank_weighted or 0))

    def to_frame(self) -> pd.DataFrame:
        """Return one row a lever and country, tidy. ``is_fact`` is always False.

        ``figure`` and the columns after it are of the largest single figure, NA without one.
        """
        rows = []
        for row in self.rows:
            largest = row.figures[0] if row.figures else None
            rows.append(
                {
                    "rank": row.rank,
                    "rank_weighted": row.rank_weighted,
                    "change": str(row.change),
                    "iso3": row.change.iso3,
                    "lever": row.lever.lever,
                    "goal": row.lever.goal,
                    "label": row.lever.label,
                    "is_fact": False,
                    "level_before": row.level_before,
                    "level_after": row.level_after,
                    "journeys_through": row.through,
                    "journeys_lifted": len(row.lifted),
                    "routes_lifted": "|".join(row.routes),
                    "weakest_levels_raised": row.weak_raised,
                    "levels_raised": row.raised,
                    "levels_newly_known": row.newly_known,
                    "lifted_if_unknown_worst": row.lifted_if_worst,
                    "lifted_if_unknown_best": row.lifted_if_best,
                    "figure": largest.value if largest else None,
                    "figure_route": largest.route_id if largest else None,
                    "figure_year": largest.year if largest else None,
                    "figure_unit": largest.unit if largest else None,
                    "figure_group": largest.group if largest else None,
                    "figure_scope": largest.scope_note if largest else None,
                    "figure_source_id": largest.source_id if largest else None,
                    "routes_without_figure": "|".join(row.routes_without),
                }
            )
        frame = pd.DataFrame(rows, columns=list(RANKING_COLUMNS))
        for name in ("rank_weighted", "figure", "figure_year", "level_before", "level_after"):
            frame[name] = frame[name].astype("Int64")
        return frame


RANKING_COLUMNS = (
    "rank", "rank_weighted", "change", "iso3", "lever", "goal", "label", "is_fact",
    "level_before", "level_after", "journeys_through", "journeys_lifted", "routes_lifted",
    "weakest_levels_raised", "levels_raised", "levels_newly_known",
    "lifted_if_unknown_worst", "lifted_if_unknown_best",
    "figure", "figure_route", "figure_year", "figure_unit", "figure_group", "figure_scope",
    "figure_source_id", "routes_without_figure",
)  # fmt: skip


def levers(
    atlas: Atlas,
    *,
    route: str | None = None,
    journeys: Sequence[Journey] | None = None,
    child: Child | None = None,
    year: int = LAST_YEAR,
    goal: int | None = None,
    checked_only: bool = False,
    world: World | None = None,
) -> Ranking:
    """Rank every lever in every country on the way. See ``Atlas.levers``."""
    child = child or Child()
    if journeys is None:
        chosen = atlas.routes.values() if route is None else (atlas.route(route),)
        journeys = tuple(journey for each in chosen for journey in each.journeys)
    judged = [g.goal for g in atlas.rubrics.goals.values() if g.is_judged]
    if goal is not None and goal not in judged:
        raise RoutesError(f"Goal {goal} is not judged. Choose from {', '.join(map(str, judged))}.")
    world = world or atlas.world(child, checked_only=checked_only)
    trial = Trial(atlas.protection, world, year, (goal,) if goal else tuple(judged))
    ways = Ways(atlas, journeys)
    figures = recorded_children(atlas, child, year)
    rows, tried = [], 0
    for lever in catalogue().values():
        if not lever.concerns(child) or (goal is not None and lever.goal != goal):
            continue
        asked = ways.countries_with(lever.roles)
        tried += len(asked)
        lifts = trial.lifts(lever, child, ways)
        for country in asked[lifts.changes[asked]]:
            change = PolicyChange(atlas.protection.countries[country], lever.lever)
            rows.append(_row(change, lever, int(country), lifts, ways, figures))
    return Ranking(
        child=child,
        year=year,
        goal=goal,
        checked_only=checked_only,
        journeys=tuple(journeys),
        tried=tried,
        rows=_ranked(atlas, rows),
    )


def _row(
    change: PolicyChange,
    lever: Lever,
    country: int,
    lifts: Lifts,
    ways: Ways,
    figures: dict[str, RecordedFigure],
) -> RankedLever:
    lifted = tuple(ways.journeys[w] for w in ways.way[lifts.lifted & (ways.country == country)])
    routes = dict.fromkeys(journey.route_id for journey in lifted)
    found = sorted(
        (figures[r] for r in routes if r in figures), key=lambda f: (-f.value, f.route_id)
    )
    return RankedLever(
        change=change,
        lever=lever,
        rank=0,
        rank_weighted=None,
        level_before=lifts.level_before(country),
        level_after=lifts.level_after(country),
        through=int((ways.country == country).sum()),
        lifted=lifted,
        weak_raised=int(lifts.weak_raised[country]),
        raised=int(lifts.raised[country]),
        newly_known=int(lifts.newly_known[country]),
        lifted_if_worst=int(lifts.lifted_if_worst[country]),
        lifted_if_best=int(lifts.lifted_if_best[country]),
        figures=tuple(found),
        routes_without=tuple(r for r in routes if r not in figures),
    )


def _counts(row: RankedLever) -> tuple[int, int, int]:
    return -len(row.lifted), -row.weak_raised, -row.raised


def _ranked(atlas: Atlas, rows: list[RankedLever]) -> tuple[RankedLever, ...]:
    """Sort and number: equal counts share a rank.

    Among equals the one that leaves the country's own level highest comes first, then the one that
    asks for less, then by the country's name.
    """
    names = atlas.countries["name"]

    def by(row: RankedLever) -> tuple[object, ...]:
        reached = -1 if row.level_after is None else row.level_after
        name = str(names[row.change.iso3])
        return *_counts(row), -reached, len(row.lever.sets), name, row.lever.lever

    ordered = sorted(rows, key=by)
    counts = [_counts(row) for row in ordered]
    sizes = sorted((row.figures[0].value for row in ordered if row.figures), reverse=True)
    return tuple(
        replace(
            row,
            rank=counts.index(_counts(row)) + 1,
            rank_weighted=sizes.index(row.figures[0].value) + 1 if row.figures else None,
        )
        for row in ordered
    )
