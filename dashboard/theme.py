"""The one palette. Map, legend, table, panel and pictures take their colours from here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

UNKNOWN_CLASS = "u"
NOT_APPLICABLE_CLASS = "n"


@dataclass(frozen=True, slots=True)
class Ink:
    """A fill and the text colour that reads on it (contrast at least 4.5:1)."""

    fill: str
    text: str


# Level 0 to 4: ordered in lightness too, up to the turning point, and told apart by
# deuteranopes, protanopes and in grey beside their number (see docs/decisions/0006).
LEVELS = (
    Ink("#8c1d2f", "#ffffff"),
    Ink("#c8603a", "#1c1206"),
    Ink("#e3b062", "#1c1206"),
    Ink("#b0dace", "#0d2b25"),
    Ink("#5fa898", "#06201b"),
)
# How sure we are: states of the evidence in one hue that no level has, from little and pale to much
# and dark (docs/decisions/0022). Their lightness alone tells them apart.
EVIDENCE = (
    Ink("#e6e0f2", "#1c1530"),
    Ink("#c6bae2", "#1c1530"),
    Ink("#a08fce", "#1c1530"),
    Ink("#7460b0", "#ffffff"),
    Ink("#4a3488", "#ffffff"),
)
# Official figures: one indigo from low and pale to high and dark, lighter or darker alone.
FIGURES = (
    Ink("#e0e4fb", "#0d2035"),
    Ink("#bcc4f2", "#0d2035"),
    Ink("#8f9be0", "#0d2035"),
    Ink("#5564bd", "#ffffff"),
    Ink("#2b357f", "#ffffff"),
)
# Every class that has a colour. A new palette is a new prefix here and in assets.
INKS = {
    **{f"s{i}": ink for i, ink in enumerate(LEVELS)},
    **{f"e{i}": ink for i, ink in enumerate(EVIDENCE)},
    **{f"f{i}": ink for i, ink in enumerate(FIGURES)},
}
UNKNOWN_INK = {"light": Ink("#eceae4", "#4c5560"), "dark": Ink("#27313a", "#b9c2ca")}
HATCH = {"light": "#c9c4b8", "dark": "#46525e"}

PAPER = {
    "light": {
        "paper": "#fbfaf7", "card": "#ffffff", "ocean": "#eef1f2", "ink": "#1d2733",
        "quiet": "#55606c", "line": "#dedcd5", "border": "#ffffff", "accent": "#1c5a6b",
        "own": "#8a2f6b", "route": "#1d2733", "casing": "#ffffff", "empty": "#e4e1d9",
    },
    "dark": {
        "paper": "#12181d", "card": "#1a2228", "ocean": "#151c22", "ink": "#e8ecef",
        "quiet": "#a3aeb8", "line": "#323d46", "border": "#12181d", "accent": "#7cc4d4",
        "own": "#e8a3cf", "route": "#f2f4f5", "casing": "#12181d", "empty": "#37424b",
    },
}  # fmt: skip


def step_class(step: int | None) -> str:
    """Return the CSS class of a colour step 0 to 4; None is unknown."""
    return UNKNOWN_CLASS if step is None else f"s{step}"


def step_fill(css: str) -> str:
    """Return the fill of a step's class, where a class can't be used; "" for unknown."""
    return INKS[css].fill if css in INKS else ""


def step_ink(css: str) -> str:
    """Return the text colour that reads on a step's class; "" for unknown."""
    return INKS[css].text if css in INKS else ""


def chart_layout() -> dict[str, Any]:
    """Return the Plotly layout that all charts share.

    No ground of its own and no text colour: the page's stylesheet sets them, light or dark.
    """
    return {
        "template": "none",
        "font": {"family": "Inter, system-ui, sans-serif", "size": 13},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "margin": {"l": 52, "r": 12, "t": 8, "b": 36},
        "legend": {"orientation": "h", "y": -0.14, "traceorder": "normal"},
        "hoverlabel": {"font": {"family": "Inter, system-ui, sans-serif"}},
    }


def stylesheet() -> str:
    """Return the palette as CSS custom properties, for light and dark; paper is always light."""

    def block(mode: str) -> str:
        names = {**PAPER[mode], "unknown": UNKNOWN_INK[mode].fill, "hatch": HATCH[mode],
                 "unknown-ink": UNKNOWN_INK[mode].text}  # fmt: skip
        return "".join(f"--{name}:{value};" for name, value in names.items())

    levels = "".join(f"--{css}:{ink.fill};--{css}-ink:{ink.text};" for css, ink in INKS.items())
    return (
        f":root{{color-scheme:light;{levels}{block('light')}}}"
        f"@media screen and (prefers-color-scheme:dark){{:root:not([data-theme=light])"
        f"{{color-scheme:dark;{block('dark')}}}}}"
        f"@media screen{{:root[data-theme=dark]{{color-scheme:dark;{block('dark')}}}}}"
    )
