"""Flows between the countries of a way as arcs: width by number, countries in travel order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

GAP, BASE, FOOT, WIDEST, THINNEST = 150, 24, 46, 26.0, 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Arc:
    """People of one country in a later one.

    Attributes:
        start, end: places of the two in the row of countries.
        people: width of the whole arc; ``children``: of the dark part in it, None is not known.
        words: what is said when it is pointed at.
    """

    start: int
    end: int
    people: int
    children: int | None
    words: str


def arcs_svg(names: Sequence[str], arcs: Sequence[Arc]) -> str:
    """Return the drawing; widths are in proportion to people, the largest ``WIDEST`` wide.

    Args:
        names: of the countries, first to last. A name too long for its place is cut.
    """
    most = max((arc.people for arc in arcs), default=1)
    reach = max((abs(arc.end - arc.start) for arc in arcs), default=1)
    height = 34 + reach * 34 + WIDEST / 2
    width = BASE * 2 + GAP * max(len(names) - 1, 1) + 60

    def x(place: int) -> float:
        return 30 + BASE + place * GAP

    def path(arc: Arc, people: int, css: str) -> str:
        left, right = x(arc.start), x(arc.end)
        rise = 30 + abs(arc.end - arc.start) * 34
        wide = max(THINNEST, people / most * WIDEST)
        return (
            f'<path class="{css}" d="M{left} {height:g}C{left} {height - rise * 1.3:g} '
            f'{right} {height - rise * 1.3:g} {right} {height:g}" stroke-width="{wide:.2f}"/>'
        )

    drawn = "".join(
        f"<g><title>{escape(arc.words)}</title>{path(arc, arc.people, 'people')}"
        + (path(arc, arc.children, "children") if arc.children else "")
        + "</g>"
        for arc in sorted(arcs, key=lambda arc: -arc.people)
    )
    stops = "".join(
        f'<circle cx="{x(i)}" cy="{height:g}" r="5"/>'
        f'<text x="{x(i)}" y="{height + 24:g}" text-anchor="middle">{escape(_cut(name))}</text>'
        for i, name in enumerate(names)
    )
    return (
        f'<svg class="arcs" viewBox="0 0 {width} {height + FOOT:g}" width="{width}" '
        f'height="{height + FOOT:g}" aria-hidden="true">'
        f'<path class="base" d="M{x(0)} {height:g}H{x(len(names) - 1)}"/>{drawn}{stops}</svg>'
    )


def _cut(name: str) -> str:
    return name if len(name) <= 19 else f"{name[:18].rstrip()}…"
