"""Official figures on the page Methods: what each series counts, and that none makes a level."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.data import Data
from dashboard.markup import attrs

HEADS = ("Goal", "Series", "Who is counted", "What it leaves out", "Publisher", "In the levels")
CAPTION = "Series of official figures"


def section(data: Data) -> list[Any]:
    """Return heading, words and table; an edition without figures says so."""
    series = data.atlas.series()
    if not series:
        return [
            html.H2("Figures beside the levels", id="figures"),
            html.P("This data version holds no official figures."),
        ]
    beside = all(one.feeds == "beside" for one in series)
    return [
        html.H2("Figures beside the levels", id="figures"),
        html.P(
            ("None of these figures makes a level. " if beside else "")
            + "They count the children and people of a country; a level is about a child who moves "
            "through it. An empty figure is not known, never nought. A count from 1 to 9 is not "
            "shown, nor one that would let it be worked out."
        ),
        html.P(
            "Flows are people of one country who are in another at the end of a year, not "
            "how many crossed. Deaths and disappearances are least estimates, by the publisher's "
            "own routes."
        ),
        html.Div(
            html.Table(
                [
                    html.Caption(CAPTION),
                    html.Thead(html.Tr([html.Th(head, scope="col") for head in HEADS])),
                    html.Tbody([_row(one) for one in series]),
                ]
            ),
            className="table-wrap",
            tabIndex="0",
            role="region",
            **attrs(aria_label=CAPTION),
        ),
    ]


def _row(one: Any) -> Any:
    feeds = "stands beside" if one.feeds == "beside" else f"feeds {one.feeds}"
    cells = (str(one.goal), one.title, one.counted, one.leaves_out, one.publisher, feeds)
    return html.Tr([html.Td(cell) for cell in cells])
