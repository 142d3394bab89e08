"""Data: every table and layer to take home, with its columns and terms."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.data import Data
from dashboard.exports.formats import formats_of
from dashboard.exports.resource import Catalogue
from dashboard.exports.terms import LICENCE_SHORT
from dashboard.frozen import day
from dashboard.markup import attrs
from dashboard.rendered import Rendered
from dashboard.shell import page


def render(data: Data, _rest: str, _query: str) -> Rendered:
    """Return the page; it has no choices."""
    schemas = Catalogue(data).schemas
    tree = page(
        "/data",
        [
            html.H1("Data"),
            html.P(
                f"Everything that the atlas holds, data version {data.version} of "
                f"{day(data.atlas.date)}. The curated facts are {LICENCE_SHORT}: cite "
                "Childways, the data version and each fact’s own source."
            ),
            html.P(
                [
                    html.A("Everything as one Data Package (zip)",
                           href="/data/download/childways.zip", className="button"),
                    " ",
                    html.A("All layers for QGIS (GeoPackage)",
                           href="/data/download/childways.gpkg", className="button"),
                    " ",
                    html.A("The API", href="/api/v1/docs", className="button"),
                ],
                className="button-row",
            ),
            *(_resource(name, schema) for name, schema in schemas.items()),
        ],
        css="prose",
    )  # fmt: skip
    return Rendered(title="Data", tree=tree)


def _resource(name: str, schema: Any) -> Any:
    links: list[Any] = []
    for form in formats_of(schema):
        links += [html.A(form.ending, href=f"/data/download/{name}.{form.ending}"), " "]
    rows = [
        html.Tr(
            [
                html.Th(field.name, scope="row"),
                html.Td(field.kind),
                html.Td(field.meaning + (f" Unit: {field.unit}." if field.unit else "")),
                html.Td(", ".join(field.allowed)),
            ]
        )
        for field in schema.fields
    ]
    heads = ("Column", "Type", "Meaning", "Values")
    return html.Section(
        [
            html.H2(f"{schema.title}"),
            html.P([html.Code(name), ": ", *links]),
            html.Details(
                [
                    html.Summary(f"{len(schema.fields)} columns"),
                    html.Div(
                        html.Table(
                            [
                                html.Caption(f"Columns of {name}"),
                                html.Thead(html.Tr([html.Th(h, scope="col") for h in heads])),
                                html.Tbody(rows),
                            ]
                        ),
                        className="table-wrap",
                        tabIndex="0",
                        role="region",
                        **attrs(aria_label=f"Columns of {name}"),
                    ),
                ]
            ),
        ],
        id=name,
    )
