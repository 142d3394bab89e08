"""Where the marks of losses stand: beside the legs they count, near, and none over another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dashboard.figures.way_marks import (
    LossMark,
    Points,
    Spot,
    View,
    along,
    dense,
    leg_lines,
    pair_of,
    short,
)

Corners = tuple[float, float, float, float]

LEAD = 14.0  # a lead ends this far from the way, at the rim of the shading: it points at no place
REACHES = (30.0, 44.0, 62.0, 84.0, 112.0)  # of a mark's rim from the way
COVERED = 1e4  # what it costs a spot that a mark there would cover another
CROSSED = 8.0  # what it costs that the lead would run through what stands under the mark
TOUCHED = 30.0  # and that the mark would lie on the way or a stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How marks are placed.

    Attributes:
        size: of the marks; 1 on a picture 760 wide.
        letter: width of a letter of what stands under a mark; a line is twice as tall.
        reaches: of a mark's rim from the way, the nearest first.
        parts: where along its legs a mark may hang, 0 to 1, the best first.
        clear: room around a mark and its words beyond which more is worth nothing.
        words_touch: what it costs that what stands under a mark lies on the way or a stage.
        can_shorten: a mark without room nearby gives up the area's name under it.
    """

    size: float = 1.0
    letter: float = 6.9
    reaches: tuple[float, ...] = REACHES
    parts: tuple[float, ...] = (0.5,)
    clear: float = 20.0
    words_touch: float = TOUCHED
    can_shorten: bool = False


def spots(
    marks: Sequence[LossMark],
    ways: Sequence[Points],
    taken: Points,
    view: View,
    width: float,
    height: float,
    manner: Manner = Manner(),
) -> list[Spot]:
    """Return where each mark stands: beside the middle of its legs, where there is most room.

    No mark covers another, with what stands under it: the largest choose first. One that would
    touch the way takes the next of the manner's parts, then its number alone.

    Args:
        ways: lines on the picture to keep clear of.
        taken: points to keep clear of, such as the stages' badges.
    """
    avoid = np.vstack([np.empty((0, 2)), taken, *(dense(line) for line in ways)])
    found: dict[int, Spot] = {}
    boxes: list[Corners] = []
    for i in sorted(range(len(marks)), key=lambda i: -marks[i].radius):
        r = marks[i].radius * manner.size
        lines = [line for leg in marks[i].legs for line in leg_lines(leg, view)]
        best: _Found | None = None
        for is_short in (False, True) if manner.can_shorten else (False,):
            label = _label(short(marks[i]) if is_short else marks[i], manner)
            for part in manner.parts:
                near = along(lines, part)
                tried = _clearest(near, avoid, boxes, r, label, (width, height), manner, is_short)
                if best is None or (not best.is_clear and tried.score > best.score):
                    best = tried
                if best.is_clear:
                    break
            if best is not None and best.is_clear:
                break
        assert best is not None  # a manner has a part
        found[i] = best.spot(r, manner.size)
        boxes.append(_box(best.at, r, best.label))
    return [found[i] for i in range(len(marks))]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A spot that was tried; the more its score the better.

    Attributes:
        is_clear: the mark touches neither a way nor another mark there.
        label: half the width and the height of what stands under it.
    """

    at: Points
    near: Points
    score: float
    is_clear: bool
    label: tuple[float, float]
    is_short: bool

    def spot(self, r: float, size: float) -> Spot:
        away = float(np.hypot(*(self.at - self.near)))
        to_rim = self.near + (self.at - self.near) * (1 - r / away)
        to_way = self.at + (self.near - self.at) * (1 - LEAD * size / away)
        lead = (pair_of(to_rim), pair_of(to_way))
        return Spot(pair_of(self.at), lead, pair_of(self.near), self.is_short)


def _label(mark: LossMark, manner: Manner) -> tuple[float, float]:
    """Return half the width and the height of what stands under a mark."""
    letter = manner.letter
    return max(map(len, mark.lines)) / 2 * letter, len(mark.lines) * letter * 2 + letter


def _box(spot: Points, mark: float, label: tuple[float, float]) -> Corners:
    """Return the corners of a mark with its label: x0, y0, x1, y1."""
    half = max(mark, label[0])
    x, y = pair_of(spot)
    return x - half, y - mark, x + half, y + mark + label[1]


def _covers(one: Corners, boxes: Sequence[Corners]) -> bool:
    return any(
        one[0] < x1 and one[2] > x0 and one[1] < y1 and one[3] > y0 for x0, y0, x1, y1 in boxes
    )


def _clearest(
    near: Points,
    avoid: Points,
    boxes: Sequence[Corners],
    mark: float,
    label: tuple[float, float],
    room: tuple[float, float],
    manner: Manner,
    is_short: bool,
) -> _Found:
    """Return the spot around a point with most room for a mark and its label, not too far away.

    Args:
        boxes: of marks that stand already.
    """
    size = manner.size
    half, below = max(mark, label[0]), mark + label[1]
    low = np.array([half + 4, mark + 4])
    high = np.maximum(low, np.array(room) - np.array([half + 4, below + 4]))
    best, most, is_clear = near, -np.inf, False
    for reach in manner.reaches:
        for turn in np.linspace(0, 2 * np.pi, 24, endpoint=False):
            way = np.array([np.cos(turn), np.sin(turn)])
            spot = np.clip(near + way * (mark + reach * size), low, high)
            aside = np.maximum(np.abs(avoid[:, 0] - spot[0]) - half, 0)
            over, under = spot[1] - mark - avoid[:, 1], avoid[:, 1] - spot[1] - below
            gap = np.hypot(aside, np.maximum(np.maximum(over, under), 0)).min(initial=np.inf)
            covers = _covers(_box(spot, mark, label), boxes)
            score = -COVERED if covers else 0.0
            score += min(float(gap), manner.clear * size) - 0.2 * float(np.hypot(*(spot - near)))
            if gap <= 0:
                on_mark = np.hypot(*(avoid - spot).T).min(initial=np.inf) <= mark
                score -= (TOUCHED if on_mark else manner.words_touch) * size
            score -= CROSSED * size if _crosses(near - spot, mark, label) else 0.0
            if score > most:
                best, most, is_clear = spot, score, gap > 0 and not covers
    return _Found(at=best, near=near, score=most, is_clear=is_clear, label=label, is_short=is_short)


def _crosses(lead: Points, mark: float, label: tuple[float, float]) -> bool:
    """Whether a lead, from a mark to its way, runs through the label under the mark."""
    dx, dy = pair_of(lead)
    return dy > mark and abs(dx) * (mark + label[1] / 2) / dy < label[0]
