"""The protection profile: goals down, stages across, the level as colour and number.

At narrow widths the same cells turn: stages run down the page, goals across (see the stylesheet).
"""

from __future__ import annotations

from collections.abc import Callable, Container
from typing import Any

from dash import html

from dashboard.colouring import GOAL_LEVELS
from dashboard.markup import attrs
from dashboard.theme import NOT_APPLICABLE_CLASS, step_class
from routes import Cell, Drop, Goal, Profile, Stage

MODES = {"land": "by land", "sea": "by sea", "air": "by air"}
MODE_SIGNS = {"land": "—", "sea": "∼", "air": "⋯"}

SYLLABLES = {"discrimination": "dis\u00adcrimi\u00adnation"}  # wider than a column on a phone


def narrow_name(goal: Goal) -> str:
    """Return a goal's short name for a column that may be narrow on a phone."""
    # Browsers may have no list of syllables, and would break a word anywhere.
    return " ".join(SYLLABLES.get(word, word) for word in goal.short.split(" "))


def level_words(level: int | None, *, is_judged: bool = True) -> str:
    """Return ``level 2, partly`` or ``not known``."""
    if not is_judged:
        return "not judged"
    return "not known" if level is None else f"level {level}, {GOAL_LEVELS[level][0].lower()}"


def cell_class(profile: Profile, cell: Cell) -> str:
    """Return the look of a cell; a goal that is not judged is no unknown."""
    if not profile.rubrics.goals[cell.goal].is_judged:
        return NOT_APPLICABLE_CLASS
    return step_class(cell.level)


def drop_words(profile: Profile, drop: Drop) -> str:
    """Return what a drop mark means, in words."""
    names = profile.names
    words = (
        f"{drop.size} lower than in {names[drop.from_stage.iso3]} "
        f"({drop.from_level} to {drop.to_level})"
    )
    if drop.across:
        between = dict.fromkeys(names[stage.iso3] for stage in drop.across)
        words += f", across {', '.join(between)}, where it is not known"
    if drop.is_uneven:
        words += "; not the same questions are answered, so what is not known may play a part"
    return words


def grid(
    profile: Profile,
    *,
    cell_href: Callable[[int, int], str],
    cells_go: bool = True,
    country_href: Callable[[str], str],
    goal_href: Callable[[int], str] | None = None,
    goal: int = 0,
    open_cell: tuple[int, int] | None = None,
    marked: Container[tuple[int, int]] = (),
    label: str,
) -> Any:
    """Return the profile as a table.

    Args:
        cell_href: (stage, goal) -> where its facts open.
        cells_go: the facts open on this very page.
        goal_href: goal -> where it is the chosen one; None leaves out choice and step line.
        goal: the chosen goal, drawn as a step line under the table.
        marked: (stage, goal) of cells that differ from another profile.
    """
    stages = profile.journey.stages
    goals = profile.rubrics.goals
    head = html.Div(
        [
            html.Div("Goal", role="columnheader", className="corner"),
            *(_stage_head(profile, stage, country_href) for stage in stages),
        ],
        role="row",
        className="grid-row",
    )
    body = [
        html.Div(
            [
                html.Div(
                    _goal_head(profile, number, goal_href, chosen=number == goal),
                    role="rowheader",
                    className="goal-head" + (" chosen" if number == goal else ""),
                    style={"--g": number},
                ),
                *(
                    _cell(
                        profile,
                        profile.cell(stage.order, number),
                        cell_href(stage.order, number),
                        is_open=open_cell == (stage.order, number),
                        is_marked=(stage.order, number) in marked,
                        goes=cells_go,
                    )
                    for stage in stages
                ),
            ],
            role="row",
            className="grid-row",
        )
        for number in goals
    ]
    return html.Div(
        [head, *body, step_line(profile, goal) if goal_href and goal else None],
        role="table",
        className="profile",
        style={"--stages": len(stages)},
        **attrs(aria_label=label),
    )


def _stage_head(profile: Profile, stage: Stage, country_href: Callable[[str], str]) -> Any:
    name = profile.names[stage.iso3]
    place = stage.place if stage.place != name else ""
    mode = f"{MODE_SIGNS[stage.mode]} {MODES[stage.mode]}" if stage.mode else ""
    return html.Div(
        [
            html.Span(str(stage.order), className=f"badge {stage.role}"),
            html.A(name, href=country_href(stage.iso3), className="stage-name"),
            html.Span(
                " · ".join(part for part in (place, stage.role) if part), className="stage-place"
            ),
            html.Span(mode, className="stage-mode") if mode else None,
        ],
        role="columnheader",
        className="stage-head",
        style={"--s": stage.order},
        **attrs(data_stage=stage.order),
    )


def _goal_head(
    profile: Profile, number: int, goal_href: Callable[[int], str] | None, *, chosen: bool
) -> Any:
    name = narrow_name(profile.rubrics.goals[number])
    words = [html.B(str(number)), html.Span(f" {name}")]
    if goal_href is None:
        return html.Span(words, className="goal-name")
    current = attrs(aria_current="true") if chosen else {}
    return html.A(
        words, href=goal_href(number), className="goal-name", **attrs(data_go="1"), **current
    )


def _cell(
    profile: Profile, cell: Cell, href: str, *, is_open: bool, is_marked: bool, goes: bool
) -> Any:
    goal = profile.rubrics.goals[cell.goal]
    drop = profile.drop_into(cell.stage.order, cell.goal)
    words = (
        f"{profile.names[cell.stage.iso3]}, {goal.short.lower()}: "
        f"{level_words(cell.level, is_judged=goal.is_judged)}"
    )
    if cell.is_unchecked and cell.level is not None:
        words += ", rests in part on sources not yet checked"
    if cell.is_own:
        words += ", with own facts that are not part of the atlas"
    if is_marked:
        words += ", differs"
    number = "?" if cell.level is None else str(cell.level)
    css = f"cell {cell_class(profile, cell)}" + (" open" if is_open else "")
    return html.Div(
        [
            html.A(
                [
                    html.Span("–" if not goal.is_judged else number, className="n-value"),
                    html.Span("○", className="named-mark", **attrs(aria_hidden="true"))
                    if cell.is_unchecked and cell.level is not None
                    else None,
                    html.Span("✎", className="own-sign", **attrs(aria_hidden="true"))
                    if cell.is_own
                    else None,
                    html.Span(words, className="sr"),
                ],
                href=href,
                className=css + (" differs" if is_marked else ""),
                title=words,
                **attrs(data_iso3=cell.stage.iso3, data_goal=cell.goal),
                **(attrs(data_go="1") if goes else {}),
            ),
            _drop_mark(profile, drop) if drop else None,
        ],
        role="cell",
        className="grid-cell",
        style={"--s": cell.stage.order, "--g": cell.goal},
        **attrs(data_stage=cell.stage.order),
    )


def _drop_mark(profile: Profile, drop: Drop) -> Any:
    words = drop_words(profile, drop)
    return html.Span(
        [
            html.Span(f"▼{drop.size}", **attrs(aria_hidden="true")),
            html.Span(words, className="sr"),
        ],
        className="drop"
        + (" big" if drop.size > 1 else "")
        + (" uneven" if drop.across or drop.is_uneven else ""),
        title=words,
    )


def step_line(profile: Profile, goal: int) -> Any:
    """Draw one goal along the way as a line in steps; a gap where it is not known."""
    levels = [profile.cell(stage.order, goal).level for stage in profile.journey.stages]
    steps = []
    for i, level in enumerate(levels):
        before = levels[i - 1] if i else None
        style: dict[str, Any] = {"--s": i + 1}
        if level is not None:
            style["--l"] = level
            style["--from"] = level if before is None else before
        steps.append(
            html.Div(
                [
                    html.Span(className="rise") if before not in (None, level) else None,
                    html.Span(className="tread"),
                ]
                if level is not None
                else html.Span("not known", className="quiet"),
                className="step-cell" + ("" if level is not None else " gap"),
                style=style,
                **attrs(data_stage=i + 1),
            )
        )
    short = profile.rubrics.goals[goal].short
    return html.Div(
        [html.Div([html.B(f"{short}"), " along the way, 0 to 4"], className="step-head"), *steps],
        className="step-line",
        **attrs(aria_hidden="true"),
    )


def mini(profile: Profile, label: str) -> Any:
    """Return the profile as a small picture: six rows, a box a stage, the number in each."""
    boxes = []
    for number in profile.rubrics.goals:
        for stage in profile.journey.stages:
            cell = profile.cell(stage.order, number)
            text = "" if cell.level is None else str(cell.level)
            boxes.append(html.Span(text, className=f"m {cell_class(profile, cell)}"))
    return html.Div(
        boxes,
        className="mini",
        role="img",
        style={"--stages": len(profile.journey.stages)},
        **attrs(aria_label=label),
    )
