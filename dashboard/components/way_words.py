"""Sentences with their links, and the stages of a journey with what is known of each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dash import html

from dashboard.components.evidence import evidence_mark, source_title
from dashboard.components.profile_grid import MODES
from dashboard.data import Data
from dashboard.markup import attrs
from dashboard.ways import JourneyState
from routes import Journey, Ref, Route, Sentence

Jump = Callable[[int, int | None, str | None], str]


def linked(sentence: Sentence, state: JourneyState) -> list[Any]:
    """Return a sentence whose named things open their facts on this journey's page."""

    def to(ref: Ref) -> str:
        if ref.order is not None:
            return state.href(cell=(ref.order, ref.goal or state.goal))
        return state.href(goal=ref.goal) if ref.goal is not None else ""

    return _parts(sentence, to, **attrs(data_go="1"))


def linked_in(sentence: Sentence, jump: Jump) -> list[Any]:
    """Return a sentence whose named stages lead to other pages: (stage, goal, side) -> address."""

    def to(ref: Ref) -> str:
        return "" if ref.order is None else jump(ref.order, ref.goal, ref.side)

    return _parts(sentence, to)


def _parts(sentence: Sentence, to: Callable[[Ref], str], **more: Any) -> list[Any]:
    made: list[Any] = []
    for part in sentence.parts:
        href = "" if isinstance(part, str) else to(part)
        text = part if isinstance(part, str) else part.text
        made.append(html.A(text, href=href, **more) if href else text)
    return made


def stage_list(data: Data, journey: Journey, route: Route | None) -> Any:
    """Return the stages in order with what is documented of each, and by whom."""
    if route is None:
        return None
    drivers = [
        html.P([html.B("What drives children to go: "), route.drivers.replace(";", ","), "."])
    ]
    return html.Section(
        [
            html.H2("About this route", id="about"),
            *(drivers if route.drivers else []),
            html.P(["The route is described in ", *_source(data, route.source_id, route.evidence)]),
            html.Ol(
                [
                    html.Li(
                        [
                            html.B(f"{stage.place}, {data.name(stage.iso3)}"),
                            f" ({stage.role}"
                            + (f", {MODES[stage.mode]}" if stage.mode else "")
                            + "). ",
                            f"{stage.note}. " if stage.note else "",
                            *(
                                _source(data, stage.source_id, stage.evidence)
                                if stage.evidence
                                else []
                            ),
                        ]
                    )
                    for stage in journey.stages
                ],
                className="stage-list",
            ),
        ],
        className="about",
        **attrs(aria_labelledby="about"),
    )


def _source(data: Data, source_id: str, evidence: str) -> list[Any]:
    return [
        html.A(source_title(data, source_id), href=f"/sources#{source_id}", className="source"),
        " · ",
        evidence_mark(evidence),
    ]
