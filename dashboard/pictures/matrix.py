"""A matrix on paper: a row a country, a few columns, in as many blocks side by side as have room.

Where not every row fits, the first ones are drawn, and the paper says how many are left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil

from dashboard.pictures.key import ring
from dashboard.pictures.paper import LINE, Paper, safe
from dashboard.pictures.signs import draw_sign, draw_signs, role_sign
from dashboard.pictures.subject import Box
from routes.words import count

GAP = 1.4  # between two blocks, in em
HEAD = 0.8  # of the columns' names, in em
NOTE = 0.9  # of what is said of rows left out, in em
MOST_NAME = 15.0  # of a row's name, in em
MOST_CELL = 7.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """One cell.

    Attributes:
        css: class of its step.
        sign: a number, letter or sign in it.
        words: what it says, for those who point at it and for those who read it as text.
        is_unchecked: it rests in part on sources not yet checked.
        beside: small, in it, at its end.
        below: signs, each with a number, under it.
        bands: classes of a strip of years that stands in place of the cell.
    """

    css: str
    sign: str
    words: str
    is_unchecked: bool = False
    beside: str = ""
    below: tuple[tuple[str, str], ...] = ()
    bands: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One country: ``roles`` are marked beside its name."""

    name: str
    spots: tuple[Spot, ...]
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """One column: its number, and its words where there is room for them."""

    short: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """What is drawn.

    Attributes:
        order: of the rows, as it follows "in this order: ": by name.
        name, cell, row: the least width of names, of a cell, and the height of a row, in em.
        if_cut: drawn in its place where not every row fits: its first rows say more.
    """

    heads: tuple[Head, ...]
    rows: tuple[Row, ...]
    order: str
    name: float = 8.0
    cell: float = 1.75
    row: float = 1.42
    if_cut: Matrix | None = None


@dataclass(frozen=True, slots=True)
class _Plan:
    """How many blocks of how many rows, and what is named where, in pixels."""

    blocks: int
    rows: int
    width: float
    name: float
    cell: float
    names: tuple[tuple[str, ...], ...] | None
    head: float
    listed: str
    below: float


def draw_matrix(paper: Paper, box: Box, matrix: Matrix) -> float:
    """Draw it as wide as the box; return the height taken. Rows that do not fit are told of."""
    plan = _plan(paper, box, matrix)
    if matrix.if_cut and plan.blocks * plan.rows < len(matrix.rows):
        matrix = matrix.if_cut
        plan = _plan(paper, box, matrix)
    em, shown = paper.em, matrix.rows[: plan.blocks * plan.rows]
    with paper.hatched_together():
        _blocks(paper, box, matrix, plan, shown)
    y = box.y + plan.head + min(plan.rows, len(shown)) * matrix.row * em + 0.35 * em
    if plan.listed:
        y += paper.paragraph(box.x, y, box.width, plan.listed, size=HEAD, fill="quiet")
    if words := left_out(len(matrix.rows), len(shown), matrix.order):
        paper.told.append(words)
        y += paper.paragraph(box.x, y, box.width, words, size=NOTE)
    return y - box.y


def _blocks(paper: Paper, box: Box, matrix: Matrix, plan: _Plan, shown: Sequence[Row]) -> None:
    em = paper.em
    for b in range(plan.blocks):
        x = box.x + b * (plan.width + GAP * em)
        rows = shown[b * plan.rows : (b + 1) * plan.rows]
        if rows:
            _heads(paper, x, box.y, matrix, plan)
        for r, row in enumerate(rows):
            at = Box(x, box.y + plan.head + r * matrix.row * em, plan.width, matrix.row * em)
            _row(paper, at, row, plan)


def left_out(
    total: int, shown: int, order: str, *, one: str = "country", many: str = "countries"
) -> str:
    """Say how many are not drawn, and which are; "" when all are."""
    if shown >= total:
        return ""
    return (
        f"{total - shown} of {count(total, one, many)} are left out for want of room. "
        f"The {shown} that are drawn come first in this order: {order}."
    )


def _plan(paper: Paper, box: Box, matrix: Matrix) -> _Plan:
    """Take as few blocks as hold every row; as many as have room where none do."""
    em, total = paper.em, max(len(matrix.rows), 1)
    least = (matrix.name + matrix.cell * len(matrix.heads)) * em
    most = max(1, int((box.width + GAP * em) / (least + GAP * em)))
    if not box.height:
        blocks = min(most, 2, total)
        return _planned(paper, box, matrix, blocks, ceil(total / blocks))
    for blocks in range(1, most + 1):
        plan = _planned(paper, box, matrix, blocks, ceil(total / blocks))
        if plan.rows <= _room(box, plan, matrix, em, note=0.0):
            return plan
    plan = _planned(paper, box, matrix, most, 1)
    lines = len(paper.lines(left_out(total, 1, matrix.order), box.width, size=NOTE))
    rows = _room(box, plan, matrix, em, note=lines * em * NOTE * LINE)
    return _planned(paper, box, matrix, most, max(rows, 1))


def _room(box: Box, plan: _Plan, matrix: Matrix, em: float, *, note: float) -> int:
    """Return how many rows fit into a block."""
    return int((box.height - plan.head - plan.below - note - 0.35 * em) / (matrix.row * em))


def _planned(paper: Paper, box: Box, matrix: Matrix, blocks: int, rows: int) -> _Plan:
    em, columns = paper.em, len(matrix.heads)
    width = (box.width - (blocks - 1) * GAP * em) / blocks
    spare = width - (matrix.name + matrix.cell * columns) * em
    name = min(matrix.name * em + max(spare, 0) * 0.4, MOST_NAME * em)
    cell = min((width - name) / columns, max(MOST_CELL, matrix.cell) * em)
    names = _names(paper, matrix, cell)
    listed = ""
    if names is None:
        told = [f"{h.short} {h.words}" for h in matrix.heads if h.words]
        listed = f"Columns: {'; '.join(told)}."
    head = (0.4 + (max(map(len, names)) if names else 1) * LINE * HEAD) * em
    below = len(paper.lines(listed, box.width, size=HEAD)) * em * HEAD * LINE if listed else 0.0
    return _Plan(blocks, rows, width, name, cell, names, head, listed, below)


def _names(paper: Paper, matrix: Matrix, cell: float) -> tuple[tuple[str, ...], ...] | None:
    """Return the lines of each column's words; None where they have no room."""
    room, found = cell - 0.4 * paper.em, []
    for head in matrix.heads:
        words = f"{head.short} {head.words}".strip()
        if any(paper.width(one, size=HEAD) > room for one in words.split()):
            return None
        lines = paper.lines(words, room, size=HEAD)
        if len(lines) > 3:
            return None
        found.append(tuple(lines))
    return tuple(found)


def _heads(paper: Paper, x: float, y: float, matrix: Matrix, plan: _Plan) -> None:
    em = paper.em
    names: Sequence[Sequence[str]] = plan.names or [(head.short,) for head in matrix.heads]
    for i, lines in enumerate(names):
        middle = x + plan.name + (i + 0.5) * plan.cell
        first = y + plan.head - 0.45 * em - (len(lines) - 1) * em * HEAD * LINE
        for j, line in enumerate(lines):
            paper.text(middle, first + j * em * HEAD * LINE, line, size=HEAD, anchor="middle",
                       face="sans-600" if plan.names is None else "sans-400")  # fmt: skip


def _row(paper: Paper, box: Box, row: Row, plan: _Plan) -> None:
    em = paper.em
    high = 1.22 * em if box.height > 1.9 * em else box.height - 0.16 * em
    base = box.y + high / 2 + 0.32 * em
    marks = len(row.roles) * 0.85 * em
    paper.text(box.x, base, row.name, size=0.9, room=plan.name - marks - 0.6 * em)
    for i, role in enumerate(row.roles):
        x = box.x + plan.name - 0.7 * em - (len(row.roles) - 1 - i) * 0.85 * em
        role_sign(role)(paper, x, box.y + high / 2, 0.72 * em)
    for i, spot in enumerate(row.spots):
        at = Box(box.x + plan.name + i * plan.cell, box.y, plan.cell, high)
        paper.add(f"<g><title>{safe(f'{row.name}: {spot.words}')}</title>")
        _spot(paper, at, spot)
        paper.add("</g>")


def _spot(paper: Paper, box: Box, spot: Spot) -> None:
    em, middle = paper.em, box.y + box.height / 2
    if spot.bands:
        wide, x = (box.width - 0.3 * em) / len(spot.bands), box.x + 0.3 * em
        for css, years in groupby(spot.bands):
            number = len(list(years))
            paper.swatch(x, box.y, number * wide, box.height, css, round_=0)
            x += number * wide
        return
    wide = box.width - 0.16 * em
    if spot.css:
        paper.swatch(box.x, box.y, wide, box.height, spot.css)
    ink = paper.ink_on(spot.css) if spot.css else paper.colour("ink")
    across = 0.95 * em if spot.beside else wide / 2
    if spot.is_unchecked and not spot.beside:  # its ring stands at the end
        half = paper.width(spot.sign, size=0.86, face="sans-600") / 2
        across = max(min(across, wide - 0.52 * em - half), half + 0.1 * em)
    draw_sign(paper, box.x + across, middle, spot.sign, ink, size=0.86)
    if spot.beside:
        paper.text(box.x + wide - 0.35 * em, middle + 0.27 * em, spot.beside, size=0.72, fill=ink,
                   anchor="end")  # fmt: skip
    if spot.is_unchecked:
        at = across + 0.75 * em if spot.beside else wide - 0.32 * em
        ring(paper, box.x + at, box.y + 0.34 * em, 0.15 * em, ink)
    if spot.below:
        draw_signs(paper, box.x + 0.1 * em, box.y + box.height + 0.78 * em, spot.below, size=0.74)
