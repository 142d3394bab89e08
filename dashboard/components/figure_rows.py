"""Official figures of one country as rows: the newest value, the years, the source."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import html

from dashboard.components.recorded_figures import figure_words, number_words
from dashboard.data import Data
from dashboard.figures.spark import spark
from dashboard.markup import attrs
from dashboard.ways import explain_address
from routes.official import FigureSeries

HEADS = ("Year", "Figure", "Remark")
OLD_YEARS = 10  # a figure that is older says so
FIRST_YEAR, LAST_YEAR = 2005, 2025  # of the small lines; older figures stay in the table


def figure_rows(data: Data, iso3: str) -> Any:
    """Return the series that have a figure of this country, by goal; None when there is none."""
    every = data.atlas.observations(iso3=iso3)
    by_series = {str(name): rows for name, rows in every.groupby("series")}
    items = [
        _item(data, series, by_series[series.series])
        for series in data.atlas.series()
        if series.series in by_series
    ]
    if not items:
        return None
    lead = html.P(
        [
            "None of these makes a level: they count all children or people of the country, and a "
            "level is about a child who moves through it. Each opens to who is counted. ",
            html.A("What they are", href="/methods#figures"),
            ".",
        ],
        className="quiet",
    )
    return html.Div([lead, html.Div(items, className="figure-rows")])


def value_words(row: Any) -> str:
    """Return a value with its unit and bounds; why there is none when it is withheld."""
    if pd.isna(row.value):
        return "withheld: small, or near a small one" if row.withheld else "not known"
    if row.unit == "index_0_10":
        return f"{row.value:g} of 10"
    return figure_words(row)


def snapshot_words(data: Data, snapshot: str) -> str:
    """Return when a snapshot was received and how it was come by: ``copy of 24 November 2026``."""
    table = data.atlas.official.snapshots
    found = table[table["snapshot"] == snapshot]
    if found.empty:
        return snapshot
    one = found.iloc[0]
    kind = "a stored copy" if one["made"] == "copy" else "the publisher’s answer"
    return f"{kind}, received {str(one['retrieved'])[:10]}"


def explained(words: str, who: str, what: str) -> Any:
    """Return a figure that leads to how we know of it."""
    return html.A(words, href=explain_address(who, what), className="figure-link",
                  title="How we know")  # fmt: skip


def _item(data: Data, series: FigureSeries, rows: pd.DataFrame) -> Any:
    known = rows[rows["value"].notna()].sort_values("year")
    told = rows[rows["value"].notna() | (rows["withheld"] != "")]
    shown = (told if len(told) else rows).sort_values("year").iloc[-1]
    values = {int(row.year): float(row.value) for row in known.itertuples(index=False)}
    line = spark(values, FIRST_YEAR, LAST_YEAR) if values else ""
    at = series.class_of(None if pd.isna(shown["value"]) else float(shown["value"]))
    words = "" if at is None else series.classes[at].words
    told = [words] if words and series.unit == "index_0_10" else []
    told.append(str(int(shown["year"])))
    if shown["year"] < LAST_YEAR - OLD_YEARS:
        told.append("old")
    return html.Details(
        [
            html.Summary(
                [
                    html.Span([html.B(str(series.goal)), f" {series.title}"], className="name"),
                    html.Div(className="still", **attrs(data_html=line)),
                    html.Span(
                        [
                            html.B(_short(shown)),
                            html.Span(", ".join(told), className="quiet"),
                        ],
                        className="now",
                    ),
                ]
            ),
            html.P([html.B("Counted: "), f"{series.counted}. ", html.B("Left out: "),
                    series.leaves_out]),
            html.P(
                [
                    html.A(series.publisher, href=f"/sources#{series.source_id}",
                           className="source"),
                    f"; {snapshot_words(data, str(shown['snapshot']))}, {shown['locator']}.",
                ],
                className="quiet",
            ),
            _years(series, rows, str(shown["iso3"])),
        ],
        className="figure-row",
        id=f"figure-{series.series}",
    )  # fmt: skip


def _short(row: pd.Series) -> str:
    """The newest value alone; its bounds are in the table below."""
    if pd.isna(row["value"]):
        return "withheld"
    if row["unit"] == "index_0_10":
        return f"{row['value']:g} of 10"
    return number_words(float(row["value"]), str(row["unit"]))


def _years(series: FigureSeries, rows: pd.DataFrame, iso3: str) -> Any:
    newest_first = rows.sort_values("year", ascending=False)
    return html.Div(
        html.Table(
            [
                html.Caption(f"{series.title}, every year held", className="sr"),
                html.Thead(
                    html.Tr([html.Th(h, scope="col") for h in ("Year", "Figure", "Remark")])
                ),
                html.Tbody(
                    [
                        html.Tr(
                            [
                                html.Th(str(row.year), scope="row"),
                                html.Td(
                                    explained(value_words(row), iso3, f"{series.series}@{row.year}")
                                ),
                                html.Td(row.note or row.status or ""),
                            ]
                        )
                        for row in newest_first.itertuples(index=False)
                    ]
                ),
            ]
        ),
        className="table-wrap figure-years",
        tabIndex="0",
        role="region",
        **attrs(aria_label=f"{series.title}, every year held"),
    )
