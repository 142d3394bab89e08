"""✎: a reader's own fact plays a part in a value; its sign, and where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboard.data import Data
from dashboard.markup import attrs
from dashboard.state import Lens
from geodata.own import is_own
from routes import YEARS, Gaps, Journey

WORDS = "with own facts that are not part of the atlas"
Cells = frozenset[tuple[str, str]]  # (country, measure, promise or goal-<n>)


def own_sign(is_there: bool) -> list[Any]:
    """Return the sign and its words for who can't see it; nothing where there is no own fact."""
    if not is_there:
        return []
    return [
        html.Span("✎", className="own-here", title=WORDS, **attrs(aria_hidden="true")),
        html.Span(f", {WORDS}", className="sr"),
    ]


def own_key(data: Data) -> str:
    """Return what the sign means, as the end of a caption; "" in the atlas itself."""
    return " ✎ with own facts." if data.own_said else ""


def own_cells(data: Data, lens: Lens) -> Cells:
    """Return where an own fact decides a measure, or plays a part in a goal's level."""
    if not len(data.atlas.own):
        return frozenset()
    protection, y = data.atlas.protection, YEARS.index(lens.year)
    goals = [f"goal-{goal}" for goal in data.atlas.rubrics.goals]
    found: set[tuple[str, str]] = set()
    for names, flags in (
        (protection.measures, protection.own_values(lens.child, checked_only=lens.checked)),
        (goals, protection.own_levels(lens.child, checked_only=lens.checked)),
    ):
        rows, columns = flags[:, :, y].nonzero()
        found |= {(protection.countries[i], names[j]) for i, j in zip(rows, columns, strict=True)}
    return frozenset(found)


def own_promises(data: Data, gaps: Gaps) -> Cells:
    """Return where an own fact or an own promise stands in what was promised and kept."""
    if not len(data.atlas.own):
        return frozenset()
    theirs = {str(iso3) for iso3 in data.atlas.own["iso3"]} & set(gaps.countries)
    found: set[tuple[str, str]] = set()
    for one in gaps.commitments:
        is_hers = is_own(one.source_id)
        for iso3 in gaps.countries if is_hers else theirs:
            if is_hers or any(map(is_own, gaps.gap(iso3, one.commitment_id).source_ids)):
                found |= {(iso3, one.commitment_id), (iso3, f"goal-{one.goal}")}
    return frozenset(found)


def is_own_way(data: Data, journey: Journey) -> bool:
    """Return whether a reader brought the route of a journey, or its stages."""
    route = data.atlas.routes.get(journey.route_id)
    sources = [route.source_id] if route else []
    return any(map(is_own, (*sources, *(stage.source_id for stage in journey.stages))))


def own_in_any_year(data: Data, measures: Sequence[str], lens: Lens) -> frozenset[str]:
    """Return the countries where an own fact decides one of some measures, whatever the year."""
    if not len(data.atlas.own):
        return frozenset()
    protection = data.atlas.protection
    at = [protection.measures.index(name) for name in measures]
    flags = protection.own_values(lens.child, checked_only=lens.checked)[:, at, :]
    return frozenset(protection.countries[i] for i in flags.nonzero()[0])
