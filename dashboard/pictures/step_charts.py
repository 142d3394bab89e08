"""Law and practice over the years on paper: a small chart a country, all to one scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dashboard.components.timeline_parts import (
    GLOBAL_LINES,
    NO_CHANGE,
    STEADY,
    now_words,
    series_of,
    ticks_of,
)
from dashboard.data import Data
from dashboard.figures.step_chart import MARKS, STEPS, TICK, Frame, Run, runs
from dashboard.pictures.key import Entry
from dashboard.pictures.matrix import NOTE, left_out
from dashboard.pictures.paper import LINE, Paper, safe
from dashboard.pictures.subject import Box
from dashboard.pictures.supposed import note_height
from dashboard.theme import step_class
from routes import YEARS, History

LEAST = 12.5  # width of a chart, in em
TALL = 5.2  # of a chart without its words, in em
TALLER = 3.0  # at most, where there is room
HEAD = 1.3
GAP = 1.4
SMALL = 0.8  # of the words below a chart, in em
MOST_CHARTS = 54  # in a picture as tall as it needs: it can still be made at 4x
DASHES = {"law": "", "practice": ' stroke-dasharray="5 2.5"'}
INKS = {"law": "ink", "practice": "accent"}
ORDER = "the latest change of law or practice first"


def draw_charts(
    data: Data, found: Sequence[History], paper: Paper, box: Box, *, grow: bool = False
) -> float:
    """Draw as many as have room, with words below where all have it; return the height.

    Args:
        grow: charts become taller where there is room.
    """
    if not found:
        return paper.paragraph(box.x, box.y, box.width, NO_CHANGE)
    columns = max(1, int((box.width + GAP * paper.em) / ((LEAST + GAP) * paper.em)))
    columns = min(columns, max(len(found), 2))
    drawing = _Grid(data, columns, (box.width - (columns - 1) * GAP * paper.em) / columns)
    if not box.height:
        shown, words = list(found), _ALL
        if len(found) > MOST_CHARTS:
            shown = _first(found, MOST_CHARTS)
    else:
        fits = [w for w in (_ALL, _NOW, _NONE)
                if sum(drawing.rows(paper, found, w)) <= box.height]  # fmt: skip
        words = fits[0] if fits else _NONE
        shown = list(found) if fits else _first(found, drawing.room(paper, box, len(found)))
    if box.height and grow:
        rows = drawing.rows(paper, shown, words)
        note = 0.0
        if told := _left_out(len(found), len(shown)):
            note = note_height(paper, box, told) + 0.2 * paper.em
        spare = (box.height - note - sum(rows)) / len(rows) / paper.em
        drawing = replace(drawing, tall=TALL + min(max(spare, 0.0), TALLER))
    y = box.y + drawing.draw(paper, box, shown, words)
    if told := _left_out(len(found), len(shown)):
        paper.told.append(told)
        y += paper.paragraph(box.x, y, box.width, told, size=NOTE) + 0.2 * paper.em
    return y - box.y


_ALL, _NOW, _NONE = range(3)  # words below a chart: what came first and the last year, or less


def _left_out(total: int, shown: int) -> str:
    return left_out(total, shown, ORDER)


def _first(found: Sequence[History], number: int) -> list[History]:
    """Return those with the latest change, in the order of all."""
    latest = sorted(found, key=lambda one: (-_last_change(one), one.name))[:number]
    return [one for one in found if one in latest]


def _last_change(one: History) -> int:
    return max((change.year for change in (*one.law_changes, *one.practice_changes)), default=0)


@dataclass(frozen=True, slots=True)
class _Grid:
    """Charts in rows of so many columns, each so wide (pixels) and so tall (em)."""

    data: Data
    columns: int
    width: float
    tall: float = TALL

    def words(self, one: History, words: int) -> list[str]:
        if words == _NONE:
            return []
        now = [now_words(self.data, one)]
        return now if words == _NOW else [*(one.sentences() or (STEADY,)), *now]

    def height(self, paper: Paper, one: History, words: int) -> float:
        lines = sum(
            len(paper.lines(told, self.width, size=SMALL)) for told in self.words(one, words)
        )
        return (HEAD + self.tall + lines * SMALL * LINE + 0.7) * paper.em

    def rows(self, paper: Paper, found: Sequence[History], words: int) -> list[float]:
        heights = [self.height(paper, one, words) for one in found]
        firsts = range(0, len(found), self.columns)
        return [max(heights[at : at + self.columns]) for at in firsts]

    def room(self, paper: Paper, box: Box, total: int) -> int:
        """Return how many fit without words but with a note of the others; at least a row."""
        note = note_height(paper, box, _left_out(total, 1)) + 0.2 * paper.em
        tall = (HEAD + TALL + 0.7) * paper.em
        return max(1, int((box.height - note) / tall)) * self.columns

    def draw(self, paper: Paper, box: Box, shown: Sequence[History], words: int) -> float:
        y = box.y
        for row, tall in enumerate(self.rows(paper, shown, words)):
            first = row * self.columns
            for at, one in enumerate(shown[first : first + self.columns]):
                x = box.x + at * (self.width + GAP * paper.em)
                self._one(paper, Box(x, y, self.width), one, words)
            y += tall
        return y - box.y

    def _one(self, paper: Paper, box: Box, one: History, words: int) -> None:
        em = paper.em
        paper.text(box.x, box.y + 0.95 * em, one.name, size=0.95, face="sans-600", room=box.width)
        _chart(self.data, paper, Box(box.x, box.y + HEAD * em, box.width, self.tall * em), one)
        y = box.y + (HEAD + self.tall) * em
        for told in self.words(one, words):
            is_now = told == now_words(self.data, one)
            y += paper.paragraph(box.x, y, box.width, told, size=SMALL,
                                 fill="quiet" if is_now else "ink")  # fmt: skip


def _chart(data: Data, paper: Paper, box: Box, one: History) -> None:
    em = paper.em
    frame = Frame(
        years=YEARS, width=box.width, height=box.height, left=0.4 * em, right=0.4 * em,
        top=0.7 * em, bottom=1.6 * em,
    )  # fmt: skip
    line, quiet = paper.colour("line"), paper.colour("quiet")
    paper.add(f'<g transform="translate({box.x:.1f},{box.y:.1f})">')
    across = f"H{box.width - frame.right:.1f}"
    for step in (0, STEPS):
        paper.add(f'<path d="M{frame.left:.1f},{frame.y(step):.1f}{across}" stroke="{line}"/>')
    for year, name in GLOBAL_LINES.items():
        paper.add(
            f'<path d="M{frame.x(year + 0.5):.1f},{frame.top:.1f}V{frame.foot:.1f}" '
            f'stroke="{quiet}" stroke-dasharray="2 3" fill="none"><title>{safe(name)}</title>'
            "</path>"
        )
    for series in series_of(data, one):
        for run in runs(frame, series, shift=0.15 * em):
            paper.add(_run(paper, one.name, series.kind, run))
    for tick in ticks_of(data, one.iso3):
        if frame.holds(tick.year):
            paper.add(
                f'<path transform="translate({frame.x(tick.year):.1f},{frame.foot + 0.38 * em:.1f})'
                f' scale({em / 15:.2f})" d="{TICK}" fill="{paper.colour("ink")}"><title>'
                f"{safe(f'{one.name}, {tick.title}')}</title></path>"
            )
    paper.add("</g>")
    foot = box.y + box.height - 0.3 * em
    paper.text(box.x + frame.left, foot, str(YEARS[0]), size=0.72, fill="quiet")
    paper.text(box.x + box.width - frame.right, foot, str(YEARS[-1]), size=0.72, fill="quiet",
               anchor="end")  # fmt: skip


def _run(paper: Paper, name: str, kind: str, run: Run) -> str:
    """Return one stroke with its marks: solid with squares is law, dashed with discs practice."""
    ink = paper.colour(INKS[kind])
    marks = "".join(
        f'<path transform="translate({point.x:.1f},{point.y:.1f}) scale({paper.em / 15:.2f})" '
        f'd="{MARKS[kind]}" fill="{paper.fill_of(step_class(point.step))}" stroke="{ink}" '
        f'stroke-width="1.3"><title>{safe(f"{name}, {point.words}")}</title></path>'
        for point in run.points
    )
    return (
        f'<path d="{run.path}" fill="none" stroke="{ink}" stroke-width="1.8"{DASHES[kind]}/>{marks}'
    )


# -- The key -----------------------------------------------------------------------------------
def _line_sign(paper: Paper, x: float, y: float, size: float, kind: str) -> None:
    ink, half = paper.colour(INKS[kind]), size * 0.62
    paper.add(
        f'<path d="M{x - half:.1f},{y:.1f}h{2 * half:.1f}" stroke="{ink}" stroke-width="1.8" '
        f'fill="none"{DASHES[kind]}/><path transform="translate({x:.1f},{y:.1f}) '
        f'scale({size / 15:.2f})" d="{MARKS[kind]}" fill="{paper.colour("paper")}" stroke="{ink}" '
        'stroke-width="1.3"/>'
    )


def _law_sign(paper: Paper, x: float, y: float, size: float) -> None:
    _line_sign(paper, x, y, size, "law")


def _practice_sign(paper: Paper, x: float, y: float, size: float) -> None:
    _line_sign(paper, x, y, size, "practice")


def _global_sign(paper: Paper, x: float, y: float, size: float) -> None:
    paper.add(
        f'<path d="M{x:.1f},{y - size / 2:.1f}v{size:.1f}" stroke="{paper.colour("quiet")}" '
        'stroke-dasharray="2 3" fill="none"/>'
    )


def _tick_sign(paper: Paper, x: float, y: float, size: float) -> None:
    paper.add(
        f'<path transform="translate({x:.1f},{y + size * 0.08:.1f}) scale({size / 14:.2f})" '
        f'd="{TICK}" fill="{paper.colour("ink")}"/>'
    )


KEY = (
    Entry(words="law", sign=_law_sign),
    Entry(words="practice", sign=_practice_sign),
    Entry(words="New York Declaration 2016, Compacts 2018", sign=_global_sign),
    Entry(words="a milestone of the country", sign=_tick_sign),
)
