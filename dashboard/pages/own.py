"""Your own facts: what a reader brought, beside what it stands before; and how to bring some."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import html

from dashboard.components.evidence import source_title
from dashboard.data import Data
from dashboard.markup import attrs
from dashboard.rendered import Rendered
from dashboard.shell import page
from geodata.own import OWN_TABLES

FORM = "own-form"
HEADS = ("Country", "What", "Own value", "Years", "The atlas says", "Source")
RULE = (
    "Where the atlas has a fact on the same question, the same children and the same years, the "
    "own fact decides and both are shown. A group’s own row still comes before one on all "
    "children. A row that says “unknown” takes nothing away."
)


def render(data: Data, _rest: str, _query: str) -> Rendered:
    """Return the page; it has no choices."""
    parts = _listed(data) if len(data.atlas.own) else []
    tree = page(
        "/own",
        [
            html.H1("Your own facts"),
            html.P(
                "Lay facts of your own beside the atlas’s: what your organisation saw, a report "
                "that is not in here yet, a law of last week. They are held to the same rules: a "
                "value without a source does not load, and countries and cities are the finest "
                "scale."
            ),
            *parts,
            *how(),
        ],
        css="prose own-facts",
    )
    return Rendered(title="Your own facts", tree=tree, slots={FORM: form()})


def _listed(data: Data) -> list[Any]:
    return [
        html.H2(f"Own facts of {data.atlas.own_name}", id="listed"),
        html.P(
            f"{data.own_count} values, in data version {data.version}. They are no part of the "
            f"atlas and were not checked by its editors. {RULE}"
        ),
        values_table(data, data.atlas.own),
    ]


def values_table(data: Data, own: pd.DataFrame) -> Any:
    """Return own values, each with what the atlas says there; see ``OWN_VALUES``."""
    rows = [list(mine.to_dict("records")) for _, mine in own.groupby("own_id", sort=False)]
    head = html.Thead(html.Tr([html.Th(name, scope="col") for name in HEADS]))
    return html.Div(
        html.Table([head, html.Tbody([_row(data, mine) for mine in rows])]),
        className="table-wrap",
        tabIndex="0",
        role="region",
        **attrs(aria_label="Own facts"),
    )


def _row(data: Data, mine: list[dict[str, Any]]) -> Any:
    first = mine[0]
    iso3 = str(first["iso3"] or "")
    country: Any = "–"
    if iso3 in data.iso3s:
        country = html.A(data.name(iso3), href=f"/country/{iso3}")
    measure = data.atlas.rubrics.measures.get(str(first["what"]))
    said = [
        html.Li(f"{_value(data, measure, row['replaced_value'])} ({row['replaces']})")
        for row in mine
        if row["replaces"]
    ]
    source = str(first["source_id"])
    title: Any = source
    if source in data.atlas.sources.index:
        title = html.A(source_title(data, source), href=f"/sources#{source}")
    return html.Tr(
        [
            html.Td(country),
            html.Td(measure.label if measure else str(first["what"]).replace("_", " ")),
            html.Td(html.B(_value(data, measure, first["value"]))),
            html.Td(_years(first)),
            html.Td(html.Ul(said, className="plain") if said else "nothing"),
            html.Td(
                [title, html.Span(f" · {first['file']}, row {first['row']}", className="quiet")]
            ),
        ]
    )


def _value(data: Data, measure: Any, value: Any) -> str:
    if measure is None:
        return str(value)
    steps = {step.value: step.label for step in data.atlas.rubrics.steps(measure.measure)}
    return steps.get(str(value), str(value))


def _years(row: dict[str, Any]) -> str:
    if pd.isna(row["from_year"]):
        return "–"
    end = "on" if pd.isna(row["to_year"]) else f"to {int(row['to_year'])}"
    return f"{int(row['from_year'])} {end}"


def form() -> str:
    """Return the form as HTML: Dash has no field for files."""
    tables = "".join(f"<option>{name}</option>" for name in OWN_TABLES)
    return (
        '<form action="/own/check" method="post" enctype="multipart/form-data" class="own-form">'
        '<label>Tables, as CSV or Excel <input type="file" name="files" multiple '
        'accept=".csv,.xlsx"></label>'
        f'<label>or paste rows with their header into <select name="table">{tables}</select>'
        "</label>"
        '<label class="sr" for="own-pasted">Rows with their header</label>'
        '<textarea id="own-pasted" name="pasted" rows="5" spellcheck="false"></textarea>'
        '<label>Whose facts they are <input type="text" name="name" maxlength="60" '
        'autocomplete="organization"></label>'
        '<button type="submit" class="button">Check them</button></form>'
    )


def how() -> list[Any]:
    """Return how to check tables here, and how to see them in the atlas."""
    templates = [
        html.Li(html.A(f"{name}.csv", href=f"/own/template/{name}.csv")) for name in OWN_TABLES
    ]
    return [
        html.H2("Check your tables", id="check"),
        html.P(
            "Every fault is listed at once, or what each of your values would stand before. The "
            "tables are read in memory for this one answer: nothing of them is stored or logged. "
            "Up to 1 MB and 5,000 rows; formulas are refused."
        ),
        html.Div(id=FORM),
        html.P(
            [
                "Begin with the ",
                html.A(
                    "workbook with every table and what its columns hold",
                    href="/own/template/own-facts.xlsx",
                ),
                ", or with one table:",
            ]
        ),
        html.Ul(templates, className="plain columns"),
        html.H2("On your own computer", id="how"),
        html.P(
            "Put your tables into a folder, as CSV or Excel, with the columns of the atlas’s own, "
            "and start the atlas with it. Nothing of them leaves your computer."
        ),
        html.Pre("childways check --own my-facts/\nchildways serve --facts my-facts/"),
        html.P("Every fault of every file is listed at once, and nothing is shown until none is."),
    ]
