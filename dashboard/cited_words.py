"""What tells the rows of a view apart, which of their values a reader may have quoted, and how each
value is called when it changes. A value stands here with its word, so that none lacks one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel

from dashboard.api.brief_models import BriefRow
from dashboard.api.chain_models import LinkRow
from dashboard.api.coverage_models import HeldTable, KnownCell, OpenQuestion
from dashboard.api.goal_models import CountryStanding, SheetCell
from dashboard.api.models import Fact, Flow, Level, StageLevel
from dashboard.api.official_models import Deaths, Observation, PairFlow
from dashboard.api.promise_models import Gap, HistoryYear, Milestone, Practice
from dashboard.api.supposed_models import RankedLever, SupposedCell
from dashboard.api.view_models import AtlasRow, LabelLevel, Pair, RouteRow, StepYear


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """How changes in the rows of one shape are told.

    Attributes:
        names: what tells a row from the others; rows that share it are paired by their values.
        values: column -> its word. The first is told of a row that came or went.
        once: names under which rows that come or go are told as one; () tells each.
        as_one: how they are called together, and what they are when they are there.
        also: columns that say which row it is beside its names, but for the one that changed.
        key: what tells a row from the others where its names alone don't; None leaves it out.
        is_repeated: the same row can stand in a view several times, and is told once.
    """

    names: tuple[str, ...]
    values: Mapping[str, str]
    once: tuple[str, ...] = ()
    as_one: tuple[str, str] = ("", "")
    also: tuple[str, ...] = ()
    key: Callable[[Any], tuple[Any, ...] | None] | None = None
    is_repeated: bool = False

    def key_of(self, row: BaseModel) -> tuple[Any, ...] | None:
        """Return what tells a row from the others; None when it is not compared."""
        if self.key is not None:
            return self.key(row)
        return tuple(getattr(row, name) for name in self.names)


# Links of a chain that only lead to a number: lines of files move, rules and sources are told
# with what rests on them.
_LEADING = ("cell", "snapshot", "rule", "source", "aside")


def _of_link(row: LinkRow) -> tuple[str, str] | None:
    """Return kind and title; of a fact without the value, which stands in its title."""
    if row.kind in _LEADING:
        return None
    return row.kind, row.title.partition(":")[0] if row.kind == "fact" else row.title


_SINCE = {"from_year": "since", "to_year": "until"}
TOLD: Mapping[type[BaseModel], Told] = MappingProxyType(
    {
        AtlasRow: Told(names=("iso3",), values={"label": "value", "number": "figure"}),
        StepYear: Told(names=("year", "step"), values={"countries": "countries"}),
        LabelLevel: Told(names=("status", "order", "iso3", "goal"), values={"level": "level"}),
        Fact: Told(
            names=("iso3", "measure", "group", "company"),
            values={
                "value": "fact",
                **_SINCE,
                "as_of_year": "year that it speaks for",
                "summary": "in words",
                "legal_basis": "legal basis",
                "evidence": "evidence",
                "confidence": "confidence",
                "source_id": "source",
            },
        ),
        Observation: Told(
            names=("iso3", "series", "year"),
            values={"value": "official figure", "withheld": "withheld"},
        ),
        Flow: Told(
            names=("route_id", "measure", "group", "year"),
            values={"value": "recorded figure", "unit": "unit"},
        ),
        Deaths: Told(
            names=("area", "year"),
            values={
                "dead_or_missing": "died or missing, at least",
                "children": "children known among them",
                "withheld": "withheld",
                "withheld_children": "children withheld",
            },
        ),
        PairFlow: Told(
            names=("origin_iso3", "destination_iso3", "year"),
            values={
                "people": "people of the one in the other",
                "children": "children known among them",
                "withheld_people": "people withheld",
                "withheld_children": "children withheld",
            },
        ),
        StageLevel: Told(names=("order", "iso3", "goal"), values={"level": "level"}),
        Level: Told(names=("iso3", "goal"), values={"level": "level"}),
        SheetCell: Told(
            names=("iso3", "goal"), values={"level": "level", "promises": "promises"}
        ),
        CountryStanding: Told(
            names=("iso3", "goal"), values={"level": "level", "level_then": "level then"}
        ),
        Pair: Told(
            names=("iso3", "order_a", "order_b", "goal"),
            values={"level_a": "level in A", "level_b": "level in B"},
        ),
        SupposedCell: Told(
            names=("route_id", "branch", "order", "iso3", "goal"),
            values={"level_before": "level before", "level_after": "level after"},
        ),
        RankedLever: Told(
            names=("change",),
            values={
                "rank": "rank",
                "journeys_lifted": "journeys lifted",
                "weakest_levels_raised": "weakest levels raised",
            },
        ),
        RouteRow: Told(
            names=("route_id", "branch"),
            values={
                "weakest_level": "weakest level",
                "largest_drop": "largest drop",
                "levels_known": "levels known",
                "levels_asked": "levels asked",
                "unchecked_share": "share not yet checked",
                "weakest_at": "where it is weakest",
                "largest_drop_at": "where the largest drop is",
                "weaker_branches": "weaker branches",
            },
        ),
        Gap: Told(names=("iso3", "goal", "commitment_id"), values={"state": "promise"}),
        Milestone: Told(
            names=("event_id",),
            values={"date": "date", "title": "title", "summary": "what happened"},
        ),
        HistoryYear: Told(
            names=("iso3", "year"),
            values={"law": "detention in law", "practice": "detention in practice"},
            once=("iso3",),
            as_one=("law and practice", "drawn"),
        ),
        Practice: Told(
            names=("case_id",),
            values={"result": "reported result", "what": "what is done", **_SINCE},
        ),
        KnownCell: Told(
            names=("iso3", "goal", "measure"),
            values={
                "answered": "questions answered",
                "asked": "questions asked",
                "checked": "answers checked",
                "speaks_for": "year that the answer speaks for",
            },
            once=("iso3",),
            as_one=("what is known", "shown"),
        ),
        OpenQuestion: Told(
            names=("iso3", "goal", "measure"),
            values={
                "standing": "stands as",
                "level": "level now",
                "worst": "worst that it could be",
                "best": "best that it could be",
                "reach": "levels that hang on it",
                "journeys": "journeys",
                "figure": "recorded children",
            },
        ),
        HeldTable: Told(
            names=("table",),
            values={
                "rows_count": "rows",
                "first_year": "first year",
                "last_year": "last year",
                "content": "content, by its digest",
            },
        ),
        BriefRow: Told(
            names=("heading", "part", "row_name", "column"),
            values={"text": "text", "lead": "first words"},
            once=("heading", "row_name"),
            as_one=("row", "told"),
            also=("lead", "text"),
        ),
        LinkRow: Told(
            names=("title",),
            key=_of_link,
            is_repeated=True,
            values={
                "value": "value",
                "said": "in words",
                "as_of_year": "year that it speaks for",
                "evidence": "evidence",
                "confidence": "confidence",
                "source_id": "source",
            },
        ),
    }
)  # fmt: skip


def told_of(shape: type[BaseModel]) -> Told:
    """Return how changes in rows of a shape are told.

    Of a shape that is not listed every value is compared under its own name: more may be told
    than a reader could quote, and never less.
    """
    known = TOLD.get(shape)
    return known or Told(
        names=(), values={name: name.replace("_", " ") for name in shape.model_fields}
    )
