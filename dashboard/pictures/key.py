"""Legends of pictures: a swatch and words for each step, in as many lines as they need."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dashboard.colouring import GOAL_LEVELS
from dashboard.figures.way_marks import WayMarks
from dashboard.pictures.paper import LINE, Paper
from dashboard.pictures.subject import Box

GAP = 1.3  # between two entries, in em
Sign = Callable[[Paper, float, float, float], None]  # draws at x, y (centre) in a size


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: a step's look or a sign of its own, and what it means.

    Attributes:
        css: class of the step; "" when there is a sign.
        inside: what is written in the swatch.
    """

    words: str
    css: str = ""
    inside: str = ""
    sign: Sign | None = None


def draw_key(paper: Paper, box: Box, entries: Sequence[Entry], *, size: float = 0.92) -> float:
    """Draw a legend; return the height it takes."""
    em, step = paper.em * size, paper.em * size * LINE * 1.12
    mark = em * 1.15
    x, y = box.x, box.y
    for entry in entries:
        wide = mark + em * 0.45 + paper.width(entry.words, size=size)
        if x > box.x and x + wide > box.x + box.width:
            x, y = box.x, y + step
        middle = y + step / 2
        if entry.sign:
            entry.sign(paper, x + mark / 2, middle, mark)
        else:
            paper.swatch(x, middle - mark / 2, mark, mark, entry.css)
            if entry.inside:
                paper.text(
                    x + mark / 2, middle + em * 0.3, entry.inside, size=size * 0.8,
                    face="sans-600", fill=paper.ink_on(entry.css), anchor="middle",
                )  # fmt: skip
        paper.text(x + mark + em * 0.45, middle + em * 0.35, entry.words, size=size,
                   room=max(box.width - mark - em * 0.45, em))  # fmt: skip
        x += wide + em * GAP
    return y + step - box.y


def unchecked_sign(paper: Paper, x: float, y: float, size: float) -> None:
    """The ring that marks what rests in part on sources not yet checked."""
    ring(paper, x, y, size * 0.26, paper.colour("quiet"))


def ring(paper: Paper, x: float, y: float, radius: float, colour: str) -> None:
    paper.add(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="none" stroke="{colour}" '
        f'stroke-width="{max(1.0, radius * 0.4):.1f}"/>'
    )


def drop_sign(paper: Paper, x: float, y: float, size: float) -> None:
    """The triangle that marks a drop."""
    half = size * 0.36
    paper.add(
        f'<path d="M{x - half:.1f},{y - half * 0.8:.1f}h{2 * half:.1f}'
        f'l{-half:.1f},{1.6 * half:.1f}z" fill="{paper.colour("ink")}"/>'
    )


def level_entries(*, not_judged: bool = True, drops: bool = True) -> list[Entry]:
    """Return the legend of a profile: the five levels, not known, and the marks."""
    found = [
        Entry(words=GOAL_LEVELS[i][0].lower(), css=f"s{i}", inside=str(i))
        for i in reversed(range(5))
    ]
    found.append(Entry(words="not known", css="u", inside="?"))
    if not_judged:
        found.append(Entry(words="not judged", css="n", inside="–"))
    found.append(Entry(words="rests in part on sources not yet checked", sign=unchecked_sign))
    if drops:
        found.append(Entry(words="drop, in levels", sign=drop_sign))
    return found


def _loss_sign(paper: Paper, x: float, y: float, size: float) -> None:
    ink = paper.colour("ink")
    for part, strong in ((0.46, 0.42), (0.2, 0.9)):
        paper.add(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size * part:.1f}" fill="{ink}" '
            f'fill-opacity="{strong}"/>'
        )


def _withheld_sign(paper: Paper, x: float, y: float, size: float) -> None:
    paper.add(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size * 0.42:.1f}" fill="none" '
        f'stroke="{paper.colour("ink")}" stroke-width="1.2" stroke-dasharray="2.5 2.5"/>'
    )


def _band_sign(paper: Paper, x: float, y: float, size: float) -> None:
    for part, strong in ((0.7, 0.22), (0.26, 0.62)):
        paper.add(
            f'<path d="M{x - size / 2:.1f},{y:.1f}h{size:.1f}" stroke="{paper.colour("accent")}" '
            f'stroke-width="{size * part:.1f}" opacity="{strong}"/>'
        )


def number_entries(marks: WayMarks) -> list[Entry]:
    """Return the legend of the numbers that stand on a journey's map; nothing where none does."""
    shown = [mark for mark in marks.losses if mark.legs]
    found = []
    if any(mark.least is not None for mark in shown):
        found.append(
            Entry(
                words="died or missing along the shaded part, at least: area by number, dark "
                "children known; no place",
                sign=_loss_sign,
            )
        )
    if any(mark.least is None for mark in shown):
        found.append(Entry(words="died or missing: withheld", sign=_withheld_sign))
    if marks.bands:
        found.append(
            Entry(words="people between countries: width by number, dark children known; no path",
                  sign=_band_sign)
        )  # fmt: skip
    return found
