"""All eight kinds of children in one country side by side, and what differs between them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from dash import html

from dashboard.colouring import STATUS_LABELS
from dashboard.components.controls import HasLens
from dashboard.components.profile_grid import level_words, narrow_name
from dashboard.data import Data
from dashboard.markup import attrs
from dashboard.state import Lens
from dashboard.theme import NOT_APPLICABLE_CLASS, step_class
from routes import Child, Goal
from routes.lenses import AS_A
from routes.model import COMPANIES, STATUSES
from routes.protection import UNKNOWN
from routes.words import listing

COMPANY_LABELS = {"alone": "Alone", "family": "With family"}


@dataclass(frozen=True, slots=True)
class Seen:
    """One level of one kind of child, as the matrix shows it."""

    level: int | None
    is_unchecked: bool
    is_own: bool = False


Matrix = Mapping[Child, Mapping[int, Seen]]


def levels_by_child(data: Data, iso3: str, lens: Lens) -> Matrix:
    """Return child -> goal -> level for both companies under all four labels, of the same age."""
    found: dict[Child, dict[int, Seen]] = {}
    for company in COMPANIES:
        for status in STATUSES:
            child = Child(age=lens.child.age, company=company, status=status)
            world = data.world(data.age_class(child), lens.checked)
            row, y = world.countries.index(iso3), world.year_index(lens.year)
            codes = world.levels[row, :, y].tolist()
            unchecked = world.level_unchecked[row, :, y].tolist()
            own = [False] * len(codes)
            if data.own_said:
                flags = data.atlas.protection.own_levels(child, checked_only=lens.checked)
                own = flags[row, :, y].tolist()
            found[child] = {
                goal: Seen(None if code == UNKNOWN else code, flag and code != UNKNOWN, is_own)
                for goal, code, flag, is_own in zip(
                    data.atlas.rubrics.goals, codes, unchecked, own, strict=True
                )
            }
    return found


def child_matrix(data: Data, state: HasLens, matrix: Matrix) -> Any:
    """Return kinds of children down, goals across; a cell opens the page for that child."""
    goals = data.atlas.rubrics.goals
    bodies = []
    for company in COMPANIES:
        head = html.Tr(
            html.Th(COMPANY_LABELS[company], scope="rowgroup", colSpan=len(goals) + 1),
            className="company",
        )
        kinds = [child for child in matrix if child.company == company]
        bodies.append(html.Tbody([head, *(_kind(data, state, c, matrix[c]) for c in kinds)]))
    caption = (
        f"Levels for children of {state.lens.child.age} in {state.lens.year}; "
        "○ rests in part on sources not yet checked, – is not judged"
        f"{', ✎ with own facts' if data.own_said else ''}"
    )
    return html.Div(
        html.Table(
            [
                html.Caption(caption),
                html.Thead(
                    html.Tr(
                        [
                            html.Th("Child", scope="col"),
                            *(
                                html.Th(
                                    [html.B(str(goal.goal)), html.Span(f" {narrow_name(goal)}")],
                                    scope="col",
                                )
                                for goal in goals.values()
                            ),
                        ]
                    )
                ),
                *bodies,
            ]
        ),
        className="table-wrap child-matrix",
        tabIndex="0",
        role="region",
        **attrs(aria_label="Levels of all kinds of children"),
    )


def _kind(data: Data, state: HasLens, child: Child, levels: Mapping[int, Seen]) -> Any:
    is_chosen = child == state.lens.child
    current = attrs(aria_current="true") if is_chosen else {}
    href = state.href(child=child)
    cells = []
    for number, seen in levels.items():
        goal = data.atlas.rubrics.goals[number]
        words = f"{goal.short}: {level_words(seen.level, is_judged=goal.is_judged)}"
        if seen.is_own:
            words += ", with own facts that are not part of the atlas"
        text = "?" if seen.level is None else str(seen.level)
        look = step_class(seen.level) if goal.is_judged else NOT_APPLICABLE_CLASS
        cells.append(
            html.Td(
                html.A(
                    [
                        html.Span(text if goal.is_judged else "–", **attrs(aria_hidden="true")),
                        html.Span("○", className="named-mark", **attrs(aria_hidden="true"))
                        if seen.is_unchecked
                        else None,
                        html.Span("✎", className="own-sign", **attrs(aria_hidden="true"))
                        if seen.is_own
                        else None,
                        html.Span(words, className="sr"),
                    ],
                    href=href,
                    className=f"cell {look}",
                    title=words,
                    **attrs(data_go="1"),
                )
            )
        )
    name = html.A(STATUS_LABELS[child.status], href=href, **attrs(data_go="1"), **current)
    return html.Tr([html.Th(name, scope="row"), *cells], className="chosen" if is_chosen else "")


def differences(data: Data, matrix: Matrix) -> list[str]:
    """Say for which goals the kind of child makes a difference, for which not, and what is open."""
    told, same, unknown, not_judged = [], [], [], []
    for number, goal in data.atlas.rubrics.goals.items():
        by_level: dict[int | None, list[Child]] = {}
        for child, levels in matrix.items():
            by_level.setdefault(levels[number].level, []).append(child)
        if not goal.is_judged:
            not_judged.append(goal_in_text(goal))
        elif len(by_level) > 1:
            order = sorted(by_level, key=lambda level: -1 if level is None else level, reverse=True)
            parts = [_level_for(level, by_level[level]) for level in order]
            told.append(f"{goal.short} (goal {goal.goal}): {'; '.join(parts)}.")
        elif None in by_level:
            unknown.append(goal_in_text(goal))
        else:
            same.append(goal_in_text(goal))
    if not told:
        told.append("No known level differs between the eight kinds of children.")
    if same:
        told.append(f"The same for all eight: {joined(same)}.")
    if unknown:
        told.append(f"Not known for any of the eight: {joined(unknown)}.")
    if not_judged:
        told.append(f"Not judged: {joined(not_judged)}.")
    return told


def _level_for(level: int | None, children: list[Child]) -> str:
    return f"{'not known' if level is None else f'level {level}'} {_who(children)}"


def _who(children: Iterable[Child]) -> str:
    """Return these kinds of children in as few words as they allow."""
    left = {(child.company, child.status) for child in children}
    told = []
    for company in COMPANIES:
        whole = {(company, status) for status in STATUSES}
        if whole <= left:
            left -= whole
            told.append(f"{COMPANY_LABELS[company].lower()}, whatever the label")
    for status in STATUSES:
        whole = {(company, status) for company in COMPANIES}
        if whole <= left:
            left -= whole
            told.append(AS_A[status])
    for company in COMPANIES:
        rest = [AS_A[status] for status in STATUSES if (company, status) in left]
        if rest:
            told.append(f"{COMPANY_LABELS[company].lower()} {joined(rest)}")
    return joined(told)


def goal_in_text(goal: Goal) -> str:
    """Return ``not detained (goal 2)``."""
    return f"{goal.short[:1].lower()}{goal.short[1:]} (goal {goal.goal})"


def joined(words: Iterable[str]) -> str:
    """Return ``a, b and c``."""
    return "".join(str(part) for part in listing([(word,) for word in words]))
