"""The ranked levers on paper: which single change lifts the weakest stage of most journeys."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dashboard.components.lever_list import GROUPS, lead_words, shown_groups, step_words
from dashboard.components.what_if_form import way_words
from dashboard.data import Data
from dashboard.pictures.matrix import NOTE, left_out
from dashboard.pictures.paper import Paper
from dashboard.pictures.subject import Box
from dashboard.pictures.supposed import SMALL, fitting, flag, note_height, paragraphs
from dashboard.what_if_state import WhatIfState
from routes import RankedLever, country_in_text
from routes.words import count

MOST_LEVERS = 40  # in a picture as tall as it needs: as many as on the page


def levers_alt(data: Data, state: WhatIfState) -> str:
    shown, lifts = shown_groups(state, state.ranking(data))
    what = "lift" if lifts else "raise"
    first = [f"{_change(data, group[0])} ({_lifted(group[0])})" for group in shown[:3]]
    named = f" First: {'; '.join(first)}." if first else ""
    return f"List of {count(len(shown), 'single change')} that {what} most.{named}"


def _change(data: Data, row: RankedLever) -> str:
    name = country_in_text(row.change.iso3, data.name(row.change.iso3))
    return f"{name[:1].upper()}{name[1:]} {row.lever.label}"


def _lifted(row: RankedLever) -> str:
    if row.lifted:
        return f"lifts {len(row.lifted)} of {count(row.through, 'journey')}"
    return f"lifts 0 of {row.through}, raises {row.weak_raised} of the weakest levels"


def _figure(data: Data, row: RankedLever) -> str:
    if not row.lifted:
        return ""
    if not row.figures:
        return "No figure of children is held for these routes."
    one = row.figures[0]
    unit = "" if one.unit == "people" else f" {one.unit} of"
    who = GROUPS.get(one.group, one.group)
    route = data.atlas.routes[one.route_id].name
    return f"Recorded: {one.value:,}{unit} {who}, {one.year}, {route}. {one.scope_note}."


def draw_levers(data: Data, state: WhatIfState, paper: Paper, box: Box) -> float:
    ranking = state.ranking(data)
    shown, lifts = shown_groups(state, ranking)
    y = box.y + flag(paper, box)
    lead = lead_words(data, state, ranking, way_words(data, state), lifts).strip()
    how = (
        "Beside each change: journeys lifted, and in brackets how many were all that is unknown "
        "the worst, and the best."
    )
    y += paragraphs(paper, Box(box.x, y, box.width), [f"{lead} {how}"])
    if not shown:
        return y + paper.paragraph(box.x, y, box.width, "None to show.") - box.y
    end = box.y + box.height if box.height else 0.0
    return y + _Levers(data, state, shown).draw(paper, Box(
        box.x, y, box.width, max(end - y, 1.0) if end else 0.0)) - box.y  # fmt: skip


class _Levers:
    """The ranked list on paper, in one or two columns."""

    def __init__(self, data: Data, state: WhatIfState, shown: Sequence[list[RankedLever]]) -> None:
        self.data, self.shown = data, shown
        self.by_children = state.order == "children"

    def draw(self, paper: Paper, box: Box) -> float:
        em, gap = paper.em, 2.0 * paper.em
        columns = 2 if box.width > 60 * em else 1
        wide = (box.width - (columns - 1) * gap) / columns
        order = "by recorded children" if self.by_children else "journeys lifted, the most first"
        words: Callable[[int], str] = lambda n: left_out(  # noqa: E731
            len(self.shown), n, order, one="change", many="changes"
        )
        note = note_height(paper, box, words(1))
        most = self.shown[:MOST_LEVERS]
        heights = [self._row(Paper(paper.theme, em), Box(0, 0, wide), group) for group in most]
        number, taken = fitting(heights, columns, box.height, most=MOST_LEVERS)
        if not box.height:
            number, taken = len(most), [0] * len(most)
        elif number < len(self.shown):
            number, taken = fitting(
                heights, columns, box.height - note - 0.3 * em, most=MOST_LEVERS
            )
        tops = [box.y] * columns
        for group, column, high in zip(most, taken, heights, strict=False):
            self._row(paper, Box(box.x + column * (wide + gap), tops[column], wide), group)
            tops[column] += high
        y = max(tops)
        if told := words(number):
            paper.told.append(told)
            y += paper.paragraph(box.x, y + 0.1 * em, box.width, told, size=NOTE) + 0.1 * em
        return y - box.y

    def _row(self, paper: Paper, box: Box, group: Sequence[RankedLever]) -> float:
        em, row, y = paper.em, group[0], box.y
        rank = row.rank_weighted if self.by_children else row.rank
        paper.text(box.x + 1.5 * em, y + SMALL * em, str(rank), size=SMALL, face="sans-600",
                   anchor="end")  # fmt: skip
        left, room = box.x + 2.2 * em, box.width - 2.2 * em
        cases = f"({row.lifted_if_worst}, {row.lifted_if_best})"
        words = (
            f"{_change(self.data, row)} (goal {row.lever.goal}, "
            f"{step_words(row).replace('→', 'to')}): {_lifted(row)} {cases}"
        )
        if len(group) > 1:
            words += f"; {count(len(group) - 1, 'other way', 'other ways')} to the same"
        y += paper.paragraph(left, y, room, f"{words}.", size=SMALL)
        if figure := _figure(self.data, row):
            y += paper.paragraph(left, y, room, figure, size=0.8, fill="quiet")
        return y + 0.45 * em - box.y
