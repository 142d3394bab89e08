"""The table twin of the map: the same selection, sortable and filterable, with its sources."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import Any

import pandas as pd
from dash import html

from dashboard.components.evidence import EVIDENCE, OWN_MARK, source_title
from dashboard.data import Data
from dashboard.exports.cells import harmless
from dashboard.markup import attrs
from dashboard.state import ViewState
from dashboard.ways import ask_address
from routes import Fact
from routes.model import ROLES, Role

COLUMNS = (
    ("country", "Country"),
    ("value", "Value"),
    ("year", "As of"),
    ("evidence", "Evidence"),
    ("source", "Sources"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One country of the view.

    Attributes:
        rank: orders the values, unknown last.
        number, told: what a class of numbers stands for, and in words; None and "" for a level.
    """

    iso3: str
    name: str
    roles: tuple[Role, ...]
    step: str
    css: str
    label: str
    rank: int
    facts: tuple[Fact, ...]
    number: float | None = None
    told: str = ""

    @property
    def in_words(self) -> str:
        """The step, and the number behind it where there is one."""
        return f"{self.label}: {self.told}" if self.told else self.label

    @property
    def as_of(self) -> int:
        return min((fact.as_of_year for fact in self.facts), default=0)

    @property
    def is_own(self) -> bool:
        """Whether a reader's own fact stands behind the value."""
        return any(fact.is_own for fact in self.facts)

    @property
    def evidence(self) -> str:
        """The weakest evidence among the facts behind the value."""
        grades = {fact.evidence for fact in self.facts}
        return next((g for g in ("named", "read", "official") if g in grades), "")


def rows(data: Data, state: ViewState) -> list[Row]:
    """Return the countries in view that pass the legend's and the text filter, sorted."""
    colouring = data.colourings[state.colour]
    world = data.world_of(state)
    codes = dict(zip(world.countries, colouring.codes(world, state.year).tolist(), strict=True))
    sets = data.role_sets(state)
    at = {iso3: i for i, iso3 in enumerate(world.countries)}
    found = []
    for iso3 in data.in_view(state):
        step = colouring.step(codes[iso3])
        name = data.name(iso3)
        if state.steps and step.name not in state.steps:
            continue
        if state.find and state.find.casefold() not in f"{name} {step.label}".casefold():
            continue
        behind = data.behind(colouring, iso3, state.child, state.year, state.checked)
        found.append(
            Row(
                iso3, name, tuple(r for r in ROLES if iso3 in sets[r]), step.name, step.css,
                step.label, step.code if step.code >= 0 else 99, behind,
                colouring.number(world, at[iso3], state.year),
                colouring.told(world, at[iso3], state.year) if step.code >= 0 else "",
            )
        )  # fmt: skip
    found.sort(key=lambda row: row.name)
    keys: dict[str, Any] = {
        "country": lambda row: row.name,
        "value": lambda row: (row.rank, row.number or 0),
        "year": lambda row: row.as_of,
        "evidence": lambda row: row.evidence,
        "source": lambda row: _sources(data, row)[:1],
    }
    if state.sort == "country":
        return found[::-1] if state.descending else found
    return sorted(found, key=keys[state.sort], reverse=state.descending)


def _sources(data: Data, row: Row) -> list[str]:
    return [source_title(data, s) for s in dict.fromkeys(f.source_id for f in row.facts)]


CSV_COLUMNS = (
    "iso3", "country", "roles", "year", "age", "company", "status", "measure", "value",
    "fact_value", "kind", "group", "as_of_year", "summary", "legal_basis", "evidence", "confidence",
    "publisher", "title", "source_year", "url", "table", "row", "origin", "data_version",
)  # fmt: skip


def value_csv(data: Data, state: ViewState) -> str:
    """Return the table as CSV: a row for each fact behind a value, one where none is known."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(CSV_COLUMNS)
    child = state.child
    lens = (state.year, child.age, child.company, child.status)
    for row in rows(data, state):
        begin = (row.iso3, row.name, " ".join(row.roles), *lens)
        for fact in row.facts or (None,):
            cells = (*begin, *_cells(data, state, row, fact), data.version)
            writer.writerow([harmless(c) if isinstance(c, str) else c for c in cells])
    return file.getvalue()


def _cells(data: Data, state: ViewState, row: Row, fact: Fact | None) -> tuple[Any, ...]:
    if fact is None:
        return (state.colour, row.in_words, *("",) * (len(CSV_COLUMNS) - 10))
    source = data.atlas.sources.loc[fact.source_id]
    year = "" if pd.isna(source["year"]) else int(source["year"])
    return (
        fact.measure, row.in_words, fact.value, fact.kind, fact.group, fact.as_of_year,
        fact.summary, fact.legal_basis, EVIDENCE[fact.evidence][1], fact.confidence,
        source["publisher"], source["title"], year, source["url"], fact.table, fact.row,
        fact.origin,
    )  # fmt: skip


def table(data: Data, state: ViewState) -> Any:
    """Return the table of the view."""
    found = rows(data, state)
    return html.Div(
        [
            html.Table(
                [
                    html.Caption(
                        f"{data.colourings[state.colour].label}, {state.year}: "
                        f"{len(found)} countries"
                    ),
                    html.Thead(html.Tr([_head(state, *column) for column in COLUMNS])),
                    html.Tbody([_row(data, state, row) for row in found]),
                ],
                className="value-table",
            )
            if found
            else html.P(
                ["No country passes these filters. ",
                 html.A("Show all", href=state.href(find="", steps=(), roles=ROLES),
                        **attrs(data_go="1"))]
            ),
        ],
        className="table-wrap",
        tabIndex="0",
        role="region",
        **attrs(aria_label="Table of the view"),
    )  # fmt: skip


def _head(state: ViewState, name: str, label: str) -> Any:
    is_sorted = state.sort == name
    descending = is_sorted and not state.descending
    arrow = (" ↓" if state.descending else " ↑") if is_sorted else ""
    order = ("descending" if state.descending else "ascending") if is_sorted else "none"
    return html.Th(
        html.A(
            label + arrow, href=state.href(sort=name, descending=descending), **attrs(data_go="1")
        ),
        scope="col",
        **attrs(aria_sort=order),
    )


def _question(row: Row, state: ViewState) -> Any:
    if row.facts[0].is_own:
        return html.A("All own facts", href="/own", className="question-link")
    if row.facts[0].table == "observations":  # a question about it is one for its publisher
        return None
    words: list[Any] = ["Question", html.Span(f" the value of {row.name}", className="sr")]
    address = ask_address(row.facts[0].fact_id, state.lens)
    return html.A(words, href=address, className="question-link")


def _row(data: Data, state: ViewState, row: Row) -> Any:
    links = [
        html.Li(html.A(source_title(data, source_id), href=f"/sources#{source_id}"))
        for source_id in dict.fromkeys(fact.source_id for fact in row.facts)
    ]
    return html.Tr(
        [
            html.Th(
                [
                    html.A(row.name, href=state.href(country=row.iso3), **attrs(data_go="1")),
                    html.Span(" " + ", ".join(row.roles), className="quiet"),
                ],
                scope="row",
            ),
            html.Td(
                [
                    html.Span(className=f"swatch {row.css}"),
                    f" {row.in_words}",
                    html.Span([" ", OWN_MARK], className="own-mark") if row.is_own else None,
                ],
                className="value",
            ),
            html.Td(str(row.as_of) if row.facts else "–"),
            html.Td(" ".join(EVIDENCE[row.evidence]) if row.evidence else "–"),
            html.Td(
                [html.Ul(links, className="plain"), _question(row, state)]
                if links
                else "No sourced fact"
            ),
        ]
    )
