"""Corrections: what was put right, the kept data versions, and a way to question a value."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd
from dash import html

from dashboard.components.evidence import source_title
from dashboard.components.share.item import copy_item
from dashboard.data import Data
from dashboard.frozen import day, frozen_address
from dashboard.markup import attrs
from dashboard.questions import form_address, question
from dashboard.rendered import Rendered
from dashboard.shell import page
from dashboard.state import Lens, Query, link

LONGEST_FACT = 200


def render(data: Data, _rest: str, query: str) -> Rendered:
    """Return the page; ``fact`` in the query is a value that the reader questions."""
    read = Query(query)
    fact_id = read.text("fact", LONGEST_FACT)
    lens = Lens.read(read)
    asked = _question(data, fact_id, lens) if fact_id else None
    if fact_id and asked is None:
        read.dropped.append(f"There is no value “{fact_id[:60]}” here.")
    body = [
        html.H1("Corrections", id="headline"),
        html.P(
            "What was put right is told here and stays here: what stood in the tables, what stands "
            "there now, who found it, and why."
        ),
        asked,
        *_corrections(data),
        html.H2("Versions of the data", id="versions"),
        html.P(
            "Each version has a name made of what its tables, rules and levels say, and a day. A "
            "link with that name shows its figures for ever."
        ),
        _table(
            "What changed when",
            ("Day", "What changed"),
            [[day(row.date), row.what] for row in _newest_first(data.atlas.versions, "date")],
        ),
        *_kept(data),
        *([] if asked else _how(data)),
    ]
    tree = page("/corrections", body, css="prose wide-prose", notices=read.close())
    return Rendered(title="Corrections", tree=tree)


def _newest_first(table: pd.DataFrame, by: str) -> Iterable[Any]:
    ordered: Iterable[Any] = table.sort_values(by, ascending=False).itertuples()
    return ordered


def _table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> Any:
    return html.Div(
        html.Table(
            [
                html.Caption(caption),
                html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])),
                html.Tbody([html.Tr([html.Td(cell) for cell in row]) for row in rows]),
            ]
        ),
        className="table-wrap",
        tabIndex="0",
        role="region",
        **attrs(aria_label=caption),
    )


def _corrections(data: Data) -> list[Any]:
    table = data.atlas.corrections
    if table.empty:
        return [html.P("Nothing has been corrected since the first version.")]
    rows = [_correction(data, row) for row in _newest_first(table, "correction_id")]
    heads = ("No.", "Day", "Where", "It said", "It says", "Why", "Found by")
    return [_table(f"{len(rows)} corrections, the newest first", heads, rows)]


def _correction(data: Data, row: Any) -> list[Any]:
    where: list[Any] = [f"{row.table}.csv, {row.column}: {_softly(row.cell)}"]
    if row.iso3 in data.iso3s:
        where = [html.A(data.name(row.iso3), href=f"/country/{row.iso3}"), ". ", *where]
    why: list[Any] = [row.reason]
    if row.source_id in data.atlas.sources.index:
        title = source_title(data, row.source_id)
        why += [" ", html.A(title, href=f"/sources#{row.source_id}", className="source")]
    old, new = (_softly(text) or "(nothing)" for text in (row.old_value, row.new_value))
    return [
        html.Span(str(row.correction_id), id=f"correction-{row.correction_id}"),
        day(row.date),
        html.Span(where),
        old,
        new,
        html.Span(why),
        row.reported_by,
    ]


def _softly(text: str) -> str:
    """Let long names break at their dashes and slashes."""
    return text.replace("-", "-\u200b").replace("/", "/\u200b") if " " not in text else text


def _kept(data: Data) -> list[Any]:
    listed = data.editions.listed() if data.editions else ()
    if not listed:
        return []
    items = []
    for edition in listed:
        version, date = edition.data_version, edition.date
        now = " It is what is live now." if version == data.version else ""
        items.append(
            html.Li(
                [
                    html.A(
                        f"{version} of {day(date)}" if date else version,
                        href=frozen_address("/", version),
                    ),
                    f".{now}",
                ]
            )
        )
    return [html.P("Kept here, each opens the atlas as it was:"), html.Ul(items)]


def _question(data: Data, fact_id: str, lens: Lens) -> Any:
    """Return the part of the page that questions a fact; None when there is no such fact."""
    asked = question(data, fact_id, lens)
    if asked is None:
        return None
    form = form_address(data.questions, asked)
    if form:
        is_mail = form.startswith("mailto:")
        words = "Write the mail" if is_mail else "Open the form"
        how: list[Any] = [
            html.P(
                f"The button opens {'your mail program' if is_mail else 'a form on another site'} "
                "with the text below in it. Nothing is sent before you send it."
            ),
            html.P(html.A(words, href=form, className="button", rel="noopener")),
        ]
    else:
        how = [html.P(NO_FORM)]
    iso3 = fact_id.split("/")[1]
    return html.Section(
        [
            html.H2(f"Question this value: {asked.title}", id="question-title"),
            *how,
            copy_item("What it carries", asked.body),
            html.P(html.A("Back to the country", href=link(f"/country/{iso3}", lens.pairs()))),
        ],
        className="card question",
        id="question",
        **attrs(aria_labelledby="question-title"),
    )


NO_FORM = (
    "This site has no address for questions. Copy the text below, add what is wrong and what shows "
    "it, and send it to those who run the site or who keep the tables."
)


def _how(data: Data) -> list[Any]:
    end = "a form or mail with that very cell in it" if data.questions else "the words to send"
    return [
        html.H2("Question a value", id="question"),
        html.P(
            "Every fact, under its level and on its country’s page, has a link “Question this "
            f"value”. It leads here, with {end}."
        ),
    ]
