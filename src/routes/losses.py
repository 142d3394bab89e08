"""Deaths and disappearances on a journey in one year, and the part of the way that each counts."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from routes.model import Journey, Leg

if TYPE_CHECKING:
    from routes.atlas import Atlas

ALL_LEGS = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """What one of a publisher's areas counts in a year: never a place, always a sum.

    Attributes:
        least: the least that can be; None where it is withheld.
        children: how many are known to be children; None where not known, or withheld.
        is_withheld, is_children_withheld: small, or near a small one.
        is_shared: several of our routes, or more than ours, pass the area.
        note: what is special about the year.
        legs: the part of the journey that the area's name means; empty where it passes by.
    """

    area: str
    year: int
    least: int | None
    children: int | None
    is_withheld: bool
    is_children_withheld: bool
    is_shared: bool
    note: str
    legs: tuple[Leg, ...]
    source_id: str
    snapshot: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LossesOfYear:
    """The losses of a year on a journey.

    Attributes:
        areas: the publisher's areas on this route, of any year.
        held: first and last year that the publisher's figures are held for.
        losses: one an area with a row in the year: none is not none that died.
    """

    year: int
    areas: tuple[str, ...]
    held: tuple[int, int]
    losses: tuple[Loss, ...]


def losses_on(atlas: Atlas, journey: Journey, year: int) -> LossesOfYear | None:
    """Return deaths and disappearances on a journey; None where no area of a publisher is on it.

    A way of a reader's own has none: no publisher counts for it.
    """
    if journey.is_own or journey.route_id not in atlas.routes:
        return None
    rows = atlas.deaths_on(journey.route_id, shared=True)
    if rows.empty:
        return None
    every = atlas.official.deaths["year"]
    of_year = rows[rows["year"] == year]
    return LossesOfYear(
        year=year,
        areas=tuple(dict.fromkeys(rows["area"])),
        held=(int(every.min()), int(every.max())),
        losses=tuple(_loss(row, journey) for row in of_year.to_dict("records")),
    )


def legs_meant(journey: Journey, meant: str) -> tuple[Leg, ...]:
    """Return a journey's legs that a row of ``death_routes`` means: ``all``, or ``LBY-ITA ...``."""
    pairs = set(meant.split())
    return tuple(
        leg
        for leg in journey.legs
        if meant == ALL_LEGS or f"{leg.start.iso3}-{leg.end.iso3}" in pairs
    )


def _loss(row: dict[Hashable, Any], journey: Journey) -> Loss:
    return Loss(
        area=str(row["area"]),
        year=int(row["year"]),
        least=_whole(row["dead_or_missing"]),
        children=_whole(row["children"]),
        is_withheld=bool(row["withheld"]),
        is_children_withheld=bool(row["withheld_children"]),
        is_shared=row["match"] == "shared",
        note=str(row["note"]),
        legs=legs_meant(journey, str(row["legs"])),
        source_id=str(row["source_id"]),
        snapshot=str(row["snapshot"]),
    )


def _whole(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)
