"""The list of routes: what one child meets on each, to search, to sort and to open."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from dash import dcc, html

from dashboard import ids
from dashboard.colouring import child_in_words
from dashboard.components.controls import checked_toggle, child_menu, choice, field, year_menu
from dashboard.components.own_marks import is_own_way, own_sign
from dashboard.components.profile_grid import mini
from dashboard.components.share import share
from dashboard.data import Data
from dashboard.markup import attrs
from dashboard.rendered import Rendered
from dashboard.route_list import SORTS, Item, ListState, items, matches
from dashboard.said_views import JOURNEYS, journeys_line
from dashboard.shell import page
from dashboard.state import link
from dashboard.theme import step_class
from dashboard.ways import OWN, JourneyState, Way
from routes import Cell, Drop, Journey, Profile, Route
from routes.words import count, country_in_text, listing, percent

NAMED = 2  # places named before the rest is counted


def render(data: Data, _rest: str, query: str) -> Rendered:
    """Return the list for a query string."""
    state, dropped = ListState.read(query)
    found = items(data, state)
    shown = [item for item in found if matches(item.words, state.find)]
    tree = page(
        "/journeys",
        [
            html.H1("Journeys", id="headline"),
            html.P(
                f"{len(found)} documented routes, and what {child_in_words(state.lens.child)}, "
                f"meets on each in {state.lens.year}. A route is told by its first branch; the "
                "others are named below it.",
                className="lead-in",
            ),
            html.Div(
                [
                    html.Span("What "),
                    child_menu(state),
                    html.Span(" meets in "),
                    year_menu(state),
                    checked_toggle(state),
                ],
                className="bar",
            ),
            _tools(state, len(shown), len(found)),
            *_groups(data, state, found),
        ],
        css="wide route-list",
        notices=dropped,
        # The script narrows the list while one types: what is shared is the whole list.
        share=share(data, JOURNEYS, journeys_line(state, found), state.href(find="")),
    )
    return Rendered(title=f"Journeys: {SORTS[state.sort].lower()}", tree=tree)


def _tools(state: ListState, shown: int, total: int) -> Any:
    return html.Div(
        [
            field(
                "Search routes, regions and countries",
                dcc.Input(
                    id=ids.ROUTE_FILTER,
                    type="search",
                    value=state.find,
                    placeholder="Search routes, regions, countries",
                    className="search",
                ),
            ),
            html.Nav(
                [
                    choice(
                        label,
                        state.href(sort=sort),
                        chosen=sort == state.sort,
                        css="chip-choice",
                    )
                    for sort, label in SORTS.items()
                ],
                className="route-sorts",
                **attrs(aria_label="Order of the list"),
            ),
            html.P(f"{shown} of {total} routes shown.", id="route-count", role="status"),
            html.A(
                "Build your own journey",
                href=link(f"/journey/{OWN}", state.lens.pairs()),
                className="button",
            ),
        ],
        className="route-tools",
    )


def _groups(data: Data, state: ListState, found: Sequence[Item]) -> list[Any]:
    """Return the routes under one heading a region, or under one for the whole list."""
    if state.sort == "region":
        groups = [(name, list(g)) for name, g in groupby(found, lambda item: item.route.region)]
    else:
        groups = [(f"All routes, {SORTS[state.sort].lower()}", list(found))]
    return [
        html.Section(
            [html.H2(name), html.Div([_article(data, state, item) for item in group],
                                     className="route-items")],
            className="route-group",
            hidden=not any(matches(item.words, state.find) for item in group),
        )
        for name, group in groups
    ]  # fmt: skip


def _article(data: Data, state: ListState, item: Item) -> Any:
    route, profile = item.route, item.profile
    href = _journey_href(state, route, profile.journey)
    is_own = any(is_own_way(data, journey) for journey in route.journeys)
    return html.Article(
        [
            html.H3([html.A(route.name, href=href), *own_sign(is_own)]),
            html.P(_kind(state, route), className="quiet route-kind"),
            html.P(route.description),
            _countries(state, profile),
            html.Div(
                [
                    html.Dl(_summary(state, item)),
                    html.A(
                        mini(profile, _picture_words(item)),
                        href=href,
                        className="mini-link",
                    ),
                ],
                className="route-figures",
            ),
            _branches(state, item),
        ],
        className="card route-item",
        hidden=not matches(item.words, state.find),
        **attrs(data_words=item.words),
    )


def _picture_words(item: Item) -> str:
    stages = count(len(item.profile.journey.stages), "stage")
    return (
        f"Protection profile of {item.profile.journey.name}: {stages}, "
        f"{item.known} of {item.asked} levels known"
    )


def _kind(state: ListState, route: Route) -> str:
    branches = count(len(route.journeys), "branch", "branches")
    return branches if state.sort == "region" else f"{route.region} · {branches}"


def _journey_href(
    state: ListState, route: Route, journey: Journey, cell: tuple[int, int] | None = None
) -> str:
    way = Way.of(journey, first_branch=route.journeys[0].branch)
    return JourneyState(way=way, lens=state.lens, cell=cell).href()


def _countries(state: ListState, profile: Profile) -> Any:
    """The countries in travel order; stages that follow in the same one are told once."""
    orders = [iso3 for iso3, _ in groupby(profile.journey.iso3s)]
    return html.Ol(
        [
            html.Li(html.A(profile.names[iso3], href=link(f"/country/{iso3}", state.lens.pairs())))
            for iso3 in orders
        ],
        className="way-countries",
        **attrs(aria_label=f"Countries on the first branch, {profile.journey.name}"),
    )


def _summary(state: ListState, item: Item) -> list[Any]:
    entries = [
        ("Weakest", _weakest(state, item)),
        ("Largest drop", _largest_drop(state, item)),
        ("Known", f"{item.known} of {item.asked} levels; {_unchecked_words(state, item)}"),
    ]
    return [html.Div([html.Dt(term), html.Dd(told)]) for term, told in entries]


def _unchecked_words(state: ListState, item: Item) -> str:
    if state.lens.checked:
        return "sources not yet checked are left out"
    if not item.known:
        return "so none rests on any source"
    share = item.profile.unchecked_share
    if share == 0:
        return "all known ones rest on checked sources"
    told = "all" if share == 1 else f"{percent(share)} of the"
    return f"{told} known ones rest in part on sources not yet checked"


def _weakest(state: ListState, item: Item) -> Any:
    """Level 0: Libya (not detained), Sudan (not detained) and 2 more countries."""
    cells = item.profile.weakest
    if not cells:
        return "not known: no level is known on this branch"
    told = _named([_place(state, item, group) for group in _by_country(cells)], "country")
    return [_swatch(cells[0].level), " ", *told]


def _by_country(cells: Sequence[Cell]) -> list[list[Cell]]:
    """Return the cells of each country at its first stage, in travel order."""
    found: dict[str, list[Cell]] = {}
    for cell in cells:
        mine = found.setdefault(cell.stage.iso3, [])
        if cell.goal not in [other.goal for other in mine]:
            mine.append(cell)
    return list(found.values())


def _place(state: ListState, item: Item, cells: Sequence[Cell]) -> list[Any]:
    stage = cells[0].stage
    goals = item.profile.rubrics.goals
    shorts = ", ".join(goals[cell.goal].short.lower() for cell in cells)
    cell = (stage.order, cells[0].goal)
    name = item.profile.names[stage.iso3]
    href = _journey_href(state, item.route, item.profile.journey, cell)
    return [html.A(name, href=href), f" ({shorts})"]


def _named(places: Sequence[Any], one: str) -> list[Any]:
    """Name the first places, count the rest."""
    many = "countries" if one == "country" else f"{one}s"
    told = [tuple(place) for place in places[:NAMED]]
    rest = len(places) - len(told)
    if rest:
        told.append((f"{rest} more {one if rest == 1 else many}",))
    return list(listing(told))


def _largest_drop(state: ListState, item: Item) -> Any:
    profile = item.profile
    drops = profile.largest_drops
    if not drops:
        return item.no_drop
    borders: dict[tuple[int, int], list[Drop]] = {}
    for drop in drops:
        borders.setdefault((drop.from_stage.order, drop.to_stage.order), []).append(drop)
    told = _named([_border(state, item, group) for group in borders.values()], "border")
    return [html.B(count(drops[0].size, "level")), ": ", *told]


def _border(state: ListState, item: Item, drops: Sequence[Drop]) -> list[Any]:
    """Sudan to Libya (not detained, 1 to 0)."""
    names, goals = item.profile.names, item.profile.rubrics.goals
    first = drops[0]
    start, end = first.from_stage, first.to_stage
    falls = "; ".join(
        f"{goals[drop.goal].short.lower()}, {drop.from_level} to {drop.to_level}" for drop in drops
    )
    between = dict.fromkeys(country_in_text(s.iso3, names[s.iso3]) for s in first.across)
    across = f", across {', '.join(between)}, not known" if between else ""
    href = _journey_href(state, item.route, item.profile.journey, (end.order, first.goal))
    return [
        html.A(f"{names[start.iso3]} to {names[end.iso3]}", href=href),
        f" ({falls}{across})",
    ]


def _branches(state: ListState, item: Item) -> Any:
    """The other branches, each with its own page; a weaker one is marked."""
    others = item.route.journeys[1:]
    if not others:
        return None
    told: list[tuple[Any, ...]] = []
    for journey in others:
        part: tuple[Any, ...] = (
            html.A(journey.name, href=_journey_href(state, item.route, journey)),
        )
        if journey.branch in item.weaker:
            part += (f" (weaker: level {item.weaker[journey.branch]})",)
        told.append(part)
    words: list[Any] = ["Other branches: ", *listing(told, comma="; ", last="; "), "."]
    return html.P(words, className="quiet route-branches")


def _swatch(level: int | None) -> Any:
    return html.Span(
        [html.Span("Level ", className="sr"), "?" if level is None else str(level)],
        className=f"swatch {step_class(level)}",
    )
