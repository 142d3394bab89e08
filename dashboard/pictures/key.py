"""Legends of pictures: a swatch and words for each step, in as many lines as they need."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dashboard.colouring import GOAL_LEVELS
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
