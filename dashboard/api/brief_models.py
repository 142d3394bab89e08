"""What the API answers on briefs: the same parts that page, Word and Markdown are made of."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from dashboard.api.models import PagePath, Shape
from routes.model import Evidence

Notes = Annotated[list[int], Field(description="Footnotes that stand after it; see `footnotes`.")]


class BriefText(Shape):
    """A piece of a line, and what it rests on."""

    text: str
    notes: Notes


class BriefLine(Shape):
    """A paragraph, an item of a list, or a cell."""

    lead: Annotated[str, Field(description="First words, set apart; empty where there are none.")]
    text: Annotated[str, Field(description="What is said after them, without footnotes.")]
    notes: Notes
    said: Annotated[list[BriefText], Field(description="The same text, footnote by footnote.")]
    fact_ids: Annotated[list[str], Field(description="Rows of /facts that are told here.")]


class BriefTable(Shape):
    name: str
    head: list[str]
    rows: Annotated[list[list[BriefLine]], Field(description="The first cell names its row.")]


class BriefSection(Shape):
    """One heading; under it lines, then a table, then a list."""

    name: Annotated[str, Field(examples=["changed"])]
    heading: str
    lines: list[BriefLine]
    table: BriefTable | None
    items: list[BriefLine]


class BriefNote(Shape):
    """One source as it was checked, or what the atlas reckons itself."""

    number: Annotated[int, Field(ge=1)]
    source_id: Annotated[str, Field(description="Empty: the atlas's own reckoning.")]
    text: str
    evidence: Annotated[
        Evidence | None, Field(description="How it was checked; null for the atlas's own.")
    ]
    url: Annotated[str, Field(description="At its publisher's; empty where none is held.")]


class Brief(Shape):
    kind: Literal["country", "journey"]
    key: Annotated[str, Field(description="ISO3, or route_id; empty for a journey of one's own.")]
    title: str
    subtitle: str
    sections: list[BriefSection]
    footnotes: list[BriefNote]
    terms: Annotated[str, Field(description="Data version, its day, licence.")]
    url: PagePath


class BriefRow(Shape):
    """One line of a brief in CSV."""

    section: str
    heading: Annotated[str, Field(description="Of the section.")]
    part: Literal["line", "table", "item"]
    row: Annotated[int | None, Field(description="Of the table, from 1.")]
    row_name: Annotated[str, Field(description="First cell of its row in the table; else empty.")]
    column: Annotated[str | None, Field(description="Head of the table's column.")]
    lead: str
    text: str
    fact_ids: list[str]
    evidence: Annotated[list[str], Field(description="How each source was checked, in turn.")]
    source_ids: Annotated[
        list[str], Field(description="Sources behind it; `-` is our own reckoning.")
    ]
