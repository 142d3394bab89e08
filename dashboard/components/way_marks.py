"""The numbers on a journey's map and what is said of them: losses as marks, people as bands."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import html

from dashboard.components.controls import choice
from dashboard.components.way_flows import age_words, flows_of
from dashboard.data import Data
from dashboard.figures.way_marks import WITHHELD, FlowBand, LossMark, WayMarks, radius
from dashboard.markup import attrs
from dashboard.ways import MARKS, JourneyState, explain_address
from routes import Journey, Loss, LossesOfYear

KEY_NUMBERS = (20, 200, 2000)  # people, of the discs in the key
NAMES = {"deaths": "Deaths and missing", "flows": "People between the countries"}
NO_PLACE = "stands beside the shaded part of the way that it counts, and marks no place"


def marks_of(data: Data, journey: Journey, state: JourneyState) -> WayMarks:
    """Return what the map of this view shows beside the levels."""
    losses: tuple[LossMark, ...] = ()
    bands: tuple[FlowBand, ...] = ()
    if "deaths" in state.marks:
        found = data.losses(journey, state.lens.year)
        losses = tuple(loss_mark(one) for one in found.losses) if found else ()
    if "flows" in state.marks and (flows := flows_of(data, journey, state.lens.year)):
        counted = flows.rows[flows.rows["people"].notna()]
        bands = tuple(_band(data, row) for row in counted.itertuples(index=False))
    return WayMarks(losses=losses, bands=bands)


def loss_mark(loss: Loss) -> LossMark:
    label = "withheld" if loss.least is None else f"at least {loss.least:,}"
    return LossMark(
        least=loss.least,
        children=loss.children,
        legs=loss.legs,
        area=loss.area,
        label=label,
        words=f"Died or missing in {loss.year}, {loss_words(loss)} It {NO_PLACE}.",
        name=loss.area,
    )


def loss_words(loss: Loss) -> str:
    """Return one area's year: ``Central Mediterranean: at least 1,719, of whom 82 ...``."""
    if loss.least is None:
        said = "withheld, as it is small or near a small one."
    elif loss.children is not None:
        said = (
            f"at least {loss.least:,}, of whom {loss.children:,} are known to have been children."
        )
    elif loss.is_children_withheld:
        said = f"at least {loss.least:,}; how many are known to have been children is withheld."
    else:
        said = f"at least {loss.least:,}; how many were children is not known."
    shared = " Shared with other routes." if loss.is_shared else ""
    note = f" {loss.note}" if loss.note else ""
    off = "" if loss.legs else " Not on this branch of the route: no mark stands for it."
    return f"{loss.area}: {said}{note}{shared}{off}"


def losses_words(found: LossesOfYear | None) -> str:
    """Return the losses of a year in sentences; "" where no publisher counts on this route."""
    if found is None:
        return ""
    told = [*(loss_words(one) for one in found.losses), *unrecorded_words(found)]
    return f"Died or missing on the way in {found.year}, the least that is known. {' '.join(told)}"


def unrecorded_words(found: LossesOfYear) -> list[str]:
    """Return a sentence for each area without a number in the year: not recorded, or not held."""
    counted = {one.area for one in found.losses}
    first, last = found.held
    said = (
        f"no incident is recorded in {found.year}, which does not mean that nobody died."
        if first <= found.year <= last
        else f"{found.year} is not held, but {first} to {last}."
    )
    return [f"{area}: {said}" for area in found.areas if area not in counted]


def _band(data: Data, row: Any) -> FlowBand:
    origin, there = data.name(row.origin_iso3), data.name(row.destination_iso3)
    children = int(row.children) if pd.notna(row.children) else None
    known = f"{children:,} known to be children" if children is not None else "children not known"
    if row.withheld_children:
        known = "the number of children is withheld"
    ages = age_words(row.age_coverage, row.withheld_people)
    return FlowBand(
        start_iso3=row.origin_iso3,
        end_iso3=row.destination_iso3,
        people=int(row.people),
        children=children,
        words=f"From {origin}, in {there}: {int(row.people):,} people, {known}; "
        f"age known of {ages}",
    )


def flows_words(data: Data, journey: Journey, year: int) -> str:
    """Return what the bands show in a sentence; "" where no flow is held."""
    found = flows_of(data, journey, year)
    if found is None:
        return ""
    other = "" if found.year == year else f" ({year} is not held)"
    counted = found.rows[found.rows["people"].notna()]
    missing = len(found.rows) - len(counted)
    left = f" {missing} of them {'is' if missing == 1 else 'are'} withheld." if missing else ""
    if counted.empty:
        return f"People of one country of the way in a later one, end of {found.year}{other}.{left}"
    known = counted["age_coverage"].dropna()
    ages = ""
    if len(known):
        low, high = age_words(known.min(), ""), age_words(known.max(), "")
        ages = f" Age is known of {low}" + (f" to {high}" if low != high else "") + " of them."
    most = counted.sort_values("people").iloc[-1]
    return (
        f"People of one country of the way who were in a later one, end of {found.year}{other}: "
        f"{len(found.rows)} pairs of countries.{left} The most, "
        f"{int(most['people']):,}, were from {data.name(most['origin_iso3'])} in "
        f"{data.name(most['destination_iso3'])}.{ages} Never to be added up."
    )


def marks_words(data: Data, journey: Journey, state: JourneyState) -> tuple[str, ...]:
    """Return what the marks that show say, a paragraph each kind."""
    told = []
    if "deaths" in state.marks:
        told.append(losses_words(data.losses(journey, state.lens.year)))
    if "flows" in state.marks:
        told.append(flows_words(data, journey, state.lens.year))
    return tuple(one for one in told if one)


def alt_words(data: Data, journey: Journey, state: JourneyState) -> str:
    """Return the marks that show in words, for those who can't see them; "" where none do."""
    return " ".join(marks_words(data, journey, state))


def marks_sources(data: Data, journey: Journey, state: JourneyState) -> tuple[str, ...]:
    """Return the sources of the marks that show, one a mark."""
    found = []
    losses = data.losses(journey, state.lens.year)
    if losses and "deaths" in state.marks:
        found += [one.source_id for one in losses.losses]
    flows = flows_of(data, journey, state.lens.year)
    if flows and "flows" in state.marks:
        found += [str(one) for one in flows.rows["source_id"]]
    return tuple(found)


def marks_key(data: Data, journey: Journey, state: JourneyState) -> Any:
    """Return the key of the marks with their numbers, sources, and the choice of them."""
    losses = data.losses(journey, state.lens.year)
    flows = flows_of(data, journey, state.lens.year)
    held = tuple(name for name, one in (("deaths", losses), ("flows", flows)) if one)
    if not held:
        return None
    parts: list[Any] = [_choices(state, held)]
    if losses and "deaths" in state.marks:
        parts += [
            _key_of_losses(),
            html.P([losses_words(losses), *_loss_links(data, journey, state)]),
        ]
    if flows and "flows" in state.marks:
        parts.append(_key_of_bands())
        parts.append(
            html.P(
                [
                    flows_words(data, journey, state.lens.year),
                    " Width shows how many, the dark part children known among them. Bands are no "
                    "paths. ",
                    html.A("Every pair", href="#flows"),
                    " · ",
                    html.A("UNHCR, Refugee Data Finder", className="source",
                           href=f"/sources#{flows.rows.iloc[0]['source_id']}"),
                ]
            )
        )  # fmt: skip
    return html.Div(parts, className="mark-key")


def _choices(state: JourneyState, held: tuple[str, ...]) -> Any:
    def without(name: str) -> tuple[str, ...]:
        return tuple(one for one in MARKS if (one in state.marks) != (one == name))

    return html.P(
        [
            "On the map: ",
            *(
                choice(NAMES[name], state.href(marks=without(name)), chosen=name in state.marks,
                       css="toggle")
                for name in held
            ),
        ],
        className="mark-choices screen-only",
        role="group",
        **attrs(aria_label="Numbers on the map"),
    )  # fmt: skip


def _loss_links(data: Data, journey: Journey, state: JourneyState) -> list[Any]:
    links = [" Each mark ", f"{NO_PLACE}. ", html.A("Every year", href="#deaths")]
    source = data.atlas.official.deaths.iloc[0]["source_id"]
    return [
        *links, " · ",
        html.A("IOM, Missing Migrants Project", className="source", href=f"/sources#{source}"),
        " · ",
        html.A("How we know",
               href=explain_address(journey.route_id, f"deaths@{state.lens.year}")),
    ]  # fmt: skip


def _key_of_losses() -> Any:
    """Draw the key in the map's own units: its width is set as a part of the map's."""
    discs = [
        f'<circle class="all" cx="{x}" cy="26" r="{radius(number):.2f}"/>'
        f'<text x="{x}" y="68">{number:,}</text>'
        for x, number in zip((40, 130, 230), KEY_NUMBERS, strict=True)
    ]
    discs.append(
        '<circle class="all" cx="330" cy="26" r="14"/><circle class="children" cx="330" cy="26" '
        'r="6"/><text x="330" y="68">children</text>'
        f'<circle class="withheld" cx="430" cy="26" r="{WITHHELD:g}"/>'
        '<text x="430" y="68">withheld</text>'
    )
    drawn = '<svg class="loss-key" viewBox="0 0 480 76" aria-hidden="true">'
    return html.Div(className="still", **attrs(data_html=f"{drawn}{''.join(discs)}</svg>"))


def _key_of_bands() -> Any:
    drawn = (
        '<svg class="band-key" viewBox="0 0 96 24" aria-hidden="true">'
        '<path class="people" d="M4,12H92" stroke-width="13"/>'
        '<path class="children" d="M4,12H92" stroke-width="5"/></svg>'
    )
    return html.Div(className="still", **attrs(data_html=drawn))
