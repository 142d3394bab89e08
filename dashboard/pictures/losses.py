"""Deaths and missing on paper: the shading of what is counted, and the marks beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dashboard.figures import way_marks, world_svg
from dashboard.figures.way_marks import LossMark, Spot
from dashboard.pictures.letters import Face
from dashboard.pictures.paper import Paper, safe
from dashboard.pictures.subject import Box
from routes import Leg

WIDE = 20.0  # of the shading, in a journey map's units


def draw_spans(
    paper: Paper, legs: Iterable[Leg], view: way_marks.View, size: float, wide: float = WIDE
) -> None:
    """Shade legs; the caller's group moves what is drawn to the box."""
    for leg in legs:
        for line in way_marks.leg_lines(leg, view):
            paper.add(
                f'<path d="{world_svg.line_path(map(tuple, line))}" opacity="0.16" fill="none" '
                f'stroke="{paper.colour("ink")}" stroke-width="{wide * size:.1f}" '
                'stroke-linecap="round"/>'
            )


def draw_losses(
    paper: Paper,
    box: Box,
    marks: Sequence[LossMark],
    spots: Sequence[Spot],
    size: float,
    *,
    text: float = 0.85,
) -> None:
    """Draw marks at their spots in a box.

    Args:
        size: of the marks; 1 for those of a journey's map 760 pixels wide.
        text: size of what stands under a mark, in em.
    """
    ink, casing = paper.colour("ink"), paper.colour("casing")
    for mark, spot in zip(marks, spots, strict=True):
        (x, y), r = _on_paper(box, spot.at), mark.radius * size
        (x0, y0), (x1, y1) = (_on_paper(box, point) for point in spot.lead)
        paper.add(
            f'<path d="M{x0:.1f},{y0:.1f}L{x1:.1f},{y1:.1f}" stroke="{casing}" '
            'stroke-width="3" opacity="0.75"/>'
            f'<path d="M{x0:.1f},{y0:.1f}L{x1:.1f},{y1:.1f}" stroke="{ink}" '
            'stroke-width="1" stroke-dasharray="1 3" stroke-linecap="round"/>'
        )
        at = f'cx="{x:.1f}" cy="{y:.1f}"'
        paper.add(f"<g><title>{safe(mark.words)}</title>")
        if mark.least is None:
            paper.add(
                f'<circle {at} r="{r:.1f}" fill="{casing}" stroke="{ink}" stroke-width="1.2" '
                'stroke-dasharray="2.5 2.5"/>'
            )
        else:
            paper.add(
                f'<circle {at} r="{r:.2f}" fill="{ink}" fill-opacity="0.42" '
                f'stroke="{casing}" stroke-width="1"/>'
            )
        if mark.children:
            inner = way_marks.radius(mark.children) * size
            paper.add(f'<circle {at} r="{inner:.2f}" fill="{ink}" fill-opacity="0.9"/>')
        for i, line in enumerate(filter(None, mark.lines)):
            face: Face = "sans-600" if i == 0 else "sans-400"
            wanted = text if i == 0 else 0.78
            wide, base = paper.width(line, size=wanted, face=face), y + r + (0.95 + i) * paper.em
            paper.add(  # what lies under it may be as dark as the letters
                f'<rect x="{x - wide / 2 - 2:.1f}" y="{base - 0.75 * wanted * paper.em - 1:.1f}" '
                f'width="{wide + 4:.1f}" height="{wanted * paper.em + 2:.1f}" rx="2" '
                f'fill="{casing}" opacity="0.75"/>'
            )
            paper.text(x, base, line, size=wanted, face=face, anchor="middle")
        paper.add("</g>")


def _on_paper(box: Box, point: tuple[float, float]) -> tuple[float, float]:
    return box.x + point[0], box.y + point[1]
