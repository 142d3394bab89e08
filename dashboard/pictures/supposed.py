"""What pictures of a what-if are made of: the frame that says so, words, and what fits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dashboard.pictures.matrix import NOTE
from dashboard.pictures.paper import LINE, Paper
from dashboard.pictures.subject import Box
from dashboard.what_if_state import NOT_FACT

SMALL = 0.92  # of sentences, in em


def flag(paper: Paper, box: Box) -> float:
    """Write what this is in a frame: no part of the picture can be taken for a fact."""
    em = paper.em
    wide = paper.width(NOT_FACT, face="sans-600")
    colour = paper.colour("own")
    rim = f' stroke="{colour}" stroke-width="1.5"'
    paper.rect(box.x, box.y, wide + 1.2 * em, 1.7 * em, "none", round_=4, more=rim)
    paper.text(box.x + 0.6 * em, box.y + 1.2 * em, NOT_FACT, face="sans-600", fill="own")
    return 2.2 * em


def paragraphs(paper: Paper, box: Box, told: Iterable[str]) -> float:
    y = box.y
    for words in told:
        y += paper.paragraph(box.x, y, box.width, words, size=SMALL) + 0.4 * paper.em
    return y - box.y


def note_height(paper: Paper, box: Box, words: str) -> float:
    return len(paper.lines(words, box.width, size=NOTE)) * paper.em * NOTE * LINE


def fitting(
    heights: Sequence[float], columns: int, room: float, *, most: int
) -> tuple[int, list[int]]:
    """Return how many fit, at least one, and the column of each.

    Args:
        room: of a column, in pixels; 0 is a picture as tall as it needs, which holds ``most``.
    """
    if not room:
        shown = min(len(heights), most)
        return shown, [i % columns for i in range(shown)]
    used, taken, at = [0.0] * columns, [], 0
    for high in heights:
        while at < columns and used[at] + high > room:
            at += 1
        if at == columns:
            break
        used[at] += high
        taken.append(at)
    return max(len(taken), 1), taken or [0]


def balanced(heights: Sequence[float], columns: int, room: float) -> list[int]:
    """Return the column of each, read down, in columns as even as can be; all fit the room."""
    tight, most = max(sum(heights) / columns, *heights), len(heights)
    while tight < room:
        number, taken = fitting(heights, columns, tight, most=most)
        if number == most:
            return taken
        tight += max(heights) / 4
    return fitting(heights, columns, room, most=most)[1]
