"""How a fact shows where it comes from: its evidence mark, its source, its age."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import html

from dashboard.data import Data
from dashboard.kept import kept_with_data
from dashboard.markup import attrs
from dashboard.state import Lens
from dashboard.ways import ask_address
from routes import Fact

EVIDENCE = {
    "read": ("●", "Read in its source"),
    "official": ("■", "Official data set"),
    "named": ("○", "Source named, not yet checked"),
}
OWN_MARK = "Own fact, not part of the atlas"
KINDS = {
    "rule": "Law or policy",
    "practice": "Practice",
    "commitment": "Commitment",
    "assessment": "Assessment",
}


def evidence_mark(evidence: str) -> Any:
    """Return the mark of an evidence grade with its word."""
    mark, label = EVIDENCE[evidence]
    return html.Span(
        [html.Span(f"{mark} ", **attrs(aria_hidden="true")), label],
        className=f"evidence {evidence}",
    )


@kept_with_data(5_000)
def source_title(data: Data, source_id: str) -> str:
    """Return ``Publisher, Title, year`` of a source."""
    source = data.atlas.sources.loc[source_id]
    parts = [source["publisher"], source["title"]]
    if pd.notna(source["year"]):
        parts.append(str(int(source["year"])))
    return ", ".join(part for part in parts if part)


def fact_card(data: Data, fact: Fact, label: str, lens: Lens | None = None) -> Any:
    """Return one fact: kind, value, sentence, legal basis, source, age, evidence, confidence.

    ``lens`` is the child and year it is seen for; a question about it carries them along.
    """
    years = f"as of {fact.as_of_year}"
    if fact.carried_years > 0:
        plural = "" if fact.carried_years == 1 else "s"
        years += f", carried forward {fact.carried_years} year{plural}"
    chips = [KINDS[fact.kind], years]
    if fact.is_own:
        chips.insert(0, OWN_MARK)
    if fact.group != "all":
        chips.append(f"group: {fact.group.replace('_', ' ')}")
    if fact.company != "any":
        chips.append("child alone" if fact.company == "alone" else "child with family")
    if fact.min_age_detainable is not None:
        chips.append(f"from age {fact.min_age_detainable}")
    return html.Div(
        [
            html.Div([html.Span(chip, className="chip") for chip in chips], className="chips"),
            html.P([html.B(f"{label}: "), fact.summary]),
            html.P(f"Legal basis: {fact.legal_basis}", className="quiet")
            if fact.legal_basis
            else None,
            html.P(
                [
                    evidence_mark(fact.evidence),
                    f" · {fact.confidence} confidence · ",
                    html.A(
                        source_title(data, fact.source_id),
                        href=f"/sources#{fact.source_id}",
                        className="source",
                    ),
                    *_where(fact, lens),
                ],
                className="source-line",
            ),
        ],
        className="fact own" if fact.is_own else "fact",
    )


def _where(fact: Fact, lens: Lens | None) -> list[Any]:
    """Say where a fact stands; of the atlas's, with the way to question it."""
    if fact.is_own:
        words = html.A(f"own {fact.table}, row {fact.row}", href="/own")
        return [html.Span([" · ", words], className="quiet")]
    return [
        html.Span(f" · {fact.table}.csv, row {fact.row} · ", className="quiet"),
        html.A(
            "Question this value", href=ask_address(fact.fact_id, lens), className="question-link"
        ),
    ]
