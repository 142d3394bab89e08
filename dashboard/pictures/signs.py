"""Signs that no face of ours has, drawn as shapes: how promises are kept, roles, arrows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dashboard.figures.atlas_map import MARK
from dashboard.pictures.key import Sign
from dashboard.pictures.paper import Paper
from dashboard.promise_looks import LOOKS
from routes import State
from routes.model import ROLES


def _cross(x: float, y: float, half: float, ink: str, line: float) -> str:
    return (
        f'<path d="M{x - half:.1f},{y - half:.1f}l{2 * half:.1f},{2 * half:.1f}'
        f'm0,{-2 * half:.1f}l{-2 * half:.1f},{2 * half:.1f}" stroke="{ink}" '
        f'stroke-width="{1.5 * line:.1f}" fill="none"/>'
    )


def _half_disc(x: float, y: float, half: float, ink: str, line: float) -> str:
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{half:.1f}" fill="none" stroke="{ink}" '
        f'stroke-width="{line:.1f}"/><path d="M{x:.1f},{y - half:.1f}a{half:.1f},{half:.1f} 0 0 0 '
        f'0,{2 * half:.1f}z" fill="{ink}"/>'
    )


def _disc(x: float, y: float, half: float, ink: str, _line: float) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{half:.1f}" fill="{ink}"/>'


def _triangle(way: int) -> Callable[[float, float, float, str, float], str]:
    def draw(x: float, y: float, half: float, ink: str, _line: float) -> str:
        return (
            f'<path d="M{x - half:.1f},{y + way * half * 0.8:.1f}h{2 * half:.1f}'
            f'l{-half:.1f},{-way * 1.6 * half:.1f}z" fill="{ink}"/>'
        )

    return draw


_SHAPES: dict[str, Callable[[float, float, float, str, float], str]] = {
    "✕": _cross, "◐": _half_disc, "●": _disc, "▲": _triangle(1), "▼": _triangle(-1),
}  # fmt: skip


def draw_sign(paper: Paper, x: float, y: float, sign: str, ink: str, *, size: float = 1.0) -> None:
    """Draw a sign, a number or a letter around a point.

    Args:
        ink: ``#rrggbb``.
        size: of letters beside it, in em.
    """
    em = paper.em * size
    if sign in _SHAPES:
        paper.add(_SHAPES[sign](x, y, 0.32 * em, ink, max(1.0, em * 0.1)))
    elif sign:
        paper.text(x, y + 0.36 * em, sign, size=size, face="sans-600", fill=ink, anchor="middle")


def draw_signs(
    paper: Paper, x: float, y: float, told: Sequence[tuple[str, str]], *, size: float
) -> float:
    """Write signs, each with what follows it, on a baseline; return how wide that is."""
    em, ink, start = paper.em * size, paper.colour("quiet"), x
    for sign, words in told:
        draw_sign(paper, x + 0.4 * em, y - 0.34 * em, sign, ink, size=size)
        x += 0.85 * em
        x += 0.4 * em + (paper.text(x, y, words, size=size, fill="quiet") if words else 0.0)
    return x - start


def signs_width(paper: Paper, told: Sequence[tuple[str, str]], *, size: float) -> float:
    """Return how wide ``draw_signs`` will be."""
    em = paper.em * size
    return sum(1.25 * em + paper.width(words, size=size) for _, words in told)


def state_sign(state: State) -> Sign:
    """Return what marks a state of a promise in a legend: its swatch with its sign."""
    look = LOOKS[state]

    def draw(paper: Paper, x: float, y: float, size: float) -> None:
        paper.swatch(x - size / 2, y - size / 2, size, size, look.css)
        draw_sign(paper, x, y, look.sign, paper.ink_on(look.css), size=size / paper.em * 0.72)

    return draw


def role_sign(role: str) -> Sign:
    """Return what marks a role: a ring, a diamond or a disc."""
    assert role in ROLES

    def draw(paper: Paper, x: float, y: float, size: float) -> None:
        fill = paper.colour("route" if role == "destination" else "casing")
        paper.add(
            f'<path transform="translate({x:.1f},{y:.1f}) scale({size / 12:.3f})" '
            f'd="{MARK[role]}" fill="{fill}" stroke="{paper.colour("route")}" stroke-width="1.4"/>'
        )

    return draw
