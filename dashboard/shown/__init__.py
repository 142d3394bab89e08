"""What a view shows, as rows: one a value on screen, each with what stands behind it."""

from __future__ import annotations

from collections.abc import Callable

from dashboard.data import Data
from dashboard.shown.atlas import of_map, of_table, of_trend
from dashboard.shown.coverage import of_coverage
from dashboard.shown.goals import of_goals
from dashboard.shown.journey import of_compare, of_country, of_journey, of_labels
from dashboard.shown.journeys import of_journeys
from dashboard.shown.missing import of_missing
from dashboard.shown.promises import of_gaps, of_what_if
from dashboard.shown.records import of_practice, of_timeline
from dashboard.shown.sheet import of_sheet
from dashboard.shown.table import Column, ShownTable
from routes import UnknownNameError

__all__ = ["KINDS", "Column", "ShownTable", "shown"]

KINDS: dict[str, Callable[[Data, str, str], ShownTable]] = {
    "map": of_map,
    "table": of_table,
    "trend": of_trend,
    "journeys": of_journeys,
    "journey": of_journey,
    "labels": of_labels,
    "compare": of_compare,
    "country": of_country,
    "goals": of_goals,
    "sheet": of_sheet,
    "what-if": of_what_if,
    "gaps": of_gaps,
    "coverage": of_coverage,
    "missing": of_missing,
    "timeline": of_timeline,
    "practice": of_practice,
}


def shown(data: Data, rest: str, query: str) -> ShownTable:
    """Return the values of a view.

    Args:
        rest: what stands after ``/table/<form>/``: as after ``/embed/``, or of a view without one.

    Raises:
        RoutesError: there is no such view, route, branch or country.
    """
    kind, _, name = rest.strip("/").partition("/")
    if kind not in KINDS:
        raise UnknownNameError("view with a table", kind[:40], KINDS)
    return KINDS[kind](data, name, query)
