"""Which countries are on the sheet: a set from a menu, or a list pasted into a form."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from dash import dcc, html

from dashboard.components.controls import choice, menu
from dashboard.data import Data
from dashboard.markup import attrs
from dashboard.sheet_state import LONGEST_PASTE, PATH, SheetState
from routes.country_names import Mistake

BEGIN = (
    "route:central-med-horn", "region:northern-africa", "region:western-asia", "party:CMW",
    "vote:GCM:no", "vote:GCM:abstain",
)  # fmt: skip


def set_menu(data: Data, state: SheetState) -> Any:
    """Return the word that opens the choice of a set."""
    sets = data.atlas.country_sets
    word = sets[state.of].label if state.of else "a list of your own"
    body = [
        html.Div(
            [
                html.Div(group, className="menu-heading"),
                *(
                    choice(one.label, state.href(of=one.key, countries=()),
                           chosen=one.key == state.of)
                    for one in found
                ),
            ],
            role="group",
            **attrs(aria_label=group),
        )
        for group, found in groupby(sets.values(), key=lambda one: one.group)
    ]  # fmt: skip
    return menu(word if state.of or state.countries else "choose a set", body, name="Countries")


def list_form(data: Data, state: SheetState, mistakes: Sequence[Mistake], *, is_open: bool) -> Any:
    """Return the form that takes a list; it opens with the countries that are on the sheet."""
    names = "; ".join(data.name(iso3) for iso3 in state.iso3s(data))
    kept = [pair for pair in state.pairs() if pair[0] not in ("of", "countries") and pair[1]]
    return html.Details(
        [
            html.Summary("Paste or change the list"),
            _mistakes(data, state, mistakes),
            html.Form(
                [
                    html.Label(
                        [
                            html.Span(
                                "Countries, by name or code, in English, French, Spanish or "
                                "Arabic; separated by commas, semicolons or lines"
                            ),
                            dcc.Textarea(
                                id="sheet-list",
                                name="paste",
                                value=names,
                                rows=4,
                                maxLength=LONGEST_PASTE,
                                className="search",
                                spellCheck=False,
                            ),
                        ],
                        className="form-field",
                    ),
                    *(
                        dcc.Input(type="hidden", name=name, value=value, id=f"sheet-keep-{name}")
                        for name, value in kept
                    ),
                    html.Button("Make the sheet", type="submit", className="button"),
                ],
                action=PATH,
                method="get",
                className="sheet-form",
                **attrs(data_canonical=state.href()),
            ),
        ],
        open=is_open or bool(mistakes),
        className="facts sheet-list",
    )


def _mistakes(data: Data, state: SheetState, mistakes: Sequence[Mistake]) -> Any:
    """Say what names no country, and offer the nearest."""
    if not mistakes:
        return None
    items = []
    for one in mistakes:
        offers: list[Any] = []
        for iso3 in one.nearest:
            more = tuple(i for i in data.iso3s if i in state.countries or i == iso3)
            offers += [
                html.A(f"add {data.name(iso3)}", href=state.href(countries=more),
                       **attrs(data_go="1")),
                ", ",
            ]  # fmt: skip
        told = [" Nearest: ", *offers[:-1], "."] if offers else [" Nothing near it is known."]
        items.append(html.Li([f"No country is called “{one.text}”.", *told]))
    return html.Div(html.Ul(items, className="mistakes"), role="status")


def begin(data: Data, state: SheetState) -> Any:
    """Return a few sets to begin with."""
    sets = data.atlas.country_sets
    return html.Section(
        [
            html.H2("Begin with a set"),
            html.Ul(
                [
                    html.Li(html.A(sets[key].label, href=state.href(of=key, countries=()),
                                   **attrs(data_go="1")))
                    for key in BEGIN
                    if key in sets
                ]
            ),
        ]
    )  # fmt: skip
