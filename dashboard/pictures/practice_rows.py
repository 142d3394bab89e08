"""Good practice on paper: each with its result in words, or all in short where that has no room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from dashboard.components.practice_list import BEYOND_BORDERS, years
from dashboard.data import Data
from dashboard.pictures.key import Entry, draw_key, ring, unchecked_sign
from dashboard.pictures.matrix import NOTE, left_out
from dashboard.pictures.paper import LINE, Paper
from dashboard.pictures.subject import Box
from dashboard.pictures.supposed import balanced, fitting, note_height
from routes import GoodPractice

GAP = 2.0  # between two columns, in em
MARKS = 2.3  # width of the marks before a title, in em
SMALL = 0.85
FEW = 3  # countries named in short
ORDER = "by goal"
STAR = (
    "M0,-5L1.18,-1.62L4.76,-1.55L1.9,.62L2.94,4.05L0,2L-2.94,4.05L-1.9,.62L-4.76,-1.55L-1.18,-1.62z"
)
IN_SHORT = "Result: whether the source reports one. Its words stand at the link below."


class _Rows(Protocol):
    """A way to draw practices: ``LEAST`` em wide at least for one of two columns."""

    LEAST: float
    says: str

    def head(self, paper: Paper, box: Box) -> float: ...

    def row(self, paper: Paper, box: Box, one: GoodPractice) -> float: ...


def draw_rows(data: Data, shown: Sequence[GoodPractice], paper: Paper, box: Box) -> float:
    """Draw the list; return its height. Those that do not fit are counted."""
    em, y = paper.em, box.y
    if entries := _entries(shown):
        y += draw_key(paper, Box(box.x, y, box.width), entries, size=0.87) + 0.4 * em
    room = max(box.y + box.height - y, 1.0) if box.height else 0.0
    at = Box(box.x, y, box.width, room)
    in_words = _Placed(_InWords(data), paper, at, shown)
    placed = in_words if in_words.holds_all else _Placed(_InShort(data), paper, at, shown)
    return y + placed.draw(paper) - box.y


class _Placed:
    """Which practice stands in which column."""

    def __init__(self, rows: _Rows, paper: Paper, box: Box, shown: Sequence[GoodPractice]) -> None:
        em = paper.em
        self.rows, self.box, self.shown = rows, box, shown
        self.columns = 2 if box.width > (2 * rows.LEAST + GAP) * em else 1
        self.width = (box.width - (self.columns - 1) * GAP * em) / self.columns
        beside = Paper(paper.theme, em)
        self.heights = [rows.row(beside, Box(0, 0, self.width), one) for one in shown]
        says = len(paper.lines(rows.says, box.width, size=SMALL)) * SMALL * LINE * em
        self.above = rows.head(beside, Box(0, 0, self.width)) + (says + 0.4 * em if says else 0.0)
        room = box.height - self.above if box.height else 0.0
        number, _ = fitting(self.heights, self.columns, room, most=len(shown))
        self.holds_all = number == len(shown)
        if not self.holds_all:
            room -= note_height(paper, box, self._left_out(1)) + 0.3 * em
        self.taken = self._columns(room)

    def _columns(self, room: float) -> list[int]:
        """Return the column of each that is drawn; all of one height where all have room."""
        if self.holds_all:
            return balanced(self.heights, self.columns, room or sum(self.heights) + 1)
        return fitting(self.heights, self.columns, room, most=len(self.shown))[1]

    def _left_out(self, shown: int) -> str:
        return left_out(len(self.shown), shown, ORDER, one="practice", many="practices")

    def draw(self, paper: Paper) -> float:
        em, box, y = paper.em, self.box, self.box.y
        if self.rows.says:
            y += paper.paragraph(box.x, y, box.width, self.rows.says, size=SMALL, fill="quiet")
            y += 0.4 * em
        tops = [y] * self.columns
        for column in set(self.taken):
            at = Box(box.x + column * (self.width + GAP * em), y, self.width)
            tops[column] += self.rows.head(paper, at)
        for one, column, high in zip(self.shown, self.taken, self.heights, strict=False):
            at = Box(box.x + column * (self.width + GAP * em), tops[column], self.width)
            self.rows.row(paper, at, one)
            tops[column] += high
        y = max(tops)
        if told := self._left_out(len(self.taken)):
            paper.told.append(told)
            y += paper.paragraph(box.x, y + 0.1 * em, box.width, told, size=NOTE) + 0.1 * em
        return y - box.y


class _InWords:
    """Title, where and when, and the result in the source's words or that it is not known."""

    LEAST, says = 38.0, ""

    def __init__(self, data: Data) -> None:
        self.data = data

    def head(self, _paper: Paper, _box: Box) -> float:
        return 0.0

    def row(self, paper: Paper, box: Box, one: GoodPractice) -> float:
        em, y = paper.em, box.y
        left, room = box.x + MARKS * em, box.width - MARKS * em
        _marks(paper, box.x, y + 0.68 * em, one)
        y += paper.paragraph(left, y, room, one.title, size=0.95, face="sans-600")
        names = ", ".join(map(self.data.name, one.iso3s))
        told = f"Goal {one.goal}; {names}; {' and '.join(one.roles)}; {years(one)}"
        y += paper.paragraph(left, y, room, told, size=SMALL, fill="quiet")
        result = f"Reported result: {one.result}" if one.result else "Result: not known to us."
        y += paper.paragraph(left, y, room, result, size=SMALL)
        return y + 0.55 * em - box.y


class _InShort:
    """One line each: goal, title, where, when, and whether a result is reported."""

    LEAST, says = 34.0, IN_SHORT
    HEADS = ("Goal", "Practice", "Where", "When", "Result")

    def __init__(self, data: Data) -> None:
        self.data = data

    def _rooms(self, paper: Paper, box: Box) -> list[tuple[float, float]]:
        """Return left edge and width of each column."""
        em = paper.em
        goal, when, result = 2.6 * em, 7.4 * em, 5.4 * em
        rest = box.width - goal - when - result - MARKS * em
        x, found = box.x, []
        for wide in (goal, MARKS * em + 0.62 * rest, 0.38 * rest, when, result):
            found.append((x, wide - 0.6 * em))
            x += wide
        found[1] = (found[1][0] + MARKS * em, found[1][1] - MARKS * em)
        return found

    def head(self, paper: Paper, box: Box) -> float:
        em = paper.em
        for (x, room), words in zip(self._rooms(paper, box), self.HEADS, strict=True):
            paper.text(x, box.y + SMALL * em, words, size=SMALL, face="sans-600", room=room)
        paper.rect(box.x, box.y + 1.3 * em, box.width, 0.7, paper.colour("line"))
        return 1.55 * em

    def row(self, paper: Paper, box: Box, one: GoodPractice) -> float:
        rooms, em = self._rooms(paper, box), paper.em
        is_many = len(one.iso3s) > FEW
        where = f"{len(one.iso3s)} countries" if is_many else ", ".join(
            map(self.data.name, one.iso3s)
        )  # fmt: skip
        told = (str(one.goal), one.title, where, years(one), "reported" if one.result else
                "not known")  # fmt: skip
        _marks(paper, rooms[1][0] - MARKS * em, box.y + 0.6 * em, one)
        high = max(
            paper.paragraph(x, box.y, room, words, size=SMALL)
            for (x, room), words in zip(rooms, told, strict=True)
        )
        return high + 0.22 * em


# -- Marks -------------------------------------------------------------------------------------
def _marks(paper: Paper, x: float, y: float, one: GoodPractice) -> None:
    """Draw what marks a practice, close to the title that stands right of ``x + MARKS``."""
    em = paper.em
    x += (MARKS - 0.75) * em
    if one.in_beyond_borders:
        _star(paper, x, y, em * 0.95)
        x -= 1.05 * em
    if one.evidence == "named":
        ring(paper, x, y, 0.26 * em, paper.colour("quiet"))


def _star(paper: Paper, x: float, y: float, size: float) -> None:
    paper.add(
        f'<path transform="translate({x:.1f},{y:.1f}) scale({size / 11:.2f})" d="{STAR}" '
        f'fill="{paper.colour("ink")}"/>'
    )


def _entries(shown: Sequence[GoodPractice]) -> list[Entry]:
    found = []
    if any(one.evidence == "named" for one in shown):
        found.append(Entry(words="named in a source, not yet checked", sign=unchecked_sign))
    if any(one.in_beyond_borders for one in shown):
        words = f"featured in {BEYOND_BORDERS}; of many others it is not known"
        found.append(Entry(words=words, sign=_star))
    return found
