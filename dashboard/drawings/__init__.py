"""A view of the atlas -> its figure: what the page shows, drawn with Plotly.

Each drawing takes the numbers from what the API found for the same address.
"""

from __future__ import annotations

from collections.abc import Callable

from dashboard.address import Address
from dashboard.api.content import Content
from dashboard.api.found import Found
from dashboard.drawings import country, known, matrices, profiles, supposed, world
from dashboard.drawings.drawn import Drawn

DRAWINGS: dict[str, Callable[[Content, Address, Found, str], Drawn]] = {
    "map": world.draw,
    "table": world.draw,
    "journey": profiles.draw_journey,
    "labels": profiles.draw_labels,
    "compare": profiles.draw_compare,
    "country": country.draw,
    "goals": matrices.draw_goals,
    "sheet": matrices.draw_sheet,
    "commitments": matrices.draw_gaps,
    "gaps": matrices.draw_gaps,
    "coverage": known.draw_coverage,
    "what-if": supposed.draw_what_if,
    "timeline": matrices.draw_timeline,
}

__all__ = ["DRAWINGS", "Drawn"]
