"""What a view is called and what it shows, in a sentence: one wording for every way out."""

from __future__ import annotations

from dataclasses import replace

from dashboard.colouring import child_in_words
from dashboard.components.legend import counts, known_sentence
from dashboard.data import Data
from dashboard.state import ViewState
from dashboard.ways import CompareState, Way
from routes import Comparison, Journey, Profile
from routes.sentences import own_words

MOST_NAMED = 6


def atlas_title(data: Data, state: ViewState) -> str:
    """Return the question that a view of the atlas answers."""
    return data.colourings[state.colour].headline(state.child)


def atlas_line(data: Data, state: ViewState) -> str:
    """Return what a view of the atlas shows."""
    colouring = data.colourings[state.colour]
    return (
        f"{colouring.label}, {colouring.whom(state.child)}, {state.year}. "
        f"{known_sentence(counts(data, state))}{_own_words(data, state)}"
    )


def _own_words(data: Data, state: ViewState) -> str:
    """Say which values of a view a reader's own facts make; nothing in the atlas itself."""
    in_view = data.in_view(state)
    own = data.own_in(state.colour, state.child, state.checked, state.year)
    names = [data.name(iso3) for iso3 in own if iso3 in in_view]
    if not names:
        return ""
    shown = ", ".join(names[:MOST_NAMED])
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return f" Own facts, not part of the atlas, play a part for: {shown}{more}."


def journey_line(found: Profile) -> str:
    """Return what a profile shows."""
    share_known = round(found.known_share * 100)
    return (
        f"{found.journey.name}: what {child_in_words(found.child)}, meets in {found.year}. "
        f"{share_known} % of levels are known.{own_words(found)}"
    )


def journey_name(data: Data, journey: Journey) -> str:
    """Return the route with its branch where the route has several, or the way's own name."""
    route = data.atlas.routes.get(journey.route_id)
    if route is None:
        return journey.name
    return f"{route.name}: {journey.name}" if len(route.journeys) > 1 else route.name


def opened(data: Data, state: CompareState) -> CompareState:
    """Return what is compared when a link names nothing: the first two routes."""
    if str(state.a):
        return state
    return replace(state, a=Way(route=data.route_ids[0]), b=Way(route=data.route_ids[1]))


def compared(data: Data, state: CompareState) -> tuple[str, str, Comparison]:
    """Return the names of both journeys and what differs.

    Raises:
        RoutesError: one of them is no journey.
    """
    a, b = state.a.journey(data.atlas), state.b.journey(data.atlas)
    checked = state.lens.checked
    one = data.profile(a, state.lens.child, state.lens.year, checked)
    other = data.profile(b, state.lens_b.child, state.lens_b.year, checked)
    return journey_name(data, a), journey_name(data, b), data.atlas.compare(one, other)


def compare_line(data: Data, state: CompareState) -> str:
    """Return what two journeys side by side show: which, for which child and year."""
    first, second, _ = compared(data, state)
    child, other = child_in_words(state.lens.child), child_in_words(state.lens_b.child)
    if (child, state.lens.year) == (other, state.lens_b.year):
        names = first if first == second else f"{first} and {second}"
        return f"{names}: what {child}, meets in {state.lens.year}."
    return (
        f"A: {first}, what {child}, meets in {state.lens.year}. "
        f"B: {second}, what {other}, meets in {state.lens_b.year}."
    )
