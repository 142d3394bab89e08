"""Deaths and missing on the atlas: marks on its map, their key, the same numbers as a table."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import repeat
from string import ascii_uppercase
from typing import Any

from dash import html

from dashboard.components.controls import choice
from dashboard.components.way_marks import (
    NAMES,
    NO_PLACE,
    loss_mark,
    loss_words,
    losses_words,
    unrecorded_words,
)
from dashboard.data import Data
from dashboard.figures import loss_layer
from dashboard.figures.way_marks import LossMark
from dashboard.kept import kept_with_data
from dashboard.markup import attrs
from dashboard.state import ViewState, link
from dashboard.ways import explain_address
from routes import YEARS, Loss, LossesOfYear, areas_off_routes

DEATHS = "deaths"
OPEN = 3  # up to so many areas are listed in the key without being asked for
MOST_LAYERS = 16  # choices of routes whose marks are kept drawn
TOLD = 3  # areas told one by one in a sentence
LEAST = (
    f"The least that is known. Each mark is a sum: it {NO_PLACE}. Where there is no mark, people "
    "may have died all the same. Areas are never added up."
)
NOT_COUNTED = "No publisher counts deaths on these routes: not none."
PUBLISHER = "IOM, Missing Migrants Project"
TABLE_ID = "deaths-table"
HEADS = (
    "The publisher’s area", "Died or missing, at least", "Children known among them",
    "Our routes through it", "Remark", "",
)  # fmt: skip


def found_in(data: Data, state: ViewState) -> LossesOfYear | None:
    """Return the deaths and disappearances that a view shows; None where it shows none."""
    return data.losses_in_view(state, state.year) if DEATHS in state.marks else None


def marks_in(data: Data, state: ViewState) -> tuple[LossMark, ...]:
    """Return the marks of a view's year."""
    found = found_in(data, state)
    return tuple(loss_mark(one) for one in found.losses) if found else ()


def layers(data: Data, routes: tuple[str, ...]) -> dict[int, str]:
    """Return year -> marks on the map of these routes, of all when there is none; as SVG."""
    return _layers(data, routes or tuple(data.route_ids))


@kept_with_data(MOST_LAYERS)
def _layers(data: Data, routes: tuple[str, ...]) -> dict[int, str]:
    state = ViewState(routes=routes)
    by_year = {
        year: [
            replace(loss_mark(one), letter=letter)
            for letter, one in zip(
                _letters(data, state), data.losses_in_view(state, year).losses, strict=False
            )
        ]
        for year in YEARS
    }
    return loss_layer.layers(data.atlas_map, frozenset(routes), by_year)


def _letters(data: Data, state: ViewState) -> Iterator[str]:
    """Yield what stands on marks, and beside their numbers in the key, where a screen is narrow.

    Nothing where few routes are chosen: their marks carry their numbers on every screen.
    """
    if not loss_layer.is_many(frozenset(state.routes or data.route_ids)):
        yield from repeat("")
    yield from ascii_uppercase


def layer(data: Data, state: ViewState) -> str:
    """Return what stands over the routes of a view; "" where no marks are asked for."""
    return layers(data, state.routes)[state.year] if DEATHS in state.marks else ""


def layers_json(data: Data, routes: str) -> bytes:
    """Return the marks of every year, for the browser: year -> SVG.

    Args:
        routes: route ids with commas between; unknown ones are left out, none is all.
    """
    asked = set(routes.split(","))
    chosen = tuple(route for route in data.route_ids if route in asked)
    return json.dumps(layers(data, chosen), separators=(",", ":")).encode()


def alt_words(data: Data, state: ViewState) -> str:
    """Return the marks in words, for those who can't see them; "" where none are asked for.

    Where there are many, no more than each area's number.
    """
    found = found_in(data, state)
    if found is None:
        return ""
    if not found.areas:
        return " No publisher counts deaths on these routes."
    if len(found.areas) <= TOLD:
        return f" {losses_words(found)}"
    told = "; ".join(
        f"{one.area} {count_words(one.least, is_withheld=one.is_withheld)}" for one in found.losses
    )
    if not told:
        return f" {losses_words(found)}"
    return f" Died or missing in {found.year}, the least that is known, by area: {told}."


def sources_in(data: Data, state: ViewState) -> tuple[str, ...]:
    """Return the source of each mark of a view."""
    found = found_in(data, state)
    return tuple(one.source_id for one in found.losses) if found else ()


def key(data: Data, state: ViewState) -> Any:
    """Return the switch of the marks and, when they show, what they mean and each number.

    None on the chart, which has no place for them.
    """
    if state.view == "chart":
        return None
    found = found_in(data, state)
    switched = () if found else (DEATHS,)
    parts: list[Any] = [
        html.P(
            choice(NAMES[DEATHS], state.href(marks=switched), chosen=found is not None,
                   css="toggle"),
            className="mark-choices",
            role="group",
            **attrs(aria_label="Numbers on the map"),
        )
    ]  # fmt: skip
    if found:
        parts += _told(data, state, found)
    return html.Div(parts, className="atlas-marks")


def _told(data: Data, state: ViewState, found: LossesOfYear) -> list[Any]:
    is_map, is_all = state.view == "map", not state.routes
    if not found.areas:
        return [html.P(NOT_COUNTED, className="small")]
    parts: list[Any] = [_signs(found)] if is_map else []
    parts.append(html.P(f"{found.year}. {LEAST}", className="quiet small"))
    rows = [
        html.Li(
            [_lettered(letter), loss_words(one), " ", _how(found, one)],
            **attrs(data_loss=one.area),
        )
        for letter, one in zip(_letters(data, state), found.losses, strict=False)
    ]
    rows += [html.Li(words) for words in unrecorded_words(found)]
    parts += [
        html.Details(
            [html.Summary("Number of each area"), html.Ul(rows, className="plain small")],
            open=len(rows) <= OPEN,
        )
        if is_map
        else None,
        html.P([*_source(data, found), *(_left_out(data, found) if is_all else ())],
               className="quiet small"),
    ]  # fmt: skip
    return parts


def _lettered(letter: str) -> Any:
    """Return the letter on an area's mark; it shows only where the mark has no number."""
    return html.B(f"{letter} ", className="loss-letter") if letter else None


def _signs(found: LossesOfYear) -> Any:
    """Return what the marks of a year look like: no sizes, as the map can be brought closer."""
    is_hidden = any(one.least is None for one in found.losses)
    signs = [
        ('<circle class="all" cx="12" cy="12" r="9"/>', "died or missing, at least: area by number")
    ]
    if any(one.children for one in found.losses):
        inner = '<circle class="all" cx="12" cy="12" r="9"/><circle class="children" cx="12" '
        signs.append((inner + 'cy="12" r="4.5"/>', "children known among them"))
    if is_hidden:
        ring = '<circle class="withheld" cx="12" cy="12" r="7"/>'
        signs.append((ring, "withheld: small, or near a small one"))
    return html.Ul(
        [
            html.Li(
                [
                    html.Div(
                        className="still",
                        **attrs(
                            data_html='<svg class="loss-key loss-sign" viewBox="0 0 24 24" '
                            f'aria-hidden="true">{drawn}</svg>'
                        ),
                    ),
                    html.Span(words),
                ]
            )
            for drawn, words in signs
        ],
        className="plain loss-signs small",
    )


def _how(found: LossesOfYear, loss: Loss) -> Any:
    words: list[Any] = ["How we know", html.Span(f" of {loss.area}", className="sr")]
    return html.A(words, href=explain_address(loss.route_ids[0], f"{DEATHS}@{found.year}"))


def _source(data: Data, found: LossesOfYear) -> list[Any]:
    """Link to the sources of what shows; where no number does, to that of the publisher's first."""
    ids = [one.source_id for one in found.losses]
    ids = ids or [str(one) for one in data.atlas.official.deaths["source_id"].head(1)]
    links = [
        html.A(PUBLISHER, className="source", href=f"/sources#{one}") for one in dict.fromkeys(ids)
    ]
    return [part for one in links for part in (one, ". ")]


def _left_out(data: Data, found: LossesOfYear) -> list[Any]:
    """Say what the publisher counts that none of our routes means, and where it is."""
    others = areas_off_routes(data.atlas, found.year)
    if not others:
        return []
    named = ", ".join(others[:TOLD])
    more = f" and {len(others) - TOLD} more" if len(others) > TOLD else ""
    return [
        f"None of our routes means the same as {named}{more}, nor what is counted by region alone: "
        "no mark stands for them. ",
        html.A("All areas (CSV)", href="/data/download/deaths.csv"),
    ]


def table(data: Data, state: ViewState) -> Any:
    """Return the numbers of a view as a table; None where they are not asked for."""
    found = found_in(data, state)
    if found is None:
        return None
    label = f"{NAMES[DEATHS]}, {found.year}, the least that is known"
    none = unrecorded_words(found) or ([] if found.areas else [NOT_COUNTED])
    head = html.Thead(html.Tr([_head(one) for one in HEADS]))
    rows = html.Tbody([_row(data, state, found, one) for one in found.losses])
    return html.Div(
        [
            html.Table([html.Caption(label), head, rows], className="folding")
            if found.losses
            else html.P(label),
            *(html.P(words, className="small") for words in none),
            html.P(["Areas are never added up. ", *_source(data, found)], className="quiet small"),
        ],
        id=TABLE_ID,
        className="table-wrap loss-table",
        tabIndex="0",
        role="region",
        **attrs(aria_label=label),
    )


def _head(words: str) -> Any:
    return html.Th(words or html.Span("How we know", className="sr"), scope="col")


def _row(data: Data, state: ViewState, found: LossesOfYear, loss: Loss) -> Any:
    names = [
        html.Li(
            html.A(data.atlas.routes[one].name, href=link(f"/journey/{one}", state.lens.pairs()))
        )
        for one in loss.route_ids
    ]
    cells = (
        count_words(loss.least, is_withheld=loss.is_withheld),
        count_words(loss.children, is_withheld=loss.is_children_withheld),
        html.Ul(names, className="plain"),
        remark(loss),
        _how(found, loss),
    )
    return html.Tr(
        [
            html.Th(loss.area, scope="row"),
            *(
                html.Td(one, **attrs(data_head=head))
                for head, one in zip(HEADS[1:], cells, strict=True)
            ),
        ]
    )


def count_words(number: int | None, *, is_withheld: bool) -> str:
    """Return a count as a table says it: a number, ``withheld`` or ``not known``."""
    if number is not None:
        return f"{number:,}"
    return "withheld" if is_withheld else "not known"


def remark(loss: Loss) -> str:
    """Return what must be said beside an area's number."""
    shared = "Shared by several routes, or wider than ours." if loss.is_shared else ""
    return " ".join(part for part in (loss.note, shared) if part)
