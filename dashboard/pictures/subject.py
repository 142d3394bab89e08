"""What a picture shows, before anything is drawn: its words, its sources, and who draws it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pandas as pd

from dashboard.data import Data
from dashboard.pictures.paper import Paper
from dashboard.state import Lens

MOST_PUBLISHERS = 5


@dataclass(frozen=True, slots=True)
class Box:
    """Where something may be drawn, in pixels. ``height`` 0 is as tall as it needs."""

    x: float
    y: float
    width: float
    height: float = 0.0


# Draws into a box and returns the height that it took.
Draw = Callable[[Paper, Box], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One view to draw.

    Attributes:
        line: what the view shows, for which child and year.
        alt: the picture in words, for those who can't see it: a sentence or two from the data.
        evidence: what the values rest on.
        sources: ids of the sources behind the values, once a value.
        back: address of the same view on the site.
        draw: puts the view with its legend on paper.
        dropped: what of the address could not be used, a sentence each.
        notes: what else must stand beside the picture.
    """

    title: str
    line: str
    alt: str
    evidence: str
    sources: Callable[[], Iterable[str]]
    back: str
    draw: Draw
    dropped: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def source_words(data: Data, source_ids: Iterable[str]) -> str:
    """Return how many sources there are, and the publishers most drawn on, with their years."""
    values = Counter(source_ids)
    if not values:
        return "No source is held for what is shown."
    by_publisher: dict[str, list[int]] = {}
    weight: Counter[str] = Counter()
    for source_id, times in values.items():
        source = data.atlas.sources.loc[source_id]
        publisher = str(source["publisher"])
        weight[publisher] += times
        years = by_publisher.setdefault(publisher, [])
        if pd.notna(source["year"]):
            years.append(int(source["year"]))
    first = [name for name, _ in weight.most_common(MOST_PUBLISHERS)]
    told = [f"{name}{_span(by_publisher[name])}" for name in first]
    more = len(by_publisher) - len(first)
    rest = f"; and {more} more publishers" if more > 1 else "; and 1 more publisher" if more else ""
    count = "1 source" if len(values) == 1 else f"{len(values)} sources"
    return f"{count}: {'; '.join(told)}{rest}."


def _span(years: list[int]) -> str:
    if not years:
        return ""
    low, high = min(years), max(years)
    return f" ({low})" if low == high else f" ({low}–{high})"


def sources_of(
    data: Data, iso3s: Iterable[str], lens: Lens, measures: Iterable[str]
) -> Iterable[str]:
    """Return the source of each fact on these measures in these countries, once a fact."""
    wanted = set(measures)
    for iso3 in iso3s:
        facts = data.facts_of(iso3, data.age_class(lens.child), lens.year, lens.checked)
        for measure, found in facts.items():
            if measure in wanted:
                for fact in found:
                    yield fact.source_id


def checked_words(lens: Lens, known: int, unchecked: int, what: str) -> str:
    """Return on what kind of sources values rest: ``23 of the 41 known values rest ...``."""
    if lens.checked:
        return "Checked sources only; what rests on others is left out."
    if known == 0:
        return "Nothing is known here."
    if known == 1:
        on = "in part on sources named but not yet checked" if unchecked else "on checked sources"
        return f"The one known {what.removesuffix('s')} rests {on}."
    if unchecked == 0:
        return f"All {known} known {what} rest on checked sources."
    rest = "in part on sources named but not yet checked"
    return f"{unchecked} of the {known} known {what} rest {rest}."
