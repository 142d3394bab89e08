"""The protection profile on paper: goals down, stages across, level as colour and number."""

from __future__ import annotations

from collections.abc import Container

from dashboard.components.profile_grid import cell_class
from dashboard.pictures.key import ring
from dashboard.pictures.paper import LINE, Paper
from dashboard.pictures.subject import Box
from routes import Cell, Drop, Profile, Stage

HEAD = 0.85  # of stage names, in em
LEAST_ROW, MOST_ROW = 1.5, 2.5  # of a goal's row, in em


def stage_list(profile: Profile) -> str:
    """Return the stages in words: ``1 Eritrea (Asmara, origin), 2 Sudan ...``."""
    told = []
    for stage in profile.journey.stages:
        name = profile.names[stage.iso3]
        place = f"{stage.place}, " if stage.place != name else ""
        told.append(f"{stage.order} {name} ({place}{stage.role})")
    return ", ".join(told) + "."


def goal_list(profile: Profile) -> str:
    goals = profile.rubrics.goals.values()
    return "Goals: " + ", ".join(f"{goal.goal} {goal.short.lower()}" for goal in goals) + "."


def draw_profile(
    paper: Paper,
    box: Box,
    profile: Profile,
    *,
    marked: Container[tuple[int, int]] = (),
    with_names: bool = True,
) -> float:
    """Draw the profile as wide as the box; rows grow with its height. Return the height taken.

    Args:
        marked: (stage, goal) of cells with a frame.
        with_names: name goals and stages; else their numbers only.
    """
    em, stages = paper.em, profile.journey.stages
    goals = list(profile.rubrics.goals.values())
    left = _goals_width(paper, profile, box.width) if with_names else 1.6 * em
    column = (box.width - left) / len(stages)
    names = _names(paper, profile, column) if with_names else None
    badge = 1.35 * em
    head = badge + em * 0.35
    if names:
        head += max(map(len, names)) * em * HEAD * LINE
    rest = ""
    if with_names and names is None:
        rest = f"Stages: {stage_list(profile)}"
    below = 0.0
    if rest:
        below = len(paper.lines(rest, box.width, size=HEAD)) * em * HEAD * LINE + em * 0.3
    row = (box.height - head - below) / len(goals) if box.height else 2.0 * em
    row = min(max(row, LEAST_ROW * em), MOST_ROW * em)
    for i, stage in enumerate(stages):
        centre = box.x + left + (i + 0.5) * column
        draw_badge(paper, centre, box.y + badge / 2, badge / 2, stage)
        for j, words in enumerate(names[i] if names else ()):
            y = box.y + badge + em * 0.15 + (j + 0.8) * em * HEAD * LINE
            paper.text(centre, y, words, size=HEAD, anchor="middle")
    for r, goal in enumerate(goals):
        top = box.y + head + r * row
        _goal_head(paper, Box(box.x, top, left, row), str(goal.goal),
                   goal.short if with_names else "")  # fmt: skip
        for i, stage in enumerate(stages):
            cell = profile.cell(stage.order, goal.goal)
            at = Box(box.x + left + i * column + 1.5, top + 1.5, column - 3, row - 3)
            _cell(paper, at, profile, cell, is_marked=(stage.order, goal.goal) in marked)
            drop = profile.drop_into(stage.order, goal.goal)
            if drop and with_names:
                _drop(paper, at.x - 1.5, top + row / 2, drop, column)
    y = box.y + head + len(goals) * row
    if rest:
        y += em * 0.3
        y += paper.paragraph(box.x, y, box.width, rest, size=HEAD, fill="quiet")
    return y - box.y


def _goals_width(paper: Paper, profile: Profile, room: float) -> float:
    widest = max(paper.width(goal.short, size=0.92) for goal in profile.rubrics.goals.values())
    return min(widest + 2.4 * paper.em, room * 0.34)


def _names(paper: Paper, profile: Profile, column: float) -> list[list[str]] | None:
    """Return each stage's country in lines; None when a word is wider than its column."""
    room = column - 0.3 * paper.em
    found = []
    for stage in profile.journey.stages:
        name = profile.names[stage.iso3]
        if any(paper.width(word, size=HEAD) > room for word in name.split()):
            return None
        lines = paper.lines(name, room, size=HEAD)
        if len(lines) > 3:
            return None
        found.append(lines)
    return found


def _goal_head(paper: Paper, box: Box, number: str, words: str) -> None:
    em = paper.em
    middle = box.y + box.height / 2
    paper.text(box.x, middle + em * 0.33, number, size=0.92, face="sans-600")
    if not words:
        return
    room = box.width - 1.8 * em
    lines = paper.lines(words, room, size=0.92, most=2 if box.height > 2.3 * em else 1)
    step = em * 0.92 * 1.15
    for i, line in enumerate(lines):
        y = middle + em * 0.33 + (i - (len(lines) - 1) / 2) * step
        paper.text(box.x + 1.2 * em, y, line, size=0.92)


def _cell(paper: Paper, box: Box, profile: Profile, cell: Cell, *, is_marked: bool) -> None:
    css = cell_class(profile, cell)
    paper.swatch(box.x, box.y, box.width, box.height, css, round_=4)
    if is_marked:
        paper.rect(
            box.x + 1, box.y + 1, box.width - 2, box.height - 2, "none", round_=3,
            more=f' stroke="{paper.colour("ink")}" stroke-width="2.4"',
        )  # fmt: skip
    is_judged = profile.rubrics.goals[cell.goal].is_judged
    words = "–" if not is_judged else "?" if cell.level is None else str(cell.level)
    size = min(1.0, box.width / paper.em * 0.62)
    ink = paper.ink_on(css)
    paper.text(
        box.x + box.width / 2, box.y + box.height / 2 + size * paper.em * 0.36, words,
        size=size, face="sans-600", fill=ink, anchor="middle",
    )  # fmt: skip
    if cell.is_unchecked and cell.level is not None:
        radius = min(0.2 * paper.em, box.width * 0.1)
        ring(paper, box.x + box.width - radius * 2.2, box.y + radius * 2.4, radius, ink)


def _drop(paper: Paper, x: float, y: float, drop: Drop, column: float) -> None:
    """Mark a drop on the border between two columns: a triangle with its size inside."""
    half = min(0.62 * paper.em, column * 0.24)
    paper.add(
        f'<path d="M{x - half:.1f},{y - half * 0.72:.1f}h{2 * half:.1f}'
        f'l{-half:.1f},{half * 1.6:.1f}z" fill="{paper.colour("ink")}" '
        f'stroke="{paper.colour("paper")}" stroke-width="1.2"/>'
    )
    paper.text(
        x, y + half * 0.12, str(drop.size), size=half / paper.em * 0.92, face="sans-600",
        fill="paper", anchor="middle",
    )  # fmt: skip


def draw_badge(paper: Paper, x: float, y: float, radius: float, stage: Stage) -> None:
    """Draw a stage's number in the form of its role: ring, diamond or disc."""
    ink, ground = paper.colour("ink"), paper.colour("card")
    is_end = stage.role == "destination"
    fill, words = (ink, "paper") if is_end else (ground, "ink")
    rim = f'fill="{fill}" stroke="{ink}" stroke-width="1.4"'
    if stage.role == "transit":
        r = radius * 1.12
        paper.add(
            f'<path d="M{x:.1f},{y - r:.1f}l{r:.1f},{r:.1f}l{-r:.1f},{r:.1f}l{-r:.1f},{-r:.1f}z" '
            f"{rim}/>"
        )
    else:
        paper.add(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius * 0.92:.1f}" {rim}/>')
    size = radius / paper.em * (0.95 if stage.order > 9 else 1.1)
    paper.text(x, y + size * paper.em * 0.36, str(stage.order), size=size, face="sans-600",
               fill=words, anchor="middle")  # fmt: skip
