"""Your own facts: what a reader brought, beside what it stands before; and how to bring some."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import html

from dashboard.components.evidence import source_title
from dashboard.data import Data
from dashboard.markup import attrs
from dashboard.own_view.offer import Offer
from dashboard.rendered import Rendered
from dashboard.shell import page
from geodata.own import OWN_TABLES

FORM, SEE = "own-form", "own-see"
FORGOTTEN = "forgotten"  # where the reader is led when she has her facts forgotten
SEE_ADDRESS, FORGET_ADDRESS = "/own/see", "/own/forget"
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
                html.B("Your facts are forgotten: nothing of them is here any more."),
                id=FORGOTTEN,
                className="said-once",
            ),
            html.P(
                "Lay facts of your own beside the atlas’s: what your organisation saw, a report "
                "that is not in here yet, a law of last week. They are held to the same rules: a "
                "value without a source does not load, and countries and cities are the finest "
                "scale."
            ),
            *parts,
            *how(data),
        ],
        css="prose own-facts",
    )
    return Rendered(title="Your own facts", tree=tree, slots={FORM: form(data)})


def _listed(data: Data) -> list[Any]:
    number = f"{data.own_count} value{'' if data.own_count == 1 else 's'}"
    return [
        html.H2(f"Own facts of {data.atlas.own_name}", id="listed"),
        html.P(
            f"{number}, in data version {data.version}. They are no part of the "
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


def _offer(data: Data) -> Offer:
    """Return what is offered beside a data version; nothing beside a frozen one."""
    if data.edition or data.own_offer is None:
        return Offer(why_not="a frozen data version stays as it is")
    return data.own_offer


def form(data: Data) -> str:
    """Return the form as HTML: Dash has no field for files."""
    see = (
        f'<button type="submit" class="button" formaction="{SEE_ADDRESS}">See the atlas with them'
        "</button>"
    )
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
        '<p class="own-buttons"><button type="submit" class="button">Check them</button>'
        f"{see if _offer(data).is_open else ''}</p></form>"
    )


def see_form(data: Data, again: str) -> str:
    """Return the button that shows the atlas with checked tables; ``again`` are they, as fields."""
    return (
        f'<form action="{SEE_ADDRESS}" method="post" class="own-form">{again}'
        '<p class="own-buttons"><button type="submit" class="button">See the atlas with my values'
        f"</button></p><p>{_how_long(_offer(data))} It takes a few seconds.</p></form>"
    )


def _how_long(offer: Offer) -> str:
    """Return where her tables are while she looks, and how long."""
    place = "in this server’s memory and never on its disk"
    if offer.is_kept:
        place = "in a folder of this server, which its operator has set up for that,"
    minutes = f"{offer.minutes} minute{'' if offer.minutes == 1 else 's'}"
    return (
        f"Meanwhile your tables are {place} until you say “Forget them”, or {minutes} pass without "
        "a look; your browser forgets its way to them when you close it."
    )


def _look(data: Data) -> list[Any]:
    """Return what it is to see the atlas with them, or why that is not offered."""
    offer = _offer(data)
    title = html.H2("See the atlas with them", id="see")
    if not offer.is_open:
        said = f"Here tables are only checked: {offer.why_not}. On your own computer it works:"
        return [title, html.P([said, " ", html.A("see below", href="#how"), "."])]
    return [
        title,
        html.P(
            "When no fault is found, maps, journeys, pictures and files show your values beside "
            "the atlas’s, marked as yours, to your browser and to no other: it gets a cookie that "
            "ends with it. " + _how_long(offer)
        ),
        html.P(
            "A link, an embed or a picture’s address shows others the atlas without them. To pass "
            "them on, take a picture, a file or a table: each says whose facts are in it."
        ),
    ]


def how(data: Data) -> list[Any]:
    """Return how to check tables here, and how to see them in the atlas."""
    templates = [
        html.Li(html.A(f"{name}.csv", href=f"/own/template/{name}.csv")) for name in OWN_TABLES
    ]
    return [
        html.H2("Check your tables", id="check"),
        html.P(
            "Every fault is listed at once, or what each of your values would stand before. For "
            "the check, tables are read in memory for this one answer: nothing of them is stored "
            "or logged. Up to 1 MB and 5,000 rows; formulas are refused."
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
        *_look(data),
        html.H2("On your own computer", id="how"),
        html.P(
            "Put your tables into a folder, as CSV or Excel, with the columns of the atlas’s own, "
            "and start the atlas with it. Nothing of them leaves your computer."
        ),
        html.Pre("childways check --own my-facts/\nchildways serve --facts my-facts/"),
        html.P("Every fault of every file is listed at once, and nothing is shown until none is."),
    ]
