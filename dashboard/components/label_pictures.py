"""Same child, other label: the way under each of the four labels, side by side."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dash import html

from dashboard.colouring import STATUS_LABELS
from dashboard.components.profile_grid import mini
from dashboard.components.way_words import linked
from dashboard.data import Data
from dashboard.markup import attrs
from dashboard.ways import JourneyState
from routes import Journey, Profile, label_sentences
from routes.model import STATUSES


def label_pictures(data: Data, state: JourneyState, journey: Journey) -> Any:
    """The same way under each of the four labels, and what the label alone changes."""
    lens = state.lens
    profiles = {
        status: data.profile(journey, replace(lens.child, status=status), lens.year, lens.checked)
        for status in STATUSES
    }
    pictures = []
    for status, one in profiles.items():
        known = f"{round(one.known_share * 100)} % known"
        href = state.href(child=replace(lens.child, status=status))
        current = attrs(aria_current="true") if status == lens.child.status else {}
        pictures.append(
            html.Figure(
                [
                    html.Figcaption(
                        [
                            html.A(
                                STATUS_LABELS[status], href=href, **attrs(data_go="1"), **current
                            ),
                            html.Span(f" · {known}", className="quiet"),
                        ]
                    ),
                    mini(one, f"{STATUS_LABELS[status]}: {_one_line(one)}"),
                ],
                className="label-picture" + (" chosen" if current else ""),
            )
        )
    return html.Section(
        [
            html.H2("Same child, other label", id="labels"),
            html.Div(pictures, className="label-pictures"),
            *(html.P(linked(sentence, state)) for sentence in label_sentences(profiles)),
        ],
        className="labels-section",
        **attrs(aria_labelledby="labels"),
    )


def _one_line(found: Profile) -> str:
    """Return the picture in words, for those who can't see it."""
    weakest = found.weakest
    if not weakest:
        return "no level is known."
    cell = weakest[0]
    where = found.names[cell.stage.iso3]
    goal = found.rubrics.goals[cell.goal].short.lower()
    more = f" and {len(weakest) - 1} more" if len(weakest) > 1 else ""
    return f"weakest at level {cell.level}, in {where}, {goal}{more}."
