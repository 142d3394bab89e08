"""One journey before and after a what-if on paper: the goals that change, as two strips each."""

from __future__ import annotations

from dashboard.components.before_after import level_text, weakest_words
from dashboard.components.profile_grid import cell_class
from dashboard.data import Data
from dashboard.pictures.key import Entry, level_entries
from dashboard.pictures.paper import LINE, Paper, safe
from dashboard.pictures.signs import draw_sign
from dashboard.pictures.subject import Box
from dashboard.said import journey_name
from dashboard.what_if_state import NOT_FACT
from routes import Profile, Stage, Touched

SMALL, TITLE = 0.82, 0.92
LABEL = 3.9  # width of "What if", in em
ROW, CELL = 1.3, 4.0  # height of a strip; the widest cell, in em


def _framed(paper: Paper, x: float, y: float, size: float) -> None:
    rim = f' stroke="{paper.colour("ink")}" stroke-width="2"'
    half = size / 2
    paper.rect(x - half, y - half, size, size, paper.colour("card"), round_=3, more=rim)
    draw_sign(paper, x, y, "▲", paper.colour("ink"), size=0.6)


GOAL_KEY = [
    *level_entries(not_judged=False, drops=False)[:-1],
    Entry(words="what if: this level changes", sign=_framed),
]


def _goals(one: Touched) -> list[int]:
    return sorted({found.goal for found in one.comparison.differences})


def height_of(data: Data, paper: Paper, one: Touched, width: float) -> float:
    """Return how tall a journey is, with the space below it."""
    em = paper.em
    name = len(paper.lines(journey_name(data, one.journey), width, size=TITLE, face="sans-600"))
    lines = len(paper.lines(weakest_words(one), width, size=SMALL)) * em * SMALL * LINE
    return (
        name * em * TITLE * 1.2
        + 0.2 * em
        + lines
        + 1.1 * em
        + len(_goals(one)) * (1.05 + 2 * ROW) * em
        + 0.9 * em
    )


def draw_before_after(data: Data, paper: Paper, box: Box, one: Touched) -> float:
    """Draw it as wide as the box; return the height."""
    em, y, stages = paper.em, box.y, one.journey.stages
    name = journey_name(data, one.journey)
    y += paper.paragraph(box.x, y, box.width, name, size=TITLE, face="sans-600", line=1.2)
    y += 0.2 * em
    y += paper.paragraph(box.x, y, box.width, weakest_words(one), size=SMALL)
    cell = min((box.width - LABEL * em) / len(stages), CELL * em)
    size = min(0.75, cell / em * 0.42)
    for i, stage in enumerate(stages):
        paper.text(box.x + LABEL * em + (i + 0.5) * cell, y + 0.85 * em, stage.iso3, size=size,
                   anchor="middle", fill="quiet")  # fmt: skip
    y += 1.1 * em
    for goal in _goals(one):
        short = one.before.rubrics.goals[goal].short
        paper.text(box.x, y + 0.75 * em, f"{goal} {short}", size=SMALL, face="sans-600",
                   room=box.width)  # fmt: skip
        y += 1.05 * em
        for label, profile, before in (
            ("Now", one.before, None),
            ("What if", one.after, one.before),
        ):
            paper.text(box.x, y + 0.85 * em, label, size=SMALL)
            for i, stage in enumerate(stages):
                at = Box(box.x + LABEL * em + i * cell + 1, y, cell - 2, (ROW - 0.15) * em)
                _cell(paper, at, profile, before, stage, goal)
            y += ROW * em
    return y + 0.9 * em - box.y


def _cell(
    paper: Paper, box: Box, profile: Profile, before: Profile | None, stage: Stage, goal: int
) -> None:
    """Draw one level; what is supposed and differs has a frame and a sign for up or down."""
    em, cell = paper.em, profile.cell(stage.order, goal)
    css = cell_class(profile, cell)
    was = before.cell(stage.order, goal).level if before else cell.level
    name = profile.names[stage.iso3]
    when = f"what if, {NOT_FACT.lower()}" if before else "now"
    words = f"{name}, stage {stage.order}, goal {goal}, {when}: {level_text(cell.level)}"
    paper.add(f"<g><title>{safe(words)}</title>")
    paper.swatch(box.x, box.y, box.width, box.height, css)
    ink, middle = paper.ink_on(css), box.y + box.height / 2
    size = min(0.85, box.width / em * 0.55)
    is_moved = was != cell.level
    across = box.width * (0.34 if is_moved else 0.5)
    draw_sign(paper, box.x + across, middle, "?" if cell.level is None else str(cell.level), ink,
              size=size)  # fmt: skip
    if is_moved:
        is_up = was is None or (cell.level is not None and cell.level > was)
        draw_sign(
            paper, box.x + box.width * 0.72, middle, "▲" if is_up else "▼", ink, size=size * 0.7
        )
        rim = f' stroke="{paper.colour("ink")}" stroke-width="2"'
        paper.rect(box.x, box.y, box.width, box.height, "none", round_=3, more=rim)
    paper.add("</g>")
