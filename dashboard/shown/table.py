"""The shape of a shown table, and the columns that every value has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.components.evidence import EVIDENCE, KINDS, source_title
from dashboard.data import Data
from dashboard.state import Lens
from routes import Fact, Level

Row = dict[str, Any]
BETWEEN = " | "  # between several facts or sources of one value; none of our texts holds it
GRADES = ("named", "read", "official")  # the weakest first


@dataclass(frozen=True, slots=True)
class Column:
    """One column and what it says."""

    name: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownTable:
    """The values of one view.

    Attributes:
        title, line: of the view, as on screen.
        back: address of the view on the site.
        name: for files, without ending; letters, digits and hyphens only.
        rows: one a value on screen, in the order of the screen; None is not known.
        source_ids: of every source behind them, in the order of their first use.
        has_child: a child and a year play a part.
    """

    title: str
    line: str
    back: str
    name: str
    lens: Lens
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    source_ids: tuple[str, ...]
    has_child: bool = True


CHILD = (
    Column("year", "The year that the value is for"),
    Column("age", "Age of the child, completed years"),
    Column("company", "alone, or with family"),
    Column("status", "The label that the law puts on the child"),
)
LEVEL = (
    Column("goal", "Policy goal, 1 to 6"),
    Column("goal_name", "The goal in words"),
    Column("level", "Protection level, 0 (not protected) to 4 (protected); empty is not known"),
    Column("level_in_words", "The level in words, as on screen"),
    Column("known_share", "Part of the questions that apply and have an answer, 0 to 1"),
    Column("is_unchecked", "yes: rests in part on sources named but not yet checked"),
    Column("why", "What set the level"),
)
SOURCES = (
    Column("source_ids", "Our names of the sources; the sheet Sources has them whole"),
    Column("sources", "Titles of the sources"),
    Column("publishers", "Who published them"),
    Column("source_years", "When they were published"),
    Column("source_urls", "Where they are"),
)
BEHIND = (
    Column("in_law", "Facts on law and commitments behind the value, a sentence each"),
    Column("in_practice", "Facts on practice and assessments behind the value, a sentence each"),
    Column("facts_count", "How many facts stand behind the value"),
    Column("evidence", "How they were checked: the weakest among them"),
    Column("origin", "own: a reader's own fact, not part of the atlas, decides or stands beside"),
    Column("as_of_year", "The earliest year that a fact behind the value speaks for"),
    *SOURCES,
)


def child_cells(lens: Lens) -> Row:
    """Return the columns of ``CHILD``."""
    child = lens.child
    return {"year": lens.year, "age": child.age, "company": child.company, "status": child.status}


def behind(data: Data, facts: Sequence[Fact]) -> Row:
    """Return the columns of ``BEHIND`` for the facts behind one value."""
    grades = {fact.evidence for fact in facts}
    weakest = next((grade for grade in GRADES if grade in grades), "")

    def said(kinds: Iterable[str]) -> str:
        told = (_sentence(fact) for fact in facts if fact.kind in kinds)
        return BETWEEN.join(dict.fromkeys(told))

    return {
        "in_law": said(("rule", "commitment")),
        "in_practice": said(("practice", "assessment")),
        "facts_count": len(facts),
        "evidence": EVIDENCE[weakest][1] if weakest else "",
        "origin": BETWEEN.join(sorted({fact.origin for fact in facts})),
        "as_of_year": min((fact.as_of_year for fact in facts), default=None),
        **source_cells(data, (fact.source_id for fact in facts)),
    }


def source_cells(data: Data, source_ids: Iterable[str]) -> Row:
    """Return the columns of ``SOURCES`` for the sources behind one value, each once."""
    ids = list(dict.fromkeys(source_ids))
    sources = [data.atlas.sources.loc[source_id] for source_id in ids]

    def joined(name: str) -> str:
        return BETWEEN.join("" if pd.isna(s[name]) else str(s[name]) for s in sources)

    return {
        "source_ids": BETWEEN.join(ids),
        "sources": BETWEEN.join(source_title(data, source_id) for source_id in ids),
        "publishers": joined("publisher"),
        "source_years": joined("year"),
        "source_urls": joined("url"),
    }


def _sentence(fact: Fact) -> str:
    basis = f" ({fact.legal_basis})" if fact.legal_basis else ""
    said = fact.summary or f"{KINDS[fact.kind]}: {fact.value}"
    return f"{said.replace(BETWEEN, ', ')}{basis}"


def facts_of(level: Level) -> tuple[Fact, ...]:
    """Return the facts that made a level, each once, the deciding ones first."""
    found = {fact.fact_id: fact for answer in level.answers for fact in answer.facts}
    return tuple(found.values())


def sources_of(rows: Iterable[Row]) -> tuple[str, ...]:
    """Return every source behind rows, in the order of first use."""
    ids = (name for row in rows for name in str(row["source_ids"]).split(BETWEEN))
    return tuple(dict.fromkeys(name for name in ids if name))
