"""Countries, routes, goals and measures by what people call them, and the nearest to a mistake."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process, utils
from rapidfuzz.distance import JaroWinkler

from routes.errors import RoutesError
from routes.rubric import GOALS

if TYPE_CHECKING:
    from routes.atlas import Atlas

FIGURES = "figures"  # of a route: all that was counted on it
NEAREST = 5
_LEAST_ALIKE = 60  # of 100; below, a name is another name and no help


class NothingToExplainError(RoutesError):
    """A country, route, goal, measure or stage that there is no number of.

    Attributes:
        nearest: names that may be meant, the nearest first.
    """

    def __init__(self, words: str, nearest: tuple[str, ...] = ()) -> None:
        super().__init__(words)
        self.nearest = nearest


def find_who(atlas: Atlas, words: str) -> tuple[str, str]:
    """Return what is meant by a code or name: ("country", iso3) or ("route", route_id).

    Raises:
        NothingToExplainError: neither; has the nearest.
    """
    asked = words.strip()
    if asked.upper() in atlas.countries.index:
        return "country", asked.upper()
    if asked in atlas.routes:
        return "route", asked
    named = _named(atlas)
    if asked.casefold() in named:
        return named[asked.casefold()]
    ids = {iso3: str(name) for iso3, name in atlas.countries["name"].items()}
    ids |= {route.route_id: route.name for route in atlas.routes.values()}
    near = _nearest(asked, ids)
    raise NothingToExplainError(
        f"No country or route {asked[:60]!r}. Nearest: "
        f"{', '.join(f'{name} ({ids[name]})' for name in near)}.",
        near,
    )


def _named(atlas: Atlas) -> dict[str, tuple[str, str]]:
    """Return every name of countries and routes in small letters -> what it is."""
    found: dict[str, tuple[str, str]] = {}
    for column in ("name_ar", "name_es", "name_fr", "name"):
        if column in atlas.countries:
            for iso3, name in atlas.countries[column].dropna().items():
                found[str(name).casefold()] = "country", str(iso3)
    for route in atlas.routes.values():
        found.setdefault(route.name.casefold(), ("route", route.route_id))
    return found


def find_goal(atlas: Atlas, words: str) -> int | None:
    """Return the goal that is meant: by number, by its names, or by what it alone asks for."""
    asked = words.strip().casefold().removeprefix("goal").strip(" -_")
    if asked in {str(goal) for goal in GOALS}:
        return int(asked)
    for goal in atlas.rubrics.goals.values():
        if asked in (goal.title.casefold(), goal.short.casefold()):
            return goal.goal
    family = {m.measure for m in atlas.rubrics.measures.values() if m.family == asked}
    if len(family) > 1:
        for goal in atlas.rubrics.goals.values():
            if family <= set(goal.measures()):
                return goal.goal
    return None


def find_measure(atlas: Atlas, words: str) -> str | None:
    """Return the measure that has this label, or is alone in this family."""
    asked = words.strip().casefold()
    for measure in atlas.rubrics.measures.values():
        if asked in (
            measure.label.casefold(),
            measure.short.casefold(),
            measure.measure.casefold(),
        ):
            return measure.measure
    family = [m.measure for m in atlas.rubrics.measures.values() if m.family == asked]
    return family[0] if len(family) == 1 else None


def of_countries(atlas: Atlas) -> dict[str, str]:
    """Return what can be explained of a country: name -> what it stands for."""
    found = {str(goal.goal): f"{goal.title} {goal.short}" for goal in atlas.rubrics.goals.values()}
    found |= {m.measure: m.label for m in atlas.rubrics.measures.values()}
    found |= {c: one.instrument for c, one in atlas.records.commitments.items()}
    return found | {one.series: one.title for one in atlas.series()}


def of_route(atlas: Atlas) -> dict[str, str]:
    """Return what can be explained of a route: name -> what it stands for."""
    found = {str(goal.goal): f"{goal.title} {goal.short}" for goal in atlas.rubrics.goals.values()}
    counted = map(str, atlas.recorded_figures["measure"].unique())
    found |= {"deaths": "deaths and disappearances", "flows": "people between its countries"}
    return found | {FIGURES: "recorded figures"} | {n: n.replace("_", " ") for n in counted}


def no_such(what: str, of: str, known: Mapping[str, str]) -> NothingToExplainError:
    """Return the error for a goal or measure that there is not."""
    near = _nearest(what, known)
    told = ", ".join(f"{name} ({known[name]})" if name.isdigit() else name for name in near)
    return NothingToExplainError(
        f"No goal or measure {of} is called {what[:60]!r}. Nearest: {told}. Goals are 1 to 6; all "
        "measures are at /methods.",
        near,
    )


def _nearest(asked: str, known: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names nearest to what was asked, by name or by what each stands for."""
    best: dict[str, float] = {}
    names = {name: text or name for name, text in known.items()}
    # The first forgives letters that changed places, the second words that are left out.
    for choices in (dict.fromkeys(known), names):
        texts = {name: text or name for name, text in choices.items()}
        for scorer, weight in ((JaroWinkler.normalized_similarity, 100), (fuzz.WRatio, 0.85)):
            for _text, score, name in process.extract(
                asked[:80], texts, scorer=scorer, processor=utils.default_process, limit=NEAREST
            ):
                best[name] = max(score * weight, best.get(name, 0))
    ranked = sorted((n for n in best if best[n] >= _LEAST_ALIKE), key=lambda name: -best[name])
    return tuple(ranked[:NEAREST] or list(known)[:NEAREST])
