"""What a page hands over: one component tree, painted by the server and drawn again by Dash."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

PLOTLY = "vendor/plotly-basic.min.js"  # a script that only views with a chart need


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """One view of one page.

    Attributes:
        title: of the document, and of whatever is made from the view.
        tree: the page as Dash components.
        slots: component id -> ready-made HTML (a map as SVG) that the first paint puts into it.
        scripts: more of our scripts that this view needs, by their path under assets.
    """

    title: str
    tree: Any
    slots: Mapping[str, str] = field(default_factory=dict)
    scripts: tuple[str, ...] = ()
    status: int = 200
