"""Every table and layer: rows, age, terms, columns, files; and what is odd in what came in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from dash import html

from dashboard.data import Data
from dashboard.exports.formats import Format, formats_of
from dashboard.exports.resource import ABOUT, Catalogue, terms_of
from dashboard.frozen import day
from dashboard.kept import kept_with_data
from dashboard.markup import attrs
from geodata import DataError
from geodata.schema import Field, TableSchema
from routes.words import count

# What tells the years that rows speak for: the first of these sets that a table has.
YEAR_COLUMNS = (("as_of_year",), ("year",), ("from_year", "to_year"), ("date",))


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What is told of one table or layer.

    Attributes:
        rows: None for what is made when it is asked for.
        years: the earliest and the latest year that its rows speak for; None without any.
        since: the day of the oldest kept data version that has it as it is now; "" not known.
        empty: column -> cells without a value.
    """

    schema: TableSchema
    rows: int | None
    years: tuple[int, int] | None
    since: str
    empty: dict[str, int]


@kept_with_data(1)
def held(data: Data) -> tuple[Held, ...]:
    """Return every resource in the order of the catalogue."""
    catalogue = Catalogue(data)
    since = _unchanged_since(data)
    return tuple(
        _held(schema, catalogue.frame_of(name), since.get(f"{name}.parquet", ""))
        for name, schema in catalogue.schemas.items()
    )


def _held(schema: TableSchema, frame: pd.DataFrame | None, since: str) -> Held:
    if frame is None:
        return Held(schema=schema, rows=None, years=None, since="", empty={})
    return Held(
        schema=schema,
        rows=len(frame),
        years=_years(frame),
        since=since,
        empty={f.name: int((frame[f.name].isna() | (frame[f.name] == "")).sum())
               for f in schema.fields},
    )  # fmt: skip


def _years(frame: pd.DataFrame) -> tuple[int, int] | None:
    names = next((names for names in YEAR_COLUMNS if set(names) <= set(frame)), ())
    cells = pd.concat([frame[name].astype("string").str[:4] for name in names]) if names else None
    found = None if cells is None else pd.to_numeric(cells, errors="coerce").dropna()
    return None if found is None or found.empty else (int(found.min()), int(found.max()))


def _unchanged_since(data: Data) -> dict[str, str]:
    """File of the build -> day of the oldest kept version that says the same, in one row."""
    contents = {name: file.get("content") for name, file in data.atlas.manifest["files"].items()}
    found = dict.fromkeys(contents, data.atlas.date)
    if data.editions is None:
        return found
    going = set(contents)
    for edition in data.editions.listed():  # the newest first
        if edition.date > data.atlas.date:
            continue
        try:
            files = data.editions.store.manifest(edition.data_version)["files"]
        except (DataError, OSError):
            break
        going = {name for name in going if files.get(name, {}).get("content") == contents[name]}
        found.update(dict.fromkeys(going, edition.date))
    return found


def each(data: Data) -> list[Any]:
    """Return every table and layer with its columns, terms and files."""
    return [_resource(data, one) for one in held(data)]


def _forms(data: Data, schema: TableSchema) -> list[Format]:
    """Return the formats to take home; facts that one reader sees are not put on the disk."""
    return [form for form in formats_of(schema) if form.is_in_memory or not data.is_only_here]


HEADS = ("Table or layer", "Rows", "Speaks for", "Unchanged since", "Terms", "Files")


def overview(data: Data) -> Any:
    """Return the list of all tables and layers."""
    every = held(data)
    rows = []
    for one in every:
        name = one.schema.name
        links: list[Any] = []
        for form in _forms(data, one.schema):
            links += [html.A(form.ending, href=f"/data/download/{name}.{form.ending}"), " "]
        first, *others = terms_of(name)
        terms: list[Any] = [first.terms]
        if others:
            terms += ["; ", html.A(f"{len(others)} more", href=f"#{name}")]
        rows.append(
            html.Tr(
                [
                    html.Th(html.A(one.schema.title, href=f"#{name}"), scope="row"),
                    *(
                        html.Td(cell, **attrs(data_label=head))
                        for head, cell in zip(
                            HEADS[1:],
                            (_rows_told(one), _years_told(one),
                             day(one.since) if one.since else "made on request", terms, links),
                            strict=True,
                        )
                    ),
                ]
            )
        )  # fmt: skip
    caption = f"{len(every)} tables and layers of data version {data.version}"
    return html.Div(
        html.Table(
            [
                html.Caption(caption),
                html.Thead(html.Tr([html.Th(head, scope="col") for head in HEADS])),
                html.Tbody(rows),
            ]
        ),
        className="table-wrap stacks all-tables",
        tabIndex="0",
        role="region",
        **attrs(aria_label=caption),
    )


def _rows_told(one: Held) -> str:
    return "derived" if one.rows is None else f"{one.rows:,}"


def _years_told(one: Held) -> str:
    if one.years is None:
        return "–"
    first, last = one.years
    return str(last) if first == last else f"{first} to {last}"


def _resource(data: Data, one: Held) -> Any:
    name, schema = one.schema.name, one.schema
    rows = [_field(one, field) for field in schema.fields]
    heads = ("Column", "Type", "Meaning", "Values", "Empty")
    table = html.Div(
        html.Table(
            [
                html.Caption(f"Columns of {name}. Key: {', '.join(schema.key)}."),
                html.Thead(html.Tr([html.Th(h, scope="col") for h in heads])),
                html.Tbody(rows),
            ]
        ),
        className="table-wrap",
        tabIndex="0",
        role="region",
        **attrs(aria_label=f"Columns of {name}"),
    )
    links: list[Any] = []
    for form in _forms(data, schema):
        links += [html.A(form.ending, href=f"/data/download/{name}.{form.ending}"), " "]
    return html.Section(
        [
            html.H2(schema.title),
            html.P(ABOUT[name]) if name in ABOUT else None,
            html.P([html.Code(name), ": ", *links]),
            html.Ul([html.Li(str(term)) for term in terms_of(name)], className="quiet terms"),
            html.Details([html.Summary(count(len(schema.fields), "column")), table]),
        ],
        id=name,
    )


def _field(one: Held, field: Field) -> Any:
    unit = f" Unit: {field.unit}." if field.unit else ""
    empty = one.empty.get(field.name)
    told = "–" if empty is None else f"{empty:,}" if empty else "none"
    return html.Tr(
        [
            html.Th(field.name, scope="row"),
            html.Td(field.kind),
            html.Td(field.meaning + unit),
            html.Td(", ".join(field.allowed)),
            html.Td(told),
        ]
    )


def dictionary_rows(data: Data) -> list[tuple[Any, ...]]:
    """Return one row a column of every table and layer, for a file."""
    return [
        (one.schema.name, field.name, field.kind, field.unit, field.meaning,
         " | ".join(field.allowed), "yes" if field.required else "no",
         "" if one.rows is None else one.rows, one.empty.get(field.name, ""))
        for one in held(data)
        for field in one.schema.fields
    ]  # fmt: skip


DICTIONARY_HEADS = ("table", "column", "type", "unit", "meaning", "values", "required", "rows",
                    "empty")  # fmt: skip


CAME = {
    "recorded": "The publisher’s own answer",
    "copy": "A stored copy, cut to what is read",
    "synthetic": "Made up, to test with",
}


def came_in(data: Data) -> Any:
    """Return how old the official figures are, and the warnings on them; None when none are held.

    Ages are told from the day of the data version: the page says the same for ever.
    """
    snapshots, warnings = data.atlas.official.snapshots, data.atlas.official.warnings
    if snapshots.empty:
        return None
    rows = [
        html.Tr(
            [
                html.Th(str(row.publisher), scope="row"),
                html.Td(str(row.title)),
                html.Td(
                    html.A(CAME[str(row.made)], href=str(row.url))
                    if row.url
                    else CAME[str(row.made)]
                ),
                html.Td(_age(str(row.retrieved), data.atlas.date)),
                html.Td(str(row.licence) or "not stated"),
                html.Td(f"{int(row.files):,}"),
            ]
        )
        for row in snapshots.itertuples()
    ]
    heads = ("Publisher", "What", "How it came", "Received", "Terms", "Files")
    return html.Section(
        [
            html.H2("Official figures: how old they are"),
            html.P(
                "Answers of publishers’ services, or copies of them that others stored, as the "
                "table says. Received is when they came here, not how new the figures are. What "
                "our checks find odd is told here and never mended in silence."
            ),
            _framed(f"{count(len(rows), 'snapshot')} of official figures", heads, rows),
            *_warnings(warnings),
        ],
        id="snapshots-held",
    )


def _warnings(warnings: pd.DataFrame) -> list[Any]:
    if warnings.empty:
        return [html.P("The checks on what came in found nothing odd.")]
    ranked = warnings.assign(
        by=warnings["severity"].map({"error": 0, "warning": 1, "note": 2})
    ).sort_values(["by", "series", "name"], kind="stable")
    rows = [
        html.Tr(
            [
                html.Th(str(row.severity), scope="row"),
                html.Td(str(row.series)),
                html.Td(str(row.name).replace("_", " ")),
                html.Td("–" if pd.isna(row.rows) else f"{int(row.rows):,}"),
                html.Td(str(row.words)),
            ]
        )
        for row in ranked.itertuples(index=False, name="Warned")
    ]
    heads = ("Severity", "Series", "What", "Rows", "In words")
    return [
        html.H3("What the checks found", id="warnings-found"),
        html.Details(
            [
                html.Summary(count(len(rows), "warning")),
                _framed("Warnings on official figures", heads, rows),
            ]
        ),
        html.P(
            [
                "The rows that they are about are in the table ",
                html.A("warning_rows", href="#warning_rows"),
                ".",
            ],
            className="quiet",
        ),
    ]


def _framed(caption: str, heads: Sequence[str], rows: Sequence[Any]) -> Any:
    return html.Div(
        html.Table(
            [
                html.Caption(caption),
                html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])),
                html.Tbody(list(rows)),
            ]
        ),
        className="table-wrap",
        tabIndex="0",
        role="region",
        **attrs(aria_label=caption),
    )


def _age(retrieved: str, date: str) -> str:
    when = pd.to_datetime(retrieved, errors="coerce", utc=True)
    if pd.isna(when):
        return retrieved
    days = (pd.Timestamp(date, tz="UTC") - when.normalize()).days
    return f"{day(str(when.date()))}, {count(max(days, 0), 'day')} before this data version"
