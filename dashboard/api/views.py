"""A page's address -> the numbers that the page shows.

It reads the address with the page's own reader, so that the two can't drift apart.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from dashboard import frozen
from dashboard.api import models
from dashboard.api.beside import beside_atlas, beside_country, beside_journey, in_frame
from dashboard.api.content import Content, lens_of, weakest
from dashboard.api.data_views import brief_view, data_view, explain_view
from dashboard.api.found import Found
from dashboard.api.goal_models import CountryStanding, SheetCell
from dashboard.api.problems import ProblemError
from dashboard.api.promise_views import commitments_view, practice_view, timeline_view
from dashboard.api.sheets import sheet_of
from dashboard.api.standings import country_rows, standing_row
from dashboard.api.supposed import lever_rows, what_if
from dashboard.api.supposed_models import RankedLever, SupposedCell
from dashboard.api.view_models import (
    AtlasRow,
    AtlasView,
    CompareView,
    CountryView,
    GoalsView,
    JourneysView,
    JourneyView,
    LegendStep,
    Pair,
    RouteRow,
    SheetView,
    WhatIfView,
)
from dashboard.components.legend import counts, known_sentence
from dashboard.components.value_table import rows
from dashboard.goals_state import GoalsState
from dashboard.route_list import ListState, items, matches
from dashboard.said import compared, opened
from dashboard.said_views import goals_title
from dashboard.sheet_state import SheetState
from dashboard.state import LONGEST_QUERY, from_query, to_query
from dashboard.ways import OWN, CompareState, JourneyState, PlainState
from dashboard.what_if_state import WhatIfState
from routes import GOALS, Comparison
from routes.protection import NOT_APPLICABLE, UNKNOWN

REASONS: dict[int, models.EmptyBecause] = {UNKNOWN: "unknown", NOT_APPLICABLE: "not applicable"}
EMBED = "embed"
EMBEDDED = {
    "map": "",
    "table": "",
    "labels": "journey",
    "gaps": "commitments",
    "coverage": "data",
}  # the pages that these embeds show
DEATHS_ELSEWHERE = "Deaths and missing, which the page shows too, are at /api/v1/deaths."
LOOKS = ("theme", "lang")  # of an embed; they change no number


def find(content: Content, address: str, host: str) -> Found:
    """Return the view at an address of this site.

    Args:
        host: as the client called this site; an address that names another host, and not the
            site's public one, is refused.

    Raises:
        ProblemError: no page with numbers answers there.
        RoutesError: a page would, but the atlas lacks its route, branch or country.
    """
    try:
        parts = urlsplit(address.strip())
    except ValueError as error:
        raise _lost(address) from error
    if parts.netloc not in ("", host, urlsplit(content.data.origin).netloc):
        raise ProblemError(
            404, f"{parts.netloc[:100]!r} is not this site. Send the path and query alone."
        )
    first, _, rest = unquote(parts.path).strip("/").partition("/")
    query = frozen.read(parts.query).query  # the editions have been told apart before
    kind, is_frame = first, first == EMBED
    if is_frame:
        kind, _, rest = rest.partition("/")
        first = EMBEDDED.get(kind, kind)
        pairs = parse_qsl(query) if len(query) <= LONGEST_QUERY else []
        untold = (*LOOKS, "view") if kind == "coverage" else LOOKS
        pairs = [(name, value) for name, value in pairs if name not in untold]
        query = to_query([*pairs, ("view", kind)] if kind == "coverage" else pairs)
    make = PAGES.get(first)
    if make is None:
        raise _lost(address)
    found = make(content, rest, query)
    if not is_frame:
        return found
    return replace(found, beside=lambda: in_frame(kind, found.beside()))


def _lost(address: str) -> ProblemError:
    return ProblemError(
        404,
        f"No page with numbers answers at {address[:100]!r}. Send the address of the atlas (/), of "
        "a journey (/journey/...), a comparison (/compare?...), a country (/country/...), the list "
        "(/journeys), the goals (/goals), a sheet (/sheet?...), a what-if (/what-if?...), the "
        "commitments (/commitments), the timeline (/timeline), practice (/practice), a brief "
        "(/brief/...), what is known (/data?view=coverage) or missing (/data?view=missing), or how "
        "a number is known (/explain/...).",
    )


def _atlas(content: Content, _rest: str, query: str) -> Found:
    data = content.data
    state, dropped = from_query(query, data)
    colouring = data.colourings[state.colour]
    number = counts(data, state)
    codes = {step.name: step.code for step in colouring.steps}
    found = [
        AtlasRow(
            iso3=row.iso3,
            country=row.name,
            roles=list(row.roles),
            step=row.step,
            label=row.label,
            level=codes[row.step] if codes[row.step] >= 0 else None,
            number=row.number,
            unit=colouring.unit,
            empty_because=REASONS.get(codes[row.step]),
            as_of_year=row.as_of or None,
            evidence=weakest({fact.evidence for fact in row.facts}),
            source_ids=list(dict.fromkeys(fact.source_id for fact in row.facts)),
        )
        for row in rows(data, state)
    ]
    view = AtlasView(
        url=state.href(),
        title=colouring.headline(state.child),
        colour=state.colour,
        label=colouring.label,
        known=known_sentence(number),
        legend=[
            LegendStep(
                step=step.name,
                label=step.label,
                meaning=step.meaning,
                countries_count=number[step.name],
            )
            for step in colouring.steps
        ],
        rows=found,
    )
    return Found(
        view=view,
        lens=state.lens,
        dropped=dropped,
        rows=found,
        row_shape=AtlasRow,
        notes=(DEATHS_ELSEWHERE,) if state.marks else (),
        beside=lambda: beside_atlas(content, state),
    )


def _journey(content: Content, rest: str, query: str) -> Found:
    atlas = content.data.atlas
    state, dropped = JourneyState.read(atlas, rest or OWN, query)
    journey = state.way.journey(atlas)
    profile = content.profile(journey, state.lens)
    route = atlas.routes.get(journey.route_id)
    view = JourneyView(
        url=state.href(),
        title=journey.name if route is None else route.name,
        goal=state.goal,
        profile=profile,
    )
    return Found(
        view=view,
        lens=state.lens,
        dropped=dropped,
        rows=list(profile.levels),
        row_shape=models.StageLevel,
        beside=lambda: beside_journey(content, journey, state.lens),
    )


def _compare(content: Content, _rest: str, query: str) -> Found:
    data = content.data
    state, dropped = CompareState.read(query)
    state = opened(data, state)
    first, second, found = compared(data, state)
    lens_b = replace(state.lens_b, checked=state.lens.checked)
    told = content.profile(found.a.journey, state.lens), content.profile(found.b.journey, lens_b)
    view = CompareView(
        url=state.href(),
        title=first if first == second else f"{first} and {second}",
        a=told[0],
        b=told[1],
        lens_b=lens_of(lens_b),
        pairs=_pairs(found, *told),
        sentences=[models.Sentence(kind=s.kind, text=s.text) for s in found.sentences()],
    )
    return Found(
        view=view,
        lens=state.lens,
        dropped=dropped,
        rows=view.pairs,
        row_shape=Pair,
    )


def _pairs(found: Comparison, a: models.Profile, b: models.Profile) -> list[Pair]:
    """Return every goal of every pair of stages, with the facts behind both sides."""
    uneven = {(one.stage_a.order, one.goal) for one in found.differences if one.is_uneven}
    pairs = []
    for one, other in found.pairs:
        for goal in GOALS:
            left = None if one is None else a.level_at(one.order, goal)
            right = None if other is None else b.level_at(other.order, goal)
            stage = one or other
            level_a = None if left is None else left.level
            level_b = None if right is None else right.level
            pairs.append(
                Pair(
                    goal=goal,
                    iso3=stage.iso3 if stage else "",
                    order_a=None if one is None else one.order,
                    order_b=None if other is None else other.order,
                    level_a=level_a,
                    level_b=level_b,
                    difference=None if level_a is None or level_b is None else level_b - level_a,
                    is_uneven=one is not None and (one.order, goal) in uneven,
                    evidence_a=left.evidence if left else None,
                    source_ids_a=left.source_ids if left else [],
                    evidence_b=right.evidence if right else None,
                    source_ids_b=right.source_ids if right else [],
                )
            )
    return pairs


def _country(content: Content, rest: str, query: str) -> Found:
    iso3 = content.data.known_country(rest.strip("/"))
    state, dropped = PlainState.read(f"/country/{iso3}", query)
    levels = list(content.levels(iso3, state.lens))
    view = CountryView(
        url=state.href(),
        title=content.data.name(iso3),
        country=content.country(iso3),
        levels=levels,
    )
    return Found(
        view=view,
        lens=state.lens,
        dropped=dropped,
        rows=levels,
        row_shape=models.Level,
        beside=lambda: beside_country(content, iso3),
    )


def _journeys(content: Content, _rest: str, query: str) -> Found:
    state, dropped = ListState.read(query)
    found = [
        RouteRow(
            route_id=item.route.route_id,
            branch=item.profile.journey.branch,
            name=item.route.name,
            region=item.route.region,
            weakest_level=item.weakest_level,
            largest_drop=item.largest_drop,
            levels_known=item.known,
            levels_asked=item.asked,
            unchecked_share=round(item.profile.unchecked_share, 4),
            evidence=item.route.evidence,
            source_id=item.route.source_id,
            weakest_at="; ".join(item.weakest_at),
            largest_drop_at="; ".join(item.largest_drop_at),
            weaker_branches="; ".join(item.weaker_branches),
        )
        for item in items(content.data, state)
        if matches(item.words, state.find)
    ]
    view = JourneysView(url=state.href(), title="Journeys", rows=found)
    return Found(
        view=view,
        lens=state.lens,
        dropped=dropped,
        rows=found,
        row_shape=RouteRow,
    )


def _what_if(content: Content, _rest: str, query: str) -> Found:
    """The comparison when something is supposed, else the ranked levers."""
    data = content.data
    state, dropped = WhatIfState.read(data, query)
    effect = state.effect(data)
    told = what_if(content, effect, state.href())
    levers = lever_rows(content, state.ranking(data), state)
    view = WhatIfView(url=state.href(), title=told.title, what_if=told, levers=levers)
    rows: list[Any] = told.cells if state.changes else levers
    return Found(
        view=view,
        lens=state.lens,
        dropped=dropped,
        rows=rows,
        row_shape=SupposedCell if state.changes else RankedLever,
    )


def _goals(content: Content, rest: str, query: str) -> Found:
    state, dropped = GoalsState.read(rest, query)
    states = [replace(state, goal=goal) for goal in state.goals]
    found = [row for one in states for row in country_rows(content, one)]
    view = GoalsView(
        url=state.href(),
        title=goals_title(content.data, state),
        goals=[standing_row(content, one, one.standing(content.data, one.goal)) for one in states],
        rows=found,
    )
    return Found(
        view=view,
        lens=state.lens,
        dropped=dropped,
        rows=found,
        row_shape=CountryStanding,
    )


def _sheet(content: Content, _rest: str, query: str) -> Found:
    state, dropped, mistakes = SheetState.read(content.data, query)
    found = sheet_of(content, state)
    dropped += tuple(f"No country is called “{one.text}”." for one in mistakes)
    return Found(
        view=SheetView(url=state.href(), title=found.title, sheet=found),
        lens=state.lens,
        dropped=dropped,
        rows=list(found.cells),
        row_shape=SheetCell,
    )


PAGES: dict[str, Callable[[Content, str, str], Found]] = {
    "": _atlas,
    "journey": _journey,
    "compare": _compare,
    "country": _country,
    "journeys": _journeys,
    "what-if": _what_if,
    "goals": _goals,
    "sheet": _sheet,
    "commitments": commitments_view,
    "timeline": timeline_view,
    "practice": practice_view,
    "data": data_view,
    "brief": brief_view,
    "explain": explain_view,
}
