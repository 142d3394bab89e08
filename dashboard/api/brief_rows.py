"""Briefs in the shapes of the API: the same parts that page, Word and Markdown are made of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from dashboard.api import brief_models as shapes
from dashboard.briefs import Made
from routes.briefs import Brief, Line, Section

OWN_RECKONING = "-"


def brief_shape(made: Made) -> shapes.Brief:
    brief = made.brief
    return shapes.Brief(
        kind=brief.kind,
        key=brief.key,
        title=brief.title,
        subtitle=brief.subtitle,
        sections=[_section(one) for one in brief.sections],
        footnotes=[
            shapes.BriefNote(
                number=note.number,
                source_id=note.source_id,
                text=note.text,
                evidence=note.evidence or None,
                url=note.url,
            )
            for note in brief.footnotes
        ],
        terms=made.terms,
        url=made.request.href(),
    )


def _section(section: Section) -> shapes.BriefSection:
    table = section.table
    return shapes.BriefSection(
        name=section.name,
        heading=section.heading,
        lines=[_line(one) for one in section.lines],
        table=shapes.BriefTable(
            name=table.name,
            head=list(table.head),
            rows=[[_line(cell) for cell in row] for row in table.rows],
        )
        if table
        else None,
        items=[_line(one) for one in section.items],
    )


def _line(line: Line) -> shapes.BriefLine:
    return shapes.BriefLine(
        lead=line.lead,
        text=line.text,
        notes=list(line.notes),
        said=[shapes.BriefText(text=one.text, notes=list(one.notes)) for one in line.said],
        fact_ids=list(line.facts),
    )


def brief_rows(brief: Brief) -> Iterator[shapes.BriefRow]:
    """Return every line in reading order."""

    def row(
        section: Section, part: Literal["line", "table", "item"], line: Line, **at: Any
    ) -> shapes.BriefRow:
        notes = [brief.footnotes[number - 1] for number in line.notes]
        return shapes.BriefRow(
            section=section.name,
            heading=section.heading,
            part=part,
            row=at.get("row"),
            row_name=at.get("row_name", ""),
            column=at.get("column"),
            lead=line.lead,
            text=line.text,
            fact_ids=list(line.facts),
            evidence=[note.evidence or OWN_RECKONING for note in notes],
            source_ids=[note.source_id or OWN_RECKONING for note in notes],
        )

    for section in brief.sections:
        yield from (row(section, "line", line) for line in section.lines)
        if section.table:
            for number, cells in enumerate(section.table.rows, start=1):
                for head, cell in zip(section.table.head, cells, strict=True):
                    name = cells[0].text
                    yield row(section, "table", cell, row=number, row_name=name, column=head)
        yield from (row(section, "item", line) for line in section.items)
